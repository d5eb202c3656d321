//! What is on a page and yet no part of its text: readings, repeats, text that cannot be true; and
//! what stands for text that is not there.

use crate::fonts::doc::{Doc, show};
use crate::support::{PageSpec, document_of, pdf, texts};
use keikaku::pdf::{Hidden, Limits, Page, Pdf, Stop};
use keikaku::{ReadOptions, Reading, read};

fn page(bytes: &[u8]) -> Page {
    Pdf::open(bytes, Limits::default(), None).unwrap().page(0)
}

fn reading(bytes: &[u8]) -> Reading {
    read(bytes, "x.pdf", &ReadOptions::default()).unwrap()
}

fn codes(reading: &Reading) -> Vec<&str> {
    reading.findings.iter().map(|f| f.code.as_str()).collect()
}

fn readings(content: &[u8]) -> Vec<(String, String)> {
    let bytes = pdf(&[PageSpec::new(content)]);
    let ruby = page(&bytes).ruby;
    ruby.into_iter().map(|r| (r.base, r.text)).collect()
}

#[test]
fn small_kana_over_ideographs_are_their_reading() {
    let content = texts(&[
        (50.0, 200.0, 12.0, "市民の計画"),
        (53.0, 211.0, 6.0, "しみん"),
        (86.0, 211.0, 6.0, "けい"),
    ]);
    let of = |base: &str, text: &str| (base.to_owned(), text.to_owned());
    assert_eq!(readings(&content), [of("市民", "しみん"), of("計", "けい")]);
    let bytes = pdf(&[PageSpec::new(&content)]);
    let document = document_of(&bytes, "x.pdf");
    assert_eq!(document.sections[0].text, "市民の計画");
    assert_eq!(document.ruby[0].text, "しみん");
    assert_eq!(document.ruby[0].page, 1);
}

#[test]
fn small_text_over_a_heading_is_no_reading() {
    let motto = texts(&[
        (50.0, 200.0, 12.0, "市民の計画"),
        (50.0, 211.0, 6.0, "みんなでつくる計画"),
    ]);
    assert_eq!(readings(&motto), []);
    let whole = texts(&[(50.0, 200.0, 20.0, "計画"), (50.0, 218.0, 9.0, "みんなの")]);
    assert_eq!(readings(&whole), []);
    let far = texts(&[(50.0, 200.0, 12.0, "市民"), (50.0, 220.0, 6.0, "しみん")]);
    assert_eq!(readings(&far), []);
}

#[test]
fn kana_beside_vertical_writing_are_its_reading() {
    let content =
        b"BT /V 12 Tf 100 200 Td <8E7396AF82CC8C7689E6> Tj ET BT /V 6 Tf 109 200 Td <82B582DD82F1> Tj ET";
    assert_eq!(
        readings(content),
        [("市民".to_owned(), "しみん".to_owned())]
    );
}

/// 袋文字: letters stroked in a colour and filled in white.
#[test]
fn outlined_letters_are_seen() {
    let twice = b"BT /J 20 Tf 50 200 Td 0 0 1 RG 1 Tr <8C7689E6> Tj ET \
                  BT /J 20 Tf 50 200 Td 1 g 0 Tr <8C7689E6> Tj ET";
    let at_once = b"BT /J 20 Tf 50 200 Td 0 0 1 RG 1 g 2 Tr <8C7689E6> Tj ET";
    for content in [&twice[..], &at_once[..]] {
        let bytes = pdf(&[PageSpec::new(content)]);
        let read = document_of(&bytes, "x.pdf").sections;
        let text: String = read.iter().map(|s| s.text.as_str()).collect();
        assert_eq!(text, "計画");
    }
}

/// Leaflets for foreign residents have a language a line.
#[test]
fn languages_beside_one_another_are_true() {
    // ten letters of Russian, and ten of Georgian
    let letters = (0x0430..0x043A).chain(0x10D0..0x10DA);
    let numbered: Vec<(usize, u32)> = letters.enumerate().collect();
    let entries: String = numbered
        .iter()
        .map(|(code, c)| format!("<{code:02X}> <{c:04X}> "))
        .collect();
    let shown: String = numbered
        .iter()
        .map(|(code, _)| format!("{code:02X}"))
        .collect();
    let bytes = Doc::new(show(&shown))
        .with_to_unicode(&format!("20 beginbfchar {entries} endbfchar"))
        .bytes();
    let page = page(&bytes);
    assert!(page.glyphs.len() == 20 && page.glyphs.iter().all(|g| g.hidden.is_none()));
}

#[test]
fn what_is_drawn_twice_is_kept_apart() {
    let content = texts(&[(50.0, 200.0, 12.0, "計画"), (50.3, 200.0, 12.0, "計画")]);
    let bytes = pdf(&[PageSpec::new(&content)]);
    let repeated = |g: &&keikaku::pdf::Glyph| g.hidden == Some(Hidden::Repeated);
    assert_eq!(page(&bytes).glyphs.iter().filter(repeated).count(), 2);
    assert_eq!(codes(&reading(&bytes)), [""; 0]);
}

/// A font that says a letter of another script for each of its codes.
#[test]
fn text_that_cannot_be_true_is_left_out_and_told() {
    let scripts = [
        "0628", "0E01", "0915", "AC00", "0414", "10D0", "0531", "05D0",
    ];
    let entries: String = (1..=24)
        .map(|code| format!("<{code:02X}> <{}> ", scripts[code % scripts.len()]))
        .collect();
    let codes_shown: String = (1..=24).map(|code| format!("{code:02X}")).collect();
    let bytes = Doc::new(show(&codes_shown))
        .with_to_unicode(&format!("24 beginbfchar {entries} endbfchar"))
        .bytes();
    let suspect = |g: &keikaku::pdf::Glyph| g.hidden == Some(Hidden::Suspect);
    assert!(page(&bytes).glyphs.iter().all(suspect));
    let reading = reading(&bytes);
    assert_eq!(codes(&reading), ["no-text-layer", "text-layer-suspect"]);
}

#[test]
fn text_of_annotations_is_read_and_told() {
    let bytes = Doc::new(show("42"))
        .page("/Annots [30 0 R]")
        .object(
            30,
            "<< /Type /Annot /Subtype /FreeText /Rect [100 100 200 120] /AP << /N 31 0 R >> >>",
        )
        .stream(
            31,
            "/Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << /Font << /F 10 0 R >> >>",
            "BT /F 10 Tf 5 5 Td (A) Tj ET",
        )
        .bytes();
    assert_eq!(codes(&reading(&bytes)), ["annotation-text"]);
}

#[test]
fn a_form_field_that_nothing_draws_is_told() {
    let bytes = Doc::new(show("42"))
        .page("/Annots [30 0 R]")
        .object(
            30,
            "<< /Type /Annot /Subtype /Widget /Rect [0 0 9 9] /FT /Tx /T (name) /V (value) >>",
        )
        .bytes();
    let reading = reading(&bytes);
    assert_eq!(codes(&reading), ["field-not-drawn"]);
    assert!(reading.findings[0].message.contains("`name`"));
}

#[test]
fn a_wrong_checksum_is_told() {
    use crate::fonts::filters::deflate;
    let mut data = deflate(show("41").as_bytes());
    *data.last_mut().unwrap() ^= 1;
    let content = "<< /Type /Page /Parent 2 0 R /Contents 30 0 R \
                   /Resources << /Font << /F 10 0 R >> >> >>";
    let bytes = Doc::new("")
        .object(3, content)
        .stream(30, "/Filter /FlateDecode", data)
        .bytes();
    assert_eq!(codes(&reading(&bytes)), ["checksum-wrong"]);
}

#[test]
fn a_font_that_cannot_be_read_in_full_is_told() {
    let bytes = Doc::new(show("41"))
        .font_entries("/ToUnicode 12 0 R")
        .stream(12, "/Filter /FlateDecode", b"no deflate data")
        .bytes();
    let reading = reading(&bytes);
    assert_eq!(codes(&reading), ["font-damaged"]);
    assert!(reading.findings[0].message.contains("`/ToUnicode`"));
}

#[test]
fn a_reading_that_is_stopped_says_so() {
    let bytes = pdf(&[PageSpec::new(&texts(&[(50.0, 200.0, 12.0, "計画")]))]);
    let options = ReadOptions::default();
    options.stop.stop();
    let reading = read(&bytes, "x.pdf", &options).unwrap();
    assert_eq!(codes(&reading), ["limit-hit"]);
    assert!(!Stop::default().is_stopped());
}

#[test]
fn a_text_that_a_border_cuts_is_a_finding() {
    let mut content = texts(&[
        (55.0, 205.0, 10.0, "ちいき"),
        (155.0, 205.0, 10.0, "ひと"),
        (55.0, 185.0, 10.0, "きたのまちとみなみのまちとひがし"),
        (230.0, 185.0, 10.0, "12"),
    ]);
    for y in [180, 200, 220] {
        content.extend(format!("50 {y} m 300 {y} l S\n").bytes());
    }
    for x in [50, 150, 300] {
        content.extend(format!("{x} 180 m {x} 220 l S\n").bytes());
    }
    let reading = reading(&pdf(&[PageSpec::new(&content)]));
    assert!(
        codes(&reading).contains(&"table-doubtful"),
        "{:?}",
        codes(&reading)
    );
    let finding = reading.findings.iter().find(|f| f.code == "table-doubtful");
    let [x0, .., x1, _] = finding.unwrap().at[0].r#box;
    assert!(x0 < 150.0 && x1 > 150.0);
}
