//! The options that every command which reads PDFs shares.

use crate::batch::Deadline;
use crate::pdf::Limits;
use crate::reading::{ReadOptions, Recognizer};
use crate::tesseract::Tesseract;
use clap::ValueEnum;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Longest time for one file, in seconds, unless told otherwise: ten times what the largest known
/// plan takes on one slow processor.
const DEFAULT_SECONDS: u64 = 120;

/// How PDFs are read.
#[derive(clap::Args)]
#[group(skip)]
pub struct Args {
    /// Password of encrypted PDFs; the empty one is always tried
    #[arg(long)]
    password: Option<String>,
    /// What to do with pages that have no text: leave them (`off`), or read them off their picture
    /// where Tesseract is installed (`auto`)
    #[arg(long, value_enum, default_value_t = Ocr::Off)]
    ocr: Ocr,
    /// Raise or lower a limit on what one file may cost: `seconds`, `pages`, `file-bytes`,
    /// `stream-bytes`, `decoded-bytes`, `operators`, `glyphs`, `segments`, `forms`, `depth`; may be repeated
    #[arg(long = "limit", value_name = "NAME=VALUE", value_parser = limit)]
    limits: Vec<(String, u64)>,
    #[arg(skip)]
    recognizer: OnceLock<Option<Arc<dyn Recognizer>>>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Ocr {
    /// Report them only
    Off,
    /// Read them with Tesseract, and say so with every value
    Auto,
}

/// `pages=100`.
fn limit(text: &str) -> Result<(String, u64), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    let value = value
        .parse()
        .map_err(|_| format!("`{value}` is not a whole number"))?;
    let known = name == "seconds" || Limits::default().set(name, value);
    if !known {
        let names = Limits::NAMES.join("`, `");
        return Err(format!(
            "no limit is called `{name}`; there are `seconds`, `{names}`"
        ));
    }
    Ok((name.to_owned(), value))
}

impl Args {
    /// The options for one file, whose time begins now and ends with the deadline.
    pub fn start(&self) -> (ReadOptions, Deadline) {
        let mut limits = Limits::default();
        let mut seconds = DEFAULT_SECONDS;
        for (name, value) in &self.limits {
            if name == "seconds" {
                seconds = *value;
            } else {
                limits.set(name, *value);
            }
        }
        let options = ReadOptions {
            limits,
            password: self.password.clone(),
            recognizer: self.recognizer(),
            ..ReadOptions::default()
        };
        let deadline = Deadline::new(Duration::from_secs(seconds), options.stop.clone());
        (options, deadline)
    }

    /// Tesseract, looked for once.
    fn recognizer(&self) -> Option<Arc<dyn Recognizer>> {
        let find = || -> Option<Arc<dyn Recognizer>> {
            let wanted = self.ocr == Ocr::Auto;
            wanted.then(|| Arc::new(Tesseract::find(self.password.clone())) as Arc<_>)
        };
        self.recognizer.get_or_init(find).clone()
    }
}
