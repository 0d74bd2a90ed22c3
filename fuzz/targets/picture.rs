//! From bytes to a size of a picture. The first two bytes choose the size and the format, the rest is the file.

#![no_main]

use kinora_images::{Format, Limits, render};
use libfuzzer_sys::fuzz_target;

const SIZES: [&str; 6] = [
    "original",
    "w92",
    "h100_filter(negate,000,666)",
    "w300_filter(duotone,032541,01b4e4)",
    "w92_filter(blur,3)",
    "w300_and_h450_bestv2",
];
/// Few pixels, so that a run tries many files and not many pixels. What takes more memory than it was reckoned to ends the run
/// (`-rss_limit_mb`).
const LIMITS: Limits = Limits {
    pixels: 250_000,
    memory: 64_000_000,
};

fuzz_target!(|input: &[u8]| {
    let [size, format, file @ ..] = input else {
        return;
    };
    let size = SIZES[usize::from(*size) % SIZES.len()].parse();
    let format = [Format::Jpeg, Format::Png, Format::WebP][usize::from(*format) % 3];
    // A refusal is an answer; a panic or much memory is not.
    let _ = render(file, size.expect("a size"), format, &LIMITS);
});
