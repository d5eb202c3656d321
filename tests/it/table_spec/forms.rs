//! Forms: fields that share the columns of a block of figures.

use super::check_sizes;
use super::draw::PEN;
use super::plan::Plan;

const FORM: [&str; 8] = [
    "整理番号|3-18|事業名|窓口案内の改善事業|<|<",
    "担当課|都市整備課|<|事業期間|令和3年度から令和7年度|<",
    "対象|市内|住民と市内に通う者|<|<|<",
    "区分|単位|令和5年度|令和6年度|令和7年度|令和8年度",
    "事業費|千円|3,640|3,974|8,052|7,351",
    "相談件数|件|2,594|4,274|1,341|402",
    "参加者数|人|7,335|799|6,513|6,713",
    "評価|B|利用者の声を集めて改善に生かす|<|<|<",
];

const WIDTHS: [f32; 6] = [7.0, 5.0, 7.0, 7.0, 7.0, 7.0];

fn plan(size: f32) -> Plan {
    Plan::new(size, (45.0, 60.0), &WIDTHS, &FORM)
        .heads(0)
        .left()
}

#[test]
fn fields_above_and_below_a_block_between_lines() {
    check_sizes(&[&FORM], |sheet, size| {
        let plan = plan(size);
        plan.rules(sheet, &PEN, &[0, 1, 2, 3, 4, 5, 6, 7, 8]);
        plan.texts(sheet);
    });
}

#[test]
fn fields_above_and_below_a_block_with_nothing_drawn() {
    check_sizes(&[&FORM], |sheet, size| plan(size).texts(sheet));
}
