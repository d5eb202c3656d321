//! One page, as two engines read it.
//!
//! Characters are counted first: order and place of equal characters are no difference. Only where the
//! counts of a character differ, it is looked for which of them stands where the other has none.

use super::agreement::{Counts, Disagreement, PageAgreement, Reason, Side};
use super::bag::{Bag, NOTHING, common, size};
use super::own::{OwnChar, haystack, own_chars};
use super::words::Word;
use crate::geometry::{Point, Rect};
use crate::pdf::{Hidden, Page};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

/// What another engine read on a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Theirs {
    /// Its words, in its order.
    pub words: Vec<Word>,
}

/// By how much (in points) the middle of a glyph may lie outside of the box that another engine gives it:
/// ascent and descent are reckoned differently.
const SLACK: f64 = 1.0;
/// Two glyphs of one character whose middles are nearer than this share of its height are one drawn twice.
const SAME_PLACE: f64 = 0.25;

/// A character of one side.
#[derive(Debug, Clone, Copy)]
struct Char {
    c: char,
    bbox: Rect,
    /// Word (theirs) or glyph (ours) it belongs to, in order.
    index: usize,
}

/// Holds two readings of a page against each other.
pub fn compare(page: &Page, theirs: &Theirs) -> PageAgreement {
    let own = own_chars(page);
    let sides = Sides::new(&own, theirs);
    let mut shared = common(&bag(&sides.ours), &bag(&sides.theirs));
    // that neither knows a glyph is nothing that both know
    shared.remove(&NOTHING);
    let mut out = PageAgreement {
        page: page.number,
        ..PageAgreement::default()
    };
    out.counts.shared = size(&shared);
    let lacking = sides.only(Side::Theirs);
    let surplus = sides.only(Side::Ours);
    let mut left_out: Vec<&OwnChar> = own.iter().filter(|c| c.hidden.is_some()).collect();
    let theirs_only: Vec<(Char, Option<Reason>)> = lacking
        .iter()
        .map(|c| (*c, why_theirs(c, &own, &surplus, &mut left_out)))
        .collect();
    let ours_only: Vec<(Char, Option<Reason>)> = surplus
        .iter()
        .map(|c| (*c, why_ours(c, &own, &lacking)))
        .collect();
    for (side, list, others) in [
        (Side::Theirs, &theirs_only, &surplus),
        (Side::Ours, &ours_only, &lacking),
    ] {
        for (_, reason) in list {
            out.counts.count(side, reason.is_some());
        }
        out.disagreements.extend(grouped(side, list, others));
    }
    words(page, theirs, &lacking, &mut out);
    out
}

fn bag(chars: &[Char]) -> Bag {
    let mut out = Bag::new();
    for c in chars {
        *out.entry(c.c).or_default() += 1;
    }
    out
}

struct Sides {
    /// Our characters that are part of the text.
    ours: Vec<Char>,
    theirs: Vec<Char>,
}

impl Sides {
    fn new(own: &[OwnChar], theirs: &Theirs) -> Self {
        let ours = own.iter().enumerate().filter(|(_, c)| c.hidden.is_none());
        let words = theirs.words.iter().enumerate();
        let pieces = words.flat_map(|(index, w)| w.pieces.iter().map(move |p| (index, p)));
        Self {
            ours: ours
                .map(|(index, c)| Char {
                    c: c.c,
                    bbox: c.bbox,
                    index,
                })
                .collect(),
            theirs: pieces
                .flat_map(|(index, piece)| {
                    piece.chars.iter().map(move |c| Char {
                        c: *c,
                        bbox: piece.bbox,
                        index,
                    })
                })
                .collect(),
        }
    }

    /// The characters that one side has more of, as many as it has more, those first that stand where the
    /// other has none; in the order of the side.
    fn only(&self, side: Side) -> Vec<Char> {
        let (mine, others) = match side {
            Side::Ours => (&self.ours, &self.theirs),
            Side::Theirs => (&self.theirs, &self.ours),
        };
        let (all, theirs) = (bag(mine), bag(others));
        let mut out = Vec::new();
        for (c, n) in all {
            let more = n.saturating_sub(theirs.get(&c).copied().unwrap_or(0));
            if more > 0 || c == NOTHING {
                out.extend(most_alone(c, more, mine, others, side));
            }
        }
        out.sort_by_key(|(i, _)| *i);
        out.into_iter().map(|(_, c)| c).collect()
    }
}

/// The `more` occurrences of a character that have no counterpart in their place, or else the last ones.
fn most_alone(
    c: char,
    more: usize,
    mine: &[Char],
    others: &[Char],
    side: Side,
) -> Vec<(usize, Char)> {
    let mut free: Vec<&Char> = others.iter().filter(|o| o.c == c).collect();
    let mut alone = Vec::new();
    let mut met = Vec::new();
    for (i, own) in mine.iter().enumerate().filter(|(_, m)| m.c == c) {
        let there = free.iter().position(|o| match side {
            Side::Ours => covers(&o.bbox, &own.bbox),
            Side::Theirs => covers(&own.bbox, &o.bbox),
        });
        match there {
            Some(at) => {
                free.swap_remove(at);
                met.push((i, *own));
            }
            None => alone.push((i, *own)),
        }
    }
    if c == NOTHING {
        return alone;
    }
    let missing = more.saturating_sub(alone.len());
    alone.truncate(more);
    alone.extend(met.into_iter().rev().take(missing));
    alone
}

/// Whether the middle of one of our glyphs lies in a box of theirs.
fn covers(theirs: &Rect, ours: &Rect) -> bool {
    theirs.grown(SLACK).contains(ours.center())
}

/// Why they have a character that is no part of our text.
fn why_theirs(
    c: &Char,
    own: &[OwnChar],
    surplus: &[Char],
    left_out: &mut Vec<&OwnChar>,
) -> Option<Reason> {
    // in the same place first, else anywhere: white text is often laid over what is seen
    let same = |o: &&OwnChar| o.c == c.c;
    let here = left_out
        .iter()
        .position(|o| same(o) && covers(&c.bbox, &o.bbox));
    let found = here.or_else(|| left_out.iter().position(same));
    if let Some(at) = found {
        return left_out.swap_remove(at).hidden.map(reason_of);
    }
    if c.c == NOTHING {
        return Some(Reason::NoUnicode);
    }
    let suspect = |o: &OwnChar| o.hidden == Some(Hidden::Suspect) && covers(&c.bbox, &o.bbox);
    if own.iter().any(suspect) {
        return Some(Reason::Suspect);
    }
    let unmapped = |o: &OwnChar| o.c == NOTHING && covers(&c.bbox, &o.bbox);
    if own.iter().any(unmapped) {
        return Some(Reason::Unmapped);
    }
    let alike = |o: &Char| covers(&c.bbox, &o.bbox) && look_alike(o.c, c.c);
    surplus.iter().any(alike).then_some(Reason::LookAlike)
}

/// Whether two characters look the same (UTS #39): `‧` and `・`, `∕` and `/`.
fn look_alike(a: char, b: char) -> bool {
    let of = |c: char| skeleton(c.encode_utf8(&mut [0; 4])).collect::<String>();
    of(a) == of(b)
}

fn reason_of(hidden: Hidden) -> Reason {
    match hidden {
        Hidden::Repeated => Reason::Repeated,
        Hidden::Ruby => Reason::Ruby,
        Hidden::Suspect => Reason::Suspect,
        Hidden::OffPage => Reason::OffPage,
        _ => Reason::Hidden,
    }
}

/// Why we have a character that they have not.
fn why_ours(c: &Char, own: &[OwnChar], lacking: &[Char]) -> Option<Reason> {
    if own.get(c.index).is_some_and(|o| o.drawn) {
        return Some(Reason::Drawn);
    }
    let nothing = |t: &Char| t.c == NOTHING && covers(&t.bbox, &c.bbox);
    if c.c == NOTHING {
        return Some(Reason::Unmapped);
    }
    if lacking.iter().any(nothing) {
        return Some(Reason::NoUnicode);
    }
    if lacking
        .iter()
        .any(|t| covers(&t.bbox, &c.bbox) && look_alike(t.c, c.c))
    {
        return Some(Reason::LookAlike);
    }
    let twice = |(i, o): (usize, &OwnChar)| {
        i != c.index && o.c == c.c && near(o.bbox.center(), c.bbox.center(), c.bbox.height())
    };
    own.iter()
        .enumerate()
        .any(twice)
        .then_some(Reason::Repeated)
}

fn near(a: Point, b: Point, height: f64) -> bool {
    (a.x - b.x).abs().max((a.y - b.y).abs()) < SAME_PLACE * height
}

/// Characters that stand together and have one reason, as one text.
fn grouped(side: Side, list: &[(Char, Option<Reason>)], others: &[Char]) -> Vec<Disagreement> {
    let together = |a: &(Char, Option<Reason>), b: &(Char, Option<Reason>)| {
        a.1 == b.1
            && match side {
                Side::Theirs => a.0.index == b.0.index,
                Side::Ours => b.0.index - a.0.index == 1,
            }
    };
    let groups = list.chunk_by(together);
    groups
        .map(|group| {
            let text: String = group.iter().map(|(c, _)| c.c).nfc().collect();
            let bbox = Rect::bounding(group.iter().map(|(c, _)| &c.bbox));
            let there = |o: &&Char| {
                bbox.is_some_and(|b| match side {
                    Side::Theirs => covers(&b, &o.bbox),
                    Side::Ours => covers(&o.bbox, &b),
                })
            };
            let instead: String = others.iter().filter(there).map(|o| o.c).nfc().collect();
            let disagreement = Disagreement {
                side,
                text,
                r#box: None,
                instead: (!instead.is_empty()).then_some(instead),
                explained: group.first().and_then(|(_, reason)| *reason),
            };
            disagreement.placed(bbox)
        })
        .collect()
}

/// Looks for their words in our lines.
fn words(page: &Page, theirs: &Theirs, lacking: &[Char], out: &mut PageAgreement) {
    let lines = haystack(page);
    let mut differing: BTreeMap<usize, usize> = BTreeMap::new();
    for c in lacking {
        *differing.entry(c.index).or_default() += 1;
    }
    let Counts {
        words,
        words_shared,
        ..
    } = &mut out.counts;
    for (index, word) in theirs.words.iter().enumerate() {
        let text: String = word.text().chars().filter(|c| *c != NOTHING).collect();
        if text.is_empty() {
            continue;
        }
        *words += 1;
        if lines.contains(&text) {
            *words_shared += 1;
        } else if !differing.contains_key(&index) {
            out.words_apart.push(text.nfc().collect());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::engine::words::Piece;
    use crate::pdf::Glyph;

    fn rect(i: usize) -> Rect {
        Rect {
            x0: i as f64 * 10.0,
            x1: i as f64 * 10.0 + 10.0,
            top: 0.0,
            bottom: 10.0,
        }
    }

    fn ours(text: &str) -> Page {
        let glyph = |(i, c): (usize, char)| Glyph {
            bbox: rect(i),
            ..Glyph::for_test(c, 0)
        };
        Page {
            number: 1,
            width: 200.0,
            height: 20.0,
            glyphs: text.chars().enumerate().map(glyph).collect(),
            ..Page::default()
        }
    }

    /// One word, character by character.
    fn theirs(text: &str) -> Theirs {
        let piece = |(i, c): (usize, char)| Piece::new(&c.to_string(), rect(i));
        let pieces = text.chars().enumerate().map(piece).collect();
        Theirs {
            words: vec![Word { pieces }],
        }
    }

    fn seen(found: &PageAgreement) -> Vec<(Side, &str, Option<&str>, Option<Reason>)> {
        let all = found.disagreements.iter();
        all.map(|d| (d.side, d.text.as_str(), d.instead.as_deref(), d.explained))
            .collect()
    }

    #[test]
    fn another_character_in_a_place_is_found_there() {
        let found = compare(&ours("計画計画"), &theirs("計画討画"));
        assert_eq!(
            seen(&found),
            [
                (Side::Theirs, "討", Some("計"), None),
                (Side::Ours, "計", Some("討"), None)
            ]
        );
        assert_eq!(found.disagreements[1].r#box, Some(rect(2).rounded()));
        let Counts {
            shared,
            ours,
            theirs,
            words_shared,
            ..
        } = found.counts;
        assert_eq!((shared, ours, theirs, words_shared), (3, 1, 1, 0));
        assert_eq!(found.counts.share(), 0.6);
    }

    #[test]
    fn what_is_known_is_told_apart() {
        let mut page = ours("あいう\u{FFFD}・え");
        page.glyphs[1].hidden = Some(Hidden::Ruby);
        page.glyphs[5].drawn = true;
        let found = compare(&page, &theirs("あい\u{E000}え‧"));
        let reasons: Vec<_> = seen(&found)
            .into_iter()
            .map(|d| (d.0, d.1.to_owned(), d.3))
            .collect();
        for expected in [
            (Side::Theirs, "い", Some(Reason::Ruby)),
            (Side::Ours, "う", Some(Reason::NoUnicode)),
            (Side::Theirs, "‧", Some(Reason::LookAlike)),
            (Side::Ours, "・", Some(Reason::LookAlike)),
        ] {
            let expected = (expected.0, expected.1.to_owned(), expected.2);
            assert!(reasons.contains(&expected), "{expected:?} in {reasons:?}");
        }
        assert_eq!((found.counts.ours, found.counts.theirs), (0, 0));
    }

    #[test]
    fn a_character_that_we_do_not_know_is_told_with_what_they_read() {
        let found = compare(&ours("市\u{FFFD}"), &theirs("市民"));
        let unmapped = Some(Reason::Unmapped);
        assert_eq!(
            seen(&found)[0],
            (Side::Theirs, "民", Some("\u{FFFD}"), unmapped)
        );
    }

    #[test]
    fn words_must_stand_in_one_line_in_their_order() {
        let mut turned = theirs("画計");
        turned.words[0].pieces.swap(0, 1);
        let found = compare(&ours("画計"), &turned);
        assert_eq!(found.words_apart, ["計画"]);
        assert_eq!(found.counts.word_share(), 0.0);
        assert_eq!(
            compare(&ours("計画"), &theirs("計画")).counts.words_shared,
            1
        );
    }
}
