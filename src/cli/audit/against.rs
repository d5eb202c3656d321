//! `keikaku audit --against ENGINE`: what a second engine reads, held against what we read.

use super::super::{Outcome, print, reading, report, target};
use super::output;
use crate::audit::engine::{
    Against, Compared, Counts, Disagreement, Engine, INSTALL, PageAgreement, Reason, Side, against,
};
use crate::batch::{Input, bytes_of, inputs};
use crate::error::{Error, Result};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

/// Differences of one file that are listed; JSON has them all.
const MOST: usize = 20;

/// What is asked for.
pub struct Request<'a> {
    /// The other engine.
    pub engine: Engine,
    /// PDFs, folders of them, globs.
    pub files: &'a [PathBuf],
    /// How it is printed, and the files it goes into.
    pub output: output::Plain<'a>,
    /// The least share of characters a file must have in common with the other engine.
    pub least: Option<f64>,
    /// How PDFs are read.
    pub reading: &'a reading::Args,
}

/// Compares and prints.
///
/// # Errors
/// When the result cannot be written.
pub fn run(request: &Request<'_>) -> Result<Outcome> {
    let Some(version) = request.engine.version() else {
        say!("error: `{}` gives no answer", request.engine.program());
        say!("  help: {INSTALL}");
        return Ok(Outcome::NoResult);
    };
    let mut failed = false;
    let mut found: Vec<Input> = Vec::new();
    for input in inputs(request.files) {
        match input {
            Ok(input) => found.push(input),
            Err(e) => {
                report::error(None, &e);
                failed = true;
            }
        }
    }
    if found.is_empty() {
        say!("error: there is no PDF to compare");
        say!("  help: name PDFs, or a folder with PDFs");
        return Ok(Outcome::NoResult);
    }
    found.sort_by(|a, b| a.relative.cmp(&b.relative));
    let files: Vec<Compared> = found.par_iter().map(|i| compared(request, i)).collect();
    let result = Against::new(request.engine, version, files);
    failed |= result.failed() > 0;
    for (path, json) in &request.output.files {
        target::write(path, &written(&result, *json)?)?;
    }
    print(&written(&result, request.output.json)?);
    // one that could not be compared has no share, and is told as failed
    let below = |f: &Compared| request.least.zip(f.share).is_some_and(|(l, s)| s < l);
    Ok(match (result.files.iter().any(below), failed) {
        (true, _) => Outcome::Findings,
        (false, true) => Outcome::SomeFailed,
        (false, false) => Outcome::Clean,
    })
}

fn written(result: &Against, json: bool) -> Result<String> {
    if !json {
        return Ok(text(result));
    }
    let json = serde_json::to_string_pretty(result);
    json.map(|json| json + "\n")
        .map_err(|e| Error::Internal(format!("the comparison cannot be written: {e}")))
}

fn compared(request: &Request<'_>, input: &Input) -> Compared {
    let name = input.relative.to_string_lossy().into_owned();
    let bytes = match bytes_of(&input.path) {
        Ok(bytes) => bytes,
        Err(e) => return Compared::failed(name, e.to_string()),
    };
    let (options, _deadline) = request.reading.start();
    match against(request.engine, &bytes, &options) {
        Ok(agreement) => Compared::new(name, agreement),
        Err(e) => Compared::failed(name, format!("{e}; help: {}", e.help())),
    }
}

fn text(result: &Against) -> String {
    let mut out = format!("held against {} ({})\n", result.engine, result.version);
    for file in &result.files {
        of_file(&mut out, file);
    }
    let total = match (result.files.len(), result.failed()) {
        (files, 0) => format!("{files} files"),
        (files, failed) => format!("{files} files, {failed} of them not compared"),
    };
    let _ = match result.share {
        Some(_) => writeln!(out, "{total}: {}", numbers(&result.counts)),
        None => writeln!(out, "{total}"),
    };
    out
}

fn of_file(out: &mut String, file: &Compared) {
    if let Some(why) = &file.failure {
        let _ = writeln!(out, "\n{}: not compared: {why}", file.file);
        return;
    }
    let counts = &file.agreement.counts;
    let _ = writeln!(out, "\n{}: {}", file.file, numbers(counts));
    let explained = explained(&file.agreement.pages);
    if !explained.is_empty() {
        let _ = writeln!(out, "  explained: {}", explained.join(", "));
    }
    let open = |d: &&Disagreement| d.explained.is_none();
    let all = file.agreement.pages.iter().flat_map(|p| {
        let found = p.disagreements.iter().filter(open);
        found.map(move |d| (p.page, d))
    });
    let all: Vec<(u32, &Disagreement)> = all.collect();
    for (page, disagreement) in all.iter().take(MOST) {
        let _ = writeln!(out, "  {}", line(*page, disagreement));
    }
    if all.len() > MOST {
        let _ = writeln!(out, "  … and {} more (`--format json`)", all.len() - MOST);
    }
}

fn numbers(counts: &Counts) -> String {
    let Counts {
        shared,
        ours,
        theirs,
        words,
        words_shared,
        ..
    } = counts;
    format!(
        "{:.2} %: {shared} characters in both, {ours} only ours, {theirs} only theirs; \
         {words_shared} of {words} words in one line",
        percent(counts.share())
    )
}

/// Never 100 % unless it is.
fn percent(share: f64) -> f64 {
    (share * 10_000.0).floor() / 100.0
}

/// How many characters of each kind of explained difference.
fn explained(pages: &[PageAgreement]) -> Vec<String> {
    let mut counts: BTreeMap<(Reason, bool), usize> = BTreeMap::new();
    for d in pages.iter().flat_map(|p| &p.disagreements) {
        if let Some(reason) = d.explained {
            let ours = d.side == Side::Ours;
            *counts.entry((reason, ours)).or_default() += d.text.chars().count();
        }
    }
    let said = |((reason, ours), n): ((Reason, bool), usize)| {
        let side = if ours { "ours" } else { "theirs" };
        format!("{n} {side} {}", words_of(reason))
    };
    counts.into_iter().map(said).collect()
}

fn words_of(reason: Reason) -> &'static str {
    match reason {
        Reason::Hidden => "hidden",
        Reason::Repeated => "drawn twice",
        Reason::Ruby => "ruby",
        Reason::Suspect => "in a font whose text cannot be true",
        Reason::NoUnicode => "that the other has no Unicode for",
        Reason::Unmapped => "that we have no Unicode for",
        Reason::LookAlike => "that look the same",
        Reason::Drawn => "drawn as a shape",
        Reason::OffPage => "off the page",
    }
}

fn line(page: u32, d: &Disagreement) -> String {
    let side = match d.side {
        Side::Ours => "only ours  ",
        Side::Theirs => "only theirs",
    };
    let place = d.r#box.map_or(String::new(), |b| {
        let [x0, top, x1, bottom] = b.map(|v| v.round());
        format!(" [{x0} {top} {x1} {bottom}]")
    });
    let instead = match (&d.instead, d.side) {
        (None, _) => String::new(),
        (Some(text), Side::Ours) => format!(", theirs `{text}`"),
        (Some(text), Side::Theirs) => format!(", ours `{text}`"),
    };
    format!("page {page}{place} {side} `{}`{instead}", d.text)
}
