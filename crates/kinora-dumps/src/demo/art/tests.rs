//! What the pictures promise.

use std::collections::HashSet;

use super::canvas::Canvas;
use super::chance::Dice;
use super::geometry::{Area, bounds};
use super::glyphs::{ACCENTS, LOOKALIKES, letter_parts};
use super::lettering::legible_words;
use super::motifs::MOTIFS;
use super::style::Style;
use super::{Card, Shape, draw, paint};

const SHAPES: [Shape; 5] = [
    Shape::Poster,
    Shape::Backdrop,
    Shape::Profile,
    Shape::Still,
    Shape::Logo,
];

const TITLES: [&str; 6] = [
    "M",
    "Night of the Day of the Dawn of the Son of the Bride of the Return of the Revenge of the Terror \
     of the Attack of the Evil, Mutant, Alien, Flesh Eating, Hellbound, Zombified Living Dead Part 2",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsversammlung",
    "Необычайные приключения мистера Веста в стране большевиков",
    "狂った一頁",
    "",
];

fn card(title: &str, seed: u64) -> Card<'_> {
    Card {
        title,
        subtitle: "1922 · F. W. Murnau",
        seed,
    }
}

#[test]
fn the_same_card_gives_the_same_bytes() {
    for shape in SHAPES {
        let first = draw(shape, &card("Nosferatu", 7)).unwrap();

        assert_eq!(first, draw(shape, &card("Nosferatu", 7)).unwrap());
    }
}

#[test]
fn pictures_have_the_size_of_their_shape() {
    for shape in SHAPES {
        let file = draw(shape, &card("Nosferatu", 7)).unwrap();
        let reader = png::Decoder::new(std::io::Cursor::new(file))
            .read_info()
            .unwrap();

        assert_eq!(reader.info().size(), shape.size());
        assert_eq!(reader.info().trns.is_some(), shape == Shape::Logo);
    }
}

#[test]
fn different_seeds_give_different_pictures() {
    for shape in [Shape::Poster, Shape::Backdrop] {
        let files: HashSet<_> = (0..24)
            .map(|seed| draw(shape, &card("M", seed)).unwrap())
            .collect();

        assert_eq!(files.len(), 24);
    }
}

#[test]
fn titles_stay_inside_the_frame() {
    let margins = [
        (Shape::Poster, 42.0),
        (Shape::Profile, 27.0),
        (Shape::Logo, 4.0),
        (Shape::Backdrop, 39.0),
    ];
    for (shape, margin) in margins {
        for seed in 0..12 {
            let style = Style::choose(shape, seed);
            let plain = paint(
                shape,
                &Card {
                    title: "I",
                    subtitle: "",
                    seed,
                },
                &style,
            );
            for title in TITLES {
                let canvas = paint(shape, &card(title, seed), &style);
                let inside = canvas.area().inset(margin);

                let changed =
                    (0..canvas.tones.len()).filter(|&at| canvas.tones[at] != plain.tones[at]);
                let places =
                    changed.map(|at| ((at % canvas.width) as f32, (at / canvas.width) as f32));
                let extent = bounds(places.collect::<Vec<_>>().iter());

                assert!(
                    extent.left >= inside.left && extent.right < inside.right,
                    "{shape:?} {seed} {title}"
                );
                assert!(
                    extent.top >= inside.top && extent.bottom < inside.bottom,
                    "{shape:?} {seed} {title}"
                );
            }
        }
    }
}

#[test]
fn every_title_can_be_drawn_in_every_shape() {
    for (seed, title) in TITLES.into_iter().enumerate() {
        for shape in SHAPES {
            let file = draw(
                shape,
                &Card {
                    title,
                    subtitle: title,
                    seed: seed as u64,
                },
            )
            .unwrap();

            assert!(file.starts_with(b"\x89PNG"));
        }
    }
}

#[test]
fn every_motif_can_be_drawn_in_every_area() {
    for motif in MOTIFS {
        for size in [(1, 1), (30, 400), (400, 30), (420, 420)] {
            let mut canvas = Canvas::new(size);

            motif(
                &mut canvas,
                Area::new(0.0, 0.0, size.0 as f32, size.1 as f32),
                &mut Dice::new(1, 1),
            );

            assert_eq!(canvas.tones.len(), (size.0 * size.1) as usize);
        }
    }
}

#[test]
fn letters_of_many_alphabets_are_legible() {
    assert_eq!(
        legible_words("Häxan – Œuvre, Łódź"),
        ["HÄXAN", "–", "ŒUVRE,", "ŁÓDŹ"]
    );
    assert_eq!(legible_words("Стачка Ευρυδίκη"), ["СТАЧКА", "ΕΥΡΥΔΊΚΗ"]);
    assert_eq!(legible_words("1926 · 衣笠貞之助"), ["1926"]);
}

#[test]
fn every_lookalike_and_accented_letter_has_a_glyph() {
    let accented = ACCENTS.iter().map(|&(_, worn, bases)| (worn, bases));
    for (letters, bases) in LOOKALIKES.iter().copied().chain(accented) {
        assert_eq!(letters.chars().count(), bases.chars().count(), "{letters}");
        for letter in letters.chars() {
            assert!(letter_parts(letter).is_some(), "{letter}");
        }
    }
}
