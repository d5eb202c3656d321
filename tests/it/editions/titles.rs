//! Titles: invented, in other words, of parts, of what was merged; and how alike two are.

use super::random::Random;
use super::words::{BEFORE, DOINGS, OBJECTS, PARTS, PLACES, SYNONYMS};
use crate::support::norm;

/// The pairs of characters of a title, sorted.
pub type Pairs = Vec<(char, char)>;

/// The pairs of characters of a title.
pub fn pairs(title: &str) -> Pairs {
    let chars: Vec<char> = norm(title).chars().collect();
    let mut out: Pairs = chars.windows(2).map(|w| (w[0], w[1])).collect();
    out.sort_unstable();
    out
}

/// How alike two titles are, from 0 to 1 (Dice).
pub fn alike(a: &Pairs, b: &Pairs) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, both) = (i + 1, j + 1, both + 1),
        }
    }
    2.0 * f64::from(both) / (a.len() + b.len()).max(1) as f64
}

/// A new title.
pub fn invented(random: &mut Random) -> String {
    let base = format!("{}{}", random.pick(&OBJECTS), random.pick(&DOINGS));
    match random.below(3) {
        0 => base,
        1 => format!("{}における{base}", random.pick(&PLACES)),
        _ => format!("{}の{base}", random.pick(&PLACES)),
    }
}

/// A title that is like this one and is not it: the same is done with something else.
pub fn neighbour(title: &str, random: &mut Random) -> Option<String> {
    let tail = &title[title.rfind('の')?..];
    let object = if random.chance(0.5) {
        random.pick(&OBJECTS).to_string()
    } else {
        format!("{}の{}", random.pick(&PLACES), random.pick(&OBJECTS))
    };
    (tail.chars().count() > 2 && !tail.contains(['）', ')', '」']))
        .then(|| format!("{object}{tail}"))
}

/// A title in other words, with one to three changes.
pub fn reworded(title: &str, random: &mut Random) -> String {
    let mut out = title.to_owned();
    for _ in 0..=random.below(3) {
        out = match random.below(6) {
            0 | 1 => synonym(&out, random),
            2 => before(&out, random),
            3 => behind(&out),
            4 => cut(&out, random),
            _ => turned(&out, random),
        };
    }
    if out == title {
        synonym(title, random)
    } else {
        out
    }
}

fn synonym(title: &str, random: &mut Random) -> String {
    let both = SYNONYMS.iter().flat_map(|(a, b)| [(*a, *b), (*b, *a)]);
    let known: Vec<(&str, &str)> = both
        .filter(|(a, b)| title.contains(a) && !title.contains(b))
        .collect();
    match known.is_empty() {
        true => title.to_owned(),
        false => {
            let (from, to) = random.pick(&known);
            title.replacen(from, to, 1)
        }
    }
}

fn before(title: &str, random: &mut Random) -> String {
    let known = BEFORE.iter().any(|b| title.contains(b));
    if known {
        title.to_owned()
    } else {
        format!("{}{title}", random.pick(&BEFORE))
    }
}

fn behind(title: &str) -> String {
    if title.contains("更なる") || title.ends_with('。') {
        return title.to_owned();
    }
    for word in [
        "推進", "充実", "強化", "促進", "向上", "支援", "実施", "拡大", "拡充",
    ] {
        if let Some(head) = title.strip_suffix(&format!("の{word}")) {
            return format!("{head}の更なる{word}");
        }
    }
    format!("{title}の更なる推進")
}

/// Without what stands in brackets, or without what comes first.
fn cut(title: &str, random: &mut Random) -> String {
    let bracket = title
        .find('（')
        .zip(title.find('）'))
        .filter(|(a, b)| a < b);
    if let Some((open, close)) = bracket {
        return format!("{}{}", &title[..open], &title[close + '）'.len_utf8()..]);
    }
    let marks = [
        "における",
        "を使った",
        "による",
        "のための",
        "を活用した",
        "に関する",
        "、",
    ];
    let mark = random.pick(&marks);
    match title.split_once(mark) {
        Some((_, rest)) if rest.chars().count() * 5 >= title.chars().count() * 3 => rest.to_owned(),
        _ => title.to_owned(),
    }
}

/// In another order: `AとBの推進` becomes `BとAの推進`, `Aの推進` becomes `推進するA` — or what is like it.
fn turned(title: &str, random: &mut Random) -> String {
    if let Some((a, mark, b, tail)) = halves(title) {
        return format!("{b}{mark}{a}{tail}");
    }
    match title.rsplit_once('の') {
        Some((head, doing)) if doing.chars().count() == 2 && random.chance(0.5) => {
            format!("{head}を{doing}するための取組")
        }
        _ => title.to_owned(),
    }
}

/// `AとBの推進` as `A`, `と`, `B`, `の推進`.
fn halves(title: &str) -> Option<(&str, &str, &str, &str)> {
    if title.contains(['（', '）', '「', '」', '(', ')', '、']) {
        return None;
    }
    for mark in ["及び", "・", "と"] {
        let Some((a, rest)) = title.split_once(mark) else {
            continue;
        };
        let Some(at) = rest.rfind('の') else {
            continue;
        };
        let (b, tail) = rest.split_at(at);
        let fits = |s: &str| {
            (2..=14).contains(&s.chars().count())
                && !s.contains(['と', '・', 'の'])
                && !s.ends_with('ご')
        };
        if fits(a) && fits(b) && tail.chars().count() > 2 {
            return Some((a, mark, b, tail));
        }
    }
    None
}

/// The titles of the parts of what is split.
pub fn parts(title: &str, random: &mut Random) -> Vec<String> {
    if let Some((a, _, b, tail)) = halves(title)
        && random.chance(0.7)
    {
        return vec![format!("{a}{tail}"), format!("{b}{tail}")];
    }
    let count = if random.chance(0.25) { 3 } else { 2 };
    let parts = random.pick(&PARTS);
    parts[..count]
        .iter()
        .map(|p| format!("{title}{p}"))
        .collect()
}

/// The title of what two are merged into.
pub fn merged(a: &str, b: &str, random: &mut Random) -> String {
    let mark = *random.pick(&["と", "及び", "・"]);
    if random.chance(0.6)
        && let Some((head, tail)) = a.rfind('の').map(|at| a.split_at(at))
        && let Some(other) = b.strip_suffix(tail)
        && !other.is_empty()
        && tail.chars().count() > 2
    {
        return format!("{head}{mark}{other}{tail}");
    }
    format!("{a}{mark}{b}")
}
