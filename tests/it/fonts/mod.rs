//! Fonts, text and file structure as ISO 32000-2 has them, one small PDF each. The tests say what
//! the standard asks for; clause numbers stand beside what is not common knowledge.

mod actual_text;
mod doc;
mod embedded_cmap;
mod predefined;
mod programs;
mod sfnt;
mod simple;
mod to_unicode;
