//! OpenSymbol, the font LibreOffice ships for bullets, formulas and as a stand-in for the symbol
//! fonts of Windows. It is a Unicode font; what Unicode lacked when it was made is in its private
//! range, one block for each font that it stands in for.
//!
//! Every entry has been compared with the glyph of the font. The bullets Writer offers are U+2022,
//! U+25CF, U+E00C, U+E00A, U+2794, U+27A2, U+2717 and U+2714.

use super::NONE;

/// First code point of a run, and the marks from there.
const RUNS: &[(u32, &str)] = &[
    // its own bullets, digits and arrows
    (0xE001, "⬧⧫◆⬥❍→✓●❍■❒◆❖⬧⓿⓪"),
    (0xE019, "✉"),
    (0xE01E, "•"),
    (0xE025, "⇨⇩⇦⇧"),
    (0xE02B, "→↓←↑"),
    (0xE03A, "€"),
    // formulas
    (0xE080, "‰〓〓+<>≤≥〓∈〓…→√√"),
    (0xE0AA, "❑〓ΓΔΘΛΞΠΣΥΦΨΩαβγδεζηθικλμνξοπρστυφχψωεϑϖ〓ςφ∂"),
    (0xE0DB, "←↑↓"),
    // Symbol
    (0xE100, "!∀#∃%∋()∗+,−./:;<=>≅[]⊥{}∼€≤∞ƒ♣♥♠↔←↑→↓°±≥×∝∂•÷≠≡≈…"),
    (0xE132, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∇™∏√⋅¬∧∨⇔⇐⇒〈®©™∑"),
    (0xE16A, "&"),
    // ZapfDingbats
    (0xE209, "✓✔✗✘"),
    (0xE226, "●❍■❏❐❑❒◆❖"),
    (0xE241, "♣♦♥♠①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿➔→"),
    (0xE25F, "➢➲"),
    // Webdings
    (0xE312, "◀▶▲▼"),
    (0xE31B, "■●"),
    (0xE346, "■"),
    (0xE34D, "●"),
    // Wingdings
    (0xE407, "☎〓✉🖃"),
    (0xE437, "●❍■□□❑❒⬧⧫◆❖⬥〓〓〓❝❞"),
    (0xE448, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0xE466, "·•▪○○〓〓〓❍▪◻〓✦★✶✴✹"),
    (0xE47D, "✪✰"),
    (0xE49E, "➢"),
    (0xE4A2, "➲〓〓←→↑↓↖↗↙↘←➔↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳⬁⬀⬃⬂▭▫✗✓☒☑"),
    // Wingdings 2
    (0xE52E, "✗✓☒☑☒☒"),
    (0xE548, "①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0xE570, "●●○○○〓〓〓▪▪■■□"),
    (0xE584, "⬩⬩⬥◆"),
    (0xE58D, "⬪⬪⬪⬧〓〓◖◗"),
    (0xE5A5, "✚"),
    // Wingdings 3
    (0xE680, "←→↑↓"),
    (0xE68C, "←→↑↓↖↗↙↘←→↑↓↖↗↙↘"),
];

/// What Adobe's glyph list names in its private range: serifless signs and pieces of large brackets.
const ADOBE: (u32, &str) = (0xF8E6, "⏐⎯®©™⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪⎮⎞⎟⎠⎤⎥⎦⎫⎬⎭");

/// The mark at a code point of OpenSymbol's private range.
pub fn mark(c: char) -> Option<char> {
    RUNS.iter()
        .find_map(|run| in_run(*run, c))
        .or_else(|| adobe_mark(c))
}

/// The mark at a code point of the private range of Adobe's glyph list.
pub fn adobe_mark(c: char) -> Option<char> {
    in_run(ADOBE, c)
}

fn in_run((start, marks): (u32, &str), c: char) -> Option<char> {
    let at = u32::from(c).checked_sub(start)?;
    marks.chars().nth(at as usize).filter(|&mark| mark != NONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_in_order_and_do_not_overlap() {
        for pair in RUNS.windows(2) {
            let end = pair[0].0 + pair[0].1.chars().count() as u32;
            assert!(end <= pair[1].0, "{:X} ends at {end:X}", pair[0].0);
        }
        assert_eq!(ADOBE.1.chars().count(), 0xF8FF - 0xF8E6);
    }

    #[test]
    fn the_bullets_of_writer() {
        assert_eq!(mark('\u{e00a}'), Some('■'));
        assert_eq!(mark('\u{e00c}'), Some('◆'));
        assert_eq!(mark('\u{e008}'), Some('●'));
    }

    #[test]
    fn what_it_shows_for_other_fonts() {
        let shown = [
            ('\u{e010}', '⓪'),
            ('\u{e0b7}', 'α'),
            ('\u{e0d5}', '∂'),
            ('\u{e12c}', '•'),
            ('\u{e141}', '∉'),
            ('\u{e151}', '∑'),
            ('\u{e245}', '①'),
            ('\u{e25a}', '→'),
            ('\u{e45d}', '❿'),
            ('\u{e46f}', '▪'),
            ('\u{e4c2}', '✓'),
            ('\u{e4c4}', '☑'),
            ('\u{e531}', '☑'),
            ('\u{e55c}', '❿'),
            ('\u{e69b}', '↘'),
            ('\u{f8fe}', '⎭'),
        ];
        for (c, expected) in shown {
            assert_eq!(mark(c), Some(expected), "{:X}", u32::from(c));
        }
        assert_eq!(mark('\u{e46b}'), None);
        assert_eq!(mark('\u{e700}'), None);
    }
}
