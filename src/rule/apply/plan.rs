//! The plan, its legends and footnotes.

use super::builder::Builder;
use super::values::value;
use crate::account::Place;
use crate::document::{Footnote, Period};
use crate::finding::Code;
use crate::flow::Part;
use crate::rule::model::Rule;
use crate::rule::passages::{Joined, Passage};
use crate::text::Text;
use crate::value::{Context, years};

impl Builder<'_> {
    /// Fills the plan from the running text, then from the constants of the rule.
    pub fn plan(&mut self, rule: &Rule, passages: &[Passage<'_>]) {
        let joined = Joined::new(passages.iter().map(|p| p.text));
        for pattern in &rule.plan.patterns {
            let Some(found) = pattern.regex.captures(&joined.string) else {
                continue;
            };
            for name in pattern.regex.capture_names().flatten() {
                if let Some(group) = found.name(name).filter(|g| !g.is_empty()) {
                    self.plan_field(name, &joined.text(group.range()), pattern.line);
                }
            }
        }
        self.plan_from_info(rule);
        for (name, constant) in &rule.plan.constants {
            self.plan_field(name, &Text::plain(constant), 0);
        }
        self.municipality_code(&joined.string);
        for name in &rule.plan.required {
            let missing = match name.as_str() {
                "period" => self.plan.period.is_none(),
                other => self.plan_slot(other).is_none_or(|s| s.is_none()),
            };
            if missing {
                let message = format!("the plan has no `{name}`");
                self.find(Code::FieldMissing, message, Vec::new());
            }
        }
    }

    /// Fills what is missing from the title in the document information.
    fn plan_from_info(&mut self, rule: &Rule) {
        let reading = self.reading;
        let Some(title) = reading.info_title.as_deref() else {
            return;
        };
        let text = Text::plain(title);
        let folded = text.folded();
        for pattern in &rule.plan.info_title {
            let Some(found) = pattern.regex.captures(folded.as_str()) else {
                continue;
            };
            for name in pattern.regex.capture_names().flatten() {
                if let Some(group) = found.name(name).filter(|g| !g.is_empty()) {
                    let chars = folded.char_index(group.start())..folded.char_index(group.end());
                    self.plan_field(name, &text.char_slice(chars), pattern.line);
                }
            }
        }
    }

    fn plan_slot(&mut self, name: &str) -> Option<&mut Option<String>> {
        let plan = &mut self.plan;
        Some(match name {
            "title" => &mut plan.title,
            "municipality" => &mut plan.municipality,
            "municipality_code" => &mut plan.municipality_code,
            "edition" => &mut plan.edition,
            "publisher" => &mut plan.publisher,
            "published" => &mut plan.published,
            _ => return None,
        })
    }

    fn plan_field(&mut self, name: &str, text: &Text, line: usize) {
        let text = text.one_line().into_trimmed();
        let at = match line {
            0 => Vec::new(),
            line => self.at(&text, line, None),
        };
        if name == "period" {
            if self.plan.period.is_none() {
                self.plan.period = Some(self.period(&text));
                self.plan.at.insert(name.to_owned(), at);
            }
        } else if let Some(slot) = self.plan_slot(name)
            && slot.is_none()
        {
            *slot = Some(text.as_str().to_owned());
            if !at.is_empty() {
                self.plan.at.insert(name.to_owned(), at);
            }
        }
    }

    /// The fiscal years that a text names as a period.
    pub fn period(&mut self, text: &Text) -> Period {
        let range = years::range(text.as_str());
        if let Some(range) = &range {
            for y in [&range.start, &range.end] {
                if y.era_overrun {
                    let message =
                        format!("`{}` names a year after its era: {}", text.as_str(), y.year);
                    self.find(Code::EraOverrun, message, text.at());
                }
                if let Some(other) = y.contradicts {
                    let message = format!("`{}` says both {} and {other}", text.as_str(), y.year);
                    self.find(Code::YearMismatch, message, text.at());
                }
            }
        } else {
            let message = format!("`{}` names no year", text.as_str());
            self.find(Code::ValueUnread, message, text.at());
        }
        Period {
            text: text.as_str().to_owned(),
            start: range.as_ref().map(|r| r.start.year),
            end: range.as_ref().map(|r| r.end.year),
        }
    }

    /// Reads footnotes; returns the parts of the flow that are footnotes and nothing else.
    pub fn footnotes(&mut self, rule: &Rule, passages: &[Passage<'_>]) -> Vec<usize> {
        let reading = self.reading;
        let mut taken = Vec::new();
        for (i, part) in reading.flow.parts.iter().enumerate() {
            if let Part::Block(block) = part
                && self.footnote(rule, &block.text)
            {
                self.written(&block.text, Place::Footnote);
                taken.push(i);
            }
        }
        for passage in passages.iter().filter(|p| p.in_table) {
            self.footnote(rule, passage.text);
        }
        taken
    }

    /// Whether a text is a footnote and nothing else: no letters stand around it.
    fn footnote(&mut self, rule: &Rule, text: &Text) -> bool {
        let folded = text.folded();
        for pattern in &rule.footnotes {
            let Some(found) = pattern.regex.captures(folded.as_str()) else {
                continue;
            };
            let of = |name: &str| {
                let m = found.name(name)?;
                let chars = folded.char_index(m.start())..folded.char_index(m.end());
                Some(text.char_slice(chars).one_line().into_trimmed())
            };
            if let (Some(term), Some(explanation)) = (of("term"), of("text")) {
                self.footnotes.push(Footnote {
                    term: term.as_str().to_owned(),
                    text: value(&explanation, &Context::default()).0.text,
                    raw: text.raw(),
                    page: text.page().unwrap_or(1),
                    at: self.at(text, pattern.line, None),
                    marked: Vec::new(),
                });
                let whole = found.get_match().range();
                let mut letters = folded.as_str().char_indices();
                return !letters.any(|(byte, c)| c.is_alphanumeric() && !whole.contains(&byte));
            }
        }
        false
    }
}
