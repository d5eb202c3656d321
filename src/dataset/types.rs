//! What a data set holds, as values.

use crate::batch::Failure;
use crate::document::{At, Document, Status};
use crate::edition::{Comparison, Direction};
use crate::finding::Finding;
use crate::normalize::fold_char;
use serde::{Deserialize, Serialize};
use serde_json::Number;
use std::cmp::Ordering;

/// Where a document is published: what is remembered of the place, so that it is asked for changes only.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Address {
    /// Absolute URL, or path relative to the list of sources.
    pub place: String,
    /// Id of the source that it belongs to.
    pub source: String,
    /// Text of the link that led here.
    pub label: Option<String>,
    /// `ETag` of the last answer.
    pub etag: Option<String>,
    /// `Last-Modified` of the last answer.
    pub last_modified: Option<String>,
    /// What the file system says of a file: size and times. Of an address: where the answer came from, if redirects
    /// led elsewhere, and of a page its links that were wanted.
    pub signature: Option<String>,
    /// SHA-256 of the content, hexadecimal.
    pub sha256: Option<String>,
    /// Whether it is still there.
    pub state: AddressState,
    /// Why it could not be had or read.
    pub failure: Option<Failure>,
    /// When it was seen for the first time (RFC 3339).
    pub first_seen: String,
    /// When it was seen for the last time.
    pub last_seen: String,
    /// When its content was last found to be another one.
    pub changed: String,
}

/// Whether something is still published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressState {
    /// It is there.
    #[default]
    Present,
    /// It was there, and is not any more.
    Vanished,
    /// It could not be had or read the last time.
    Failed,
}

/// A plan with its editions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRecord {
    /// Its id in the data set.
    pub id: String,
    /// The municipality.
    pub municipality: Option<String>,
    /// Its six-digit code.
    pub code: Option<String>,
    /// Title as it is shown.
    pub title: String,
    /// Title without what differs from edition to edition.
    pub stem: String,
    /// Its editions, in order of their key.
    pub editions: Vec<EditionRecord>,
}

/// An edition of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionRecord {
    /// Id of the plan, `@`, and what is printed of the edition.
    pub id: String,
    /// Which one it is.
    pub key: EditionKey,
    /// What was published as this edition, one after the other; the last is current.
    pub revisions: Vec<RevisionRecord>,
}

impl EditionRecord {
    /// What is published as this edition now.
    pub fn current(&self) -> Option<&RevisionRecord> {
        self.revisions.last()
    }
}

/// One reading of one PDF as an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionRecord {
    /// Its number in the data set.
    pub id: i64,
    /// Its number in the edition, from 1.
    pub number: u32,
    /// Digest of the document.
    pub document: String,
    /// SHA-256 of the PDF.
    pub pdf: String,
    /// Digest of the program and rules that read it.
    pub basis: String,
    /// Where it was published.
    pub place: String,
    /// When it came into the data set.
    pub added: String,
}

/// Which edition of its plan a document is: what is printed, never guessed. Editions are in the order of these, which is
/// that of time: by the year or the begin of the period, then by the ordinal; one that says nothing stands before those
/// that say something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct EditionKey {
    /// 第3次, 第2期.
    pub ordinal: Option<u32>,
    /// The fiscal year it reports on, or of its publication.
    pub year: Option<i32>,
    /// First and last fiscal year.
    pub period: Option<(Option<i32>, Option<i32>)>,
    /// As it is shown.
    pub label: String,
}

impl EditionKey {
    fn time(&self) -> Option<i32> {
        let (first, last) = self.period.unwrap_or_default();
        self.year.or(first).or(last)
    }
}

impl Ord for EditionKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let by = self.time().cmp(&other.time());
        by.then_with(|| self.ordinal.cmp(&other.ordinal))
            .then_with(|| self.year.cmp(&other.year))
            .then_with(|| self.period.cmp(&other.period))
            .then_with(|| parts(&self.label).cmp(&parts(&other.label)))
            .then_with(|| self.label.cmp(&other.label))
    }
}

impl PartialOrd for EditionKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A text as its numbers and what stands before each: 第10版 is behind 第9版.
fn parts(label: &str) -> Vec<(String, Option<u64>)> {
    let mut out = Vec::new();
    let mut text = String::new();
    let mut number: Option<u64> = None;
    for c in label.chars().map(fold_char) {
        match (c.to_digit(10), number) {
            (Some(digit), before) => {
                let before = before.unwrap_or(0).saturating_mul(10);
                number = Some(before.saturating_add(digit.into()));
            }
            (None, before) => {
                if before.is_some() {
                    out.push((std::mem::take(&mut text), number.take()));
                }
                text.push(c);
            }
        }
    }
    out.push((text, number));
    out
}

/// A plan that is new to the data set.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NewPlan {
    /// The id that it is to have, if a person has given it one.
    pub id: Option<String>,
    /// The municipality.
    pub municipality: Option<String>,
    /// Its six-digit code.
    pub code: Option<String>,
    /// Title as it is shown.
    pub title: String,
    /// Title without what differs from edition to edition.
    pub stem: String,
}

/// A document that arrives. Its bytes were kept before ([`super::Writing::keep_pdf`], [`super::Writing::keep_document`]).
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// Where it was published.
    pub place: &'a str,
    /// SHA-256 of the PDF.
    pub pdf: &'a str,
    /// Digest of the program and rules that read it.
    pub basis: &'a str,
    /// The document.
    pub document: &'a Document,
    /// Its digest.
    pub digest: &'a str,
}

/// Another edition, or another revision of the same one, and what differs from it.
#[derive(Debug, Clone, Copy)]
pub struct Neighbour<'a> {
    /// Number of its revision.
    pub revision: i64,
    /// What differs.
    pub comparison: &'a Comparison,
    /// It is the old side of the comparison, and what arrives the new one.
    pub is_old: bool,
}

/// Something that a person is to decide on before it is merged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewReview {
    /// Where it was published.
    pub place: String,
    /// SHA-256 of the PDF, which is kept.
    pub pdf: String,
    /// Digest of the program and rules that read it.
    pub basis: String,
    /// Digest of the document, which is kept.
    pub document: String,
    /// The plan it belongs to, if the data set has it.
    pub plan: Option<String>,
    /// The edition it would be a revision of.
    pub edition: Option<String>,
    /// Which edition it is.
    pub key: EditionKey,
    /// Why it is held back.
    pub reasons: Vec<Finding>,
    /// What else is to be known to merge it later; the data set does not look into it.
    pub proposal: serde_json::Value,
}

/// Something that was held back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// Its number.
    pub id: i64,
    /// When it was held back.
    pub held: String,
    /// What it is.
    pub review: NewReview,
    /// What was decided; nothing while it is open.
    pub verdict: Option<Verdict>,
}

/// What became of something that was held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It is to be merged.
    Accepted,
    /// It is not.
    Rejected,
    /// Nobody need decide: something else took its place.
    Superseded,
}

/// A decision with who took it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What was decided.
    pub decision: Decision,
    /// When.
    pub when: String,
    /// By whom.
    pub who: String,
    /// Why.
    pub why: String,
}

/// What a finding of the data set is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About<'a> {
    /// The data set as a whole.
    Dataset,
    /// A source of the list.
    Source(&'a str),
    /// A place where something is, or was, published.
    Place(&'a str),
    /// A plan, by its id.
    Plan(&'a str),
    /// An edition, by its id.
    Edition(&'a str),
    /// A revision, by its number.
    Revision(i64),
}

/// A finding of the data set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// What it is about: `dataset`, `source`, `place`, `plan`, `edition`, `revision`.
    pub subject: String,
    /// Its id; empty for the data set.
    pub about: String,
    /// The finding.
    pub finding: Finding,
    /// When it was reported for the first time.
    pub first_seen: String,
    /// When it was reported for the last time.
    pub last_seen: String,
    /// When it was found to hold no longer.
    pub settled: Option<String>,
}

/// An item or indicator over all editions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Its id in the data set: that of the plan, `#` and a number (of an indicator, `#i` and a number).
    pub id: String,
    /// The plan.
    pub plan: String,
    /// Number as printed in the latest edition that has it.
    pub number: Option<String>,
    /// Title, or name, there.
    pub title: String,
    /// Kind of the item there; of an indicator, the heading above the name.
    pub kind: Option<String>,
    /// The editions that have it, in order.
    pub editions: Vec<String>,
}

/// An item as one edition has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemState {
    /// The edition.
    pub edition: String,
    /// Its label.
    pub label: String,
    /// The fiscal year of the edition.
    pub edition_year: Option<i32>,
    /// The revision.
    pub revision: i64,
    /// SHA-256 of the PDF.
    pub pdf: String,
    /// The item, over all editions.
    pub item: String,
    /// Its id in the document.
    pub local: String,
    /// `policy`, `measure` …
    pub kind: String,
    /// Number as printed.
    pub number: Option<String>,
    /// The numbers from the top down to it.
    pub number_key: Option<String>,
    /// Title.
    pub title: String,
    /// The item it belongs to, over all editions.
    pub parent: Option<String>,
    /// Status.
    pub status: Option<Status>,
    /// Which way the status went since the edition before.
    pub direction: Option<Direction>,
    /// `新規`, `再掲`, `重点` …
    pub flags: Vec<String>,
    /// Page it begins on.
    pub page: u32,
    /// Where it was read.
    pub at: Vec<At>,
}

/// A value of an indicator as one edition prints it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// The indicator, over all editions.
    pub indicator: String,
    /// Its id in the document.
    pub local: String,
    /// Its place among the values of the indicator in the document, from 0.
    pub position: u32,
    /// Its name in this edition.
    pub name: String,
    /// The edition.
    pub edition: String,
    /// Its label.
    pub label: String,
    /// The revision.
    pub revision: i64,
    /// SHA-256 of the PDF.
    pub pdf: String,
    /// `baseline`, `actual` or `target`.
    pub role: String,
    /// Gregorian (fiscal) year.
    pub year: Option<i32>,
    /// The year as printed.
    pub year_text: Option<String>,
    /// As printed, normalised.
    pub text: String,
    /// The number with the decimals that are printed.
    pub value: Option<Number>,
    /// Unit.
    pub unit: Option<String>,
    /// The power of ten that the unit names.
    pub multiplier: Option<u64>,
    /// What is said of the number besides.
    pub qualifiers: Vec<String>,
    /// Page it was read on.
    pub page: Option<u32>,
    /// Where it was read.
    pub at: Vec<At>,
}

/// Two editions that print another number, or one of another unit, for the same indicator, role and year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Disagreement {
    /// What the earlier edition prints.
    pub before: Observation,
    /// What the later edition prints.
    pub after: Observation,
    /// Their units are not the same, nor of the same base as km and m: their numbers cannot be compared.
    pub other_unit: bool,
}

/// Where an item or indicator came from, other than from itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lineage {
    /// Id of the item or indicator.
    pub id: String,
    /// Id of what it came from.
    pub from: String,
    /// `split`, `merged`, or `joined`: the two are the same, which was known only when both had their ids.
    pub kind: String,
    /// How much speaks for it, from 0 to 1.
    pub sureness: f64,
    /// The edition in which it is so.
    pub edition: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_are_in_the_order_of_time() {
        let key = |ordinal, year, period, label: &str| EditionKey {
            ordinal,
            year,
            period,
            label: label.into(),
        };
        let sorted = [
            key(None, None, None, ""),
            key(None, None, None, "第9版"),
            key(None, None, None, "第10版"),
            key(None, None, None, "第１１版"),
            key(Some(1), None, None, "第1次"),
            key(None, None, Some((Some(2010), Some(2019))), "2010〜2019"),
            key(None, Some(2015), None, "改訂版"),
            key(Some(2), None, Some((Some(2020), Some(2029))), "第2次"),
            key(None, Some(2021), None, "2021年度"),
            key(Some(2), Some(2022), None, "第2次 2022年度"),
            key(None, Some(2023), None, "2023年度"),
            key(None, None, Some((None, Some(2024))), "〜2024"),
            key(Some(3), Some(2030), None, "第3次"),
        ];
        let mut mixed = sorted.to_vec();
        mixed.reverse();
        mixed.sort();
        assert_eq!(mixed, sorted);
    }
}
