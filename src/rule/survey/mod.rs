//! A rule for a document that none is known for: what is plain to see in it, written as a rule file.
//!
//! In: a [`Reading`]. Out: the text of a rule file with comments, that passes `rules check`. `rules new`
//! prints it; a document that no rule fits is read by it.
//!
//! What is seen: tables by their header words (the shared vocabulary says which words name which
//! kind), numbers by their shape, headings that repeat, legends that state themselves. What is not
//! plain is left out: the tables and the text are in the document anyway.

mod columns;
mod forms;
mod lists;
mod plan;
mod samples;
mod sections;
mod tables;
mod toml;

use super::apply::{stated, stated_in_tables};
use super::compile::compile;
use super::example::results_of;
use super::passages::passages;
use crate::reading::Reading;
use crate::rule::model::Rule;
use std::fmt::Write;
use tables::TableDraft;
use toml::{list, literal, quoted};

/// Most tables that a draft reads.
const MAX_TABLES: usize = 24;
/// Most marks that a draft lists.
const MAX_MARKS: usize = 12;
/// Most patterns that a draft finds its documents by.
const MAX_ALL: usize = 4;

/// The name of a draft where it stands for a file.
pub const DRAFT: &str = "draft.toml";

/// The text of a rule file for a document.
pub fn draft(reading: &Reading, id: &str) -> String {
    let without = body(reading, id);
    let example = example(&without);
    let mut text = without.text;
    text.push_str(&example);
    text
}

struct Body {
    text: String,
    /// Texts that can be examples: where, what.
    examples: Vec<(String, String)>,
}

fn body(reading: &Reading, id: &str) -> Body {
    let passages = passages(&reading.flow);
    let mut legend = stated(&passages);
    legend.extend(stated_in_tables(&reading.flow.tables));
    let marks: Vec<(String, String)> = legend
        .iter()
        .map(|(mark, meaning)| {
            (
                mark.folded().as_str().trim().to_owned(),
                meaning.as_str().to_owned(),
            )
        })
        .collect();
    let plan = plan::draft(reading);
    let about = tables::About {
        marks: &marks,
        plan: &plan.name,
    };
    let form = forms::draft(reading);
    let of_form = form.as_ref().map_or(Vec::new(), |f| f.tables.clone());
    let tables = tables_of(reading, &about, &of_form);
    let sections = sections::draft(reading, &plan.name);
    let mut all: Vec<String> = sections.found.iter().take(2).cloned().collect();
    let of_form = form.iter().flat_map(|f| &f.labels);
    for label in of_form.chain(tables.iter().flat_map(|t| &t.labels)) {
        let header = toml::header(label);
        if !all.contains(&header) && all.len() < MAX_ALL {
            all.push(header);
        }
    }
    if all.is_empty() && plan.any.is_empty() {
        all.push(first_words(reading));
    }
    let mut text = String::new();
    head(&mut text, id, &plan, &all);
    let _ = writeln!(text, "\n[[legend]]\nstated = true");
    let mut said: Vec<String> = Vec::new();
    for (mark, meaning) in &legend {
        let line = format!("#   {} = {}", mark.as_str(), meaning.as_str());
        if said.len() < MAX_MARKS && !said.contains(&line) {
            let _ = writeln!(text, "{line}");
            said.push(line);
        }
    }
    text.push_str(FOOTNOTES);
    let mut examples = Vec::new();
    for table in &tables {
        text.push_str(&table.text);
        examples.extend(table.examples.iter().cloned());
    }
    text.push_str(form.as_ref().map_or("", |f| &f.text));
    text.push_str(&sections.text);
    examples.extend(sections.examples);
    Body { text, examples }
}

/// The first words of a document that says nothing else of itself.
fn first_words(reading: &Reading) -> String {
    let passages = passages(&reading.flow);
    let texts = passages.iter().map(|p| p.text.one_line());
    let first = texts.into_iter().find(|t| !t.is_blank());
    let words = first.map(|t| {
        t.as_str()
            .trim()
            .chars()
            .take(MAX_WORDS)
            .collect::<String>()
    });
    words.map_or_else(|| ".".to_owned(), |w| toml::pattern(&w))
}

/// Most characters of them.
const MAX_WORDS: usize = 20;

const FOOTNOTES: &str = r"
[[footnote]]
pattern = '^※\d*\s*(?<term>[^:。、]{1,30}):\s*(?<text>.+)$'

[[footnote]]
pattern = '^※\d*\s*(?<term>[^:。、]{1,30}?)とは、?(?<text>.+)$'

[[footnote]]
pattern = '^(?<term>(?:※|\*|注)\s*\d+)[\s.:)]*(?<text>\S.*)$'
";

fn head(text: &mut String, id: &str, plan: &plan::PlanDraft, all: &[String]) {
    let _ = writeln!(
        text,
        "# A draft, made from one document. Change what is wrong, then run `keikaku rules check` on it and"
    );
    let _ = writeln!(
        text,
        "# convert the document with `--rules`. Header patterns match a whole header cell; {{担当課}} and the"
    );
    let _ = writeln!(
        text,
        "# like are shared words; a marker such as \"(1)\" is a sample of the numbers that entries begin with."
    );
    let _ = writeln!(text, "id = {}\nversion = 1", quoted(id));
    let _ = writeln!(text, "title = {}", quoted(&plan.name));
    let _ = writeln!(
        text,
        "why = \"say what is particular about this family of documents\""
    );
    let _ = writeln!(
        text,
        "\n# each of `all` must be found in a document; each of `any` that is found makes the rule fit better\n[match]"
    );
    let _ = writeln!(text, "all = {}", list(all, literal));
    let _ = writeln!(text, "any = {}", list(&plan.any, literal));
    if !plan.patterns.is_empty() {
        let patterns: Vec<String> = plan.patterns.iter().map(|p| literal(p)).collect();
        let _ = writeln!(
            text,
            "\n[plan]\npatterns = [\n  {},\n]",
            patterns.join(",\n  ")
        );
    }
}

/// Drafts of the tables, each make of table once.
fn tables_of(reading: &Reading, about: &tables::About<'_>, of_form: &[usize]) -> Vec<TableDraft> {
    let mut out: Vec<TableDraft> = Vec::new();
    for (i, table) in reading.flow.tables.iter().enumerate() {
        if of_form.contains(&i) {
            continue;
        }
        if out.len() == MAX_TABLES {
            break;
        }
        let Some(mut draft) = tables::draft(table, i, about) else {
            continue;
        };
        // a rule reads every table that has its headers: what another draft reads is read
        let reads = |a: &TableDraft, b: &TableDraft| a.headers.iter().all(|h| b.all.contains(h));
        if out.iter().any(|t| reads(t, &draft) || reads(&draft, t)) {
            continue;
        }
        if out.iter().any(|t| t.name == draft.name) {
            let name = format!("{} {}", draft.name, out.len() + 1);
            let old = format!("name = {}\n", quoted(&draft.name));
            let new = format!("name = {}\n", quoted(&name));
            draft.text = draft.text.replacen(&old, &new, 1);
            draft.name = name;
        }
        out.push(draft);
    }
    out
}

/// The rule that reads a document which no rule file fits; none where the draft is no sound rule.
pub fn rule(reading: &Reading) -> Option<Rule> {
    let mut text = body(reading, "draft").text;
    text.push_str(PLAIN_EXAMPLE);
    compile(DRAFT, &text).ok()
}

/// An example that holds for every draft.
const PLAIN_EXAMPLE: &str = r#"
[[example]]
in = "legend"
given = "A＝完了　B＝予定通り"
expect = { mark = "B", meaning = "予定通り" }
"#;

/// The worked examples: what the draft makes of texts that stand in the document.
fn example(body: &Body) -> String {
    let text = format!("{}{PLAIN_EXAMPLE}", body.text);
    let Ok(rule) = compile(DRAFT, &text) else {
        return PLAIN_EXAMPLE.to_owned();
    };
    let mut out = String::new();
    for (within, given) in body.examples.iter().take(MAX_EXAMPLES) {
        let Some(expected) = results_of(&rule, within, given)
            .into_iter()
            .find_map(expectation)
        else {
            continue;
        };
        let _ = writeln!(
            out,
            "\n[[example]]\nin = {}\ngiven = {}",
            quoted(within),
            quoted(given)
        );
        let _ = writeln!(out, "expect = {{ {expected} }}");
    }
    if out.is_empty() {
        return PLAIN_EXAMPLE.to_owned();
    }
    out
}

/// Most examples of a draft.
const MAX_EXAMPLES: usize = 3;

/// What an example may expect of a result: its number, title and status.
fn expectation(result: serde_json::Value) -> Option<String> {
    let keys = ["number", "title", "status"].into_iter();
    let said = keys.filter_map(|key| {
        let value = result.get(key)?.as_str().filter(|v| !v.is_empty())?;
        Some(format!("{key} = {}", quoted(value)))
    });
    let said: Vec<String> = said.collect();
    (!said.is_empty()).then(|| said.join(", "))
}
