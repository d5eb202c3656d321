//! The questions of the guide, asked of a small data set.

use super::{NAMES, Set, edition};
use crate::support::repo;
use std::fs;

/// The questions of the guide.
fn questions() -> Vec<String> {
    let guide = fs::read_to_string(repo("rules/guide/refresh.md")).unwrap();
    let blocks = guide.split("```sql\n").skip(1);
    let blocks = blocks.map(|b| b.split("```").next().unwrap());
    let questions = blocks.flat_map(|b| b.split(';')).map(str::trim);
    questions
        .filter(|q| !q.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_questions_of_the_guide_have_the_answers_that_it_says() {
    let set = Set::plans("asks");
    let put = |name: &str, year: u32, measures: usize, mark: &str, values: &[(&str, &str)]| {
        let rows: Vec<(usize, &str)> = (1..=measures).map(|n| (n, mark)).collect();
        set.put(
            name,
            &edition(&format!("ミドリ市市民計画 {year}年度"), &rows, values),
        );
    };
    let target = ("2025年度目標値", "30");
    let values = [("2023年度実績値", "10"), target];
    put("a.pdf", 2023, 10, "○", &values);
    put("b.pdf", 2024, 9, "△", &[("2023年度実績値", "12"), target]);
    set.write();
    let values = [("2023年度実績値", "13"), ("2024年度実績値", "20"), target];
    put("b.pdf", 2024, 9, "△", &values);
    put("c.pdf", 2025, 8, "△", &[("2024年度実績値", "21"), target]);
    set.write();
    let indicator = set.dataset().indicators("").unwrap()[0].id.clone();
    let path = set.path("data/keikaku-data.sqlite");
    let database = rusqlite::Connection::open(path).unwrap();
    let ask = |question: &str| -> Vec<Vec<String>> {
        let mut question = database.prepare(question).unwrap();
        let columns = question.column_count();
        let mut rows = question.query([]).unwrap();
        let mut out = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let value = |i| match row.get_ref(i).unwrap() {
                rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                _ => "-".to_owned(),
            };
            out.push((0..columns).map(value).collect());
        }
        out
    };
    let questions = questions();
    let [back, values, dropped] = questions.as_slice() else {
        panic!("{questions:#?}")
    };
    let rows = ask(back);
    assert_eq!(rows.len(), 9, "{rows:?}");
    assert!(rows.iter().all(|r| r[5] == "2024"), "{rows:?}");
    let values = values.replace("232114-市民協働推進計画#i1", &indicator);
    let rows = ask(&values);
    let years: Vec<(&str, &str)> = rows.iter().map(|r| (&*r[0], &*r[1])).collect();
    assert_eq!(years, [("2023", "13"), ("2024", "21")]);
    let rows = ask(dropped);
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0][2], NAMES[8]);
}
