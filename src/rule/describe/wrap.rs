//! Lines of at most 100 columns.

/// Most columns of a line; a Japanese character takes two.
const MOST_COLUMNS: usize = 100;
/// What goes on is indented by so many columns more.
const HANGING: usize = 4;

/// A text on lines: cut at spaces, or where there are none, anywhere.
pub fn wrapped(text: &str, indent: usize) -> String {
    let mut out = " ".repeat(indent);
    let mut used = indent;
    let mut empty = true;
    // an escaped character stays with its backslash
    let mut escaped = false;
    for word in text.split_inclusive(' ') {
        let columns = width(word.trim_end());
        if !empty && used + columns > MOST_COLUMNS {
            next_line(&mut out, indent);
            used = indent + HANGING;
        }
        for c in word.chars() {
            let columns = width_of(c);
            let over = used + columns + usize::from(c == '\\') > MOST_COLUMNS;
            if over && !escaped && c != ' ' {
                next_line(&mut out, indent);
                used = indent + HANGING;
            }
            escaped = c == '\\' && !escaped;
            out.push(c);
            used += columns;
        }
        empty = false;
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn next_line(out: &mut String, indent: usize) {
    out.truncate(out.trim_end_matches(' ').len());
    out.push('\n');
    out.push_str(&" ".repeat(indent + HANGING));
}

/// Columns of a text.
pub fn width(text: &str) -> usize {
    text.chars().map(width_of).sum()
}

/// Kana, ideographs, full-width forms and the signs of Japanese typesetting take two columns.
fn width_of(c: char) -> usize {
    let wide = matches!(c, '\u{1100}'..='\u{115f}' | '\u{2010}'..='\u{2bff}' | '\u{2e80}'..='\u{fe6f}' | '\u{ff01}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}');
    if wide { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_too_wide_and_nothing_is_lost() {
        let text = "施策".repeat(80) + " and " + &"word ".repeat(60);
        let lines = wrapped(&text, 2);
        assert!(lines.lines().all(|l| width(l) <= MOST_COLUMNS), "{lines}");
        let bare = |s: &str| -> String { s.split_whitespace().collect() };
        assert_eq!(bare(&lines), bare(&text));
    }
}
