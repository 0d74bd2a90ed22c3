//! Which rows of a list are asked for, and what is found.

/// The rows from `first` on, `length` of them, counting from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// How many rows come before.
    pub first: usize,
    /// How many rows at most.
    pub length: usize,
}

impl Slice {
    /// A page of a list, counting from 1.
    pub fn page(page: usize, size: usize) -> Slice {
        Slice {
            first: page.saturating_sub(1).saturating_mul(size),
            length: size,
        }
    }

    /// How many rows of the list must be known to answer this.
    pub(crate) fn end(self) -> usize {
        self.first.saturating_add(self.length)
    }

    /// The rows of a whole list.
    pub(crate) fn of<T: Clone>(self, rows: &[T]) -> Found<T> {
        let end = self.end().min(rows.len());
        Found {
            total: rows.len(),
            items: rows.get(self.first..end).unwrap_or_default().to_vec(),
        }
    }
}

/// A slice of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// How long the whole list is.
    pub total: usize,
    /// The rows of the slice; fewer than asked for, or none, at the end of the list.
    pub items: Vec<T>,
}

impl<T> Found<T> {
    pub(crate) fn map<U>(self, change: impl FnMut(T) -> U) -> Found<U> {
        Found {
            total: self.total,
            items: self.items.into_iter().map(change).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_count_from_one() {
        assert_eq!(
            Slice::page(1, 20),
            Slice {
                first: 0,
                length: 20
            }
        );
        assert_eq!(Slice::page(3, 20).first, 40);
        assert_eq!(Slice::page(0, 20).first, 0);
        assert_eq!(Slice::page(usize::MAX, 20).end(), usize::MAX);
    }

    #[test]
    fn a_slice_beyond_the_end_is_empty_and_still_tells_the_total() {
        let rows = [1, 2, 3];

        assert_eq!(Slice::page(2, 2).of(&rows).items, [3]);
        assert_eq!(Slice::page(9, 2).of(&rows).total, 3);
        assert!(Slice::page(9, 2).of(&rows).items.is_empty());
    }
}
