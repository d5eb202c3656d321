//! The rules at hand, and which of them reads a document.

use super::compile::compile;
use super::model::Rule;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::reading::Reading;
use include_dir::{Dir, include_dir};

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/rules");
/// The file with the words of status, which is no rule.
const VOCABULARY: &str = "vocabulary.toml";
/// The rule that is tried when no other fits.
const FALLBACK: &str = "fallback.toml";

/// Some rules.
#[derive(Debug, Clone, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
    fallback: Option<Rule>,
}

/// Which rule was taken.
#[derive(Debug)]
pub enum Choice<'r> {
    /// A rule that fits, its score, and the next best with its score.
    Rule(&'r Rule, u32, Option<(&'r Rule, u32)>),
    /// None fits; the fallback, if there is one, reads what is plain to see.
    None(Option<&'r Rule>),
}

impl RuleSet {
    /// The shipped rules, which are embedded in the program.
    ///
    /// # Errors
    /// Never for a released program: a test compiles each shipped rule.
    pub fn shipped() -> Result<Self> {
        let mut files: Vec<(String, String)> = SHIPPED
            .files()
            .filter(|f| f.path().extension().is_some_and(|e| e == "toml"))
            .filter_map(|f| {
                let name = f.path().file_name()?.to_string_lossy().into_owned();
                Some((name, f.contents_utf8()?.to_owned()))
            })
            .filter(|(name, _)| name != VOCABULARY)
            .collect();
        files.sort();
        let mut set = Self::default();
        set.add(files.iter().map(|(n, t)| (n.as_str(), t.as_str())))?;
        Ok(set)
    }

    /// Adds rules; one with the id of another replaces it.
    ///
    /// # Errors
    /// All mistakes in all files at once; then none is added.
    pub fn add<'t>(&mut self, files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Result<()> {
        let mut added: Vec<Rule> = Vec::new();
        let mut errors: Vec<Diagnostic> = Vec::new();
        for (name, text) in files {
            match compile(name, text) {
                Ok(rule) => {
                    if let Some(other) = added.iter().find(|r| r.id == rule.id) {
                        let at = text.find(&rule.id).unwrap_or(0);
                        let message =
                            format!("the id `{}` is also that of `{}`", rule.id, other.file);
                        errors.push(Diagnostic::new(name, text, at..at + rule.id.len(), message));
                    }
                    added.push(rule);
                }
                Err(found) => errors.extend(found),
            }
        }
        if !errors.is_empty() {
            return Err(Error::Rules(errors));
        }
        for rule in added {
            if rule.file == FALLBACK {
                self.fallback = Some(rule);
                continue;
            }
            self.rules.retain(|r| r.id != rule.id);
            self.rules.push(rule);
        }
        self.rules.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(())
    }

    /// The rules, by id.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// All rules with the fallback.
    pub fn all(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().chain(&self.fallback)
    }

    /// The rule that reads a document: the one with the best score, or the one with the given id.
    ///
    /// # Errors
    /// When two fit equally well.
    pub fn choose(&self, reading: &Reading, id: Option<&str>) -> Result<Choice<'_>> {
        if let Some(rule) = id.and_then(|id| self.rules.iter().find(|r| r.id == id)) {
            return Ok(Choice::Rule(rule, 0, None));
        }
        let text = super::passages::folded_text(&reading.flow);
        let mut fits: Vec<(u32, &Rule)> = self
            .rules
            .iter()
            .filter_map(|r| Some((r.score(reading, &text)?, r)))
            .collect();
        fits.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.id.cmp(&b.1.id)));
        match fits.as_slice() {
            [] => Ok(Choice::None(self.fallback.as_ref())),
            [(a, first), (b, second), ..] if a == b => Err(Error::RuleTie {
                first: first.id.clone(),
                second: second.id.clone(),
                score: *a,
            }),
            [(score, rule), rest @ ..] => {
                let next = rest.first().map(|(s, r)| (*r, *s));
                Ok(Choice::Rule(rule, *score, next))
            }
        }
    }
}

impl Rule {
    /// How well the rule fits: 2 for each pattern of `all`, 1 for each of `any` that is found;
    /// `None` when it does not fit.
    fn score(&self, reading: &Reading, text: &str) -> Option<u32> {
        let m = &self.matches;
        let fold = |s: &Option<String>| -> String {
            let s = s.as_deref().unwrap_or_default();
            s.chars().map(crate::normalize::fold_char).collect()
        };
        let info_title = fold(&reading.info_title);
        let producer = fold(&reading.source.producer);
        let fits = m.all.iter().all(|p| p.is_match(text))
            && !m.none.iter().any(|p| p.is_match(text))
            && m.info_title
                .as_ref()
                .is_none_or(|p| p.is_match(&info_title))
            && m.producer.as_ref().is_none_or(|p| p.is_match(&producer));
        let any = m.any.iter().filter(|p| p.is_match(text)).count() as u32;
        fits.then_some(2 * m.all.len() as u32 + any)
    }
}
