//! What findings say in Japanese: a document says it in English only.

use crate::document::Document;
use crate::language::{Kind, Language, Worded, kinds};
use serde::Serialize;
use std::collections::BTreeMap;

/// The words of the findings of a document.
#[derive(Debug, Serialize)]
pub struct Words {
    /// What each kind that the document has means, in both languages.
    kinds: BTreeMap<&'static str, Kind>,
    /// Each finding in Japanese, in the order of the document.
    ja: Vec<Worded>,
}

/// The words of a document.
pub fn of(document: &Document) -> Words {
    let has = |kind: &Kind| document.findings.iter().any(|f| f.code == kind.code);
    let kinds = kinds().into_iter().filter(has);
    let findings = document.findings.iter();
    Words {
        kinds: kinds.map(|kind| (kind.code, kind)).collect(),
        ja: findings.map(|f| Language::Japanese.finding(f)).collect(),
    }
}
