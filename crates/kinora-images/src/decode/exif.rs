//! The one thing of EXIF that matters here: how the camera was held.

/// The orientation, 1 to 8, of an EXIF block (with or without the `Exif` mark before it); 1 where it does not say.
pub fn orientation(block: &[u8]) -> u8 {
    let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    read(block)
        .filter(|value| (1..=8).contains(value))
        .map_or(1, |value| value as u8)
}

fn read(block: &[u8]) -> Option<u16> {
    let is_little = match block.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = block.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    };
    let long = |at: usize| {
        let bytes = block.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if is_little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    };
    let directory = long(4)? as usize;
    let entries = short(directory)?;
    let entry = (0..usize::from(entries))
        .map(|index| directory + 2 + 12 * index)
        .take_while(|at| *at < block.len())
        .find(|at| short(*at) == Some(0x0112))?;
    // Type 3 is a short, which stands in the entry itself.
    (short(entry + 2)? == 3).then(|| short(entry + 8))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_orientation_is_found_in_both_byte_orders() {
        let little = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0";

        assert_eq!((orientation(little), orientation(big)), (6, 8));
    }

    #[test]
    fn nonsense_means_upright() {
        for block in [
            &b""[..],
            b"II",
            b"MM\0*\xff\xff\xff\xff",
            b"II*\0\x08\0\0\0\xff\xff",
        ] {
            assert_eq!(orientation(block), 1);
        }
    }
}
