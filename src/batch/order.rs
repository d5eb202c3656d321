//! Results in the order of their tasks, whichever is done first.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, PoisonError};

/// Passes results on in order. Whoever is too far ahead waits, so that few results are held.
pub struct InOrder<R, F> {
    state: Mutex<State<R, F>>,
    moved: Condvar,
    window: usize,
}

struct State<R, F> {
    next: usize,
    held: BTreeMap<usize, R>,
    pass_on: F,
}

impl<R, F: FnMut(R)> InOrder<R, F> {
    /// Results go to `pass_on`; at most `window` of them are held.
    pub fn new(window: usize, pass_on: F) -> Self {
        Self {
            state: Mutex::new(State {
                next: 0,
                held: BTreeMap::new(),
                pass_on,
            }),
            moved: Condvar::new(),
            window: window.max(1),
        }
    }

    /// The result of the task with this index (from 0); every index must come once.
    pub fn put(&self, index: usize, result: R) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // the task that all wait for is never kept waiting itself
        while index >= state.next + self.window {
            state = self
                .moved
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        state.held.insert(index, result);
        let before = state.next;
        let State {
            next,
            held,
            pass_on,
        } = &mut *state;
        while let Some(result) = held.remove(next) {
            pass_on(result);
            *next += 1;
        }
        if *next > before {
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
                scope.spawn(move || ordered.put(i, i));
            }
        });
        assert!(ordered.state.lock().unwrap().held.is_empty());
        assert_eq!(*out.lock().unwrap(), (0..20).collect::<Vec<_>>());
    }
}
