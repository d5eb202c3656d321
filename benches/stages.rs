//! The stages one by one, on the published fixtures: `cargo bench`.
//!
//! Ratios between stages, and between two builds in one run, are what counts; times depend on the
//! machine.

use criterion::Criterion;
use keikaku::flow::{document_flow, page_flow};
use keikaku::normalize::{Policy, normalize};
use keikaku::pdf::{Limits, Page, Pdf};
use keikaku::rule::{RuleSet, convert};
use keikaku::{ReadOptions, read};
use std::path::Path;

fn fixtures() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let names = [
        "toyota-taikei",
        "shishin-shinchoku",
        "okazaki-gaiyo",
        "anjo-gaiyo",
    ];
    let read = |name: &str| std::fs::read(root.join(name).join(format!("{name}.pdf"))).ok();
    names
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), read(name)?)))
        .collect()
}

fn pages(pdf: &Pdf<'_>) -> Vec<Page> {
    (0..pdf.page_count()).map(|i| pdf.page(i)).collect()
}

/// What the fixtures print, again and again.
fn ten_megabytes() -> String {
    let mut printed = String::new();
    for (_, bytes) in fixtures() {
        let Ok(pdf) = Pdf::open(&bytes, Limits::default(), None) else {
            continue;
        };
        for page in pages(&pdf) {
            printed.extend(page.glyphs.iter().map(|g| g.text.as_str()));
            printed.push('\n');
        }
    }
    let times = 10_000_000 / printed.len().max(1);
    printed.repeat(times + 1)
}

fn main() {
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    let Ok(rules) = RuleSet::shipped() else {
        return;
    };
    criterion.bench_function("rules/load", |b| b.iter(RuleSet::shipped));
    let text = ten_megabytes();
    for (name, policy) in Policy::NAMED {
        criterion.bench_function(&format!("normalize/10 MB {name}"), |b| {
            b.iter(|| normalize(policy, &text));
        });
    }
    for (name, bytes) in fixtures() {
        let mut group = criterion.benchmark_group(name.clone());
        let open = || Pdf::open(&bytes, Limits::default(), None);
        group.bench_function("1 open", |b| b.iter(|| open().map(|p| p.page_count())));
        group.bench_function("2 pages", |b| {
            // opened anew, so that fonts are read as often as in real use
            b.iter(|| open().map(|p| std::hint::black_box(pages(&p)).len()));
        });
        if let Ok(pdf) = open() {
            let pages = pages(&pdf);
            group.bench_function("3 lines, tables, order", |b| {
                b.iter(|| document_flow(pages.iter().map(page_flow).collect()));
            });
        }
        if let Ok(reading) = read(&bytes, &name, &ReadOptions::default()) {
            group.bench_function("4 rule", |b| b.iter(|| convert(&reading, &rules, None)));
            if let Ok(document) = convert(&reading, &rules, None) {
                group.bench_function("5 json", |b| {
                    b.iter(|| serde_json::to_string_pretty(&document));
                });
            }
        }
        group.bench_function("all", |b| {
            b.iter(|| {
                let reading = read(&bytes, &name, &ReadOptions::default());
                reading.and_then(|r| convert(&r, &rules, None))
            });
        });
        group.finish();
    }
    criterion.final_summary();
}
