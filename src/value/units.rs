//! What is counted: units, and the powers of ten in front of them.

use crate::normalize::chars::is_kana_or_ideograph;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

type Words = LazyLock<FxHashSet<&'static str>>;

/// Units that plans count in, folded by the policy `plain`.
static KNOWN: Words = LazyLock::new(|| {
    "% ‰ ポイント pt ppm dB °C ° 円 ドル 人 名 世帯 戸 件 団体 社 店 店舗 校 園 館 施設 か所 \
     箇所 ヶ所 ヵ所 カ所 ケ所 個所 回 度 日 日間 週 週間 か月 ヶ月 ヵ月 カ月 ケ月 箇月 か月間 \
     ヶ月間 年 年間 か年 ヶ年 ヵ年 カ年 箇年 時間 分 分間 秒 歳 才 代 組 組織 台 本 枚 冊 部 \
     点 羽 頭 匹 個 棟 区 市 町 村 区画 市町村 自治体 地区 地域 校区 学区 小学校区 中学校区 \
     町内会 自治会 路線 系統 便 床 位 倍 割 厘 等 級 段階 種 種類 品目 項目 事業 事業所 事業者 \
     取組 施策 指標 講座 教室 コース クラス ページ 頁 文字 か国 ヶ国 カ国 国 法人 企業 組合 \
     経営体 農家 集落 圏域 票 席 室 部屋 足 着 通 通り 例 事例 作品 話 試合 競技 チーム \
     グループ サークル クラブ 学級 学校 年分 人分 人日 人回 円分 m km cm mm ha a m² km² cm² m³ \
     L l kL kl ml mL t kg g mg W kW MW kWh MWh GWh J MJ GJ TJ t-CO2 kcal cal cc GB MB TB Mbps \
     Gbps 分野 人・日 人・回 トン キロ メートル 平米 平方メートル 平方キロメートル \
     立方メートル ヘクタール アール リットル グラム キログラム 件数 回数 基 門 隻 艘 機 系 筆 \
     株 束 箱 袋 口 脚 体 丁 句 首 曲 番組 拠点 路線数 団 班 隊 家族 家庭 拍 泊 延べ人 延人 \
     ベッド"
        .split(' ')
        .collect()
});

/// Units that are also counted in thousands, millions and so on.
static SCALED: Words = LazyLock::new(|| {
    "円 ドル 人 名 件 世帯 戸 回 トン t kWh m² m³ 個 本 枚 冊 台 点 部 頭 羽 匹 t-CO2 株 食 \
     キロ kL L kg"
        .split(' ')
        .collect()
});

/// What numbers in order, and does not count: `3号`, `5番`, `2丁目`.
static ORDINAL: Words = LazyLock::new(|| {
    "月 時 年度 号 号線 号車 号機 番 番地 番目 号室 丁目 章 節 条 項 期 次 年生 学年 号館 巻 \
     版 目 回目 年目 期目 世 級河川 か年計画 年計画"
        .split(' ')
        .collect()
});

/// Longest unit in characters.
const MAX_UNIT: usize = 6;

/// Whether a word is a unit wherever it stands.
pub fn is_known_unit(word: &str) -> bool {
    let (unit, per) = word.split_once('/').unwrap_or((word, "年"));
    let is_power = || power(unit).is_some();
    (KNOWN.contains(unit) || is_power()) && (KNOWN.contains(per) || per == "月")
}

/// Whether a word behind a number is a unit.
pub fn is_unit(word: &str) -> bool {
    if KNOWN.contains(word) {
        return true;
    }
    if let Some((unit, per)) = word.split_once('/') {
        return is_unit(unit)
            && (KNOWN.contains(per) || per.chars().all(is_kana_or_ideograph) && !per.is_empty());
    }
    let short = (1..=MAX_UNIT).contains(&word.chars().count());
    let letters = word.chars().all(|c| is_kana_or_ideograph(c) || c == '・');
    // 24時間体制, 100円玉: a word that begins with a unit is another word
    let mut starts = word.char_indices().skip(1).map(|(at, _)| &word[..at]);
    let longer = starts.any(|start| KNOWN.contains(start) || ORDINAL.contains(start));
    short
        && letters
        && !longer
        && !word.starts_with(['・', '々', 'ー'])
        && !ORDINAL.contains(word)
        && !is_speech(word)
}

/// Units that one 漢数字 counts: 一部, 十分 and 一体 are words.
static COUNTED_IN_KANJI: Words = LazyLock::new(|| {
    "人 名 件 回 円 年 年間 か月 ヶ月 ヵ月 カ月 箇月 日間 週間 時間 団体 校 館 か所 箇所 ヶ所 \
     カ所 ヵ所 施設 歳 世帯 倍 割 種類 項目 地区 市町村 台 冊 枚"
        .split(' ')
        .collect()
});

/// Whether a number in 漢数字 of so many characters counts a unit.
pub fn is_counted_in_kanji(unit: &str, characters: usize) -> bool {
    let scaled = power(unit).is_some();
    scaled || COUNTED_IN_KANJI.contains(unit) || characters > 1 && KNOWN.contains(unit)
}

/// Particles and endings: what follows a number in a sentence.
fn is_speech(word: &str) -> bool {
    const PARTICLES: &[char] = &['の', 'を', 'に', 'は', 'が', 'と', 'で', 'へ', 'や', 'も'];
    word.starts_with(PARTICLES) || word.ends_with(PARTICLES) || word.contains('の')
}

/// Whether a unit is counted in powers of ten: 千円, 百万円, 万人.
pub fn is_scaled(unit: &str) -> bool {
    SCALED.contains(unit.split('/').next().unwrap_or(unit))
}

/// The powers of ten that a unit may begin with.
const POWERS: &[(&str, u64)] = &[
    ("百億", 10_000_000_000),
    ("十億", 1_000_000_000),
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("十万", 100_000),
    ("千", 1_000),
    ("万", 10_000),
    ("億", 100_000_000),
    ("兆", 1_000_000_000_000),
];

/// The power of ten that a unit names: 千円 is 1,000.
pub fn power(unit: &str) -> Option<u64> {
    let found = POWERS
        .iter()
        .find_map(|(word, power)| Some((unit.strip_prefix(word)?, *power)));
    found
        .filter(|(unit, _)| is_scaled(unit))
        .map(|(_, power)| power)
}

/// A unit as another one with a power of ten: what is counted in either can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// The other unit.
    pub unit: String,
    /// How many of it the unit stands for, as a power of ten; that which a name as 千円 says is not in it.
    pub exponent: i32,
}

/// Units that are a power of ten of another one, or another word for it.
const BASES: &[(&str, &str, i32)] = &[
    ("km", "m", 3),
    ("cm", "m", -2),
    ("mm", "m", -3),
    ("キロメートル", "m", 3),
    ("メートル", "m", 0),
    ("km²", "m²", 6),
    ("cm²", "m²", -4),
    ("ha", "m²", 4),
    ("a", "m²", 2),
    ("平方キロメートル", "m²", 6),
    ("ヘクタール", "m²", 4),
    ("アール", "m²", 2),
    ("平方メートル", "m²", 0),
    ("平米", "m²", 0),
    ("立方メートル", "m³", 0),
    ("kL", "L", 3),
    ("kl", "L", 3),
    ("l", "L", 0),
    ("mL", "L", -3),
    ("ml", "L", -3),
    ("cc", "L", -3),
    ("リットル", "L", 0),
    ("t", "g", 6),
    ("トン", "g", 6),
    ("kg", "g", 3),
    ("キログラム", "g", 3),
    ("mg", "g", -3),
    ("グラム", "g", 0),
    ("kW", "W", 3),
    ("MW", "W", 6),
    ("MWh", "kWh", 3),
    ("GWh", "kWh", 6),
    ("MJ", "J", 6),
    ("GJ", "J", 9),
    ("TJ", "J", 12),
    ("kcal", "cal", 3),
    ("GB", "MB", 3),
    ("TB", "MB", 6),
    ("Gbps", "Mbps", 3),
    ("名", "人", 0),
    ("才", "歳", 0),
    ("件数", "件", 0),
    ("回数", "回", 0),
    ("pt", "ポイント", 0),
];

/// The base of a unit: m of km, 円 of 千円, か所 of ヶ所. What is counted in a year is so, with or without `/年`.
pub fn base(unit: &str) -> Base {
    let (unit, per) = unit.split_once('/').unwrap_or((unit, "年"));
    let named = POWERS.iter().find_map(|(word, _)| unit.strip_prefix(word));
    let unit = named.filter(|_| power(unit).is_some()).unwrap_or(unit);
    let found = BASES.iter().find(|(word, ..)| *word == unit);
    let (unit, exponent) = match found {
        Some((_, base, exponent)) => ((*base).to_owned(), *exponent),
        None => (in_one_spelling(unit), 0),
    };
    let unit = match per {
        "年" => unit,
        _ => format!("{unit}/{per}"),
    };
    Base { unit, exponent }
}

/// ヶ所, カ所 and 箇所 as か所.
fn in_one_spelling(unit: &str) -> String {
    let rest = unit.strip_prefix(['ヶ', 'ヵ', 'カ', 'ケ', '箇', '個']);
    match rest.filter(|rest| rest.starts_with(['所', '月', '年', '国'])) {
        Some(rest) => format!("か{rest}"),
        None => unit.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_have_a_base() {
        for (unit, expected, exponent) in [
            ("km", "m", 3),
            ("百万円", "円", 0),
            ("万t", "g", 6),
            ("t/年", "g", 6),
            ("g/人・日", "g/人・日", 0),
            ("ヶ所", "か所", 0),
            ("個", "個", 0),
            ("千代", "千代", 0),
        ] {
            let unit = base(unit);
            assert_eq!((unit.unit.as_str(), unit.exponent), (expected, exponent));
        }
    }
}
