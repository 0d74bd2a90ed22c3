//! Files in forms (RFC 7578, `multipart/form-data`), read up to a length and for a time.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use multer::{Constraints, Multipart, SizeLimit};
use schemars::{Schema, json_schema};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::ApiError;

/// The media type of forms with files.
pub const MEDIA_TYPE: &str = "multipart/form-data";

/// The field that holds the file.
const FIELD: &str = "file";
/// How long a client may take to send a file.
const PATIENCE: Duration = Duration::from_secs(120);
/// How many files are in memory at a time; further ones wait to be read.
const AT_A_TIME: usize = 4;
/// The longest text beside a file, in bytes.
const LONGEST_TEXT: u64 = 1024;
/// What a form may need around its file, in bytes.
const AROUND: u64 = 16 * 1024;

static PLACES: Semaphore = Semaphore::const_new(AT_A_TIME);

/// The schema of a form with a file.
pub fn schema() -> Schema {
    json_schema!({
        "type": "object",
        "properties": { FIELD: { "type": "string", "format": "binary" } },
        "required": [FIELD],
    })
}

/// A form with a file. As long as it is there, it is one of the few that are in memory.
pub struct Upload {
    /// The file.
    pub file: Bytes,
    texts: Vec<(String, String)>,
    _place: SemaphorePermit<'static>,
}

impl Upload {
    /// A field beside the file.
    pub fn text(&self, name: &str) -> Option<&str> {
        let mut texts = self.texts.iter();
        let found = texts.find(|(known, _)| known == name);
        found.map(|(_, text)| text.as_str())
    }
}

/// Reads a form with a file of at most `largest` bytes and these short fields beside it.
pub async fn read(
    headers: &HeaderMap,
    body: Body,
    largest: u64,
    texts: &[&'static str],
) -> Result<Upload, ApiError> {
    let content_type = headers.get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let boundary = multer::parse_boundary(content_type.unwrap_or_default());
    let boundary = boundary.map_err(|_| ApiError::InvalidParameters)?;
    let limit = SizeLimit::new()
        .whole_stream(largest + AROUND)
        .per_field(LONGEST_TEXT)
        .for_field(FIELD, largest);
    let allowed = [&[FIELD], texts].concat();
    let constraints = Constraints::new().allowed_fields(allowed);
    let constraints = constraints.size_limit(limit);
    let mut form = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
    let reading = async {
        let place = PLACES.acquire().await.map_err(|_| ApiError::Busy)?;
        let (mut file, mut texts) = (None, Vec::new());
        while let Some(field) = form.next_field().await.map_err(|error| refused(&error))? {
            let name = field.name().unwrap_or_default().to_owned();
            match name == FIELD {
                true => file = Some(field.bytes().await.map_err(|error| refused(&error))?),
                false => texts.push((name, field.text().await.map_err(|error| refused(&error))?)),
            }
        }
        let file = file.ok_or(ApiError::InvalidParameters)?;
        Ok(Upload {
            file,
            texts,
            _place: place,
        })
    };
    let file = tokio::time::timeout(PATIENCE, reading).await;
    file.map_err(|_| ApiError::BodyTooSlow)?
}

fn refused(error: &multer::Error) -> ApiError {
    match error {
        multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => {
            ApiError::BodyTooLarge
        }
        _ => ApiError::InvalidParameters,
    }
}
