//! Pictures for tests, made here.

#![allow(dead_code, reason = "each test program uses its share")]

use std::io::Cursor;

use kinora_images::Format;

/// Pixels to make files of, or read from them.
pub struct Pixels {
    pub width: u32,
    pub height: u32,
    /// Bytes of a pixel: 3, or 4 with alpha.
    pub channels: usize,
    pub bytes: Vec<u8>,
}

impl Pixels {
    /// One pixel.
    pub fn at(&self, x: u32, y: u32) -> &[u8] {
        let at = (y * self.width + x) as usize * self.channels;
        &self.bytes[at..at + self.channels]
    }

    /// Gives it alpha: the left upper quarter cannot be seen.
    pub fn make_transparent(&mut self) {
        let mut bytes = Vec::new();
        for (index, pixel) in self.bytes.chunks(3).enumerate() {
            let (x, y) = (index as u32 % self.width, index as u32 / self.width);
            let is_hidden = x < self.width / 2 && y < self.height / 2;
            bytes.extend_from_slice(pixel);
            bytes.push(if is_hidden { 0 } else { 255 });
        }
        (self.channels, self.bytes) = (4, bytes);
    }
}

/// Red grows from left to right, green from top to bottom.
pub fn poster(width: u32, height: u32) -> Pixels {
    let mut bytes = Vec::new();
    for y in 0..height {
        for x in 0..width {
            bytes.extend([(x * 255 / width) as u8, (y * 255 / height) as u8, 128]);
        }
    }
    Pixels {
        width,
        height,
        channels: 3,
        bytes,
    }
}

pub fn jpeg(pixels: &Pixels) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width, height) = (pixels.width as u16, pixels.height as u16);
    jpeg_encoder::Encoder::new(&mut bytes, 95)
        .encode(&pixels.bytes, width, height, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    bytes
}

/// In several scans, without a colour at a smaller size.
pub fn progressive(pixels: &Pixels) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width, height) = (pixels.width as u16, pixels.height as u16);
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
    encoder.set_progressive(true);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_1_1);
    encoder
        .encode(&pixels.bytes, width, height, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    bytes
}

pub fn png(pixels: &Pixels) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width, pixels.height);
    encoder.set_color(if pixels.channels == 4 {
        png::ColorType::Rgba
    } else {
        png::ColorType::Rgb
    });
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&pixels.bytes)
        .unwrap();
    bytes
}

pub fn webp(pixels: &Pixels) -> Vec<u8> {
    let layout = if pixels.channels == 4 {
        webp::PixelLayout::Rgba
    } else {
        webp::PixelLayout::Rgb
    };
    webp::Encoder::new(&pixels.bytes, layout, pixels.width, pixels.height)
        .encode(95.0)
        .to_vec()
}

/// A drawing of 100 by 50.
pub fn svg(inside: &str) -> Vec<u8> {
    format!("<svg xmlns='http://www.w3.org/2000/svg' width='100' height='50'>{inside}</svg>")
        .into_bytes()
}

/// Reads what was made.
pub fn pixels(bytes: &[u8], format: Format) -> Pixels {
    match format {
        Format::Jpeg => {
            let mut decoder = mozjpeg::Decompress::new_mem(bytes).unwrap().rgb().unwrap();
            Pixels {
                width: decoder.width() as u32,
                height: decoder.height() as u32,
                channels: 3,
                bytes: decoder.read_scanlines().unwrap(),
            }
        }
        Format::Png => {
            let mut reader = png::Decoder::new(Cursor::new(bytes)).read_info().unwrap();
            let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
            let info = reader.next_frame(&mut bytes).unwrap();
            let channels = info.color_type.samples();
            Pixels {
                width: info.width,
                height: info.height,
                channels,
                bytes,
            }
        }
        _ => {
            let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).unwrap();
            let mut bytes = vec![0; decoder.output_buffer_size().unwrap()];
            decoder.read_image(&mut bytes).unwrap();
            let (width, height) = decoder.dimensions();
            let channels = if decoder.has_alpha() { 4 } else { 3 };
            Pixels {
                width,
                height,
                channels,
                bytes,
            }
        }
    }
}
