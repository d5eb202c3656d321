//! One request and its answer.

use super::failure::{Failure, Trouble};
use super::host::TICK;
use super::{Expected, Known, Settings};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;
use ureq::http::{HeaderMap, HeaderValue, header};
use ureq::{Agent, Proxy};
use url::{Host, Url};

/// Most bytes of the head of an answer.
const MAX_HEAD: usize = 64 << 10;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'r> {
    pub url: &'r Url,
    pub known: Option<&'r Known>,
    /// None for `robots.txt`.
    pub expected: Option<Expected>,
}

/// The head of an answer; its body is still to be read.
pub(super) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: ureq::Body,
    /// Longest time for all of it.
    pub timeout: Duration,
}

impl Answer {
    /// A header, if it is plain text.
    pub fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// Makes requests, one by one; who calls it sees to the turns.
#[derive(Debug)]
pub(super) struct Client<'f> {
    /// By the proxy of the environment, if there is one.
    outward: Agent,
    /// To this machine itself.
    inward: Agent,
    timeout: Duration,
    interrupted: &'f AtomicBool,
}

impl<'f> Client<'f> {
    pub fn new(settings: &Settings, interrupted: &'f AtomicBool) -> Self {
        Self {
            outward: agent(settings, Proxy::try_from_env()),
            inward: agent(settings, None),
            timeout: settings.timeout,
            interrupted,
        }
    }

    /// Makes a request, and reads its answer. A signal to end ends both.
    ///
    /// # Errors
    /// What went wrong, of the client's finding and of the reader's.
    pub fn exchange<T>(
        &self,
        request: Request<'_>,
        read: impl FnOnce(Answer) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let agent = match is_loopback(request.url) {
            true => &self.inward,
            false => &self.outward,
        };
        let result = thread::scope(|scope| {
            let (done, ended) = mpsc::channel::<()>();
            // without this thread a request lasts to its own end, no longer
            let watch = move || end_when_told(&ended, self.interrupted, agent);
            let _ = thread::Builder::new().spawn_scoped(scope, watch);
            let result = self.call(agent, request).and_then(read);
            drop(done);
            result
        });
        match result {
            Err(_) if self.interrupted.load(Ordering::Relaxed) => {
                Err(Failure::interrupted().into())
            }
            result => result,
        }
    }

    fn call(&self, agent: &Agent, request: Request<'_>) -> Result<Answer, Trouble> {
        let mut builder = agent.get(request.url.as_str());
        for (name, value) in headers(request) {
            builder = builder.header(name, value);
        }
        let response = builder
            .call()
            .map_err(|e| Trouble::of(e, false, self.timeout))?;
        let (parts, body) = response.into_parts();
        Ok(Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
            timeout: self.timeout,
        })
    }
}

fn agent(settings: &Settings, proxy: Option<Proxy>) -> Agent {
    let plain = |c: &char| c.is_ascii_graphic() || *c == ' ';
    let name: String = settings.user_agent.chars().filter(plain).collect();
    Agent::config_builder()
        .proxy(proxy)
        .user_agent(name)
        // robots.txt is asked for each hop, so none is followed here
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .timeout_global(Some(settings.timeout))
        .timeout_connect(Some(settings.connect))
        .timeout_resolve(Some(settings.connect))
        .max_response_header_size(MAX_HEAD)
        // after a pause of seconds a server may just be closing the connection: each request has its own
        .max_idle_connections(0)
        .max_idle_connections_per_host(0)
        .build()
        .new_agent()
}

/// The headers of a request. What is known comes from a file that people can change: what is no header is left out.
fn headers(request: Request<'_>) -> Vec<(header::HeaderName, HeaderValue)> {
    let (accept, encoding) = match request.expected {
        Some(Expected::Pdf) => ("application/pdf,*/*;q=0.5", "identity"),
        Some(Expected::Page) => ("text/html,application/xhtml+xml,*/*;q=0.5", "gzip"),
        None => ("text/plain,*/*;q=0.5", "gzip"),
    };
    let known = request.known;
    let pairs = [
        (header::ACCEPT, Some(accept)),
        (header::ACCEPT_ENCODING, Some(encoding)),
        (header::IF_NONE_MATCH, known.and_then(|k| k.etag.as_deref())),
        (
            header::IF_MODIFIED_SINCE,
            known.and_then(|k| k.last_modified.as_deref()),
        ),
    ];
    let valid =
        |(name, value): (_, Option<&str>)| Some((name, HeaderValue::from_str(value?).ok()?));
    pairs.into_iter().filter_map(valid).collect()
}

/// Ends all requests of an agent when told to end; gives up watching when `ended` hangs up.
fn end_when_told(ended: &Receiver<()>, interrupted: &AtomicBool, agent: &Agent) {
    while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(TICK) {
        if interrupted.load(Ordering::Relaxed) {
            return agent.clone().shutdown();
        }
    }
}

/// Whether an address is of this machine.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => {
            ip.is_loopback() || ip.to_ipv4_mapped().is_some_and(|ip| ip.is_loopback())
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_told_from_others() {
        for (url, expected) in [
            ("http://localhost:8080/", true),
            ("http://127.9.9.9/", true),
            ("http://[::1]:80/", true),
            ("http://[::ffff:127.0.0.1]/", true),
            ("https://localhost.example.jp/", false),
            ("http://10.0.0.1/", false),
        ] {
            assert_eq!(is_loopback(&Url::parse(url).unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn what_is_no_header_is_not_sent() {
        let url = Url::parse("http://localhost/").unwrap();
        let known = Known {
            etag: Some("\"a\r\nEvil: 1\"".into()),
            last_modified: Some("Thu, 01 Jan 2026 00:00:00 GMT".into()),
            url: None,
        };
        let request = Request {
            url: &url,
            known: Some(&known),
            expected: Some(Expected::Pdf),
        };
        let names: Vec<_> = headers(request).into_iter().map(|(n, _)| n).collect();
        assert_eq!(
            names,
            [
                header::ACCEPT,
                header::ACCEPT_ENCODING,
                header::IF_MODIFIED_SINCE
            ]
        );
    }
}
