//! Errors and findings on stderr.

use crate::batch::Failure;
use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::finding::{Finding, Severity};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource};
use std::path::Path;

/// Prints an error with its remedy.
pub fn error(path: Option<&Path>, error: &Error) {
    match (path, error) {
        (
            _,
            Error::Rules(diagnostics) | Error::Sources(diagnostics) | Error::Fixtures(diagnostics),
        ) => diagnostics.iter().for_each(diagnostic),
        (Some(path), Error::Io { .. }) => say!("error: {error}", error = io(path, error)),
        (Some(path), _) => say!("error: {}: {error}", path.display()),
        (None, _) => say!("error: {error}"),
    }
    if !matches!(
        error,
        Error::Rules(_) | Error::Sources(_) | Error::Fixtures(_)
    ) {
        say!("  help: {}", error.help());
    }
}

/// An I/O error names its own path.
fn io(_: &Path, error: &Error) -> String {
    error.to_string()
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
    say!("error: {}: {message} [{code}]", shown(path));
    say!("  help: {help}");
}

/// A severity as it stands at the beginning of a line.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// Prints a mistake in a rule file with its line underlined.
pub fn diagnostic(d: &Diagnostic) {
    let label = LabeledSpan::new_with_span(
        Some("here".into()),
        (
            d.span.start,
            d.span.len().max(1).min(d.source.len() - d.span.start),
        ),
    );
    let mut report = miette::MietteDiagnostic::new(d.message.clone()).with_label(label);
    if let Some(help) = &d.help {
        report = report.with_help(help.clone());
    }
    let report = miette::Report::new(report)
        .with_source_code(NamedSource::new(d.file.as_str(), d.source.to_string()));
    let mut text = String::new();
    let handler = GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor());
    match handler.render_report(&mut text, report.as_ref()) {
        Ok(()) => {
            let code = d.code.as_str();
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
        let path = shown(&path.to_string_lossy());
        say!(
            "{severity}: {path}{place}: {} [{}]",
            finding.message,
            finding.code
        );
        say!("  help: {}", finding.help);
    }
}
