//! Hosts and turns: one request at a time, with a pause before the next.

use super::failure::Failure;
use super::robots::Permission;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use url::Url;

/// How often a wait looks whether it must end.
pub(super) const TICK: Duration = Duration::from_millis(50);
/// Longest wait that a server may ask for; what is longer is for another run.
const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// A longer one is no time that anybody means.
const DAY: Duration = Duration::from_secs(24 * 3600);

/// A lock whose holder panicked is as good as any: all that is kept in them is right at any moment.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits, unless told to end.
///
/// # Errors
/// When told to end.
pub(super) fn sleep(span: Duration, interrupted: &AtomicBool) -> Result<(), Failure> {
    let begin = Instant::now();
    loop {
        if interrupted.load(Ordering::Relaxed) {
            return Err(Failure::interrupted());
        }
        match span.checked_sub(begin.elapsed()) {
            None | Some(Duration::ZERO) => return Ok(()),
            Some(rest) => std::thread::sleep(rest.min(TICK)),
        }
    }
}

/// All hosts of a run, by name; one at a port of its own is a host of its own.
#[derive(Debug, Default)]
pub(super) struct Hosts(Mutex<HashMap<String, Arc<Host>>>);

impl Hosts {
    /// The host of an address.
    pub fn of(&self, url: &Url, pause: Duration) -> Arc<Host> {
        let name = url.host_str().unwrap_or_default();
        // `http` and `https` of one name are one machine
        let name = match url.port() {
            Some(port) => format!("{name}:{port}"),
            None => name.to_owned(),
        };
        let mut hosts = lock(&self.0);
        let host = hosts.entry(name);
        Arc::clone(host.or_insert_with(|| Arc::new(Host::new(pause))))
    }
}

/// One of them.
#[derive(Debug)]
pub(super) struct Host {
    state: Mutex<State>,
    free: Condvar,
    /// By the scheme: what is said for `https` does not hold for `http`.
    permission: Mutex<HashMap<String, Arc<Permission>>>,
}

#[derive(Debug)]
struct State {
    busy: bool,
    pause: Duration,
    /// End of the last request.
    ended: Option<Instant>,
    /// The server does not want to be asked before.
    held: Option<Instant>,
}

impl State {
    /// How long until the pause is over, and until the server wants to be asked again.
    fn waits(&self) -> (Duration, Duration) {
        let now = Instant::now();
        let pause = match self.ended {
            Some(end) => self
                .pause
                .saturating_sub(now.saturating_duration_since(end)),
            None => Duration::ZERO,
        };
        let held = self.held.map(|held| held.saturating_duration_since(now));
        (pause, held.unwrap_or_default())
    }
}

impl Host {
    fn new(pause: Duration) -> Self {
        Self {
            state: Mutex::new(State {
                busy: false,
                pause,
                ended: None,
                held: None,
            }),
            free: Condvar::new(),
            permission: Mutex::default(),
        }
    }

    /// Waits for the end of other requests, and of the pause after them.
    ///
    /// # Errors
    /// When told to end, or when the server wants to be left alone for longer than a run should wait.
    pub fn turn(&self, interrupted: &AtomicBool) -> Result<Turn<'_>, Failure> {
        let mut state = lock(&self.state);
        loop {
            if interrupted.load(Ordering::Relaxed) {
                return Err(Failure::interrupted());
            }
            let (pause, held) = state.waits();
            if held > LONGEST_WAIT {
                return Err(Failure::told_to_wait(held));
            }
            let wait = pause.max(held);
            if !state.busy && wait.is_zero() {
                state.busy = true;
                return Ok(Turn(self));
            }
            let wait = if state.busy { TICK } else { wait.min(TICK) };
            let waited = self.free.wait_timeout(state, wait);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// The server wants no request before this time is over.
    pub fn hold(&self, span: Duration) {
        let until = Instant::now().checked_add(span.min(DAY));
        let mut state = lock(&self.state);
        state.held = state.held.max(until);
    }

    /// Its pause is this long at least.
    pub fn slow_down(&self, pause: Duration) {
        let mut state = lock(&self.state);
        state.pause = state.pause.max(pause);
    }

    /// What it allows, found out once; others wait meanwhile.
    ///
    /// # Errors
    /// Those of finding out, which are not kept.
    pub fn permission(
        &self,
        scheme: &str,
        find: impl FnOnce() -> Result<Permission, Failure>,
    ) -> Result<Arc<Permission>, Failure> {
        let mut known = lock(&self.permission);
        if let Some(permission) = known.get(scheme) {
            return Ok(Arc::clone(permission));
        }
        let found = Arc::new(find()?);
        known.insert(scheme.to_owned(), Arc::clone(&found));
        Ok(found)
    }
}

/// The right to make a request; the pause begins where it is given back.
pub(super) struct Turn<'h>(&'h Host);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut state = lock(&self.0.state);
        state.busy = false;
        state.ended = Some(Instant::now());
        drop(state);
        self.0.free.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_whatever_its_scheme() {
        let hosts = Hosts::default();
        let of = |url: &str| hosts.of(&Url::parse(url).unwrap(), Duration::ZERO);
        assert!(Arc::ptr_eq(
            &of("https://a.jp/x"),
            &of("https://A.jp:443/y")
        ));
        assert!(Arc::ptr_eq(&of("https://a.jp/"), &of("http://a.jp:80/")));
        assert!(!Arc::ptr_eq(&of("http://a.jp:8080/"), &of("http://a.jp/")));
        assert!(!Arc::ptr_eq(&of("https://a.jp/"), &of("https://b.jp/")));
    }

    #[test]
    fn a_host_that_wants_to_be_left_alone_for_long_is() {
        let never = AtomicBool::new(false);
        let host = Host::new(Duration::ZERO);
        drop(host.turn(&never).unwrap());
        host.hold(Duration::from_secs(u64::MAX));
        host.hold(Duration::ZERO);
        let failure = host.turn(&never).map(drop).unwrap_err();
        assert_eq!(failure.code, "told-to-wait");
        assert!(!failure.lasting);
    }

    #[test]
    fn what_is_allowed_is_asked_for_each_scheme() {
        let host = Host::new(Duration::ZERO);
        let none = host.permission("http", || Ok(Permission::of(b"User-agent: *\nDisallow: /")));
        let all = host.permission("https", || Ok(Permission::all()));
        let again = host.permission("http", || Ok(Permission::all())).unwrap();
        assert!(Arc::ptr_eq(&none.unwrap(), &again));
        assert!(!Arc::ptr_eq(&all.unwrap(), &again));
    }

    #[test]
    fn a_wait_ends_when_told() {
        let host = Host::new(Duration::MAX);
        drop(host.turn(&AtomicBool::new(false)).unwrap());
        let code = host
            .turn(&AtomicBool::new(true))
            .map(drop)
            .unwrap_err()
            .code;
        assert_eq!(code, "interrupted");
        assert!(sleep(Duration::MAX, &AtomicBool::new(true)).is_err());
    }
}
