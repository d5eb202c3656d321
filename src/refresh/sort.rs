//! What is seen, sorted: what the data set has already, what is to be read, what a person has decided.

use super::discover::{Content, Held, Known, Seen, What};
use super::read::{Reader, Task};
use super::sources::Sources;
use super::world::{Position, World};
use crate::batch::JobOptions;
use crate::dataset::{Dataset, Decision, Review};
use crate::error::Result;
use std::collections::BTreeMap;

/// A PDF that is to be read, with what it is read for.
#[derive(Debug)]
pub struct Wanted {
    /// Index of the place.
    pub seen: usize,
    /// Id of the edition that it is read again for.
    pub again: Option<String>,
    /// The open review that it takes the place of.
    pub replaces: Option<i64>,
    /// SHA-256 of the PDF.
    pub sha256: String,
    /// Digest of how it is read.
    pub basis: String,
}

/// A document of the data set that is published again.
#[derive(Debug)]
pub struct Back {
    /// Index of the place.
    pub seen: usize,
    /// Where its revision is.
    pub position: Position,
}

/// What is seen, sorted.
#[derive(Debug, Default)]
pub struct Sorted {
    /// To be read.
    pub tasks: Vec<Task>,
    /// For what, in the same order.
    pub wanted: Vec<Wanted>,
    /// Earlier revisions that are published again.
    pub back: Vec<Back>,
    /// Places with the same bytes as one that is to be read: their index, and that of what is read.
    pub duplicates: Vec<(usize, usize)>,
    /// Number of places with what the data set has.
    pub same: usize,
    /// Number of places with what a person has rejected.
    pub rejected: usize,
}

/// Sorts what is seen.
pub struct Sorter<'s> {
    /// The list.
    pub sources: &'s Sources,
    /// What is known of places.
    pub known: &'s Known,
    /// What the data set holds.
    pub world: &'s World,
    /// The data set, if there is one.
    pub dataset: Option<&'s Dataset>,
    /// What was held back, by number.
    pub reviews: &'s [Review],
    /// What reads.
    pub reader: &'s Reader<'s>,
    /// What was read by other rules or another program is read again.
    pub reread: bool,
}

/// What is to be done with some content.
enum Verdict {
    Same,
    Rejected,
    Back(Position),
    Read {
        again: Option<String>,
        replaces: Option<i64>,
    },
}

impl Sorter<'_> {
    /// Sorts all places. The files that hold content to be read are taken out of them.
    ///
    /// # Errors
    /// When this program cannot tell by what it reads.
    pub fn sort(&self, seen: &mut [Seen]) -> Result<Sorted> {
        let contents = self.world.contents();
        let mut out = Sorted::default();
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        for (index, seen) in seen.iter_mut().enumerate().filter(|(_, s)| !s.is_page) {
            let Some((sha256, file)) = self.content(seen) else {
                continue;
            };
            match self.verdict(seen, &sha256, contents.get(&sha256))? {
                Verdict::Same => out.same += 1,
                Verdict::Rejected => out.rejected += 1,
                Verdict::Back(position) => out.back.push(Back {
                    seen: index,
                    position,
                }),
                // what was kept of it is not there any more
                Verdict::Read { .. } if matches!(file, Held::Nothing) => out.same += 1,
                Verdict::Read { again, replaces } => {
                    // the same bytes at two places are read once
                    if let Some(first) = taken.get(&sha256) {
                        out.duplicates.push((index, *first));
                        continue;
                    }
                    taken.insert(sha256.clone(), out.tasks.len());
                    let (options, basis) = self.how(seen)?;
                    out.tasks.push(Task {
                        name: seen.name.clone(),
                        file,
                        sha256: sha256.clone(),
                        options,
                    });
                    out.wanted.push(Wanted {
                        seen: index,
                        again,
                        replaces,
                        sha256,
                        basis,
                    });
                }
            }
        }
        Ok(out)
    }

    fn how(&self, seen: &Seen) -> Result<(JobOptions, String)> {
        self.reader.options_of(&self.sources.sources[seen.source])
    }

    /// The content at a place with its digest: what is there now, or what the data set keeps of it.
    fn content(&self, seen: &mut Seen) -> Option<(String, Held)> {
        match &mut seen.what {
            What::Content(Content { file, sha256, .. }) => {
                Some((sha256.clone(), std::mem::replace(file, Held::Nothing)))
            }
            What::Unchanged => {
                let sha256 = self.known.get(&seen.place)?.sha256.clone()?;
                let kept = self.dataset?.pdf(&sha256);
                let is_there = kept.is_file();
                let file = is_there.then_some(Held::Published(kept));
                Some((sha256, file.unwrap_or(Held::Nothing)))
            }
            What::Gone(_) | What::Failed(_) => None,
        }
    }

    fn verdict(
        &self,
        seen: &Seen,
        sha256: &str,
        positions: Option<&Vec<Position>>,
    ) -> Result<Verdict> {
        if let Some(positions) = positions {
            return self.of_known(seen, positions);
        }
        let Some(review) = self.reviews.iter().rev().find(|r| r.review.pdf == sha256) else {
            return Ok(Verdict::Read {
                again: None,
                replaces: None,
            });
        };
        Ok(match &review.verdict {
            None if self.how(seen)?.1 == review.review.basis => Verdict::Same,
            // other rules may read it well
            None => Verdict::Read {
                again: None,
                replaces: Some(review.id),
            },
            Some(verdict) if verdict.decision == Decision::Rejected => Verdict::Rejected,
            Some(_) => Verdict::Read {
                again: None,
                replaces: None,
            },
        })
    }

    /// What the data set has is nothing new, unless it takes the place of what was published after it.
    fn of_known(&self, seen: &Seen, positions: &[Position]) -> Result<Verdict> {
        let before = self.known.get(&seen.place).and_then(|a| a.sha256.as_ref());
        let takes_over = |(p, e, _): &&Position| {
            let current = self.world.plans[*p].editions[*e].current();
            current.is_some_and(|c| Some(&c.pdf) == before)
        };
        let mut past = positions.iter().filter(|p| !self.world.is_current(**p));
        let changed = matches!(seen.what, What::Content(_));
        if let Some(position) = past.find(takes_over).filter(|_| changed) {
            return Ok(Verdict::Back(*position));
        }
        let current = positions.iter().find(|p| self.world.is_current(**p));
        if let Some(position) = current.filter(|_| self.reread)
            && self.how(seen)?.1 != self.world.revision(*position).basis
        {
            let edition = &self.world.plans[position.0].editions[position.1];
            return Ok(Verdict::Read {
                again: edition.id.clone(),
                replaces: None,
            });
        }
        Ok(Verdict::Same)
    }
}

/// Open reviews, by number.
pub fn open(reviews: &[Review]) -> BTreeMap<i64, &Review> {
    let open = reviews.iter().filter(|r| r.verdict.is_none());
    open.map(|r| (r.id, r)).collect()
}
