//! Bringing a snapshot along: a later one is made that differs from the one before in the entities that changed, and in what
//! is said of others because of them.

use std::sync::Arc;

use kinora_model::{Date, EntityKey, Kind};
use kinora_store::{Card, StoreError};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::builder::{by_id, place_of_episode, unreadable};
use crate::changes::Changes;
use crate::credits::{Credits, Work};
use crate::movie::Movie;
use crate::named_only;
use crate::names::Named;
use crate::person::Person;
use crate::series::{Episodes, Series};
use crate::snapshot::{Snapshot, WorkedOut};
use crate::title::Title;

impl Snapshot {
    /// The snapshot after these changes.
    pub(crate) fn after(&self, changes: Changes) -> Snapshot {
        let mut update = Update {
            before: self,
            after: Snapshot {
                position: changes.position,
                movies: self.movies.clone(),
                series: self.series.clone(),
                people: self.people.clone(),
                names: self.names.clone(),
                movie_features: self.movie_features.clone(),
                series_features: self.series_features.clone(),
                movie_columns: self.movie_columns.clone(),
                series_columns: self.series_columns.clone(),
                people_columns: self.people_columns.clone(),
                episodes: Arc::clone(&self.episodes),
                worked_out: WorkedOut::default(),
            },
            works: changes.works,
            titles: changes.titles,
            names: FxHashMap::default(),
            people: FxHashMap::default(),
            filmographies: FxHashMap::default(),
            episodes: FxHashMap::default(),
        };
        for (key, card) in changes.cards {
            if let Err(error) = update.take(key, card.as_ref()) {
                unreadable(key, &error);
                update.remove(key);
            }
        }
        update.finish()
    }
}

/// A snapshot that is being brought along.
struct Update<'a> {
    before: &'a Snapshot,
    after: Snapshot,
    works: FxHashMap<EntityKey, Vec<Work>>,
    titles: FxHashMap<i64, Vec<EntityKey>>,
    names: FxHashMap<Kind, Vec<(i64, Option<Named>)>>,
    /// People who changed themselves.
    people: FxHashMap<i64, Option<Person>>,
    /// Changed titles of people, with whether they are still credited.
    filmographies: FxHashMap<i64, Vec<(EntityKey, bool)>>,
    /// Changed episodes, with their series and day.
    episodes: FxHashMap<i64, Option<(i64, Date)>>,
}

impl Update<'_> {
    fn take(&mut self, key: EntityKey, card: Option<&Card>) -> Result<(), StoreError> {
        let Some(card) = card else {
            self.remove(key);
            return Ok(());
        };
        let named = match key.kind {
            Kind::Movie => {
                let (mut movie, named) = Movie::read(card)?;
                movie.title.credits = self.credits(key);
                self.set_movie(key.id, Some(movie));
                named
            }
            Kind::Series => {
                let (mut series, named) = Series::read(card)?;
                series.title.credits = self.credits(key);
                self.set_series(key.id, Some(series));
                named
            }
            Kind::Person => {
                let (person, named) = Person::read(card)?;
                self.people.insert(key.id, Some(person));
                named
            }
            Kind::Episode => {
                self.episodes.insert(key.id, place_of_episode(card)?);
                return Ok(());
            }
            Kind::Collection | Kind::Company | Kind::Keyword => named_only::read(card)?,
            Kind::Season | Kind::Network => return Ok(()),
        };
        self.rename(key, Some(named));
        Ok(())
    }

    fn remove(&mut self, key: EntityKey) {
        match key.kind {
            Kind::Movie => self.set_movie(key.id, None),
            Kind::Series => self.set_series(key.id, None),
            Kind::Person => drop(self.people.insert(key.id, None)),
            Kind::Episode => drop(self.episodes.insert(key.id, None)),
            _ => {}
        }
        self.rename(key, None);
    }

    fn rename(&mut self, key: EntityKey, named: Option<Named>) {
        self.names
            .entry(key.kind)
            .or_default()
            .push((key.id, named));
    }

    fn credits(&self, title: EntityKey) -> Credits {
        Credits::of(self.works.get(&title).map_or(&[], Vec::as_slice))
    }

    fn set_movie(&mut self, id: i64, movie: Option<Movie>) {
        let before = self.before.movies.get(id);
        let profiles = (
            before.map(|movie| movie.profile(id)),
            movie.as_ref().map(|movie| movie.profile(id)),
        );
        self.after
            .movie_features
            .replace(profiles.0.as_ref(), profiles.1.as_ref());
        let titles = (
            before.map(|movie| &movie.title),
            movie.as_ref().map(|movie| &movie.title),
        );
        self.credit(EntityKey::new(Kind::Movie, id), titles.0, titles.1);
        self.after.movies.set(id, movie.map(Arc::new));
        self.after.movie_columns.change(id);
    }

    fn set_series(&mut self, id: i64, series: Option<Series>) {
        let before = self.before.series.get(id);
        let profiles = (
            before.map(|series| series.profile(id)),
            series.as_ref().map(|series| series.profile(id)),
        );
        self.after
            .series_features
            .replace(profiles.0.as_ref(), profiles.1.as_ref());
        let titles = (
            before.map(|series| &series.title),
            series.as_ref().map(|series| &series.title),
        );
        self.credit(EntityKey::new(Kind::Series, id), titles.0, titles.1);
        let episodes = self.after.episodes.get(&id).cloned().unwrap_or_default();
        let series = series.map(|series| Series { episodes, ..series });
        self.after.series.set(id, series.map(Arc::new));
        self.after.series_columns.change(id);
    }

    /// Notes whose titles are others, or in another order, after a title changed.
    fn credit(&mut self, key: EntityKey, before: Option<&Title>, after: Option<&Title>) {
        let people = |title: Option<&Title>| -> FxHashSet<i64> {
            title
                .into_iter()
                .flat_map(|title| title.credits.people())
                .collect()
        };
        let (old, new) = (people(before), people(after));
        let stands_as_before = before.map(Title::standing) == after.map(Title::standing);
        for person in old.union(&new) {
            let is_credited = new.contains(person);
            if !stands_as_before || is_credited != old.contains(person) {
                self.filmographies
                    .entry(*person)
                    .or_default()
                    .push((key, is_credited));
            }
        }
    }

    fn finish(mut self) -> Snapshot {
        self.move_episodes();
        self.set_people();
        for (kind, names) in self.names {
            self.after.names.set(kind, names);
        }
        self.after.renew_columns();
        self.after
    }

    /// Puts changed episodes into their series. Of those that are gone only the id is known, so that every series is asked.
    fn move_episodes(&mut self) {
        if self.episodes.is_empty() {
            return;
        }
        let changed = &self.episodes;
        let all = Arc::make_mut(&mut self.after.episodes);
        let holds_changed = |(_, episodes): &(&i64, &Episodes)| {
            episodes.iter().any(|(id, _)| changed.contains_key(id))
        };
        let old = all.iter().filter(holds_changed).map(|(series, _)| *series);
        let new = changed.values().flatten().map(|(series, _)| *series);
        let series: FxHashSet<i64> = old.chain(new).collect();
        for id in series {
            let own = |(episode, place): (&i64, &Option<(i64, Date)>)| {
                let (_, date) = (*place).filter(|(series, _)| *series == id)?;
                Some((*episode, date))
            };
            let old = all.get(&id).cloned().unwrap_or_default();
            let kept = old
                .iter()
                .copied()
                .filter(|(episode, _)| !changed.contains_key(episode));
            let episodes = by_id(kept.chain(changed.iter().filter_map(own)).collect());
            all.insert(id, Arc::clone(&episodes));
            let series = self.after.series.get(id).map(|series| Series {
                episodes,
                ..Series::clone(series)
            });
            self.after.series.set(id, series.map(Arc::new));
            self.after.series_columns.change(id);
        }
    }

    fn set_people(&mut self) {
        let touched: FxHashSet<i64> = self
            .people
            .keys()
            .chain(self.filmographies.keys())
            .copied()
            .collect();
        for id in touched {
            let before = self.before.people.get(id);
            let person = match self.people.remove(&id) {
                Some(person) => person,
                None => before.map(|person| Person::clone(person)),
            };
            let changed = self.filmographies.remove(&id).unwrap_or_default();
            let titles = before.map_or_else(
                || self.titles.remove(&id).unwrap_or_default(),
                |person| person.titles().to_vec(),
            );
            let is_unchanged = |title: &EntityKey| changed.iter().all(|(key, _)| key != title);
            let titles: Vec<EntityKey> = titles.into_iter().filter(is_unchanged).collect();
            let credited = changed.iter().filter(|(_, is_credited)| *is_credited);
            let titles = titles.into_iter().chain(credited.map(|(key, _)| *key));
            let person =
                person.map(|person| person.with_titles(titles, |key| self.after.standing(key)));
            self.after.people.set(id, person.map(Arc::new));
            self.after.people_columns.change(id);
        }
    }
}
