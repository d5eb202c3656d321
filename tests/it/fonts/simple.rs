//! Simple fonts (ISO 32000-2, 9.6 and annex D): named encodings, differences, the standard fonts,
//! Type 3, and fonts that are not there.

use super::doc::{Doc, assert_at, show, texts, unmapped, widths};
use keikaku::pdf::PageNote;

/// The text of codes in a font that is not embedded.
fn text(font: &str, codes: &str) -> String {
    Doc::new(show(codes)).font(font).text()
}

fn encoded(encoding: &str, codes: &str) -> String {
    let font = format!("/Subtype /Type1 /BaseFont /Test /Encoding {encoding}");
    text(&font, codes)
}

fn differing(differences: &str, codes: &str) -> String {
    encoded(
        &format!("<< /BaseEncoding /WinAnsiEncoding /Differences [{differences}] >>"),
        codes,
    )
}

#[test]
fn win_ansi() {
    assert_eq!(encoded("/WinAnsiEncoding", "4127608095A9BDFF"), "A'`€•©½ÿ");
}

/// Annex D.3, notes 3, 4 and 6: more spaces, hyphens and bullets than one.
#[test]
fn win_ansi_fills_its_gaps() {
    assert_eq!(encoded("/WinAnsiEncoding", "41AD42"), "A-B");
    assert_eq!(encoded("/WinAnsiEncoding", "7F81"), "••");
    assert_eq!(
        encoded("/WinAnsiEncoding", "41A042").replace('\u{a0}', " "),
        "A B"
    );
}

#[test]
fn mac_roman() {
    assert_eq!(encoded("/MacRomanEncoding", "4180A5DEDB"), "AÄ•ﬁ¤");
}

#[test]
fn standard_encoding() {
    assert_eq!(encoded("/StandardEncoding", "412760AEB7"), "A’‘ﬁ•");
}

#[test]
fn no_encoding_is_standard_encoding() {
    let font = "/Subtype /Type1 /BaseFont /Test";
    assert_eq!(text(font, "4127"), "A’");
    assert_eq!(encoded("<< /Differences [66 /a] >>", "412742"), "A’a");
}

#[test]
fn differences_by_unicode_names() {
    let names = "1 /uni5E02 /u6C11 /u20BB7 10 /uni5E026C11";
    assert_eq!(differing(names, "010203"), "市民𠮷");
    assert_eq!(differing(names, "0A41"), "市民A");
}

#[test]
fn differences_by_the_glyph_list() {
    let names = "1 /bullet /Euro /quoteright /f_f_i /ffi /H18533 /onesuperior";
    assert_eq!(differing(names, "01020304"), "•€’ffi");
    assert_eq!(differing(names, "0607"), "●¹");
}

#[test]
fn differences_with_a_suffix() {
    assert_eq!(
        differing("1 /a.alt /uni5E02.vert /one.oldstyle", "010203"),
        "a市1"
    );
}

#[test]
fn differences_with_names_in_hexadecimal() {
    assert_eq!(differing("1 /uni#35E02", "01"), "市");
}

/// A name that says nothing is unmapped: the base encoding does not speak for it.
#[test]
fn differences_that_say_nothing() {
    for name in ["g123", "cid123", "glyph7", "index4", "G01"] {
        let font = format!(
            "/Subtype /Type1 /BaseFont /Test /Encoding << /BaseEncoding /WinAnsiEncoding \
             /Differences [65 /{name}] >>"
        );
        let page = Doc::new(show("4142")).font(&font).read();
        assert_eq!(texts(&page), ["\u{fffd}", "B"], "{name}");
        assert_eq!(unmapped(&page), 1, "{name}");
    }
}

#[test]
fn notdef_is_no_character() {
    let font = "/Subtype /Type1 /BaseFont /Test /Encoding << /Differences [65 /.notdef] >>";
    let page = Doc::new(show("4142")).font(font).read();
    assert_ne!(texts(&page)[0], "A");
}

#[test]
fn zapf_dingbats() {
    let font = "/Subtype /Type1 /BaseFont /ZapfDingbats";
    assert_eq!(text(font, "336C6E7134"), "✓●■❑✔");
    assert_eq!(text(font, "ACB5D5"), "①⑩→");
}

#[test]
fn zapf_dingbats_by_name() {
    let font = "/Subtype /Type1 /BaseFont /ZapfDingbats /Encoding << /Differences [1 /a19 /a71] >>";
    assert_eq!(text(font, "0102"), "✓●");
}

#[test]
fn symbol() {
    let font = "/Subtype /Type1 /BaseFont /Symbol";
    assert_eq!(text(font, "B7A3B461"), "•≤×α");
}

#[test]
fn symbol_by_name() {
    let font =
        "/Subtype /Type1 /BaseFont /Symbol /Encoding << /Differences [1 /alpha /arrowright] >>";
    assert_eq!(text(font, "0102"), "α→");
}

/// 9.6.2.2: the standard fonts need no widths in the file, for every reader knows them.
#[test]
fn standard_fonts_have_known_widths() {
    for (name, width) in [
        ("Courier", 600.0),
        ("Helvetica", 222.0),
        ("Times-Roman", 278.0),
        ("Helvetica-Bold", 278.0),
    ] {
        let font = format!("/Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding");
        let page = Doc::new(show("6941")).font(&font).read();
        assert_at(&page, "A", 50.0 + width / 100.0, 100.0);
    }
}

#[test]
fn widths_begin_at_the_first_char() {
    let font = "/Subtype /Type1 /BaseFont /Test /FirstChar 65 /LastChar 66 /Widths [300 20 0 R] \
                /FontDescriptor << /Type /FontDescriptor /MissingWidth 700 >>";
    let page = Doc::new(show("41424344"))
        .font(font)
        .object(20, "400")
        .read();
    assert_at(&page, "B", 53.0, 100.0);
    assert_at(&page, "C", 57.0, 100.0);
    assert_at(&page, "D", 64.0, 100.0);
}

const TYPE3: &str = "/Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [.001 0 0 .001 0 0] \
                     /FirstChar 65 /LastChar 66 /Widths [600 500]";

fn type3(encoding: &str) -> Doc {
    let procs = "/CharProcs << /uni5E02 20 0 R /uni6C11 20 0 R /g1 20 0 R /A 20 0 R >>";
    let glyph = "1000 0 0 0 750 750 d1 0 0 750 750 re f";
    Doc::new(show("4142"))
        .font(&format!("{TYPE3} {procs} /Encoding {encoding}"))
        .stream(20, "", glyph)
}

#[test]
fn type3_by_the_names_of_its_glyphs() {
    let page = type3("<< /Type /Encoding /Differences [65 /uni5E02 /uni6C11] >>").read();
    assert_eq!(texts(&page), ["市", "民"]);
    assert_at(&page, "民", 56.0, 100.0);
}

#[test]
fn type3_with_to_unicode() {
    let doc = type3("<< /Differences [65 /g1 /A] >>");
    let map = "2 beginbfchar <41> <5E02> <42> <6C11> endbfchar";
    assert_eq!(doc.with_to_unicode(map).text(), "市民");
}

#[test]
fn type3_with_names_that_say_nothing() {
    let page = type3("<< /Differences [65 /g1 /A] >>").read();
    assert_eq!(texts(&page), ["\u{fffd}", "A"]);
    assert_eq!(unmapped(&page), 1);
}

/// 9.6.4: the widths of a Type 3 font are in its glyph space, which is free.
#[test]
fn type3_in_a_glyph_space_of_its_own() {
    for (matrix, width) in [("1 0 0 1 0 0", "0.6"), ("0.02 0 0 0.02 0 0", "30")] {
        let font = format!(
            "/Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [{matrix}] /FirstChar 65 /LastChar 66 \
             /Widths [{width} {width}] /CharProcs << /A 20 0 R /B 20 0 R >> \
             /Encoding << /Differences [65 /A /B] >>"
        );
        let doc = Doc::new(show("4142")).font(&font);
        let page = doc.stream(20, "", "1 0 d0").read();
        assert_at(&page, "B", 56.0, 100.0);
    }
}

#[track_caller]
fn reported(doc: &Doc) {
    let page = doc.read();
    let noted = page
        .notes
        .iter()
        .any(|n| matches!(n, PageNote::ObjectMissing(_)));
    assert!(noted || unmapped(&page) > 0, "{:?}", page.glyphs);
}

#[test]
fn a_font_that_is_not_there_is_reported() {
    let content = "BT /G 10 Tf 50 200 Td (A) Tj ET";
    reported(&Doc::new(content));
    for font in ["null", "99 0 R", "(no font)", "20 0 R"] {
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /G {font} >> >> >>"
        );
        reported(&Doc::new(content).object(3, page).object(20, "null"));
    }
    let bare = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << >> >>";
    reported(&Doc::new(content).object(3, bare));
    reported(&Doc::new("BT 50 200 Td (A) Tj ET"));
}

#[test]
fn a_font_without_its_descendant_is_reported() {
    let font = "/Subtype /Type0 /BaseFont /Test /Encoding /Identity-H";
    reported(&Doc::new(show("0041")).font(font));
    let missing = format!("{font} /DescendantFonts [99 0 R]");
    reported(&Doc::new(show("0041")).font(&missing));
}

#[test]
fn a_font_written_into_the_resources() {
    let page = "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /G \
                << /Type /Font /Subtype /Type1 /BaseFont /Test /Encoding << /Differences \
                [65 /uni5E02] >> >> >> >> >>";
    let doc = Doc::new("BT /G 10 Tf 50 200 Td (A) Tj ET");
    assert_eq!(doc.object(3, page).text(), "市");
}

#[test]
fn everything_may_be_indirect() {
    let doc = Doc::new("BT /G 10 Tf 50 200 Td <8E73> Tj /H 10 Tf (A) Tj ET")
        .object(
            3,
            "<< /Type /Page /Parent 2 0 R /Contents 20 0 R /Resources 21 0 R >>",
        )
        .object(20, "[4 0 R]")
        .object(21, "<< /Font 22 0 R >>")
        .object(22, "<< /G 23 0 R /H 30 0 R >>")
        .object(
            23,
            "<< /Type /Font /Subtype 24 0 R /Encoding 25 0 R /DescendantFonts 26 0 R >>",
        )
        .object(24, "/Type0")
        .object(25, "/90ms-RKSJ-H")
        .object(26, "[27 0 R]")
        .object(
            27,
            "<< /Type /Font /Subtype /CIDFontType0 /CIDSystemInfo 28 0 R /DW 29 0 R >>",
        )
        .object(
            28,
            "<< /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >>",
        )
        .object(29, "700")
        .object(
            30,
            "<< /Type /Font /Subtype /Type1 /BaseFont /T /Encoding 31 0 R >>",
        )
        .object(31, "<< /Differences 32 0 R >>")
        .object(32, "[33 0 R /uni6C11]")
        .object(33, "65");
    assert_eq!(doc.text(), "市民");
    assert_at(&doc.read(), "民", 57.0, 100.0);
}

/// The other fonts of the page do not suffer.
#[test]
fn a_missing_font_costs_only_its_own_text() {
    let content = "BT /G 10 Tf 50 200 Td (A) Tj /F 10 Tf (B) Tj ET";
    let page = Doc::new(content).read();
    assert!(texts(&page).contains(&"B"));
}

/// 9.3.1: the font and its size last beyond the text object, and are restored by `Q`.
#[test]
fn the_font_belongs_to_the_graphics_state() {
    let content = "/F 10 Tf q /F 20 Tf Q BT 50 200 Td (A) Tj ET BT 100 200 Td (B) Tj ET";
    let page = Doc::new(content).read();
    assert_eq!(texts(&page), ["A", "B"]);
    assert!(page.glyphs.iter().all(|g| (g.size - 10.0).abs() < 0.01));
}

#[test]
fn a_font_from_a_graphics_state_dictionary() {
    let doc = Doc::new("/S gs BT 50 200 Td (A) Tj ET")
        .resources("/ExtGState << /S << /Font [10 0 R 10] >> >>");
    assert_eq!(doc.text(), "A");
}

#[test]
fn unmapped_glyphs_are_counted_by_font() {
    let doc = Doc::new(show("0102")).font(&format!(
        "/Subtype /Type1 /BaseFont /ABCDEF+Named /Encoding << /Differences [1 /g1 /g2] >> {}",
        widths(500)
    ));
    let page = doc.read();
    assert_eq!(page.fonts.len(), 1);
    assert_eq!(
        (page.fonts[0].name.as_str(), page.fonts[0].unmapped),
        ("Named", 2)
    );
}
