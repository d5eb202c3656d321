//! Nothing drawn at all: columns and rows by white space.

use super::draw::Sheet;
use super::plan::Plan;
use super::{LIST, WIDTHS, check, check_list, check_sizes};

#[test]
fn four_columns() {
    check_list(|sheet, plan| plan.texts(sheet));
}

#[test]
fn four_columns_set_wide() {
    check_sizes(&[&LIST], |sheet, size| {
        Plan::new(size, (50.0, 60.0), &[6.0, 16.0, 9.0, 6.0], &LIST)
            .pad(1.2)
            .texts(sheet);
    });
}

#[test]
fn four_columns_under_headers_at_the_left() {
    check_sizes(&[&LIST], |sheet, size| {
        Plan::new(size, (50.0, 60.0), &WIDTHS, &LIST)
            .heads(0)
            .texts(sheet);
    });
}

#[test]
fn numbers_at_the_right() {
    let rows = [
        "地区|人口|世帯数|高齢化率",
        "北部|12,340|5,120|31.2",
        "中部|30,210|13,004|27.5",
        "南部|8,765|3,990|35.0",
        "合計|51,315|22,114|29.6",
    ];
    check_sizes(&[&rows], |sheet, size| {
        Plan::new(size, (60.0, 80.0), &[7.0, 7.0, 7.0, 7.0], &rows)
            .align("lrrr")
            .texts(sheet);
    });
}

#[test]
fn a_label_over_several_columns() {
    let rows = [
        "指標名|実績値|<|目標値|<",
        "^|R4|R5|R8|R13",
        "待機児童数|12|8|5|0",
        "健診受診率|41.7|43.0|45.0|47.0",
        "相談件数|120|133|150|180",
        "訪問件数|45|51|49|60",
    ];
    check_sizes(&[&rows], |sheet, size| {
        Plan::new(size, (50.0, 60.0), &[9.0, 5.0, 5.0, 5.0, 5.0], &rows)
            .heads(2)
            .align("lrrrr")
            .texts(sheet);
    });
}

#[test]
fn blank_cells() {
    let rows = [
        "番号|施策名|担当課|評価",
        "1|子育て支援の充実||A",
        "2|見守りの強化|福祉課|",
        "3|公共交通の確保|都市整備課|B",
        "4|防災訓練の実施||C",
    ];
    check_sizes(&[&rows], |sheet, size| {
        Plan::new(size, (50.0, 60.0), &WIDTHS, &rows).texts(sheet);
    });
}

/// More space between rows than between the lines of one.
#[test]
fn wrapped_text() {
    let rows = [
        "番号|取組内容|担当課|評価",
        "1|地域の子育て支援センターを利用した親子の交流の場を増やす|こども課|A",
        "2|見守り協定を結ぶ事業者を増やし、地域で支え合う|福祉課|B",
        "3|コミュニティバスの路線を見直し、公共交通を確保する|都市整備課|C",
    ];
    check_sizes(&[&rows], |sheet, size| {
        Plan::new(size, (50.0, 60.0), &WIDTHS, &rows)
            .pad(1.0)
            .texts(sheet);
    });
}

#[test]
fn many_columns_of_numbers() {
    let rows = [
        "年度|R1|R2|R3|R4|R5|R6",
        "出生数|312|298|287|275|260|251",
        "転入数|1,204|1,180|1,215|1,190|1,222|1,201",
        "転出数|1,310|1,305|1,287|1,301|1,299|1,288",
    ];
    for (size, landscape) in [(8.0, false), (11.0, true)] {
        let mut sheet = Sheet::turned(landscape);
        Plan::new(
            size,
            (60.0, 80.0),
            &[6.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0],
            &rows,
        )
        .align("lrrrrrr")
        .texts(&mut sheet);
        check(&[sheet], &[&rows]);
    }
}

#[test]
fn text_before_and_after() {
    check_sizes(&[&LIST], |sheet, size| {
        let prose = "市は、次の施策を着実に進め、毎年度その結果を公表します。";
        sheet.text(50.0, 50.0, size, prose);
        let plan = Plan::new(size, (50.0, 60.0 + size), &WIDTHS, &LIST);
        plan.texts(sheet);
        sheet.text(50.0, plan.bottom() + 3.0 * size, size, prose);
    });
}

#[test]
fn text_and_one_column_of_numbers() {
    let rows = [
        "番号|施策名|担当課|件数",
        "1-1|子育て支援の充実|こども課|120",
        "1-2|見守り体制の強化|福祉課|85",
        "2-1|公共交通の確保|都市整備課|33",
        "2-2|防災訓練の実施|危機管理課|47",
    ];
    check_sizes(&[&rows], |sheet, size| {
        Plan::new(size, (50.0, 60.0), &[5.0, 14.0, 8.0, 5.0], &rows)
            .align("lllr")
            .texts(sheet);
    });
}

#[test]
fn a_list_of_names() {
    let rows = [
        "名称|場所|園長",
        "あおぞら園|中央|田中",
        "みどり園|北部|鈴木",
        "ひまわり園|南部|佐藤",
        "さくら園|東部|高橋",
    ];
    check_sizes(&[&rows], |sheet, size| {
        Plan::new(size, (50.0, 60.0), &[10.0, 8.0, 6.0], &rows).texts(sheet);
    });
}

/// Rows so far from one another that nothing wraps from one to the next.
#[test]
fn rows_far_from_one_another() {
    check_sizes(&[&LIST], |sheet, size| {
        let mut plan = Plan::new(size, (50.0, 60.0), &WIDTHS, &LIST);
        for row in 0..LIST.len() {
            plan = plan.high(row, 3.5);
        }
        plan.texts(sheet);
    });
}

#[test]
fn labels_at_the_middle_of_long_texts() {
    let rows = [
        "分野|事業の内容|前期|後期",
        "くらし|住民向けの学習会を催すとともに、地区ごとの実情を踏まえて連絡網を整え、訓練を年に二回重ねる。あわせて結果を広報紙で知らせ、次の年の進め方を見直していく。|○|●",
        "みどり|利用料の一部を助成する。|○|→",
        "あんしん|市内の事業所と協定を結び、資材置場を三か所に設けるほか、点検と修繕の手順書を整えて、窓口での待ち時間を短くするように努める。台帳の電子化も進めていく。|●|→",
    ];
    check_sizes(&[&rows], |sheet, size| {
        Plan::new(size, (45.0, 60.0), &[7.0, 13.0, 4.0, 4.0], &rows)
            .middle()
            .texts(sheet);
    });
}
