//! [`Report`]: what an audit found, field by field, document by document, rule by rule.

use super::difference::Difference;
use super::set::ExpectedFailure;
use super::tally::Tally;
use crate::account::Account;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

/// Version of the contract.
pub const SCHEMA: &str = "keikaku-audit/1";

/// How an audit, a fixture or a field came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As it should be.
    #[default]
    Passed,
    /// As it should be, but for failures that are known.
    KnownFailures,
    /// Not as it should be.
    Failed,
}

/// What is wrong with the files of a fixture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileFaultKind {
    /// It is in the manifest and not in the folder.
    Missing,
    /// It is in the folder and belongs to no fixture.
    Orphaned,
    /// Its SHA-256 is not that of the manifest.
    Changed,
    /// It cannot be read as what it should be; `message` tells why.
    Unreadable,
    /// It can be read, and something in it means nothing: `message` tells what was probably meant.
    Mistake,
}

/// A file of the set that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FileFault {
    /// What is wrong.
    pub kind: FileFaultKind,
    /// The file, from the folder of the set.
    pub file: String,
    /// The fixture it belongs to, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixture: Option<String>,
    /// In words, with both digests where it changed.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// What became of a failure that the manifest expects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum ExpectedOutcome {
    /// It fails as expected.
    Fails {
        /// What is expected to fail.
        #[serde(flatten)]
        #[schemars(with = "serde_json::Value")]
        failure: ExpectedFailure,
    },
    /// It does not fail any more: the entry can go.
    Passes {
        /// What was expected to fail.
        #[serde(flatten)]
        #[schemars(with = "serde_json::Value")]
        failure: ExpectedFailure,
    },
    /// It fails in more places, or otherwise.
    Worse {
        /// What is expected to fail.
        #[serde(flatten)]
        #[schemars(with = "serde_json::Value")]
        failure: ExpectedFailure,
        /// What is worse.
        message: String,
    },
}

fn is_zero(n: &usize) -> bool {
    *n == 0
}

/// One fixture, audited.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Audited {
    /// Name of the fixture.
    pub name: String,
    /// The PDF, from the folder of the set.
    pub pdf: String,
    /// How it came out.
    pub verdict: Verdict,
    /// The rule that read it.
    pub rule: Option<String>,
    /// Number of pages.
    pub pages: u32,
    /// Parts that nobody has looked at; where there are any, the truth is not known to be right.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unreviewed: usize,
    /// Where the glyphs of all pages went.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// Counts by field.
    pub fields: IndexMap<String, Tally>,
    /// Everything that is not as it should be, in the order of the pages.
    pub differences: Vec<Difference>,
    /// What became of the failures that are known.
    pub expected: Vec<ExpectedOutcome>,
    /// Fields below their threshold, in words.
    pub below: Vec<String>,
    /// Why there is no document at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}

/// What an audit found.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Report {
    /// Always `keikaku-audit/1`.
    pub schema: String,
    /// How it came out.
    pub verdict: Verdict,
    /// The fixtures, in their order.
    pub fixtures: Vec<Audited>,
    /// Files that are not as they should be.
    pub files: Vec<FileFault>,
    /// Where the glyphs of all fixtures went.
    pub account: Account,
    /// Counts by field, over all fixtures.
    pub fields: IndexMap<String, Tally>,
    /// Counts by rule (empty for documents without one) and field.
    pub rules: IndexMap<String, IndexMap<String, Tally>>,
}

/// The JSON Schema of [`Report`].
pub fn report_schema() -> serde_json::Value {
    titled::<Report>("Keikaku audit, version 1")
}

/// The JSON Schema of a contract, with a title for people.
pub(super) fn titled<T: JsonSchema>(title: &str) -> serde_json::Value {
    let mut schema = schemars::schema_for!(T).to_value();
    if let Some(object) = schema.as_object_mut() {
        object.insert("title".into(), title.into());
    }
    schema
}
