//! Excel: one workbook with a sheet a relation, for people.
//!
//! Texts are never formulas and numbers are numbers. Where Excel has a limit, it is said openly: a
//! relation with more rows than a sheet holds goes on in `cells 2`, a text that is too long for a
//! cell ends with a note. Null and an empty text are both an empty cell.

use super::Writer;
use super::file::{io, sync};
use super::records::{Column, Datum, Kind, Relation, Row};
use crate::error::Result;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// Name of the file.
const FILE: &str = "keikaku.xlsx";

/// Rows of a sheet, the header among them.
const SHEET_ROWS: u32 = 1_048_576;

/// UTF-16 units that a cell holds.
const CELL_UNITS: usize = 32_767;

/// Writes a workbook.
pub(super) struct Xlsx {
    path: PathBuf,
    book: Workbook,
    looks: Looks,
    /// The sheets of each relation.
    sheets: Vec<Sheets>,
}

struct Looks {
    header: Format,
    text: Format,
}

/// The sheets of a relation; all but the last are full.
struct Sheets {
    relation: &'static Relation,
    all: Vec<Worksheet>,
    /// Rows of the last sheet, and how many a sheet holds.
    rows: u32,
    limit: u32,
}

impl Xlsx {
    pub(super) fn create(folder: &Path, relations: &[&'static Relation]) -> Result<Self> {
        let path = folder.join(FILE);
        let failed = |e: XlsxError| io(&path, e);
        let mut book = Workbook::new();
        // rows go to files beside the result, which the system removes
        book.set_tempdir(folder).map_err(failed)?;
        let looks = Looks {
            header: Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            text: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        };
        let sheets = relations.iter().map(|relation| Sheets {
            relation,
            all: Vec::new(),
            rows: 0,
            limit: SHEET_ROWS,
        });
        let mut sheets: Vec<Sheets> = sheets.collect();
        for sheets in &mut sheets {
            sheets.begin(&mut book, &looks).map_err(failed)?;
        }
        Ok(Self {
            path,
            book,
            looks,
            sheets,
        })
    }

    fn save(mut self) -> std::result::Result<PathBuf, XlsxError> {
        // no clock: the same documents make the same file
        let epoch = ExcelDateTime::from_ymd(2000, 1, 1)?;
        let properties = DocProperties::new().set_creation_datetime(&epoch);
        self.book.set_properties(&properties);
        let relations: Vec<&Relation> = self.sheets.iter().map(|s| s.relation).collect();
        for mut sheets in self.sheets {
            sheets.end()?;
            for sheet in sheets.all {
                self.book.push_worksheet(sheet);
            }
        }
        self.book.push_worksheet(columns(&relations, &self.looks)?);
        self.book.save(&self.path)?;
        Ok(self.path)
    }
}

impl Writer for Xlsx {
    fn write(&mut self, relation: usize, rows: &mut dyn Iterator<Item = Row<'_>>) -> Result<()> {
        let sheets = &mut self.sheets[relation];
        for row in rows {
            sheets
                .push(&row, &mut self.book, &self.looks)
                .map_err(|e| io(&self.path, e))?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Vec<String>> {
        let path = self.path.clone();
        let path = self.save().map_err(|e| io(&path, e))?;
        sync(&path)?;
        Ok(vec![FILE.into()])
    }
}

impl Sheets {
    /// Begins the first sheet, or the next one.
    fn begin(&mut self, book: &mut Workbook, looks: &Looks) -> std::result::Result<(), XlsxError> {
        let mut sheet = book.new_worksheet_with_constant_memory()?;
        let name = match self.all.len() {
            0 => self.relation.name.to_owned(),
            n => format!("{} {}", self.relation.name, n + 1),
        };
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (n, column) in (0..).zip(self.relation.columns()) {
            sheet.set_column_width(n, width(column))?;
            sheet.write_string_with_format(0, n, column.name, &looks.header)?;
        }
        self.all.push(sheet);
        self.rows = 1;
        Ok(())
    }

    fn push(
        &mut self,
        row: &Row<'_>,
        book: &mut Workbook,
        looks: &Looks,
    ) -> std::result::Result<(), XlsxError> {
        if self.rows >= self.limit {
            self.end()?;
            self.begin(book, looks)?;
        }
        if let Some(sheet) = self.all.last_mut() {
            for (n, datum) in (0..).zip(row) {
                write(sheet, self.rows, n, datum, looks)?;
            }
        }
        self.rows += 1;
        Ok(())
    }

    /// The filter over the header, which has to know the last row.
    fn end(&mut self) -> std::result::Result<(), XlsxError> {
        let last = self.relation.columns().count().saturating_sub(1);
        let last = u16::try_from(last).unwrap_or(u16::MAX);
        if let Some(sheet) = self.all.last_mut() {
            sheet.autofilter(0, 0, self.rows.saturating_sub(1), last)?;
        }
        Ok(())
    }
}

fn write(
    sheet: &mut Worksheet,
    row: u32,
    col: u16,
    datum: &Datum<'_>,
    looks: &Looks,
) -> std::result::Result<(), XlsxError> {
    match datum {
        Datum::Null => {}
        Datum::Text(text) if text.is_empty() => {}
        Datum::List(list) if list.is_empty() => {}
        Datum::Boolean(yes) => {
            sheet.write_boolean_with_format(row, col, *yes, &looks.text)?;
        }
        Datum::Integer(_) | Datum::Number(_) => {
            if let Some(number) = datum.as_f64() {
                sheet.write_number_with_format(row, col, number, &looks.text)?;
            }
        }
        Datum::Text(_) | Datum::List(_) => {
            sheet.write_string_with_format(row, col, fitting(&datum.plain()), &looks.text)?;
        }
    }
    Ok(())
}

/// A text that a cell can hold: a longer one is cut, and says so.
fn fitting(text: &str) -> Cow<'_, str> {
    // a character is never more units than bytes: most texts need no counting
    if text.len() <= CELL_UNITS || text.encode_utf16().count() <= CELL_UNITS {
        return Cow::Borrowed(text);
    }
    let note = format!(
        "… [cut here: {} characters do not fit into a cell]",
        text.chars().count()
    );
    let room = CELL_UNITS - note.encode_utf16().count();
    let mut units = 0;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= room
    });
    Cow::Owned(kept.collect::<String>() + &note)
}

/// The last sheet: what the columns of the others say.
fn columns(relations: &[&Relation], looks: &Looks) -> std::result::Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name("columns")?;
    sheet.set_freeze_panes(1, 0)?;
    let head = [
        ("sheet", 18.0),
        ("column", 20.0),
        ("kind", 10.0),
        ("description", 90.0),
    ];
    for (n, (name, width)) in (0..).zip(head) {
        sheet.set_column_width(n, width)?;
        sheet.write_string_with_format(0, n, name, &looks.header)?;
    }
    let mut row = 1;
    for relation in relations {
        let whole = [relation.name, "", "", relation.about].map(str::to_owned);
        let columns = relation.columns().map(|c| {
            let kind = format!("{:?}", c.kind).to_lowercase();
            [relation.name.into(), c.name.into(), kind, c.about.into()]
        });
        for cells in std::iter::once(whole).chain(columns) {
            for (n, text) in (0..).zip(&cells) {
                sheet.write_string_with_format(row, n, text, &looks.text)?;
            }
            row += 1;
        }
    }
    sheet.autofilter(0, 0, row - 1, 3)?;
    Ok(sheet)
}

/// Width of a column in digits; an ideograph is two.
fn width(column: &Column) -> f64 {
    match (column.kind, column.name) {
        (_, "document" | "plan" | "record_key") => 28.0,
        (_, "text" | "raw" | "title" | "message" | "help" | "meaning") => 48.0,
        (_, "name" | "heading" | "labels_above" | "labels_left" | "status_meaning") => 32.0,
        (Kind::Text | Kind::List, _) => 16.0,
        _ => 9.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_does_not_fit_is_cut_and_says_so() {
        assert_eq!(fitting("計画"), "計画");
        let full = "あ".repeat(CELL_UNITS);
        assert_eq!(fitting(&full), full.as_str());
        // each of these is two units
        let long = "𠮷".repeat(20_000);
        let cut = fitting(&long);
        assert!(cut.encode_utf16().count() <= CELL_UNITS);
        assert!(cut.encode_utf16().count() > CELL_UNITS - 2);
        assert!(cut.ends_with("𠮷… [cut here: 20000 characters do not fit into a cell]"));
    }

    #[test]
    fn a_full_sheet_goes_on_in_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let mut book =
            Xlsx::create(folder.path(), &[&super::super::records::RELATIONS[0]]).unwrap();
        let sheets = &mut book.sheets[0];
        sheets.limit = 3;
        let row: Row<'_> = vec![Datum::from("a")];
        for _ in 0..5 {
            sheets.push(&row, &mut book.book, &book.looks).unwrap();
        }
        let names: Vec<String> = sheets.all.iter().map(Worksheet::name).collect();
        assert_eq!(names, ["documents", "documents 2", "documents 3"]);
        assert_eq!(sheets.rows, 2);
        Box::new(book).finish().unwrap();
    }
}
