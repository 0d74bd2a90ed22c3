//! Texts as answers and lists tell them: what is kept of it, and what the translations that are known explain anyway.

use super::{Seen, Text, TextField, Texts, Translation};
use crate::facts::Conflict;
use crate::key::Known;
use crate::locale::Locale;

impl Texts {
    /// Takes in what an answer in `locale` showed. `fallback` is what the reader gets where the language has nothing (the
    /// original title, the base homepage, runtime and poster). Only what is not already explained is kept.
    pub fn see(
        &mut self,
        locale: Locale,
        said: Known,
        mut shown: Text,
        fallback: &Text,
        conflicts: &mut Vec<Conflict>,
    ) {
        let locale = locale.with_main_country();
        let full = said == Known::Full;
        let position = self
            .translations
            .iter()
            .position(|translation| translation.locale == locale);
        let before = position.and_then(|index| self.translations[index].seen.take());
        // What a details answer showed is not touched by a list row.
        let protected = before.as_ref().is_some_and(|seen| seen.full && !full);
        for field in TextField::ALL {
            let earlier = before
                .as_ref()
                .map_or("", |seen| field.of(&seen.text))
                .to_owned();
            let whole = full || protected;
            let explained = self.explained(locale, field, fallback, whole);
            let current = if earlier.is_empty() {
                explained
            } else {
                &earlier
            };
            let said = field.of(&shown);
            let contradicts =
                !said.is_empty() && said != current && (protected || !earlier.is_empty());
            if contradicts {
                let (kept, dropped) = if protected {
                    (current, said)
                } else {
                    (said, current)
                };
                conflicts.push(Conflict {
                    field: field.name(),
                    kept: kept.to_owned(),
                    dropped: dropped.to_owned(),
                });
            }
            let keeps_earlier = protected || (said.is_empty() && !full);
            if !keeps_earlier && said == explained {
                field.of_mut(&mut shown).clear();
            } else if keeps_earlier {
                *field.of_mut(&mut shown) = earlier;
            }
        }
        let earlier = before.as_ref().map_or(0, |seen| seen.text.runtime);
        let own = position.and_then(|index| self.translations[index].listed.as_ref());
        let explained = match own.map_or(0, |text| text.runtime) {
            0 => fallback.runtime,
            runtime => runtime,
        };
        if protected || (shown.runtime == 0 && !full) {
            shown.runtime = earlier;
        } else if shown.runtime == explained {
            shown.runtime = 0;
        }
        let full = full || protected;
        self.put_seen(
            locale,
            position,
            (full || !shown.is_empty()).then_some(Seen { full, text: shown }),
        );
    }

    /// What a reader of the locale gets for a field without what was seen there: for a details answer, which tells
    /// everything, from the locale's own translation and the fallback only.
    fn explained<'a>(
        &'a self,
        locale: Locale,
        field: TextField,
        fallback: &'a Text,
        whole: bool,
    ) -> &'a str {
        let own = || {
            self.get(locale)
                .and_then(|translation| translation.listed.as_ref())
        };
        let text = if whole {
            own().map_or("", |text| field.of(text))
        } else {
            self.read(locale, field)
        };
        if text.is_empty() {
            field.of(fallback)
        } else {
            text
        }
    }

    fn put_seen(&mut self, locale: Locale, position: Option<usize>, seen: Option<Seen>) {
        match (position, seen) {
            (Some(index), None) if self.translations[index].listed.is_none() => {
                self.translations.remove(index);
            }
            (Some(index), seen) => self.translations[index].seen = seen,
            (None, Some(seen)) => self.translations.push(Translation {
                locale,
                listed: None,
                seen: Some(seen),
            }),
            (None, None) => {}
        }
    }

    /// Takes in a complete list of translations, in its order. What answers showed is kept where the list does not
    /// explain it.
    pub fn list(&mut self, listed: Vec<(Locale, Text)>, fallback: &Text) {
        let before = std::mem::take(&mut self.translations);
        self.complete = true;
        self.translations = listed
            .into_iter()
            .map(|(locale, text)| Translation {
                locale,
                listed: Some(text),
                seen: None,
            })
            .collect();
        for Translation { locale, seen, .. } in before {
            let Some(Seen { full, mut text }) = seen else {
                continue;
            };
            for field in TextField::ALL {
                let explained = self.explained(locale, field, fallback, full);
                if field.of(&text) == explained {
                    field.of_mut(&mut text).clear();
                }
            }
            if text.runtime == self.runtime(locale) {
                text.runtime = 0;
            }
            let position = self
                .translations
                .iter()
                .position(|translation| translation.locale == locale);
            self.put_seen(
                locale,
                position,
                (full || !text.is_empty()).then_some(Seen { full, text }),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{locale, titled};
    use super::*;

    #[test]
    fn what_the_original_title_explains_is_not_stored() {
        let mut texts = Texts::default();
        texts.see(
            locale("de"),
            Known::Full,
            titled("Metropolis"),
            &titled("Metropolis"),
            &mut Vec::new(),
        );

        assert_eq!(
            texts.translations[0].seen,
            Some(Seen {
                full: true,
                text: Text::default()
            })
        );
    }

    #[test]
    fn a_list_row_does_not_overwrite_what_details_showed() {
        let (mut texts, mut conflicts) = (Texts::default(), Vec::new());
        texts.see(
            locale("de"),
            Known::Full,
            titled("Der General"),
            &titled("The General"),
            &mut conflicts,
        );
        texts.see(
            locale("de-DE"),
            Known::Listed,
            titled("Der Lokführer"),
            &titled("The General"),
            &mut conflicts,
        );

        assert_eq!(texts.read(locale("de"), TextField::Title), "Der General");
        assert_eq!(conflicts.len(), 1);
    }

    #[test]
    fn details_protect_even_what_needs_no_storing() {
        let (mut texts, mut conflicts) = (Texts::default(), Vec::new());
        texts.see(
            locale("en"),
            Known::Full,
            titled("The General"),
            &titled("The General"),
            &mut conflicts,
        );
        texts.see(
            locale("en"),
            Known::Mentioned,
            titled("General"),
            &titled("The General"),
            &mut conflicts,
        );

        assert_eq!(texts.read(locale("en"), TextField::Title), "");
        assert_eq!(conflicts.len(), 1);
    }

    #[test]
    fn what_a_region_was_told_does_not_depend_on_what_its_neighbour_was_told_later() {
        for order in [["de-AT", "de-DE"], ["de-DE", "de-AT"]] {
            let mut texts = Texts::default();
            for told in order {
                let title = if told == "de-AT" {
                    "Sunrise"
                } else {
                    "Sonnenaufgang"
                };
                texts.see(
                    locale(told),
                    Known::Full,
                    titled(title),
                    &titled("Sunrise"),
                    &mut Vec::new(),
                );
            }

            assert_eq!(
                texts.read(locale("de-AT"), TextField::Title),
                "",
                "{order:?}"
            );
            assert_eq!(
                texts.read(locale("de-CH"), TextField::Title),
                "Sonnenaufgang"
            );
        }
    }

    #[test]
    fn a_list_of_translations_is_kept_as_told_and_answers_stay_what_they_were() {
        let mut texts = Texts::default();
        texts.see(
            locale("de"),
            Known::Full,
            titled("Der General"),
            &titled("The General"),
            &mut Vec::new(),
        );
        texts.list(
            vec![
                (locale("de-DE"), titled("")),
                (locale("fr-FR"), titled("Le Mécano")),
            ],
            &titled("The General"),
        );

        assert_eq!(
            texts.get(locale("de-DE")).unwrap().listed,
            Some(Text::default())
        );
        assert_eq!(texts.read(locale("de"), TextField::Title), "Der General");
        assert_eq!(texts.read(locale("fr"), TextField::Title), "Le Mécano");
    }

    #[test]
    fn seeing_the_same_again_changes_nothing() {
        let mut texts = Texts::default();
        for title in ["Der General", "Der General"] {
            texts.see(
                locale("de"),
                Known::Full,
                titled(title),
                &titled("The General"),
                &mut Vec::new(),
            );
        }
        let once = texts.clone();
        texts.see(
            locale("de"),
            Known::Full,
            titled("Der General"),
            &titled("The General"),
            &mut Vec::new(),
        );

        assert_eq!(texts, once);
        assert_eq!(texts.translations.len(), 1);
    }
}
