//! Properties of the pure functions, and of reading, on any input.

use keikaku::normalize::{clean_char, fold_char, fold_pattern, measure_number, number, year};
use keikaku::text::Text;
use keikaku::{ReadOptions, read};
use proptest::prelude::*;

proptest! {
    #[test]
    fn folding_is_done_in_one_step(c in any::<char>()) {
        let once = fold_char(c);
        prop_assert_eq!(fold_char(once), once);
    }

    #[test]
    fn cleaning_is_done_in_one_step(c in any::<char>()) {
        if let Some(once) = clean_char(c) {
            prop_assert_eq!(clean_char(once), Some(once));
        }
    }

    #[test]
    fn a_literal_pattern_finds_itself(text in "[ぁ-んァ-ン０-９（）：＋．？＝～－]{1,12}") {
        let folded: String = text.chars().map(fold_char).collect();
        let pattern = regex::Regex::new(&fold_pattern(&text)).unwrap();
        prop_assert!(pattern.is_match(&folded), "{} in {}", fold_pattern(&text), folded);
    }

    #[test]
    fn quantities_are_read_back(n in 0u64..10_000_000_000, unit in "(件|団体|%|人)?") {
        let digits = n.to_string();
        let grouped: String = digits
            .chars()
            .enumerate()
            .flat_map(|(i, c)| {
                let comma = i > 0 && (digits.len() - i).is_multiple_of(3);
                comma.then_some(',').into_iter().chain([c])
            })
            .collect();
        let read = number::quantity(&format!("{grouped}{unit}")).unwrap();
        prop_assert_eq!(read.number.as_u64(), Some(n));
        prop_assert_eq!(read.unit.unwrap_or_default(), unit);
    }

    #[test]
    fn era_years_are_gregorian(n in 1i32..60) {
        let reiwa = year::year(&format!("令和{n}年度")).unwrap();
        prop_assert_eq!(reiwa.year, 2018 + n);
        let heisei = year::year(&format!("H{n}")).unwrap();
        prop_assert_eq!((heisei.year, heisei.era_overrun), (1988 + n, n > 31));
    }

    #[test]
    fn any_text_is_no_panic(text in any::<String>()) {
        let _ = number::quantity(&text);
        let _ = number::absence(&text);
        let _ = year::years(&text);
        let _ = measure_number::ordinal(&measure_number::plain(&text));
        let whole = Text::plain(&text);
        prop_assert_eq!(whole.folded().chars().len(), whole.chars().len());
        let slice = whole.slice(0..text.len());
        prop_assert_eq!(slice.as_str(), text.as_str());
    }

    #[test]
    fn any_bytes_behind_a_header_return(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        let mut file = b"%PDF-1.7\n".to_vec();
        file.extend(bytes);
        let _ = read(&file, "x.pdf", &ReadOptions::default());
    }

    #[test]
    fn any_content_stream_returns(content in "[0-9a-zA-Z ()<>\\[\\]/.\\-\\*'\"]{0,300}") {
        let page = crate::support::PageSpec::new(content.as_bytes());
        let file = crate::support::pdf(&[page]);
        prop_assert!(read(&file, "x.pdf", &ReadOptions::default()).is_ok());
    }
}
