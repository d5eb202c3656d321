//! Headings of running text, and the lists under them, as a rule would read them.

use super::samples::{common, sample};
use super::tables::named_kind;
use super::toml::{list, literal, pattern, quoted};
use crate::flow::{Block, Part};
use crate::normalize::is_japanese;
use crate::reading::Reading;
use crate::rule::apply::fold;
use std::fmt::Write;

/// Headings that look alike.
struct Family<'f> {
    /// Sample of the numbers they begin with, or the one text in brackets.
    key: Key,
    /// The paragraphs under each of them.
    under: Vec<Vec<&'f Block>>,
    /// The first of them, as an example.
    first: String,
}

#[derive(Debug, Clone, PartialEq)]
enum Key {
    /// `基本施策1`, `第1章`
    Numbered(String),
    /// `【施策内容】`
    Bracketed(String),
    /// `基本目標`: a line that is nothing but the name of a kind
    Named(String),
}

/// A longer paragraph (characters) is no heading.
const MAX_HEADING: usize = 40;
/// More families than that are no outline.
const MAX_FAMILIES: usize = 12;

/// Sections of a draft.
pub struct SectionsDraft {
    /// The rule's text.
    pub text: String,
    /// Patterns that documents of the family have.
    pub found: Vec<String>,
    /// Texts that can be examples: section, text.
    pub examples: Vec<(String, String)>,
}

/// The sections of a document.
pub fn draft(reading: &Reading, title: &str) -> SectionsDraft {
    let families = families(reading, title);
    let mut out = SectionsDraft {
        text: String::new(),
        found: Vec::new(),
        examples: Vec::new(),
    };
    let mut writer = Writer::new(&families);
    for family in families.iter().take(MAX_FAMILIES) {
        writer.family(family, &mut out);
    }
    out
}

fn families<'f>(reading: &'f Reading, title: &str) -> Vec<Family<'f>> {
    let mut out: Vec<Family<'_>> = Vec::new();
    let mut open: Option<usize> = None;
    for part in &reading.flow.parts {
        let Part::Block(block) = part else { continue };
        if block.furniture {
            continue;
        }
        let is_title = !title.is_empty() && fold(block.text.as_str()) == fold(title);
        let Some(key) = heading(block).filter(|_| !is_title) else {
            if let Some(under) = open.and_then(|i| out[i].under.last_mut()) {
                under.push(block);
            }
            continue;
        };
        let at = out.iter().position(|f| f.key == key).unwrap_or_else(|| {
            out.push(Family {
                key,
                under: Vec::new(),
                first: block.text.one_line().as_str().trim().to_owned(),
            });
            out.len() - 1
        });
        out[at].under.push(Vec::new());
        open = Some(at);
    }
    out
}

/// What heading a paragraph is, if it looks like one.
fn heading(block: &Block) -> Option<Key> {
    let text = block.text.one_line();
    let folded = text.folded();
    let line = folded.as_str().trim();
    let too_long = line.chars().count() > MAX_HEADING;
    if too_long
        || line.contains(['。', '…', '、'])
        || line.contains("・・")
        || line.ends_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    if let Some(inner) = bracketed(line) {
        return Some(Key::Bracketed(inner.to_owned()));
    }
    if named_kind(line).is_some() {
        return Some(Key::Named(line.to_owned()));
    }
    // ▼施策1-1: what stands before the word belongs to the sample
    let bare = line.trim_start_matches(DECORATION);
    let decoration = line[..line.len() - bare.len()].trim();
    let sample = sample(bare)?;
    // a word before a number makes a heading; (1) and ① make a list
    let first = sample.chars().next();
    let word = first.is_some_and(|c| is_japanese(c) && c.is_alphabetic() && c != 'ア');
    (word && !line.contains(':')).then(|| Key::Numbered(format!("{decoration}{sample}")))
}

/// Signs before a heading.
const DECORATION: [char; 10] = ['▼', '▽', '■', '□', '◆', '◇', '●', '▶', '►', ' '];

/// `【施策内容】`, all of a line.
fn bracketed(line: &str) -> Option<&str> {
    let inner = line.strip_prefix('【')?.strip_suffix('】')?;
    (!inner.is_empty() && !inner.contains(['【', '】'])).then_some(inner)
}

#[derive(Default)]
struct Writer {
    /// Kinds of numbered headings so far, from the highest.
    kinds: Vec<String>,
    levels: u32,
    /// The plan has no policies, and its measures have measures below them: a measure belongs to a policy,
    /// so that its measures are policies.
    shift: bool,
}

impl Writer {
    fn new(families: &[Family<'_>]) -> Self {
        let kind = |f: &Family<'_>| match &f.key {
            Key::Numbered(sample) => named_kind(&word_of(sample)),
            Key::Bracketed(name) | Key::Named(name) => named_kind(name),
        };
        let has = |wanted: &str| families.iter().any(|f| kind(f) == Some(wanted));
        Self {
            shift: !has("policy") && has("measure") && has("submeasure"),
            ..Self::default()
        }
    }

    fn family(&mut self, family: &Family<'_>, out: &mut SectionsDraft) {
        match &family.key {
            Key::Numbered(sample) => self.numbered(sample, family, out),
            Key::Bracketed(inner) => {
                self.listed(inner, &format!("^【{}】$", pattern(inner)), family, out)
            }
            Key::Named(name) => self.listed(name, &format!("^{}$", pattern(name)), family, out),
        }
    }

    fn numbered(&mut self, sample: &str, family: &Family<'_>, out: &mut SectionsDraft) {
        let word = word_of(sample);
        let chapter = sample.starts_with('第');
        let kind = match chapter {
            true => Some("group"),
            false => named_kind(&word).map(|k| self.shifted(k)),
        };
        // a word that says no kind (図1, 表1, 令和5) makes no outline
        let Some(kind) = kind else { return };
        self.levels += 1;
        let text = &mut out.text;
        let _ = writeln!(
            text,
            "\n[[section]]\nname = {}\nlevel = {}",
            quoted(sample),
            self.levels
        );
        let _ = writeln!(text, "marker = {}\nkind = {}", quoted(sample), quoted(kind));
        // chapters and their sections are groups alike: names tell them apart
        let name = match chapter {
            true => sample.to_owned(),
            false => kind.to_owned(),
        };
        if chapter {
            let _ = writeln!(text, "as = {}", quoted(&name));
        }
        self.parent(text);
        let labels = labels(family);
        if !labels.is_empty() {
            let _ = writeln!(text, "labels = {}", list(&labels, literal));
        }
        if !chapter {
            text.push_str("body = \"説明\"\n");
            out.found.push(format!(r"{}\s*\d", pattern(&word)));
        }
        if family.under.iter().flatten().any(|b| is_indicator(b)) {
            let _ = writeln!(text, "[[section.indicator]]\nof = [{}]", quoted(kind));
        }
        out.examples.push((sample.to_owned(), family.first.clone()));
        self.kinds.push(name);
    }

    fn parent(&self, text: &mut String) {
        let above: Vec<String> = self.kinds.iter().rev().cloned().collect();
        if !above.is_empty() {
            let _ = writeln!(text, "parent = {}", list(&above, quoted));
        }
    }

    /// A heading whose words say what is listed under it.
    fn listed(&mut self, name: &str, heading: &str, family: &Family<'_>, out: &mut SectionsDraft) {
        let text = &mut out.text;
        let entries: Vec<&&Block> = family.under.iter().flatten().collect();
        let kind = named_kind(name).map(|k| self.shifted(k));
        let marker = common(entries.iter().map(|b| b.text.as_str()));
        if matches!(family.key, Key::Named(_)) && (entries.is_empty() || kind.is_none()) {
            return;
        }
        let _ = writeln!(
            text,
            "\n[[section]]\nname = {}\nlevel = {}",
            quoted(name),
            self.levels + 1
        );
        let _ = writeln!(text, "pattern = {}", literal(heading));
        let Some(kind) = kind.filter(|_| !entries.is_empty()) else {
            return;
        };
        let form = match marker.as_deref() {
            Some("・") => "marker = \"bullet\"".to_owned(),
            Some(other) => format!("marker = {}", quoted(other)),
            None => {
                text.push_str("split = \"whole\"\n");
                r"pattern = '^(?<title>[^\n]+)(\n.*)?$'".to_owned()
            }
        };
        let above: Vec<String> = self.kinds.iter().rev().cloned().collect();
        let parent = match above.is_empty() {
            true => String::new(),
            false => format!(", parent = {}", list(&above, quoted)),
        };
        let flags = match name.contains("重点") {
            true => ", flags = [\"重点\"]",
            false => "",
        };
        let _ = writeln!(
            text,
            "item = [{{ kind = {}{parent}{flags}, {form} }}]",
            quoted(kind)
        );
        if matches!(family.key, Key::Bracketed(_)) {
            out.found.push(format!("【{}】", pattern(name)));
        }
        let example = entries.first().map(|b| b.text.as_str().to_owned());
        out.examples.extend(example.map(|e| (name.to_owned(), e)));
    }

    /// A kind one level up, where a plan calls its highest level 施策.
    fn shifted(&self, kind: &'static str) -> &'static str {
        match kind {
            "measure" if self.shift => "policy",
            "submeasure" if self.shift => "measure",
            other => other,
        }
    }
}

/// The word before the number of a sample.
fn word_of(sample: &str) -> String {
    let bare = sample.trim_start_matches(DECORATION);
    bare.chars().take_while(|c| !c.is_ascii_digit()).collect()
}

/// Labels of paragraphs `LABEL：VALUE` that stand under more than one heading.
fn labels(family: &Family<'_>) -> Vec<String> {
    let mut counts: Vec<(String, usize)> = Vec::new();
    for block in family.under.iter().flatten() {
        let folded = block.text.folded();
        let Some((label, _)) = folded.as_str().split_once(':') else {
            continue;
        };
        let label = fold(label);
        let label = label.trim_start_matches(['・', '◆', '○', '●', '■', '【']);
        if label.is_empty() || label.chars().count() > 8 {
            continue;
        }
        match counts.iter_mut().find(|(l, _)| l == label) {
            Some((_, n)) => *n += 1,
            None => counts.push((label.to_owned(), 1)),
        }
    }
    let often = counts.into_iter().filter(|(_, n)| *n > 1);
    often.map(|(l, _)| pattern(&l)).collect()
}

fn is_indicator(block: &Block) -> bool {
    let text = fold(block.text.as_str());
    text.contains("現状値") && text.contains("目標値")
}
