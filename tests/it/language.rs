//! What people read is there in Japanese: messages, remedies, pages of the guide.

use crate::cli::{keikaku, run};
use crate::house::sources;
use crate::support::repo;
use keikaku::diagnostic;
use keikaku::error::Error;
use keikaku::finding::{Code, Finding};
use keikaku::language::{Language, Worded, kinds, missing, page};
use keikaku::rule::{RuleSet, convert};
use keikaku::{ReadOptions, read};
use regex::Regex;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn is_japanese(text: &str) -> bool {
    text.chars().any(|c| ('ぁ'..='ヿ').contains(&c))
}

#[test]
fn the_catalogues_are_whole() {
    let faults = missing::faults();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(kinds().len(), Code::ALL.len());
    for kind in kinds() {
        for text in [&kind.ja.means, &kind.ja.help] {
            let code = kind.code;
            assert!(
                is_japanese(text),
                "src/language/ja/findings.toml: [code.{code}] needs `means` and `help`"
            );
            assert!(!text.contains('—'), "{code}");
        }
        assert!(!kind.en.means.is_empty() && !kind.en.help.is_empty());
    }
    for code in diagnostic::Code::ALL {
        let means = Language::Japanese.means_mistake(code.as_str());
        assert!(
            means.is_some_and(is_japanese),
            "src/language/ja/mistakes.toml: [code.{}] needs `means`",
            code.as_str()
        );
    }
    let data = serde_json::to_value(kinds()).unwrap();
    assert_eq!(data[0]["code"], "no-rule");
    assert_eq!(data[0]["severity"], "warning");
    assert!(data[0]["ja"]["help"].is_string() && data[0]["en"]["means"].is_string());
}

/// The statement that begins at a place of some code: to its semicolon, strings aside.
fn statement(code: &str) -> &str {
    let mut in_string = false;
    let mut before = ' ';
    for (i, c) in code.char_indices() {
        match c {
            '"' if before != '\\' => in_string = !in_string,
            ';' if !in_string => return &code[..i],
            _ => {}
        }
        before = if before == '\\' { ' ' } else { c };
    }
    code
}

/// The string literals of some code that are sentences.
fn sentences(code: &str) -> Vec<String> {
    let literal = Regex::new(r#"(?s)"((?:[^"\\]|\\.)*)""#).unwrap();
    let joined = Regex::new(r"\\\n\s*").unwrap();
    let all = literal.captures_iter(code).map(|found| {
        let text = joined.replace_all(&found[1], "").into_owned();
        // an escaped backslash first: what stands behind it is no escape
        text.replace("\\\\", "\u{3}")
            .replace("\\\"", "\"")
            .replace("\\n", "\n")
            .replace('\u{3}', "\\")
    });
    all.filter(|t| t.contains(' ') && t.trim().len() > 8)
        .collect()
}

/// A format string with something in its places; what is put behind a word without a blank may be nothing.
fn filled(format: &str) -> [String; 2] {
    let place = Regex::new(r"(^|.)?\{[a-z_]*(:[^}]*)?\}").unwrap();
    let doubled = format
        .replace("{{", "\u{1}")
        .replace("}}}", "}\u{2}")
        .replace("}}", "\u{2}");
    let with = |maybe: &str| {
        let out = place.replace_all(&doubled, |found: &regex::Captures<'_>| {
            let before = found.get(1).map_or("", |m| m.as_str());
            let is_word = before.chars().all(char::is_alphanumeric) && !before.is_empty();
            format!("{before}{}", if is_word { maybe } else { "x1" })
        });
        out.replace('\u{1}', "{").replace('\u{2}', "}")
    };
    [with("x1"), with("")]
}

/// What the tests below look for is found where it is missing.
#[test]
fn a_message_without_a_template_is_found() {
    let code = "let message = match a {\n    1 => format!(\"`{x}` is quite; new\"),\n    _ => \"and \\\n   this one\".into(),\n};\nlet other = \"not this one\";";
    let found = sentences(statement(code));
    assert_eq!(found, ["`{x}` is quite; new", "and this one"]);
    assert_eq!(filled(&found[0])[0], "`x1` is quite; new");
    assert_eq!(
        filled("{n} of the rule{why}"),
        ["x1 of the rulex1", "x1 of the rule"]
    );
    assert_eq!(filled("`{{{name}}}`")[0], "`{x1}`");
    assert!(!found.iter().any(|s| missing::knows(s)));
    let new = Finding::new(Code::MarkUnknown, "something new", Vec::new());
    let gaps = missing::of_finding(&new);
    assert!(gaps[0].contains("[code.mark-unknown]") && gaps[0].contains("`something new`"));
    let unknown = Finding {
        code: "text-new".into(),
        ..new
    };
    assert!(missing::of_finding(&unknown)[0].contains("has no [code.text-new]"));
}

/// Parts of messages that stand in the sources as statements of their own; what they become part of has templates, and
/// is raised by the fixtures and by `mistakes.toml`.
const PARTS: &[&str] = &[
    "{count} {what}",
    "did you mean `{meant}`?",
    "`{}` ({}): the {}{} is {} in `{}` ({}) and {} in `{}` ({}){unit}",
    "`--plan {NEW}:{plan}` makes one",
    "write it as it would be printed: `令和6年度`, `第3次`, `改訂版`",
    "; the nearest has the headers `{}` and {lacks}",
    "`{}` is not found in the {name} `{field}`",
    "the first page is {width:.0} × {height:.0} points, none of `page_size`",
    "the {what} in line {} has the same pattern",
    "the {what} in line {} takes everything",
    "this {what} is never reached: {message}",
    "leave the spaces and line breaks out: `施策 名` and `施策\n名` are `施策名` here",
    "`{name}`: {}",
    "`{}` on page {} {what}",
    "{glyphs} more glyph(s), from page {} on: {what}",
    "{untold} glyph(s): {what}",
    "{more} glyph(s) of page {number} {what} where pages were put together",
];

/// Every message in the sources has a template: new ones are found here, before anything raises them.
#[test]
fn every_message_of_the_sources_is_there_in_japanese() {
    let begins = Regex::new(
        r"let (message|help) =|[Cc]ode(?:::\w+)?,\s*(?:span,|place,)?\s*format!\(|say\((?:format!\(|\x22)",
    )
    .unwrap();
    let stages = [
        "account/",
        "audit/manifest",
        "reading",
        "rule/",
        "edition/mod",
        "dataset/series",
        "refresh/",
    ];
    let (mut checked, mut unknown) = (0, Vec::new());
    for (path, text) in sources() {
        let aside =
            path.contains("explain") || path.contains("describe") || path.contains("survey");
        if aside || !stages.iter().any(|s| path.starts_with(s)) {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap();
        for found in begins.find_iter(code) {
            for sentence in sentences(statement(&code[found.start()..])) {
                checked += 1;
                let known = filled(&sentence).iter().any(|s| missing::knows(s));
                if !known && !PARTS.contains(&sentence.as_str()) {
                    unknown.push(format!("{path}: `{sentence}`"));
                }
            }
        }
    }
    assert!(checked >= 150, "{checked}");
    assert!(
        unknown.is_empty(),
        "{} messages have no template: add each to `messages` (or `helps`) of its code in src/language/ja/findings.toml or \
         mistakes.toml, as {{ en = '… {{name}} …', ja = '…{{name}}…' }}:\n{}",
        unknown.len(),
        unknown.join("\n")
    );
}

/// What goes astray is said in parts that stand apart in the sources: each of them, in each of their sentences.
#[test]
fn every_way_to_go_astray_is_there_in_japanese() {
    let whole = Regex::new(r#"const (LOST|TWICE): &str = "([^"]+)""#).unwrap();
    let joined = Regex::new(r#"Code::Text(Lost|Twice), "([^"]+)""#).unwrap();
    let mut told = Vec::new();
    for path in ["src/reading/account.rs", "src/rule/apply/written.rs"] {
        let code = std::fs::read_to_string(repo(path)).unwrap();
        let mut tell = |name: &str, messages: &[String]| {
            let code = match name.eq_ignore_ascii_case("lost") {
                true => Code::TextLost,
                false => Code::TextTwice,
            };
            let each = messages.iter();
            told.extend(each.map(|m| Finding::new(code, m.as_str(), Vec::new())));
        };
        for found in whole.captures_iter(&code) {
            let what = &found[2];
            let piece = format!("`x1` on page 3 {what}");
            tell(
                &found[1],
                &[piece, format!("3 more glyph(s), from page 3 on: {what}")],
            );
            if path.contains("written") {
                tell(&found[1], &[format!("3 glyph(s): {what}")]);
            }
        }
        for found in joined.captures_iter(&code) {
            let (what, seam) = (&found[2], "where pages were put together");
            tell(&found[1], &[format!("3 glyph(s) of page 3 {what} {seam}")]);
        }
    }
    assert_eq!(told.len(), 12);
    for finding in told {
        let gaps = missing::of_finding(&finding);
        assert!(gaps.is_empty(), "{}", gaps.join("\n"));
        let Worded { message, .. } = Language::Japanese.finding(&finding);
        assert!(
            is_japanese(&message) && !message.contains("page"),
            "{message}"
        );
    }
}

/// The mistakes of a list of fixtures, which no rule file raises.
#[test]
fn the_mistakes_of_a_list_of_fixtures_are_there_in_japanese() {
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("manifest.toml");
    let of = |text: &str| {
        std::fs::write(&list, text).unwrap();
        match keikaku::audit::FixtureSet::load(&list) {
            Err(Error::Fixtures(found)) => found,
            other => panic!("{other:?}"),
        }
    };
    let wrong = "[[fixture]]\nname = \"a\"\npdf = \"../a.pdf\"\nthresholds = { title = { recall = 2.0 } }\n\
                 [[fixture]]\nname = \"a\"\npdf = \"b.pdf\"\n";
    let mut found = of(wrong);
    assert_eq!(found.len(), 3);
    found.extend(of("[[fixture]]\nnmae = \"a\"\n"));
    assert!(found.len() >= 5);
    for mistake in &found {
        let gaps = missing::of_mistake(mistake);
        assert!(gaps.is_empty(), "{}", gaps.join("\n"));
    }
}

/// What the command line says beside findings and errors: what is handed to `phrase` as it stands in the sources.
#[test]
fn every_phrase_of_the_command_line_is_there_in_japanese() {
    let direct = Regex::new(r#"phrase\(\s*(?:&format!\(\s*)?""#).unwrap();
    let named = Regex::new(r"let (said|help|message) =").unwrap();
    let (mut checked, mut unknown) = (0, Vec::new());
    for (path, text) in sources() {
        if !path.starts_with("cli/") || !text.contains("phrase(") {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap();
        let direct = direct.find_iter(code).map(|m| (m.start(), true));
        let named = named.find_iter(code).map(|m| (m.start(), false));
        for (start, is_direct) in direct.chain(named) {
            let statement = statement(&code[start..]);
            let all = sentences(statement);
            for sentence in all.into_iter().take(if is_direct { 1 } else { 9 }) {
                checked += 1;
                // these are put together of words that have phrases of their own
                let parts = [
                    "{inputs} {files}, {pages} pages",
                    "results of earlier runs {what}",
                ];
                if parts.contains(&sentence.as_str()) {
                    continue;
                }
                let told = filled(&sentence).map(|s| Language::Japanese.phrase(&s) != s);
                if !told.contains(&true) {
                    unknown.push(format!("{path}: `{sentence}`"));
                }
            }
        }
    }
    assert!(checked >= 20, "{checked}");
    assert!(
        unknown.is_empty(),
        "src/language/ja/phrases.toml lacks:\n{}",
        unknown.join("\n")
    );
}

fn pdfs(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pdfs(&path, out);
        } else if path.to_string_lossy().contains(".pdf") {
            out.push(path);
        }
    }
}

/// What is really raised, by the fixtures, the recipes and whatever stands in the folders of malformed files; and by
/// more where `KEIKAKU_PDFS` names folders.
#[test]
fn every_finding_of_the_fixtures_is_there_in_japanese() {
    let mut files = Vec::new();
    pdfs(&repo("fixtures"), &mut files);
    pdfs(&repo("rules/guide/recipes"), &mut files);
    if let Ok(more) = std::env::var("KEIKAKU_PDFS") {
        more.split(':').for_each(|f| pdfs(Path::new(f), &mut files));
    }
    let rules = RuleSet::shipped().unwrap();
    let (mut gaps, mut codes) = (BTreeSet::new(), BTreeSet::new());
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        let told = read(&bytes, "x.pdf", &ReadOptions::default())
            .and_then(|reading| convert(&reading, &rules, None));
        match told {
            Ok(document) => {
                for finding in &document.findings {
                    codes.insert(finding.code.clone());
                    gaps.extend(missing::of_finding(finding));
                }
            }
            Err(e) => gaps.extend(missing::of_error(e.code(), &e.to_string(), e.help())),
        }
    }
    assert!(files.len() > 20 && codes.len() > 3, "{codes:?}");
    let gaps: Vec<String> = gaps.into_iter().collect();
    assert!(gaps.is_empty(), "{}", gaps.join("\n"));
}

#[test]
fn every_error_is_there_in_japanese() {
    let path = || PathBuf::from("a.pdf");
    let text = || "x".to_owned();
    let all = [
        Error::NotPdf,
        Error::EmptyFile,
        Error::PasswordNeeded,
        Error::Damaged { reason: text() },
        Error::NoPages,
        Error::Limit {
            what: "number of pages",
            limit: 3,
        },
        Error::Review {
            id: 3,
            reason: text(),
        },
        Error::NoSuchRule(text()),
        Error::NoSuchPage { page: 9, pages: 3 },
        Error::Fixtures(Vec::new()),
        Error::NoSuchFixture {
            name: text(),
            meant: String::new(),
        },
        Error::NoSuchFixture {
            name: text(),
            meant: "; did you mean `y`?".into(),
        },
        Error::OutOfTime { seconds: 3 },
        Error::OutOfMemory { bytes: 3 },
        Error::Internal(text()),
        Error::NoReader(text()),
        Error::FeatureMissing { feature: "parquet" },
        Error::SameName(text()),
        Error::Contradiction {
            document: text(),
            reason: text(),
        },
        Error::Busy { path: path() },
        Error::NothingHere { path: path() },
        Error::NoDataset { path: path() },
        Error::DatabaseMissing { path: path() },
        Error::NewerDataset {
            path: path(),
            found: 3,
            known: 2,
        },
        Error::NoSuchRecord {
            what: "item",
            id: text(),
        },
        Error::StorageFull { path: path() },
        Error::Io {
            path: path(),
            reason: text(),
        },
    ];
    for e in all {
        let gaps = missing::of_error(e.code(), &e.to_string(), e.help());
        assert!(gaps.is_empty(), "{}", gaps.join("\n"));
    }
    let said = std::fs::read_to_string(repo("src/error.rs")).unwrap();
    let failures = std::fs::read_to_string(repo("src/fetch/failure.rs")).unwrap();
    let code = Regex::new(r#"(?:=> |ing\(\s*)"([a-z-]+)","#).unwrap();
    for found in code.captures_iter(&(said + &failures)) {
        let gaps = missing::of_error(&found[1], "", "");
        let unknown = gaps.iter().find(|g| g.contains("has no [code"));
        assert!(unknown.is_none(), "{unknown:?}");
    }
}

/// The page of a finding: headings and body.
fn sections(text: &str) -> Vec<(String, String)> {
    let parts = text.split("\n## ").skip(1);
    let each = parts.map(|p| {
        let (heading, body) = p.split_once('\n').unwrap();
        (heading.to_owned(), body.trim().to_owned())
    });
    each.collect()
}

const SECTIONS: [&[&str]; 2] = [
    &[
        "What it means",
        "Example",
        "Why it happens",
        "What to do",
        "Whether the data can be used",
    ],
    &["意味", "例", "原因", "対処の手順", "データを使えるか"],
];

fn guide(name: &str) -> String {
    let path = repo(&format!("rules/guide/{name}"));
    let wanted = "every code has its page in both languages: copy that of a code that is alike";
    std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{}: {wanted}", path.display()))
}

#[test]
fn every_finding_has_a_page_in_both_languages() {
    for code in Code::ALL {
        let name = code.as_str();
        for (language, suffix, headings) in [
            (Language::English, "", SECTIONS[0]),
            (Language::Japanese, ".ja", SECTIONS[1]),
        ] {
            let file = format!("findings/{name}{suffix}.md");
            let text = guide(&file);
            assert_eq!(page(language, name).as_ref(), Some(&text), "{file}");
            let word = language.severity(code.severity());
            let head = text.split("\n## ").next().unwrap();
            assert!(head.starts_with(&format!("# `{name}`: ")), "{file}");
            assert!(head.contains(&format!(": {word}\n")), "{file} is {word}");
            let sections = sections(&text);
            let found: Vec<&str> = sections.iter().map(|(h, _)| h.as_str()).collect();
            assert_eq!(found, headings, "{file}");
            assert!(sections.iter().all(|(_, body)| body.len() > 5), "{file}");
            let means = language.means(name).unwrap();
            assert!(
                sections[0].1.starts_with(means),
                "{file} begins with `{means}`"
            );
            let lines = text.lines().count();
            assert!((12..=50).contains(&lines), "{file} has {lines} lines");
        }
    }
    for entry in std::fs::read_dir(repo("rules/guide/findings")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let code = name.split('.').next().unwrap().to_owned();
        let known = Code::ALL.iter().any(|c| c.as_str() == code) || code == "README";
        assert!(known, "{name} is the page of no code");
    }
}

/// The message of an example: behind severity, file and place, or behind the code.
fn example(body: &str, code: &str) -> String {
    let line = body.lines().next().unwrap().trim();
    let behind = format!(" [{code}]");
    let place =
        Regex::new(r"^(?:[a-z]+|\p{Han}+|\p{Katakana}+ー?): \w+\.pdf(?::p\d+ \[[\d ]+\])?: ")
            .unwrap();
    let plain = line.strip_prefix(&format!("{code}: ")).unwrap_or(line);
    let message = place.replace(plain, "");
    message.strip_suffix(&behind).unwrap_or(&message).to_owned()
}

/// The examples are what the program prints: the Japanese one is that of the English one.
#[test]
fn the_examples_of_the_pages_are_what_is_printed() {
    for code in Code::ALL {
        let name = code.as_str();
        let [en, ja] = ["", ".ja"].map(|s| guide(&format!("findings/{name}{s}.md")));
        let [en, ja] = [en, ja].map(|text| sections(&text)[1].1.clone());
        let finding = Finding::new(*code, example(&en, name), Vec::new());
        let gaps = missing::of_finding(&finding);
        assert!(gaps.is_empty(), "{name}: {}", gaps.join("\n"));
        let worded = Language::Japanese.finding(&finding);
        assert_eq!(example(&ja, name), worded.message, "{name}");
        for (text, word, help) in [(&en, "help", &finding.help), (&ja, "対処", &worded.help)] {
            let has_help =
                !text.contains(&format!("{word}: ")) || text.contains(&format!("{word}: {help}"));
            assert!(has_help, "{name}: {help}");
        }
    }
}

#[test]
fn every_mistake_has_its_part_in_both_languages() {
    for code in diagnostic::Code::ALL {
        for language in Language::ALL {
            let text = page(language, code.as_str()).unwrap_or_else(|| {
                panic!("rules/guide/mistakes*.md have no `## `{}``", code.as_str())
            });
            let means = language.means_mistake(code.as_str()).unwrap();
            assert!(text.contains(means), "{}: {means}", code.as_str());
            assert!(
                text.matches("\n\n").count() >= 3 && !text.contains("\n## "),
                "{text}"
            );
        }
    }
    assert!(page(Language::English, "no-such-code").is_none());
    assert!(page(Language::English, "README").is_none());
}

/// The pages of this guide, with their names.
fn pages() -> Vec<(String, String)> {
    let mut out = vec![];
    for folder in ["rules/guide/findings", "rules/guide"] {
        for entry in std::fs::read_dir(repo(folder)).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let ours = folder.ends_with("findings") || name.starts_with("mistakes");
            if ours && name.ends_with(".md") {
                let text = std::fs::read_to_string(&path).unwrap();
                out.push((path.to_string_lossy().into_owned(), text));
            }
        }
    }
    assert!(out.len() >= 2 * Code::ALL.len() + 4);
    out
}

#[test]
fn the_indexes_list_all_and_links_lead_somewhere() {
    for (suffix, language) in [("", Language::English), (".ja", Language::Japanese)] {
        let index = guide(&format!("findings/README{suffix}.md"));
        for code in Code::ALL {
            let (name, word) = (code.as_str(), language.severity(code.severity()));
            let row = format!("| [`{name}`]({name}{suffix}.md) | {word} | ");
            assert!(
                index.contains(&row),
                "findings/README{suffix}.md needs `{row}…`"
            );
        }
    }
    let link = Regex::new(r"\]\(([^)#]+)\)").unwrap();
    for (path, text) in pages() {
        for found in link.captures_iter(&text) {
            let target = Path::new(&path).parent().unwrap().join(&found[1]);
            assert!(target.exists(), "{path}: {}", &found[1]);
        }
    }
}

/// Words of a command as a shell cuts them.
#[cfg(feature = "sqlite")]
fn words(command: &str) -> Vec<String> {
    let word = Regex::new(r#""([^"]*)"|'([^']*)'|(\S+)"#).unwrap();
    let all = word.captures_iter(command).map(|found| {
        let text = found.iter().skip(1).flatten().next().unwrap();
        text.as_str().to_owned()
    });
    all.collect()
}

#[cfg(feature = "sqlite")]
#[test]
fn the_commands_of_the_pages_exist() {
    let command = Regex::new(r"`(keikaku [^`]+)`").unwrap();
    let mut seen = 0;
    for (path, text) in pages() {
        // a remedy of a message leaves out what the message names already
        let is_remedy = |l: &&str| ["help: ", "対処: "].iter().any(|w| l.trim().starts_with(w));
        let lines: Vec<&str> = text.lines().filter(|l| !is_remedy(l)).collect();
        for found in command.captures_iter(&lines.join("\n")) {
            let line = found[1].replace('…', "x");
            seen += 1;
            let parsed = keikaku::cli::command().try_get_matches_from(words(&line));
            let is_help = |e: &clap::Error| e.kind() == clap::error::ErrorKind::DisplayHelp;
            let wrong = parsed.err().filter(|e| !is_help(e));
            assert!(wrong.is_none(), "{path}: `{line}`: {}", wrong.unwrap());
        }
    }
    assert!(seen > 150, "{seen}");
}

/// A fixture with findings that are printed.
fn fixture() -> String {
    let path = repo("fixtures/shishin-shinchoku/shishin-shinchoku.pdf");
    path.to_string_lossy().into_owned()
}

/// Standard output and standard error of a command in an environment.
fn printed(args: &[&str], environment: &[(&str, &str)]) -> (String, String) {
    let mut command = keikaku();
    command
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env_remove("LANG");
    let output = command
        .args(args)
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr))
}

#[test]
fn what_people_read_follows_the_language_and_documents_do_not() {
    let file = fixture();
    let (document, english) = printed(&["convert", &file], &[]);
    assert!(
        english.contains("\n  help: ") && english.contains("[count-mismatch]"),
        "{english}"
    );
    assert!(
        english.starts_with("warning: ") && !english.contains("合いません"),
        "{english}"
    );
    let (same, japanese) = printed(&["--lang", "ja", "convert", &file], &[]);
    assert_eq!(same, document);
    assert!(
        japanese.starts_with("警告: ") && japanese.contains("\n  対処: "),
        "{japanese}"
    );
    assert!(
        !japanese.contains("its rows") && !japanese.contains("原文"),
        "{japanese}"
    );
    let of = |environment: &[(&str, &str)]| printed(&["convert", &file], environment);
    for environment in [
        &[("LC_ALL", "ja_JP.UTF-8")][..],
        &[("LC_MESSAGES", "ja_JP.UTF-8"), ("LANG", "C")],
        &[("LANG", "ja_JP.UTF-8")],
        &[("LC_ALL", ""), ("LANG", "ja")],
        &[("LC_ALL", "C"), ("KEIKAKU_LANG", "ja")],
    ] {
        assert_eq!(
            of(environment),
            (document.clone(), japanese.clone()),
            "{environment:?}"
        );
    }
    for environment in [
        &[("LC_ALL", "C"), ("LANG", "ja_JP.UTF-8")][..],
        &[("LC_MESSAGES", "C"), ("LANG", "ja_JP.UTF-8")],
        &[("LC_ALL", "ja_JP.UTF-8"), ("KEIKAKU_LANG", "en")],
        &[("LC_ALL", "en_US.UTF-8")],
    ] {
        assert_eq!(
            of(environment),
            (document.clone(), english.clone()),
            "{environment:?}"
        );
    }
    // the log for programs is a contract as well
    let json = ["convert", &file, "--log-format", "json"];
    let events = |lang: &[(&str, &str)]| {
        let (_, log) = printed(&json, lang);
        let found = log
            .lines()
            .filter(|l| l.contains("\"finding\""))
            .map(str::to_owned);
        found.collect::<Vec<_>>()
    };
    assert!(!events(&[]).is_empty());
    assert_eq!(events(&[("LC_ALL", "ja_JP.UTF-8")]), events(&[]));
}

#[test]
fn mistakes_and_errors_follow_the_language() {
    let folder = tempfile::tempdir().unwrap();
    let rule = folder.path().join("r.toml");
    let good = std::fs::read_to_string(repo("tests/cases/rules/plain.toml")).unwrap();
    std::fs::write(&rule, good.replace("version = ", "versoin = ")).unwrap();
    let rule = rule.to_string_lossy();
    let (_, text) = printed(&["rules", "check", "--lang", "ja", &rule], &[]);
    assert!(text.contains("「versoin」というキーはありません"), "{text}");
    assert!(
        text.contains("対処: 「version」ではありませんか") && text.contains("検査しました"),
        "{text}"
    );
    let json = |lang| {
        printed(
            &["--lang", lang, "rules", "check", &rule, "--format", "json"],
            &[],
        )
        .0
    };
    assert_eq!(json("ja"), json("en"));
    let (_, text) = printed(&["--lang", "ja", "convert", "no-such.pdf"], &[]);
    assert!(
        text.starts_with("エラー: no-such.pdf: ") && is_japanese(&text),
        "{text}"
    );
    assert!(
        text.contains("対処: パスと権限を確かめてください"),
        "{text}"
    );
}

#[test]
fn an_audit_is_not_disturbed_by_the_language() {
    let set = repo("fixtures/toyota-taikei");
    let set = set.to_string_lossy();
    let audit = |lang: &str| printed(&["--lang", lang, "audit", &set, "--summary"], &[]);
    let (english, japanese) = (audit("en"), audit("ja"));
    assert!(!english.0.is_empty());
    assert_eq!(japanese, english);
    let other = ["--lang", "ja", "audit", &set, "--only", "no-such"];
    let (_, told) = printed(&other, &[]);
    assert!(is_japanese(&told) && told.starts_with("エラー: "), "{told}");
}

#[test]
fn the_summary_of_a_batch_is_told_in_japanese() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out").to_string_lossy().into_owned();
    let input = repo("fixtures/shishin-shinchoku")
        .to_string_lossy()
        .into_owned();
    let (_, text) = printed(&["--lang", "ja", "convert", &input, "-o", &out], &[]);
    assert!(text.contains("完了（") && text.contains("指摘"), "{text}");
    assert!(
        text.contains("count-mismatch") && text.contains("合いません"),
        "{text}"
    );
    let manifest = std::fs::read_to_string(Path::new(&out).join("manifest.json")).unwrap();
    assert!(!manifest.contains("合いません"));
}

#[test]
fn findings_prints_the_pages() {
    let (status, list, _) = run(&["findings"]);
    assert_eq!(status, 0);
    for code in Code::ALL {
        assert!(list.contains(&format!("{} ", code.as_str())), "{list}");
    }
    assert!(list.contains("unknown-key ") && list.contains(Code::NoRule.description()));
    let (_, list, _) = run(&["findings", "--lang", "ja"]);
    assert!(list.contains(Language::Japanese.means("mark-unknown").unwrap()));
    let (_, text, _) = run(&["findings", "mark-unknown"]);
    assert_eq!(text, guide("findings/mark-unknown.md"));
    let (_, text, _) = run(&["findings", "mark-unknown", "--lang", "ja"]);
    assert_eq!(text, guide("findings/mark-unknown.ja.md"));
    let (_, text, _) = run(&["findings", "unknown-key", "--lang", "ja"]);
    assert!(
        text.starts_with("# `unknown-key`\n") && !text.contains("wrong-type"),
        "{text}"
    );
    let (status, _, text) = run(&["findings", "mark-unknwon"]);
    assert!(
        status == 2 && text.contains("did you mean `mark-unknown`?"),
        "{text}"
    );
    let (_, _, text) = run(&["findings", "quite-another", "--lang", "ja"]);
    assert!(text.contains("というコードはありません"), "{text}");
}
