//! The parts of titles: resources below a title, which are also put into its answer by `expand`.

use kinora_model::queue::{Format, Offer};
use kinora_model::{EntityKey, Kind, Part, PersonFacts, TitleCredits};
use kinora_store::{Locator, Related, Wants};

use super::list;
use super::title::Title;
use crate::address::link;
use crate::call::Call;
use crate::document::Element;
use crate::fault::Fault;
use crate::parameter::{MOST_FOUND, Stretch};

/// A part of a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitlePart {
    /// What it is about.
    Synopsis,
    /// Who plays.
    Cast,
    /// Who directed.
    Directors,
    /// How it can be had.
    Formats,
    /// Shapes of the picture.
    ScreenFormats,
    /// Languages.
    Languages,
    /// Awards.
    Awards,
    /// Titles that come with it.
    BonusMaterials,
    /// Pictures.
    BoxArt,
    /// The seasons of a series.
    Seasons,
    /// What its discs hold.
    Discs,
    /// The episodes of a season.
    Episodes,
    /// Titles like it.
    Similars,
}

/// What a part is called: in paths, in the titles of links and `expand`, in relations, and in `expand` of version 2.0.
pub struct PartRow {
    /// The last segment of its path.
    pub segment: &'static str,
    /// The title of links to it.
    pub title: &'static str,
    /// The relation of links to it.
    pub relation: &'static str,
    /// Its name in `expand` of version 2.0.
    pub expand: &'static str,
}

const fn row(
    segment: &'static str,
    title: &'static str,
    relation: &'static str,
    expand: &'static str,
) -> PartRow {
    PartRow {
        segment,
        title,
        relation,
        expand,
    }
}

impl TitlePart {
    /// Every part, in the order of their links.
    pub const ALL: [TitlePart; 13] = [
        TitlePart::Synopsis,
        TitlePart::Cast,
        TitlePart::Directors,
        TitlePart::Formats,
        TitlePart::ScreenFormats,
        TitlePart::Languages,
        TitlePart::Awards,
        TitlePart::BonusMaterials,
        TitlePart::BoxArt,
        TitlePart::Seasons,
        TitlePart::Discs,
        TitlePart::Episodes,
        TitlePart::Similars,
    ];

    /// What it is called.
    #[rustfmt::skip]
    pub const fn row(self) -> PartRow {
        match self {
            TitlePart::Synopsis => row("synopsis", "synopsis", "catalog/titles/synopsis", "@synopsis"),
            TitlePart::Cast => row("cast", "cast", "catalog/people.cast", "@cast"),
            TitlePart::Directors => row("directors", "directors", "catalog/people.directors", "@directors"),
            TitlePart::Formats => row("format_availability", "formats", "catalog/titles/format_availability", "@format_availability"),
            TitlePart::ScreenFormats => row("screen_formats", "screen formats", "catalog/titles/screen_formats", "@screen_formats"),
            TitlePart::Languages => row("languages_and_audio", "languages and audio", "catalog/titles/languages_and_audio", "@languages_and_audio"),
            TitlePart::Awards => row("awards", "awards", "catalog/titles/awards", "@awards"),
            TitlePart::BonusMaterials => row("bonus_materials", "bonus materials", "catalog/titles/bonus_materials", "@bonus_materials"),
            TitlePart::BoxArt => row("box_art", "box art", "catalog/titles/box_art", "@box_art"),
            TitlePart::Seasons => row("seasons", "seasons", "catalog/titles.seasons", "@seasons"),
            TitlePart::Discs => row("discs", "discs", "catalog/titles.discs", "@discs"),
            TitlePart::Episodes => row("episodes", "episodes", "catalog/titles.programs", "@episodes"),
            TitlePart::Similars => row("similars", "similars", "catalog/titles.similars", "@similars"),
        }
    }

    /// The part with this path segment.
    pub fn of_segment(segment: &str) -> Option<TitlePart> {
        let mut parts = TitlePart::ALL.into_iter();
        parts.find(|part| part.row().segment == segment)
    }

    /// The part as it stands inside of its link: titles and people are links themselves.
    pub async fn inside(self, call: &Call, title: &Title) -> Result<Element, Fault> {
        let Some(keys) = self.titles(call, title).await? else {
            return self.own(call, title).await;
        };
        let mut titles = Title::load(call, keys).await?;
        if self == TitlePart::Discs {
            titles = titles.into_iter().map(Title::into_disc).collect();
        }
        let links = titles.iter().map(|title| title.link(&call.links));
        Ok(Element::new("catalog_titles").children(links))
    }

    /// The part as a resource of its own.
    pub async fn document(self, call: &Call, title: &Title) -> Result<Element, Fault> {
        let Some(keys) = self.titles(call, title).await? else {
            return self.own(call, title).await;
        };
        let stretch = Stretch::read(&call.parameters, MOST_FOUND)?;
        let total = keys.len();
        let mut titles = Title::load(call, stretch.of(keys)).await?;
        if self == TitlePart::Discs {
            titles = titles.into_iter().map(Title::into_disc).collect();
        }
        let (root, item) = match self {
            TitlePart::Similars => ("similars", "similars_item"),
            _ => ("catalog_titles", "catalog_title"),
        };
        let mut items = Vec::with_capacity(titles.len());
        for title in &titles {
            items.push(title.document(call, item).await?);
        }
        Ok(list::document(
            call,
            Element::new(root),
            total,
            stretch,
            items,
        ))
    }

    /// The titles that it consists of; `None` for parts that do not consist of titles.
    async fn titles(self, call: &Call, title: &Title) -> Result<Option<Vec<EntityKey>>, Fault> {
        let store = &call.app.store;
        Ok(Some(match self {
            TitlePart::Similars => call.app.titles.similar(title.key, MOST_FOUND),
            TitlePart::Discs | TitlePart::Episodes => store.queue_parts(title.key).await?,
            TitlePart::Seasons => {
                let wants = Wants::of(&[], &[Related::Seasons]);
                let loaded = store.load(Locator::Key(title.key), wants).await?;
                let seasons = loaded.map(|loaded| loaded.seasons).unwrap_or_default();
                let seasons = seasons.into_iter();
                seasons.map(|id| EntityKey::new(Kind::Season, id)).collect()
            }
            TitlePart::BonusMaterials => Vec::new(),
            _ => return Ok(None),
        }))
    }

    /// A part that does not consist of titles.
    async fn own(self, call: &Call, title: &Title) -> Result<Element, Fault> {
        Ok(match self {
            TitlePart::Cast | TitlePart::Directors => people(call, title, self).await?,
            TitlePart::Formats => formats(call, title).await?,
            TitlePart::Languages => languages(call, title),
            TitlePart::ScreenFormats => Element::new("screen_formats"),
            TitlePart::Awards => Element::new("awards"),
            TitlePart::BoxArt => {
                let pictures = title.box_art(&call.links);
                pictures.unwrap_or_else(|| Element::new("box_art"))
            }
            _ => Element::long("synopsis", &title.synopsis),
        })
    }
}

/// The people of a part. Episodes show those of their season.
async fn people(call: &Call, title: &Title, part: TitlePart) -> Result<Element, Fault> {
    let wants = Wants::of(&[Part::Facts, Part::Credits], &[Related::Credits]);
    let loaded = call.app.store.load(Locator::Key(title.key), wants).await?;
    let loaded = loaded.ok_or(Fault::NotFound)?;
    let credits: TitleCredits = loaded.record.part()?;
    let mut listed: Vec<&str> = match part {
        TitlePart::Cast => credits
            .cast
            .iter()
            .flatten()
            .map(|billing| billing.credit())
            .collect(),
        _ => credits.crew.iter().flatten().map(String::as_str).collect(),
    };
    if part == TitlePart::Directors {
        let directs = |id: &&str| {
            let credit = loaded.credits.get(*id);
            credit.is_some_and(|credit| credit.job == "Director")
        };
        listed.retain(directs);
    }
    let mut people = Element::new("people");
    let mut shown = Vec::new();
    for id in listed {
        let person = loaded.credits.get(id).and_then(|credit| credit.person);
        let Some(record) = person.and_then(|id| loaded.get(Kind::Person, id)) else {
            continue;
        };
        if shown.contains(&record.key.id) {
            continue;
        }
        shown.push(record.key.id);
        let name = record.part::<PersonFacts>()?.name.unwrap_or_default();
        let href = call.links.at(&format!("/catalog/people/{}", record.key.id));
        people = people.child(link(href, "catalog/person", &name));
    }
    Ok(people)
}

/// How a title can be had.
async fn formats(call: &Call, title: &Title) -> Result<Element, Fault> {
    let offers = call.app.store.offers(vec![title.key], call.now).await?;
    let mut formats = Element::new("delivery_formats");
    for format in Format::ALL {
        let offer = offers
            .first()
            .map_or(Offer::Never, |offers| offers.of(format));
        let (from, until) = match offer {
            Offer::Never | Offer::Awaited(None) => continue,
            Offer::Awaited(from) => (from, None),
            Offer::Available { from, until } => (from, until),
        };
        let mut availability = Element::new("availability");
        for (name, time) in [("available_from", from), ("available_until", until)] {
            if let Some(time) = time {
                availability = availability.attribute(name, time.div_euclid(1000));
            }
        }
        let name = format.name();
        let category = call.links.category("title_formats", name, name);
        formats = formats.child(availability.child(category));
    }
    Ok(formats)
}

/// The languages that are spoken in a title.
fn languages(call: &Call, title: &Title) -> Element {
    let reference = call.app.store.reference();
    let mut spoken = Element::new("language_audio_format");
    for code in &title.languages {
        let row = reference.language(code);
        let name = row.map_or(code.as_str(), |row| row.english_name.as_str());
        spoken = spoken.child(call.links.category("languages", name, name));
    }
    Element::new("languages_and_audio").child(spoken)
}
