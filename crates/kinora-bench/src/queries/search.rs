//! Searches for titles of movies that people have seen: as they are, as they are being typed, and with a typo.

use crate::Catalogue;
use crate::chance::Chance;

/// How many titles are searched for.
const TITLES: usize = 400;
/// How many votes their movies have at least.
const VOTES: i64 = 30;
/// How many letters their longest word has at least; a typo in a shorter one leaves too little.
const LETTERS: usize = 4;

/// A form of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The title.
    Exact,
    /// The last word is not finished.
    Typed,
    /// The longest word has a typo.
    Typo,
}

/// A movie that is searched for.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// Its id.
    pub movie: i64,
    /// Its title in English.
    pub title: String,
    /// The title with the last word cut at 60 %.
    pub typed: String,
    /// The title with a letter of the longest word left out, put in, changed, or in the place of its neighbour.
    pub typo: String,
}

/// What is searched for: 400 movies with at least 30 votes, or as many as a small catalogue gives.
pub fn search(catalogue: &Catalogue) -> Vec<Search> {
    let mut chance = catalogue.chance("search", 0);
    let mut searches = Vec::with_capacity(TITLES);
    for _ in 0..TITLES * 200 {
        let movie = chance.between(1, catalogue.movies().max(1));
        if searches.len() < TITLES && catalogue.movie_fame(movie).stat.vote_count >= VOTES {
            searches.extend(Search::for_movie(catalogue, movie, &mut chance));
        }
    }
    searches
}

impl Search {
    fn for_movie(catalogue: &Catalogue, id: i64, chance: &mut Chance) -> Option<Search> {
        let movie = catalogue.movie(id);
        let title = movie.writing.title().to_owned();
        let longest = title.split(' ').max_by_key(|word| word.len())?;
        if movie.is_adult || longest.len() < LETTERS {
            return None;
        }
        let typo = title.replacen(longest, &misspelt(longest, chance), 1);
        Some(Search {
            movie: id,
            typed: unfinished(&title),
            typo,
            title,
        })
    }

    /// What is typed in a form.
    pub fn text(&self, form: Form) -> &str {
        match form {
            Form::Exact => &self.title,
            Form::Typed => &self.typed,
            Form::Typo => &self.typo,
        }
    }

    /// The request: path and query, without a key.
    pub fn target(&self, form: Form) -> String {
        let query = self.text(form).replace(' ', "+");
        format!("/3/search/movie?query={query}&page=1")
    }
}

/// English titles have ASCII letters alone, so that letters are bytes.
fn unfinished(title: &str) -> String {
    let last = title.rsplit(' ').next().unwrap_or_default();
    let kept = (last.len() * 6).div_ceil(10).max(1);
    title[..title.len() - last.len() + kept.min(last.len())].to_owned()
}

/// The word with one typo behind its first letter.
fn misspelt(word: &str, chance: &mut Chance) -> String {
    loop {
        let mut letters: Vec<u8> = word.bytes().collect();
        let place = 1 + chance.below(letters.len() as u64 - 1) as usize;
        let letter = b'a' + chance.below(26) as u8;
        match chance.below(4) {
            0 => {
                letters.remove(place);
            }
            1 => letters.insert(place, letter),
            2 => letters[place] = letter,
            _ if place > 1 => letters.swap(place, place - 1),
            _ => {}
        }
        let misspelt = String::from_utf8(letters).unwrap_or_default();
        if misspelt != word {
            return misspelt;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_cut() {
        assert_eq!(unfinished("The Broken Castle"), "The Broken Cast");
        assert_eq!(unfinished("Rocky 2"), "Rocky 2");
        assert_eq!(unfinished("Moon"), "Moo");
    }

    #[test]
    fn typos_are_one_step_away_and_leave_the_first_letter() {
        let mut chance = Chance::of(1, "test", 0);

        for _ in 0..1_000 {
            let typo = misspelt("Broken", &mut chance);
            assert!(typo.starts_with('B') && typo != "Broken");
            assert!((5..=7).contains(&typo.len()));
        }
    }

    #[test]
    fn titles_are_searched_for_in_three_forms() {
        let catalogue = Catalogue::new(1, 20_000, 0, 100);

        let searches = search(&catalogue);

        assert_eq!(searches.len(), 400);
        assert_eq!(searches, search(&catalogue));
        assert!(searches.iter().all(|search| search.typo != search.title));
        assert!(
            searches
                .iter()
                .all(|search| search.title.starts_with(&search.typed))
        );
        assert!(searches.iter().all(|search| search.title.is_ascii()));
    }
}
