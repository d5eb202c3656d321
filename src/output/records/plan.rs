//! The document itself, its legend, and the places that have no other record.

use super::{BY_POSITION, Datum, OF_DOCUMENT, PLACE, Relation, Row, columns, placed, with_place};
use crate::document::{At, Document, LegendEntry};

columns!(DOCUMENT, fn document(of: &'d Document) {
    contract: Text filled, "Version of the contract: `keikaku/1`" => &of.schema;
    file_name: Text required, "Name of the file" => &of.source.file_name;
    sha256: Text required, "SHA-256 of the file, hexadecimal" => &of.source.sha256;
    bytes: Integer required, "Size of the file" => of.source.bytes;
    pages: Integer required, "Number of pages" => of.source.pages;
    producer: Text, "Program that wrote the PDF, as it says itself" => &of.source.producer;
    created: Text, "When the PDF was written, as it says itself" => &of.source.created;
    rule: Text, "Id of the rule file that read it; null when none did" => of.rule.as_ref().map(|r| &r.id);
    rule_version: Integer, "Version of the rule file" => of.rule.as_ref().map(|r| r.version);
    rule_sha256: Text, "SHA-256 of the rule file" => of.rule.as_ref().map(|r| &r.sha256);
    publisher: Text, "Publisher (発行者)" => &of.plan.publisher;
    published: Text, "When the plan was published, as printed" => &of.plan.published;
    period_text: Text, "Period that the plan covers, as printed (計画期間)" => of.plan.period.as_ref().map(|p| &p.text);
    period_start: Integer, "First fiscal year of the period, Gregorian" => of.plan.period.as_ref().and_then(|p| p.start);
    period_end: Integer, "Last fiscal year of the period" => of.plan.period.as_ref().and_then(|p| p.end);
    glyphs: Integer required, "Glyphs on all pages" => of.account.glyphs;
    glyphs_in_cells: Integer required, "Glyphs in cells of tables" => of.account.cell;
    glyphs_in_repeated_headers: Integer required, "Glyphs in header rows that a table repeats on a further page" => of.account.repeated_header;
    glyphs_in_headings: Integer required, "Glyphs in headings of sections" => of.account.heading;
    glyphs_in_text: Integer required, "Glyphs in the running text of sections" => of.account.text;
    glyphs_in_footnotes: Integer required, "Glyphs in footnotes" => of.account.footnote;
    glyphs_in_ruby: Integer required, "Glyphs in readings (ルビ)" => of.account.ruby;
    glyphs_in_furniture: Integer required, "Glyphs in page numbers and running heads, which are left out" => of.account.furniture;
    glyphs_hidden: Integer required, "Glyphs that a reader does not see" => of.account.hidden;
    glyphs_suspect: Integer required, "Glyphs of fonts whose text cannot be true" => of.account.suspect;
    glyphs_space: Integer required, "Glyphs that print nothing" => of.account.space;
    glyphs_lost: Integer required, "Glyphs that are seen, and are nowhere in the document" => of.account.lost;
    glyphs_twice: Integer required, "Glyphs that are in two places of the document" => of.account.twice;
    placed: Number required, "Share of the glyphs that a reader sees that are in exactly one place, in percent, rounded down" => of.account.placed;
});

pub(super) const DOCUMENTS: Relation = Relation {
    name: "documents",
    title: "Documents (計画)",
    about: "One record a PDF: the file, the rule that read it, and the plan.",
    key: &["document"],
    foreign_keys: &[],
    own: DOCUMENT,
    place: &[],
    rows: |of| Box::new(std::iter::once(document(of))),
};

columns!(ENTRY, fn entry(of: (usize, &'d LegendEntry)) {
    position: Integer filled, "Its place in the legend of the document, from 0" => of.0;
    mark: Text required, "Mark as printed (記号)" => &of.1.mark;
    meaning: Text required, "Meaning as printed" => &of.1.meaning;
    code: Text, "Our own word for the meaning, if it is a status" => &of.1.code;
    scope: Text, "Where the entry holds; null for the whole document" => &of.1.scope;
    page: Integer, "Page it was read on; null when the rule file states it" => of.1.at.first().map(|a| a.page);
});

pub(super) const LEGEND: Relation = Relation {
    name: "legend",
    title: "Legend (凡例)",
    about: "What the document says one of its marks means.",
    key: BY_POSITION,
    foreign_keys: &[OF_DOCUMENT],
    own: ENTRY,
    place: PLACE,
    rows: |of| {
        let entries = of.legend.iter().enumerate();
        Box::new(entries.map(|(n, e)| with_place(entry((n, e)), &e.at)))
    },
};

/// A place that does not stand in the record itself.
struct Place<'d> {
    record: &'static str,
    key: Vec<Datum<'d>>,
    role: &'static str,
    at: &'d At,
}

columns!(PLACE_OF, fn place_of(of: (usize, Place<'d>)) {
    position: Integer filled, "Its place in this list, from 0" => of.0;
    relation: Text filled, "Relation of the record that was read here" => of.1.record;
    record_key: List required, "Key of that record without `document`; of `documents`, the column that was read here" => Datum::List(of.1.key);
    role: Text filled, "`read`: part of it was read here; `mark`: its note mark is printed here" => of.1.role;
    page: Integer required, "Page" => of.1.at.page;
});

pub(super) const PLACES: Relation = Relation {
    name: "places",
    title: "Further places (出典位置)",
    about: "Where else a record was read: places behind the first, which stands in the record itself; those of the plan's own facts; and the cells that carry the mark of a footnote.",
    key: BY_POSITION,
    foreign_keys: &[OF_DOCUMENT],
    own: PLACE_OF,
    place: PLACE,
    rows: |of| {
        let numbered = places(of).enumerate();
        Box::new(numbered.map(|(n, place)| {
            let at = place.at;
            let mut row: Row<'_> = place_of((n, place));
            row.extend(placed(Some(at)));
            row
        }))
    },
};

/// The places of a record from the second on.
fn further<'d>(
    record: &'static str,
    key: Vec<Datum<'d>>,
    at: &'d [At],
) -> impl Iterator<Item = Place<'d>> {
    let place = move |at| Place {
        record,
        key: key.clone(),
        role: "read",
        at,
    };
    at.iter().skip(1).map(place)
}

fn places(of: &Document) -> impl Iterator<Item = Place<'_>> {
    let plan = of.plan.at.iter().flat_map(|(name, at)| {
        let place = move |at| Place {
            record: "documents",
            key: vec![Datum::from(name)],
            role: "read",
            at,
        };
        at.iter().map(place)
    });
    let numbered = |n: usize| vec![Datum::from(n)];
    let legend = of.legend.iter().enumerate();
    let sections = of.sections.iter().enumerate();
    let footnotes = of.footnotes.iter().enumerate();
    let ruby = of.ruby.iter().enumerate();
    let findings = of.findings.iter().enumerate();
    let tables = of.tables.iter();
    plan.chain(legend.flat_map(move |(n, e)| further("legend", numbered(n), &e.at)))
        .chain(places_of_items(of))
        .chain(places_of_indicators(of))
        .chain(tables.flat_map(|t| further("tables", vec![Datum::from(&t.id)], &t.at)))
        .chain(sections.flat_map(move |(n, s)| further("sections", numbered(n), &s.at)))
        .chain(footnotes.flat_map(move |(n, f)| {
            let mark = move |at| Place {
                record: "footnotes",
                key: numbered(n),
                role: "mark",
                at,
            };
            further("footnotes", numbered(n), &f.at).chain(f.marked.iter().map(mark))
        }))
        .chain(ruby.flat_map(move |(n, r)| further("ruby", numbered(n), &r.at)))
        .chain(findings.flat_map(move |(n, f)| further("findings", numbered(n), &f.at)))
}

fn places_of_items(of: &Document) -> impl Iterator<Item = Place<'_>> {
    let items = of.items.iter();
    let own = items.flat_map(|i| further("items", vec![Datum::from(&i.id)], &i.at));
    own.chain(places_of_fields(of))
}

fn places_of_indicators(of: &Document) -> impl Iterator<Item = Place<'_>> {
    of.indicators.iter().flat_map(|i| {
        let values = i.values.iter().enumerate().flat_map(|(n, v)| {
            let key = vec![Datum::from(&i.id), Datum::from(n)];
            further("indicator_values", key, &v.at)
        });
        further("indicators", vec![Datum::from(&i.id)], &i.at).chain(values)
    })
}

fn places_of_fields(of: &Document) -> impl Iterator<Item = Place<'_>> {
    super::fields::fields(of)
        .enumerate()
        .filter_map(|(n, field)| Some((n, field.value?)))
        .flat_map(|(n, value)| further("fields", vec![Datum::from(n)], &value.at))
}
