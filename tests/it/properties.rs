//! Properties of the pure functions, and of reading, on any input.

use keikaku::normalize::{
    Policy, clean_char, fold_char, fold_pattern, measure_number, normalize, normalized,
};
use keikaku::text::Text;
use keikaku::value::{self, Context, years};
use keikaku::{ReadOptions, read};
use proptest::prelude::*;

/// Any text, and texts of what the steps look at.
fn texts() -> impl Strategy<Value = String> {
    let looked_at = "[㍗㌔ーｰ－‐\\-〜～ 　\n\rァアカガｶﾞﾟ゛゜はA1０（）〈《“’①㈱㎡№〇◯✔•・葛漢\u{E0100}\u{FE0F}\u{200B}⽬⺠神\u{FA19}、。々〃]{0,16}";
    prop_oneof![any::<String>(), looked_at.prop_map(|s: String| s)]
}

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
        let said = value::read(&format!("{grouped}{unit}"), &Context::default()).to_string();
        let kind = if unit.is_empty() { "number" } else { "amount" };
        let expected = format!("{kind} {n} {unit}");
        prop_assert_eq!(said, expected.trim());
    }

    #[test]
    fn a_normalised_text_leads_back_to_what_was_printed(text in texts()) {
        for (name, policy) in Policy::NAMED {
            let out = normalize(policy, &text);
            prop_assert_eq!(out.undone(&text), text.as_str(), "{}", name);
            prop_assert_eq!(normalized(policy, &out.text), out.text.as_str(), "{}", name);
        }
    }

    #[test]
    fn era_years_are_gregorian(n in 1i32..60) {
        let reiwa = years::year(&format!("令和{n}年度")).unwrap();
        prop_assert_eq!(reiwa.year, 2018 + n);
        let heisei = years::year(&format!("H{n}")).unwrap();
        prop_assert_eq!((heisei.year, heisei.era_overrun), (1988 + n, n > 31));
    }

    #[test]
    fn any_text_is_no_panic(text in any::<String>()) {
        let _ = value::read(&text, &Context::default()).to_string();
        let _ = years::years(&text);
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
