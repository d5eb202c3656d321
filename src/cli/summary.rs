//! What a run came to, as a table for people.

use super::report::shown;
use crate::batch::{Entry, Manifest, Status, Totals};
use crate::document::Account;
use crate::finding::Severity;
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
        "interrupted after"
    } else {
        "done in"
    };
    let files = if inputs == 1 { "file" } else { "files" };
    writeln!(text, "{state} {time}: {inputs} {files}, {pages} pages")?;
    let rate = pages_converted as f64 / manifest.seconds.max(0.001);
    let read = match pages_converted {
        0 => String::new(),
        n => format!("{n} pages, {rate:.0} pages/s"),
    };
    let rows = [
        ("converted", converted, read),
        ("cached", cached, String::new()),
        ("failed", failed, String::new()),
        ("skipped", skipped, String::new()),
    ];
    for (name, count, note) in rows {
        writeln!(
            text,
            "{}",
            format!("  {name:<10} {count:>6}  {note}").trim_end()
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
        writeln!(
            text,
            "  {placed} % of {glyphs} glyphs are where they should be: {lost} lost and {twice} in two places, in {unaccounted} of the files"
        )?;
    }
    findings(text, manifest)?;
    failures(text, manifest)?;
    for failure in &manifest.left_out {
        writeln!(text, "  not among the records: {}", failure.message)?;
    }
    if let Some(failure) = &manifest.error {
        writeln!(
            text,
            "error: the tables are not as they should be: {}",
            failure.message
        )?;
        writeln!(text, "  help: {}", failure.help)?;
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
            writeln!(text, "results of earlier runs {what}: {}", results.len())?;
            writeln!(text, "  help: `--prune` removes them")?;
        }
    }
    writeln!(
        text,
        "{}: every input with its findings",
        out.join("manifest.json").display()
    )
}

fn findings(text: &mut String, manifest: &Manifest) -> std::fmt::Result {
    let told = manifest.findings.iter();
    let mut told: Vec<_> = told.filter(|(_, f)| f.severity > Severity::Info).collect();
    told.sort_by_key(|(code, f)| (std::cmp::Reverse((f.severity, f.count)), *code));
    if told.is_empty() {
        return Ok(());
    }
    writeln!(text, "  {:<22} {:<8} {:>6}  files", "finding", "", "count")?;
    for (code, f) in told {
        let severity = super::report::severity(f.severity);
        let (count, documents) = (f.count, f.documents);
        writeln!(text, "  {code:<22} {severity:<8} {count:>6} {documents:>6}")?;
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
        let reason = entry.error.as_ref().map_or("", |e| e.message.as_str());
        writeln!(text, "  {path}  {reason}")?;
    }
    if lost.len() > LISTED {
        writeln!(text, "  … and {} more", lost.len() - LISTED)?;
    }
    Ok(())
}
