//! What is on a page and not in its document, run by run.

use super::model::{Outside, Why};
use crate::account::Place;
use crate::pdf::{Glyph, Hidden, Page};

/// The text of a page that is not in the document, by the place of each of its glyphs.
pub fn outside(page: &Page, places: &[Place]) -> Vec<Outside> {
    let mut out: Vec<Outside> = Vec::new();
    let mut last: Option<&Glyph> = None;
    for glyph in &page.glyphs {
        let place = places.get(glyph.index as usize).copied();
        let Some((why, detail)) = place.and_then(|place| why(place, glyph)) else {
            // a space between two glyphs of a run does not end it
            if place != Some(Place::Space) {
                last = None;
            }
            continue;
        };
        let run = out.last_mut().filter(|o| {
            let goes_on = last.is_some_and(|l| on_one_line(l, glyph));
            goes_on && o.why == why && o.detail.as_deref() == detail
        });
        match run {
            Some(run) => {
                run.text.push_str(&glyph.text);
                run.r#box = around(run.r#box, glyph.bbox.rounded());
            }
            None => out.push(Outside {
                why,
                detail: detail.map(str::to_owned),
                text: glyph.text.to_string(),
                r#box: glyph.bbox.rounded(),
            }),
        }
        last = Some(glyph);
    }
    out.retain(|o| !o.text.trim().is_empty());
    out
}

/// Why a glyph is not in the document; none for one that is.
fn why(place: Place, glyph: &Glyph) -> Option<(Why, Option<&'static str>)> {
    match place {
        Place::Lost => Some((Why::Lost, None)),
        Place::Twice => Some((Why::Twice, None)),
        Place::Furniture => Some((Why::Furniture, None)),
        Place::Suspect => Some((Why::Suspect, None)),
        Place::Hidden => match glyph.hidden {
            // what is drawn again in its place is there once, and off the page nobody can look
            None | Some(Hidden::Repeated | Hidden::Ruby | Hidden::OffPage) => None,
            Some(reason) => Some((Why::Hidden, Some(reason.as_str()))),
        },
        Place::Cell
        | Place::RepeatedHeader
        | Place::Heading
        | Place::Text
        | Place::Footnote
        | Place::Ruby
        | Place::Space => None,
    }
}

fn around(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        a[2].max(b[2]),
        a[3].max(b[3]),
    ]
}

/// Two glyphs follow each other in one line or column.
fn on_one_line(a: &Glyph, b: &Glyph) -> bool {
    let reach = 2.0 * a.size.max(b.size);
    let near = (a.origin.x - b.origin.x).abs() < reach && (a.origin.y - b.origin.y).abs() < reach;
    let in_line = (a.origin.y - b.origin.y).abs() < 0.5 || (a.origin.x - b.origin.x).abs() < 0.5;
    near && in_line && a.rotation == b.rotation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_in_the_document_is_told_run_by_run() {
        let page = Page::for_test("表題 1頁落");
        let places = [
            Place::Heading,
            Place::Heading,
            Place::Space,
            Place::Furniture,
            Place::Furniture,
            Place::Lost,
        ];
        let said = outside(&page, &places);
        let said: Vec<_> = said.iter().map(|o| (o.why, o.text.as_str())).collect();
        assert_eq!(said, [(Why::Furniture, "1頁"), (Why::Lost, "落")]);
    }
}
