//! Columns whose cells hold items, as a rule would read them.

use super::columns::{Column, Is};
use super::tables::Drafter;
use super::toml::{list, literal, pattern, quoted};
use crate::rule::apply::fold;
use crate::rule::vocabulary::flag_word;
use crate::text::Text;
use std::fmt::Write;

impl Drafter<'_> {
    /// A column whose cells are items of a kind.
    pub(super) fn kind_column(
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
        let levels: Vec<&'static str> = items.iter().map(|(kind, _)| *kind).collect();
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
            // of columns that share a header each is a level of its own
            let twins: Vec<usize> = self.twins(column).skip(1).map(|c| c.col).collect();
            above.extend(twins.into_iter().zip(levels.into_iter().skip(1)));
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
        let stands = |mark: &str| entries.iter().any(|e| e.as_str().contains(mark));
        let signs = self.about.marks.iter().filter(|(mark, _)| stands(mark));
        let sign = signs
            .into_iter()
            .find_map(|(m, meaning)| Some((m, flag_word(meaning)?)));
        let Some((mark, flag)) = sign else {
            return r"(?:(?<flag>{タグ})\s*)?".to_owned();
        };
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
    pub(super) fn other_columns(
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
            let letters = column.label.chars().filter(|c| c.is_alphanumeric());
            // a name may not begin with a digit
            let label: String = letters.skip_while(|c| c.is_numeric()).collect();
            let label = if label.is_empty() {
                "状況".to_owned()
            } else {
                label
            };
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
pub(super) fn below(kind: &str) -> &'static str {
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
