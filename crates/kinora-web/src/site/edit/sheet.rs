//! The fields of a page: made from the form of a part and from what is typed, as HTML.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use askama::Template;
use kinora_model::form::{Field, Form};
use kinora_model::reference::Reference;
use kinora_model::{Kind, Locale};

use super::super::words::Words;
use super::label;
use super::lookup::{JOBS, Names, sought};
use super::typed::{HIDDEN, ListShape, Typed, entity, join};

/// A value that can be chosen.
struct Choice {
    value: String,
    name: String,
    is_chosen: bool,
}

/// How a value is typed.
enum Input {
    Line {
        kind: &'static str,
        /// The list of suggestions that the page ends with.
        list: &'static str,
        /// What suggestions are looked for in while somebody types.
        sought: &'static str,
        longest: usize,
    },
    Number {
        least: i64,
        most: i64,
    },
    Area {
        longest: usize,
    },
    Select(Vec<Choice>),
    Boxes(Vec<Choice>),
    /// An entity, looked for by name.
    Finder {
        sought: &'static str,
        shown: String,
        meant: Vec<String>,
    },
    /// A credit of a list that is put in order: what it is.
    Credit(String),
    Picture {
        /// Its address, when it has the form of a picture's name.
        address: Option<String>,
    },
}

#[derive(Template)]
#[template(path = "edit_field.html")]
struct FieldView<'a> {
    words: Words,
    path: &'a str,
    label: &'a str,
    text: &'a str,
    input: Input,
    faults: Vec<String>,
    locked: Option<&'a str>,
    is_required: bool,
}

#[derive(Template)]
#[template(path = "edit_list.html")]
struct ListView<'a> {
    words: Words,
    path: &'a str,
    label: &'a str,
    rows: Vec<Row>,
    /// The place of the first row.
    first: usize,
    /// Whether rows are put in order, and none is added or removed.
    is_fixed: bool,
    faults: Vec<String>,
    locked: Option<&'a str>,
}

/// A row of a list.
struct Row {
    path: String,
    /// Its number in the document that the page was made from; empty for a new one.
    was: String,
    place: String,
    is_removed: bool,
    faults: Vec<String>,
    content: String,
}

/// What a page of fields is made from.
pub struct Sheet<'a> {
    /// The words of the visitor.
    pub words: Words,
    /// The language of names in lists.
    pub locale: Locale,
    /// What is edited.
    pub kind: Kind,
    /// The tables of the catalogue.
    pub reference: &'a Reference,
    /// Where pictures are loaded from, with a slash at the end.
    pub image_base: &'a str,
    /// What is typed.
    pub typed: &'a Typed,
    /// The names of the entities that are mentioned.
    pub names: &'a Names,
    /// What the credits are that lists of them name.
    pub credits: &'a HashMap<String, String>,
    /// How many rows of lists stand before those that are shown, by their paths.
    pub rows_before: &'a BTreeMap<String, usize>,
    /// What names in fields that want ids may mean.
    pub meant: &'a HashMap<String, Vec<String>>,
    /// Faults by field.
    pub faults: BTreeMap<String, Vec<String>>,
    /// Reasons of locks by field.
    pub locks: &'a BTreeMap<String, String>,
    /// How many empty rows lists are shown with.
    pub empty_rows: usize,
    /// The lists of suggestions that the fields refer to.
    pub lists: BTreeSet<&'static str>,
}

impl Sheet<'_> {
    /// The fields of a form. What is left in `faults` belongs to no field.
    pub fn fields(&mut self, path: &str, name: &str, form: &Form) -> askama::Result<String> {
        match form {
            Form::Record(fields) => self.record(path, fields),
            form => self.field(path, name, form, false),
        }
    }

    fn record(&mut self, path: &str, fields: &[Field]) -> askama::Result<String> {
        let mut html = String::new();
        for Field {
            name,
            form,
            required,
        } in fields
        {
            let path = join(path, name);
            if HIDDEN.contains(name) {
                let text = self.typed.text(&path);
                if !text.is_empty() {
                    html += &Hidden { path: &path, text }.render()?;
                }
                continue;
            }
            html += &self.field(&path, name, form, *required)?;
        }
        Ok(html)
    }

    fn field(
        &mut self,
        path: &str,
        name: &str,
        form: &Form,
        is_required: bool,
    ) -> askama::Result<String> {
        let label = label::field(name);
        if let Form::List(item, ..) | Form::Bag(item, _) = form
            && ListShape::of(item) == ListShape::Rows
        {
            return self.list(path, name, &label, item);
        }
        if let Form::ByCountry(_) = form {
            return Ok(String::new());
        }
        let text = self.typed.text(path);
        let input = self.input(path, name, form);
        FieldView {
            words: self.words,
            path,
            label: self.words.say(&label),
            text,
            input,
            faults: self.faults.remove(path).unwrap_or_default(),
            locked: self.locks.get(path).map(String::as_str),
            is_required,
        }
        .render()
    }

    fn list(&mut self, path: &str, name: &str, label: &str, item: &Form) -> askama::Result<String> {
        let numbers = self.typed.rows(path);
        let next = numbers.last().map_or(0, |last| last + 1);
        let before = self.rows_before.get(path).copied().unwrap_or_default();
        let is_fixed = matches!(item, Form::Credit);
        let empty_rows = if is_fixed { 0 } else { self.empty_rows };
        let mut rows = Vec::new();
        for number in numbers.into_iter().chain(next..next + empty_rows) {
            let row = format!("{path}[{number}]");
            let content = match item {
                Form::Record(fields) => self.record(&row, fields)?,
                item => self.field(&row, name, item, false)?,
            };
            let typed = |end: &str| self.typed.text(&format!("{row}{end}")).to_owned();
            let place = match typed("#place") {
                place if place.is_empty() && number < next => (before + rows.len() + 1).to_string(),
                place => place,
            };
            rows.push(Row {
                was: typed("#was"),
                is_removed: !typed("#remove").is_empty(),
                faults: self.faults_of_row(&row),
                place,
                path: row,
                content,
            });
        }
        ListView {
            words: self.words,
            path,
            label: self.words.say(label),
            rows,
            first: before + 1,
            is_fixed,
            faults: self.faults.remove(path).unwrap_or_default(),
            locked: self.locks.get(path).map(String::as_str),
        }
        .render()
    }

    /// Faults of a row as such, and of what it carries along.
    fn faults_of_row(&mut self, row: &str) -> Vec<String> {
        let hidden = HIDDEN.iter().map(|name| join(row, name));
        let paths: Vec<String> = hidden.chain([row.to_owned()]).collect();
        let found = paths.iter().filter_map(|path| self.faults.remove(path));
        found.flatten().collect()
    }

    fn line(&mut self, kind: &'static str, list: &'static str, longest: usize) -> Input {
        if !list.is_empty() {
            self.lists.insert(list);
        }
        Input::Line {
            kind,
            list,
            sought: "",
            longest,
        }
    }

    fn input(&mut self, path: &str, name: &str, form: &Form) -> Input {
        let text = self.typed.text(path);
        let choices = |values: Vec<(String, String)>| {
            let chosen = self.typed.texts(path);
            let is_known = values.iter().any(|(value, _)| value == text);
            // What is stored and not in the list stays choosable.
            let stray = (!is_known && !text.is_empty()).then(|| (text.to_owned(), text.to_owned()));
            let choice = |(value, name): (String, String)| Choice {
                is_chosen: chosen.contains(&value),
                value,
                name,
            };
            values.into_iter().chain(stray).map(choice).collect()
        };
        match form {
            Form::Flag => {
                let named = [("true", "Yes"), ("false", "No")];
                let named =
                    named.map(|(value, name)| (value.to_owned(), self.words.say(name).to_owned()));
                Input::Select(choices(named.to_vec()))
            }
            Form::Word(words) => {
                let named = words.iter().map(|word| {
                    let name = self.words.term(word);
                    ((*word).to_owned(), name.to_owned())
                });
                Input::Select(choices(named.collect()))
            }
            Form::Number(numbers) => {
                let numbers = numbers.iter().map(|number| {
                    let name = self.words.say(number_name(name, *number));
                    let name = format!("{number} {name}");
                    (number.to_string(), name.trim().to_owned())
                });
                Input::Select(choices(numbers.collect()))
            }
            Form::Whole(..) if name == "provider_id" => self.line("text", "providers", 10),
            Form::Whole(least, most) => Input::Number {
                least: *least,
                most: *most,
            },
            Form::Date if text.is_empty() || is_date(text) => self.line("date", "", 10),
            Form::Moment => self.line("text", "", 24),
            Form::Prose(longest) => Input::Area { longest: *longest },
            Form::Language => self.line("text", "languages", 2),
            Form::Country => self.line("text", "countries", 2),
            Form::Locale => self.line("text", "", 5),
            Form::Certification => self.line("text", "", 50),
            Form::Address => self.line("url", "", 2_000),
            Form::Line(longest) => match name {
                "department" => self.line("text", "departments", *longest),
                "job" => Input::Line {
                    kind: "text",
                    list: "",
                    sought: JOBS,
                    longest: *longest,
                },
                _ => self.line("text", "", *longest),
            },
            Form::Picture => {
                let is_name = text.starts_with('/') && !text.contains("..") && text.len() > 1;
                let address = || format!("{}w92{text}", self.image_base);
                Input::Picture {
                    address: is_name.then(address),
                }
            }
            Form::Id(_) | Form::Entity(_) => {
                let known = entity(form, text).and_then(|key| self.names.get(&key));
                // What was typed may have the name behind it already.
                let shown = match known {
                    Some(name) if !text.ends_with(name.as_str()) => format!("{text} {name}"),
                    _ => text.to_owned(),
                };
                Input::Finder {
                    sought: sought(form),
                    shown,
                    meant: self.meant.get(path).cloned().unwrap_or_default(),
                }
            }
            Form::Credit => Input::Credit(self.credits.get(text).cloned().unwrap_or_default()),
            Form::List(item, ..) | Form::Bag(item, _) => match ListShape::of(item) {
                ListShape::Choices => {
                    let genres = self.reference.genres(self.kind, self.locale).genres;
                    let genres = genres
                        .into_iter()
                        .map(|genre| (genre.id.to_string(), genre.name));
                    let mut boxes: Vec<Choice> = choices(genres.collect());
                    for text in self.typed.texts(path) {
                        if !boxes.iter().any(|choice| choice.value == *text) {
                            boxes.push(Choice {
                                value: text.clone(),
                                name: text.clone(),
                                is_chosen: true,
                            });
                        }
                    }
                    Input::Boxes(boxes)
                }
                ListShape::Lines => Input::Area { longest: 200_000 },
                _ => self.line("text", "", 2_000),
            },
            _ => self.line("text", "", 200),
        }
    }
}

/// What a number of a field means, as a phrase of the site; empty where numbers speak for themselves.
fn number_name(field: &str, number: i64) -> &'static str {
    match (field, number) {
        ("type", 1) => "Premiere",
        ("type", 2) => "Limited release",
        ("type", 3) => "In theatres",
        ("type", 4) => "Digital",
        ("type", 5) => "Physical",
        ("type", 6) => "Television",
        _ => "",
    }
}

fn is_date(text: &str) -> bool {
    text.parse::<kinora_model::Date>().is_ok()
}

#[derive(Template)]
#[template(
    source = r#"<input type="hidden" name="{{ path }}" value="{{ text }}">"#,
    ext = "html"
)]
struct Hidden<'a> {
    path: &'a str,
    text: &'a str,
}
