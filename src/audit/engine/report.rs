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
    /// The share of the characters that both have, but those that are explained, from 0 to 1.
    pub share: f64,
    /// The share of their words that stand in one line of ours.
    pub word_share: f64,
    /// Why it could not be compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
}

impl Compared {
    /// A file that both engines read.
    pub fn new(file: String, agreement: Agreement) -> Self {
        Self {
            file,
            share: agreement.counts.share(),
            word_share: agreement.counts.word_share(),
            agreement,
            failure: None,
        }
    }

    /// A file that could not be compared.
    pub fn failed(file: String, why: String) -> Self {
        Self {
            failure: Some(why),
            ..Self::new(file, Agreement::default())
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
    /// The share over all files.
    pub share: f64,
    /// The share of words over all files.
    pub word_share: f64,
}

impl Against {
    /// The sum of some files.
    pub fn new(engine: super::Engine, files: Vec<Compared>) -> Self {
        let mut counts = Counts::default();
        files.iter().for_each(|f| counts.add(&f.agreement.counts));
        Self {
            schema: SCHEMA.into(),
            engine: engine.name().into(),
            version: engine.version().unwrap_or_default(),
            files,
            counts,
            share: counts.share(),
            word_share: counts.word_share(),
        }
    }
}
