//! Conditions on a set of values, as discover parameters write them: `1,2` is both, `1|2` is either (contract 3.10).

/// Groups of values. Each group must be met by at least one of its values; no groups are no condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms<T> {
    /// The groups. One without values is met by nothing.
    pub all: Vec<Vec<T>>,
}

impl<T> Default for Terms<T> {
    fn default() -> Terms<T> {
        Terms { all: Vec::new() }
    }
}

impl<T> Terms<T> {
    /// At least one of these values.
    pub fn any(values: impl Into<Vec<T>>) -> Terms<T> {
        Terms {
            all: vec![values.into()],
        }
    }

    /// Every one of these values.
    pub fn every(values: impl IntoIterator<Item = T>) -> Terms<T> {
        let all = values.into_iter().map(|value| vec![value]).collect();
        Terms { all }
    }

    /// Whether nothing is asked for.
    pub fn is_open(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether every group has a value that `holds`.
    pub fn met_by(&self, holds: impl Fn(&T) -> bool) -> bool {
        self.all.iter().all(|group| group.iter().any(&holds))
    }
}

impl<T: Ord> Terms<T> {
    /// Whether every group has a value in this sorted slice.
    pub fn met_in(&self, sorted: &[T]) -> bool {
        self.met_by(|value| sorted.binary_search(value).is_ok())
    }
}

/// Whether one of these values is in a sorted slice.
pub(crate) fn any_in<T: Ord>(values: &[T], sorted: &[T]) -> bool {
    values
        .iter()
        .any(|value| sorted.binary_search(value).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_groups_are_met_by_anything() {
        assert!(Terms::<i32>::default().met_in(&[]));
        assert!(Terms::<i32>::default().is_open());
    }

    #[test]
    fn a_group_is_met_by_one_of_its_values() {
        let either = Terms::any([1, 2]);

        assert!(either.met_in(&[2, 3]));
        assert!(!either.met_in(&[3]));
    }

    #[test]
    fn every_group_must_be_met() {
        let both = Terms::every([1, 2]);
        let mixed = Terms {
            all: vec![vec![1, 2], vec![3]],
        };

        assert!(both.met_in(&[1, 2, 3]));
        assert!(!both.met_in(&[1, 3]));
        assert!(mixed.met_in(&[2, 3]));
        assert!(!mixed.met_in(&[1, 2]));
    }

    #[test]
    fn a_group_without_values_is_met_by_nothing() {
        assert!(!Terms::any(Vec::new()).met_in(&[1]));
    }
}
