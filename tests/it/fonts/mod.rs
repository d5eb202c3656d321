//! Fonts, text and file structure as ISO 32000-2 has them, one small PDF each. The tests say what
//! the standard asks for; clause numbers stand beside what is not common knowledge.

mod actual_text;
mod annotations;
pub mod doc;
mod drawn;
mod embedded_cmap;
mod encrypted;
mod files;
pub mod filters;
mod hidden;
mod lines;
mod optional;
mod placement;
mod predefined;
mod programs;
mod sfnt;
mod simple;
mod to_unicode;
mod vertical;
