//! Which rule reads a document, and why the others do not.

use super::model::{Match, Re};
use super::passages::folded_text;
use super::set::{Entry, RuleSet};
use crate::normalize::fold_char;
use crate::reading::Reading;
use serde::{Deserialize, Serialize};

/// All of a document that the `match` of a rule looks at. Kept, it tells which rule would read the document
/// without reading it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Features {
    /// Its whole text as patterns see it, a paragraph a line.
    text: String,
    info_title: Option<String>,
    producer: Option<String>,
    /// Size of the first page in points.
    page_size: (f64, f64),
}

impl Features {
    /// Those of a reading.
    pub fn of(reading: &Reading) -> Self {
        Self {
            text: folded_text(&reading.flow),
            info_title: reading.info_title.clone(),
            producer: reading.source.producer.clone(),
            page_size: reading.page_size,
        }
    }

    /// Whether a pattern is found in its text.
    pub(super) fn holds(&self, pattern: &Re) -> bool {
        pattern.is_match(&self.text)
    }
}

/// How a rule stands to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fit {
    /// It fits.
    Fits {
        /// 2 for each pattern of `all`, 1 for each of `any` that is found.
        score: u32,
        /// It has patterns in `any`, and none is found.
        weak: bool,
    },
    /// It does not fit.
    Not {
        /// What does not hold: `all: 基本方針 is not found`.
        reason: String,
        /// Line of that in the rule file, from 1; 0 where no line says it.
        line: usize,
        /// How many patterns of `all` are found, and how many there are.
        found: (usize, usize),
    },
}

/// A rule and how it stands to a document.
#[derive(Debug)]
pub struct Candidate<'r> {
    /// The rule.
    pub entry: &'r Entry,
    /// How it fits.
    pub fit: Fit,
}

/// All rules, the best first.
#[derive(Debug)]
pub struct Choice<'r> {
    /// Each rule with how it fits: by score, then those that do not fit, the nearest first.
    pub candidates: Vec<Candidate<'r>>,
}

impl<'r> Choice<'r> {
    /// The rule that reads the document: the only one with the best score.
    pub fn taken(&self) -> Option<&'r Entry> {
        let best = self.candidates.first()?;
        let fits = matches!(best.fit, Fit::Fits { .. });
        (fits && self.tied().is_none()).then_some(best.entry)
    }

    /// The two best rules and their score, where they fit equally well.
    pub fn tied(&self) -> Option<(&'r Entry, &'r Entry, u32)> {
        match self.candidates.as_slice() {
            [a, b, ..] => match (&a.fit, &b.fit) {
                // of a shipped rule and one that was added, the added one is meant
                (Fit::Fits { score: x, weak: v }, Fit::Fits { score: y, weak: w })
                    if x == y && v == w && a.entry.added() == b.entry.added() =>
                {
                    Some((a.entry, b.entry, *x))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// That no rule fits, and which is nearest.
    pub fn why_none(&self) -> String {
        let nearest = self.candidates.first().and_then(|c| match &c.fit {
            Fit::Not {
                reason,
                line,
                found: (1.., _),
            } => {
                let (id, file) = (c.entry.id(), c.entry.file());
                Some(format!("; the nearest is `{id}`: {reason} ({file}:{line})"))
            }
            _ => None,
        });
        format!(
            "no rule file fits this document{}",
            nearest.unwrap_or_default()
        )
    }

    /// All that a document takes from the choice: the rule that reads it, byte for byte, and what its findings
    /// say of the others. Two choices of one verdict give the same document.
    pub fn verdict(&self) -> String {
        match (self.taken(), self.tied()) {
            (Some(entry), _) => {
                let weakness = self.weakness().unwrap_or_default();
                format!("{} {weakness}", entry.identity())
            }
            (None, Some((a, b, score))) => format!("tie {} {} {score}", a.id(), b.id()),
            (None, None) => self.why_none(),
        }
    }

    /// Why the choice is weak, if it is.
    pub fn weakness(&self) -> Option<String> {
        let first = self.candidates.first().filter(|_| self.tied().is_none())?;
        let Fit::Fits { score, weak } = first.fit else {
            return None;
        };
        let id = first.entry.id();
        if let Some(Candidate {
            entry,
            fit: Fit::Fits { score: other, .. },
        }) = self.candidates.get(1)
            && other + 1 >= score
        {
            let message = format!(
                "`{id}` (score {score}) was taken; `{}` reaches {other}",
                entry.id()
            );
            return Some(message);
        }
        weak.then(|| {
            format!("`{id}` (score {score}) was taken, but none of its patterns in `any` is found")
        })
    }
}

impl RuleSet {
    /// Holds all rules against a document.
    pub fn choose(&self, reading: &Reading) -> Choice<'_> {
        self.choose_by(&Features::of(reading))
    }

    /// [`RuleSet::choose`], by what is known of the document.
    pub fn choose_by(&self, features: &Features) -> Choice<'_> {
        let entries = self.rules().iter();
        let mut candidates: Vec<Candidate<'_>> = entries
            .map(|entry| Candidate {
                entry,
                fit: fit(&entry.head().matches, features),
            })
            .collect();
        candidates.sort_by(|a, b| {
            let by_rank = rank(b).cmp(&rank(a));
            let by_age = b.entry.added().cmp(&a.entry.added());
            by_rank.then(by_age).then(a.entry.id().cmp(b.entry.id()))
        });
        Choice { candidates }
    }
}

/// Rules that fit by their score, those that fit weakly behind them, then the others by how much of `all`
/// is found.
fn rank(candidate: &Candidate<'_>) -> (u8, u32) {
    match candidate.fit {
        Fit::Fits { score, weak } => (2 - u8::from(weak), score),
        Fit::Not { found: (n, of), .. } => (0, (100 * n / of.max(1)) as u32),
    }
}

fn fit(m: &Match, features: &Features) -> Fit {
    let text = features.text.as_str();
    let all = m.all.iter().filter(|p| p.is_match(text)).count();
    let any = m.any.iter().filter(|p| p.is_match(text)).count() as u32;
    match misfit(m, features) {
        Some((reason, line)) => Fit::Not {
            reason,
            line,
            found: (all, m.all.len()),
        },
        None => Fit::Fits {
            score: 2 * all as u32 + any,
            weak: any == 0 && !m.any.is_empty(),
        },
    }
}

/// The first thing that does not hold, and its line.
fn misfit(m: &Match, features: &Features) -> Option<(String, usize)> {
    let text = features.text.as_str();
    if let Some(p) = m.all.iter().find(|p| !p.is_match(text)) {
        return Some((
            format!("`{}` of `all` is not found", p.regex.as_str()),
            p.line,
        ));
    }
    // without `all`, what is in `any` must say something
    if m.all.is_empty() && !m.any.is_empty() && !m.any.iter().any(|p| p.is_match(text)) {
        let line = m.any[0].line;
        return Some((
            "`all` is empty, and nothing of `any` is found".to_owned(),
            line,
        ));
    }
    if let Some(p) = m.none.iter().find(|p| p.is_match(text)) {
        return Some((format!("`{}` of `none` is found", p.regex.as_str()), p.line));
    }
    let in_field = |name: &str, re: &Option<Re>, field: &Option<String>| {
        let field = field.as_deref().unwrap_or_default();
        let folded: String = field.chars().map(fold_char).collect();
        let re = re.as_ref().filter(|re| !re.is_match(&folded))?;
        let message = format!(
            "`{}` is not found in the {name} `{field}`",
            re.regex.as_str()
        );
        Some((message, re.line))
    };
    in_field(
        "title of the document information",
        &m.info_title,
        &features.info_title,
    )
    .or_else(|| in_field("producer", &m.producer, &features.producer))
    .or_else(|| {
        let sizes = &m.page_sizes;
        let fits = sizes.is_empty() || sizes.iter().any(|s| s.fits(features.page_size));
        let (width, height) = features.page_size;
        let message =
            format!("the first page is {width:.0} × {height:.0} points, none of `page_size`");
        (!fits).then_some((message, m.line))
    })
}
