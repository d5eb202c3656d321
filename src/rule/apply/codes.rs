//! The code of the plan's municipality, by its name.

use super::builder::Builder;
use crate::finding::Code;
use crate::municipality::{self, Municipality, Named};

impl Builder<'_> {
    /// Fills in the code where only one municipality can be meant; `text` may name its prefecture.
    pub fn municipality_code(&mut self, text: &str) {
        let Some(name) = self.plan.municipality.clone() else {
            return;
        };
        let at = self
            .plan
            .at
            .get("municipality")
            .cloned()
            .unwrap_or_default();
        let found = self.named(&name, text);
        match (self.plan.municipality_code.clone(), found.as_slice()) {
            (None, [one]) => self.plan.municipality_code = Some(one.code.to_owned()),
            (None, [_, _, ..]) => {
                let of = found
                    .iter()
                    .map(|m| format!("{} ({})", m.prefecture, m.code));
                let of: Vec<String> = of.collect();
                let message = format!("`{name}` is in {}", of.join(", "));
                self.find(Code::MunicipalityAmbiguous, message, at);
            }
            (Some(code), _) if !municipality::is_code(&code) => {
                let message = format!("`{code}` is no code of a municipality");
                self.find(Code::MunicipalityMismatch, message, at);
            }
            (Some(code), [_, ..]) if found.iter().all(|m| m.code != code) => {
                let message = format!("`{code}` is not the code of `{name}`");
                self.find(Code::MunicipalityMismatch, message, at);
            }
            _ => {}
        }
    }

    /// Those of a name when the plan begins, in the prefectures that the document names with it.
    fn named(&self, name: &str, text: &str) -> Vec<Municipality> {
        let start = self.plan.period.as_ref().and_then(|p| p.start);
        let day = start.map(|year| format!("{year}-04-01"));
        let several = match municipality::named(name, day.as_deref()) {
            Named::One(one) => return vec![one],
            Named::Unknown => return Vec::new(),
            Named::Several(several) => several,
        };
        let is_named = |m: &&Municipality| text.contains(&format!("{}{name}", m.prefecture));
        let in_text: Vec<Municipality> = several.iter().filter(is_named).copied().collect();
        if in_text.is_empty() { several } else { in_text }
    }
}
