//! Marks drawn as shapes.

use crate::support::{PageSpec, grid, pdf, texts};
use keikaku::flow::{Flow, document_flow, page_flow};
use keikaku::pdf::{Limits, Page, Pdf};

fn page(content: &[u8]) -> Page {
    let bytes = pdf(&[PageSpec::new(content)]);
    let pdf = Pdf::open(&bytes, Limits::default(), None).unwrap();
    pdf.page(0)
}

fn flow(page: &Page) -> Flow {
    document_flow(vec![page_flow(page)])
}

/// The marks that were read off shapes, in paint order.
fn drawn(content: &[u8]) -> String {
    let glyphs = page(content).glyphs;
    let drawn = glyphs.iter().filter(|g| g.drawn);
    drawn.map(|g| g.text.as_str()).collect()
}

/// Four curves around a middle; `op` paints them.
fn circle(x: f32, y: f32, r: f32, op: &str) -> String {
    let k = 0.5523 * r;
    format!(
        "{} {y} m {} {} {} {} {x} {} c {} {} {} {} {} {y} c {} {} {} {} {x} {} c {} {} {} {} {} {y} c h {op}\n",
        x + r,
        x + r,
        y + k,
        x + k,
        y + r,
        y + r,
        x - k,
        y + r,
        x - r,
        y + k,
        x - r,
        x - r,
        y - k,
        x - k,
        y - r,
        y - r,
        x + k,
        y - r,
        x + r,
        y - k,
        x + r,
    )
}

/// Straight lines through some points.
fn path(points: &[(f32, f32)], op: &str) -> String {
    let mut out = String::new();
    for (i, (x, y)) in points.iter().enumerate() {
        out += &format!("{x} {y} {} ", if i == 0 { "m" } else { "l" });
    }
    out + op + "\n"
}

/// A table of two rows with the header なまえ, and the given drawing over it: the middle of the
/// second cell of its second row is at (200, 110).
fn table_with(drawing: &str) -> Vec<u8> {
    let mut content = grid(&[50.0, 150.0, 250.0], &[100.0, 120.0, 140.0]);
    content.extend(texts(&[
        (60.0, 126.0, 10.0, "なまえ"),
        (160.0, 126.0, 10.0, "しんちょく"),
        (60.0, 106.0, 10.0, "あ"),
    ]));
    content.extend(drawing.as_bytes());
    content
}

#[test]
fn shapes_in_a_cell_are_the_marks_they_look_like() {
    let star: Vec<(f32, f32)> = (0..10)
        .map(|i| {
            let angle = std::f32::consts::PI * i as f32 / 5.0;
            let r = if i % 2 == 0 { 6.0 } else { 2.4 };
            (200.0 + r * angle.sin(), 110.0 + r * angle.cos())
        })
        .collect();
    let triangle = [(195.0, 106.0), (205.0, 106.0), (200.0, 115.0)];
    let down = [(195.0, 115.0), (205.0, 115.0), (200.0, 106.0)];
    let diamond = [
        (195.0, 110.0),
        (200.0, 115.0),
        (205.0, 110.0),
        (200.0, 105.0),
    ];
    let arrow = [
        (193.0, 111.5),
        (200.0, 111.5),
        (200.0, 115.0),
        (207.0, 110.0),
        (200.0, 105.0),
        (200.0, 108.5),
        (193.0, 108.5),
    ];
    for (drawing, expected) in [
        (circle(200.0, 110.0, 5.0, "S"), "○"),
        (circle(200.0, 110.0, 5.0, "f"), "●"),
        (circle(200.0, 110.0, 5.0, "B"), "●"),
        (format!("1 g {}", circle(200.0, 110.0, 5.0, "B")), "○"),
        (
            circle(200.0, 110.0, 5.0, "S") + &circle(200.0, 110.0, 3.0, "S"),
            "◎",
        ),
        (
            circle(200.0, 110.0, 5.0, "") + &circle(200.0, 110.0, 4.2, "f*"),
            "○",
        ),
        (path(&triangle, "s"), "△"),
        (path(&triangle, "f"), "▲"),
        (path(&down, "s"), "▽"),
        (path(&diamond, "s"), "◇"),
        (path(&diamond, "f"), "◆"),
        (path(&star, "f"), "★"),
        (path(&star, "s"), "☆"),
        (path(&arrow, "f"), "→"),
        ("195 105 10 10 re S\n".into(), "□"),
        ("195 105 10 10 re f\n".into(), "■"),
        (
            path(&[(195.0, 105.0), (205.0, 115.0)], "S")
                + &path(&[(195.0, 115.0), (205.0, 105.0)], "S"),
            "×",
        ),
        (
            path(&[(195.0, 110.0), (198.5, 106.0), (206.0, 115.0)], "S"),
            "✓",
        ),
        (
            path(&[(194.0, 110.0), (203.0, 110.0)], "S")
                + &path(&[(202.0, 106.0), (206.0, 110.0), (202.0, 114.0)], "f"),
            "→",
        ),
    ] {
        let content = table_with(&drawing);
        assert_eq!(drawn(&content), expected, "{drawing}");
        let table = &flow(&page(&content)).tables[0];
        assert_eq!((table.rows, table.cols), (2, 2), "{expected}");
        let cell = table.cell_at(1, 1).unwrap().text();
        assert_eq!(cell.as_str(), expected);
        assert_eq!(cell.drawn_marks(), [expected]);
    }
}

#[test]
fn a_mark_on_a_line_of_text_is_read_with_it() {
    let mut content = texts(&[(60.0, 200.0, 10.0, "＝かんりょう")]);
    content.extend(circle(54.0, 204.0, 4.5, "S").as_bytes());
    let flow = flow(&page(&content));
    let keikaku::flow::Part::Block(block) = &flow.parts[0] else {
        panic!("a block");
    };
    assert_eq!(block.text.as_str(), "○＝かんりょう");
}

#[test]
fn drawings_that_are_no_marks_stay_drawings() {
    for (why, drawing) in [
        ("a number in a circle", {
            let text = String::from_utf8(texts(&[(197.5, 106.0, 8.0, "1")])).unwrap();
            circle(200.0, 110.0, 6.0, "S") + &text
        }),
        (
            "far from all text and cells",
            circle(350.0, 250.0, 5.0, "S"),
        ),
        ("larger than a character", circle(200.0, 110.0, 40.0, "S")),
        ("a dot", circle(200.0, 110.0, 1.0, "f")),
        (
            "the points of a line chart",
            path(&[(180.0, 104.0), (200.0, 110.0), (220.0, 115.0)], "S")
                + &circle(200.0, 110.0, 4.0, "f"),
        ),
        (
            "a logo of many pieces",
            (0..6)
                .map(|i| circle(190.0 + 4.0 * i as f32, 110.0, 5.0, "S"))
                .collect(),
        ),
        (
            "a light swatch of a legend",
            "0.2 0.5 1 rg 195 105 10 10 re f\n".into(),
        ),
        (
            "white on paper",
            format!("1 g {}", circle(200.0, 110.0, 5.0, "f")),
        ),
        (
            "an ellipse",
            "q 2.5 0 0 1 -300 0 cm ".to_owned() + &circle(200.0, 110.0, 4.0, "S") + "Q",
        ),
    ] {
        assert_eq!(drawn(&table_with(&drawing)), "", "{why}");
    }
}

#[test]
fn the_square_cells_of_a_table_are_no_marks() {
    let xs: Vec<f32> = (0..8).map(|i| 50.0 + 10.0 * i as f32).collect();
    let mut content = grid(&xs, &[100.0, 110.0, 120.0]);
    for x in &xs[..7] {
        content.extend(format!("{x} 120 10 10 re S\n").as_bytes());
    }
    content.extend(texts(&[(51.0, 101.0, 8.0, "あ"), (61.0, 101.0, 8.0, "い")]));
    assert_eq!(drawn(&content), "");
}

#[test]
fn a_line_with_a_head_is_an_arrow_and_no_ruling() {
    let drawing = path(&[(160.0, 110.0), (236.0, 110.0)], "S")
        + &path(&[(235.0, 106.0), (242.0, 110.0), (235.0, 114.0)], "f");
    let page = page(&table_with(&drawing));
    assert_eq!(page.arrows.len(), 1);
    assert!(page.arrows[0].to_right && !page.arrows[0].to_left);
    let arrow = page.arrows[0].bbox;
    assert!(
        !page
            .rulings
            .iter()
            .any(|r| r.horizontal && (r.start - arrow.x0).abs() < 0.1)
    );
    assert!(!page.glyphs.iter().any(|g| g.drawn));
}
