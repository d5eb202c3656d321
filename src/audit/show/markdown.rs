//! An audit for a pull request.

use super::{Options, words};
use crate::audit::difference::{Difference, Kind};
use crate::audit::report::{Audited, Report};
use crate::edition::show::clean::one_line;
use std::fmt::Write;

/// Most differences of a fixture: who reads a pull request wants to know what is wrong, and the rest is in the JSON.
const MOST: usize = 50;
/// Longest value in characters.
const LONGEST: usize = 160;

/// An audit as Markdown.
pub fn markdown(report: &Report, options: &Options) -> String {
    let mut out = format!("## Audit: {}\n", escaped(&words::headline(report)));
    if let Some(account) = words::account(report) {
        line(&mut out, &format!("\n{}", escaped(&account)));
    }
    if !report.files.is_empty() {
        out += "\n### Files\n\n";
        for fault in &report.files {
            line(
                &mut out,
                &format!("- {} ({})", escaped(&fault.message), escaped(&fault.help)),
            );
        }
    }
    for open in words::unreviewed(report) {
        line(&mut out, &format!("\n{}", escaped(&open)));
    }
    if !options.summary {
        for fixture in &report.fixtures {
            one(&mut out, fixture, options);
        }
    }
    for (name, rows) in words::tables(report) {
        table(&mut out, name, &rows);
    }
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn one(out: &mut String, fixture: &Audited, options: &Options) {
    let is_shown = |d: &&Difference| options.print || d.kind != Kind::Print;
    let shown: Vec<&Difference> = fixture.differences.iter().filter(is_shown).collect();
    let is_silent = shown.is_empty() && fixture.expected.is_empty() && fixture.below.is_empty();
    if is_silent && fixture.failure.is_none() {
        return;
    }
    let verdict = words::verdict(fixture.verdict);
    line(
        out,
        &format!("\n### {}: {verdict}\n", escaped(&fixture.name)),
    );
    if let Some(failure) = &fixture.failure {
        line(out, &format!("{}\n", escaped(failure)));
    }
    for below in &fixture.below {
        line(out, &format!("- {}", escaped(below)));
    }
    for outcome in &fixture.expected {
        line(out, &format!("- {}", escaped(&words::outcome(outcome))));
    }
    if shown.is_empty() {
        return;
    }
    line(
        out,
        "\n| | what | field | expected | found | where |\n|---|---|---|---|---|---|",
    );
    for difference in shown.iter().take(MOST) {
        let sign = words::kind(difference);
        let of = escaped(&words::owner(&difference.of));
        let field = escaped(&difference.field);
        let [expected, found] = [&difference.expected, &difference.found].map(value);
        let place = escaped(&words::place(&difference.at, difference.located));
        line(
            out,
            &format!("| {sign} | {of} | {field} | {expected} | {found} | {place} |"),
        );
    }
    if let Some(more) = shown.len().checked_sub(MOST).filter(|more| *more > 0) {
        line(out, &format!("\n… and {more} more"));
    }
}

fn table(out: &mut String, name: &str, rows: &[[String; 7]]) {
    let head = words::HEAD.iter().skip(1).copied().collect::<Vec<_>>();
    let _ = writeln!(out, "\n<details><summary>By {name}</summary>\n");
    let _ = writeln!(out, "| {name} | {} |", head.join(" | "));
    let _ = writeln!(out, "|---|{}", "--:|".repeat(head.len()));
    for row in rows {
        let row: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
        let _ = writeln!(out, "| {} |", row.join(" | "));
    }
    let _ = writeln!(out, "\n</details>");
}

fn value(text: &Option<String>) -> String {
    let Some(text) = text else {
        return "(nothing)".into();
    };
    let mut shown: String = text.chars().take(LONGEST).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    escaped(&shown)
}

/// A text of a PDF, with nothing in it that Markdown or HTML would obey.
///
/// What GitHub looks for in the text that comes out (mentions, numbers of issues, formulas, `:words:` and addresses) is
/// not stopped by a backslash: there, an element of its own takes the text apart.
fn escaped(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::new();
    for (i, c) in text.char_indices() {
        let next = text[i + c.len_utf8()..].chars().next();
        let starts =
            next.is_some_and(|n| matches!(n, '/' | '+' | '-' | '_') || n.is_ascii_alphanumeric());
        match c {
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '&' => out += "&amp;",
            '@' | '#' | '$' => apart(&mut out, c),
            ':' if starts => apart(&mut out, c),
            '.' if text[..i].to_ascii_lowercase().ends_with("www") => apart(&mut out, c),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

fn apart(out: &mut String, c: char) {
    *out += "<span>";
    out.push(c);
    *out += "</span>";
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_is_looked_up() {
        assert_eq!(escaped("$x$"), "<span>$</span>x<span>$</span>");
        assert_eq!(escaped(":tada:"), "<span>:</span>tada:");
        assert_eq!(escaped("title: recall"), "title: recall");
        assert_eq!(
            escaped("https://example.com"),
            "https<span>:</span>//example.com"
        );
        assert_eq!(escaped("www.example.com"), "www<span>.</span>example.com");
        assert_eq!(
            escaped("@you #1 a_b"),
            "<span>@</span>you <span>#</span>1 a\\_b"
        );
    }
}
