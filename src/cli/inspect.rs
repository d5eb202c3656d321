//! `keikaku inspect`.

use super::language::phrase;
use super::{Outcome, print, report};
use crate::batch::bytes_of;
use crate::inspect::{
    Inspection, flow_text, glyphs_json, glyphs_text, inspect, lines_text, overlay_svg, tables_json,
    tables_text, tokens_json, tokens_text,
};
use crate::reading::{ReadOptions, read};
use crate::rule::convert;
use clap::ValueEnum;
use std::path::PathBuf;

/// Arguments of `inspect`.
#[derive(clap::Args)]
pub struct Args {
    /// A PDF, or `-` for standard input
    file: PathBuf,
    /// What to show
    #[arg(long, value_enum, default_value_t = Stage::Flow)]
    stage: Stage,
    /// Only this page, from 1
    #[arg(long, value_name = "N")]
    page: Option<usize>,
    /// How to show it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
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
}

pub fn run(args: &Args) -> Outcome {
    match show(args) {
        Ok(Some(text)) => {
            print(&text);
            Outcome::Clean
        }
        Ok(None) => {
            let help =
                "text shows every stage, json `glyphs`, `tables`, `items` and `tokens`, svg a page";
            report::problem(&phrase("this stage has no such format"), &phrase(help));
            Outcome::NoResult
        }
        Err(e) => {
            report::error(Some(&args.file), &e);
            Outcome::NoResult
        }
    }
}

fn show(args: &Args) -> crate::Result<Option<String>> {
    let bytes = bytes_of(&args.file)?;
    let (options, _deadline) = args.reading.start();
    if matches!(args.stage, Stage::Items | Stage::Tokens) {
        return after_rule(args, &bytes, &options).map(Some);
    }
    let found = inspect(&bytes, args.page, &options)?;
    Ok(match (args.stage, args.format) {
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

fn after_rule(args: &Args, bytes: &[u8], options: &ReadOptions) -> crate::Result<String> {
    let rules = args.rules.load()?;
    let reading = read(bytes, &args.file.to_string_lossy(), options)?;
    let document = convert(&reading, &rules, None)?;
    match (args.stage, args.format) {
        (Stage::Tokens, Format::Json) => Ok(format!("{:#}\n", tokens_json(&reading, &document))),
        (Stage::Tokens, _) => Ok(tokens_text(&reading, &document)),
        (_, Format::Json) => crate::output::json::to_json(&document, false),
        _ => Ok(crate::inspect::items_text(&document)),
    }
}
