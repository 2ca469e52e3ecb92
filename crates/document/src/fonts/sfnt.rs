//! The container of a font file: a directory of tables, read and put together again.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Tables by their four-letter names.
pub(super) type Tables<'a> = BTreeMap<[u8; 4], Cow<'a, [u8]>>;

/// Version of a file with TrueType outlines.
const TRUETYPE: u32 = 0x0001_0000;
/// The checksum of a whole file, with its adjustment in `head`, comes to this.
const CHECKSUM_MAGIC: u32 = 0xB1B0_AFBA;
/// Where `head` keeps the adjustment.
const ADJUSTMENT: usize = 8;

/// Big-endian `u16` at `at`.
pub(super) fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*data.get(at..)?.first_chunk()?))
}

/// Big-endian `u32` at `at`.
pub(super) fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*data.get(at..)?.first_chunk()?))
}

/// The tables of a TrueType file; `None` when it is something else or cut short.
pub(super) fn read(file: &[u8]) -> Option<Tables<'_>> {
    if u32_at(file, 0)? != TRUETYPE {
        return None;
    }
    (0..usize::from(u16_at(file, 4)?))
        .map(|index| {
            let record = file.get(12 + 16 * index..)?;
            let offset = usize::try_from(u32_at(record, 8)?).ok()?;
            let length = usize::try_from(u32_at(record, 12)?).ok()?;
            let data = file.get(offset..offset.checked_add(length)?)?;
            Some((*record.first_chunk()?, Cow::Borrowed(data)))
        })
        .collect()
}

/// Puts tables together into a file, checksums included; `None` when it would not fit the format.
pub(super) fn write(tables: &Tables<'_>) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok()?;
    let selector = u16::try_from(count.checked_ilog2()?).ok()?;
    let range = 16u16.checked_shl(u32::from(selector))?;
    let mut file = Vec::new();
    file.extend(TRUETYPE.to_be_bytes());
    for field in [count, range, selector, (count * 16).checked_sub(range)?] {
        file.extend(field.to_be_bytes());
    }
    let mut body = Vec::new();
    let start = 12 + 16 * tables.len();
    let mut head = None;
    for (name, data) in tables {
        let mut data = data.to_vec();
        if name == b"head" {
            data.get_mut(ADJUSTMENT..ADJUSTMENT + 4)?.fill(0);
            head = Some(start + body.len());
        }
        file.extend(name);
        file.extend(checksum(&data).to_be_bytes());
        file.extend(u32::try_from(start + body.len()).ok()?.to_be_bytes());
        file.extend(u32::try_from(data.len()).ok()?.to_be_bytes());
        data.resize(data.len().next_multiple_of(4), 0);
        body.extend(data);
    }
    file.extend(body);
    let adjustment = CHECKSUM_MAGIC.wrapping_sub(checksum(&file));
    let at = head? + ADJUSTMENT;
    file.get_mut(at..at + 4)?.copy_from_slice(&adjustment.to_be_bytes());
    Some(file)
}

/// Sum of the big-endian words, the last one filled up with zeros.
fn checksum(data: &[u8]) -> u32 {
    data.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}
