//! Tables of separate boxes, as diagrams of a plan show them.

use super::draw::{BLUE, CREAM, Colour, GREY, PEN, Sheet};
use super::plan::Plan;
use super::{check_sizes, document, found, kept, pdf_of, plain, said};

const SYSTEM: [&str; 4] = [
    "めざす姿|基本方針|施策",
    "子どもが輝くまち|保育|待機児童をなくす",
    "健康なまち|予防|健診を勧める",
    "安全なまち|防災|訓練を行う",
];
const COLUMNS: [f32; 3] = [11.0, 9.0, 12.0];

/// Every cell is a box of its own, with space around it.
fn separate(sheet: &mut Sheet, plan: &Plan, gap: f32, fills: [Colour; 2], framed: bool) {
    for cell in &plan.cells {
        let [x0, top, x1, bottom] = plan.area(cell);
        let area = [x0 + gap, top + gap, x1 - gap, bottom - gap];
        sheet.fill(area, fills[usize::from(cell.row > 0)]);
        if framed {
            sheet.frame(area, &PEN);
        }
    }
    plan.texts(sheet);
}

fn plan(size: f32) -> Plan {
    let mut plan = Plan::new(size, (45.0, 70.0), &COLUMNS, &SYSTEM)
        .pad(1.0)
        .middle();
    for row in 0..SYSTEM.len() {
        plan = plan.high(row, 3.2);
    }
    plan
}

#[test]
fn coloured_boxes_close_together_under_header_boxes() {
    check_sizes(&[&SYSTEM], |sheet, size| {
        separate(sheet, &plan(size), 1.5, [BLUE, CREAM], false);
    });
}

#[test]
fn coloured_boxes_under_header_boxes() {
    check_sizes(&[&SYSTEM], |sheet, size| {
        separate(sheet, &plan(size), 3.0, [BLUE, CREAM], false);
    });
}

#[test]
fn framed_boxes_under_header_boxes() {
    for gap in [1.5, 3.0] {
        check_sizes(&[&SYSTEM], |sheet, size| {
            separate(sheet, &plan(size), gap, [GREY, [1.0; 3]], true);
        });
    }
}

#[test]
fn boxes_far_from_one_another() {
    check_sizes(&[&SYSTEM], |sheet, size| {
        separate(sheet, &plan(size), 0.6 * size, [BLUE, CREAM], true);
    });
}

#[test]
fn boxes_over_several_rows() {
    let rows = [
        "めざす姿|基本方針|施策",
        "子どもが輝くまち|保育|待機児童をなくす",
        "^|教育|学校を整える",
        "健康なまち|予防|健診を勧める",
        "^|^|食育を進める",
    ];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (45.0, 70.0), &COLUMNS, &rows)
            .pad(1.0)
            .middle();
        separate(sheet, &plan, 2.0, [BLUE, CREAM], true);
    });
}

/// The boxes of a tree, with lines from one to the next: no text is lost or joined with another.
#[test]
fn boxes_joined_by_lines_keep_their_texts() {
    for size in [8.0, 10.5] {
        let mut sheet = Sheet::portrait();
        let plan = plan(size);
        separate(&mut sheet, &plan, 0.5 * size, [BLUE, CREAM], true);
        for row in 1..SYSTEM.len() {
            let [_, top, _, bottom] = plan.row(row);
            let y = (top + bottom) / 2.0;
            for x in &plan.xs[1..3] {
                sheet.line([x - 0.5 * size, y, x + 0.5 * size, y], &PEN);
            }
        }
        let bytes = pdf_of(&[sheet]);
        let document = document(&bytes);
        let at = || kept(&bytes, &size.to_string());
        let mut lines: Vec<String> = Vec::new();
        for table in &document.tables {
            lines.extend(table.cells.iter().map(|c| plain(&c.text)));
        }
        for section in &document.sections {
            lines.extend(section.heading.iter().map(|h| plain(h)));
            lines.extend(section.text.lines().map(plain));
        }
        for cell in &plan.cells {
            let text = plain(&cell.text);
            let tables = found(&document);
            assert!(
                lines.contains(&text),
                "{}: {text} is not alone in {lines:?}, {tables:?}",
                at()
            );
        }
    }
}

/// Cards: each a box with a painted head and a text under it.
#[test]
fn cards_keep_heads_and_texts_together() {
    let cards = [
        ("保育", "待機児童をなくす"),
        ("予防", "健診を勧める"),
        ("防災", "訓練を行う"),
    ];
    let size = 10.0;
    let mut sheet = Sheet::landscape();
    for (i, (head, text)) in cards.iter().enumerate() {
        let x = 50.0 + 150.0 * i as f32;
        sheet.fill([x, 80.0, x + 130.0, 100.0], BLUE);
        sheet.frame([x, 80.0, x + 130.0, 100.0], &PEN);
        sheet.frame([x, 100.0, x + 130.0, 160.0], &PEN);
        sheet.text(x + 50.0, 94.0, size, head);
        sheet.text(x + 8.0, 118.0, size, text);
    }
    let bytes = pdf_of(&[sheet]);
    let document = document(&bytes);
    let at = || kept(&bytes, "cards");
    let tables = found(&document);
    for (head, text) in cards {
        let together = tables.iter().any(|t| {
            let col = |text: &str| {
                let line = t.iter().find(|l| l.ends_with(&format!(" {text}")))?;
                line.split([',', ' ']).nth(1).map(str::to_owned)
            };
            col(head).is_some() && col(head) == col(text)
        });
        assert!(
            together,
            "{}: {head} and {text} are not in a column of {tables:?}",
            at()
        );
    }
}

#[test]
fn a_header_box_over_two_columns_of_boxes() {
    let rows = [
        "めざす姿|施策の体系|<",
        "子どもが輝くまち|保育|待機児童をなくす",
        "健康なまち|予防|健診を勧める",
    ];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (45.0, 70.0), &COLUMNS, &rows)
            .pad(1.0)
            .middle();
        separate(sheet, &plan, 1.5, [BLUE, CREAM], true);
    });
}

/// Policies in boxes, and beside each a grid of its measures, under labels without boxes.
fn boxes_beside_grids(shadow: bool) {
    let rows = [
        "基本方針|基本施策|主な事業",
        "子どもが輝くまち|保育|待機児童をなくす",
        "^|教育|学校を整える",
        "健康なまち|予防|健診を勧める",
        "^|食育|給食を見直す",
    ];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (45.0, 70.0), &COLUMNS, &rows)
            .pad(1.0)
            .middle();
        for cell in plan.cells.iter().filter(|c| c.row > 0) {
            // the second block stands a little apart from the first
            let [x0, top, x1, bottom] = plan.area(cell);
            let by = if cell.row > 2 { 2.0 } else { -2.0 };
            let area = match cell.col {
                0 => [x0, top + by, x1 - size, bottom + by],
                _ => [x0, top + by, x1, bottom + by],
            };
            if shadow && cell.col == 0 {
                sheet.fill(area.map(|v| v + 4.0), GREY);
                sheet.fill(area, [1.0; 3]);
            }
            sheet.frame(area, &PEN);
        }
        plan.texts(sheet);
    });
}

#[test]
fn boxes_beside_grids_under_bare_labels() {
    boxes_beside_grids(false);
}

#[test]
fn boxes_with_a_shadow_beside_grids() {
    boxes_beside_grids(true);
}

/// Round boxes that touch: what stands in each is a text, and its lines are no rows of a table.
#[test]
fn round_boxes_side_by_side() {
    let boxes = [
        ["基本目標", "市民協働によるまちづくり"],
        ["挑戦目標", "多様な主体による協働"],
        ["重点", "成果指標の設定"],
    ];
    let mut sheet = Sheet::portrait();
    for (i, lines) in boxes.iter().enumerate() {
        let x = 50.0 + 160.0 * i as f32;
        sheet.round_frame([x, 80.0, x + 160.0, 140.0], 8.0);
        sheet.lines(x + 10.0, 100.0, 10.0, lines);
    }
    let bytes = pdf_of(&[sheet]);
    let tables = found(&document(&bytes));
    assert!(
        tables.iter().all(|t| t[0].starts_with("1 x")),
        "{}: {tables:?}",
        kept(&bytes, "round")
    );
}

/// The number of a policy in a box at the middle of its name, or level with its first line.
#[test]
fn a_tag_beside_a_heading_of_two_lines() {
    for lower in [0.0, 9.0] {
        let mut sheet = Sheet::portrait();
        sheet.fill([50.0, 83.0 + lower, 112.0, 101.0 + lower], BLUE);
        sheet.text(58.0, 95.0 + lower, 9.0, "基本施策1");
        let name = ["市民協働に関する情報の収", "集及び提供"];
        sheet.lines(120.0, 95.0, 12.0, &name);
        let text = "市は、情報の収集と提供を進め、その結果を毎年度公表";
        sheet.lines(50.0, 150.0, 10.0, &[text, "します。"]);
        let bytes = pdf_of(&[sheet]);
        let said = said(&document(&bytes));
        assert!(
            said.contains("基本施策1市民協働に関する情報の収集及び提供"),
            "{}: {said}",
            kept(&bytes, "tag")
        );
    }
}
