//! Text that is in the file, but not on the page for a reader: kept, with the reason.

use super::doc::{Doc, glyph, visible};
use keikaku::pdf::{Hidden, Page};

fn page(content: &str) -> Page {
    Doc::new(content).read()
}

/// `A` is hidden for this reason, and `B`, which is there as well, is seen.
#[track_caller]
fn hides(content: &str, reason: Hidden) {
    let page = page(&format!(
        "q {content} Q BT /F 10 Tf 0 g 50 100 Td (B) Tj ET"
    ));
    assert_eq!(glyph(&page, "A").hidden, Some(reason), "{content}");
    assert_eq!(visible(&page), "B", "{content}");
}

#[track_caller]
fn shows(content: &str) {
    assert_eq!(visible(&page(content)), "A", "{content}");
}

const SHOWN: &str = "BT /F 10 Tf 50 200 Td (A) Tj ET";

#[test]
fn neither_filled_nor_stroked() {
    hides(&format!("3 Tr {SHOWN}"), Hidden::RenderMode);
    hides(&format!("7 Tr {SHOWN}"), Hidden::RenderMode);
}

#[test]
fn filled_or_stroked() {
    for mode in [0, 1, 2, 4, 5, 6] {
        shows(&format!("{mode} Tr {SHOWN}"));
    }
}

#[test]
fn clipped_away() {
    hides(&format!("0 0 20 20 re W n {SHOWN}"), Hidden::Clipped);
    hides(&format!("0 0 20 20 re W* n {SHOWN}"), Hidden::Clipped);
    let two = format!("0 0 200 100 re W n 0 150 200 100 re W n {SHOWN}");
    hides(&two, Hidden::Clipped);
    hides(
        &format!("60 190 m 70 190 l 65 210 l h W n {SHOWN}"),
        Hidden::Clipped,
    );
}

#[test]
fn a_clip_ends_with_its_state() {
    shows(&format!("q 0 0 20 20 re W n Q {SHOWN}"));
}

#[test]
fn partly_clipped_is_seen() {
    let page = page("40 190 18 30 re W n BT /F 10 Tf 50 200 Td (ABC) Tj ET");
    assert_eq!(visible(&page), "AB");
    assert_eq!(glyph(&page, "C").hidden, Some(Hidden::Clipped));
}

/// The em box of text stands out of a tight clip above and below.
#[test]
fn a_clip_as_high_as_the_letters() {
    shows(&format!("50 200 5 7 re W n {SHOWN}"));
}

/// The clip takes effect after the painting operator, not before.
#[test]
fn a_clip_that_is_filled_as_well() {
    let page = page("0 0 60 60 re W f BT /F 10 Tf 10 10 Td (A) Tj 90 0 Td (B) Tj ET");
    assert_eq!(visible(&page), "A");
}

#[test]
fn off_the_page() {
    for place in ["-100 200", "500 200", "50 -50", "50 400"] {
        hides(
            &format!("BT /F 10 Tf {place} Td (A) Tj ET"),
            Hidden::OffPage,
        );
    }
}

#[test]
fn off_the_crop_box() {
    let doc = Doc::new(format!("{SHOWN} BT 150 200 Td (B) Tj ET")).page("/CropBox [100 0 400 300]");
    let page = doc.read();
    assert_eq!(glyph(&page, "A").hidden, Some(Hidden::OffPage));
    assert_eq!(visible(&page), "B");
}

#[test]
fn white_on_white() {
    for white in ["1 g", "1 1 1 rg", "0 0 0 0 k", "/DeviceRGB cs 1 1 1 sc"] {
        hides(&format!("{white} {SHOWN}"), Hidden::WhiteOnWhite);
    }
    hides(
        &format!("1 g 40 190 50 30 re f {SHOWN}"),
        Hidden::WhiteOnWhite,
    );
    hides(&format!("1 G 1 Tr {SHOWN}"), Hidden::WhiteOnWhite);
}

#[test]
fn white_on_a_colour() {
    shows(&format!("0 0 1 rg 40 190 50 30 re f 1 g {SHOWN}"));
    let image = "q 50 0 0 50 40 180 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q";
    shows(&format!("{image} 1 g {SHOWN}"));
}

#[test]
fn light_is_not_white() {
    shows(&format!(".85 g {SHOWN}"));
    shows(&format!("1 1 .5 rg {SHOWN}"));
}

#[test]
fn without_opacity() {
    let doc = Doc::new(format!("/S gs {SHOWN}")).resources("/ExtGState << /S << /ca 0 >> >>");
    assert!(glyph(&doc.read(), "A").hidden.is_some());
    let faint = Doc::new(format!("/S gs {SHOWN}")).resources("/ExtGState << /S << /ca .5 >> >>");
    assert_eq!(faint.text(), "A");
}

#[test]
fn without_size() {
    hides("BT /F 0 Tf 50 200 Td (A) Tj ET", Hidden::ZeroSize);
    hides("BT /F .1 Tf 50 200 Td (A) Tj ET", Hidden::ZeroSize);
    hides("BT /F 10 Tf 0 0 0 0 50 200 Tm (A) Tj ET", Hidden::ZeroSize);
    hides(
        &format!(".001 0 0 .001 50 200 cm {SHOWN}"),
        Hidden::ZeroSize,
    );
}

#[test]
fn without_width() {
    hides(&format!("0 Tz {SHOWN}"), Hidden::ZeroSize);
}

/// A space has nothing to be seen, and so nothing to be hidden as white.
#[test]
fn a_white_space_is_not_white_text() {
    let page = page("1 g BT /F 10 Tf 50 200 Td ( ) Tj ET");
    assert_eq!(page.glyphs[0].hidden, None);
}
