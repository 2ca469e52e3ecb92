//! Deflating: one set of tables for all streams of a file.

use flate2::{Compress, Compression, FlushCompress, Status};

use crate::error::RenderError;

/// Effort of deflating: 9 costs twice the time and gains 1 % of size, 2 saves a tenth of it and costs 8 %.
const LEVEL: u32 = 5;

/// Deflates stream after stream. Its tables take 370 KB, and to clear them anew takes as long as to
/// deflate a page, so they are made once and reset.
pub(super) struct Packer {
    tables: Compress,
    packed: Vec<u8>,
}

impl Packer {
    pub(super) fn new() -> Self {
        Self { tables: Compress::new(Compression::new(LEVEL), true), packed: Vec::new() }
    }

    /// Deflates a stream; the bytes stand until the next call.
    pub(super) fn pack(&mut self, content: &[u8]) -> Result<&[u8], RenderError> {
        self.packed.clear();
        // More than the worst case, so that one call takes all.
        self.packed.reserve(content.len() + content.len() / 4 + 64);
        let state = self.tables.compress_vec(content, &mut self.packed, FlushCompress::Finish);
        self.tables.reset();
        match state {
            Ok(Status::StreamEnd) => Ok(&self.packed),
            state => Err(RenderError::Pdf(format!("deflating failed: {state:?}"))),
        }
    }

    /// Deflates a text, to which spaces may be added: a stream that ends like a line looks one byte
    /// shorter to readers that count up to the line's end.
    pub(super) fn pack_text(&mut self, text: &[u8]) -> Result<&[u8], RenderError> {
        self.pack(text)?;
        let mut longer = Vec::new();
        while self.packed.last().is_some_and(|byte| matches!(byte, b'\r' | b'\n')) {
            if longer.is_empty() {
                longer.extend_from_slice(text);
            }
            longer.push(b' ');
            self.pack(&longer)?;
        }
        Ok(&self.packed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_deflated_the_same_way_whatever_came_before() {
        let texts: Vec<Vec<u8>> = (1..40_u32).map(|seed| (0..seed * 997).map(|n| (n * n / seed % 61).to_le_bytes()[0]).collect()).collect();
        let mut used = Packer::new();
        for text in &texts {
            let again = used.pack(text).expect("deflated").to_vec();
            assert_eq!(Packer::new().pack(text).expect("deflated"), again);
            assert_eq!(inflated(&again), *text);
        }
    }

    fn inflated(packed: &[u8]) -> Vec<u8> {
        let mut inflated = Vec::new();
        let mut reader = flate2::read::ZlibDecoder::new(packed);
        std::io::Read::read_to_end(&mut reader, &mut inflated).expect("inflated");
        inflated
    }
}
