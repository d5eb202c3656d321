//! Replacement text (ISO 32000-2, 14.9.4): it comes before what any font says.

use super::doc::{Doc, glyph, show, texts, unmapped};

/// The text of `codes` with an `/ActualText` written like this.
fn replaced(actual: &str, codes: &str) -> String {
    Doc::new(format!(
        "/Span << /ActualText {actual} >> BDC {} EMC",
        show(codes)
    ))
    .text()
}

#[test]
fn utf16_in_the_content() {
    assert_eq!(replaced("<FEFF5E026C11>", "7879"), "市民");
}

#[test]
fn utf16_beyond_the_basic_plane() {
    assert_eq!(replaced("<FEFFD842DFB7>", "78"), "𠮷");
}

#[test]
fn utf8_with_a_byte_order_mark() {
    assert_eq!(replaced("<EFBBBFE5B882E6B091>", "7879"), "市民");
}

#[test]
fn pdf_doc_encoding_has_its_own_marks() {
    assert_eq!(replaced(r"(\200\204A)", "787979"), "•—A");
}

#[test]
fn one_character_for_many_glyphs_covers_them_all() {
    let content = format!("/Span <</ActualText<FEFF5E02>>> BDC {} EMC", show("7879"));
    let page = Doc::new(content).read();
    assert_eq!(texts(&page), ["市"]);
    assert!((glyph(&page, "市").bbox.width() - 10.0).abs() < 0.01);
}

#[test]
fn many_characters_for_one_glyph() {
    let replaced = replaced("<FEFF682A5F0F4F1A793E>", "78");
    assert_eq!(replaced, "株式会社");
}

#[test]
fn empty_text_leaves_nothing_to_read() {
    assert_eq!(replaced("()", "787979"), "");
    assert_eq!(replaced("<FEFF>", "787979"), "");
}

#[test]
fn as_many_characters_as_glyphs_go_to_one_each() {
    let content = format!(
        "/Span <</ActualText<FEFF5E026C11>>> BDC {} EMC",
        show("7879")
    );
    let page = Doc::new(content).read();
    assert_eq!(texts(&page), ["市", "民"]);
    assert!((glyph(&page, "民").bbox.x0 - 55.0).abs() < 0.01);
}

#[test]
fn a_property_list_of_the_resources() {
    let content = format!("/Span /P BDC {} EMC", show("7879"));
    let direct = "/Properties << /P << /ActualText <FEFF5E02> >> >>";
    assert_eq!(Doc::new(&content).resources(direct).text(), "市");
    let indirect = Doc::new(&content)
        .resources("/Properties << /P 20 0 R >>")
        .object(20, "<< /ActualText 21 0 R >>")
        .object(21, "<FEFF5E02>");
    assert_eq!(indirect.text(), "市");
}

#[test]
fn it_ends_with_its_own_sequence() {
    let content = "BT /F 10 Tf 50 200 Td (a) Tj /Span <</ActualText <FEFF5E02>>> BDC (b) Tj \
                   /P BMC (c) Tj EMC (d) Tj EMC (e) Tj ET";
    assert_eq!(Doc::new(content).text(), "a市e");
}

#[test]
fn the_outer_one_speaks_for_what_is_in_it() {
    let content = "BT /F 10 Tf 50 200 Td /Span <</ActualText <FEFF5E026C11>>> BDC (ab) Tj \
                   /Span <</ActualText (x)>> BDC (c) Tj EMC EMC ET";
    assert_eq!(Doc::new(content).text(), "市民");
}

/// The example of 14.9.4: the German *Drucker*, broken as *Druk-ker*.
#[test]
fn a_broken_word_is_put_together() {
    let content = "BT /F 10 Tf 50 200 Td 12 TL (Dru) Tj /Span <</Lang (de) /ActualText (c)>> BDC \
                   (k-) Tj EMC (ker) ' ET";
    assert_eq!(Doc::new(content).text(), "Drucker");
}

#[test]
fn what_it_speaks_for_is_not_unmapped() {
    let content = format!("/Span <</ActualText<FEFF5E02>>> BDC {} EMC", show("01"));
    let page = Doc::new(content)
        .font("/Subtype /Type1 /BaseFont /Test /Encoding << /Differences [1 /g1] >>")
        .read();
    assert_eq!(texts(&page), ["市"]);
    assert_eq!(unmapped(&page), 0, "{:?}", page.fonts);
}

#[test]
fn it_may_stand_around_a_form() {
    let form = "/Resources << /Font << /F 10 0 R >> >> /Type /XObject /Subtype /Form \
                /BBox [0 0 400 300]";
    let doc = Doc::new("/Span <</ActualText <FEFF5E02>>> BDC /X Do EMC")
        .resources("/XObject << /X 20 0 R >>")
        .stream(20, form, show("7879"));
    assert_eq!(doc.text(), "市");
}
