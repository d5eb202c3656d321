//! `keikaku findings`: what the guide says of findings and of mistakes in rule files.

use super::language::{chosen, phrase};
use super::{Outcome, print, report};
use crate::diagnostic;
use crate::language::{self, Language};
use console::{Alignment, measure_text_width, pad_str};
use std::fmt::Write;

/// Arguments of `findings`.
#[derive(clap::Args)]
pub struct Args {
    /// The code of a finding or of a mistake in a rule file, such as `mark-unknown`; without it, all of them in a line
    /// each
    code: Option<String>,
}

pub fn run(args: &Args) -> Outcome {
    let language = chosen();
    let Some(code) = &args.code else {
        print(&list(language));
        return Outcome::Clean;
    };
    match language::page(language, code) {
        Some(page) => {
            print(&page);
            Outcome::Clean
        }
        None => {
            let (message, help) = unknown(code);
            report::problem(&message, &help);
            Outcome::NoResult
        }
    }
}

fn unknown(code: &str) -> (String, String) {
    let message = phrase(&format!(
        "no finding or mistake has the code `{}`",
        report::shown(code)
    ));
    let kinds = language::kinds().into_iter().map(|k| k.code);
    let mistakes = diagnostic::Code::ALL.iter().map(|c| c.as_str());
    let near = kinds
        .chain(mistakes)
        .map(|c| (strsim::damerau_levenshtein(code, c), c));
    let help = match near.min() {
        Some((1..=2, meant)) => format!("did you mean `{meant}`?"),
        _ => "`keikaku findings` lists them".to_owned(),
    };
    (message, phrase(&help))
}

/// Every code with what it means.
fn list(language: Language) -> String {
    let findings = language::kinds().into_iter().map(|kind| {
        let means = match language {
            Language::English => kind.en.means,
            Language::Japanese => kind.ja.means,
        };
        [
            kind.code.to_owned(),
            language.severity(kind.severity).to_owned(),
            means,
        ]
    });
    let mistakes = diagnostic::Code::ALL.iter().map(|code| {
        let means = language.means_mistake(code.as_str()).unwrap_or_default();
        [
            code.as_str().to_owned(),
            phrase("rule file"),
            means.to_owned(),
        ]
    });
    let rows: Vec<[String; 3]> = findings.chain(mistakes).collect();
    let width = |col: usize| {
        let widths = rows.iter().map(|row| measure_text_width(&row[col]));
        widths.max().unwrap_or_default()
    };
    let (first, second) = (width(0), width(1));
    let mut out = String::new();
    for [code, weight, means] in &rows {
        let code = pad_str(code, first, Alignment::Left, None);
        let weight = pad_str(weight, second, Alignment::Left, None);
        let _ = writeln!(out, "{code}  {weight}  {means}");
    }
    out
}
