//! Ctrl-C and SIGTERM: the first ends the work in order, the second at once.

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

/// What a shell reports for a command that was interrupted.
pub const STATUS: u8 = 130;

static INTERRUPTED: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
static QUIETLY: AtomicBool = AtomicBool::new(false);

/// Begins to watch for signals. SIGHUP is left alone, so that `nohup` does what it says.
pub fn watch() {
    for signal in [SIGINT, SIGTERM] {
        // in this order: the first signal sets the flag, the second finds it set; where a signal cannot be
        // watched, it ends the program as it does others
        let status = i32::from(STATUS);
        let _ = flag::register_conditional_shutdown(signal, status, Arc::clone(&INTERRUPTED));
        let _ = flag::register(signal, Arc::clone(&INTERRUPTED));
    }
}

/// Set when the work must end.
pub fn flag() -> &'static AtomicBool {
    &INTERRUPTED
}

/// Whether the work must end.
pub fn is_set() -> bool {
    flag().load(Ordering::Relaxed)
}

/// Ends the work because nobody wants the rest, which is no error.
pub fn stop_quietly() {
    QUIETLY.store(true, Ordering::Relaxed);
    flag().store(true, Ordering::Relaxed);
}

/// Whether it was ended because nobody wants the rest.
pub fn is_quiet() -> bool {
    QUIETLY.load(Ordering::Relaxed)
}
