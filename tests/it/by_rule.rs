//! Tables written as rows, and rules without their heads, for the tests of what rules make of tables.

use keikaku::document::Document;
use keikaku::flow::{Flow, Part};
use keikaku::rule::{apply, compile};
use keikaku::table::{Cell, Table};
use keikaku::text::Text;

/// A table of rows of cells; `^` goes on from above, `<` from the left.
pub fn table(rows: &[&[&str]]) -> Table {
    let cols = rows[0].len();
    let mut cells = Vec::new();
    for (row, texts) in rows.iter().enumerate() {
        assert_eq!(texts.len(), cols);
        for (col, text) in texts
            .iter()
            .enumerate()
            .filter(|(_, t)| !matches!(**t, "^" | "<"))
        {
            let down = rows[row + 1..].iter().take_while(|r| r[col] == "^").count();
            let right = texts[col + 1..].iter().take_while(|t| **t == "<").count();
            cells.push(Cell {
                row,
                col,
                rowspan: 1 + down,
                colspan: 1 + right,
                paragraphs: text.split('\n').map(Text::plain).collect(),
                fill: None,
                page: 1,
                bbox: keikaku::geometry::Rect::default(),
            });
        }
    }
    Table::of_cells(rows.len(), cols, cells)
}

/// What a rule, given without its head and examples, makes of some tables.
pub fn read(rule: &str, tables: Vec<Table>) -> Document {
    let head = "id = \"a\"\nversion = 1\ntitle = \"t\"\nwhy = \"w\"\n[match]\nall = ['x']\n";
    let example = "[[example]]\nin = \"plan\"\ngiven = \"\"\nexpect = {}\n";
    let rule = compile("a.toml", &format!("{head}{rule}\n{example}")).unwrap();
    let parts = (0..tables.len()).map(Part::Table).collect();
    let reading = keikaku::Reading::of_flow(Flow { parts, tables });
    apply(&reading, Some(&rule))
}

/// The text of a field of an item; a dash where there is none.
pub fn field(document: &Document, item: usize, label: &str) -> String {
    let value = document.items[item].fields.get(label);
    value
        .and_then(Option::as_ref)
        .map_or("—".into(), |v| v.text.clone())
}
