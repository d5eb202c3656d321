//! Legends, their scopes, and the marks they explain.

use crate::support::{PageSpec, pdf, texts};
use keikaku::document::Document;
use keikaku::rule::{RuleSet, convert};
use keikaku::{ReadOptions, read};

fn document(pages: &[&[&str]], rule: &str) -> Document {
    let head = "id = \"t\"\nversion = 1\ntitle = \"t\"\nwhy = \"w\"\n[match]\nall = []\n\
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
         [[legend]]\nmark = \"◇\"\nmeaning = \"わるい\"\nscope = \"べつ\"\n{MEASURES}"
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
