//! Pictures that editors send: stored under a name that follows from their bytes, for the parts that list images to name.

use axum::body::Bytes;
use kinora_images::{ImageError, Images};
use kinora_model::account::Role;
use kinora_model::form::Fault;
use schemars::JsonSchema;
use serde::Serialize;

use super::{account_with, refusal};
use crate::error::ApiError;
use crate::v3::operation::{Call, Operation, Reply};

/// A stored picture, in the words of the lists of images.
#[derive(Serialize, JsonSchema)]
pub struct Stored {
    /// What lists of images name it by.
    pub file_path: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Width by height, to three digits.
    pub aspect_ratio: f64,
}

/// `POST /images`
pub fn upload() -> Operation {
    let operation = Operation::uploading(
        "/images",
        "Store a picture for lists of images to name",
        |call: Call, file: Bytes| async move {
            account_with(&call, Role::Contributor)?;
            let images = call.app.settings.images.as_ref();
            let stored = store(images.ok_or(ApiError::NotFound)?, file).await?;
            Ok(Reply::created(stored))
        },
    );
    operation.answering(&[201])
}

/// Stores a picture. What is none is a fault of the field `file`.
pub async fn store(images: &Images, file: Bytes) -> Result<Stored, ApiError> {
    let (name, header) = images
        .ingest(file, None)
        .await
        .map_err(|error| refused(&error))?;
    let ratio = f64::from(header.width) / f64::from(header.height);
    Ok(Stored {
        file_path: format!("/{name}"),
        width: header.width,
        height: header.height,
        aspect_ratio: (ratio * 1000.0).round() / 1000.0,
    })
}

fn refused(error: &ImageError) -> ApiError {
    match error {
        ImageError::Refused(why) => refusal::faults(&[Fault::new("file", why.to_string())]),
        ImageError::Busy => ApiError::Busy,
        ImageError::Missing | ImageError::Failed(_) => {
            tracing::error!(%error, "cannot store a picture");
            ApiError::Unreachable
        }
    }
}
