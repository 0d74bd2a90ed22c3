//! Images and videos, filtered by language.

use kinora_model::image::{Image, Images, Tagged};
use kinora_model::key::Kind;
use kinora_model::part::Part;
use kinora_model::video::{Video, Videos};
use kinora_store::{Loaded, Related, Wants};
use serde::Serialize;
use serde_json::json;

use super::View;
use super::namespace::{Resource, json};
use super::titles::{EpisodeRow, episode_row, season_row, title_row};
use crate::error::ApiError;

const IMAGES: Wants = Wants::of(&[Part::Images], &[]);

/// `images` of movies and series.
pub const TITLE_IMAGES: Resource = Resource {
    name: "images",
    wants: IMAGES,
    render: |loaded, view| {
        let images = filtered(loaded, view)?;
        json(&json!({
            "backdrops": list(images.backdrops), "logos": list(images.logos), "posters": list(images.posters),
        }))
    },
};

/// `images` of collections, which have no logos.
pub const COLLECTION_IMAGES: Resource = Resource {
    name: "images",
    wants: IMAGES,
    render: |loaded, view| {
        let images = filtered(loaded, view)?;
        json(&json!({ "backdrops": list(images.backdrops), "posters": list(images.posters) }))
    },
};

/// `images` of seasons.
pub const SEASON_IMAGES: Resource = Resource {
    name: "images",
    wants: IMAGES,
    render: |loaded, view| json(&json!({ "posters": list(filtered(loaded, view)?.posters) })),
};

/// `images` of episodes.
pub const EPISODE_IMAGES: Resource = Resource {
    name: "images",
    wants: IMAGES,
    render: |loaded, view| json(&json!({ "stills": list(filtered(loaded, view)?.stills) })),
};

/// `images` of people, whatever their language.
pub const PERSON_IMAGES: Resource = Resource {
    name: "images",
    wants: IMAGES,
    render: |loaded, _| {
        json(&json!({ "profiles": list(loaded.record.part::<Images>()?.profiles) }))
    },
};

/// `images` of companies and networks, whatever their language.
pub const LOGOS: Resource = Resource {
    name: "images",
    wants: IMAGES,
    render: |loaded, _| json(&json!({ "logos": list(loaded.record.part::<Images>()?.logos) })),
};

/// `videos` of titles.
pub const VIDEOS: Resource = Resource {
    name: "videos",
    wants: Wants::of(&[Part::Videos], &[]),
    render: |loaded, view| {
        let videos: Videos = loaded.record.part()?;
        let filter = view.video_filter();
        let videos: Vec<Video> = videos
            .0
            .into_iter()
            .filter(|video| filter.covers(Some(&video.iso_639_1)))
            .collect();
        json(&json!({ "results": videos }))
    },
};

/// `tagged_images` of people. The page is honoured and told (contract, disagreement E8).
pub const TAGGED_IMAGES: Resource = Resource {
    name: "tagged_images",
    wants: Wants::of(&[Part::Tagged], &[Related::Tagged]),
    render: tagged_images,
};

fn list(images: Option<Vec<Image>>) -> Vec<Image> {
    images.unwrap_or_default()
}

fn filtered(loaded: &Loaded, view: &View) -> Result<Images, ApiError> {
    let mut images: Images = loaded.record.part()?;
    let filter = view.image_filter();
    let lists = [
        &mut images.backdrops,
        &mut images.logos,
        &mut images.posters,
        &mut images.stills,
    ];
    for list in lists.into_iter().flatten() {
        list.retain(|image| filter.covers(image.iso_639_1.as_deref()));
    }
    Ok(images)
}

#[derive(Serialize)]
struct TaggedRow {
    #[serde(flatten)]
    image: Image,
    image_type: String,
    media: serde_json::Value,
    media_type: &'static str,
}

fn tagged_images(loaded: &Loaded, view: &View) -> Result<Vec<u8>, ApiError> {
    let Tagged(tagged) = loaded.record.get()?.unwrap_or(Tagged(Vec::new()));
    let page = view.page()?;
    let mut rows = Vec::new();
    for tagged in tagged.iter().skip((page - 1) * 20).take(20) {
        let Some(record) = loaded.get(tagged.media.kind, tagged.media.id) else {
            continue;
        };
        let (media_type, media) = match tagged.media.kind {
            Kind::Episode => {
                let row = EpisodeRow {
                    media_type: Some("tv_episode"),
                    ..episode_row(loaded, record, view)?
                };
                ("episode", serde_json::to_value(row)?)
            }
            Kind::Season => (
                "season",
                serde_json::to_value(season_row(loaded, record, view)?)?,
            ),
            Kind::Movie => (
                "movie",
                serde_json::to_value(title_row(loaded, record, view)?)?,
            ),
            _ => (
                "tv",
                serde_json::to_value(title_row(loaded, record, view)?)?,
            ),
        };
        rows.push(TaggedRow {
            image: tagged.image.clone(),
            image_type: tagged.image_type.clone(),
            media,
            media_type,
        });
    }
    let total = tagged.len();
    json(
        &json!({ "page": page, "results": rows, "total_pages": total.div_ceil(20), "total_results": total }),
    )
}
