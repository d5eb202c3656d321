//! Entries of a rule file: items, indicators, sections.

use super::marker::shape;
use super::{Compiler, text, texts};
use crate::diagnostic::Code;
use crate::rule::config::{self, Name, Pattern, Split};
use crate::rule::model::*;
use std::ops::Range;

/// Lines `NAME 現状値 V（YEAR）→目標値 V（YEAR）`, by the shared word.
const INDICATOR_LINE: &str = "{指標の行}";

impl Compiler<'_> {
    /// An item by its pattern, or by the sample of its marker, or as a whole; `place` is where to
    /// say so when the rule gives none.
    pub(super) fn entry(
        &mut self,
        pattern: &Option<Pattern>,
        marker: &Option<Name>,
        place: Range<usize>,
        needed: &[&str],
    ) -> Option<Item> {
        let re = match (pattern, marker) {
            (Some(pattern), Some(_)) => {
                let message = "give `pattern` or `marker`, not both";
                self.error(Code::ConflictingKeys, pattern.span(), message);
                None
            }
            (Some(pattern), None) => self.whole(pattern, needed),
            (None, Some(marker)) => self.marker(marker),
            (None, None) => self.whole_title(place),
        };
        Some(Item {
            kind: None,
            pattern: re?,
            by_sample: marker.is_some(),
            parent: Vec::new(),
            name: None,
            flags: Vec::new(),
            body: None,
        })
    }

    fn marker(&mut self, marker: &Name) -> Option<Re> {
        let Some(shape) = shape(marker.as_str()) else {
            let message = format!(
                "`{}` is no sample of a marker: give a number such as `①`, `(1)`, `1-1`, `方針1`, a bullet such as `・`, or `bullet`",
                marker.as_str()
            );
            self.error(Code::BadMarker, marker.span(), message);
            return None;
        };
        self.pattern(&shape.entry(), marker.span())
    }

    pub(super) fn items(&mut self, raw: &[config::Item], paired: bool) -> Vec<Item> {
        raw.iter().filter_map(|i| self.item(i, paired)).collect()
    }

    fn item(&mut self, raw: &config::Item, paired: bool) -> Option<Item> {
        let needed: &[&str] = if paired { &[] } else { &["title"] };
        let spans = [
            raw.pattern.as_ref().map(Pattern::span),
            raw.marker.as_ref().map(Name::span),
            raw.kind.as_ref().map(Name::span),
        ];
        let place = spans.into_iter().flatten().next().unwrap_or(0..0);
        if raw.kind.is_none() && !paired {
            self.lacks(Code::MissingKey, place.clone(), "the item has no `kind`");
        }
        Some(Item {
            kind: raw.kind.as_ref().map(text),
            parent: texts(&raw.parent),
            name: raw.name.as_ref().map(text),
            flags: raw.flags.clone(),
            body: raw.body.clone(),
            ..self.entry(&raw.pattern, &raw.marker, place, needed)?
        })
    }

    /// How content is cut: as the rule says, or at the markers of the items, or at any marker.
    pub(super) fn cut(
        &mut self,
        split: Option<Split>,
        at: &Option<Pattern>,
        by: &Option<Pattern>,
        items: &[config::Item],
    ) -> Cut {
        if let (Some(pattern), Some(_)) = (by.as_ref().or(at.as_ref()), split) {
            let message = "give one of `split`, `split_at` and `split_by`";
            self.error(Code::ConflictingKeys, pattern.span(), message);
        }
        if let Some(re) = at.as_ref().and_then(|p| self.re(p)) {
            return Cut::At(re);
        }
        if let Some(re) = by.as_ref().and_then(|p| self.re(p)) {
            return Cut::By(re);
        }
        match split {
            Some(Split::Line) => Cut::Line,
            Some(Split::Whole) => Cut::Whole,
            Some(Split::Marker) => Cut::Marker,
            None => self.at_markers(items).unwrap_or(Cut::Marker),
        }
    }

    /// At the markers of the items, where each item has one.
    fn at_markers(&mut self, items: &[config::Item]) -> Option<Cut> {
        let shapes: Option<Vec<String>> = items
            .iter()
            .map(|i| Some(shape(i.marker.as_ref()?.as_str())?.pattern))
            .collect();
        let shapes = shapes.filter(|s| !s.is_empty())?;
        let span = items[0].marker.as_ref()?.span();
        let pattern = format!(r"^(?:{{タグ}}\s*)?(?:{})", shapes.join("|"));
        self.pattern(&pattern, span).map(Cut::At)
    }

    pub(super) fn indicators(&mut self, raw: &[config::Indicator]) -> Vec<Indicator> {
        raw.iter().filter_map(|i| self.indicator(i)).collect()
    }

    fn indicator(&mut self, raw: &config::Indicator) -> Option<Indicator> {
        let of_place = raw.of.first().map_or(0..0, Name::span);
        let form = match (&raw.pattern, &raw.name, &raw.value) {
            (None, None, None) => {
                IndicatorForm::Whole(self.pattern(INDICATOR_LINE, of_place.clone())?)
            }
            (Some(pattern), None, None) => {
                IndicatorForm::Whole(self.with_captures(pattern, &["name"])?)
            }
            (None, Some(name), Some(value)) => IndicatorForm::Tokens {
                name: self.with_captures(name, &["name"])?,
                value: self.re(value)?,
                year: self.re_opt(&raw.year),
                roles: raw.roles.iter().map(|r| *r.get_ref()).collect(),
                shaded_role: raw.shaded_role,
            },
            (pattern, name, value) => {
                let any = pattern.as_ref().or(name.as_ref()).or(value.as_ref());
                let span = any.map_or(of_place, Pattern::span);
                let message = "an indicator has `pattern`, or `name` and `value`, or neither";
                self.lacks(Code::ConflictingKeys, span, message);
                return None;
            }
        };
        if let Some(role) = raw.shaded_role
            && raw.roles.iter().filter(|r| *r.get_ref() != role).count() != 1
        {
            let span = raw.name.as_ref().map_or(of_place, Pattern::span);
            let message = "`shaded_role` tells two roles apart: give `roles` with it and one other";
            self.lacks(Code::ConflictingKeys, span, message);
        }
        let line = match &form {
            IndicatorForm::Whole(re) | IndicatorForm::Tokens { name: re, .. } => re.line,
        };
        Some(Indicator {
            form,
            of: texts(&raw.of),
            line,
        })
    }

    pub(super) fn section(&mut self, raw: &config::Section) -> Option<Section> {
        let needed: &[&str] = if raw.kind.is_some() { &["title"] } else { &[] };
        let spans = [
            raw.pattern.as_ref().map(Pattern::span),
            raw.marker.as_ref().map(Name::span),
            raw.name.as_ref().map(Name::span),
            raw.kind.as_ref().map(Name::span),
        ];
        let place = spans.into_iter().flatten().next().unwrap_or(0..0);
        if raw.pattern.is_none() && raw.marker.is_none() {
            let message = "the section has neither `pattern` nor `marker`";
            self.lacks(Code::MissingKey, place, message);
            return None;
        }
        if let (Some(body), None) = (&raw.body, &raw.kind) {
            let message = format!(
                "`body` puts text into the field `{body}` of an item, but the section has no `kind`"
            );
            self.lacks(Code::MissingKey, place.clone(), message);
        }
        let heading = self.entry(&raw.pattern, &raw.marker, place, needed)?;
        let items = self.items(&raw.item, false);
        Some(Section {
            heading: Item {
                kind: raw.kind.as_ref().map(text),
                parent: texts(&raw.parent),
                name: raw.as_name.as_ref().map(text),
                flags: raw.flags.clone(),
                ..heading
            },
            name: raw.name.as_ref().map(text),
            level: raw.level,
            optional: raw.optional,
            after: self.re_opt(&raw.after),
            body: raw.body.clone(),
            labels: self.labels(&raw.labels),
            cut: self.cut(raw.split, &raw.split_at, &raw.split_by, &raw.item),
            items,
            indicators: self.indicators(&raw.indicator),
        })
    }
}
