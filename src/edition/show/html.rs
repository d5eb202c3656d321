//! A comparison as one page for a browser. All texts go through [`escaped`].

use super::clean::one_line;
use super::outline::{Block, Entry, Group, Lot, Outline, Sign};
use super::page;
use super::row::{self, Body, Row};
use super::wording::{self, Tone};
use super::{Options, head};
use crate::edition::{Comparison, Direction, Of, Piece, PieceSide, Side, Subject, Weight};
use crate::finding::Severity;
use crate::language::Language;
use std::collections::HashSet;

/// A text of this many characters or more stands side by side with what became of it.
const LONG: usize = 48;
/// As many entries or fewer of routine changes are listed openly.
const OPEN: usize = 40;

/// A comparison as a page of its own: no other file, no network.
pub fn html(comparison: &Comparison, options: &Options) -> String {
    let outline = Outline::of(comparison, &options.places);
    let mut page = Page::default();
    page.head(comparison);
    page.tools(comparison);
    page.out += "<div class=\"columns\">\n";
    let contents = page.out.len();
    page.out += "<main>\n";
    page.matter(&outline);
    page.lots(comparison, Weight::Routine, &outline.routine, false);
    let clerical = options.clerical;
    page.lots(comparison, Weight::Clerical, &outline.clerical, clerical);
    page.findings(comparison, options.language);
    page.out +=
        "<p id=\"none\" class=\"none\" hidden>Nothing here fits the filter.</p>\n</main>\n</div>\n";
    let list = page.contents();
    page.out.insert_str(contents, &list);
    page::whole(&escaped(&head::title(comparison)), &page.out)
}

/// A text that means itself, in content and in attributes.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            c if super::clean::steers(c) => out += &c.escape_unicode().to_string(),
            c => out.push(c),
        }
    }
    out
}

/// A text of a plan, in its language.
fn ja(text: &str) -> String {
    format!("<span lang=\"ja\">{}</span>", escaped(text))
}

#[derive(Default)]
struct Page {
    out: String,
    /// Anchors that are taken.
    anchors: HashSet<String>,
    /// Anchor, heading and number of blocks of each part.
    parts: Vec<(String, String, usize)>,
}

impl Page {
    fn head(&mut self, comparison: &Comparison) {
        let title = escaped(&head::title(comparison));
        self.out += "<header class=\"top\">\n<p class=\"eyebrow\">Comparison of two editions</p>\n";
        self.out += &format!("<h1 lang=\"ja\">{title}</h1>\n<div class=\"editions\">\n");
        self.side("Old", &comparison.old);
        self.out += "<span class=\"arrow\" aria-hidden=\"true\">→</span>\n";
        self.side("New", &comparison.new);
        self.out += "</div>\n";
        let numbers = &comparison.summary;
        let items = comparison.new.items;
        self.out += "<dl class=\"numbers\">\n";
        for (class, number, name) in [
            (
                "substantive",
                numbers.substantive.to_string(),
                "changes that matter",
            ),
            ("routine", numbers.routine.to_string(), "routine"),
            ("clerical", numbers.clerical.to_string(), "clerical"),
            (
                "same",
                numbers.unchanged_items.to_string(),
                &format!("of {items} items unchanged"),
            ),
        ] {
            self.out +=
                &format!("<div class=\"number {class}\"><dt>{name}</dt><dd>{number}</dd></div>\n");
        }
        self.out += "</dl>\n</header>\n";
        if comparison.changes.is_empty() {
            self.out += "<p class=\"none\">Both editions say the same.</p>\n";
        }
    }

    fn side(&mut self, name: &str, side: &Side) {
        self.out += &format!("<section class=\"edition\">\n<h2>{name}</h2>\n<dl>\n");
        for (name, fact) in head::facts(side) {
            self.out += &format!("<dt>{name}</dt><dd lang=\"ja\">{}</dd>\n", escaped(&fact));
        }
        self.out += &format!("<dt>holds</dt><dd>{}</dd>\n", head::size(side));
        self.out += "</dl>\n</section>\n";
    }

    /// The tiles by kind, which filter, and the search box.
    fn tools(&mut self, comparison: &Comparison) {
        if comparison.changes.is_empty() {
            return;
        }
        self.out += "<section class=\"tools\" aria-label=\"Filter\">\n<div class=\"tiles\" role=\"group\" aria-label=\"Kinds of changes\">\n";
        for (name, direction) in [
            ("progress", Direction::Progress),
            ("setback", Direction::Setback),
            ("later", Direction::Later),
        ] {
            let all = comparison.changes.iter();
            let n = all.filter(|c| c.direction == Some(direction)).count();
            let tone = wording::direction(direction).1;
            if n > 0 {
                self.tile("tone", tone.class(), name, n);
            }
        }
        for (kind, name, numbers) in head::Counts::of(comparison).rows() {
            self.tile(
                "kind",
                &slug(wording::kind_name(kind)),
                name,
                numbers.iter().sum(),
            );
        }
        self.out += "</div>\n</section>\n<p class=\"search\"><label for=\"search\">Search</label> <input id=\"search\" type=\"search\" placeholder=\"number, title, text …\" autocomplete=\"off\"> <button type=\"button\" id=\"reset\">Show all</button> <span id=\"found\" role=\"status\"></span></p>\n";
    }

    fn tile(&mut self, by: &str, value: &str, name: &str, n: usize) {
        let class = if by == "tone" { value } else { "kind" };
        self.out += &format!(
            "<button type=\"button\" class=\"tile {class}\" data-{by}=\"{value}\" aria-pressed=\"false\"><b>{n}</b> {name}</button>\n"
        );
    }

    /// The list of what is on the page.
    fn contents(&self) -> String {
        if self.parts.is_empty() {
            return String::new();
        }
        let mut out = "<nav class=\"contents\" aria-label=\"Contents\">\n<ol>\n".to_owned();
        for (anchor, title, n) in &self.parts {
            out += &format!(
                "<li><a href=\"#{anchor}\"><span lang=\"ja\">{title}</span> <b>{n}</b></a></li>\n"
            );
        }
        out + "</ol>\n</nav>\n"
    }

    /// An anchor that no other thing has.
    fn anchor(&mut self, name: &str) -> String {
        let plain = slug(name);
        let mut anchor = plain.clone();
        let mut n = 1;
        while !self.anchors.insert(anchor.clone()) {
            n += 1;
            anchor = format!("{plain}-{n}");
        }
        anchor
    }

    fn title(&mut self, weight: Weight, all: usize) {
        let (title, note) = (wording::weight(weight), wording::weight_note(weight));
        let id = wording::weight_word(weight);
        self.anchors.insert(id.to_owned());
        self.out += &format!(
            "<h2 id=\"{id}\">{title} <span class=\"n\">{all}</span></h2>\n<p class=\"note\">{note}</p>\n"
        );
    }

    fn matter(&mut self, outline: &Outline<'_>) {
        if outline.groups.is_empty() {
            return;
        }
        let blocks = outline.groups.iter().flat_map(|g| &g.blocks);
        let rows = blocks.flat_map(|b| &b.rows);
        let all = rows
            .filter(|r| r.change.weight == Weight::Substantive)
            .count();
        self.out += "<section class=\"matter\">\n";
        self.title(Weight::Substantive, all);
        for group in &outline.groups {
            self.group(group);
        }
        self.out += "</section>\n";
    }

    fn group(&mut self, group: &Group<'_>) {
        let title = escaped(&group.title());
        let anchor = self.anchor(&format!("part-{}", group.title()));
        self.out +=
            &format!("<section class=\"group\">\n<h3 id=\"{anchor}\" lang=\"ja\">{title}</h3>\n");
        self.parts.push((anchor, title, group.blocks.len()));
        for block in &group.blocks {
            self.block(block);
        }
        self.out += "</section>\n";
    }

    fn block(&mut self, block: &Block<'_>) {
        let (class, badge) = match block.sign {
            Sign::Came => ("came", "<span class=\"badge good\">added</span> "),
            Sign::Went => ("went", "<span class=\"badge bad\">removed</span> "),
            Sign::Stays => ("stays", ""),
        };
        let anchor = self.anchor(&format!("change-{}", block.of.id));
        let (title, pages) = (escaped(&block.of.title), escaped(block.pages()));
        let subject = block.rows.first().map(|row| row.change.subject);
        let number = match subject {
            Some(Subject::Legend) => Some(block.of.id.as_str()),
            _ => block.of.number.as_deref(),
        };
        let number = number.unwrap_or_default();
        let number = match number.is_empty() {
            true => String::new(),
            false => format!("<span class=\"num\">{}</span> ", escaped(number)),
        };
        let alone = match block.telling().next() {
            // the row that only says what the badge says keeps its kind for the filter
            None => " data-alone",
            Some(_) => "",
        };
        self.out += &format!(
            "<article class=\"block {class}\" id=\"{anchor}\"{alone}>\n<h4>{badge}<a class=\"self\" href=\"#{anchor}\" lang=\"ja\">{number}{title}</a> <span class=\"pages\">{pages}</span></h4>\n"
        );
        if let Some(sureness) = block.doubt {
            self.out += &format!(
                "<p class=\"doubt\">Recognised by its likeness ({sureness:.2}): see whether it is the same.</p>\n"
            );
        }
        self.out += "<ul class=\"rows\">\n";
        for row in &block.rows {
            self.row(row, block.pages());
        }
        self.out += "</ul>\n</article>\n";
    }

    fn row(&mut self, row: &Row<'_>, pages: &str) {
        let pages = row.own_pages(pages);
        let (attributes, label) = (attributes(row), escaped(&row.label));
        self.out += &format!(
            "<li {attributes}><span class=\"label\" lang=\"ja\">{label}</span> <div class=\"what\">{}{}</div></li>\n",
            body(&row.body),
            tail(row, pages)
        );
    }

    /// Changes of one weight, by kind.
    fn lots(&mut self, comparison: &Comparison, weight: Weight, lots: &[Lot<'_>], open: bool) {
        if lots.is_empty() {
            return;
        }
        let word = wording::weight_word(weight);
        self.out += &format!("<section class=\"lots {word}\">\n");
        self.title(weight, head::number_of(comparison, weight));
        let (title, entries) = (wording::weight(weight).to_owned(), lots.iter());
        let n = entries.flat_map(|l| &l.entries).map(|e| e.times).sum();
        self.parts.push((word.to_owned(), title, n));
        for lot in lots {
            let few = weight == Weight::Routine && lot.entries.len() <= OPEN;
            self.lot(lot, open || few);
        }
        self.out += "</section>\n";
    }

    fn lot(&mut self, lot: &Lot<'_>, open: bool) {
        let open = if open { " open" } else { "" };
        let name = wording::kind_name(lot.kind);
        let times: usize = lot.entries.iter().map(|e| e.times).sum();
        self.out += &format!(
            "<details{open}>\n<summary>{name} <span class=\"n\">{times}</span></summary>\n<table>\n<thead><tr><th scope=\"col\">what</th><th scope=\"col\">part</th><th scope=\"col\">change</th><th scope=\"col\">page</th></tr></thead>\n<tbody>\n"
        );
        for entry in &lot.entries {
            self.entry(entry);
        }
        self.out += "</tbody>\n</table>\n</details>\n";
    }

    fn entry(&mut self, entry: &Entry<'_>) {
        let what = match entry.title() {
            Some(title) => ja(&title),
            None => format!("{} times", entry.times),
        };
        let row = &entry.row;
        let (label, pages) = (ja(&row.label), escaped(&row.pages));
        self.out += &format!(
            "<tr {}><td>{what}</td><td>{label}</td><td>{}{}</td><td class=\"pages\">{pages}</td></tr>\n",
            attributes(row),
            body(&row.body),
            tail(row, "")
        );
    }

    fn findings(&mut self, comparison: &Comparison, language: Language) {
        let told = comparison.findings.iter();
        let mut told = told.filter(|f| f.severity > Severity::Info).peekable();
        if told.peek().is_none() {
            return;
        }
        self.out += "<section class=\"findings\">\n<h2>";
        self.out += &language.phrase("To be checked");
        self.out += "</h2>\n<ul>\n";
        for (_, worded) in language.findings(told) {
            let (message, help) = (ja(&worded.message), escaped(&worded.help));
            self.out += &format!("<li>{message} <span class=\"help\">{help}</span></li>\n");
        }
        self.out += "</ul>\n</section>\n";
    }
}

/// Letters and digits of any script, the rest as `-`.
fn slug(text: &str) -> String {
    let plain = |c: char| match c.is_alphanumeric() {
        true => c,
        false => '-',
    };
    text.to_lowercase().chars().map(plain).collect()
}

/// By what a row is filtered.
fn attributes(row: &Row<'_>) -> String {
    let kind = slug(wording::kind_name(row.change.kind));
    let weight = wording::weight_word(row.change.weight);
    let tone = row.tone.class();
    format!("class=\"row {weight} {tone}\" data-kind=\"{kind}\" data-tone=\"{tone}\"")
}

/// Hint, note and pages behind a change.
fn tail(row: &Row<'_>, pages: &str) -> String {
    let mut out = String::new();
    if let Some(hint) = row.hint {
        let class = match row.tone {
            Tone::Plain => "badge",
            tone => &format!("badge {}", tone.class()),
        };
        out += &format!(" <span class=\"{class}\">{hint}</span>");
    }
    if let Some(note) = row.note() {
        out += &format!(
            " <span class=\"remark\" lang=\"ja\">{}</span>",
            escaped(&note)
        );
    }
    if !pages.is_empty() {
        out += &format!(" <span class=\"pages\">{}</span>", escaped(pages));
    }
    out
}

fn body(body: &Body<'_>) -> String {
    match body {
        Body::Words(pieces) if length(pieces) >= LONG => sides(
            &side_of(pieces, PieceSide::Old),
            &side_of(pieces, PieceSide::New),
        ),
        Body::Words(pieces) => {
            let words: String = pieces.iter().map(word).collect();
            format!("<span class=\"words\" lang=\"ja\">{words}</span>")
        }
        Body::Both(old, new) if old.chars().count() + new.chars().count() >= LONG => {
            sides(&escaped(old), &escaped(new))
        }
        Body::Both(old, new) => format!(
            "<span class=\"both\" lang=\"ja\"><del>{}</del> <span class=\"to\" aria-label=\"to\">→</span> <ins>{}</ins></span>",
            escaped(&one_line(old)),
            escaped(&one_line(new))
        ),
        Body::Gone(old) => format!("<del class=\"all\" lang=\"ja\">{}</del>", escaped(old)),
        Body::Came(new) => format!("<ins class=\"all\" lang=\"ja\">{}</ins>", escaped(new)),
        Body::Parts(parts) => format!(
            "<ul class=\"parts\">{}</ul>",
            parts.iter().map(part).collect::<String>()
        ),
        Body::Nothing => String::new(),
    }
}

fn part(of: &Of) -> String {
    let (name, pages) = (ja(&row::name(of)), row::pages_of(std::slice::from_ref(of)));
    format!("<li>{name} <span class=\"pages\">{pages}</span></li>")
}

fn sides(old: &str, new: &str) -> String {
    format!(
        "<div class=\"sides\" lang=\"ja\"><div class=\"old\"><span class=\"side\" lang=\"en\">before</span>{old}</div><div class=\"new\"><span class=\"side\" lang=\"en\">after</span>{new}</div></div>"
    )
}

fn length(pieces: &[Piece]) -> usize {
    pieces.iter().map(|p| p.text.chars().count()).sum()
}

/// One of the two texts, with its own pieces marked.
fn side_of(pieces: &[Piece], side: PieceSide) -> String {
    let own = pieces
        .iter()
        .filter(|p| p.side == PieceSide::Both || p.side == side);
    own.map(word).collect()
}

fn word(piece: &Piece) -> String {
    let text = escaped(&piece.text);
    match piece.side {
        PieceSide::Both => text,
        PieceSide::Old => format!("<del>{text}</del>"),
        PieceSide::New => format!("<ins>{text}</ins>"),
    }
}
