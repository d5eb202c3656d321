//! Addresses of PDFs, and pages that link to them. Hosts are asked at the same time, each by one request at a time.

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
        for (page, links, gone) in listed {
            // one page may stand for several sources, each with links of its own
            out.push(page);
            wanted.extend(
                links
                    .into_iter()
                    .filter(|l| claimed.insert(l.place.clone())),
            );
            out.extend(claim(claimed, gone));
        }
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
        });
        self.fetcher
            .get(url, known.as_ref(), expected)
            .map_err(failure)
    }

    fn pdf(&self, asked: &Asked) -> Seen {
        let known = self.known.get(&asked.place);
        let mut note = None;
        let what = match self.get(&asked.place, known, Expected::Pdf) {
            Ok(Fetched::Unchanged) => What::Unchanged,
            Ok(Fetched::Body(body)) => {
                note = moved(&body);
                What::Content(content(body))
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

    fn page(&self, asked: &Asked) -> Listed {
        let links = asked.links.as_ref().map_or("", Regex::as_str);
        let signature = format!("links {links}");
        let known = self.known.get(&asked.place);
        // other links of a page that is unchanged are new all the same
        let same = known.filter(|a| a.signature.as_ref() == Some(&signature));
        match self.get(&asked.place, same, Expected::Page) {
            Ok(Fetched::Unchanged) => {
                let before = self.before(asked.source, &asked.place);
                (page(asked, What::Unchanged), before, Vec::new())
            }
            Ok(Fetched::Body(body)) => self.listed(asked, body, signature),
            Err(failure) => {
                let what = self.gone_or_failed(&asked.place, failure);
                // without its page a PDF may still be there; where nothing answers, it is not asked for
                let before = match &what {
                    What::Gone(_) => self.before(asked.source, &asked.place),
                    _ => Vec::new(),
                };
                (page(asked, what), before, Vec::new())
            }
        }
    }

    /// What a page linked to the last time.
    fn before(&self, source: usize, page: &str) -> Vec<Asked> {
        let known = self.known_of(source).filter(|a| a.place != page);
        let again = known.map(|a| asked(source, a.place.clone(), a.label.clone()));
        again.collect()
    }

    fn listed(&self, asked_page: &Asked, body: Body, signature: String) -> Listed {
        let note = moved(&body);
        let bytes = match std::fs::read(body.file.path()) {
            Ok(bytes) => bytes,
            Err(e) => {
                let failure = Failure::from(Error::of_io(body.file.path(), &e));
                let page = page(asked_page, What::Failed(failure));
                return (page, Vec::new(), Vec::new());
            }
        };
        let all = fetch::links(&bytes, body.content_type.as_deref(), &body.url);
        let links = self.wanted(asked_page, &all, &signature);
        let gone = self.unlinked(asked_page, &all);
        let what = match links.is_empty() && gone.is_empty() {
            true => What::Failed(no_links(all.len())),
            false => {
                let mut content = content(body);
                content.marks.signature = Some(signature);
                content.file = Held::Nothing;
                What::Content(content)
            }
        };
        let page = Seen {
            note,
            ..page(asked_page, what)
        };
        (page, links, gone)
    }

    /// The links of a page that are wanted. One that was wanted before, and has only another text now, still is.
    fn wanted(&self, page: &Asked, all: &[Link], signature: &String) -> Vec<Asked> {
        let before = self.known.get(&page.place);
        let before = before.filter(|a| a.signature.as_ref() == Some(signature));
        let before = before.map(|_| self.before(page.source, &page.place));
        let before: BTreeSet<String> = before.into_iter().flatten().map(|b| b.place).collect();
        let pattern = page.links.as_ref();
        all.iter()
            .filter(|link| {
                pattern.is_some_and(|pattern| matches(pattern, link)) || before.contains(&link.url)
            })
            .map(|link| asked(page.source, link.url.clone(), Some(link.text.clone())))
            .collect()
    }

    /// What the page linked to, and does not any more. What it links to and nobody wants any more was given up.
    fn unlinked(&self, page: &Asked, all: &[Link]) -> Vec<Seen> {
        if !self.known.contains_key(&page.place) {
            return Vec::new();
        }
        let places: BTreeSet<&String> = all.iter().map(|l| &l.url).collect();
        let before = self.before(page.source, &page.place).into_iter();
        let gone = before.filter(|b| !places.contains(&b.place) && self.had(&b.place).is_some());
        let why = || What::Gone("its page does not link to it any more".into());
        gone.map(|before| seen(&before, why())).collect()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether a link is wanted, by its address or its text.
fn matches(pattern: &Regex, link: &Link) -> bool {
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
        help: "compare `links` with the addresses and texts of the links on the page".into(),
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
