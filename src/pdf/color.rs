//! Colour spaces to RGB (ISO 32000-2, 8.6), as far as "is this cell shaded, and how" needs it.

use super::filter::{Decoded, Trouble};
use super::page::Color;
use super::source::Source;
use lopdf::{Dictionary, Object};

/// A colour space, reduced to how many components it has and how they become RGB.
#[derive(Debug, Clone, PartialEq)]
pub enum ColorSpace {
    /// DeviceGray, CalGray, ICCBased with one component.
    Gray,
    /// DeviceRGB, CalRGB, ICCBased with three components.
    Rgb,
    /// DeviceCMYK, ICCBased with four components.
    Cmyk,
    /// CIE L*a*b*.
    Lab,
    /// Separation and DeviceN: a tint transform into another space.
    Tint(Box<ColorSpace>, Option<Tint>),
    /// Indexed: the colour table, already converted.
    Indexed(Vec<[u8; 3]>),
    /// Pattern.
    Pattern,
}

/// An exponential tint transform (function type 2) between the colours at tint 0 and 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Tint {
    c0: Vec<f64>,
    c1: Vec<f64>,
    exponent: f64,
}

/// The data of a stream, whatever is wrong with it.
fn take(decoded: Decoded, trouble: &mut Option<Trouble>) -> Vec<u8> {
    *trouble = trouble.take().or(decoded.trouble);
    decoded.data
}

/// Deepest nesting of colour spaces (Indexed over Separation over ICCBased is three).
const MAX_NESTING: usize = 4;

impl ColorSpace {
    /// The space of a name or array; `Gray` for what is not understood. What is wrong with its
    /// streams goes to `trouble`.
    pub fn read(
        source: &Source<'_>,
        resources: Option<&Dictionary>,
        object: &Object,
        trouble: &mut Option<Trouble>,
    ) -> Self {
        Self::read_at(source, resources, object, trouble, MAX_NESTING).unwrap_or(Self::Gray)
    }

    fn read_at(
        source: &Source<'_>,
        resources: Option<&Dictionary>,
        object: &Object,
        trouble: &mut Option<Trouble>,
        depth: usize,
    ) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        let array = match source.resolve(object) {
            Object::Name(name) => {
                return Self::by_name(name).or_else(|| {
                    let spaces = source.get_dict(resources?, b"ColorSpace")?;
                    Self::read_at(source, resources, source.get(spaces, name)?, trouble, depth)
                });
            }
            Object::Array(array) => array,
            _ => return None,
        };
        let item = |i: usize| array.get(i).map(|o| source.resolve(o));
        match item(0)?.as_name().ok()? {
            b"ICCBased" => {
                let Object::Stream(profile) = item(1)? else {
                    return None;
                };
                Some(match source.get_number(&profile.dict, b"N")? as i64 {
                    1 => Self::Gray,
                    4 => Self::Cmyk,
                    _ => Self::Rgb,
                })
            }
            b"Separation" | b"DeviceN" => {
                let base = Self::read_at(source, resources, item(2)?, trouble, depth)?;
                let tint = item(3).and_then(|f| Tint::read(source, f, trouble));
                Some(Self::Tint(Box::new(base), tint))
            }
            b"Indexed" | b"I" => {
                let base = Self::read_at(source, resources, item(1)?, trouble, depth)?;
                let table = match item(3)? {
                    Object::String(bytes, _) => bytes.clone(),
                    Object::Stream(stream) => take(source.decode(stream), trouble),
                    _ => return None,
                };
                let n = base.components();
                Some(Self::Indexed(
                    table
                        .chunks_exact(n)
                        .map(|c| {
                            let c: Vec<f64> = c.iter().map(|&b| f64::from(b) / 255.0).collect();
                            base.to_rgb(&c)
                        })
                        .collect(),
                ))
            }
            name => Self::by_name(name),
        }
    }

    fn by_name(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"DeviceGray" | b"G" | b"CalGray" => Self::Gray,
            b"DeviceRGB" | b"RGB" | b"CalRGB" => Self::Rgb,
            b"DeviceCMYK" | b"CMYK" => Self::Cmyk,
            b"Lab" => Self::Lab,
            b"Pattern" => Self::Pattern,
            _ => return None,
        })
    }

    fn components(&self) -> usize {
        match self {
            Self::Rgb | Self::Lab => 3,
            Self::Cmyk => 4,
            _ => 1,
        }
    }

    /// The colour when the space is chosen and no colour was set yet.
    pub fn initial(&self) -> Color {
        match self {
            Self::Tint(..) => self.color(&[1.0]),
            Self::Cmyk => self.color(&[0.0, 0.0, 0.0, 1.0]),
            _ => self.color(&[0.0, 0.0, 0.0]),
        }
    }

    /// The colour of some components.
    pub fn color(&self, components: &[f64]) -> Color {
        Color {
            rgb: self.to_rgb(components),
            pattern: *self == Self::Pattern,
        }
    }

    fn to_rgb(&self, c: &[f64]) -> [u8; 3] {
        let at = |i: usize| c.get(i).copied().unwrap_or(0.0);
        let byte = |v: f64| (v.clamp(0.0, 1.0) * 255.0).round() as u8;
        match self {
            Self::Gray => [byte(at(0)); 3],
            Self::Rgb => [byte(at(0)), byte(at(1)), byte(at(2))],
            Self::Cmyk => [0, 1, 2].map(|i| byte(1.0 - (at(i) + at(3)).min(1.0))),
            // lightness alone tells shaded from white
            Self::Lab => [byte(at(0) / 100.0); 3],
            Self::Tint(base, Some(tint)) => base.to_rgb(&tint.apply(at(0))),
            // an unknown transform: more tint is darker
            Self::Tint(..) => [byte(1.0 - c.iter().copied().fold(0.0, f64::max)); 3],
            Self::Indexed(table) => table
                .get(at(0).max(0.0) as usize)
                .copied()
                .unwrap_or([0; 3]),
            Self::Pattern => [0xC0; 3],
        }
    }
}

impl Tint {
    fn read(source: &Source<'_>, function: &Object, trouble: &mut Option<Trouble>) -> Option<Self> {
        let dict = super::source::as_dict(function)?;
        match source.get_number(dict, b"FunctionType")? as i64 {
            2 => Some(Self {
                c0: source.get_numbers(dict, b"C0").unwrap_or_else(|| vec![0.0]),
                c1: source.get_numbers(dict, b"C1").unwrap_or_else(|| vec![1.0]),
                exponent: source.get_number(dict, b"N").unwrap_or(1.0),
            }),
            0 => Self::from_samples(source, function, trouble),
            _ => None,
        }
    }

    /// The first and last sample of a sampled function of one variable with 8-bit samples.
    fn from_samples(
        source: &Source<'_>,
        function: &Object,
        trouble: &mut Option<Trouble>,
    ) -> Option<Self> {
        let Object::Stream(stream) = function else {
            return None;
        };
        let bits = source.get_number(&stream.dict, b"BitsPerSample")?;
        let size = source.get_numbers(&stream.dict, b"Size")?;
        let range = source.get_numbers(&stream.dict, b"Range")?;
        if bits != 8.0 || size.len() != 1 {
            return None;
        }
        let data = take(source.decode(stream), trouble);
        let n = range.len() / 2;
        let sample = |from: usize| -> Option<Vec<f64>> {
            let bytes = data.get(from..from + n)?;
            Some(bytes.iter().map(|&b| f64::from(b) / 255.0).collect())
        };
        Some(Self {
            c0: sample(0)?,
            c1: sample((size[0] as usize).checked_sub(1)? * n)?,
            exponent: 1.0,
        })
    }

    fn apply(&self, tint: f64) -> Vec<f64> {
        let t = tint.clamp(0.0, 1.0).powf(self.exponent);
        let pair = |(a, b): (&f64, &f64)| a + t * (b - a);
        self.c0.iter().zip(&self.c1).map(pair).collect()
    }
}

/// A colour of given alpha over white paper.
pub fn over_white(color: Color, alpha: f64) -> Color {
    let blend = |c: u8| (f64::from(c) * alpha + 255.0 * (1.0 - alpha)).round() as u8;
    Color {
        rgb: color.rgb.map(blend),
        ..color
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn device_spaces_become_rgb() {
        assert_eq!(ColorSpace::Gray.color(&[0.5]).rgb, [128; 3]);
        assert_eq!(
            ColorSpace::Cmyk.color(&[0.0, 1.0, 0.0, 0.0]).rgb,
            [255, 0, 255]
        );
        assert!(ColorSpace::Pattern.color(&[]).pattern);
    }

    #[test]
    fn a_tint_of_zero_is_no_ink() {
        let tint = Tint {
            c0: vec![0.0; 4],
            c1: vec![0.0, 0.0, 0.0, 0.6],
            exponent: 1.0,
        };
        let space = ColorSpace::Tint(Box::new(ColorSpace::Cmyk), Some(tint));
        assert!(space.color(&[0.0]).is_white());
        assert_eq!(space.color(&[1.0]).rgb, [102; 3]);
    }
}
