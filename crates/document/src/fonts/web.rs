//! Makes a subset fit for a browser: a PDF subset has no character map and no `OS/2`, and browsers
//! refuse a font without them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::sfnt;
use super::{Glyph, NO_BREAK_SPACE, Subset};

/// Adds the character map of the subset and the `OS/2` of the whole font.
pub(super) fn dress(subset: &Subset, whole: &[u8]) -> Option<Vec<u8>> {
    let mut tables = sfnt::read(&subset.file)?;
    let map = character_map(&subset.glyphs)?;
    tables.insert(*b"cmap", Cow::Owned(map));
    tables.insert(*b"OS/2", sfnt::read(whole)?.remove(b"OS/2")?);
    sfnt::write(&tables)
}

/// Characters that follow each other and whose glyphs do so too.
struct Segment {
    first: u16,
    last: u16,
    delta: u16,
}

/// A `cmap` with one subtable of format 4 for Windows, Unicode BMP.
pub(super) fn character_map(glyphs: &BTreeMap<char, Glyph>) -> Option<Vec<u8>> {
    let segments = segments(glyphs)?;
    let count = u16::try_from(segments.len()).ok()?;
    let selector = u16::try_from(count.checked_ilog2()?).ok()?;
    let range = 2u16.checked_shl(u32::from(selector))?;
    let length = count.checked_mul(8)?.checked_add(16)?;
    let mut words = vec![0, 1, 3, 1, 0, 12]; // version, tables, platform, encoding, offset
    words.extend([4, length, 0, count * 2, range, selector, count * 2 - range]);
    words.extend(segments.iter().map(|segment| segment.last));
    words.push(0);
    words.extend(segments.iter().map(|segment| segment.first));
    words.extend(segments.iter().map(|segment| segment.delta));
    words.extend(segments.iter().map(|_| 0));
    Some(words.into_iter().flat_map(u16::to_be_bytes).collect())
}

/// The segments in order, with the one that closes every map of format 4.
fn segments(glyphs: &BTreeMap<char, Glyph>) -> Option<Vec<Segment>> {
    let mut glyphs = glyphs.clone();
    if let Some(&space) = glyphs.get(&' ') {
        glyphs.entry(NO_BREAK_SPACE).or_insert(space);
    }
    let mut segments: Vec<Segment> = Vec::new();
    for (ch, glyph) in glyphs {
        let code = u16::try_from(ch).ok()?;
        let delta = glyph.id.wrapping_sub(code);
        match segments.last_mut() {
            Some(open) if code.checked_sub(1) == Some(open.last) && open.delta == delta => {
                open.last = code;
            }
            _ => segments.push(Segment { first: code, last: code, delta }),
        }
    }
    segments.push(Segment { first: 0xFFFF, last: 0xFFFF, delta: 1 });
    Some(segments)
}
