//! What is remembered of an address besides its validators.

use crate::dataset::Address;
use crate::fetch::{Body, Link};
use serde::{Deserialize, Serialize};
use url::Url;

/// It stands in the signature of the address, as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Memory {
    /// Where the answer came from, if redirects led elsewhere: the validators are those of that address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Of a page: which links were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Of a page: those that were found, also those that another source has.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Linked>,
}

/// A link that is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Linked {
    /// Where it leads.
    pub url: String,
    /// What it says.
    pub text: String,
}

impl From<&Link> for Linked {
    fn from(link: &Link) -> Self {
        Self {
            url: link.url.clone(),
            text: link.text.clone(),
        }
    }
}

impl Memory {
    /// Of the last answer of an address.
    pub fn of(address: &Address) -> Self {
        let signature = address.signature.as_deref();
        let read = signature.and_then(|s| serde_json::from_str(s).ok());
        read.unwrap_or_default()
    }

    /// That an answer came from elsewhere, if so.
    pub fn answered(place: &str, body: &Body) -> Self {
        let asked = Url::parse(place).map(|mut url| {
            url.set_fragment(None);
            String::from(url)
        });
        let here = asked.is_ok_and(|asked| asked == body.url);
        Self {
            url: (!here).then(|| body.url.clone()),
            ..Self::default()
        }
    }

    /// As it stands in a signature; nothing where there is nothing to remember.
    pub fn signature(&self) -> Option<String> {
        match *self == Self::default() {
            true => None,
            false => serde_json::to_string(self).ok(),
        }
    }

    /// Whether it is of a page, of which these links were asked for.
    pub fn is_of(&self, pattern: &str) -> bool {
        self.pattern.as_deref() == Some(pattern)
    }
}
