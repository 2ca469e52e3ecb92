//! Bounds of what a hostile file may take.

/// The largest file that is read: 20 MB.
pub const MOST_BYTES: usize = 20 * 1024 * 1024;
/// The most that one packed stream of a PDF may unpack to.
pub const MOST_STREAM: usize = 16 * 1024 * 1024;
/// The most that all contents of pages may unpack to together.
pub const MOST_CONTENT: usize = 64 * 1024 * 1024;
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
