//! What a run came to, as a table for people.

use super::language::{chosen, phrase};
use super::report::shown;
use crate::batch::{Entry, Failure, Manifest, Status, Totals};
use crate::document::Account;
use crate::finding::Severity;
use crate::language::{Language, Worded};
use console::measure_text_width;
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

/// Failures that are listed one by one; the manifest has them all.
const LISTED: usize = 20;

/// The summary of a run.
pub fn text(manifest: &Manifest, out: &Path) -> String {
    let mut text = String::new();
    let _ = write_all(&mut text, manifest, out);
    text
}

fn write_all(text: &mut String, manifest: &Manifest, out: &Path) -> std::fmt::Result {
    let Totals {
        inputs,
        converted,
        cached,
        failed,
        skipped,
        pages,
        pages_converted,
        account,
        unaccounted,
    } = manifest.totals;
    let time = Duration::from_millis((manifest.seconds * 1000.0) as u64);
    let time = humantime::format_duration(time);
    let state = if manifest.interrupted {
        phrase(&format!("interrupted after {time}"))
    } else {
        phrase(&format!("done in {time}"))
    };
    let files = if inputs == 1 { "file" } else { "files" };
    let size = phrase(&format!("{inputs} {files}, {pages} pages"));
    writeln!(text, "{state}: {size}")?;
    let rate = pages_converted as f64 / manifest.seconds.max(0.001);
    let read = match pages_converted {
        0 => String::new(),
        n => phrase(&format!("{n} pages, {rate:.0} pages/s")),
    };
    let rows = [
        ("converted", converted, read),
        ("cached", cached, String::new()),
        ("failed", failed, String::new()),
        ("skipped", skipped, String::new()),
    ];
    for (name, count, note) in rows {
        let name = phrase(name);
        let name = padded(&name, 10);
        writeln!(
            text,
            "{}",
            format!("  {name} {count:>6}  {note}").trim_end()
        )?;
    }
    if unaccounted > 0 {
        let Account {
            glyphs,
            lost,
            twice,
            placed,
            ..
        } = account;
        let said = format!(
            "{placed} % of {glyphs} glyphs are where they should be: {lost} lost and {twice} in two places, in {unaccounted} of the files"
        );
        writeln!(text, "  {}", phrase(&said))?;
    }
    findings(text, manifest)?;
    failures(text, manifest)?;
    for failure in &manifest.left_out {
        let message = told(failure).message;
        writeln!(text, "  {}: {message}", phrase("not among the records"))?;
    }
    if let Some(failure) = &manifest.error {
        let Worded { message, help } = told(failure);
        let error = chosen().severity(Severity::Error);
        let what = phrase("the tables are not as they should be");
        writeln!(text, "{error}: {what}: {message}")?;
        writeln!(text, "  {}: {help}", chosen().remedy())?;
    }
    let left_over = &manifest.left_over;
    for (results, what) in [
        (
            &left_over.gone,
            "of inputs that are not among those of this run",
        ),
        (
            &left_over.other_formats,
            "in formats that this run does not write",
        ),
    ] {
        if !results.is_empty() {
            let what = phrase(&format!("results of earlier runs {what}"));
            writeln!(text, "{what}: {}", results.len())?;
            let help = phrase("`--prune` removes them");
            writeln!(text, "  {}: {help}", chosen().remedy())?;
        }
    }
    writeln!(
        text,
        "{}: {}",
        out.join("manifest.json").display(),
        phrase("every input with its findings")
    )
}

/// A failure in the language that is settled.
fn told(failure: &Failure) -> Worded {
    chosen().error(&failure.code, &failure.message, &failure.help)
}

/// A text with blanks behind it, by its width on a terminal.
fn padded(text: &str, width: usize) -> std::borrow::Cow<'_, str> {
    console::pad_str(text, width, console::Alignment::Left, None)
}

fn findings(text: &mut String, manifest: &Manifest) -> std::fmt::Result {
    let told = manifest.findings.iter();
    let mut told: Vec<_> = told.filter(|(_, f)| f.severity > Severity::Info).collect();
    told.sort_by_key(|(code, f)| (std::cmp::Reverse((f.severity, f.count)), *code));
    if told.is_empty() {
        return Ok(());
    }
    let (finding, count) = (phrase("finding"), phrase("count"));
    let (finding, none) = (padded(&finding, 22), padded("", 8));
    let count = console::pad_str(&count, 6, console::Alignment::Right, None);
    writeln!(text, "  {finding} {none} {count}  {}", phrase("files"))?;
    for (code, f) in told {
        let severity = padded(super::report::severity(f.severity), 8);
        let (count, documents) = (f.count, f.documents);
        let line = format!("  {code:<22} {severity} {count:>6} {documents:>6}");
        // a code says little to who reads no English
        let means = chosen()
            .means(code)
            .filter(|_| chosen() != Language::English);
        let line = format!("{line}  {}", means.unwrap_or_default());
        writeln!(text, "{}", line.trim_end())?;
    }
    Ok(())
}

fn failures(text: &mut String, manifest: &Manifest) -> std::fmt::Result {
    let lost = |e: &&Entry| matches!(e.status, Status::Failed | Status::Skipped);
    let lost: Vec<&Entry> = manifest.inputs.iter().filter(lost).collect();
    let lost = match manifest.interrupted {
        // those that were not reached are no news
        true => lost
            .into_iter()
            .filter(|e| e.status == Status::Failed)
            .collect(),
        false => lost,
    };
    let listed: Vec<(String, &Entry)> = lost
        .iter()
        .take(LISTED)
        .map(|e| (shown(&e.path), *e))
        .collect();
    let widest = listed.iter().map(|(path, _)| measure_text_width(path));
    let widest = widest.max().unwrap_or_default().min(60);
    for (path, entry) in listed {
        let path = console::pad_str(&path, widest, console::Alignment::Left, None);
        let reason = entry.error.as_ref().map(|e| told(e).message);
        let reason = reason.unwrap_or_default();
        writeln!(text, "  {path}  {reason}")?;
    }
    if lost.len() > LISTED {
        let more = phrase(&format!("… and {} more", lost.len() - LISTED));
        writeln!(text, "  {more}")?;
    }
    Ok(())
}
