//! A table as its author thinks of it, and the ways in which programs draw one.

use super::draw::{Area, Colour, Pen, Sheet, ems};

/// A cell of the author's.
#[derive(Clone)]
pub struct Cell {
    pub row: usize,
    pub col: usize,
    pub rowspan: usize,
    pub colspan: usize,
    /// Its text; `¶` starts a line of its own.
    pub text: String,
}

/// The cells of rows: `a|b|c`, `<` belongs to the cell at its left and `^` to the one above.
pub fn cells_of(rows: &[&str]) -> Vec<Cell> {
    let mut owners: Vec<Vec<usize>> = Vec::new();
    let mut cells: Vec<Cell> = Vec::new();
    for (row, line) in rows.iter().enumerate() {
        owners.push(Vec::new());
        for (col, text) in line.split('|').map(str::trim).enumerate() {
            let owner = match text {
                "<" => owners[row][col - 1],
                "^" => owners[row - 1][col],
                _ => {
                    cells.push(Cell {
                        row,
                        col,
                        rowspan: 1,
                        colspan: 1,
                        text: text.to_owned(),
                    });
                    cells.len() - 1
                }
            };
            owners[row].push(owner);
            let cell = &mut cells[owner];
            cell.rowspan = cell.rowspan.max(row - cell.row + 1);
            cell.colspan = cell.colspan.max(col - cell.col + 1);
        }
    }
    cells
}

/// A table at a place on the page.
pub struct Plan {
    pub size: f32,
    pub xs: Vec<f32>,
    pub cells: Vec<Cell>,
    top: f32,
    rows: usize,
    pad: f32,
    heights: Vec<f32>,
    align: Vec<char>,
    heads: usize,
    middle: bool,
    left: bool,
}

impl Plan {
    /// A table with columns of some widths in em, left and top of the whole, and its rows.
    pub fn new(size: f32, (left, top): (f32, f32), widths: &[f32], rows: &[&str]) -> Self {
        let mut xs = vec![left];
        for w in widths {
            xs.push(xs[xs.len() - 1] + w * size);
        }
        Self {
            size,
            xs,
            cells: cells_of(rows),
            top,
            rows: rows.len(),
            pad: 0.5,
            heights: vec![0.0; rows.len()],
            align: vec!['l'; widths.len()],
            heads: 1,
            middle: false,
            left: false,
        }
    }

    /// Left, centre or right for each column.
    pub fn align(mut self, columns: &str) -> Self {
        self.align = columns.chars().collect();
        self
    }

    /// How many rows at the top are centred.
    pub fn heads(mut self, rows: usize) -> Self {
        self.heads = rows;
        self
    }

    /// Texts stand in the middle of their rows.
    pub fn middle(mut self) -> Self {
        self.middle = true;
        self
    }

    /// Cells over several columns begin at their left.
    pub fn left(mut self) -> Self {
        self.left = true;
        self
    }

    /// White space around the text, in em.
    pub fn pad(mut self, ems: f32) -> Self {
        self.pad = ems;
        self
    }

    /// A row is at least this high, in em.
    pub fn high(mut self, row: usize, ems: f32) -> Self {
        self.heights[row] = ems * self.size;
        self
    }

    fn wrapped(&self, cell: &Cell) -> Vec<String> {
        let width = self.xs[cell.col + cell.colspan] - self.xs[cell.col];
        let room = width / self.size - 2.0 * self.pad;
        let mut out = Vec::new();
        for part in cell.text.split('¶') {
            let mut line = String::new();
            for c in part.chars() {
                if ems(&line) + ems(&c.to_string()) > room + 0.01 {
                    out.push(std::mem::take(&mut line));
                }
                line.push(c);
            }
            out.push(line);
        }
        out
    }

    /// Where the rows begin, and the end of the last.
    pub fn ys(&self) -> Vec<f32> {
        let mut ys = vec![self.top];
        for row in 0..self.rows {
            let own = self
                .cells
                .iter()
                .filter(|c| c.row == row && c.rowspan == 1)
                .map(|c| (self.wrapped(c).len() as f32 * 1.3 + self.pad) * self.size)
                .fold((1.3 + self.pad) * self.size, f32::max);
            ys.push(ys[row] + own.max(self.heights[row]));
        }
        ys
    }

    pub fn bottom(&self) -> f32 {
        self.ys()[self.rows]
    }

    pub fn whole(&self) -> Area {
        let right = self.xs[self.xs.len() - 1];
        [self.xs[0], self.top, right, self.bottom()]
    }

    /// The area of a cell.
    pub fn area(&self, cell: &Cell) -> Area {
        let ys = self.ys();
        [
            self.xs[cell.col],
            ys[cell.row],
            self.xs[cell.col + cell.colspan],
            ys[cell.row + cell.rowspan],
        ]
    }

    /// The area of the cell with a text.
    pub fn area_of(&self, text: &str) -> Area {
        self.area(self.cells.iter().find(|c| c.text == text).unwrap())
    }

    /// The area of a row.
    pub fn row(&self, row: usize) -> Area {
        let ys = self.ys();
        let right = self.xs[self.xs.len() - 1];
        [self.xs[0], ys[row], right, ys[row + 1]]
    }

    /// Writes the texts.
    pub fn texts(&self, sheet: &mut Sheet) {
        for cell in &self.cells {
            let [x0, top, x1, bottom] = self.area(cell);
            let lines = self.wrapped(cell);
            let block = lines.len() as f32 * 1.3 * self.size;
            let first = match self.middle || cell.row < self.heads || cell.rowspan > 1 {
                true => (top + bottom - block) / 2.0,
                false => top + self.pad / 2.0 * self.size,
            };
            let align = match cell.row < self.heads || cell.colspan > 1 && !self.left {
                true => 'c',
                false => self.align[cell.col],
            };
            for (i, line) in lines.iter().enumerate().filter(|(_, l)| !l.is_empty()) {
                let (width, pad) = (ems(line) * self.size, self.pad * self.size);
                let x = match align {
                    'r' => x1 - pad - width,
                    'c' => (x0 + x1 - width) / 2.0,
                    _ => x0 + pad,
                };
                let y = first + (i as f32 * 1.3 + 1.03) * self.size;
                sheet.text(x, y, self.size, line);
            }
        }
    }

    fn at(&self, row: usize, col: usize) -> Option<usize> {
        self.cells.iter().position(|c| {
            (c.row..c.row + c.rowspan).contains(&row) && (c.col..c.col + c.colspan).contains(&col)
        })
    }

    /// The borders between cells: level ones, each as long as it goes.
    pub fn levels(&self) -> Vec<Area> {
        let (ys, cols) = (self.ys(), self.xs.len() - 1);
        let mut out = Vec::new();
        for (row, y) in ys.iter().enumerate() {
            let mut start = None;
            for col in 0..=cols {
                let above = row.checked_sub(1).and_then(|r| self.at(r, col));
                let border = col < cols && above != self.at(row, col);
                match start {
                    None if border => start = Some(col),
                    Some(from) if !border => {
                        out.push([self.xs[from], *y, self.xs[col], *y]);
                        start = None;
                    }
                    _ => {}
                }
            }
        }
        out
    }

    /// The borders between cells: upright ones, each as long as it goes.
    pub fn uprights(&self) -> Vec<Area> {
        let (ys, cols) = (self.ys(), self.xs.len() - 1);
        let mut out = Vec::new();
        for col in 0..=cols {
            let mut start = None;
            for row in 0..=self.rows {
                let left = col.checked_sub(1).and_then(|c| self.at(row, c));
                let border = row < self.rows && left != self.at(row, col);
                match start {
                    None if border => start = Some(row),
                    Some(from) if !border => {
                        out.push([self.xs[col], ys[from], self.xs[col], ys[row]]);
                        start = None;
                    }
                    _ => {}
                }
            }
        }
        out
    }

    /// Draws every border, and the texts.
    pub fn ruled(&self, sheet: &mut Sheet, pen: &Pen) {
        for line in self.levels().into_iter().chain(self.uprights()) {
            sheet.line(line, pen);
        }
        self.texts(sheet);
    }

    /// Draws lines across the whole table before the rows with these numbers.
    pub fn rules(&self, sheet: &mut Sheet, pen: &Pen, before: &[usize]) {
        let (ys, [x0, _, x1, _]) = (self.ys(), self.whole());
        for row in before {
            sheet.line([x0, ys[*row], x1, ys[*row]], pen);
        }
    }

    /// Draws the outline of every cell, a number of times.
    pub fn boxes(&self, sheet: &mut Sheet, pen: &Pen, times: usize) {
        for cell in &self.cells {
            for _ in 0..times {
                sheet.frame(self.area(cell), pen);
            }
        }
    }

    /// Paints rows.
    pub fn bands(&self, sheet: &mut Sheet, rows: &[usize], colour: Colour) {
        for row in rows {
            sheet.fill(self.row(*row), colour);
        }
    }
}
