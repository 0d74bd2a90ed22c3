//! From the bytes of originals to the bytes of variants.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod samples;

use kinora_images::{Format, Header, ImageError, Limits, Refusal, Size, render};
use samples::{Pixels, jpeg, pixels, png, poster, svg, webp};

fn made(original: &[u8], size: &str, format: Format) -> Pixels {
    let size: Size = size.parse().unwrap();
    let bytes = render(original, size, format, &Limits::default()).unwrap();
    assert_eq!(
        Header::read(&bytes, &Limits::default()).unwrap().format,
        format
    );
    pixels(&bytes, format)
}

fn close(one: &[u8], other: &[u8], tolerance: i32) -> bool {
    one.iter()
        .zip(other)
        .all(|(a, b)| (i32::from(*a) - i32::from(*b)).abs() <= tolerance)
}

#[test]
fn every_format_is_made_of_every_format() {
    let picture = poster(120, 180);
    for original in [jpeg(&picture), png(&picture), webp(&picture)] {
        for format in [Format::Jpeg, Format::Png, Format::WebP] {
            let variant = made(&original, "w60", format);

            assert_eq!((variant.width, variant.height), (60, 90));
            // Red runs from left to right, green from top to bottom.
            assert!(
                close(&variant.at(2, 2)[..3], &[10, 7, 128], 24),
                "{:?}",
                variant.at(2, 2)
            );
            assert!(
                close(&variant.at(57, 87)[..3], &[245, 248, 128], 24),
                "{:?}",
                variant.at(57, 87)
            );
        }
    }
}

/// Width and height that an AVIF file says its picture has, in the box of spatial extents.
fn extents(avif: &[u8]) -> (u32, u32) {
    let at = avif.windows(4).position(|name| name == b"ispe").unwrap();
    let side = |at: usize| u32::from_be_bytes(avif[at..at + 4].try_into().unwrap());
    (side(at + 8), side(at + 12))
}

#[test]
fn avif_is_made_and_not_read() {
    let (size, limits): (Size, _) = ("w60".parse().unwrap(), Limits::default());
    let mut picture = poster(120, 180);
    let plain = render(&jpeg(&picture), size, Format::Avif, &limits).unwrap();
    picture.make_transparent();
    let transparent = render(&png(&picture), size, Format::Avif, &limits).unwrap();

    for avif in [&plain, &transparent] {
        assert_eq!(&avif[4..12], b"ftypavif");
        assert_eq!(extents(avif), (60, 90));
    }
    // The picture of the alpha names what it is.
    let has_alpha = |avif: &[u8]| avif.windows(5).any(|text| text == b"alpha");
    assert!(has_alpha(&transparent) && !has_alpha(&plain));
    assert_eq!(Header::read(&plain, &limits), Err(Refusal::UnknownFormat));
}

#[test]
fn an_avif_that_would_take_long_is_refused() {
    let drawing = svg("<rect width='100' height='50'/>");
    let made = |size: &str| {
        render(
            &drawing,
            size.parse().unwrap(),
            Format::Avif,
            &Limits::default(),
        )
    };

    assert!(matches!(
        made("w2500"),
        Err(ImageError::Refused(Refusal::TooManyPixels))
    ));
    assert!(made("w100").is_ok());
}

#[test]
fn a_large_jpeg_is_as_good_as_when_all_of_it_is_decoded() {
    let picture = poster(800, 1200);

    let from_jpeg = made(&jpeg(&picture), "w200", Format::Png);
    let from_png = made(&png(&picture), "w200", Format::Png);

    assert_eq!((from_jpeg.width, from_jpeg.height), (200, 300));
    assert!(close(&from_jpeg.bytes, &from_png.bytes, 8));
}

#[test]
fn a_jpeg_is_decoded_where_it_stands_even_at_a_part_of_its_size() {
    // 1333 rows are 499.875 at three eighths: the last one is a part of one, and must not be spread over the picture.
    let picture = poster(2000, 1333);

    let from_jpeg = made(&jpeg(&picture), "w500", Format::Png);
    let from_png = made(&png(&picture), "w500", Format::Png);

    assert_eq!((from_jpeg.width, from_jpeg.height), (500, 333));
    assert!(close(&from_jpeg.bytes, &from_png.bytes, 4));
}

#[test]
fn grey_and_printed_jpegs_become_rgb() {
    use jpeg_encoder::ColorType;
    for (colours, pixel, shown) in [
        (ColorType::Luma, &[200][..], [200, 200, 200]),
        // Cyan and a little black; the encoder writes it upside down with a mark of Adobe's, as everybody does.
        (ColorType::Cmyk, &[255, 0, 0, 51], [0, 204, 204]),
        (ColorType::CmykAsYcck, &[255, 0, 0, 51], [0, 204, 204]),
    ] {
        let mut bytes = Vec::new();
        let encoded = jpeg_encoder::Encoder::new(&mut bytes, 95).encode(
            &pixel.repeat(64 * 64),
            64,
            64,
            colours,
        );
        encoded.unwrap();

        for size in ["w20", "original"] {
            let variant = made(&bytes, size, Format::Png);
            assert!(
                close(variant.at(9, 9), &shown, 4),
                "{colours:?} {size} {:?}",
                variant.at(9, 9)
            );
        }
    }
}

#[test]
fn crops_show_the_part_that_they_keep() {
    let original = png(&poster(200, 400));

    let middle = made(&original, "w100_and_h100_bestv2", Format::Png);
    let face = made(&original, "w100_and_h100_face", Format::Png);

    assert_eq!((middle.width, middle.height), (100, 100));
    // Half of the height is kept, from a quarter on, or from an eighth on.
    assert!(
        close(&middle.at(50, 0)[1..2], &[64], 4),
        "{:?}",
        middle.at(50, 0)
    );
    assert!(
        close(&face.at(50, 0)[1..2], &[32], 4),
        "{:?}",
        face.at(50, 0)
    );
}

#[test]
fn alpha_is_kept_in_png_and_webp_and_laid_over_white_in_jpeg() {
    let mut picture = poster(64, 64);
    picture.make_transparent();
    let original = png(&picture);

    for (format, corner) in [
        (Format::Png, vec![0, 0, 0, 0]),
        (Format::WebP, vec![0, 0, 0, 0]),
        (Format::Jpeg, vec![255, 255, 255]),
    ] {
        let variant = made(&original, "w32", format);

        let found = variant.at(0, 0);
        let shown = if format == Format::Jpeg {
            found
        } else {
            &found[3..]
        };
        assert!(
            close(shown, &corner[corner.len() - shown.len()..], 3),
            "{format:?} {found:?}"
        );
        let inside = variant.at(24, 24);
        assert!(
            format == Format::Jpeg || inside[3] > 250,
            "{format:?} {inside:?}"
        );
    }
}

#[test]
fn drawings_are_drawn_at_any_size() {
    let original = svg("<rect width='100' height='50' fill='#0000ff'/>");

    let variant = made(&original, "w500", Format::Png);
    let logo = made(&original, "h100_filter(negate,000,666)", Format::Png);
    let poster = made(&original, "w50_and_h100_bestv2", Format::Jpeg);

    assert_eq!(
        (variant.width, variant.height, variant.at(250, 125)),
        (500, 250, &[0, 0, 255, 255][..])
    );
    assert_eq!((logo.width, logo.height), (200, 100));
    assert_eq!((poster.width, poster.height), (50, 100));
    assert_eq!((made(&original, "original", Format::Png).width), 100);
}

#[test]
fn orientation_is_followed() {
    // The second orientation mirrors: what is red on the right comes to the left.
    let mut turned = jpeg(&poster(64, 32));
    let block = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let mut segment = vec![0xff, 0xe1];
    segment.extend(((block.len() + 2) as u16).to_be_bytes());
    segment.extend_from_slice(block);
    turned.splice(2..2, segment);

    let header = Header::read(&turned, &Limits::default()).unwrap();
    let variant = made(&turned, "original", Format::Png);

    assert_eq!((header.width, header.height), (32, 64));
    assert_eq!((variant.width, variant.height), (32, 64));
    // A quarter to the right: the left edge becomes the top.
    assert!(
        close(&variant.at(16, 1)[..1], &[4], 12),
        "{:?}",
        variant.at(16, 1)
    );
    assert!(
        close(&variant.at(16, 62)[..1], &[251], 12),
        "{:?}",
        variant.at(16, 62)
    );
}

#[test]
fn too_many_pixels_are_refused_before_they_are_decoded() {
    let limits = Limits {
        pixels: 10_000,
        ..Limits::default()
    };
    let picture = poster(120, 180);
    for original in [jpeg(&picture), png(&picture), webp(&picture)] {
        let refused = render(&original, "w92".parse().unwrap(), Format::Png, &limits);
        assert!(matches!(
            refused,
            Err(ImageError::Refused(Refusal::TooManyPixels))
        ));
    }
    // What is made is bounded as well: a drawing has any size.
    let drawing = b"<svg xmlns='http://www.w3.org/2000/svg' width='8000' height='8000'/>";
    let made = |size: &str| {
        let size = size.parse().unwrap();
        render(drawing, size, Format::Png, &Limits::default())
    };
    assert!(matches!(
        made("original"),
        Err(ImageError::Refused(Refusal::TooManyPixels))
    ));
    assert!(made("w92").is_ok());
    // A header that promises 65,500 by 65,500 pixels, and nothing after it.
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xff\xdc\0\0\xff\xdc\x08\x02\0\0\0".to_vec();
    bomb.extend([0; 4]);
    assert!(
        render(
            &bomb,
            "w92".parse().unwrap(),
            Format::Png,
            &Limits::default()
        )
        .is_err()
    );
}

#[test]
fn what_is_cut_off_or_no_picture_is_refused() {
    for bytes in [
        &b""[..],
        b"GIF89a",
        b"<html><svg/></html>",
        b"\xff\xd8\xff\xe0",
        b"RIFF\0\0\0\0WEBP",
    ] {
        let refused = render(
            bytes,
            "w92".parse().unwrap(),
            Format::Png,
            &Limits::default(),
        );
        assert!(matches!(refused, Err(ImageError::Refused(_))), "{bytes:?}");
    }
    let picture = poster(120, 180);
    for whole in [png(&picture), webp(&picture), jpeg(&picture)] {
        for end in [whole.len() / 2, whole.len() - 40] {
            let cut = render(
                &whole[..end],
                "w92".parse().unwrap(),
                Format::Png,
                &Limits::default(),
            );
            assert!(
                matches!(cut, Err(ImageError::Refused(Refusal::Damaged))),
                "{cut:?}"
            );
        }
    }
}
