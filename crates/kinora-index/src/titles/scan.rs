//! Search written a second time, plainly: every name of every thing is looked at. Tests hold the index to it.

use std::collections::BTreeMap;

use proptest::prelude::*;
use smallvec::SmallVec;

use super::entry::{Named, Shown};
use super::live::Titles;
use super::matches::{Closeness, Hit};
use super::query::{Query, Vocabulary, Word};
use super::segment::Segment;
use super::spelling::is_article;
use super::typo;

/// A vocabulary that has every word.
struct Anything;

impl Vocabulary for Anything {
    fn knows(&self, _: &str, _: bool) -> bool {
        true
    }

    fn words_in_front(&self, text: &str) -> SmallVec<[usize; 8]> {
        text.char_indices().skip(1).map(|(cut, _)| cut).collect()
    }
}

/// Things in a list.
struct Scan<'a>(&'a [Named]);

impl Scan<'_> {
    fn typed(&self, query: &Query, shown: &Shown) -> Vec<Hit> {
        self.hits(shown, |name| {
            let has_all = edits(query, name, 0).is_some();
            let closeness = closeness(query, name);
            match closeness {
                Closeness::ButArticle => Some((0, closeness)),
                _ => has_all.then_some((0, closeness)),
            }
        })
    }

    fn misspelt(&self, query: &Query, shown: &Shown, most: u32) -> Vec<Hit> {
        let typed = self.typed(query, shown);
        let mut hits = self.hits(shown, |name| {
            let plain = edits(query, name, most).map(|edits| (edits, shape(query, name, most)));
            let respaced = query.variants(&Anything).into_iter();
            let respaced = respaced
                .filter_map(|query| Some((edits(&query, name, 0)? + 1, shape(&query, name, 0))));
            plain
                .into_iter()
                .chain(respaced)
                .filter(|(edits, _)| *edits > 0)
                .min()
        });
        hits.retain(|hit| typed.iter().all(|typed| typed.fame.id != hit.fame.id));
        hits
    }

    /// The best of the names of each thing, in order.
    fn hits(&self, shown: &Shown, judge: impl Fn(&[&str]) -> Option<(u32, Closeness)>) -> Vec<Hit> {
        let is_shown = |named: &&Named| {
            (shown.include_adult || !named.is_adult)
                && shown.is_of_years(named.first_year, &named.years)
        };
        let best = |named: &Named| {
            let names = named
                .names
                .iter()
                .map(|name| name.split(' ').collect::<Vec<_>>());
            let (edits, closeness) = names.filter_map(|name| judge(&name)).min()?;
            Some(Hit {
                edits,
                closeness,
                fame: named.fame(),
            })
        };
        let mut hits: Vec<Hit> = self.0.iter().filter(is_shown).filter_map(best).collect();
        hits.sort_by(Hit::compare);
        hits
    }
}

/// With how many edits a word of a query is one of a name.
fn edits_to(word: &Word, is_last: bool, own: &str, most: u32) -> Option<u32> {
    if own == word.meant() || is_last && own.starts_with(&word.written) {
        return Some(0);
    }
    let are_long_enough = typo::are_long_enough(word.meant().chars().count(), own.chars().count());
    typo::edits(word.meant(), own, most.min(word.forgiven))
        .filter(|edits| *edits > 0 && are_long_enough && !own.contains(char::is_numeric))
}

fn edits(query: &Query, name: &[&str], most: u32) -> Option<u32> {
    let last = query.words.len() - 1;
    query
        .words
        .iter()
        .enumerate()
        .try_fold(0, |sum, (place, word)| {
            let edits = name
                .iter()
                .filter_map(|own| edits_to(word, place == last, own, most))
                .min()?;
            Some(sum + edits)
        })
}

/// How close a name is that has every word.
fn closeness(query: &Query, name: &[&str]) -> Closeness {
    let meant: Vec<&str> = query.words.iter().map(|word| word.meant()).collect();
    let without =
        |words: &[&str]| (words.len() > 1 && is_article(words[0])).then(|| words[1..].join(" "));
    let (text, own) = (meant.join(" "), name.join(" "));
    if text == own {
        return Closeness::Equal;
    }
    let bare = [without(&meant), without(name)];
    let is_but_article = match &bare {
        [Some(text), Some(name)] => text == name || *name == meant.join(" ") || *text == own,
        [Some(text), None] => *text == own,
        [None, Some(name)] => *name == text,
        [None, None] => false,
    };
    let begins = |name: &[&str]| {
        let (last, before) = meant.split_last().unwrap();
        let written = &query.words.last().unwrap().written;
        name.len() >= meant.len()
            && name[..before.len()] == *before
            && (name[before.len()] == *last || name[before.len()].starts_with(written))
    };
    let own_article = name.len() > 1 && is_article(name[0]);
    match () {
        () if is_but_article => Closeness::ButArticle,
        () if begins(name) || own_article && begins(&name[1..]) => Closeness::Begins,
        () => Closeness::Contains,
    }
}

/// How close a misspelt name is.
fn shape(query: &Query, name: &[&str], most: u32) -> Closeness {
    let last = query.words.len() - 1;
    let mut pairs = query.words.iter().enumerate().zip(name);
    let is_long_enough = name.len() >= query.words.len();
    let begins = is_long_enough
        && pairs.all(|((place, word), own)| edits_to(word, place == last, own, most).is_some());
    let word = &query.words[last];
    let is_beginning = |own: &str| own.starts_with(&word.written) && own != word.meant();
    match begins {
        true if name.len() == query.words.len() && !is_beginning(name[last]) => Closeness::Equal,
        true => Closeness::Begins,
        false => Closeness::Contains,
    }
}

fn named() -> impl Strategy<Value = Named> {
    let name = prop::sample::select(vec![
        "the a",
        "a",
        "the",
        "matrix",
        "the matrix",
        "matirx",
        "matrix 2",
        "mat rix",
        "matrixa",
        "a matrix",
        "the matrix reloaded",
        "reloaded",
        "reload",
        "spider man",
        "spiderman",
        "man",
        "the man",
        "man matrix",
        "reloadad",
        "reloaedd",
        "2",
        "20",
        "matrix the",
        "die matrix",
        "ma",
        "m",
        "千 尋",
        "千 と 千 尋",
    ]);
    let names = prop::collection::btree_set(name, 1..4);
    let years = prop::collection::btree_set(1999_u16..2003, 0..3);
    (names, 0_u8..3, 0..2_i64, any::<bool>(), years).prop_map(
        |(names, popularity, vote_count, is_adult, years)| Named {
            id: 0,
            popularity: f64::from(popularity),
            vote_count,
            is_adult,
            first_year: years.first().copied(),
            years: years.into_iter().collect(),
            names: names.into_iter().map(str::to_owned).collect(),
        },
    )
}

fn catalogue() -> impl Strategy<Value = Vec<Named>> {
    prop::collection::vec(named(), 0..30).prop_map(|mut all| {
        (0..).zip(&mut all).for_each(|(id, named)| named.id = id);
        all
    })
}

fn text() -> impl Strategy<Value = String> {
    let text = prop::sample::select(vec![
        "m",
        "the",
        "the m",
        "matrix",
        "the matrix",
        "a matrix",
        "matr",
        "matirx",
        "matrx",
        "the matrx",
        "matrix ii",
        "matrix 2",
        "ii",
        "spiderman",
        "spider man",
        "spidermna",
        "relodaed",
        "rleodaed",
        "matrix reloaded the",
        "relaoded matirx",
        "man",
        "thematrix",
        "千尋",
        "die",
        "die matrix",
        "zzz",
        "the reloade",
        "reloaded m",
    ]);
    text.prop_map(str::to_owned)
}

fn shown() -> impl Strategy<Value = Shown> {
    let year = || prop::option::weighted(0.3, 1998_u16..2004);
    (any::<bool>(), year(), year(), 0_u16..2).prop_map(
        |(include_adult, year, primary_year, tolerance)| Shown {
            include_adult,
            year,
            primary_year,
            tolerance,
        },
    )
}

fn first(hits: &[Hit], wanted: usize) -> Vec<Hit> {
    hits.iter().take(wanted).copied().collect()
}

/// Asks an index and a scan of the same things.
fn compare(
    titles: &Titles,
    all: &[Named],
    text: &str,
    shown: &Shown,
    wanted: usize,
) -> Result<(), TestCaseError> {
    let query = Query::of(text).unwrap();
    let scan = Scan(all);
    let sorted = |mut hits: Vec<Hit>| {
        hits.sort_by(Hit::compare);
        hits
    };

    let (total, hits, rows) = titles.typed(&query, shown, usize::MAX);
    let expected = scan.typed(&query, shown);
    prop_assert_eq!(total, expected.len());
    prop_assert_eq!(&sorted(hits), &expected);
    let (total, hits, _) = titles.typed(&query, shown, wanted);
    prop_assert_eq!(total, expected.len());
    prop_assert_eq!(first(&sorted(hits), wanted), first(&expected, wanted));
    for most in 1..=2 {
        let (total, hits, _) = titles.misspelt(&query, shown, wanted, most, &rows);
        let expected = scan.misspelt(&query, shown, most);
        prop_assert_eq!(total, expected.len());
        prop_assert_eq!(first(&sorted(hits), wanted), first(&expected, wanted));
    }
    Ok(())
}

proptest! {
    #[test]
    fn the_index_finds_what_a_scan_finds(all in catalogue(), text in text(), shown in shown(), wanted in 1_usize..6) {
        compare(&Titles::of(all.clone()), &all, &text, &shown, wanted)?;
    }

    #[test]
    fn changes_are_found_beside_what_they_replace(
        all in catalogue(), changed in prop::collection::vec((0_i64..40, prop::option::of(named())), 1..12),
        text in text(), shown in shown(), wanted in 1_usize..6,
    ) {
        let mut titles = Titles::of(all.clone());
        let mut things: BTreeMap<i64, Named> = all.into_iter().map(|named| (named.id, named)).collect();
        for (id, named) in changed {
            let named = named.map(|named| Named { id, ..named });
            titles.change([(id, named.clone())]);
            prop_assert_eq!(titles.get(id), named.clone());
            match named {
                Some(named) => things.insert(id, named),
                None => things.remove(&id),
            };
        }
        let all: Vec<Named> = things.into_values().collect();
        prop_assert_eq!(titles.len(), all.len());
        compare(&titles, &all, &text, &shown, wanted)?;
    }

    #[test]
    fn another_popularity_makes_what_is_made_of_it_anew(
        all in catalogue(), changed in prop::collection::vec((0_i64..40, prop::option::of(named())), 0..6), scores in prop::collection::vec(0_u8..5, 40),
        text in text(), shown in shown(), wanted in 1_usize..6,
    ) {
        let score = |id: i64| f64::from(scores[id as usize]);
        let scored = |named: Named| Named { popularity: score(named.id), ..named };
        let mut titles = Titles::of(all.clone());
        let mut things: BTreeMap<i64, Named> = all.iter().map(|named| (named.id, named.clone())).collect();
        for (id, named) in changed {
            let named = named.map(|named| Named { id, ..named });
            titles.change([(id, named.clone())]);
            match named {
                Some(named) => things.insert(id, named),
                None => things.remove(&id),
            };
        }
        let things: Vec<Named> = things.into_values().map(scored).collect();

        prop_assert_eq!(Segment::of(all.clone()).rescored(score), Segment::of(all.into_iter().map(scored).collect()));
        compare(&titles.rescored(score), &things, &text, &shown, wanted)?;
    }

    #[test]
    fn a_segment_is_read_as_it_was_written(all in catalogue()) {
        let segment = Segment::of(all);
        let mut file = Vec::new();
        segment.write(&mut file).unwrap();

        prop_assert_eq!(Segment::read(&mut file.as_slice()).unwrap(), segment);
        prop_assert!(file.is_empty() || Segment::read(&mut &file[..file.len() - 1]).is_err());
    }
}

/// So many things whose names are the letters of their numbers.
fn many(count: i64) -> Vec<Named> {
    let word = |mut number: i64| {
        let mut word = String::new();
        for _ in 0..4 {
            word.push(char::from(b'a' + (number % 7) as u8));
            number /= 7;
        }
        word
    };
    (0..count)
        .map(|id| Named {
            id,
            popularity: (id % 13) as f64,
            is_adult: id % 11 == 0,
            names: vec![
                format!("{} {}", word(id), word(id / 3)),
                format!("the {}", word(id)),
            ],
            ..Named::default()
        })
        .collect()
}

#[test]
fn frequent_words_and_beginnings_are_found_by_bits_and_answers_kept_ready_as_well() {
    let mut all = many(20_000);
    let mut titles = Titles::of(all.clone());
    let check = |titles: &Titles, all: &[Named]| {
        for text in [
            "a", "the a", "ab", "the", "abc", "the abca", "g g", "aaaa b", "the the",
        ] {
            for include_adult in [false, true] {
                let shown = Shown {
                    include_adult,
                    ..Shown::default()
                };
                let query = Query::of(text).unwrap();
                let expected = Scan(all).typed(&query, &shown);
                for wanted in [20, 100] {
                    let (total, mut hits, _) = titles.typed(&query, &shown, wanted);
                    hits.sort_by(Hit::compare);
                    assert_eq!(total, expected.len(), "{text}");
                    assert_eq!(first(&hits, wanted), first(&expected, wanted), "{text}");
                }
            }
        }
    };
    check(&titles, &all);

    titles.change((0..30).map(|id| (id * 600, None)));
    all.retain(|named| named.id % 600 != 0 || named.id >= 18_000);
    check(&titles, &all);
}

#[test]
fn a_new_segment_is_made_while_changes_go_on() {
    let mut titles = Titles::of(many(1_000));
    let renamed = |id: i64, name: &str| {
        let named = Named {
            id,
            names: vec![name.to_owned()],
            ..Named::default()
        };
        (id, Some(named))
    };
    let count = |titles: &Titles, text: &str| {
        titles
            .typed(&Query::of(text).unwrap(), &Shown::default(), 20)
            .0
    };

    titles.change((0..700).map(|id| renamed(id, "faust")));
    assert!(titles.is_making());
    titles.change([renamed(1, "golem")]);
    titles.finish_making();
    assert_eq!(count(&titles, "golem"), 1);
    titles.change([renamed(2, "golem")]);

    assert!(!titles.is_making());
    assert_eq!((count(&titles, "golem"), count(&titles, "faust")), (2, 698));
    assert_eq!(titles.get(1).unwrap().names, ["golem"]);
}
