//! Credits, from the title, from the person, and one by one.

use kinora_model::credit::{
    AggregateCredits, AggregateRow, Billing, Counted, CreditLists, CreditType, TitleCredits,
};
use kinora_model::facts::PersonFacts;
use kinora_model::key::{EntityKey, Kind, Known};
use serde_json::value::RawValue;

use super::super::statement::{CreditSaid, Facts, PartSaid, PersonList, Statement, Target};
use super::super::value::Int;
use super::super::wire;
use super::{Reader, parse};

impl Reader {
    /// A person as credits mention them; `None` for lost ones.
    pub(super) fn person(&mut self, row: &wire::CreditRow) -> Option<i64> {
        let Int(id) = row.id?;
        let facts = PersonFacts {
            name: row.name.clone(),
            gender: row.gender.map(|number| number.0 as i32),
            adult: row.adult,
            department: row.known_for_department.clone(),
            profile_path: row.profile_path.clone(),
            original_name: row.original_name.clone(),
            ..PersonFacts::default()
        };
        let key = EntityKey::new(Kind::Person, id);
        self.facts(key, Known::Mentioned, Facts::Person(Box::new(facts)));
        self.stat(key, Known::Mentioned, row.popularity, (None, None));
        Some(id)
    }

    pub(super) fn push_credit(&mut self, said: CreditSaid) {
        self.statements.push(Statement::Credit(Box::new(said)));
    }

    pub(super) fn cast(&mut self, title: EntityKey, rows: &[wire::CreditRow]) -> Vec<Billing> {
        let mut billed = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(id) = row.credit_id.clone() else {
                continue;
            };
            let order = row.order.map(|number| number.0 as i32);
            let person = self.person(row);
            let said = CreditSaid {
                person,
                order,
                ..self.lost_credit(row, id.clone(), title)
            };
            self.push_credit(in_cast(said, row.character.as_deref()));
            billed.push(Billing(id, order, row.cast_id.map(|number| number.0)));
        }
        billed
    }

    pub(super) fn crew(&mut self, title: EntityKey, rows: &[wire::CreditRow]) -> Vec<String> {
        let mut ids = Vec::with_capacity(rows.len());
        for row in rows {
            let Some(id) = row.credit_id.clone() else {
                continue;
            };
            let person = self.person(row);
            self.push_credit(CreditSaid {
                person,
                credit_type: Some(CreditType::Crew),
                department: row.department.clone(),
                job: row.job.clone(),
                ..self.lost_credit(row, id.clone(), title)
            });
            ids.push(id);
        }
        ids
    }

    /// What a credit without a person says in the person's place.
    pub(super) fn lost_credit(
        &self,
        row: &wire::CreditRow,
        id: String,
        title: EntityKey,
    ) -> CreditSaid {
        let lost = row.id.is_none();
        CreditSaid {
            episode_count: row
                .episode_count
                .filter(|_| lost)
                .map(|number| number.0 as i32),
            lost_person: row.person_id.clone().filter(|_| lost),
            ..credit_said(id, title)
        }
    }

    /// The title that credits in lists of this target belong to: episodes and seasons belong to their series.
    pub(super) fn credited_title(&self, target: Target) -> Option<EntityKey> {
        match target {
            Target::Season(series, _) | Target::Episode(series, ..) => {
                Some(EntityKey::new(Kind::Series, series))
            }
            Target::Key(
                key @ EntityKey {
                    kind: Kind::Movie | Kind::Series,
                    ..
                },
            ) => Some(key),
            // The place was just stated for this key.
            Target::Key(key) => self
                .statements
                .iter()
                .rev()
                .find_map(|statement| match statement {
                    Statement::Facts {
                        target: Target::Key(of),
                        facts: Facts::Season(facts),
                        ..
                    } if *of == key => facts.series,
                    Statement::Facts {
                        target: Target::Key(of),
                        facts: Facts::Episode(facts),
                        ..
                    } if *of == key => facts.series,
                    _ => None,
                })
                .map(|series| EntityKey::new(Kind::Series, series)),
        }
    }

    pub(super) fn title_credits(
        &mut self,
        target: Target,
        body: &RawValue,
    ) -> serde_json::Result<()> {
        let credits: wire::Credits = parse(body)?;
        let Some(title) = self.credited_title(target) else {
            return Ok(());
        };
        let lists = TitleCredits {
            cast: credits.cast.map(|rows| self.cast(title, &rows)),
            crew: credits.crew.map(|rows| self.crew(title, &rows)),
            guests: credits.guest_stars.map(|rows| self.cast(title, &rows)),
        };
        self.part(target, PartSaid::Credits(lists));
        Ok(())
    }

    pub(super) fn aggregate_credits(
        &mut self,
        target: Target,
        body: &RawValue,
    ) -> serde_json::Result<()> {
        let credits: wire::Credits = parse(body)?;
        let Some(title) = self.credited_title(target) else {
            return Ok(());
        };
        let whole_series = Target::Key(title) == target;
        let mut aggregate = AggregateCredits::default();
        for (rows, is_cast) in [(&credits.cast, true), (&credits.crew, false)] {
            for row in rows.iter().flatten() {
                let Some(person) = self.person(row) else {
                    continue;
                };
                let mut counted = Vec::new();
                for credit in row.roles.iter().chain(&row.jobs).flatten() {
                    let Some(id) = credit.credit_id.clone() else {
                        continue;
                    };
                    let count = credit.episode_count.map_or(0, |number| number.0 as i32);
                    let said = CreditSaid {
                        person: Some(person),
                        episode_count: whole_series.then_some(count),
                        ..credit_said(id.clone(), title)
                    };
                    self.push_credit(if is_cast {
                        in_cast(said, credit.character.as_deref())
                    } else {
                        let (department, job) = (row.department.clone(), credit.job.clone());
                        CreditSaid {
                            credit_type: Some(CreditType::Crew),
                            department,
                            job,
                            ..said
                        }
                    });
                    counted.push(Counted(id, count));
                }
                let rows = if is_cast {
                    &mut aggregate.cast
                } else {
                    &mut aggregate.crew
                };
                rows.push(AggregateRow {
                    person,
                    department: row.department.clone().unwrap_or_default(),
                    order: row.order.map(|number| number.0 as i32),
                    credits: counted,
                    total: row.total_episode_count.map_or(0, |number| number.0 as i32),
                });
            }
        }
        self.part(target, PartSaid::Aggregate(aggregate));
        Ok(())
    }

    pub(super) fn person_credits(
        &mut self,
        target: Target,
        list: PersonList,
        body: &RawValue,
    ) -> serde_json::Result<()> {
        let Target::Key(person) = target else {
            return Ok(());
        };
        let credits: wire::PersonCredits = parse(body)?;
        let kind = match list {
            PersonList::Movies => Some(Kind::Movie),
            PersonList::Series => Some(Kind::Series),
            PersonList::Combined => None,
        };
        let mut lists = CreditLists::default();
        for (rows, is_cast) in [(&credits.cast, true), (&credits.crew, false)] {
            for row in rows.iter().flatten() {
                let (Some(title), Some(id)) =
                    (self.row(kind, row, Known::Listed), row.credit_id.clone())
                else {
                    continue;
                };
                let said = CreditSaid {
                    person: Some(person.id),
                    order: row.order.map(|number| number.0 as i32),
                    episode_count: row.episode_count.map(|number| number.0 as i32),
                    first_air_date: row.first_credit_air_date.and_then(|date| date.0),
                    ..credit_said(id.clone(), title)
                };
                self.push_credit(if is_cast {
                    in_cast(said, row.character.as_deref())
                } else {
                    let creator = row.department.as_deref() == Some("Creator");
                    let credit_type = Some(if creator {
                        CreditType::Creator
                    } else {
                        CreditType::Crew
                    });
                    CreditSaid {
                        credit_type,
                        department: row.department.clone(),
                        job: row.job.clone(),
                        ..said
                    }
                });
                if is_cast {
                    lists.cast.push(id);
                } else {
                    lists.crew.push(id);
                }
            }
        }
        self.part(target, PartSaid::PersonCredits(list, lists));
        Ok(())
    }

    pub(super) fn movie_credits(
        &mut self,
        target: Target,
        body: &RawValue,
    ) -> serde_json::Result<()> {
        self.person_credits(target, PersonList::Movies, body)
    }

    pub(super) fn tv_credits(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        self.person_credits(target, PersonList::Series, body)
    }

    pub(super) fn combined_credits(
        &mut self,
        target: Target,
        body: &RawValue,
    ) -> serde_json::Result<()> {
        self.person_credits(target, PersonList::Combined, body)
    }

    pub(super) fn credit(&mut self, body: &RawValue) -> serde_json::Result<()> {
        let credit: wire::Credit = parse(body)?;
        let (Some(id), Some(media)) = (credit.id, credit.media) else {
            return Ok(());
        };
        let kind = if credit.media_type.as_deref() == Some("tv") {
            Kind::Series
        } else {
            Kind::Movie
        };
        let Some(title) = self.row(Some(kind), &media, Known::Listed) else {
            return Ok(());
        };
        let person = credit
            .person
            .as_ref()
            .and_then(|person| self.person(person));
        let credit_type = match credit.credit_type.as_deref() {
            Some("cast") => CreditType::Cast,
            Some("creator") => CreditType::Creator,
            _ => CreditType::Crew,
        };
        self.push_credit(CreditSaid {
            person,
            credit_type: Some(credit_type),
            department: credit.department,
            job: credit.job,
            character: media.character.clone(),
            ..credit_said(id.clone(), title)
        });
        for season in media.seasons.iter().flatten() {
            self.season_row(title.id, season, Known::Listed);
            if let Some(Int(season)) = season.id {
                self.part(
                    EntityKey::new(Kind::Season, season).into(),
                    PartSaid::CreditIn(id.clone(), credit_type),
                );
            }
        }
        for episode in media.episodes.iter().flatten() {
            self.episode_row(title.id, episode);
            if let Some(Int(episode)) = episode.id {
                self.part(
                    EntityKey::new(Kind::Episode, episode).into(),
                    PartSaid::CreditIn(id.clone(), credit_type),
                );
            }
        }
        Ok(())
    }
}

pub(super) fn credit_said(id: String, title: EntityKey) -> CreditSaid {
    CreditSaid {
        id,
        title,
        person: None,
        credit_type: None,
        department: None,
        job: None,
        character: None,
        order: None,
        episode_count: None,
        first_air_date: None,
        lost_person: None,
    }
}

/// What is said of a credit in a cast list.
fn in_cast(said: CreditSaid, character: Option<&str>) -> CreditSaid {
    CreditSaid {
        credit_type: Some(CreditType::Cast),
        department: Some("Acting".into()),
        job: Some("Actor".into()),
        character: Some(character.unwrap_or_default().to_owned()),
        ..said
    }
}
