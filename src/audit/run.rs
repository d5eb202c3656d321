//! Every fixture of a set, read and held against its truth.

use super::compare::compare;
use super::files::shown;
use super::judge::{judge, thresholds};
use super::mistakes::mistakes;
use super::report::{Audited, FileFault, FileFaultKind, Report, SCHEMA, Verdict};
use super::review::Review;
use super::set::{Fixture, FixtureSet};
use super::truth::Truth;
use super::view::{discrepancies, most_wanted_first};
use crate::batch::{JobOptions, Ocr, digest};
use crate::document::Document;
use crate::inspect::viewer::View;
use crate::reading::{Reading, read};
use crate::rule::explain::{Drafted, Subject};
use crate::rule::{RuleSet, convert};
use crate::tesseract::Tesseract;
use rayon::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Most mistakes of a truth that are told one by one.
const MOST_MISTAKES: usize = 20;

/// How a set is audited.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How PDFs are read; a `rule` in it goes before that of a fixture.
    pub job: JobOptions,
    /// Names of the fixtures; empty for all.
    pub only: Vec<String>,
    /// A fixture with a glyph that is lost or in two places fails.
    pub strict: bool,
}

/// Audits a set: every fixture is read and held against its truth, as many at a time as the thread pool has threads.
/// Whatever a file does to its reader is a failure of that fixture.
pub fn audit(set: &FixtureSet, rules: &RuleSet, options: &Options) -> Report {
    audited(set, rules, options, false).0
}

/// [`audit`], with the pages of each fixture that could be read, and on them what differs.
pub fn audit_to_view(set: &FixtureSet, rules: &RuleSet, options: &Options) -> (Report, Vec<View>) {
    audited(set, rules, options, true)
}

fn audited(
    set: &FixtureSet,
    rules: &RuleSet,
    options: &Options,
    to_view: bool,
) -> (Report, Vec<View>) {
    let is_wanted = |f: &&Fixture| options.only.is_empty() || options.only.contains(&f.name);
    let wanted: Vec<&Fixture> = set.fixtures.iter().filter(is_wanted).collect();
    let reader = Reader::new(rules, options, to_view);
    let done: Vec<One> = wanted.par_iter().map(|f| one(set, f, &reader)).collect();
    let of_wanted = |fault: &&FileFault| {
        let fixture = fault.fixture.as_ref();
        options.only.is_empty() || fixture.is_some_and(|name| options.only.contains(name))
    };
    let mut report = Report {
        schema: SCHEMA.into(),
        files: set.faults.iter().filter(of_wanted).cloned().collect(),
        ..Report::default()
    };
    let mut views = Vec::new();
    for one in done {
        report.files.extend(one.faults);
        report.fixtures.push(one.audited);
        views.extend(one.view);
    }
    report.files.extend(thresholds(set, &report.fixtures));
    sum(&mut report);
    most_wanted_first(&mut views);
    (report, views)
}

/// The counts of all fixtures, and how it all came out.
fn sum(report: &mut Report) {
    for fixture in &report.fixtures {
        let rule = fixture.rule.clone().unwrap_or_default();
        let of_rule = report.rules.entry(rule).or_default();
        for (field, tally) in &fixture.fields {
            report.fields.entry(field.clone()).or_default().add(tally);
            of_rule.entry(field.clone()).or_default().add(tally);
        }
        if let Some(account) = &fixture.account {
            report.account.add(account);
        }
    }
    report.rules.sort_keys();
    let worst = |verdict: Verdict| report.fixtures.iter().any(|f| f.verdict == verdict);
    report.verdict = match () {
        () if !report.files.is_empty() || worst(Verdict::Failed) => Verdict::Failed,
        () if worst(Verdict::KnownFailures) => Verdict::KnownFailures,
        () => Verdict::Passed,
    };
}

/// One fixture, audited.
struct One {
    audited: Audited,
    faults: Vec<FileFault>,
    view: Option<View>,
}

/// One fixture.
fn one(set: &FixtureSet, fixture: &Fixture, reader: &Reader<'_>) -> One {
    let mut audited = Audited {
        name: fixture.name.clone(),
        pdf: shown(&set.root, &fixture.pdf),
        ..Audited::default()
    };
    let mut faults = Vec::new();
    let files = Files { set, fixture };
    audited.unreviewed = files.unreviewed(&mut faults);
    let read = read_files(&files, reader, &mut faults);
    let view = match read {
        Ok((truth, read)) => {
            let compared = compare(&truth, &read.document, Some(&read.reading));
            audited.rule = read.document.rule.map(|rule| rule.id);
            audited.pages = read.document.source.pages;
            audited.account = Some(read.document.account);
            audited.fields = compared.fields;
            audited.differences = compared.differences;
            let there = &compared.there;
            judge(set, fixture, (there, reader.options.strict), &mut audited);
            let differences = &audited.differences;
            read.view.map(|view| {
                view.named(&fixture.name)
                    .compared(discrepancies(differences))
            })
        }
        Err(reason) => {
            audited.failure = Some(reason);
            audited.verdict = Verdict::Failed;
            None
        }
    };
    One {
        audited,
        faults,
        view,
    }
}

/// The truth of a fixture, and what its PDF says; in words why there is none.
fn read_files(
    files: &Files<'_>,
    reader: &Reader<'_>,
    faults: &mut Vec<FileFault>,
) -> Result<(Truth, Read), String> {
    let fixture = files.fixture;
    let bytes = files.bytes(&fixture.pdf, fixture.sha256.as_deref(), faults);
    let truth = files.bytes(&fixture.truth, fixture.truth_sha256.as_deref(), faults);
    let truth = truth.and_then(|bytes| files.truth(&bytes, faults));
    let (Some(bytes), Some(truth)) = (bytes, truth) else {
        return Err("its files are not as they should be".into());
    };
    Ok((truth, reader.read_fixture(&bytes, fixture)?))
}

/// A PDF that was read.
pub(super) struct Read {
    reading: Reading,
    pub(super) document: Document,
    view: Option<View>,
}

/// How every PDF is read, by the audit and by whoever accepts what it found.
pub(super) struct Reader<'r> {
    rules: &'r RuleSet,
    options: &'r Options,
    tesseract: Option<Tesseract>,
    /// Whether its pages are drawn.
    to_view: bool,
}

impl<'r> Reader<'r> {
    pub(super) fn new(rules: &'r RuleSet, options: &'r Options, to_view: bool) -> Self {
        Self {
            rules,
            options,
            tesseract: (options.job.ocr == Ocr::Auto).then(Tesseract::find),
            to_view,
        }
    }

    /// What the PDF of a fixture says; in words why there is nothing.
    pub(super) fn read_fixture(&self, bytes: &[u8], fixture: &Fixture) -> Result<Read, String> {
        let name = fixture.pdf.file_name().unwrap_or_default();
        self.read(bytes, &name.to_string_lossy(), fixture.rule.as_deref())
    }

    /// What a PDF says; in words why there is nothing.
    fn read(&self, bytes: &[u8], name: &str, rule: Option<&str>) -> Result<Read, String> {
        let job = &self.options.job;
        let work = || {
            let (options, _deadline) = job.start(self.tesseract.as_ref());
            let reading = read(bytes, name, &options)?;
            let rule = job.rule.as_deref().or(rule);
            if !self.to_view {
                let document = convert(&reading, self.rules, rule)?;
                return Ok(Read {
                    reading,
                    document,
                    view: None,
                });
            }
            let drafted = Drafted::default();
            let subject = Subject::new(&reading, self.rules, rule, &drafted)?;
            let view = View::new(bytes, None, &options, &subject)?;
            let document = subject.document().clone();
            drop(subject);
            Ok(Read {
                reading,
                document,
                view: Some(view),
            })
        };
        let caught = catch_unwind(AssertUnwindSafe(work));
        let done: crate::error::Result<_> = caught.map_err(|cause| {
            let message = cause.downcast_ref::<&str>().map(|s| (*s).to_owned());
            let message = message.or_else(|| cause.downcast_ref::<String>().cloned());
            format!("the program has a fault: {}", message.unwrap_or_default())
        })?;
        done.map_err(|e| format!("{e}; {}", e.help()))
    }
}

/// The files of one fixture.
struct Files<'s> {
    set: &'s FixtureSet,
    fixture: &'s Fixture,
}

impl Files<'_> {
    /// The bytes of a file, changed or not; none if they cannot be had, which is told.
    fn bytes(
        &self,
        path: &Path,
        sha256: Option<&str>,
        faults: &mut Vec<FileFault>,
    ) -> Option<Vec<u8>> {
        // what is missing was told when the set was loaded
        let told = |faults: &[FileFault]| {
            let file = shown(&self.set.root, path);
            faults
                .iter()
                .any(|f| f.file == file && f.kind == FileFaultKind::Missing)
        };
        match std::fs::read(path) {
            Ok(bytes) => {
                if let Some(expected) = sha256 {
                    self.unchanged(path, &bytes, expected, faults);
                }
                Some(bytes)
            }
            Err(_) if told(&self.set.faults) => None,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                let help = "put it back, or take the fixture out of the set";
                faults.push(self.fault(FileFaultKind::Missing, path, "is not there", help));
                None
            }
            Err(e) => {
                let message = format!("cannot be read: {e}");
                let help = "see whether the file may be read";
                faults.push(self.fault(FileFaultKind::Unreadable, path, &message, help));
                None
            }
        }
    }

    fn unchanged(&self, path: &Path, bytes: &[u8], expected: &str, faults: &mut Vec<FileFault>) {
        let found = digest(bytes);
        if !found.eq_ignore_ascii_case(expected) {
            let message =
                format!("is not the file of the manifest: SHA-256 {found}, and not {expected}");
            let help = "put the right file back; if the change is meant, write its SHA-256 into the manifest";
            faults.push(self.fault(FileFaultKind::Changed, path, &message, help));
        }
    }

    fn truth(&self, bytes: &[u8], faults: &mut Vec<FileFault>) -> Option<Truth> {
        match Truth::parse(bytes) {
            Ok(truth) => {
                let mistakes = mistakes(&truth);
                let path = &self.fixture.truth;
                let help = "put it right; what no document has may stand under any other name";
                let fault = |said: &String| {
                    self.fault(
                        FileFaultKind::Mistake,
                        path,
                        &format!("has a mistake: {said}"),
                        help,
                    )
                };
                faults.extend(mistakes.iter().take(MOST_MISTAKES).map(fault));
                if let Some(more) = mistakes.len().checked_sub(MOST_MISTAKES).filter(|n| *n > 0) {
                    faults.push(fault(&format!("and {more} more")));
                }
                Some(truth.with_pages(self.fixture.pages))
            }
            Err(reason) => {
                let message = format!("is no truth: {reason}");
                let help = "write a document as `convert` prints it, or a part of one";
                let path = &self.fixture.truth;
                faults.push(self.fault(FileFaultKind::Unreadable, path, &message, help));
                None
            }
        }
    }

    /// How many parts nobody has looked at; a list of them that cannot be read is told.
    fn unreviewed(&self, faults: &mut Vec<FileFault>) -> usize {
        match Review::load(self.fixture) {
            Ok(review) => review.unreviewed.len(),
            Err(e) => {
                let path = super::review::path(self.fixture);
                let message = format!("does not tell what is unreviewed: {e}");
                let help = "mend the file, or take it from the version control";
                faults.push(self.fault(FileFaultKind::Unreadable, &path, &message, help));
                0
            }
        }
    }

    fn fault(&self, kind: FileFaultKind, path: &Path, message: &str, help: &str) -> FileFault {
        let file = shown(&self.set.root, path);
        FileFault {
            kind,
            message: format!("`{file}` {message}"),
            help: help.to_owned(),
            fixture: Some(self.fixture.name.clone()),
            file,
        }
    }
}
