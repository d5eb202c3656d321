//! [`Fetcher`]: requests with permission, in turn, and again where it may help.

use super::client::{Answer, Client, Request};
use super::failure::{Failure, Trouble};
use super::host::{Host, Hosts, sleep};
use super::receive::{self, Received, Step, Wanted};
use super::robots::{self, Permission};
use super::trail::{self, Trail};
use super::{Body, Expected, Fetched, Known, Settings};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use url::Url;

/// Longest wait between two tries that the doubling leads to.
const LONGEST_BACKOFF: Duration = Duration::from_secs(300);

/// Fetches from the web; one for a run, shared by its threads.
#[derive(Debug)]
pub struct Fetcher<'f> {
    settings: Settings,
    staging: PathBuf,
    interrupted: &'f AtomicBool,
    client: Client<'f>,
    hosts: Hosts,
}

impl<'f> Fetcher<'f> {
    /// One that puts bodies into the folder `staging`, which must be there, and ends when `interrupted` is set.
    pub fn new(settings: Settings, staging: &Path, interrupted: &'f AtomicBool) -> Self {
        Self {
            client: Client::new(&settings, interrupted),
            settings,
            staging: staging.to_owned(),
            interrupted,
            hosts: Hosts::default(),
        }
    }

    /// Fetches one address. With what is `known` of an earlier body, the server may say that it is unchanged.
    ///
    /// # Errors
    /// When there is no whole body of the kind that is expected.
    pub fn get(
        &self,
        url: &str,
        known: Option<&Known>,
        expected: Expected,
    ) -> Result<Fetched, Failure> {
        let asked = trail::parse(url)?;
        let mut trail = Trail::new(asked.clone());
        let mut here = asked;
        loop {
            self.permitted(&here)?;
            match self.step(&here, &trail, known, expected)? {
                Step::Unchanged => return Ok(Fetched::Unchanged),
                Step::Received(received) => {
                    let body = body(received, &here, &trail);
                    return Ok(Fetched::Body(Box::new(body)));
                }
                Step::Moved { status, location } => {
                    here = trail.follow(status, &location)?;
                }
            }
        }
    }

    /// One hop, with its tries.
    fn step(
        &self,
        url: &Url,
        trail: &Trail,
        known: Option<&Known>,
        expected: Expected,
    ) -> Result<Step, Failure> {
        // it is of one address, whatever others the way leads over
        let known = known.filter(|known| match &known.url {
            Some(of) => of == url.as_str(),
            None => !trail.is_redirected(),
        });
        let request = Request {
            url,
            known,
            expected: Some(expected),
        };
        let wanted = Wanted {
            expected,
            url,
            redirected: trail.is_redirected(),
            conditional: known.is_some_and(|k| k.etag.is_some() || k.last_modified.is_some()),
            max_bytes: self.settings.max_bytes,
            staging: &self.staging,
        };
        self.ask(request, |answer| receive::receive(answer, wanted))
    }

    /// Makes a request in turn, and again where it may help.
    fn ask<T>(
        &self,
        request: Request<'_>,
        read: impl Fn(Answer) -> Result<T, Trouble>,
    ) -> Result<T, Failure> {
        let host = self.host(request.url);
        let mut backoff = self.settings.backoff;
        let mut left = self.settings.retries;
        loop {
            let trouble = match self.try_once(&host, request, &read) {
                Ok(found) => return Ok(found),
                Err(trouble) => trouble,
            };
            if !trouble.again || left == 0 {
                return Err(trouble.failure);
            }
            left -= 1;
            sleep(backoff, self.interrupted)?;
            backoff = backoff.saturating_mul(2).min(LONGEST_BACKOFF);
        }
    }

    fn try_once<T>(
        &self,
        host: &Host,
        request: Request<'_>,
        read: impl Fn(Answer) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let turn = host.turn(self.interrupted)?;
        let result = self.client.exchange(request, read);
        if let Err(Trouble {
            after: Some(span), ..
        }) = &result
        {
            // for all that want something of this host
            host.hold(*span);
        }
        drop(turn);
        result
    }

    fn host(&self, url: &Url) -> std::sync::Arc<Host> {
        self.hosts.of(url, self.settings.pause)
    }

    /// Whether an address may be fetched.
    fn permitted(&self, url: &Url) -> Result<(), Failure> {
        if !self.settings.robots {
            return Ok(());
        }
        let host = self.host(url);
        let permission = host.permission(url.scheme(), || {
            let found = self.find_permission(&robots::address(url))?;
            host.slow_down(found.delay().unwrap_or_default());
            Ok(found)
        })?;
        permission.check(url)
    }

    /// Asks a host what it allows.
    fn find_permission(&self, robots: &Url) -> Result<Permission, Failure> {
        let mut trail = Trail::new(robots.clone());
        let mut here = robots.clone();
        loop {
            let request = Request {
                url: &here,
                known: None,
                expected: None,
            };
            match self.ask(request, read_permission) {
                Ok(Rules::Found(permission)) => return Ok(permission),
                Ok(Rules::Moved(location)) => match trail.follow(302, &location) {
                    Ok(next) => here = next,
                    // as 4xx
                    Err(_) => return Ok(Permission::all()),
                },
                Err(failure) if failure.code == Failure::interrupted().code => return Err(failure),
                Err(failure) => return Ok(Permission::Unknown(failure.message)),
            }
        }
    }
}

/// What a request for rules leads to.
enum Rules {
    Found(Permission),
    Moved(String),
}

fn read_permission(mut answer: Answer) -> Result<Rules, Trouble> {
    if (400..500).contains(&answer.status) && answer.status != 429 {
        return Ok(Rules::Found(Permission::all()));
    }
    receive::status(&answer)?;
    if let Some(location) = receive::location(&answer)? {
        return Ok(Rules::Moved(location));
    }
    let text = robots::read(&mut answer.body, answer.timeout)?;
    Ok(Rules::Found(Permission::of(&text)))
}

fn body(received: Received, url: &Url, trail: &Trail) -> Body {
    let mut known = received.known;
    let is_any = known != Known::default();
    known.url = is_any.then(|| url.to_string());
    Body {
        url: url.to_string(),
        redirects: trail.moved(),
        downgraded: trail.downgraded,
        file: received.file,
        sha256: received.sha256,
        bytes: received.bytes,
        known,
        content_type: received.content_type,
    }
}
