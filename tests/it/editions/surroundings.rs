//! Changes beside the items: the legend, footnotes, running text, the plan's own record.

use super::draft::Draft;
use super::generate::Shares;
use super::random::Random;
use super::structure::sentence;
use super::years::{YEAR, shifted};
use keikaku::document::{Footnote, LegendEntry};

/// Makes all changes beside the items.
pub fn change(draft: &mut Draft, shares: &Shares, random: &mut Random) {
    if random.chance(shares.legend) {
        legend_added(draft, random);
    }
    if random.chance(shares.legend) {
        redefined(draft, random);
    }
    if random.chance(shares.footnotes) {
        footnote(draft, random);
    }
    if random.chance(shares.sections) {
        section(draft, random);
    }
    if random.chance(shares.years_rolled) {
        plan(draft);
    }
}

fn legend_added(draft: &mut Draft, random: &mut Random) {
    let legend = &mut draft.document.legend;
    let (mark, meaning) = *random.pick(&[
        ("◎", "特に成果があったもの"),
        ("▲", "見直しを要するもの"),
        ("※", "国の補助を受けるもの"),
    ]);
    if !legend.is_empty() && legend.iter().all(|e| e.mark != mark) {
        legend.push(LegendEntry {
            mark: mark.into(),
            meaning: meaning.into(),
            code: None,
            scope: None,
            at: Vec::new(),
        });
    }
}

/// A mark means something else; what is printed at the items stays, what it means follows.
fn redefined(draft: &mut Draft, random: &mut Random) {
    let legend = &mut draft.document.legend;
    let fits = |e: &&mut LegendEntry| !YEAR.is_match(&e.meaning) && !e.meaning.contains("概ね");
    let mut entries: Vec<&mut LegendEntry> = legend.iter_mut().filter(fits).collect();
    if entries.is_empty() {
        return;
    }
    let at = random.below(entries.len());
    let entry = &mut *entries[at];
    entry.meaning = format!("{}（概ね8割以上の場合を含む）", entry.meaning);
    let (mark, meaning) = (entry.mark.clone(), entry.meaning.clone());
    for entry in &mut draft.entries {
        if let Some(status) = entry
            .item
            .status
            .as_mut()
            .filter(|s| s.mark == mark && s.meaning.is_some())
        {
            status.meaning = Some(meaning.clone());
        }
    }
}

fn footnote(draft: &mut Draft, random: &mut Random) {
    let notes = &mut draft.document.footnotes;
    if notes.is_empty() {
        return;
    }
    let at = random.below(notes.len());
    match random.below(4) {
        0 if notes.len() > 2 => drop(notes.remove(at)),
        1 if notes.iter().all(|n| n.term != "デジタル・ディバイド") => {
            let (term, text) = (
                "デジタル・ディバイド".into(),
                "情報の道具を使える人と使えない人との間の隔たり".into(),
            );
            let note = Footnote {
                term,
                text,
                marked: Vec::new(),
                ..notes[at].clone()
            };
            notes.push(note);
        }
        _ => notes[at].text = format!("{}（市の区域の外で行われるものを除く）", notes[at].text),
    }
}

/// A paragraph more under a heading that is used once.
fn section(draft: &mut Draft, random: &mut Random) {
    let sections = &mut draft.document.sections;
    let once = |i: usize| {
        sections[i].heading.is_some()
            && sections
                .iter()
                .filter(|s| s.heading == sections[i].heading)
                .count()
                == 1
    };
    let fits: Vec<usize> = (0..sections.len()).filter(|i| once(*i)).collect();
    if !fits.is_empty() {
        let section = &mut sections[*random.pick(&fits)];
        section.text = format!("{}\n{}", section.text, sentence(random));
    }
}

/// The next year's edition.
fn plan(draft: &mut Draft) {
    let plan = &mut draft.document.plan;
    for text in [&mut plan.published, &mut plan.edition]
        .into_iter()
        .flatten()
    {
        *text = shifted(text, 1);
    }
}
