//! Predefined CMaps (ISO 32000-2, 9.7.5.2), those of Adobe that other programs write as well, and
//! codes that are cut at the right length (9.7.6.3).

use super::doc::{Doc, show, texts, unmapped};

/// The text of codes in a font of Adobe-Japan1 that is not embedded.
fn text(encoding: &str, codes: &str) -> String {
    Doc::new(show(codes))
        .composite(&format!("/{encoding}"))
        .text()
}

/// What every Shift-JIS CMap says: two-byte kanji and kana among one-byte Latin and half-width kana.
#[track_caller]
fn reads_shift_jis(encoding: &str) {
    let codes = "8E7396AF418341B6DE8250";
    assert_eq!(text(encoding, codes), "市民Aアｶﾞ１");
}

/// What every EUC-JP CMap says.
#[track_caller]
fn reads_euc(encoding: &str) {
    let codes = "BBD4CCB141A5A28EB68EDEA3B1";
    assert_eq!(text(encoding, codes), "市民Aアｶﾞ１");
}

/// What every CMap of plain two-byte JIS codes says.
#[track_caller]
fn reads_jis(encoding: &str) {
    assert_eq!(text(encoding, "3B544C3125222331"), "市民ア１");
}

/// What every Unicode CMap of two-byte codes says.
#[track_caller]
fn reads_ucs2(encoding: &str) {
    let codes = "5E026C11004130A2FF76FF9EFF11";
    assert_eq!(text(encoding, codes), "市民Aアｶﾞ１");
}

#[test]
fn rksj_90ms() {
    reads_shift_jis("90ms-RKSJ-H");
}

#[test]
fn rksj_90ms_extensions_of_nec_and_ibm() {
    assert_eq!(text("90ms-RKSJ-H", "87408754FBFCFAB1"), "①Ⅰ髙﨑");
    assert_eq!(text("90ms-RKSJ-H", "EEE0ED95"), "髙﨑");
}

#[test]
fn rksj_90ms_vertical() {
    reads_shift_jis("90ms-RKSJ-V");
}

#[test]
fn rksj_90msp() {
    reads_shift_jis("90msp-RKSJ-H");
    reads_shift_jis("90msp-RKSJ-V");
}

#[test]
fn rksj_90pv() {
    reads_shift_jis("90pv-RKSJ-H");
    assert_eq!(text("90pv-RKSJ-H", "8540"), "①");
}

#[test]
fn rksj_90pv_vertical() {
    reads_shift_jis("90pv-RKSJ-V");
}

#[test]
fn rksj_90pv_has_one_byte_codes_at_the_end() {
    assert_eq!(text("90pv-RKSJ-H", "FD8E73FE96AFFF41"), "©市™民…A");
}

#[test]
fn rksj_83pv() {
    reads_shift_jis("83pv-RKSJ-H");
}

#[test]
fn rksj_add() {
    reads_shift_jis("Add-RKSJ-H");
    reads_shift_jis("Add-RKSJ-V");
}

#[test]
fn rksj_ext() {
    reads_shift_jis("Ext-RKSJ-H");
    reads_shift_jis("Ext-RKSJ-V");
}

#[test]
fn euc() {
    reads_euc("EUC-H");
    reads_euc("EUC-V");
}

#[test]
fn jis() {
    reads_jis("H");
    reads_jis("V");
}

#[test]
fn unijis_ucs2() {
    reads_ucs2("UniJIS-UCS2-H");
    reads_ucs2("UniJIS-UCS2-V");
    reads_ucs2("UniJIS-UCS2-HW-H");
    reads_ucs2("UniJIS-UCS2-HW-V");
}

#[test]
fn unijis_utf16() {
    for encoding in ["UniJIS-UTF16-H", "UniJIS-UTF16-V"] {
        reads_ucs2(encoding);
        assert_eq!(text(encoding, "D842DFB791CE"), "𠮷野", "{encoding}");
    }
}

/// The CMaps from here on are not predefined by ISO 32000-2, but written by programs.
#[test]
fn unijis2004_utf16() {
    for encoding in ["UniJIS2004-UTF16-H", "UniJIS2004-UTF16-V"] {
        reads_ucs2(encoding);
        assert_eq!(text(encoding, "D842DFB791CE"), "𠮷野", "{encoding}");
    }
}

#[test]
fn unijis_utf8() {
    let codes = "E5B882E6B09141E382A2EFBDB6EFBE9EEFBC91F0A0AEB7";
    for encoding in ["UniJIS-UTF8-H", "UniJIS-UTF8-V", "UniJIS2004-UTF8-H"] {
        assert_eq!(text(encoding, codes), "市民Aアｶﾞ１𠮷", "{encoding}");
    }
}

#[test]
fn unijis_utf32() {
    let codes = "00005E0200006C1100000041000030A20000FF760000FF9E0000FF1100020BB7";
    for encoding in [
        "UniJIS-UTF32-H",
        "UniJIS-UTF32-V",
        "UniJIS2004-UTF32-H",
        "UniJISX0213-UTF32-H",
        "UniJISX02132004-UTF32-H",
    ] {
        assert_eq!(text(encoding, codes), "市民Aアｶﾞ１𠮷", "{encoding}");
    }
}

#[test]
fn rksj_without_a_year() {
    reads_shift_jis("RKSJ-H");
    reads_shift_jis("RKSJ-V");
}

#[test]
fn rksj_78() {
    reads_shift_jis("78-RKSJ-H");
    reads_shift_jis("78ms-RKSJ-H");
}

#[test]
fn euc_78() {
    reads_euc("78-EUC-H");
}

#[test]
fn jis_78() {
    reads_jis("78-H");
    reads_jis("78-V");
}

#[test]
fn jis_add_and_ext() {
    reads_jis("Add-H");
    reads_jis("Ext-H");
}

/// The character collection of the CMap counts where the CIDFont names none.
#[test]
fn a_cid_font_without_a_collection() {
    let doc = Doc::new(show("8E73"))
        .composite("/90ms-RKSJ-H")
        .object(11, "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /T >>");
    assert_eq!(doc.text(), "市");
}

/// Adobe's table has U+2002 for the half-width space: any space will do.
#[test]
fn half_width_latin_and_the_space() {
    for (encoding, codes) in [
        ("90ms-RKSJ-H", "412042"),
        ("90msp-RKSJ-H", "412042"),
        ("EUC-H", "412042"),
        ("UniJIS-UCS2-HW-H", "004100200042"),
    ] {
        let text = text(encoding, codes).replace(char::is_whitespace, " ");
        assert_eq!(text, "A B", "{encoding}");
    }
}

#[test]
fn the_wide_space() {
    for (encoding, code) in [
        ("90ms-RKSJ-H", "8140"),
        ("EUC-H", "A1A1"),
        ("H", "2121"),
        ("UniJIS-UTF16-H", "3000"),
    ] {
        assert_eq!(text(encoding, code), "\u{3000}", "{encoding}");
    }
}

/// A long vowel or bracket in a vertical CMap has a glyph of its own and says the same.
#[test]
fn vertical_forms_say_what_they_are() {
    assert_eq!(text("90ms-RKSJ-V", "815B8169816A8175"), "ー（）「");
    assert_eq!(text("UniJIS-UTF16-V", "30FCFF08FF09300C"), "ー（）「");
    assert_eq!(text("EUC-V", "A1BC"), "ー");
}

/// Each invalid code between 市 and 民 is one glyph that cannot be known.
#[track_caller]
fn keeps_in_step(encoding: &str, first: &str, invalid: &str, last: &str) {
    let codes = format!("{first}{invalid}{last}");
    let page = Doc::new(show(&codes))
        .composite(&format!("/{encoding}"))
        .read();
    assert_eq!(texts(&page), ["市", "\u{fffd}", "民"], "{encoding}");
    assert_eq!(unmapped(&page), 1);
}

#[test]
fn an_unmapped_code_keeps_in_step() {
    keeps_in_step("90ms-RKSJ-H", "8E73", "81AD", "96AF");
    keeps_in_step("EUC-H", "BBD4", "A9A1", "CCB1");
    keeps_in_step("H", "3B54", "2921", "4C31");
    keeps_in_step("UniJIS-UTF16-H", "5E02", "E000", "6C11");
    keeps_in_step("UniJIS-UTF16-H", "5E02", "DBFFDFFF", "6C11");
}

#[test]
fn a_lead_byte_takes_its_second_byte_whatever_that_is() {
    keeps_in_step("90ms-RKSJ-H", "8E73", "8220", "96AF");
    keeps_in_step("EUC-H", "BBD4", "8E41", "CCB1");
    keeps_in_step("UniJIS-UTF16-H", "5E02", "D8420041", "6C11");
}

#[test]
fn a_byte_that_begins_no_code_is_one_byte() {
    keeps_in_step("90ms-RKSJ-H", "8E73", "FD", "96AF");
    keeps_in_step("90ms-RKSJ-H", "8E73", "FF", "96AF");
    keeps_in_step("EUC-H", "BBD4", "8F", "CCB1");
}

#[test]
fn a_byte_beyond_the_codes_of_euc_is_one_byte() {
    keeps_in_step("EUC-H", "BBD4", "FF", "CCB1");
}

#[test]
fn the_shortest_code_of_two_bytes_is_two_bytes() {
    keeps_in_step("H", "3B54", "2041", "4C31");
    keeps_in_step("UniJIS-UTF16-H", "5E02", "DC00", "6C11");
}

#[test]
fn half_a_code_at_the_end_is_one_glyph() {
    for (encoding, codes) in [
        ("90ms-RKSJ-H", "8E738A"),
        ("EUC-H", "BBD4A5"),
        ("H", "3B5425"),
    ] {
        assert_eq!(text(encoding, codes), "市\u{fffd}", "{encoding}");
    }
}

#[test]
fn half_a_unicode_code_at_the_end_is_no_character() {
    assert_eq!(text("UniJIS-UTF16-H", "5E026C"), "市\u{fffd}");
    assert_eq!(text("UniJIS-UTF16-H", "5E02D842DF"), "市\u{fffd}");
}

#[test]
fn an_encoding_nobody_knows_is_unmapped() {
    let page = Doc::new(show("00010002"))
        .composite_of("Identity", "/NoSuch-H", "")
        .read();
    assert!(unmapped(&page) > 0 && texts(&page).iter().all(|t| *t == "\u{fffd}"));
}

#[test]
fn identity_with_a_japanese_collection_reads_by_cid() {
    for encoding in ["/Identity-H", "/Identity-V"] {
        let doc = Doc::new(show("08A20EBD034B")).composite(encoding);
        assert_eq!(doc.text(), "市民あ", "{encoding}");
    }
}

#[test]
fn a_cid_that_does_not_exist_is_unmapped() {
    let page = Doc::new(show("08A2F0000000"))
        .composite("/Identity-H")
        .read();
    assert_eq!(texts(&page), ["市", "\u{fffd}", "\u{fffd}"]);
    assert_eq!(unmapped(&page), 2);
}

#[test]
fn each_width_of_a_digit_is_that_digit() {
    let doc = Doc::new(show("001100F7030C")).composite("/Identity-H");
    assert_eq!(doc.text(), "00０");
}

#[test]
fn chinese_and_korean_collections_by_their_cmaps() {
    let gb = Doc::new(show("CAD0")).composite_of("GB1", "/GBK-EUC-H", "");
    assert_eq!(gb.text(), "市");
    let korean = Doc::new(show("B0A1")).composite_of("Korea1", "/KSCms-UHC-H", "");
    assert_eq!(korean.text(), "가");
    let unicode = Doc::new(show("5E02")).composite_of("CNS1", "/UniCNS-UCS2-H", "");
    assert_eq!(unicode.text(), "市");
}
