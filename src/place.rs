//! [`At`]: the provenance of everything in a document.

use crate::geometry::Rect;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where something was read.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct At {
    /// Page, from 1.
    pub page: u32,
    /// `[x0, top, x1, bottom]` in points from the top left of the page as displayed.
    pub r#box: [f64; 4],
    /// Id of the table it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// Row of its cell, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// Column of its cell, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub col: Option<usize>,
    /// It was read off a picture of the page (OCR): how sure the recognizer was of its least sure
    /// character, from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_ocr: Option<f64>,
    /// The rule file and line that produced it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

impl At {
    /// A place on a page.
    pub fn new(page: u32, place: Rect) -> Self {
        Self {
            page,
            r#box: place.rounded(),
            ..Self::default()
        }
    }
}
