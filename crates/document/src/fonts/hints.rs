//! Takes out of a font file what only costs room: the hinting programs, which paper and today's
//! screens do not run and which are a third of every subset, and the names of glyphs.

use std::borrow::Cow;

use super::sfnt::{self, u16_at, u32_at};

/// What a subset, its metrics and a browser need; everything else is left behind.
const KEPT: [&[u8; 4]; 10] = [b"OS/2", b"cmap", b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp", b"name", b"post"];
/// Where `head` says how `loca` is written; 1 stands for 32-bit offsets.
const LOCA_FORMAT: usize = 50;
/// Where `maxp` counts what the programs need, up to the size of the longest one.
const PROGRAM_LIMITS: std::ops::Range<usize> = 14..28;

/// A `post` table of this version names no glyphs and is this long.
const POST_WITHOUT_NAMES: u32 = 0x0003_0000;
const POST_LENGTH: usize = 32;

/// Bits of a component of a composite glyph.
mod component {
    pub(super) const WORDS: u16 = 0x0001;
    pub(super) const SCALE: u16 = 0x0008;
    pub(super) const MORE: u16 = 0x0020;
    pub(super) const TWO_SCALES: u16 = 0x0040;
    pub(super) const MATRIX: u16 = 0x0080;
    pub(super) const PROGRAM: u16 = 0x0100;
}

/// The same font without hints and names of glyphs; `None` when the file is not sound TrueType.
pub(super) fn strip(file: &[u8]) -> Option<Vec<u8>> {
    let mut tables = sfnt::read(file)?;
    tables.retain(|name, _| KEPT.contains(&name));
    let (glyf, loca) = strip_glyphs(tables.get(b"glyf")?, tables.get(b"loca")?, u16_at(tables.get(b"head")?, LOCA_FORMAT)? == 1)?;
    tables.insert(*b"glyf", Cow::Owned(glyf));
    tables.insert(*b"loca", Cow::Owned(loca));
    let head = tables.get_mut(b"head")?.to_mut();
    *head.get_mut(LOCA_FORMAT + 1)? = 1;
    let limits = tables.get_mut(b"maxp")?.to_mut();
    limits.get_mut(PROGRAM_LIMITS)?.fill(0);
    *limits.get_mut(PROGRAM_LIMITS.start + 1)? = 2; // `maxZones` is 1 or 2, never 0
    let post = tables.get_mut(b"post")?.to_mut();
    post.resize(POST_LENGTH, 0);
    post.get_mut(..4)?.copy_from_slice(&POST_WITHOUT_NAMES.to_be_bytes());
    sfnt::write(&tables)
}

/// `glyf` without programs, and its `loca` with 32-bit offsets.
fn strip_glyphs(glyf: &[u8], loca: &[u8], long: bool) -> Option<(Vec<u8>, Vec<u8>)> {
    let offset = |index: usize| {
        if long {
            u32_at(loca, index * 4).and_then(|at| usize::try_from(at).ok())
        } else {
            u16_at(loca, index * 2).map(|at| usize::from(at) * 2)
        }
    };
    let count = (loca.len() / if long { 4 } else { 2 }).checked_sub(1)?;
    let mut glyphs = Vec::with_capacity(glyf.len());
    let mut offsets = vec![0; 4];
    for index in 0..count {
        let glyph = glyf.get(offset(index)?..offset(index + 1)?)?;
        glyphs.extend(strip_glyph(glyph)?);
        glyphs.resize(glyphs.len().next_multiple_of(4), 0);
        offsets.extend(u32::try_from(glyphs.len()).ok()?.to_be_bytes());
    }
    Some((glyphs, offsets))
}

fn strip_glyph(glyph: &[u8]) -> Option<Vec<u8>> {
    match u16_at(glyph, 0) {
        None | Some(0) => Some(glyph.to_vec()),
        Some(contours) if contours < 0x8000 => strip_simple(glyph, usize::from(contours)),
        Some(_) => strip_composite(glyph),
    }
}

/// A simple glyph keeps its program between the ends of its contours and its points.
fn strip_simple(glyph: &[u8], contours: usize) -> Option<Vec<u8>> {
    let length_at = 10 + 2 * contours;
    let program = usize::from(u16_at(glyph, length_at)?);
    let mut out = glyph.get(..length_at)?.to_vec();
    out.extend([0, 0]);
    out.extend(glyph.get(length_at + 2 + program..)?);
    Some(out)
}

/// A composite glyph keeps its program after the last component and says so in flags.
fn strip_composite(glyph: &[u8]) -> Option<Vec<u8>> {
    let mut out = glyph.to_vec();
    let mut at = 10;
    loop {
        let flags = u16_at(glyph, at)?;
        out.get_mut(at..at + 2)?.copy_from_slice(&(flags & !component::PROGRAM).to_be_bytes());
        at += if flags & component::WORDS == 0 { 6 } else { 8 };
        at += match flags {
            f if f & component::SCALE != 0 => 2,
            f if f & component::TWO_SCALES != 0 => 4,
            f if f & component::MATRIX != 0 => 8,
            _ => 0,
        };
        if flags & component::MORE == 0 {
            break;
        }
    }
    out.truncate(at);
    Some(out)
}
