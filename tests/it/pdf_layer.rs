//! The reading of pages: small PDFs, one trap each.

use crate::support::{PageSpec, pdf, repo, shift_jis, texts};
use keikaku::pdf::{Glyph, Hidden, Limits, Page, Pdf};

fn page(bytes: &[u8]) -> Page {
    Pdf::open(bytes, Limits::default(), None).unwrap().page(0)
}

fn page_of(content: &[u8]) -> Page {
    page(&pdf(&[PageSpec::new(content)]))
}

fn visible(page: &Page) -> String {
    let shown = page.glyphs.iter().filter(|g| g.hidden.is_none());
    shown.map(|g| g.text.as_str()).collect()
}

fn glyph<'p>(page: &'p Page, text: &str) -> &'p Glyph {
    page.glyphs.iter().find(|g| g.text == text).unwrap()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.01
}

#[test]
fn a_font_that_is_not_embedded_is_read_by_its_cmap() {
    let page = page_of(&texts(&[(50.0, 200.0, 10.0, "市民、①カ（１）")]));
    assert_eq!(visible(&page), "市民、①カ（１）");
    let first = glyph(&page, "市");
    assert!(near(first.bbox.x0, 50.0) && near(first.bbox.x1, 60.0));
    assert!(near(first.bbox.bottom, 300.0 - 200.0 + 1.2));
}

#[test]
fn vertical_writing_goes_down() {
    let mut content = b"BT /V 10 Tf 100 200 Td <".to_vec();
    content.extend(
        shift_jis("市民")
            .iter()
            .flat_map(|b| format!("{b:02X}").into_bytes()),
    );
    content.extend(b"> Tj ET");
    let page = page_of(&content);
    let (a, b) = (glyph(&page, "市"), glyph(&page, "民"));
    assert!(a.vertical && b.bbox.top >= a.bbox.bottom - 0.01);
    assert!(
        near(a.bbox.x0, 95.0) && near(a.bbox.top, 100.0),
        "{:?}",
        a.bbox
    );
}

#[test]
fn a_turned_page_is_read_as_displayed() {
    let content = texts(&[(50.0, 250.0, 10.0, "市")]);
    for (rotate, x, y) in [(90, 250.0, 50.0), (180, 350.0, 250.0), (270, 50.0, 350.0)] {
        let page = page(&pdf(&[PageSpec {
            rotate,
            ..PageSpec::new(&content)
        }]));
        let origin = glyph(&page, "市").origin;
        assert!(
            near(origin.x, x) && near(origin.y, y),
            "{rotate}: {origin:?}"
        );
        let turned = rotate != 180;
        assert!(near(page.width, if turned { 300.0 } else { 400.0 }));
    }
}

#[test]
fn coordinates_begin_at_the_crop_box() {
    let content = texts(&[(50.0, 200.0, 10.0, "市"), (5.0, 200.0, 10.0, "民")]);
    let page = page(&pdf(&[PageSpec {
        crop_box: Some([20.0, 10.0, 300.0, 260.0]),
        ..PageSpec::new(&content)
    }]));
    let origin = glyph(&page, "市").origin;
    assert!(near(origin.x, 30.0) && near(origin.y, 60.0), "{origin:?}");
    assert_eq!(glyph(&page, "民").hidden, Some(Hidden::OffPage));
}

#[test]
fn what_a_reader_does_not_see_is_set_apart() {
    let cases: [(&[u8], Hidden); 4] = [
        (b"BT 3 Tr /L 10 Tf 50 200 Td (x) Tj ET", Hidden::RenderMode),
        (b"1 g BT /L 10 Tf 50 200 Td (x) Tj ET", Hidden::WhiteOnWhite),
        (
            b"0 0 20 20 re W n BT /L 10 Tf 50 200 Td (x) Tj ET",
            Hidden::Clipped,
        ),
        (b"BT /L 0.1 Tf 50 200 Td (x) Tj ET", Hidden::ZeroSize),
    ];
    for (content, reason) in cases {
        let page = page_of(content);
        assert_eq!(glyph(&page, "x").hidden, Some(reason));
        assert_eq!(visible(&page), "");
    }
}

#[test]
fn white_text_on_colour_is_seen_and_has_a_backdrop() {
    let page = page_of(b"0.2 g 40 190 60 20 re f 1 g BT /L 10 Tf 50 200 Td (x) Tj ET");
    assert_eq!(visible(&page), "x");
    assert_eq!(glyph(&page, "x").backdrop.unwrap().rgb, [51; 3]);
}

#[test]
fn a_white_patch_over_a_grey_one_is_not_shaded() {
    let page = page_of(
        b"0.8 g 40 190 60 20 re f 1 g 45 195 20 12 re f 0 g BT /L 8 Tf 50 198 Td (x) Tj ET",
    );
    assert_eq!(glyph(&page, "x").backdrop, None);
}

#[test]
fn text_drawn_twice_for_a_bold_look_is_there_once() {
    let page = page_of(b"BT /L 10 Tf 50 200 Td (ab) Tj ET BT /L 10 Tf 50.3 200 Td (ab) Tj ET");
    assert_eq!(visible(&page), "ab");
    let twice = page_of(b"BT /L 10 Tf 50 200 Td (aa) Tj ET");
    assert_eq!(
        visible(&twice),
        "aa",
        "neighbours that say the same are two"
    );
}

#[test]
fn actual_text_says_what_glyphs_mean() {
    let page =
        page_of(b"/Span << /ActualText <FEFF6A19> >> BDC BT /L 10 Tf 50 200 Td (xy) Tj ET EMC");
    assert_eq!(visible(&page), "標");
    assert!(
        glyph(&page, "標").bbox.width() > 9.0,
        "its box covers both glyphs"
    );
}

#[test]
fn a_bad_token_does_not_cost_the_rest_of_the_page() {
    let page = page_of(b"BT /L 10 Tf 1.2.3 200 Td (a) Tj ) (b) Tj [(c) 5 Tj] TJ (d) Tj ET");
    assert!(visible(&page).contains('d'), "{}", visible(&page));
    assert!(page.skipped_bytes > 0);
}

#[test]
fn borders_are_rulings_however_they_are_drawn() {
    let drawings: [(&str, &[u8]); 5] = [
        ("line", b"50 100 m 150 100 l S"),
        ("thin rectangle", b"50 99.5 100 1 re f"),
        (
            "filled outline",
            b"50 99.7 m 150 99.7 l 150 100.3 l 50 100.3 l h f",
        ),
        ("stroked rectangle", b"50 100 100 40 re S"),
        ("ring", b"49.5 99.5 101 41 re 50.5 100.5 99 39 re f*"),
    ];
    for (name, content) in drawings {
        let page = page_of(content);
        let found = page.rulings.iter().any(|r| {
            r.horizontal && (r.pos - 200.0).abs() < 0.6 && r.start < 51.0 && r.end > 149.0
        });
        assert!(found, "{name}: {:?}", page.rulings);
    }
}

#[test]
fn dots_in_a_row_are_a_dotted_line() {
    let dots: String = (0..30)
        .map(|i| format!("{} 100 1 1 re f ", 50 + 3 * i))
        .collect();
    let page = page_of(dots.as_bytes());
    assert_eq!(page.rulings.len(), 1);
    assert!(page.fills.is_empty());
    let few: String = (0..3)
        .map(|i| format!("{} 100 1 1 re f ", 50 + 3 * i))
        .collect();
    assert!(page_of(few.as_bytes()).rulings.is_empty());
}

#[test]
fn an_encrypted_file_with_an_empty_password_is_read() {
    let path = repo("fixtures/okazaki-onecolumn/okazaki-onecolumn.pdf");
    let bytes = std::fs::read(path).unwrap();
    assert!(bytes.windows(8).any(|w| w == b"/Encrypt"));
    assert!(visible(&page(&bytes)).contains("推進計画"));
}
