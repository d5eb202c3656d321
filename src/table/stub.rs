//! Label columns: the columns at the left that name the rows (the *stub* of a table).
//!
//! Evidence, any of which is enough; without any the answer is 0:
//!
//! - *merged*: a cell of the column has text and is merged over rows that a column to its right
//!   tells apart, and the same holds for every column before it, which its cells lie within; where
//!   no header is known, and the first row has a cell over several columns, it may be a header of
//!   several levels, and its cells tell nothing;
//! - *look*: every cell of the column that has text is bold, or every cell is painted, and no column
//!   to the right of the label columns looks so from top to bottom;
//! - *corner*: the header has a blank cell over the first columns, or one that reaches over all its
//!   rows while every column to the right of it holds nothing but figures.

use super::groups::is_bold;
use super::{Cell, Table};

/// Fewer rows in a body say nothing about its columns.
const MIN_ROWS: usize = 2;

/// The body of a table by columns, without its group rows.
struct Body<'t> {
    cols: usize,
    /// The cells that cover each column, from the top.
    columns: Vec<Vec<&'t Cell>>,
    /// The header cell over the first column, when it covers all header rows.
    corner: Option<&'t Cell>,
    /// The first row whose cells tell something by being merged.
    first_row: usize,
}

/// How many columns at the left name the rows. `columns` are the cells that cover each column from
/// the top, `is_group` the rows that are no part of this.
pub fn label_cols(table: &Table, columns: &[Vec<usize>], is_group: &[bool]) -> usize {
    let rows = (table.header_rows..table.rows).filter(|row| !is_group[*row]);
    if rows.count() < MIN_ROWS || table.cols < 2 {
        return 0;
    }
    let in_body =
        |c: &&Cell| c.row >= table.header_rows && !is_group.get(c.row).is_some_and(|g| *g);
    let cells = |column: &Vec<usize>| -> Vec<&Cell> {
        let all = column.iter().map(|i| &table.cells[*i]);
        all.filter(in_body).collect()
    };
    let corner = table.cells.first();
    let unknown_header = table.header_rows == 0 && table.row_cells(0).any(|c| c.colspan > 1);
    let body = Body {
        cols: table.cols,
        columns: columns.iter().map(cells).collect(),
        corner: corner.filter(|c| table.header_rows > 0 && c.rowspan == table.header_rows),
        first_row: table.header_rows + usize::from(unknown_header),
    };
    body.merged().max(body.by_look()).max(body.by_corner())
}

impl Body<'_> {
    /// Columns of labels that are merged over rows.
    fn merged(&self) -> usize {
        let mut count = 0;
        while count + 1 < self.cols && self.is_merged(count) {
            count += 1;
        }
        count
    }

    fn is_merged(&self, col: usize) -> bool {
        let merges = |c: &&&Cell| {
            let has_right = c.col + c.colspan < self.cols;
            c.rowspan > 1 && c.row >= self.first_row && has_right && !c.is_blank()
        };
        let nests = match col.checked_sub(1) {
            Some(before) => nests(&self.columns[col], &self.columns[before]),
            None => true,
        };
        let own = &self.columns[col];
        nests && own.iter().filter(merges).any(|c| self.is_finer_beside(c))
    }

    /// A column to the right tells rows of a cell apart. Looks at the next column and the last one,
    /// so that the cost does not grow with the width of the table.
    fn is_finer_beside(&self, cell: &Cell) -> bool {
        let right = [cell.col + cell.colspan, self.cols - 1];
        right.iter().any(|col| {
            let column = &self.columns[*col];
            let from = column.partition_point(|c| c.row <= cell.row);
            column
                .get(from)
                .is_some_and(|c| c.row < cell.row + cell.rowspan)
        })
    }

    /// Columns that are painted or bold throughout.
    fn by_look(&self) -> usize {
        let looks: [fn(&[&Cell]) -> bool; 2] = [all_painted, all_bold];
        let count = |look: fn(&[&Cell]) -> bool| {
            let alike: Vec<bool> = self.columns.iter().map(|c| look(c)).collect();
            let count = alike.iter().take_while(|a| **a).count();
            let others = alike[count..].iter().any(|a| *a);
            if others || count == self.cols {
                0
            } else {
                count
            }
        };
        looks.into_iter().map(count).max().unwrap_or(0)
    }

    /// Columns under a corner.
    fn by_corner(&self) -> usize {
        let Some(corner) = self.corner.filter(|c| c.colspan < self.cols) else {
            return 0;
        };
        let count = corner.colspan;
        let (labels, values) = self.columns.split_at(count);
        let named = labels[0].iter().all(|c| !c.is_blank());
        let words = labels[0].iter().any(|c| !is_figure(c));
        let figures = values.iter().all(|column| {
            let mut said = column.iter().filter(|c| !c.is_blank()).peekable();
            said.peek().is_some() && said.all(|c| is_figure(c))
        });
        let tells = corner.is_blank() || (words && figures);
        if named && tells { count } else { 0 }
    }
}

/// Every cell of a column lies within one cell of the column before. Both are in order from the top.
fn nests(column: &[&Cell], before: &[&Cell]) -> bool {
    column.iter().all(|c| {
        let after = before.partition_point(|b| b.row <= c.row);
        let holder = after.checked_sub(1).map(|i| before[i]);
        holder.is_some_and(|b| b.row + b.rowspan >= c.row + c.rowspan)
    })
}

fn all_painted(column: &[&Cell]) -> bool {
    !column.is_empty() && column.iter().all(|c| c.fill.is_some())
}

fn all_bold(column: &[&Cell]) -> bool {
    let mut said = column.iter().filter(|c| !c.is_blank()).peekable();
    said.peek().is_some() && said.all(|c| is_bold(c))
}

/// Digits with signs and units of a character or two, or a dash for none: `1,234` `45.6%` `△3` `―`.
fn is_figure(cell: &Cell) -> bool {
    let text = cell.text();
    let folded = text.folded();
    let mut others = 0;
    for c in folded.as_str().chars().filter(|c| !c.is_whitespace()) {
        match c {
            '0'..='9' | ',' | '.' | '-' | '+' | '%' | '(' | ')' | '△' | '▲' | '±' | '…' | '―' =>
                {}
            _ => others += 1,
        }
    }
    let digits = folded.as_str().chars().any(|c| c.is_ascii_digit());
    others == 0 || (digits && others <= MAX_UNIT && !folded.as_str().contains(['年', '月', '歳']))
}

/// Characters of a unit behind a figure: 件, か所, km.
const MAX_UNIT: usize = 2;

#[cfg(test)]
mod tests {
    use super::super::labels::Labels;
    use super::super::tests::{bold, cell, painted, table};
    use super::*;

    fn count(header_rows: usize, rows: &[&[Cell]]) -> usize {
        Labels::new(&table(header_rows, rows.concat())).label_cols()
    }

    fn row(row: usize, texts: [&str; 3]) -> Vec<Cell> {
        let cells = texts.iter().enumerate();
        cells.map(|(col, t)| cell(t, row, col, 1, 1)).collect()
    }

    #[test]
    fn nothing_tells_in_a_plain_table() {
        let head = row(0, ["名", "値", "課"]);
        let rows = [row(1, ["甲", "乙", "丙"]), row(2, ["丁", "戊", "己"])];
        assert_eq!(count(1, &[&head, &rows[0], &rows[1]]), 0);
    }

    #[test]
    fn merged_columns_count_as_long_as_they_nest() {
        let nested = [
            cell("甲", 0, 0, 3, 1),
            cell("乙", 0, 1, 2, 1),
            cell("1", 0, 2, 1, 1),
            cell("2", 1, 2, 1, 1),
            cell("丙", 2, 1, 1, 1),
            cell("3", 2, 2, 1, 1),
        ];
        assert_eq!(count(0, &[&nested]), 2);
        let crossing = [
            cell("甲", 0, 0, 2, 1),
            cell("乙", 0, 1, 1, 1),
            cell("1", 0, 2, 1, 1),
            cell("丙", 1, 1, 2, 1),
            cell("2", 1, 2, 1, 1),
            cell("丁", 2, 0, 1, 1),
            cell("3", 2, 2, 1, 1),
        ];
        assert_eq!(count(0, &[&crossing]), 1);
        let header = [
            cell("区分", 0, 0, 2, 1),
            cell("値", 0, 1, 1, 2),
            cell("甲", 1, 1, 1, 1),
            cell("乙", 1, 2, 1, 1),
        ];
        assert_eq!(count(0, &[&header, &row(2, ["丙", "丁", "戊"])]), 0);
    }

    #[test]
    fn a_column_that_looks_different_names_the_rows() {
        let mut rows = [row(0, ["甲", "乙", "丙"]), row(1, ["丁", "戊", "己"])];
        for row in &mut rows {
            row[0] = bold(row[0].clone());
        }
        assert_eq!(count(0, &[&rows[0], &rows[1]]), 1);
        for row in &mut rows {
            row[2] = bold(row[2].clone());
        }
        assert_eq!(count(0, &[&rows[0], &rows[1]]), 0);
        for row in &mut rows {
            row[0] = painted(row[0].clone());
        }
        assert_eq!(count(0, &[&rows[0], &rows[1]]), 1);
    }

    #[test]
    fn a_corner_tells_by_being_blank_or_by_the_figures() {
        let words = [row(1, ["甲", "乙", "丙"]), row(2, ["丁", "戊", "己"])];
        let blank = row(0, ["", "値", "課"]);
        assert_eq!(count(1, &[&blank, &words[0], &words[1]]), 1);
        let figures = [
            row(1, ["東部", "1,200", "4%"]),
            row(2, ["平成27年", "△3", "―"]),
        ];
        let head = row(0, ["区分", "値", "率"]);
        assert_eq!(count(1, &[&head, &figures[0], &figures[1]]), 1);
    }
}
