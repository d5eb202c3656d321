//! `keikaku doctor`: what is there and what is missing on this machine.

use super::{Outcome, print};
use crate::audit::engine::{self, Engine};
use crate::batch::{Job, JobOptions, LIMITS_MEMORY, Launch, Pool, Shape, Source, write_atomically};
use crate::error::Result;
use crate::output::Format;
use crate::tesseract::Tesseract;
use clap::ValueEnum;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

/// Arguments of `doctor`.
#[derive(clap::Args)]
pub struct Args {
    /// Folder for results that is to be tried
    #[arg(short, long, value_name = "OUT", default_value = ".")]
    out: PathBuf,
    #[command(flatten)]
    rules: super::rules::Source,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    /// One thing a line
    Text,
    /// The same as JSON
    Json,
}

/// Whether something is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// It is there.
    Ok,
    /// It is not there, and something can be done without it.
    Missing,
    /// It must be there and is not, or does not work.
    Broken,
}

/// Something that was looked at.
#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    state: State,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

impl Check {
    fn ok(name: &'static str, detail: impl Into<String>) -> Self {
        Self {
            name,
            state: State::Ok,
            detail: detail.into(),
            help: None,
        }
    }

    fn not(name: &'static str, state: State, detail: impl Into<String>, help: &str) -> Self {
        Self {
            name,
            state,
            detail: detail.into(),
            help: Some(help.to_owned()),
        }
    }
}

/// A PDF of one empty page, to try the reader with.
const EMPTY_PAGE: &[u8] = b"%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
";

pub fn run(args: &Args) -> Outcome {
    let checks = [
        Check::ok("program", concat!("keikaku ", env!("CARGO_PKG_VERSION"))),
        formats(),
        rules(args),
        reader(args),
        folder(&args.out),
        tesseract(),
        drawing(),
        engines(),
        fonts(),
    ];
    match args.format {
        ReportFormat::Json => {
            print(&format!("{:#}\n", serde_json::json!({ "checks": checks })));
        }
        ReportFormat::Text => print(&text(&checks)),
    }
    match checks.iter().any(|c| c.state == State::Broken) {
        true => Outcome::Findings,
        false => Outcome::Clean,
    }
}

fn text(checks: &[Check]) -> String {
    let mut out = String::new();
    for check in checks {
        let state = match check.state {
            State::Ok => "ok",
            State::Missing => "missing",
            State::Broken => "broken",
        };
        out += &format!("{state:<8} {:<10} {}\n", check.name, check.detail);
        if let Some(help) = &check.help {
            out += &format!("{:>8} help: {help}\n", "");
        }
    }
    out
}

fn formats() -> Check {
    let built = |f: &&Format| f.is_built().is_ok();
    let (with, without): (Vec<&Format>, Vec<&Format>) = Format::ALL.iter().partition(built);
    let names = |list: &[&Format], between: &str| -> String {
        let names: Vec<&str> = list.iter().map(|f| f.name()).collect();
        names.join(between)
    };
    let detail = names(&with, ", ");
    if without.is_empty() {
        return Check::ok("formats", detail);
    }
    let detail = format!(
        "{detail}; this build does not have {}",
        names(&without, ", ")
    );
    let help = format!(
        "`cargo install --path . --features {}`",
        names(&without, ",")
    );
    Check::not("formats", State::Missing, detail, &help)
}

fn rules(args: &Args) -> Check {
    let found = args.rules.setup().and_then(|setup| {
        let set = setup.load()?;
        set.rules()
            .iter()
            .try_for_each(|entry| entry.rule().map(|_| ()))?;
        Ok((set.rules().len(), setup.rules.len()))
    });
    match found {
        Ok((all, own)) => Check::ok("rules", format!("{all} rules, {own} files of yours")),
        Err(e) => Check::not("rules", State::Broken, e.to_string(), e.help()),
    }
}

/// Has a PDF read as a batch has it read.
fn reader(args: &Args) -> Check {
    let answer = args.rules.setup().and_then(Launch::own).and_then(ask);
    match answer {
        Err(e) => Check::not("reader", State::Broken, e.to_string(), e.help()),
        Ok(Some(failure)) => Check::not("reader", State::Broken, failure, "see the message"),
        Ok(None) if !LIMITS_MEMORY => {
            let help = "run it where memory can be bounded from outside (a container)";
            let detail = "works; this system does not bound its memory";
            Check::not("reader", State::Missing, detail, help)
        }
        Ok(None) => Check::ok("reader", "works, with bounds on time and memory"),
    }
}

fn ask(launch: Launch) -> Result<Option<String>> {
    let interrupted = AtomicBool::new(false);
    let pool = Pool {
        launch: &launch,
        jobs: 1,
        interrupted: &interrupted,
    };
    let found = Mutex::new(None);
    pool.run(std::iter::once(()), 1, |reader, ()| {
        let job = Job::new("doctor.pdf".into(), JobOptions::default(), Shape::Line);
        let answer = reader.ask(job, &Source::Memory(EMPTY_PAGE.to_vec()));
        let failure = answer.result.err().map(|f| f.message);
        *found.lock().unwrap_or_else(PoisonError::into_inner) = failure;
    });
    Ok(found.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn folder(out: &Path) -> Check {
    let shown = out.display();
    // one that is not there yet is made by the run
    let there = out.ancestors().find(|folder| folder.exists());
    let there = there.unwrap_or(Path::new("."));
    let tried = tempfile::tempdir_in(there).and_then(|folder| {
        let path = folder.path().join("a/b");
        write_atomically(folder.path(), &path, &[b"x"]).map_err(std::io::Error::other)
    });
    match tried {
        Ok(()) => Check::ok(
            "folder",
            format!("{shown} can be written: results, and what is kept of them"),
        ),
        Err(e) => Check::not(
            "folder",
            State::Broken,
            format!("{shown}: {e}"),
            "make the folder, or say which with `-o OUT`",
        ),
    }
}

fn tesseract() -> Check {
    let found = Tesseract::find();
    let (name, help) = ("ocr", crate::tesseract::INSTALL);
    if !found.is_there() {
        let detail = "Tesseract is not installed: pages without text stay unread";
        return Check::not(name, State::Missing, detail, help);
    }
    match (found.has("jpn"), found.has("jpn_vert")) {
        (true, true) => Check::ok(name, found.summary()),
        (true, false) => {
            let detail = "Tesseract has no model for vertical Japanese";
            Check::not(name, State::Missing, detail, help)
        }
        (false, _) => {
            let detail = "Tesseract has no model for Japanese";
            Check::not(name, State::Missing, detail, help)
        }
    }
}

fn drawing() -> Check {
    // it prints its version on stderr
    let asked = Command::new("pdftoppm").arg("-v").output();
    match asked {
        Ok(said) => {
            let said = String::from_utf8_lossy(&said.stderr).into_owned();
            Check::ok(
                "drawing",
                said.lines().next().unwrap_or("pdftoppm").to_owned(),
            )
        }
        Err(_) => {
            let detail = "pdftoppm is not installed: pages cannot be drawn for `--ocr auto`";
            Check::not("drawing", State::Missing, detail, crate::tesseract::INSTALL)
        }
    }
}

/// What `audit --against` asks.
fn engines() -> Check {
    let found: Vec<String> = [Engine::Poppler, Engine::Mupdf]
        .into_iter()
        .filter_map(Engine::version)
        .collect();
    match found.is_empty() {
        false => Check::ok("engines", found.join(", ")),
        true => {
            let detail = "no second engine is installed: `audit --against` has none to ask";
            Check::not("engines", State::Missing, detail, engine::INSTALL)
        }
    }
}

fn fonts() -> Check {
    let asked = Command::new("fc-list")
        .args([":lang=ja", "family"])
        .output();
    let help = "install one (Debian: `fonts-noto-cjk`)";
    match asked {
        Ok(said) if !said.stdout.is_empty() => {
            let said = String::from_utf8_lossy(&said.stdout).into_owned();
            let first = said.lines().next().unwrap_or_default().to_owned();
            Check::ok(
                "fonts",
                format!("{} for Japanese, such as {first}", said.lines().count()),
            )
        }
        Ok(_) => Check::not(
            "fonts",
            State::Missing,
            "no font for Japanese: pictures of `inspect` show boxes",
            help,
        ),
        Err(_) => Check::not(
            "fonts",
            State::Missing,
            "fc-list is not installed: fonts are not known",
            help,
        ),
    }
}
