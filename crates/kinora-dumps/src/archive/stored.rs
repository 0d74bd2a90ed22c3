//! Rows that hold things as a catalogue keeps them: what an export writes and an import reads.
//!
//! Answers of the v3 API do not tell everything (how full an entity is known, what is deleted or merged, where a text
//! was seen), so a copy that is the same has rows of its own. They stand under [`PREFIX`], and the name behind it says what they are.

use std::collections::BTreeMap;
use std::io::{self, Write};

use kinora_model::credit::Credit;
use kinora_model::edit::part_named;
use kinora_model::key::{EntityKey, Kind, Known, State};
use kinora_model::part::Part;
use kinora_model::reference::{Table, Told};
use kinora_store::{Record, Stat, Stored, canonical};
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Where the paths of these rows begin.
pub const PREFIX: &str = "/kinora/v1/archive/";

/// An entity as it stands in a row.
#[derive(Deserialize, Serialize)]
struct Whole<'a> {
    known: Known,
    state: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    merged_into: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    statistics: Option<Statistics>,
    #[serde(borrow)]
    parts: BTreeMap<&'a str, &'a RawValue>,
}

/// Popularity and votes as they stand in a row.
#[derive(Deserialize, Serialize)]
struct Statistics {
    popularity: f64,
    vote_average: f64,
    vote_count: i64,
}

/// Writes a thing as a line.
pub fn write(stored: &Stored, out: &mut impl Write) -> io::Result<()> {
    match stored {
        Stored::Reference(told) => {
            let body: &RawValue = serde_json::from_str(&told.document)?;
            let locale = if told.locale.is_empty() {
                "-"
            } else {
                &told.locale
            };
            write_row(&format!("reference/{}/{locale}", told.table), body, out)
        }
        Stored::Entity(record, stat) => {
            let key = record.key;
            let raw = |part: &Part| Some((part.name(), record.raw(*part)?));
            let parts = Part::of(key.kind).iter().filter_map(raw);
            let parts = parts.map(|(name, raw)| Ok((name, serde_json::from_str(raw)?)));
            let whole = Whole {
                known: record.known,
                state: record.state,
                merged_into: record.merged_into,
                statistics: stat.map(|stat| Statistics {
                    popularity: stat.popularity,
                    vote_average: stat.vote_average,
                    vote_count: stat.vote_count,
                }),
                parts: parts.collect::<serde_json::Result<_>>()?,
            };
            write_row(&format!("{}/{}", key.kind.name(), key.id), &whole, out)
        }
        Stored::Credit(credit) => write_row(&format!("credit/{}", credit.id), credit, out),
        Stored::Review(review) => write_row(&format!("review/{}", review.id), review, out),
        Stored::Group(group) => write_row(&format!("episode_group/{}", group.id), group, out),
    }
}

fn write_row(name: &str, body: &(impl Serialize + ?Sized), out: &mut impl Write) -> io::Result<()> {
    let path = serde_json::to_string(&format!("{PREFIX}{name}"))?;
    write!(
        out,
        r#"{{"method":"GET","path":{path},"query":{{}},"status":200,"body":"#
    )?;
    serde_json::to_writer(&mut *out, body)?;
    out.write_all(b"}\n")
}

/// Reads the body of a row; `name` is its path behind [`PREFIX`]. Documents are read through their types, so that nothing
/// is taken in that could not be answered.
pub fn read(name: &str, body: &RawValue) -> serde_json::Result<Stored> {
    let segments: Vec<&str> = name.split('/').collect();
    match *segments.as_slice() {
        ["credit", id] => {
            let credit: Credit = parse(body)?;
            named(id, &credit.id)?;
            Ok(Stored::Credit(Box::new(credit)))
        }
        ["review", id] => {
            let review: kinora_model::review::Review = parse(body)?;
            named(id, &review.id)?;
            Ok(Stored::Review(Box::new(review)))
        }
        ["episode_group", id] => {
            let group: kinora_model::review::EpisodeGroup = parse(body)?;
            named(id, &group.id)?;
            Ok(Stored::Group(Box::new(group)))
        }
        ["reference", table, locale] if Table::ALL.iter().any(|row| row.1 == table) => {
            Ok(Stored::Reference(Told {
                table: table.to_owned(),
                locale: locale.trim_matches('-').to_owned(),
                document: body.get().to_owned(),
            }))
        }
        [kind, id] => read_entity(kind, id, body),
        _ => Err(unknown()),
    }
}

fn read_entity(kind: &str, id: &str, body: &RawValue) -> serde_json::Result<Stored> {
    let kind = Kind::ALL.into_iter().find(|known| known.name() == kind);
    let id = id.parse().ok().filter(|id| *id > 0);
    let (Some(kind), Some(id)) = (kind, id) else {
        return Err(unknown());
    };
    let whole: Whole<'_> = serde_json::from_str(body.get())?;
    if (whole.state == State::Merged) != whole.merged_into.is_some() {
        return Err(serde_json::Error::custom("merged into what?"));
    }
    let mut record = Record::new(EntityKey::new(kind, id));
    record.known = whole.known;
    record.state = whole.state;
    record.merged_into = whole.merged_into;
    for (name, document) in whole.parts {
        let part = part_named(name).filter(|part| Part::of(kind).contains(part));
        let part = part.ok_or_else(|| {
            serde_json::Error::custom(format!("a {} has no part {name:?}", kind.name()))
        })?;
        record.put_raw(part, Some(canonical(kind, part, document)?));
    }
    let stat = whole.statistics.map(|told| Stat {
        popularity: told.popularity,
        vote_average: told.vote_average,
        vote_count: told.vote_count,
    });
    Ok(Stored::Entity(Box::new(record), stat))
}

fn parse<T: DeserializeOwned>(body: &RawValue) -> serde_json::Result<T> {
    serde_json::from_str(body.get())
}

fn named(path: &str, body: &str) -> serde_json::Result<()> {
    if path == body {
        Ok(())
    } else {
        Err(serde_json::Error::custom(
            "path and body name different things",
        ))
    }
}

fn unknown() -> serde_json::Error {
    serde_json::Error::custom("not a row of an export that this version knows")
}
