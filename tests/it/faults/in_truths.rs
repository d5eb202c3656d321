//! Faults in items, indicators, legends and notes.

use super::{Fault, Put};
use crate::editions::random::Random;
use serde_json::{Value, json};

pub const PUTS: &[(&str, Put)] = &[
    ("lost item", lost_item),
    ("lost parent", lost_parent),
    ("item that is not there", surplus_item),
    ("wrong number", wrong_number),
    ("wrong kind", wrong_kind),
    ("wrong parent", wrong_parent),
    ("wrong status", wrong_status),
    ("lost status", lost_status),
    ("flag", flag),
    ("reference", reference),
    ("items in another order", swapped_items),
    ("wrong page", wrong_page),
    ("lost indicator", lost_indicator),
    ("wrong year", wrong_year),
    ("wrong number of an indicator", wrong_amount),
    ("baseline and target swapped", swapped_roles),
    ("wrong direction", wrong_direction),
    ("indicator of another item", of_another),
    ("swapped legend", swapped_legend),
    ("lost legend entry", lost_legend),
    ("dropped footnote", dropped_footnote),
    ("wrong period", wrong_period),
];

/// The list under a key, if it has at least so many.
pub fn list<'v>(truth: &'v mut Value, key: &str, least: usize) -> Option<&'v mut Vec<Value>> {
    truth[key].as_array_mut().filter(|l| l.len() >= least)
}

/// Indexes of the entries for which something holds.
pub fn where_(list: &[Value], test: impl Fn(&Value) -> bool) -> Vec<usize> {
    (0..list.len()).filter(|i| test(&list[*i])).collect()
}

/// One of these indexes.
pub fn one_of(indexes: &[usize], random: &mut Random) -> Option<usize> {
    (!indexes.is_empty()).then(|| *random.pick(indexes))
}

/// Whether an item is told from all others by its title.
fn is_unique(items: &[Value], i: usize) -> bool {
    let same = |other: &&Value| other["title"] == items[i]["title"];
    items.iter().filter(same).count() == 1
}

fn has_children(items: &[Value], i: usize) -> bool {
    items.iter().any(|c| c["parent"] == items[i]["id"])
}

/// Whether indicators are of the item, or it is what others repeat or refer to.
fn is_named(truth: &Value, item: &Value) -> bool {
    let named = |v: &Value| *v == item["id"];
    let all = |key: &str| truth[key].as_array().cloned().unwrap_or_default();
    all("indicators").iter().any(|i| named(&i["of"]))
        || all("items").iter().any(|i| {
            named(&i["repeats"])
                || i["ref_items"]
                    .as_array()
                    .is_some_and(|r| r.iter().any(named))
        })
}

fn lost_item(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let whole = truth.clone();
    let items = list(truth, "items", 3)?;
    let leaves = where_(items, |i| !is_named(&whole, i));
    let leaves: Vec<usize> = leaves
        .into_iter()
        .filter(|i| !has_children(items, *i))
        .collect();
    let lost = items.remove(one_of(&leaves, random)?);
    Some(Fault::new(format!("drop `{}`", lost["title"]), "items").of(&lost))
}

fn lost_parent(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let whole = truth.clone();
    let items = list(truth, "items", 3)?;
    let parents = where_(items, |i| !is_named(&whole, i));
    let parents: Vec<usize> = parents
        .into_iter()
        .filter(|i| has_children(items, *i))
        .collect();
    let lost = items.remove(one_of(&parents, random)?);
    let mut children = 0;
    for item in items.iter_mut().filter(|i| i["parent"] == lost["id"]) {
        item["parent"] = Value::Null;
        children += 1;
    }
    Some(
        Fault::new(format!("drop the parent `{}`", lost["title"]), "items")
            .of(&lost)
            // what is below it has another parent, and with it another id
            .at_most(1 + 2 * children),
    )
}

fn surplus_item(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let items = list(truth, "items", 3)?;
    let leaves: Vec<usize> = (0..items.len())
        .filter(|i| !has_children(items, *i))
        .collect();
    let i = one_of(&leaves, random)?;
    let mut new = items[i].clone();
    new["id"] = json!("none-such");
    new["title"] = json!("夜空をながめる集いのための望遠鏡の貸出し");
    for key in ["number", "number_key"] {
        if new[key].is_string() {
            new[key] = json!("99");
        }
    }
    let fault = Fault::new("an item that is not printed", "items").of(&new);
    items.insert(i + 1, new);
    Some(fault)
}

fn wrong_number(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let items = list(truth, "items", 1)?;
    let numbered = where_(items, |i| i["number"].is_string());
    let numbered: Vec<usize> = numbered
        .into_iter()
        .filter(|i| is_unique(items, *i))
        .collect();
    let item = &mut items[one_of(&numbered, random)?];
    item["number"] = json!(format!("第{}", random.below(40) + 50));
    Some(Fault::new(format!("number {}", item["number"]), "number").of(item))
}

fn wrong_kind(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let items = list(truth, "items", 1)?;
    let unique: Vec<usize> = (0..items.len()).filter(|i| is_unique(items, *i)).collect();
    let item = &mut items[one_of(&unique, random)?];
    item["kind"] = json!(if item["kind"] == "measure" {
        "policy"
    } else {
        "measure"
    });
    Some(Fault::new(format!("kind {}", item["kind"]), "kind").of(item))
}

fn wrong_parent(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let items = list(truth, "items", 4)?;
    let unique: Vec<usize> = (0..items.len()).filter(|i| is_unique(items, *i)).collect();
    let i = one_of(&unique, random)?;
    let other = random.below(items.len());
    let id = items[other]["id"].clone();
    if other == i
        || items[i]["parent"] == id
        || items[i]["id"] == id
        || items[other]["parent"] == items[i]["id"]
    {
        return None;
    }
    items[i]["parent"] = id;
    // the id is made of the parent's
    Some(
        Fault::new("another parent", "parent")
            .of(&items[i])
            .at_most(2),
    )
}

fn wrong_status(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let items = list(truth, "items", 1)?;
    let marked = where_(items, |i| i["status"]["mark"].is_string());
    let item = &mut items[one_of(&marked, random)?];
    item["status"]["mark"] = json!(if item["status"]["mark"] == "未" {
        "済"
    } else {
        "未"
    });
    Some(Fault::new(format!("status {}", item["status"]), "status").of(item))
}

fn lost_status(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let items = list(truth, "items", 1)?;
    let marked = where_(items, |i| i["status"].is_object());
    let item = &mut items[one_of(&marked, random)?];
    item["status"] = Value::Null;
    Some(Fault::new("no status", "status").of(item))
}

fn flag(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let items = list(truth, "items", 1)?;
    let i = random.below(items.len());
    let flags = items[i]["flags"].as_array_mut()?;
    match flags.is_empty() {
        true => flags.push(json!("新規")),
        false => flags.clear(),
    }
    Some(
        Fault::new("a flag more, or none", "flags")
            .of(&items[i])
            .at_most(3),
    )
}

fn reference(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let items = list(truth, "items", 1)?;
    let with = where_(items, |i| {
        i["refs"].as_array().is_some_and(|r| !r.is_empty())
    });
    let item = &mut items[one_of(&with, random)?];
    item["refs"][0] = json!("4711");
    Some(Fault::new("another reference", "refs").of(item).at_most(2))
}

fn swapped_items(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let items = list(truth, "items", 4)?;
    let i = random.below(items.len() - 1);
    let siblings =
        items[i]["parent"] == items[i + 1]["parent"] && items[i]["kind"] == items[i + 1]["kind"];
    if !siblings
        || has_children(items, i)
        || has_children(items, i + 1)
        || !is_unique(items, i)
        || !is_unique(items, i + 1)
    {
        return None;
    }
    items.swap(i, i + 1);
    let page = items[i]["page"].as_u64();
    Some(
        Fault::new("two items in another order", "order")
            .on(page)
            .at_most(2),
    )
}

fn wrong_page(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let items = list(truth, "items", 1)?;
    let unique = where_(items, |i| i["page"].is_u64());
    let unique: Vec<usize> = unique
        .into_iter()
        .filter(|i| is_unique(items, *i))
        .collect();
    let item = &mut items[one_of(&unique, random)?];
    let fault = Fault::new("another page", "page").of(item);
    item["page"] = json!(item["page"].as_u64()? + 7);
    Some(fault.at_most(2))
}

fn lost_indicator(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let indicators = list(truth, "indicators", 2)?;
    let lost = indicators.remove(random.below(indicators.len()));
    Some(Fault::new("drop an indicator", "indicators").of(&lost))
}

/// The values of some indicator; with what it is and the index of one of them.
fn values<'v>(
    truth: &'v mut Value,
    random: &mut Random,
) -> Option<(Fault, &'v mut Vec<Value>, usize)> {
    let indicators = list(truth, "indicators", 1)?;
    let indicator = random
        .pick(&(0..indicators.len()).collect::<Vec<_>>())
        .to_owned();
    let fault = Fault::new("", "").of(&indicators[indicator]);
    let values = indicators[indicator]["values"]
        .as_array_mut()
        .filter(|v| !v.is_empty())?;
    let i = random.below(values.len());
    Some((fault, values, i))
}

fn role(value: &Value) -> String {
    format!("values.{}", value["role"].as_str().unwrap_or_default())
}

fn wrong_year(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let (mut fault, values, i) = values(truth, random)?;
    values[i]["year"] = json!(values[i]["year"].as_i64()? + 1);
    fault.what = format!("year {}", values[i]["year"]);
    fault.fields = vec![role(&values[i])];
    Some(fault)
}

fn wrong_amount(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let (mut fault, values, i) = values(truth, random)?;
    let value = values[i]["value"].as_f64()?;
    values[i]["value"] = json!(value + 0.1);
    fault.what = format!("{value} and a tenth");
    fault.fields = vec![role(&values[i])];
    Some(fault)
}

fn swapped_roles(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let (mut fault, values, _) = values(truth, random)?;
    if values.len() != 2 || values[0]["role"] == values[1]["role"] {
        return None;
    }
    let first = values[0]["role"].take();
    values[0]["role"] = values[1]["role"].take();
    values[1]["role"] = first;
    fault.what = "roles swapped".into();
    fault.fields = values.iter().map(role).collect();
    Some(fault.at_most(4))
}

fn wrong_direction(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let indicators = list(truth, "indicators", 1)?;
    let i = random.below(indicators.len());
    let indicator = &mut indicators[i];
    indicator["direction"] = json!(if indicator["direction"] == "up" {
        "down"
    } else {
        "up"
    });
    Some(Fault::new("another direction", "direction").of(indicator))
}

fn of_another(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let ids: Vec<Value> = truth["items"]
        .as_array()?
        .iter()
        .map(|i| i["id"].clone())
        .collect();
    let indicators = list(truth, "indicators", 1)?;
    let i = random.below(indicators.len());
    let id = random.pick(&ids).clone();
    if indicators[i]["of"] == id {
        return None;
    }
    indicators[i]["of"] = id;
    Some(Fault::new("an indicator of another item", "of").of(&indicators[i]))
}

fn swapped_legend(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let legend = list(truth, "legend", 2)?;
    let i = random.below(legend.len() - 1);
    if legend[i]["meaning"] == legend[i + 1]["meaning"]
        || legend[i]["mark"] == legend[i + 1]["mark"]
    {
        return None;
    }
    let first = legend[i]["meaning"].take();
    legend[i]["meaning"] = legend[i + 1]["meaning"].take();
    legend[i + 1]["meaning"] = first;
    let mark = legend[i]["mark"].as_str()?.to_owned();
    Some(
        Fault::new(format!("meaning of `{mark}` swapped"), "legend")
            .or("meaning")
            .named(&mark)
            .at_most(2),
    )
}

fn lost_legend(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let legend = list(truth, "legend", 2)?;
    let lost = legend.remove(random.below(legend.len()));
    let mark = lost["mark"].as_str()?;
    Some(Fault::new(format!("drop `{mark}`"), "legend").named(mark))
}

fn dropped_footnote(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let notes = list(truth, "footnotes", 1)?;
    let lost = notes.remove(random.below(notes.len()));
    let term = lost["term"].as_str()?;
    Some(Fault::new(format!("drop the note `{term}`"), "footnotes").named(term))
}

fn wrong_period(truth: &mut Value, random: &mut Random) -> Option<Fault> {
    let key = *random.pick(&["start", "end"]);
    let year = truth["plan"]["period"][key].as_i64()?;
    truth["plan"]["period"][key] = json!(year + 1);
    Some(
        Fault::new(format!("{key} of the period a year later"), "plan.period")
            .or(format!("plan.period.{key}")),
    )
}
