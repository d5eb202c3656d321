//! Nothing is lost in silence: each glyph of a page is in one place of the document, or in a finding.

use crate::cli::{fixture, folder, run};
use crate::support::{PageSpec, grid, pdf, repo, shared, texts};
use keikaku::account::{Account, Place};
use keikaku::flow::Part;
use keikaku::rule::{Converted, RuleSet, convert, convert_choosing};
use keikaku::{ReadOptions, Reading, read};
use std::path::{Path, PathBuf};

fn reading(bytes: &[u8]) -> Reading {
    read(bytes, "x.pdf", &ReadOptions::default()).unwrap()
}

fn rules(text: &str) -> RuleSet {
    let text = format!(
        "id = \"t\"\nversion = 1\ntitle = \"t\"\nwhy = \"w\"\n[match]\nall = ['.']\n{text}\n\
         [[example]]\nin = \"plan\"\ngiven = \"\"\nexpect = {{}}\n"
    );
    let mut rules = RuleSet::default();
    rules.add([("t.toml", text.as_str())]).unwrap();
    rules
}

/// Lines under one another.
fn lines(lines: &[&str]) -> Vec<u8> {
    let place = |(i, t): (usize, &&'static str)| (50.0, 250.0 - 30.0 * i as f32, 10.0, *t);
    let lines: Vec<&'static str> = lines.iter().map(|l| &*String::from(*l).leak()).collect();
    let placed: Vec<_> = lines.iter().enumerate().map(place).collect();
    pdf(&[PageSpec::new(&texts(&placed))])
}

/// The text of the glyphs of the first page that went to a place.
fn in_place(bytes: &[u8], converted: &Converted, place: Place) -> String {
    let pdf = keikaku::pdf::Pdf::open(bytes, keikaku::pdf::Limits::default(), None).unwrap();
    let page = pdf.page(0);
    let there = converted.account[0].in_place(place);
    there.map(|i| page.glyphs[i].text.as_str()).collect()
}

fn found<'c>(converted: &'c Converted, code: &str) -> Vec<&'c str> {
    let all = converted.document.findings.iter();
    let of_code = all.filter(|f| f.code == code);
    of_code.map(|f| f.message.as_str()).collect()
}

/// The invariant: the places add up to the glyphs of the pages, and what is astray is told.
fn check(path: &Path, converted: &Converted) {
    let name = path.display();
    let account = &converted.document.account;
    assert_eq!(*account, Account::of(&converted.account), "{name}");
    let places: u64 = Place::ALL.iter().map(|p| account.count(*p)).sum();
    assert_eq!(places, account.glyphs, "{name}");
    for (count, code) in [(account.lost, "text-lost"), (account.twice, "text-twice")] {
        let told = found(converted, code);
        assert_eq!(count > 0, !told.is_empty(), "{name}: {count} {told:?}");
    }
    let is_whole = account.astray() + account.suspect == 0;
    assert_eq!(account.placed == 100.0, is_whole, "{name}: {account:?}");
}

/// PDFs below a folder.
fn pdfs(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pdfs(&path, out);
        } else if path.extension().is_some_and(|e| e == "pdf") {
            out.push(path);
        }
    }
}

/// Every glyph of every PDF at hand is accounted for, with rules and without, and none is lost.
#[test]
fn every_glyph_of_every_plan_has_its_place() {
    let mut paths = Vec::new();
    let more = ["plans", "corpus"].into_iter().filter_map(shared);
    for folder in more.chain([repo("fixtures")]) {
        pdfs(&folder, &mut paths);
    }
    paths.sort();
    let (shipped, none) = (RuleSet::shipped().unwrap(), RuleSet::default());
    let mut glyphs = 0;
    for path in &paths {
        let bytes = std::fs::read(path).unwrap();
        let Ok(reading) = read(&bytes, "x.pdf", &ReadOptions::default()) else {
            continue;
        };
        for rules in [&shipped, &none] {
            let converted = convert_choosing(&reading, rules, None).unwrap();
            check(path, &converted);
            let account = &converted.document.account;
            assert_eq!(account.astray(), 0, "{}: {account:?}", path.display());
            glyphs += account.glyphs;
        }
    }
    assert!(glyphs > 10_000, "{glyphs}");
}

#[test]
fn headings_text_notes_and_furniture_have_their_places() {
    let bytes = lines(&["けいかく", "あいう", "※か:きく", "さしす"]);
    let rules = rules(
        "[[section]]\nlevel = 1\npattern = '^けいかく$'\n\
         [[footnote]]\npattern = '^※(?<term>[^:]+):(?<text>.+)$'\n\
         [furniture]\npatterns = ['さしす']\n",
    );
    let converted = convert_choosing(&reading(&bytes), &rules, None).unwrap();
    for (place, text) in [
        (Place::Heading, "けいかく"),
        (Place::Text, "あいう"),
        (Place::Footnote, "※か:きく"),
        (Place::Furniture, "さしす"),
        (Place::Lost, ""),
    ] {
        assert_eq!(in_place(&bytes, &converted, place), text, "{place:?}");
    }
    assert_eq!(converted.document.account.placed, 100.0);
    let note = &converted.document.footnotes[0];
    assert_eq!(note.raw, "※か:きく");
}

/// A note within a paragraph does not swallow the paragraph.
#[test]
fn text_around_a_footnote_stays_text() {
    let bytes = lines(&["あいう、※か:きく、けこ"]);
    let rules = rules("[[footnote]]\npattern = '※(?<term>[^:]+):(?<text>[^、]+)'\n");
    let converted = convert_choosing(&reading(&bytes), &rules, None).unwrap();
    assert_eq!(converted.document.footnotes[0].text, "きく");
    assert_eq!(
        converted.document.sections[0].text,
        "あいう、※か:きく、けこ"
    );
    assert_eq!(converted.document.account.text, 12);
}

/// The rule stage is not trusted: what it does not write is lost, and what it writes twice is told.
#[test]
fn what_is_taken_out_of_the_flow_or_is_in_it_twice_is_noticed() {
    let bytes = lines(&["けいかく", "あいう"]);
    let whole = reading(&bytes);
    let of = |reading: &Reading| convert_choosing(reading, &RuleSet::default(), None).unwrap();
    assert_eq!(of(&whole).document.account.placed, 100.0);

    let mut less = whole.clone();
    less.flow.parts.pop();
    let converted = of(&less);
    assert_eq!(in_place(&bytes, &converted, Place::Lost), "あいう");
    assert_eq!(found(&converted, "text-lost").len(), 1);
    assert_eq!(converted.document.account.placed, 57.14);

    let mut more = whole.clone();
    let again = more.flow.parts[0].clone();
    assert!(matches!(again, Part::Block(_)));
    more.flow.parts.push(again);
    let converted = of(&more);
    assert_eq!(in_place(&bytes, &converted, Place::Twice), "けいかく");
    assert!(found(&converted, "text-twice")[0].starts_with("`けいかく"));
}

#[test]
fn the_header_that_a_table_repeats_has_its_place() {
    let page = |number: &str| {
        let mut content = grid(&[50.0, 150.0, 350.0], &[40.0, 140.0, 180.0]);
        content.extend(texts(&[
            (60.0, 165.0, 10.0, "あ"),
            (160.0, 165.0, 10.0, "い"),
            (60.0, 100.0, 10.0, &*String::from(number).leak()),
            (160.0, 100.0, 10.0, "お"),
        ]));
        content
    };
    let pages = [page("①"), page("②")];
    let bytes = pdf(&[PageSpec::new(&pages[0]), PageSpec::new(&pages[1])]);
    let converted = convert_choosing(&reading(&bytes), &RuleSet::default(), None).unwrap();
    assert_eq!(converted.document.tables.len(), 1);
    let second = &converted.account[1];
    assert_eq!(second.in_place(Place::RepeatedHeader).count(), 2);
    assert_eq!(second.in_place(Place::Cell).count(), 2);
    assert_eq!(converted.document.account.astray(), 0);
}

#[test]
fn a_document_of_an_earlier_version_has_an_empty_account() {
    let document = convert(&reading(&lines(&["あ"])), &RuleSet::default(), None).unwrap();
    let mut json = serde_json::to_value(&document).unwrap();
    assert_eq!(json["account"]["glyphs"], 1);
    json.as_object_mut().unwrap().remove("account");
    let old: keikaku::Document = serde_json::from_value(json).unwrap();
    assert_eq!((old.account.glyphs, old.account.placed), (0, 100.0));
}

#[test]
fn a_strict_run_and_its_manifest_account_for_each_glyph() {
    let (code, _, err) = run(&[
        "convert",
        "--strict",
        fixture("okazaki-gaiyo").to_str().unwrap(),
    ]);
    assert_eq!(code, 0, "{err}");
    let out = folder("account-strict");
    let fixtures = repo("fixtures");
    let inputs = [
        fixtures.join("okazaki-gaiyo"),
        fixtures.join("toyota-taikei"),
    ];
    let [first, second] = inputs.each_ref().map(|p| p.to_str().unwrap());
    for status in ["converted", "cached"] {
        run(&[
            "convert",
            "--strict",
            first,
            second,
            "-o",
            out.to_str().unwrap(),
        ]);
        let manifest = crate::batches::manifest(&out);
        let totals = &manifest["totals"];
        assert_eq!(totals[status], 2);
        assert_eq!(totals["unaccounted"], 0);
        assert_eq!(totals["account"]["placed"], 100.0);
        let of = |i: usize| {
            manifest["inputs"][i]["account"]["glyphs"]
                .as_u64()
                .unwrap_or(0)
        };
        assert!(of(0) > 0 && of(1) > 0);
        assert_eq!(totals["account"]["glyphs"], of(0) + of(1));
    }
}

/// How often each printed character is there, in one form.
fn count<'t>(texts: impl IntoIterator<Item = &'t str>) -> std::collections::BTreeMap<char, usize> {
    let mut out = std::collections::BTreeMap::new();
    let folded = texts
        .into_iter()
        .flat_map(|t| crate::support::norm(t).chars().collect::<Vec<_>>());
    folded.for_each(|c| *out.entry(c).or_default() += 1);
    out
}

/// The account is held against what the document says and not against itself: what the ledger has in cells,
/// text and notes is there, character by character.
#[test]
fn what_the_account_has_in_the_document_is_written_there() {
    for name in [
        "toyota-taikei",
        "shishin-shinchoku",
        "tomisato-rotated",
        "anjo-table",
        "okazaki-gaiyo",
    ] {
        let bytes = std::fs::read(fixture(name)).unwrap();
        let converted =
            convert_choosing(&reading(&bytes), &RuleSet::shipped().unwrap(), None).unwrap();
        let document = &converted.document;
        let pdf = keikaku::pdf::Pdf::open(&bytes, keikaku::pdf::Limits::default(), None).unwrap();
        let pages: Vec<_> = (0..pdf.page_count()).map(|i| pdf.page(i)).collect();
        let glyphs = |wanted: &[Place]| {
            let mut out = Vec::new();
            for (page, account) in pages.iter().zip(&converted.account) {
                for place in wanted {
                    let there = account.in_place(*place);
                    out.extend(there.map(|i| page.glyphs[i].text.as_str()));
                }
            }
            count(out)
        };
        let cells = document.tables.iter().flat_map(|t| &t.cells);
        assert_eq!(
            glyphs(&[Place::Cell]),
            count(cells.map(|c| c.raw.as_str())),
            "{name}: cells"
        );
        let sections = document.sections.iter();
        let texts = sections.flat_map(|s| [s.heading.as_deref().unwrap_or(""), s.text.as_str()]);
        let said = count(texts);
        for (c, n) in glyphs(&[Place::Heading, Place::Text]) {
            // a row that is a heading as well stands in its cells, and in a section too
            let there = said.get(&c).copied().unwrap_or(0);
            assert!(
                there >= n,
                "{name}: `{c}` is {n} times in the text, and written {there} times"
            );
        }
        let notes = document.footnotes.iter().map(|f| f.raw.as_str());
        assert_eq!(glyphs(&[Place::Footnote]), count(notes), "{name}: notes");
    }
}

/// A replacement of nothing (`/ActualText ()`) leaves out what a reader sees, but not in silence.
#[test]
fn text_that_is_replaced_by_nothing_is_accounted_for() {
    let content = b"BT /L 10 Tf 50 250 Td (Budget) Tj ET /Span <</ActualText ()>> BDC BT /L 10 Tf 50 220 Td (cut 500) Tj ET EMC \
                    /Span <</ActualText ( )>> BDC BT /L 10 Tf 50 190 Td (kept) Tj ET EMC";
    let bytes = pdf(&[PageSpec::new(content)]);
    let converted = convert_choosing(&reading(&bytes), &RuleSet::default(), None).unwrap();
    let text: Vec<&str> = converted
        .document
        .sections
        .iter()
        .map(|s| s.text.as_str())
        .collect();
    assert_eq!(text.join("\n"), "Budget");
    let account = &converted.document.account;
    assert_eq!((account.glyphs, account.hidden), (17, 11));
    assert_eq!(in_place(&bytes, &converted, Place::Hidden), "cut 500kept");
    assert_eq!(found(&converted, "hidden-text").len(), 1);
}
