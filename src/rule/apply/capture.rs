//! An entry matched against the items of a rule: captures by name.

use crate::normalize::fold_char;
use crate::rule::model::Item;
use crate::text::Text;

/// What a pattern captured of an entry.
#[derive(Debug, Clone, Default)]
pub struct Captured {
    /// Which of the items it is.
    pub item: usize,
    /// The whole entry.
    pub entry: Text,
    /// Capture `number`.
    pub number: Option<Text>,
    /// Capture `title`, on one line.
    pub title: Text,
    /// Capture `status`.
    pub status: Option<Text>,
    /// Capture `refs`, split.
    pub refs: Vec<String>,
    /// Captures `flag` and `flag.X`, and the flags of the item.
    pub flags: Vec<String>,
    /// Every other capture, by name.
    pub fields: Vec<(String, Text)>,
}

/// Matches an entry against items in their order; the first that matches it whole is taken.
pub fn capture(entry: &Text, items: &[Item]) -> Option<Captured> {
    let entry = entry.trimmed();
    let folded = entry.folded();
    items.iter().enumerate().find_map(|(i, item)| {
        let found = item.pattern.regex.captures(folded.as_str())?;
        let whole = found.get(0)?;
        if whole.start() != 0 || whole.end() != folded.as_str().len() {
            return None;
        }
        if item.by_sample && goes_on(&found) {
            return None;
        }
        let mut out = Captured {
            item: i,
            entry: entry.clone(),
            flags: item.flags.clone(),
            ..Captured::default()
        };
        for name in item.pattern.regex.capture_names().flatten() {
            let Some(group) = found.name(name) else {
                continue;
            };
            let chars = folded.char_index(group.start())..folded.char_index(group.end());
            let text = entry.char_slice(chars).into_trimmed();
            match name {
                "number" => out.number = Some(text.one_line()),
                "title" => out.title = text.one_line().into_trimmed(),
                "status" => out.status = Some(text),
                "refs" => out.refs = references(text.as_str()),
                "flag" | "flag2" | "flag3" | "flag4" | "flag5" => {
                    push_flag(&mut out.flags, text.as_str());
                }
                _ => match name.strip_prefix("flag.") {
                    Some(flag) if !text.is_blank() => push_flag(&mut out.flags, flag),
                    Some(_) => {}
                    None => out.fields.push((name.to_owned(), text)),
                },
            }
        }
        Some(out)
    })
}

/// A number that goes on right behind what was taken for it is another one: `1-1` of `1-1-2`, `1` of `12`.
fn goes_on(found: &regex::Captures<'_>) -> bool {
    let (Some(number), Some(title)) = (found.name("number"), found.name("title")) else {
        return false;
    };
    let behind = title.as_str();
    let level = behind.strip_prefix(['-', '.']).unwrap_or(behind);
    number.end() == title.start()
        && number.as_str().ends_with(|c: char| c.is_ascii_digit())
        && level.starts_with(|c: char| c.is_ascii_digit())
}

fn push_flag(flags: &mut Vec<String>, flag: &str) {
    let bracket = |c: char| "()[]<>【】「」".contains(fold_char(c)) || c.is_whitespace();
    let flag = flag.trim_matches(bracket).to_owned();
    if !flag.is_empty() && !flags.contains(&flag) {
        flags.push(flag);
    }
}

/// Most numbers that a range of references stands for.
const MAX_RANGE: usize = 200;

/// The numbers in a list of references: `55、56` → `55`, `56`.
pub fn references(text: &str) -> Vec<String> {
    let folded: String = text.chars().map(fold_char).collect();
    let numbers = |text: &str| -> Vec<String> {
        text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '.'))
            .map(|r| r.trim_start_matches("No.").trim_matches('.').to_owned())
            .filter(|r| !r.is_empty())
            .collect()
    };
    let mut out: Vec<String> = Vec::new();
    for (i, part) in folded.split('~').enumerate() {
        let found = numbers(part);
        // 2～4 names 3 as well
        let from = out
            .last()
            .and_then(|n| n.parse::<u32>().ok())
            .filter(|_| i > 0);
        let to = found.first().and_then(|n| n.parse::<u32>().ok());
        if let (Some(from), Some(to)) = (from, to) {
            out.extend((from + 1..to).take(MAX_RANGE).map(|n| n.to_string()));
        }
        out.extend(found);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::references;

    #[test]
    fn a_tag_may_name_several_numbers() {
        assert_eq!(references("55、56"), ["55", "56"]);
        assert_eq!(references("No.7、No.12-1"), ["7", "12-1"]);
        assert_eq!(references("No.2～5、9"), ["2", "3", "4", "5", "9"]);
    }
}
