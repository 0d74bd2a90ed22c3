//! Sizes as they stand in paths: `original`, `w500`, `h632`, `w300_and_h450_bestv2`, each but the first with a filter if need be:
//! `h100_filter(negate,000,666)`.

use std::fmt;
use std::str::FromStr;

/// The largest width and height that can be asked for, in pixels.
const LARGEST: u32 = 4096;
/// The strongest blur, as the standard deviation in pixels.
const STRONGEST_BLUR: u8 = 50;
const USUAL_BLUR: u8 = 10;

/// A size, and what is done to the colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Size {
    /// How large.
    pub extent: Extent,
    /// What is done to the colours.
    pub filter: Option<Filter>,
}

/// How large, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Extent {
    /// As it is.
    Original,
    /// So wide, and as high as follows; never enlarged.
    Width(u32),
    /// So high, and as wide as follows; never enlarged.
    Height(u32),
    /// Exactly this wide and high: scaled to cover it, and cut.
    Crop(u32, u32, Crop),
}

/// What is kept of a picture that is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Crop {
    /// `bestv2`: the middle.
    Best,
    /// `face`: what is upwards of the middle, where the faces of posters and portraits are.
    Face,
    /// `multi_faces`: the same.
    Faces,
}

const CROPS: [(&str, Crop); 3] = [
    ("bestv2", Crop::Best),
    ("face", Crop::Face),
    ("multi_faces", Crop::Faces),
];

/// What is done to the colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Filter {
    /// Pixels between the two colours get the opposite brightness: a logo for light backgrounds becomes one for dark ones, and
    /// its bright parts stay.
    Negate(Rgb, Rgb),
    /// Brightness becomes a mixture of two colours.
    Duotone(Rgb, Rgb),
    /// Blurred, by so many pixels.
    Blur(u8),
}

/// A colour: red, green, blue.
pub type Rgb = [u8; 3];

/// Not a size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a size")]
pub struct InvalidSize;

impl Size {
    /// As it is.
    pub const ORIGINAL: Size = Size {
        extent: Extent::Original,
        filter: None,
    };
}

impl FromStr for Size {
    type Err = InvalidSize;

    fn from_str(text: &str) -> Result<Size, InvalidSize> {
        let (extent, filter) = match text.split_once("_filter(") {
            Some((extent, filter)) => (extent, Some(filter.strip_suffix(')').ok_or(InvalidSize)?)),
            None => (text, None),
        };
        Ok(Size {
            extent: extent.parse()?,
            filter: filter.map(str::parse).transpose()?,
        })
    }
}

impl fmt::Display for Size {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.extent {
            Extent::Original => formatter.write_str("original")?,
            Extent::Width(width) => write!(formatter, "w{width}")?,
            Extent::Height(height) => write!(formatter, "h{height}")?,
            Extent::Crop(width, height, crop) => {
                let (name, _) = CROPS[crop as usize];
                write!(formatter, "w{width}_and_h{height}_{name}")?;
            }
        }
        let hex = |[red, green, blue]: Rgb| format!("{red:02x}{green:02x}{blue:02x}");
        match self.filter {
            None => Ok(()),
            Some(Filter::Negate(from, to)) => {
                write!(formatter, "_filter(negate,{},{})", hex(from), hex(to))
            }
            Some(Filter::Duotone(dark, light)) => {
                write!(formatter, "_filter(duotone,{},{})", hex(dark), hex(light))
            }
            Some(Filter::Blur(radius)) => write!(formatter, "_filter(blur,{radius})"),
        }
    }
}

impl FromStr for Extent {
    type Err = InvalidSize;

    fn from_str(text: &str) -> Result<Extent, InvalidSize> {
        if text == "original" {
            return Ok(Extent::Original);
        }
        if let Some(height) = text.strip_prefix('h') {
            return Ok(Extent::Height(pixels(height)?));
        }
        let text = text.strip_prefix('w').ok_or(InvalidSize)?;
        let Some((width, rest)) = text.split_once("_and_h") else {
            return Ok(Extent::Width(pixels(text)?));
        };
        let (height, name) = rest.split_once('_').ok_or(InvalidSize)?;
        let crop = CROPS.into_iter().find(|(known, _)| *known == name);
        let (_, crop) = crop.ok_or(InvalidSize)?;
        Ok(Extent::Crop(pixels(width)?, pixels(height)?, crop))
    }
}

/// A number without sign or leading zeros, so that each size has one spelling.
fn pixels(text: &str) -> Result<u32, InvalidSize> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    match text.parse() {
        Ok(number @ 1..=LARGEST) if is_plain => Ok(number),
        _ => Err(InvalidSize),
    }
}

impl FromStr for Filter {
    type Err = InvalidSize;

    fn from_str(text: &str) -> Result<Filter, InvalidSize> {
        let words: Vec<&str> = text.split(',').map(str::trim).collect();
        match words[..] {
            ["negate"] => Ok(Filter::Negate([0; 3], [255; 3])),
            ["negate", from, to] => Ok(Filter::Negate(colour(from)?, colour(to)?)),
            ["duotone", dark, light] => Ok(Filter::Duotone(colour(dark)?, colour(light)?)),
            ["blur"] => Ok(Filter::Blur(USUAL_BLUR)),
            ["blur", radius] => match radius.parse() {
                Ok(radius @ 1..=STRONGEST_BLUR) => Ok(Filter::Blur(radius)),
                _ => Err(InvalidSize),
            },
            _ => Err(InvalidSize),
        }
    }
}

/// Three or six hexadecimal digits.
fn colour(text: &str) -> Result<Rgb, InvalidSize> {
    let digit = |sign: u8| char::from(sign).to_digit(16).map(|digit| digit as u8);
    let digits: Option<Vec<u8>> = text.bytes().map(digit).collect();
    match digits.as_deref() {
        Some(&[red, green, blue]) => Ok([red * 17, green * 17, blue * 17]),
        Some(&[a, b, c, d, e, f]) => Ok([a << 4 | b, c << 4 | d, e << 4 | f]),
        _ => Err(InvalidSize),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_clients_write_them() {
        for (text, written) in [
            ("original", "original"),
            ("w92", "w92"),
            ("h632", "h632"),
            ("w300_and_h450_bestv2", "w300_and_h450_bestv2"),
            ("w1066_and_h600_bestv2", "w1066_and_h600_bestv2"),
            ("w500_and_h282_face", "w500_and_h282_face"),
            ("w1920_and_h800_multi_faces", "w1920_and_h800_multi_faces"),
            (
                "h100_filter(negate,000,666)",
                "h100_filter(negate,000000,666666)",
            ),
            (
                "w300_filter(duotone,032541,01b4e4)",
                "w300_filter(duotone,032541,01b4e4)",
            ),
            (
                "w300_filter(duotone,00192F,00baff)",
                "w300_filter(duotone,00192f,00baff)",
            ),
            (
                "w300_and_h450_bestv2_filter(blur)",
                "w300_and_h450_bestv2_filter(blur,10)",
            ),
        ] {
            assert_eq!(
                text.parse::<Size>().map(|size| size.to_string()),
                Ok(written.into()),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_size_is_refused() {
        for text in [
            "",
            "w",
            "w0",
            "w01",
            "w+5",
            "w4097",
            "W500",
            "500",
            "w500_and_h",
            "w500_and_h282",
            "w500_and_h282_feet",
            "w500_and_h0_face",
            "w99999999999",
            "h",
            "originals",
            "w500_filter(",
            "w500_filter()",
            "w500_filter(negate,00,666)",
            "w500_filter(negate,000)",
            "w500_filter(blur,51)",
            "w500_filter(blur,0)",
            "w500_filter(melt)",
            "w500_filter(negate,000,666)x",
        ] {
            assert_eq!(text.parse::<Size>(), Err(InvalidSize), "{text:?}");
        }
    }
}
