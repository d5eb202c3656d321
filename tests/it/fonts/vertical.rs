//! Vertical writing (ISO 32000-2, 9.7.4.3): the vertical origin is at the current point, the glyph
//! hangs below it, and the next one is under it. Shown at (50, 200), 100 points below the top edge.

use super::doc::{Doc, assert_at, assert_box, glyph, show};
use keikaku::pdf::Page;

/// 市民 in vertical writing, shown by this content, with these entries in the CIDFont.
fn page(cid_font: &str, content: &str) -> Page {
    Doc::new(format!("BT /F 10 Tf 50 200 Td {content} ET"))
        .composite_of("Japan1", "/Identity-V", cid_font)
        .read()
}

const BOTH: &str = "<08A20EBD> Tj";

#[test]
fn the_default_is_an_em_down_from_the_middle() {
    let page = page("", BOTH);
    assert!(page.glyphs.iter().all(|g| g.vertical && g.rotation == 0));
    assert_at(&page, "市", 45.0, 108.8);
    assert_at(&page, "民", 45.0, 118.8);
    assert_box(&page, "市", [45.0, 100.0, 55.0, 110.0]);
    assert_box(&page, "民", [45.0, 110.0, 55.0, 120.0]);
}

#[test]
fn a_vertical_cmap_writes_vertically() {
    for (encoding, code) in [
        ("/90ms-RKSJ-V", "8E73"),
        ("/90msp-RKSJ-V", "8E73"),
        ("/EUC-V", "BBD4"),
        ("/V", "3B54"),
        ("/UniJIS-UCS2-V", "5E02"),
        ("/UniJIS-UCS2-HW-V", "5E02"),
        ("/UniJIS-UTF16-V", "5E02"),
    ] {
        let page = Doc::new(show(code)).composite(encoding).read();
        assert!(glyph(&page, "市").vertical, "{encoding}");
        assert_at(&page, "市", 45.0, 108.8);
    }
}

#[test]
fn dw2_gives_the_default() {
    let page = page("/DW2 [900 -500]", BOTH);
    assert_at(&page, "市", 45.0, 109.0);
    assert_at(&page, "民", 45.0, 114.0);
}

#[test]
fn w2_gives_single_glyphs() {
    for w2 in ["[2210 [-600 400 700]]", "[2210 2210 -600 400 700]"] {
        let page = page(&format!("/W2 {w2}"), BOTH);
        assert_at(&page, "市", 46.0, 107.0);
        assert_at(&page, "民", 45.0, 114.8);
    }
}

#[test]
fn w2_may_list_several_and_mix_both_forms() {
    let page = page(
        "/W2 [2209 [-100 0 0 -600 400 700] 3000 3773 -500 300 600]",
        BOTH,
    );
    assert_at(&page, "市", 46.0, 107.0);
    assert_at(&page, "民", 47.0, 112.0);
}

#[test]
fn a_narrow_glyph_is_centred() {
    let page = page("/W [2210 [500]]", BOTH);
    assert_at(&page, "市", 47.5, 108.8);
    assert_box(&page, "市", [47.5, 100.0, 52.5, 110.0]);
}

#[test]
fn numbers_between_strings_move_along_the_column() {
    let page = page("", "[<08A2> 1000 <0EBD>] TJ");
    assert_at(&page, "民", 45.0, 128.8);
}

/// 9.3.2: in vertical writing a negative character spacing sets glyphs apart.
#[test]
fn character_spacing_points_upwards() {
    assert_at(&page("", "-2 Tc <08A20EBD> Tj"), "民", 45.0, 120.8);
    assert_at(&page("", "2 Tc <08A20EBD> Tj"), "民", 45.0, 116.8);
}

/// 9.3.4: horizontal scaling does not change the advance of vertical writing.
#[test]
fn horizontal_scaling_narrows_the_column_only() {
    let page = page("", "50 Tz <08A20EBD> Tj");
    assert_at(&page, "民", 47.5, 118.8);
}

#[test]
fn turned_by_the_text_matrix_it_runs_sideways() {
    let page = page("", "0 1 -1 0 50 200 Tm <08A20EBD> Tj");
    let (first, second) = (glyph(&page, "市"), glyph(&page, "民"));
    assert_eq!(first.rotation, 270);
    assert!((second.origin.x - first.origin.x - 10.0).abs() < 0.01);
    assert!((second.origin.y - first.origin.y).abs() < 0.01);
}
