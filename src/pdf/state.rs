//! The graphics state (ISO 32000-2, 8.4) and the text state (9.3).

use super::color::ColorSpace;
use super::font::Font;
use super::page::Color;
use crate::geometry::{Matrix, Rect};
use std::sync::Arc;

/// The parameters that `q` saves and `Q` restores.
#[derive(Clone)]
pub struct GraphicsState {
    /// User space to page space.
    pub ctm: Matrix,
    /// The box around the current clipping path, in page space.
    pub clip: Rect,
    /// Nonstroking colour space.
    pub fill_space: Arc<ColorSpace>,
    /// Stroking colour space.
    pub stroke_space: Arc<ColorSpace>,
    /// Nonstroking colour.
    pub fill: Color,
    /// Stroking colour.
    pub stroke: Color,
    /// Nonstroking alpha.
    pub fill_alpha: f64,
    /// Stroking alpha.
    pub stroke_alpha: f64,
    /// Line width in user space.
    pub line_width: f64,
    /// Text state.
    pub text: TextState,
}

/// The text state parameters.
#[derive(Clone)]
pub struct TextState {
    /// The font and its index in the page's font list.
    pub font: Option<(Arc<Font>, u16)>,
    /// `Tfs`, in text space units.
    pub font_size: f64,
    /// `Tc`, in text space units.
    pub char_space: f64,
    /// `Tw`, in text space units.
    pub word_space: f64,
    /// `Tz` / 100.
    pub horizontal_scaling: f64,
    /// `TL`, in text space units.
    pub leading: f64,
    /// `Ts`, in text space units.
    pub rise: f64,
    /// `Tr`.
    pub rendering_mode: u8,
}

impl GraphicsState {
    /// The state at the start of a page.
    pub fn new(ctm: Matrix, clip: Rect) -> Self {
        let gray = Arc::new(ColorSpace::Gray);
        Self {
            ctm,
            clip,
            fill_space: gray.clone(),
            stroke_space: gray,
            fill: Color::BLACK,
            stroke: Color::BLACK,
            fill_alpha: 1.0,
            stroke_alpha: 1.0,
            line_width: 1.0,
            text: TextState {
                font: None,
                font_size: 0.0,
                char_space: 0.0,
                word_space: 0.0,
                horizontal_scaling: 1.0,
                leading: 0.0,
                rise: 0.0,
                rendering_mode: 0,
            },
        }
    }
}
