//! Data sets: identity over editions, history, contradictions, and that nothing is ever half done.

mod export;
mod identity;
mod safety;
mod series;

use keikaku::dataset::{Arrival, Dataset, EditionKey, Neighbour, NewPlan, Writing};
use keikaku::document::Document;
use keikaku::edition::{By, Comparison, Pair};
use serde_json::{Value, json};

/// When it is in tests.
pub const NOW: &str = "2026-04-01T00:00:00Z";

/// A box on a page.
fn at(page: u32) -> Value {
    json!([{ "page": page, "box": [1.0, 2.0, 3.0, 4.0] }])
}

/// An item: its id in the document, which is its number as well, title, and mark and code of its status.
pub fn item(id: &str, title: &str, status: Option<(&str, &str)>) -> Value {
    let status = status.map(|(mark, code)| json!({ "mark": mark, "meaning": null, "code": code }));
    let fields = json!({ "担当課": {
        "text": "環境課", "raw": "環境課", "kind": "text", "at": at(3)
    }, "予算": null });
    json!({
        "id": id, "kind": "measure", "number": id, "number_key": id, "title": title,
        "parent": null, "status": status, "refs": [], "flags": ["重点"], "fields": fields,
        "page": 3, "at": at(3)
    })
}

/// An indicator with values: role, year, text, number as JSON, power of ten.
pub fn indicator(id: &str, name: &str, values: &[(&str, i32, &str, &str, Option<u64>)]) -> Value {
    let values = values.iter().map(|(role, year, text, number, multiplier)| {
        let number: Value = serde_json::from_str(number).unwrap();
        json!({
            "role": role, "text": text, "value": number, "multiplier": multiplier,
            "year": year, "year_text": format!("{year}年度"), "shaded": false, "at": at(7)
        })
    });
    let values: Vec<Value> = values.collect();
    json!({
        "id": id, "name": name, "of": null, "direction": "up", "page": 7, "at": at(7), "values": values
    })
}

/// A document.
pub fn document(items: Vec<Value>, indicators: Vec<Value>) -> Document {
    let value = json!({
        "schema": "keikaku/1",
        "source": { "file_name": "a.pdf", "sha256": "0", "bytes": 1, "pages": 9 },
        "rule": null,
        "plan": { "title": "環境基本計画", "municipality": "富里市" },
        "legend": [{ "mark": "○", "meaning": "順調", "code": "on_track", "at": at(1) }],
        "items": items, "indicators": indicators, "tables": [], "sections": [], "footnotes": [],
        "findings": [{ "code": "number-gap", "severity": "info", "message": "m", "at": at(2), "help": "h" }]
    });
    serde_json::from_value(value).unwrap()
}

/// A document of items only: id and title.
pub fn of_items(items: &[(&str, &str)]) -> Document {
    let items = items.iter().map(|(id, title)| item(id, title, None));
    document(items.collect(), Vec::new())
}

/// A comparison that pairs items: id in the old edition, in the new one, by what, how sure.
pub fn pairs(items: &[(&str, &str, By, f64)]) -> Comparison {
    let items: Vec<Value> = items
        .iter()
        .map(|(old, new, by, sureness)| {
            let pair = Pair {
                old: (*old).into(),
                new: (*new).into(),
                by: *by,
                sureness: *sureness,
            };
            serde_json::to_value(pair).unwrap()
        })
        .collect();
    let side = json!({ "file_name": "", "sha256": "", "items": 0, "indicators": 0 });
    let summary = json!({
        "substantive": 0, "routine": 0, "clerical": 0, "unchanged_items": 0, "kinds": {}
    });
    serde_json::from_value(json!({
        "schema": "keikaku-diff/1", "old": side, "new": side, "summary": summary,
        "changes": [], "items": items, "indicators": [], "findings": []
    }))
    .unwrap()
}

/// A comparison in which the ids are the same.
pub fn same(ids: &[&str]) -> Comparison {
    let ids: Vec<_> = ids.iter().map(|id| (*id, *id, By::Number, 1.0)).collect();
    pairs(&ids)
}

/// The edition of a year.
pub fn year(year: i32) -> EditionKey {
    EditionKey {
        year: Some(year),
        label: format!("{year}年度"),
        ..EditionKey::default()
    }
}

/// The plan of these tests.
pub fn plan(writing: &mut Writing<'_>) -> String {
    let plan = NewPlan {
        id: None,
        municipality: Some("富里市".into()),
        code: Some("122335".into()),
        title: "第2次 環境基本計画".into(),
        stem: "環境基本計画".into(),
    };
    writing.add_plan(&plan).unwrap()
}

/// Keeps a document and a PDF of its own; gives their digests.
pub fn kept(writing: &mut Writing<'_>, document: &Document) -> (String, String) {
    let json = serde_json::to_vec(document).unwrap();
    let digest = writing.keep_document(&json).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    let pdf = format!("%PDF of {digest}");
    std::fs::write(&file, &pdf).unwrap();
    let sha256 = crate::support::sha256(pdf.as_bytes());
    writing.keep_pdf(&file, &sha256).unwrap();
    (digest, sha256)
}

/// Adds an edition; each neighbour is a revision, what differs, and whether it is the old side.
pub fn add(
    writing: &mut Writing<'_>,
    plan: &str,
    key: &EditionKey,
    document: &Document,
    neighbours: &[(i64, &Comparison, bool)],
) -> i64 {
    let (digest, pdf) = kept(writing, document);
    let arrival = Arrival {
        place: "https://example.jp/a.pdf",
        pdf: &pdf,
        basis: "basis",
        document,
        digest: &digest,
    };
    let neighbours: Vec<_> = neighbours.iter().map(neighbour).collect();
    writing
        .add_edition(plan, key, &arrival, &neighbours)
        .unwrap()
}

/// Adds a revision of an edition.
pub fn revise(
    writing: &mut Writing<'_>,
    edition: &str,
    document: &Document,
    neighbours: &[(i64, &Comparison, bool)],
) -> i64 {
    let (digest, pdf) = kept(writing, document);
    let arrival = Arrival {
        place: "https://example.jp/a.pdf",
        pdf: &pdf,
        basis: "basis",
        document,
        digest: &digest,
    };
    let neighbours: Vec<_> = neighbours.iter().map(neighbour).collect();
    writing
        .add_revision(edition, &arrival, &neighbours)
        .unwrap()
}

fn neighbour<'a>((revision, comparison, is_old): &(i64, &'a Comparison, bool)) -> Neighbour<'a> {
    Neighbour {
        revision: *revision,
        comparison,
        is_old: *is_old,
    }
}

/// A data set in a folder of its own.
pub fn new() -> (tempfile::TempDir, Dataset) {
    let folder = tempfile::tempdir().unwrap();
    let dataset = Dataset::open(&folder.path().join("data")).unwrap();
    (folder, dataset)
}

/// The ids of the items over all editions, by their titles in the edition with this label.
pub fn ids(dataset: &Dataset, label: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for identity in dataset.items("").unwrap() {
        for state in dataset.history(&identity.id).unwrap() {
            if state.label == label {
                let (_, n) = state.item.split_once('#').unwrap();
                out.push((state.title, n.to_owned()));
            }
        }
    }
    out.sort();
    out
}

/// The same as pairs of texts.
pub fn is(found: &[(String, String)], expected: &[(&str, &str)]) {
    let found: Vec<_> = found
        .iter()
        .map(|(t, n)| (t.as_str(), n.as_str()))
        .collect();
    assert_eq!(found, expected);
}
