//! How long two editions take to compare, and how that grows: `cargo bench --bench editions`.
//!
//! Plans are made up in memory: policies of ten measures, each with a status, a report and a department. In the next
//! edition every fifth measure has another number, every tenth another title, some came and some went, so that what
//! is the same has to be searched for. The time for 5,000 items is held against the aim, and its growth against a line.

use keikaku::document::{Document, Item, Status, Value};
use keikaku::edition::compare;
use std::process::ExitCode;
use std::time::Instant;

/// Two editions of 5,000 items are compared in this many seconds.
const AIM: f64 = 0.2;
/// From one size to the tenfold time may grow with this power.
const MAX_EXPONENT: f64 = 1.3;
/// Each size is timed so many times, and the best counts.
const TIMES: usize = 5;

const PLACES: [&str; 12] = [
    "駅前",
    "城下町",
    "湖畔",
    "北部",
    "港",
    "丘陵",
    "旧町",
    "本町",
    "川沿い",
    "団地",
    "山間",
    "島",
];
const THINGS: [&str; 16] = [
    "公園",
    "図書館",
    "保育所",
    "防災倉庫",
    "歩道",
    "橋りょう",
    "農地",
    "商店街",
    "空き家",
    "観光案内",
    "水道管",
    "相談窓口",
    "体育館",
    "文化財",
    "子ども食堂",
    "巡回バス",
];
const DEEDS: [&str; 10] = [
    "の整備",
    "の充実",
    "の利用促進",
    "の見直し",
    "の点検と修繕",
    "への支援",
    "の担い手づくり",
    "の情報発信",
    "の共同運営",
    "の長寿命化",
];

fn main() -> ExitCode {
    let mut last: Option<(usize, f64)> = None;
    let mut is_good = true;
    for n in [500, 5_000, 50_000] {
        let (old, new) = (plan(n, 0), plan(n, 1));
        let seconds = (0..TIMES)
            .map(|_| timed(&old, &new))
            .fold(f64::MAX, f64::min);
        let exponent = last.map(|(m, s)| (seconds / s).log10() / (n as f64 / m as f64).log10());
        println!("{n:>6} items {seconds:>8.3} s  {exponent:.2?}");
        is_good &= n != 5_000 || seconds <= AIM;
        is_good &= exponent.is_none_or(|e| e <= MAX_EXPONENT);
        last = Some((n, seconds));
    }
    if is_good {
        ExitCode::SUCCESS
    } else {
        println!(
            "over the aim of {AIM} s for 5,000 items, or growing faster than n^{MAX_EXPONENT}"
        );
        ExitCode::FAILURE
    }
}

fn timed(old: &Document, new: &Document) -> f64 {
    let begun = Instant::now();
    let found = compare(old, new);
    let seconds = begun.elapsed().as_secs_f64();
    assert!(!found.changes.is_empty());
    seconds
}

/// The first edition of a plan, or the next.
fn plan(n: usize, edition: usize) -> Document {
    let mut out = Document {
        schema: keikaku::document::SCHEMA.into(),
        source: Default::default(),
        rule: None,
        plan: Default::default(),
        legend: Vec::new(),
        items: Vec::new(),
        indicators: Vec::new(),
        tables: Vec::new(),
        sections: Vec::new(),
        footnotes: Vec::new(),
        ruby: Vec::new(),
        account: Default::default(),
        findings: Vec::new(),
    };
    for i in 0..n {
        let policy = format!("policy{}", i / 10);
        if i % 10 == 0 {
            out.items.push(item(i, edition, &policy, None));
        } else if !(i + edition).is_multiple_of(97) {
            let id = format!("{policy}/measure{}", number(i, edition));
            out.items.push(item(i, edition, &id, Some(policy)));
        }
    }
    out
}

/// In the next edition the last five of a policy have another number each second time.
fn number(i: usize, edition: usize) -> usize {
    let moves = edition == 1 && (i / 10).is_multiple_of(2) && i % 10 >= 5;
    i % 10 + usize::from(moves)
}

fn item(i: usize, edition: usize, id: &str, parent: Option<String>) -> Item {
    let word = |words: &[&'static str], step: usize| words[i / step % words.len()];
    let mut title = format!(
        "{}地区{}{}{}",
        word(&PLACES, 160),
        i / 1_920,
        word(&THINGS, 10),
        word(&DEEDS, 1)
    );
    if edition == 1 && i % 10 == 3 {
        title = format!("時代に合った{title}の推進");
    }
    let number = parent.as_ref().map(|_| format!("({})", number(i, edition)));
    let report = format!(
        "{}件の相談を受け、{}回の説明会を{}で開いた。",
        i % 89 + edition,
        i % 13,
        word(&PLACES, 3)
    );
    let field = |text: &str| {
        Some(Value {
            text: text.into(),
            raw: text.into(),
            ..Value::default()
        })
    };
    Item {
        id: id.into(),
        kind: if parent.is_some() {
            "measure"
        } else {
            "policy"
        }
        .into(),
        number_key: number.as_ref().map(|n| format!("{}/{n}", i / 10)),
        number,
        title,
        parent,
        status: Some(Status {
            mark: if (i + edition).is_multiple_of(7) {
                "○"
            } else {
                "◎"
            }
            .into(),
            meaning: None,
            code: "grade".into(),
        }),
        refs: Vec::new(),
        ref_items: Vec::new(),
        repeats: None,
        flags: Vec::new(),
        fields: [
            ("実績", field(&report)),
            ("担当課", field(word(&THINGS, 7))),
        ]
        .map(|(label, value)| (label.to_owned(), value))
        .into(),
        page: 1,
        at: Vec::new(),
    }
}
