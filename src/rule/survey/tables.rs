//! A table as a rule would read it.

use super::columns::{Column, Is};
use super::samples::sample;
use super::toml::{list, literal, pattern, quoted};
use crate::rule::apply::{View, fold};
use crate::rule::vocabulary::kind_of;
use crate::table::Table;
use crate::text::Text;
use std::borrow::Cow;
use std::fmt::Write;

/// A table of a draft.
pub struct TableDraft {
    /// Its name in the rule.
    pub name: String,
    /// Patterns of its headers.
    pub headers: Vec<String>,
    /// Those headers as printed.
    pub labels: Vec<String>,
    /// The rule's text.
    pub text: String,
    /// Texts that can be examples: column, cell.
    pub examples: Vec<(String, String)>,
}

/// What the rest of the document says.
pub struct About<'d> {
    /// Marks that legends explain, and their meaning.
    pub marks: &'d [(String, String)],
    /// What the plan is called.
    pub plan: &'d str,
}

/// Most rows at the top that can be a header where the table does not say so itself.
const MAX_HEADER_ROWS: usize = 3;
/// A longer line (characters) above a table is no name of it.
const MAX_NAME: usize = 14;
/// Most columns that a draft binds a table by.
const MAX_HEADERS: usize = 4;

/// What a table reads like; none where its columns have no names that say so.
pub fn draft(table: &Table, index: usize, about: &About<'_>) -> Option<TableDraft> {
    let head = header_rows(table)?;
    let view = View::new(
        Cow::Borrowed(table),
        index,
        false,
        0..head,
        head..table.rows,
    );
    let columns = Column::all(&view);
    let caption = table
        .caption
        .as_ref()
        .map(|c| c.one_line().as_str().to_owned());
    // marks that are signs or letters; 網掛け and the like are a look
    let marks = about.marks.iter().map(|(mark, _)| mark.clone());
    let mut marks: Vec<String> = marks.filter(|m| m.chars().count() <= 3).collect();
    marks.sort();
    marks.dedup();
    let drafter = Drafter {
        view: &view,
        columns,
        marks,
        about,
        caption,
    };
    drafter.draft()
}

/// How many rows at the top name the columns.
fn header_rows(table: &Table) -> Option<usize> {
    if table.rows < 2 || table.cols < 2 {
        return None;
    }
    if table.header_rows > 0 && table.header_rows < table.rows {
        return Some(table.header_rows);
    }
    let named = |depth: &usize| {
        let view = View::new(
            Cow::Borrowed(table),
            0,
            false,
            0..*depth,
            *depth..table.rows,
        );
        let columns = Column::all(&view);
        let known = columns.iter().filter(|c| c.is != Is::Field).count();
        let full = (0..table.cols).all(|col| view.path(col).any(|c| !c.is_blank()));
        let reaches = table.cells.iter().filter(|c| c.row < *depth);
        full && known >= 2 && reaches.map(|c| c.row + c.rowspan).max() == Some(*depth)
    };
    (1..=MAX_HEADER_ROWS.min(table.rows - 1)).find(named)
}

struct Drafter<'t> {
    view: &'t View<'t>,
    columns: Vec<Column<'t>>,
    /// Marks that legends of the document explain.
    marks: Vec<String>,
    about: &'t About<'t>,
    caption: Option<String>,
}

impl Drafter<'_> {
    fn draft(&self) -> Option<TableDraft> {
        let mut text = String::new();
        let mut examples = Vec::new();
        let name = self.name();
        let groups = self.groups();
        let indicators = self.indicators();
        let kinds = self.kinds();
        let record = self.record(&kinds);
        if indicators.is_none() && record.is_none() && kinds.is_empty() {
            return None;
        }
        let (headers, labels) = self.headers();
        let _ = writeln!(text, "\n[[table]]\nname = {}", quoted(&name));
        let _ = writeln!(text, "headers = {}", list(&headers, literal));
        self.skip_rows(&mut text);
        text.push_str(&groups);
        let deepest = record.as_ref().and_then(|(col, _)| *col);
        let mut above: Vec<(usize, &'static str)> = Vec::new();
        if let Some((_, lines)) = &record {
            text.push_str(lines);
        }
        text.push_str(indicators.as_deref().unwrap_or_default());
        for column in &kinds {
            if deepest == Some(column.col) {
                continue;
            }
            self.kind_column(column, &mut above, &mut text, &mut examples);
        }
        if deepest.is_none() && record.is_none() {
            self.other_columns(&kinds, &mut text, &mut examples);
        }
        Some(TableDraft {
            name,
            headers,
            labels,
            text,
            examples,
        })
    }

    /// Columns of items; those that share a header are one.
    fn kinds(&self) -> Vec<&Column<'_>> {
        let all = self.columns.iter();
        let mut out: Vec<&Column<'_>> = all
            .filter(|c| matches!(c.is, Is::Kind(_)) && c.filled().count() > 0)
            .collect();
        out.dedup_by(|b, a| a.header == b.header);
        out
    }

    /// The columns with a header, from the left.
    fn twins(&self, column: &Column<'_>) -> impl Iterator<Item = &Column<'_>> {
        self.columns
            .iter()
            .filter(move |c| c.header == column.header)
    }

    fn name(&self) -> String {
        let caption = self.caption.as_deref().map(fold).unwrap_or_default();
        let short = caption
            .trim_matches(['【', '】', '■', '●', '◆', '<', '>'])
            .to_owned();
        let other = ['=', ':', '。', '、', '(', '※', '★', '~', '現'];
        let plain = !short.contains(other) && !short.contains(|c: char| c.is_ascii_digit());
        let plain = plain && (1..=MAX_NAME).contains(&short.chars().count());
        if !plain || self.is_note(&short) {
            let labels = self.columns.iter().map(|c| c.label.as_str());
            return labels.take(2).collect::<Vec<_>>().join("と");
        }
        short
    }

    /// Whether a line above the table explains a mark.
    fn is_note(&self, line: &str) -> bool {
        self.about
            .marks
            .iter()
            .any(|(mark, _)| line.starts_with(mark.as_str()))
    }

    /// The columns that tell this table from others: those that are understood first.
    fn headers(&self) -> (Vec<String>, Vec<String>) {
        let known = self.columns.iter().filter(|c| c.is != Is::Field);
        let others = self.columns.iter().filter(|c| c.is == Is::Field);
        let mut out: Vec<String> = Vec::new();
        let mut labels: Vec<String> = Vec::new();
        for column in known.chain(others) {
            let value = matches!(column.is, Is::Value(_));
            let named = !column.label.starts_with("column") && column.header != "{年度}";
            if named && !out.contains(&column.header) && out.len() < MAX_HEADERS && !value {
                out.push(column.header.clone());
                labels.push(
                    column
                        .label
                        .split('/')
                        .next_back()
                        .unwrap_or_default()
                        .to_owned(),
                );
            }
        }
        (out, labels)
    }

    fn skip_rows(&self, text: &mut String) {
        let totals = self.view.body.clone().any(|row| {
            let first = self.view.row(row).into_iter().find(|c| !c.is_blank());
            first.is_some_and(|c| is_total(&fold(c.text().as_str())))
        });
        if totals {
            text.push_str("skip_rows = ['^(小計|合計|計|総計)']\n");
        }
    }

    /// Rows of one cell, by the markers they begin with.
    fn groups(&self) -> String {
        let mut samples: Vec<Option<String>> = Vec::new();
        for row in self.view.body.clone() {
            let mut filled = self.view.row(row);
            filled.retain(|c| !c.is_blank());
            let [cell] = filled.as_slice() else { continue };
            let whole = cell.row == row && cell.col == 0 && cell.rowspan == 1;
            if !whole || self.view.table.cols < 3 {
                continue;
            }
            let found = sample(cell.text().as_str());
            if !samples.contains(&found) {
                samples.push(found);
            }
        }
        let mut out = String::new();
        samples.sort_by_key(Option::is_none);
        for (i, found) in samples.iter().enumerate() {
            let level = match found {
                Some(_) => i + 1,
                None => i.max(1),
            };
            let _ = writeln!(out, "\n[[table.group]]\nlevel = {level}");
            match found {
                Some(sample) => {
                    let _ = writeln!(out, "marker = {}", quoted(sample));
                    let word: String = sample.chars().take_while(|c| !c.is_ascii_digit()).collect();
                    if let Some(kind) = named_kind(&word) {
                        let _ = writeln!(out, "kind = {}", quoted(kind));
                    }
                }
                None => out.push_str("pattern = '^(?<title>.+)$'\n"),
            }
        }
        out
    }

    /// Rows that are indicators.
    fn indicators(&self) -> Option<String> {
        let is = |want: fn(&Is) -> bool| self.columns.iter().find(|c| want(&c.is));
        let values = self.columns.iter().filter(|c| matches!(c.is, Is::Value(_)));
        let roles = is(|i| *i == Is::Role);
        let said = values.clone().any(|c| matches!(c.is, Is::Value(Some(_))));
        if values.count() == 0 || !(said || roles.is_some()) {
            return None;
        }
        let name = is(|i| *i == Is::Indicator)?;
        let mut out = String::from("\n[table.indicator]");
        let _ = writeln!(out, "\nname = {}", literal(&name.header));
        if let Some(unit) = is(|i| *i == Is::Unit) {
            let _ = writeln!(out, "unit = {}", literal(&unit.header));
        }
        if let Some(role) = roles {
            let _ = writeln!(out, "role = {}", literal(&role.header));
        }
        out.push_str(
            "# values, roles and years are taken from the headers; `value` would say otherwise\n",
        );
        Some(out)
    }

    /// One item a row: the column that is its title, if it is one of a kind, and the rule's text.
    fn record(&self, kinds: &[&Column<'_>]) -> Option<(Option<usize>, String)> {
        if self.columns.iter().any(|c| c.is == Is::Indicator) && kinds.is_empty() {
            return None;
        }
        let title = match kinds.last() {
            Some(last) if last.holds_lists() || last.filled().any(|c| c.rowspan > 1) => {
                return None;
            }
            Some(last) => last,
            None => self.title_column()?,
        };
        let others = |c: &&Column<'_>| c.col != title.col && !matches!(c.is, Is::Kind(_));
        if self.columns.iter().filter(others).count() == 0 {
            return None;
        }
        let kind = match title.is {
            Is::Kind(kind) => kind,
            _ => self.kind_by_caption(),
        };
        let marked: Vec<String> = self
            .columns
            .iter()
            .filter(|c| c.is == Is::Marked)
            .map(|c| c.header.clone())
            .collect();
        let mut out = String::from("\n[table.row]\n");
        let _ = writeln!(out, "kind = {}", quoted(kind));
        let number = self.columns.iter().find(|c| c.is == Is::Number);
        if let Some(number) = number {
            let _ = writeln!(out, "number = {}", literal(&number.header));
        }
        let _ = writeln!(out, "title = {}", literal(&title.header));
        if let Some(marker) = title.marker().filter(|_| number.is_none()) {
            let _ = writeln!(out, "marker = {}", quoted(&marker));
        }
        if marked.len() > 1 {
            let _ = writeln!(out, "status_columns = {}", list(&marked, literal));
        } else {
            self.status(&mut out);
        }
        self.flag(&mut out);
        let above: Vec<String> = kinds
            .iter()
            .rev()
            .filter(|c| c.col != title.col)
            .filter_map(|c| match c.is {
                Is::Kind(kind) => Some(kind.to_owned()),
                _ => None,
            })
            .collect();
        if !above.is_empty() {
            let _ = writeln!(out, "parent = {}", list(&above, quoted));
        }
        Some((Some(title.col).filter(|_| !kinds.is_empty()), out))
    }

    /// The status column, with its marks where they are words that need no legend.
    fn status(&self, out: &mut String) {
        let Some(status) = self.columns.iter().find(|c| c.is == Is::Status) else {
            return;
        };
        let _ = writeln!(out, "status = {}", literal(&status.header));
        let mut marks: Vec<String> = status
            .filled()
            .map(|c| c.text().one_line().as_str().trim().to_owned())
            .filter(|m| m.chars().count() <= 8)
            .collect();
        marks.sort();
        marks.dedup();
        let explained = marks.iter().any(|m| self.marks.contains(m));
        if !explained && (1..=8).contains(&marks.len()) {
            let _ = writeln!(out, "marks = {}", list(&marks, quoted));
        }
    }

    /// A column that says which rows are highlighted.
    fn flag(&self, out: &mut String) {
        let Some(column) = self.columns.iter().find(|c| c.is == Is::Flag) else {
            return;
        };
        // where cells repeat the header, the others say something else
        let says = column
            .filled()
            .any(|c| fold(c.text().as_str()).contains(&column.label));
        let wanted = match says {
            true => format!(", pattern = {}", literal(&column.header)),
            false => String::new(),
        };
        let _ = writeln!(
            out,
            "flag = [{{ column = {}{wanted}, flag = \"重点\" }}]",
            literal(&column.header)
        );
    }

    /// The leftmost column whose cells are texts that differ from each other.
    fn title_column(&self) -> Option<&Column<'_>> {
        let numbered = self
            .columns
            .iter()
            .any(|c| matches!(c.is, Is::Number | Is::Status));
        self.columns.iter().filter(|_| numbered).find(|c| {
            let texts: Vec<String> = c.filled().map(|c| fold(c.text().as_str())).collect();
            let mut distinct = texts.clone();
            distinct.sort();
            distinct.dedup();
            let long = texts.iter().filter(|t| t.chars().count() >= 4).count();
            c.is == Is::Field
                && texts.len() >= 2
                && 10 * distinct.len() >= 8 * texts.len()
                && 2 * long > texts.len()
        })
    }

    fn kind_by_caption(&self) -> &'static str {
        let caption = self.caption.as_deref().unwrap_or_default();
        match caption.contains("施策") || self.about.plan.contains("施策") {
            true => "measure",
            false => "action",
        }
    }

    /// A column whose cells are items of a kind.
    fn kind_column(
        &self,
        column: &Column<'_>,
        above: &mut Vec<(usize, &'static str)>,
        text: &mut String,
        examples: &mut Vec<(String, String)>,
    ) {
        let Is::Kind(kind) = column.is else { return };
        let _ = writeln!(
            text,
            "\n[[table.column]]\nheader = {}",
            literal(&column.header)
        );
        let parents = self.parents(column, above);
        let inline = self.inline_indicators(column);
        let items = self.items(column, kind);
        let all: Vec<Text> = self.twins(column).flat_map(Column::entries).collect();
        let slashes = all
            .iter()
            .filter(|t| t.folded().as_str().contains('/'))
            .count();
        if let Some(pattern) = self.tagged(column) {
            if column.marker().as_deref() == Some("・") {
                text.push_str("split_at = '^・'\n");
            }
            let _ = writeln!(
                text,
                "item = [{{ kind = {}{}, pattern = {} }}]",
                quoted(kind),
                parent(&parents),
                literal(&pattern)
            );
        } else if items.is_empty() && 2 * slashes > all.len() {
            text.push_str("split_by = '/'\n");
            let pattern = format!(
                r"^{}\s*(?<title>.+?)(\s*(?:など|等))?$",
                self.sign_flag(&all)
            );
            let _ = writeln!(
                text,
                "item = [{{ kind = {}{}, pattern = {} }}]",
                quoted(kind),
                parent(&parents),
                literal(&pattern)
            );
        } else if items.is_empty() || inline {
            text.push_str("split = \"whole\"\n");
            let pattern = entry_pattern(&column.samples(), inline);
            let _ = writeln!(
                text,
                "item = [{{ kind = {}{}{pattern} }}]",
                quoted(kind),
                parent(&parents)
            );
        } else {
            let mut parents = parents;
            let mut lines = Vec::new();
            for (kind, form) in items {
                lines.push(format!(
                    "{{ kind = {}{}, {form} }}",
                    quoted(kind),
                    parent(&parents)
                ));
                parents.insert(0, kind.to_owned());
            }
            let _ = writeln!(text, "item = [\n  {},\n]", lines.join(",\n  "));
        }
        if inline {
            let _ = writeln!(text, "[[table.column.indicator]]\nof = [{}]", quoted(kind));
        }
        // what is highlighted has nothing below it
        if kind != "priority" {
            above.push((column.col, kind));
        }
        if let Some(cell) = column.filled().next() {
            examples.push((column.header.clone(), cell.text().as_str().to_owned()));
        }
    }

    /// The kinds above a column, the nearest first: those whose cells its own cells lie within.
    fn parents(&self, column: &Column<'_>, above: &[(usize, &'static str)]) -> Vec<String> {
        let holds = |col: usize| {
            column.filled().all(|c| {
                let over = self.view.cell(c.row, col);
                over.is_some_and(|o| o.row <= c.row && c.row + c.rowspan <= o.row + o.rowspan)
            })
        };
        let fitting = above.iter().rev().filter(|(col, _)| holds(*col));
        fitting.map(|(_, kind)| (*kind).to_owned()).collect()
    }

    /// The items of a column by the markers that its entries begin with: kind, form.
    fn items(&self, column: &Column<'_>, kind: &'static str) -> Vec<(&'static str, String)> {
        let mut forms: Vec<String> = Vec::new();
        for twin in self.twins(column) {
            let samples = twin.samples();
            if samples.is_empty() && twin.counts() {
                forms.push(r"pattern = '^(?<number>\d{1,2})\s*(?<title>.+)$'".to_owned());
            }
            forms.extend(samples.iter().map(|s| format!("marker = {}", quoted(s))));
        }
        let mut seen: Vec<String> = Vec::new();
        forms.retain(|f| {
            !seen.contains(f) && {
                seen.push(f.clone());
                true
            }
        });
        let kinds = std::iter::successors(Some(kind), |k| Some(below(k)));
        kinds.zip(forms).take(3).collect()
    }

    /// A sign before entries that the legend explains as a flag: `(?<flag.重点>★)?`.
    fn sign_flag(&self, entries: &[Text]) -> String {
        let signs = self.about.marks.iter().find(|(mark, meaning)| {
            let flagged = FLAGS.iter().any(|f| meaning.contains(f));
            flagged && entries.iter().any(|e| e.as_str().contains(mark.as_str()))
        });
        let Some((mark, meaning)) = signs else {
            return r"(?:(?<flag>{タグ})\s*)?".to_owned();
        };
        let flag = FLAGS
            .iter()
            .find(|f| meaning.contains(*f))
            .copied()
            .unwrap_or_default();
        format!("(?<flag.{flag}>{})?", pattern(mark))
    }

    /// Whether cells of a column hold lines `… 現状値 … → 目標値 …`.
    fn inline_indicators(&self, column: &Column<'_>) -> bool {
        column.filled().any(|c| {
            let text = fold(c.text().as_str());
            text.contains("現状値") && text.contains("目標値")
        })
    }

    /// A pattern for entries that end in a tag such as `No.7` or a mark of the legend.
    fn tagged(&self, column: &Column<'_>) -> Option<String> {
        let entries = column.entries();
        let folded: Vec<String> = entries
            .iter()
            .map(|e| e.one_line().folded().as_str().trim().to_owned())
            .collect();
        let most = |n: usize| n > 0 && 10 * n >= 6 * folded.len();
        let refs = folded.iter().filter(|t| t.contains("No.")).count();
        let ends = |t: &String| {
            self.marks
                .iter()
                .any(|m| t.ends_with(m.as_str()) && !t.ends_with(&format!("[{m}")))
        };
        let marked = folded.iter().filter(|t| ends(t)).count();
        let (refs, marked) = (most(refs), most(marked));
        if !refs && !marked {
            return None;
        }
        let start = match column.marker() {
            Some(sample) if sample == "・" || sample == "bullet" => r"{箇条}\s*",
            _ => "",
        };
        let mut out =
            format!(r"^{start}(?:(?<flag>{{タグ}})\s*)?(?<title>.+?)\s*(?<flag2>{{タグ}})?");
        if refs {
            out.push_str(r"\s*No\.(?<refs>[\d、,\-]+)");
        }
        if marked {
            let letters = self
                .marks
                .iter()
                .all(|m| m.chars().all(|c| c.is_ascii_uppercase()));
            let marks: Vec<String> = self.marks.iter().map(|m| pattern(m)).collect();
            let marks = match letters {
                true => "[A-Z]".to_owned(),
                false => marks.join("|"),
            };
            let _ = write!(out, r"\s*・?\s*(?<status>{marks})");
        }
        out.push('$');
        Some(out)
    }

    /// Columns beside lists: paired entry for entry, where the counts agree.
    fn other_columns(
        &self,
        kinds: &[&Column<'_>],
        text: &mut String,
        examples: &mut Vec<(String, String)>,
    ) {
        let Some(base) = kinds.last() else { return };
        for column in self.columns.iter().filter(|c| !matches!(c.is, Is::Kind(_))) {
            if column.is == Is::Indicator {
                self.indicator_column(column, kinds, text);
                continue;
            }
            if matches!(column.is, Is::Number | Is::Value(_) | Is::Unit) && !base.holds_lists() {
                continue;
            }
            let _ = writeln!(
                text,
                "\n[[table.column]]\nheader = {}",
                literal(&column.header)
            );
            let _ = writeln!(text, "pair = {}\noptional = true", literal(&base.header));
            let Some(marks) = self.leading_marks(column) else {
                continue;
            };
            let _ = writeln!(text, "split_at = {}", literal(&format!("^({marks})")));
            let label: String = column
                .label
                .chars()
                .filter(|c| c.is_alphanumeric())
                .collect();
            let item = format!(r"^(?<status>{marks})\s*(?<{label}>.+)$");
            let _ = writeln!(text, "item = [{{ pattern = {} }}]", literal(&item));
            if let Some(cell) = column.filled().next() {
                examples.push((column.header.clone(), cell.text().as_str().to_owned()));
            }
        }
    }

    /// Cells such as `○NAME【現状値】 17.4% (2021)`.
    fn indicator_column(&self, column: &Column<'_>, kinds: &[&Column<'_>], text: &mut String) {
        let left = kinds.iter().rev().find(|k| k.col < column.col);
        let Some(Is::Kind(kind)) = left.map(|k| k.is.clone()) else {
            return;
        };
        let _ = writeln!(
            text,
            "\n[[table.column]]\nheader = {}",
            literal(&column.header)
        );
        let _ = writeln!(
            text,
            "split_at = '^{{箇条}}'\n[[table.column.indicator]]\nof = [{}]",
            quoted(kind)
        );
        text.push_str("name = '^{箇条}?\\s*(?<name>.+?)\\s*[【\\n]'\nvalue = '\\d[\\d,.]*\\s*(%|[\\p{Han}か]{1,4})'\nyear = '\\(\\d{4}\\)'\n");
        text.push_str("roles = [\"baseline\", \"actual\"]\nshaded_role = \"actual\"\n");
    }

    /// The marks that most entries of a column begin with.
    fn leading_marks(&self, column: &Column<'_>) -> Option<String> {
        let entries = column.entries();
        let begins = |t: &&Text| {
            let folded = t.folded();
            self.marks
                .iter()
                .any(|m| folded.as_str().trim_start().starts_with(m.as_str()))
        };
        let marked = entries.iter().filter(begins).count();
        let enough = marked > 0 && 10 * marked >= 6 * entries.len();
        let marks: Vec<String> = self.marks.iter().map(|m| pattern(m)).collect();
        enough.then(|| marks.join("|"))
    }
}

/// The item of a whole cell, without the indicators in it.
fn entry_pattern(samples: &[String], inline: bool) -> String {
    let marker = samples.first();
    match (marker, inline) {
        (None, false) => String::new(),
        (Some(sample), false) => format!(", marker = {}", quoted(sample)),
        (marker, true) => {
            let number = marker.map_or(String::new(), |m| {
                let word: String = m.chars().take_while(|c| !c.is_ascii_digit()).collect();
                format!(r"(?<number>{}\s*\d+)\s*", pattern(&word))
            });
            let all = format!(r"^{number}(?<title>.+?)\s*({{指標}}.*)?$");
            format!(", pattern = {}", literal(&all))
        }
    }
}

/// The kind below another.
fn below(kind: &str) -> &'static str {
    match kind {
        "vision" => "policy",
        "policy" => "measure",
        "measure" => "submeasure",
        _ => "action",
    }
}

/// The parents of an item, as a rule writes them.
fn parent(kinds: &[String]) -> String {
    match kinds.is_empty() {
        true => String::new(),
        false => format!(", parent = {}", list(kinds, quoted)),
    }
}

/// Words of a meaning that are flags.
const FLAGS: [&str; 4] = ["重点", "新規", "拡充", "再掲"];

fn is_total(text: &str) -> bool {
    matches!(text, "小計" | "合計" | "計" | "総計")
}

/// The kind that a text names as a header would.
pub fn named_kind(text: &str) -> Option<&'static str> {
    kind_of(&fold(text))
}
