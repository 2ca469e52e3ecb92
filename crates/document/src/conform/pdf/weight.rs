//! Weighs structure before it is built: a few bytes can ask for a great many objects.

use std::cell::Cell;

use lopdf::{Object, ObjectId};

use crate::conform::limits::{MOST_PIECE, MOST_WEIGHT};

/// What an array or a dictionary takes in memory, however little it holds.
const CONTAINER: usize = 700;
/// What another object takes.
const ENTRY: usize = 250;

thread_local! {
    /// What packed structure of the file being read may still weigh; `None` once it was too much.
    static LEFT: Cell<Option<usize>> = const { Cell::new(Some(0)) };
}

/// The most memory that these bytes ask for, if all of them are structure. Packed bytes count little: few of them look
/// like structure.
pub fn weight(bytes: &[u8]) -> usize {
    let mut total = 0;
    let mut between = true;
    for byte in bytes {
        match byte {
            b'[' | b'<' => (total, between) = (total + CONTAINER, true),
            b'/' => (total, between) = (total + ENTRY, false),
            b'(' | b')' | b']' | b'>' | b'{' | b'}' | b'%' | 0 | b'\t' | b'\n' | 12 | b'\r' | b' ' => between = true,
            // Numbers, and the words true, false, null.
            b'0'..=b'9' | b'+' | b'-' | b'.' | b't' | b'f' | b'n' if between => (total, between) = (total + ENTRY, false),
            _ => between = false,
        }
    }
    total
}

/// Begins a file.
pub fn begin() {
    LEFT.set(Some(MOST_WEIGHT));
}

/// True when its packed structure was too much.
pub fn overrun() -> bool {
    LEFT.get().is_none()
}

/// Lets objects pass, and packed ones as long as there is room for them: lopdf asks before it unpacks them.
pub fn pass(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let Object::Stream(stream) = object else { return Some((id, object.clone())) };
    if stream.dict.has_type(b"ObjStm") {
        let taken = stream.decompressed_content_with_limit(MOST_PIECE).ok().map(|packed| packed.len() + weight(&packed));
        let left = LEFT.get().zip(taken).and_then(|(left, taken)| left.checked_sub(taken));
        LEFT.set(left);
        left?;
    }
    // The object itself stays where it is; of a stream only this answer is looked at.
    Some((id, Object::Null))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structure_weighs_and_packed_bytes_hardly_do() {
        assert_eq!(weight(b"[ 1 20 /Name (text) true ]"), CONTAINER + 5 * ENTRY);
        assert!(weight(&b"[]".repeat(1_000_000)) > MOST_WEIGHT, "a million arrays are too many");
        assert!(weight(&b"1 ".repeat(2_000_000)) > MOST_WEIGHT, "so are two million numbers");
        let mut state = 1_u32;
        let noise: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .take(20 * 1024 * 1024)
        .collect();
        assert!(weight(&noise) < MOST_WEIGHT, "20 MB of pictures are not: {}", weight(&noise));
    }
}
