//! What the programs print, as words: XHTML of Poppler, XML of MuPDF.
//!
//! A tokenizer of HTML reads both. Neither is always well-formed (control characters of a broken ToUnicode map
//! are written as they are), where a parser of XML would refuse a whole file for one glyph.

use super::page::Theirs;
use super::words::{Piece, Word};
use crate::geometry::Rect;
use html5gum::{StartTag, Token, Tokenizer};

/// The pages of `pdftotext -bbox`.
pub fn poppler(markup: &str) -> Vec<Theirs> {
    let mut pages: Vec<Theirs> = Vec::new();
    let mut open: Option<(Rect, String)> = None;
    for Ok(token) in Tokenizer::new(markup) {
        match token {
            Token::StartTag(tag) if is(&tag.name, "page") => pages.push(Theirs::default()),
            Token::StartTag(tag) if is(&tag.name, "word") => {
                open = word_box(&tag).map(|bbox| (bbox, String::new()));
            }
            Token::String(text) => {
                if let Some((_, word)) = &mut open {
                    *word += &String::from_utf8_lossy(&text);
                }
            }
            Token::EndTag(tag) if is(&tag.name, "word") => {
                let Some((bbox, text)) = open.take() else {
                    continue;
                };
                let pieces = vec![Piece::new(&text, bbox)];
                if let Some(page) = pages.last_mut() {
                    page.words.push(Word { pieces });
                }
            }
            _ => {}
        }
    }
    pages
}

/// The pages of `mutool draw -F stext`.
pub fn mupdf(markup: &str) -> Vec<Theirs> {
    let mut pages: Vec<Theirs> = Vec::new();
    let mut word = Word::default();
    for Ok(token) in Tokenizer::new(markup) {
        match token {
            Token::StartTag(tag) if is(&tag.name, "page") => pages.push(Theirs::default()),
            Token::StartTag(tag) if is(&tag.name, "char") => {
                let text = attribute(&tag, "c").unwrap_or_default();
                if text.chars().all(char::is_whitespace) {
                    end(&mut word, &mut pages);
                } else if let Some(bbox) = quad_box(&tag) {
                    word.pieces.push(Piece::new(&text, bbox));
                }
            }
            Token::EndTag(tag) if is(&tag.name, "line") => end(&mut word, &mut pages),
            _ => {}
        }
    }
    pages
}

fn end(word: &mut Word, pages: &mut [Theirs]) {
    let word = std::mem::take(word);
    if let (false, Some(page)) = (word.pieces.is_empty(), pages.last_mut()) {
        page.words.push(word);
    }
}

fn is(name: &[u8], expected: &str) -> bool {
    name == expected.as_bytes()
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let found = tag.attributes.get(name.as_bytes())?;
    Some(String::from_utf8_lossy(found).into_owned())
}

/// The tokenizer knows names of HTML in lower case.
fn word_box(tag: &StartTag<()>) -> Option<Rect> {
    let number = |name| attribute(tag, name)?.parse::<f64>().ok();
    Some(Rect {
        x0: number("xmin")?,
        top: number("ymin")?,
        x1: number("xmax")?,
        bottom: number("ymax")?,
    })
}

/// The box around the four corners of a character.
fn quad_box(tag: &StartTag<()>) -> Option<Rect> {
    let quad = attribute(tag, "quad")?;
    let numbers: Vec<f64> = quad.split(' ').filter_map(|n| n.parse().ok()).collect();
    let corners = numbers
        .chunks_exact(2)
        .map(|c| crate::geometry::Point { x: c[0], y: c[1] });
    Rect::around(corners)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pages: &[Theirs]) -> Vec<Vec<String>> {
        let words = |p: &Theirs| p.words.iter().map(Word::text).collect();
        pages.iter().map(words).collect()
    }

    #[test]
    fn words_of_poppler() {
        let markup = "<html><head><title>a<b</title></head><doc>\n<page width=\"100\" height=\"50\">\n \
            <word xMin=\"1\" yMin=\"2.5\" xMax=\"30\" yMax=\"12\">A&amp;B\u{1}</word>\n</page>\n\
            <page width=\"100\" height=\"50\">\n</page></doc></html>";
        let pages = poppler(markup);
        assert_eq!(texts(&pages), [vec!["A&B"], vec![]]);
        let bbox = pages[0].words[0].pieces[0].bbox;
        assert_eq!(
            (bbox.x0, bbox.top, bbox.x1, bbox.bottom),
            (1.0, 2.5, 30.0, 12.0)
        );
    }

    #[test]
    fn words_of_mupdf_end_at_spaces_and_lines() {
        let char = |x: u32, c: &str| {
            format!(
                "<char quad=\"{x} 0 {} 0 {x} 9 {} 9\" c=\"{c}\"/>",
                x + 9,
                x + 9
            )
        };
        let markup = format!(
            "<document><page id=\"page1\"><block><line>{}{}{}{}</line><line>{}</line></block></page></document>",
            char(0, "&#x5e02;"),
            char(10, "a"),
            char(20, " "),
            char(30, "b"),
            char(0, "c"),
        );
        let pages = mupdf(&markup);
        assert_eq!(texts(&pages), [["市a", "b", "c"]]);
        assert_eq!(pages[0].words[0].pieces.len(), 2);
    }
}
