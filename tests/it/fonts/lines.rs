//! What comes of the glyphs when they are read as lines.

use super::doc::{Doc, show};
use keikaku::layout::text_lines;
use keikaku::pdf::{Glyph, Page};

/// The lines of a page, glyphs up to two ems apart on one line.
fn lines(page: &Page) -> Vec<String> {
    let glyphs: Vec<&Glyph> = page.glyphs.iter().collect();
    let lines = text_lines(page, &glyphs, 2.0);
    lines.iter().map(|l| l.text.as_str().to_owned()).collect()
}

/// The lines of a page of Shift-JIS text, shown by this content in ten points.
fn japanese(content: &str) -> Vec<String> {
    let content = format!("BT /F 10 Tf 50 200 Td {content} ET");
    lines(&Doc::new(content).composite("/90ms-RKSJ-H").read())
}

#[test]
fn half_width_kana_are_joined_with_their_marks() {
    assert_eq!(japanese("<B6DECADFB1> Tj"), ["ガパア"]);
}

#[test]
fn full_width_kana_are_joined_with_separate_marks() {
    assert_eq!(japanese("<834A814A> Tj"), ["ガ"]);
}

#[test]
fn letters_set_wide_are_a_word() {
    assert_eq!(japanese("10 Tc <8E7396AF8C7689E6> Tj"), ["市民計画"]);
    assert_eq!(japanese("[<8E73> -900 <96AF> -900 <8C76>] TJ"), ["市民計"]);
}

#[test]
fn letters_set_a_little_wide_are_a_word() {
    assert_eq!(japanese("3 Tc <8E7396AF> Tj"), ["市民"]);
}

#[test]
fn a_column_of_upright_glyphs_is_a_line() {
    assert_eq!(
        japanese("10 TL <8E73> Tj <96AF> ' <8C76> ' <89E6> '"),
        ["市民計画"]
    );
}

#[test]
fn vertical_writing_is_a_line() {
    let page = Doc::new(show("8E7396AF8C76"))
        .composite("/90ms-RKSJ-V")
        .read();
    assert_eq!(lines(&page), ["市民計"]);
}

#[test]
fn text_on_its_side_is_a_line() {
    assert_eq!(japanese("0 1 -1 0 100 50 Tm <8E7396AF> Tj"), ["市民"]);
    assert_eq!(japanese("0 -1 1 0 100 250 Tm <8E7396AF> Tj"), ["市民"]);
}

#[test]
fn glyphs_in_any_order_are_read_by_place() {
    let content = "1 0 0 1 70 200 Tm <8C76> Tj 1 0 0 1 50 200 Tm <8E73> Tj \
                   1 0 0 1 60 200 Tm <96AF> Tj";
    assert_eq!(japanese(content), ["市民計"]);
}

/// Word processors write the visible hyphen in a telephone number as U+00AD.
#[test]
fn a_soft_hyphen_that_is_printed_is_a_hyphen() {
    let page = Doc::new(show("310132"))
        .with_to_unicode("1 beginbfchar <01> <00AD> endbfchar")
        .read();
    assert_eq!(lines(&page), ["1-2"]);
}

/// In replacement text it only tells where a word may be broken.
#[test]
fn a_soft_hyphen_in_replacement_text_prints_nothing() {
    let content = format!(
        "/Span <</ActualText<FEFF006100AD0062>>> BDC {} EMC",
        show("7879")
    );
    assert_eq!(lines(&Doc::new(content).read()), ["ab"]);
}

#[test]
fn hidden_text_is_not_read() {
    let content = "BT /F 10 Tf 50 200 Td (A) Tj 3 Tr (B) Tj 0 Tr (C) Tj ET";
    let lines = lines(&Doc::new(content).read());
    assert!(lines.iter().all(|l| !l.contains('B')), "{lines:?}");
}

#[test]
fn radicals_are_read_as_ideographs() {
    let page = Doc::new(show("0102"))
        .with_to_unicode("2 beginbfchar <01> <2F6C> <02> <2EA0> endbfchar")
        .read();
    assert_eq!(lines(&page), ["目民"]);
}

#[test]
fn an_annotation_on_a_line_is_part_of_it() {
    let form = "/Type /XObject /Subtype /Form /BBox [0 0 20 12] \
                /Resources << /Font << /F 10 0 R >> >>";
    let page = Doc::new(show("4142"))
        .page("/Annots [30 0 R]")
        .object(
            30,
            "<< /Type /Annot /Subtype /FreeText /Rect [60 197 80 209] /AP << /N 31 0 R >> >>",
        )
        .stream(31, form, "BT /F 10 Tf 0 3 Td (C) Tj ET")
        .read();
    assert_eq!(lines(&page), ["ABC"]);
}
