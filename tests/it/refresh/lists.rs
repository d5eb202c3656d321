//! Lists of sources: mistakes with their place, and the schema.

use super::Set;
use crate::cli::run;
use crate::support::repo;
use keikaku::Error;
use keikaku::refresh::Sources;
use keikaku::rule::RuleSet;
use std::path::Path;

/// The mistakes of a list: line, column, message, help.
fn mistakes(text: &str) -> Vec<String> {
    let rules = RuleSet::shipped().unwrap();
    match Sources::parse("SOURCES.toml", text, Path::new("."), Some(&rules)) {
        Ok(_) => Vec::new(),
        Err(Error::Sources(found)) => {
            let shown = |d: &keikaku::diagnostic::Diagnostic| {
                let help = d.help.clone().unwrap_or_default();
                format!("{}:{} {} | {help}", d.line, d.column, d.message)
            };
            found.iter().map(shown).collect()
        }
        Err(e) => panic!("{e}"),
    }
}

#[test]
fn all_mistakes_are_said_at_once_with_their_place() {
    let found = mistakes(
        r#"dataset = "data"
[fetch]
pause = -1
retrys = 3
[guards]
lost = 20
weak_rule = "yes"
[[source]]
id = "a"
file = "a.pdf"
url = "https://a.jp/a.pdf"
[[source]]
id = "a"
url = "ftp://a.jp/a.pdf"
links = 'x'
[[source]]
id = "b"
page = "https://a.jp/"
[[source]]
id = "c"
folder = "x"
pattern = "[a"
municipality = "岡崎氏"
rule = "okazaki-gaiyou"
edition = '(?<yaer>\d+)'
[[source]]
id = "d e"
"#,
    );
    let all = found.join("\n");
    for expected in [
        "3:9 `pause` cannot be -1",
        "4:1 `[fetch]` has no key `retrys` | did you mean `retries`?",
        "6:8 `lost` cannot be 20",
        "7:13 `weak_rule` is `true` or `false`, not a string",
        "11:7 `file` and `url` exclude each other",
        "13:6 the id `a` is that of an earlier source",
        "14:7 `ftp://a.jp/a.pdf` is no address",
        "15:9 `links` is for the links of a `page`",
        "18:8 a `page` has no `links`",
        "22:11 bad pattern of files",
        "23:16 there is no municipality `岡崎氏` | did you mean `岡崎市`?",
        "24:8 no rule has the id `okazaki-gaiyou` | did you mean `okazaki-gaiyo`?",
        "25:11 nothing is made of the capture `yaer` | did you mean `year`?",
        "27:6 `id` cannot be `d e`",
    ] {
        assert!(all.contains(expected), "{expected}\n---\n{all}");
    }
    assert!(
        mistakes("dataset = 'd'\n[[source]]\nid = 'a'\n")[0].starts_with("3:6 nothing says where")
    );
    assert!(mistakes("dataset = 'd'\n[[source]\n")[0].starts_with("2:"));
    assert!(mistakes("[[source]]\nid='a'\nfile='a'\n")[0].contains("has no `dataset`"));
    assert!(
        mistakes("dataset='d'\n[[source]]\nid='a'\nfile='a'\nmunicipality='府中市'\n")[0]
            .contains("広島県府中市")
    );
}

#[test]
fn a_wrong_list_stops_the_command() {
    let set = Set::new("wrong", "[[source]]\nid = \"a\"\nfle = \"a.pdf\"\n");
    let (code, out, err) = set.run(&[]);
    assert!(code == 2 && out.is_empty(), "{out}");
    assert!(
        err.contains("SOURCES.toml:7:1") && err.contains("did you mean `file`?"),
        "{err}"
    );
}

#[test]
fn the_schema_knows_what_the_guide_shows() {
    let (code, out, _) = run(&["schema", "sources"]);
    assert_eq!(code, 0);
    let schema: serde_json::Value = serde_json::from_str(&out).unwrap();
    let keys = schema["$defs"]["Source"]["properties"].as_object().unwrap();
    let guide = std::fs::read_to_string(repo("rules/guide/refresh.md")).unwrap();
    for key in keys.keys() {
        assert!(
            guide.contains(&format!("`{key}`")),
            "{key} is not in the guide"
        );
    }
    let readme = std::fs::read_to_string(repo("README.md")).unwrap();
    let lists = guide
        .split("```toml\n")
        .chain(readme.split("```toml\n"))
        .skip(1);
    let lists = lists.filter_map(|l| l.split("```").next());
    let mut count = 0;
    for list in lists.filter(|l| l.contains("[[source]]")) {
        assert_eq!(mistakes(list), Vec::<String>::new(), "{list}");
        count += 1;
    }
    assert!(count >= 2, "a list in the guide and one in the README");
}
