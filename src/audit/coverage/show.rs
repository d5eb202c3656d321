//! A [`CoverageReport`] for people.

use super::{CoverageReport, RuleCoverage};
use std::fmt::Write;

/// As text.
pub fn text(report: &CoverageReport) -> String {
    let mut out = format!("{} documents, {} pages\n", report.documents, report.pages);
    for rule in &report.rules {
        let _ = writeln!(out, "\n{}", head(rule));
        // of a rule that reads nothing every line would be listed
        let listed = rule.unexercised.iter().filter(|_| rule.documents > 0);
        for line in listed {
            let _ = writeln!(
                out,
                "  {}:{}  {}\n      {}",
                rule.file, line.line, line.what, line.source
            );
        }
    }
    if !report.unseen_marks.is_empty() {
        let _ = writeln!(out, "\nmarks of legends that nothing has");
    }
    for mark in &report.unseen_marks {
        let _ = writeln!(
            out,
            "  `{}` = `{}`  {} ({})",
            mark.mark,
            mark.meaning,
            mark.rule,
            mark.documents.join(", ")
        );
    }
    if !report.unmet_codes.is_empty() {
        let _ = writeln!(
            out,
            "\ncodes of the vocabulary that no status has\n  {}",
            report.unmet_codes.join(", ")
        );
    }
    let _ = writeln!(out, "\n{}", accounted(report));
    for page in &report.lost {
        let _ = writeln!(
            out,
            "  {} page {}: {} glyphs nowhere, {} in two places",
            page.document, page.page, page.lost, page.twice
        );
    }
    out
}

/// One line: how much of all rules is exercised.
pub fn summary(report: &CoverageReport) -> String {
    let lines: usize = report.rules.iter().map(|r| r.lines).sum();
    let exercised: usize = report.rules.iter().map(|r| r.exercised).sum();
    let unused = report.rules.iter().filter(|r| r.documents == 0).count();
    format!(
        "{exercised} of {lines} lines of {} rules exercised, {unused} rules read no document, {} marks never seen",
        report.rules.len(),
        report.unseen_marks.len()
    )
}

fn head(rule: &RuleCoverage) -> String {
    let RuleCoverage {
        id,
        documents,
        lines,
        exercised,
        ..
    } = rule;
    match documents {
        0 => format!("{id}: no document is read by it ({lines} lines)"),
        1 => format!("{id}: {exercised} of {lines} lines exercised, by 1 document"),
        n => format!("{id}: {exercised} of {lines} lines exercised, by {n} documents"),
    }
}

fn accounted(report: &CoverageReport) -> String {
    let CoverageReport { account, pages, .. } = report;
    let placed = format!(
        "{:.2} % of the glyphs that a reader sees are in exactly one place",
        account.placed
    );
    match report.lost.len() {
        0 => format!("{placed}; none is lost on any of {pages} pages"),
        n => format!(
            "{placed}; {} are nowhere and {} in two places, on {n} of {pages} pages",
            account.lost, account.twice
        ),
    }
}

/// As Markdown.
pub fn markdown(report: &CoverageReport) -> String {
    let mut out = format!(
        "# Coverage\n\n{} documents, {} pages. {}.\n\n| rule | documents | exercised | of |\n|---|---:|---:|---:|\n",
        report.documents,
        report.pages,
        summary(report)
    );
    for rule in &report.rules {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} |",
            cell(&rule.id),
            rule.documents,
            rule.exercised,
            rule.lines
        );
    }
    for rule in report
        .rules
        .iter()
        .filter(|r| r.documents > 0 && !r.unexercised.is_empty())
    {
        let _ = writeln!(
            out,
            "\n## {}\n\n| line | what | written |\n|---|---|---|",
            rule.id
        );
        for line in &rule.unexercised {
            let (what, source) = (cell(&line.what), cell(&line.source));
            let _ = writeln!(
                out,
                "| {}:{} | {what} | {source} |",
                cell(&rule.file),
                line.line
            );
        }
    }
    if !report.unseen_marks.is_empty() {
        out +=
            "\n## Marks never seen\n\n| mark | meaning | rule | documents |\n|---|---|---|---|\n";
    }
    for mark in &report.unseen_marks {
        let documents = cell(&mark.documents.join(", "));
        let (sign, meaning, rule) = (cell(&mark.mark), cell(&mark.meaning), cell(&mark.rule));
        let _ = writeln!(out, "| {sign} | {meaning} | {rule} | {documents} |");
    }
    if !report.unmet_codes.is_empty() {
        let _ = writeln!(
            out,
            "\nCodes that no status has: {}.",
            report.unmet_codes.join(", ")
        );
    }
    let _ = writeln!(out, "\n{}.", accounted(report));
    out
}

/// A text within a table of Markdown.
fn cell(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace('\n', " ")
}
