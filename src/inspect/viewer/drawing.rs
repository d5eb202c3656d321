//! [`Drawing`]: a page as a picture.

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use std::io::{Read, Write};

/// A page as a picture: SVG, deflated.
#[derive(Debug, Clone, Default)]
pub struct Drawing {
    /// The SVG, deflated (zlib).
    pub(super) deflated: Vec<u8>,
    /// Why it is a reconstruction of what was read, and not the page itself.
    pub rebuilt: Option<&'static str>,
}

impl Drawing {
    /// The page as it is.
    pub fn drawn(svg: &str) -> Self {
        Self {
            deflated: deflated(svg.as_bytes()),
            rebuilt: None,
        }
    }

    /// What was read of the page.
    pub fn rebuilt(svg: &str, why: &'static str) -> Self {
        Self {
            rebuilt: Some(why),
            ..Self::drawn(svg)
        }
    }

    /// The SVG.
    pub fn svg(&self) -> String {
        let mut svg = String::new();
        // it is what was deflated here
        let _ = ZlibDecoder::new(self.deflated.as_slice()).read_to_string(&mut svg);
        svg
    }

    /// Its size in the page, in bytes.
    pub fn size(&self) -> usize {
        self.deflated.len()
    }
}

/// Bytes as `DecompressionStream('deflate')` takes them.
pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
    // nothing fails that is written to memory
    let written = encoder.write_all(bytes);
    written.and_then(|()| encoder.finish()).unwrap_or_default()
}
