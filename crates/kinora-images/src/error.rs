//! What can go wrong with a picture.

/// Why bytes are not taken for a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not a format that is known here.
    #[error("this is not a JPEG, PNG, WebP or SVG picture")]
    UnknownFormat,
    /// More pixels than are decoded.
    #[error("the picture has more pixels than are allowed")]
    TooManyPixels,
    /// Making it would take more memory than is allowed.
    #[error("making this of the picture would take more memory than is allowed")]
    TooMuchMemory,
    /// More bytes than are taken in.
    #[error("the file is larger than is allowed")]
    TooLarge,
    /// Broken, cut off, or of a kind that is not decoded.
    #[error("the picture is damaged or of a kind that cannot be read")]
    Damaged,
    /// A drawing that would take too much to draw.
    #[error("the drawing is too complex")]
    TooComplex,
}

/// Why a picture is not answered.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ImageError {
    /// There is no picture of this name, or no such form of it.
    #[error("there is no such picture")]
    Missing,
    /// The picture is there, but nothing can be made of it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Too many pictures are being made.
    #[error("too many pictures are being made")]
    Busy,
    /// The store of originals or the cache failed, in the words of the system: for the log alone.
    #[error("{0}")]
    Failed(String),
}

impl From<std::io::Error> for ImageError {
    fn from(error: std::io::Error) -> ImageError {
        ImageError::Failed(error.to_string())
    }
}
