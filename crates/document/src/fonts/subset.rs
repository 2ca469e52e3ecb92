//! A face cut down to some characters: its file, and the codes by which text calls its glyphs.
//!
//! The code of a character is the number of its glyph. Where two characters share a glyph the second gets
//! a code of its own behind the last glyph, so that both are extracted as what they were; a map from code
//! to glyph then goes with the face.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use sha2::{Digest as _, Sha256};

use super::sfnt;
use super::table::Glyph;

/// A face cut down to some characters.
pub(crate) struct Subset {
    /// The file, as PDF wants it: no character map.
    pub file: Vec<u8>,
    /// The characters with their glyphs by the numbers of the subset.
    pub glyphs: BTreeMap<char, Glyph>,
    /// Six capitals that tell subsets apart, from the subset itself.
    pub tag: String,
    /// The characters in the order of their codes, with their advances.
    pub coded: Vec<(u16, char, u16)>,
    /// Glyphs by code, when codes and glyphs differ.
    pub glyph_of_code: Option<Vec<u16>>,
    /// Codes by character; 0 for those that it lacks.
    codes: Vec<u16>,
    /// What a PDF holds of it deflated, once somebody asked for it.
    packed: OnceLock<Packed>,
}

/// What a PDF holds of a subset, deflated.
pub(crate) struct Packed {
    /// The file.
    pub file: Vec<u8>,
    /// The map from codes to characters.
    pub to_unicode: Vec<u8>,
}

impl Subset {
    /// `None` when the file cannot be read.
    pub(super) fn new(file: Vec<u8>, glyphs: BTreeMap<char, Glyph>) -> Option<Self> {
        // Parts of composite glyphs count too.
        let count = sfnt::read(&file)?.get(b"maxp").and_then(|maxp| sfnt::u16_at(maxp, 4))?;
        let tag = Sha256::digest(&file).iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect();
        let mut subset = Self { file, glyphs, tag, coded: Vec::new(), glyph_of_code: None, codes: Vec::new(), packed: OnceLock::new() };
        subset.assign_codes(count);
        Some(subset)
    }

    fn assign_codes(&mut self, count: u16) {
        let mut glyph_of_code: Vec<u16> = (0..count).collect();
        let mut taken = BTreeSet::new();
        for (&ch, glyph) in &self.glyphs {
            let mut code = glyph.id;
            if !taken.insert(glyph.id) {
                // A face has at most 65,535 glyphs and we use some hundred characters of it.
                code = u16::try_from(glyph_of_code.len()).unwrap_or(glyph.id);
                glyph_of_code.push(glyph.id);
            }
            self.codes.resize(ch as usize + 1, 0);
            self.codes[ch as usize] = code;
            self.coded.push((code, ch, glyph.advance));
        }
        self.coded.sort_unstable();
        self.glyph_of_code = (glyph_of_code.len() > usize::from(count)).then_some(glyph_of_code);
    }

    /// The code of a character.
    pub(crate) fn code(&self, ch: char) -> Option<u16> {
        self.codes.get(ch as usize).copied().filter(|code| *code > 0)
    }

    /// What a PDF holds of it, by `pack`, which is called once.
    pub(crate) fn packed<E>(&self, pack: impl FnOnce(&Self) -> Result<Packed, E>) -> Result<&Packed, E> {
        if let Some(packed) = self.packed.get() {
            return Ok(packed);
        }
        let packed = pack(self)?;
        Ok(self.packed.get_or_init(|| packed))
    }
}
