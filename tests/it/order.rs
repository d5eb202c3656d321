//! Lines, paragraphs and reading order, from small pages to the text of a document.

use crate::support::{PageSpec, document_of, pdf, texts};

/// The paragraphs of a page that shows these texts: `(x, y, size, text)`, y from the bottom.
fn paragraphs(shown: &[(f32, f32, f32, &str)]) -> Vec<String> {
    paragraphs_of(&texts(shown))
}

fn paragraphs_of(content: &[u8]) -> Vec<String> {
    let document = document_of(&pdf(&[PageSpec::new(content)]), "x.pdf");
    let sections = document.sections.iter();
    let text: Vec<&str> = sections
        .flat_map(|s| s.heading.iter().map(String::as_str).chain(s.text.lines()))
        .collect();
    text.into_iter().map(str::to_owned).collect()
}

#[test]
fn labels_stand_beside_their_numbers() {
    let shown = [
        (50.0, 250.0, 10.0, "ことしのけいかく"),
        (50.0, 200.0, 10.0, "みずのりょうきん"),
        (50.0, 185.0, 10.0, "くわえるきん"),
        (300.0, 200.0, 10.0, "1,200"),
        (310.0, 185.0, 10.0, "300"),
    ];
    // three rows or more would be a table
    let rows = ["みずのりょうきん 1,200", "くわえるきん 300"];
    assert_eq!(paragraphs(&shown)[1..], rows);
}

#[test]
fn columns_of_text_are_read_one_after_the_other() {
    let left = "かかかかかかかかかかかかかかか";
    let right = "ささささささささささささささ。";
    let shown = [
        (20.0, 250.0, 10.0, left),
        (20.0, 235.0, 10.0, left),
        (20.0, 220.0, 10.0, "か。"),
        (220.0, 250.0, 10.0, right),
        (220.0, 235.0, 10.0, right),
        (220.0, 220.0, 10.0, right),
    ];
    let read = paragraphs(&shown).concat();
    assert!(read.rfind('か') < read.find('さ'), "{read}");
}

#[test]
fn letters_set_wide_apart_are_one_word() {
    let shown = [
        (50.0, 200.0, 10.0, "（"),
        (85.0, 200.0, 10.0, "計"),
        (120.0, 200.0, 10.0, "画"),
        (155.0, 200.0, 10.0, "）"),
    ];
    assert_eq!(paragraphs(&shown), ["（計画）"]);
}

#[test]
fn an_entry_of_a_table_of_contents_ends_its_line() {
    let shown = [
        (50.0, 200.0, 10.0, "けいかくのもくてき・・・・・・・・3"),
        (50.0, 185.0, 10.0, "けいかくのきかん・・・・・・・・・5"),
    ];
    assert_eq!(paragraphs(&shown).len(), 2);
}

#[test]
fn an_indented_line_after_a_full_stop_is_a_new_paragraph() {
    let full = "ああああああああああああああああああああ";
    let shown = [
        (50.0, 215.0, 10.0, full),
        (
            50.0,
            200.0,
            10.0,
            "いいいいいいいいいいいいいいいいいいい。",
        ),
        (60.0, 185.0, 10.0, "うううううううううううううううううう"),
        (50.0, 170.0, 10.0, "ええええ。"),
    ];
    let read = paragraphs(&shown);
    assert_eq!(read.len(), 2, "{read:?}");
    assert!(read[1].starts_with('う') && read[1].ends_with("ええええ。"));
}

#[test]
fn a_footnote_number_stays_in_its_line() {
    let shown = [
        (50.0, 200.0, 10.0, "しみん"),
        (80.0, 204.0, 6.0, "1"),
        (84.0, 200.0, 10.0, "のけいかく"),
    ];
    assert_eq!(paragraphs(&shown), ["しみん1のけいかく"]);
}

/// Two tiers of vertical text, each read from the right.
#[test]
fn vertical_text_is_read_tier_by_tier_from_the_right() {
    let line = |x: u32, y: u32, c: char| {
        let code = 0x829F + (c as u32 - 'ぁ' as u32);
        let shown = format!("{code:04X}").repeat(9);
        format!("BT /V 10 Tf {x} {y} Td <{shown}> Tj ET\n")
    };
    let content: String = [
        line(100, 130, 'き'),
        line(115, 130, 'か'),
        line(130, 130, 'お'),
        line(100, 280, 'う'),
        line(115, 280, 'い'),
        line(130, 280, 'あ'),
    ]
    .concat();
    let mut read: Vec<char> = paragraphs_of(content.as_bytes()).concat().chars().collect();
    read.dedup();
    assert_eq!(read.iter().collect::<String>(), "あいうおかき");
}

/// 60 points from the edge of a page that lies on its side are more than a tenth of its height.
#[test]
fn running_heads_of_flat_pages_are_furniture() {
    let page = |n: &str| texts(&[(50.0, 240.0, 8.0, "しみんけいかく"), (50.0, 150.0, 10.0, n)]);
    let (first, second) = (page("あああああああああ"), page("いいいいいいいいい"));
    let document = document_of(
        &pdf(&[PageSpec::new(&first), PageSpec::new(&second)]),
        "x.pdf",
    );
    let text: String = document.sections.iter().map(|s| s.text.as_str()).collect();
    assert!(!text.contains("しみんけいかく"), "{text}");
}

#[test]
fn small_lines_beside_large_figures_stay_whole() {
    let shown = [
        (50.0, 200.0, 28.0, "85"),
        (90.0, 214.0, 9.0, "まえのとし"),
        (90.0, 201.0, 9.0, "とくらべて"),
    ];
    let read = paragraphs(&shown).concat();
    assert!(
        read.contains("まえのとし") && read.contains("とくらべて"),
        "{read}"
    );
}

#[test]
fn numbers_at_the_foot_of_a_list_are_no_page_numbers() {
    let rows: Vec<(f32, f32, f32, &str)> = (0..4u8)
        .flat_map(|i| {
            let y = 62.0 - 15.0 * f32::from(i);
            let count = ["120", "121", "122", "123"][usize::from(i)];
            [(50.0, y, 10.0, "しみんのかず"), (200.0, y, 10.0, count)]
        })
        .collect();
    let document = document_of(&pdf(&[PageSpec::new(&texts(&rows))]), "x.pdf");
    let cells = document.tables.iter().flat_map(|t| &t.cells);
    let numbers: Vec<&str> = cells
        .filter(|c| c.col == 1)
        .map(|c| c.text.as_str())
        .collect();
    assert_eq!(numbers, ["120", "121", "122", "123"]);
}

#[test]
fn single_letters_over_columns_are_no_word() {
    let mut shown = vec![
        (100.0, 200.0, 10.0, "ま"),
        (135.0, 200.0, 10.0, "ち"),
        (170.0, 200.0, 10.0, "む"),
    ];
    for (i, y) in [185.0, 170.0, 155.0].into_iter().enumerate() {
        let numbers = [["10", "17", "24"], ["11", "18", "25"], ["12", "19", "26"]][i];
        for (x, number) in [100.0, 135.0, 170.0].into_iter().zip(numbers) {
            shown.push((x, y, 10.0, number));
        }
    }
    let read = paragraphs(&shown).join("\n");
    assert!(!read.contains("まちむ"), "{read}");
}

#[test]
fn an_open_bracket_goes_on_in_the_next_line() {
    let full = "あああああああああああああああああああ（";
    let shown = [
        (50.0, 215.0, 10.0, full),
        (50.0, 200.0, 10.0, "4）のとおりとする。"),
    ];
    assert_eq!(paragraphs(&shown).len(), 1);
}
