//! Tesseract as the recognizer of scanned pages: the programs `pdftoppm` (Poppler), which draws a
//! page, and `tesseract`, which reads the picture.
//!
//! # Source
//! The TSV output of Tesseract: one row for each block, paragraph, line (level 4) and word (level
//! 5), with boxes in pixels and the confidence of words in percent.

use crate::geometry::Rect;
use crate::pdf::Page;
use crate::program::{self, Bounds};
use crate::reading::{Recognizer, Unreadable, Word};
use std::process::Command;
use std::time::Duration;

/// Dots per inch at which pages are drawn: what Tesseract's models were trained for.
const DPI: f64 = 300.0;
/// Most pixels along a side of the picture; a sheet of A3 has 4,961.
const MAX_SIDE: f64 = 7_000.0;
/// Longest time (seconds) for one picture.
const MAX_SECONDS: u64 = 120;
/// What one run may cost; a page of A3 in grey takes 17 MB.
const BOUNDS: Bounds = Bounds {
    seconds: MAX_SECONDS,
    output: 256 << 20,
};
/// Longest time that a page may wait for these programs: drawn once, read twice.
pub const LONGEST: Duration = Duration::from_secs(3 * MAX_SECONDS);
/// Below this mean confidence (percent) a page may be set vertically.
const UNSURE: u64 = 60;
/// A line this many times as high as wide is vertical.
const VERTICAL_RATIO: f64 = 2.0;
/// What to install.
pub const INSTALL: &str = "install Tesseract with its Japanese models and Poppler (Debian: `tesseract-ocr tesseract-ocr-jpn \
     tesseract-ocr-jpn-vert poppler-utils`)";

/// Tesseract, as installed on this machine.
#[derive(Debug, Clone)]
pub struct Tesseract {
    version: Option<String>,
    languages: Vec<String>,
    password: Option<String>,
    /// All that the programs say of themselves.
    said: String,
}

impl Tesseract {
    /// Asks which version and languages are installed.
    pub fn find() -> Self {
        let ask = |arg: &str| {
            let output = Command::new("tesseract").arg(arg).output().ok()?;
            // old versions answer on stderr
            let text = [output.stdout, output.stderr].concat();
            Some(String::from_utf8_lossy(&text).into_owned())
        };
        let version = ask("--version")
            .and_then(|text| Some(text.lines().next()?.replace("tesseract", "Tesseract")));
        let languages = ask("--list-langs").unwrap_or_default();
        let said = [ask("--version").unwrap_or_default(), languages.clone()].concat();
        Self {
            version,
            languages: languages.lines().map(|l| l.trim().to_owned()).collect(),
            password: None,
            said,
        }
    }

    /// With the password of the PDFs that are read.
    pub fn with_password(self, password: Option<String>) -> Self {
        Self { password, ..self }
    }

    /// Whether it is installed.
    pub fn is_there(&self) -> bool {
        self.version.is_some()
    }

    /// What its results depend on: the programs, and the models with their size and date.
    pub fn identity(&self) -> String {
        let drawing = Command::new("pdftoppm").arg("-v").output();
        let drawing = drawing.map(|o| String::from_utf8_lossy(&o.stderr).into_owned());
        let models = models(&self.said);
        format!("{}\n{}\n{models}", self.said, drawing.unwrap_or_default())
    }

    /// Its version and languages on a line.
    pub fn summary(&self) -> String {
        let version = self.version.as_deref().unwrap_or("none");
        let languages = self.languages.iter().filter(|l| !l.contains(' '));
        let languages: Vec<&str> = languages.map(String::as_str).collect();
        format!("{version} with {}", languages.join(", "))
    }

    /// Whether it reads a language.
    pub fn has(&self, language: &str) -> bool {
        self.languages.iter().any(|l| l == language)
    }

    fn draw(&self, pdf: &[u8], page: &Page) -> Result<Vec<u8>, Unreadable> {
        let number = page.number.to_string();
        let longest = page.width.max(page.height).max(1.0);
        let dpi = DPI.min(MAX_SIDE * 72.0 / longest).to_string();
        let mut command = Command::new("pdftoppm");
        command.args([
            "-gray", "-cropbox", "-r", &dpi, "-f", &number, "-l", &number,
        ]);
        if let Some(password) = &self.password {
            command.args(["-upw", password]);
        }
        let picture = run(command.arg("-"), pdf)?;
        if picture.is_empty() {
            return Err(unreadable("`pdftoppm` drew nothing"));
        }
        Ok(picture)
    }

    fn read(&self, picture: &[u8], page: &Page, language: &str) -> Result<Vec<Row>, Unreadable> {
        let dpi = DPI.to_string();
        let mode = if language.ends_with("_vert") {
            "5"
        } else {
            "3"
        };
        let mut command = Command::new("tesseract");
        command.args([
            "stdin", "stdout", "-l", language, "--psm", mode, "--dpi", &dpi, "tsv",
        ]);
        // its own threads only get in the way of ours
        let tsv = run(command.env("OMP_THREAD_LIMIT", "1"), picture)?;
        let scale = width_of(picture).map_or(72.0 / DPI, |width| page.width / width);
        Ok(rows(&String::from_utf8_lossy(&tsv), scale))
    }
}

impl Recognizer for Tesseract {
    fn name(&self) -> String {
        self.version.clone().unwrap_or_else(|| "Tesseract".into())
    }

    fn recognize(&self, pdf: &[u8], page: &Page) -> Result<Vec<Word>, Unreadable> {
        if self.version.is_none() {
            return Err(unreadable("`tesseract` is not installed"));
        }
        if !self.has("jpn") {
            return Err(unreadable("Tesseract has no Japanese model (`jpn`)"));
        }
        let picture = self.draw(pdf, page)?;
        let mut rows = self.read(&picture, page, "jpn")?;
        if confidence(&rows) < UNSURE && self.has("jpn_vert") {
            let vertical = self.read(&picture, page, "jpn_vert")?;
            if confidence(&vertical) > confidence(&rows) {
                rows = vertical;
            }
        }
        Ok(words(&rows))
    }
}

/// The models in the folder that `--list-langs` names in quotes.
fn models(said: &str) -> String {
    let folder = said.lines().find_map(|l| l.split('"').nth(1));
    let entries = folder.and_then(|f| std::fs::read_dir(f).ok());
    let mut models: Vec<String> = entries
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let data = entry.metadata().ok()?;
            let changed = data.modified().ok();
            Some(format!(
                "{:?} {} {changed:?}",
                entry.file_name(),
                data.len()
            ))
        })
        .collect();
    models.sort();
    models.join("\n")
}

fn unreadable(reason: &str) -> Unreadable {
    Unreadable {
        reason: reason.to_owned(),
        help: INSTALL.to_owned(),
        passing: true,
    }
}

/// A line or word of the TSV.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    is_word: bool,
    bbox: Rect,
    confidence: u8,
    text: String,
}

/// The width in pixels of a picture in the PGM format.
fn width_of(picture: &[u8]) -> Option<f64> {
    let head = String::from_utf8_lossy(&picture[..picture.len().min(64)]).into_owned();
    let mut words = head
        .split_ascii_whitespace()
        .skip_while(|w| *w != "P5")
        .skip(1);
    words.next()?.parse().ok().filter(|w| *w > 0.0)
}

/// Lines and words, with boxes in points: `scale` points make a pixel.
fn rows(tsv: &str, scale: f64) -> Vec<Row> {
    tsv.lines().filter_map(|line| row(line, scale)).collect()
}

fn row(line: &str, scale: f64) -> Option<Row> {
    let fields: Vec<&str> = line.split('\t').collect();
    let number = |i: usize| fields.get(i)?.parse::<f64>().ok();
    let level = number(0)?;
    let (left, top, width, height) = (number(6)?, number(7)?, number(8)?, number(9)?);
    let points = |pixels: f64| pixels * scale;
    let is_word = level == 5.0;
    (is_word || level == 4.0).then(|| Row {
        is_word,
        bbox: Rect {
            x0: points(left),
            top: points(top),
            x1: points(left + width),
            bottom: points(top + height),
        },
        confidence: number(10).unwrap_or(0.0).clamp(0.0, 100.0) as u8,
        text: fields
            .get(11)
            .copied()
            .unwrap_or_default()
            .trim()
            .to_owned(),
    })
}

/// Mean confidence in percent, by characters.
fn confidence(rows: &[Row]) -> u64 {
    let weight = |r: &Row| r.text.chars().count() as u64;
    let all: u64 = rows.iter().map(weight).sum();
    let sum: u64 = rows
        .iter()
        .map(|r| weight(r) * u64::from(r.confidence))
        .sum();
    sum.checked_div(all).unwrap_or(0)
}

/// Words with the height of their lines: the box of a single `ー` says nothing of the type size.
fn words(rows: &[Row]) -> Vec<Word> {
    let mut line = Rect::default();
    let mut out = Vec::new();
    for row in rows {
        if !row.is_word {
            line = row.bbox;
            continue;
        }
        if row.text.is_empty() {
            continue;
        }
        let vertical = line.height() > VERTICAL_RATIO * line.width();
        let bbox = if vertical {
            Rect {
                x0: line.x0,
                x1: line.x1,
                ..row.bbox
            }
        } else {
            Rect {
                top: line.top,
                bottom: line.bottom,
                ..row.bbox
            }
        };
        out.push(Word {
            text: row.text.clone(),
            bbox,
            confidence: row.confidence,
            vertical,
        });
    }
    out
}

/// Runs one of the programs, and gives what it prints.
fn run(command: &mut Command, input: &[u8]) -> Result<Vec<u8>, Unreadable> {
    program::run_within(command, input, BOUNDS).map_err(|e| unreadable(&e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TSV: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
        4\t1\t1\t1\t1\t0\t300\t600\t900\t60\t-1\t\n\
        5\t1\t1\t1\t1\t1\t300\t610\t240\t40\t96.5\t計画の\n\
        5\t1\t1\t1\t1\t2\t600\t605\t60\t50\t40\tー\n\
        4\t1\t1\t1\t2\t0\t2000\t600\t60\t900\t-1\t\n\
        5\t1\t1\t1\t2\t1\t2005\t600\t50\t300\t90\t基本\n";

    #[test]
    fn words_get_the_height_of_their_line() {
        let rows = rows(TSV, 72.0 / DPI);
        let words = words(&rows);
        let texts: Vec<&str> = words.iter().map(|w| w.text.as_str()).collect();
        assert_eq!(texts, ["計画の", "ー", "基本"]);
        assert_eq!((words[0].bbox.x0, words[0].bbox.top), (72.0, 144.0));
        assert_eq!((words[1].bbox.top, words[1].bbox.bottom), (144.0, 158.4));
        assert_eq!((words[0].vertical, words[2].vertical), (false, true));
        assert_eq!(words[0].confidence, 96);
        assert_eq!(confidence(&rows), (3 * 96 + 40 + 2 * 90) / 6);
    }

    #[test]
    fn a_missing_program_is_told_with_a_remedy() {
        let error = run(&mut Command::new("no-such-program-here"), b"").unwrap_err();
        assert!(error.reason.contains("no-such-program-here"));
        assert!(error.help.contains("tesseract-ocr-jpn"));
    }
}
