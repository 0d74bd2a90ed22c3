//! The accent of a page: a colour near the dominant one of its picture, in which its text can be read.
//!
//! The content policy allows no style in a page, so that the stylesheet holds a palette: for each of 24 hues a pale and a vivid
//! accent, each darkened for light pages and lightened for dark ones until it has the contrast that text needs, with the
//! grounds on which links stand and with the text on buttons. A page names one by its number.

use std::sync::LazyLock;

use kinora_images::{Name, Rgb, hue};

use super::Site;

/// The stylesheet, with the grounds of both themes.
pub const STYLE: &str = include_str!("style.css");
/// Into how many hues the circle is divided.
const HUES: usize = 24;
/// How vivid accents are, from grey (0) to pure (1). What is nearer to the first becomes pale.
const SATURATIONS: [f64; 2] = [0.35, 0.8];
/// The least contrast of text: level AA of WCAG 2.2, 1.4.3.
const CONTRAST: f64 = 4.5;
/// What accents stand on, and what stands on them.
const GROUNDS: [&str; 3] = ["paper", "raised", "on-accent"];

/// An accent of the palette, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent(usize);

/// The accents of the light and of the dark theme.
static PALETTE: LazyLock<Vec<[Rgb; 2]>> = LazyLock::new(|| {
    let grounds = GROUNDS.map(ground);
    let light = grounds.map(|[light, _]| light);
    let dark = grounds.map(|[_, dark]| dark);
    let accents = Accent::all().map(Accent::colour);
    accents
        .map(|colour| {
            [
                readable(colour, [0, 0, 0], &light),
                readable(colour, [255, 255, 255], &dark),
            ]
        })
        .collect()
});

impl Accent {
    /// All of the palette.
    fn all() -> impl Iterator<Item = Accent> {
        (0..HUES * SATURATIONS.len()).map(Accent)
    }

    /// The nearest to a colour.
    fn of(colour: Rgb) -> Accent {
        let step = (hue(colour) / 360.0 * HUES as f64).round() as usize % HUES;
        let [pale, vivid] = SATURATIONS;
        let is_vivid = saturation(colour) > f64::midpoint(pale, vivid);
        Accent(step * SATURATIONS.len() + usize::from(is_vivid))
    }

    /// That of a page with a picture, if the colour of the picture is known; else that is begun.
    pub fn of_picture(site: &Site, path: &str) -> Option<Accent> {
        let images = site.app.settings.images.as_ref()?;
        let name: Name = path.trim_start_matches('/').parse().ok()?;
        images.colour_at_hand(&name).map(Accent::of)
    }

    /// By which the stylesheet knows it.
    pub fn number(self) -> usize {
        self.0
    }

    /// The colour in the middle between black and white that it is made of.
    fn colour(self) -> Rgb {
        let step = self.0 / SATURATIONS.len();
        let saturation = SATURATIONS[self.0 % SATURATIONS.len()];
        let degrees = step as f64 * 360.0 / HUES as f64;
        // A channel falls with the distance of the hue from its own: red at 0 degrees, green at 120, blue at 240.
        [0.0, 120.0, 240.0].map(|own| {
            let distance = (degrees - own + 180.0_f64).rem_euclid(360.0) - 180.0;
            let pure = (2.0 - distance.abs() / 60.0).clamp(0.0, 1.0);
            ((0.5 + (pure - 0.5) * saturation) * 255.0).round() as u8
        })
    }
}

/// The stylesheet with the palette.
pub fn stylesheet() -> String {
    let rules = Accent::all().zip(PALETTE.iter()).map(|(accent, themes)| {
        let [light, dark] = themes.map(hexadecimal);
        let number = accent.number();
        format!("[data-accent=\"{number}\"]{{--accent:light-dark({light},{dark})}}\n")
    });
    STYLE.to_owned() + &rules.collect::<String>()
}

/// The ground of a name in the light and in the dark theme.
fn ground(name: &str) -> [Rgb; 2] {
    let at = STYLE.split(&format!("--{name}: light-dark(")).nth(1);
    let mut colours = at.unwrap_or_default().split('#').skip(1);
    [(); 2].map(|()| {
        let digits = colours.next().and_then(|rest| rest.get(..6));
        let value = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let [_, red, green, blue] = value.unwrap_or_default().to_be_bytes();
        [red, green, blue]
    })
}

/// A colour that is mixed with black or white until it can be read with all of the others.
fn readable(colour: Rgb, end: Rgb, others: &[Rgb]) -> Rgb {
    let mixed = (0..=u8::MAX).map(|part| mixed(colour, end, part));
    let mut enough = mixed.filter(|mixed| {
        let mut contrasts = others.iter().map(|other| contrast(*mixed, *other));
        contrasts.all(|contrast| contrast >= CONTRAST)
    });
    enough.next().unwrap_or(end)
}

/// A mixture with so many of 255 parts of the second colour.
fn mixed(colour: Rgb, end: Rgb, part: u8) -> Rgb {
    std::array::from_fn(|channel| {
        let [from, to, part] = [colour[channel], end[channel], part].map(u32::from);
        ((from * (255 - part) + to * part + 127) / 255) as u8
    })
}

/// From 1, the same, to 21, black and white (WCAG 2.2, contrast ratio).
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// How bright a colour of sRGB is, 0 to 1 (WCAG 2.2, relative luminance).
fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] = colour.map(|value| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// From grey (0) to pure (1), whatever the brightness.
fn saturation([red, green, blue]: Rgb) -> f64 {
    let (weakest, strongest) = (red.min(green).min(blue), red.max(green).max(blue));
    let sum = f64::from(weakest) + f64::from(strongest);
    let room = sum.min(510.0 - sum).max(1.0);
    f64::from(strongest - weakest) / room
}

fn hexadecimal([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_grounds_are_those_of_the_stylesheet() {
        assert_eq!(ground("paper"), [[0xfb, 0xf8, 0xf3], [0x16, 0x13, 0x0f]]);
        for name in GROUNDS {
            let [light, dark] = ground(name);
            assert!(luminance(light) > 0.8 && luminance(dark) < 0.03, "{name}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        assert!((contrast([0x76; 3], [255; 3]) - 4.54).abs() < 0.01);
    }

    #[test]
    fn the_usual_accent_can_be_read_as_well() {
        let usual = ground("accent");
        for other in GROUNDS.map(ground) {
            for theme in 0..2 {
                assert!(contrast(usual[theme], other[theme]) >= CONTRAST);
            }
        }
    }

    proptest! {
        #[test]
        fn text_can_be_read_in_the_accent_of_any_colour(red: u8, green: u8, blue: u8) {
            let colour = [red, green, blue];
            let accent = Accent::of(colour);
            let shown = PALETTE[accent.number()];

            for theme in 0..2 {
                for name in GROUNDS {
                    let contrast = contrast(shown[theme], ground(name)[theme]);
                    prop_assert!(contrast >= CONTRAST, "{contrast} in theme {theme} with {name}");
                }
                let apart = (hue(shown[theme]) - hue(colour)).abs();
                // Half a step, and what rounding does to dark colours.
                prop_assert!(apart.min(360.0 - apart) < 12.0, "{colour:?} became {shown:?}");
            }
        }
    }
}
