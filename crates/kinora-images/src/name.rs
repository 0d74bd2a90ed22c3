//! Names of pictures: 27 letters and digits that follow from the bytes, and an extension.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// A format of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
    /// SVG.
    Svg,
    /// AVIF: written, not read.
    Avif,
}

impl Format {
    /// Those that originals may have.
    pub const OF_ORIGINALS: [Format; 4] = [Format::Jpeg, Format::Png, Format::Svg, Format::WebP];

    /// The extension of its files, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::WebP => "webp",
            Format::Svg => "svg",
            Format::Avif => "avif",
        }
    }

    /// What `Content-Type` says.
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
            Format::WebP => "image/webp",
            Format::Svg => "image/svg+xml",
            Format::Avif => "image/avif",
        }
    }

    /// The format of an extension.
    pub fn of_extension(extension: &str) -> Option<Format> {
        match extension {
            "jpg" | "jpeg" => Some(Format::Jpeg),
            "png" => Some(Format::Png),
            "webp" => Some(Format::WebP),
            "svg" => Some(Format::Svg),
            "avif" => Some(Format::Avif),
            _ => None,
        }
    }
}

/// The name of a picture. The format is the one that is asked for; the original may have another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    stem: Box<str>,
    format: Format,
}

/// Not the name of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a picture")]
pub struct InvalidName;

impl Name {
    /// How many letters and digits a name has before its extension.
    pub const LENGTH: usize = 27;
    /// The longest stem that is looked for: names from elsewhere may be shorter or longer than ours.
    const LONGEST: usize = 64;

    /// The name of a picture with these bytes. 27 of 62 signs are 160 bits: two pictures never share a name.
    pub fn of(bytes: &[u8], format: Format) -> Name {
        const SIGNS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let mut number: [u8; 32] = Sha256::digest(bytes).into();
        let stem: String = (0..Name::LENGTH)
            .map(|_| char::from(SIGNS[usize::from(divide(&mut number, 62))]))
            .collect();
        Name {
            stem: stem.into(),
            format,
        }
    }

    /// What stands before the extension.
    pub fn stem(&self) -> &str {
        &self.stem
    }

    /// The format that the extension names.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The same picture in another format.
    pub fn with_format(&self, format: Format) -> Name {
        Name {
            stem: self.stem.clone(),
            format,
        }
    }
}

/// Divides a large number, highest byte first, and gives the remainder.
fn divide(number: &mut [u8], divisor: u16) -> u8 {
    let mut rest = 0;
    for byte in number {
        let value = rest << 8 | u16::from(*byte);
        *byte = (value / divisor) as u8;
        rest = value % divisor;
    }
    rest as u8
}

impl FromStr for Name {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Name, InvalidName> {
        let (stem, extension) = text.rsplit_once('.').ok_or(InvalidName)?;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        if stem.is_empty() || stem.len() > Name::LONGEST || !stem.bytes().all(is_plain) {
            return Err(InvalidName);
        }
        let format = Format::of_extension(extension).ok_or(InvalidName)?;
        Ok(Name {
            stem: stem.into(),
            format,
        })
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.stem, self.format.extension())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_from_bytes() {
        let name = Name::of(b"a picture", Format::Jpeg).to_string();

        assert_eq!(name.len(), 31);
        assert_eq!(name.parse(), Ok(Name::of(b"a picture", Format::Jpeg)));
        assert_ne!(name, Name::of(b"another", Format::Jpeg).to_string());
    }

    #[test]
    fn only_plain_names_are_names() {
        for text in [
            "", ".jpg", "a", "a.gif", "a/b.jpg", "../a.jpg", "a.b.jpg", "ä.jpg", "a\0.jpg",
        ] {
            assert_eq!(text.parse::<Name>(), Err(InvalidName), "{text:?}");
        }
        assert!(format!("{}.jpg", "a".repeat(65)).parse::<Name>().is_err());
        assert_eq!(
            "a.jpeg".parse::<Name>().map(|name| name.to_string()),
            Ok("a.jpg".into())
        );
    }
}
