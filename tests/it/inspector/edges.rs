//! What a reader does that is easily forgotten: input methods, quick scrolling, odd addresses, narrow windows.

use super::{Browser, LIT, SELECTED, fixture, measure, opened, repo, saved, view};
use crate::support::{PageSpec, pdf, texts};
use keikaku::inspect::viewer::View;
use keikaku::language::Language;
use keikaku::rule::RuleSet;
use keikaku::rule::explain::{Drafted, Subject};
use keikaku::{ReadOptions, read};
use serde_json::{Value, json};
use std::process::Command;

#[test]
fn keys_that_an_input_method_takes_do_nothing() {
    let Some(mut browser) = opened("composing", &[fixture("shishin-shinchoku")]) else {
        return;
    };
    let pressed = |id: &str, key: &str, composing: bool| {
        format!(
            "document.getElementById({id:?}).dispatchEvent(new KeyboardEvent('keydown', {{ key: {key:?}, bubbles: true, isComposing: {composing} }}))"
        )
    };
    browser.key("j");
    let selected = browser.text(SELECTED);
    browser.js("document.getElementById('search').value = 'みち'");
    for (id, key) in [
        ("search", "Enter"),
        ("search", "ArrowDown"),
        ("search", "Escape"),
        ("list", "j"),
        ("list", "ArrowDown"),
        ("page-number", "Enter"),
    ] {
        browser.js(&pressed(id, key, true));
        assert_eq!(browser.text(SELECTED), selected, "{id} {key}");
    }
    let written = "document.getElementById('search').value";
    assert_eq!(browser.text(written), "みち");
    // the same key once it is done
    browser.js(&pressed("list", "j", false));
    assert_ne!(browser.text(SELECTED), selected);
}

#[test]
fn a_page_that_goes_and_comes_back_is_drawn_once() {
    let content: Vec<Vec<u8>> = (1..=40)
        .map(|n| texts(&[(40.0, 250.0, 12.0, &format!("第{n}号　みち"))]))
        .collect();
    let pages: Vec<PageSpec<'_>> = content.iter().map(|c| PageSpec::new(c)).collect();
    let file = saved("race", &[view(&pdf(&pages), "a.pdf")], Language::English);
    let Some(mut browser) = Browser::start("race-b") else {
        return;
    };
    browser.prefers("light");
    browser.open(&file, "");
    browser.wait("document.querySelector('.sheet img')?.naturalWidth > 0");
    browser.js("(() => { const late = Response.prototype.arrayBuffer; Response.prototype.arrayBuffer = async function () { await new Promise((done) => setTimeout(done, 400)); return late.call(this); }; })()");
    // there and away again before anything is unpacked
    browser.js("(async () => { const p = document.getElementById('pages'); for (let i = 0; i < 6; i++) { p.scrollTop = i % 2 ? 0 : p.scrollHeight; await new Promise((done) => setTimeout(done, 50)); } })()");
    std::thread::sleep(std::time::Duration::from_millis(900));
    let most = "Math.max(...[...document.querySelectorAll('.sheet')].map((s) => s.querySelectorAll('img').length))";
    assert_eq!(browser.js(most), json!(1));
}

#[test]
fn a_code_that_is_not_printed_lights_nothing_and_says_where_it_is_from() {
    let view = fixture("anjo-gaiyo");
    let plan = &view.document.plan;
    assert!(plan.municipality_code.is_some() && !plan.at.contains_key("municipality_code"));
    let file = saved("listed", &[view], Language::English);
    let Some(mut browser) = Browser::start("listed-b") else {
        return;
    };
    browser.prefers("light");
    browser.open(&file, "#0/plan.municipality");
    browser.wait("document.querySelector('.lit .box') !== null");
    browser.js("location.hash = '#0/plan.municipality_code'");
    browser.wait(
        "document.getElementById('detail').textContent.includes('built-in list of municipalities')",
    );
    assert_eq!(browser.js(LIT), Value::Null);
    let said = browser.text("document.getElementById('detail').textContent");
    assert!(!said.contains("without a rule"), "{said}");
}

#[test]
fn the_focus_stays_in_the_selection() {
    let view = fixture("shishin-shinchoku");
    let file = saved("focus", &[fixture("shishin-shinchoku")], Language::English);
    let Some(mut browser) = Browser::start("focus-b") else {
        return;
    };
    browser.prefers("light");
    let focused = "(() => { const e = document.activeElement; return [document.getElementById('detail').contains(e), e.tagName]; })()";
    for selector in [".fieldrow", ".link"] {
        let id = format!("#0/item-{}", measure(&view).0);
        browser.open(&file, &id);
        browser.js(&format!(
            "document.querySelector('#detail {selector}').focus()"
        ));
        browser.key("Enter");
        let now = browser.text("decodeURIComponent(location.hash)");
        assert_ne!(now, id, "{selector}");
        assert_eq!(browser.js(focused), json!([true, "H2"]), "{selector}");
        // back to where values are chosen, with the same one
        browser.key("Escape");
        assert_eq!(browser.text("document.activeElement.id"), "list");
        assert_eq!(browser.text("decodeURIComponent(location.hash)"), now);
    }
}

#[test]
fn an_address_that_is_none_opens_the_document() {
    let file = saved(
        "address-odd",
        &[fixture("toyota-taikei")],
        Language::English,
    );
    let Some(mut browser) = Browser::start("address-odd-b") else {
        return;
    };
    browser.prefers("light");
    for hash in ["#0/%E0%A4", "#9/item-1", "#x", "#0/nothing", "#"] {
        browser.open(&file, hash);
        browser.wait("document.querySelector('.row') !== null");
        browser.wait("document.querySelector('.sheet img')?.naturalWidth > 0");
    }
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn a_page_that_is_not_there_is_an_error() {
    let file = repo("fixtures/toyota-taikei/toyota-taikei.pdf");
    for format in ["html", "text", "svg"] {
        for page in ["0", "99", "4294967297", "18446744073709551615"] {
            let output = Command::new(env!("CARGO_BIN_EXE_keikaku"))
                .env("LC_ALL", "C")
                .args(["inspect", "--format", format, "--page", page])
                .arg(&file)
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(2), "{format} {page}: {said}");
            assert!(said.contains(&format!("no page {page}")), "{said}");
            assert!(output.stdout.is_empty(), "{format} {page}");
        }
    }
    // a stage says what text and pictures are of; the page for a browser has them all
    let output = Command::new(env!("CARGO_BIN_EXE_keikaku"))
        .env("LC_ALL", "C")
        .args(["inspect", "--format", "html", "--stage", "lines"])
        .arg(&file)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn values_of_pages_left_out_say_so() {
    let file = repo("fixtures/shishin-shinchoku/shishin-shinchoku.pdf");
    let bytes = std::fs::read(file).unwrap();
    let options = ReadOptions::default();
    let reading = read(&bytes, "a.pdf", &options).unwrap();
    let (rules, drafted) = (RuleSet::shipped().unwrap(), Drafted::default());
    let subject = Subject::new(&reading, &rules, None, &drafted).unwrap();
    let view = View::new(&bytes, Some(2), &options, &subject).unwrap();
    assert_eq!(view.pages.len(), 1);
    let items = &view.document.items;
    let other = items.iter().position(|i| i.page == 3).unwrap();
    let file = saved("left-out", &[view], Language::English);
    let Some(mut browser) = Browser::start("left-out-b") else {
        return;
    };
    browser.prefers("light");
    browser.open(&file, &format!("#0/item-{other}"));
    let places = "document.querySelector('#detail .places').textContent";
    assert_eq!(browser.text(places), "page 3 (not in this file)");
    for key in ["[", "]", "[", "+"] {
        browser.key(key);
    }
    assert_eq!(browser.js(LIT), Value::Null);
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn the_language_that_was_chosen_is_kept() {
    let file = saved("kept", &[fixture("toyota-taikei")], Language::English);
    let Some(mut browser) = Browser::start("kept-b") else {
        return;
    };
    browser.prefers("light");
    browser.open(&file, "");
    let language = "document.documentElement.lang";
    assert_eq!(browser.text(language), "en");
    browser.click_on("#lang");
    browser.open(&file, "");
    assert_eq!(browser.text(language), "ja");
}

#[test]
fn a_narrow_window_shows_a_part_at_a_time() {
    let Some(mut browser) = opened("parts", &[fixture("shishin-shinchoku")]) else {
        return;
    };
    for (width, height) in [(320, 600), (420, 800), (700, 900)] {
        browser.size(width, height);
        browser.wait("document.body.dataset.pane !== undefined");
        let across = browser.js("document.documentElement.scrollWidth");
        assert!(across.as_u64().unwrap() <= u64::from(width), "{across}");
        browser.click_on("[data-to=list]");
        let rows = "(() => { const l = document.getElementById('list').getBoundingClientRect(); return [...document.querySelectorAll('.row')].filter((r) => { const b = r.getBoundingClientRect(); return b.top >= l.top - 1 && b.bottom <= Math.min(l.bottom, innerHeight) + 1; }).length; })()";
        let seen = browser.js(rows).as_u64().unwrap();
        assert!(seen >= 5, "{seen} rows at {width}");
        browser.picture(&format!("parts-list-{width}"));
        for pane in ["pages", "detail"] {
            browser.click_on(&format!("[data-to={pane}]"));
            let size = browser.js(&format!("(() => {{ const e = document.getElementById('{pane}'); return [e.clientWidth, e.clientHeight]; }})()"));
            assert!(
                size[0].as_u64().unwrap() > u64::from(width) * 9 / 10,
                "{size}"
            );
            assert!(size[1].as_u64().unwrap() > u64::from(height) / 2, "{size}");
            browser.picture(&format!("parts-{pane}-{width}"));
        }
        browser.click_on("[data-to=list]");
    }
    // a value that is chosen is told
    browser.click_on(".row.leaf");
    assert_eq!(browser.text("document.body.dataset.pane"), "detail");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
