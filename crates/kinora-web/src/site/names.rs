//! Names of languages and countries in the language of the site.

use kinora_model::Locale;

use super::page::Page;

impl Page {
    /// The name of the language with a code.
    pub fn language<'a>(&'a self, code: &'a str) -> &'a str {
        self.reference
            .language_name_in(code, self.visitor.words.locale())
    }

    /// The name of the country with a code.
    pub fn country<'a>(&'a self, code: &'a str) -> &'a str {
        self.reference
            .country_name_in(code, self.visitor.words.locale())
    }

    /// The name of a language as it is used in a country (`pt-BR`): that of the language, with the country behind it.
    pub fn locale(&self, code: &str) -> String {
        let Ok(locale) = code.parse::<Locale>() else {
            return code.to_owned();
        };
        let language = self.language(locale.language.as_str());
        match locale.country() {
            Some(country) => format!("{language} ({})", self.country(country)),
            None => language.to_owned(),
        }
    }
}
