//! The bytes of the file: what the trailer reaches, numbered in the order in which it is met, in
//! object streams with a cross-reference stream (PDF 1.5 and later).
//!
//! lopdf can save too, by walking, renumbering, copying and writing one after the other; one walk that
//! does all of it takes a quarter of the time.

use std::io::Write as _;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest as _, Sha256};
use thidua_domain::snapshot::hex;

use super::content::whole;
use super::pack::Packer;
use super::tags::Structure;
use crate::error::RenderError;

/// Objects in one object stream.
const OBJECTS: usize = 500;
/// Second line of the file: four bytes that are no text, so that it is not sent as text.
const HEAD: &[u8] = b"%PDF-1.7\n%\xBB\xAD\xC0\xDE\n";
/// The entry that names the filter.
const FILTER: &[u8] = b"/Filter/FlateDecode";

/// Where an object stands.
#[derive(Debug, Clone, Copy)]
enum Entry {
    /// At this byte.
    At(usize),
    /// In this object stream (counted from 0), at this place.
    In(usize, usize),
}

/// Objects met so far, and the file as far as it is written.
pub(super) struct Writer<'a> {
    document: &'a Document,
    structure: &'a Structure<'a>,
    packer: Packer,
    /// Old ids in the order of their new numbers; number 1 comes first.
    met: Vec<ObjectId>,
    /// New numbers by old ones, 0 for those not met.
    numbers: Vec<usize>,
    bytes: Vec<u8>,
    entries: Vec<Entry>,
}

/// Objects that stand in one stream.
#[derive(Default)]
struct Bundle {
    count: usize,
    /// Number and place of each, in digits.
    places: Vec<u8>,
    objects: Vec<u8>,
}

impl Bundle {
    fn begin(&mut self, number: usize) {
        for value in [number, self.objects.len()] {
            whole(&mut self.places, value as u64);
            self.places.push(b' ');
        }
        self.count += 1;
    }

    fn stream(&self) -> Stream {
        let dict = dictionary! { "Type" => "ObjStm", "N" => integer(self.count), "First" => integer(self.places.len()) };
        Stream::new(dict, [&self.places[..], &self.objects].concat())
    }
}

/// Saves what the trailer reaches.
///
/// # Errors
/// [`RenderError::Pdf`] for a reference to an object that does not exist.
pub(super) fn save(document: &Document, structure: &Structure<'_>) -> Result<Vec<u8>, RenderError> {
    let mut writer = Writer {
        document,
        structure,
        packer: Packer::new(),
        met: Vec::new(),
        numbers: vec![0; document.max_id as usize + 1],
        bytes: HEAD.to_vec(),
        entries: Vec::new(),
    };
    let mut trailer = Vec::new();
    for (key, value) in &document.trailer {
        name(&mut trailer, key);
        trailer.push(b' ');
        writer.object(&mut trailer, value);
    }
    let streams = writer.objects()?;
    writer.cross_references(streams, &trailer)
}

impl Writer<'_> {
    /// Every object met, and those met in them; streams go to the file, the others into object streams.
    fn objects(&mut self) -> Result<usize, RenderError> {
        let (mut full, mut open) = (Vec::new(), Bundle::default());
        let mut next = 0;
        while let Some(&id) = self.met.get(next) {
            next += 1;
            let found = self.document.objects.get(&id);
            if let Some(Object::Stream(stream)) = found {
                self.entries.push(Entry::At(self.bytes.len()));
                self.stream(next, stream)?;
                continue;
            }
            self.entries.push(Entry::In(full.len(), open.count));
            open.begin(next);
            match found {
                Some(object) => self.object(&mut open.objects, object),
                None if self.structure.write(id, self, &mut open.objects) => {}
                None => return Err(RenderError::Pdf(format!("object {id:?} does not exist"))),
            }
            open.objects.push(b'\n');
            if open.count == OBJECTS {
                full.push(std::mem::take(&mut open));
            }
        }
        if open.count > 0 {
            full.push(open);
        }
        for bundle in &full {
            self.entries.push(Entry::At(self.bytes.len()));
            self.stream(self.entries.len(), &bundle.stream())?;
        }
        Ok(full.len())
    }

    /// The table of places, as a stream that is the trailer too, and the end of the file. The ID of the
    /// file comes from its bytes so far, not from chance.
    fn cross_references(mut self, streams: usize, trailer: &[u8]) -> Result<Vec<u8>, RenderError> {
        let start = self.bytes.len();
        let id = hex(&Sha256::digest(&self.bytes)[..16]);
        self.entries.push(Entry::At(start));
        let first_stream = self.met.len() + 1;
        debug_assert_eq!(self.entries.len(), self.met.len() + streams + 1);
        // Kind, place in 4 bytes, index in 2; object 0 is the head of the list of free ones.
        let mut table = vec![0, 0, 0, 0, 0, 0xFF, 0xFF];
        for entry in &self.entries {
            let (kind, place, index) = match *entry {
                Entry::At(byte) => (1, byte, 0),
                Entry::In(stream, index) => (2, first_stream + stream, index),
            };
            table.push(kind);
            table.extend(u32::try_from(place).map_err(|_| RenderError::Pdf("the file is larger than 4 GB".into()))?.to_be_bytes());
            table.extend(u16::try_from(index).unwrap_or(u16::MAX).to_be_bytes());
        }
        let packed = self.packer.pack(&table)?;
        let number = self.entries.len();
        let _ = write!(self.bytes, "{number} 0 obj\n<</Type/XRef/Size {}/W[1 4 2]/Filter/FlateDecode/Length {}", number + 1, packed.len());
        self.bytes.extend_from_slice(trailer);
        let _ = write!(self.bytes, "/ID[<{id}><{id}>]");
        self.bytes.extend_from_slice(b">>stream\n");
        self.bytes.extend_from_slice(packed);
        let _ = write!(self.bytes, "\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n");
        Ok(self.bytes)
    }

    /// A stream as an object of the file, deflated where it gains from it.
    fn stream(&mut self, number: usize, stream: &Stream) -> Result<(), RenderError> {
        let mut head = Vec::new();
        self.pairs(&mut head, stream.dict.iter().filter(|(key, _)| key.as_slice() != b"Length"));
        let deflates = stream.allows_compression && !stream.dict.has(b"Filter");
        let packed = if deflates { gained(&mut self.packer, stream)? } else { None };
        if packed.is_some() {
            head.extend_from_slice(FILTER);
        }
        let content = packed.unwrap_or(&stream.content);
        let _ = write!(self.bytes, "{number} 0 obj\n<<");
        self.bytes.extend_from_slice(&head);
        let _ = writeln!(self.bytes, "/Length {}>>stream", content.len());
        self.bytes.extend_from_slice(content);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
        Ok(())
    }

    /// Any object but a stream.
    pub(super) fn object(&mut self, out: &mut Vec<u8>, object: &Object) {
        match object {
            Object::Null | Object::Stream(_) => out.extend_from_slice(b"null"),
            Object::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
            Object::Integer(value) => {
                if *value < 0 {
                    out.push(b'-');
                }
                whole(out, value.unsigned_abs());
            }
            Object::Real(value) => {
                let _ = write!(out, "{value}");
            }
            Object::Name(value) => name(out, value),
            Object::String(value, StringFormat::Literal) => literal(out, value),
            Object::String(value, StringFormat::Hexadecimal) => {
                let _ = write!(out, "<{}>", hex(value));
            }
            Object::Array(values) => {
                out.push(b'[');
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        out.push(b' ');
                    }
                    self.object(out, value);
                }
                out.push(b']');
            }
            Object::Dictionary(dict) => self.dictionary(out, dict),
            Object::Reference(id) => self.reference(out, *id),
        }
    }

    /// A reference to an object, which is written too.
    pub(super) fn reference(&mut self, out: &mut Vec<u8>, id: ObjectId) {
        let number = self.number(id);
        whole(out, number as u64);
        out.extend_from_slice(b" 0 R");
    }

    fn dictionary(&mut self, out: &mut Vec<u8>, dict: &Dictionary) {
        out.extend_from_slice(b"<<");
        self.pairs(out, dict.iter());
        out.extend_from_slice(b">>");
    }

    /// The entries of a dictionary.
    fn pairs<'d>(&mut self, out: &mut Vec<u8>, pairs: impl Iterator<Item = (&'d Vec<u8>, &'d Object)>) {
        for (key, value) in pairs {
            name(out, key);
            if matches!(value, Object::Integer(_) | Object::Real(_) | Object::Boolean(_) | Object::Null | Object::Reference(_)) {
                out.push(b' ');
            }
            self.object(out, value);
        }
    }

    /// The new number of an object.
    fn number(&mut self, id: ObjectId) -> usize {
        let place = id.0 as usize;
        if self.numbers.len() <= place {
            self.numbers.resize(place + 1, 0);
        }
        if self.numbers[place] == 0 {
            self.met.push(id);
            self.numbers[place] = self.met.len();
        }
        self.numbers[place]
    }
}

fn integer(value: usize) -> Object {
    super::archive::number(value)
}

fn name(out: &mut Vec<u8>, value: &[u8]) {
    out.push(b'/');
    if value.iter().all(u8::is_ascii_alphanumeric) {
        out.extend_from_slice(value);
        return;
    }
    for &byte in value {
        if byte.is_ascii_alphanumeric() || b"+-_.".contains(&byte) {
            out.push(byte);
        } else {
            let _ = write!(out, "#{byte:02X}");
        }
    }
}

fn literal(out: &mut Vec<u8>, value: &[u8]) {
    out.push(b'(');
    for &byte in value {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', byte]),
            b'\r' => out.extend_from_slice(b"\\r"),
            _ => out.push(byte),
        }
    }
    out.push(b')');
}

/// The deflated content, if it is smaller.
fn gained<'p>(packer: &'p mut Packer, stream: &Stream) -> Result<Option<&'p [u8]>, RenderError> {
    let deflated = if is_text(stream) { packer.pack_text(&stream.content)? } else { packer.pack(&stream.content)? };
    Ok((deflated.len() + FILTER.len() < stream.content.len()).then_some(deflated))
}

/// Page contents, to which a space may be added; faces and colour profiles state their length.
fn is_text(stream: &Stream) -> bool {
    !["Length1", "N", "Subtype"].iter().any(|key| stream.dict.has(key.as_bytes()))
}
