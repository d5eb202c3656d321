//! Symbol fonts: codes in the private use area to the marks people see.
//!
//! Windows symbol fonts put their glyphs at U+F020–U+F0FF; office programs carry those code points
//! into `/ToUnicode`. Which mark it is depends on the font, so the table is chosen by font name.
//! Only marks that occur as bullets, ticks, boxes and arrows are listed: anything else stays
//! unmapped and is reported.

/// Which table a font's private use code points are read with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolFont {
    /// Wingdings.
    Wingdings,
    /// Symbol and everything that copies its layout.
    Symbol,
}

impl SymbolFont {
    /// The table for a font of that name. OpenSymbol and an unknown font that uses the Windows
    /// range are read as Symbol: that is the font whose code points office programs write when
    /// they make a bullet.
    pub fn from_font_name(name: &str) -> Self {
        if name.to_ascii_lowercase().contains("wingdings") {
            Self::Wingdings
        } else {
            Self::Symbol
        }
    }

    /// The mark at a private use code point, or at its low byte.
    pub fn mark(self, c: char) -> Option<char> {
        let code = match u32::from(c) {
            code @ 0xF020..=0xF0FF => (code - 0xF000) as u8,
            // OpenSymbol's own range for list bullets (E00A is the round bullet of Writer)
            0xE00A => return Some('•'),
            0xE00C => return Some('◆'),
            0xE008 => return Some('▪'),
            _ => return None,
        };
        match self {
            Self::Wingdings => wingdings(code),
            Self::Symbol => symbol(code),
        }
    }
}

fn wingdings(code: u8) -> Option<char> {
    Some(match code {
        0x20 => ' ',
        0x6C => '●',
        0x6D => '❍',
        0x6E => '■',
        0x6F => '□',
        0x70 => '❐',
        0x71 => '❑',
        0x72 => '❒',
        0x74 => '⧫',
        0x75 => '◆',
        0x76 => '❖',
        0x77 => '⬥',
        0x9E => '·',
        0x9F => '•',
        0xA7 => '▪',
        0xA8 => '◻',
        0xAB => '★',
        0xD8 => '➢',
        0xE0 => '→',
        0xE8 => '➔',
        0xF0 => '⇨',
        0xFB => '✗',
        0xFC => '✓',
        0xFD => '☒',
        0xFE => '☑',
        _ => return None,
    })
}

fn symbol(code: u8) -> Option<char> {
    Some(match code {
        0x20..=0x21 | 0x23 | 0x25..=0x26 | 0x28..=0x29 | 0x2B..=0x2C | 0x2E..=0x3F => {
            char::from(code)
        }
        0x2D => '−',
        0xA5 => '∞',
        0xA8 => '♦',
        0xAB => '↔',
        0xAC => '←',
        0xAD => '↑',
        0xAE => '→',
        0xAF => '↓',
        0xB0 => '°',
        0xB1 => '±',
        0xB3 => '≥',
        0xB4 => '×',
        0xB7 => '•',
        0xA3 => '≤',
        0xD6 => '√',
        0xD8 => '¬',
        0xDE => '⇒',
        _ => return None,
    })
}

/// Whether a character is in a private use area and so says nothing by itself.
pub fn is_private_use(c: char) -> bool {
    matches!(u32::from(c), 0xE000..=0xF8FF | 0xF0000..=0x10FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_code_is_another_mark_in_another_font() {
        let wing = SymbolFont::from_font_name("ABCDEF+Wingdings-Regular");
        let open = SymbolFont::from_font_name("OpenSymbol");
        assert_eq!(wing.mark('\u{f0fc}'), Some('✓'));
        assert_eq!(open.mark('\u{f0b7}'), Some('•'));
        assert_eq!(wing.mark('\u{f0d8}'), Some('➢'));
        assert_eq!(open.mark('\u{f0fc}'), None);
    }
}
