//! What a run says while it goes on and at its end, on stderr: for people or for programs.

use super::{report, summary};
use crate::batch::{Answer, Entry, Manifest, Observer, Status};
use crate::finding::{Finding, Severity};
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::io::IsTerminal;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Where there is no terminal, a line this often tells how far it is.
const PLAIN_LINE_EVERY: Duration = Duration::from_secs(10);

/// How progress, findings and errors are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

/// The log of a run, and its progress bar.
pub struct Progress {
    format: LogFormat,
    quiet: bool,
    /// What is lost or there twice is told as an error.
    strict: bool,
    /// There is one input: its findings are printed in full.
    single: bool,
    state: Mutex<State>,
}

struct State {
    bar: ProgressBar,
    begun: Instant,
    told: Instant,
    files: usize,
    of: usize,
    bytes: u64,
    of_bytes: u64,
    pages: u64,
    findings: usize,
}

impl Progress {
    /// A log; `single` when there is one input only.
    pub fn new(format: LogFormat, quiet: bool, single: bool) -> Self {
        let now = Instant::now();
        Self {
            format,
            quiet,
            strict: false,
            single,
            state: Mutex::new(State {
                bar: ProgressBar::hidden(),
                begun: now,
                told: now,
                files: 0,
                of: 0,
                bytes: 0,
                of_bytes: 0,
                pages: 0,
                findings: 0,
            }),
        }
    }

    /// The log of a run that fails for each glyph that is lost or in two places.
    pub fn strict(self, strict: bool) -> Self {
        Self { strict, ..self }
    }

    /// An input whose result went to stdout.
    pub fn answered(&self, path: &str, answer: &Answer, seconds: f64) {
        let entry = shown(path, answer, seconds);
        let findings = answer.result.as_ref().map(|s| s.findings.as_slice());
        self.done(&entry, findings.unwrap_or_default());
    }

    /// Takes the bar off the terminal.
    pub fn clear(&self) {
        self.lock().bar.finish_and_clear();
    }

    /// Says what became of all inputs.
    pub fn end(&self, manifest: &Manifest, out: &Path) {
        match self.format {
            _ if self.quiet => {
                for failure in &manifest.left_out {
                    report::failure("records", failure);
                }
                if let Some(failure) = &manifest.error {
                    report::failure(&out.display().to_string(), failure);
                }
            }
            LogFormat::Json => log(&json!({
                "event": "summary",
                "seconds": manifest.seconds,
                "interrupted": manifest.interrupted,
                "totals": manifest.totals,
                "findings": manifest.findings,
                "left_out": manifest.left_out,
                "error": manifest.error,
                "left_over": manifest.left_over,
            })),
            LogFormat::Text => say!("{}", summary::text(manifest, out).trim_end()),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn print(&self, entry: &Entry, findings: &[Finding]) {
        let astray = self.strict && entry.astray() != (0, 0);
        if astray && self.format == LogFormat::Text {
            report::astray(&entry.path, entry.astray(), findings);
        }
        match (self.format, &entry.error) {
            (LogFormat::Json, _) => self.print_json(entry, findings),
            (LogFormat::Text, Some(failure)) => report::failure(&entry.path, failure),
            (LogFormat::Text, None) if self.single => {
                let path = Path::new(&entry.path);
                report::findings(path, findings, self.least());
            }
            (LogFormat::Text, None) => self.print_counts(entry),
        }
    }

    fn least(&self) -> Severity {
        match self.quiet {
            true => Severity::Error,
            false => Severity::Warning,
        }
    }

    /// The findings of one of many inputs on a line.
    fn print_counts(&self, entry: &Entry) {
        let told = entry.weights().filter(|(_, s, _)| *s >= self.least());
        let Some(worst) = told.clone().map(|(_, severity, _)| severity).max() else {
            return;
        };
        // those of a document that was there already were told before, but for errors
        if entry.status == Status::Cached && worst < Severity::Error {
            return;
        }
        let counts: Vec<String> = told.map(|(code, _, n)| format!("{n} {code}")).collect();
        let (path, counts) = (report::shown(&entry.path), counts.join(", "));
        say!("{}: {path}: {counts}", report::severity(worst));
    }

    fn print_json(&self, entry: &Entry, findings: &[Finding]) {
        if self.single {
            for finding in findings.iter().filter(|f| f.severity >= self.least()) {
                let event = json!({ "event": "finding", "path": entry.path, "finding": finding });
                log(&event);
            }
        }
        let astray = self.strict && entry.astray() != (0, 0);
        if !self.quiet || astray || entry.error.is_some() {
            log(&json!({ "event": "file", "file": entry }));
        }
    }

    fn tell(&self, state: &mut State) {
        let seconds = state.begun.elapsed().as_secs_f64();
        let rate = state.pages as f64 / seconds.max(0.001);
        let State {
            files,
            of,
            pages,
            findings,
            ..
        } = *state;
        let message =
            format!("{files}/{of} files, {pages} pages, {rate:.0} pages/s, {findings} findings");
        state.bar.set_message(message.clone());
        state.bar.set_position(state.bytes);
        let due = state.bar.is_hidden() && state.told.elapsed() >= PLAIN_LINE_EVERY;
        if !due || self.quiet {
            return;
        }
        state.told = Instant::now();
        let left = seconds_left(seconds, state);
        match self.format {
            LogFormat::Text => {
                let left = left.map(|s| humantime::format_duration(Duration::from_secs(s)));
                let left = left.map_or("time left unknown".into(), |left| {
                    format!("about {left} left")
                });
                say!("{message}, {left}");
            }
            LogFormat::Json => log(&json!({
                "event": "progress",
                "files": files,
                "of": of,
                "pages": pages,
                "pages_per_second": rate,
                "seconds": seconds,
                "seconds_left": left,
                "findings": findings,
            })),
        }
    }
}

/// How long the rest will take, by bytes; nothing while too little is done to tell.
fn seconds_left(seconds: f64, state: &State) -> Option<u64> {
    let done = state.bytes as f64;
    let rest = state.of_bytes.saturating_sub(state.bytes) as f64;
    (state.of_bytes > 0 && done * 100.0 >= state.of_bytes as f64)
        .then(|| (seconds * rest / done) as u64)
}

/// An input as the log shows it.
fn shown(path: &str, answer: &Answer, seconds: f64) -> Entry {
    match &answer.result {
        Err(failure) => Entry::without(path.to_owned(), Status::Failed, failure.clone()),
        Ok(summary) => Entry::converted(path.to_owned(), summary, seconds),
    }
}

fn log(event: &serde_json::Value) {
    say!("{event}");
}

impl Observer for Progress {
    fn begin(&self, files: usize, bytes: u64) {
        let mut state = self.lock();
        (state.of, state.of_bytes) = (files, bytes);
        let terminal = std::io::stderr().is_terminal() && self.format == LogFormat::Text;
        if files > 1 && terminal && !self.quiet {
            state.bar = ProgressBar::new(bytes);
            // NO_COLOR is heeded by what draws it
            let style = "{bar:16.cyan} {percent:>3} %  {eta:>4} left  {wide_msg}";
            if let Ok(style) = ProgressStyle::with_template(style) {
                state.bar.set_style(style);
            }
            state.bar.enable_steady_tick(Duration::from_millis(250));
        }
    }

    fn done(&self, entry: &Entry, findings: &[Finding]) {
        // what was not tried at the end of a run is told once, in the summary
        let skipped = entry.status == Status::Skipped;
        if skipped && entry.error.as_ref().is_some_and(|e| e.code != "collision") {
            return;
        }
        let mut state = self.lock();
        state.files += 1;
        state.bytes += entry.bytes.unwrap_or_default();
        state.pages += u64::from(entry.pages.unwrap_or_default());
        state.findings += entry.findings.values().sum::<usize>();
        let bar = state.bar.clone();
        bar.suspend(|| self.print(entry, findings));
        self.tell(&mut state);
    }

    fn tables(&self) {
        self.lock().bar.set_message("writing tables");
    }
}
