//! Changes of indicators: new values, other targets, other names, new ones, and ones that go.

use super::draft::{Draft, Measured};
use super::generate::Shares;
use super::random::Random;
use super::titles::{Pairs, alike, pairs, reworded};
use super::words::OBJECTS;
use super::years::shifted;
use crate::support::norm;
use keikaku::document::{Indicator, IndicatorValue};
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Makes all changes of indicators.
pub fn change(draft: &mut Draft, shares: &Shares, random: &mut Random) {
    let mut names: BTreeSet<String> = draft.measured.iter().map(|m| name(&m.indicator)).collect();
    let alone = names.len() == draft.measured.len();
    let mut old: Vec<Pairs> = draft
        .measured
        .iter()
        .map(|m| pairs(&m.indicator.name))
        .collect();
    let rolls = random.chance(shares.years_rolled);
    let count = draft.measured.len();
    let went =
        (alone && count > 3 && random.chance(shares.indicators)).then(|| random.below(count));
    for (i, measured) in draft.measured.iter_mut().enumerate() {
        let indicator = &mut measured.indicator;
        if alone && random.chance(shares.indicators) && Some(i) != went {
            rename(indicator, i, &old, &mut names, random);
        }
        if random.chance(shares.indicators) {
            of_role(indicator, "target", random);
        }
        if random.chance(shares.indicators / 2.0) {
            of_role(indicator, "baseline", random);
        }
        if random.chance(shares.indicators / 3.0) {
            indicator.direction = match indicator.direction.as_deref() {
                Some("up") => Some("down".into()),
                Some(_) => Some("up".into()),
                None => None,
            };
        }
        if rolls {
            next_year(indicator, random);
        }
    }
    if let Some(went) = went {
        draft.measured.remove(went);
    }
    if alone && count > 0 && random.chance(shares.indicators) {
        old.extend(draft.measured.iter().map(|m| pairs(&m.indicator.name)));
        add(draft, &old, &names, random);
    }
}

fn name(indicator: &Indicator) -> String {
    norm(&indicator.name)
}

/// In other words, but nearer to itself than to any other.
fn rename(
    indicator: &mut Indicator,
    own: usize,
    old: &[Pairs],
    names: &mut BTreeSet<String>,
    random: &mut Random,
) {
    for _ in 0..8 {
        let new = reworded(&indicator.name, random);
        let now = pairs(&new);
        let mine = alike(&old[own], &now);
        let others = old.iter().enumerate().filter(|(i, _)| *i != own);
        let most = others.map(|(_, o)| alike(o, &now)).fold(0.0, f64::max);
        if mine >= 0.45 && most + 0.15 < mine && names.insert(norm(&new)) {
            indicator.name = new;
            return;
        }
    }
}

/// Another value of this role.
fn of_role(indicator: &mut Indicator, role: &str, random: &mut Random) {
    if let Some(value) = indicator.values.iter_mut().find(|v| v.role == role) {
        bump(value, random);
        if role == "target" && random.chance(0.3) {
            year(value, 1);
        }
    }
}

/// The value of the next year, beside the last one or in its place.
fn next_year(indicator: &mut Indicator, random: &mut Random) {
    let actual = indicator.values.iter().rposition(|v| v.role == "actual");
    let Some(at) = actual.or_else(|| indicator.values.iter().position(|v| v.role == "baseline"))
    else {
        return;
    };
    let mut new = IndicatorValue {
        role: "actual".into(),
        ..indicator.values[at].clone()
    };
    bump(&mut new, random);
    year(&mut new, 1);
    let taken = indicator
        .values
        .iter()
        .any(|v| v.role == "actual" && v.year == new.year);
    if new.year.is_none() || taken {
        return;
    }
    indicator.values.insert(at + 1, new);
    if actual.is_some() && random.chance(0.6) {
        indicator.values.remove(at);
    }
}

fn year(value: &mut IndicatorValue, by: i32) {
    value.year = value.year.map(|y| y + by);
    value.year_text = value.year_text.as_ref().map(|t| shifted(t, by));
}

/// Another number, with as many decimals and commas where there were some.
fn bump(value: &mut IndicatorValue, random: &mut Random) {
    static NUMBER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"[\d,，]+(?:[.．]\d+)?").unwrap());
    let Some(found) = NUMBER.find(&value.text) else {
        return;
    };
    let folded: String = found
        .as_str()
        .chars()
        .map(keikaku::normalize::fold_char)
        .filter(|c| *c != ',')
        .collect();
    let Ok(old) = folded.parse::<f64>() else {
        return;
    };
    let decimals = folded.split_once('.').map_or(0, |(_, d)| d.len());
    let by = (old * 0.04).max(if decimals > 0 { 0.3 } else { 1.0 });
    let new = old + by * (1 + random.below(4)) as f64;
    let plain = format!("{new:.decimals$}");
    let shown = if found.as_str().contains([',', '，']) || new >= 1000.0 {
        commas(&plain)
    } else {
        plain.clone()
    };
    value.text = format!(
        "{}{shown}{}",
        &value.text[..found.start()],
        &value.text[found.end()..]
    );
    value.value = plain.parse().ok();
}

fn commas(number: &str) -> String {
    let (whole, rest) = number
        .split_once('.')
        .map_or((number, String::new()), |(w, r)| (w, format!(".{r}")));
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    out + &rest
}

/// One more, of the same item as another.
fn add(draft: &mut Draft, old: &[Pairs], names: &BTreeSet<String>, random: &mut Random) {
    let like = draft.measured[random.below(draft.measured.len())].clone();
    for _ in 0..8 {
        let what = *random.pick(&[
            "に満足している市民の割合",
            "に関する相談件数",
            "の利用者数",
            "への参加団体数",
        ]);
        let name = format!("{}{what}", random.pick(&OBJECTS));
        let now = pairs(&name);
        if old.iter().any(|o| alike(o, &now) > 0.5) || names.contains(&norm(&name)) {
            continue;
        }
        let mut indicator = Indicator {
            name,
            ..like.indicator.clone()
        };
        indicator.values.iter_mut().for_each(|v| bump(v, random));
        let at = random.below(draft.measured.len() + 1);
        draft.measured.insert(
            at,
            Measured {
                from: None,
                of: like.of,
                indicator,
            },
        );
        return;
    }
}

#[test]
fn numbers_keep_their_form() {
    assert_eq!(commas("1234567.5"), "1,234,567.5");
    assert_eq!(commas("999"), "999");
}
