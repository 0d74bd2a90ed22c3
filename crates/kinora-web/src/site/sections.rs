//! Rows under headings, which may be more than a page holds.

use std::ops::Range;

/// The rows that a page shows of those under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section<T> {
    /// The heading, as the catalogue has it.
    pub heading: String,
    /// How many rows there are under it on all pages.
    pub total: usize,
    /// Before its first row stand so many others, of all headings.
    pub before: usize,
    /// The rows that the page shows.
    pub rows: Vec<T>,
}

impl<T> Section<T> {
    /// The same with what is made of its rows.
    pub fn map<U>(self, made: impl FnOnce(Vec<T>) -> Vec<U>) -> Section<U> {
        Section {
            heading: self.heading,
            total: self.total,
            before: self.before,
            rows: made(self.rows),
        }
    }
}

/// Counts the rows of groups, one after the other, and keeps those in a range. Every heading stays, so that a page can say where each is.
pub fn cut<T>(groups: Vec<(String, Vec<T>)>, range: &Range<usize>) -> Vec<Section<T>> {
    let mut before = 0;
    let mut sections = Vec::new();
    for (heading, rows) in groups {
        let total = rows.len();
        let numbered = (before..).zip(rows);
        sections.push(Section {
            heading,
            total,
            before,
            rows: numbered
                .filter(|(number, _)| range.contains(number))
                .map(|(_, row)| row)
                .collect(),
        });
        before += total;
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_over_all_headings() {
        let groups = vec![
            ("Cast".to_owned(), vec![1, 2, 3]),
            ("Sound".to_owned(), vec![4, 5]),
            ("Writing".to_owned(), vec![6]),
        ];

        let sections = cut(groups, &(2..4));

        let told: Vec<_> = sections
            .iter()
            .map(|section| (section.before, section.total, &section.rows[..]))
            .collect();
        assert_eq!(told, [(0, 3, &[3][..]), (3, 2, &[4]), (5, 1, &[])]);
    }
}
