//! How a text says nothing.

/// The kinds of absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// Nothing is printed.
    Blank,
    /// A dash.
    Dash,
    /// As in the row above: `〃`, 同上.
    SameAsAbove,
    /// As in the cell to the left: 同左.
    SameAsLeft,
    /// As in the cell to the right: 同右.
    SameAsRight,
    /// 該当なし, 対象外.
    NotApplicable,
    /// 未定, 検討中.
    Undecided,
    /// 未把握, 集計中.
    Unknown,
    /// 皆減: there was something, and nothing is left.
    Vanished,
    /// 皆増: there was nothing before.
    Appeared,
    /// Only a note mark: the note says why.
    Note,
}

impl Absence {
    /// Its name in the document.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Dash => "dash",
            Self::SameAsAbove => "same_as_above",
            Self::SameAsLeft => "same_as_left",
            Self::SameAsRight => "same_as_right",
            Self::NotApplicable => "not_applicable",
            Self::Undecided => "undecided",
            Self::Unknown => "unknown",
            Self::Vanished => "vanished",
            Self::Appeared => "appeared",
            Self::Note => "note",
        }
    }
}

/// How a text, folded by the policy `plain`, says nothing; `None` where it says something.
pub fn absence(folded: &str) -> Option<Absence> {
    let bracket = |c: char| "()[]<>【】「」『』。".contains(c) || c.is_whitespace();
    let core = folded.trim_matches(bracket);
    if core.is_empty() {
        return folded.trim().is_empty().then_some(Absence::Blank);
    }
    if core.chars().all(crate::normalize::is_dash) {
        return Some(Absence::Dash);
    }
    let said: String = core.chars().filter(|c| !c.is_whitespace()).collect();
    Some(match said.as_str() {
        "〃" | "\"" | "″" | "々" | "同上" | "上に同じ" | "上記に同じ" => {
            Absence::SameAsAbove
        }
        "同左" | "左に同じ" => Absence::SameAsLeft,
        "同右" | "右に同じ" => Absence::SameAsRight,
        "該当なし" | "該当無し" | "なし" | "無し" | "無" | "対象外" | "N/A" | "非該当" => {
            Absence::NotApplicable
        }
        "未定" | "検討中" | "調整中" | "協議中" => Absence::Undecided,
        "未把握" | "不明" | "未集計" | "集計中" | "未調査" | "調査中" | "未確認" | "未公表" => {
            Absence::Unknown
        }
        "皆減" => Absence::Vanished,
        "皆増" => Absence::Appeared,
        _ if is_note_mark(&said) => Absence::Note,
        _ => return None,
    })
}

/// `※`, `*`, `※1`.
fn is_note_mark(text: &str) -> bool {
    let core = text.trim_end_matches(|c: char| c.is_ascii_digit());
    matches!(core, "※" | "*")
}
