//! Every part of every kind can be read, written as it was read, and changed.

use kinora_model::form;
use kinora_model::{Kind, Part};
use serde_json::{Value, json};

use crate::editing::Newsroom;

/// An entity of each kind in the catalogue.
pub const ENTITIES: [(Kind, i64); 9] = [
    (Kind::Movie, 11),
    (Kind::Series, 21),
    (Kind::Season, 201),
    (Kind::Episode, 212),
    (Kind::Person, 31),
    (Kind::Collection, 41),
    (Kind::Company, 51),
    (Kind::Network, 61),
    (Kind::Keyword, 71),
];

const ISO: &str = "1931-05-11T00:00:00.000Z";

/// Another document of a part. Facts keep what they have and get another name.
fn another(kind: Kind, part: Part, document: &Value) -> Value {
    let picture =
        json!({"file_path": "/new.jpg", "iso_639_1": "de", "width": 2000, "height": 3000});
    let pictures = json!([picture]);
    match (part, kind) {
        (Part::Facts, Kind::Movie) => document
            .clone()
            .with_field("original_title", json!("Another")),
        (Part::Facts, Kind::Series) => document
            .clone()
            .with_field("original_name", json!("Another")),
        (Part::Facts, Kind::Season | Kind::Episode) => {
            document.clone().with_field("air_date", json!("1931-05-11"))
        }
        (Part::Facts, _) => document.clone().with_field("name", json!("Another")),
        (Part::Texts, _) => {
            json!({"translations": [{"locale": "fr-FR", "title": "Autre", "overview": "Un texte."}]})
        }
        (Part::Titles, Kind::Movie | Kind::Series) => {
            json!([{"iso_3166_1": "FR", "title": "Autre"}])
        }
        (Part::Titles, _) => json!([{"title": "Autre"}]),
        (Part::Credits, Kind::Person) => json!({"movies": {"cast": [], "crew": []}}),
        (Part::Credits, Kind::Series) => {
            json!({"cast": [{"person": 32, "character": "Someone"}], "creators": [{"person": 32}]})
        }
        (Part::Credits, Kind::Episode) => {
            json!({"guests": [{"person": 31, "character": "Someone"}]})
        }
        (Part::Credits, _) => json!({
            "cast": [{"person": 32, "character": "Someone"}],
            "crew": [{"person": 33, "department": "Directing", "job": "Director"}],
        }),
        (Part::Keywords, _) => json!([]),
        (Part::Releases, _) => json!({"countries": [{"iso_3166_1": "DE", "release_dates": [
            {"release_date": ISO, "type": 3, "certification": "12", "note": "Berlin"}]}]}),
        (Part::Ratings, _) => json!([{"iso_3166_1": "DE", "rating": "16"}]),
        (Part::Images, Kind::Person) => json!({"profiles": pictures}),
        (Part::Images, Kind::Episode) => json!({"stills": pictures}),
        (Part::Images, Kind::Company | Kind::Network) => json!({"logos": pictures}),
        (Part::Images, _) => json!({"posters": pictures}),
        (Part::Videos, _) => {
            json!([{"site": "YouTube", "key": "abc", "name": "A clip", "type": "Clip"}])
        }
        (Part::Links, Kind::Person) => json!({"imdb_id": "nm7654321"}),
        (Part::Links, _) => json!({"tvdb_id": 7_654_321}),
        (Part::Providers, _) => json!({"DE": {"link": "https://example.org/", "buy": [
            {"provider_id": 8, "provider_name": "Flick"}]}}),
        (Part::Screened, _) => json!([212]),
        (Part::Tagged, _) => json!([{"file_path": "/new.jpg", "image_type": "poster",
            "media": {"kind": "movie", "id": 11}}]),
        (Part::Groups, _) => json!([{"name": "Another order", "group_type": 2,
            "groups": [{"name": "All", "episodes": [212, 211]}]}]),
        (part, _) => panic!("nothing else to put in {}", part.name()),
    }
}

trait WithField {
    fn with_field(self, name: &str, value: Value) -> Value;
}

impl WithField for Value {
    fn with_field(mut self, name: &str, value: Value) -> Value {
        self[name] = value;
        self
    }
}

#[tokio::test]
async fn every_part_of_every_kind_is_written_as_it_is_read_and_changed_and_taken_back() {
    let room = Newsroom::open().await;
    for (kind, id) in ENTITIES {
        for (part, _) in form::parts(kind) {
            let target = format!("/{}/{id}/{}", kind.name(), part.name());
            let before = room.get(&target).await;
            let put = |read: &Value, document: &Value| json!({"base": read["version"], "document": document});
            if !before["document"].is_null() {
                let same = room
                    .make("PUT", &target, put(&before, &before["document"]))
                    .await;
                assert_eq!(same["changes"], 0, "{target}: {}", before["document"]);
            }

            let document = another(kind, part, &before["document"]);
            let made = room.make("PUT", &target, put(&before, &document)).await;

            assert!(made["changes"].as_i64().unwrap() > 0, "{target}");
            let after = room.get(&target).await;
            assert_eq!(after["version"], made["entities"][0]["version"], "{target}");
            assert_ne!(after["document"], before["document"], "{target}");
            if part == Part::Facts {
                continue;
            }
            // What was removed is what was not there.
            room.make("PUT", &target, put(&after, &Value::Null)).await;
            let gone = room.get(&target).await;
            assert_eq!(gone["document"], Value::Null, "{target}");
        }
    }
}

#[tokio::test]
async fn every_kind_is_made_deleted_and_shown_again() {
    let room = Newsroom::open().await;
    for (kind, _) in ENTITIES {
        let name = kind.name();
        let facts = match kind {
            Kind::Movie => json!({"original_title": "New"}),
            Kind::Series => json!({"original_name": "New"}),
            Kind::Season => json!({"series": 21, "number": 9}),
            Kind::Episode => json!({"series": 21, "season": 1, "number": 9}),
            _ => json!({"name": "New"}),
        };

        let made = room
            .make(
                "POST",
                &format!("/{name}"),
                json!({"parts": {"facts": facts}}),
            )
            .await;

        let (id, base) = (made["entities"][0]["id"].clone(), made["revision"].clone());
        assert!(id.as_i64().unwrap() >= form::FIRST_ID, "{name}");
        let read = room.get(&format!("/{name}/{id}")).await;
        assert_eq!(
            (&read["state"], &read["parts"]["facts"]),
            (&json!("live"), &facts),
            "{name}"
        );
        let of = |word: &str| format!("/{name}/{id}/{word}");
        let deleted = room
            .send(
                &room.moderator,
                "POST",
                &of("delete"),
                json!({"base": base}),
            )
            .await;
        assert_eq!(room.get(&format!("/{name}/{id}")).await["state"], "deleted");
        let base = deleted.json["revision"].clone();
        room.send(
            &room.moderator,
            "POST",
            &of("restore"),
            json!({"base": base}),
        )
        .await;
        assert_eq!(room.get(&format!("/{name}/{id}")).await["state"], "live");
    }
}
