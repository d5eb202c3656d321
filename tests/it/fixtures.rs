//! The published fixtures against the documents held to be right.

use crate::audit::{audited, shown};
use crate::support::{document, norm, repo};
use keikaku::audit::Verdict;
use keikaku::document::{At, Document, json_schema};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

#[derive(Deserialize)]
struct Manifest {
    fixture: Vec<Fixture>,
}

#[derive(Deserialize)]
struct Fixture {
    name: String,
    pdf: String,
    source: String,
    pages: u32,
    sha256: String,
    producer: String,
    licence: String,
}

fn manifest() -> Vec<Fixture> {
    let text = std::fs::read_to_string(repo("fixtures/manifest.toml")).unwrap();
    toml::from_str::<Manifest>(&text).unwrap().fixture
}

fn each(mut check: impl FnMut(&Fixture, &Document)) {
    for fixture in manifest() {
        let document = document(&repo("fixtures").join(&fixture.pdf));
        check(&fixture, &document);
    }
}

#[test]
fn there_are_eight_by_four_producers_and_the_manifest_is_true() {
    let fixtures = manifest();
    assert!(fixtures.len() >= 8);
    let mut producers: Vec<&str> = fixtures.iter().map(|f| f.producer.as_str()).collect();
    producers.sort_unstable();
    producers.dedup();
    assert!(producers.len() >= 4, "{producers:?}");
    for fixture in &fixtures {
        let bytes = std::fs::read(repo("fixtures").join(&fixture.pdf)).unwrap();
        let digest: String = Sha256::digest(&bytes)
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        assert_eq!(digest, fixture.sha256, "{}", fixture.name);
        assert!(
            repo("fixtures").join(&fixture.source).exists(),
            "{}",
            fixture.name
        );
        assert_eq!(fixture.licence, "MIT OR Apache-2.0");
    }
}

#[test]
fn every_fixture_is_read_as_it_is_printed() {
    let report = audited(&repo("fixtures"));
    assert_eq!(report.fixtures.len(), manifest().len());
    assert_eq!(report.verdict, Verdict::Passed, "{}", shown(&report));
}

#[test]
fn phases_have_their_years() {
    for name in ["okazaki-gaiyo", "okazaki-onecolumn"] {
        let folder = repo("fixtures").join(name);
        let truth = std::fs::read(folder.join("truth.json")).unwrap();
        let truth: Value = serde_json::from_slice(&truth).unwrap();
        let document = document(&folder.join(format!("{name}.pdf")));
        for phase in truth["phases"].as_array().unwrap() {
            let heading = norm(phase["text"].as_str().unwrap());
            let is_it = |h: &String| norm(h) == heading;
            let section = document
                .sections
                .iter()
                .find(|s| s.heading.as_ref().is_some_and(is_it));
            let section = section.unwrap_or_else(|| panic!("{name}: {heading}"));
            let period = section.period.as_ref().unwrap();
            assert_eq!(
                period.start.map(i64::from),
                phase["start"].as_i64(),
                "{heading}"
            );
            assert_eq!(
                period.end.map(i64::from),
                phase["end"].as_i64(),
                "{heading}"
            );
            let described = norm(phase["description"].as_str().unwrap());
            assert!(
                norm(&section.text).contains(&described),
                "{name}: {}",
                section.text
            );
        }
    }
}

#[test]
fn contradictions_that_a_fixture_prints_are_findings() {
    let count = |name: &str| {
        let path = repo("fixtures").join(name).join(format!("{name}.pdf"));
        let document = document(&path);
        let mismatch = document
            .findings
            .iter()
            .filter(|f| f.code == "count-mismatch");
        mismatch.count()
    };
    assert_eq!(count("shishin-90ms"), 0, "its summary agrees with its rows");
    assert_eq!(count("shishin-shinchoku"), 4);
}

#[test]
fn every_document_validates_against_the_schema() {
    let schema = json_schema();
    let validator = jsonschema::validator_for(&schema).unwrap();
    each(|fixture, document| {
        let value = serde_json::to_value(document).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|e| e.to_string())
            .collect();
        assert!(errors.is_empty(), "{}: {errors:?}", fixture.name);
    });
}

#[test]
fn everything_carries_a_page_and_a_box() {
    each(|fixture, document| {
        let name = &fixture.name;
        let check = |what: &str, at: &[At]| {
            assert!(!at.is_empty(), "{name}: {what} has no place");
            for place in at {
                let [x0, top, x1, bottom] = place.r#box;
                assert!(
                    place.page >= 1 && place.page <= fixture.pages,
                    "{name}: {what}"
                );
                assert!(
                    x0 <= x1 && top <= bottom && x1 > 0.0,
                    "{name}: {what} {place:?}"
                );
            }
        };
        for item in &document.items {
            check(&item.title, &item.at);
            assert!(
                item.at.iter().all(|a| a.rule.is_some()),
                "{name}: {}",
                item.title
            );
            for (label, value) in &item.fields {
                let at = &value.as_ref().unwrap().at;
                check(label, at);
                assert!(at.iter().all(|a| a.rule.is_some()), "{name}: {label}");
            }
        }
        for indicator in &document.indicators {
            check(&indicator.name, &indicator.at);
            indicator.values.iter().for_each(|v| check(&v.text, &v.at));
        }
        document.legend.iter().for_each(|l| check(&l.mark, &l.at));
        document
            .footnotes
            .iter()
            .for_each(|f| check(&f.term, &f.at));
        document
            .sections
            .iter()
            .for_each(|s| check("section", &s.at));
        document
            .plan
            .at
            .iter()
            .for_each(|(field, at)| check(field, at));
    });
}

#[test]
fn cells_tile_their_grids() {
    each(|fixture, document| {
        for table in &document.tables {
            let mut covered = vec![vec![0; table.cols]; table.rows];
            for cell in &table.cells {
                for row in &mut covered[cell.row..cell.row + cell.rowspan] {
                    row[cell.col..cell.col + cell.colspan]
                        .iter_mut()
                        .for_each(|n| *n += 1);
                }
            }
            let once = covered.iter().flatten().all(|n| *n == 1);
            assert!(once, "{} {}: {covered:?}", fixture.name, table.id);
        }
    });
}

#[test]
fn ids_are_unique_and_parents_exist() {
    each(|fixture, document| {
        let mut ids: Vec<&str> = document.items.iter().map(|i| i.id.as_str()).collect();
        ids.sort_unstable();
        let unique = ids.windows(2).all(|w| w[0] != w[1]);
        assert!(unique, "{}", fixture.name);
        for item in &document.items {
            let known = item
                .parent
                .as_ref()
                .is_none_or(|p| ids.contains(&p.as_str()));
            assert!(known, "{}: {}", fixture.name, item.id);
        }
    });
}

#[test]
fn the_output_is_the_same_for_any_number_of_threads() {
    let path = repo("fixtures/shishin-shinchoku/shishin-shinchoku.pdf");
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| serde_json::to_string(&document(&path)).unwrap())
    };
    assert_eq!(with(1), with(4));
}
