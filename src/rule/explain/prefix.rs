//! How far a pattern fits a text: the longest beginning of it that still matches.

use super::Subject;
use super::report::quote_to;
use crate::rule::model::Re;
use crate::rule::passages::folded_text;
use regex::RegexBuilder;
use std::ops::Range;

/// How far a pattern fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The bytes of the text that the beginning of the pattern matches.
    pub fits: Range<usize>,
    /// The rest of the pattern, which is not found behind them.
    pub rest: String,
}

/// How far a pattern fits; `None` where it is found as a whole, or cannot be taken apart. With
/// `at_start` it must begin where the text does.
pub fn reach(pattern: &str, text: &str, at_start: bool) -> Option<Reach> {
    let pieces = pieces(pattern);
    for count in (1..=pieces.len()).rev() {
        let end = pieces[count - 1].end;
        let head = &pattern[..end];
        let anchored = match at_start {
            true => format!(r"\A(?:{head})"),
            false => head.to_owned(),
        };
        let built = RegexBuilder::new(&anchored)
            .dot_matches_new_line(true)
            .build();
        let Some(found) = built.ok().and_then(|re| re.find(text).map(|m| m.range())) else {
            continue;
        };
        if end == pattern.len() {
            return None;
        }
        // a beginning that takes no character says nothing: ^, (?m)
        if found.is_empty() {
            break;
        }
        // a literal is named from its first character: `No`, and not `o`
        let literal = |p: &&Range<usize>| is_letter(&pattern[(*p).clone()]);
        let back = pieces[..count].iter().rev().take_while(literal).last();
        let next = pieces.get(count).filter(literal);
        let rest = back.filter(|_| next.is_some()).map_or(end, |p| p.start);
        return Some(Reach {
            fits: found,
            rest: pattern[rest..].to_owned(),
        });
    }
    Some(Reach {
        fits: 0..0,
        rest: pattern.to_owned(),
    })
}

/// A pattern without the anchors that are put around those that must match a whole text.
fn within_anchors(pattern: &str) -> &str {
    let inner = pattern.strip_prefix("^(?:");
    inner.and_then(|p| p.strip_suffix(")$")).unwrap_or(pattern)
}

/// A piece that stands for itself.
fn is_letter(piece: &str) -> bool {
    let mut chars = piece.chars();
    chars.next().is_some_and(char::is_alphanumeric) && chars.next().is_none()
}

/// How far a pattern fits an entry from its start, in words.
pub fn in_entry(re: &Re, text: &str) -> String {
    let pattern = within_anchors(re.regex.as_str());
    match reach(pattern, text, true) {
        None => {
            let end = re.regex.find(text).map_or(0, |m| m.end());
            format!(
                "it fits, but the entry goes on with {}",
                quote_to(&text[end..], 28)
            )
        }
        Some(reach) if reach.fits.is_empty() => {
            format!(
                "nothing of it fits: it begins with {}",
                quote_to(pattern, 28)
            )
        }
        Some(reach) => fits_then(&reach, text),
    }
}

fn fits_then(reach: &Reach, text: &str) -> String {
    let behind = &text[reach.fits.end..];
    let fits = quote_to(&text[reach.fits.clone()], 28);
    let rest = quote_to(&reach.rest, 36);
    match behind.trim().is_empty() {
        true => format!("it fits {fits}, then {rest} does not follow: the text ends"),
        false => format!(
            "it fits {fits}, then {rest} does not follow, but {}",
            quote_to(behind, 28)
        ),
    }
}

/// How far a pattern is found anywhere in the document, in words.
pub fn in_text(subject: &Subject<'_>, re: &Re) -> String {
    let text = folded_text(&subject.reading.flow);
    if re.is_match(&text) {
        return "it is found, but what it captured was no use".into();
    }
    match reach(re.regex.as_str(), &text, false) {
        Some(reach) if !reach.fits.is_empty() => {
            let behind = text[reach.fits.end..].lines().next().unwrap_or_default();
            let until = reach.fits.end + behind.len();
            fits_then(&reach, &text[..until])
        }
        _ => "nothing of it is found in the text".into(),
    }
}

/// The pieces of a pattern that follow each other, quantifiers included; one where it is a choice.
fn pieces(pattern: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(c) = pattern[at..].chars().next() {
        if c == '|' {
            out.clear();
            out.push(0..pattern.len());
            return out;
        }
        let atom = atom_end(pattern, at);
        let end = quantifier_end(pattern, atom);
        out.push(at..end);
        at = end;
    }
    out
}

/// Where the character, class or group at a byte ends.
fn atom_end(pattern: &str, at: usize) -> usize {
    let rest = &pattern[at..];
    let first = rest.chars().next().map_or(0, char::len_utf8);
    match rest.as_bytes().first() {
        Some(b'\\') => {
            let escaped = rest[1..].chars().next().map_or(0, char::len_utf8);
            let end = at + 1 + escaped;
            let braced = rest[1..].starts_with(['p', 'P', 'x', 'u']);
            match pattern[end..]
                .find('}')
                .filter(|_| braced && pattern[end..].starts_with('{'))
            {
                Some(close) => end + close + 1,
                None => end,
            }
        }
        Some(b'[') => closing(pattern, at, '[', ']'),
        Some(b'(') => closing(pattern, at, '(', ')'),
        _ => at + first,
    }
}

/// Where a class or group ends, those within it and escaped characters aside.
fn closing(pattern: &str, at: usize, open: char, close: char) -> usize {
    let mut depth = 0;
    let mut next = at;
    while let Some(c) = pattern[next..].chars().next() {
        let length = c.len_utf8();
        if c == '\\' {
            next = atom_end(pattern, next);
            continue;
        }
        if c == '[' && open == '(' {
            next = closing(pattern, next, '[', ']');
            continue;
        }
        // a bracket right behind the opening one is itself
        let literal = c == close && open == '[' && pattern[at..next].trim_end_matches('^') == "[";
        if c == open {
            depth += 1;
        } else if c == close && !literal {
            depth -= 1;
        }
        next += length;
        if depth == 0 {
            return next;
        }
    }
    pattern.len()
}

fn quantifier_end(pattern: &str, at: usize) -> usize {
    let rest = &pattern[at..];
    let mut end = match rest.chars().next() {
        Some('*' | '+' | '?') => at + 1,
        Some('{') => at + rest.find('}').map_or(0, |n| n + 1),
        _ => return at,
    };
    if pattern[end..].starts_with('?') {
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(pattern: &str) -> Vec<&str> {
        pieces(pattern).into_iter().map(|r| &pattern[r]).collect()
    }

    #[test]
    fn patterns_come_apart_where_pieces_follow_each_other() {
        assert_eq!(
            parts(r"^(?<n>\d+(a|b))\s*[^\])]+?\p{Han}{2,3}$"),
            [
                "^",
                r"(?<n>\d+(a|b))",
                r"\s*",
                r"[^\])]+?",
                r"\p{Han}{2,3}",
                "$"
            ]
        );
        assert_eq!(parts("a|b"), ["a|b"]);
        assert_eq!(parts("[]a]b"), ["[]a]", "b"]);
    }

    #[test]
    fn the_longest_beginning_that_fits() {
        let pattern = r"^(?<number>\d+-\d+)\s*(?<title>.+?)\s*No\.(?<refs>\d+)$";
        let found = reach(pattern, "1-1 講座 No.x", true).unwrap();
        assert_eq!(&"1-1 講座 No.x"[found.fits], "1-1 講座 No.");
        assert_eq!(found.rest, r"(?<refs>\d+)$");
        let found = reach("^(?<title>.+?)Nr(?<refs>.+)$", "講座 No.x", true).unwrap();
        assert_eq!(found.rest, "Nr(?<refs>.+)$");
        let found = reach(pattern, "(1) 講座", true).unwrap();
        assert_eq!(found.fits, 0..0);
        assert_eq!(reach(pattern, "1-1 講座 No.7", true), None);
    }
}
