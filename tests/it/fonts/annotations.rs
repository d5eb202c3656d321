//! Annotations show their normal appearance on the page (ISO 32000-2, 12.5.5): its box, transformed
//! by the matrix of the form, is fitted into the rectangle of the annotation.

use super::doc::{Doc, assert_at, glyph, show, stream, visible};
use keikaku::pdf::{Hidden, Page};

const FORM: &str = "/Type /XObject /Subtype /Form /Resources << /Font << /F 10 0 R >> >>";
const RECT: &str = "/Rect [100 100 200 120]";
const AT_5_5: &str = "BT /F 10 Tf 5 5 Td (A) Tj ET";

/// A page with an annotation (object 30) whose normal appearance is object 31.
fn doc(annotation: &str, form: &str, content: &str) -> Doc {
    let annotation = format!("<< /Type /Annot /Subtype {annotation} /AP << /N 31 0 R >> >>");
    Doc::new(show("42"))
        .page("/Annots [30 0 R]")
        .object(30, annotation)
        .stream(31, &format!("{FORM} {form}"), content)
}

/// A free text annotation in the usual rectangle.
fn free_text(form: &str) -> Page {
    doc(&format!("/FreeText {RECT}"), form, AT_5_5).read()
}

#[test]
fn an_appearance_of_the_size_of_its_rectangle() {
    let page = free_text("/BBox [0 0 100 20]");
    assert_eq!(visible(&page), "BA");
    assert_at(&page, "A", 105.0, 195.0);
}

#[test]
fn an_appearance_with_its_box_away_from_the_origin() {
    let page = doc(
        &format!("/FreeText {RECT}"),
        "/BBox [10 10 110 30]",
        "BT /F 10 Tf 15 15 Td (A) Tj ET",
    )
    .read();
    assert_at(&page, "A", 105.0, 195.0);
}

#[test]
fn an_appearance_is_scaled_to_its_rectangle() {
    let page = free_text("/BBox [0 0 50 10]");
    assert_at(&page, "A", 110.0, 190.0);
    assert!((glyph(&page, "A").size - 20.0).abs() < 0.01);
}

#[test]
fn an_appearance_is_scaled_each_way_by_itself() {
    let page = free_text("/BBox [0 0 50 20]");
    assert_at(&page, "A", 110.0, 195.0);
    assert!((glyph(&page, "A").bbox.width() - 10.0).abs() < 0.01);
}

#[test]
fn a_matrix_that_moves_makes_no_difference() {
    let page = free_text("/BBox [0 0 100 20] /Matrix [1 0 0 1 500 500]");
    assert_at(&page, "A", 105.0, 195.0);
}

#[test]
fn a_matrix_that_turns() {
    let page = doc(
        &format!("/FreeText {RECT}"),
        "/BBox [0 0 20 100] /Matrix [0 1 -1 0 0 0]",
        "BT /F 10 Tf 5 10 Td (A) Tj ET",
    )
    .read();
    assert_at(&page, "A", 190.0, 195.0);
    assert_eq!(glyph(&page, "A").rotation, 270);
}

#[test]
fn a_rectangle_with_its_corners_exchanged() {
    let page = doc(
        "/FreeText /Rect [200 120 100 100]",
        "/BBox [0 0 100 20]",
        AT_5_5,
    )
    .read();
    assert_at(&page, "A", 105.0, 195.0);
}

#[test]
fn on_a_turned_page() {
    let doc = doc(&format!("/FreeText {RECT}"), "/BBox [0 0 100 20]", AT_5_5).page("/Rotate 90");
    assert_at(&doc.read(), "A", 105.0, 105.0);
}

#[test]
fn an_appearance_is_clipped_to_its_box() {
    let content = "BT /F 10 Tf 5 5 Td (A) Tj 100 0 Td (C) Tj ET";
    let page = doc(&format!("/FreeText {RECT}"), "/BBox [0 0 100 20]", content).read();
    assert_eq!(visible(&page), "BA");
    assert_eq!(glyph(&page, "C").hidden, Some(Hidden::Clipped));
}

/// Whether an annotation with these entries is seen.
fn seen(annotation: &str) -> bool {
    let page = doc(
        &format!("{annotation} {RECT}"),
        "/BBox [0 0 100 20]",
        AT_5_5,
    )
    .read();
    match visible(&page).as_str() {
        "B" => false,
        "BA" => true,
        other => panic!("{other}"),
    }
}

#[test]
fn stamps_and_widgets() {
    assert!(seen("/Stamp"));
    assert!(seen("/Widget /FT /Tx /V (A)"));
    assert!(seen("/FreeText /Contents (A)"));
    assert!(seen("/Text"));
}

#[test]
fn flags_that_hide() {
    assert!(!seen("/FreeText /F 2"), "hidden");
    assert!(!seen("/FreeText /F 32"), "not for viewing");
    assert!(!seen("/Widget /FT /Tx /F 6"), "hidden, and printed");
}

#[test]
fn flags_that_do_not_hide() {
    assert!(seen("/FreeText /F 4"), "printed");
    assert!(seen("/FreeText /F 1"), "for unknown types only");
    assert!(seen("/FreeText /F 196"), "printed, read-only, locked");
}

#[test]
fn a_popup_is_not_on_the_page() {
    assert!(!seen("/Popup"));
}

#[test]
fn an_annotation_in_optional_content() {
    let doc = doc(
        &format!("/FreeText {RECT} /OC 20 0 R"),
        "/BBox [0 0 100 20]",
        AT_5_5,
    );
    let off = "/OCProperties << /OCGs [20 0 R] /D << /OFF [20 0 R] >> >>";
    let doc = doc.object(20, "<< /Type /OCG /Name (off) >>");
    assert_eq!(visible(&doc.read()), "BA");
    assert_eq!(visible(&doc.catalog(off).read()), "B");
}

/// A check box with the appearances `On` (31, A) and `Off` (32, C).
fn check_box(entries: &str) -> String {
    let annotation = format!(
        "<< /Type /Annot /Subtype /Widget /FT /Btn {RECT} {entries} \
         /AP << /N << /On 31 0 R /Off 32 0 R >> /D 33 0 R >> >>"
    );
    let form = format!("{FORM} /BBox [0 0 100 20]");
    let shown = |text: &str| format!("BT /F 10 Tf 5 5 Td ({text}) Tj ET");
    let doc = Doc::new("")
        .page("/Annots [30 0 R]")
        .object(30, annotation)
        .stream(31, &form, shown("A"))
        .stream(32, &form, shown("C"))
        .stream(33, &form, shown("D"));
    doc.text()
}

#[test]
fn the_appearance_of_the_current_state() {
    assert_eq!(check_box("/AS /On"), "A");
    assert_eq!(check_box("/AS /Off"), "C");
}

#[test]
fn a_state_without_an_appearance_shows_nothing() {
    assert_eq!(check_box("/AS /NoSuch"), "");
    assert_eq!(check_box(""), "");
}

#[test]
fn the_state_that_the_page_ends_in_does_not_matter() {
    let content = "q 2 0 0 2 0 0 cm 3 Tr 1 g 0 0 5 5 re W n /OC /M BDC BT /F 50 Tf 9 Tc";
    let page = doc(&format!("/FreeText {RECT}"), "/BBox [0 0 100 20]", AT_5_5)
        .stream(4, "", content)
        .read();
    assert_eq!(visible(&page), "A");
    assert_at(&page, "A", 105.0, 195.0);
}

#[test]
fn the_list_may_be_indirect_and_have_holes() {
    let page = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R \
                /Resources << /Font << /F 10 0 R >> >> /Annots 32 0 R >>";
    let doc = doc(&format!("/FreeText {RECT}"), "/BBox [0 0 100 20]", AT_5_5)
        .object(3, page)
        .object(32, "[null 99 0 R (x) 30 0 R]");
    assert_eq!(doc.text(), "BA");
}

#[test]
fn without_an_appearance_there_is_nothing_to_show() {
    for appearance in [
        "",
        "/AP << >>",
        "/AP << /N null >>",
        "/AP << /N 99 0 R >>",
        "/AP << /D 31 0 R >>",
    ] {
        let annotation = format!("<< /Type /Annot /Subtype /Square {RECT} {appearance} >>");
        let doc = doc("/Square", "/BBox [0 0 100 20]", AT_5_5).object(30, annotation);
        assert_eq!(doc.text(), "B", "{appearance}");
    }
}

#[test]
fn an_appearance_without_a_size_shows_nothing_wrong() {
    for bbox in ["/BBox [0 0 0 0]", "", "/BBox [5 5 5 25]"] {
        let page = doc(&format!("/FreeText {RECT}"), bbox, AT_5_5).read();
        assert!(glyph(&page, "B").hidden.is_none(), "{bbox}");
        let finite = |v: f64| v.is_finite();
        assert!(
            page.glyphs
                .iter()
                .all(|g| finite(g.bbox.x0) && finite(g.origin.y))
        );
    }
}

#[test]
fn a_form_inside_an_appearance() {
    let nested = "/Type /XObject /Subtype /Form /BBox [0 0 100 20] \
                  /Resources << /XObject << /X 32 0 R >> >>";
    let doc = doc(&format!("/Stamp {RECT}"), "", "")
        .stream(31, nested, "1 0 0 1 10 0 cm /X Do")
        .object(32, stream(&format!("{FORM} /BBox [0 0 100 20]"), AT_5_5));
    assert_at(&doc.read(), "A", 115.0, 195.0);
}
