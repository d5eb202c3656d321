//! A comparison as text, Markdown and HTML: every kind of change once, and texts that want to be obeyed.

use crate::support::repo;
use keikaku::edition::show::{self, Options, kind_name};
use keikaku::edition::{
    By, Change, Comparison, Direction, Kind, Of, Pair, Piece, PieceSide, Side, Subject, Summary,
    Weight, json_schema,
};
use keikaku::place::At;
use std::collections::BTreeSet;

/// Every kind, by the contract.
pub fn kinds() -> Vec<Kind> {
    let schema = json_schema();
    let all = schema["$defs"]["Kind"]["oneOf"].as_array().unwrap();
    all.iter()
        .map(|k| serde_json::from_value(k["const"].clone()).unwrap())
        .collect()
}

fn of(id: &str, number: &str, title: &str, page: u32) -> Of {
    let at = At {
        page,
        ..At::default()
    };
    Of {
        id: id.into(),
        number: (!number.is_empty()).then(|| number.into()),
        title: title.into(),
        at: vec![at],
    }
}

/// A change of which both sides are there, as most are.
fn change(kind: Kind, weight: Weight, subject: Subject, of: (&Of, &Of)) -> Change {
    Change {
        kind,
        weight,
        subject,
        old: vec![of.0.clone()],
        new: vec![of.1.clone()],
        field: None,
        year: None,
        before: None,
        after: None,
        words: Vec::new(),
        direction: None,
        note: None,
    }
}

trait With {
    fn said(self, before: &str, after: &str) -> Self;
    fn field(self, field: &str) -> Self;
    fn year(self, year: i32) -> Self;
    fn went(self, direction: Direction) -> Self;
    fn note(self, note: &str) -> Self;
    fn words(self, pieces: &[(PieceSide, &str)]) -> Self;
}

impl With for Change {
    fn said(mut self, before: &str, after: &str) -> Self {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        (self.before, self.after) = (said(before), said(after));
        self
    }
    fn field(mut self, field: &str) -> Self {
        self.field = Some(field.into());
        self
    }
    fn year(mut self, year: i32) -> Self {
        self.year = Some(year);
        self
    }
    fn went(mut self, direction: Direction) -> Self {
        self.direction = Some(direction);
        self
    }
    fn note(mut self, note: &str) -> Self {
        self.note = Some(note.into());
        self
    }
    fn words(mut self, pieces: &[(PieceSide, &str)]) -> Self {
        let piece = |(side, text): &(PieceSide, &str)| Piece {
            side: *side,
            text: (*text).into(),
        };
        self.words = pieces.iter().map(piece).collect();
        self
    }
}

fn side(file: &str, edition: &str, items: usize) -> Side {
    Side {
        file_name: file.into(),
        sha256: "0".repeat(64),
        title: Some("緑丘市総合計画 実施計画 進捗状況一覧".into()),
        municipality: Some("緑丘市".into()),
        edition: Some(edition.into()),
        items,
        indicators: 12,
        ..Side::default()
    }
}

/// The changes of items that matter.
fn of_items() -> Vec<Change> {
    use {Direction as D, Kind as K, PieceSide as P, Subject::Item, Weight::*};
    let policy = of("policy1", "基本目標1", "ふれあい豊かなまち", 2);
    let (a, b) = (
        of(
            "policy1/measure3",
            "1-3",
            "市民活動サポートセンターの設置",
            3,
        ),
        of(
            "policy1/measure4",
            "1-4",
            "市民活動サポートセンターの設置",
            4,
        ),
    );
    let both = |kind| change(kind, Substantive, Item, (&a, &b));
    let other = of("policy1/measure5", "1-5", "地域の見守り", 5);
    let second = |kind| change(kind, Substantive, Item, (&other, &other));
    let gone = of("policy2/measure1", "2-1", "公民館の改修", 7);
    let came = of("policy2/measure6", "2-6", "こども誰でも通園制度の実施", 8);
    let parts = [
        of("policy2/measure2", "2-2", "子育て支援の充実", 7),
        of("policy2/measure3", "2-3", "保育の充実", 8),
    ];
    let mut out = vec![
        change(K::Reworded, Substantive, Item, (&policy, &policy))
            .field("title")
            .words(&[
                (P::Both, "ふれあい豊かな"),
                (P::Old, "都市"),
                (P::New, "まち"),
            ]),
        both(K::Renumbered).said("1-3", "1-4"),
        both(K::StatusChanged)
            .said("着手中", "済")
            .went(D::Progress),
        both(K::DeadlineMoved)
            .field("完了予定")
            .said("R6.3", "R7.3")
            .went(D::Later),
        both(K::FieldChanged).field("実績").words(&[
            (
                P::Both,
                "センターの設置場所について関係課と協議を行い、候補地を",
            ),
            (P::Old, "三か所"),
            (P::New, "二か所"),
            (P::Both, "に絞った。あわせて利用団体への聞き取りを"),
            (P::New, "二回"),
            (P::Both, "行い、"),
            (P::Old, "来年度に結果をまとめる。"),
            (P::New, "結果を公表した。"),
        ]),
        both(K::FlagsChanged).said("重点", "重点、新規"),
        both(K::RefsChanged).said("2-1", "2-1、3-2"),
        change(K::MarkChanged, Routine, Item, (&a, &b)).said("◎", "A"),
        second(K::Moved).said("policy2", "policy1"),
        second(K::KindChanged).said("measure", "action"),
        second(K::StatusChanged)
            .said("順調", "遅延")
            .went(D::Setback),
        second(K::FieldAdded).field("担当課").said("", "福祉課"),
        second(K::FieldRemoved)
            .field("備考")
            .said("R4で終了予定", ""),
        second(K::Corrected)
            .field("実績")
            .said("120人", "210人")
            .note("正誤表 No.3"),
    ];
    let (mut added, mut removed) = (second(K::Added), second(K::Removed));
    (added.old, added.new) = (vec![], vec![came.clone()]);
    (removed.old, removed.new) = (vec![gone], vec![]);
    let (mut split, mut merged) = (second(K::Split), second(K::Merged));
    (split.old, split.new) = (vec![parts[0].clone()], parts.to_vec());
    (merged.old, merged.new) = (parts.to_vec(), vec![came]);
    let (mut again, mut once) = (second(K::RepeatAdded), second(K::RepeatRemoved));
    (again.old, once.new) = (vec![], vec![]);
    out.extend([removed, split, added, merged, again, once]);
    out
}

/// Those of everything else.
fn of_the_rest() -> Vec<Change> {
    use {Direction as D, Kind as K, PieceSide as P, Subject as S, Weight::*};
    let plan = of("plan", "", "緑丘市総合計画 実施計画 進捗状況一覧", 1);
    let mark = of("Ｂ", "", "予定どおり", 1);
    let value = of("indicator1", "", "市民活動団体数", 9);
    let other = of("indicator2", "", "市内温室効果ガス排出量", 9);
    let section = of("section1", "", "計画の進め方", 12);
    let note = of("PDCA", "", "PDCA", 12);
    let target = |kind, weight| change(kind, weight, S::Indicator, (&value, &value));
    let rolled =
        |of| change(K::YearsRolled, Routine, S::Indicator, (of, of)).said("R3–R5", "R4–R6");
    vec![
        change(K::PlanChanged, Routine, S::Plan, (&plan, &plan))
            .field("edition")
            .said("令和5年度", "令和6年度"),
        change(K::Redefined, Substantive, S::Legend, (&mark, &mark))
            .said("予定どおり", "概ね予定どおり")
            .note("the mark is the same"),
        target(K::TargetChanged, Substantive)
            .field("target")
            .year(2027)
            .said("47％", "50％")
            .went(D::Up),
        target(K::ValueChanged, Substantive)
            .field("baseline")
            .year(2018)
            .said("1,204 団体", "1,024 団体")
            .went(D::Down),
        target(K::UnitChanged, Substantive).said("団体", "件"),
        target(K::DirectionChanged, Substantive).said("up", "down"),
        target(K::ValueAdded, Routine)
            .field("actual")
            .year(2024)
            .said("", "1,310 団体"),
        rolled(&other),
        rolled(&note),
        change(K::ValueAdded, Routine, S::Indicator, (&other, &other))
            .field("actual")
            .year(2024)
            .said("", "412 千t-CO2"),
        change(K::ValueRemoved, Routine, S::Indicator, (&other, &other))
            .field("actual")
            .year(2020)
            .said("455 千t-CO2", ""),
        change(K::Reworded, Substantive, S::Section, (&section, &section)).words(&[
            (P::Both, "毎年度、"),
            (P::Old, "庁内会議"),
            (P::New, "市民会議"),
            (P::Both, "で進捗を確かめる。"),
        ]),
        change(K::Reworded, Clerical, S::Footnote, (&note, &note)).words(&[
            (P::Both, "Plan"),
            (P::Old, "、"),
            (P::New, "，"),
            (P::Both, "Do"),
        ]),
    ]
}

/// A comparison that has every kind.
pub fn example() -> Comparison {
    let mut changes = of_the_rest();
    let rest = changes.split_off(2);
    changes.extend(of_items());
    changes.extend(rest);
    of_changes(changes)
}

fn of_changes(changes: Vec<Change>) -> Comparison {
    let count = |weight| changes.iter().filter(|c| c.weight == weight).count();
    let mut summary = Summary {
        substantive: count(Weight::Substantive),
        routine: count(Weight::Routine),
        clerical: count(Weight::Clerical),
        unchanged_items: 142,
        ..Summary::default()
    };
    for change in &changes {
        *summary.kinds.entry(change.kind).or_default() += 1;
    }
    let pair = |id: &str, by, sureness| Pair {
        old: id.into(),
        new: id.into(),
        by,
        sureness,
    };
    Comparison {
        schema: keikaku::edition::SCHEMA.into(),
        old: side("shinchoku-r5.pdf", "令和5年度", 149),
        new: side("shinchoku-r6.pdf", "令和6年度", 150),
        summary,
        changes,
        items: vec![
            pair("policy1", By::Title, 0.96),
            pair("policy1/measure5", By::Likeness, 0.71),
        ],
        indicators: vec![],
        findings: vec![],
    }
}

fn settings() -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_omit_expression(true);
    settings.set_prepend_module_to_snapshot(false);
    settings
}

#[test]
fn every_kind_is_in_the_example_and_has_a_name_of_its_own() {
    let shown: BTreeSet<Kind> = example().changes.iter().map(|c| c.kind).collect();
    let all: BTreeSet<Kind> = kinds().into_iter().collect();
    assert_eq!(shown, all);
    let names: BTreeSet<&str> = all.iter().map(|k| kind_name(*k)).collect();
    assert_eq!(names.len(), all.len());
}

#[test]
fn as_text() {
    let text = show::text(&example(), &Options::default());
    settings().bind(|| insta::assert_snapshot!("edition_text", text));
}

#[test]
fn as_markdown() {
    let text = show::markdown(&example(), &Options::default());
    settings().bind(|| insta::assert_snapshot!("edition_markdown", text));
}

#[test]
fn as_html() {
    let text = show::html(&example(), &Options::default());
    well_formed(&text);
    // what is around the content has tests of its own
    let body = text.split_once("<body>").unwrap().1;
    let body = body.split_once("<script>").unwrap().0;
    settings().bind(|| insta::assert_snapshot!("edition_html", body));
}

#[test]
fn colours_are_codes_around_the_same_text() {
    let colored = Options {
        color: true,
        clerical: true,
        ..Options::default()
    };
    let text = show::text(&example(), &colored);
    assert!(text.contains("\u{1b}[9;31m三か所\u{1b}[0m\u{1b}[4;32m二か所\u{1b}[0m"));
    assert!(text.contains("CLERICAL CHANGES"));
    let plain = show::text(&example(), &Options::default());
    assert!(!plain.contains('\u{1b}') && !plain.contains("CLERICAL CHANGES"));
}

#[test]
fn an_equal_pair_says_so() {
    let same = of_changes(Vec::new());
    for shown in [
        show::text(&same, &Options::default()),
        show::markdown(&same, &Options::default()),
        show::html(&same, &Options::default()),
    ] {
        assert!(shown.contains("Both editions say the same"), "{shown}");
    }
    well_formed(&show::html(&same, &Options::default()));
}

/// Texts that want to be obeyed.
fn hostile() -> Comparison {
    let evil =
        "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>|`*a*`_b_\u{1b}[31m\u{202e}";
    let mut out = example();
    for change in &mut out.changes {
        for of in change.old.iter_mut().chain(&mut change.new) {
            of.title = evil.into();
            of.id = format!("{evil}{}", of.id);
            of.number = of.number.as_ref().map(|n| format!("{n}{evil}"));
        }
        let texts = [
            &mut change.before,
            &mut change.after,
            &mut change.field,
            &mut change.note,
        ];
        for text in texts.into_iter().flatten() {
            *text = evil.into();
        }
        for piece in &mut change.words {
            piece.text = format!("{}{evil}\n", piece.text);
        }
    }
    out.new.title = Some(evil.into());
    out.old.file_name = evil.into();
    out
}

#[test]
fn nothing_in_a_plan_is_obeyed() {
    let html = show::html(&hostile(), &Options::default());
    well_formed(&html);
    assert_eq!(html.matches("<script").count(), 1);
    assert!(!html.contains("<img"));
    let markdown = show::markdown(&hostile(), &Options::default());
    assert!(!markdown.contains("<script") && !markdown.contains("<img"));
    assert!(!markdown.contains(" `*a*`") && !markdown.contains("|`"));
    let rows = markdown.lines().filter(|l| l.starts_with("| "));
    for row in rows {
        let cells = row.replace("\\|", "").matches('|').count();
        assert!((4..=5).contains(&cells), "{row}");
    }
    let text = show::text(&hostile(), &Options::default());
    for shown in [&html, &markdown, &text] {
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'));
    }
}

#[test]
fn the_page_lets_nothing_run_but_its_own_script() {
    let html = show::html(&example(), &Options::default());
    let policy = html
        .split("Content-Security-Policy\" content=\"")
        .nth(1)
        .unwrap();
    let policy = policy.split('"').next().unwrap();
    assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"));
    use base64::Engine;
    use sha2::Digest;
    for (tag, name) in [("style", "style-src"), ("script", "script-src")] {
        let inner = html.split(&format!("<{tag}>")).nth(1).unwrap();
        let inner = inner.split(&format!("</{tag}>")).next().unwrap();
        let hash = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(inner));
        assert!(policy.contains(&format!("{name} 'sha256-{hash}'")), "{tag}");
    }
    let body = html
        .split("<body>")
        .nth(1)
        .unwrap()
        .split("<script>")
        .next()
        .unwrap();
    assert!(!body.contains(" style=") && !body.contains(" onclick"));
    assert!(!html.contains("http://") && !html.contains("https://"));
}

/// Elements without an end tag.
const VOID: [&str; 3] = ["meta", "input", "br"];

/// Tags nest, attributes are in quotes, ids are there once, links lead somewhere.
fn well_formed(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let (mut ids, mut links) = (BTreeSet::new(), Vec::new());
    let mut rest = html.strip_prefix("<!DOCTYPE html>").unwrap();
    while let Some(at) = rest.find('<') {
        let end = at + rest[at..].find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        let name = tag.split([' ', '\n']).next().unwrap();
        match name.strip_prefix('/') {
            Some(name) => assert_eq!(open.pop(), Some(name), "near {rest:.80}"),
            None if VOID.contains(&name) => {}
            None => open.push(name),
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        for (key, found) in [(" id=\"", true), (" href=\"#", false)] {
            let value = tag.split(key).nth(1).and_then(|v| v.split('"').next());
            match (value, found) {
                (Some(id), true) => assert!(ids.insert(id), "`{id}` is there twice"),
                (Some(link), false) => links.push(link),
                (None, _) => {}
            }
        }
        if ["script", "style"].contains(&name) {
            rest = &rest[rest.find(&format!("</{name}>")).unwrap()..];
        }
    }
    assert!(open.is_empty(), "{open:?}");
    for link in links {
        assert!(ids.contains(link), "`{link}` leads nowhere");
    }
}

#[test]
fn five_thousand_changes_are_shown_at_once_and_the_same_twice() {
    let one = of_items();
    let mut changes = Vec::new();
    for i in 0..5_000 / one.len() + 1 {
        changes.extend(one.iter().cloned().map(|mut change| {
            for of in change.old.iter_mut().chain(&mut change.new) {
                of.id = format!("part{}/{}{i}", i % 40, of.id);
            }
            change
        }));
    }
    let many = of_changes(changes);
    let begun = std::time::Instant::now();
    let shown = [show::text, show::markdown, show::html].map(|f| f(&many, &Options::default()));
    assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    let again = [show::text, show::markdown, show::html].map(|f| f(&many, &Options::default()));
    assert_eq!(shown, again);
}

#[test]
fn the_guide_names_every_kind() {
    let guide = std::fs::read_to_string(repo("rules/guide/editions.md")).unwrap();
    for kind in kinds() {
        let word = serde_json::to_value(kind).unwrap();
        let row = format!("| `{}` |", word.as_str().unwrap());
        assert!(guide.contains(&row), "{row}");
    }
}
