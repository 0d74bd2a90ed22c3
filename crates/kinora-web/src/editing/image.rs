//! Pictures that editors send: stored under a name that follows from their bytes, for the parts that list images to name. And what
//! accounts think of them, which orders the lists.

use axum::body::Bytes;
use axum::http::Method;
use kinora_images::{ImageError, Images};
use kinora_model::account::Role;
use kinora_model::form::Fault;
use kinora_model::rating::Rating;
use kinora_model::{EntityKey, Kind, Part};
use kinora_store::Put;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{account_with, number, refusal};
use crate::error::ApiError;
use crate::v3::body::lenient;
use crate::v3::operation::{Call, Operation, Reply, Success};
use crate::v3::upload::Upload;

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
        |call: Call, sent: Upload| async move {
            account_with(&call, Role::Contributor)?;
            let images = call.app.settings.images.as_ref();
            let stored = store(images.ok_or(ApiError::NotFound)?, sent.file.clone()).await?;
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

/// What an account thinks of an image.
#[derive(Deserialize, JsonSchema)]
struct Vote {
    /// The image, as the lists name it.
    file_path: Option<String>,
    /// 0.5 to 10 in steps of 0.5.
    #[serde(default, deserialize_with = "lenient::float")]
    value: Option<f64>,
}

/// An image whose vote is taken back.
#[derive(Deserialize, JsonSchema)]
struct Unvoted {
    /// The image, as the lists name it.
    file_path: Option<String>,
}

/// `POST` and `DELETE /{kind}/{id}/images/vote`
pub fn votes(kind: Kind) -> Vec<Operation> {
    if !Part::of(kind).contains(&Part::Images) {
        return Vec::new();
    }
    let path = format!("/{}/{{id}}/images/vote", kind.name());
    let vote = Operation::taking(
        Method::POST,
        &path,
        &format!("Vote on an image of a {}", kind.name()),
        &[],
        move |call: Call, vote: Vote| async move {
            let file_path = vote.file_path.ok_or(ApiError::InvalidParameters)?;
            let value = vote.value.ok_or(ApiError::InvalidParameters)?;
            let value = Rating::try_from(value).map_err(ApiError::InvalidRating)?;
            let (account, key) = (call.account()?.id, EntityKey::new(kind, number(&call, 0)?));
            let store = &call.app.store;
            let put = store.vote_on_image(account, key, file_path, value).await?;
            let put = put.ok_or(ApiError::NotFound)?;
            call.app.follow().await;
            Ok(match put {
                Put::Added => Success::created(),
                Put::Replaced => Success::reply(12),
            })
        },
    );
    let unvote = Operation::taking(
        Method::DELETE,
        &path,
        &format!("Take a vote on an image of a {} back", kind.name()),
        &[],
        move |call: Call, unvoted: Unvoted| async move {
            let file_path = unvoted.file_path.ok_or(ApiError::InvalidParameters)?;
            let (account, key) = (call.account()?.id, EntityKey::new(kind, number(&call, 0)?));
            let store = &call.app.store;
            let gone = store.take_back_image_vote(account, key, file_path).await?;
            call.app.follow().await;
            gone.then(|| Success::reply(13)).ok_or(ApiError::NotFound)
        },
    );
    vec![vote.answering(&[201]), unvote]
}
