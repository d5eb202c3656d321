//! Text layers that cannot be true: a font whose codes have text, but not the text that is printed.
//!
//! A broken `/ToUnicode` passes for text until someone reads it. It is told by what no honest table
//! does, font by font: most characters are of scripts that never stand together, many different
//! glyphs say the same, or Latin letters stand as wide as ideographs. Such glyphs are set apart
//! ([`Hidden::Suspect`]) and reported, so that nonsense never becomes a value.

use super::page::{Glyph, Hidden, Page};
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Fewer glyphs of a font on a page tell nothing.
const MIN_GLYPHS: usize = 20;
/// So few do, where nearly all of them are Western marks as wide as ideographs.
const MIN_MARKS: usize = 6;
/// That share of them.
const NEARLY_ALL: f64 = 0.8;
/// Share of glyphs that must speak against a font.
const MOSTLY: f64 = 0.5;
/// Fewer different codes may well share a character: a space, a leader dot and their variants.
const MIN_CODES: usize = 12;
/// An honest table has about one character a code; a dishonest one has less than this many.
const MIN_TEXTS_PER_CODE: f64 = 0.4;
/// Share of the unusual characters that one script has, where a text is in a foreign language.
const ONE_SCRIPT: f64 = 0.8;
/// Share of them that follow one of another script: languages beside one another, as in a leaflet
/// for foreign residents, switch once a line.
const MIN_SWITCHES: f64 = 0.3;
/// Advance (in ems) from which a character is set as wide as an ideograph.
const FULL_WIDTH: f64 = 0.97;

/// What speaks against a font.
#[derive(Debug, Default)]
struct Evidence<'g> {
    glyphs: usize,
    characters: usize,
    /// Characters of scripts that Japanese documents do not mix in, by script.
    foreign: BTreeMap<&'static str, usize>,
    /// Foreign characters that follow one of another script.
    switches: usize,
    last_script: Option<&'static str>,
    wide_letters: usize,
    /// Western letters and marks beyond ASCII, as wide as ideographs: what a font of 外字 says.
    wide_marks: usize,
    codes: FxHashSet<u32>,
    texts: FxHashSet<&'g str>,
}

/// Sets apart the glyphs of fonts whose text cannot be true.
pub fn set_apart(page: &mut Page) {
    let mut evidence: Vec<Evidence<'_>> = page.fonts.iter().map(|_| Evidence::default()).collect();
    for glyph in page.glyphs.iter().filter(|g| g.hidden.is_none()) {
        if let Some(evidence) = evidence.get_mut(usize::from(glyph.font)) {
            evidence.add(glyph);
        }
    }
    let reasons: Vec<Option<&'static str>> = evidence.iter().map(Evidence::verdict).collect();
    for (font, reason) in page.fonts.iter_mut().zip(&reasons) {
        font.suspect = *reason;
    }
    for glyph in page.glyphs.iter_mut().filter(|g| g.hidden.is_none()) {
        let suspect = reasons.get(usize::from(glyph.font)).copied().flatten();
        if suspect.is_some() && glyph.text != "\u{fffd}" {
            glyph.hidden = Some(Hidden::Suspect);
        }
    }
}

impl<'g> Evidence<'g> {
    fn add(&mut self, glyph: &'g Glyph) {
        if glyph.text == "\u{fffd}" {
            return;
        }
        self.glyphs += 1;
        self.codes.insert(glyph.code);
        self.texts.insert(&glyph.text);
        for c in glyph.text.chars() {
            self.characters += 1;
            if let Some(script) = foreign_script(c) {
                *self.foreign.entry(script).or_default() += 1;
                let other = self.last_script.is_some_and(|last| last != script);
                self.switches += usize::from(other);
                self.last_script = Some(script);
            }
        }
        let letter = glyph
            .text
            .chars()
            .all(|c| c.is_ascii_graphic() && !c.is_ascii_digit());
        let narrow = !matches!(glyph.text.as_str(), "W" | "M" | "m" | "w" | "%" | "@" | "-");
        let along = if glyph.vertical || glyph.rotation % 180 == 90 {
            glyph.bbox.height()
        } else {
            glyph.bbox.width()
        };
        let wide = along >= FULL_WIDTH * glyph.size;
        self.wide_letters += usize::from(letter && narrow && wide);
        let western = glyph.text.chars().all(is_western);
        self.wide_marks += usize::from(western && wide);
    }

    fn verdict(&self) -> Option<&'static str> {
        let all_marks = self.wide_marks as f64 >= NEARLY_ALL * self.glyphs as f64;
        if self.glyphs >= MIN_MARKS && self.texts.len() >= 3 && all_marks {
            return Some("its Western marks are as wide as ideographs");
        }
        if self.glyphs < MIN_GLYPHS {
            return None;
        }
        let most = |count: usize, of: usize| count as f64 > MOSTLY * of as f64;
        let foreign: usize = self.foreign.values().sum();
        let largest = self.foreign.values().copied().max().unwrap_or(0);
        let texts = self.texts.len() as f64;
        if self.codes.len() >= MIN_CODES && texts < MIN_TEXTS_PER_CODE * self.codes.len() as f64 {
            Some("many different glyphs say the same")
        } else if most(foreign, self.characters)
            && (largest as f64) < ONE_SCRIPT * foreign as f64
            && self.switches as f64 > MIN_SWITCHES * foreign as f64
        {
            Some("its characters are of scripts that do not stand together")
        } else if most(self.wide_letters, self.glyphs) {
            Some("its letters are as wide as ideographs")
        } else {
            None
        }
    }
}

/// Accented letters and typographic marks of Western code pages that are narrower than an em in every
/// font; dashes and dots, which Japanese sets an em wide, are not among them.
fn is_western(c: char) -> bool {
    matches!(u32::from(c), 0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0x17F)
        || "™‹›˜ˆ‚„ƒ†‡•¡¢£¤¦¨©ª«¬®¯²³µ¸¹º»¼½¾¿".contains(c)
}

/// The script of a character that no Japanese document uses in passing; `None` for Japanese, Latin
/// letters without accents, digits, punctuation, symbols, and the Greek of formulas.
fn foreign_script(c: char) -> Option<&'static str> {
    Some(match u32::from(c) {
        0x00..=0x1F | 0x7F..=0x9F => "control",
        0xAA | 0xBA | 0xC0..=0xD6 | 0xD8..=0xF6 | 0xF8..=0x24F => "accented Latin",
        0x250..=0x36F => "phonetic",
        0x400..=0x52F => "Cyrillic",
        0x530..=0x58F => "Armenian",
        0x590..=0x5FF => "Hebrew",
        0x600..=0x8FF => "Arabic",
        0x900..=0xDFF => "Indic",
        0xE00..=0xEFF => "Thai and Lao",
        0xF00..=0x109F => "Tibetan and Burmese",
        0x10A0..=0x10FF => "Georgian",
        0x1100..=0x11FF | 0x3130..=0x318F | 0xA960..=0xA97F | 0xAC00..=0xD7FF => "Korean",
        0x1200..=0x1DFF => "other",
        0x1E00..=0x1EFF => "accented Latin",
        0x1F00..=0x1FFF => "old Greek",
        0x2800..=0x28FF => "Braille",
        0x2C00..=0x2DFF => "old scripts",
        0x3100..=0x312F => "Bopomofo",
        0x3400..=0x4DBF => "rare ideographs A",
        0xA000..=0xA95F | 0xA980..=0xABFF => "Yi and others",
        0xFB00..=0xFB06 => return None,
        0xFB07..=0xFDFF | 0xFE70..=0xFEFE => "Arabic",
        0x10000..=0x1EFFF => "supplementary scripts",
        0x20000..=0x3FFFF => "rare ideographs B",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::FontInfo;

    fn page(texts: impl IntoIterator<Item = char>, width: f64) -> Page {
        let mut page = Page::default();
        page.fonts.push(FontInfo::named("F"));
        for (i, c) in texts.into_iter().enumerate() {
            // every space has a code of its own, every other character one code
            let code = if c == ' ' { i as u32 } else { u32::from(c) };
            let mut glyph = Glyph::for_test(c, code);
            glyph.bbox.x1 = glyph.bbox.x0 + width * glyph.size;
            page.glyphs.push(glyph);
        }
        page
    }

    fn verdict(texts: &str, width: f64) -> Option<&'static str> {
        let mut page = page(texts.chars().cycle().take(60), width);
        set_apart(&mut page);
        let hidden = page
            .glyphs
            .iter()
            .all(|g| g.hidden == Some(Hidden::Suspect));
        assert_eq!(hidden, page.fonts[0].suspect.is_some());
        page.fonts[0].suspect
    }

    #[test]
    fn honest_texts_stay() {
        for text in [
            "計画の進捗状況を令和5年度に評価した結果とその理由および今後の取組方針について示します",
            "Stratégie\u{a0}numérique\u{a0}de\u{a0}la\u{a0}ville,\u{a0}adoptée\u{a0}à\u{a0}l'été",
            "시민과함께하는도시계획은이렇게추진됩니다우리는모두함께",
            "Градостроительныйплангорода:цели,мерыипоказатели",
            "1,234.5(98.7%)△12▲32024/05/31～R6.4.1⑱⑲⑳αβΣ※→⇒㎡㌔ﾃﾞｰﾀ",
        ] {
            assert_eq!(verdict(text, 0.6), None, "{text}");
        }
    }

    #[test]
    fn marks_of_a_gaiji_font_are_set_apart() {
        let marks = "™—›™œ›Ÿ˜™›";
        let mut few = page(marks.chars(), 1.0);
        set_apart(&mut few);
        assert!(
            few.fonts[0]
                .suspect
                .is_some_and(|s| s.contains("Western marks"))
        );
        let mut narrow = page(marks.chars(), 0.5);
        set_apart(&mut narrow);
        assert_eq!(narrow.fonts[0].suspect, None);
    }

    #[test]
    fn nonsense_is_set_apart() {
        let mixed = "ǅ۰ऄ⠓ក๗ڜ꧅Թ܀ᎠᚠĿ᠀ſ߀Ⰰꔀ⡀ऋڗ";
        assert!(verdict(mixed, 0.6).unwrap().contains("scripts"));
        assert!(verdict("     ", 1.0).unwrap().contains("say the same"));
        let shifted = "&'()*+,./:;<=>?ABCDEFGHIJKL";
        assert!(
            verdict(shifted, 1.0)
                .unwrap()
                .contains("wide as ideographs")
        );
        assert_eq!(verdict(shifted, 0.5), None);
    }
}
