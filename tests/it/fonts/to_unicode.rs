//! `/ToUnicode` (ISO 32000-2, 9.10.3), and what a code says when it has nothing sensible.

use super::doc::{Doc, cmap, show, texts, unmapped, visible};

/// The text of codes in a simple font (WinAnsiEncoding) with these mappings.
fn simple(mappings: &str, codes: &str) -> String {
    Doc::new(show(codes)).with_to_unicode(mappings).text()
}

/// The text of codes in a font with the encoding 90ms-RKSJ-H and these mappings.
fn composite(mappings: &str, codes: &str) -> String {
    Doc::new(show(codes))
        .composite("/90ms-RKSJ-H")
        .with_to_unicode(mappings)
        .text()
}

/// The text of two-byte codes in a font of no character collection with these mappings.
fn identity(mappings: &str, codes: &str) -> String {
    Doc::new(show(codes))
        .composite_of("Identity", "/Identity-H", "")
        .with_to_unicode(mappings)
        .text()
}

#[test]
fn single_codes() {
    let map = "2 beginbfchar <01> <5E02> <02> <6C11> endbfchar";
    assert_eq!(simple(map, "0102"), "市民");
    let map = "2 beginbfchar <0001> <5E02> <8002> <6C11> endbfchar";
    assert_eq!(identity(map, "00018002"), "市民");
}

#[test]
fn a_range_counts_up() {
    let map = "1 beginbfrange <0010> <0012> <3042> endbfrange";
    assert_eq!(identity(map, "001000110012"), "あぃい");
}

#[test]
fn a_range_with_a_list() {
    let map = "1 beginbfrange <0010> <0012> [<5E02> <6C11> <8A08>] endbfrange";
    assert_eq!(identity(map, "001200110010"), "計民市");
}

#[test]
fn several_characters_for_a_code() {
    let map = "1 beginbfchar <03> <006600660069> endbfchar";
    assert_eq!(simple(map, "03"), "ffi");
    let list = "1 beginbfrange <0010> <0011> [<682A5F0F> <4F1A793E>] endbfrange";
    assert_eq!(identity(list, "00100011"), "株式会社");
}

#[test]
fn a_range_counts_up_the_last_of_several_characters() {
    let map = "1 beginbfrange <0010> <0012> <7B2C0031> endbfrange";
    assert_eq!(identity(map, "00100012"), "第1第3");
}

#[test]
fn surrogate_pairs() {
    let char = "1 beginbfchar <0003> <D842DFB7> endbfchar";
    assert_eq!(identity(char, "0003"), "𠮷");
    let range = "1 beginbfrange <0003> <0005> <D842DFB6> endbfrange";
    assert_eq!(identity(range, "0004"), "𠮷");
    let list = "1 beginbfrange <0003> <0003> [<D842DFB7>] endbfrange";
    assert_eq!(identity(list, "0003"), "𠮷");
}

#[test]
fn it_comes_before_the_encoding() {
    assert_eq!(simple("1 beginbfchar <41> <5E02> endbfchar", "4142"), "市B");
    let map = "1 beginbfchar <8E73> <6C11> endbfchar";
    assert_eq!(composite(map, "8E73"), "民");
}

#[test]
fn it_may_be_written_tightly_and_loosely() {
    let tight = "2 beginbfchar<01><5E02><02><6C11>endbfchar";
    assert_eq!(simple(tight, "0102"), "市民");
    let loose = "2 beginbfchar % comment <01>\r<01>\r< 5E 02 >\r\n<02>\t<6c\n11>\rendbfchar";
    assert_eq!(simple(loose, "0102"), "市民");
}

#[test]
fn a_wrong_count_does_not_matter() {
    let map = "9 beginbfchar <01> <5E02> endbfchar 0 beginbfchar <02> <6C11> endbfchar";
    assert_eq!(simple(map, "0102"), "市民");
}

#[test]
fn codes_it_lacks_fall_through() {
    let map = "1 beginbfchar <41> <5E02> endbfchar";
    assert_eq!(composite(map, "418E7396AF"), "市市民");
}

#[test]
fn nul_falls_through() {
    let map = "2 beginbfchar <41> <0000> <8E73> <0000> endbfchar";
    assert_eq!(simple(map, "41"), "A");
    assert_eq!(composite(map, "8E73"), "市");
}

#[test]
fn the_replacement_character_falls_through() {
    let map = "2 beginbfchar <41> <FFFD> <8E73> <FFFD> endbfchar";
    assert_eq!(simple(map, "41"), "A");
    assert_eq!(composite(map, "8E73"), "市");
}

#[test]
fn private_use_falls_through() {
    let map = "2 beginbfchar <41> <E123> <8E73> <F8FF> endbfchar";
    assert_eq!(simple(map, "41"), "A");
    assert_eq!(composite(map, "8E73"), "市");
    let plane_15 = "1 beginbfchar <8E73> <DB80DC01> endbfchar";
    assert_eq!(composite(plane_15, "8E73"), "市");
}

#[test]
fn an_empty_string_falls_through() {
    assert_eq!(simple("1 beginbfchar <41> <> endbfchar", "41"), "A");
}

#[test]
fn a_lone_surrogate_falls_through() {
    assert_eq!(simple("1 beginbfchar <41> <D842> endbfchar", "41"), "A");
}

#[test]
fn without_another_source_it_is_unmapped_and_counted() {
    let map = "3 beginbfchar <0001> <0000> <0002> <FFFD> <0003> <E123> endbfchar";
    let page = Doc::new(show("0001000200030004"))
        .composite_of("Identity", "/Identity-H", "")
        .with_to_unicode(map)
        .read();
    assert_eq!(texts(&page), ["\u{fffd}"; 4]);
    assert_eq!(unmapped(&page), 4);
}

/// A page with `/F`, whose `/ToUnicode` is the stream 12, and `/G`, which has a good one.
fn with_a_good_font(entries: &str, data: &[u8]) -> String {
    let content = "BT /F 10 Tf 50 200 Td (A) Tj /G 10 Tf <01> Tj /F 10 Tf (B) Tj ET";
    let good = cmap(
        "1 begincodespacerange <00> <FF> endcodespacerange",
        "1 beginbfchar <01> <5E02> endbfchar",
    );
    let doc = Doc::new(content)
        .font_entries("/ToUnicode 12 0 R")
        .stream(12, entries, data)
        .object(
            20,
            "<< /Type /Font /Subtype /Type1 /BaseFont /Good /ToUnicode 21 0 R >>",
        )
        .stream(21, "", good);
    let page = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R \
                /Resources << /Font << /F 10 0 R /G 20 0 R >> >> >>";
    visible(&doc.object(3, page).read())
}

#[test]
fn garbage_falls_through() {
    assert_eq!(with_a_good_font("", b"\x00\xFFthis is ( no <CMap"), "A市B");
    assert_eq!(with_a_good_font("", b""), "A市B");
    assert_eq!(with_a_good_font("", &[b'<'; 5000]), "A市B");
}

#[test]
fn an_undecodable_stream_falls_through() {
    let rubbish = b"this is no deflate data at all";
    assert_eq!(with_a_good_font("/Filter /FlateDecode", rubbish), "A市B");
    assert_eq!(with_a_good_font("/Filter /NoSuchDecode", rubbish), "A市B");
}

#[test]
fn what_is_there_of_a_truncated_one_counts() {
    let whole = cmap(
        "1 begincodespacerange <00> <FF> endcodespacerange",
        "2 beginbfchar <41> <6C11> <42> <8A08> endbfchar",
    );
    let cut = whole.find("<42> <8A").unwrap() + 7;
    let read = with_a_good_font("", &whole.as_bytes()[..cut]);
    assert!(read == "民市B" || read == "A市B", "{read}");
}

#[test]
fn a_name_says_that_codes_are_unicode() {
    let doc = Doc::new(show("5E026C11"))
        .composite_of("Identity", "/Identity-H", "")
        .font_entries("/ToUnicode /Identity-H");
    assert_eq!(doc.text(), "市民");
}

#[test]
fn two_byte_source_codes_in_a_simple_font() {
    assert_eq!(simple("1 beginbfchar <0041> <5E02> endbfchar", "41"), "市");
    let range = "1 beginbfrange <0041> <0042> <3042> endbfrange";
    assert_eq!(simple(range, "4142"), "あぃ");
}

#[test]
fn one_byte_source_codes_in_a_composite_font() {
    assert_eq!(
        identity("1 beginbfchar <41> <5E02> endbfchar", "0041"),
        "市"
    );
    let range = "1 beginbfrange <41> <42> <3042> endbfrange";
    assert_eq!(identity(range, "00410042"), "あぃ");
}

/// 9.10.3: the CMap may build on another one with `usecmap`.
#[test]
fn it_may_build_on_the_map_of_a_collection() {
    let program = cmap(
        "/Adobe-Japan1-UCS2 usecmap 1 begincodespacerange <0000> <FFFF> endcodespacerange",
        "1 beginbfchar <0001> <8A08> endbfchar",
    );
    let doc = Doc::new(show("000108A2"))
        .composite_of("Identity", "/Identity-H", "")
        .font_entries("/ToUnicode 12 0 R")
        .stream(12, "", program);
    assert_eq!(doc.text(), "計市");
}

#[test]
fn a_mark_of_a_symbol_font_in_the_private_use_area() {
    let doc = Doc::new(show("01"))
        .font("/Subtype /TrueType /BaseFont /Wingdings-Regular")
        .with_to_unicode("1 beginbfchar <01> <F0FC> endbfchar");
    assert_eq!(doc.text(), "✓");
}
