//! Images and videos, filtered by language.

use kinora_model::image::{Image, Images, Tagged};
use kinora_model::key::Kind;
use kinora_model::part::Part;
use kinora_model::reference::Results;
use kinora_model::video::{Video, Videos};
use kinora_store::{Loaded, Related, Wants};
use schemars::JsonSchema;
use serde::Serialize;

use super::View;
use super::namespace::{Render, Resource, Source, Typed};
use super::page::{PAGE_SIZE, Paged};
use super::parameter::{IMAGE_LANGUAGE, ONLY_LANGUAGE, PAGE, Parameter, VIDEO_LANGUAGE};
use super::titles::{EpisodeRow, SeasonRow, TitleRow, episode_row, season_row, title_row};
use crate::error::ApiError;

const IMAGES: Wants = Wants::of(&[Part::Images], &[]);
const LANGUAGES: &[Parameter] = &[ONLY_LANGUAGE, IMAGE_LANGUAGE];

/// Images by what they show; each kind answers the lists that it has.
#[derive(Default, Serialize, JsonSchema)]
struct ImageLists {
    #[serde(skip_serializing_if = "Option::is_none")]
    backdrops: Option<Vec<Image>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logos: Option<Vec<Image>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    posters: Option<Vec<Image>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profiles: Option<Vec<Image>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stills: Option<Vec<Image>>,
}

/// `images` of titles and collections.
pub const TITLE_IMAGES: Resource = images(LANGUAGES, &Typed(title_images));
/// `images` of people, whatever their language.
pub const PERSON_IMAGES: Resource = images(
    &[],
    &Typed(|loaded, _| {
        let images: Images = loaded.record.part()?;
        Ok(ImageLists {
            profiles: list(images.profiles),
            ..ImageLists::default()
        })
    }),
);

/// `images` of companies and networks, whatever their language.
pub const LOGOS: Resource = images(
    &[],
    &Typed(|loaded, _| {
        let images: Images = loaded.record.part()?;
        let logos = images.logos.unwrap_or_default().into_iter();
        Ok(Logos {
            logos: logos.map(Logo::from).collect(),
        })
    }),
);

/// `LogoImage` of contract 2: the mark of a company or network, which tells how it was uploaded and no language.
#[derive(Serialize, JsonSchema)]
struct Logo {
    aspect_ratio: f64,
    file_path: String,
    height: i64,
    id: String,
    file_type: String,
    vote_average: f64,
    vote_count: i64,
    width: i64,
}

impl From<Image> for Logo {
    fn from(image: Image) -> Logo {
        Logo {
            aspect_ratio: image.aspect_ratio,
            file_path: image.file_path,
            height: image.height,
            id: image.id,
            file_type: image.file_type,
            vote_average: image.vote_average,
            vote_count: image.vote_count,
            width: image.width,
        }
    }
}

#[derive(Serialize, JsonSchema)]
struct Logos {
    logos: Vec<Logo>,
}

const fn images(parameters: &'static [Parameter], render: &'static dyn Render) -> Resource {
    Resource {
        name: "images",
        summary: "Images",
        parameters,
        with_id: true,
        source: Source::Loaded(IMAGES, render),
    }
}

/// `videos` of titles.
pub const VIDEOS: Resource = Resource {
    name: "videos",
    summary: "Videos",
    parameters: &[ONLY_LANGUAGE, VIDEO_LANGUAGE],
    with_id: true,
    source: Source::Loaded(VIDEO_PARTS, &Typed(videos)),
};

/// `trailers` of movies, the form that videos had once.
pub const TRAILERS: Resource = Resource {
    name: "trailers",
    summary: "Trailers, the older form of videos,",
    parameters: &[ONLY_LANGUAGE, VIDEO_LANGUAGE],
    with_id: true,
    source: Source::Loaded(VIDEO_PARTS, &Typed(trailers)),
};

const VIDEO_PARTS: Wants = Wants::of(&[Part::Videos], &[]);

/// `tagged_images` of people. The page is honoured and told (contract, disagreement E8).
pub const TAGGED_IMAGES: Resource = Resource {
    name: "tagged_images",
    summary: "Images of titles that show somebody: those",
    parameters: &[PAGE],
    with_id: true,
    source: Source::Loaded(
        Wants::of(&[Part::Tagged], &[Related::Tagged]),
        &Typed(tagged_images),
    ),
};

fn list(images: Option<Vec<Image>>) -> Option<Vec<Image>> {
    Some(images.unwrap_or_default())
}

/// The lists that a kind of title has, in the languages asked for.
fn title_images(loaded: &Loaded, view: &View) -> Result<ImageLists, ApiError> {
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
    let empty = ImageLists::default();
    Ok(match loaded.record.key.kind {
        Kind::Season => ImageLists {
            posters: list(images.posters),
            ..empty
        },
        Kind::Episode => ImageLists {
            stills: list(images.stills),
            ..empty
        },
        Kind::Collection => ImageLists {
            backdrops: list(images.backdrops),
            posters: list(images.posters),
            ..empty
        },
        _ => ImageLists {
            backdrops: list(images.backdrops),
            logos: list(images.logos),
            posters: list(images.posters),
            ..empty
        },
    })
}

fn shown_videos(loaded: &Loaded, view: &View) -> Result<Vec<Video>, ApiError> {
    let Videos(mut videos) = loaded.record.part()?;
    let filter = view.video_filter();
    videos.retain(|video| filter.covers(Some(&video.iso_639_1)));
    Ok(videos)
}

fn videos(loaded: &Loaded, view: &View) -> Result<Results<Video>, ApiError> {
    Ok(Results {
        results: shown_videos(loaded, view)?,
    })
}

/// A trailer as it was told once.
#[derive(Serialize, JsonSchema)]
struct Trailer {
    name: String,
    size: &'static str,
    source: String,
    #[serde(rename = "type")]
    video_type: String,
}

#[derive(Serialize, JsonSchema)]
struct Trailers {
    quicktime: Vec<Trailer>,
    youtube: Vec<Trailer>,
}

fn trailers(loaded: &Loaded, view: &View) -> Result<Trailers, ApiError> {
    let mut videos = shown_videos(loaded, view)?;
    videos.retain(|video| video.site == "YouTube" && video.video_type == "Trailer");
    let trailers = videos.into_iter().map(|video| Trailer {
        name: video.name,
        size: if video.size >= 720 { "HD" } else { "HQ" },
        source: video.key,
        video_type: video.video_type,
    });
    Ok(Trailers {
        quicktime: Vec::new(),
        youtube: trailers.collect(),
    })
}

#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
enum TaggedMedia {
    Title(TitleRow),
    Season(SeasonRow),
    Episode(Box<EpisodeRow>),
}

#[derive(Serialize, JsonSchema)]
struct TaggedRow {
    #[serde(flatten)]
    image: Image,
    image_type: String,
    media: TaggedMedia,
    media_type: &'static str,
}

fn tagged_images(loaded: &Loaded, view: &View) -> Result<Paged<TaggedRow>, ApiError> {
    let Tagged(tagged) = loaded.record.get()?.unwrap_or(Tagged(Vec::new()));
    let page = view.page()?;
    let mut rows = Vec::new();
    for tagged in tagged.iter().skip((page - 1) * PAGE_SIZE).take(PAGE_SIZE) {
        let Some(record) = loaded.get(tagged.media.kind, tagged.media.id) else {
            continue;
        };
        let stat = loaded.stat(tagged.media.kind, tagged.media.id);
        let (media_type, media) = match tagged.media.kind {
            Kind::Episode => {
                let row = EpisodeRow {
                    media_type: Some("tv_episode"),
                    ..episode_row(record, stat, view)?
                };
                ("episode", TaggedMedia::Episode(Box::new(row)))
            }
            Kind::Season => {
                let row = season_row(record, stat, view)?;
                ("season", TaggedMedia::Season(row))
            }
            Kind::Movie => ("movie", TaggedMedia::Title(title_row(record, stat, view)?)),
            _ => ("tv", TaggedMedia::Title(title_row(record, stat, view)?)),
        };
        rows.push(TaggedRow {
            image: tagged.image.clone(),
            image_type: tagged.image_type.clone(),
            media,
            media_type,
        });
    }
    Ok(Paged::of(page, rows, tagged.len()))
}
