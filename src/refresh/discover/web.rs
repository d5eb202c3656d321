//! Addresses of PDFs, and pages that link to them. Hosts are asked at the same time, each by one request at a time.

use super::memory::{Linked, Memory};
use super::{Content, Discovery, Held, Marks, Seen, What, claim};
use crate::batch::{Failure, digest_of};
use crate::dataset::{Address, AddressState};
use crate::error::Error;
use crate::fetch::{self, Body, Expected, Fetched, Link};
use crate::normalize::fold_char;
use crate::refresh::sources::{From, Source};
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;
use std::sync::{Mutex, PoisonError};
use url::Url;

/// Most hosts that are asked at the same time.
const HOSTS: usize = 16;

/// An address to ask.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// The address.
    pub place: String,
    source: usize,
    label: Option<String>,
    /// Which links are wanted, of a page.
    links: Option<Regex>,
}

/// The address of a source that is one.
pub(super) fn single(source: usize, of: &Source) -> Option<Asked> {
    let From::Url(url) = &of.from else {
        return None;
    };
    Some(asked(source, url.clone(), None))
}

fn asked(source: usize, place: String, label: Option<String>) -> Asked {
    Asked {
        place,
        source,
        label,
        links: None,
    }
}

/// What a page came to: itself, and what it links to.
type Listed = (Seen, Vec<Asked>, Vec<Seen>);

impl Discovery<'_> {
    /// The addresses, and all that the pages link to.
    pub(super) fn web(&self, single: Vec<Asked>, claimed: &mut BTreeSet<String>) -> Vec<Seen> {
        let pages = self.each().filter_map(|(source, of)| match &of.from {
            From::Page { url, links } => Some(Asked {
                links: Some(links.clone()),
                ..asked(source, self.page_place(source, url), None)
            }),
            _ => None,
        });
        let listed = self.by_host(pages.collect(), |page| self.page(page));
        let mut out = Vec::new();
        let mut wanted = single;
        let (mut gone, mut perhaps) = (Vec::new(), Vec::new());
        for (page, links, gone_from) in listed {
            if matches!(page.what, What::Failed(_)) {
                perhaps.extend(self.memory(&page.place).links);
            }
            // one page may stand for several sources, each with links of its own
            out.push(page);
            wanted.extend(
                links
                    .into_iter()
                    .filter(|l| claimed.insert(l.place.clone())),
            );
            gone.extend(gone_from);
        }
        // what one page has dropped another may link to, now or as soon as it answers
        claimed.extend(perhaps.into_iter().map(|link| link.url));
        out.extend(claim(claimed, gone));
        out.extend(self.by_host(wanted, |asked| self.pdf(asked)));
        out
    }

    /// The place of a page; of one that an earlier source has as well, with a fragment, which is not asked for.
    fn page_place(&self, source: usize, url: &str) -> String {
        let same = |(_, s): &(usize, &Source)| matches!(&s.from, From::Page { url: other, .. } if other == url);
        match self.each().take(source).any(|s| same(&s)) {
            true => format!("{url}#{}", self.sources.sources[source].id),
            false => url.to_owned(),
        }
    }

    /// Does all tasks, those of one host one after the other, those of different hosts at the same time. Results are
    /// in the order of the tasks.
    fn by_host<R: Send>(&self, tasks: Vec<Asked>, work: impl Fn(&Asked) -> R + Sync) -> Vec<R> {
        let mut hosts: BTreeMap<String, Vec<(usize, Asked)>> = BTreeMap::new();
        for (i, task) in tasks.into_iter().enumerate() {
            let url = Url::parse(&task.place).ok();
            let host = url.and_then(|u| u.host_str().map(str::to_owned));
            hosts
                .entry(host.unwrap_or_default())
                .or_default()
                .push((i, task));
        }
        let slots = hosts.len().min(HOSTS);
        let queue = Mutex::new(hosts.into_values());
        let done = Mutex::new(BTreeMap::new());
        std::thread::scope(|scope| {
            for _ in 0..slots {
                scope.spawn(|| {
                    while let Some(tasks) = lock(&queue).next() {
                        for (i, task) in tasks {
                            let result = work(&task);
                            lock(&done).insert(i, result);
                        }
                    }
                });
            }
        });
        let done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.into_values().collect()
    }

    fn get(
        &self,
        url: &str,
        known: Option<&Address>,
        expected: Expected,
    ) -> Result<Fetched, Failure> {
        if self.interrupted.load(Ordering::Relaxed) {
            return Err(Failure::interrupted());
        }
        let known = known.filter(|a| a.state != AddressState::Vanished && a.sha256.is_some());
        let known = known.map(|address| fetch::Known {
            etag: address.etag.clone(),
            last_modified: address.last_modified.clone(),
            url: Memory::of(address).url,
        });
        self.fetcher
            .get(url, known.as_ref(), expected)
            .map_err(failure)
    }

    fn pdf(&self, asked: &Asked) -> Seen {
        // what was a page says nothing of a PDF
        let known = self.known.get(&asked.place);
        let known = known.filter(|a| Memory::of(a).pattern.is_none());
        let mut note = None;
        let what = match self.get(&asked.place, known, Expected::Pdf) {
            Ok(Fetched::Unchanged) => What::Unchanged,
            Ok(Fetched::Body(body)) => {
                note = moved(&body);
                let memory = Memory::answered(&asked.place, &body);
                let mut content = content(*body);
                content.marks.signature = memory.signature();
                What::Content(content)
            }
            Err(failure) => self.gone_or_failed(&asked.place, failure),
        };
        Seen {
            note,
            ..seen(asked, what)
        }
    }

    fn gone_or_failed(&self, place: &str, failure: Failure) -> What {
        match failure.code == "not-found" && self.had(place).is_some() {
            true => What::Gone(failure.message),
            false => What::Failed(failure),
        }
    }

    /// What is remembered of a place.
    fn memory(&self, place: &str) -> Memory {
        self.known.get(place).map(Memory::of).unwrap_or_default()
    }

    fn page(&self, asked: &Asked) -> Listed {
        let memory = self.memory(&asked.place);
        // other links of a page that is unchanged are new all the same
        let known = self.known.get(&asked.place);
        let same = known.filter(|_| memory.is_of(pattern(asked)));
        match self.get(&asked.place, same, Expected::Page) {
            Ok(Fetched::Unchanged) => {
                let before = before(asked, &memory);
                (page(asked, What::Unchanged), before, Vec::new())
            }
            Ok(Fetched::Body(body)) => self.listed(asked, *body, &memory),
            Err(failure) => {
                let what = self.gone_or_failed(&asked.place, failure);
                // without its page a PDF may still be there; where nothing answers, it is not asked for
                let before = match &what {
                    What::Gone(_) => before(asked, &memory),
                    _ => Vec::new(),
                };
                (page(asked, what), before, Vec::new())
            }
        }
    }

    fn listed(&self, asked_page: &Asked, body: Body, memory: &Memory) -> Listed {
        let failed = |failure| (page(asked_page, What::Failed(failure)), vec![], vec![]);
        let note = moved(&body);
        let bytes = match std::fs::read(body.file.path()) {
            Ok(bytes) => bytes,
            Err(e) => return failed(Error::of_io(body.file.path(), &e).into()),
        };
        let kind = body.content_type.as_deref();
        let all = fetch::links(&bytes, kind, &body.url);
        let wanted = wanted(asked_page, &all, memory);
        // nothing of it is remembered, so that the page is asked for as a whole the next time
        if wanted.is_empty() {
            return failed(no_links(all.len()));
        }
        if is_other(memory, &all) && fetch::asks_password(&bytes, kind) {
            return failed(asks_who());
        }
        let gone = self.unlinked(asked_page, &all, memory);
        let memory = Memory {
            pattern: Some(pattern(asked_page).to_owned()),
            links: wanted.iter().copied().map(Linked::from).collect(),
            ..Memory::answered(&asked_page.place, &body)
        };
        let links = memory.links.iter().map(|l| linked(asked_page.source, l));
        let links = links.collect();
        let mut content = content(body);
        content.marks.signature = memory.signature();
        content.file = Held::Nothing;
        let page = Seen {
            note,
            ..page(asked_page, What::Content(content))
        };
        (page, links, gone)
    }

    /// What the page linked to, and does not any more. What it links to and nobody wants any more was given up.
    fn unlinked(&self, page: &Asked, all: &[Link], memory: &Memory) -> Vec<Seen> {
        let places: BTreeSet<&String> = all.iter().map(|l| &l.url).collect();
        let before = memory.links.iter().filter(|l| !places.contains(&l.url));
        let had = before.filter(|l| self.had(&l.url).is_some());
        let why = || What::Gone("its page does not link to it any more".into());
        had.map(|l| seen(&linked(page.source, l), why())).collect()
    }
}

/// Which links of a page are wanted.
fn pattern(page: &Asked) -> &str {
    page.links.as_ref().map_or("", Regex::as_str)
}

fn linked(source: usize, link: &Linked) -> Asked {
    asked(source, link.url.clone(), Some(link.text.clone()))
}

/// What a page linked to the last time, as far as it is wanted still.
fn before(page: &Asked, memory: &Memory) -> Vec<Asked> {
    let same = memory.is_of(pattern(page));
    let wanted = memory.links.iter().filter(|l| same || is_wanted(page, l));
    wanted.map(|l| linked(page.source, l)).collect()
}

/// The links of a page that are wanted. One that was wanted before, and has only another text now, still is.
fn wanted<'l>(page: &Asked, all: &'l [Link], memory: &Memory) -> Vec<&'l Link> {
    let before = memory
        .links
        .iter()
        .filter(|_| memory.is_of(pattern(page)))
        .map(|l| &l.url);
    let before: BTreeSet<&String> = before.collect();
    let wanted = |link: &&Link| before.contains(&link.url) || is_wanted(page, &Linked::from(*link));
    all.iter().filter(wanted).collect()
}

fn is_wanted(page: &Asked, link: &Linked) -> bool {
    let pattern = page.links.as_ref();
    pattern.is_some_and(|pattern| matches(pattern, link))
}

/// Whether a page has none of the links that it had.
fn is_other(memory: &Memory, all: &[Link]) -> bool {
    let there: BTreeSet<&String> = all.iter().map(|l| &l.url).collect();
    let mut before = memory.links.iter();
    before.len() > 0 && !before.any(|l| there.contains(&l.url))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a link is wanted, by its address or its text.
fn matches(pattern: &Regex, link: &Linked) -> bool {
    let text: String = link.text.chars().map(fold_char).collect();
    pattern.is_match(&link.url) || pattern.is_match(&decoded(&link.url)) || pattern.is_match(&text)
}

/// An address with `%E3…` as the characters that it stands for.
fn decoded(url: &str) -> String {
    let mut bytes = Vec::with_capacity(url.len());
    let mut rest = url.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).filter(|_| *first == b'%');
        let byte = digits.and_then(|d| u8::from_str_radix(std::str::from_utf8(d).ok()?, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = &tail[if byte.is_some() { 2 } else { 0 }..];
    }
    String::from_utf8(bytes).unwrap_or_else(|_| url.to_owned())
}

fn no_links(all: usize) -> Failure {
    Failure {
        code: "no-links".into(),
        message: format!("none of the {all} links of the page is wanted"),
        help: "compare `links` with the addresses and texts of the links on the page; what it linked to before stays as it was".into(),
    }
}

fn asks_who() -> Failure {
    Failure {
        code: "no-links".into(),
        message: "the page asks for a password, and has none of the links that it had".into(),
        help: "open it in a browser; what it linked to before stays as it was".into(),
    }
}

/// That an address has moved for good, or that a redirect gave up the secure connection.
fn moved(body: &Body) -> Option<String> {
    let to = body
        .redirects
        .last()
        .map(|to| format!("it has moved for good: write `{to}`"));
    let plain = body.downgraded.then(|| {
        "a redirect leads to plain `http`, where anybody could have changed it".to_owned()
    });
    let notes: Vec<String> = [to, plain].into_iter().flatten().collect();
    (!notes.is_empty()).then(|| notes.join("; "))
}

fn content(body: Body) -> Content {
    let sha256 = match body.sha256.is_empty() {
        true => digest_of(body.file.path()).map(|d| d.0).unwrap_or_default(),
        false => body.sha256,
    };
    Content {
        file: Held::Copy(body.file.into_temp_path()),
        sha256,
        marks: Marks {
            etag: body.known.etag,
            last_modified: body.known.last_modified,
            signature: None,
        },
    }
}

fn failure(failure: fetch::Failure) -> Failure {
    Failure {
        code: failure.code,
        message: failure.message,
        help: failure.help,
    }
}

fn seen(asked: &Asked, what: What) -> Seen {
    Seen {
        place: asked.place.clone(),
        source: asked.source,
        label: asked.label.clone(),
        name: name_of(&asked.place),
        is_page: false,
        what,
        note: None,
    }
}

fn page(asked: &Asked, what: What) -> Seen {
    Seen {
        is_page: true,
        ..seen(asked, what)
    }
}

/// The name of the file at an address.
fn name_of(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let name = decoded(
        path.trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or_default(),
    );
    match name.is_empty() || name.contains(['/', '\\', '\0']) {
        true => "document.pdf".to_owned(),
        false => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_addresses() {
        for (url, name) in [
            ("https://a.jp/x/r6.pdf?v=1#p", "r6.pdf"),
            ("https://a.jp/%E8%A8%88%E7%94%BB.pdf", "計画.pdf"),
            ("https://a.jp/%FF.pdf", "%FF.pdf"),
            ("https://a.jp/a%2Fb.pdf", "document.pdf"),
        ] {
            assert_eq!(name_of(url), name);
        }
    }
}
