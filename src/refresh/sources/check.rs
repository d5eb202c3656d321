//! A list of sources as it was written to one that can be used; every mistake with its place.

use super::file::{self, SourcesFile};
use super::{From, Guards, Source, Sources};
use crate::diagnostic::{Code, Diagnostic};
use crate::fetch::Settings;
use crate::municipality::{self, Named};
use crate::normalize::fold_pattern;
use crate::rule::RuleSet;
use crate::rule::config::{Name, Pattern};
use crate::rule::syntax::{Damage, NOWHERE, nearest};
use globset::GlobBuilder;
use regex::{Regex, RegexBuilder};
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use toml::Spanned;

/// Largest compiled size of a pattern in bytes.
const MAX_BYTES: usize = 1 << 20;
/// What may be captured of an edition.
const CAPTURES: [&str; 2] = ["year", "ordinal"];
/// Longest time that can be asked for, in seconds: a day.
const LONGEST: f64 = 86_400.0;

/// Checks a list.
pub struct Checker<'a> {
    file: &'a str,
    source: &'a Arc<str>,
    rules: Option<&'a RuleSet>,
    /// What of it could not be read.
    damage: Damage,
    /// All mistakes so far.
    pub found: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    /// For a list in which something was `found` already.
    pub fn new(
        file: &'a str,
        source: &'a Arc<str>,
        rules: Option<&'a RuleSet>,
        (found, damage): (Vec<Diagnostic>, Damage),
    ) -> Self {
        Self {
            file,
            source,
            rules,
            damage,
            found,
        }
    }

    fn say(&mut self, code: Code, span: Range<usize>, message: String, help: Option<String>) {
        // what stands in for something that is missing was reported already
        if span.start == NOWHERE {
            return;
        }
        let mut diagnostic = Diagnostic::new(code, self.file, self.source, span, message);
        diagnostic.help = help;
        self.found.push(diagnostic);
    }

    /// The whole list.
    pub fn sources(&mut self, raw: SourcesFile, folder: &Path) -> Sources {
        if raw.dataset.as_str().trim().is_empty() && raw.dataset.span().start != NOWHERE {
            let message = "`dataset` names no folder".to_owned();
            let help = "write the folder of the data set: `dataset = \"data\"`".to_owned();
            self.say(Code::WrongValue, raw.dataset.span(), message, Some(help));
        }
        self.distinct(&raw.source);
        let sources = raw.source.iter();
        Sources {
            folder: folder.to_owned(),
            dataset: folder.join(raw.dataset.as_str()),
            fetch: self.fetch(&raw.fetch),
            guards: self.guards(&raw.guards),
            sources: sources.filter_map(|s| self.one(s)).collect(),
        }
    }

    /// No two sources have one id, or one place.
    fn distinct(&mut self, sources: &[Spanned<file::Source>]) {
        let mut ids: BTreeMap<&str, ()> = BTreeMap::new();
        let mut places: BTreeMap<(&str, &str), &str> = BTreeMap::new();
        for source in sources.iter().map(Spanned::get_ref) {
            let id = source.id.as_str();
            if ids.insert(id, ()).is_some() {
                let message = format!("the id `{id}` is that of an earlier source");
                let help = "give each source an id of its own".to_owned();
                self.say(Code::DuplicateId, source.id.span(), message, Some(help));
            }
            for (key, name) in places_of(source) {
                // a folder or page may be named again, for other files of it
                if key == "folder" || key == "page" {
                    continue;
                }
                if let Some(other) = places.insert((key, name.as_str()), id) {
                    let message = format!("`{}` is that of `{other}` as well", name.as_str());
                    self.say(Code::DuplicateName, name.span(), message, None);
                }
            }
        }
    }

    fn fetch(&mut self, raw: &file::Fetch) -> Settings {
        let mut out = Settings::default();
        if let Some(pause) = self.seconds("pause", raw.pause.as_ref(), 0.0) {
            out.pause = pause;
        }
        if let Some(timeout) = self.seconds("timeout", raw.timeout.as_ref(), 0.001) {
            out.timeout = timeout;
        }
        out.retries = raw.retries.unwrap_or(out.retries);
        out.max_bytes = raw.max_size.map_or(out.max_bytes, u64::from);
        out.robots = raw.robots.unwrap_or(out.robots);
        if let Some(name) = &raw.user_agent {
            out.user_agent.clone_from(name);
        }
        out
    }

    fn seconds(&mut self, key: &str, raw: Option<&Spanned<f64>>, least: f64) -> Option<Duration> {
        let seconds = self.within(key, raw?, least..=LONGEST, "seconds")?;
        Some(Duration::from_secs_f64(seconds))
    }

    fn within(
        &mut self,
        key: &str,
        raw: &Spanned<f64>,
        range: std::ops::RangeInclusive<f64>,
        what: &str,
    ) -> Option<f64> {
        let value = *raw.get_ref();
        if range.contains(&value) {
            return Some(value);
        }
        let message = format!("`{key}` cannot be {value}");
        let help = format!("it is from {} to {} {what}", range.start(), range.end());
        self.say(
            Code::WrongValue,
            raw.span(),
            message,
            Some(help.trim_end().to_owned()),
        );
        None
    }

    fn guards(&mut self, raw: &file::Guards) -> Guards {
        let lost = raw.lost.as_ref();
        let lost = lost.and_then(|lost| self.within("lost", lost, 0.0..=1.0, ""));
        Guards {
            lost: lost.unwrap_or(0.2),
            no_rule: raw.no_rule.unwrap_or(true),
            weak_rule: raw.weak_rule.unwrap_or(true),
            contradictions: raw.contradictions.unwrap_or(true),
            no_items: raw.no_items.unwrap_or(true),
            errors: raw.errors.unwrap_or(true),
        }
    }

    fn one(&mut self, spanned: &Spanned<file::Source>) -> Option<Source> {
        let raw = spanned.get_ref();
        self.names(raw);
        let from = self.from(raw);
        let edition = raw.edition.as_ref().and_then(|p| self.edition(p));
        Some(Source {
            id: raw.id.as_str().to_owned(),
            from: from?,
            plan: raw.plan.as_ref().map(text),
            municipality: raw.municipality.as_ref().map(text),
            rule: raw.rule.as_ref().map(text),
            edition,
            password: raw.password.clone(),
        })
    }

    /// Names of sources, plans, municipalities and rules.
    fn names(&mut self, raw: &file::Source) {
        for (key, name) in [("id", Some(&raw.id)), ("plan", raw.plan.as_ref())] {
            let Some(name) = name else { continue };
            if !is_id(name.as_str()) {
                let message = format!("`{key}` cannot be `{}`", name.as_str());
                let help = "write a name without spaces, `@`, `#`, `/`, `\\` and `..`".to_owned();
                self.say(Code::WrongValue, name.span(), message, Some(help));
            }
        }
        if let Some(name) = &raw.municipality {
            self.municipality(name);
        }
        if let Some(rule) = &raw.rule
            && let Some(rules) = self.rules
            && rules.by_id(rule.as_str()).is_none()
        {
            let ids = rules.rules().iter().map(|r| r.id());
            let meant = nearest(rule.as_str(), ids);
            let help = match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => {
                    "`keikaku rules list` prints the ids; `--rules` adds a folder of rules".into()
                }
            };
            let message = format!("no rule has the id `{}`", rule.as_str());
            self.say(Code::UnknownName, rule.span(), message, Some(help));
        }
    }

    fn municipality(&mut self, name: &Name) {
        let text = name.as_str();
        let digits = text.chars().all(|c| c.is_ascii_digit());
        let (message, help) = match municipality::named(text, None) {
            _ if digits && municipality::of_code(text).next().is_some() => return,
            Named::One(_) => return,
            Named::Several(several) => {
                let all = several
                    .iter()
                    .map(|m| format!("`{}{}`", m.prefecture, m.name));
                let all: Vec<String> = all.collect();
                (
                    format!("several municipalities are called `{text}`"),
                    format!("write {}", all.join(" or ")),
                )
            }
            Named::Unknown => {
                let names = municipality::all()
                    .iter()
                    .filter(|m| m.is_current())
                    .map(|m| m.name);
                let help = match nearest(text, names.filter(|n| !n.is_empty())) {
                    Some(meant) if !digits => format!("did you mean `{meant}`?"),
                    _ => "write its name, with the prefecture in front if there are several, or its six-digit code".into(),
                };
                (format!("there is no municipality `{text}`"), help)
            }
        };
        self.say(Code::UnknownName, name.span(), message, Some(help));
    }

    /// The one place that a source has.
    fn from(&mut self, raw: &file::Source) -> Option<From> {
        let places = places_of(raw);
        match places.as_slice() {
            [] => {
                // what was left out may have been the place
                if !self.damage.is_beside(raw.id.span().start) {
                    let message = format!("nothing says where `{}` is", raw.id.as_str());
                    let help = "give it `file`, `folder`, `url`, or `page` with `links`".to_owned();
                    self.say(Code::MissingKey, raw.id.span(), message, Some(help));
                }
                return None;
            }
            [_] => {}
            [(first, _), (second, name), ..] => {
                let message = format!("`{first}` and `{second}` exclude each other");
                let help = "make two sources of it".to_owned();
                self.say(Code::ConflictingKeys, name.span(), message, Some(help));
            }
        }
        self.idle(raw);
        let (key, name) = places.first()?;
        match *key {
            "file" => Some(From::File(text(name))),
            "folder" => self.folder(name, raw.pattern.as_ref()),
            "url" => self.url(name).map(From::Url),
            _ => self.page(name, raw.links.as_ref()),
        }
    }

    fn idle(&mut self, raw: &file::Source) {
        if let Some(pattern) = raw.pattern.as_ref().filter(|_| raw.folder.is_none()) {
            let message = "`pattern` is for the files of a `folder`".to_owned();
            let help = raw
                .page
                .as_ref()
                .map(|_| "the links of a `page` are chosen by `links`".to_owned());
            self.say(Code::IdleKey, pattern.span(), message, help);
        }
        if let Some(links) = raw.links.as_ref().filter(|_| raw.page.is_none()) {
            let message = "`links` is for the links of a `page`".to_owned();
            let help = raw
                .url
                .as_ref()
                .map(|_| "a page with links is named with `page`, and not with `url`".to_owned());
            self.say(Code::IdleKey, links.span(), message, help);
        }
    }

    fn folder(&mut self, folder: &Name, pattern: Option<&Name>) -> Option<From> {
        let glob = pattern.map_or("**/*.[pP][dD][fF]", Name::as_str);
        // `*` ends at a folder, as in a shell; `**` does not
        match GlobBuilder::new(glob).literal_separator(true).build() {
            Ok(glob) => Some(From::Folder {
                folder: text(folder),
                wanted: glob.compile_matcher(),
            }),
            Err(e) => {
                let span = pattern.map_or(folder.span(), Name::span);
                let message = format!("bad pattern of files: {}", e.kind());
                let help = "`*` is any name, `**/` any folders, `[ab]` a or b".to_owned();
                self.say(Code::BadPattern, span, message, Some(help));
                None
            }
        }
    }

    fn url(&mut self, name: &Name) -> Option<String> {
        let text = name.as_str();
        let reason = match url::Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => {
                return Some(url.into());
            }
            Ok(url) => format!("`{}` is no protocol of the web", url.scheme()),
            Err(e) => e.to_string(),
        };
        let message = format!("`{text}` is no address: {reason}");
        let help = "write it as in a browser: `https://HOST/PATH`".to_owned();
        self.say(Code::WrongValue, name.span(), message, Some(help));
        None
    }

    fn page(&mut self, name: &Name, links: Option<&Pattern>) -> Option<From> {
        let url = self.url(name);
        let Some(links) = links else {
            let message = "a `page` has no `links`".to_owned();
            let help =
                "say which of its links are taken: `links = '\\.pdf$'` takes all PDFs".to_owned();
            self.say(Code::MissingKey, name.span(), message, Some(help));
            return None;
        };
        Some(From::Page {
            links: self.regex(links)?,
            url: url?,
        })
    }

    fn regex(&mut self, pattern: &Pattern) -> Option<Regex> {
        let folded = fold_pattern(pattern.as_str());
        match RegexBuilder::new(&folded).size_limit(MAX_BYTES).build() {
            Ok(regex) => Some(regex),
            Err(e) => {
                let text = e.to_string();
                let reason = text.lines().last().unwrap_or_default();
                let reason = reason.strip_prefix("error: ").unwrap_or(reason);
                let message = format!("bad regular expression: {reason}");
                self.say(Code::BadPattern, pattern.span(), message, None);
                None
            }
        }
    }

    /// A pattern that captures an edition.
    fn edition(&mut self, pattern: &Pattern) -> Option<Regex> {
        let regex = self.regex(pattern)?;
        let names: Vec<&str> = regex.capture_names().flatten().collect();
        for name in names.iter().filter(|n| !CAPTURES.contains(n)) {
            let meant = nearest(name, CAPTURES);
            let help = meant.map_or("it captures `year` or `ordinal`".into(), |m| {
                format!("did you mean `{m}`?")
            });
            let message = format!("nothing is made of the capture `{name}`");
            self.say(Code::UnknownCapture, pattern.span(), message, Some(help));
        }
        if names.is_empty() {
            let message = "the pattern of `edition` captures nothing".to_owned();
            let help = "name what is captured: `(?<year>…)` or `(?<ordinal>…)`".to_owned();
            self.say(Code::MissingCapture, pattern.span(), message, Some(help));
        }
        Some(regex)
    }
}

/// Whether a text may be the id of a source or plan: it is part of other ids and of names of files.
pub fn is_id(text: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "@#/\\".contains(c);
    !text.is_empty() && !text.contains(odd) && !text.contains("..")
}

fn text(name: &Name) -> String {
    name.as_str().to_owned()
}

/// The keys of a source that say where it is.
fn places_of(source: &file::Source) -> Vec<(&'static str, &Name)> {
    let all = [
        ("file", &source.file),
        ("folder", &source.folder),
        ("url", &source.url),
        ("page", &source.page),
    ];
    let named = all
        .into_iter()
        .filter_map(|(key, name)| Some((key, name.as_ref()?)));
    named.collect()
}
