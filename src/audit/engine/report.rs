//! [`Against`]: many files held against a second engine.

use super::agreement::{Agreement, Counts};
use schemars::JsonSchema;
use serde::Serialize;

/// Version of the contract.
pub const SCHEMA: &str = "keikaku-against/1";

/// A file that was held against a second engine.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Compared {
    /// The file, from the folder that was given.
    pub file: String,
    /// How far both read the same.
    #[serde(flatten)]
    pub agreement: Agreement,
    /// The share of the characters that both have, but those that are explained, from 0 to 1; null where it could
    /// not be compared.
    pub share: Option<f64>,
    /// The share of their words that stand in one line of ours; null where it could not be compared.
    pub word_share: Option<f64>,
    /// Why it could not be compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}

impl Compared {
    /// A file that both engines read.
    pub fn new(file: String, agreement: Agreement) -> Self {
        Self {
            file,
            share: Some(agreement.counts.share()),
            word_share: Some(agreement.counts.word_share()),
            agreement,
            failure: None,
        }
    }

    /// A file that could not be compared.
    pub fn failed(file: String, why: String) -> Self {
        Self {
            file,
            agreement: Agreement::default(),
            share: None,
            word_share: None,
            failure: Some(why),
        }
    }
}

/// Many files, held against a second engine.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Against {
    /// Always `keikaku-against/1`.
    pub schema: String,
    /// The other engine.
    pub engine: String,
    /// Its version, as it says itself.
    pub version: String,
    /// The files, by name.
    pub files: Vec<Compared>,
    /// Over all files.
    pub counts: Counts,
    /// The share over all files that could be compared; null where none could.
    pub share: Option<f64>,
    /// The share of words over all files that could be compared; null where none could.
    pub word_share: Option<f64>,
}

impl Against {
    /// The sum of some files, held against an engine of some version.
    pub fn new(engine: super::Engine, version: String, files: Vec<Compared>) -> Self {
        let any = files.iter().any(|f| f.failure.is_none());
        let mut counts = Counts::default();
        files.iter().for_each(|f| counts.add(&f.agreement.counts));
        Self {
            schema: SCHEMA.into(),
            engine: engine.name().into(),
            version,
            files,
            counts,
            share: any.then(|| counts.share()),
            word_share: any.then(|| counts.word_share()),
        }
    }

    /// Files that could not be compared.
    pub fn failed(&self) -> usize {
        self.files.iter().filter(|f| f.failure.is_some()).count()
    }
}

/// The JSON Schema of an [`Against`].
pub fn against_schema() -> serde_json::Value {
    crate::audit::report::titled::<Against>("Keikaku held against a second engine, version 1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::engine::Engine;

    #[test]
    fn what_could_not_be_compared_has_no_share_and_counts_for_none() {
        let failed = || Compared::failed("b.pdf".into(), "no".into());
        let counts = Counts {
            shared: 1,
            ours: 1,
            ..Counts::default()
        };
        let pages = Vec::new();
        let read = Compared::new("a.pdf".into(), Agreement { counts, pages });
        let sum = |files| Against::new(Engine::Poppler, String::new(), files);
        let both = sum(vec![read, failed()]);
        assert_eq!((both.share, both.failed()), (Some(0.5), 1));
        let json = serde_json::to_value(sum(vec![failed()])).unwrap();
        assert!(json["share"].is_null() && json["word_share"].is_null());
        assert!(json["files"][0]["share"].is_null(), "{json}");
    }
}
