//! What is remembered of places.

use super::discover::{Known, Seen, What};
use super::sources::{From, Sources};
use crate::batch::Failure;
use crate::dataset::{Address, AddressState};
use crate::finding::{Code, Finding};
use std::collections::BTreeMap;

/// What became of the places.
#[derive(Debug, Default)]
pub struct Places {
    /// What is known of them from now on.
    pub addresses: Vec<Address>,
    /// Something of that is new, besides when they were seen.
    pub changed: bool,
    /// What has vanished since the last time: place, source and finding.
    pub vanished: Vec<(String, String, Finding)>,
    /// What had vanished, and is there again.
    pub returned: Vec<String>,
    /// What could not be had or read: place, source and reason.
    pub failed: Vec<(String, String, Failure)>,
}

impl Places {
    /// Of what is seen; `unread` is what could not be read of it, by index.
    pub fn of(
        sources: &Sources,
        seen: &[Seen],
        unread: &BTreeMap<usize, Failure>,
        known: &Known,
        now: &str,
    ) -> Self {
        let mut out = Self::default();
        for (index, seen) in seen.iter().enumerate() {
            let source = &sources.sources[seen.source];
            let before = known.get(&seen.place);
            let address = address(seen, &source.id, unread.get(&index), before, now);
            out.tell(seen, &source.id, before, &address);
            // a folder is no place where a document is
            if seen.is_page && matches!(source.from, From::Folder { .. } | From::File(_)) {
                continue;
            }
            out.changed |= before.is_none_or(|before| differ(before, &address));
            out.addresses.push(address);
        }
        out
    }

    fn tell(&mut self, seen: &Seen, source: &str, before: Option<&Address>, address: &Address) {
        let was_gone = before.is_some_and(|a| a.state == AddressState::Vanished);
        match (&seen.what, &address.failure) {
            (What::Gone(why), _) if !was_gone => {
                let message = format!("`{}` has vanished: {why}", seen.place);
                let finding = Finding::new(Code::SourceVanished, message, Vec::new());
                self.vanished
                    .push((seen.place.clone(), source.to_owned(), finding));
            }
            (What::Gone(_), _) => {}
            (_, Some(failure)) => {
                let failed = (seen.place.clone(), source.to_owned(), failure.clone());
                self.failed.push(failed);
            }
            _ => {}
        }
        if was_gone && address.state == AddressState::Present {
            self.returned.push(seen.place.clone());
        }
    }
}

/// What is remembered of a place from now on.
fn address(
    seen: &Seen,
    source: &str,
    unread: Option<&Failure>,
    before: Option<&Address>,
    now: &str,
) -> Address {
    let mut out = before.cloned().unwrap_or_else(|| Address {
        place: seen.place.clone(),
        first_seen: now.to_owned(),
        changed: now.to_owned(),
        ..Address::default()
    });
    out.source = source.to_owned();
    // what is gone or could not be had was not seen
    if before.is_none() || matches!(seen.what, What::Unchanged | What::Content(_)) {
        now.clone_into(&mut out.last_seen);
    }
    if seen.label.is_some() {
        out.label.clone_from(&seen.label);
    }
    let failure = match (&seen.what, unread) {
        (What::Failed(failure), _) | (_, Some(failure)) => Some(failure.clone()),
        _ => None,
    };
    out.state = match (&seen.what, &failure) {
        (What::Gone(_), _) => AddressState::Vanished,
        (_, Some(_)) => AddressState::Failed,
        (_, None) => AddressState::Present,
    };
    // by what could not be read a change would not be seen again
    if let (What::Content(content), None) = (&seen.what, &failure) {
        if out.sha256.as_ref() != Some(&content.sha256) {
            out.sha256 = Some(content.sha256.clone());
            now.clone_into(&mut out.changed);
        }
        out.etag.clone_from(&content.marks.etag);
        out.last_modified.clone_from(&content.marks.last_modified);
        out.signature.clone_from(&content.marks.signature);
    }
    out.failure = failure;
    out
}

/// Whether two differ in more than when they were seen.
fn differ(before: &Address, after: &Address) -> bool {
    let timeless = Address {
        last_seen: before.last_seen.clone(),
        ..after.clone()
    };
    *before != timeless
}
