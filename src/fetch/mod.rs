//! The web: PDFs and the pages that list them, fetched as a good guest does.
//!
//! ```text
//! get ─▶ permission (robots.txt) ─▶ turn at the host ─▶ client ─▶ receive ─ sniff ─▶ file in staging
//!          ▲                                              │
//!          └───────── redirect, each hop ─────────────────┘
//! ```
//!
//! - One request at a time for a host, by `http` or `https` (another port is another host), with a pause between the end of one and the begin of the next;
//!   different hosts may be asked at the same time, by several threads that share one [`Fetcher`].
//! - `robots.txt` is read once for a host, scheme and run, and asked again where a redirect leads to another host.
//! - What passes (no connection, a cut-off body, `503` …) is tried again with growing waits, and `Retry-After` is
//!   done as told.
//! - An answer is there as a whole, in a file of its own, or it is a [`Failure`]: never a part of it.
//! - The first signal to end (`interrupted`) ends every wait, and every request that is under way.
//!
//! A proxy is taken from the environment: `ALL_PROXY`, `HTTPS_PROXY` or `HTTP_PROXY`, the first that there is, but
//! not for the hosts in `NO_PROXY`, and never for this machine itself (`localhost`, `127.0.0.1`, `::1`).
//! Certificates are held against the roots of Mozilla, which are built in.

mod client;
mod decode;
mod failure;
mod fetcher;
mod host;
mod links;
mod receive;
mod robots;
mod sniff;
mod tags;
mod trail;

pub use failure::Failure;
pub use fetcher::Fetcher;
pub use links::{Link, links};
pub use sniff::asks_password;

use serde::{Deserialize, Serialize};
use std::time::Duration;
use tempfile::NamedTempFile;

/// The name that `robots.txt` calls this program by.
pub const PRODUCT: &str = "keikaku";

/// How requests are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What the program calls itself; what cannot stand in a header is left out of it.
    pub user_agent: String,
    /// Between the end of one request to a host and the begin of the next; a longer `Crawl-delay` counts.
    pub pause: Duration,
    /// Longest time for one whole answer, from the first byte of the request to the last of the body.
    pub timeout: Duration,
    /// Longest time until there is a connection.
    pub connect: Duration,
    /// How often a request is made again after what may pass.
    pub retries: u32,
    /// Wait before the first of these; it doubles each time.
    pub backoff: Duration,
    /// Most bytes of one body, unpacked; pages have a limit of their own below it.
    pub max_bytes: u64,
    /// `robots.txt` is asked first.
    pub robots: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            user_agent: format!("{PRODUCT}/{}", env!("CARGO_PKG_VERSION")),
            pause: Duration::from_secs(2),
            timeout: Duration::from_secs(120),
            connect: Duration::from_secs(20),
            retries: 3,
            backoff: Duration::from_secs(2),
            max_bytes: 200 << 20,
            robots: true,
        }
    }
}

/// What an earlier answer said of itself, by which the server can tell that nothing changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// `ETag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// `Last-Modified`, as it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// Where that answer came from in the end; nothing: from the address that was asked. What it says of itself holds
    /// for no other address, and is sent to none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What a body must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// A PDF, whatever its content type says.
    Pdf,
    /// A page of text with links: HTML.
    Page,
}

/// What came.
#[derive(Debug)]
pub enum Fetched {
    /// The server says that it is still what is known.
    Unchanged,
    /// A body, which may well have the same bytes as before.
    Body(Box<Body>),
}

/// A whole body.
#[derive(Debug)]
pub struct Body {
    /// Where it came from in the end.
    pub url: String,
    /// Where the asked address has moved to for good: each hop as long as all were permanent (301, 308). The last
    /// of them is what to ask next time.
    pub redirects: Vec<String>,
    /// A redirect led from `https` to plain `http`, where anybody on the way could have changed the body.
    pub downgraded: bool,
    /// The bytes, in the staging folder; gone when it is dropped, unless it is moved to its place.
    pub file: NamedTempFile,
    /// Their SHA-256, hexadecimal.
    pub sha256: String,
    /// How many they are.
    pub bytes: u64,
    /// What to send next time.
    pub known: Known,
    /// `Content-Type`, as it was written.
    pub content_type: Option<String>,
}
