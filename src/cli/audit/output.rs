//! How an audit is written, and where.

use crate::audit::{Report, show};
use crate::error::{Error, Result};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// How an audit is written, and where.
#[derive(clap::Args)]
#[group(skip)]
pub struct Args {
    /// How the audit is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// File for the audit, in the format of its extension: `.json`, `.md`, `.xml` (JUnit), else text; may be repeated
    #[arg(short, long, value_name = "FILE")]
    out: Vec<PathBuf>,
    /// Print the verdict and the counts, and no differences
    #[arg(long)]
    summary: bool,
    /// Print also what differs in print only: white space, width, the kind of a dash
    #[arg(long)]
    print_differences: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For a program (`keikaku schema audit`)
    Json,
    /// For a pull request
    Markdown,
    /// For continuous integration
    Junit,
}

impl Format {
    /// The one that the name of a file asks for.
    fn of_name(path: &Path) -> Self {
        let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
        match extension.to_str() {
            Some("md" | "markdown") => Self::Markdown,
            Some("xml") => Self::Junit,
            Some("json") => Self::Json,
            _ => Self::Text,
        }
    }
}

/// How something is printed that is text or JSON, and into which files it goes.
pub struct Plain<'a> {
    /// It is printed as JSON.
    pub json: bool,
    /// The files, and whether they are JSON.
    pub files: Vec<(&'a Path, bool)>,
}

impl Args {
    /// The same for what is written as text or JSON only; what cannot be, is the error.
    pub fn plain(&self) -> std::result::Result<Plain<'_>, String> {
        let json = match self.format {
            Format::Text => false,
            Format::Json => true,
            Format::Markdown => return Err("`--format markdown`".into()),
            Format::Junit => return Err("`--format junit`".into()),
        };
        let file = |path: &'_ PathBuf| {
            let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
            match extension.to_str() {
                Some("json") => Ok(true),
                Some("txt") => Ok(false),
                _ => Err(format!("`{}`", path.display())),
            }
        };
        let files = self
            .out
            .iter()
            .map(|path| Ok((path.as_path(), file(path)?)));
        Ok(Plain {
            json,
            files: files.collect::<std::result::Result<_, String>>()?,
        })
    }

    /// The files that are asked for.
    pub fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.out.iter()
    }

    /// The files that are asked for, with what goes into them.
    pub fn files(&self, report: &Report) -> Result<Vec<(&Path, String)>> {
        let one = |path: &'_ PathBuf| self.written(Format::of_name(path), report, false);
        let files = self.out.iter();
        files.map(|path| Ok((path.as_path(), one(path)?))).collect()
    }

    /// What goes to standard output: with `-o`, in few words.
    pub fn printed(&self, report: &Report) -> Result<String> {
        let color = std::io::stdout().is_terminal() && console::colors_enabled();
        self.written(self.format, report, color)
    }

    fn written(&self, format: Format, report: &Report, color: bool) -> Result<String> {
        let options = show::Options {
            color,
            summary: self.summary,
            print: self.print_differences,
        };
        match format {
            Format::Text => Ok(show::text(report, &options)),
            Format::Markdown => Ok(show::markdown(report, &options)),
            Format::Junit => show::junit(report).map_err(Error::Internal),
            Format::Json => serde_json::to_string_pretty(report)
                .map(|text| text + "\n")
                .map_err(|e| Error::Internal(format!("the audit cannot be written: {e}"))),
        }
    }
}
