//! Sections, footnotes, readings and findings.

use super::{BY_POSITION, OF_DOCUMENT, PLACE, Relation, columns, with_place};
use crate::document::{Footnote, Ruby, Section};
use crate::finding::{Finding, Severity};

columns!(SECTION, fn section(of: (usize, &'d Section)) {
    position: Integer filled, "Its place in the document, from 0" => of.0;
    level: Integer required, "Depth of the heading, from 1; 0 for text before the first" => of.1.level;
    number: Text, "Number of the heading as printed" => &of.1.number;
    heading: Text, "Heading" => &of.1.heading;
    period_text: Text, "Period that the heading names, as printed" => of.1.period.as_ref().map(|p| &p.text);
    period_start: Integer, "First fiscal year of it, Gregorian" => of.1.period.as_ref().and_then(|p| p.start);
    period_end: Integer, "Last fiscal year of it" => of.1.period.as_ref().and_then(|p| p.end);
    text: Text required, "Text, a paragraph a line" => &of.1.text;
    page: Integer required, "Page it begins on" => of.1.page;
});

pub(super) const SECTIONS: Relation = Relation {
    name: "sections",
    title: "Sections (本文)",
    about: "Running text under a heading.",
    key: BY_POSITION,
    foreign_keys: &[OF_DOCUMENT],
    own: SECTION,
    place: PLACE,
    rows: |of| {
        let all = of.sections.iter().enumerate();
        Box::new(all.map(|(n, s)| with_place(section((n, s)), &s.at)))
    },
};

columns!(FOOTNOTE, fn footnote(of: (usize, &'d Footnote)) {
    position: Integer filled, "Its place in the document, from 0" => of.0;
    term: Text required, "Term that it explains" => &of.1.term;
    text: Text required, "Explanation" => &of.1.text;
    raw: Text required, "All of it as printed" => &of.1.raw;
    page: Integer required, "Page it stands on" => of.1.page;
});

pub(super) const FOOTNOTES: Relation = Relation {
    name: "footnotes",
    title: "Footnotes (注釈)",
    about: "A footnote; the cells that carry its mark are in `places`.",
    key: BY_POSITION,
    foreign_keys: &[OF_DOCUMENT],
    own: FOOTNOTE,
    place: PLACE,
    rows: |of| {
        let all = of.footnotes.iter().enumerate();
        Box::new(all.map(|(n, f)| with_place(footnote((n, f)), &f.at)))
    },
};

columns!(READING, fn reading(of: (usize, &'d Ruby)) {
    position: Integer filled, "Its place in the document, from 0" => of.0;
    base: Text required, "The ideographs" => &of.1.base;
    reading: Text required, "How to read them, in kana" => &of.1.text;
    page: Integer required, "Page it stands on" => of.1.page;
});

pub(super) const RUBY: Relation = Relation {
    name: "ruby",
    title: "Readings (ルビ)",
    about: "A reading set over or beside ideographs; it is no part of any text.",
    key: BY_POSITION,
    foreign_keys: &[OF_DOCUMENT],
    own: READING,
    place: PLACE,
    rows: |of| {
        let all = of.ruby.iter().enumerate();
        Box::new(all.map(|(n, r)| with_place(reading((n, r)), &r.at)))
    },
};

columns!(FINDING, fn finding(of: (usize, &'d Finding)) {
    position: Integer filled, "Its place in the document, from 0" => of.0;
    code: Text required, "Which kind of finding" => &of.1.code;
    severity: Text required, "`info`, `warning` or `error`" => severity(of.1.severity);
    message: Text required, "What was found, with the values" => &of.1.message;
    help: Text required, "What can be done about it" => &of.1.help;
    page: Integer, "Page, where it has one" => of.1.at.first().map(|a| a.page);
});

pub(super) const FINDINGS: Relation = Relation {
    name: "findings",
    title: "Findings (要確認)",
    about: "Something a person must know: an unknown mark, a total that does not add up.",
    key: BY_POSITION,
    foreign_keys: &[OF_DOCUMENT],
    own: FINDING,
    place: PLACE,
    rows: |of| {
        let all = of.findings.iter().enumerate();
        Box::new(all.map(|(n, f)| with_place(finding((n, f)), &f.at)))
    },
};

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}
