//! Where glyphs are: page boxes (ISO 32000-2, 14.11.2), page rotation, text matrices (9.4) and the
//! text state (9.3). Codes are half an em wide.

use super::doc::{Doc, assert_at, assert_box, glyph, read, show};
use keikaku::pdf::Page;

/// A page with this inside a text object in ten points.
fn text(content: &str) -> Page {
    Doc::new(format!("BT /F 10 Tf {content} ET")).read()
}

/// A page that shows A at (50, 200) and B behind it, with these entries.
fn page(entries: &str) -> Page {
    Doc::new(show("4142")).page(entries).read()
}

#[test]
fn upright() {
    let page = page("");
    assert_at(&page, "A", 50.0, 100.0);
    assert_box(&page, "A", [50.0, 91.2, 55.0, 101.2]);
    assert_box(&page, "B", [55.0, 91.2, 60.0, 101.2]);
    assert!((glyph(&page, "A").size - 10.0).abs() < 0.01);
    assert!(!glyph(&page, "A").vertical);
}

#[test]
fn text_that_runs_upwards() {
    let page = text("0 1 -1 0 100 50 Tm (AB) Tj");
    assert_eq!(glyph(&page, "A").rotation, 270);
    assert_at(&page, "A", 100.0, 250.0);
    assert_at(&page, "B", 100.0, 245.0);
    assert_box(&page, "A", [91.2, 245.0, 101.2, 250.0]);
}

#[test]
fn text_that_runs_downwards() {
    let page = text("0 -1 1 0 100 50 Tm (AB) Tj");
    assert_eq!(glyph(&page, "A").rotation, 90);
    assert_at(&page, "B", 100.0, 255.0);
    assert_box(&page, "A", [98.8, 250.0, 108.8, 255.0]);
}

#[test]
fn text_upside_down() {
    let page = text("-1 0 0 -1 100 50 Tm (AB) Tj");
    assert_eq!(glyph(&page, "A").rotation, 180);
    assert_at(&page, "B", 95.0, 250.0);
    assert_box(&page, "A", [95.0, 248.8, 100.0, 258.8]);
}

#[test]
fn slanted_text_is_upright() {
    let page = text("1 0 .3 1 50 200 Tm (AB) Tj");
    assert_eq!(glyph(&page, "A").rotation, 0);
    assert_at(&page, "B", 55.0, 100.0);
}

#[test]
fn a_flipped_page_with_text_flipped_back() {
    let page = Doc::new("1 0 0 -1 0 300 cm BT /F 10 Tf 1 0 0 -1 50 100 Tm (AB) Tj ET").read();
    assert_eq!(glyph(&page, "A").rotation, 0);
    assert_at(&page, "B", 55.0, 100.0);
    assert_box(&page, "A", [50.0, 91.2, 55.0, 101.2]);
}

#[test]
fn a_negative_size_in_a_turned_matrix() {
    let page = text("/F -10 Tf -1 0 0 -1 50 200 Tm (AB) Tj");
    assert_eq!(glyph(&page, "A").rotation, 0);
    assert_at(&page, "B", 55.0, 100.0);
    assert!((glyph(&page, "A").size - 10.0).abs() < 0.01);
}

#[test]
fn the_size_is_that_on_the_page() {
    let page = text("/F 1 Tf 10 0 0 10 50 200 Tm (A) Tj");
    assert!((glyph(&page, "A").size - 10.0).abs() < 0.01);
    let scaled = Doc::new(format!(
        "q 2 0 0 2 0 0 cm q 1 0 0 1 -25 -100 cm {} Q Q",
        show("41")
    ));
    let page = scaled.read();
    assert!((glyph(&page, "A").size - 20.0).abs() < 0.01);
    assert_at(&page, "A", 50.0, 100.0);
}

#[test]
fn a_page_turned_by_90() {
    for rotate in ["90", "450", "-270"] {
        let page = page(&format!("/Rotate {rotate}"));
        assert!((page.width - 300.0).abs() < 0.01 && (page.height - 400.0).abs() < 0.01);
        assert_eq!(glyph(&page, "A").rotation, 90);
        assert_at(&page, "B", 200.0, 55.0);
        assert_box(&page, "A", [198.8, 50.0, 208.8, 55.0]);
    }
}

#[test]
fn a_page_turned_by_180() {
    let page = page("/Rotate 180");
    assert!((page.width - 400.0).abs() < 0.01);
    assert_eq!(glyph(&page, "A").rotation, 180);
    assert_box(&page, "A", [345.0, 198.8, 350.0, 208.8]);
}

#[test]
fn a_page_turned_by_270() {
    for rotate in ["270", "-90"] {
        let page = page(&format!("/Rotate {rotate}"));
        assert!((page.width - 300.0).abs() < 0.01 && (page.height - 400.0).abs() < 0.01);
        assert_eq!(glyph(&page, "A").rotation, 270);
        assert_box(&page, "A", [91.2, 345.0, 101.2, 350.0]);
    }
}

#[test]
fn text_turned_against_the_page_is_upright() {
    let content = "BT /F 10 Tf 0 1 -1 0 100 50 Tm (AB) Tj ET";
    let page = Doc::new(content).page("/Rotate 90").read();
    assert_eq!(glyph(&page, "A").rotation, 0);
    assert_at(&page, "A", 50.0, 100.0);
    assert_at(&page, "B", 55.0, 100.0);
}

#[test]
fn a_user_unit_scales_everything() {
    let page = page("/UserUnit 2.0");
    assert!((page.width - 800.0).abs() < 0.01 && (page.height - 600.0).abs() < 0.01);
    assert_at(&page, "A", 100.0, 200.0);
    assert!((glyph(&page, "A").size - 20.0).abs() < 0.01);
}

#[test]
fn a_media_box_away_from_the_origin() {
    let page = page("/MediaBox [-100 -50 300 250]");
    assert_at(&page, "A", 150.0, 50.0);
}

#[test]
fn a_crop_box_is_what_is_shown() {
    for crop in [
        "20 10 300 260",
        "300 260 20 10",
        "20 260 300 10",
        "20 10 300 20 0 R",
    ] {
        let doc = Doc::new(show("41")).page(&format!("/CropBox [{crop}]"));
        let page = doc.object(20, "260").read();
        assert!((page.width - 280.0).abs() < 0.01 && (page.height - 250.0).abs() < 0.01);
        assert_at(&page, "A", 30.0, 60.0);
    }
}

#[test]
fn a_crop_box_of_a_turned_page() {
    let page = page("/CropBox [20 10 300 260] /Rotate 90");
    assert!((page.width - 250.0).abs() < 0.01 && (page.height - 280.0).abs() < 0.01);
    assert_at(&page, "A", 190.0, 30.0);
}

#[test]
fn a_crop_box_reaches_no_further_than_the_media_box() {
    let page = page("/CropBox [-100 -100 900 900]");
    assert!((page.width - 400.0).abs() < 0.01 && (page.height - 300.0).abs() < 0.01);
    assert_at(&page, "A", 50.0, 100.0);
}

#[test]
fn a_media_box_with_its_corners_exchanged() {
    assert_at(&page("/MediaBox [400 300 0 0]"), "A", 50.0, 100.0);
}

#[test]
fn page_attributes_are_inherited() {
    let page = Doc::new(show("41"))
        .tree("/Rotate 90 /CropBox 20 0 R")
        .object(20, "[20 10 300 260]")
        .read();
    assert_at(&page, "A", 190.0, 30.0);
}

/// 9.3.3: word spacing is for the single-byte code 32 alone.
#[test]
fn word_spacing() {
    assert_at(&text("50 200 Td 4 Tw (A B) Tj"), "B", 64.0, 100.0);
}

#[test]
fn word_spacing_in_a_composite_font() {
    let content = |codes: &str| format!("BT /F 10 Tf 50 200 Td 4 Tw <{codes}> Tj ET");
    let one_byte = Doc::new(content("412042")).composite("/90ms-RKSJ-H");
    assert_at(&one_byte.read(), "B", 74.0, 100.0);
    let two_bytes = Doc::new(content("004100200042")).composite("/UniJIS-UCS2-H");
    assert_at(&two_bytes.read(), "B", 70.0, 100.0);
    let low_byte = Doc::new(content("3020")).composite("/Identity-H");
    assert_eq!(low_byte.read().glyphs.len(), 1);
}

#[test]
fn character_spacing() {
    assert_at(&text("50 200 Td 3 Tc (AB) Tj"), "B", 58.0, 100.0);
}

#[test]
fn horizontal_scaling() {
    let page = text("50 Tz 50 200 Td (AB) Tj");
    assert_box(&page, "A", [50.0, 91.2, 52.5, 101.2]);
    assert_at(&page, "B", 52.5, 100.0);
}

#[test]
fn horizontal_scaling_holds_for_spacing_as_well() {
    assert_at(&text("50 200 Td 50 Tz 3 Tc (AB) Tj"), "B", 54.0, 100.0);
    assert_at(&text("50 200 Td 50 Tz 4 Tw (A B) Tj"), "B", 57.0, 100.0);
    assert_at(
        &text("50 200 Td 50 Tz [(A) -1000 (B)] TJ"),
        "B",
        57.5,
        100.0,
    );
}

#[test]
fn numbers_between_strings() {
    assert_at(&text("50 200 Td [(A) -1000 (B)] TJ"), "B", 65.0, 100.0);
    assert_at(&text("50 200 Td [(A) 200 (B)] TJ"), "B", 53.0, 100.0);
}

#[test]
fn rise() {
    let page = text("50 200 Td 5 Ts (A) Tj -2 Ts (B) Tj 0 Ts (C) Tj");
    assert_at(&page, "A", 50.0, 95.0);
    assert_at(&page, "B", 55.0, 102.0);
    assert_at(&page, "C", 60.0, 100.0);
}

#[test]
fn leading() {
    let page = text("50 200 Td 12 TL (A) Tj T* (B) Tj (C) ' T*");
    assert_at(&page, "B", 50.0, 112.0);
    assert_at(&page, "C", 50.0, 124.0);
}

#[test]
fn a_move_that_sets_the_leading() {
    let page = text("50 200 TD (A) Tj 0 -14 TD (B) Tj T* (C) Tj");
    assert_at(&page, "B", 50.0, 114.0);
    assert_at(&page, "C", 50.0, 128.0);
}

#[test]
fn a_line_with_its_spacing() {
    let page = text("50 200 Td 12 TL 2 1 (A B) \" (CD) '");
    assert_at(&page, "A", 50.0, 112.0);
    assert_at(&page, "B", 64.0, 112.0);
    assert_at(&page, "D", 56.0, 124.0);
}

#[test]
fn moves_count_from_the_start_of_the_line() {
    let page = text("50 200 Td (AB) Tj 20 -10 Td (C) Tj");
    assert_at(&page, "C", 70.0, 110.0);
}

#[test]
fn a_text_matrix_takes_the_place_of_the_last() {
    let page = text("2 0 0 2 50 200 Tm (A) Tj 1 0 0 1 60 100 Tm (B) Tj");
    assert_at(&page, "B", 60.0, 200.0);
    let again = read(&Doc::new("BT /F 10 Tf 50 200 Td (A) Tj ET BT 60 100 Td (B) Tj ET").bytes());
    assert_at(&again, "B", 60.0, 200.0);
}

#[test]
fn moves_go_along_the_text_matrix() {
    let page = text("2 0 0 2 50 200 Tm 5 -10 Td (A) Tj");
    assert_at(&page, "A", 60.0, 120.0);
}

#[test]
fn widths_of_a_composite_font() {
    let shown = |widths: &str| {
        Doc::new(show("08A20EBD0001"))
            .composite_of("Japan1", "/Identity-H", widths)
            .read()
    };
    assert_at(&shown(""), "民", 60.0, 100.0);
    assert_at(&shown("/DW 600"), "民", 56.0, 100.0);
    assert_at(&shown("/W [2210 [700]]"), "民", 57.0, 100.0);
    assert_at(&shown("/W [2000 2300 400 3773 [300]]"), "民", 54.0, 100.0);
    assert_at(&shown("/W 20 0 R"), "民", 60.0, 100.0);
}
