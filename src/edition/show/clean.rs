//! Texts of a PDF on the way to a reader: one line, and nothing in it that steers what shows it.

use std::borrow::Cow;

/// A text on one line: breaks as `⏎`, characters that a terminal or browser would obey as their code.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    match text.chars().any(|c| is_break(c) || steers(c)) {
        true => Cow::Owned(text.chars().map(shown).collect()),
        false => Cow::Borrowed(text),
    }
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}')
}

/// Controls, and what turns the direction of writing.
pub(crate) fn steers(c: char) -> bool {
    let turns = matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && !is_break(c))
}

fn shown(c: char) -> Cow<'static, str> {
    match c {
        '\t' => Cow::Borrowed(" "),
        '\r' => Cow::Borrowed(""),
        c if is_break(c) => Cow::Borrowed("⏎"),
        c if steers(c) => Cow::Owned(c.escape_unicode().to_string()),
        c => Cow::Owned(c.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn nothing_steers_a_terminal() {
        assert_eq!(one_line("市\n民\u{1b}[2J"), "市⏎民\\u{1b}[2J");
        assert_eq!(one_line("a\u{202E}b"), "a\\u{202e}b");
        assert_eq!(one_line("計画"), "計画");
    }
}
