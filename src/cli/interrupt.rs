//! Ctrl-C and SIGTERM: the first ends the work in order, the second at once.

use std::process::exit;
use std::sync::atomic::{AtomicBool, Ordering};

/// What a shell reports for a command that was interrupted.
pub const STATUS: u8 = 130;

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
static QUIETLY: AtomicBool = AtomicBool::new(false);

/// Begins to watch for signals.
pub fn watch() {
    // a second command in one process keeps the first one's handler
    let _ = ctrlc::set_handler(|| {
        if INTERRUPTED.swap(true, Ordering::Relaxed) {
            exit(i32::from(STATUS));
        }
    });
}

/// Set when the work must end.
pub fn flag() -> &'static AtomicBool {
    &INTERRUPTED
}

/// Whether the work must end.
pub fn is_set() -> bool {
    INTERRUPTED.load(Ordering::Relaxed)
}

/// Ends the work because nobody wants the rest, which is no error.
pub fn stop_quietly() {
    QUIETLY.store(true, Ordering::Relaxed);
    INTERRUPTED.store(true, Ordering::Relaxed);
}

/// Whether it was ended because nobody wants the rest.
pub fn is_quiet() -> bool {
    QUIETLY.load(Ordering::Relaxed)
}
