//! A comparison on a terminal, with or without colours.

use super::clean::one_line;
use super::outline::{Block, Entry, Lot, Outline, Sign};
use super::row::{self, Body, Row};
use super::wording::{self, Tone, WEIGHTS};
use super::{Options, head};
use crate::edition::{Comparison, Of, Piece, PieceSide, Side, Weight};
use unicode_width::UnicodeWidthStr;

/// A before and an after that are together wider than this stand on lines of their own.
const ONE_LINE: usize = 72;
/// How much of a text that did not change is shown on either side of what did, in columns.
const AROUND: usize = 24;
/// The widest label that others are aligned with.
const LABEL: usize = 24;

/// A comparison as text.
pub fn text(comparison: &Comparison, options: &Options) -> String {
    let outline = Outline::of(comparison, &options.places);
    let mut out = Text {
        out: String::new(),
        color: options.color,
    };
    out.head(comparison);
    out.matter(&outline);
    out.lots(comparison, Weight::Routine, &outline.routine);
    match options.clerical {
        true => out.lots(comparison, Weight::Clerical, &outline.clerical),
        false => out.count_clerical(comparison),
    }
    out.out
}

/// How a piece of text looks.
#[derive(Clone, Copy)]
enum Look {
    Bold,
    Dim,
    Good,
    Bad,
    Late,
    Old,
    New,
}

/// The codes of a terminal (SGR); nothing else knows them.
fn sgr(look: Look) -> &'static str {
    match look {
        Look::Bold => "1",
        Look::Dim => "2",
        Look::Good => "32",
        Look::Bad => "31",
        Look::Late => "33",
        Look::Old => "9;31",
        Look::New => "4;32",
    }
}

fn look(tone: Tone) -> Look {
    match tone {
        Tone::Good => Look::Good,
        Tone::Bad => Look::Bad,
        Tone::Late => Look::Late,
        Tone::Plain => Look::Dim,
    }
}

/// A text with spaces behind it, by the width of its characters.
fn padded(text: &str, width: usize) -> String {
    let missing = width.saturating_sub(text.width());
    format!("{text}{}", " ".repeat(missing))
}

struct Text {
    out: String,
    color: bool,
}

impl Text {
    fn paint(&self, look: Look, text: &str) -> String {
        match self.color && !text.is_empty() {
            true => format!("\u{1b}[{}m{text}\u{1b}[0m", sgr(look)),
            false => text.to_owned(),
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn heading(&mut self, text: &str) {
        let text = self.paint(Look::Bold, text);
        self.line("");
        self.line(&text);
    }

    fn head(&mut self, comparison: &Comparison) {
        let title = self.paint(Look::Bold, &head::title(comparison));
        self.line(&title);
        self.side("old", &comparison.old);
        self.side("new", &comparison.new);
        self.line("");
        let summary = self.paint(Look::Bold, &head::summary(comparison));
        self.line(&summary);
        if comparison.changes.is_empty() {
            self.line("Both editions say the same.");
        } else {
            self.counts(comparison);
        }
    }

    fn side(&mut self, name: &str, side: &Side) {
        let facts: Vec<String> = head::facts(side).into_iter().map(|(_, f)| f).collect();
        let size = self.paint(Look::Dim, &head::size(side));
        self.line(&format!("  {name}  {} · {size}", facts.join(" · ")));
    }

    fn counts(&mut self, comparison: &Comparison) {
        let counts = head::Counts::of(comparison);
        let widest = counts.rows().map(|(_, name, _)| name.width()).max();
        let widest = widest.unwrap_or_default();
        let names = WEIGHTS.map(|w| format!("{:>9}", wording::weight_word(w)));
        let names = self.paint(Look::Dim, &names.concat());
        self.line("");
        self.line(&format!("  {}{names}", padded("", widest)));
        for (_, name, numbers) in counts.rows() {
            let numbers = numbers.map(|n| match n {
                0 => format!("{:>9}", "·"),
                n => format!("{n:>9}"),
            });
            self.line(&format!("  {}{}", padded(name, widest), numbers.concat()));
        }
    }

    fn matter(&mut self, outline: &Outline<'_>) {
        if outline.groups.is_empty() {
            return;
        }
        self.heading(&wording::weight(Weight::Substantive).to_uppercase());
        for group in &outline.groups {
            self.heading(&group.title());
            for block in &group.blocks {
                self.block(block);
            }
        }
    }

    fn block(&mut self, block: &Block<'_>) {
        let (sign, word, tone) = match block.sign {
            Sign::Came => ("+", "  added", Look::Good),
            Sign::Went => ("-", "  removed", Look::Bad),
            Sign::Stays => ("~", "", Look::Bold),
        };
        let title = self.paint(tone, &format!("{sign} {}", block.title()));
        let word = self.paint(tone, word);
        let pages = self.paint(Look::Dim, block.pages());
        self.line(&format!("  {title}{word}  {pages}"));
        let rows: Vec<&Row<'_>> = block.telling().collect();
        let widest = rows.iter().map(|row| row.label.width().min(LABEL)).max();
        let widest = widest.unwrap_or_default();
        for row in rows {
            self.row(row, widest, block.pages());
        }
        if let Some(sureness) = block.doubt {
            let doubt =
                format!("recognised by its likeness ({sureness:.2}): see whether it is the same");
            let doubt = self.paint(Look::Late, &doubt);
            self.line(&format!("      {doubt}"));
        }
    }

    /// A change below its measure; the pages only where they are not those of the heading.
    fn row(&mut self, row: &Row<'_>, widest: usize, pages: &str) {
        let label = self.paint(Look::Dim, &padded(&row.label, widest));
        let indent = " ".repeat(6 + widest + 2);
        let pages = row.own_pages(pages);
        let tail = self.tail(row, pages);
        let body = self.body(&row.body, &indent);
        self.line(&format!("      {label}  {body}{tail}"));
    }

    /// Hint, note, weight and pages behind a change.
    fn tail(&self, row: &Row<'_>, pages: &str) -> String {
        let mut out = String::new();
        let mut put = |look, text: &str| {
            if !text.is_empty() {
                out += "  ";
                out += &self.paint(look, text);
            }
        };
        put(look(row.tone), row.hint.unwrap_or_default());
        if let Some(note) = row.note() {
            put(Look::Dim, &format!("({note})"));
        }
        put(Look::Dim, pages);
        out
    }

    fn body(&self, body: &Body<'_>, indent: &str) -> String {
        match body {
            Body::Words(pieces) => self.words(pieces),
            Body::Both(old, new) => {
                let (old, new) = (one_line(old), one_line(new));
                match old.width() + new.width() > ONE_LINE {
                    false => format!("{old} → {}", self.paint(Look::Bold, &new)),
                    true => {
                        let (old, new) = (
                            self.paint(Look::Bad, &format!("- {old}")),
                            self.paint(Look::Good, &format!("+ {new}")),
                        );
                        format!("{old}\n{indent}{new}")
                    }
                }
            }
            Body::Gone(old) => self.words(&[piece(PieceSide::Old, old)]),
            Body::Came(new) => self.words(&[piece(PieceSide::New, new)]),
            Body::Parts(parts) => self.parts(parts, indent),
            Body::Nothing => String::new(),
        }
    }

    fn parts(&self, parts: &[Of], indent: &str) -> String {
        let one = |of: &Of| {
            let pages = row::pages_of(std::slice::from_ref(of));
            format!("{}  {}", row::name(of), self.paint(Look::Dim, &pages))
        };
        let parts: Vec<String> = parts.iter().map(one).collect();
        parts.join(&format!("\n{indent}"))
    }

    fn words(&self, pieces: &[Piece]) -> String {
        let last = pieces.len().saturating_sub(1);
        let one = |(i, piece): (usize, &Piece)| {
            let text = one_line(&piece.text);
            match (piece.side, self.color) {
                (PieceSide::Both, _) => shortened(&text, i > 0, i < last),
                (PieceSide::Old, true) => self.paint(Look::Old, &text),
                (PieceSide::New, true) => self.paint(Look::New, &text),
                (PieceSide::Old, false) => format!("[-{text}-]"),
                (PieceSide::New, false) => format!("{{+{text}+}}"),
            }
        };
        pieces.iter().enumerate().map(one).collect()
    }

    fn lots(&mut self, comparison: &Comparison, weight: Weight, lots: &[Lot<'_>]) {
        let all = head::number_of(comparison, weight);
        if all == 0 {
            return;
        }
        self.heading(&wording::weight(weight).to_uppercase());
        let shown: usize = lots.iter().flat_map(|l| &l.entries).map(|e| e.times).sum();
        for lot in lots {
            self.lot(lot);
        }
        if let Some(above @ 1..) = all.checked_sub(shown) {
            let above = self.paint(Look::Dim, &format!("{above} above, with their measures"));
            self.line(&format!("  {above}"));
        }
    }

    fn lot(&mut self, lot: &Lot<'_>) {
        let times: usize = lot.entries.iter().map(|e| e.times).sum();
        let name = wording::kind_name(lot.kind);
        self.line(&format!("  {name} ({times})"));
        for entry in &lot.entries {
            self.entry(entry);
        }
    }

    fn entry(&mut self, entry: &Entry<'_>) {
        let row = &entry.row;
        let what = match entry.title() {
            Some(title) => title,
            None => format!("{} times", entry.times),
        };
        let label = self.paint(Look::Dim, &row.label);
        let body = self.body(&row.body, "        ");
        let tail = self.tail(row, &row.pages);
        self.line(&format!("    {what}  {label}  {body}{tail}"));
    }

    fn count_clerical(&mut self, comparison: &Comparison) {
        let n = comparison.summary.clerical;
        if n > 0 {
            let changes = wording::count(n, "clerical change", "clerical changes");
            let note = format!("{changes} not listed: `--clerical` lists them");
            let note = self.paint(Look::Dim, &note);
            self.line("");
            self.line(&note);
        }
    }
}

fn piece(side: PieceSide, text: &str) -> Piece {
    Piece {
        side,
        text: text.to_owned(),
    }
}

/// What did not change, as far as it stands near what did.
fn shortened(text: &str, change_before: bool, change_behind: bool) -> String {
    if text.width() <= 2 * AROUND + 1 {
        return text.to_owned();
    }
    let take = |chars: &mut dyn Iterator<Item = char>| {
        let mut width = 0;
        let near = chars.take_while(|c| {
            width += unicode_width::UnicodeWidthChar::width(*c).unwrap_or(0);
            width <= AROUND
        });
        near.collect::<String>()
    };
    let begin = match change_before {
        true => take(&mut text.chars()),
        false => String::new(),
    };
    let end: String = match change_behind {
        true => take(&mut text.chars().rev()).chars().rev().collect(),
        false => String::new(),
    };
    format!("{begin}…{end}")
}
