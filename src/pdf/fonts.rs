//! The fonts of a document, each read once and shared by its pages.

use super::font::Font;
use super::page::{FontInfo, Page, PageNote};
use super::source::Source;
use lopdf::{Dictionary, ObjectId};
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A font dictionary: its object, or its place in memory where it is no object of its own. The
/// document outlives its fonts and does not move.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Object(ObjectId),
    Direct(usize),
}

/// Fonts by object, filled on first use.
#[derive(Default)]
pub struct Fonts {
    slots: Mutex<FxHashMap<Key, Arc<OnceLock<Arc<Font>>>>>,
}

impl Fonts {
    /// The font of a dictionary.
    pub fn get(&self, source: &Source<'_>, id: Option<ObjectId>, dict: &Dictionary) -> Arc<Font> {
        let direct = || Key::Direct(std::ptr::from_ref(dict) as usize);
        let key = id.map_or_else(direct, Key::Object);
        let slot = {
            let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
            slots.entry(key).or_default().clone()
        };
        slot.get_or_init(|| Arc::new(Font::read(source, dict)))
            .clone()
    }
}

/// The places of fonts in a page's list, by where they lie in memory: fonts of one name may be
/// subsets that have nothing else in common.
pub type PageFonts = FxHashMap<usize, u16>;

/// The index of a font in the page's list, which it joins at first use.
pub fn page_index(page: &mut Page, known: &mut PageFonts, font: &Arc<Font>) -> u16 {
    *known.entry(Arc::as_ptr(font) as usize).or_insert_with(|| {
        for damage in &font.damage {
            let note = PageNote::FontDamaged(font.name.clone(), damage.clone());
            page.notes.push(note);
        }
        page.fonts.push(FontInfo {
            bold: font.bold,
            ..FontInfo::named(&font.name)
        });
        u16::try_from(page.fonts.len() - 1).unwrap_or(u16::MAX)
    })
}
