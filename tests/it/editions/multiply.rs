//! Plans of many items, as large as those of a city.

use super::draft::Draft;
use super::random::Random;
use super::structure::sentence;
use super::titles::invented;
use super::words::{FIELDS_OF_POLICY, OBJECTS, OFFICES, PLACES};
use crate::support::norm;
use indexmap::IndexMap;
use keikaku::document::{
    Document, Indicator, IndicatorValue, Item, LegendEntry, Status, Value, ValueKind,
};
use std::collections::BTreeSet;

/// The marks of large plans.
const LEGEND: [(&str, &str, &str); 5] = [
    ("A", "完了", "done"),
    ("B", "予定どおり", "on_schedule"),
    ("C", "遅れ", "delayed"),
    ("D", "未着手", "not_started"),
    ("E", "廃止", "abolished"),
];

/// A plan of `n` items with invented titles and fields; what is beside the items is that of the base.
pub fn multiply(base: &Document, n: usize, seed: u64) -> Document {
    let mut large = Large {
        random: Random::new(seed),
        titles: BTreeSet::new(),
        items: Vec::new(),
        indicators: Vec::new(),
    };
    let policies = (n / 100).clamp(3, 60);
    let measures = (n / policies / 8).max(1);
    for p in 1..=policies {
        let left = n - large.items.len();
        large.policy(p, measures, left.div_ceil(policies - p + 1));
    }
    let legend = LEGEND.iter().map(|(mark, meaning, code)| LegendEntry {
        mark: (*mark).into(),
        meaning: (*meaning).into(),
        code: Some((*code).into()),
        scope: None,
        at: Vec::new(),
    });
    let document = Document {
        legend: legend.collect(),
        items: large.items,
        indicators: large.indicators,
        tables: Vec::new(),
        findings: Vec::new(),
        ..base.clone()
    };
    Draft::of(&document).finish()
}

struct Large {
    random: Random,
    titles: BTreeSet<String>,
    items: Vec<Item>,
    indicators: Vec<Indicator>,
}

impl Large {
    fn policy(&mut self, p: usize, measures: usize, items: usize) {
        let end = self.items.len() + items;
        let field = FIELDS_OF_POLICY[(p - 1) % FIELDS_OF_POLICY.len()];
        let round = (p - 1) / FIELDS_OF_POLICY.len();
        let place = if round == 0 {
            String::new()
        } else {
            format!("（{}）", PLACES[round])
        };
        let own = self.item(
            "policy",
            Some(format!("基本目標{p}")),
            format!("{field}が充実したまち{place}"),
            None,
        );
        for m in 1..=measures {
            let left = end.saturating_sub(self.items.len());
            if left == 0 {
                return;
            }
            let title = self.title();
            let measure = self.item(
                "measure",
                Some(format!("{p}-{m}")),
                title,
                Some(own.clone()),
            );
            self.indicator(&measure);
            let actions = (left.div_ceil(measures - m + 1)).saturating_sub(1);
            for a in 1..=actions {
                let title = self.title();
                self.item(
                    "action",
                    Some(format!("({a})")),
                    title,
                    Some(measure.clone()),
                );
                self.report();
            }
        }
    }

    /// A title that no other item has.
    fn title(&mut self) -> String {
        loop {
            let title = invented(&mut self.random);
            if self.titles.insert(norm(&title)) {
                return title;
            }
        }
    }

    fn item(
        &mut self,
        kind: &str,
        number: Option<String>,
        title: String,
        parent: Option<String>,
    ) -> String {
        let id = format!("item{}", self.items.len());
        self.items.push(Item {
            id: id.clone(),
            kind: kind.into(),
            number,
            number_key: None,
            title,
            parent,
            status: None,
            refs: Vec::new(),
            ref_items: Vec::new(),
            repeats: None,
            flags: Vec::new(),
            fields: IndexMap::new(),
            page: 1 + self.items.len() as u32 / 20,
            at: Vec::new(),
        });
        id
    }

    /// Gives the last item what a report says of it.
    fn report(&mut self) {
        let random = &mut self.random;
        let progress: String = (0..=random.below(3)).map(|_| sentence(random)).collect();
        let year = 2025 + random.below(6) as i64;
        let due = Value {
            value: Some(year.into()),
            start: Some(format!("{year}-04-01")),
            end: Some(format!("{}-03-31", year + 1)),
            kind: ValueKind::FiscalYear,
            ..said(format!("令和{}年度", year - 2018))
        };
        let office = said((*random.pick(&OFFICES)).into());
        let before = said(format!("{}件", 5 + random.below(400)));
        let after = said(format!("{}件", 5 + random.below(400)));
        let (mark, meaning, code) = *random.pick(&LEGEND[..4]);
        let new = random.chance(0.1);
        let Some(item) = self.items.last_mut() else {
            return;
        };
        item.status = Some(Status {
            mark: mark.into(),
            meaning: Some(meaning.into()),
            code: code.into(),
        });
        item.fields = [
            ("取組実績", said(progress)),
            ("担当課", office),
            ("目標年度", due),
            ("令和5年度実績", before),
            ("令和6年度実績", after),
        ]
        .into_iter()
        .map(|(label, value)| (label.to_owned(), Some(value)))
        .collect();
        item.flags.extend(new.then(|| "新規".to_owned()));
    }

    fn indicator(&mut self, of: &str) {
        let random = &mut self.random;
        let what = *random.pick(&["の利用者数", "への参加者数", "の相談件数", "の認知件数"]);
        let name = format!(
            "{}における{}{what}",
            random.pick(&PLACES),
            random.pick(&OBJECTS)
        );
        if !self.titles.insert(norm(&name)) {
            return;
        }
        let start = 100 + random.below(900) as i64;
        let value = |role: &str, number: i64, year: i32| IndicatorValue {
            role: role.into(),
            text: format!("{number}人"),
            value: Some(number.into()),
            unit: Some("人".into()),
            multiplier: None,
            qualifiers: Vec::new(),
            year: Some(year),
            year_text: Some(format!("令和{}年度", year - 2018)),
            shaded: false,
            at: Vec::new(),
        };
        self.indicators.push(Indicator {
            id: format!("indicator{}", self.indicators.len() + 1),
            name,
            group: None,
            of: Some(of.into()),
            direction: Some("up".into()),
            page: 1,
            at: Vec::new(),
            values: vec![
                value("baseline", start, 2022),
                value("actual", start + 20, 2024),
                value("target", start * 2, 2030),
            ],
            fields: IndexMap::new(),
        });
    }
}

fn said(text: String) -> Value {
    Value {
        raw: text.clone(),
        text,
        ..Value::default()
    }
}
