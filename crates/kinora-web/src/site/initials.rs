//! What stands in the place of a portrait that there is none of.

/// The first letters of the first and the last word of a name, at most two.
pub fn initials(name: &str) -> String {
    let first_letter = |word: &str| word.chars().find(|letter| letter.is_alphanumeric());
    let mut letters = name.split_whitespace().filter_map(first_letter);
    let first = letters.next();
    let letters = first.into_iter().chain(letters.next_back());
    letters.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn names_have_two_initials_at_most() {
        for (name, expected) in [
            ("Max Schreck", "MS"),
            ("F. W. Murnau", "FM"),
            ("Musidora", "M"),
            ("élan d'Arc", "ÉD"),
            ("黒澤 明", "黒明"),
            ("(uncredited)", "U"),
            ("", ""),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
