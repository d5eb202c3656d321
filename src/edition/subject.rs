//! What a measure is about: the words of its title, without those that all measures have.

/// What is done about the subject of a measure, and how: titles are reworded in these first, and two measures of
/// another subject have them in common.
pub const GENERAL: &str = "推進 促進 充実 整備 支援 強化 提供 発信 実施 開催 活用 拡充 向上 検討 運営 運用 開設 設置 創設 構築 \
    形成 育成 確保 拡大 改善 見直し 普及 啓発 策定 導入 対応 対策 取組 取り組み 実現 創出 醸成 維持 管理 連携 協力 参加 参画 \
    調査 研究 周知 広報 事業 施策 更なる さらなる 積極的 効果的 総合的 計画的 継続的 新たな 多様な ための による に関する について \
    における に向けた など 及び";

/// The words of a title (its essence) that say what it is about, in order: runs of ideographs, katakana or letters,
/// without the general words.
pub fn words(title: &str) -> Vec<String> {
    let is_word = |c: char| {
        matches!(c, '々' | 'ー' | 'ァ'..='ヺ' | '一'..='鿿' | '㐀'..='䶿')
            || c.is_ascii_alphanumeric()
    };
    let mut plain = title.to_owned();
    for general in GENERAL.split_whitespace() {
        if plain.contains(general) {
            plain = plain.replace(general, " ");
        }
    }
    let words = plain.split(|c: char| !is_word(c));
    words
        .filter(|w| w.chars().nth(1).is_some())
        .map(str::to_owned)
        .collect()
}

/// Whether all that a title is about is in a text, and something of it that is not in another one.
pub fn is_part(title: &str, whole: &str, other: Option<&str>) -> bool {
    let words = words(title);
    let own = |word: &String| other.is_none_or(|other| !other.contains(word.as_str()));
    words.iter().all(|w| whole.contains(w.as_str())) && words.iter().any(own)
}

/// Whether two titles are about something of the same: two characters of a word.
pub fn is_shared(a: &str, b: &str) -> bool {
    let pairs = |title: &str| -> Vec<(char, char)> {
        let words = words(title);
        let pairs = words.iter().flat_map(|w| w.chars().zip(w.chars().skip(1)));
        pairs.collect()
    };
    let others = pairs(b);
    pairs(a).iter().any(|pair| others.contains(pair))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_title_is_about() {
        assert_eq!(words("会計広報教室の実施"), ["会計広報教室"]);
        assert_eq!(words("森林との連携強化"), ["森林"]);
        assert_eq!(words("DXの更なる推進"), ["DX"]);
        assert!(is_part(
            "団体の事務の相談",
            "団体の事務及び町内会の事務の相談",
            Some("町内会の事務の相談")
        ));
        assert!(!is_part("防災資機材の充実", "観光資源の整備", None));
        assert!(!is_part("取組の推進", "取組の推進と支援", None));
        assert!(
            is_shared("話題の提供", "話題の発信")
                && !is_shared("森林との連携強化", "起業家との連携強化")
        );
    }
}
