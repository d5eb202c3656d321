//! Results in the order of their tasks, whichever is done first.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, PoisonError};

/// Passes results on in order. Whoever is too far ahead waits, so that few results are held.
pub struct InOrder<R, F> {
    state: Mutex<State<R, F>>,
    moved: Condvar,
    most: usize,
}

struct State<R, F> {
    next: usize,
    held: BTreeMap<usize, (usize, R)>,
    bytes: usize,
    pass_on: F,
}

impl<R, F: FnMut(R)> InOrder<R, F> {
    /// Results go to `pass_on`; about `most` bytes of them are held at most.
    pub fn new(most: usize, pass_on: F) -> Self {
        Self {
            state: Mutex::new(State {
                next: 0,
                held: BTreeMap::new(),
                bytes: 0,
                pass_on,
            }),
            moved: Condvar::new(),
            most,
        }
    }

    /// The result of the task with this index (from 0), and its size in bytes; every index must come once.
    pub fn put(&self, index: usize, bytes: usize, result: R) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // the task that all wait for is never kept waiting itself
        while index != state.next && state.bytes >= self.most {
            let woken = self.moved.wait(state);
            state = woken.unwrap_or_else(PoisonError::into_inner);
        }
        state.held.insert(index, (bytes, result));
        state.bytes += bytes;
        let before = state.next;
        let state = &mut *state;
        while let Some((bytes, result)) = state.held.remove(&state.next) {
            // first, so that a panic in what follows holds up nobody
            state.next += 1;
            state.bytes -= bytes;
            (state.pass_on)(result);
        }
        if state.next > before {
            self.moved.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_and_few_are_held() {
        let out = Mutex::new(Vec::new());
        let ordered = InOrder::new(2, |i: usize| out.lock().unwrap().push(i));
        std::thread::scope(|scope| {
            for i in (0..20).rev() {
                let ordered = &ordered;
                scope.spawn(move || ordered.put(i, 1, i));
            }
        });
        assert!(ordered.state.lock().unwrap().held.is_empty());
        assert_eq!(*out.lock().unwrap(), (0..20).collect::<Vec<_>>());
    }
}
