//! Faults in rules: what they no longer read, or read otherwise, is named.

use super::{GOOD, in_short, said};
use keikaku::audit::Difference;
use keikaku::rule::{RuleSet, convert};
use std::collections::BTreeMap;

/// A rule, what is changed in it, and the field and a part of the name or id of what suffers.
type Spoiled = (&'static str, &'static str, &'static str, &'static str);

const SPOILED: &[Spoiled] = &[
    ("shishin-shinchoku", "status = '施策の実施'\n", "", "status"),
    (
        "shishin-shinchoku",
        "title = '内容'\n",
        "title = '理由'\n",
        "title",
    ),
    (
        "shishin-shinchoku",
        "kind = \"measure\"",
        "kind = \"action\"",
        "kind",
    ),
    ("shishin-shinchoku", "number = '{番号}'\n", "", "number"),
    (
        "shishin-shinchoku",
        "flag = \"重点\"",
        "flag = \"新規\"",
        "flags",
    ),
    (
        "shishin-shinchoku",
        "{ level = 2, marker = \"ア\" },\n  { level = 2, pattern = '^(?<title>.+)$' },",
        "",
        "items",
    ),
    (
        "shishin-shinchoku",
        "[[legend]]\ntable = \"達成状況\"",
        "",
        "legend",
    ),
    (
        "shishin-shinchoku",
        "(?<title>(?<edition>第\\s*\\d+\\s*期)指針",
        "(?<title>第\\s*\\d+\\s*期指針",
        "plan.edition",
    ),
    (
        "tomisato-suishin",
        "header = '進捗状況'\npair = '実行計画'",
        "header = '今後の方向性'\npair = '実行計画'",
        "status",
    ),
    (
        "tomisato-suishin",
        "(?<進捗状況>.+)$",
        "(?<状況>.+)$",
        "fields.進捗状況",
    ),
    (
        "tomisato-suishin",
        "after = 'マークの意味'\npattern = '(?<mark>{印})\\s*=\\s*(?<meaning>[^\\s=]+)'",
        "mark = \"◎\"\nmeaning = \"済んだ\"",
        "legend",
    ),
    (
        "tomisato-suishin",
        "kind = \"action\", parent = [\"measure\"]",
        "kind = \"action\", parent = [\"policy\"]",
        "parent",
    ),
    (
        "toyota-taikei",
        "[[footnote]]\npattern = '^※(?<term>[^:]+):\\s*(?<text>.+)$'",
        "",
        "footnotes",
    ),
    (
        "toyota-taikei",
        "shaded_role = \"actual\"",
        "shaded_role = \"baseline\"",
        "values.actual",
    ),
    (
        "toyota-taikei",
        "No\\.(?<refs>[\\d、,\\-]+)",
        "No\\.[\\d、,\\-]+",
        "refs",
    ),
    ("toyota-taikei", "(<(?<flag>再掲)>)?", "(<再掲>)?", "flags"),
    (
        "toyota-taikei",
        "{ kind = \"submeasure\", parent = [\"measure\"], marker = \"(1)\" },",
        "",
        "items",
    ),
    (
        "toyota-taikei",
        "of = [\"measure\"], name",
        "of = [\"policy\"], name",
        "of",
    ),
    (
        "okazaki-gaiyo",
        "marker = \"基本施策1\", body = \"説明\"",
        "marker = \"基本施策1\"",
        "fields.説明",
    ),
    (
        "okazaki-gaiyo",
        "kind = \"action\", parent = [\"policy\"], flags = [\"重点\"]",
        "kind = \"action\", parent = [\"policy\"]",
        "flags",
    ),
    (
        "okazaki-gaiyo",
        "^※(?<term>.+?)とは、",
        "^※(?<term>.+?)は、",
        "term",
    ),
    (
        "okazaki-gaiyo",
        "(?<publisher>[^\\n〒]+?)",
        "(?<publisher>[^\\n〒]{2})",
        "plan.publisher",
    ),
    (
        "okazaki-gaiyo",
        "{ kind = \"vision\", parent = [\"policy\"], marker = \"bullet\" }",
        "{ kind = \"priority\", parent = [\"policy\"], marker = \"bullet\" }",
        "kind",
    ),
    (
        "anjo-gaiyo",
        "[[legend]]\npattern = '(?<mark>★)は(?<meaning>\\S+事業)'",
        "",
        "legend",
    ),
    ("anjo-gaiyo", "(?<flag.重点>★)?", "★?", "flags"),
    ("anjo-gaiyo", "split_by = '/'", "split_by = '、'", "items"),
    (
        "anjo-gaiyo",
        "\\((?<target_year>[^)]+)\\)'",
        "\\([^)]+\\)'",
        "values.target",
    ),
    (
        "anjo-gaiyo",
        "(?<edition>概要版)",
        "(?<edition>概要)版",
        "plan.edition",
    ),
];

/// The shipped rules, one of them with a text put in place of another.
fn spoil((id, find, put, _): &Spoiled) -> RuleSet {
    let files: BTreeMap<String, String> = RuleSet::shipped_files().into_iter().collect();
    let (name, text) = files.iter().find(|(name, _)| name.contains(id)).unwrap();
    assert!(text.contains(find), "{id} has no `{find}`");
    let own = text.replacen(find, put, 1);
    let mut rules = RuleSet::default();
    let others = files.iter().filter(|(n, _)| *n != name);
    let all = others
        .map(|(n, t)| (n.as_str(), t.as_str()))
        .chain([(name.as_str(), own.as_str())]);
    if let Err(e) = rules.add(all) {
        panic!("{id} with `{put}`: {e}");
    }
    rules
}

#[test]
fn faults_in_rules_are_named_by_the_field_that_suffers() {
    let mut wrong = Vec::new();
    for spoiled in SPOILED {
        let (id, _, _, field) = spoiled;
        let make = id.split('-').next().unwrap();
        let goods = GOOD
            .iter()
            .filter(|g| g.name.starts_with(make) && g.name.ends_with("-part"));
        let rules = spoil(spoiled);
        let said: Vec<Difference> = goods
            .flat_map(|good| {
                let document = convert(&good.reading, &rules, None).unwrap();
                said(&good.truth, &document, &good.reading)
            })
            .collect();
        let named = said
            .iter()
            .any(|d| d.field == *field && (!d.at.is_empty() || d.field.starts_with("plan")));
        if !named {
            let lines: Vec<String> = said.iter().take(4).map(in_short).collect();
            wrong.push(format!("{spoiled:?}: {} said: {lines:#?}", said.len()));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        SPOILED.len(),
        wrong.join("\n")
    );
}
