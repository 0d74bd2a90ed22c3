//! SQLite with the columns of a movie in one narrow table, genres as a mask of bits, and an index that covers each shape of
//! question.

use std::path::Path;

use kinora_bench::genre::OF_MOVIES;
use kinora_bench::movie::Movie;
use kinora_bench::queries::{Discover, Sort};
use kinora_model::Date;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::{Lists, Page};

const TABLES: &str = "
    create table movie (id integer primary key, popularity real not null, rating real not null, votes integer not null,
                        day integer, language text not null, genres integer not null);
    create table keyword_of (keyword integer not null, movie integer not null, primary key (keyword, movie)) without rowid;
    create table cast_of (person integer not null, movie integer not null, primary key (person, movie)) without rowid;";

const INDEXES: &str = "
    create index by_popularity on movie (popularity desc, id, genres, day);
    create index by_day on movie (day, popularity desc, id, genres);
    create index by_votes on movie (votes, genres, rating, day, language, id);
    create index by_rating on movie (rating desc, id, votes, genres);
    create index by_language on movie (language, votes, day, genres, rating, id);
    create index by_genres on movie (genres, popularity desc, id, day);
    analyze;";

/// A SQLite database.
pub struct Sqlite {
    connection: Connection,
}

/// The bit of a genre.
fn bits(genres: &[i32]) -> i64 {
    let places = OF_MOVIES.iter().enumerate();
    let own = places.filter(|(_, genre)| genres.contains(&genre.0));
    own.fold(0, |bits, (place, _)| bits | 1 << place)
}

fn number(day: Date) -> i64 {
    day.day_number()
}

impl Sqlite {
    /// An empty database in a folder.
    pub fn new(folder: &Path) -> rusqlite::Result<Sqlite> {
        let connection = Connection::open(folder.join("movies.sqlite"))?;
        connection.pragma_update(None, "journal_mode", "off")?;
        connection.pragma_update(None, "synchronous", "off")?;
        connection.pragma_update(None, "cache_size", -262_144)?;
        connection.pragma_update(None, "mmap_size", 4_i64 << 30)?;
        connection.set_prepared_statement_cache_capacity(256);
        connection.execute_batch(TABLES)?;
        connection.execute_batch("begin")?;
        Ok(Sqlite { connection })
    }

    /// Adds a movie. Those that no list shows are left out.
    pub fn add(&self, movie: &Movie) -> rusqlite::Result<()> {
        if movie.is_hidden() {
            return Ok(());
        }
        let sql = "insert into movie values (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let stat = movie.fame.stat;
        self.connection.prepare_cached(sql)?.execute((
            movie.id,
            stat.popularity,
            stat.vote_average,
            stat.vote_count,
            movie.releases.date.map(number),
            movie.writing.tongue.code,
            bits(&movie.genres),
        ))?;
        let mut keyword = self
            .connection
            .prepare_cached("insert into keyword_of values (?1, ?2)")?;
        for id in &movie.keywords {
            keyword.execute((id, movie.id))?;
        }
        let mut cast = self
            .connection
            .prepare_cached("insert into cast_of values (?1, ?2)")?;
        for role in &movie.credits.cast {
            cast.execute((role.person, movie.id))?;
        }
        Ok(())
    }

    /// Makes the indexes.
    pub fn finish(&self) -> rusqlite::Result<()> {
        self.connection.execute_batch("commit")?;
        self.connection.execute_batch(INDEXES)
    }

    fn ask(&self, question: &Discover) -> rusqlite::Result<Page> {
        let (condition, values) = condition(question);
        let count = format!("select count(*) from movie{condition}");
        let mut count = self.connection.prepare_cached(&count)?;
        let total: i64 = count.query_row(params_from_iter(&values), |row| row.get(0))?;
        let order = match question.sort {
            Sort::Popularity => "popularity desc",
            Sort::Rating => "rating desc",
            Sort::Date => "day desc nulls last",
        };
        let offset = (question.page - 1) * 20;
        let rows = format!(
            "select id from movie{condition} order by {order}, id limit 20 offset {offset}"
        );
        let mut rows = self.connection.prepare_cached(&rows)?;
        let ids = rows.query_map(params_from_iter(&values), |row| row.get(0))?;
        Ok((total as usize, ids.collect::<Result<_, _>>()?))
    }
}

/// The condition of a question, and the values of its places.
fn condition(question: &Discover) -> (String, Vec<Value>) {
    let (mut terms, mut values): (Vec<&str>, Vec<Value>) = (Vec::new(), Vec::new());
    let mut add = |term, term_values: &[Value]| {
        terms.push(term);
        values.extend_from_slice(term_values);
    };
    if let Some(person) = question.cast {
        add(
            "id in (select movie from cast_of where person = ?)",
            &[person.into()],
        );
    }
    if let [one, two] = question.any_keyword.as_slice() {
        let sql = "id in (select movie from keyword_of where keyword in (?, ?))";
        add(sql, &[(*one).into(), (*two).into()]);
    }
    if let Some(language) = question.language {
        add("language = ?", &[language.to_owned().into()]);
    }
    if !question.every_genre.is_empty() {
        let bits = Value::from(bits(&question.every_genre));
        add("genres & ? = ?", &[bits.clone(), bits]);
    }
    if !question.any_genre.is_empty() {
        add("genres & ? <> 0", &[bits(&question.any_genre).into()]);
    }
    if !question.without_genres.is_empty() {
        add("genres & ? = 0", &[bits(&question.without_genres).into()]);
    }
    if let Some((first, last)) = question.days {
        add(
            "day between ? and ?",
            &[number(first).into(), number(last).into()],
        );
    }
    if let Some(votes) = question.least_votes {
        add("votes >= ?", &[votes.into()]);
    }
    if let Some(rating) = question.least_rating {
        add("rating >= ?", &[rating.into()]);
    }
    match terms.is_empty() {
        true => (String::new(), values),
        false => (format!(" where {}", terms.join(" and ")), values),
    }
}

impl Lists for Sqlite {
    fn name(&self) -> &'static str {
        "SQLite"
    }

    fn list(&self, question: &Discover) -> Page {
        self.ask(question).expect("the statements are correct")
    }
}
