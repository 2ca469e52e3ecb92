//! From character to glyph, fast enough to be asked for every character of a document.

/// A glyph and its advance in thousandths of an em.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Glyph {
    pub id: u16,
    pub advance: u16,
}

/// Font units to thousandths of an em, rounded.
pub(super) fn thousandths(units: i32, units_per_em: u16) -> i16 {
    let em = i32::from(units_per_em).max(1);
    let rounded = (units * 1000 + units.signum() * em / 2) / em;
    i16::try_from(rounded).unwrap_or(if rounded < 0 { i16::MIN } else { i16::MAX })
}

/// From character to glyph in two steps: a block for the high byte, a place in it for the low.
pub(super) struct GlyphTable {
    /// Which of `blocks` serves each high byte; the first one is empty.
    directory: [u16; 256],
    blocks: Vec<[Glyph; 256]>,
}

impl GlyphTable {
    /// `None` when the font maps nothing.
    pub(super) fn read(font: &ttf_parser::Face<'_>) -> Option<GlyphTable> {
        let mut table = GlyphTable { directory: [0; 256], blocks: vec![[Glyph::default(); 256]] };
        for map in font.tables().cmap?.subtables.into_iter().filter(ttf_parser::cmap::Subtable::is_unicode) {
            map.codepoints(|code| {
                if let (Some(glyph), Ok(code)) = (map.glyph_index(code), u16::try_from(code)) {
                    let units = i32::from(font.glyph_hor_advance(glyph).unwrap_or(0));
                    let advance = thousandths(units, font.units_per_em()).unsigned_abs();
                    table.insert(code, Glyph { id: glyph.0, advance });
                }
            });
        }
        (table.blocks.len() > 1).then_some(table)
    }

    fn insert(&mut self, code: u16, glyph: Glyph) {
        let [high, low] = code.to_be_bytes().map(usize::from);
        if self.directory[high] == 0 {
            self.directory[high] = u16::try_from(self.blocks.len()).unwrap_or(0);
            self.blocks.push([Glyph::default(); 256]);
        }
        self.blocks[usize::from(self.directory[high])][low] = glyph;
    }

    pub(super) fn get(&self, ch: char) -> Option<Glyph> {
        let [high, low] = u16::try_from(ch).ok()?.to_be_bytes().map(usize::from);
        let glyph = self.blocks[usize::from(self.directory[high])][low];
        (glyph.id != 0 && is_text(ch)).then_some(glyph)
    }
}

/// Whether a character says something by itself. What a private character means only its font
/// knows, and an archival file may not hold text that nobody can read out.
fn is_text(ch: char) -> bool {
    !ch.is_control() && !matches!(ch, '\u{E000}'..='\u{F8FF}' | '\u{FEFF}')
}
