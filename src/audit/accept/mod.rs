//! New truth, for what a person names and nothing else.
//!
//! In: a fixture, the document that was read, and names. Out: an [`Acceptance`]: each value that would change,
//! before and after, with its place; [`Acceptance::write`] then writes truth, manifest, history and review
//! together. What is not named stays as it is, to the order of its keys.

mod shape;
mod target;

use super::compare::{Paired, paired};
use super::history::{self, Changed, Deed, Doer};
use super::review::{self, Review};
use super::set::{Fixture, FixtureSet};
use super::truth::Truth;
use super::write::{json_like, write_together};
use crate::batch::digest;
use crate::document::{At, Document, RuleRef};
use crate::error::{Error, Result};
use serde_json::Value;
use shape::{shape, template};
use std::path::{Path, PathBuf};
use target::{Both, LISTS, NoTarget, Spot, Target, list};

/// A value that changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// What, and its values before and after.
    pub changed: Changed,
    /// Where what was found was read.
    pub at: Vec<At>,
    /// The part that is reviewed by it, as [`Review`] names it.
    part: String,
}

/// What would become of a truth.
#[derive(Debug, Clone)]
pub struct Acceptance {
    /// The values that change.
    pub edits: Vec<Edit>,
    /// Names for which truth and document say the same already.
    pub same: Vec<String>,
    truth: Vec<u8>,
    rule: Option<RuleRef>,
}

/// Why nothing can be accepted.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// A file cannot be read.
    #[error(transparent)]
    Io(#[from] Error),
    /// The truth is none.
    #[error("{0}: {1}")]
    NoTruth(PathBuf, String),
    /// The truth is not the one of the manifest.
    #[error("{0} is not the truth that the manifest has: its SHA-256 is {1}")]
    Changed(PathBuf, String),
    /// A name means nothing.
    #[error("nothing is called `{name}`{}", .near.as_ref().map_or(String::new(), |n| format!("; did you mean `{n}`?")))]
    Unknown {
        /// The name.
        name: String,
        /// The nearest that means something.
        near: Option<String>,
    },
    /// A name means several things.
    #[error("`{name}` is the name of several: `{}`", .ids.join("`, `"))]
    Several {
        /// The name.
        name: String,
        /// What they are called.
        ids: Vec<String>,
    },
    /// All of a document was asked for, and not in so many words.
    #[error("`*` is the whole document")]
    Whole,
}

impl Refusal {
    /// What to do.
    pub fn help(&self) -> &str {
        match self {
            Self::Io(e) => e.help(),
            Self::NoTruth(..) => "mend the file, or take it from the version control",
            Self::Changed(..) => {
                "somebody changed it by hand: look at it, and put its SHA-256 into the manifest"
            }
            Self::Unknown { .. } => {
                "name an item by id, number or title, with `.FIELD` behind it for one field; or `plan.title`, `legend.B`, `tables`"
            }
            Self::Several { .. } => "name it by its id",
            Self::Whole => "say `--whole-document` as well, if everything was looked at",
        }
    }
}

/// Finds out what accepting would change; nothing is written.
///
/// # Errors
/// When the truth cannot be read or a name means nothing or several things.
pub fn prepare(
    fixture: &Fixture,
    document: &Document,
    names: &[String],
    whole: bool,
) -> std::result::Result<Acceptance, Refusal> {
    let path = &fixture.truth;
    let bytes = std::fs::read(path).map_err(|e| Error::of_io(path, &e))?;
    if let Some(expected) = &fixture.truth_sha256
        && !digest(&bytes).eq_ignore_ascii_case(expected)
    {
        return Err(Refusal::Changed(path.clone(), digest(&bytes)));
    }
    let truth = Truth::parse(&bytes).map_err(|e| Refusal::NoTruth(path.clone(), e))?;
    let found = serde_json::to_value(document)
        .map_err(|e| Refusal::NoTruth(path.clone(), e.to_string()))?;
    let paired = paired(&truth, &found);
    let both = Both {
        truth: truth.value(),
        document: &found,
        paired: &paired,
    };
    let mut editor = Editor {
        both: &both,
        whole: truth.is_whole(),
        truth: truth.value().clone(),
        edits: Vec::new(),
        gone: Vec::new(),
        new: Vec::new(),
    };
    let mut same = Vec::new();
    for name in names {
        let target = both.target(name).map_err(|e| match e {
            NoTarget::Unknown(near) => Refusal::Unknown {
                name: name.clone(),
                near,
            },
            NoTarget::Several(ids) => Refusal::Several {
                name: name.clone(),
                ids,
            },
        })?;
        if target == Target::Everything && !whole {
            return Err(Refusal::Whole);
        }
        if !editor.take(&target) {
            same.push(name.clone());
        }
    }
    let like = String::from_utf8_lossy(&bytes).into_owned();
    let (value, edits) = editor.finish();
    Ok(Acceptance {
        edits,
        same,
        truth: json_like(&value, &like)?,
        rule: document.rule.clone(),
    })
}

impl Acceptance {
    /// Writes the truth, its SHA-256 in the manifest, the history, and what is reviewed by it; all or nothing.
    ///
    /// # Errors
    /// When a file cannot be read or written; then no file is changed.
    pub fn write(&self, set: &FixtureSet, fixture: &Fixture, doer: &Doer) -> Result<()> {
        let what = self.edits.iter().map(|e| e.changed.clone()).collect();
        let act = doer.act(Deed::Accept, what, self.rule.clone());
        let mut files = vec![
            (fixture.truth.clone(), self.truth.clone()),
            history::with(fixture, &act)?,
        ];
        let mut left = Review::load(fixture)?;
        let before = left.clone();
        for edit in &self.edits {
            left.take(&edit.part);
        }
        if left != before {
            files.push((review::path(fixture), left.bytes()?));
        }
        if let Some(manifest) = &set.manifest {
            let text = with_digest(manifest, &fixture.name, &digest(&self.truth))?;
            files.push((manifest.clone(), text.into_bytes()));
        }
        write_together(&files)
    }
}

/// The manifest with another SHA-256 of a truth; all else stays, comments and order too.
fn with_digest(manifest: &Path, name: &str, digest: &str) -> Result<String> {
    let text = std::fs::read_to_string(manifest).map_err(|e| Error::of_io(manifest, &e))?;
    let mut parsed: toml_edit::DocumentMut =
        text.parse().map_err(|e: toml_edit::TomlError| Error::Io {
            path: manifest.to_owned(),
            reason: e.to_string(),
        })?;
    let fixtures = parsed
        .get_mut("fixture")
        .and_then(|f| f.as_array_of_tables_mut());
    for table in fixtures.into_iter().flat_map(|f| f.iter_mut()) {
        if table.get("name").and_then(|n| n.as_str()) == Some(name) {
            match table.get_mut("truth_sha256").and_then(|v| v.as_value_mut()) {
                // a comment behind it stays
                Some(value) => {
                    let decor = value.decor().clone();
                    *value = digest.into();
                    *value.decor_mut() = decor;
                }
                None => {
                    table.insert("truth_sha256", toml_edit::value(digest));
                }
            }
        }
    }
    Ok(parsed.to_string())
}

struct Editor<'b> {
    both: &'b Both<'b>,
    /// The truth is a whole document.
    whole: bool,
    truth: Value,
    edits: Vec<Edit>,
    /// Things of the truth that go.
    gone: Vec<(&'static str, usize)>,
    /// Things that come, behind one of the truth or at the beginning.
    new: Vec<(&'static str, Option<usize>, Value)>,
}

impl Editor<'_> {
    /// Takes what a target says over; whether anything changes.
    fn take(&mut self, target: &Target) -> bool {
        let before = self.edits.len();
        match target {
            Target::Everything => self.everything(),
            Target::Section(section) => self.section(section),
            Target::Plan(field) => self.plan(field),
            Target::Thing(spot) => self.thing(spot),
            Target::Field(spot, path) => self.field(spot, path),
        }
        self.edits.len() > before
    }

    fn put(
        &mut self,
        what: String,
        part: &str,
        (old, new): (Option<Value>, Option<Value>),
        at: Vec<At>,
    ) {
        let again = self.edits.iter().any(|e| e.changed.what == what);
        if old != new && !again {
            self.edits.push(Edit {
                changed: Changed { what, old, new },
                at,
                part: part.to_owned(),
            });
        }
    }

    fn shaped(&self, new: &Value, like: Option<&Value>) -> Value {
        match self.whole {
            true => new.clone(),
            false => shape(new, like),
        }
    }

    fn everything(&mut self) {
        let keys: Vec<String> = match self.whole {
            true => self
                .both
                .document
                .as_object()
                .into_iter()
                .flat_map(|o| o.keys().cloned())
                .collect(),
            false => self
                .truth
                .as_object()
                .into_iter()
                .flat_map(|o| o.keys().cloned())
                .collect(),
        };
        for key in keys
            .iter()
            .filter(|k| self.both.document.get(k.as_str()).is_some())
        {
            self.section(key);
        }
    }

    fn section(&mut self, section: &str) {
        let old = self.truth.get(section).cloned();
        let new = self
            .both
            .document
            .get(section)
            .map(|v| self.shaped(v, old.as_ref()));
        self.put(section.to_owned(), section, (old, new.clone()), Vec::new());
        set(&mut self.truth, section, new);
        // what was named in it besides is in it
        self.gone.retain(|(s, _)| *s != section);
        self.new.retain(|(s, ..)| *s != section);
    }

    fn plan(&mut self, field: &str) {
        let found = &self.both.document["plan"];
        let old = self.truth["plan"].get(field).cloned();
        let new = found.get(field).map(|v| self.shaped(v, old.as_ref()));
        let at = places(&found["at"][field]);
        self.put(format!("plan.{field}"), "plan", (old, new.clone()), at);
        let Some(truth) = self.truth.as_object_mut() else {
            return;
        };
        let plan = truth
            .entry("plan")
            .or_insert_with(|| Value::Object(Default::default()));
        set(plan, field, new);
        // a whole truth has the places beside the values
        if self.whole
            && let (Some(at), Some(own)) = (found["at"].get(field), plan.get_mut("at"))
        {
            set(own, field, Some(at.clone()));
        }
    }

    fn names(&self, spot: &Spot) -> (String, Vec<At>) {
        let found = spot
            .document
            .map(|j| &list(self.both.document, spot.section)[j]);
        let at = found.map_or(Vec::new(), |f| places(&f["at"]));
        (format!("{}:{}", spot.section, self.both.id(spot)), at)
    }

    fn thing(&mut self, spot: &Spot) {
        let (name, at) = self.names(spot);
        let old = spot
            .truth
            .map(|i| list(&self.truth, spot.section)[i].clone());
        let found = spot
            .document
            .map(|j| &list(self.both.document, spot.section)[j]);
        let like = old
            .clone()
            .or_else(|| template(list(self.both.truth, spot.section)));
        let new = found.map(|f| self.own(spot, f, like.as_ref(), old.as_ref()));
        self.put(name.clone(), &name, (old, new.clone()), at);
        match (spot.truth, new) {
            (Some(i), Some(new)) => self.truth[spot.section][i] = new,
            (Some(i), None) => self.gone.push((spot.section, i)),
            (None, Some(new)) => {
                let behind = spot.document.and_then(|j| self.before(spot.section, j));
                self.new.push((spot.section, behind, new));
            }
            (None, None) => {}
        }
    }

    /// What was found, in the shape and with the ids of the truth.
    fn own(&self, spot: &Spot, found: &Value, like: Option<&Value>, old: Option<&Value>) -> Value {
        let mut new = self.shaped(found, like);
        if self.whole {
            return new;
        }
        for key in ["parent", "of", "repeats"] {
            if let Some(id) = new.get(key).and_then(Value::as_str) {
                new[key] = Value::String(self.id_in_truth(id));
            }
        }
        let ids = list(&self.truth, spot.section)
            .iter()
            .filter_map(|t| t["id"].as_str());
        let ids: Vec<&str> = ids.collect();
        match old.and_then(|o| o.get("id")) {
            Some(id) => new["id"] = id.clone(),
            None => {
                while new["id"].as_str().is_some_and(|id| ids.contains(&id)) {
                    let id = new["id"].as_str().unwrap_or_default();
                    new["id"] = Value::String(format!("{id}-2"));
                }
            }
        }
        if new["id"].is_null() {
            set(&mut new, "id", None);
        }
        new
    }

    /// The id under which the truth has an item of the document.
    fn id_in_truth(&self, id: &str) -> String {
        let items = list(self.both.document, "items");
        let index = items.iter().position(|i| i["id"] == id);
        let paired: Option<&Vec<(usize, usize)>> = Paired::get(self.both.paired, "items");
        let pair = paired
            .into_iter()
            .flatten()
            .find(|(_, b)| Some(*b) == index);
        let own = pair.and_then(|(a, _)| list(self.both.truth, "items")[*a]["id"].as_str());
        own.unwrap_or(id).to_owned()
    }

    /// The thing of the truth behind which one of the document comes.
    fn before(&self, section: &str, j: usize) -> Option<usize> {
        let pairs = self.both.paired.get(section).into_iter().flatten();
        let before = pairs.filter(|(_, b)| *b < j).max_by_key(|(_, b)| *b);
        before.map(|(a, _)| *a)
    }

    fn field(&mut self, spot: &Spot, path: &[String]) {
        let (name, mut at) = self.names(spot);
        let Some(i) = spot.truth else {
            // a field of what the truth does not have comes with all of it
            return self.thing(spot);
        };
        let pointer = |v: &Value| {
            path.iter()
                .try_fold(v.clone(), |v, key| v.get(key).cloned())
        };
        let thing = list(&self.truth, spot.section)[i].clone();
        let old = pointer(&thing);
        let found = spot
            .document
            .and_then(|j| pointer(&list(self.both.document, spot.section)[j]));
        let peers = template(list(self.both.truth, spot.section));
        let labels = || {
            peers
                .as_ref()?
                .get("fields")?
                .as_object()?
                .values()
                .next()
                .cloned()
        };
        let like = match path {
            [key] => peers.as_ref().and_then(|p| p.get(key)).cloned(),
            _ => labels(),
        };
        let like = old.clone().filter(|o| !o.is_null()).or(like);
        let mut new = found.as_ref().map(|f| self.shaped(f, like.as_ref()));
        if let (false, [key], Some(Value::String(id))) = (self.whole, path, &new)
            && ["parent", "of", "repeats"].contains(&key.as_str())
        {
            new = Some(Value::String(self.id_in_truth(id)));
        }
        if let Some(own) = found.as_ref().and_then(|f| f.get("at")) {
            at = places(own);
        }
        let what = format!("{name}.{}", path.last().map_or("", String::as_str));
        self.put(what, &name, (old, new.clone()), at);
        let mut owner = &mut self.truth[spot.section][i];
        if let [fields, _] = path {
            let Some(map) = owner.as_object_mut() else {
                return;
            };
            owner = map
                .entry(fields.clone())
                .or_insert_with(|| Value::Object(Default::default()));
        }
        if let Some(key) = path.last() {
            set(owner, key, new);
        }
    }

    /// The new truth: what goes is taken out, and what comes is put in, from the back.
    fn finish(mut self) -> (Value, Vec<Edit>) {
        for (section, _) in LISTS {
            let mut at: Vec<(usize, Option<Value>)> = Vec::new();
            let gone = self.gone.iter().filter(|(s, _)| *s == section);
            at.extend(gone.map(|(_, i)| (*i, None)));
            for (s, behind, value) in &self.new {
                if *s == section {
                    at.push((behind.map_or(0, |i| i + 1), Some(value.clone())));
                }
            }
            if at.is_empty() {
                continue;
            }
            let Some(truth) = self.truth.as_object_mut() else {
                continue;
            };
            let list = truth
                .entry(section)
                .or_insert_with(|| Value::Array(Vec::new()));
            let Some(list) = list.as_array_mut() else {
                continue;
            };
            // at one place what comes goes before what goes, and both in their order from the back
            at.sort_by_key(|(i, value)| (*i, value.is_none()));
            for (i, value) in at.into_iter().rev() {
                match value {
                    Some(value) => list.insert(i.min(list.len()), value),
                    None if i < list.len() => drop(list.remove(i)),
                    None => {}
                }
            }
        }
        (self.truth, self.edits)
    }
}

/// Puts a value under a key, or takes the key away; the order of the others stays.
fn set(owner: &mut Value, key: &str, value: Option<Value>) {
    let Some(map) = owner.as_object_mut() else {
        return;
    };
    match value {
        Some(value) => drop(map.insert(key.to_owned(), value)),
        None => drop(map.shift_remove(key)),
    }
}

fn places(at: &Value) -> Vec<At> {
    serde_json::from_value(at.clone()).unwrap_or_default()
}
