//! `keikaku inspect`.

use super::language::{chosen, phrase};
use super::{Outcome, print, report, target};
use crate::batch::bytes_of;
use crate::inspect::viewer::{self, View};
use crate::inspect::{
    Inspection, flow_text, glyphs_json, glyphs_text, inspect, lines_text, overlay_svg, tables_json,
    tables_text, tokens_json, tokens_text,
};
use crate::reading::{ReadOptions, read};
use crate::rule::convert;
use crate::rule::explain::{Drafted, Subject};
use clap::ValueEnum;
use std::path::{Path, PathBuf};

/// Arguments of `inspect`.
#[derive(clap::Args)]
pub struct Args {
    /// A PDF, or `-` for standard input
    file: PathBuf,
    /// What to show (default `flow`); html shows everything and takes none
    #[arg(long, value_enum)]
    stage: Option<Stage>,
    /// Only this page, from 1
    #[arg(long, value_name = "N")]
    page: Option<u64>,
    /// How to show it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Take this rule without asking (html)
    #[arg(long, value_name = "ID")]
    rule: Option<String>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    reading: super::reading::Args,
    #[command(flatten)]
    rules: super::rules::Source,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// Glyphs, rulings, fills, shapes and images
    Glyphs,
    /// Lines of text on each page
    Lines,
    /// Tables on each page, and joined
    Tables,
    /// Paragraphs and tables in reading order
    Flow,
    /// Items and indicators, after the rule
    Items,
    /// What looks like a number, a year or a mark, and whether it is understood
    Tokens,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One fact a line
    Text,
    /// JSON (glyphs, tables, items, tokens)
    Json,
    /// A picture of a page with glyphs, lines, rulings, fills and cells
    Svg,
    /// One page for a browser: the document as it looks, what was read from it, and why
    Html,
}

pub fn run(args: &Args) -> Outcome {
    if args.format == Format::Html && args.stage.is_some() {
        let message = "`--stage` has no meaning with `--format html`";
        let help = "leave it out: the page for a browser shows every stage";
        report::problem(&phrase(message), &phrase(help));
        return Outcome::NoResult;
    }
    match show(args) {
        Ok(Some(text)) => written(&text, args.output.as_deref()),
        Ok(None) => {
            let help = "text shows every stage, json `glyphs`, `tables`, `items` and `tokens`, svg a page, html all at once";
            report::problem(&phrase("this stage has no such format"), &phrase(help));
            Outcome::NoResult
        }
        Err(e) => {
            report::error(Some(&args.file), &e);
            Outcome::NoResult
        }
    }
}

/// Writes to a file, whole or not at all, or to standard output.
fn written(text: &str, output: Option<&Path>) -> Outcome {
    let Some(path) = output else {
        print(text);
        return Outcome::Clean;
    };
    match target::write(path, text) {
        Ok(()) => Outcome::Clean,
        Err(e) => {
            report::error(None, &e);
            Outcome::NoResult
        }
    }
}

fn show(args: &Args) -> crate::Result<Option<String>> {
    if let Some(output) = &args.output {
        target::is_free(output, &[&args.file])?;
    }
    let bytes = bytes_of(&args.file)?;
    let (options, _deadline) = args.reading.start();
    if args.format == Format::Html {
        return page(args, &bytes, &options).map(Some);
    }
    let stage = args.stage.unwrap_or(Stage::Flow);
    if matches!(stage, Stage::Items | Stage::Tokens) {
        return after_rule(args, &bytes, &options).map(Some);
    }
    let found = inspect(&bytes, args.page, &options)?;
    Ok(match (stage, args.format) {
        (_, Format::Svg) => svg(&found),
        (Stage::Glyphs, Format::Text) => Some(glyphs_text(&found.pages)),
        (Stage::Glyphs, Format::Json) => Some(format!("{:#}\n", glyphs_json(&found.pages))),
        (Stage::Lines, Format::Text) => Some(lines_text(&found.pages)),
        (Stage::Tables, Format::Text) => Some(tables_text(&found)),
        (Stage::Tables, Format::Json) => Some(format!("{:#}\n", tables_json(&found))),
        (Stage::Flow, Format::Text) => Some(flow_text(&found.flow)),
        _ => None,
    })
}

/// The first of the pages asked for.
fn svg(found: &Inspection) -> Option<String> {
    Some(overlay_svg(found.pages.first()?, found.page_flows.first()?))
}

/// Everything at once, for a browser.
fn page(args: &Args, bytes: &[u8], options: &ReadOptions) -> crate::Result<String> {
    hush();
    let options = &viewer::recognized_once(options);
    let rules = args.rules.load()?;
    let name = args.file.file_name().unwrap_or(args.file.as_os_str());
    let reading = read(bytes, &name.to_string_lossy(), options)?;
    let drafted = Drafted::default();
    let subject = Subject::new(&reading, &rules, args.rule.as_deref(), &drafted)?;
    let view = View::new(bytes, args.page, options, &subject)?;
    let language = chosen();
    Ok(viewer::html(&[view], &viewer::Options { language }))
}

/// A panic while a page is drawn is told on that page, and not on standard error.
fn hush() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().name() != Some(viewer::THREAD) {
            usual(info);
        }
    }));
}

fn after_rule(args: &Args, bytes: &[u8], options: &ReadOptions) -> crate::Result<String> {
    let rules = args.rules.load()?;
    let reading = read(bytes, &args.file.to_string_lossy(), options)?;
    let document = convert(&reading, &rules, None)?;
    match (args.stage.unwrap_or(Stage::Flow), args.format) {
        (Stage::Tokens, Format::Json) => Ok(format!("{:#}\n", tokens_json(&reading, &document))),
        (Stage::Tokens, _) => Ok(tokens_text(&reading, &document)),
        (_, Format::Json) => crate::output::json::to_json(&document, false),
        _ => Ok(crate::inspect::items_text(&document)),
    }
}
