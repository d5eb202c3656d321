//! The clock that a reading does not see.

use crate::pdf::Stop;
use std::sync::mpsc;
use std::time::Duration;

/// Stops the reading of a file when its time is over; dropped, it watches no longer.
#[derive(Debug)]
pub struct Deadline {
    _watched: mpsc::Sender<()>,
}

impl Deadline {
    /// Sets `stop` after `time`, or never when that is zero.
    pub fn new(time: Duration, stop: Stop) -> Self {
        let (watched, ended) = mpsc::channel();
        if !time.is_zero() {
            std::thread::spawn(move || {
                if ended.recv_timeout(time) == Err(mpsc::RecvTimeoutError::Timeout) {
                    stop.stop();
                }
            });
        }
        Self { _watched: watched }
    }
}
