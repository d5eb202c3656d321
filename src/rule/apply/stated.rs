//! Legends that state themselves, wherever a document puts them.
//!
//! ```text
//!   凡例                     B=予定通り　E=未実施        網掛け：重点的に取り組む事業
//!   ◎ 達成                   ○：実施済　△：一部実施      【　】内は前年度の数値
//!   ○ 概ね達成
//! ```

use crate::normalize::chars::is_kana_or_ideograph;
use crate::rule::passages::{Group, Passage};
use crate::rule::vocabulary::status_code;
use crate::table::Table;
use crate::text::Text;
use regex::Regex;
use std::sync::LazyLock;

/// What a mark looks like: geometric signs, single letters and status words, names of a look.
const MARK: &str = r"[◎○●◯△▲▽▼×✕✓☑◇◆□■☆★◐◑↑↓→↗↘]{1,2}|[A-ESＳ]|[IVⅠ-Ⅹ]|済・継|[済未新継拡完廃重再改縮休]|[①-⑳]|【[^】]{0,6}】|\([^)]{0,3}\)|網掛け|網かけ|あみかけ|太字|下線|赤字|青字|色付き|斜体";

/// `◎=達成`, anywhere in a text.
static ENTRY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let before = r"(?:^|[\s、,/|(\[・:])";
    let pattern = format!(
        r"{before}(?<mark>{MARK}|・)\s*(?<sign>=|:|…+)\s*(?<meaning>[^\s=:、。,/|;…()\]]{{1,24}}(?:\([^)]{{1,20}}\))?)"
    );
    Regex::new(&pattern).ok()
});

/// `◎ 達成`, a whole line under a heading of a legend.
static LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = format!(
        r"^[・※]?\s*「?(?<mark>{MARK})」?\s*(?:=|:|…+|-|\.|は、?|\s)\s*(?<meaning>\S.{{0,40}}?)。?$"
    );
    Regex::new(&pattern).ok()
});

/// `★印は重点事業`, `【　】内は前年度`, `網掛けは…`: a sentence that explains one mark.
static SENTENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[※*・(]?\s*「?(?<mark>[◎○●△▲×✓◇◆□■☆★]|【[\s…]*】|\(\s*\)|網掛け|網かけ|あみかけ|太字|下線|赤字|青字|斜体)」?(?:印|書き|内|の(?:欄|部分|箇所|項目|事業|セル))*(?:は、?|:)\s*(?<meaning>[^。、\n]{1,40}?)(?:を(?:示す|示します|表す|表します)|です|である)?[。)]?$").ok()
});

/// The heading of a legend, which may go on with its entries.
static HEADING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^[【\[<(■◆●※]*\s*(?:凡\s*例|(?:マーク|記号|印|表示)の(?:意味|説明|見方)|(?:進捗|達成|評価|実施)(?:状況|度)?の?(?:区分|記号|基準|凡例))[】\]>):]*(?:\s|$|:)").ok()
});

/// The entries of all legends that state themselves, in reading order: mark, meaning.
pub fn stated(passages: &[Passage<'_>]) -> Vec<(Text, Text)> {
    let mut out = Vec::new();
    // the box or cell of the heading that is open, and how many lines may follow it
    let mut under: Option<(Option<Group>, usize)> = None;
    for passage in passages {
        let folded = passage.text.folded();
        let text = folded.as_str();
        let is_heading = HEADING.as_ref().is_some_and(|h| h.is_match(text));
        if is_heading {
            under = Some((passage.group, MOST_LINES));
        }
        let open = under.is_some_and(|(group, left)| left > 0 && group == passage.group);
        let found = entries(passage.text, &folded, open);
        match &mut under {
            Some((_, left)) if open && (is_heading || !found.is_empty()) => *left -= 1,
            _ => under = None,
        }
        out.extend(found);
    }
    out
}

/// The entries of legends that are tables: every row is a mark and its meaning, or several such pairs, and
/// the caption, a cell above or the meanings say that it is a legend.
pub fn stated_in_tables(tables: &[Table]) -> Vec<(Text, Text)> {
    tables.iter().filter_map(pairs).flatten().collect()
}

fn pairs(table: &Table) -> Option<Vec<(Text, Text)>> {
    let is_heading = |t: &Text| {
        HEADING
            .as_ref()
            .is_some_and(|h| h.is_match(t.folded().as_str()))
    };
    let mut headed = table.caption.as_ref().is_some_and(is_heading);
    let mut out = Vec::new();
    for row in 0..table.rows {
        let cells: Vec<Text> = table
            .row_cells(row)
            .filter(|c| !c.is_blank())
            .map(|c| c.text().one_line().into_trimmed())
            .collect();
        match cells.as_slice() {
            [] => {}
            // a title, or names of the columns
            [one] if is_heading(one) => headed = true,
            [_, _] if row == 0 && !is_mark(&cells[0]) => {}
            _ if !cells.len().is_multiple_of(2) => return None,
            _ => {
                for pair in cells.chunks(2) {
                    if !is_mark(&pair[0]) {
                        return None;
                    }
                    out.push((pair[0].clone(), pair[1].clone()));
                }
            }
        }
    }
    let says = out
        .iter()
        .any(|(_, meaning)| status_code(meaning.as_str()).is_some());
    (out.len() > 1 && (headed || says)).then_some(out)
}

/// Whether a whole text is a mark.
fn is_mark(text: &Text) -> bool {
    static WHOLE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(&format!("^(?:{MARK})$")).ok());
    let folded = text.folded();
    WHOLE
        .as_ref()
        .is_some_and(|m| m.is_match(folded.as_str().trim()))
}

/// A legend has at most so many lines.
const MOST_LINES: usize = 30;

/// The entries in a passage; `open`: it stands under the heading of a legend.
fn entries(text: &Text, folded: &Text, open: bool) -> Vec<(Text, Text)> {
    let pair = |c: &regex::Captures<'_>| {
        let of = |name: &str| {
            let m = c.name(name)?;
            let chars = folded.char_index(m.start())..folded.char_index(m.end());
            Some(text.char_slice(chars).into_trimmed())
        };
        Some((of("mark")?, of("meaning")?))
    };
    let all = |re: &LazyLock<Option<Regex>>, source: &str| -> Vec<(Text, Text, bool)> {
        let found = re
            .as_ref()
            .into_iter()
            .flat_map(|re| re.captures_iter(source));
        found
            .filter_map(|c| {
                let equals = c.name("sign").is_some_and(|s| s.as_str() == "=");
                pair(&c).map(|(mark, meaning)| (mark, meaning, equals))
            })
            .collect()
    };
    let mut several = all(&ENTRY, folded.as_str());
    // ・ opens entries everywhere; only an equals sign makes it a mark
    several.retain(|(mark, _, equals)| *equals || mark.as_str() != "・");
    // ①：現状 ②：課題 and A：はい are lists, unless what they say is a status
    let says_status = |e: &(Text, Text, bool)| status_code(e.1.as_str()).is_some();
    if !open && !several.iter().any(says_status) {
        several.retain(|(mark, _, equals)| *equals || !counts(mark.as_str()));
    }
    // a colon stands in much that is no legend, an equals sign does not
    let is_legend = open || several.len() > 1 || several.iter().any(|(.., equals)| *equals);
    if !several.is_empty() && is_legend {
        return several.into_iter().map(|(a, b, _)| (a, b)).collect();
    }
    let mut one = all(&SENTENCE, folded.as_str());
    if one.is_empty() {
        one = clauses(text);
    }
    if one.is_empty() && open {
        one = all(&LINE, folded.as_str());
    }
    one.into_iter().map(|(a, b, _)| (a, b)).collect()
}

/// `★は重点事業、（再掲）は他の施策にも掲げる事業を示します。`: a sentence that explains several marks.
fn clauses(text: &Text) -> Vec<(Text, Text, bool)> {
    let folded = text.folded();
    let clause = CLAUSE
        .as_ref()
        .into_iter()
        .flat_map(|re| re.captures_iter(folded.as_str()));
    let mut out = Vec::new();
    let mut end = 0;
    for found in clause {
        let Some(whole) = found.get(0).filter(|m| m.start() == end) else {
            return Vec::new();
        };
        end = whole.end();
        let of = |name: &str| {
            let m = found.name(name)?;
            let chars = folded.char_index(m.start())..folded.char_index(m.end());
            Some(text.char_slice(chars).into_trimmed())
        };
        out.extend(of("mark").zip(of("meaning")).map(|(a, b)| (a, b, false)));
    }
    let all = end == folded.as_str().len() && out.len() > 1;
    if all { out } else { Vec::new() }
}

/// `★は重点事業、`
static CLAUSE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^[※*・]?\s*|)「?(?<mark>[◎○●△▲×✓◇◆□■☆★]|【[^】]{1,6}】|\([^)]{1,4}\)|網掛け|太字|下線)」?(?:印)?(?:は、?|:)\s*(?<meaning>[^。、\n]{1,40}?)(?:を(?:示す|示します|表す|表します)|です|である)?(?:[。、]|$)").ok()
});

/// A mark that as well counts: ①, (1), A.
fn counts(mark: &str) -> bool {
    mark.contains(|c: char| c.is_alphanumeric() && !is_kana_or_ideograph(c))
        || mark.starts_with(['(', '（'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(lines: &[&str]) -> Vec<String> {
        let texts: Vec<Text> = lines.iter().map(|l| Text::plain(l)).collect();
        let passages: Vec<Passage<'_>> = texts
            .iter()
            .map(|text| Passage {
                text,
                group: None,
                in_table: false,
            })
            .collect();
        let pairs = stated(&passages).into_iter();
        pairs
            .map(|(a, b)| format!("{}|{}", a.as_str(), b.as_str()))
            .collect()
    }

    #[test]
    fn legends_where_documents_put_them() {
        assert_eq!(found(&["B=予定通り　E=未実施"]), ["B|予定通り", "E|未実施"]);
        assert_eq!(
            found(&["【凡例】　◎：達成　○：概ね達成　×：未達成"]),
            ["◎|達成", "○|概ね達成", "×|未達成"]
        );
        assert_eq!(
            found(&[
                "マークの意味",
                "◎ 目標を上回る",
                "○ 目標どおり",
                "計画の背景",
                "○ ひとつめ"
            ]),
            ["◎|目標を上回る", "○|目標どおり"]
        );
        assert_eq!(
            found(&["※網掛けは、重点事業を示します。"]),
            ["網掛け|重点事業"]
        );
        assert_eq!(
            found(&["網掛け：新しく始める事業"]),
            ["網掛け|新しく始める事業"]
        );
        assert_eq!(found(&["【　】内は前年度の数値"]), ["【　】|前年度の数値"]);
        assert_eq!(found(&["★印は新規の取組です。"]), ["★|新規の取組"]);
        assert_eq!(
            found(&["済…完了（継続しないもの）　未…未着手"]),
            ["済|完了（継続しないもの）", "未|未着手"]
        );
    }

    #[test]
    fn what_is_no_legend() {
        for line in [
            "○市民が集まる場をつくる",
            "A：はい。",
            "A：はい　B：いいえ",
            "①：現状　②：課題",
            "問1：あなたの年齢",
            "（1）目的は何か",
            "開催日：4月1日",
            "→次のページへ",
        ] {
            assert!(found(&[line]).is_empty(), "{line}: {:?}", found(&[line]));
        }
    }
}
