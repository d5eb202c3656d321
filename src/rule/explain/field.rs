//! Why a field of an item has its value.

use super::Subject;
use super::chain::{line_of, place};
use super::find::key;
use super::item::{head, say_captures, status};
use super::missing::{nearest, of_header};
use super::origin::{Maker, captures};
use super::report::{Explanation, quote, quote_all, quote_to};
use crate::document::{Item, Value};
use crate::normalize::Policy;
use crate::rule::apply::{capture, cut, each_entry, fold};
use crate::rule::model;
use crate::text::Text;

/// What every item may have, besides the fields under their labels.
const OWN: [&str; 6] = ["number", "title", "status", "refs", "parent", "flags"];

/// Whether an item has a field of a name, or a part of one.
pub fn has(item: &Item, name: &str) -> bool {
    match name {
        "number" => item.number.is_some(),
        "title" => true,
        "status" => item.status.is_some(),
        "refs" => !item.refs.is_empty(),
        "parent" => item.parent.is_some(),
        "flags" => !item.flags.is_empty(),
        _ => label(item, name).is_some(),
    }
}

/// The label that a name means: itself, or the only one that it is a part of.
fn label<'i>(item: &'i Item, name: &str) -> Option<&'i str> {
    let wanted = key(name);
    let mut labels = item.fields.keys().map(String::as_str);
    let same = labels.clone().find(|l| key(l) == wanted);
    same.or_else(|| {
        let mut parts = labels.by_ref().filter(|l| key(l).contains(&wanted));
        let first = parts.next()?;
        parts.next().is_none().then_some(first)
    })
}

/// Explains a field of an item.
pub fn explain(subject: &Subject<'_>, index: usize, name: &str) -> Explanation {
    let item = &subject.document.items[index];
    if OWN.contains(&name) && has(item, name) {
        return own(subject, index, name);
    }
    match label(item, name) {
        Some(label) => of_label(subject, item, label),
        None => without(subject, item, name),
    }
}

fn own(subject: &Subject<'_>, index: usize, name: &str) -> Explanation {
    let item = &subject.document.items[index];
    let mut out = Explanation::new(format!("{} of {}", name, head(item)), true);
    match name {
        "status" => status(subject, &mut out, index),
        "parent" => parent(subject, &mut out, item),
        "refs" => refs(subject, &mut out, item),
        "flags" => flags(subject, &mut out, item),
        _ => {
            let all = super::item::explain(subject, index);
            let others = ["status", "parent", "refs", "flags", "fields", "finding"];
            let is_row = matches!(subject.origin(item), Some((Maker::Row(..), _)));
            // in a row number and title stand in cells of their own
            let other = if name == "number" { "title" } else { "number" };
            let mut within = true;
            for line in all.lines {
                if line.depth == 1 {
                    let is_other = others.contains(&line.what.as_str());
                    within = !(is_other || is_row && line.what == other);
                }
                out.lines.extend(Some(line).filter(|_| within));
            }
        }
    }
    subject.say_findings(&mut out, &item.at);
    out
}

/// The item above, and by what the rule names it.
fn parent(subject: &Subject<'_>, out: &mut Explanation, item: &Item) {
    let parent = item.parent.as_deref().unwrap_or_default();
    let above = subject.document.items.iter().find(|i| i.id == parent);
    let title = above.map_or(String::new(), |p| quote(&p.title));
    out.say("parent", format!("{parent} {title}"));
    if let Some(at) = above.and_then(|a| a.at.first()) {
        out.from("printed", place(at));
    }
    let Some((maker, _)) = subject.origin(item) else {
        return;
    };
    let spec = maker.item();
    if spec.parent.is_empty() {
        out.from("rule", "names none: the deepest open group");
    } else {
        let names = quote_all(spec.parent.iter().map(String::as_str), 6);
        let line = subject.rule_place(spec.pattern.line);
        out.from(
            "rule",
            format!("{line}  parent {names}: the first of them that is open here"),
        );
    }
}

/// What the entry of an item captured under some names.
fn captured_as(subject: &Subject<'_>, item: &Item, names: &[&str]) -> Vec<(String, Text)> {
    let Some((maker, Some(captured))) = subject.origin(item) else {
        return Vec::new();
    };
    let mut all = captures(maker.item(), &captured.entry);
    all.retain(|(name, _)| names.iter().any(|n| name.starts_with(n)));
    all
}

fn refs(subject: &Subject<'_>, out: &mut Explanation, item: &Item) {
    out.say("refs", quote_all(item.refs.iter().map(String::as_str), 12));
    for (name, text) in captured_as(subject, item, &["refs"]) {
        subject.say_printed(out, &text.raw(), &text.at());
        out.from("captures", format!("{name} = {}", quote(text.as_str())));
    }
    if let Some((Maker::Row(_, row), _)) = subject.origin(item)
        && let Some(header) = &row.refs
        && let Some((cell, at)) = subject.cell_of_row(item, header)
    {
        subject.say_whole_cell(out, cell, &at, header.line);
    } else {
        say_item_rule(subject, out, item);
    }
    for id in &item.ref_items {
        let other = subject.document.items.iter().find(|i| i.id == *id);
        let title = other.map_or(String::new(), |i| quote_to(&i.title, 40));
        out.from("leads to", format!("{id} {title}"));
    }
}

fn flags(subject: &Subject<'_>, out: &mut Explanation, item: &Item) {
    out.say(
        "flags",
        quote_all(item.flags.iter().map(String::as_str), 12),
    );
    for (name, text) in captured_as(subject, item, &["flag"]) {
        let at = text.at();
        let print = at.first().map_or(String::new(), place);
        out.from(
            "captures",
            format!("{name} = {}, {print}", quote(text.as_str())),
        );
    }
    let maker = subject.origin(item).map(|(maker, _)| maker);
    if let Some(Maker::Row(_, row)) = maker {
        for (header, _, flag) in row.flags.iter().filter(|(_, _, f)| item.flags.contains(f)) {
            if let Some((cell, at)) = subject.cell_of_row(item, header) {
                out.from(
                    "flag",
                    format!("`{flag}`, by the column `{}`", header.source),
                );
                subject.say_whole_cell(out, cell, &at, header.line);
            }
        }
    }
    let always = maker.map(|m| &m.item().flags).filter(|f| !f.is_empty());
    if let Some(always) = always {
        let flags = quote_all(always.iter().map(String::as_str), 6);
        out.from("rule", format!("every such item has {flags}"));
    }
    if item.flags.iter().any(|f| f == "shaded") {
        out.from("shaded", "its print stands on a painted patch");
    }
    say_item_rule(subject, out, item);
}

fn say_item_rule(subject: &Subject<'_>, out: &mut Explanation, item: &Item) {
    if let Some((maker, _)) = subject.origin(item) {
        subject.say_rule(out, maker.item().pattern.line);
    }
}

/// Explains the field under a label.
pub fn of_label(subject: &Subject<'_>, item: &Item, label: &str) -> Explanation {
    let of = format!("`{label}` of {}", head(item));
    let mut out = Explanation::new(of, true);
    let Some(Some(value)) = item.fields.get(label) else {
        out.say("value", "null: printed and not understood");
        subject.say_findings(&mut out, &item.at);
        return out;
    };
    out.say("value", quote(&value.text));
    subject.say_printed(&mut out, &value.raw, &value.at);
    if let Some(at) = value.at.first() {
        subject.say_cell(&mut out, at, &value.raw);
        subject.say_rule(&mut out, line_of(at).unwrap_or(0));
        if let Some((Maker::Row(_, row), _)) = subject.origin(item)
            && Some(row.title.line) == line_of(at)
        {
            let why = "each column that is neither number nor title is a field of the row";
            out.from("field", why);
        }
        say_field_captures(subject, &mut out, value, label);
    }
    carried(subject, &mut out, item, value);
    let named = subject.policy_of(label);
    let policy = named.map_or(Policy::PLAN, |(p, _)| p);
    subject.say_steps(&mut out, &value.raw, &value.text, policy);
    if let Some((_, line)) = named {
        subject.say_rule(&mut out, line);
    }
    subject.say_value(&mut out, value);
    if value.shaded {
        out.from("shaded", "its print stands on a painted patch");
    }
    subject.say_findings(&mut out, &value.at);
    out
}

/// The captures of the entry that a field was read from, where a pattern captured it.
fn say_field_captures(subject: &Subject<'_>, out: &mut Explanation, value: &Value, label: &str) {
    let (Some(rule), Some(at)) = (subject.rule, value.at.first()) else {
        return;
    };
    let texts = subject.texts_at(at);
    for column in rule.tables.iter().flat_map(|t| &t.columns) {
        let names_it = |i: &&model::Item| {
            let mut names = i.pattern.regex.capture_names().flatten();
            names.any(|n| n == label)
        };
        let items: Vec<model::Item> = column.items.iter().filter(names_it).cloned().collect();
        let own = column.header.line == line_of(at).unwrap_or(0);
        let by_item = items.iter().any(|i| Some(i.pattern.line) == line_of(at));
        if items.is_empty() || !(own || by_item) {
            continue;
        }
        if let Some(base) = &column.pair {
            let with = format!("entry for entry with the column `{}`", base.source);
            out.from("paired", with);
        }
        each_entry(
            &cut(&texts, &column.cut),
            |entry| capture(entry, &items),
            |captured| {
                let fields = captured.fields.iter();
                let is_it = |(name, text): &(String, Text)| {
                    name == label && fold(&text.raw()) == fold(&value.raw)
                };
                if fields.into_iter().any(is_it) {
                    let item = &items[captured.item];
                    if Some(item.pattern.line) != line_of(at) {
                        subject.say_rule(out, item.pattern.line);
                    }
                    say_captures(out, item, &captured.entry);
                }
            },
            |_| {},
        );
        return;
    }
    let paired = rule.tables.iter().flat_map(|t| &t.columns);
    let mut paired = paired.filter(|c| Some(c.header.line) == line_of(at));
    if let Some(base) = paired.find_map(|c| c.pair.as_ref()) {
        let with = format!("entry for entry with the column `{}`", base.source);
        out.from("paired", with);
    }
}

/// A value that a merged or blank cell takes from above.
fn carried(subject: &Subject<'_>, out: &mut Explanation, item: &Item, value: &Value) {
    let (Some(from), Some(at)) = (value.carried_from, value.at.first()) else {
        return;
    };
    let row = item.at.first().and_then(|a| a.row);
    let row = row.map_or(String::new(), |r| format!(" for row {r}"));
    let merged = subject.cell(at).filter(|(_, c)| c.rowspan > 1);
    let how = match merged {
        Some((_, cell)) => {
            let last = cell.row + cell.rowspan - 1;
            format!("the merged cell covers rows {} to {last}", cell.row)
        }
        None => "the row's own cell is blank, and the rule carries this column down".into(),
    };
    out.from("carried", format!("from row {from}{row}: {how}"));
}

/// A field that an item does not have.
fn without(subject: &Subject<'_>, item: &Item, name: &str) -> Explanation {
    let of = format!("{} has no `{name}`", head(item));
    let mut out = Explanation::new(of, false);
    if OWN.contains(&name) {
        let why = match name {
            "status" => "no mark was read for it",
            "number" => "no number was read for it",
            "parent" => "it stands under no other item",
            _ => "nothing of the kind is printed with it",
        };
        out.say("why", why);
        say_item_rule(subject, &mut out, item);
    }
    match item.fields.is_empty() {
        true => out.say("fields", "it has none"),
        false => out.say(
            "fields",
            quote_all(item.fields.keys().map(String::as_str), 14),
        ),
    }
    let near = nearest(name, item.fields.keys().map(String::as_str).chain(OWN));
    if !near.is_empty() {
        out.say("nearest", near.join(", "));
    }
    if let Some((bound, ..)) = item.at.first().and_then(|at| subject.bound_at(at)) {
        let labels: Vec<String> = (0..bound.view.table.cols)
            .map(|c| bound.view.label(c))
            .collect();
        let table = &subject.document.tables[bound.view.index].id;
        let columns = quote_all(labels.iter().map(String::as_str), 14);
        out.say("columns", format!("{table}: {columns}"));
        for line in of_header(subject, bound, name) {
            out.say("column", line);
        }
    }
    subject.say_findings(&mut out, &item.at);
    out
}
