//! Items, indicators and sections of a rule, in words.

use super::{Writer, a, names};
use crate::rule::config::{Indicator, Item, Name, Pattern, Section, Split};

impl Writer<'_> {
    /// A pattern or the sample of a marker.
    pub(super) fn written(&mut self, pattern: &Option<Pattern>, marker: &Option<Name>) -> String {
        match (pattern, marker) {
            (Some(pattern), _) => self.pattern(pattern),
            (None, Some(marker)) => format!(
                "a number or bullet like `{}`, then the title",
                marker.as_str()
            ),
            (None, None) => "all of it is the title".into(),
        }
    }

    /// How content is cut into entries.
    pub(super) fn cut(
        &mut self,
        split: Option<Split>,
        at: &Option<Pattern>,
        by: &Option<Pattern>,
    ) -> String {
        match (at, by, split) {
            (Some(at), ..) => format!(", cut at paragraphs that begin with {}", self.pattern(at)),
            (_, Some(by), _) => format!(", cut at each {}", self.pattern(by)),
            (_, _, Some(Split::Line)) => ", cut at paragraphs".into(),
            (_, _, Some(Split::Whole)) => ", not cut".into(),
            (_, _, Some(Split::Marker)) => ", cut at bullets and numbers".into(),
            (None, None, None) => String::new(),
        }
    }

    pub(super) fn item(&mut self, item: &Item) {
        let by = self.written(&item.pattern, &item.marker);
        let what = match &item.kind {
            Some(kind) => format!("{}: ", a(kind)),
            None => "fields of the item beside: ".into(),
        };
        let under = match item.parent.is_empty() {
            true => String::new(),
            false => format!(", under the open {}", names(&item.parent)),
        };
        let name = item.name.as_ref();
        let name = name.map_or(String::new(), |n| format!(", called `{}`", n.as_str()));
        let flags = match item.flags.is_empty() {
            true => String::new(),
            false => format!(", flags `{}`", item.flags.join("`, `")),
        };
        let body = item.body.as_ref();
        let body = body.map_or(String::new(), |b| format!(", what follows it is `{b}`"));
        self.line(2, &format!("{what}{by}{under}{name}{flags}{body}"));
    }

    /// Parent, name and flags of a row, form or heading.
    pub(super) fn belongs(
        &mut self,
        parent: &[Name],
        name: &Option<Name>,
        flags: &[String],
        otherwise: &str,
    ) {
        match parent.is_empty() {
            true => self.line(2, &format!("under {otherwise}")),
            false => self.line(2, &format!("under the open {}", names(parent))),
        }
        if let Some(name) = name {
            self.line(2, &format!("others call it `{}`", name.as_str()));
        }
        if !flags.is_empty() {
            self.line(2, &format!("flags: `{}`", flags.join("`, `")));
        }
    }

    pub(super) fn indicator(&mut self, indicator: &Indicator) {
        let of = match indicator.of.is_empty() {
            true => String::new(),
            false => format!(" of the open {}", names(&indicator.of)),
        };
        let how = match (&indicator.pattern, &indicator.name) {
            (Some(pattern), _) => self.pattern(pattern),
            (None, Some(name)) => {
                let name = format!("name {}", self.pattern(name));
                let values = self.given("values", &indicator.value);
                let years = self.given("years", &indicator.year);
                let roles: Vec<&str> = indicator
                    .roles
                    .iter()
                    .map(|r| r.get_ref().as_str())
                    .collect();
                let shaded = indicator.shaded_role;
                let shaded = shaded.map_or(String::new(), |r| {
                    format!("; on a painted patch {}", r.as_str())
                });
                format!(
                    "{name}{values}{years}, in the order {}{shaded}",
                    roles.join(", ")
                )
            }
            (None, None) => "lines `NAME 現状値 V（YEAR）→目標値 V（YEAR）`".into(),
        };
        self.line(2, &format!("indicators{of}: {how}"));
    }

    pub(super) fn section(&mut self, section: &Section) {
        let heading = self.written(&section.pattern, &section.marker);
        let kind = section.kind.as_ref();
        let kind = kind.map_or(String::new(), |k| format!(", {}", a(k)));
        let name = section.name.as_ref();
        let name = name.map_or(String::new(), |n| format!(" `{}`", n.as_str()));
        let cut = self.cut(section.split, &section.split_at, &section.split_by);
        let after = self.given("only after", &section.after);
        let body = section.body.as_ref();
        let body = body.map_or(String::new(), |b| format!(", its text is `{b}`"));
        let level = section.level;
        let under = match section.parent.is_empty() {
            true => String::new(),
            false => format!(", under the open {}", names(&section.parent)),
        };
        self.line(
            0,
            &format!(
                "section{name} of level {level}: heading {heading}{kind}{under}{after}{body}{cut}"
            ),
        );
        if !section.labels.is_empty() {
            let labels = self.patterns(&section.labels);
            self.line(1, &format!("fields by the labels {labels}"));
        }
        section.item.iter().for_each(|i| self.item(i));
        section.indicator.iter().for_each(|i| self.indicator(i));
    }
}
