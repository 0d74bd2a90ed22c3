//! Ranges with inclusive ends, as the `.gte` and `.lte` parameters of discover give them (contract 3.10).

/// A range with inclusive ends; an end that is not given does not bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds<T> {
    /// The least value inside.
    pub least: Option<T>,
    /// The greatest value inside.
    pub most: Option<T>,
}

impl<T> Default for Bounds<T> {
    fn default() -> Bounds<T> {
        Bounds {
            least: None,
            most: None,
        }
    }
}

impl<T: PartialOrd + Copy> Bounds<T> {
    /// The same range of other values in the same order.
    pub(crate) fn map<U>(self, change: impl Fn(T) -> U) -> Bounds<U> {
        Bounds {
            least: self.least.map(&change),
            most: self.most.map(change),
        }
    }

    /// Whether every value is inside.
    pub fn is_open(&self) -> bool {
        self.least.is_none() && self.most.is_none()
    }

    /// Whether a value is inside.
    pub fn holds(&self, value: T) -> bool {
        self.least.is_none_or(|least| value >= least) && self.most.is_none_or(|most| value <= most)
    }

    /// The same for a value that may be unknown: it is inside only where every value is.
    pub fn holds_known(&self, value: Option<T>) -> bool {
        self.is_open() || value.is_some_and(|value| self.holds(value))
    }

    /// The range of the values that are inside both.
    pub fn intersect(self, other: Bounds<T>) -> Bounds<T> {
        let further =
            |one: Option<T>, two: Option<T>, is_further: fn(&T, &T) -> bool| match (one, two) {
                (Some(one), Some(two)) if is_further(&two, &one) => Some(two),
                (one, two) => one.or(two),
            };
        Bounds {
            least: further(self.least, other.least, |two, one| two > one),
            most: further(self.most, other.most, |two, one| two < one),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bounds() -> impl Strategy<Value = Bounds<i32>> {
        let end = || prop::option::of(-5..5);
        (end(), end()).prop_map(|(least, most)| Bounds { least, most })
    }

    #[test]
    fn both_ends_are_inside() {
        let bounds = Bounds {
            least: Some(2),
            most: Some(4),
        };

        let inside: Vec<i32> = (0..7).filter(|value| bounds.holds(*value)).collect();

        assert_eq!(inside, [2, 3, 4]);
    }

    #[test]
    fn an_unknown_value_is_inside_open_bounds_only() {
        let bounded = Bounds {
            least: Some(0),
            most: None,
        };

        assert!(Bounds::<i32>::default().holds_known(None));
        assert!(!bounded.holds_known(None));
        assert!(bounded.holds_known(Some(0)));
    }

    proptest! {
        #[test]
        fn an_intersection_holds_what_both_hold(one in bounds(), two in bounds(), value in -6..6) {
            let both = one.holds(value) && two.holds(value);

            prop_assert_eq!(one.intersect(two).holds(value), both);
        }
    }
}
