//! Entries that an earlier one of their list leaves nothing to.

use super::Lint;
use crate::diagnostic::Code;
use crate::rule::config::{Group, Item, Name, Pattern, Section};

/// An entry of a list whose first match is taken.
#[derive(Default)]
struct Entry<'f> {
    pattern: Option<&'f Pattern>,
    marker: Option<&'f Name>,
    /// It is tried only under this condition.
    after: Option<&'f str>,
    /// Where it stands, if it has neither.
    place: Option<&'f Name>,
}

impl Entry<'_> {
    fn span(&self) -> Option<std::ops::Range<usize>> {
        let pattern = self.pattern.map(Pattern::span);
        let marker = self.marker.map(Name::span);
        pattern.or(marker).or(self.place.map(Name::span))
    }

    /// Whether an earlier entry takes the same texts.
    fn is_same(&self, earlier: &Self) -> bool {
        let text = |p: Option<&Pattern>| p.map(|p| p.as_str().to_owned());
        let own = (text(self.pattern), self.marker.map(Name::as_str));
        own == (text(earlier.pattern), earlier.marker.map(Name::as_str))
    }

    /// Whether an earlier entry is tried whenever this one is.
    fn is_behind(&self, earlier: &Self) -> bool {
        earlier.after.is_none() || earlier.after == self.after
    }
}

impl<'f> From<&'f Item> for Entry<'f> {
    fn from(item: &'f Item) -> Self {
        Self {
            pattern: item.pattern.as_ref(),
            marker: item.marker.as_ref(),
            after: None,
            place: item.kind.as_ref(),
        }
    }
}

impl<'f> From<&'f Group> for Entry<'f> {
    fn from(group: &'f Group) -> Self {
        Self {
            pattern: group.pattern.as_ref(),
            marker: group.marker.as_ref(),
            after: None,
            place: Some(&group.kind),
        }
    }
}

impl<'f> From<&'f Section> for Entry<'f> {
    fn from(section: &'f Section) -> Self {
        Self {
            pattern: section.pattern.as_ref(),
            marker: section.marker.as_ref(),
            after: section.after.as_ref().map(Pattern::as_str),
            place: section.name.as_ref(),
        }
    }
}

impl Lint<'_> {
    /// Lints about lists whose first match is taken.
    pub(super) fn order(&mut self) {
        let raw = self.raw;
        for table in &raw.table {
            self.unreachable("group", table.group.iter().map(Entry::from));
            for column in &table.column {
                self.unreachable("item", column.item.iter().map(Entry::from));
            }
        }
        self.unreachable("section", raw.section.iter().map(Entry::from));
        for section in &raw.section {
            self.unreachable("item", section.item.iter().map(Entry::from));
        }
    }

    /// An entry behind one with the same pattern, or behind one that takes everything.
    fn unreachable<'f>(&mut self, what: &str, entries: impl Iterator<Item = Entry<'f>>) {
        let mut before: Vec<(Entry<'f>, bool)> = Vec::new();
        for entry in entries {
            let behind = || before.iter().filter(|(e, _)| entry.is_behind(e));
            let same = behind().find(|(e, _)| entry.is_same(e)).map(|(e, _)| e);
            let all = behind().find(|(_, all)| *all).map(|(e, _)| e);
            let line = |e: &Entry<'_>| e.span().map_or(0, |s| self.line(s.start));
            let message = match (same, all) {
                (Some(e), _) => Some(format!(
                    "the {what} in line {} has the same pattern",
                    line(e)
                )),
                (_, Some(e)) => Some(format!("the {what} in line {} takes everything", line(e))),
                _ => None,
            };
            let all = self.takes_everything(&entry);
            let broken = entry.span().is_none_or(|s| self.damage.is_beside(s.start));
            if let (Some(message), Some(span), false) = (message, entry.span(), broken) {
                let message = format!("this {what} is never reached: {message}");
                let help =
                    format!("the first {what} that matches is taken: put the narrower one first");
                self.report(Code::Unreachable, span, message, Some(help));
            }
            before.push((entry, all && !broken));
        }
    }

    fn takes_everything(&self, entry: &Entry<'_>) -> bool {
        match (entry.pattern, entry.marker) {
            (Some(pattern), _) => self.facts(pattern.as_str()).is_some_and(|f| f.everything),
            (None, Some(_)) => false,
            (None, None) => true,
        }
    }

    /// The line of a byte, from 1.
    fn line(&self, at: usize) -> usize {
        let before = self.source.get(..at).unwrap_or_default();
        before.matches('\n').count() + 1
    }
}
