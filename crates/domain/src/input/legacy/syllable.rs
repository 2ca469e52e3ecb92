//! How Vietnamese syllables are built: onset, rhyme, tone and its place.

use unicode_normalization::UnicodeNormalization;

use super::lower;

/// The initial consonants; `kr` is foreign to Vietnamese but not to the names of the Highlands.
const ONSETS: [&str; 29] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "kr", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu", "r", "s", "t",
    "th", "tr", "v", "x",
];

/// The rhymes without tone. `ăk` is for Đắk; `ơc` and `ơng` are what is left of `ươc` and `ương` when
/// a program has dropped the soft hyphen that was the ư.
const RHYMES: &str = " a ac ach ai am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu \
    o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong ooc oong op ot \
    oăc oăm oăn oăng oăt ô ôc ôi ôm ôn ông ôp ôt ơ ơc ơi ơm ơn ơng ơp ơt \
    u ua uc ui um un ung up ut uy uya uych uynh uyp uyt uyu uyên uyêt uân uâng uât uây uê uêch uênh uơ \
    uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y ych ynh yt yêm yên yêng yêt yêu ";

/// Whether a word is a well-formed Vietnamese syllable: spelling, tone and place of the tone mark.
pub fn is_syllable(word: &str) -> bool {
    has_syllable_form(word, |rhyme, tone| tone.is_some() || !is_stopped(rhyme))
}

/// The same, but with the tone left out before a stop, as names of the Highlands have it: `Rôp`.
pub fn is_name_syllable(word: &str) -> bool {
    has_syllable_form(word, |_, _| true)
}

fn has_syllable_form(word: &str, allows: impl Fn(&str, Option<Tone>) -> bool) -> bool {
    let mut plain = String::new();
    let mut tone = None;
    for (at, ch) in word.chars().enumerate() {
        let (base, mark) = without_tone(lower(ch));
        plain.push(base);
        if let Some(mark) = mark
            && tone.replace(Tone { mark, at }).is_some()
        {
            return false;
        }
    }
    ONSETS.iter().any(|onset| {
        plain.strip_prefix(onset).is_some_and(|rhyme| {
            let known = RHYMES.contains(&format!(" {rhyme} ")) && is_spelled(onset, rhyme);
            known && allows(rhyme, tone) && tone.is_none_or(|tone| tone.suits(rhyme, onset.chars().count()))
        })
    })
}

/// Takes the tone off a letter and leaves its hat, breve or horn.
fn without_tone(ch: char) -> (char, Option<char>) {
    let is_tone = |mark: &char| ('\u{300}'..='\u{301}').contains(mark) || ['\u{303}', '\u{309}', '\u{323}'].contains(mark);
    let tone = std::iter::once(ch).nfd().find(is_tone);
    let base = std::iter::once(ch).nfd().filter(|mark| !is_tone(mark)).nfc().next();
    (base.unwrap_or(ch), tone)
}

pub fn is_vowel(ch: char) -> bool {
    "aăâeêioôơuưy".contains(without_tone(lower(ch)).0)
}

/// Whether the orthography lets the onset stand before the rhyme: `c` and `k`, `g` and `gh`, `qu`, `gi`.
fn is_spelled(onset: &str, rhyme: &str) -> bool {
    let front = rhyme.starts_with(['e', 'ê', 'i', 'y']);
    let alone = !(rhyme.starts_with('y') && rhyme.len() > 1) || matches!(onset, "" | "qu");
    let fits = match onset {
        "" => !rhyme.starts_with("iê"),
        "c" | "ng" => !front,
        "g" => !front || rhyme.starts_with('i'),
        "gi" => !rhyme.starts_with(['i', 'y']),
        "gh" | "ngh" => front,
        "qu" => rhyme == "ôc" || !rhyme.starts_with(['o', 'ô', 'u', 'ư']),
        _ => true,
    };
    alone && fits
}

/// The stops allow two tones only, and never none.
fn is_stopped(rhyme: &str) -> bool {
    rhyme.ends_with(['c', 'p', 't']) || rhyme.ends_with("ch")
}

/// A tone mark and its place in the word.
#[derive(Clone, Copy)]
struct Tone {
    mark: char,
    at: usize,
}

impl Tone {
    /// Whether the tone agrees with the end of the rhyme and stands on the right vowel, in either
    /// fashion (`hòa`, `hoà`); `start` is where the rhyme begins in the word.
    fn suits(self, rhyme: &str, start: usize) -> bool {
        let sharp_or_heavy = ['\u{301}', '\u{323}'].contains(&self.mark);
        (sharp_or_heavy || !is_stopped(rhyme)) && self.at >= start && carries_tone(rhyme, self.at - start)
    }
}

fn carries_tone(rhyme: &str, at: usize) -> bool {
    let chars: Vec<char> = rhyme.chars().collect();
    let vowels = chars.iter().take_while(|ch| is_vowel(**ch)).count();
    let marked = |letters: &str| chars[..vowels].iter().rposition(|ch| letters.contains(*ch));
    if let Some(place) = marked("ăâêôơ").or_else(|| marked("ư")) {
        return at == place;
    }
    match vowels {
        1 => at == 0,
        _ if vowels < chars.len() => at == vowels - 1,
        2 => at == 0 || (at == 1 && ["oa", "oe", "uy"].contains(&rhyme)),
        _ => at == 1,
    }
}
