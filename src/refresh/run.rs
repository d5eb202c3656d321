//! A refresh from its begin to its end.

use super::apply::Changes;
use super::discover::{Content, Discovery, Held, Known, Seen, What};
use super::incoming::Incoming;
use super::library::Library;
use super::places::Places;
use super::plan::Planner;
use super::read::{Fresh, Reader};
use super::report::{self, Failed, Gone, Note, Report, Totals};
use super::sort::{Back, Sorted, Sorter, Wanted, open};
use super::sources::Sources;
use super::world::World;
use crate::batch::{Failure, JobOptions, Launch};
use crate::dataset::{Dataset, Review};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::fetch::Fetcher;
use crate::rule::RuleSet;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempPath;

/// The database of a data set, below its folder.
const DATABASE: &str = "keikaku-data.sqlite";

/// What is asked for.
#[derive(Debug)]
pub struct Refresh<'r> {
    /// Path of the list, as it is shown.
    pub list: &'r str,
    /// The list.
    pub sources: &'r Sources,
    /// The rules.
    pub rules: &'r RuleSet,
    /// How readers are started.
    pub launch: &'r Launch,
    /// How files are read.
    pub options: JobOptions,
    /// Most files read at the same time.
    pub jobs: usize,
    /// The plan of changes is applied.
    pub write: bool,
    /// What was read by other rules or another program is read again.
    pub reread: bool,
    /// When it is (RFC 3339).
    pub now: &'r str,
    /// Set from outside when the work must end.
    pub interrupted: &'r AtomicBool,
}

/// What a data set holds before the refresh.
#[derive(Default)]
struct Before {
    known: Known,
    world: World,
    reviews: Vec<Review>,
}

/// What was read, and what it is.
#[derive(Default)]
struct Arrived {
    incoming: Vec<Incoming>,
    /// Documents by digest.
    fresh: BTreeMap<String, TempPath>,
    /// The files of PDFs.
    pdfs: Vec<(String, Held)>,
    /// Documents that the data set has.
    kept: BTreeMap<String, Document>,
    unread: BTreeMap<usize, Failure>,
    replaced: Vec<(i64, String)>,
    /// Number of places with the same bytes as one that was read.
    same: usize,
}

impl Refresh<'_> {
    /// Looks at all sources, plans the changes, and applies them where that is asked for. Nothing when it was
    /// interrupted: then the data set is as before.
    ///
    /// # Errors
    /// When the data set cannot be used.
    pub fn run(&self) -> Result<Option<Report>> {
        let mut dataset = self.open()?;
        let temporary = tempfile::tempdir().map_err(|e| Error::of_io(&std::env::temp_dir(), &e))?;
        let staging = match &dataset {
            Some(dataset) if self.write => dataset.staging().to_owned(),
            _ => temporary.path().to_owned(),
        };
        let before = before(dataset.as_ref())?;
        let mut seen = self.discover(&before.known, &staging);
        let reader = self.reader(&staging);
        let Before {
            known,
            world,
            reviews,
        } = before;
        let sorted = Sorter {
            sources: self.sources,
            known: &known,
            world: &world,
            dataset: dataset.as_ref(),
            reviews: &reviews,
            reader: &reader,
            reread: self.reread,
        }
        .sort(&mut seen)?;
        let counts = (sorted.same, sorted.rejected);
        let mut arrived = self.arrived(&seen, sorted, &reader, &world, dataset.as_ref());
        if self.interrupted.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let library = Library::new(dataset.as_ref(), &arrived.fresh);
        let present = present(&seen, &arrived.unread, &known);
        let mut planner = Planner::new(world, present, &self.sources.guards, &library);
        planner.all(arrived.incoming.clone());
        for (place, error) in std::mem::take(&mut planner.failed) {
            let index = seen.iter().position(|s| s.place == place);
            arrived.unread.extend(index.map(|i| (i, error.into())));
        }
        let replaced = replaced(&reviews, &arrived, &seen, &known);
        let places = Places::of(self.sources, &seen, &arrived.unread, &known, self.now);
        let mut report = self.report(&planner, &places, &seen);
        report.totals.unchanged = counts.0 + arrived.same + planner.same;
        report.totals.rejected = counts.1;
        report.totals.waiting = open(&reviews).len().saturating_sub(replaced.len());
        let Planner {
            world,
            steps,
            holds,
            ..
        } = planner;
        let news = !steps.is_empty() || !holds.is_empty() || !replaced.is_empty();
        if let Some(dataset) = dataset
            .as_mut()
            .filter(|_| self.write && (news || places.changed))
        {
            let vanished = places
                .vanished
                .iter()
                .map(|(p, _, f)| (p.clone(), f.clone()));
            let changes = Changes {
                world: &world,
                steps: &steps,
                holds: &holds,
                files: &files(&arrived),
                kept: &arrived.kept,
                addresses: &places.addresses,
                vanished: &vanished.collect::<Vec<_>>(),
                returned: &places.returned,
                replaced: &replaced,
            };
            let reviews = dataset.write(self.now, |writing| changes.apply(writing))?;
            for (held, review) in report.held.iter_mut().zip(reviews) {
                held.review = Some(review);
            }
        }
        Ok(Some(report))
    }

    fn open(&self) -> Result<Option<Dataset>> {
        let folder = &self.sources.dataset;
        match self.write {
            true => Dataset::open(folder).map(Some),
            false if folder.join(DATABASE).exists() => Dataset::read(folder).map(Some),
            false => Ok(None),
        }
    }

    fn discover(&self, known: &Known, staging: &Path) -> Vec<Seen> {
        let fetcher = Fetcher::new(self.sources.fetch.clone(), staging, self.interrupted);
        let discovery = Discovery {
            sources: self.sources,
            known,
            fetcher: &fetcher,
            interrupted: self.interrupted,
        };
        discovery.run()
    }

    fn reader<'s>(&'s self, staging: &'s Path) -> Reader<'s> {
        Reader {
            rules: self.rules,
            launch: self.launch,
            options: &self.options,
            jobs: self.jobs,
            interrupted: self.interrupted,
            staging,
            keep: self.write,
            program: OnceLock::new(),
        }
    }

    /// Reads what is to be read, and says what it is.
    fn arrived(
        &self,
        seen: &[Seen],
        sorted: Sorted,
        reader: &Reader<'_>,
        world: &World,
        dataset: Option<&Dataset>,
    ) -> Arrived {
        let mut out = Arrived::default();
        let results = reader.all(sorted.tasks);
        for (index, (wanted, result)) in sorted.wanted.into_iter().zip(results).enumerate() {
            let same = sorted.duplicates.iter().filter(|d| d.1 == index);
            match result {
                Ok(fresh) => {
                    out.same += same.count();
                    self.take(&mut out, seen, wanted, fresh);
                }
                Err(failure) => {
                    out.unread.extend(same.map(|d| (d.0, failure.clone())));
                    out.unread.insert(wanted.seen, failure);
                }
            }
        }
        for back in sorted.back {
            if let Some(dataset) = dataset {
                let taken = self.take_back(&mut out, seen, &back, world, dataset);
                let failure = taken.err().map(|e| (back.seen, e.into()));
                out.unread.extend(failure);
            }
        }
        out
    }

    fn take(&self, out: &mut Arrived, seen: &[Seen], wanted: Wanted, fresh: Fresh) {
        let place = &seen[wanted.seen];
        let source = &self.sources.sources[place.source];
        let what = (fresh.digest.clone(), wanted.basis);
        let at = (
            place.place.as_str(),
            place.name.as_str(),
            place.label.as_deref(),
        );
        out.incoming.push(Incoming {
            again: wanted.again,
            ..Incoming::of(&fresh.document, what, at, source)
        });
        out.fresh.insert(fresh.digest, fresh.json);
        out.pdfs.push((wanted.sha256, fresh.file));
        let why = "it was read again by other rules, or by another version of the program";
        out.replaced
            .extend(wanted.replaces.map(|id| (id, why.to_owned())));
    }

    fn take_back(
        &self,
        out: &mut Arrived,
        seen: &[Seen],
        back: &Back,
        world: &World,
        dataset: &Dataset,
    ) -> Result<()> {
        let place = &seen[back.seen];
        let source = &self.sources.sources[place.source];
        let revision = world.revision(back.position);
        let (p, e, _) = back.position;
        let document = dataset.document(&revision.document)?;
        let what = (revision.document.clone(), revision.basis.clone());
        let at = (
            place.place.as_str(),
            place.name.as_str(),
            place.label.as_deref(),
        );
        out.incoming.push(Incoming {
            again: world.plans[p].editions[e].id.clone(),
            ..Incoming::of(&document, what, at, source)
        });
        out.kept.insert(revision.document.clone(), document);
        Ok(())
    }

    fn report(&self, planner: &Planner<'_>, places: &Places, seen: &[Seen]) -> Report {
        let plans = report::news(planner);
        let held = planner.holds.iter().map(|hold| report::held(planner, hold));
        let held: Vec<_> = held.collect();
        let new = planner.steps.iter().filter(|s| s.is_edition).count();
        let notes = seen.iter().filter_map(|s| {
            let (place, note) = (s.place.clone(), s.note.clone()?);
            Some(Note { place, note })
        });
        Report {
            schema: report::SCHEMA.to_owned(),
            sources: self.list.to_owned(),
            dataset: self.sources.dataset.to_string_lossy().into_owned(),
            written: self.write,
            totals: Totals {
                places: seen.iter().filter(|s| !s.is_page).count(),
                new,
                revised: planner.steps.len() - new,
                held: held.len(),
                vanished: places.vanished.len(),
                returned: places.returned.len(),
                failed: places.failed.len(),
                ..Totals::default()
            },
            plans,
            held,
            vanished: places.vanished.iter().cloned().map(gone).collect(),
            returned: places.returned.clone(),
            failed: places.failed.iter().cloned().map(failed).collect(),
            notes: notes.collect(),
        }
    }
}

/// What places hold, by SHA-256: what is there now; of what could not be had or read, what was there before.
fn present(
    seen: &[Seen],
    unread: &BTreeMap<usize, Failure>,
    known: &Known,
) -> BTreeMap<String, String> {
    let there = seen.iter().enumerate().filter_map(|(index, seen)| {
        let before = || known.get(&seen.place)?.sha256.clone();
        let sha256 = match &seen.what {
            What::Content(Content { sha256, .. }) if !unread.contains_key(&index) => {
                Some(sha256.clone())
            }
            What::Content(_) | What::Unchanged | What::Failed(_) => before(),
            What::Gone(_) => None,
        };
        Some((seen.place.clone(), sha256?))
    });
    there.collect()
}

/// The open reviews that nobody need decide on: what they are of was read again, or is published no longer where
/// something else is now.
fn replaced(
    reviews: &[Review],
    arrived: &Arrived,
    seen: &[Seen],
    known: &Known,
) -> Vec<(i64, String)> {
    let present = present(seen, &arrived.unread, known);
    let is_unread = |place: &str| {
        let unread = arrived.unread.keys();
        unread.into_iter().any(|i| seen[*i].place == place)
    };
    let mut out = Vec::new();
    for (id, review) in open(reviews) {
        let review = &review.review;
        let again = arrived.replaced.iter().find(|(of, _)| *of == id);
        if let Some(again) = again.filter(|_| !is_unread(&review.place)) {
            out.push(again.clone());
        } else if let Some(other) = present.get(&review.place).filter(|p| **p != review.pdf)
            && !present.values().any(|pdf| *pdf == review.pdf)
        {
            let start: String = other.chars().take(12).collect();
            let why = format!("something else is published in its place: {start}…");
            out.push((id, why));
        }
    }
    out
}

fn gone((place, source, finding): (String, String, crate::Finding)) -> Gone {
    Gone {
        place,
        source,
        finding,
    }
}

fn failed((place, source, failure): (String, String, Failure)) -> Failed {
    Failed {
        place,
        source,
        failure,
    }
}

fn before(dataset: Option<&Dataset>) -> Result<Before> {
    let Some(dataset) = dataset else {
        return Ok(Before::default());
    };
    Ok(Before {
        known: dataset.addresses()?,
        world: World::of(dataset.plans()?),
        reviews: dataset.reviews()?,
    })
}

/// Where the bytes of what arrived are, by digest.
fn files(arrived: &Arrived) -> BTreeMap<String, PathBuf> {
    let documents = arrived
        .fresh
        .iter()
        .map(|(d, path)| (d.clone(), path.to_path_buf()));
    let pdfs = arrived
        .pdfs
        .iter()
        .map(|(d, held)| (d.clone(), held.path().to_owned()));
    documents.chain(pdfs).collect()
}
