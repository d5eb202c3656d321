//! What is around the data: style, scripts, and the policy that lets the page run and fetch nothing else.

use super::drawing::deflated;
use super::model::{Discrepancy, Outside, View};
use super::reasons::Reasons;
use super::worded::{self, Words};
use crate::document::Document;
use crate::language::Language;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io::{self, Write};

const STYLE: &str = include_str!("page.css");
const BODY: &str = include_str!("page.html");
/// The scripts, in order; they share one scope.
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("words.js"),
    include_str!("data.js"),
    include_str!("nodes.js"),
    include_str!("list.js"),
    include_str!("pages.js"),
    include_str!("detail.js"),
    include_str!("page.js"),
    "})();\n"
);

/// How to show it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The language it begins in; a reader may change it.
    pub language: Language,
}

/// A document in the choice of documents.
#[derive(Serialize)]
struct Choice<'v> {
    name: &'v str,
    title: Option<&'v str>,
    pages: Vec<PageShown<'v>>,
    differences: Option<usize>,
}

#[derive(Serialize)]
struct PageShown<'v> {
    number: u32,
    size: [f64; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    rebuilt: Option<&'v str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    outside: &'v [Outside],
}

/// What is unpacked when a document is chosen.
#[derive(Serialize)]
struct Data<'v> {
    document: &'v Document,
    reasons: &'v Reasons,
    differences: Option<&'v [Discrepancy]>,
    words: Words,
}

/// The page as a text.
pub fn html(views: &[View], options: &Options) -> String {
    let mut out = Vec::new();
    // nothing fails that is written to memory, and all of it is text
    let _ = write(views, options, &mut out);
    String::from_utf8(out).unwrap_or_default()
}

/// Writes the page.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(views: &[View], options: &Options, out: &mut impl Write) -> io::Result<()> {
    let hash = |text: &str| BASE64.encode(Sha256::digest(text));
    let title = match views {
        [one] => one.document.plan.title.as_deref().unwrap_or(&one.name),
        _ => "Keikaku",
    };
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{style}'; \
         script-src 'sha256-{script}'; img-src blob:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"keikaku {version}\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{BODY}",
        lang = options.language.tag(),
        style = hash(STYLE),
        script = hash(SCRIPT),
        version = env!("CARGO_PKG_VERSION"),
        title = escaped(title),
    )?;
    let choices: Vec<Choice<'_>> = views.iter().map(choice).collect();
    block(
        out,
        "documents",
        "application/json",
        &within_script(&json(&choices)),
    )?;
    for (v, view) in views.iter().enumerate() {
        let data = json(&Data {
            document: &view.document,
            reasons: &view.reasons,
            differences: view.discrepancies.as_deref(),
            words: worded::of(&view.document),
        });
        let data = BASE64.encode(deflated(data.as_bytes()));
        block(out, &format!("data-{v}"), "text/plain", &data)?;
        for (p, page) in view.pages.iter().enumerate() {
            let drawing = BASE64.encode(&page.drawing.deflated);
            block(out, &format!("page-{v}-{p}"), "text/plain", &drawing)?;
        }
    }
    write!(out, "<script>{SCRIPT}</script>\n</body>\n</html>\n")
}

fn choice(view: &View) -> Choice<'_> {
    Choice {
        name: &view.name,
        title: view.document.plan.title.as_deref(),
        pages: view
            .pages
            .iter()
            .map(|p| PageShown {
                number: p.number,
                size: [p.width, p.height],
                rebuilt: p.drawing.rebuilt,
                outside: &p.outside,
            })
            .collect(),
        differences: view.discrepancies.as_ref().map(Vec::len),
    }
}

fn block(out: &mut impl Write, id: &str, kind: &str, data: &str) -> io::Result<()> {
    writeln!(out, "<script type=\"{kind}\" id=\"{id}\">{data}</script>")
}

fn json(value: &impl Serialize) -> String {
    // the keys of all maps are texts: there is nothing that JSON cannot say
    serde_json::to_string(value).unwrap_or_else(|_| "null".into())
}

/// JSON that ends no script, whatever is in its texts.
fn within_script(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// A text within HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::{BODY, SCRIPT, STYLE, within_script};

    #[test]
    fn style_and_script_end_where_they_should() {
        assert!(!STYLE.contains("</") && !SCRIPT.contains("</") && !SCRIPT.contains("<!--"));
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }

    #[test]
    fn the_policy_stops_nothing_in_the_body() {
        assert!(!BODY.contains("style=") && !BODY.contains(" on") && !BODY.contains("http"));
    }

    #[test]
    fn data_ends_no_script() {
        let text = within_script(r#"{"title":"</script><script>alert(1)</script>"}"#);
        assert!(!text.contains('<'));
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["title"], "</script><script>alert(1)</script>");
    }
}
