//! Tantivy: one segment, inverted lists for what is equal, fast fields for ranges and orders, documents in the order of
//! popularity.

use std::ops::Bound;
use std::path::Path;

use kinora_bench::movie::Movie;
use kinora_bench::queries::{Discover, Form, Sort};
use kinora_model::Date;
use tantivy::collector::{Count, TopDocs};
use tantivy::index::{IndexSettings, IndexSortByField};
use tantivy::query::{
    AllQuery, BooleanQuery, FuzzyTermQuery, InvertedIndexRangeQuery, Occur, Query, RangeQuery,
    TermQuery,
};
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{AsciiFoldingFilter, LowerCaser, SimpleTokenizer, TextAnalyzer};
use tantivy::{DocAddress, Index, IndexWriter, Order, Searcher, TantivyDocument, Term};

use super::{Lists, Page};

const PAGE: usize = 20;
const TOKENIZER: &str = "folded";

#[derive(Clone, Copy)]
struct Fields {
    id: Field,
    popularity: Field,
    rating: Field,
    votes: Field,
    day: Field,
    language: Field,
    genre: Field,
    keyword: Field,
    cast: Field,
    name: Field,
}

/// An index in the making.
pub struct Building {
    fields: Fields,
    index: Index,
    writer: IndexWriter,
}

/// A Tantivy index.
pub struct Tantivy {
    fields: Fields,
    searcher: Searcher,
}

/// A day as a number above 0, which stands for none.
fn number(day: Date) -> u64 {
    (day.day_number() + 1_000_000) as u64
}

impl Building {
    /// An empty index in a folder.
    pub fn new(folder: &Path) -> tantivy::Result<Building> {
        let mut schema = Schema::builder();
        let names = TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqs);
        let fields = Fields {
            id: schema.add_i64_field("id", FAST),
            popularity: schema.add_f64_field("popularity", FAST),
            rating: schema.add_f64_field("rating", FAST),
            votes: schema.add_i64_field("votes", FAST),
            day: schema.add_u64_field("day", FAST),
            language: schema.add_text_field("language", STRING),
            genre: schema.add_i64_field("genre", INDEXED),
            keyword: schema.add_i64_field("keyword", INDEXED),
            cast: schema.add_i64_field("cast", INDEXED),
            name: schema.add_text_field("name", TextOptions::default().set_indexing_options(names)),
        };
        let settings = IndexSettings {
            sort_by_field: Some(IndexSortByField {
                field: "popularity".to_owned(),
                order: Order::Desc,
            }),
            ..IndexSettings::default()
        };
        let index = Index::builder()
            .schema(schema.build())
            .settings(settings)
            .create_in_dir(folder)?;
        let folded = TextAnalyzer::builder(SimpleTokenizer::default())
            .filter(LowerCaser)
            .filter(AsciiFoldingFilter);
        index.tokenizers().register(TOKENIZER, folded.build());
        let writer = index.writer_with_num_threads(1, 512 << 20)?;
        Ok(Building {
            fields,
            index,
            writer,
        })
    }

    /// Adds a movie with its columns, for lists. Those that no list shows are left out.
    pub fn add_row(&self, movie: &Movie) -> tantivy::Result<()> {
        if movie.is_hidden() {
            return Ok(());
        }
        let (fields, stat) = (&self.fields, movie.fame.stat);
        let mut document = self.document(movie);
        document.add_f64(fields.rating, stat.vote_average);
        document.add_i64(fields.votes, stat.vote_count);
        document.add_u64(
            fields.day,
            movie.releases.date.map(number).unwrap_or_default(),
        );
        document.add_text(fields.language, movie.writing.tongue.code);
        movie
            .genres
            .iter()
            .for_each(|id| document.add_i64(fields.genre, i64::from(*id)));
        movie
            .keywords
            .iter()
            .for_each(|id| document.add_i64(fields.keyword, *id));
        movie
            .credits
            .cast
            .iter()
            .for_each(|role| document.add_i64(fields.cast, role.person));
        self.writer.add_document(document).map(drop)
    }

    /// Adds a movie with its names, for searches. Those that no search shows are left out.
    pub fn add_names(&self, movie: &Movie) -> tantivy::Result<()> {
        if movie.is_adult {
            return Ok(());
        }
        let mut document = self.document(movie);
        let translated = movie
            .writing
            .translations
            .iter()
            .map(|translation| &translation.title);
        let others = movie.writing.alternatives.iter().map(|title| &title.title);
        let mut names: Vec<&String> = translated
            .chain(others)
            .chain([&movie.writing.original_title])
            .collect();
        names.sort_unstable();
        names.dedup();
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            document.add_text(self.fields.name, name);
        }
        self.writer.add_document(document).map(drop)
    }

    fn document(&self, movie: &Movie) -> TantivyDocument {
        let mut document = TantivyDocument::default();
        document.add_i64(self.fields.id, movie.id);
        document.add_f64(self.fields.popularity, movie.fame.stat.popularity);
        document
    }

    /// Makes one segment of all.
    pub fn finish(mut self) -> tantivy::Result<Tantivy> {
        self.writer.commit()?;
        let segments = self.index.searchable_segment_ids()?;
        if segments.len() > 1 {
            self.writer.merge(&segments).wait()?;
        }
        self.writer.wait_merging_threads()?;
        let searcher = self.index.reader()?.searcher();
        assert_eq!(searcher.segment_readers().len(), 1, "all is in one segment");
        Ok(Tantivy {
            fields: self.fields,
            searcher,
        })
    }
}

impl Tantivy {
    fn equal(&self, field: Field, number: i64) -> Box<dyn Query> {
        let term = Term::from_field_i64(field, number);
        Box::new(TermQuery::new(term, IndexRecordOption::Basic))
    }

    fn either(&self, field: Field, numbers: impl IntoIterator<Item = i64>) -> Box<dyn Query> {
        let queries = numbers.into_iter().map(|number| self.equal(field, number));
        Box::new(BooleanQuery::union(queries.collect()))
    }

    fn query(&self, question: &Discover) -> Box<dyn Query> {
        let fields = &self.fields;
        let wide = |ids: &[i32]| ids.iter().copied().map(i64::from).collect::<Vec<i64>>();
        let mut all: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut must = |query| all.push((Occur::Must, query));
        for genre in wide(&question.every_genre) {
            must(self.equal(fields.genre, genre));
        }
        if !question.any_genre.is_empty() {
            must(self.either(fields.genre, wide(&question.any_genre)));
        }
        if !question.any_keyword.is_empty() {
            must(self.either(fields.keyword, question.any_keyword.iter().copied()));
        }
        if let Some(person) = question.cast {
            must(self.equal(fields.cast, person));
        }
        if let Some(language) = question.language {
            let term = Term::from_field_text(fields.language, language);
            must(Box::new(TermQuery::new(term, IndexRecordOption::Basic)));
        }
        let day = |day| Bound::Included(Term::from_field_u64(fields.day, number(day)));
        if let Some((first, last)) = question.days {
            must(Box::new(RangeQuery::new(day(first), day(last))));
        }
        if let Some(votes) = question.least_votes {
            let least = Bound::Included(Term::from_field_i64(fields.votes, votes));
            must(Box::new(RangeQuery::new(least, Bound::Unbounded)));
        }
        if let Some(rating) = question.least_rating {
            let least = Bound::Included(Term::from_field_f64(fields.rating, rating));
            must(Box::new(RangeQuery::new(least, Bound::Unbounded)));
        }
        if all.is_empty() {
            return Box::new(AllQuery);
        }
        let without = wide(&question.without_genres).into_iter();
        all.extend(without.map(|genre| (Occur::MustNot, self.equal(fields.genre, genre))));
        Box::new(BooleanQuery::new(all))
    }

    fn ask(&self, question: &Discover) -> tantivy::Result<Page> {
        let top = TopDocs::with_limit(PAGE).and_offset((question.page - 1) * PAGE);
        let query = self.query(question);
        let by_number = |top: TopDocs, field: &str| {
            let collector = (top.order_by_fast_field::<f64>(field, Order::Desc), Count);
            let (rows, total) = self.searcher.search(&*query, &collector)?;
            let rows: Vec<DocAddress> = rows.into_iter().map(|(_, address)| address).collect();
            Ok::<_, tantivy::TantivyError>((rows, total))
        };
        let (rows, total) = match question.sort {
            Sort::Popularity => by_number(top, "popularity")?,
            Sort::Rating => by_number(top, "rating")?,
            Sort::Date => {
                let collector = (top.order_by_fast_field::<u64>("day", Order::Desc), Count);
                let (rows, total) = self.searcher.search(&*query, &collector)?;
                (
                    rows.into_iter().map(|(_, address)| address).collect(),
                    total,
                )
            }
        };
        Ok((total, self.ids(rows)))
    }

    fn ids(&self, rows: Vec<DocAddress>) -> Vec<i64> {
        let column = self.searcher.segment_reader(0).fast_fields().i64("id");
        let column = column.expect("ids are a fast field");
        rows.into_iter()
            .filter_map(|row| column.first(row.doc_id))
            .collect()
    }

    /// The first page of a search for movies, by score: every word must be in one of the names. Of a form that is being typed
    /// the last word is a beginning, of one with typos words of four letters or more may be one step away.
    pub fn search(&self, text: &str, form: Form, with_total: bool) -> Page {
        self.try_search(text, form, with_total)
            .expect("the queries are correct")
    }

    /// Words that begin so, as a range of the dictionary: three times as quick as the automaton of a prefix query.
    fn beginning(&self, first: Term, word: &str) -> InvertedIndexRangeQuery {
        let end = Term::from_field_text(self.fields.name, &format!("{word}\u{10ffff}"));
        InvertedIndexRangeQuery::new(Bound::Included(first), Bound::Excluded(end))
    }

    fn try_search(&self, text: &str, form: Form, with_total: bool) -> tantivy::Result<Page> {
        let text = text.to_lowercase();
        let words: Vec<&str> = text.split(' ').collect();
        let last = words.len() - 1;
        let queries = words.iter().enumerate().map(|(place, word)| {
            let term = Term::from_field_text(self.fields.name, word);
            let query: Box<dyn Query> = match form {
                Form::Typed if place == last => Box::new(self.beginning(term, word)),
                Form::Typo if word.len() >= 4 => Box::new(FuzzyTermQuery::new(term, 1, true)),
                _ => Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)),
            };
            query
        });
        let query = BooleanQuery::intersection(queries.collect());
        let top = TopDocs::with_limit(PAGE).order_by_score();
        let (rows, total) = match with_total {
            true => self.searcher.search(&query, &(top, Count))?,
            false => (self.searcher.search(&query, &top)?, 0),
        };
        let rows = rows.into_iter().map(|(_, address)| address).collect();
        Ok((total, self.ids(rows)))
    }
}

impl Lists for Tantivy {
    fn name(&self) -> &'static str {
        "Tantivy"
    }

    fn list(&self, question: &Discover) -> Page {
        self.ask(question).expect("the queries are correct")
    }
}
