//! Symbol fonts: their codes, and the private use code points that stand for them, to the marks
//! people see.
//!
//! Windows symbol fonts put their glyphs at U+F020–U+F0FF, and office programs carry those code
//! points into `/ToUnicode`; a simple symbol font shows the low byte as its code. Which mark it is
//! depends on the font alone, so the table is chosen by the font's name. A font of another name is
//! not guessed at, but for the bullet of word processors (U+F0B7).
//!
//! The tables follow Unicode, which took over Wingdings and Webdings in version 7, with one
//! exception: where it gave another weight, size or head of an arrow, triangle, circle or square a
//! character of its own (U+2B60–U+2BFF, U+1F780–U+1F8FF), the COMMON character of that shape stands
//! in the table (→ ▲ ● ■ ◆ …). A reader sees an arrow, and rules are written with →. A code without
//! a mark that is certain has none and is reported.

mod adobe_symbol;
mod open_symbol;
mod webdings;
mod wingdings;
mod wingdings2;
mod wingdings3;
mod zapf_dingbats;

/// The marks of the codes from 0x20, sixteen a row; [`NONE`] where a code has no mark.
type Rows = [&'static str; 14];

/// Holds the place of a code without a mark.
const NONE: char = '〓';

/// The bullet of word processors: 0xB7 of Symbol.
const BULLET: char = '\u{f0b7}';

/// Which table a font is read with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolFont {
    /// Wingdings.
    Wingdings,
    /// Wingdings 2.
    Wingdings2,
    /// Wingdings 3.
    Wingdings3,
    /// Webdings.
    Webdings,
    /// Symbol and its copies.
    Symbol,
    /// ZapfDingbats and its copies.
    ZapfDingbats,
    /// OpenSymbol: a Unicode font with a private range of its own, without a table of codes.
    OpenSymbol,
}

impl SymbolFont {
    /// The table for a font of that name.
    pub fn from_font_name(name: &str) -> Option<Self> {
        Some(match family(name).as_str() {
            "wingdings" => Self::Wingdings,
            "wingdings2" => Self::Wingdings2,
            "wingdings3" => Self::Wingdings3,
            "webdings" => Self::Webdings,
            "symbol" | "standardsymbols" | "standardsymbolsl" | "standardsyml" => Self::Symbol,
            "zapfdingbats" | "itczapfdingbats" | "dingbats" | "d050000l" | "monotypesorts" => {
                Self::ZapfDingbats
            }
            "opensymbol" | "starsymbol" => Self::OpenSymbol,
            _ => return None,
        })
    }

    /// The mark at a private use code point.
    pub fn mark(self, c: char) -> Option<char> {
        match (self, u32::from(c)) {
            (Self::OpenSymbol, _) => open_symbol::mark(c).or_else(|| mark_of_any(c)),
            (_, code @ 0xF020..=0xF0FF) => self.mark_of_code((code - 0xF000) as u8),
            (Self::Symbol, _) => open_symbol::adobe_mark(c),
            _ => None,
        }
    }

    /// The mark of a code in the encoding that is built into the font.
    pub fn mark_of_code(self, code: u8) -> Option<char> {
        let rows = self.rows()?;
        let row = rows.get(usize::from(code >> 4).checked_sub(2)?)?;
        let mark = row.chars().nth(usize::from(code & 0xF))?;
        (mark != NONE).then_some(mark)
    }

    /// Whether it has an encoding built in, in which it shows no letters.
    pub fn has_codes(self) -> bool {
        self.rows().is_some()
    }

    /// Whether it is a font of Windows, whose glyphs no glyph list names: a name from one says no
    /// more than the code does.
    pub fn is_nameless(self) -> bool {
        self.has_codes() && !matches!(self, Self::Symbol | Self::ZapfDingbats)
    }

    fn rows(self) -> Option<&'static Rows> {
        Some(match self {
            Self::Wingdings => &wingdings::MARKS,
            Self::Wingdings2 => &wingdings2::MARKS,
            Self::Wingdings3 => &wingdings3::MARKS,
            Self::Webdings => &webdings::MARKS,
            Self::Symbol => &adobe_symbol::MARKS,
            Self::ZapfDingbats => &zapf_dingbats::MARKS,
            Self::OpenSymbol => return None,
        })
    }
}

/// The mark at a private use code point in whatever font.
pub fn mark_of_any(c: char) -> Option<char> {
    (c == BULLET).then_some('•')
}

/// What foundries and styles add to the name of a family.
const SUFFIXES: &[&str] = &[
    "regular", "normal", "roman", "medium", "bold", "italic", "oblique", "itc", "std", "bt", "mt",
    "ps",
];

/// A font name without subset prefix, case, separators, style and foundry.
fn family(name: &str) -> String {
    let name = name.rsplit('+').next().unwrap_or(name);
    let name = name.split(',').next().unwrap_or(name);
    let mut plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    plain.make_ascii_lowercase();
    while let Some(cut) = SUFFIXES.iter().find_map(|s| plain.strip_suffix(s)) {
        plain.truncate(cut.len());
    }
    plain
}

/// Whether a character is in a private use area and so says nothing by itself.
pub fn is_private_use(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF0000..=0x10FFFF)
}

#[cfg(test)]
mod tests;
