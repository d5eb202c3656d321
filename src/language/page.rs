//! The guide's pages on findings and mistakes, as the program holds them.

use super::Language;

/// The pages: one a finding and language, one a language for all mistakes in rule files.
#[derive(rust_embed::Embed)]
#[folder = "rules/guide"]
#[include = "findings/*.md"]
#[include = "mistakes*.md"]
#[exclude = "recipes/*"]
struct Pages;

/// What the guide says of a finding or of a mistake in a rule file, in Markdown; nothing where there is no such code.
pub fn page(language: Language, code: &str) -> Option<String> {
    file(&format!("findings/{code}"), language)
        .filter(|_| super::known(code).is_some())
        .or_else(|| mistake(language, code))
}

/// The part on one mistake, from its heading to the next, as a page of its own.
fn mistake(language: Language, code: &str) -> Option<String> {
    let all = file("mistakes", language)?;
    let begin = all.find(&format!("\n## `{code}`\n"))? + 1;
    let part = all.get(begin..)?;
    let end = part.find("\n## ").unwrap_or(part.len());
    // its heading of the second level becomes one of the first
    Some(format!("{}\n", part.get(1..end)?.trim_end()))
}

fn file(name: &str, language: Language) -> Option<String> {
    let name = match language {
        Language::English => format!("{name}.md"),
        Language::Japanese => format!("{name}.ja.md"),
    };
    let data = Pages::get(&name)?.data;
    String::from_utf8(data.into_owned()).ok()
}
