//! The catalogue as the store keeps it: the records, credits and statistics that an import of the [archive](crate::answer)
//! would come to, without the archive.

mod movie;
mod person;
mod series;

use kinora_model::credit::{Billing, Credit, CreditType, TitleCredits};
use kinora_model::text::{Seen, Text, Texts, Translation};
use kinora_model::{
    CollectionFacts, CompanyFacts, Document, EntityKey, KeywordFacts, Kind, Known, Locale,
};
use kinora_store::{Batch, Record, Stat};

use crate::Catalogue;
use crate::credit::Credits;
use crate::writing::Writing;

pub use movie::movie;
pub use person::person;
pub use series::series;

/// A record of an entity of which everything is known.
fn full(kind: Kind, id: i64) -> Record {
    let mut record = Record::new(EntityKey::new(kind, id));
    record.known = Known::Full;
    record
}

/// Puts a part in place.
fn put<D: Document>(record: &mut Record, document: &D) {
    record
        .put(document)
        .expect("made-up documents can be written");
}

/// Hands a record over with its statistics.
fn enter(batch: &mut Batch, record: Record, stat: Stat) {
    batch.stats.push((record.key, stat));
    batch.records.push(record);
}

/// The texts of a title whose translations and English details were told. `runtime` is that of a movie.
fn texts(writing: &Writing, runtime: i32) -> Texts {
    let row = |translation: &crate::writing::Translation| {
        let is_english = translation.tongue.code == "en";
        let text = Text {
            title: translation.title.clone(),
            overview: translation.overview.clone(),
            tagline: translation.tagline.clone(),
            runtime: if is_english { runtime } else { 0 },
            ..Text::default()
        };
        Translation {
            locale: translation.tongue.locale(),
            listed: Some(text),
            seen: is_english.then(|| seen(Text::default())),
        }
    };
    Texts {
        complete: true,
        translations: writing.translations.iter().map(row).collect(),
        ..Texts::default()
    }
}

/// The texts of something of which only English details were told.
fn english(text: Text) -> Texts {
    let translation = Translation {
        locale: Locale::DEFAULT,
        listed: None,
        seen: Some(seen(text)),
    };
    Texts {
        translations: vec![translation],
        ..Texts::default()
    }
}

fn seen(text: Text) -> Seen {
    Seen { full: true, text }
}

/// The lists of a title; its credits are handed over.
fn credits(batch: &mut Batch, title: EntityKey, credits: &Credits) -> TitleCredits {
    let with_cast_ids = title.kind == Kind::Movie;
    let mut lists = TitleCredits {
        cast: Some(Vec::with_capacity(credits.cast.len())),
        crew: Some(Vec::with_capacity(credits.crew.len())),
        guests: None,
    };
    for (order, role) in (0..).zip(&credits.cast) {
        batch.credits.push(Credit {
            person: Some(role.person),
            credit_type: CreditType::Cast,
            department: "Acting".to_owned(),
            job: "Actor".to_owned(),
            character: role.character.clone(),
            order: Some(order),
            ..Credit::new(&role.credit_id, title)
        });
        let cast_id = with_cast_ids.then_some(i64::from(order) + 1);
        let billing = Billing(role.credit_id.clone(), Some(order), cast_id);
        lists.cast.get_or_insert_default().push(billing);
    }
    for job in &credits.crew {
        batch.credits.push(Credit {
            person: Some(job.person),
            credit_type: CreditType::Crew,
            department: job.department.to_owned(),
            job: job.job.to_owned(),
            ..Credit::new(&job.credit_id, title)
        });
        lists
            .crew
            .get_or_insert_default()
            .push(job.credit_id.clone());
    }
    lists
}

/// A company, network, collection or keyword of which titles give the name; `None` for other kinds.
pub fn mentioned(catalogue: &Catalogue, kind: Kind, id: i64) -> Option<Record> {
    let mut record = Record::new(EntityKey::new(kind, id));
    match kind {
        Kind::Company | Kind::Network => {
            let (name, country) = catalogue.company(kind, id);
            let facts = CompanyFacts {
                name: Some(name),
                origin_country: Some(country.to_owned()),
                ..CompanyFacts::default()
            };
            put(&mut record, &facts);
        }
        Kind::Collection => {
            let facts = CollectionFacts {
                name: Some(catalogue.collection(id)),
                poster_path: catalogue.picture("collection poster", id, 0.9),
                backdrop_path: catalogue.picture("collection backdrop", id, 0.8),
                ..CollectionFacts::default()
            };
            put(&mut record, &facts);
        }
        Kind::Keyword => {
            record.known = Known::Full;
            let name = Some(catalogue.keyword(id));
            put(&mut record, &KeywordFacts { name });
        }
        _ => return None,
    }
    Some(record)
}
