//! A comparison as GitHub Flavored Markdown.

use super::clean::one_line;
use super::outline::{Block, Entry, Lot, Outline, Sign};
use super::row::{self, Body, Row};
use super::wording::{self, WEIGHTS};
use super::{Options, head};
use crate::edition::{Comparison, Of, Piece, PieceSide, Weight};
use crate::finding::Severity;
use crate::language::Language;

/// A comparison as Markdown.
pub fn markdown(comparison: &Comparison, options: &Options) -> String {
    let outline = Outline::of(comparison, &options.places);
    let mut out = String::new();
    write_head(&mut out, comparison);
    write_matter(&mut out, &outline);
    if !outline.routine.is_empty() {
        write_title(&mut out, Weight::Routine);
        write_lots(&mut out, &outline.routine);
    }
    if !outline.clerical.is_empty() {
        let open = if options.clerical { " open" } else { "" };
        let title = wording::weight(Weight::Clerical);
        let n = comparison.summary.clerical;
        out += &format!("\n<details{open}>\n<summary>{title} ({n})</summary>\n");
        write_lots(&mut out, &outline.clerical);
        out += "\n</details>\n";
    }
    write_findings(&mut out, comparison, options.language);
    out
}

/// A text that means itself: what Markdown or HTML would obey is escaped.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for (i, c) in one_line(text).trim().char_indices() {
        let leads = i == 0 && matches!(c, '-' | '+' | '=');
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => out.extend(['\\', c]),
            c if leads => out.extend(['\\', c]),
            // `1.` and `1)` begin lists
            '.' | ')' if i > 0 && out.chars().all(|c| c.is_ascii_digit()) => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

/// A text between marks, or between tags where the marks would not be taken for such: they must touch a letter or
/// digit, and nothing that is escaped.
fn marked(mark: &str, tag: &str, text: &str) -> String {
    let inner = escaped(text);
    let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match touches(inner.chars().next()) && touches(inner.chars().last()) {
        _ if inner.is_empty() => inner,
        true => format!("{mark}{inner}{mark}"),
        false => format!("<{tag}>{inner}</{tag}>"),
    }
}

fn old(text: &str) -> String {
    marked("~~", "del", text)
}

fn new(text: &str) -> String {
    marked("**", "strong", text)
}

fn write_title(out: &mut String, weight: Weight) {
    let (title, note) = (wording::weight(weight), wording::weight_note(weight));
    *out += &format!("\n## {title}\n\n{note}\n");
}

fn write_head(out: &mut String, comparison: &Comparison) {
    *out += &format!("# {}\n\n", escaped(&head::title(comparison)));
    let (was, is) = (head::facts(&comparison.old), head::facts(&comparison.new));
    let fact = |facts: &[(&str, String)], name: &str| {
        let fact = facts.iter().find(|(n, _)| *n == name);
        fact.map_or(String::new(), |(_, fact)| escaped(fact))
    };
    *out += "| | old | new |\n|---|---|---|\n";
    for name in ["title", "municipality", "edition", "period", "file"] {
        let (was, is) = (fact(&was, name), fact(&is, name));
        if !was.is_empty() || !is.is_empty() {
            *out += &format!("| {name} | {was} | {is} |\n");
        }
    }
    let (was, is) = (head::size(&comparison.old), head::size(&comparison.new));
    *out += &format!("| holds | {was} | {is} |\n");
    *out += &format!("\n**{}**\n", head::summary(comparison));
    match comparison.changes.is_empty() {
        true => *out += "\nBoth editions say the same.\n",
        false => write_counts(out, comparison),
    }
}

fn write_counts(out: &mut String, comparison: &Comparison) {
    let names = WEIGHTS.map(wording::weight_word).join(" | ");
    *out += &format!("\n| kind | {names} |\n|---|--:|--:|--:|\n");
    for (_, name, numbers) in head::Counts::of(comparison).rows() {
        let numbers = numbers.map(|n| match n {
            0 => "·".to_owned(),
            n => n.to_string(),
        });
        *out += &format!("| {name} | {} |\n", numbers.join(" | "));
    }
}

fn write_matter(out: &mut String, outline: &Outline<'_>) {
    if outline.groups.is_empty() {
        return;
    }
    write_title(out, Weight::Substantive);
    for group in &outline.groups {
        *out += &format!("\n### {}\n", escaped(&group.title()));
        for block in &group.blocks {
            write_block(out, block);
        }
    }
}

fn write_block(out: &mut String, block: &Block<'_>) {
    let sign = match block.sign {
        Sign::Came => "added: ",
        Sign::Went => "removed: ",
        Sign::Stays => "",
    };
    let title = escaped(&block.title());
    *out += &format!("\n#### {sign}{title}{}\n\n", in_brackets(block.pages()));
    for row in block.telling() {
        write_row(out, row, block.pages());
    }
    if let Some(sureness) = block.doubt {
        *out +=
            &format!("- recognised by its likeness ({sureness:.2}): see whether it is the same\n");
    }
}

fn in_brackets(text: &str) -> String {
    match text.is_empty() {
        true => String::new(),
        false => format!(" ({text})"),
    }
}

fn write_row(out: &mut String, row: &Row<'_>, pages: &str) {
    let pages = row.own_pages(pages);
    let (label, tail) = (escaped(&row.label), tail(row));
    let body = body(&row.body, "\n  - ");
    let said = format!("{body}{tail}{}", in_brackets(pages));
    let colon = match said.chars().next() {
        None => "",
        Some('\n') => ":",
        Some(_) => ": ",
    };
    *out += &format!("- {label}{colon}{said}\n");
}

/// Hint and note behind a change.
fn tail(row: &Row<'_>) -> String {
    let hint = row
        .hint
        .map_or(String::new(), |hint| format!(" — *{hint}*"));
    let note = row
        .note()
        .map_or(String::new(), |n| in_brackets(&escaped(&n)));
    format!("{hint}{note}")
}

/// What it was and is; `between` stands before each of several parts.
fn body(body: &Body<'_>, between: &str) -> String {
    match body {
        Body::Words(pieces) => pieces.iter().map(word).collect(),
        Body::Both(before, after) => format!("{} → {}", escaped(before), new(after)),
        Body::Gone(before) => old(before),
        Body::Came(after) => new(after),
        Body::Parts(parts) => {
            let one = |of: &Of| {
                let pages = in_brackets(&row::pages_of(std::slice::from_ref(of)));
                format!("{between}{}{pages}", escaped(&row::name(of)))
            };
            parts.iter().map(one).collect()
        }
        Body::Nothing => String::new(),
    }
}

fn word(piece: &Piece) -> String {
    match piece.side {
        PieceSide::Both => {
            // trimming is for whole texts: the spaces between words stay
            let text = escaped(&piece.text);
            let space = |is: bool| if is { " " } else { "" };
            let ends = piece.text.ends_with(' ');
            format!(
                "{}{text}{}",
                space(piece.text.starts_with(' ')),
                space(ends)
            )
        }
        PieceSide::Old => old(&piece.text),
        PieceSide::New => new(&piece.text),
    }
}

fn write_lots(out: &mut String, lots: &[Lot<'_>]) {
    for lot in lots {
        let times: usize = lot.entries.iter().map(|e| e.times).sum();
        let name = wording::kind_name(lot.kind);
        *out += &format!(
            "\n**{name}** ({times})\n\n| what | part | change | page |\n|---|---|---|---|\n"
        );
        for entry in &lot.entries {
            write_entry(out, entry);
        }
    }
}

fn write_entry(out: &mut String, entry: &Entry<'_>) {
    let what = match entry.title() {
        Some(title) => escaped(&title),
        None => format!("{} times", entry.times),
    };
    let row = &entry.row;
    let (label, body, tail) = (escaped(&row.label), body(&row.body, "<br>"), tail(row));
    *out += &format!("| {what} | {label} | {body}{tail} | {} |\n", row.pages);
}

fn write_findings(out: &mut String, comparison: &Comparison, language: Language) {
    let told = comparison.findings.iter();
    let mut told = told.filter(|f| f.severity > Severity::Info).peekable();
    if told.peek().is_some() {
        *out += &format!("\n## {}\n\n", language.phrase("To be checked"));
    }
    for (_, worded) in language.findings(told) {
        let (message, help) = (escaped(&worded.message), escaped(&worded.help));
        *out += &format!("- {message} — {help}\n");
    }
}
