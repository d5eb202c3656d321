//! Tables that go on over pages.

use super::draw::{GREY, PEN, Sheet};
use super::plan::Plan;
use super::{WIDTHS, check};

const HEAD: &str = "番号|施策名|担当課|評価";
const FIRST: [&str; 3] = [
    "1-1|子育て支援の充実|こども課|A",
    "1-2|見守り体制の強化|福祉課|B",
    "1-3|健診の受診|健康課|A",
];
const SECOND: [&str; 2] = [
    "2-1|公共交通の確保|都市整備課|A",
    "2-2|防災訓練|危機管理課|C",
];

fn joined<'a>(parts: &[&[&'a str]]) -> Vec<&'a str> {
    parts.concat()
}

/// A plan that ends near the end of the page.
fn at_end(sheet: &Sheet, size: f32, rows: &[&str]) -> Plan {
    let height = Plan::new(size, (50.0, 0.0), &WIDTHS, rows).bottom();
    Plan::new(size, (50.0, sheet.height - 50.0 - height), &WIDTHS, rows)
}

fn pages(size: f32, landscape: bool, first: &[&str], second: &[&str], painted: bool) -> [Sheet; 2] {
    let mut sheets = [Sheet::turned(landscape), Sheet::turned(landscape)];
    let above = at_end(&sheets[0], size, first);
    let below = Plan::new(size, (50.0, 50.0), &WIDTHS, second);
    for (sheet, plan) in sheets.iter_mut().zip([above, below]) {
        let header = plan.cells[0].text == "番号";
        if header && painted {
            plan.bands(sheet, &[0], GREY);
        }
        plan.heads(usize::from(header)).ruled(sheet, &PEN);
    }
    sheets
}

#[test]
fn the_header_is_repeated() {
    for (size, landscape) in [(8.0, false), (10.5, true), (14.0, false)] {
        for painted in [true, false] {
            let (first, second) = (joined(&[&[HEAD], &FIRST]), joined(&[&[HEAD], &SECOND]));
            let sheets = pages(size, landscape, &first, &second, painted);
            let whole = joined(&[&[HEAD], &FIRST, &SECOND]);
            let document = check(&sheets, &[&whole]);
            assert_eq!(document.tables[0].pages, [1, 2]);
            assert_eq!(document.tables[0].header_rows, 1);
        }
    }
}

#[test]
fn the_header_stands_on_the_first_page_only() {
    for (size, landscape) in [(8.0, false), (10.5, true), (14.0, false)] {
        for painted in [true, false] {
            let first = joined(&[&[HEAD], &FIRST]);
            let sheets = pages(size, landscape, &first, &SECOND, painted);
            check(&sheets, &[&joined(&[&[HEAD], &FIRST, &SECOND])]);
        }
    }
}

#[test]
fn there_is_no_header_at_all() {
    for (size, landscape) in [(8.0, false), (10.5, true)] {
        let sheets = pages(size, landscape, &FIRST, &SECOND, false);
        check(&sheets, &[&joined(&[&FIRST, &SECOND])]);
    }
}

#[test]
fn three_pages() {
    let (first, second) = (joined(&[&[HEAD], &FIRST]), joined(&[&[HEAD], &SECOND]));
    let third = [HEAD, "3-1|歩道の整備|土木課|D"];
    let [one, _] = pages(9.0, false, &first, &second, true);
    let mut two = Sheet::portrait();
    let middle: Vec<String> = (0..30).map(|i| format!("2-{i}|事業{i}|土木課|B")).collect();
    let middle: Vec<&str> = std::iter::once(HEAD)
        .chain(middle.iter().map(String::as_str))
        .collect();
    let plan = at_end(&two, 9.0, &middle);
    plan.bands(&mut two, &[0], GREY);
    plan.ruled(&mut two, &PEN);
    let [_, three] = pages(9.0, false, &first, &third, true);
    let whole = joined(&[&[HEAD], &FIRST, &middle[1..], &third[1..]]);
    let document = check(&[one, two, three], &[&whole]);
    assert_eq!(document.tables[0].pages, [1, 2, 3]);
}

/// Running heads and page numbers stand between the parts.
#[test]
fn page_numbers_stand_between_the_parts() {
    let (first, second) = (joined(&[&[HEAD], &FIRST]), joined(&[&[HEAD], &SECOND]));
    let mut sheets = pages(9.0, false, &first, &second, true);
    for (i, sheet) in sheets.iter_mut().enumerate() {
        sheet.text(250.0, 30.0, 8.0, "第2期子ども計画");
        sheet.text(290.0, 825.0, 8.0, &format!("- {} -", i + 12));
    }
    check(&sheets, &[&joined(&[&[HEAD], &FIRST, &SECOND])]);
}

/// The last row of the first page has no bottom, and goes on at the top of the next.
#[test]
fn a_row_is_cut_in_the_middle() {
    for repeated in [true, false] {
        let mut sheets = [Sheet::portrait(), Sheet::portrait()];
        let size = 9.0;
        let first = [
            HEAD,
            "1-1|子育て支援の充実|こども課|A",
            "1-2|見守り協定を結ぶ事業者を増や|福祉課|B",
        ];
        let mut second = vec!["|し、地域で支え合う||", "1-3|健診の受診|健康課|A"];
        if repeated {
            second.insert(0, HEAD);
        }
        let above = at_end(&sheets[0], size, &first);
        let levels = above.levels();
        for line in levels[..levels.len() - 1].iter().chain(&above.uprights()) {
            sheets[0].line(*line, &PEN);
        }
        above.texts(&mut sheets[0]);
        let below = Plan::new(size, (50.0, 50.0), &WIDTHS, &second).heads(usize::from(repeated));
        let levels = below.levels();
        let open = usize::from(repeated);
        for (i, line) in levels.iter().enumerate() {
            if repeated || i != open {
                sheets[1].line(*line, &PEN);
            }
        }
        for line in below.uprights() {
            sheets[1].line(line, &PEN);
        }
        below.texts(&mut sheets[1]);
        let whole = [
            HEAD,
            "1-1|子育て支援の充実|こども課|A",
            "1-2|見守り協定を結ぶ事業者を増やし、地域で支え合う|福祉課|B",
            "1-3|健診の受診|健康課|A",
        ];
        check(&sheets, &[&whole]);
    }
}

#[test]
fn tables_with_a_heading_between_are_not_joined() {
    for (size, landscape) in [(9.0, false), (11.0, true)] {
        let (first, second) = (joined(&[&[HEAD], &FIRST]), joined(&[&[HEAD], &SECOND]));
        let [one, _] = pages(size, landscape, &first, &second, true);
        let mut two = Sheet::turned(landscape);
        two.text(50.0, 60.0, 1.4 * size, "基本方針2　安心して暮らせるまち");
        let line = "災害に強いまちをつくり、移動の足を守ります。";
        two.text(50.0, 60.0 + 3.0 * size, size, line);
        let plan = Plan::new(size, (50.0, 60.0 + 5.0 * size), &WIDTHS, &second);
        plan.bands(&mut two, &[0], GREY);
        plan.ruled(&mut two, &PEN);
        check(&[one, two], &[&first, &second]);
    }
}

fn different_headers(painted: bool) {
    for (size, landscape) in [(9.0, false), (11.0, true)] {
        let first = joined(&[&[HEAD], &FIRST]);
        let second = [
            "番号|指標名|現状値|目標値",
            "1|待機児童数|12|0",
            "2|受診率|41|47",
        ];
        let sheets = pages(size, landscape, &first, &second, painted);
        check(&sheets, &[&first, &second]);
    }
}

#[test]
fn tables_under_different_painted_headers_are_not_joined() {
    different_headers(true);
}

#[test]
fn tables_under_different_headers_are_not_joined() {
    different_headers(false);
}

/// The parts have the same columns, but the first ended long before the end of its page.
#[test]
fn tables_with_text_after_the_first_are_not_joined() {
    let (first, second) = (joined(&[&[HEAD], &FIRST]), joined(&[&[HEAD], &SECOND]));
    let size = 9.0;
    let mut one = Sheet::portrait();
    let plan = Plan::new(size, (50.0, 60.0), &WIDTHS, &first);
    plan.ruled(&mut one, &PEN);
    let prose = [
        "これらの施策のほか、市は次のことに取り組みます。",
        "取組の結果は、毎年度、広報紙で公表します。",
        "公表にあたっては、市民の意見を伺います。",
    ];
    one.lines(50.0, plan.bottom() + 40.0, size, &prose);
    let [_, two] = pages(size, false, &first, &second, false);
    check(&[one, two], &[&first, &second]);
}

fn turned_page(wider: f32) {
    let (first, second) = (joined(&[&[HEAD], &FIRST]), joined(&[&[HEAD], &SECOND]));
    let mut sheets = [Sheet::portrait(), Sheet::landscape()];
    let above = at_end(&sheets[0], 9.0, &first);
    let wide = WIDTHS.map(|w| w * wider);
    let below = Plan::new(9.0, (50.0, 50.0), &wide, &second);
    for (sheet, plan) in sheets.iter_mut().zip([above, below]) {
        plan.bands(sheet, &[0], GREY);
        plan.ruled(sheet, &PEN);
    }
    check(&sheets, &[&joined(&[&[HEAD], &FIRST, &SECOND])]);
}

#[test]
fn an_upright_page_and_one_on_its_side() {
    turned_page(1.0);
}

#[test]
fn an_upright_page_and_a_wider_one_on_its_side() {
    turned_page(1.4);
}

#[test]
fn a_header_of_two_levels_is_repeated() {
    let head = ["指標名|実績値|<|目標", "^|R5|R6|R13"];
    let first = ["待機児童数|12|8|0", "受診率|41|43|47"];
    let second = ["相談件数|120|133|180", "訪問件数|45|51|60"];
    for (size, landscape) in [(9.0, false), (12.0, true)] {
        let mut sheets = [Sheet::turned(landscape), Sheet::turned(landscape)];
        let (a, b) = (joined(&[&head, &first]), joined(&[&head, &second]));
        let widths = [10.0, 6.0, 6.0, 6.0];
        let height = Plan::new(size, (50.0, 0.0), &widths, &a).bottom();
        let top = sheets[0].height - 50.0 - height;
        let above = Plan::new(size, (50.0, top), &widths, &a).heads(2);
        let below = Plan::new(size, (50.0, 50.0), &widths, &b).heads(2);
        for (sheet, plan) in sheets.iter_mut().zip([above, below]) {
            plan.bands(sheet, &[0, 1], GREY);
            plan.ruled(sheet, &PEN);
        }
        let document = check(&sheets, &[&joined(&[&head, &first, &second])]);
        assert_eq!(document.tables[0].header_rows, 2);
    }
}

/// A label over rows is printed again, or not, where it goes on.
#[test]
fn a_label_over_rows_goes_on() {
    let head = "基本方針|施策名|担当課";
    let first = [
        head,
        "子ども|保育の充実|こども課",
        "^|学校教育の推進|学校教育課",
    ];
    let second = [
        head,
        "|居場所づくり|こども課",
        "^|遊び場の整備|公園課",
        "健康|健診の受診|健康課",
    ];
    let whole = [
        head,
        "子ども|保育の充実|こども課",
        "^|学校教育の推進|学校教育課",
        "^|居場所づくり|こども課",
        "^|遊び場の整備|公園課",
        "健康|健診の受診|健康課",
    ];
    for (size, landscape) in [(9.0, false), (12.0, true)] {
        let mut sheets = [Sheet::turned(landscape), Sheet::turned(landscape)];
        let widths = [7.0, 12.0, 7.0];
        let height = Plan::new(size, (50.0, 0.0), &widths, &first).bottom();
        let top = sheets[0].height - 50.0 - height;
        let above = Plan::new(size, (50.0, top), &widths, &first);
        let below = Plan::new(size, (50.0, 50.0), &widths, &second);
        for (sheet, plan) in sheets.iter_mut().zip([above, below]) {
            plan.bands(sheet, &[0], GREY);
            plan.ruled(sheet, &PEN);
        }
        check(&sheets, &[&whole]);
    }
}
