//! Making a picture takes no more memory than it was reckoned to. Each is made in a process of its own, whose highest use of
//! memory is read from the system.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod samples;

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use kinora_images::{Format, Limits, Size, memory_of_rendering, render};
use samples::{Pixels, jpeg, png, progressive, svg, webp};

// What the server uses; another one may hand memory back later.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Tells the process of one picture which file, size and format it is about.
const TASK: &str = "KINORA_PICTURE";

/// Grain over a slope: neither all alike nor all noise.
fn grain(width: u32, height: u32, channels: usize) -> Pixels {
    let bytes = (0..width * height).flat_map(|index| {
        let (x, y) = (index % width, index / width);
        let noise = (index.wrapping_mul(2_654_435_761) >> 27) as u8;
        let alpha = (x * 255 / width) as u8;
        let pixel = [noise + (y * 200 / height) as u8, noise * 3, 128, alpha];
        pixel.into_iter().take(channels)
    });
    Pixels {
        width,
        height,
        channels,
        bytes: bytes.collect(),
    }
}

/// The same in passes, all of it black.
fn interlaced(width: u32, height: u32) -> Vec<u8> {
    // Where each pass begins, and how far its pixels are apart: across, down.
    const PASSES: [(u32, u32, u32, u32); 7] = [
        (0, 0, 8, 8),
        (4, 0, 8, 8),
        (0, 4, 4, 8),
        (2, 0, 4, 4),
        (0, 2, 2, 4),
        (1, 0, 2, 2),
        (0, 1, 1, 2),
    ];
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    for (left, top, across, down) in PASSES {
        let row = vec![0; 1 + (width - left).div_ceil(across) as usize * 4];
        for _ in 0..(height - top).div_ceil(down) {
            packed.write_all(&row).unwrap();
        }
    }
    let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
    head.extend([8, 6, 0, 0, 1]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, content) in [
        (b"IHDR", head),
        (b"IDAT", packed.finish().unwrap()),
        (b"IEND", Vec::new()),
    ] {
        let named = [&name[..], &content].concat();
        let mut check = flate2::Crc::new();
        check.update(&named);
        file.extend((content.len() as u32).to_be_bytes());
        file.extend(&named);
        file.extend(check.sum().to_be_bytes());
    }
    file
}

fn lossless(pixels: &Pixels) -> Vec<u8> {
    let layout = if pixels.channels == 4 {
        webp::PixelLayout::Rgba
    } else {
        webp::PixelLayout::Rgb
    };
    let encoder = webp::Encoder::new(&pixels.bytes, layout, pixels.width, pixels.height);
    let mut config = webp::WebPConfig::new().unwrap();
    (config.lossless, config.quality, config.method) = (1, 0.0, 0);
    encoder.encode_advanced(&config).unwrap().to_vec()
}

/// A name, a file, and what is made of it.
type Case = (&'static str, Vec<u8>, Vec<(&'static str, Format)>);

fn cases() -> Vec<Case> {
    use Format::{Avif, Jpeg, Png, WebP};
    let (plain, clear) = (grain(2400, 3600, 3), grain(2400, 3600, 4));
    let small = |format| vec![("w92", format)];
    let path = format!("<path d='M0 0{}'/>", "h1".repeat(1_900_000));
    let many = "<g id='a'><a/></g>".repeat(24_000);
    let names: String = ('a'..='z').map(|name| format!(" {name}=''")).collect();
    let attributes = format!("<a{names}/>").repeat(20_000);
    let letters = format!("<text font-size='1'>{}</text>", "&amp;".repeat(12_000));
    let markers = "<marker id='m'><a/></marker><path marker-mid='url(#m)' d='M0 0";
    let markers = format!("{markers}{}'/>", "h1".repeat(49_000));
    let dashes = "<path d='M0 0H1000000' stroke='red' stroke-width='9' stroke-dasharray='.001'/>";
    let layers = "<g opacity='.9'><rect width='1' height='1'/>".repeat(4);
    let layers = format!("{layers}<rect width='90' height='50'/>{}", "</g>".repeat(4));
    vec![
        (
            "plain.png",
            png(&plain),
            vec![
                ("w92", Png),
                ("w2000", Png),
                ("original", Jpeg),
                ("w2000", WebP),
            ],
        ),
        (
            "clear.png",
            png(&clear),
            vec![
                ("w92", Png),
                ("original", Png),
                ("w2300", Jpeg),
                ("original", WebP),
                ("w900", Avif),
            ],
        ),
        (
            "interlaced.png",
            interlaced(2400, 3600),
            vec![("w92", Png), ("w2300", WebP)],
        ),
        (
            "plain.jpg",
            jpeg(&plain),
            vec![
                ("w92", Jpeg),
                ("w1200", Jpeg),
                ("w4000_and_h4000_bestv2", Jpeg),
                ("w900", Avif),
            ],
        ),
        (
            "progressive.jpg",
            progressive(&plain),
            vec![("w92", Jpeg), ("original", WebP)],
        ),
        ("lossy.webp", webp(&plain), small(WebP)),
        ("lossy_and_clear.webp", webp(&clear), small(WebP)),
        ("lossless.webp", lossless(&plain), small(Png)),
        ("lossless_and_clear.webp", lossless(&clear), small(Png)),
        ("path.svg", svg(&path), small(Png)),
        ("many.svg", svg(&many), small(Png)),
        ("attributes.svg", svg(&attributes), small(Png)),
        ("letters.svg", svg(&letters), small(Png)),
        ("markers.svg", svg(&markers), small(Png)),
        ("dashes.svg", svg(dashes), small(Png)),
        (
            "layers.svg",
            svg(&layers),
            vec![("w3000", Png), ("w3000", Jpeg)],
        ),
    ]
}

/// A line of what the system knows of this process, in bytes.
fn status(name: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let number = line.unwrap().trim().trim_end_matches(" kB");
    number.parse::<u64>().unwrap() * 1024
}

/// Makes one picture and tells how many bytes that took, and how many it was reckoned to take.
fn measure(task: &str) {
    let (file, task) = task.split_once('\n').unwrap();
    let (size, format) = task.split_once('\n').unwrap();
    let bytes = std::fs::read(file).unwrap();
    let size: Size = size.parse().unwrap();
    let format = format!("a.{format}")
        .parse::<kinora_images::Name>()
        .unwrap()
        .format();
    let limits = Limits {
        memory: u64::MAX,
        ..Limits::default()
    };
    // Fonts and tables that stay are no part of it.
    render(&svg("<text>a</text>"), Size::ORIGINAL, Format::Png, &limits).unwrap();
    let before = status("VmRSS:");
    std::fs::write("/proc/self/clear_refs", "5").unwrap();

    let made = render(&bytes, size, format, &limits).unwrap();

    let taken = status("VmHWM:") - before + bytes.len() as u64;
    let reckoned = memory_of_rendering(&bytes, size, format, &limits).unwrap();
    println!("MEASURED {taken} {reckoned} {}", made.len());
}

#[test]
fn making_a_picture_takes_no_more_than_was_reckoned() {
    if let Ok(task) = std::env::var(TASK) {
        return measure(&task);
    }
    if !Path::new("/proc/self/clear_refs").exists() {
        eprintln!("This system does not tell how much memory a process took: passed over.");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut too_much = Vec::new();
    for (name, bytes, made) in cases() {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        for (size, format) in made {
            let told = Command::new(std::env::current_exe().unwrap())
                .args([
                    "--exact",
                    "making_a_picture_takes_no_more_than_was_reckoned",
                    "--nocapture",
                ])
                .env(
                    TASK,
                    format!("{}\n{size}\n{}", path.display(), format.extension()),
                )
                .output()
                .unwrap();
            let told = String::from_utf8_lossy(&told.stdout).into_owned();
            let numbers: Vec<u64> = told
                .lines()
                .find_map(|line| line.split_once("MEASURED "))
                .unwrap_or_else(|| panic!("{name} {size} {format:?}: {told}"))
                .1
                .split(' ')
                .map(|number| number.parse().unwrap())
                .collect();
            let line = format!(
                "{name} {size} {format:?}: {:.1} MB of {:.1} reckoned, {:.1} made",
                numbers[0] as f64 / 1e6,
                numbers[1] as f64 / 1e6,
                numbers[2] as f64 / 1e6
            );
            eprintln!("{line}");
            if numbers[0] > numbers[1] {
                too_much.push(line);
            }
        }
    }
    assert!(too_much.is_empty(), "{too_much:#?}");
}
