//! Bounds of what a hostile file may take.

/// The largest file that is read: 20 MB.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// The most that one packed stream of a PDF may unpack to.
pub const MOST_STREAM: usize = 16 * 1024 * 1024;
/// The most that all contents of pages may unpack to together.
pub const MOST_CONTENT: usize = 64 * 1024 * 1024;
/// The most that objects of a PDF may take in memory, by estimate.
pub const MOST_WEIGHT: usize = 256 * 1024 * 1024;
/// The most that one piece of packed structure may unpack to.
pub const MOST_PIECE: usize = 4 * 1024 * 1024;
/// What a stream that does not unpack counts for: nobody knows how much work it was.
pub const FAILED_STREAM: usize = 2 * 1024 * 1024;
/// Fonts of a PDF.
pub const MOST_FONTS: usize = 1_000;
/// Attributes of one element of a Word file, and names of vocabularies in one part.
pub const MOST_ATTRIBUTES: usize = 1_000;
pub const MOST_VOCABULARIES: usize = 8_000;
/// Values among which the commonest is looked for.
pub const MOST_VALUES: usize = 64;
/// Pages that are looked at.
pub const MOST_PAGES: usize = 2_000;
/// Letters that are kept.
pub const MOST_GLYPHS: usize = 3_000_000;
/// Drawing operators that are followed.
pub const MOST_OPERATORS: usize = 6_000_000;
/// How deep forms may stand in forms.
pub const MOST_DEPTH: usize = 8;
/// The most that one part of a Word file may unpack to.
pub const MOST_PART: u64 = 48 * 1024 * 1024;
/// Parts of a Word file.
pub const MOST_PARTS: usize = 2_000;
/// How deep elements may stand in elements.
pub const MOST_NESTING: usize = 256;
/// Paragraphs that are kept.
pub const MOST_PARAGRAPHS: usize = 100_000;
