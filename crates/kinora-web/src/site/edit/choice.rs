//! What an editor chooses from, of parts that no page shows whole.

use kinora_model::Locale;
use kinora_model::form::{Field, Form};

use super::super::page::Page;
use super::super::visitor::is_country;

/// What an editor chooses from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The translations, by their locales.
    Translation,
    /// The countries.
    Country,
    /// The lists inside of a document: `movies.cast`.
    List,
}

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Of what.
    pub choice: Choice,
    /// Which.
    pub value: String,
}

impl Choice {
    /// What there is to choose from in a document of a form.
    pub fn of(form: &Form) -> Option<Choice> {
        if form_of_translation(form).is_some() {
            return Some(Choice::Translation);
        }
        match form {
            Form::ByCountry(_) => Some(Choice::Country),
            form if lists(form).next().is_some() => Some(Choice::List),
            _ => None,
        }
    }

    /// Whether it is the translation, for which there is a key.
    pub fn is_translation(self) -> bool {
        self == Choice::Translation
    }

    /// How addresses and forms name it.
    pub const fn name(self) -> &'static str {
        match self {
            Choice::Translation => "locale",
            Choice::Country => "country",
            Choice::List => "list",
        }
    }

    /// What it is called on pages.
    pub const fn label(self) -> &'static str {
        match self {
            Choice::Translation => "Translation",
            Choice::Country => "Country",
            Choice::List => "List",
        }
    }

    /// What one of those that can be chosen is called on a page.
    pub fn option(self, page: &Page, value: &str) -> String {
        let list = match (self, value) {
            (Choice::Translation, locale) => return page.locale(locale),
            (Choice::Country, country) => return page.country(country).to_owned(),
            (Choice::List, "movies.cast") => "Movies: cast",
            (Choice::List, "movies.crew") => "Movies: crew",
            (Choice::List, "series.cast") => "Series: cast",
            (Choice::List, "series.crew") => "Series: crew",
            (Choice::List, "combined.cast") => "Both: cast",
            (Choice::List, "combined.crew") => "Both: crew",
            (Choice::List, list) => list,
        };
        page.say(list).to_owned()
    }

    /// What is meant by what was asked for, or else by what the visitor reads; with the form of that.
    pub fn choose(self, form: &Form, asked: &str, reads: (Locale, &str)) -> Option<(String, Form)> {
        let (locale, region) = reads;
        match (self, form) {
            (Choice::Translation, form) => {
                let locale = match asked {
                    "" => locale,
                    asked => asked.parse().ok()?,
                };
                let locale = locale.with_main_country().to_string();
                Some((locale, form_of_translation(form)?))
            }
            (Choice::Country, Form::ByCountry(form)) => {
                let country = if asked.is_empty() { region } else { asked };
                is_country(country).then(|| (country.to_owned(), **form))
            }
            (_, form) => lists(form).find(|(name, _)| asked.is_empty() || name == asked),
        }
    }
}

impl Chosen {
    /// The names that lead to it in the document; of translations none do.
    pub fn names(&self) -> Option<Vec<&str>> {
        match self.choice {
            Choice::Translation => None,
            Choice::Country => Some(vec![&self.value]),
            Choice::List => Some(self.value.split('.').collect()),
        }
    }
}

/// The form of a translation without its locale, if the form is one of translations.
fn form_of_translation(form: &Form) -> Option<Form> {
    let Form::Record([translations]) = form else {
        return None;
    };
    let Form::List(Form::Record(fields), _, ["locale"]) = &translations.form else {
        return None;
    };
    let (_, fields) = fields.split_first()?;
    Some(Form::Record(fields))
}

/// The lists of credits inside of a form, by the names that lead to them.
pub fn lists(form: &Form) -> impl Iterator<Item = (String, Form)> {
    fields(form).iter().flat_map(|outer| {
        let lists = fields(&outer.form).iter();
        let lists = lists.filter(|list| matches!(list.form, Form::List(Form::Credit, ..)));
        lists.map(move |list| (format!("{}.{}", outer.name, list.name), list.form))
    })
}

fn fields(form: &Form) -> &'static [Field] {
    match form {
        Form::Record(fields) => fields,
        _ => &[],
    }
}
