//! [`Failure`]: why there is no body.

use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use url::Url;

/// What can be done about what is likely to pass.
const LATER: &str = "run the same command again later: what is done is not done again";
/// What can be done where an address leads to something else.
const LOOK: &str = "open the address in a browser, and write the one that leads to the file";

/// Why there is no body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The kind of failure, in kebab case.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What can be done about it.
    pub help: String,
    /// It will be the same the next time, unless somebody changes something.
    pub lasting: bool,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::passing(error.code(), error.to_string(), error.help())
    }
}

impl Failure {
    fn passing(code: &str, message: String, help: &str) -> Self {
        Self {
            code: code.to_owned(),
            message,
            help: help.to_owned(),
            lasting: false,
        }
    }

    fn lasting(code: &str, message: String, help: &str) -> Self {
        Self {
            lasting: true,
            ..Self::passing(code, message, help)
        }
    }

    /// The user asked for the end.
    pub fn interrupted() -> Self {
        let help = "run the same command again: what is done is not done again";
        Self::passing("interrupted", "interrupted".into(), help)
    }

    pub(super) fn bad_url(url: &str, reason: &str) -> Self {
        let message = format!("`{}` cannot be fetched: {reason}", short(url));
        Self::lasting(
            "bad-url",
            message,
            "write an address as `https://HOST/PATH`",
        )
    }

    pub(super) fn bad_request(reason: &str) -> Self {
        let message = format!("the address cannot be asked for: {reason}");
        Self::lasting(
            "bad-url",
            message,
            "write an address as `https://HOST/PATH`",
        )
    }

    pub(super) fn unreachable(reason: &str) -> Self {
        let message = format!("no answer: {reason}");
        let help =
            "check the address and the network (and the proxy, if there is one), then run it again";
        Self::passing("unreachable", message, help)
    }

    pub(super) fn tls(reason: &str) -> Self {
        let message = format!("no secure connection: {reason}");
        let help = "open the address in a browser; its certificate may have expired, or a proxy may stand between";
        Self::passing("tls", message, help)
    }

    pub(super) fn bad_answer(reason: &str) -> Self {
        let message = format!("the answer is not understood: {reason}");
        Self::passing("bad-answer", message, LATER)
    }

    pub(super) fn too_slow(limit: Duration) -> Self {
        let message = format!("the answer was not whole after {}", shown(limit));
        let help = "run the same command again later, or allow more time";
        Self::passing("too-slow", message, help)
    }

    pub(super) fn cut_off(reason: &str) -> Self {
        let message = format!("the answer was cut off: {reason}");
        Self::passing("cut-off", message, LATER)
    }

    pub(super) fn too_large(limit: u64) -> Self {
        let message = format!("the body is over {limit} bytes");
        let help = "if it is the right file, allow more bytes";
        Self::lasting("too-large", message, help)
    }

    pub(super) fn told_to_wait(wait: Duration) -> Self {
        let message = format!("the server asks to come back in {}", shown(wait));
        Self::passing(
            "told-to-wait",
            message,
            "run the same command again after this time",
        )
    }

    /// An answer with a status that is no result.
    pub(super) fn status(status: u16) -> Self {
        let message = format!("the server answers with status {status}");
        match status {
            404 | 410 => Self::lasting(
                "not-found",
                message,
                "find out where the file is now: its page may have another link",
            ),
            401 | 403 => Self::lasting(
                "forbidden",
                message,
                "fetch the file by hand, or ask its publisher whether programs may fetch it",
            ),
            _ => Self::passing("http-status", message, LATER),
        }
    }

    pub(super) fn redirect_loop(url: &Url) -> Self {
        let message =
            format!("the redirects do not end: `{url}` comes again, or they are too many");
        Self::lasting("redirect-loop", message, LOOK)
    }

    pub(super) fn bad_redirect(to: &str) -> Self {
        let message = format!(
            "it redirects to `{}`, which is no address of the web",
            short(to)
        );
        Self::lasting("bad-redirect", message, LOOK)
    }

    pub(super) fn robots_disallowed(robots: &Url) -> Self {
        let message = format!("`{robots}` does not allow programs to fetch it");
        let help = "fetch it by hand, or ask the publisher to allow `keikaku`";
        Self::lasting("robots-disallowed", message, help)
    }

    pub(super) fn robots_unreachable(robots: &Url, reason: &str) -> Self {
        let message = format!("`{robots}` says not what is allowed: {reason}");
        Self::passing("robots-unreachable", message, LATER)
    }

    /// HTML or nothing may pass, as a notice of maintenance does; another kind of file will not.
    pub(super) fn not_a_pdf(what: &str, lasting: bool) -> Self {
        let message = format!("no PDF came, but {what}");
        Self {
            lasting,
            ..Self::passing("not-a-pdf", message, LOOK)
        }
    }

    pub(super) fn login_page(url: &Url) -> Self {
        let message = format!("a login page came: `{url}`");
        Self::lasting(
            "login-page",
            message,
            "fetch the file by hand, or find one that is public",
        )
    }

    pub(super) fn not_a_page(what: &str) -> Self {
        let message = format!("no page came, but {what}");
        let help = "name the page that lists the files, not a file";
        Self::lasting("not-a-page", message, help)
    }
}

/// Most characters of what a server wrote.
const MOST: usize = 200;

/// What a server wrote, on one line.
fn short(text: &str) -> String {
    let plain = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    text.chars().take(MOST).map(plain).collect()
}

/// A time span for people: whole seconds, if it has any.
fn shown(span: Duration) -> String {
    match span.as_secs() {
        0 => format!("{} ms", span.as_millis()),
        seconds => format!("{seconds} s"),
    }
}

/// What went wrong in one try.
#[derive(Debug)]
pub(super) struct Trouble {
    /// What to say if there is no further try.
    pub failure: Failure,
    /// Another try may go better.
    pub again: bool,
    /// The server said how long to wait before it.
    pub after: Option<Duration>,
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            again: false,
            after: None,
        }
    }
}

impl Trouble {
    /// Worth another try.
    pub fn passing(failure: Failure) -> Self {
        Self {
            again: true,
            ..Self::from(failure)
        }
    }

    /// What the client reports; `begun` when the head of the answer had come.
    pub fn of(error: ureq::Error, begun: bool, timeout: Duration) -> Self {
        use ureq::Error as E;
        let text = error.to_string();
        match error {
            E::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect) => {
                Self::passing(Failure::unreachable("no connection in time"))
            }
            E::Timeout(_) => Self::passing(Failure::too_slow(timeout)),
            E::BadUri(_) | E::Http(_) => Failure::bad_request(&text).into(),
            E::Rustls(_) | E::Tls(_) | E::TlsRequired => Failure::tls(&text).into(),
            // what rustls finds wrong within a handshake
            E::Io(e) if !begun && e.kind() == std::io::ErrorKind::InvalidData => {
                Failure::tls(&e.to_string()).into()
            }
            E::Io(e) if !begun => Self::passing(Failure::unreachable(&e.to_string())),
            E::LargeResponseHeader(..) => Failure::bad_answer(&text).into(),
            E::Protocol(_) if !begun => Self::passing(Failure::bad_answer(&text)),
            _ if begun => Self::passing(Failure::cut_off(&text)),
            _ => Self::passing(Failure::unreachable(&text)),
        }
    }
}
