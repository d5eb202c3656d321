//! Cells and sections cut into entries.

use crate::layout::{join_soft, opens_entry};
use crate::rule::model::Cut;
use crate::text::Text;

/// Cuts paragraphs into entries.
pub fn cut(paragraphs: &[Text], how: &Cut) -> Vec<Text> {
    let begins: &dyn Fn(&Text) -> bool = match how {
        Cut::Marker => &|p| opens_entry(p.as_str()),
        Cut::Line => &|_| true,
        Cut::Whole => &|_| false,
        Cut::At(re) => &|p| {
            re.regex
                .find(p.folded().as_str())
                .is_some_and(|m| m.start() == 0)
        },
        Cut::By(re) => return cut_by(paragraphs, &re.regex),
    };
    let mut groups: Vec<Vec<&Text>> = Vec::new();
    for paragraph in paragraphs.iter().filter(|p| !p.is_blank()) {
        match groups.last_mut() {
            Some(group) if !begins(paragraph) => group.push(paragraph),
            _ => groups.push(vec![paragraph]),
        }
    }
    groups.into_iter().map(|g| Text::join(g, '\n')).collect()
}

/// Joins all paragraphs as if no line broke, and cuts at the matches of a separator.
fn cut_by(paragraphs: &[Text], separator: &regex::Regex) -> Vec<Text> {
    let Some(whole) = paragraphs
        .iter()
        .filter(|p| !p.is_blank())
        .cloned()
        .reduce(joined)
    else {
        return Vec::new();
    };
    let folded = whole.folded();
    let mut out = Vec::new();
    let mut start = 0;
    for found in separator.find_iter(folded.as_str()) {
        out.push(whole.char_slice(start..folded.char_index(found.start())));
        start = folded.char_index(found.end());
    }
    out.push(whole.char_slice(start..whole.chars().len()));
    out.into_iter()
        .map(|t| t.trimmed())
        .filter(|t| !t.is_blank())
        .collect()
}

/// Most entries that are joined to make one match.
const MAX_JOINED: usize = 4;

/// Reads entries with `matched`, joining an entry that does not match with the ones behind it, as far as
/// those do not match alone: a wrapped line may begin like a list marker by chance. Calls `unmatched` for what fits nothing.
pub fn each_entry<T>(
    entries: &[Text],
    matched: impl Fn(&Text) -> Option<T>,
    mut found: impl FnMut(T),
    mut unmatched: impl FnMut(&Text),
) {
    let mut i = 0;
    while i < entries.len() {
        let mut hit = None;
        for end in i + 1..=(i + MAX_JOINED).min(entries.len()) {
            if end > i + 1 && matched(&entries[end - 1]).is_some() {
                break;
            }
            let whole = entries[i..end].iter().cloned().reduce(joined);
            hit = whole.and_then(|t| Some((matched(&t)?, end)));
            if hit.is_some() {
                break;
            }
        }
        match hit {
            Some((value, end)) => {
                found(value);
                i = end;
            }
            None => {
                unmatched(&entries[i]);
                i += 1;
            }
        }
    }
}

/// Two texts across a soft break.
fn joined(mut text: Text, next: Text) -> Text {
    join_soft(&mut text, &next);
    text
}
