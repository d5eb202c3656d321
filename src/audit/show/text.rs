//! An audit on a terminal, with or without colours.

use super::{Options, words};
use crate::audit::difference::{Difference, Kind};
use crate::audit::report::{Audited, Report, Verdict};
use crate::edition::PieceSide;
use crate::edition::show::clean::one_line;
use crate::edition::words::words as pieces;
use unicode_width::UnicodeWidthStr;

/// How a piece of text looks (SGR).
#[derive(Clone, Copy)]
enum Look {
    Bold,
    Dim,
    Good,
    Bad,
    Late,
}

struct Text {
    out: String,
    color: bool,
}

/// An audit as text.
pub fn text(report: &Report, options: &Options) -> String {
    let mut out = Text {
        out: String::new(),
        color: options.color,
    };
    out.head(report);
    if !options.summary {
        for fixture in &report.fixtures {
            out.fixture(fixture, options);
        }
    }
    for (name, rows) in words::tables(report) {
        out.table(name, &rows);
    }
    out.out
}

impl Text {
    fn paint(&self, look: Look, text: &str) -> String {
        let sgr = match look {
            Look::Bold => "1",
            Look::Dim => "2",
            Look::Good => "32",
            Look::Bad => "31",
            Look::Late => "33",
        };
        match self.color && !text.is_empty() {
            true => format!("\u{1b}[{sgr}m{text}\u{1b}[0m"),
            false => text.to_owned(),
        }
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn head(&mut self, report: &Report) {
        let line = self.paint(of_verdict(report.verdict), &words::headline(report));
        self.line(&line);
        if let Some(line) = words::account(report) {
            let line = self.paint(Look::Dim, &line);
            self.line(&format!("  {line}"));
        }
        for fault in &report.files {
            let message = self.paint(Look::Bad, &one_line(&fault.message));
            self.line(&format!("  {message}"));
            self.line(&format!("    help: {}", one_line(&fault.help)));
        }
        for line in words::unreviewed(report) {
            let line = self.paint(Look::Late, &one_line(&line));
            self.line(&format!("  {line}"));
        }
    }

    fn fixture(&mut self, fixture: &Audited, options: &Options) {
        let is_shown = |d: &&Difference| options.print || d.kind != Kind::Print;
        let shown: Vec<&Difference> = fixture.differences.iter().filter(is_shown).collect();
        let is_silent = shown.is_empty() && fixture.expected.is_empty();
        if is_silent && fixture.failure.is_none() && fixture.below.is_empty() {
            return;
        }
        self.line("");
        let name = self.paint(Look::Bold, &one_line(&fixture.name));
        let verdict = self.paint(of_verdict(fixture.verdict), words::verdict(fixture.verdict));
        let rule = fixture.rule.as_deref().unwrap_or("no rule");
        let rule = format!("{} by {rule}", fixture.pdf);
        let rule = self.paint(Look::Dim, &one_line(&rule));
        self.line(&format!("{name}  {verdict}  {rule}"));
        if let Some(failure) = &fixture.failure {
            let failure = self.paint(Look::Bad, &one_line(failure));
            self.line(&format!("  {failure}"));
        }
        for (of, differences) in words::by_owner(shown.into_iter()) {
            let owner = self.paint(Look::Bold, &one_line(&words::owner(of)));
            self.line(&format!("  {owner}"));
            let widest = differences
                .iter()
                .map(|d| d.field.width())
                .max()
                .unwrap_or_default();
            for difference in differences {
                self.difference(difference, widest.min(24));
            }
        }
        for outcome in &fixture.expected {
            let line = self.paint(Look::Late, &one_line(&words::outcome(outcome)));
            self.line(&format!("  {line}"));
        }
        if !fixture.below.is_empty() {
            let below = self.paint(Look::Dim, &one_line(&fixture.below.join(" · ")));
            self.line(&format!("  {below}"));
        }
    }

    fn difference(&mut self, difference: &Difference, widest: usize) {
        let look = match difference.kind {
            _ if difference.expected_failure => Look::Late,
            Kind::Print => Look::Dim,
            _ => Look::Bad,
        };
        let sign = self.paint(look, words::sign(difference.kind));
        let missing = widest.saturating_sub(difference.field.width());
        let field = format!("{}{}", one_line(&difference.field), " ".repeat(missing));
        let place = words::place(&difference.at, difference.located);
        let place = self.paint(Look::Dim, &place);
        let known = if difference.expected_failure {
            "  known"
        } else {
            ""
        };
        let known = self.paint(Look::Late, known);
        let values = self.values(difference);
        self.line(&format!("    {sign} {field}  {values}  {place}{known}"));
    }

    /// Both values; the differing part of long ones is marked.
    fn values(&self, difference: &Difference) -> String {
        let clean = |text: &Option<String>| text.as_deref().map(|t| one_line(t).into_owned());
        match (clean(&difference.expected), clean(&difference.found)) {
            (Some(a), None) => format!(
                "expected {}, found nothing",
                self.paint(Look::Good, &quoted(&a))
            ),
            (None, Some(b)) => format!(
                "found {}, expected nothing",
                self.paint(Look::Bad, &quoted(&b))
            ),
            (Some(a), Some(b)) if a.width() + b.width() > 60 => self.marked(&a, &b),
            (Some(a), Some(b)) => {
                let (a, b) = (quoted(&a), quoted(&b));
                let (a, b) = (self.paint(Look::Good, &a), self.paint(Look::Bad, &b));
                format!("expected {a}, found {b}")
            }
            (None, None) => String::new(),
        }
    }

    fn marked(&self, expected: &str, found: &str) -> String {
        let pieces = pieces(expected, found);
        let last = pieces.len().saturating_sub(1);
        let one = |(i, piece): (usize, &crate::edition::Piece)| match piece.side {
            PieceSide::Both => shortened(&piece.text, i > 0, i < last),
            PieceSide::Old => self.paint(Look::Good, &format!("[-{}-]", piece.text)),
            PieceSide::New => self.paint(Look::Bad, &format!("{{+{}+}}", piece.text)),
        };
        pieces.iter().enumerate().map(one).collect()
    }

    fn table(&mut self, name: &str, rows: &[[String; 7]]) {
        let mut head = words::HEAD.map(str::to_owned);
        head[0] = name.to_owned();
        let all = || std::iter::once(&head).chain(rows);
        let width = |column: usize| {
            all()
                .map(|row| row[column].width())
                .max()
                .unwrap_or_default()
        };
        let widths: [usize; 7] = std::array::from_fn(width);
        let line = |row: &[String; 7]| {
            let cells = row
                .iter()
                .zip(widths)
                .enumerate()
                .map(|(i, (cell, width))| {
                    let space = " ".repeat(width.saturating_sub(cell.width()));
                    if i == 0 {
                        format!("{cell}{space}")
                    } else {
                        format!("{space}{cell}")
                    }
                });
            cells.collect::<Vec<_>>().join("  ")
        };
        self.line("");
        let head = self.paint(Look::Dim, &line(&head));
        self.line(&head);
        rows.iter().for_each(|row| self.line(&one_line(&line(row))));
    }
}

fn of_verdict(verdict: Verdict) -> Look {
    match verdict {
        Verdict::Passed => Look::Good,
        Verdict::KnownFailures => Look::Late,
        Verdict::Failed => Look::Bad,
    }
}

fn quoted(text: &str) -> String {
    format!("`{text}`")
}

/// How much of what did not change is shown on either side of what did, in characters.
const AROUND: usize = 12;

/// What did not change, as far as it stands near what did.
fn shortened(text: &str, change_before: bool, change_behind: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= 2 * AROUND + 1 {
        return text.to_owned();
    }
    let begin: String = chars[..AROUND].iter().filter(|_| change_before).collect();
    let end: String = chars[chars.len() - AROUND..]
        .iter()
        .filter(|_| change_behind)
        .collect();
    format!("{begin}…{end}")
}
