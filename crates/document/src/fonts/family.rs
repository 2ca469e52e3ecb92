//! Picks the four faces of one family among the files of a folder: an office that owns Times New Roman
//! may print with it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Face, FontError, Fonts};

/// The family taken when a folder holds several.
const PREFERRED: &str = "Times New Roman";

/// Letters and signs that every report may need.
const NEEDED: &str = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵfjwzAÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬBCDĐEÈÉẺẼẸÊỀẾỂỄỆGHIÌÍỈĨỊKLMNOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢPQRSTUÙÚỦŨỤƯỪỨỬỮỰVXYỲÝỶỸỴFJWZ0123456789.,;:!?()[]/-–—%&+=<>\"'“”‘’…² ";

/// A folder gives no usable family.
#[derive(Debug, thiserror::Error)]
pub enum FamilyError {
    /// No family has all four faces; what there is of the fullest.
    #[error("no family has all four faces; missing: {missing:?} of {family:?}")]
    Incomplete {
        /// Name of the family that comes nearest; empty when there is no font at all.
        family: String,
        /// Faces it lacks.
        missing: Vec<Face>,
    },
    /// Several families have all four faces and none is the usual one.
    #[error("several families: {0:?}")]
    Several(Vec<String>),
    /// The maker of the font forbids embedding, without which no report can be archived.
    #[error("{0} may not be embedded")]
    Forbidden(String),
    /// A face lacks letters.
    #[error("the {face} face of {family} lacks {letters:?}")]
    Lacks {
        /// The family.
        family: String,
        /// The face.
        face: Face,
        /// The letters, ten at most.
        letters: String,
    },
    /// A file is damaged.
    #[error(transparent)]
    Font(#[from] FontError),
}

impl Fonts {
    /// The four faces of the one family among `files` (contents of `.ttf` files) that has them all.
    ///
    /// # Errors
    /// [`FamilyError`]: no or several families, embedding forbidden, letters missing.
    ///
    /// # Panics
    /// Never: a family is taken only when it has all four faces.
    pub fn of_files(files: Vec<Vec<u8>>) -> Result<Fonts, FamilyError> {
        let mut families: BTreeMap<String, [Option<Vec<u8>>; 4]> = BTreeMap::new();
        let mut forbidden = Vec::new();
        for file in files {
            let Ok(parsed) = ttf_parser::Face::parse(&file, 0) else { continue };
            let Some(family) = family_name(&parsed) else { continue };
            if matches!(parsed.permissions(), Some(ttf_parser::Permissions::Restricted)) || !parsed.is_subsetting_allowed() {
                forbidden.push(family);
                continue;
            }
            let face = match (parsed.is_bold(), parsed.is_italic()) {
                (false, false) => Face::Regular,
                (true, false) => Face::Bold,
                (false, true) => Face::Italic,
                (true, true) => Face::BoldItalic,
            };
            families.entry(family).or_default()[face.index()].get_or_insert(file);
        }
        let (name, faces) = one_family(families, forbidden)?;
        let [regular, bold, italic, bold_italic] = faces.map(|file| Cow::Owned(file.expect("all four are there")));
        let fonts = Fonts::new(regular, bold, italic, bold_italic)?;
        for face in Face::ALL {
            let letters: String = NEEDED.chars().filter(|ch| fonts.advance(face, *ch).is_none()).take(10).collect();
            if !letters.is_empty() {
                return Err(FamilyError::Lacks { family: name, face, letters });
            }
        }
        Ok(fonts)
    }
}

type Family = (String, [Option<Vec<u8>>; 4]);

fn one_family(families: BTreeMap<String, [Option<Vec<u8>>; 4]>, forbidden: Vec<String>) -> Result<Family, FamilyError> {
    let (mut whole, parts): (Vec<Family>, Vec<Family>) = families.into_iter().partition(|(_, faces)| faces.iter().all(Option::is_some));
    if let Some(usual) = whole.iter().position(|(name, _)| name == PREFERRED) {
        return Ok(whole.swap_remove(usual));
    }
    match whole.len() {
        1 => Ok(whole.remove(0)),
        0 => Err(nearest(parts, forbidden)),
        _ => Err(FamilyError::Several(whole.into_iter().map(|(name, _)| name).collect())),
    }
}

fn nearest(parts: Vec<Family>, forbidden: Vec<String>) -> FamilyError {
    if let (true, Some(name)) = (parts.is_empty(), forbidden.into_iter().next()) {
        return FamilyError::Forbidden(name);
    }
    let fullest = parts.into_iter().max_by_key(|(_, faces)| faces.iter().flatten().count());
    let (family, faces) = fullest.unwrap_or_default();
    let missing = Face::ALL.into_iter().filter(|face| faces[face.index()].is_none()).collect();
    FamilyError::Incomplete { family, missing }
}

fn family_name(font: &ttf_parser::Face<'_>) -> Option<String> {
    let names: Vec<_> = font.names().into_iter().collect();
    let with_id = |id: u16| names.iter().filter(|name| name.name_id == id).find_map(ttf_parser::name::Name::to_string);
    with_id(ttf_parser::name_id::TYPOGRAPHIC_FAMILY).or_else(|| with_id(ttf_parser::name_id::FAMILY))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bundled() -> Vec<Vec<u8>> {
        let files: [&[u8]; 4] = [
            include_bytes!("../../../../fonts/LiberationSerif-BoldItalic.ttf"),
            include_bytes!("../../../../fonts/LiberationSerif-Italic.ttf"),
            include_bytes!("../../../../fonts/LiberationSerif-Regular.ttf"),
            include_bytes!("../../../../fonts/LiberationSerif-Bold.ttf"),
        ];
        files.map(<[u8]>::to_vec).to_vec()
    }

    /// A face whose OS/2 table forbids embedding.
    fn restricted(mut file: Vec<u8>) -> Vec<u8> {
        let record = (12..).step_by(16).find(|at| &file[*at..at + 4] == b"OS/2").unwrap();
        let table = u32::from_be_bytes(file[record + 8..record + 12].try_into().unwrap()) as usize;
        file[table + 8..table + 10].copy_from_slice(&2_u16.to_be_bytes());
        file
    }

    #[test]
    fn the_faces_are_found_by_what_they_are_not_by_their_order() {
        let mut files = bundled();
        files.push(b"no font at all".to_vec());
        let found = Fonts::of_files(files).unwrap();
        assert_eq!(found.fingerprint(), Fonts::bundled().fingerprint());
    }

    #[test]
    fn what_is_wrong_with_a_folder_is_said() {
        let missing = |files| match Fonts::of_files(files) {
            Err(FamilyError::Incomplete { family, missing }) => (family, missing),
            other => panic!("{other:?}"),
        };
        assert_eq!(missing(Vec::new()), (String::new(), Face::ALL.to_vec()));
        assert_eq!(missing(bundled().split_off(1)), ("Liberation Serif".to_owned(), vec![Face::BoldItalic]));
        let locked = bundled().into_iter().map(restricted).collect();
        assert!(matches!(Fonts::of_files(locked), Err(FamilyError::Forbidden(name)) if name == "Liberation Serif"));
    }
}
