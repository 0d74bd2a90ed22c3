//! What is written about a title: its names and descriptions in some languages.

use kinora_model::titles::AlternativeTitle;

use crate::chance::Chance;
use crate::fame::Fame;
use crate::words::{Tongue, Vocabulary, english, tongues};

/// A title in one language.
#[derive(Clone, Debug)]
pub struct Translation {
    /// The language.
    pub tongue: &'static Tongue,
    /// The title; empty where it is the original one.
    pub title: String,
    /// The overview.
    pub overview: String,
    /// The tagline; mostly empty.
    pub tagline: String,
}

/// Everything written about a title.
#[derive(Clone, Debug)]
pub struct Writing {
    /// The original language.
    pub tongue: &'static Tongue,
    /// The title in it.
    pub original_title: String,
    /// From three to eight languages, English first.
    pub translations: Vec<Translation>,
    /// Other titles.
    pub alternatives: Vec<AlternativeTitle>,
}

impl Writing {
    /// Titles and descriptions, more of them the better known the title is.
    pub fn draw(vocabulary: &Vocabulary, fame: &Fame, chance: &mut Chance) -> Writing {
        let tongue = chance.weigh(tongues(), |tongue| tongue.weight);
        let original_title = vocabulary.title(tongue, chance);
        let extra = chance.below(2 + (2.2 * fame.above()) as u64) as usize;
        let count = (2 + extra).min(7);
        let mut languages = vec![english()];
        if tongue.code != english().code {
            languages.push(tongue);
        }
        while languages.len() <= count {
            let other = chance.weigh(&tongues()[1..], |tongue| tongue.weight);
            if languages.iter().all(|known| known.code != other.code) {
                languages.push(other);
            }
        }
        let translate = |language| translation(vocabulary, fame, (tongue, language), chance);
        let translations = languages.into_iter().map(translate).collect();
        Writing {
            tongue,
            original_title,
            translations,
            alternatives: alternatives(vocabulary, fame, chance),
        }
    }

    /// The title in English, else the original one.
    pub fn title(&self) -> &str {
        match self.translations[0].title.as_str() {
            "" => &self.original_title,
            title => title,
        }
    }
}

fn translation(
    vocabulary: &Vocabulary,
    fame: &Fame,
    (original, tongue): (&Tongue, &'static Tongue),
    chance: &mut Chance,
) -> Translation {
    let is_english = tongue.code == english().code;
    let titled = match fame.is_popular() {
        _ if tongue.code == original.code => 0.0,
        _ if is_english => 1.0,
        true => 0.6,
        false => 0.12,
    };
    let title = match chance.happens(titled) {
        true => vocabulary.title(tongue, chance),
        false => String::new(),
    };
    let length = match fame.is_popular() {
        true => chance.between(2, 6),
        false => 1,
    };
    let has_tagline = chance.happens(if is_english {
        0.2 * fame.above()
    } else {
        0.1 * fame.above()
    });
    Translation {
        tongue,
        title,
        overview: vocabulary.sentences(tongue, length, chance),
        tagline: match has_tagline {
            true => vocabulary.sentences(tongue, 1, chance),
            false => String::new(),
        },
    }
}

/// 0.6 of a title on average.
fn alternatives(
    vocabulary: &Vocabulary,
    fame: &Fame,
    chance: &mut Chance,
) -> Vec<AlternativeTitle> {
    let count = (chance.share() * (1.2 + 0.9 * fame.level).clamp(0.0, 6.0)).round() as u64;
    let title = |_| {
        let tongue = chance.weigh(tongues(), |_| 1.0);
        AlternativeTitle {
            iso_3166_1: tongue.country.to_owned(),
            title: vocabulary.title(tongue, chance),
            title_type: String::new(),
        }
    };
    (0..count).map(title).collect()
}
