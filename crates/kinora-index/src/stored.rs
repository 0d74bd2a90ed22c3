//! Flat lists as files have them: the number of items, then the items, least significant byte first.

use std::io::{self, Read, Write};

/// How many bytes are put together before they are written, and read at once.
const PIECE: usize = 1 << 16;

/// An item of fixed size.
pub(crate) trait Flat: Copy {
    /// How many bytes it takes.
    const SIZE: usize;
    /// Adds its bytes.
    fn put(self, bytes: &mut Vec<u8>);
    /// Reads it from [`SIZE`](Flat::SIZE) bytes.
    fn get(bytes: &[u8]) -> Self;
}

macro_rules! flat {
    ($($number:ty),*) => {$(
        impl Flat for $number {
            const SIZE: usize = size_of::<$number>();

            fn put(self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }

            fn get(bytes: &[u8]) -> $number {
                let mut own = [0; size_of::<$number>()];
                own.copy_from_slice(bytes);
                <$number>::from_le_bytes(own)
            }
        }
    )*};
}

flat!(u8, i16, u16, u32, i32, u64, i64, f64, u128);

/// Writes a list.
pub(crate) fn write_list<T: Flat>(out: &mut impl Write, items: &[T]) -> io::Result<()> {
    out.write_all(&(items.len() as u64).to_le_bytes())?;
    let mut bytes = Vec::with_capacity(PIECE);
    for piece in items.chunks(PIECE / T::SIZE) {
        bytes.clear();
        piece.iter().for_each(|item| item.put(&mut bytes));
        out.write_all(&bytes)?;
    }
    Ok(())
}

/// Reads a list that [`write_list`] wrote.
pub(crate) fn read_list<T: Flat>(input: &mut impl Read) -> io::Result<Vec<T>> {
    let mut length = [0; 8];
    input.read_exact(&mut length)?;
    let length = usize::try_from(u64::from_le_bytes(length)).map_err(io::Error::other)?;
    let mut items = Vec::new();
    items.try_reserve_exact(length).map_err(io::Error::other)?;
    let mut bytes = vec![0; PIECE / T::SIZE * T::SIZE];
    while items.len() < length {
        let piece = (length - items.len()).min(PIECE / T::SIZE) * T::SIZE;
        input.read_exact(&mut bytes[..piece])?;
        items.extend(bytes[..piece].chunks_exact(T::SIZE).map(T::get));
    }
    Ok(items)
}

/// Writes a text.
pub(crate) fn write_text(out: &mut impl Write, text: &str) -> io::Result<()> {
    write_list(out, text.as_bytes())
}

/// Reads a text that [`write_text`] wrote.
pub(crate) fn read_text(input: &mut impl Read) -> io::Result<String> {
    String::from_utf8(read_list(input)?).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_they_were_written() {
        let numbers: Vec<i64> = (-20_000..20_000).map(|number| number * 1_234_567).collect();
        let mut file = Vec::new();
        write_list(&mut file, &numbers).unwrap();
        write_list::<u128>(&mut file, &[]).unwrap();
        write_text(&mut file, "Tartüff").unwrap();
        write_list(&mut file, &[f64::NEG_INFINITY, 0.1]).unwrap();

        let input = &mut file.as_slice();
        assert_eq!(read_list::<i64>(input).unwrap(), numbers);
        assert!(read_list::<u128>(input).unwrap().is_empty());
        assert_eq!(read_text(input).unwrap(), "Tartüff");
        assert_eq!(read_list::<f64>(input).unwrap(), [f64::NEG_INFINITY, 0.1]);
        assert!(read_list::<u8>(input).is_err());
    }

    #[test]
    fn a_length_that_nothing_has_is_an_error() {
        let mut file = u64::MAX.to_le_bytes().to_vec();
        file.extend([0; 64]);

        assert!(read_list::<u32>(&mut file.as_slice()).is_err());
    }
}
