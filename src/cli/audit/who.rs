//! Who does something, and when.

use crate::audit::history::Doer;
use crate::program::{self, Bounds};
use std::process::Command;
use std::time::SystemTime;

/// Who is asked.
#[derive(clap::Args)]
#[group(skip)]
pub struct Args {
    /// Who says so, for the history (by default the user of git, or of this machine)
    #[arg(long, value_name = "WHO", env = "KEIKAKU_BY", hide_env_values = true)]
    by: Option<String>,
    /// When, instead of now (RFC 3339, UTC)
    #[arg(long, value_name = "TIME", env = "KEIKAKU_NOW", hide = true)]
    now: Option<String>,
}

impl Args {
    /// Who does it, now; none where nobody can be named.
    pub fn doer(&self, why: &str) -> Option<Doer> {
        let known = self
            .by
            .clone()
            .or_else(git)
            .or_else(|| std::env::var("USER").ok());
        let who = known.map(|w| w.trim().to_owned()).filter(|w| !w.is_empty());
        let Some(who) = who else {
            say!("error: nobody is named");
            say!("  help: say who you are with `--by WHO`");
            return None;
        };
        let now = || humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
        Some(Doer {
            when: self.now.clone().unwrap_or_else(now),
            who,
            why: why.to_owned(),
        })
    }
}

/// The name that git has for its user.
fn git() -> Option<String> {
    let bounds = Bounds {
        seconds: 5,
        output: 1000,
    };
    let said = program::run(
        Command::new("git").args(["config", "user.name"]),
        b"",
        bounds,
    )
    .ok()?;
    String::from_utf8(said).ok()
}
