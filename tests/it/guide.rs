//! The guide under `rules/guide`: every recipe of the cookbook reads its page as it says.

use crate::support::repo;
use keikaku::document::Document;
use keikaku::rule::{RuleSet, check_examples, compile, convert};
use keikaku::{ReadOptions, read};
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// The folders of the recipes.
fn recipes() -> Vec<PathBuf> {
    let folder = std::fs::read_dir(repo("rules/guide/recipes")).unwrap();
    let mut out: Vec<PathBuf> = folder.map(|e| e.unwrap().path()).collect();
    out.sort();
    assert!(out.len() >= 12, "twelve layouts at least");
    out
}

fn file(recipe: &std::path::Path, name: &str) -> String {
    std::fs::read_to_string(recipe.join(name)).unwrap()
}

fn document(recipe: &std::path::Path) -> Document {
    let mut rules = RuleSet::shipped().unwrap();
    let rule = file(recipe, "rule.toml");
    rules.add([("rule.toml", rule.as_str())]).unwrap();
    let bytes = std::fs::read(recipe.join("page.pdf")).unwrap();
    let reading = read(&bytes, "page.pdf", &ReadOptions::default()).unwrap();
    convert(&reading, &rules, None).unwrap()
}

/// The document with ids of items replaced by their titles, and fields by their texts.
fn flat(document: &Document) -> Value {
    let mut out = serde_json::to_value(document).unwrap();
    let mut titles = Map::new();
    for item in out["items"].as_array().unwrap() {
        titles.insert(
            item["id"].as_str().unwrap().to_owned(),
            item["title"].clone(),
        );
    }
    let title = |id: &Value| id.as_str().map_or(Value::Null, |id| titles[id].clone());
    for item in out["items"].as_array_mut().unwrap() {
        item["parent_title"] = title(&item["parent"]);
        if let Some(fields) = item["fields"].as_object_mut() {
            for field in fields.values_mut() {
                *field = field["text"].clone();
            }
        }
    }
    for indicator in out["indicators"].as_array_mut().unwrap() {
        indicator["of_title"] = title(&indicator["of"]);
    }
    out
}

/// What differs from what is expected: keys that are given must be there, and lists be complete.
fn differences(path: &str, expected: &Value, got: &Value, out: &mut Vec<String>) {
    match (expected, got) {
        (Value::Object(expected), _) => {
            for (key, value) in expected {
                let got = got.get(key).unwrap_or(&Value::Null);
                differences(&format!("{path}.{key}"), value, got, out);
            }
        }
        (Value::Array(expected), _) => {
            let got = got.as_array().cloned().unwrap_or_default();
            if expected.len() != got.len() {
                out.push(format!(
                    "{path}: {} expected, {} there",
                    expected.len(),
                    got.len()
                ));
            }
            for (i, (e, g)) in expected.iter().zip(&got).enumerate() {
                differences(&format!("{path}[{i}]"), e, g, out);
            }
        }
        _ if expected != got => out.push(format!("{path}: expected {expected}, got {got}")),
        _ => {}
    }
}

#[test]
fn every_recipe_reads_its_page_as_it_says() {
    let mut wrong = Vec::new();
    for recipe in recipes() {
        let name = recipe.file_name().unwrap().to_string_lossy().into_owned();
        let document = document(&recipe);
        let rule = compile("rule.toml", &file(&recipe, "rule.toml")).unwrap();
        assert_eq!(document.rule.as_ref().unwrap().id, rule.id, "{name}");
        let expected: Value = serde_json::from_str(&file(&recipe, "result.json")).unwrap();
        differences(&name, &expected, &flat(&document), &mut wrong);
        let examples = check_examples(&rule);
        wrong.extend(examples.iter().map(|d| format!("{name}: {d}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_cookbook_prints_the_rules_as_they_are() {
    let text = std::fs::read_to_string(repo("rules/guide/cookbook.md")).unwrap();
    for recipe in recipes() {
        let name = recipe.file_name().unwrap().to_string_lossy().into_owned();
        assert!(
            text.contains(&format!("recipes/{name}/page.png")),
            "{name} has no picture"
        );
        let rule = file(&recipe, "rule.toml");
        let block = format!("```toml\n{}\n```", rule.trim_end());
        assert!(
            text.contains(&block),
            "the rule of {name} is another in the cookbook"
        );
    }
}

/// What a rule that is made for one recipe says of another page: it must not take it.
#[test]
fn no_recipe_takes_the_page_of_another() {
    let texts: Vec<(String, String)> = recipes()
        .iter()
        .map(|r| {
            (
                r.file_name().unwrap().to_string_lossy().into_owned(),
                file(r, "rule.toml"),
            )
        })
        .collect();
    let mut rules = RuleSet::default();
    rules
        .add(texts.iter().map(|(n, t)| (n.as_str(), t.as_str())))
        .unwrap();
    for recipe in recipes() {
        let bytes = std::fs::read(recipe.join("page.pdf")).unwrap();
        let reading = read(&bytes, "page.pdf", &ReadOptions::default()).unwrap();
        let choice = rules.choose(&reading);
        let taken = choice.taken().map(|e| e.file().to_owned());
        let own = recipe.file_name().unwrap().to_string_lossy().into_owned();
        assert_eq!(taken, Some(own), "{}", json!(recipe));
    }
}
