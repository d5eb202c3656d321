//! CMaps embedded in the file (ISO 32000-2, 9.7.5.3 and 9.7.5.4). The CIDs are those of
//! Adobe-Japan1: 2210 市, 3773 民, 843 あ, 34 A.

use super::doc::{Doc, cmap, glyph, show, texts};

const TWO_BYTES: &str = "1 begincodespacerange <0000> <FFFF> endcodespacerange";
const MIXED: &str = "2 begincodespacerange <00> <80> <8140> <9FFC> endcodespacerange";

/// A page that shows codes by the CMap stream 20.
fn doc(entries: &str, program: impl AsRef<[u8]>, codes: &str) -> Doc {
    Doc::new(show(codes)).composite("20 0 R").stream(
        20,
        &format!("/Type /CMap /CMapName /T {entries}"),
        program,
    )
}

#[test]
fn cidchar_and_cidrange() {
    let program = cmap(
        TWO_BYTES,
        "2 begincidchar <0001> 2210 <0002> 3773 endcidchar \
         1 begincidrange <0010> <0012> 843 endcidrange",
    );
    assert_eq!(
        doc("", program, "00010002001000110012").text(),
        "市民あぃい"
    );
}

#[test]
fn it_may_be_compressed() {
    let program = cmap(TWO_BYTES, "1 begincidchar <0001> 2210 endcidchar");
    let hex: String = program.bytes().map(|b| format!("{b:02x}")).collect();
    let doc = doc("/Filter /ASCIIHexDecode", hex + ">", "0001");
    assert_eq!(doc.text(), "市");
}

#[test]
fn codes_of_one_and_two_bytes() {
    let program = cmap(
        MIXED,
        "1 begincidrange <41> <5A> 34 endcidrange 1 begincidchar <8140> 2210 endcidchar",
    );
    assert_eq!(doc("", program, "41814042").text(), "A市B");
}

/// 9.7.6.3: the length comes from the codespace, also where nothing is mapped.
#[test]
fn unmapped_codes_keep_their_length() {
    let program = cmap(
        MIXED,
        "1 begincidrange <41> <5A> 34 endcidrange 1 begincidchar <8140> 2210 endcidchar",
    );
    let page = doc("", program, "4182418140610042").read();
    let unknown = "\u{fffd}";
    assert_eq!(texts(&page), ["A", unknown, "市", unknown, unknown, "B"]);
}

#[test]
fn codes_of_one_byte() {
    let program = cmap(
        "1 begincodespacerange <00> <FF> endcodespacerange",
        "1 begincidrange <20> <7E> 1 endcidrange 1 begincidchar <FF> 2210 endcidchar",
    );
    assert_eq!(doc("", program, "4142FF").text(), "AB市");
}

#[test]
fn codes_of_three_and_four_bytes() {
    let program = cmap(
        "3 begincodespacerange <00> <7F> <8EA1A1> <8EFEFE> <8FA1A1A1> <8FFEFEFE> \
         endcodespacerange",
        "3 begincidchar <41> 34 <8EA1A1> 2210 <8FA1A1A1> 3773 endcidchar",
    );
    assert_eq!(doc("", program, "8EA1A1418FA1A1A141").text(), "市A民A");
}

/// 9.7.6.3: of the ranges that fit in part, the one that fits longest; then the shortest.
#[test]
fn the_longest_partial_match_gives_the_length() {
    let program = cmap(
        "2 begincodespacerange <8E40> <8E7E> <8EA1A1> <8EA1FE> endcodespacerange",
        "1 begincidchar <8E50> 2210 endcidchar",
    );
    let page = doc("", program, "8EA1008E50").read();
    assert_eq!(texts(&page).last(), Some(&"市"));
}

/// The text of a CMap that changes one code of 90ms-RKSJ-H.
fn on_90ms(entries: &str, head: &str) -> String {
    let program = cmap(head, "1 begincidchar <8E73> 3773 endcidchar");
    doc(entries, program, "418E7396AF82A0").text()
}

#[test]
fn it_may_build_on_a_predefined_one() {
    let text = on_90ms("/UseCMap /90ms-RKSJ-H", "/90ms-RKSJ-H usecmap");
    assert_eq!(text, "A民民あ");
}

#[test]
fn it_may_build_on_one_that_only_the_dictionary_names() {
    assert_eq!(on_90ms("/UseCMap /90ms-RKSJ-H", ""), "A民民あ");
}

#[test]
fn it_may_build_on_one_that_only_the_program_names() {
    assert_eq!(on_90ms("", "/90ms-RKSJ-H usecmap"), "A民民あ");
}

#[test]
fn it_may_have_its_own_codespace_as_well() {
    let head = format!("/90ms-RKSJ-H usecmap {MIXED}");
    assert_eq!(on_90ms("/UseCMap /90ms-RKSJ-H", &head), "A民民あ");
}

/// The text of a CMap that builds on another stream, of its own codespace.
fn on_a_stream(head: &str) -> String {
    let base = cmap(
        MIXED,
        "1 begincidrange <41> <5A> 34 endcidrange 1 begincidchar <8140> 2210 endcidchar",
    )
    .replace("/Test-H", "/Base");
    let own = cmap(head, "1 begincidchar <8141> 3773 endcidchar");
    doc("/UseCMap 21 0 R", own, "4181408141")
        .stream(21, "/Type /CMap /CMapName /Base", base)
        .text()
}

#[test]
fn it_may_build_on_another_stream() {
    assert_eq!(on_a_stream("/Base usecmap"), "A市民");
}

#[test]
fn it_may_build_on_another_stream_that_only_the_dictionary_names() {
    assert_eq!(on_a_stream(""), "A市民");
}

#[test]
fn a_writing_mode_in_the_dictionary() {
    let program = cmap(TWO_BYTES, "1 begincidchar <0001> 2210 endcidchar");
    let page = doc("/WMode 1", &program, "0001").read();
    assert!(glyph(&page, "市").vertical);
    let page = doc("/WMode 0", &program, "0001").read();
    assert!(!glyph(&page, "市").vertical);
}

#[test]
fn a_writing_mode_in_the_program() {
    let head = format!("/WMode 1 def {TWO_BYTES}");
    let program = cmap(&head, "1 begincidchar <0001> 2210 endcidchar");
    assert!(glyph(&doc("", program, "0001").read(), "市").vertical);
}

#[test]
fn the_writing_mode_of_what_it_builds_on() {
    let program = cmap(
        "/90ms-RKSJ-V usecmap",
        "1 begincidchar <8140> 3773 endcidchar",
    );
    let page = doc("/UseCMap /90ms-RKSJ-V", program, "8E73").read();
    assert!(glyph(&page, "市").vertical);
}

/// The collection in the program counts where the CIDFont names none of its own.
#[test]
fn a_collection_in_the_program() {
    let head = format!(
        "/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Japan1) def \
         /Supplement 2 def end def {TWO_BYTES}"
    );
    let program = cmap(&head, "1 begincidchar <0001> 2210 endcidchar");
    let doc = doc("", program, "0001").object(
        11,
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Test >>",
    );
    assert_eq!(doc.text(), "市");
}

#[test]
fn widths_go_by_cid_and_not_by_code() {
    let program = cmap(
        TWO_BYTES,
        "2 begincidchar <0001> 2210 <0002> 3773 endcidchar",
    );
    let page = doc("", program, "00010002")
        .composite_of("Japan1", "20 0 R", "/DW 1000 /W [1 [300 300] 2210 [600]]")
        .read();
    assert!((glyph(&page, "民").origin.x - 56.0).abs() < 0.01);
}

#[test]
fn garbage_is_reported() {
    let page = doc("", b"\x00\xFF this is no CMap", "00010002").read();
    assert!(page.fonts.iter().any(|f| f.unmapped > 0) || !page.notes.is_empty());
    let page = doc("/Filter /FlateDecode", b"no deflate data", "00010002").read();
    assert!(page.fonts.iter().any(|f| f.unmapped > 0) || !page.notes.is_empty());
}

/// Unicode text comes from the CIDs, unless `/ToUnicode` knows better: it goes by code.
#[test]
fn to_unicode_goes_by_code() {
    let program = cmap(
        TWO_BYTES,
        "2 begincidchar <0001> 2210 <0002> 3773 endcidchar",
    );
    let doc = doc("", program, "00010002").with_to_unicode("1 beginbfchar <0001> <8A08> endbfchar");
    assert_eq!(doc.text(), "計民");
}
