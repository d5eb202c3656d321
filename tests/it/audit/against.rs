//! A second engine: what it reads on made pages is told apart by what is known of it.

use crate::support::repo;
use keikaku::ReadOptions;
use keikaku::audit::engine::{Agreement, Engine, Reason, Side, against};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

fn installed(engine: Engine) -> bool {
    let there = engine.version().is_some();
    if !there {
        eprintln!("skipped: `{}` is not installed", engine.program());
    }
    there
}

/// A page of 200 points with some content in Helvetica.
fn page(paint: impl FnOnce(&mut Content)) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let [catalog, pages, page, font, content] = [1, 2, 3, 4, 5].map(Ref::new);
    pdf.catalog(catalog).pages(pages);
    pdf.pages(pages).kids([page]).count(1);
    let mut leaf = pdf.page(page);
    leaf.parent(pages)
        .media_box(Rect::new(0.0, 0.0, 200.0, 200.0))
        .contents(content);
    leaf.resources().fonts().pair(Name(b"F"), font);
    leaf.finish();
    pdf.type1_font(font).base_font(Name(b"Helvetica"));
    let mut stream = Content::new();
    paint(&mut stream);
    pdf.stream(content, &stream.finish());
    pdf.finish()
}

fn show(content: &mut Content, x: f32, y: f32, text: &[u8]) {
    content
        .begin_text()
        .set_font(Name(b"F"), 12.0)
        .next_line(x, y);
    content.show(Str(text)).end_text();
}

fn asked(engine: Engine, bytes: &[u8]) -> Agreement {
    against(engine, bytes, &ReadOptions::default()).unwrap()
}

#[test]
fn two_engines_agree_on_a_plain_page() {
    for engine in [Engine::Poppler, Engine::Mupdf]
        .into_iter()
        .filter(|e| installed(*e))
    {
        let found = asked(engine, &page(|c| show(c, 20.0, 100.0, b"Plan 2030")));
        assert_eq!(
            (found.counts.shared, found.counts.ours, found.counts.theirs),
            (8, 0, 0)
        );
        assert_eq!((found.counts.words, found.counts.words_shared), (2, 2));
        assert!(found.pages[0].disagreements.is_empty());
    }
}

#[test]
fn text_that_we_leave_out_is_explained_and_has_its_place() {
    let bytes = page(|c| {
        show(c, 20.0, 100.0, b"seen");
        c.set_text_rendering_mode(pdf_writer::types::TextRenderingMode::Invisible);
        show(c, 20.0, 50.0, b"KQ");
    });
    for engine in [Engine::Poppler, Engine::Mupdf]
        .into_iter()
        .filter(|e| installed(*e))
    {
        let found = asked(engine, &bytes);
        assert_eq!(
            (found.counts.theirs, found.counts.theirs_explained),
            (0, 2),
            "{engine:?}"
        );
        assert_eq!(found.counts.share(), 1.0);
        let difference = &found.pages[0].disagreements[0];
        assert_eq!(
            (difference.side, difference.text.as_str()),
            (Side::Theirs, "KQ")
        );
        assert_eq!(difference.explained, Some(Reason::Hidden));
        let [x0, top, x1, bottom] = difference.r#box.unwrap();
        assert!(
            x0 < 21.0 && x1 > 35.0 && top > 130.0 && bottom < 160.0,
            "{difference:?}"
        );
    }
}

#[test]
fn characters_that_look_the_same_are_told_apart_from_mistakes() {
    if !installed(Engine::Mupdf) {
        return;
    }
    // Type 3 glyphs, which MuPDF names by other characters of the same look
    let look_alikes = std::fs::read(repo("fixtures/anjo-table/anjo-table.pdf")).unwrap();
    let found = asked(Engine::Mupdf, &look_alikes);
    let alike = found.pages.iter().flat_map(|p| &p.disagreements);
    let alike: Vec<_> = alike
        .filter(|d| d.explained == Some(Reason::LookAlike))
        .collect();
    assert!(!alike.is_empty(), "{:?}", found.pages);
    assert!(
        alike
            .iter()
            .all(|d| d.r#box.is_some() && d.instead.is_some())
    );
    assert_eq!((found.counts.ours, found.counts.theirs), (0, 0));
}

/// The program, asked to hold a page in a folder of its own against Poppler.
fn asked_by_name(args: &[&str]) -> (assert_cmd::assert::Assert, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let plain = page(|c| show(c, 20.0, 100.0, b"Plan 2030"));
    std::fs::write(folder.path().join("plan.pdf"), plain).unwrap();
    std::fs::write(folder.path().join("broken.pdf"), "no PDF").unwrap();
    let manifest =
        "[[fixture]]\nname = \"plan\"\npdf = \"plan.pdf\"\ntruth = \"plan.truth.json\"\n";
    std::fs::write(folder.path().join("manifest.toml"), manifest).unwrap();
    std::fs::write(folder.path().join("plan.truth.json"), "{}").unwrap();
    let mut command = assert_cmd::Command::new(assert_cmd::cargo::cargo_bin!("keikaku"));
    command.current_dir(folder.path());
    command
        .args(["audit", ".", "--against", "poppler"])
        .args(args);
    (command.assert(), folder)
}

fn said(found: &assert_cmd::assert::Assert) -> String {
    String::from_utf8_lossy(&found.get_output().stderr).into_owned()
}

#[test]
fn options_that_a_comparison_has_no_use_for_are_refused() {
    for args in [
        ["--format", "junit"],
        ["--format", "markdown"],
        ["-o", "a.xml"],
        ["--least", "nan"],
        ["--least", "99.9"],
        ["--rule", "any"],
        ["--only", "nobody"],
        ["--summary", "--strict"],
    ] {
        let (found, folder) = asked_by_name(&args);
        let found = found.code(2);
        assert!(said(&found).contains("error"), "{args:?}");
        assert!(!folder.path().join("a.xml").exists());
    }
}

#[test]
fn a_comparison_is_written_to_files_of_the_fixtures_that_are_named() {
    if !installed(Engine::Poppler) {
        return;
    }
    let (found, folder) = asked_by_name(&["--only", "plan", "-o", "a.json", "-o", "a.txt"]);
    found.code(0);
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let json: serde_json::Value = serde_json::from_str(&read("a.json")).unwrap();
    assert_eq!(json["share"], 1.0);
    assert_eq!(json["files"].as_array().unwrap().len(), 1);
    assert!(
        read("a.txt").contains("\n1 files: 100.00 %"),
        "{}",
        read("a.txt")
    );

    // the one that cannot be compared is not held to be equal
    let (found, folder) = asked_by_name(&["-o", "a.json", "--least", "0.5"]);
    found.code(3);
    let text = std::fs::read_to_string(folder.path().join("a.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let broken = &json["files"][0];
    assert!(
        broken["failure"].is_string() && broken["share"].is_null(),
        "{broken}"
    );
}
