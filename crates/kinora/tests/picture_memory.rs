//! Huge and hostile pictures, several at once: the server answers or refuses, goes on, and stays within 512 MB.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![cfg(target_os = "linux")]

mod external;

use std::fs;
use std::io::Write;
use std::path::Path;

use external::Server;
use flate2::{Compression, Crc, write::ZlibEncoder};

/// The most bytes of memory that the process may ever have taken.
const MOST: u64 = 512_000_000;

/// A PNG of rows that differ a little, written row by row: it would be 256 MB as a whole.
fn huge_png(width: u32, height: u32, is_interlaced: bool) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    let mut row = vec![0; 1 + width as usize * 4];
    for y in 0..height {
        if !is_interlaced {
            row[1 + (y % width) as usize * 4..][..4].copy_from_slice(&[y as u8, 90, 200, 255]);
        }
        packed.write_all(&row).unwrap();
    }
    if is_interlaced {
        // Rows of passes are shorter and more, each with a byte before it.
        packed.write_all(&vec![0; 4 * height as usize]).unwrap();
    }
    let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
    head.extend([8, 6, 0, 0, u8::from(is_interlaced)]);
    let parts = [
        (b"IHDR", head),
        (b"IDAT", packed.finish().unwrap()),
        (b"IEND", Vec::new()),
    ];
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    for (name, content) in parts {
        let mut check = Crc::new();
        check.update(name);
        check.update(&content);
        file.extend((content.len() as u32).to_be_bytes());
        file.extend(name);
        file.extend(&content);
        file.extend(check.sum().to_be_bytes());
    }
    file
}

/// A JPEG of so many pixels of one colour in several scans, whose decoder keeps all coefficients: its data ends at once.
fn huge_jpeg(width: u16, height: u16) -> Vec<u8> {
    let row = vec![200; usize::from(width) * 3];
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
    encoder.set_progressive(true);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
    let pixels = row.repeat(usize::from(height));
    encoder
        .encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    bytes
}

/// A WebP of 32 by 32 pixels that asks for 65,536 sets of tables of codes.
fn tables_webp() -> Vec<u8> {
    let mut bits = Vec::new();
    let mut put_all = |values: &[(u32, u32)]| {
        for (value, count) in values {
            bits.extend((0..*count).map(|bit| value >> bit & 1 == 1));
        }
    };
    // A mark, sides, no alpha, version 0; no transforms, 2,048 remembered colours, tables by blocks of four pixels.
    let head = [
        (0x2f, 8),
        (31, 14),
        (31, 14),
        (0, 4),
        (0, 1),
        (1, 1),
        (11, 4),
        (1, 1),
        (0, 3),
        (0, 1),
    ];
    let single = |symbol| [(1, 1), (0, 1), (1, 1), (symbol, 8)];
    // A code of 2,048 symbols of eleven bits, which takes no bits but for saying that.
    let code = [
        (0, 1),
        (11, 4),
        (0, 21),
        (0, 21),
        (1, 3),
        (1, 1),
        (5, 3),
        (2046, 12),
    ];
    put_all(&head);
    // Every block uses the last set.
    for symbol in [255, 255, 0, 0, 0] {
        put_all(&single(symbol));
    }
    for _ in 0..10_000 {
        put_all(&code);
        for _ in 0..4 {
            put_all(&single(0));
        }
    }
    let byte = |bits: &[bool]| {
        (0..bits.len())
            .map(|bit| u8::from(bits[bit]) << bit)
            .sum::<u8>()
    };
    let mut content: Vec<u8> = bits.chunks(8).map(byte).collect();
    content.resize(content.len().next_multiple_of(2), 0);
    let mut file = b"RIFF".to_vec();
    file.extend((content.len() as u32 + 12).to_le_bytes());
    file.extend(b"WEBPVP8L");
    file.extend((content.len() as u32).to_le_bytes());
    file.extend(content);
    file
}

/// A drawing of layers in layers.
fn layers() -> Vec<u8> {
    let layers = "<g opacity='.9'><rect width='1' height='1'/>".repeat(3);
    let inside = format!("{layers}<rect width='90' height='90'/>{}", "</g>".repeat(3));
    format!("<svg xmlns='http://www.w3.org/2000/svg' width='100' height='100'>{inside}</svg>")
        .into()
}

#[test]
fn huge_and_hostile_pictures_at_once_stay_within_their_memory() {
    let folder = tempfile::tempdir().unwrap();
    let originals = folder.path().join("data/images");
    fs::create_dir_all(&originals).unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(originals.join(name), bytes).unwrap();
    let (plain, jpeg, tables) = (
        huge_png(8000, 8000, false),
        huge_jpeg(6000, 4000),
        tables_webp(),
    );
    put("interlaced.png", &huge_png(6000, 6000, true));
    put("layers.svg", &layers());
    for copy in ["a", "b", "c"] {
        put(&format!("plain{copy}.png"), &plain);
        put(&format!("scans{copy}.jpg"), &jpeg);
        put(&format!("tables{copy}.webp"), &tables);
    }
    // More than there are cores, so that the test is the same everywhere.
    let server = Server::start("demo", folder.path(), &[("KINORA_IMAGE_WORKERS", "8")]);
    let asked = [
        ("w4096/plaina.png", 200),
        ("w4096/plainb.png", 200),
        ("w92/plainc.png", 200),
        ("w500/interlaced.png", 200),
        ("w4096/scansa.jpg", 200),
        ("w3000/scansb.jpg", 200),
        ("w4096_and_h4096_bestv2/scansc.jpg", 200),
        ("w3000/layers.png", 200),
        ("w92/tablesa.webp", 422),
        ("w92/tablesb.webp", 422),
        ("w4096/plainc.webp", 422),
        ("original/plaina.jpg", 422),
    ];

    let answers: Vec<u16> = std::thread::scope(|scope| {
        let server = &server;
        let status = |path: &str| server.get(&format!("/t/p/{path}")).0;
        let asking = asked.map(|(path, _)| scope.spawn(move || status(path)));
        asking.map(|asking| asking.join().unwrap()).into()
    });

    for ((path, expected), found) in asked.iter().zip(answers) {
        assert_eq!(found, *expected, "{path}");
    }
    assert_eq!(server.get("/healthz").0, 200);
    let peak = peak(server.process());
    eprintln!("{:.0} MB at most", peak as f64 / 1e6);
    assert!(peak < MOST, "{peak} bytes at most");
}

/// The most bytes of memory that a process ever took.
fn peak(process: u32) -> u64 {
    let told = fs::read_to_string(Path::new("/proc").join(process.to_string()).join("status"));
    let told = told.unwrap();
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.unwrap().trim().trim_end_matches(" kB");
    number.parse::<u64>().unwrap() * 1024
}
