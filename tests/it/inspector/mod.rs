//! The inspector, in a real browser.

mod browser;
mod contents;
mod edges;

use crate::support::{PageSpec, document_of, pdf, repo, texts};
use browser::{Browser, scratch};
use keikaku::inspect::viewer::{Discrepancy, Kind, Options, View, html};
use keikaku::language::Language;
use keikaku::place::At;
use keikaku::rule::RuleSet;
use keikaku::rule::explain::{Drafted, Subject};
use keikaku::{ReadOptions, read};
use serde_json::{Value, json};
use std::path::PathBuf;

/// A document as it is inspected.
fn view(bytes: &[u8], name: &str) -> View {
    let options = ReadOptions::default();
    let reading = read(bytes, name, &options).unwrap();
    let (rules, drafted) = (RuleSet::shipped().unwrap(), Drafted::default());
    let subject = Subject::new(&reading, &rules, None, &drafted).unwrap();
    View::new(bytes, None, &options, &subject).unwrap()
}

fn fixture(name: &str) -> View {
    let file = repo("fixtures").join(name).join(format!("{name}.pdf"));
    view(&std::fs::read(&file).unwrap(), &format!("{name}.pdf"))
}

/// A page in a file.
fn saved(name: &str, views: &[View], language: Language) -> PathBuf {
    let file = scratch(name).join("page.html");
    std::fs::write(&file, html(views, &Options { language })).unwrap();
    file
}

/// Opens a page in a browser that prefers calm and light.
fn opened(name: &str, views: &[View]) -> Option<Browser> {
    let mut browser = Browser::start(name)?;
    browser.prefers("light");
    browser.open(&saved(name, views, Language::English), "");
    Some(browser)
}

const SELECTED: &str = "document.querySelector('.row[aria-selected=true]')?.dataset.node ?? ''";
const LIT: &str = "(() => { const r = document.querySelector('.lit .box')?.getBoundingClientRect(); return r ? [r.x, r.y, r.right, r.bottom] : null; })()";

/// The place of a box of a page on the screen.
fn on_screen(browser: &mut Browser, page: u32, place: [f64; 4]) -> [f64; 4] {
    let ask = format!(
        "(() => {{ const e = document.querySelector('.sheet[data-page=\"{page}\"]'); const r = e.getBoundingClientRect(); return [r.x, r.y, r.width / {w}]; }})()",
        w = "e.sheet.page.size[0]"
    );
    let at = browser.js(&ask);
    let [x, y, scale] = [0, 1, 2].map(|i| at[i].as_f64().unwrap());
    [
        x + place[0] * scale,
        y + place[1] * scale,
        x + place[2] * scale,
        y + place[3] * scale,
    ]
}

fn middle(place: [f64; 4]) -> [f64; 2] {
    [(place[0] + place[2]) / 2.0, (place[1] + place[3]) / 2.0]
}

/// A measure that has fields, and its place in the document.
fn measure(view: &View) -> (usize, String, At) {
    let items = view.document.items.iter().enumerate();
    let mut fields =
        items.flat_map(|(i, item)| item.fields.iter().map(move |(label, v)| (i, label, v)));
    let (i, label, value) = fields
        .find(|(_, label, v)| {
            label.as_str() == "実績" && v.as_ref().is_some_and(|v| !v.text.is_empty())
        })
        .unwrap();
    (i, label.clone(), value.as_ref().unwrap().at[0].clone())
}

#[test]
fn a_value_lights_its_place_and_a_place_its_value() {
    let view = fixture("shishin-shinchoku");
    let (i, label, at) = measure(&view);
    let Some(mut browser) = opened("two-ways", &[view]) else {
        return;
    };
    let row = format!(".row[data-node=\"item-{i}.{label}\"]");
    browser.click_on(&row);
    browser.wait("document.querySelector('.lit .box') !== null");
    let lit = browser.js(LIT);
    let expected = on_screen(&mut browser, at.page, at.r#box);
    for (side, expected) in expected.iter().enumerate() {
        assert!(
            (lit[side].as_f64().unwrap() - expected).abs() < 5.0,
            "{lit} {expected:?}"
        );
    }
    let shown = browser.text("document.getElementById('detail').textContent");
    assert!(shown.contains("shishin-shinchoku.toml:"), "{shown}");
    assert!(
        browser
            .js("document.querySelectorAll('.chain li').length")
            .as_u64()
            .unwrap()
            >= 4
    );
    browser.picture("value");

    // away, and back by the page
    browser.key("Escape");
    assert_eq!(browser.text(SELECTED), "");
    let [x, y] = middle(on_screen(&mut browser, at.page, at.r#box));
    browser.click(x, y);
    let first = browser.text(SELECTED);
    assert_eq!(first, format!("item-{i}.{label}"));
    // the next larger, until it begins again
    let mut seen = vec![first.clone()];
    loop {
        browser.click(x, y);
        let next = browser.text(SELECTED);
        if next == first || seen.len() > 12 {
            break;
        }
        seen.push(next);
    }
    assert!(seen.iter().any(|s| s == &format!("item-{i}")), "{seen:?}");
    assert!(seen.iter().any(|s| s.starts_with("table")), "{seen:?}");
    assert!(seen.len() <= 12);
    // the address keeps it
    let hash = browser.text("decodeURIComponent(location.hash)");
    assert_eq!(hash, format!("#0/{first}"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn the_address_of_a_value_opens_it() {
    let view = fixture("shishin-shinchoku");
    let (i, label, _) = measure(&view);
    let file = saved("address", &[view], Language::English);
    let Some(mut browser) = Browser::start("address-b") else {
        return;
    };
    browser.prefers("light");
    browser.open(&file, &format!("#0/item-{i}.{label}"));
    assert_eq!(browser.text(SELECTED), format!("item-{i}.{label}"));
    browser.wait("document.querySelector('.lit .box') !== null");
}

#[test]
fn a_value_on_a_later_page_is_brought_into_sight() {
    let view = fixture("shishin-shinchoku");
    let items = view.document.items.iter().enumerate();
    let late = items.filter(|(_, item)| item.page == 3);
    let late: Vec<String> = late.map(|(i, _)| format!("item-{i}")).collect();
    assert!(late.len() > 1);
    let file = saved("later", &[view], Language::English);
    let Some(mut browser) = Browser::start("later-b") else {
        return;
    };
    browser.prefers("light");
    let within = "(() => { const p = document.getElementById('pages').getBoundingClientRect(), r = document.querySelector('.lit .box')?.getBoundingClientRect(); return r !== undefined && r.top >= p.top && r.bottom <= p.bottom; })()";
    browser.open(&file, &format!("#0/{}", late[0]));
    browser.wait(within);
    for key in ["+", "+", "+", "Home"] {
        browser.key(key);
    }
    browser.js(&format!("location.hash = '#0/{}'", late[1]));
    browser.wait(within);
}

#[test]
fn nothing_is_fetched_and_nothing_complained_of() {
    let Some(mut browser) = opened("quiet", &[fixture("anjo-gaiyo")]) else {
        return;
    };
    browser.wait("document.querySelector('.sheet img')?.naturalWidth > 0");
    for key in ["j", "j", "2", "j", "n", "?", "Escape", "+", "-", "0"] {
        browser.key(key);
    }
    browser.click_on("#lang");
    browser.click_on("#theme");
    for request in browser.requests() {
        let local = ["file:", "blob:", "about:", "data:"]
            .iter()
            .any(|s| request.starts_with(s));
        assert!(local, "{request}");
    }
    let files = browser
        .requests()
        .iter()
        .filter(|r| r.starts_with("file:"))
        .count();
    assert_eq!(files, 1, "the page is the only file");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn the_keyboard_reaches_everything() {
    let view = compared();
    let differences = view.discrepancies.as_ref().unwrap().len();
    let title = view.document.items[9].title.clone();
    let Some(mut browser) = opened("keyboard", &[view]) else {
        return;
    };
    // each part by Tab
    let mut reached = Vec::new();
    for _ in 0..60 {
        browser.key("Tab");
        let ask = "(() => { const e = document.activeElement; return [e.id || e.className || e.tagName, getComputedStyle(e).outlineStyle]; })()";
        let at = browser.js(ask);
        // past the last part the browser itself has the focus
        if at[0] == "BODY" {
            continue;
        }
        assert_ne!(at[1], json!("none"), "the focus is seen on {}", at[0]);
        reached.push(at[0].as_str().unwrap_or_default().to_owned());
    }
    for part in [
        "page-number",
        "smaller",
        "fit",
        "larger",
        "lang",
        "theme",
        "keys",
        "search",
        "filter",
        "list",
        "pages",
        "detail",
    ] {
        assert!(reached.iter().any(|r| r == part), "{part} in {reached:?}");
    }
    assert!(reached.iter().any(|r| r.starts_with("tab-")));

    // values one by one
    browser.js("document.getElementById('list').focus()");
    browser.key("1");
    browser.js("document.getElementById('list').focus()");
    browser.key("Home");
    let first = browser.text(SELECTED);
    browser.key("j");
    let second = browser.text(SELECTED);
    browser.key("ArrowDown");
    let third = browser.text(SELECTED);
    assert!(first != second && second != third && third != first);
    browser.key("k");
    assert_eq!(browser.text(SELECTED), second);
    let active = browser.text("document.getElementById(document.getElementById('list').getAttribute('aria-activedescendant')).dataset.node");
    assert_eq!(active, second);
    browser.key("Home");
    browser.key("ArrowLeft");
    assert_eq!(
        browser.text(
            "document.querySelector('.row[aria-selected=true]').getAttribute('aria-expanded')"
        ),
        "false"
    );

    // differences one by one, round and round
    let mut seen = Vec::new();
    for _ in 0..differences {
        browser.key("n");
        seen.push(browser.text(SELECTED));
    }
    let all: Vec<String> = (0..differences)
        .map(|i| format!("difference-{i}"))
        .collect();
    assert_eq!(seen, all);
    browser.key("n");
    assert_eq!(browser.text(SELECTED), "difference-0");
    browser.key("p");
    assert_eq!(
        browser.text(SELECTED),
        format!("difference-{}", differences - 1)
    );

    // search, and back to the list
    browser.key("1");
    browser.key("/");
    assert_eq!(browser.text("document.activeElement.id"), "search");
    browser.write(&title);
    browser.key("Enter");
    let found =
        browser.text("document.querySelector('.row[aria-selected=true] .text').textContent");
    assert_eq!(found, title);
    assert_eq!(browser.text("document.activeElement.id"), "list");
    browser.key("Escape");
    assert_eq!(browser.text("document.getElementById('search').value"), "");

    // zoom, page, help
    let before = browser.js("document.querySelector('.sheet').getBoundingClientRect().width");
    browser.key("+");
    let after = browser.js("document.querySelector('.sheet').getBoundingClientRect().width");
    assert!(after.as_f64() > before.as_f64());
    browser.key("0");
    browser.key("g");
    assert_eq!(browser.text("document.activeElement.id"), "page-number");
    browser.write("2");
    browser.key("Enter");
    let top = browser.js("(() => { const p = document.getElementById('pages').getBoundingClientRect(), s = document.querySelector('.sheet[data-page=\"2\"]').getBoundingClientRect(); return s.top - p.top; })()");
    assert!(top.as_f64().unwrap().abs() < 80.0, "{top}");
    browser.key("?");
    assert_eq!(
        browser.js("document.getElementById('help').open"),
        json!(true)
    );
    browser.key("Escape");
    browser.wait("!document.getElementById('help').open");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

/// A fixture with four differences: one of each kind.
fn compared() -> View {
    let view = fixture("shishin-shinchoku");
    let (i, label, at) = measure(&view);
    let item = &view.document.items[i];
    let found = item.fields[&label].as_ref().unwrap().text.clone();
    let mut expected = found.clone();
    expected.replace_range(..expected.char_indices().nth(2).unwrap().0, "甲乙");
    let of = |kind, field: &str, expected: Option<&str>, found: Option<&str>, known| Discrepancy {
        kind,
        field: field.into(),
        subject: "item".into(),
        of_id: item.id.clone(),
        of_name: item.title.clone(),
        expected: expected.map(str::to_owned),
        found: found.map(str::to_owned),
        at: vec![at.clone()],
        expected_failure: known,
    };
    let differences = vec![
        of(
            Kind::Different,
            &format!("fields.{label}"),
            Some(&expected),
            Some(&found),
            false,
        ),
        of(Kind::Missing, "refs", Some("7"), None, false),
        of(Kind::Surplus, "flags", None, Some("重点"), true),
        of(Kind::Print, "title", Some("あ い"), Some("あい"), false),
    ];
    view.compared(differences)
}

#[test]
fn what_is_expected_stands_beside_what_was_found() {
    let view = compared();
    let (i, label, at) = measure(&view);
    let Some(mut browser) = opened("differences", &[view]) else {
        return;
    };
    browser.key("n");
    let sides = browser.js("[...document.querySelectorAll('#detail .sides p')].map((p) => [p.textContent, p.querySelector('del, ins')?.textContent ?? ''])");
    assert_eq!(sides[0][1], json!("甲乙"), "{sides}");
    assert_eq!(sides[1][1].as_str().unwrap().chars().count(), 2, "{sides}");
    let lit = browser.js(LIT);
    let expected = on_screen(&mut browser, at.page, at.r#box);
    assert!(
        (lit[0].as_f64().unwrap() - expected[0]).abs() < 5.0,
        "{lit} {expected:?}"
    );
    browser.picture("difference");
    // the value itself says so as well
    browser.click_on("#detail p > .link");
    assert_eq!(browser.text(SELECTED), format!("item-{i}.{label}"));
    assert_eq!(
        browser.js("document.querySelectorAll('#detail .card.differs').length"),
        json!(1)
    );
    // only what differs
    browser.js("(() => { const f = document.getElementById('filter'); f.value = '!'; f.dispatchEvent(new Event('change')); })()");
    let rows = browser.js("[...document.querySelectorAll('.row.leaf')].map((r) => r.dataset.node)");
    assert!(
        rows.as_array()
            .unwrap()
            .contains(&json!(format!("item-{i}.{label}"))),
        "{rows}"
    );
    assert!(rows.as_array().unwrap().len() < 8, "{rows}");
}

#[test]
fn values_are_filtered_by_finding() {
    let view = fixture("shishin-shinchoku");
    let codes: Vec<&str> = view
        .document
        .findings
        .iter()
        .map(|f| f.code.as_str())
        .collect();
    let code = (*codes.first().expect("the fixture has findings")).to_owned();
    let count = codes.iter().filter(|c| **c == code).count();
    let Some(mut browser) = opened("filter", &[view]) else {
        return;
    };
    let all = browser.js("document.getElementById('tall').offsetHeight");
    browser.js(&format!("(() => {{ const f = document.getElementById('filter'); f.value = {code:?}; f.dispatchEvent(new Event('change')); }})()"));
    let fewer = browser.js("document.getElementById('tall').offsetHeight");
    assert!(fewer.as_f64() < all.as_f64(), "{fewer} {all}");
    let shown = browser.text("document.getElementById('tab-findings').lastChild.textContent");
    assert_eq!(shown, count.to_string());
    browser.click_on("#tab-findings");
    browser.key("n");
    let finding = browser.text("document.getElementById('detail').textContent");
    assert!(
        finding.contains(&code) && finding.contains("What to do"),
        "{finding}"
    );
}

/// What every visible text is written in and on: the least contrast, and where.
const CONTRAST: &str = include_str!("contrast.js");

#[test]
fn light_and_dark_can_both_be_read() {
    let Some(mut browser) = opened("colours", &[compared()]) else {
        return;
    };
    let paper = "getComputedStyle(document.body).backgroundColor";
    let mut papers = Vec::new();
    for scheme in ["light", "dark"] {
        browser.prefers(scheme);
        papers.push(browser.text(paper));
        for keys in [
            ["1", "j", "j"],
            ["n", "n", "n"],
            ["2", "j", "j"],
            ["6", "j", "j"],
        ] {
            keys.iter().for_each(|k| browser.key(k));
            let least = browser.js(CONTRAST);
            assert!(least[0].as_f64().unwrap() >= 4.5, "{scheme}: {least}");
        }
        browser.picture(scheme);
    }
    assert_ne!(papers[0], papers[1]);
    // the button has the last word: automatic, light, dark
    browser.prefers("light");
    browser.click_on("#theme");
    browser.click_on("#theme");
    assert_eq!(browser.text(paper), papers[1]);
}

#[test]
fn the_page_speaks_japanese_and_english() {
    let view = fixture("shishin-shinchoku");
    let file = saved("languages", &[view], Language::Japanese);
    let Some(mut browser) = Browser::start("languages-b") else {
        return;
    };
    browser.prefers("light");
    browser.open(&file, "");
    let tab = "document.getElementById('tab-items').firstChild.textContent";
    assert_eq!(browser.text("document.documentElement.lang"), "ja");
    assert_eq!(browser.text(tab), "施策");
    browser.key("j");
    browser.picture("japanese");
    browser.click_on("#lang");
    assert_eq!(browser.text("document.documentElement.lang"), "en");
    assert_eq!(browser.text(tab), "Items");
    assert!(browser.complaints().is_empty());
}

#[test]
fn findings_and_reasons_are_told_in_the_language_of_the_page() {
    let view = fixture("shishin-shinchoku");
    let of_item = format!("#0/item-{}", measure(&view).0);
    let finding = view.document.findings[0].clone();
    let kinds = keikaku::language::kinds();
    let kind = kinds.into_iter().find(|k| k.code == finding.code).unwrap();
    let japanese = Language::Japanese.finding(&finding);
    let file = saved("told", &[view], Language::Japanese);
    let Some(mut browser) = Browser::start("told-b") else {
        return;
    };
    browser.prefers("light");
    let plain = |text: &str| text.replace('`', "");
    let told =
        "['h2', '.means', '.help'].map((s) => document.querySelector(`#detail ${s}`).textContent)";
    let row = "document.querySelector('.row[aria-selected=true] .text').textContent";
    browser.open(&file, "#0/finding-0");
    let (message, help) = (plain(&japanese.message), plain(&japanese.help));
    let expected = json!([message, plain(&kind.ja.means), help]);
    assert_eq!(browser.js(told), expected);
    assert_eq!(browser.text(row), message);
    browser.picture("japanese-finding");
    browser.click_on("#lang");
    let message = plain(&finding.message);
    let expected = json!([message, plain(&kind.en.means), plain(&finding.help)]);
    assert_eq!(browser.js(told), expected);
    assert_eq!(browser.text(row), message);
    // what is searched is what is shown
    let hits = "Number(document.getElementById('tab-findings').lastChild.textContent)";
    let mut found = |text: &str| {
        browser.js(&format!("(() => {{ const s = document.getElementById('search'); s.value = {text:?}; s.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Enter' }})); }})()"));
        browser.js(hits).as_u64().unwrap()
    };
    assert!(found(&message) > 0);
    assert_eq!(found(&plain(&japanese.message)), 0);
    // the words before the lines of a chain
    let words =
        "[...document.querySelectorAll('.chain .what')].map((w) => w.textContent).join(' ')";
    // the language chosen above would stay
    browser.js("localStorage.clear()");
    browser.open(&file, &of_item);
    let reasons = browser.text(words);
    assert!(
        reasons.contains("ルール") && !reasons.contains("rule"),
        "{reasons}"
    );
    browser.picture("japanese-reasons");
    browser.click_on("#lang");
    assert!(browser.text(words).contains("rule"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

/// Every word that a line of a chain of reasons begins with is there in Japanese.
#[test]
fn the_words_of_the_reasons_are_there_in_japanese() {
    let words = std::fs::read_to_string(repo("src/inspect/viewer/words.js")).unwrap();
    let (words, _) = words.split_once("let lang =").unwrap();
    let said = regex::Regex::new(r#"\.(?:say|from)\(\s*"([^"]+)""#).unwrap();
    let (mut checked, mut missing) = (0, Vec::new());
    for (path, text) in crate::house::sources() {
        if !path.starts_with("rule/explain/") {
            continue;
        }
        for found in said.captures_iter(&text) {
            let word = &found[1];
            checked += 1;
            let is_there = [format!(" {word}: \""), format!("\"{word}\": \"")];
            let japanese = words.split("ja: {").nth(1).unwrap();
            if !is_there.iter().any(|w| japanese.contains(w.as_str())) {
                missing.push(format!("{path}: `{word}`"));
            }
        }
    }
    assert!(checked > 60, "{checked}");
    assert!(missing.is_empty(), "REASONS in words.js lacks {missing:?}");
}

#[test]
fn two_hundred_pages_are_drawn_only_where_they_are_seen() {
    let content: Vec<Vec<u8>> = (1..=200)
        .map(|n| {
            texts(&[
                (40.0, 250.0, 12.0, &format!("第{n}号　みちをあるく")),
                (40.0, 200.0, 10.0, "みちはつづく。"),
            ])
        })
        .collect();
    let pages: Vec<PageSpec<'_>> = content.iter().map(|c| PageSpec::new(c)).collect();
    let view = view(&pdf(&pages), "long.pdf");
    let file = saved("long", &[view], Language::English);
    let Some(mut browser) = Browser::start("long-b") else {
        return;
    };
    browser.prefers("light");
    let took = browser.open(&file, "");
    println!(
        "200 pages: {} bytes, opened in {took:?}",
        file.metadata().unwrap().len()
    );
    let drawn = "document.querySelectorAll('.sheet img').length";
    let mut most = 0;
    for page in [1, 30, 100, 180, 200, 90] {
        browser.key("g");
        browser.write(&page.to_string());
        browser.key("Enter");
        let here =
            format!("document.querySelector('.sheet[data-page=\"{page}\"] img')?.naturalWidth > 0");
        browser.wait(&here);
        most = most.max(browser.js(drawn).as_u64().unwrap());
    }
    assert!(most <= 12, "{most} pages are drawn at once");
    assert_eq!(
        browser.js("document.querySelectorAll('.sheet').length"),
        json!(200)
    );
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn a_hostile_text_is_a_text() {
    let evil = "</script><script>document.title='owned'</script><img src=x onerror=document.title='owned'>";
    let mut hostile = view(
        &pdf(&[PageSpec::new(&texts(&[(
            20.0,
            200.0,
            8.0,
            "<script>alert(1)</script>",
        )]))]),
        "</title><script>document.title='owned'</script>.pdf",
    );
    hostile.document.plan.title = Some(evil.into());
    for section in &mut hostile.document.sections {
        section.text = evil.into();
    }
    let owned = Discrepancy {
        kind: Kind::Different,
        field: evil.into(),
        subject: "section".into(),
        of_id: evil.into(),
        of_name: evil.into(),
        expected: Some(evil.into()),
        found: Some(format!("{evil}!")),
        at: Vec::new(),
        expected_failure: false,
    };
    let Some(mut browser) = opened("hostile", &[hostile.compared(vec![owned])]) else {
        return;
    };
    assert_eq!(
        browser.text("document.getElementById('title').textContent"),
        evil
    );
    for key in ["j", "j", "n", "1", "j", "2", "j", "3", "j", "4", "j"] {
        browser.key(key);
    }
    assert_eq!(
        browser.js("document.querySelectorAll('script:not([type])').length"),
        json!(1)
    );
    assert_eq!(browser.text("document.title"), evil);
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn one_page_holds_several_documents() {
    let views = [fixture("shishin-shinchoku"), fixture("toyota-taikei")];
    let titles: Vec<Value> = views.iter().map(|v| json!(v.document.plan.title)).collect();
    let Some(mut browser) = opened("several", &views) else {
        return;
    };
    assert_eq!(
        browser.js("document.getElementById('title').textContent"),
        titles[0]
    );
    browser.js("(() => { const c = document.getElementById('documents-choice'); c.value = 1; c.dispatchEvent(new Event('change')); })()");
    browser.wait(&format!(
        "document.getElementById('title').textContent === {}",
        titles[1]
    ));
    browser.key("j");
    browser.wait("document.querySelector('.sheet img')?.naturalWidth > 0");
    assert!(browser.text("location.hash").starts_with("#1/"));
    assert!(browser.complaints().is_empty());
}

#[test]
fn a_narrow_window_has_it_all() {
    let Some(mut browser) = opened("narrow", &[fixture("toyota-taikei")]) else {
        return;
    };
    browser.size(420, 800);
    browser.key("j");
    let wide = browser.js("document.documentElement.scrollWidth");
    assert!(wide.as_u64().unwrap() <= 420, "{wide}");
    for part in ["list", "pages", "detail"] {
        let height = browser.js(&format!("document.getElementById('{part}').clientHeight"));
        assert!(height.as_u64().unwrap() > 60, "{part} {height}");
    }
    browser.picture("narrow");
}
