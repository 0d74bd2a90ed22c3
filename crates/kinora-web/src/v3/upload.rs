//! Files in forms (RFC 7578, `multipart/form-data`), read up to a length and for a time.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use multer::{Constraints, Multipart, SizeLimit};
use schemars::{Schema, json_schema};

use crate::error::ApiError;

/// The media type of forms with files.
pub const MEDIA_TYPE: &str = "multipart/form-data";

/// The field that holds the file.
const FIELD: &str = "file";
/// How long a client may take to send a file.
const PATIENCE: Duration = Duration::from_secs(120);
/// What a form may need around its file, in bytes.
const AROUND: u64 = 16 * 1024;

/// The schema of a form with a file.
pub fn schema() -> Schema {
    json_schema!({
        "type": "object",
        "properties": { FIELD: { "type": "string", "format": "binary" } },
        "required": [FIELD],
    })
}

/// Reads the file of a form, of at most `largest` bytes.
pub async fn read(headers: &HeaderMap, body: Body, largest: u64) -> Result<Bytes, ApiError> {
    let content_type = headers.get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let boundary = multer::parse_boundary(content_type.unwrap_or_default());
    let boundary = boundary.map_err(|_| ApiError::InvalidParameters)?;
    let limit = SizeLimit::new()
        .whole_stream(largest + AROUND)
        .per_field(largest);
    let constraints = Constraints::new().allowed_fields(vec![FIELD]);
    let constraints = constraints.size_limit(limit);
    let mut form = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
    let reading = async {
        let field = form.next_field().await.map_err(refused)?;
        let field = field.ok_or(ApiError::InvalidParameters)?;
        field.bytes().await.map_err(refused)
    };
    let file = tokio::time::timeout(PATIENCE, reading).await;
    file.map_err(|_| ApiError::BodyTooSlow)?
}

fn refused(error: multer::Error) -> ApiError {
    match error {
        multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. } => {
            ApiError::BodyTooLarge
        }
        _ => ApiError::InvalidParameters,
    }
}
