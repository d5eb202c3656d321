//! Years in texts: shifted, and in other notations.

use regex::{Captures, Regex};
use std::sync::LazyLock;

/// A year in any notation, with digits of any width.
pub static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?<era>令和|平成|昭和|[RHSＲＨＳ])(?<n>元|\d{1,2})|(?<only>(?:19|20)\d\d|(?:１９|２０)[０-９]{2})").unwrap()
});

/// A number of digits of any width.
pub fn digits(text: &str) -> i32 {
    let folded: String = text.chars().map(keikaku::normalize::fold_char).collect();
    if folded == "元" {
        1
    } else {
        folded.parse().unwrap_or_default()
    }
}

/// A text with all its years later by `by`.
pub fn shifted(text: &str, by: i32) -> String {
    let one = |c: &Captures<'_>| match (c.name("era"), c.name("n"), c.name("only")) {
        (Some(era), Some(n), _) => match digits(n.as_str()) + by {
            1 => format!("{}元", era.as_str()),
            n => format!("{}{n}", era.as_str()),
        },
        (_, _, Some(only)) => (digits(only.as_str()) + by).to_string(),
        _ => c[0].to_owned(),
    };
    YEAR.replace_all(text, one).into_owned()
}

/// A text in which fiscal years are written in the next notation: 令和6年度, R6年度, 2024年度.
pub fn renoted(text: &str) -> String {
    static FISCAL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?<era>令和|R)(?<n>\d{1,2})年度|(?<only>20[2-9]\d)年度").unwrap()
    });
    let one = |c: &Captures<'_>| match (c.name("era").map(|e| e.as_str()), c.name("n")) {
        (Some("令和"), Some(n)) => format!("R{}年度", digits(n.as_str())),
        (Some(_), Some(n)) => format!("{}年度", 2018 + digits(n.as_str())),
        _ => format!("令和{}年度", digits(&c["only"]) - 2018),
    };
    FISCAL.replace_all(text, one).into_owned()
}

#[test]
fn years_are_shifted_and_noted_otherwise() {
    assert_eq!(shifted("令和６(2024)年度まで", 1), "令和7(2025)年度まで");
    assert_eq!(shifted("H30に開始", -2), "H28に開始");
    assert_eq!(
        renoted("令和6年度とR7年度と2026年度"),
        "R6年度と2025年度と令和8年度"
    );
}
