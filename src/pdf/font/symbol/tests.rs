//! Tests of the tables and of the choice between them.

use super::*;
use SymbolFont::{OpenSymbol, Symbol, Webdings, Wingdings, Wingdings2, Wingdings3, ZapfDingbats};

/// The fonts with a table, and how many of its codes have a mark.
const TABLES: [(SymbolFont, usize); 6] = [
    (Wingdings, 222),
    (Wingdings2, 217),
    (Wingdings3, 204),
    (Webdings, 223),
    (Symbol, 188),
    (ZapfDingbats, 202),
];

fn marks(font: SymbolFont) -> Vec<(u8, char)> {
    let codes = 0..=u8::MAX;
    codes
        .filter_map(|code| Some((code, font.mark_of_code(code)?)))
        .collect()
}

/// Each code (two digits), and the mark that stands there.
fn assert_marks(font: SymbolFont, expected: &str) {
    for (hex, mark) in expected.split_whitespace().map(|e| e.split_at(2)) {
        let code = u8::from_str_radix(hex, 16).unwrap();
        let mark = mark.chars().next();
        assert_eq!(font.mark_of_code(code), mark, "{font:?} {hex}");
        let private = char::from_u32(0xF000 + u32::from(code)).unwrap();
        assert_eq!(font.mark(private), mark, "{font:?} {hex}");
    }
}

#[test]
fn tables_are_whole() {
    for (font, count) in TABLES {
        for row in font.rows().unwrap() {
            assert_eq!(row.chars().count(), 16, "{font:?}: {row}");
        }
        let marks = marks(font);
        assert_eq!(marks.len(), count, "{font:?}");
        assert!(marks.iter().all(|&(_, c)| !is_private_use(c)), "{font:?}");
        assert_eq!(font.mark_of_code(0x20), Some(' '));
        assert_eq!(font.mark_of_code(0x1F), None);
        assert_eq!(font.mark_of_code(0x7F), None);
    }
}

/// The fonts of Windows show many a shape in several sizes; those of Adobe do so nowhere, but for
/// three signs that Symbol has with and without serifs.
#[test]
fn adobe_fonts_show_each_mark_once() {
    for (font, twice) in [(Symbol, 3), (ZapfDingbats, 0)] {
        let mut all: Vec<char> = marks(font).into_iter().map(|(_, c)| c).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(count - all.len(), twice, "{font:?}");
    }
}

#[test]
fn no_arrow_or_figure_is_of_the_rare_blocks_where_a_common_one_is() {
    let rare = |c: char| matches!(u32::from(c), 0x2B60..=0x2B73 | 0x1F800..=0x1F88F);
    for (font, _) in TABLES {
        let found = marks(font).into_iter().find(|&(_, c)| rare(c));
        assert_eq!(found, None, "{font:?}");
    }
}

#[test]
fn wingdings_shows() {
    assert_marks(
        Wingdings,
        "28☎ 46☞ 6C● 6E■ 6F□ 70□ 71❑ 75◆ 77⬥ 80⓪ 81① 8A⑩ 8B⓿ 95❿ 9F• \
         A7▪ A8◻ AB★ B7🕐 D8➢ DF← E0→ E6↘ E8➔ EE↘ F0⇨ FB✗ FC✓ FD☒ FE☑",
    );
    assert_eq!(Wingdings.mark('\u{f0ff}'), None);
    assert_eq!(Wingdings.mark('\u{e00a}'), None);
}

#[test]
fn wingdings_2_shows() {
    assert_marks(
        Wingdings2,
        "4F✗ 50✓ 52☑ 54☒ 69⓪ 6A① 73⑩ 75❶ 7E❿ 98● 99○ A2■ A3□ AF◇ CE× \
         EA★ F8※",
    );
    assert_eq!(Wingdings2.mark_of_code(0xFA), None);
}

#[test]
fn wingdings_3_shows() {
    assert_marks(
        Wingdings3,
        "22→ 28↘ 31↔ 49⇉ 67→ 6F↕ 70▲ 75▶ 77▷ 7D▶ 80▼ 86➤ C6→ D2→ E8↘",
    );
    assert_eq!(Wingdings3.mark_of_code(0xAC), None);
}

#[test]
fn webdings_shows() {
    assert_marks(
        Webdings,
        "34▶ 48🏠 61✔ 62🚲 63□ 67■ 6E● 80🚹 CF🔒 E9♿ FE🌎 FF🕊",
    );
}

#[test]
fn symbol_shows() {
    assert_marks(
        Symbol,
        "22∀ 2D− 311 44Δ 61α 66φ 6Dμ A3≤ AE→ B4× B7• D6√ E5∑ E6⎛ F2∫",
    );
    assert_eq!(Symbol.mark('\u{f8eb}'), Some('⎛'));
    assert_eq!(Wingdings.mark('\u{f8eb}'), None);
}

#[test]
fn zapf_dingbats_shows() {
    assert_marks(
        ZapfDingbats,
        "21✁ 33✓ 34✔ 38✘ 48★ 6C● 6E■ 73▲ 80❨ A8♣ AC① B6❶ D5→ FE➾",
    );
    assert_eq!(ZapfDingbats.mark_of_code(0xF0), None);
}

#[test]
fn names_of_the_dingbats_stand_at_their_codes() {
    use read_fonts::ps::agl::name_to_char;
    for (code, name) in [
        (0x21, "a1"),
        (0x34, "a20"),
        (0x6C, "a71"),
        (0x8D, "a96"),
        (0xAC, "a120"),
        (0xC0, "a140"),
        (0xD5, "a161"),
        (0xFE, "a191"),
        (0x80, "a89"),
        (0x2A, "a11"),
        (0x74, "a77"),
    ] {
        assert_eq!(
            ZapfDingbats.mark_of_code(code),
            name_to_char(name),
            "{name}"
        );
    }
}

#[test]
fn names_are_known_in_every_spelling() {
    let spellings = [
        (Wingdings, "Wingdings"),
        (Wingdings, "ABCDEF+Wingdings-Regular"),
        (Wingdings, "WINGDINGS,Bold"),
        (Wingdings2, "Wingdings2"),
        (Wingdings2, "Wingdings 2,BoldItalic"),
        (Wingdings3, "Wingdings-3"),
        (Wingdings3, "Wingdings3-Regular"),
        (Webdings, "webdings"),
        (Symbol, "Symbol"),
        (Symbol, "SymbolMT"),
        (Symbol, "Symbol,Italic"),
        (Symbol, "Symbol-BoldItalicMT"),
        (Symbol, "StandardSymbolsPS"),
        (Symbol, "StandardSymL"),
        (ZapfDingbats, "ZapfDingbats"),
        (ZapfDingbats, "ZapfDingbatsITC"),
        (ZapfDingbats, "ITC Zapf Dingbats"),
        (ZapfDingbats, "ZapfDingbatsBT-Regular"),
        (ZapfDingbats, "MonotypeSorts"),
        (OpenSymbol, "BAAAAA+OpenSymbol"),
    ];
    for (font, name) in spellings {
        assert_eq!(SymbolFont::from_font_name(name), Some(font), "{name}");
    }
}

#[test]
fn fonts_with_letters_are_no_symbol_fonts() {
    for name in [
        "SegoeUISymbol",
        "Segoe UI Symbol",
        "Symbola",
        "NotoSansSymbols-Regular",
        "AppleSymbols",
        "MS-Gothic",
        "Bold",
        "",
    ] {
        assert_eq!(SymbolFont::from_font_name(name), None, "{name}");
    }
}

#[test]
fn the_bullet_is_known_in_whatever_font() {
    assert_eq!(mark_of_any('\u{f0b7}'), Some('•'));
    assert_eq!(mark_of_any('\u{f0fc}'), None);
    assert_eq!(mark_of_any('\u{f041}'), None);
    assert_eq!(OpenSymbol.mark('\u{f0b7}'), Some('•'));
    assert_eq!(OpenSymbol.mark('\u{f0fc}'), None);
    assert_eq!(OpenSymbol.mark('\u{e00a}'), Some('■'));
    assert_eq!(Wingdings.mark('\u{f0b7}'), Some('🕐'));
}

#[test]
fn only_fonts_with_codes_are_read_by_code() {
    assert!(!OpenSymbol.has_codes());
    assert_eq!(OpenSymbol.mark_of_code(0xB7), None);
    assert!(Webdings.is_nameless() && Wingdings.is_nameless());
    assert!(!Symbol.is_nameless() && !ZapfDingbats.is_nameless() && !OpenSymbol.is_nameless());
}
