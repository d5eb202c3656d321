//! Embedded font programs: what a glyph says when the file gives no `/ToUnicode`.

use super::doc::{Doc, show, texts, unmapped};
use super::sfnt::{Subtable, TrueType, cff, sfnt, type1};
use std::collections::BTreeMap;

const FILE2: &str = "/FontFile2 14 0 R";
const TYPE1C: &str = "/FontFile3 14 0 R";

/// Embeds a program: the descriptor is object 13, the program 14.
fn embed(doc: Doc, key: &str, entries: &str, program: impl AsRef<[u8]>) -> Doc {
    let descriptor =
        format!("<< /Type /FontDescriptor /FontName /ABCDEF+Test /Flags 4 /StemV 80 {key} >>");
    doc.object(13, descriptor).stream(14, entries, program)
}

/// A page with an embedded TrueType font behind two-byte codes, with no character collection.
fn by_gid(cid_font: &str, program: &TrueType<'_>, codes: &str) -> Doc {
    let entries = format!("/FontDescriptor 13 0 R {cid_font}");
    let doc = Doc::new(show(codes)).composite_of("Identity", "/Identity-H", &entries);
    embed(doc, FILE2, "", program.bytes())
}

/// A page with an embedded TrueType font behind one-byte codes.
fn by_byte(font: &str, program: &TrueType<'_>, codes: &str) -> Doc {
    let font = format!("/Subtype /TrueType /BaseFont /Test /FontDescriptor 13 0 R {font}");
    embed(
        Doc::new(show(codes)).font(&font),
        FILE2,
        "",
        program.bytes(),
    )
}

/// A page with an embedded bare CFF or Type 1 font behind one-byte codes.
fn type1_font(font: &str, key: &str, program: Vec<u8>, codes: &str) -> Doc {
    let font = format!("/Subtype /Type1 /BaseFont /Test /FontDescriptor 13 0 R {font}");
    let entries = if key == TYPE1C {
        "/Subtype /Type1C"
    } else {
        ""
    };
    embed(Doc::new(show(codes)).font(&font), key, entries, program)
}

/// Glyph 1 is 市 and glyph 2 is 民.
const CITIZENS: &[(u16, u16, Subtable<'_>)] =
    &[(3, 1, Subtable::Segments(&[(0x5E02, 1), (0x6C11, 2)]))];

const fn with_cmap<'a>(cmap: &'a [(u16, u16, Subtable<'a>)]) -> TrueType<'a> {
    TrueType {
        glyphs: 4,
        cmap,
        names: &[],
    }
}

const fn with_names<'a>(names: &'a [&'a str]) -> TrueType<'a> {
    TrueType {
        glyphs: 4,
        cmap: &[],
        names,
    }
}

#[test]
fn glyph_indices_by_the_character_map() {
    let program = with_cmap(CITIZENS);
    for map in ["/CIDToGIDMap /Identity", ""] {
        assert_eq!(by_gid(map, &program, "00010002").text(), "市民", "{map}");
    }
}

#[test]
fn vertical_glyph_indices_by_the_character_map() {
    let doc = by_gid("", &with_cmap(CITIZENS), "00010002");
    let entries = "/FontDescriptor 13 0 R /CIDToGIDMap /Identity";
    assert_eq!(
        doc.composite_of("Identity", "/Identity-V", entries).text(),
        "市民"
    );
}

#[test]
fn cids_through_a_map_to_glyph_indices() {
    let doc = by_gid("/CIDToGIDMap 15 0 R", &with_cmap(CITIZENS), "000300010000");
    let map = [0, 0, 0, 2, 0, 0, 0, 1];
    let page = doc.stream(15, "", map).read();
    assert_eq!(texts(&page), ["市", "民", "\u{fffd}"]);
    assert_eq!(unmapped(&page), 1);
}

#[test]
fn characters_beyond_the_basic_plane() {
    let groups = Subtable::Groups(&[(0x5E02, 1), (0x20BB7, 2)]);
    let program = [(3, 10, groups)];
    assert_eq!(by_gid("", &with_cmap(&program), "00010002").text(), "市𠮷");
}

#[test]
fn a_unicode_platform_character_map() {
    let program = [(0, 3, Subtable::Segments(&[(0x5E02, 1)]))];
    assert_eq!(by_gid("", &with_cmap(&program), "0001").text(), "市");
}

#[test]
fn of_characters_that_share_a_glyph_the_ideograph_is_meant() {
    let program = [(
        3,
        1,
        Subtable::Segments(&[(0x2F6C, 1), (0x76EE, 1), (0xE000, 1)]),
    )];
    assert_eq!(by_gid("", &with_cmap(&program), "0001").text(), "目");
}

#[test]
fn glyph_names_where_there_is_no_character_map() {
    let program = with_names(&["uni5E02", "u6C11", "f_i"]);
    let doc = by_gid("", &program, "000100020003");
    assert_eq!(doc.text(), "市民fi");
}

#[test]
fn glyph_names_where_the_character_map_lacks_a_glyph() {
    let program = TrueType {
        glyphs: 4,
        cmap: CITIZENS,
        names: &["a", "b", "uni8A08"],
    };
    assert_eq!(by_gid("", &program, "00010003").text(), "市計");
}

#[test]
fn names_that_say_nothing_are_unmapped() {
    let page = by_gid("", &with_names(&["g1", "glyph2", "cid3"]), "000100020003").read();
    assert_eq!(texts(&page), ["\u{fffd}"; 3]);
    assert_eq!(unmapped(&page), 3);
}

/// 9.10.2: the collection of the CIDFont comes first, embedded or not.
#[test]
fn cids_of_adobe_japan1_in_an_embedded_font() {
    let doc = by_gid("", &with_cmap(CITIZENS), "08A20EBD");
    let map = [[0; 2 * 2210].as_slice(), &[0, 1]].concat();
    let entries = "/FontDescriptor 13 0 R /CIDToGIDMap 15 0 R";
    let doc = doc
        .composite_of("Japan1", "/Identity-H", entries)
        .stream(15, "", map);
    assert_eq!(doc.text(), "市民");
}

#[test]
fn a_broken_program_is_unmapped_and_loses_nothing_else() {
    for program in [&b"no font"[..], b"", b"\x00\x01\x00\x00\xFF\xFF"] {
        let doc = Doc::new(show("0001")).composite_of(
            "Identity",
            "/Identity-H",
            "/FontDescriptor 13 0 R",
        );
        let page = embed(doc, FILE2, "", program).read();
        assert_eq!(texts(&page), ["\u{fffd}"]);
        assert_eq!(unmapped(&page), 1);
    }
}

#[test]
fn a_missing_glyph_index_is_unmapped() {
    let page = by_gid("", &with_cmap(CITIZENS), "00000009").read();
    assert_eq!(texts(&page), ["\u{fffd}"; 2]);
    assert_eq!(unmapped(&page), 2);
}

/// 9.6.5.4: a symbolic font leads from the code to the glyph by its (1, 0) map; what the glyph says
/// stands in its Unicode map.
#[test]
fn bytes_through_the_macintosh_map() {
    let cmap = [
        (1, 0, Subtable::Bytes(&[(1, 1), (0x41, 2)])),
        (3, 1, Subtable::Segments(&[(0x5E02, 1), (0x6C11, 2)])),
    ];
    assert_eq!(by_byte("", &with_cmap(&cmap), "0141").text(), "市民");
}

#[test]
fn bytes_through_the_symbol_map_and_glyph_names() {
    let program = TrueType {
        glyphs: 4,
        cmap: &[(3, 0, Subtable::Segments(&[(0xF001, 1), (0xF041, 2)]))],
        names: &["uni5E02", "uni6C11", "a"],
    };
    assert_eq!(by_byte("", &program, "0141").text(), "市民");
}

#[test]
fn bytes_through_the_macintosh_map_and_glyph_names() {
    let program = TrueType {
        glyphs: 4,
        cmap: &[(1, 0, Subtable::Bytes(&[(1, 1), (0x41, 2)]))],
        names: &["uni5E02", "uni6C11", "a"],
    };
    assert_eq!(by_byte("", &program, "0141").text(), "市民");
}

#[test]
fn bytes_through_the_symbol_map_of_a_font_of_marks() {
    let program = with_cmap(&[(3, 0, Subtable::Segments(&[(0xF0FC, 1), (0xF06C, 2)]))]);
    let doc = by_byte("", &program, "FC6C")
        .font("/Subtype /TrueType /BaseFont /ABCDEF+Wingdings-Regular /FontDescriptor 13 0 R");
    assert_eq!(doc.text(), "✓●");
}

#[test]
fn bytes_of_a_symbolic_font_without_names_are_unmapped() {
    let program = with_cmap(&[(3, 0, Subtable::Segments(&[(0xF001, 1), (0xF002, 2)]))]);
    let page = by_byte("", &program, "0102").read();
    assert_eq!(texts(&page), ["\u{fffd}"; 2]);
    assert_eq!(unmapped(&page), 2);
}

#[test]
fn an_encoding_comes_before_the_program() {
    let encoding = "/Encoding /WinAnsiEncoding";
    assert_eq!(by_byte(encoding, &with_cmap(CITIZENS), "4142").text(), "AB");
}

/// `/Differences` may name glyphs by names that only the program knows.
#[test]
fn unknown_names_lead_through_the_program() {
    let program = TrueType {
        glyphs: 4,
        cmap: CITIZENS,
        names: &["g17", "g18", "g19"],
    };
    let encoding = "/Encoding << /Differences [65 /g18 /g17] >>";
    assert_eq!(by_byte(encoding, &program, "4142").text(), "民市");
}

#[test]
fn bare_cff_by_its_built_in_encoding() {
    let program = cff(&[(0x01, "uni5E02"), (0x41, "uni6C11")]);
    assert_eq!(type1_font("", TYPE1C, program, "0141").text(), "市民");
}

#[test]
fn bare_cff_with_an_encoding() {
    let program = cff(&[(0x01, "uni5E02"), (0x41, "uni6C11")]);
    let encoding = "/Encoding << /Differences [1 /uni6C11] >>";
    assert_eq!(type1_font(encoding, TYPE1C, program, "0141").text(), "民民");
}

/// 9.7.4.2: in a CIDFont, the CIDs of a CFF font that is not CID-keyed are glyph indices.
#[test]
fn bare_cff_by_glyph_index() {
    let doc = Doc::new(show("00010002")).composite_of(
        "Identity",
        "/Identity-H",
        "/FontDescriptor 13 0 R",
    );
    let program = cff(&[(1, "uni5E02"), (2, "uni6C11")]);
    let doc = embed(doc, TYPE1C, "/Subtype /CIDFontType0C", program);
    assert_eq!(doc.text(), "市民");
}

#[test]
fn open_type_with_cff_outlines() {
    let names = cff(&[(1, "uni5E02"), (2, "g2")]);
    let with_map = with_cmap(CITIZENS).bytes();
    let at = with_map.windows(4).position(|w| w == b"cmap").unwrap();
    let long = |at: usize| u32::from_be_bytes(with_map[at..at + 4].try_into().unwrap()) as usize;
    let (offset, length) = (long(at + 8), long(at + 12));
    let cmap = with_map[offset..offset + length].to_vec();
    let tables = BTreeMap::from([("CFF ", names.clone()), ("cmap", cmap)]);
    let by_names = BTreeMap::from([("CFF ", names)]);
    for (tables, text) in [(tables, "市民"), (by_names, "市\u{fffd}")] {
        let doc = Doc::new(show("00010002")).composite_of(
            "Identity",
            "/Identity-H",
            "/FontDescriptor 13 0 R",
        );
        let program = sfnt(u32::from_be_bytes(*b"OTTO"), &tables);
        let page = embed(doc, TYPE1C, "/Subtype /OpenType", program).read();
        assert_eq!(texts(&page).concat(), text);
    }
}

#[test]
fn type1_by_its_built_in_encoding() {
    let program = type1(&[(0x01, "uni5E02"), (0x41, "uni6C11")]);
    let doc = type1_font("", "/FontFile 14 0 R", program, "0141");
    assert_eq!(doc.text(), "市民");
}

#[test]
fn type1_with_an_encoding() {
    let program = type1(&[(0x01, "uni5E02"), (0x41, "uni6C11")]);
    let encoding = "/Encoding << /Differences [1 /uni6C11] >>";
    let doc = type1_font(encoding, "/FontFile 14 0 R", program, "0141");
    assert_eq!(doc.text(), "民民");
}

/// A code that the built-in encoding gives no glyph says nothing, whatever other fonts show for it.
#[test]
fn a_code_without_a_glyph_is_unmapped() {
    let program = type1(&[(0x01, "uni5E02"), (0x41, "g7")]);
    let page = type1_font("", "/FontFile 14 0 R", program, "014142").read();
    assert_eq!(texts(&page), ["市", "\u{fffd}", "\u{fffd}"]);
    assert_eq!(unmapped(&page), 2);
}

#[test]
fn to_unicode_comes_before_the_program() {
    let doc = by_gid("", &with_cmap(CITIZENS), "00010002")
        .with_to_unicode("1 beginbfchar <0001> <8A08> endbfchar");
    assert_eq!(doc.text(), "計民");
}
