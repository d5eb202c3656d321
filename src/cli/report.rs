//! Errors and findings on stderr.

use super::language::{chosen, phrase};
use crate::batch::Failure;
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::finding::{Code, Finding, Severity};
use crate::language::Worded;
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource};
use std::collections::BTreeSet;
use std::path::Path;

/// Prints an error with its remedy.
pub fn error(path: Option<&Path>, error: &Error) {
    match (path, error) {
        (
            _,
            Error::Rules(diagnostics) | Error::Sources(diagnostics) | Error::Fixtures(diagnostics),
        ) => diagnostics.iter().for_each(diagnostic),
        (Some(path), error) => {
            let Worded { message, help } = worded(error);
            match error {
                // it names its own path
                Error::Io { .. } => problem(&message, &help),
                _ => problem(&format!("{}: {message}", path.display()), &help),
            }
        }
        (None, error) => {
            let Worded { message, help } = worded(error);
            problem(&message, &help);
        }
    }
}

fn worded(error: &Error) -> Worded {
    chosen().error(error.code(), &error.to_string(), error.help())
}

/// Prints what is wrong with its remedy, both in the language that is settled.
pub fn problem(message: &str, help: &str) {
    say!("{}: {message}", severity(Severity::Error));
    say!("  {}: {help}", chosen().remedy());
}

/// A path on one line, whatever its name holds.
pub fn shown(path: &str) -> String {
    let shown = |c: char| match c.is_control() {
        true => c.escape_default().to_string(),
        false => c.to_string(),
    };
    path.chars().map(shown).collect()
}

/// Prints why there is no result for an input.
pub fn failure(path: &str, failure: &Failure) {
    let Failure {
        code,
        message,
        help,
    } = failure;
    let Worded { message, help } = chosen().error(code, message, help);
    problem(&format!("{}: {message} [{code}]", shown(path)), &help);
}

/// Says that glyphs of an input are lost or in two places, and on which pages.
pub fn astray(path: &str, (lost, twice): (u64, u64), findings: &[Finding]) {
    let codes = [Code::TextLost, Code::TextTwice].map(Code::as_str);
    let of_glyphs = findings.iter().filter(|f| codes.contains(&f.code.as_str()));
    let pages: BTreeSet<u32> = of_glyphs.flat_map(|f| &f.at).map(|at| at.page).collect();
    let pages: Vec<String> = pages.iter().map(u32::to_string).collect();
    let place = match pages.as_slice() {
        [] => String::new(),
        pages => format!(" (page {})", pages.join(", ")),
    };
    let message = format!("{lost} glyph(s) are lost and {twice} in two places{place}");
    let help = "the findings `text-lost` and `text-twice` of the document say which";
    let (path, message) = (shown(path), phrase(&message));
    problem(&format!("{path}: {message} [strict]"), &phrase(help));
}

/// A severity as it stands at the beginning of a line.
pub fn severity(severity: Severity) -> &'static str {
    chosen().severity(severity)
}

/// Prints a mistake in a rule file with its line underlined.
pub fn diagnostic(d: &Diagnostic) {
    let label = LabeledSpan::new_with_span(
        Some(phrase("here")),
        (
            d.span.start,
            d.span.len().max(1).min(d.source.len() - d.span.start),
        ),
    );
    let Worded { message, help } = chosen().mistake(d);
    let mut report = miette::MietteDiagnostic::new(message).with_label(label);
    if !help.is_empty() {
        report = report.with_help(help);
    }
    let report = miette::Report::new(report)
        .with_source_code(NamedSource::new(d.file.as_str(), d.source.to_string()));
    let mut text = String::new();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor());
    match handler.render_report(&mut text, report.as_ref()) {
        Ok(()) => {
            let code = d.code.as_str();
            // the word of the renderer, which knows one language
            let remedy = format!("\n  {}: ", chosen().remedy());
            let text = text.replacen("\n  help: ", &remedy, 1);
            say!("{}:{}:{}: {code}{text}", d.file, d.line, d.column);
        }
        Err(_) => say!("{d}"),
    }
}

/// A mistake in a rule file as an editor reads it. Lines and columns count from 1, columns in characters; `end`
/// is behind the last character.
pub fn diagnostic_json(d: &Diagnostic) -> serde_json::Value {
    let (line, column) = d.end();
    serde_json::json!({
        "file": d.file,
        "line": d.line,
        "column": d.column,
        "end": { "line": line, "column": column },
        "code": d.code.as_str(),
        "message": d.message,
        "help": d.help,
    })
}

/// Prints findings, one a line with its remedy.
pub fn findings(path: &Path, findings: &[Finding], least: Severity) {
    for finding in findings.iter().filter(|f| f.severity >= least) {
        let place = finding.at.first().map_or(String::new(), |at| {
            let [x0, top, x1, bottom] = at.r#box.map(|v| v.round());
            format!(":p{} [{x0} {top} {x1} {bottom}]", at.page)
        });
        let severity = severity(finding.severity);
        let Worded { message, help } = chosen().finding(finding);
        let path = shown(&path.to_string_lossy());
        say!("{severity}: {path}{place}: {message} [{}]", finding.code);
        say!("  {}: {help}", chosen().remedy());
    }
}
