//! Data on stdout.

use std::io::{ErrorKind, Write};
use std::sync::OnceLock;

/// Why something that should be on stdout is not there.
static FAILURE: OnceLock<String> = OnceLock::new();

/// Writes data. A closed pipe (`| head`) is the reader's choice and no error; of everything else the command
/// reports the first at its end.
pub fn print(text: &str) {
    let _ = write(text.as_bytes());
}

/// Writes data; an error when no more of it can be written.
pub fn write(bytes: &[u8]) -> std::io::Result<()> {
    let mut stdout = std::io::stdout().lock();
    let written = stdout.write_all(bytes).and_then(|()| stdout.flush());
    if let Err(e) = &written
        && e.kind() != ErrorKind::BrokenPipe
    {
        let _ = FAILURE.set(e.to_string());
    }
    written
}

/// Why not all data could be written, if that is so.
pub fn failure() -> Option<&'static str> {
    FAILURE.get().map(String::as_str)
}
