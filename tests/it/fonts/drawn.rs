//! Form XObjects (ISO 32000-2, 8.10), and text that is drawn several times over.

use super::doc::{Doc, assert_at, glyph, show, stream, visible};
use keikaku::pdf::{Hidden, Page};

const FONT: &str = "/Type /XObject /Subtype /Form /Resources << /Font << /F 10 0 R >> >>";

/// A page with the form `/X`.
fn with_form(content: &str, entries: &str, form: &str) -> Page {
    Doc::new(content)
        .resources("/XObject << /X 20 0 R >>")
        .stream(20, &format!("{FONT} {entries}"), form)
        .read()
}

const TEXT: &str = "BT /F 10 Tf 20 30 Td (A) Tj ET";

#[test]
fn the_matrix_of_a_form() {
    let entries = "/BBox [0 0 100 100] /Matrix [1 0 0 1 100 50]";
    assert_at(&with_form("/X Do", entries, TEXT), "A", 120.0, 220.0);
}

#[test]
fn the_matrix_of_a_form_comes_before_that_of_the_page() {
    let entries = "/BBox [0 0 100 100] /Matrix [1 0 0 1 5 5]";
    let page = with_form("q 2 0 0 2 10 10 cm /X Do Q", entries, TEXT);
    assert_at(&page, "A", 60.0, 220.0);
    assert!((glyph(&page, "A").size - 20.0).abs() < 0.01);
}

#[test]
fn forms_in_forms() {
    let outer = "/BBox [0 0 400 300] /Matrix [1 0 0 1 100 0] /Type /XObject /Subtype /Form \
                 /Resources << /XObject << /Y 21 0 R >> >>";
    let inner = format!("{FONT} /BBox [0 0 400 300] /Matrix [1 0 0 1 0 100]");
    let page = Doc::new("/X Do")
        .resources("/XObject << /X 20 0 R >>")
        .stream(20, outer, "2 0 0 2 0 0 cm /Y Do")
        .stream(21, &inner, TEXT)
        .read();
    assert_at(&page, "A", 140.0, 40.0);
}

#[test]
fn the_box_of_a_form_clips() {
    let form = "BT /F 10 Tf 20 30 Td (A) Tj 100 0 Td (B) Tj ET";
    let entries = "/BBox [0 0 100 100] /Matrix [1 0 0 1 50 0]";
    let page = with_form("/X Do BT /F 10 Tf 300 30 Td (C) Tj ET", entries, form);
    assert_eq!(visible(&page), "AC");
    assert_eq!(glyph(&page, "B").hidden, Some(Hidden::Clipped));
}

#[test]
fn a_form_leaves_the_state_of_the_page_alone() {
    let form = "q q /F 30 Tf 3 Tr 9 Tc 1 g 2 0 0 2 0 0 cm 0 0 1 1 re W n";
    let content = "/F 10 Tf /X Do BT 50 200 Td (AB) Tj ET";
    let page = with_form(content, "/BBox [0 0 400 300]", form);
    assert_eq!(visible(&page), "AB");
    assert_at(&page, "B", 55.0, 100.0);
}

#[test]
fn a_form_cannot_restore_what_the_page_has_saved() {
    let content = "q 1 0 0 1 50 0 cm /X Do BT /F 10 Tf 0 200 Td (A) Tj ET Q";
    let page = with_form(content, "/BBox [0 0 400 300]", "Q Q Q");
    assert_at(&page, "A", 50.0, 100.0);
}

#[test]
fn a_form_begins_with_the_state_of_the_page() {
    let content = "/F 10 Tf 2 Tc /X Do";
    let page = with_form(content, "/BBox [0 0 400 300]", "BT 20 30 Td (AB) Tj ET");
    assert_at(&page, "B", 27.0, 270.0);
}

/// 7.8.3: a form without resources uses those of the page.
#[test]
fn a_form_without_resources() {
    let page = Doc::new("/X Do")
        .resources("/XObject << /X 20 0 R >>")
        .object(20, stream("/Subtype /Form /BBox [0 0 400 300]", TEXT))
        .read();
    assert_eq!(visible(&page), "A");
}

#[test]
fn a_form_is_there_as_often_as_it_is_drawn() {
    let content = "/X Do q 1 0 0 1 100 0 cm /X Do Q q 1 0 0 1 0 100 cm /X Do Q";
    let page = with_form(content, "/BBox [0 0 400 300]", TEXT);
    assert_eq!(visible(&page), "AAA");
}

#[test]
fn a_form_that_is_not_there_is_reported() {
    let page = Doc::new(format!("/X Do {}", show("41"))).read();
    assert_eq!(visible(&page), "A");
    assert!(!page.notes.is_empty());
}

/// The text of a page in ten points.
fn text(content: &str) -> String {
    Doc::new(content).text()
}

#[test]
fn twice_for_a_bold_look() {
    let shifted = "BT /F 10 Tf 50 200 Td (AB) Tj .3 0 Td (AB) Tj ET";
    assert_eq!(text(shifted), "AB");
    let up = "BT /F 10 Tf 50 200 Td (AB) Tj 0 .3 Td (AB) Tj ET";
    assert_eq!(text(up), "AB");
}

#[test]
fn glyph_by_glyph_for_a_bold_look() {
    let content = "BT /F 10 Tf 1 0 0 1 50 200 Tm (A) Tj 1 0 0 1 50.3 200 Tm (A) Tj \
                   1 0 0 1 55 200 Tm (B) Tj 1 0 0 1 55.3 200 Tm (B) Tj ET";
    assert_eq!(text(content), "AB");
}

#[test]
fn four_times_for_a_bold_look() {
    let moves = ["", ".2 0 Td", "0 .2 Td", "-.2 0 Td"];
    let shown: String = moves.iter().map(|m| format!("{m} (AB) Tj ")).collect();
    assert_eq!(text(&format!("BT /F 10 Tf 50 200 Td {shown} ET")), "AB");
}

#[test]
fn filled_and_stroked_for_a_bold_look() {
    assert_eq!(text("BT /F 10 Tf 2 Tr .3 w 50 200 Td (AB) Tj ET"), "AB");
    let outlined = "BT /F 10 Tf 1 G 1 Tr 50 200 Td (AB) Tj ET BT 0 Tr 50 200 Td (AB) Tj ET";
    assert_eq!(text(outlined), "AB");
}

#[test]
fn a_shadow_is_no_text_of_its_own() {
    let content = "BT /F 20 Tf .7 g 51 199 Td (AB) Tj ET BT 0 g 50 200 Td (AB) Tj ET";
    let page = Doc::new(content).read();
    assert_eq!(visible(&page), "AB");
    let shown = page.glyphs.iter().find(|g| g.hidden.is_none()).unwrap();
    assert!((shown.origin.x - 50.0).abs() < 0.01, "the one on top");
}

#[test]
fn an_invisible_copy_does_not_hide_the_visible_one() {
    let copy = "BT /F 10 Tf 3 Tr 50 200 Td (AB) Tj ET";
    let shown = "BT /F 10 Tf 0 Tr 50 200 Td (AB) Tj ET";
    assert_eq!(text(&format!("{copy} {shown}")), "AB");
    assert_eq!(text(&format!("{shown} {copy}")), "AB");
}

#[test]
fn neighbours_that_say_the_same_are_two() {
    assert_eq!(text(&show("3131")), "11");
    let repeated = Doc::new(show("81588158")).composite("/90ms-RKSJ-H");
    assert_eq!(repeated.text(), "々々");
}

/// `l` of a condensed font: 0.13 em wide.
#[test]
fn narrow_neighbours_are_two() {
    let narrow = |width: u32| {
        let widths = super::doc::widths(width);
        let font = format!("/Subtype /Type1 /BaseFont /T /Encoding /WinAnsiEncoding {widths}");
        Doc::new(show("6C6C6C31")).font(&font).text()
    };
    assert_eq!(narrow(222), "lll1");
    assert_eq!(narrow(130), "lll1");
}

#[test]
fn lines_that_say_the_same_are_two() {
    assert_eq!(text("BT /F 10 Tf 50 200 Td 9 TL (A) Tj (A) ' ET"), "AA");
}
