//! The names of all kinds of things.

use std::io::{self, Read, Write};

use kinora_model::Kind;
use rustc_hash::FxHashMap;

use super::entry::Named;
use super::live::Titles;

/// Things of all kinds that are found by their names. Clones share everything.
#[derive(Clone, Debug, Default)]
pub(crate) struct TitleIndex {
    kinds: FxHashMap<Kind, Titles>,
}

impl TitleIndex {
    /// These things.
    pub fn of(named: impl IntoIterator<Item = (Kind, Vec<Named>)>) -> TitleIndex {
        let kinds = named
            .into_iter()
            .map(|(kind, named)| (kind, Titles::of(named)));
        TitleIndex {
            kinds: kinds.collect(),
        }
    }

    /// The things of a kind, if there are any.
    pub fn get(&self, kind: Kind) -> Option<&Titles> {
        self.kinds.get(&kind)
    }

    /// Puts things of a kind in place of those with the same ids, or takes those away.
    pub fn set(&mut self, kind: Kind, changes: impl IntoIterator<Item = (i64, Option<Named>)>) {
        self.kinds.entry(kind).or_default().change(changes);
    }

    /// The same things by another popularity.
    pub fn rescored(&self, popularity: impl Fn(Kind, i64) -> f64) -> TitleIndex {
        let rescored = |(kind, titles): (&Kind, &Titles)| {
            let titles = titles.rescored(|id| popularity(*kind, id));
            (*kind, titles)
        };
        TitleIndex {
            kinds: self.kinds.iter().map(rescored).collect(),
        }
    }

    /// How many bytes it takes, about.
    pub fn bytes(&self) -> usize {
        self.kinds.values().map(Titles::bytes).sum()
    }

    /// Writes it.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let none = Titles::default();
        Kind::ALL
            .iter()
            .try_for_each(|kind| self.get(*kind).unwrap_or(&none).write(out))
    }

    /// Reads what was written. Whoever keeps the file makes sure that it is whole.
    pub fn read(input: &mut impl Read) -> io::Result<TitleIndex> {
        let kinds = Kind::ALL
            .into_iter()
            .map(|kind| Ok((kind, Titles::read(input)?)));
        Ok(TitleIndex {
            kinds: kinds.collect::<io::Result<_>>()?,
        })
    }
}
