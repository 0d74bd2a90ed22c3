//! The segments of a JPEG, read without decoding anything.

use super::exif;
use crate::error::Refusal;

/// Passes over the pixels of a progressive JPEG: encoders make about ten, and each costs time however few bytes it has.
const MOST_SCANS: usize = 100;
/// What stands before a part of a colour profile; the number of the part and how many there are follow.
const PROFILE_MARK: &[u8] = b"ICC_PROFILE\0";

const START_OF_SCAN: u8 = 0xda;
const END: u8 = 0xd9;
const APPLICATION_1: u8 = 0xe1;
const APPLICATION_2: u8 = 0xe2;
const APPLICATION_14: u8 = 0xee;

/// What a JPEG says of itself before its pixels.
#[derive(Debug, PartialEq)]
pub struct Outline {
    /// In pixels, as they are stored.
    pub width: u32,
    /// In pixels, as they are stored.
    pub height: u32,
    /// The orientation of its EXIF data, 1 where there is none.
    pub orientation: u8,
    /// The colour profile, put together.
    pub profile: Option<Vec<u8>>,
    /// Whether there is a segment of Adobe's, whose CMYK is upside down.
    pub is_by_adobe: bool,
    /// How many values of 16 bits a decoder keeps for each pixel until it has seen the whole file; none where it can
    /// decode from top to bottom.
    pub coefficients_per_pixel: f64,
}

impl Outline {
    /// Reads up to the first scan. More scans than anybody makes are refused.
    pub fn read(bytes: &[u8]) -> Result<Outline, Refusal> {
        let (mut frame, mut orientation, mut is_by_adobe) = (None, 1, false);
        let mut parts: Vec<(u8, &[u8])> = Vec::new();
        let mut segments = Segments(bytes.get(2..).unwrap_or_default());
        while let Some((marker, content)) = segments.next() {
            match marker {
                // Tables of Huffman codes and of arithmetic coding have numbers among those of frames.
                0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                    frame = Some(Frame::read(marker, content).ok_or(Refusal::Damaged)?);
                }
                APPLICATION_1 if content.starts_with(b"Exif\0\0") => {
                    orientation = exif::orientation(content);
                }
                APPLICATION_2 => {
                    if let Some([number, _, part @ ..]) = content.strip_prefix(PROFILE_MARK) {
                        parts.push((*number, part));
                    }
                }
                APPLICATION_14 => is_by_adobe |= content.starts_with(b"Adobe"),
                START_OF_SCAN => {
                    let frame: Frame = frame.ok_or(Refusal::Damaged)?;
                    let is_kept =
                        frame.is_progressive || content.first() != Some(&frame.components);
                    if is_kept && 1 + segments.scans() > MOST_SCANS {
                        return Err(Refusal::TooComplex);
                    }
                    parts.sort_by_key(|(number, _)| *number);
                    let profile: Vec<u8> =
                        parts.iter().flat_map(|(_, part)| *part).copied().collect();
                    return Ok(Outline {
                        width: frame.width,
                        height: frame.height,
                        orientation,
                        profile: Some(profile).filter(|profile| !profile.is_empty()),
                        is_by_adobe,
                        coefficients_per_pixel: if is_kept {
                            frame.samples_per_pixel
                        } else {
                            0.0
                        },
                    });
                }
                END => break,
                _ => {}
            }
        }
        Err(Refusal::Damaged)
    }
}

struct Frame {
    width: u32,
    height: u32,
    components: u8,
    is_progressive: bool,
    samples_per_pixel: f64,
}

impl Frame {
    fn read(marker: u8, content: &[u8]) -> Option<Frame> {
        let side = |at: usize| {
            Some(u32::from(u16::from_be_bytes([
                *content.get(at)?,
                *content.get(at + 1)?,
            ])))
        };
        let components = *content.get(5)?;
        // Each component has three bytes; the second says how many samples it has across and down, in four bits each.
        let factors: Vec<(u8, u8)> = content
            .get(6..)?
            .chunks_exact(3)
            .map(|component| (component[1] >> 4, component[1] & 15))
            .collect();
        let across = factors.iter().map(|(across, _)| *across).max()?;
        let down = factors.iter().map(|(_, down)| *down).max()?;
        let samples: f64 = factors
            .iter()
            .map(|(across, down)| f64::from(*across) * f64::from(*down))
            .sum();
        Some(Frame {
            height: side(1)?,
            width: side(3)?,
            components,
            is_progressive: marker & 3 == 2,
            samples_per_pixel: samples / (f64::from(across) * f64::from(down)).max(1.0),
        })
    }
}

/// Markers with what belongs to them. What stands between segments, which are the pixels, is passed over.
struct Segments<'a>(&'a [u8]);

impl Segments<'_> {
    /// How many scans are left.
    fn scans(&mut self) -> usize {
        self.filter(|(marker, _)| *marker == START_OF_SCAN).count()
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<(u8, &'a [u8])> {
        loop {
            let at = memchr::memchr(0xff, self.0)?;
            let marker = *self.0.get(at + 1)?;
            if marker == 0xff {
                // Markers may have more of these before them.
                self.0 = &self.0[at + 1..];
                continue;
            }
            self.0 = &self.0[at + 2..];
            match marker {
                // 255 as a value, restarts, and marks without content.
                0x00 | 0x01 | 0xd0..=0xd8 => {}
                END => return Some((END, &[])),
                _ => {
                    let length =
                        usize::from(u16::from_be_bytes([*self.0.first()?, *self.0.get(1)?]));
                    let content = self.0.get(2..length)?;
                    self.0 = &self.0[length..];
                    return Some((marker, content));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = (content.len() + 2) as u16;
        [&[0xff, marker], &length.to_be_bytes()[..], content].concat()
    }

    /// A frame of 32 by 16 pixels with colours at half the size.
    const FRAME: [u8; 15] = [8, 0, 16, 0, 32, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
    const SCAN: [u8; 10] = [3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0];

    fn file(segments: &[Vec<u8>]) -> Vec<u8> {
        [
            &[0xff, 0xd8][..],
            &segments.concat(),
            &[1, 2, 0xff, 0, 3, 0xff, 0xd9],
        ]
        .concat()
    }

    #[test]
    fn what_stands_before_the_pixels_is_read() {
        let second = segment(APPLICATION_2, b"ICC_PROFILE\0\x02\x02file");
        let first = segment(APPLICATION_2, b"ICC_PROFILE\0\x01\x02pro");
        let adobe = segment(APPLICATION_14, b"Adobe\0\x64\0\0\0\0\0");
        let bytes = file(&[
            second,
            adobe,
            first,
            segment(0xc0, &FRAME),
            segment(START_OF_SCAN, &SCAN),
        ]);

        let outline = Outline::read(&bytes).unwrap();

        assert_eq!(
            (outline.width, outline.height, outline.orientation),
            (32, 16, 1)
        );
        assert_eq!(outline.profile.as_deref(), Some(&b"profile"[..]));
        assert!(outline.is_by_adobe);
        assert_eq!(outline.coefficients_per_pixel, 0.0);
    }

    #[test]
    fn what_needs_several_scans_is_kept_until_the_last() {
        let progressive = file(&[segment(0xc2, &FRAME), segment(START_OF_SCAN, &SCAN)]);
        let one_by_one = file(&[
            segment(0xc0, &FRAME),
            segment(START_OF_SCAN, &[1, 1, 0, 0, 63, 0]),
        ]);

        for bytes in [progressive, one_by_one] {
            assert_eq!(Outline::read(&bytes).unwrap().coefficients_per_pixel, 1.5);
        }
    }

    #[test]
    fn endless_scans_are_refused() {
        let mut segments = vec![segment(0xc2, &FRAME)];
        segments.extend(vec![segment(START_OF_SCAN, &SCAN); MOST_SCANS]);
        assert!(Outline::read(&file(&segments)).is_ok());

        segments.push(segment(START_OF_SCAN, &SCAN));
        assert_eq!(Outline::read(&file(&segments)), Err(Refusal::TooComplex));
    }

    #[test]
    fn what_has_no_frame_or_no_scan_is_damaged() {
        for segments in [
            vec![],
            vec![segment(0xc0, &FRAME)],
            vec![segment(START_OF_SCAN, &SCAN)],
            vec![segment(0xc0, &FRAME[..5])],
        ] {
            assert_eq!(Outline::read(&file(&segments)), Err(Refusal::Damaged));
        }
        assert_eq!(Outline::read(b"\xff\xd8\xff"), Err(Refusal::Damaged));
    }
}
