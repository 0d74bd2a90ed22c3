//! Rows of lists, and the small entities: people, collections, companies, keywords.

use kinora_model::Text;
use kinora_model::facts::{
    CollectionFacts, CompanyFacts, KeywordFacts, MovieFacts, PersonFacts, SeriesFacts,
};
use kinora_model::key::{EntityKey, Kind, Known};
use kinora_model::links::Links;
use serde_json::value::RawValue;

use super::super::statement::{Facts, PartSaid, Target};
use super::super::value::Int;
use super::super::wire;
use super::{Reader, parse};

impl Reader {
    pub(super) fn person_details(
        &mut self,
        target: Target,
        body: &RawValue,
    ) -> serde_json::Result<()> {
        let person: wire::Person = parse(body)?;
        let facts = PersonFacts {
            name: person.name.clone(),
            gender: person.gender.map(|number| number.0 as i32),
            adult: person.adult,
            department: person.known_for_department,
            birthday: person.birthday.and_then(|date| date.0),
            deathday: person.deathday.and_then(|date| date.0),
            homepage: person.homepage,
            place_of_birth: person.place_of_birth,
            also_known_as: person.also_known_as,
            profile_path: person.profile_path,
            original_name: person.original_name,
            ..PersonFacts::default()
        };
        self.facts(target, Known::Full, Facts::Person(Box::new(facts)));
        self.text(
            target,
            Known::Full,
            Text {
                overview: person.biography.unwrap_or_default(),
                ..Text::default()
            },
        );
        self.stat(target, Known::Full, person.popularity, (None, None));
        if let Some(imdb_id) = person.imdb_id {
            self.part(
                target,
                PartSaid::Links(Box::new(Links {
                    imdb_id: Some(imdb_id),
                    ..Links::default()
                })),
            );
        }
        Ok(())
    }

    pub(super) fn collection(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let collection: wire::Collection = parse(body)?;
        let movies = collection.parts.as_ref().map(|parts| {
            parts
                .iter()
                .filter_map(|row| row.id)
                .map(|id| id.0)
                .collect()
        });
        let facts = CollectionFacts {
            name: collection.name.clone(),
            poster_path: collection.poster_path.clone(),
            backdrop_path: collection.backdrop_path,
            movies,
            adult: collection.adult,
            original_language: collection.original_language,
            original_name: collection.original_name,
        };
        self.facts(target, Known::Full, Facts::Collection(Box::new(facts)));
        let text = Text {
            title: collection.name.unwrap_or_default(),
            overview: collection.overview.unwrap_or_default(),
            poster_path: collection.poster_path.unwrap_or_default(),
            ..Text::default()
        };
        self.text(target, Known::Full, text);
        for row in collection.parts.iter().flatten() {
            let part = self.row(Some(Kind::Movie), row, Known::Listed);
            if let (Some(part), Target::Key(collection)) = (part, target) {
                let facts = MovieFacts {
                    collection: Some(collection.id),
                    ..MovieFacts::default()
                };
                self.facts(part, Known::Listed, Facts::Movie(Box::new(facts)));
            }
        }
        Ok(())
    }

    pub(super) fn company(
        &mut self,
        kind: Kind,
        company: &wire::Company,
        known: Known,
    ) -> Option<i64> {
        let Int(id) = company.id?;
        let parent = company
            .parent_company
            .as_ref()
            .and_then(|parent| self.company(kind, parent, Known::Mentioned));
        let facts = CompanyFacts {
            name: company.name.clone(),
            logo_path: company.logo_path.clone(),
            origin_country: company
                .origin_country
                .clone()
                .filter(|code| !code.is_empty()),
            headquarters: company.headquarters.clone(),
            homepage: company.homepage.clone(),
            description: company.description.clone(),
            parent,
        };
        self.facts(
            EntityKey::new(kind, id),
            known,
            Facts::Company(Box::new(facts)),
        );
        Some(id)
    }

    pub(super) fn companies(
        &mut self,
        kind: Kind,
        companies: Option<Vec<wire::Company>>,
    ) -> Option<Vec<i64>> {
        let companies = companies?;
        Some(
            companies
                .iter()
                .filter_map(|company| self.company(kind, company, Known::Mentioned))
                .collect(),
        )
    }

    pub(super) fn keyword(&mut self, keyword: &wire::Named) {
        if let Some(Int(id)) = keyword.id {
            let facts = Facts::Keyword(KeywordFacts {
                name: keyword.name.clone(),
            });
            self.facts(EntityKey::new(Kind::Keyword, id), Known::Full, facts);
        }
    }

    /// A row of a list: which kind it is shows in the path, in `media_type`, or in its keys.
    pub(super) fn row(
        &mut self,
        kind: Option<Kind>,
        row: &wire::Row,
        known: Known,
    ) -> Option<EntityKey> {
        let Int(id) = row.id?;
        let by_keys = || match row {
            row if row.title.is_some() => Kind::Movie,
            row if row.known_for_department.is_some()
                || row.known_for.is_some()
                || row.gender.is_some() =>
            {
                Kind::Person
            }
            _ => Kind::Series,
        };
        let kind = kind.unwrap_or_else(|| match row.media_type.as_deref() {
            Some("movie") => Kind::Movie,
            Some("tv") => Kind::Series,
            Some("person") => Kind::Person,
            Some("collection") => Kind::Collection,
            Some("tv_episode") => Kind::Episode,
            Some("tv_season") => Kind::Season,
            _ => by_keys(),
        });
        let key = EntityKey::new(kind, id);
        let facts = match kind {
            Kind::Movie => Facts::Movie(Box::new(movie_row(row))),
            Kind::Series => Facts::Series(Box::new(series_row(row))),
            Kind::Season => {
                self.season_row(row.show_id?.0, row, known);
                return Some(key);
            }
            Kind::Episode => {
                self.episode_row(row.show_id?.0, row);
                return Some(key);
            }
            Kind::Person => {
                let titles = row.known_for.iter().flatten();
                let titles = titles.filter_map(|title| self.row(None, title, Known::Listed));
                let known_for = Some(titles.collect()).filter(|titles: &Vec<_>| !titles.is_empty());
                Facts::Person(Box::new(PersonFacts {
                    name: row.name.clone(),
                    gender: row.gender.map(|number| number.0 as i32),
                    adult: row.adult,
                    department: row.known_for_department.clone(),
                    profile_path: row.profile_path.clone(),
                    original_name: row.original_name.clone(),
                    known_for,
                    ..PersonFacts::default()
                }))
            }
            Kind::Collection => Facts::Collection(Box::new(CollectionFacts {
                name: row.name.clone().or_else(|| row.title.clone()),
                poster_path: row.poster_path.clone(),
                backdrop_path: row.backdrop_path.clone(),
                adult: row.adult,
                original_language: row.original_language.clone(),
                original_name: row
                    .original_name
                    .clone()
                    .or_else(|| row.original_title.clone()),
                ..CollectionFacts::default()
            })),
            _ => return None,
        };
        self.facts(key, known, facts);
        if kind != Kind::Person {
            self.text(key, known, row_text(row));
        }
        self.stat(
            key,
            known,
            row.popularity,
            (row.vote_average, row.vote_count),
        );
        Some(key)
    }

    pub(super) fn page(&mut self, kind: Option<Kind>, body: &RawValue) -> serde_json::Result<()> {
        let page: wire::Page = parse(body)?;
        for row in page.results.iter().chain(&page.items).flatten() {
            self.row(kind, row, Known::Listed);
        }
        Ok(())
    }

    pub(super) fn title_page(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let kind = match target {
            Target::Key(key) => key.kind,
            _ => Kind::Series,
        };
        self.page(Some(kind), body)
    }

    pub(super) fn movie_page(&mut self, _: Target, body: &RawValue) -> serde_json::Result<()> {
        self.page(Some(Kind::Movie), body)
    }

    pub(super) fn named_page(&mut self, kind: Kind, body: &RawValue) -> serde_json::Result<()> {
        match kind {
            Kind::Keyword => {
                let page: wire::Results<wire::Named> = parse(body)?;
                page.results
                    .iter()
                    .for_each(|keyword| self.keyword(keyword));
            }
            _ => {
                let page: wire::Results<wire::Company> = parse(body)?;
                for company in &page.results {
                    self.company(kind, company, Known::Listed);
                }
            }
        }
        Ok(())
    }

    pub(super) fn find(&mut self, external: &str, body: &RawValue) -> serde_json::Result<()> {
        let page: wire::Page = parse(body)?;
        let lists = [
            (Kind::Movie, &page.movie_results),
            (Kind::Person, &page.person_results),
            (Kind::Series, &page.tv_results),
            (Kind::Episode, &page.tv_episode_results),
            (Kind::Season, &page.tv_season_results),
        ];
        let links = found_by(
            self.query.get("external_source").unwrap_or_default(),
            external,
        );
        for (kind, rows) in lists {
            for row in rows.iter().flatten() {
                if let (Some(key), Some(links)) = (self.row(Some(kind), row, Known::Listed), &links)
                {
                    self.part(key.into(), PartSaid::Links(Box::new(links.clone())));
                }
            }
        }
        Ok(())
    }
}

pub(super) fn movie_row(row: &wire::Row) -> MovieFacts {
    MovieFacts {
        adult: row.adult,
        video: row.video,
        original_title: row
            .original_title
            .clone()
            .or_else(|| row.original_name.clone()),
        original_language: row.original_language.clone(),
        release_date: row.release_date.and_then(|date| date.0),
        genres: row
            .genre_ids
            .as_ref()
            .map(|ids| ids.iter().map(|id| id.0 as i32).collect()),
        poster_path: row.poster_path.clone(),
        backdrop_path: row.backdrop_path.clone(),
        softcore: row.softcore,
        ..MovieFacts::default()
    }
}

pub(super) fn series_row(row: &wire::Row) -> SeriesFacts {
    SeriesFacts {
        adult: row.adult,
        original_name: row.original_name.clone(),
        original_language: row.original_language.clone(),
        first_air_date: row.first_air_date.and_then(|date| date.0),
        origin_country: row.origin_country.clone().map(|countries| countries.0),
        genres: row
            .genre_ids
            .as_ref()
            .map(|ids| ids.iter().map(|id| id.0 as i32).collect()),
        poster_path: row.poster_path.clone(),
        backdrop_path: row.backdrop_path.clone(),
        softcore: row.softcore,
        ..SeriesFacts::default()
    }
}

pub(super) fn row_text(row: &wire::Row) -> Text {
    Text {
        title: row
            .title
            .clone()
            .or_else(|| row.name.clone())
            .unwrap_or_default(),
        overview: row.overview.clone().unwrap_or_default(),
        poster_path: row.poster_path.clone().unwrap_or_default(),
        ..Text::default()
    }
}

/// The id by which something was found.
pub(super) fn found_by(source: &str, external: &str) -> Option<Links> {
    let (mut links, text) = (Links::default(), Some(external.to_owned()));
    match source {
        "imdb_id" => links.imdb_id = text,
        // They begin with a slash, which paths do not keep.
        "freebase_mid" => links.freebase_mid = Some(format!("/{external}")),
        "freebase_id" => links.freebase_id = Some(format!("/{external}")),
        "tvdb_id" => links.tvdb_id = external.parse().ok(),
        "tvrage_id" => links.tvrage_id = external.parse().ok(),
        "wikidata_id" => links.wikidata_id = text,
        "facebook_id" => links.facebook_id = text,
        "instagram_id" => links.instagram_id = text,
        "tiktok_id" => links.tiktok_id = text,
        "twitter_id" => links.twitter_id = text,
        "youtube_id" => links.youtube_id = text,
        _ => return None,
    }
    Some(links)
}
