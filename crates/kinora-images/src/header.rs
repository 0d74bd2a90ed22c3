//! What the first bytes of a file say, read before anything is decoded.

use crate::decode::Source;
use crate::error::Refusal;
use crate::name::Format;
use crate::variant::Limits;

/// Format and dimensions of a picture, as it is shown: turned where its EXIF data says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The format that the bytes are in, whatever the name says.
    pub format: Format,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl Header {
    /// Reads the header and holds it against the limits.
    pub fn read(bytes: &[u8], limits: &Limits) -> Result<Header, Refusal> {
        Ok(Source::open(bytes, limits)?.header())
    }
}
