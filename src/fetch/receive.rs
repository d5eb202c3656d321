//! An answer to a file: whole and of the right kind, or not at all.

use super::client::Answer;
use super::failure::{Failure, Trouble};
use super::sniff;
use super::{Expected, Known};
use crate::error::Error;
use crate::reading::hex;
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};
use tempfile::NamedTempFile;
use ureq::http::header;
use url::Url;

/// How much is read at once.
const CHUNK: usize = 1 << 16;
/// Most bytes of a page, which is read into memory: the longest lists of files have one.
const MAX_PAGE: u64 = 16 << 20;

/// Where a PDF has its last line.
const END: usize = 2048;

/// What an answer with a good status is.
#[derive(Debug)]
pub(super) enum Step {
    /// What is known still holds.
    Unchanged,
    /// It is elsewhere.
    Moved { status: u16, location: String },
    /// A whole body.
    Received(Received),
}

/// A whole body, without the way that led to it.
#[derive(Debug)]
pub(super) struct Received {
    pub file: NamedTempFile,
    pub sha256: String,
    pub bytes: u64,
    pub known: Known,
    pub content_type: Option<String>,
}

/// What is wanted, and where it is put.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'w> {
    pub expected: Expected,
    pub url: &'w Url,
    pub redirected: bool,
    /// Something is known that may still hold.
    pub conditional: bool,
    pub max_bytes: u64,
    pub staging: &'w Path,
}

/// Whether a status says that trying again may help, and what it says.
///
/// # Errors
/// Always but for a body, a redirect, or what is not changed.
pub(super) fn status(answer: &Answer) -> Result<(), Trouble> {
    match answer.status {
        200 | 203 | 301..=304 | 307 | 308 => Ok(()),
        status @ (429 | 500 | 502..=504) => Err(Trouble {
            after: retry_after(answer),
            ..Trouble::passing(Failure::status(status))
        }),
        status => Err(Failure::status(status).into()),
    }
}

/// Where a redirect leads; a header that is not ASCII is read as UTF-8, which is what such servers mean.
///
/// # Errors
/// When it leads nowhere.
pub(super) fn location(answer: &Answer) -> Result<Option<String>, Trouble> {
    if !matches!(answer.status, 301..=303 | 307 | 308) {
        return Ok(None);
    }
    let location = answer.headers.get(header::LOCATION);
    let location = location.and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    match location {
        Some(location) => Ok(Some(location.to_owned())),
        None => Err(Failure::bad_redirect("").into()),
    }
}

/// `Retry-After`: seconds, or a date.
fn retry_after(answer: &Answer) -> Option<Duration> {
    let value = answer.header(header::RETRY_AFTER)?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(SystemTime::now()).unwrap_or_default())
}

/// Reads an answer.
///
/// # Errors
/// Whatever is not one of the steps.
pub(super) fn receive(mut answer: Answer, wanted: Wanted<'_>) -> Result<Step, Trouble> {
    status(&answer)?;
    if let Some(location) = location(&answer)? {
        let status = answer.status;
        return Ok(Step::Moved { status, location });
    }
    match answer.status {
        304 if wanted.conditional => Ok(Step::Unchanged),
        304 => Err(Failure::status(304).into()),
        _ => store(&mut answer, wanted).map(Step::Received),
    }
}

fn store(answer: &mut Answer, wanted: Wanted<'_>) -> Result<Received, Trouble> {
    let limit = match wanted.expected {
        Expected::Pdf => wanted.max_bytes,
        Expected::Page => wanted.max_bytes.min(MAX_PAGE),
    };
    let announced = answer.body.content_length();
    if announced.is_some_and(|length| length > limit) {
        return Err(Failure::too_large(limit).into());
    }
    let known = Known {
        etag: answer.header(header::ETAG).map(str::to_owned),
        last_modified: answer.header(header::LAST_MODIFIED).map(str::to_owned),
        url: None,
    };
    let content_type = answer.header(header::CONTENT_TYPE).map(str::to_owned);
    let endless = has_no_end(answer);
    let mut incoming = Incoming {
        reader: answer.body.as_reader(),
        got: 0,
        announced,
        timeout: answer.timeout,
        tail: Vec::new(),
    };
    let head = incoming.head(sniff::HEAD)?;
    if !sniff::is(wanted.expected, &head) {
        return Err(incoming.refused(head, content_type.as_deref(), wanted));
    }
    let mut file = create(wanted.staging).map_err(Failure::from)?;
    let sha256 = incoming.copy(head, limit, &mut file)?;
    if endless && wanted.expected == Expected::Pdf {
        incoming.check_end()?;
    }
    Ok(Received {
        file,
        sha256,
        bytes: incoming.got,
        known,
        content_type,
    })
}

/// Whether an answer says neither its length nor where it ends, as old servers do: the end of the connection is
/// the end of the body, or it was cut off.
fn has_no_end(answer: &Answer) -> bool {
    answer.body.content_length().is_none()
        && !answer.headers.contains_key(header::TRANSFER_ENCODING)
}

/// A file in the staging folder, for whom the umask says, as results are.
fn create(staging: &Path) -> Result<NamedTempFile, Error> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(staging);
    file.map_err(|e| Error::of_io(staging, &e))
}

/// A body that is coming in.
struct Incoming<R> {
    reader: R,
    got: u64,
    announced: Option<u64>,
    timeout: Duration,
    /// The last bytes that were copied.
    tail: Vec<u8>,
}

impl<R: Read> Incoming<R> {
    /// The next bytes; none at the end.
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize, Trouble> {
        match self.reader.read(buffer) {
            Ok(count) => {
                self.got += count as u64;
                Ok(count)
            }
            Err(e) => Err(self.broken(e.into())),
        }
    }

    fn broken(&self, error: ureq::Error) -> Trouble {
        let end = std::io::ErrorKind::UnexpectedEof;
        let reason = match (&error, self.announced) {
            (ureq::Error::Io(e), Some(all)) if e.kind() == end => {
                format!("{} of {all} bytes came", self.got)
            }
            (ureq::Error::Io(e), None) if e.kind() == end => {
                format!("{} bytes came, and no end", self.got)
            }
            _ => return Trouble::of(error, true, self.timeout),
        };
        Trouble::passing(Failure::cut_off(&reason))
    }

    /// The first bytes, or all if they are fewer.
    fn head(&mut self, most: usize) -> Result<Vec<u8>, Trouble> {
        let mut head = vec![0; most];
        let mut filled = 0;
        while let Some(rest) = head.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.read(rest)? {
                0 => break,
                count => filled += count,
            }
        }
        head.truncate(filled);
        Ok(head)
    }

    /// Why this is not what is wanted: a page is looked at further, for a password field.
    fn refused(
        &mut self,
        mut head: Vec<u8>,
        content_type: Option<&str>,
        wanted: Wanted<'_>,
    ) -> Trouble {
        match self.head(sniff::LOOK) {
            Ok(more) => head.extend(more),
            // too little of it to tell is no reason to refuse it for good
            Err(trouble) => return trouble,
        }
        let Wanted {
            expected,
            url,
            redirected,
            ..
        } = wanted;
        sniff::refusal(expected, &head, content_type, url, redirected).into()
    }

    /// Writes all of it to a file; its SHA-256.
    fn copy(
        &mut self,
        head: Vec<u8>,
        limit: u64,
        file: &mut NamedTempFile,
    ) -> Result<String, Trouble> {
        let mut digest = Sha256::new();
        let mut chunk = head;
        let mut count = chunk.len();
        while count > 0 {
            if self.got > limit {
                return Err(Failure::too_large(limit).into());
            }
            let bytes = chunk.get(..count).unwrap_or_default();
            digest.update(bytes);
            self.keep_tail(bytes);
            let written = file.write_all(bytes);
            written.map_err(|e| Failure::from(Error::of_io(file.path(), &e)))?;
            chunk.resize(CHUNK, 0);
            count = self.read(&mut chunk)?;
        }
        Ok(hex(&digest.finalize()))
    }

    fn keep_tail(&mut self, bytes: &[u8]) {
        self.tail
            .extend(bytes.iter().skip(bytes.len().saturating_sub(END)));
        let over = self.tail.len().saturating_sub(END);
        self.tail.drain(..over);
    }

    /// Whether a PDF ends where the connection did.
    fn check_end(&self) -> Result<(), Trouble> {
        match memchr::memmem::find(&self.tail, b"%%EOF") {
            Some(_) => Ok(()),
            None => {
                let reason = format!("{} bytes came, and no end", self.got);
                Err(Trouble::passing(Failure::cut_off(&reason)))
            }
        }
    }
}
