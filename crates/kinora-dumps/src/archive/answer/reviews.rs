//! Reviews and episode groups.

use kinora_model::Text;
use kinora_model::key::{EntityKey, Kind, Known};
use kinora_model::review::{EpisodeGroup, EpisodeGroupPart, Review};
use serde_json::value::RawValue;

use super::super::statement::{Statement, Target};
use super::super::value::Int;
use super::super::wire;
use super::{Reader, parse};

impl Reader {
    pub(super) fn reviews(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let Target::Key(title) = target else {
            return Ok(());
        };
        let reviews: wire::Reviews = parse(body)?;
        let language = self
            .query
            .get("language")
            .map(|_| self.locale.language.to_string());
        for review in reviews.results.unwrap_or_default() {
            self.push_review(title, review, language.clone());
        }
        Ok(())
    }

    pub(super) fn push_review(
        &mut self,
        title: EntityKey,
        review: wire::Review,
        language: Option<String>,
    ) {
        let Some(id) = review.id else { return };
        let author = review.author_details.unwrap_or_default();
        self.statements.push(Statement::Review(Box::new(Review {
            id,
            title,
            author: review.author.unwrap_or_default(),
            name: author.name.unwrap_or_default(),
            username: author.username.unwrap_or_default(),
            avatar_path: author.avatar_path,
            rating: author.rating.map(|rating| rating.0),
            content: review.content.unwrap_or_default(),
            language: review.iso_639_1.or(language),
            created_at: review.created_at.unwrap_or_default(),
            updated_at: review.updated_at.unwrap_or_default(),
            url: review.url.unwrap_or_default(),
        })));
    }

    pub(super) fn review(&mut self, body: &RawValue) -> serde_json::Result<()> {
        let review: wire::Review = parse(body)?;
        let kind = if review.media_type.as_deref() == Some("tv") {
            Kind::Series
        } else {
            Kind::Movie
        };
        let Some(Int(id)) = review.media_id else {
            return Ok(());
        };
        let row = wire::Row {
            id: Some(Int(id)),
            ..wire::Row::default()
        };
        let Some(title) = self.row(Some(kind), &row, Known::Mentioned) else {
            return Ok(());
        };
        if let Some(name) = review.media_title.clone() {
            self.text(
                title,
                Known::Mentioned,
                Text {
                    title: name,
                    ..Text::default()
                },
            );
        }
        self.push_review(title, review, None);
        Ok(())
    }

    pub(super) fn groups(&mut self, target: Target, body: &RawValue) -> serde_json::Result<()> {
        let Target::Key(series) = target else {
            return Ok(());
        };
        let groups: wire::Groups = parse(body)?;
        for group in groups.results.unwrap_or_default() {
            self.push_group(Some(series.id), group);
        }
        Ok(())
    }

    pub(super) fn group(&mut self, series: Option<i64>, body: &RawValue) -> serde_json::Result<()> {
        let group: wire::Group = parse(body)?;
        self.push_group(series, group);
        Ok(())
    }

    pub(super) fn push_group(&mut self, series: Option<i64>, group: wire::Group) {
        let Some(id) = group.id else { return };
        let network = group
            .network
            .as_ref()
            .and_then(|network| self.company(Kind::Network, network, Known::Mentioned));
        let mut of_series = series;
        let mut parts = Vec::new();
        for part in group.groups.iter().flatten() {
            let mut episodes = Vec::new();
            for row in part.episodes.iter().flatten() {
                let (Some(Int(episode)), Some(Int(show))) = (row.id, row.show_id) else {
                    continue;
                };
                self.episode_row(show, row);
                of_series = of_series.or(Some(show));
                episodes.push((episode, row.order.map_or(0, |order| order.0 as i32)));
            }
            parts.push(EpisodeGroupPart {
                id: part.id.clone().unwrap_or_default(),
                name: part.name.clone().unwrap_or_default(),
                order: part.order.map_or(0, |order| order.0 as i32),
                locked: part.locked.unwrap_or_default(),
                episodes,
            });
        }
        self.statements
            .push(Statement::Group(Box::new(EpisodeGroup {
                id,
                series: of_series,
                description: group.description.unwrap_or_default(),
                name: group.name.unwrap_or_default(),
                group_type: group.group_type.map_or(0, |number| number.0 as i32),
                episode_count: group.episode_count.map_or(0, |number| number.0 as i32),
                group_count: group.group_count.map_or(0, |number| number.0 as i32),
                network,
                groups: group.groups.is_some().then_some(parts),
            })));
    }
}
