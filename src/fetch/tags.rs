//! A page as tags and text.

use html5gum::{StartTag, State, Token, Tokenizer};

/// A piece of a page.
#[derive(Debug)]
pub(super) enum Piece {
    /// A tag opens.
    Open(Tag),
    /// A tag closes; its name.
    Close(String),
    /// Text that people see.
    Text(String),
}

/// A tag that opens.
#[derive(Debug)]
pub(super) struct Tag {
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// An attribute without the white space around it.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(n, _)| n == name)?;
        Some(found.1.trim())
    }
}

impl From<StartTag<()>> for Tag {
    fn from(tag: StartTag<()>) -> Self {
        let attributes = tag.attributes.iter();
        Self {
            name: text(&tag.name),
            attributes: attributes.map(|(n, v)| (text(n), text(v))).collect(),
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The pieces of a page in order, without scripts and styles.
pub(super) fn pieces(page: &str) -> impl Iterator<Item = Piece> {
    let mut tokens = Tokenizer::new(page);
    let mut hidden: Option<String> = None;
    std::iter::from_fn(move || {
        loop {
            let Ok(token) = tokens.next()?;
            let piece = match token {
                Token::StartTag(tag) => Piece::Open(tag.into()),
                Token::EndTag(tag) => Piece::Close(text(&tag.name)),
                Token::String(string) => Piece::Text(text(&string)),
                _ => continue,
            };
            match &piece {
                Piece::Open(tag) => {
                    let state = state_within(&tag.name);
                    tokens.set_state(state.unwrap_or(State::Data));
                    hidden = state.map(|_| tag.name.clone());
                }
                Piece::Close(name) if hidden.as_deref() == Some(name) => hidden = None,
                Piece::Text(_) if hidden.is_some() => continue,
                _ => {}
            }
            return Some(piece);
        }
    })
}

/// How the inside of a tag is read that holds no tags, and nothing that a link says. `noscript` is none of these:
/// we are who it is for.
fn state_within(name: &str) -> Option<State> {
    match name {
        "textarea" | "title" => Some(State::RcData),
        "script" => Some(State::ScriptData),
        "style" | "xmp" | "noembed" | "noframes" => Some(State::RawText),
        "plaintext" => Some(State::PlainText),
        _ => None,
    }
}
