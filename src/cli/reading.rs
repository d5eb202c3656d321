//! The options that every command which reads PDFs shares.

use crate::batch::{Deadline, JobLimits, JobOptions, Ocr};
use crate::reading::ReadOptions;
use crate::tesseract::Tesseract;

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
    /// Raise or lower a limit on what one file may cost: `seconds`, `memory-bytes`, `pages`, `file-bytes`,
    /// `stream-bytes`, `decoded-bytes`, `operators`, `glyphs`, `segments`, `forms`, `depth`; may be repeated
    #[arg(long = "limit", value_name = "NAME=VALUE", value_parser = limit)]
    limits: Vec<(String, u64)>,
}

/// `pages=100`.
fn limit(text: &str) -> Result<(String, u64), String> {
    let (name, value) = text.split_once('=').ok_or("write it as NAME=VALUE")?;
    let value = value
        .parse()
        .map_err(|_| format!("`{value}` is not a whole number"))?;
    JobLimits::default().set(name, value)?;
    Ok((name.to_owned(), value))
}

impl Args {
    /// The same for a job; `rule` names the one to take.
    pub fn options(&self, rule: Option<&str>) -> JobOptions {
        let mut limits = JobLimits::default();
        for (name, value) in &self.limits {
            // checked when it was parsed
            let _ = limits.set(name, *value);
        }
        JobOptions {
            rule: rule.map(str::to_owned),
            password: self.password.clone(),
            ocr: self.ocr,
            limits,
        }
    }

    /// The options for one file, whose time begins now and ends with the deadline.
    pub fn start(&self) -> (ReadOptions, Deadline) {
        let tesseract = (self.ocr == Ocr::Auto).then(Tesseract::find);
        self.options(None).start(tesseract.as_ref())
    }
}
