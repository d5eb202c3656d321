//! The `keikaku` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    keikaku::cli::run()
}
