//! Who worked on a title.

use kinora_model::credit::{Credit, CreditType};
use kinora_store::Worked;

use crate::title::sorted;

/// Somebody's work on a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Work {
    /// Who.
    pub person: i64,
    /// Whether they play in it, or made it.
    pub is_cast: bool,
}

impl Work {
    /// Somebody's work of a type.
    pub fn new(worked: Worked) -> Work {
        Work {
            person: worked.person,
            is_cast: worked.credit_type == CreditType::Cast,
        }
    }

    /// What a credit says; nothing when its person is lost.
    pub fn of(credit: &Credit) -> Option<Work> {
        Some(Work {
            person: credit.person?,
            is_cast: credit.credit_type == CreditType::Cast,
        })
    }
}

/// The people of a title, by id, each once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Credits {
    /// Who plays in it.
    pub cast: Box<[i64]>,
    /// Who made it, creators included.
    pub crew: Box<[i64]>,
}

impl Credits {
    /// The people who did this work.
    pub fn of(works: &[Work]) -> Credits {
        let people = |is_cast| {
            let works = works.iter().filter(move |work| work.is_cast == is_cast);
            sorted(works.map(|work| work.person))
        };
        Credits {
            cast: people(true),
            crew: people(false),
        }
    }

    /// Whether somebody worked on it.
    pub fn include(&self, person: i64) -> bool {
        self.cast.binary_search(&person).is_ok() || self.crew.binary_search(&person).is_ok()
    }
}
