//! What is in the page, without a browser.

use super::{PageSpec, document_of, pdf, repo, texts, view};
use keikaku::inspect::viewer::{Options, Why, html};
use std::process::Command;

#[test]
fn every_page_of_every_fixture_is_drawn_as_it_looks() {
    for entry in std::fs::read_dir(repo("fixtures")).unwrap() {
        let folder = entry.unwrap().path();
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let file = folder.join(format!("{name}.pdf"));
        let Ok(bytes) = std::fs::read(&file) else {
            continue;
        };
        for page in view(&bytes, &name).pages {
            assert_eq!(page.drawing.rebuilt, None, "{name} page {}", page.number);
            assert!(page.drawing.size() > 2000, "{name} page {}", page.number);
        }
    }
}

#[test]
fn malformed_files_have_a_page_as_well() {
    for entry in std::fs::read_dir(repo("fixtures/malformed")).unwrap() {
        let file = entry.unwrap().path();
        let bytes = std::fs::read(&file).unwrap();
        let options = keikaku::ReadOptions::default();
        if keikaku::read(&bytes, "bad.pdf", &options).is_err() {
            continue;
        }
        let pages = view(&bytes, "bad.pdf").pages;
        assert!(!pages.is_empty(), "{}", file.display());
        assert!(
            pages.iter().all(|p| p.drawing.size() > 0),
            "{}",
            file.display()
        );
    }
}

#[test]
fn text_without_its_font_is_drawn_with_another() {
    let bytes = pdf(&[PageSpec::new(&texts(&[(40.0, 200.0, 12.0, "かわ")]))]);
    let page = &view(&bytes, "a.pdf").pages[0];
    let svg = page.drawing.svg();
    assert!(
        svg.contains(">か</text>") && svg.contains(">わ</text>"),
        "{svg}"
    );
    assert!(!svg.contains("<script"), "{svg}");
}

#[test]
fn hidden_text_is_kept_beside_the_data() {
    let mut content = b"BT /J 12 Tf 3 Tr 40 200 Td ".to_vec();
    content.extend_from_slice(b"(abc) Tj 0 Tr ET ");
    content.extend_from_slice(&texts(&[(40.0, 100.0, 12.0, "やまのみち")]));
    let bytes = pdf(&[PageSpec::new(&content)]);
    let outside = &view(&bytes, "a.pdf").pages[0].outside;
    assert_eq!(outside.len(), 1, "{outside:?}");
    assert_eq!(
        (outside[0].why, outside[0].text.as_str()),
        (Why::Hidden, "abc")
    );
    assert_eq!(outside[0].detail.as_deref(), Some("render-mode"));
    assert_eq!(document_of(&bytes, "a.pdf").sections[0].text, "やまのみち");
}

#[test]
fn the_same_bytes_give_the_same_page() {
    let file = repo("fixtures/toyota-taikei/toyota-taikei.pdf");
    let bytes = std::fs::read(file).unwrap();
    let page = || html(&[view(&bytes, "a.pdf")], &Options::default());
    assert!(page() == page());
}

#[test]
fn inspect_writes_a_file_whole() {
    let folder = super::scratch("cli");
    let (out, pdf) = (
        folder.join("new/page.html"),
        repo("fixtures/toyota-taikei/toyota-taikei.pdf"),
    );
    let run = |page: &str| {
        Command::new(env!("CARGO_BIN_EXE_keikaku"))
            .args([
                "inspect", "--format", "html", "--lang", "ja", "--page", page, "-o",
            ])
            .arg(&out)
            .arg(&pdf)
            .output()
            .unwrap()
    };
    // the page follows the language of the command line, wherever that is from
    for (options, locale, language) in [
        (&["--lang", "ja"][..], "C", "ja"),
        (&[], "ja_JP.UTF-8", "ja"),
        (&["--lang", "en"], "ja_JP.UTF-8", "en"),
        (&[], "C", "en"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_keikaku"))
            .env_remove("KEIKAKU_LANG")
            .env("LC_ALL", locale)
            .args(options)
            .args(["inspect", "--format", "html", "--page", "1"])
            .arg(&pdf)
            .output()
            .unwrap();
        let begins = format!("<!DOCTYPE html>\n<html lang=\"{language}\">");
        assert!(
            output.stdout.starts_with(begins.as_bytes()),
            "{options:?} {locale}"
        );
    }
    let first = run("1");
    assert!(
        first.status.success(),
        "{}",
        String::from_utf8_lossy(&first.stderr)
    );
    assert!(first.stdout.is_empty());
    let text = std::fs::read_to_string(&out).unwrap();
    assert!(text.starts_with("<!DOCTYPE html>\n<html lang=\"ja\">") && text.ends_with("</html>\n"));
    assert!(
        !text
            .replace("http://www.w3.org/2000/svg", "")
            .contains("://"),
        "no address in the page"
    );
    // what is read is never what is written
    let onto = Command::new(env!("CARGO_BIN_EXE_keikaku"))
        .args(["inspect", "--format", "html", "-o"])
        .args([&out, &out])
        .output()
        .unwrap();
    assert_eq!(onto.status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(&out).unwrap(), text);
}
