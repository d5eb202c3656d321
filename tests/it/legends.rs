//! Legends, their scopes, and the marks they explain; notes, repeated entries and tags.

use crate::support::{PageSpec, pdf, texts};
use keikaku::document::Document;
use keikaku::rule::{RuleSet, convert};
use keikaku::{ReadOptions, read};

fn document(pages: &[&[&str]], rule: &str) -> Document {
    let head = "id = \"t\"\nversion = 1\ntitle = \"t\"\nwhy = \"w\"\n[match]\nall = ['.']\n\
        [[example]]\nin = \"plan\"\ngiven = \"\"\nexpect = {}\n";
    let content: Vec<Vec<u8>> = pages
        .iter()
        .map(|lines| {
            let placed: Vec<_> = lines
                .iter()
                .enumerate()
                .map(|(i, t)| (50.0, 260.0 - 30.0 * i as f32, 10.0, *t))
                .collect();
            texts(&placed)
        })
        .collect();
    let specs: Vec<PageSpec<'_>> = content.iter().map(|c| PageSpec::new(c)).collect();
    let reading = read(&pdf(&specs), "x.pdf", &ReadOptions::default()).unwrap();
    let mut rules = RuleSet::default();
    rules
        .add([("t.toml", format!("{head}{rule}").as_str())])
        .unwrap();
    convert(&reading, &rules, None).unwrap()
}

const MEASURES: &str = "[[section]]\nname = \"いち\"\nlevel = 1\npattern = '^けいかく$'\nsplit = \"line\"\n\
    item = [{ kind = \"measure\", pattern = '^(?<number>[①-⑳])(?<title>[あ-お]+)(?<status>[◇○◯])?$' }]\n";

fn meanings(document: &Document) -> Vec<Option<&str>> {
    let status = document.items.iter().map(|i| i.status.as_ref());
    status
        .map(|s| s.and_then(|s| s.meaning.as_deref()))
        .collect()
}

#[test]
fn forms_of_one_mark_are_one() {
    let rule = format!("[[legend]]\nstated = true\n{MEASURES}");
    let document = document(&[&["けいかく", "①あ◯", "②い○"], &["○＝おわり"]], &rule);
    assert_eq!(meanings(&document), [Some("おわり"), Some("おわり")]);
    assert!(!document.findings.iter().any(|f| f.code == "mark-unknown"));
}

#[test]
fn a_scope_tells_two_legends_apart() {
    let rule = format!(
        "[[legend]]\nmark = \"◇\"\nmeaning = \"よい\"\nscope = \"いち\"\n\
         [[legend]]\nmark = \"◇\"\nmeaning = \"わるい\"\nscope = \"べつ\"\n{MEASURES}\n\
         [[section]]\nname = \"べつ\"\nlevel = 1\npattern = '^ない$'\noptional = true\n"
    );
    let document = document(&[&["けいかく", "①あ◇"]], &rule);
    assert_eq!(meanings(&document), [Some("よい")]);
}

#[test]
fn of_two_legends_the_one_on_the_page_is_meant_and_else_neither() {
    let rule = format!("[[legend]]\nstated = true\n{MEASURES}");
    let own = document(
        &[
            &["◇＝よい", "けいかく", "①あ◇"],
            &["◇＝わるい", "けいかく", "②い◇"],
        ],
        &rule,
    );
    assert_eq!(meanings(&own), [Some("よい"), Some("わるい")]);
    let both = document(&[&["◇＝よい　◇＝わるい", "けいかく", "①あ◇"]], &rule);
    assert_eq!(meanings(&both), [None]);
    assert!(both.findings.iter().any(|f| f.code == "value-ambiguous"));
}

const TAGGED: &str = "[[section]]\nlevel = 1\npattern = '^けいかく$'\nsplit = \"line\"\n\
    item = [{ kind = \"measure\", pattern = '^(?<number>\\d+)\\.(?<title>[あ-ん]+)(?<flag>ア)?(No\\.(?<refs>\\d+))?$' }]\n\
    [[check]]\ntype = \"repeats\"\nflag = \"ア\"\n";

#[test]
fn repeated_entries_and_tags_lead_to_their_items() {
    let lines = ["けいかく", "1.あい", "2.うえNo.1", "3.あいア", "4.かNo.9"];
    let document = document(&[&lines], TAGGED);
    let items = &document.items;
    assert_eq!(items[1].ref_items, [items[0].id.clone()]);
    assert_eq!(items[2].repeats.as_ref(), Some(&items[0].id));
    assert_eq!(items[3].refs, ["9"]);
    assert!(items[3].ref_items.is_empty() && items[0].repeats.is_none());
}

#[test]
fn a_note_leads_to_the_cells_that_carry_its_mark() {
    let mut content = crate::support::grid(&[50.0, 150.0, 250.0], &[200.0, 220.0, 240.0]);
    content.extend(texts(&[
        (60.0, 225.0, 10.0, "あ"),
        (160.0, 225.0, 10.0, "い"),
        (60.0, 205.0, 10.0, "12*1"),
        (160.0, 205.0, 10.0, "34*2"),
        (50.0, 170.0, 10.0, "*1 せつめい"),
    ]));
    let bytes = pdf(&[PageSpec::new(&content)]);
    let document = crate::support::document_of(&bytes, "x.pdf");
    let note = &document.footnotes[0];
    assert_eq!((note.term.as_str(), note.text.as_str()), ("*1", "せつめい"));
    let places: Vec<_> = note.marked.iter().map(|a| (a.row, a.col)).collect();
    assert_eq!(places, [(Some(1), Some(0))]);
}

#[test]
fn marks_in_cells_say_what_the_legend_says() {
    let ys = [120.0, 140.0, 160.0, 180.0, 200.0, 220.0];
    let mut content = crate::support::grid(&[50.0, 150.0, 250.0], &ys);
    content.extend(texts(&[
        (50.0, 250.0, 10.0, "○＝おわり　◇＝これから"),
        (60.0, 205.0, 10.0, "なまえ"),
        (160.0, 205.0, 10.0, "しるし"),
        (60.0, 185.0, 10.0, "あ"),
        (160.0, 185.0, 10.0, "◯"),
        (60.0, 165.0, 10.0, "い"),
        (160.0, 165.0, 10.0, "◇"),
        (60.0, 145.0, 10.0, "う"),
        (160.0, 145.0, 10.0, "△"),
        (60.0, 125.0, 10.0, "○◇する"),
        (160.0, 125.0, 10.0, "○"),
    ]));
    let bytes = pdf(&[PageSpec::new(&content)]);
    let document = crate::support::document_of(&bytes, "x.pdf");
    let cells = document.tables[0].cells.iter().filter(|c| c.col == 1);
    let said: Vec<_> = cells
        .map(|c| c.status.as_ref().and_then(|s| s.meaning.as_deref()))
        .collect();
    let (done, open) = (Some("おわり"), Some("これから"));
    assert_eq!(said, [None, done, open, None, done]);
    let unknown = document.findings.iter().find(|f| f.code == "mark-unknown");
    assert_eq!(unknown.unwrap().at[0].row, Some(3));
}
