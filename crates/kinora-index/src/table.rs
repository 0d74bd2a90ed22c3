//! The entries of one kind by id, in blocks that snapshots share.
//!
//! ```text
//! table   block 0 ---> id 1, 2, 7 ... 4095          a changed copy of the table has the same blocks
//!         block 1 ---> id 4096 ...                  except those in which an entry changed, and
//!         block 9 ---> id 36870 ...                 those have the same entries except for that one
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

/// How many ids a block spans, as a power of two.
const BLOCK_BITS: u32 = 12;

/// Entries by id. Clones share everything until they change.
#[derive(Debug)]
pub(crate) struct Table<T> {
    blocks: BTreeMap<i64, Arc<Block<T>>>,
    len: usize,
}

type Block<T> = Vec<(i64, Arc<T>)>;

impl<T> Clone for Table<T> {
    fn clone(&self) -> Table<T> {
        Table {
            blocks: self.blocks.clone(),
            len: self.len,
        }
    }
}

impl<T> Default for Table<T> {
    fn default() -> Table<T> {
        Table {
            blocks: BTreeMap::new(),
            len: 0,
        }
    }
}

impl<T> Table<T> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The entry with this id.
    pub fn get(&self, id: i64) -> Option<&Arc<T>> {
        let block = self.blocks.get(&(id >> BLOCK_BITS))?;
        let place = block.binary_search_by_key(&id, |(id, _)| *id).ok()?;
        Some(&block[place].1)
    }

    /// Every entry, by id.
    pub fn iter(&self) -> impl Iterator<Item = (i64, &T)> {
        let entries = self.blocks.values().flat_map(|block| block.iter());
        entries.map(|(id, entry)| (*id, &**entry))
    }

    /// Puts an entry in place of the one with the same id, or takes that one away.
    pub fn set(&mut self, id: i64, entry: Option<Arc<T>>) {
        let block = self.blocks.entry(id >> BLOCK_BITS).or_default();
        let block = Arc::make_mut(block);
        match (block.binary_search_by_key(&id, |(id, _)| *id), entry) {
            (Ok(place), Some(entry)) => block[place].1 = entry,
            (Ok(place), None) => {
                block.remove(place);
                self.len -= 1;
            }
            (Err(place), Some(entry)) => {
                block.insert(place, (id, entry));
                self.len += 1;
            }
            (Err(_), None) => {}
        }
    }
}

impl<T> FromIterator<(i64, T)> for Table<T> {
    fn from_iter<I: IntoIterator<Item = (i64, T)>>(entries: I) -> Table<T> {
        let mut table = Table::default();
        for (id, entry) in entries {
            table.set(id, Some(Arc::new(entry)));
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_change_leaves_the_copy_and_all_other_entries_alone() {
        let before: Table<i32> = [(1, 10), (2, 20), (-5, 50), (1 << 40, 60)]
            .into_iter()
            .collect();

        let mut after = before.clone();
        after.set(2, Some(Arc::new(21)));

        assert_eq!(
            (
                before.get(2).unwrap().as_ref(),
                after.get(2).unwrap().as_ref()
            ),
            (&20, &21)
        );
        for id in [1, -5, 1 << 40] {
            assert!(Arc::ptr_eq(before.get(id).unwrap(), after.get(id).unwrap()));
        }
    }

    proptest! {
        #[test]
        fn it_holds_what_a_map_holds(changes in prop::collection::vec((-9000_i64..9000, prop::option::of(0..9)), 0..200)) {
            let (mut table, mut map) = (Table::default(), BTreeMap::new());
            for (id, entry) in changes {
                table.set(id, entry.map(Arc::new));
                match entry {
                    Some(entry) => map.insert(id, entry),
                    None => map.remove(&id),
                };
            }

            let entries: Vec<(i64, i32)> = table.iter().map(|(id, entry)| (id, *entry)).collect();
            prop_assert_eq!(table.len(), map.len());
            prop_assert_eq!(entries, map.into_iter().collect::<Vec<_>>());
        }
    }
}
