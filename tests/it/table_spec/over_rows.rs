//! Labels over rows where no line says how many.

use super::check_sizes;
use super::draw::PEN;
use super::plan::Plan;

#[test]
fn labels_at_the_middle_of_their_rows() {
    let rows = [
        "基本目標|施策名|担当課|評価",
        "学びと育ち|保育の充実|こども課|A",
        "^|居場所づくり|教育課|B",
        "安全|防災訓練の実施|危機管理課|A",
        "^|見守りの強化|福祉課|A",
        "^|道路の点検|道路課|B",
        "にぎわい|創業の相談|商工課|C",
    ];
    check_sizes(&[&rows], |sheet, size| {
        Plan::new(size, (45.0, 60.0), &[9.0, 11.0, 8.0, 5.0], &rows)
            .middle()
            .texts(sheet);
    });
}

#[test]
fn labels_over_labels_over_rows() {
    let rows = [
        "基本目標|施策|主な取組",
        "学びと育ち|1-1農地の保全|文化財を収める蔵の整備",
        "^|1-2環境づくり|水路しゅんせつ",
        "^|^|学校トイレ洋式化",
        "^|^|地域猫活動の支援",
        "にぎわい|2-1流れの創出|若者起業塾の運営",
        "^|^|河川敷の整備",
    ];
    check_sizes(&[&rows], |sheet, size| {
        Plan::new(size, (45.0, 60.0), &[9.0, 11.0, 14.0], &rows)
            .middle()
            .texts(sheet);
    });
}

#[test]
fn a_total_over_the_columns_of_labels() {
    let rows = [
        "区分|<|回答者数|思う|思わない",
        "全体|<|1,378|25.0|48.6",
        "居住年数|5年未満|575|22.8|35.2",
        "^|5年から20年|373|25.5|20.3",
        "^|20年以上|109|53.0|42.2",
        "性別|男性|322|14.4|34.8",
        "^|女性|687|11.0|45.5",
        "^|回答しない|448|42.8|10.3",
    ];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (45.0, 60.0), &[6.0, 8.0, 6.0, 5.0, 6.0], &rows)
            .align("llrrr")
            .left()
            .middle();
        plan.rules(sheet, &PEN, &[0, 1, 8]);
        plan.texts(sheet);
    });
}

#[test]
fn a_title_in_brackets_over_the_rows_below() {
    let rows = [
        "区分|回答者数|思う|思わない",
        "全体|1,378|25.0|48.6",
        "【居住年数】|<|<|<",
        "5年未満|575|22.8|35.2",
        "20年以上|109|53.0|42.2",
        "【性別】|<|<|<",
        "男性|322|14.4|34.8",
        "女性|687|11.0|45.5",
    ];
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (45.0, 60.0), &[9.0, 6.0, 5.0, 6.0], &rows)
            .align("lrrr")
            .left();
        plan.rules(sheet, &PEN, &[0, 1, 8]);
        plan.texts(sheet);
    });
}

#[test]
fn labels_in_the_first_row_of_groups_between_lines() {
    let rows = [
        "選出区分|氏名|所属|備考",
        "関係行政機関|大崎 典子|環境課|",
        "^|松永 洋|教育課|座長",
        "^|篠崎 亮|福祉課|",
        "学識者|片桐 春樹|大学|",
        "^|青柳 健|短期大学|顧問",
        "議員|石黒 亮|市議会|",
    ];
    let drawn: Vec<String> = rows.iter().map(|r| r.replace('^', "")).collect();
    let drawn: Vec<&str> = drawn.iter().map(String::as_str).collect();
    check_sizes(&[&rows], |sheet, size| {
        let plan = Plan::new(size, (45.0, 60.0), &[9.0, 8.0, 8.0, 5.0], &drawn);
        plan.rules(sheet, &PEN, &[0, 1, 4, 6, 7]);
        plan.texts(sheet);
    });
}
