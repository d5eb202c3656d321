//! `keikaku explain` and `keikaku rules explain`: what is said, of the fixtures.

use crate::support::{PageSpec, grid, pdf, repo, texts};
use keikaku::rule::explain::{Drafted, Explanation, MOST_LINES, Subject, explain_choice};
use keikaku::rule::{RuleSet, compile, describe};
use keikaku::{ReadOptions, Reading, read};

fn reading(name: &str) -> Reading {
    let path = repo("fixtures").join(name).join(format!("{name}.pdf"));
    let bytes = std::fs::read(path).unwrap();
    read(&bytes, &format!("{name}.pdf"), &ReadOptions::default()).unwrap()
}

/// Asks a fixture with the shipped rules, and perhaps one more.
fn ask_with(name: &str, rule: Option<&str>, questions: &[&str]) -> Vec<Explanation> {
    let reading = reading(name);
    let mut rules = RuleSet::shipped().unwrap();
    rules.add(rule.map(|text| ("own.toml", text))).unwrap();
    let drafted = Drafted::default();
    let subject = Subject::new(&reading, &rules, None, &drafted).unwrap();
    let each = questions.iter().map(|q| subject.explain(q, None));
    each.collect()
}

fn ask(name: &str, question: &str) -> Explanation {
    ask_with(name, None, &[question]).remove(0)
}

/// The texts of the lines of a kind.
fn lines<'e>(said: &'e Explanation, what: &str) -> Vec<&'e str> {
    let lines = said.lines.iter().filter(|l| l.what == what);
    lines.map(|l| l.text.as_str()).collect()
}

/// Holds that some line of a kind has each of these.
fn has(said: &Explanation, what: &str, parts: &[&str]) {
    let all = lines(said, what);
    for part in parts {
        let found = all.iter().any(|l| l.contains(part));
        assert!(found, "no `{what}` line has `{part}` in:\n{said}");
    }
}

fn shipped(file: &str) -> String {
    std::fs::read_to_string(repo("rules").join(file)).unwrap()
}

#[test]
fn the_choice_of_a_rule_says_score_and_first_failure() {
    let reading = reading("tomisato-suishin");
    let rules = RuleSet::shipped().unwrap();
    let said = explain_choice("plan.pdf", &rules.choose(&reading));
    assert!(said.found);
    assert_eq!(said.of, "`plan.pdf` is read by the rule `tomisato-suishin`");
    has(
        &said,
        "taken",
        &["`tomisato-suishin` score", "all 4 of `all`"],
    );
    has(
        &said,
        "not",
        &[
            "`toyota-taikei`",
            "of `all` is not found (toyota-taikei.toml:9)",
        ],
    );
    assert_eq!(lines(&said, "not").len(), 4);
}

#[test]
fn a_choice_between_equals_says_so() {
    let rule = |id: &str| {
        let own = format!("id = \"{id}\"");
        shipped("tomisato-suishin.toml").replace("id = \"tomisato-suishin\"", &own)
    };
    let (twin, other) = (rule("twin"), rule("tomisato-suishin"));
    let reading = reading("tomisato-suishin");
    let mut rules = RuleSet::default();
    let files = [("twin.toml", twin.as_str()), ("other.toml", other.as_str())];
    rules.add(files).unwrap();
    let said = explain_choice("plan.pdf", &rules.choose(&reading));
    assert!(!said.found);
    assert!(
        said.of.contains("`tomisato-suishin` and `twin` both reach"),
        "{}",
        said.of
    );
    has(&said, "help", &["--rule ID"]);
}

#[test]
fn a_status_leads_over_its_mark_and_the_legend_to_its_code() {
    let said = ask("tomisato-suishin", "policy1/measure1/action1");
    assert!(said.found);
    assert!(
        said.of.starts_with("policy1/measure1/action1: action `①` "),
        "{}",
        said.of
    );
    has(
        &said,
        "read as",
        &["column `実行計画` of the table `進捗状況`"],
    );
    has(&said, "captures", &["number = `①`, title = "]);
    has(&said, "header", &["`実行計画`", "`進捗状況`"]);
    has(&said, "printed", &["page 1 ["]);
    has(&said, "status", &["`◇` = `完了の目途` → `nearly_done`"]);
    has(
        &said,
        "rule",
        &["tomisato-suishin.toml:46  item = [{ pattern = "],
    );
    has(&said, "legend", &["`◇` = `完了の目途`, page 1 ["]);
    has(
        &said,
        "code",
        &["`nearly_done`: by the words of the meaning"],
    );
    let only = ask("tomisato-suishin", "policy1/measure1/action1.status");
    assert!(only.of.starts_with("status of policy1/measure1/action1"));
    assert!(lines(&only, "entry").is_empty());
    has(&only, "legend", &["完了の目途"]);
}

#[test]
fn a_mark_that_the_rule_lists_says_so() {
    let said = ask("shishin-shinchoku", "1.status");
    has(&said, "header", &["`施策の実施`"]);
    has(&said, "marks", &["the rule lists"]);
    let number = ask("shishin-shinchoku", "1.number");
    has(&number, "cell", &["column 0: all of it"]);
    has(&number, "rule", &["number = '{番号}'"]);
    assert!(lines(&number, "title").is_empty());
}

#[test]
fn a_paired_field_names_what_it_stands_beside() {
    let said = ask("tomisato-suishin", "policy1/measure1/action1.進捗状況");
    assert!(said.found);
    has(
        &said,
        "paired",
        &["entry for entry with the column `実行計画`"],
    );
    has(&said, "captures", &["status = `◇`, 進捗状況 = "]);
    has(&said, "cell", &["table1 row 1 column 3"]);
    has(&said, "type", &["text"]);
    let blank = ask("tomisato-suishin", "policy1/measure1/action1.今後の方向性");
    has(&blank, "type", &["absent: blank"]);
    has(&blank, "printed", &["nothing, a blank"]);
}

/// The table of the fixture read a record a row: its first column is merged.
const BY_ROWS: &str = r#"
id = "tomisato-suishin"
version = 1
title = "a record a row"
why = "the first column is merged over the rows of a policy"
[match]
all = ['推進項目', '実行計画']
[[table]]
name = "進捗"
headers = ['推進項目', '実行計画']
[table.row]
kind = "action"
title = '実行計画'
[[example]]
in = "進捗"
given = "推進項目|実行計画\nx|①設置"
expect = { kind = "action" }
"#;

#[test]
fn a_carried_value_names_the_merged_cell() {
    let reading = reading("tomisato-suishin");
    let mut rules = RuleSet::shipped().unwrap();
    rules.add([("own.toml", BY_ROWS)]).unwrap();
    let drafted = Drafted::default();
    let subject = Subject::new(&reading, &rules, None, &drafted).unwrap();
    let items = subject.document().items.iter();
    let mut carried = items.filter_map(|item| {
        let mut fields = item.fields.iter();
        let (label, _) = fields.find(|(_, v)| v.as_ref().unwrap().carried_from.is_some())?;
        Some(format!("{}.{label}", item.id))
    });
    let said = subject.explain(&carried.next().unwrap(), None);
    has(
        &said,
        "carried",
        &["from row 1 for row 2: the merged cell covers rows 1 to"],
    );
    has(&said, "rule", &["own.toml:12  kind = \"action\""]);
}

/// A page of one table, read by a rule that is given from its first `[[…]]` on.
fn ask_table(rows: &[&[&str]], rule: &str, questions: &[&str]) -> Vec<Explanation> {
    let top = 260.0;
    let xs: Vec<f32> = (0..=rows[0].len())
        .map(|i| 30.0 + 110.0 * i as f32)
        .collect();
    let ys: Vec<f32> = (0..=rows.len())
        .map(|i| top - 24.0 * i as f32)
        .rev()
        .collect();
    let mut all: Vec<(f32, f32, f32, &str)> = Vec::new();
    for (row, cells) in rows.iter().enumerate() {
        for (col, cell) in cells.iter().enumerate() {
            all.push((xs[col] + 4.0, top - 24.0 * row as f32 - 16.0, 10.0, cell));
        }
    }
    let content = [grid(&xs, &ys), texts(&all)].concat();
    let bytes = pdf(&[PageSpec::new(&content)]);
    let reading = read(&bytes, "own.pdf", &ReadOptions::default()).unwrap();
    let head = "id = \"own\"\nversion = 1\ntitle = \"t\"\nwhy = \"w\"\n[match]\nall = ['.']\n";
    let example = "[[example]]\nin = \"plan\"\ngiven = \"x\"\nexpect = {}\n";
    let mut rules = RuleSet::shipped().unwrap();
    let text = format!("{head}{rule}{example}");
    rules.add([("own.toml", text.as_str())]).unwrap();
    let drafted = Drafted::default();
    let subject = Subject::new(&reading, &rules, Some("own"), &drafted).unwrap();
    questions.iter().map(|q| subject.explain(q, None)).collect()
}

#[test]
fn a_record_of_a_form_names_the_cells_beside_its_labels() {
    let rows: &[&[&str]] = &[
        &["バンゴウ", "１２"],
        &["ナマエ", "イチバ"],
        &["ヒョウカ", "○"],
        &["ヒヨウ", "５千円"],
    ];
    let rule = "[[form]]\nname = \"シート\"\nkind = \"action\"\ntitle = 'ナマエ'\nnumber = 'バンゴウ'\nstatus = 'ヒョウカ'\nmarks = [\"○\"]\nlabels = ['ヒヨウ']\n";
    let said = ask_table(rows, rule, &["イチバ", "イチバ.status", "イチバ.ヒヨウ"]);
    has(&said[0], "read as", &["a record of the form `シート`"]);
    has(&said[0], "entry", &["`イチバ`"]);
    has(
        &said[0],
        "cell",
        &["table1 row 0 column 1", "table1 row 1 column 1"],
    );
    has(
        &said[0],
        "rule",
        &["own.toml:10  title = 'ナマエ'", "own.toml:11  number = "],
    );
    has(&said[1], "cell", &["table1 row 2 column 1: all of it"]);
    has(&said[1], "rule", &["own.toml:12  status = 'ヒョウカ'"]);
    has(&said[1], "marks", &["the rule lists `○`"]);
    has(&said[2], "type", &["amount"]);
    has(&said[2], "normalised", &["width `５` → `5`"]);
    has(&said[2], "unit", &["`千円`, printed with the value"]);
    has(&said[2], "read as", &["value 5, multiplier 1000"]);
}

#[test]
fn the_values_of_an_indicator_row_name_header_unit_and_year() {
    let rows: &[&[&str]] = &[
        &["シヒョウ", "２０２２年度（％）", "タンイ"],
        &["カイスウ", "４７．５", "％"],
    ];
    let rule = "[[table]]\nname = \"t\"\nheaders = ['シヒョウ']\n[table.indicator]\nname = 'シヒョウ'\n[[table.indicator.value]]\nheader = '2022.*'\nrole = \"actual\"\n";
    let said = ask_table(
        rows,
        rule,
        &["カイスウ", "カイスウ.actual.2022", "カイスウ.target"],
    );
    has(&said[0], "actual", &["→ 47.5 %, 2022 by `2022年度（％）`"]);
    has(&said[1], "header", &["`2022年度（％）`"]);
    has(&said[1], "unit", &["`%`, from the header `2022年度（％）`"]);
    has(&said[1], "role", &["by `role` of its column, own.toml:13"]);
    has(&said[1], "read as", &["47.5"]);
    assert!(!said[2].found);
    has(&said[2], "values", &["`actual.2022`"]);
}

#[test]
fn rows_that_are_skipped_and_headers_say_so() {
    let rows: &[&[&str]] = &[
        &["バンゴウ", "ナマエ"],
        &["１", "イチバ"],
        &["ケイ", "ニバン"],
    ];
    let rule = "[[table]]\nname = \"t\"\nheaders = ['バンゴウ', 'ナマエ']\nskip_rows = ['^ケイ']\n[table.row]\nkind = \"action\"\nnumber = 'バンゴウ'\ntitle = 'ナマエ'\n";
    let said = ask_table(rows, rule, &["ニバン", "ナマエ", "イチバ.number"]);
    has(&said[0], "why", &["`skip_rows` leaves its row out"]);
    has(&said[0], "rule", &["own.toml:10  skip_rows = ['^ケイ']"]);
    has(&said[1], "why", &["it stands in a header row"]);
    has(&said[2], "rule", &["own.toml:13  number = 'バンゴウ'"]);
}

#[test]
fn an_indicator_value_has_its_role_unit_and_year() {
    let said = ask("anjo-gaiyo", "indicator1.target");
    assert!(
        said.of.starts_with("target of indicator1: indicator"),
        "{}",
        said.of
    );
    has(&said, "target", &["`45%`"]);
    has(&said, "role", &["`target`, by the capture of this name"]);
    has(&said, "unit", &["`%`, printed with the value"]);
    has(&said, "year", &["2031 by `令和13年度`"]);
    has(&said, "printed", &["`45%`"]);
    let by_year = ask("anjo-gaiyo", "indicator1.target.2031");
    assert_eq!(by_year.lines, said.lines);
    let patch = ask("toyota-taikei", "indicator1.actual");
    has(&patch, "role", &["by `shaded_role`"]);
    let none = ask("anjo-gaiyo", "indicator1.actual");
    assert!(!none.found);
    has(&none, "values", &["`baseline.2022`", "`target.2031`"]);
}

#[test]
fn titles_and_numbers_are_found_in_any_width() {
    let by_number = ask("okazaki-gaiyo", "(1)");
    assert!(
        by_number.of.starts_with("`(1)` may mean "),
        "{}",
        by_number.of
    );
    has(&by_number, "item", &["policy1/measure1 (page "]);
    let part = ask("anjo-gaiyo", "方針２");
    assert!(part.of.contains("policy `基本方針2`"), "{}", part.of);
    let full = ask("okazaki-gaiyo", "（１）");
    assert_eq!(full.lines, by_number.lines);
    let on_page = {
        let reading = reading("okazaki-gaiyo");
        let rules = RuleSet::shipped().unwrap();
        let drafted = Drafted::default();
        let subject = Subject::new(&reading, &rules, None, &drafted).unwrap();
        subject.explain("(1)", Some(3))
    };
    let listed = lines(&on_page, "item");
    assert!(listed.iter().all(|l| l.contains("(page 3)")), "{on_page}");
}

#[test]
fn the_plan_and_the_legend_may_be_asked() {
    let title = ask("shishin-shinchoku", "plan.title");
    assert!(title.found);
    has(&title, "rule", &["shishin-shinchoku.toml:13"]);
    let period = ask("shishin-shinchoku", "plan.period");
    assert!(!period.found);
    has(&period, "why", &["captures `period`"]);
    let none = ask("shishin-shinchoku", "plan.titel");
    has(&none, "nearest", &["`title` (1 character off)"]);
    let legend = ask("toyota-taikei", "legend.B");
    has(&legend, "mark", &["`B` = "]);
    has(&legend, "used", &["by "]);
    let unknown = ask("toyota-taikei", "legend.Z");
    assert!(!unknown.found);
    has(&unknown, "marks", &["`B`"]);
}

#[test]
fn a_missing_field_names_the_labels_and_the_columns() {
    let said = ask("shishin-shinchoku", "1.実積");
    assert!(!said.found);
    assert!(said.of.ends_with("has no `実積`"), "{}", said.of);
    has(&said, "fields", &["`実績`"]);
    has(&said, "nearest", &["`実績` (1 character off)"]);
    has(&said, "columns", &["table2: ", "`施策の実施`"]);
}

#[test]
fn what_is_not_printed_names_what_is_near() {
    let said = ask("shishin-shinchoku", "マリトッツォ");
    assert!(!said.found);
    assert_eq!(said.of, "`マリトッツォ` is no item, and is printed nowhere");
    has(&said, "there are", &[" items and "]);
    let title = reading("tomisato-suishin");
    let rules = RuleSet::shipped().unwrap();
    let drafted = Drafted::default();
    let subject = Subject::new(&title, &rules, None, &drafted).unwrap();
    let item = &subject.document().items[0];
    let wrong = format!("{}X", item.title);
    has(
        &subject.explain(&wrong, None),
        "nearest",
        &[&item.id, "1 character off"],
    );
}

#[test]
fn printed_text_that_no_pattern_fits_names_the_pattern_and_how_far_it_fits() {
    let rule = shipped("toyota-taikei.toml").replace(r"\s*No\.(?<refs>", r"\s*Nr\.(?<refs>");
    let shipped_rule = ask("toyota-taikei", "No.");
    assert!(!shipped_rule.found, "{shipped_rule}");
    let rule = rule.split("[[example]]").next().unwrap().to_owned()
        + "[[example]]\nin = \"plan\"\ngiven = \"施策体系\"\nexpect = { title = \"施策体系\" }\n";
    let reading = reading("toyota-taikei");
    let rules = RuleSet::shipped().unwrap();
    let drafted = Drafted::default();
    let subject = Subject::new(&reading, &rules, None, &drafted).unwrap();
    let action = subject
        .document()
        .items
        .iter()
        .find(|i| i.kind == "action")
        .unwrap();
    let said = ask_with("toyota-taikei", Some(&rule), &[&action.title]).remove(0);
    assert!(!said.found);
    assert!(
        said.of
            .ends_with("is printed, and no item or indicator is called so"),
        "{}",
        said.of
    );
    has(
        &said,
        "table",
        &["`体系表` of the rule reads it (own.toml:28)"],
    );
    has(
        &said,
        "column",
        &["`取組の主な内容`: cells that hold items"],
    );
    has(&said, "tried", &["own.toml:42"]);
    has(
        &said,
        "why",
        &["it fits `・", "then `Nr\\.(?<refs>", "does not follow"],
    );
}

#[test]
fn a_sample_that_does_not_fit_is_named_beside_what_is_printed() {
    let rule = shipped("tomisato-suishin.toml").replace(
        "item = [{ kind = \"action\", parent = [\"measure\"], marker = \"①\" }]",
        "item = [{ kind = \"action\", parent = [\"measure\"], marker = \"(1)\" }]",
    );
    assert!(rule.contains("marker = \"(1)\""));
    let reading = reading("tomisato-suishin");
    let rules = RuleSet::shipped().unwrap();
    let drafted = Drafted::default();
    let subject = Subject::new(&reading, &rules, None, &drafted).unwrap();
    let title = &subject.document().items[2].title;
    let said = ask_with("tomisato-suishin", Some(&rule), &[title]).remove(0);
    has(
        &said,
        "why",
        &["the entry begins with `①`", "like the sample `(1)`"],
    );
}

#[test]
fn a_table_that_no_rule_reads_names_the_header_that_fails() {
    let rule = shipped("tomisato-suishin.toml").replace(
        "headers = ['推進項目', '実行計画', '進捗状況']",
        "headers = ['推進項目', '実施計画', '進捗状況']",
    );
    let reading = reading("tomisato-suishin");
    let rules = RuleSet::shipped().unwrap();
    let drafted = Drafted::default();
    let subject = Subject::new(&reading, &rules, None, &drafted).unwrap();
    let title = &subject.document().items[2].title;
    let said = ask_with("tomisato-suishin", Some(&rule), &[title]).remove(0);
    has(&said, "why", &["no `[[table]]` of the rule reads table1"]);
    let why = "no cell matches the header `実施計画` (own.toml:28); the nearest is `実行計画`, 1 character off";
    has(&said, "table", &["`進捗状況` (own.toml:27): ", why]);
}

#[test]
fn running_text_names_its_section() {
    let said = ask("okazaki-gaiyo", "【施策内容】");
    has(
        &said,
        "why",
        &["it is a heading, and the rule gives it no `kind`"],
    );
    let loose = ask("tomisato-suishin", "マークの意味");
    has(&loose, "printed", &["running text"]);
}

#[test]
fn everything_of_every_fixture_is_explained_in_few_lines() {
    let folders = std::fs::read_dir(repo("fixtures")).unwrap();
    let names = folders.map(|f| f.unwrap().file_name().to_string_lossy().into_owned());
    let rules = RuleSet::shipped().unwrap();
    let mut asked = 0;
    for name in names.filter(|n| repo("fixtures").join(n).join(format!("{n}.pdf")).exists()) {
        let reading = reading(&name);
        let drafted = Drafted::default();
        let subject = Subject::new(&reading, &rules, None, &drafted).unwrap();
        let document = subject.document();
        let mut questions: Vec<(String, String)> = Vec::new();
        for item in &document.items {
            questions.push((item.id.clone(), item.id.clone()));
            let own = [
                "number", "title", "status", "refs", "parent", "flags", "nix",
            ];
            let labels = item.fields.keys().map(String::as_str).chain(own);
            questions.extend(labels.map(|l| (format!("{}.{l}", item.id), item.id.clone())));
        }
        for indicator in &document.indicators {
            let id = &indicator.id;
            questions.push((id.clone(), id.clone()));
            let roles = indicator.values.iter().map(|v| v.role.clone());
            questions.extend(roles.map(|r| (format!("{id}.{r}"), id.clone())));
        }
        for item in &document.items {
            let said = subject.explain(&item.id, None);
            has(&said, "read as", &["a"]);
            has(&said, "rule", &[".toml:"]);
            has(&said, "captures", &["title = "]);
            has(&said, "printed", &["page "]);
        }
        for (question, id) in questions {
            let said = subject.explain(&question, None);
            let text = said.to_string();
            let first = text.lines().next().unwrap();
            assert!(first.contains(&id), "{name}: {question}: {first}");
            assert!(text.lines().count() <= MOST_LINES, "{name}: {text}");
            asked += 1;
        }
    }
    assert!(asked > 1000, "{asked}");
}

#[test]
fn any_text_of_a_fixture_may_be_asked() {
    let rules = RuleSet::shipped().unwrap();
    for name in ["toyota-taikei", "okazaki-gaiyo", "shishin-shinchoku"] {
        let reading = reading(name);
        let drafted = Drafted::default();
        let subject = Subject::new(&reading, &rules, None, &drafted).unwrap();
        let cells = subject.document().tables.iter().flat_map(|t| &t.cells);
        let cells = cells.map(|c| c.text.as_str());
        let sections = subject
            .document()
            .sections
            .iter()
            .flat_map(|s| s.text.lines());
        for text in cells.chain(sections).filter(|t| !t.is_empty()) {
            let text: String = text.chars().take(12).collect();
            let said = subject.explain(&text, None).to_string();
            assert!(said.lines().count() <= MOST_LINES, "{name}: {said}");
        }
    }
}

#[test]
fn rules_are_told_in_words() {
    for entry in RuleSet::shipped().unwrap().rules() {
        let said = describe(entry.rule().unwrap());
        let first = said.lines().next().unwrap();
        assert!(first.starts_with(&format!("{} v", entry.id())), "{first}");
        assert!(said.lines().count() <= 50, "{said}");
        assert!(said.ends_with("run by `keikaku rules check`\n"), "{said}");
    }
    let rule = compile(
        "own.toml",
        &BY_ROWS.replace("'実行計画'\n[[ex", "'{取組}名?'\n[[ex"),
    )
    .unwrap();
    let said = describe(&rule);
    assert!(
        said.contains("table `進捗`: headers `推進項目`, `実行計画`"),
        "{said}"
    );
    assert!(
        said.contains("a row is an action: title under `{取組}名?`\n"),
        "{said}"
    );
    // a word that stands for a few names is spelled out
    let words = "[words]\n\"件名\" = '案件|題名'\n\n[match]";
    let own = BY_ROWS
        .replace("[match]", words)
        .replace("'実行計画'\n[[ex", "'{件名}'\n[[ex");
    let said = describe(&compile("own.toml", &own).unwrap());
    assert!(
        said.contains("title under `{件名}` [件名: 案件, 題名]"),
        "{said}"
    );
}

#[test]
fn the_commands_say_it_with_their_status() {
    let path = repo("fixtures/tomisato-suishin/tomisato-suishin.pdf");
    let run = |args: &[&str]| {
        let mut command = crate::cli::keikaku();
        let output = command.args(args).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code().unwrap(), text)
    };
    let path = path.to_str().unwrap();
    assert_eq!(run(&["explain", path]).0, 0);
    let (code, text) = run(&["explain", path, "policy1.title", "--format", "json"]);
    assert_eq!(code, 0);
    let said: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(said["found"], true);
    assert_eq!(said["lines"][0]["what"], "read as");
    assert_eq!(run(&["explain", path, "マリトッツォ"]).0, 1);
    assert_eq!(run(&["explain", "no-such.pdf", "1"]).0, 2);
    assert_eq!(run(&["rules", "explain", "toyota-taikei"]).0, 0);
    assert_eq!(run(&["rules", "explain", "nix"]).0, 2);
}
