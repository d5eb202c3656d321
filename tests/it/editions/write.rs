//! Writes chains for people and benchmarks: `KEIKAKU_WRITE_CHAIN=FOLDER cargo test --test it editions::write`.

use super::fixture;
use super::generate::{Chain, Shares, chain};
use super::multiply::multiply;
use serde::Serialize;
use std::path::Path;

/// Editions as `edition1.json` …, what is true as `truth1-2.json` ….
fn write(folder: &Path, chain: &Chain) {
    std::fs::create_dir_all(folder).unwrap();
    for (i, edition) in chain.editions.iter().enumerate() {
        save(&folder.join(format!("edition{}.json", i + 1)), edition);
    }
    for (i, truth) in chain.truths.iter().enumerate() {
        save(
            &folder.join(format!("truth{}-{}.json", i + 1, i + 2)),
            truth,
        );
    }
}

fn save(path: &Path, what: &impl Serialize) {
    std::fs::write(path, serde_json::to_vec_pretty(what).unwrap()).unwrap();
}

#[test]
fn chains_are_written_where_that_is_asked_for() {
    let Some(folder) = std::env::var_os("KEIKAKU_WRITE_CHAIN") else {
        return;
    };
    let folder = Path::new(&folder);
    for name in super::FIXTURES {
        write(
            &folder.join(name),
            &chain(fixture(name), 1, 3, &Shares::default()),
        );
    }
    for (n, editions) in [(200, 4), (1_000, 3), (5_000, 2)] {
        let base = multiply(fixture("tomisato-suishin"), n, 7);
        write(
            &folder.join(format!("items-{n}")),
            &chain(&base, 7, editions, &Shares::default()),
        );
    }
}
