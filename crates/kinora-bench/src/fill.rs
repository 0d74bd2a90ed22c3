//! Filling a store with a catalogue, as fast as it takes batches.

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use kinora_model::reference::{Table, Told};
use kinora_model::{EntityKey, Kind};
use kinora_store::{Batch, Store, StoreError};
use tokio::runtime::Handle;

use crate::Catalogue;
use crate::movie::Movie;
use crate::series::Series;
use crate::{offer, record};

/// How many records or credits make a batch. Every batch writes to most pages of the index from people to credits, so few
/// large ones are quicker.
const BATCH: usize = 400_000;

/// How far a store is filled.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Entities written.
    pub records: usize,
    /// Credits written.
    pub credits: usize,
    /// Since the beginning.
    pub took: Duration,
}

/// Fills an empty store and answers what was written; `tell` hears of every batch. Must run outside the asynchronous runtime.
///
/// # Errors
///
/// Fails where the store does.
pub fn fill(
    store: &Store,
    catalogue: &Catalogue,
    runtime: &Handle,
    mut tell: impl FnMut(Progress),
) -> Result<Progress, StoreError> {
    let began = Instant::now();
    let mut progress = Progress::default();
    let (sender, batches): (SyncSender<Batch>, Receiver<Batch>) = sync_channel(1);
    std::thread::scope(|scope| {
        scope.spawn(move || Filler::new(catalogue, sender).run());
        for batch in batches {
            progress.records += batch.records.len();
            progress.credits += batch.credits.len();
            runtime.block_on(store.bulk(batch))?;
            progress.took = began.elapsed();
            tell(progress);
        }
        Ok(progress)
    })
}

/// Makes batches and hands them over, until nobody takes them.
struct Filler<'a> {
    catalogue: &'a Catalogue,
    batch: Batch,
    mentioned: BTreeSet<EntityKey>,
    sender: SyncSender<Batch>,
}

/// Nobody takes batches any more.
struct Stopped;

impl<'a> Filler<'a> {
    fn new(catalogue: &'a Catalogue, sender: SyncSender<Batch>) -> Filler<'a> {
        Filler {
            catalogue,
            batch: Batch::default(),
            mentioned: BTreeSet::new(),
            sender,
        }
    }

    fn run(mut self) {
        // The one who takes batches knows why they are not taken.
        let _ = self.everything();
    }

    fn everything(&mut self) -> Result<(), Stopped> {
        let catalogue = self.catalogue;
        self.batch.told = reference(catalogue);
        for id in 1..=catalogue.movies() {
            let movie = catalogue.movie(id);
            self.mention_movie(&movie);
            record::movie(&mut self.batch, movie);
            self.hand_over(BATCH)?;
        }
        for id in 1..=catalogue.series() {
            let series = catalogue.a_series(id);
            self.mention_series(&series);
            record::series(&mut self.batch, series);
            self.hand_over(BATCH)?;
        }
        for id in 1..=catalogue.people() {
            record::person(&mut self.batch, catalogue.person(id));
            self.hand_over(BATCH)?;
        }
        for EntityKey { kind, id } in std::mem::take(&mut self.mentioned) {
            self.batch
                .records
                .extend(record::mentioned(catalogue, kind, id));
            self.hand_over(BATCH)?;
        }
        self.hand_over(0)
    }

    fn mention_movie(&mut self, movie: &Movie) {
        self.mention(Kind::Company, &movie.companies);
        self.mention(Kind::Keyword, &movie.keywords);
        self.mention(Kind::Collection, movie.collection.as_slice());
    }

    fn mention_series(&mut self, series: &Series) {
        self.mention(Kind::Company, &series.companies);
        self.mention(Kind::Keyword, &series.keywords);
        self.mention(Kind::Network, &series.networks);
    }

    fn mention(&mut self, kind: Kind, ids: &[i64]) {
        let keys = ids.iter().map(|id| EntityKey::new(kind, *id));
        self.mentioned.extend(keys);
    }

    /// Hands the batch over if it is large enough.
    fn hand_over(&mut self, least: usize) -> Result<(), Stopped> {
        if self.batch.records.len().max(self.batch.credits.len()) < least || self.batch.is_empty() {
            return Ok(());
        }
        let batch = Batch {
            comment: "made-up catalogue".to_owned(),
            ..std::mem::take(&mut self.batch)
        };
        self.sender.send(batch).map_err(|_| Stopped)
    }
}

/// The lists of watch providers.
fn reference(catalogue: &Catalogue) -> Vec<Told> {
    let document = offer::list(catalogue).to_string();
    let told = |table: Table| Told {
        table: table.name().to_owned(),
        locale: String::new(),
        document: document.clone(),
    };
    vec![told(Table::MovieProviders), told(Table::SeriesProviders)]
}
