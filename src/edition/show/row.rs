//! One change as a row: what it is about, what it was and is, how to take it, where it stands.

use super::clean::one_line;
use super::places::{Finder, label};
use super::wording::{self, Tone};
use crate::edition::{Change, Kind, Of, Piece, Subject};
use std::borrow::Cow;

/// A change, ready to be written in any notation.
pub(super) struct Row<'c> {
    pub(super) change: &'c Change,
    pub(super) label: String,
    pub(super) body: Body<'c>,
    /// Which way it went.
    pub(super) hint: Option<&'static str>,
    pub(super) tone: Tone,
    /// `p.3 → p.4`.
    pub(super) pages: String,
}

/// What it was and is.
pub(super) enum Body<'c> {
    /// One text with what was taken out and put in.
    Words(&'c [Piece]),
    /// Before and after.
    Both(Cow<'c, str>, Cow<'c, str>),
    /// It is there no more.
    Gone(Cow<'c, str>),
    /// It was not there before.
    Came(Cow<'c, str>),
    /// The parts of a split, or the sources of a merger.
    Parts(&'c [Of]),
    /// The label says it all.
    Nothing,
}

impl<'c> Row<'c> {
    pub(super) fn of(change: &'c Change, finder: &Finder<'_>) -> Self {
        let (hint, tone) = match (change.direction, change.kind) {
            (Some(direction), _) => {
                let (hint, tone) = wording::direction(direction);
                (Some(hint), tone)
            }
            _ => (None, Tone::Plain),
        };
        Self {
            label: wording::label(change),
            body: body(change, finder),
            hint,
            tone,
            pages: pages(change),
            change,
        }
    }

    /// What else is to be known.
    pub(super) fn note(&self) -> Option<Cow<'c, str>> {
        self.change.note.as_deref().map(one_line)
    }
}

fn body<'c>(change: &'c Change, finder: &Finder<'_>) -> Body<'c> {
    // a parent is named by its id where it has one
    let said = |new: bool, text: &'c str| match change.kind {
        Kind::Moved if finder.knows(new, text) => Cow::Owned(finder.name(new, text)),
        _ => Cow::Borrowed(text),
    };
    match (change.kind, &change.before, &change.after) {
        (Kind::Split, ..) => Body::Parts(&change.new),
        (Kind::Merged, ..) => Body::Parts(&change.old),
        _ if !change.words.is_empty() => Body::Words(&change.words),
        (_, Some(before), Some(after)) => Body::Both(said(false, before), said(true, after)),
        (_, Some(before), None) if !is_title(before, &change.old) => {
            Body::Gone(said(false, before))
        }
        (_, None, Some(after)) if !is_title(after, &change.new) => Body::Came(said(true, after)),
        _ => Body::Nothing,
    }
}

/// What the heading says already.
fn is_title(text: &str, of: &[Of]) -> bool {
    of.iter().any(|of| of.title == text)
}

/// Where a change stands, on both sides.
fn pages(change: &Change) -> String {
    let (old, new) = (pages_of(&change.old), pages_of(&change.new));
    match (old.is_empty(), new.is_empty()) {
        (false, false) if old != new => format!("{old} → {new}"),
        (_, false) => new,
        _ => old,
    }
}

/// `p.3`, `p.3, 5`.
pub(super) fn pages_of(of: &[Of]) -> String {
    let at = of.iter().flat_map(|of| &of.at);
    let mut pages: Vec<u32> = at.map(|at| at.page).collect();
    pages.sort_unstable();
    pages.dedup();
    let pages: Vec<String> = pages.iter().map(u32::to_string).collect();
    match pages.is_empty() {
        true => String::new(),
        false => format!("p.{}", pages.join(", ")),
    }
}

/// Number and title of one side; of a legend entry its mark and meaning.
pub(super) fn name_in(subject: Subject, of: &Of) -> String {
    match subject {
        Subject::Legend => label(Some(&of.id), &of.title),
        _ => name(of),
    }
}

/// Number and title of one side.
pub(super) fn name(of: &Of) -> String {
    label(of.number.as_deref(), &of.title)
}
