//! What a lossless WebP takes beside its pixels, counted before it is decoded.
//!
//! Such a picture may have tables of codes for each of its blocks, up to 65,536 sets of them, and eight bytes are enough to ask for a table
//! of a hundred thousand. How many sets there are is told by the largest number in a small picture that says which block uses which.
//! So that is decoded here, with what stands before it; [the specification](https://datatracker.ietf.org/doc/html/rfc9649) has the same
//! names.

use crate::error::Refusal;

/// How many symbols each code of a set has: green with lengths, red, blue, alpha, distances.
const ALPHABETS: [usize; 5] = [256 + 24, 256, 256, 256, 40];
/// Symbols of green from here on are lengths of what is repeated.
const LENGTHS: u32 = 256;
/// The most bytes that the decoder keeps for a symbol, and for a table however many symbols it has.
const SYMBOL: u64 = 32;
const TABLE: u64 = 4096;
/// In which order the lengths of the code of lengths are given.
const ORDER: [usize; 19] = [
    17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
];
/// The longest code in bits.
const LONGEST: usize = 15;

/// The most bytes of tables that decoding a picture of this size takes. `bytes` begin after its header.
pub fn tables(bytes: &[u8], width: u32, height: u32) -> Result<u64, Refusal> {
    let mut bits = Bits { bytes, place: 0 };
    let mut width = width;
    let mut seen = [false; 4];
    while bits.read(1)? == 1 {
        let kind = bits.read(2)?;
        if std::mem::replace(&mut seen[kind as usize], true) {
            return Err(Refusal::Damaged);
        }
        match kind {
            // Prediction and colours, by blocks.
            0 | 1 => {
                let block = bits.read(3)? + 2;
                largest(&mut bits, blocks(width, block) * blocks(height, block))?;
            }
            // A palette: several pixels of few colours are packed into one.
            3 => {
                let colours = bits.read(8)? + 1;
                largest(&mut bits, u64::from(colours))?;
                let packed = match colours {
                    ..=2 => 3,
                    3..=4 => 2,
                    5..=16 => 1,
                    _ => 0,
                };
                width = blocks(width, packed) as u32;
            }
            _ => {}
        }
    }
    let cache = cache_size(&mut bits)?;
    let mut sets = 1;
    if bits.read(1)? == 1 {
        let block = bits.read(3)? + 2;
        sets += u64::from(largest(
            &mut bits,
            blocks(width, block) * blocks(height, block),
        )?);
    }
    let symbols = ALPHABETS.iter().sum::<usize>() + cache;
    Ok(sets * (symbols as u64 * SYMBOL + ALPHABETS.len() as u64 * TABLE))
}

/// How many blocks of two to the power of `bits` pixels a side takes.
fn blocks(side: u32, bits: u32) -> u64 {
    u64::from(side.div_ceil(1 << bits))
}

/// How many colours are remembered, as further symbols of green.
fn cache_size(bits: &mut Bits) -> Result<usize, Refusal> {
    match bits.read(1)? {
        0 => Ok(0),
        _ => match bits.read(4)? {
            size @ 1..=11 => Ok(1 << size),
            _ => Err(Refusal::Damaged),
        },
    }
}

/// Decodes a picture of so many pixels within a picture, and gives the largest number of red and green together. What is repeated
/// or remembered was there before, so looking at what is new is enough.
fn largest(bits: &mut Bits, pixels: u64) -> Result<u32, Refusal> {
    let cache = cache_size(bits)?;
    let mut codes = Vec::with_capacity(ALPHABETS.len());
    for (index, symbols) in ALPHABETS.into_iter().enumerate() {
        codes.push(Code::read(
            bits,
            if index == 0 { symbols + cache } else { symbols },
        )?);
    }
    let [green, red, blue, alpha, distance] = &codes[..] else {
        return Err(Refusal::Damaged);
    };
    let (mut done, mut largest) = (0, 0);
    while done < pixels {
        let symbol = green.decode(bits)?;
        if symbol < LENGTHS {
            largest = largest.max(red.decode(bits)? << 8 | symbol);
            blue.decode(bits)?;
            alpha.decode(bits)?;
            if [green, red, blue, alpha]
                .iter()
                .all(|code| code.is_single())
            {
                // All pixels are alike, and no bit tells where they end.
                return Ok(largest);
            }
            done += 1;
        } else if symbol < ALPHABETS[0] as u32 {
            let length = prefixed(bits, symbol - LENGTHS)?;
            let symbol = distance.decode(bits)?;
            prefixed(bits, symbol)?;
            done += u64::from(length);
        } else {
            done += 1;
        }
    }
    Ok(largest)
}

/// A number of which a symbol tells how long it is.
fn prefixed(bits: &mut Bits, symbol: u32) -> Result<u32, Refusal> {
    if symbol < 4 {
        return Ok(symbol + 1);
    }
    let extra = (symbol - 2) >> 1;
    Ok(((2 + (symbol & 1)) << extra) + bits.read(extra)? + 1)
}

/// Bits from the lowest of each byte on.
struct Bits<'a> {
    bytes: &'a [u8],
    place: usize,
}

impl Bits<'_> {
    fn read(&mut self, count: u32) -> Result<u32, Refusal> {
        let mut value = 0;
        for bit in 0..count {
            let byte = self.bytes.get(self.place / 8).ok_or(Refusal::Damaged)?;
            value |= u32::from(byte >> (self.place % 8) & 1) << bit;
            self.place += 1;
        }
        Ok(value)
    }
}

/// A canonical code: shorter ones first, and in the order of the symbols.
struct Code {
    /// How many codes there are of each length in bits.
    counts: [u32; LONGEST + 1],
    symbols: Vec<u32>,
}

impl Code {
    /// Reads a code of so many symbols.
    fn read(bits: &mut Bits, symbols: usize) -> Result<Code, Refusal> {
        if bits.read(1)? == 1 {
            // One or two symbols, as they are. Of two the first one is 0, whatever their order.
            let count = bits.read(1)? + 1;
            let wide = bits.read(1)?;
            let mut given = vec![bits.read(1 + 7 * wide)?];
            if count == 2 {
                given.push(bits.read(8)?);
            }
            if given.iter().any(|symbol| *symbol as usize >= symbols) {
                return Err(Refusal::Damaged);
            }
            let mut counts = [0; LONGEST + 1];
            counts[1] = count;
            return Ok(Code {
                counts,
                symbols: given,
            });
        }
        let mut lengths = [0; ORDER.len()];
        let given = 4 + bits.read(4)? as usize;
        for at in ORDER.into_iter().take(given) {
            lengths[at] = bits.read(3)? as u8;
        }
        let code = Code::of(&lengths)?;
        let mut left = if bits.read(1)? == 1 {
            let size = 2 + 2 * bits.read(3)?;
            2 + bits.read(size)? as usize
        } else {
            symbols
        };
        if left > symbols {
            return Err(Refusal::Damaged);
        }
        let mut lengths = Vec::with_capacity(symbols);
        let mut previous = 8;
        while lengths.len() < symbols && left > 0 {
            left -= 1;
            let (length, times) = match code.decode(bits)? {
                16 => (previous, 3 + bits.read(2)?),
                17 => (0, 3 + bits.read(3)?),
                18 => (0, 11 + bits.read(7)?),
                length => (length as u8, 1),
            };
            if length != 0 {
                previous = length;
            }
            lengths.extend(std::iter::repeat_n(length, times as usize));
        }
        if lengths.len() > symbols {
            return Err(Refusal::Damaged);
        }
        Code::of(&lengths)
    }

    /// The code of symbols whose codes have these lengths.
    fn of(lengths: &[u8]) -> Result<Code, Refusal> {
        let mut counts = [0; LONGEST + 1];
        for length in lengths.iter().filter(|length| **length > 0) {
            counts[usize::from(*length)] += 1;
        }
        let mut symbols: Vec<u32> = (0..lengths.len() as u32)
            .filter(|symbol| lengths[*symbol as usize] > 0)
            .collect();
        symbols.sort_by_key(|symbol| lengths[*symbol as usize]);
        // Every bit must lead somewhere.
        let taken = |length| counts[length] << (LONGEST - length);
        let room: u32 = (1..=LONGEST).map(taken).sum();
        if symbols.is_empty() || symbols.len() > 1 && room != 1 << LONGEST {
            return Err(Refusal::Damaged);
        }
        Ok(Code { counts, symbols })
    }

    /// A single symbol takes no bits.
    fn is_single(&self) -> bool {
        self.symbols.len() == 1
    }

    fn decode(&self, bits: &mut Bits) -> Result<u32, Refusal> {
        if self.is_single() {
            return Ok(self.symbols[0]);
        }
        let (mut code, mut first, mut place) = (0, 0, 0);
        for count in &self.counts[1..] {
            code |= bits.read(1)?;
            if code < first + count {
                let place = (place + code - first) as usize;
                return self.symbols.get(place).copied().ok_or(Refusal::Damaged);
            }
            place += count;
            first = (first + count) << 1;
            code <<= 1;
        }
        Err(Refusal::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bits from the lowest on: values with how many bits they have.
    fn packed(values: &[(u32, u32)]) -> Vec<u8> {
        let bits: Vec<bool> = values
            .iter()
            .flat_map(|(value, count)| (0..*count).map(move |bit| value >> bit & 1 == 1))
            .collect();
        let byte = |bits: &[bool]| (0..bits.len()).map(|bit| u8::from(bits[bit]) << bit).sum();
        bits.chunks(8).map(byte).collect()
    }

    /// A code of one symbol.
    fn single(symbol: u32) -> Vec<(u32, u32)> {
        vec![(1, 1), (0, 1), (1, 1), (symbol, 8)]
    }

    /// A picture without transforms, whose blocks of four pixels use tables up to this number.
    fn with_tables(number: u32) -> Vec<u8> {
        let start = vec![(0, 1), (0, 1), (1, 1), (0, 3), (0, 1)];
        let codes = [number & 255, number >> 8, 0, 0, 0]
            .into_iter()
            .flat_map(single);
        packed(&[start, codes.collect()].concat())
    }

    const SET: u64 = (256 * 4 + 24 + 40) * SYMBOL + 5 * TABLE;

    #[test]
    fn as_many_tables_are_counted_as_blocks_ask_for() {
        assert_eq!(tables(&with_tables(0), 32, 32), Ok(SET));
        assert_eq!(tables(&with_tables(0xffff), 32, 32), Ok(65_536 * SET));
        // No blocks, but 2,048 remembered colours.
        let cached = packed(&[(0, 1), (1, 1), (11, 4), (0, 1)]);
        assert_eq!(tables(&cached, 32, 32), Ok(SET + 2048 * SYMBOL));
    }

    #[test]
    fn what_stands_before_is_read() {
        // Prediction by blocks of 512 pixels, which is one; subtracted green; a palette of two colours.
        let predicted = [
            vec![(1, 1), (0, 2), (7, 3), (0, 1)],
            (0..5).flat_map(single).collect(),
        ]
        .concat();
        let green = vec![(1, 1), (2, 2)];
        let palette = [
            vec![(1, 1), (3, 2), (1, 8), (0, 1)],
            (0..5).flat_map(single).collect(),
        ]
        .concat();
        let end = vec![(0, 1), (0, 1), (0, 1)];
        let picture = packed(&[predicted, green.clone(), palette, end].concat());
        assert_eq!(tables(&picture, 32, 32), Ok(SET));

        let twice = packed(&[green.clone(), green].concat());
        assert_eq!(tables(&twice, 32, 32), Err(Refusal::Damaged));
    }

    #[test]
    fn codes_of_several_symbols_are_read() {
        // Blocks: red is 0 or 3 by a bit, green 1 or 2. The four blocks are (0, 1), (3, 1), (3, 2), (0, 2).
        let two = |first, second| vec![(1, 1), (1, 1), (1, 1), (first, 8), (second, 8)];
        let start = vec![(0, 1), (0, 1), (1, 1), (0, 3), (0, 1)];
        let codes = [two(1, 2), two(0, 3), single(0), single(0), single(0)].concat();
        let pixels = vec![
            (0, 1),
            (0, 1),
            (0, 1),
            (1, 1),
            (1, 1),
            (1, 1),
            (1, 1),
            (0, 1),
        ];
        let picture = packed(&[start, codes, pixels].concat());

        assert_eq!(tables(&picture, 8, 8), Ok((1 + (3 << 8 | 2)) * SET));
        assert_eq!(
            tables(&picture[..picture.len() - 2], 8, 8),
            Err(Refusal::Damaged)
        );
    }
}
