//! Long lists of a part, some rows at a time.
//!
//! The rows of all lists of a part are counted one list after the other, and a page shows a leaf of them: of 70 people in the
//! cast and 50 in the crew the second leaf of 40 shows 30 and 10.
//! A page carries along only the rows that it shows. What is read from it takes their place among the others: rows are found again by what
//! they are, so that it does not matter where others moved them meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use kinora_model::form::{Field, Form};
use serde_json::Value;

use super::reading::number;
use super::typed::{HIDDEN, ListShape};

/// How many fields the rows of a leaf have together.
const FIELDS: usize = 120;

/// A leaf of the rows of a part, by its number from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf(pub usize);

/// A leaf that can be chosen: its number, its first and its last row, and whether it is the one that is shown.
pub struct Offered {
    /// Its number.
    pub number: usize,
    /// The number of its first row, from 1.
    pub first: usize,
    /// The number of its last row.
    pub last: usize,
    /// Whether the page shows it.
    pub is_shown: bool,
}

/// Where rows shall stand in their lists, counted from 1, by the names of the lists; none for those that come last.
pub type Places = BTreeMap<String, Vec<Option<f64>>>;

/// The lists of a form whose items are rows: their names, which is empty where the form itself is one.
fn lists(form: &Form) -> Vec<(&'static str, &'static Form)> {
    let rows = |form: &Form| match form {
        Form::List(item, ..) | Form::Bag(item, _) if ListShape::of(item) == ListShape::Rows => {
            Some(*item)
        }
        _ => None,
    };
    match form {
        Form::Record(fields) => {
            let lists = fields.iter();
            lists
                .filter_map(|field| Some((field.name, rows(&field.form)?)))
                .collect()
        }
        form => rows(form).map(|item| ("", item)).into_iter().collect(),
    }
}

/// How many rows a leaf has: fewer where rows have more fields.
fn rows_of_a_leaf(form: &Form) -> usize {
    let shown = |fields: &[Field]| {
        let shown = fields.iter().filter(|field| !HIDDEN.contains(&field.name));
        shown.count()
    };
    let items = lists(form).into_iter().map(|(_, item)| match item {
        Form::Record(fields) => shown(fields),
        _ => 1,
    });
    let most = items.max().unwrap_or(1);
    (FIELDS / most.max(1)).clamp(10, 60)
}

fn rows<'a>(document: Option<&'a Value>, list: &str) -> &'a [Value] {
    let found = document.and_then(|document| match list {
        "" => Some(document),
        name => document.get(name),
    });
    found.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn total(form: &Form, document: Option<&Value>) -> usize {
    let lists = lists(form).into_iter();
    lists.map(|(list, _)| rows(document, list).len()).sum()
}

impl Leaf {
    /// The leaf with this number, or the nearest to it, of a document that is too long for one page; of others there is none.
    pub fn of(form: &Form, document: Option<&Value>, asked: Option<Leaf>) -> Option<Leaf> {
        let last = total(form, document).div_ceil(rows_of_a_leaf(form));
        let asked = asked.map_or(1, |Leaf(number)| number);
        (last > 1).then(|| Leaf(asked.clamp(1, last)))
    }

    /// All leaves of a document.
    pub fn offered(self, form: &Form, document: Option<&Value>) -> Vec<Offered> {
        let (total, size) = (total(form, document), rows_of_a_leaf(form));
        let numbers = 1..=total.div_ceil(size);
        let offered = numbers.map(|number| Offered {
            number,
            first: (number - 1) * size + 1,
            last: (number * size).min(total),
            is_shown: number == self.0,
        });
        offered.collect()
    }

    /// Which rows of each list it shows.
    pub fn ranges(
        self,
        form: &Form,
        document: Option<&Value>,
    ) -> BTreeMap<&'static str, Range<usize>> {
        let size = rows_of_a_leaf(form);
        let (first, end) = ((self.0 - 1) * size, self.0 * size);
        let mut before = 0;
        let mut ranges = BTreeMap::new();
        for (list, _) in lists(form) {
            let length = rows(document, list).len();
            let within = |place: usize| place.clamp(before, before + length) - before;
            ranges.insert(list, within(first)..within(end));
            before += length;
        }
        ranges
    }

    /// What it shows of a document.
    pub fn cut(self, form: &Form, document: Option<&Value>) -> Option<Value> {
        let mut shown = document?.clone();
        for (list, range) in self.ranges(form, document) {
            let rows = rows(document, list);
            if !rows.is_empty() {
                let rows = Value::Array(rows[range].to_vec());
                match list {
                    "" => shown = rows,
                    name => shown[name] = rows,
                }
            }
        }
        Some(shown)
    }

    /// A document with what was read from a page in the place of what the page showed of it.
    pub fn paste(
        self,
        form: &Form,
        document: Option<&Value>,
        shown: Option<&Value>,
        read: Option<&Value>,
        places: &Places,
    ) -> Option<Value> {
        let ranges = self.ranges(form, document);
        let mut pasted = read.or(document).cloned()?;
        for (list, item) in lists(form) {
            let swap = Swap {
                list: rows(document, list),
                shown: rows(shown, list),
                first: ranges.get(list).map_or(0, |range| range.start),
            };
            let nowhere = Vec::new();
            let places = places.get(list).unwrap_or(&nowhere);
            let mut rows = swap.with(rows(read, list), places);
            if let Form::Record(fields) = item
                && fields.iter().any(|field| field.name == "order")
            {
                let keeps_order = swap.keeps_order(&rows);
                number(&mut rows, keeps_order);
            }
            let was_told = match list {
                "" => true,
                name => pasted.get(name).is_some() || !rows.is_empty(),
            };
            match list {
                "" => pasted = Value::Array(rows),
                name if was_told => pasted[name] = Value::Array(rows),
                _ => {}
            }
        }
        Some(pasted)
    }
}

/// Where in what was read from a page a place in the document is, named as faults name it; `None` when the page does not show it.
pub fn place_on_page(
    form: &Form,
    document: Option<&Value>,
    read: Option<&Value>,
    place: &str,
) -> Option<String> {
    let named = lists(form).into_iter().find_map(|(list, _)| {
        let (index, rest) = place
            .strip_prefix(list)?
            .strip_prefix('[')?
            .split_once(']')?;
        Some((list, index.parse::<usize>().ok()?, rest))
    });
    let Some((list, index, rest)) = named else {
        return Some(place.to_owned());
    };
    let row = identity(rows(document, list).get(index)?);
    let shown = rows(read, list)
        .iter()
        .position(|shown| identity(shown) == row)?;
    Some(format!("{list}[{shown}]{rest}"))
}

/// What a row is, whatever is said in it: its id where it has one.
fn identity(row: &Value) -> String {
    let names = ["credit_id", "id", "file_path"];
    let named = names.into_iter().find_map(|name| row.get(name));
    named.unwrap_or(row).to_string()
}

/// Rows of a list in whose place others come.
struct Swap<'a> {
    list: &'a [Value],
    shown: &'a [Value],
    /// Where they stood, if none of them is left.
    first: usize,
}

impl Swap<'_> {
    /// The list with these rows. A place among those that were shown is one among them; others are places in the list.
    fn with(&self, rows: &[Value], places: &[Option<f64>]) -> Vec<Value> {
        let gone: BTreeSet<String> = self.shown.iter().map(identity).collect();
        let is_gone = |row: &&Value| gone.contains(&identity(row));
        let start = self.list.iter().position(|row| is_gone(&row));
        let start = start.unwrap_or(self.first);
        let mut list: Vec<Value> = self
            .list
            .iter()
            .filter(|row| !is_gone(row))
            .cloned()
            .collect();
        let shown = self.first as f64..(self.first + self.shown.len() + 1) as f64;
        let (mut among, mut elsewhere, mut last) = (Vec::new(), Vec::new(), Vec::new());
        for (index, row) in rows.iter().enumerate() {
            let is_new = !gone.contains(&identity(row));
            match places.get(index).copied().flatten() {
                Some(place) if !shown.contains(&(place - 0.5)) => elsewhere.push((place, row)),
                None if is_new && !places.is_empty() => last.push(row.clone()),
                _ => among.push(row.clone()),
            }
        }
        let start = start.min(list.len());
        list.splice(start..start, among);
        for (place, row) in elsewhere {
            let index = (place.ceil().max(1.0) as usize - 1).min(list.len());
            list.insert(index, row.clone());
        }
        list.extend(last);
        list
    }

    /// Whether the rows that were there stand in the order in which they stood.
    fn keeps_order(&self, rows: &[Value]) -> bool {
        let stood: BTreeMap<String, usize> = self.list.iter().map(identity).zip(0..).collect();
        rows.iter()
            .filter_map(|row| stood.get(&identity(row)))
            .is_sorted()
    }
}

#[cfg(test)]
mod tests {
    use kinora_model::form::part;
    use kinora_model::{Kind, Part};
    use serde_json::json;

    use super::*;

    fn credits(cast: usize, crew: usize) -> Value {
        let cast = (0..cast)
            .map(|row| json!({"credit_id": format!("a{row}"), "person": row, "order": row}));
        let crew = (0..crew).map(|row| json!({"credit_id": format!("b{row}"), "person": row}));
        json!({"cast": cast.collect::<Vec<_>>(), "crew": crew.collect::<Vec<_>>()})
    }

    fn form() -> Form {
        part(Kind::Movie, Part::Credits).unwrap()
    }

    fn people(document: Option<&Value>, list: &str) -> Vec<i64> {
        rows(document, list)
            .iter()
            .map(|row| row["person"].as_i64().unwrap())
            .collect()
    }

    #[test]
    fn leaves_go_on_from_one_list_to_the_next() {
        let document = credits(70, 50);
        let leaf = Leaf::of(&form(), Some(&document), Some(Leaf(2))).unwrap();

        let shown = leaf.cut(&form(), Some(&document));

        assert_eq!(people(shown.as_ref(), "cast"), (40..70).collect::<Vec<_>>());
        assert_eq!(people(shown.as_ref(), "crew"), (0..10).collect::<Vec<_>>());
        let offered = leaf.offered(&form(), Some(&document));
        let told: Vec<_> = offered
            .iter()
            .map(|leaf| (leaf.first, leaf.last, leaf.is_shown))
            .collect();
        assert_eq!(told, [(1, 40, false), (41, 80, true), (81, 120, false)]);
        assert_eq!(
            Leaf::of(&form(), Some(&document), Some(Leaf(9))),
            Some(Leaf(3))
        );
        assert_eq!(Leaf::of(&form(), Some(&credits(20, 20)), None), None);
        assert_eq!(Leaf::of(&form(), None, Some(Leaf(2))), None);
    }

    #[test]
    fn what_nobody_touched_is_the_document() {
        let document = credits(70, 50);
        for number in 1..=3 {
            let leaf = Leaf(number);
            let shown = leaf.cut(&form(), Some(&document));
            let pasted = leaf.paste(
                &form(),
                Some(&document),
                shown.as_ref(),
                shown.as_ref(),
                &Places::new(),
            );
            assert_eq!(pasted.as_ref(), Some(&document), "leaf {number}");
        }
    }

    #[test]
    fn rows_are_removed_added_and_moved_to_other_leaves() {
        let document = credits(90, 0);
        let leaf = Leaf(2);
        let shown = leaf.cut(&form(), Some(&document)).unwrap();
        let mut cast = rows(Some(&shown), "cast").to_vec();
        let (first, second) = (cast.remove(0), cast.remove(0));
        // The third is removed, the first goes to the front, the second to the end, and somebody new comes.
        cast.remove(0);
        let places = (44..=80).map(|place| Some(f64::from(place)));
        let places: Vec<_> = [Some(1.0)]
            .into_iter()
            .chain(places)
            .chain([Some(90.0), None])
            .collect();
        cast.insert(0, first);
        cast.extend([second, json!({"person": 500})]);
        let places = Places::from([("cast".to_owned(), places)]);

        let pasted = leaf.paste(
            &form(),
            Some(&document),
            Some(&shown),
            Some(&json!({"cast": cast})),
            &places,
        );

        let people = people(pasted.as_ref(), "cast");
        assert_eq!(people[..3], [40, 0, 1]);
        assert_eq!(people[40..43], [39, 43, 44]);
        assert_eq!(people[87..], [89, 41, 500]);
        assert_eq!(people.len(), 90);
        let orders = rows(pasted.as_ref(), "cast")
            .iter()
            .map(|row| row["order"].as_i64().unwrap());
        assert!(orders.eq(0..90));
    }

    #[test]
    fn rows_are_found_where_others_moved_them() {
        let document = credits(90, 0);
        let leaf = Leaf(2);
        let shown = leaf.cut(&form(), Some(&document)).unwrap();
        let mut theirs = document;
        let list = theirs["cast"].as_array_mut().unwrap();
        let moved = list.remove(45);
        list.insert(0, moved);
        list.remove(1);

        let pasted = leaf.paste(
            &form(),
            Some(&theirs),
            Some(&shown),
            Some(&shown),
            &Places::new(),
        );

        let people = people(pasted.as_ref(), "cast");
        assert_eq!(people.len(), 89);
        assert_eq!(people[..3], [40, 41, 42]);
    }
}
