//! The world of these tests: two applications, five subscribers, and titles that can be had in different ways. All of it is
//! invented.

use std::path::{Path, PathBuf};

use kinora_model::account::Role;
use kinora_model::credit::{Billing, CreditType};
use kinora_model::part::Document;
use kinora_model::queue::{Format, Offer, QueueKind};
use kinora_model::text::{Text, Translation};
use kinora_model::{
    Credit, EntityKey, EpisodeFacts, Kind, Known, Locale, MovieFacts, Part, PersonFacts,
    SeasonFacts, SeriesFacts, Texts, TitleCredits,
};
use kinora_store::{
    Application, Batch, Decision, NewAccount, NewApplication, PasswordCost, Passwords, Plan,
    QueueTarget, Record, Rental, Stat, Store,
};
use serde_json::{Value, json};

/// The password of every account.
const PASSWORD: &str = "a password of the tests";
/// What time it is where it does not matter: long after all dates of this world.
const NOW: i64 = 1_700_000_000_000;
/// How many films there are beside those with a meaning.
const FILLERS: i64 = 520;

/// What the clients are told.
pub struct World {
    data: PathBuf,
    applications: Vec<Application>,
    users: Vec<Value>,
}

/// A film of this number; what clients call it ends with the digit of its kind.
const fn film(number: i64) -> EntityKey {
    EntityKey::new(Kind::Movie, 7_090_000 + number)
}

const fn episode(number: i64) -> EntityKey {
    EntityKey::new(Kind::Episode, 7_093_000 + number)
}

const SERIES: EntityKey = EntityKey::new(Kind::Series, 7_091_000);

const fn season(number: i64) -> EntityKey {
    EntityKey::new(Kind::Season, 7_092_000 + number)
}

fn record<D: Document>(key: EntityKey, facts: &D, title: &str) -> Record {
    let mut record = Record::new(key);
    record.known = Known::Full;
    record.put(facts).unwrap();
    let text = Text {
        title: title.to_owned(),
        overview: format!("{title}: <a href=\"#\">about it</a> & more."),
        ..Text::default()
    };
    let translation = Translation {
        locale: Locale::DEFAULT.with_main_country(),
        listed: Some(text),
        seen: None,
    };
    let texts = Texts {
        translations: vec![translation],
        ..Texts::default()
    };
    if Part::of(key.kind).contains(&Part::Texts) {
        record.put(&texts).unwrap();
    }
    record
}

fn a_film(number: i64, title: &str) -> Record {
    let facts = MovieFacts {
        original_title: Some(title.to_owned()),
        release_date: "1998-05-01".parse().ok(),
        runtime: Some(102),
        genres: Some(vec![18]),
        spoken_languages: Some(vec!["en".to_owned()]),
        poster_path: Some("/lighthouse.jpg".to_owned()),
        ..MovieFacts::default()
    };
    record(film(number), &facts, title)
}

/// Films, a series of two seasons, and people; the first film has a cast of seven and a director.
fn titles() -> Batch {
    let mut batch = Batch::default();
    let names = [
        "Paper Lighthouse",
        "Copper Moon",
        "Tin Harbour",
        "Glass Meadow",
    ];
    for (number, name) in (0..).zip(names) {
        batch.records.push(a_film(number, name));
    }
    let fillers = (0..FILLERS).map(|number| a_film(100 + number, &format!("Filler {number}")));
    batch.records.extend(fillers);
    let series = SeriesFacts {
        original_name: Some("The Quiet Ferry".to_owned()),
        first_air_date: "2001-01-01".parse().ok(),
        ..SeriesFacts::default()
    };
    batch
        .records
        .push(record(SERIES, &series, "The Quiet Ferry"));
    for (number, parts) in [(1, 0..3), (2, 3..5)] {
        let facts = SeasonFacts {
            series: Some(SERIES.id),
            number: Some(number),
            ..SeasonFacts::default()
        };
        let title = format!("Season {number}");
        batch
            .records
            .push(record(season(i64::from(number)), &facts, &title));
        for (place, part) in (1..).zip(parts) {
            let facts = EpisodeFacts {
                series: Some(SERIES.id),
                season: Some(number),
                number: Some(place),
                air_date: "2001-01-01".parse().ok(),
                ..EpisodeFacts::default()
            };
            batch
                .records
                .push(record(episode(part), &facts, &format!("Part {part}")));
        }
    }
    let mut credits = TitleCredits::default();
    for number in 0..8_i64 {
        let key = EntityKey::new(Kind::Person, 500 + number);
        let name = format!("Ada Quill the {number}");
        let facts = PersonFacts {
            name: Some(name.clone()),
            ..PersonFacts::default()
        };
        batch.records.push(record(key, &facts, ""));
        let mut credit = Credit::new(&format!("{number:024x}"), film(0));
        credit.person = Some(key.id);
        if number < 7 {
            credit.credit_type = CreditType::Cast;
            credit.job = "Actor".to_owned();
            let billing = Billing(credit.id.clone(), i32::try_from(number).ok(), None);
            credits.cast.get_or_insert_default().push(billing);
        } else {
            credit.job = "Director".to_owned();
            credits.crew.get_or_insert_default().push(credit.id.clone());
        }
        batch.credits.push(credit);
    }
    batch.records[0].put(&credits).unwrap();
    let stat = Stat {
        popularity: 9.0,
        vote_average: 7.2,
        vote_count: 10,
    };
    batch.stats.push((film(0), stat));
    batch
}

impl World {
    /// Makes the world in a data folder.
    pub async fn make(folder: &Path) -> World {
        let store = Store::open(folder).await.unwrap();
        store.bulk(titles()).await.unwrap();
        let offers = [
            (film(1), Format::BluRay, Offer::UNDATED),
            (film(1), Format::Instant, Offer::Never),
            (film(2), Format::Instant, Offer::Awaited(None)),
            (film(2), Format::Dvd, Offer::Awaited(None)),
            (episode(2), Format::Instant, Offer::Never),
            (episode(2), Format::Dvd, Offer::Never),
        ];
        for (title, format, offer) in offers {
            assert!(store.set_offer(title, format, offer, NOW).await.unwrap());
        }
        let mut applications = Vec::new();
        for name in ["Paper Boat Browser", "Other"] {
            let application = NewApplication::named(name).unwrap();
            applications.push(store.create_application(application, NOW).await.unwrap());
        }
        let mut world = World {
            data: folder.to_owned(),
            applications,
            users: Vec::new(),
        };
        for name in ["anna", "ben", "cleo", "dora", "emil"] {
            world.add_user(&store, name).await;
        }
        world
    }

    async fn add_user(&mut self, store: &Store, name: &str) {
        let passwords = Passwords::new(PasswordCost::CHEAP);
        let account = NewAccount {
            name: name.parse().unwrap(),
            password_hash: passwords.hash(PASSWORD).await.unwrap(),
            role: Role::Reader,
            email: None,
            verified: true,
        };
        let account = store.create_account(account).await.unwrap().id;
        let user = store.subscriber(account).await.unwrap().unwrap();
        if name != "dora" {
            store.accept_terms(account, NOW).await.unwrap();
        }
        if name == "ben" {
            let plan = Plan {
                blu_ray: false,
                instant: false,
            };
            store.set_plan(account, plan).await.unwrap();
        }
        if name == "cleo" {
            let target = QueueTarget {
                account,
                kind: QueueKind::Instant,
                etag: None,
                now: NOW,
            };
            let fillers = (0..500).map(|number| film(100 + number)).collect();
            store.rearrange(target, fillers).await.unwrap();
        }
        if name == "anna" {
            let out = Rental {
                shipped_at: Some(NOW / 1000),
                expected_at: Some(NOW / 1000 + 86_400),
                ..Rental::of(film(3), Format::Dvd)
            };
            let back = Rental {
                returned_at: Some(NOW / 1000 + 5),
                ..Rental {
                    title: film(0),
                    ..out
                }
            };
            let watched = Rental {
                watched_at: Some(NOW / 1000 + 9),
                viewed_seconds: Some(600),
                ..Rental::of(film(100), Format::Instant)
            };
            for rental in [out, back, watched] {
                assert!(store.add_rental(account, rental, NOW).await.unwrap());
            }
        }
        let application = self.applications[0].id;
        let far = i64::MAX;
        let token = store.create_oauth_token(application, None, NOW, far);
        let token = token.await.unwrap().token;
        let approve = Decision::Approve(account);
        assert!(
            store
                .decide_oauth_token(&token, approve, NOW)
                .await
                .unwrap()
        );
        let access = store
            .exchange_oauth_token(&token, NOW)
            .await
            .unwrap()
            .unwrap();
        self.users.push(json!({
            "name": name, "id": user.user_id, "account": account, "token": access.token, "secret": access.secret,
        }));
    }

    /// What the clients are told.
    pub fn told(&self) -> Value {
        let applications = self.applications.iter().map(|application| {
            json!({ "name": application.name, "key": application.key, "secret": application.secret })
        });
        json!({
            "database": self.data.join("catalogue.sqlite"),
            "password": PASSWORD,
            "applications": applications.collect::<Vec<_>>(),
            "users": self.users,
        })
    }
}
