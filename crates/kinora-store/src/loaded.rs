//! What a reader asks the store for, and what it gets: an entity and the entities that its answer mentions, read in one
//! snapshot.

use kinora_model::credit::{Credit, CreditType};
use kinora_model::key::{EntityKey, Kind};
use kinora_model::list::List;
use kinora_model::part::{Part, PartSet};
use kinora_model::review::{EpisodeGroup, Review};
use rustc_hash::FxHashMap;

use crate::batch::Stat;
use crate::record::Record;

/// How a reader names an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Locator {
    /// By its id.
    Key(EntityKey),
    /// A movie by its IMDb id.
    Imdb(String),
    /// A season by series and number.
    Season(i64, i32),
    /// An episode by series, season and number.
    Episode(i64, i32, i32),
}

/// Something beside an entity's own parts that an answer needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Related {
    /// Companies, networks, collection and parent company that its facts name.
    Companies,
    /// The people and credits of its credit lists; for series its creators as well.
    Credits,
    /// Creators of a series.
    Creators,
    /// The keywords that it names.
    Keywords,
    /// The seasons of a series, its last and next episodes.
    Seasons,
    /// The episodes of a season with their credits.
    Episodes,
    /// What aggregate credits are made of.
    Aggregate,
    /// A person's credits with their titles.
    Filmography,
    /// What a person worked on: their credits without the titles, and of each no more than finding and ordering it needs.
    Works,
    /// The movies of a collection.
    Movies,
    /// Reviews.
    Reviews,
    /// Public lists that hold it.
    Lists,
    /// Episode groups of a series.
    Groups,
    /// Titles of tagged images.
    Tagged,
    /// Episodes that were shown in theatres.
    Screened,
}

/// A set of related things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RelatedSet(u32);

impl RelatedSet {
    /// Whether it is in the set.
    pub const fn contains(self, related: Related) -> bool {
        self.0 & (1 << related as u32) != 0
    }
}

/// What a reader wants of an entity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wants {
    /// Its own parts.
    pub parts: PartSet,
    /// What else.
    pub related: RelatedSet,
}

impl Wants {
    /// These parts and these related things.
    pub const fn of(parts: &[Part], related: &[Related]) -> Wants {
        let mut bits = 0;
        let mut index = 0;
        while index < related.len() {
            bits |= 1 << related[index] as u32;
            index += 1;
        }
        Wants {
            parts: PartSet::of(parts),
            related: RelatedSet(bits),
        }
    }

    /// Both together.
    pub const fn union(self, other: Wants) -> Wants {
        Wants {
            parts: self.parts.union(other.parts),
            related: RelatedSet(self.related.0 | other.related.0),
        }
    }
}

/// An entity and what its answer mentions.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The entity.
    pub record: Record,
    /// Every entity that was looked for, found or not. When one of them changes, an answer made of this is out of date.
    pub sought: Vec<EntityKey>,
    /// Mentioned entities, with their facts and, for titles, their texts.
    pub others: FxHashMap<EntityKey, Record>,
    /// Statistics of all of them.
    pub stats: FxHashMap<EntityKey, Stat>,
    /// Credits by id.
    pub credits: FxHashMap<String, Credit>,
    /// Ids of every credit of this title, or of this person, that is known, in no particular order.
    pub credit_ids: Vec<String>,
    /// Everything that a person worked on, in no particular order.
    pub works: Vec<Work>,
    /// Ids of the seasons of a series, by number.
    pub seasons: Vec<i64>,
    /// Ids of the episodes of a season, by number.
    pub episodes: Vec<i64>,
    /// The season whose credits stand in for a title that has no list of its own.
    pub credits_season: Option<i64>,
    /// Ids of the seasons over which aggregate credits count.
    pub counted_seasons: Vec<i64>,
    /// Ids of the episodes over which aggregate credits count.
    pub counted_episodes: Vec<i64>,
    /// Ids of the movies of a collection, in order.
    pub movies: Vec<i64>,
    /// Reviews, oldest first.
    pub reviews: Vec<Review>,
    /// Public lists that hold it, oldest first.
    pub lists: Vec<List>,
    /// Episode groups.
    pub groups: Vec<EpisodeGroup>,
}

impl Loaded {
    pub(crate) fn new(record: Record) -> Loaded {
        Loaded {
            sought: vec![record.key],
            record,
            others: FxHashMap::default(),
            stats: FxHashMap::default(),
            credits: FxHashMap::default(),
            credit_ids: Vec::new(),
            works: Vec::new(),
            seasons: Vec::new(),
            episodes: Vec::new(),
            credits_season: None,
            counted_seasons: Vec::new(),
            counted_episodes: Vec::new(),
            movies: Vec::new(),
            reviews: Vec::new(),
            lists: Vec::new(),
            groups: Vec::new(),
        }
    }

    /// The entity itself or one that it mentions.
    pub fn get(&self, kind: Kind, id: i64) -> Option<&Record> {
        let key = EntityKey::new(kind, id);
        if self.record.key == key {
            Some(&self.record)
        } else {
            self.others.get(&key)
        }
    }

    /// The statistics of an entity, zero when there are none.
    pub fn stat(&self, kind: Kind, id: i64) -> Stat {
        self.stats
            .get(&EntityKey::new(kind, id))
            .copied()
            .unwrap_or_default()
    }
}

/// An entity with its statistics, as lists show it.
#[derive(Clone, Debug)]
pub struct Card {
    /// The entity.
    pub record: Record,
    /// Its statistics, zero when there are none.
    pub stat: Stat,
}

/// A credit of a person, as its place in a filmography depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    /// The id of the credit.
    pub credit: String,
    /// Before the camera or behind it.
    pub credit_type: CreditType,
    /// The department.
    pub department: String,
    /// The movie or series, which may have been merged into another.
    pub title: EntityKey,
}

/// What a credit says of who worked on what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Worked {
    /// The movie or series.
    pub title: EntityKey,
    /// Who.
    pub person: i64,
    /// What they did.
    pub credit_type: CreditType,
}
