//! The sRGB colour profile (ICC version 2), built from its definition: a matrix and one curve.

/// The colour space's white and primaries as ICC s15Fixed16 XYZ numbers, adapted to D50.
const WHITE: [u32; 3] = [0xF6D6, 0x1_0000, 0xD32D];
const RED: [u32; 3] = [0x6FA2, 0x38F5, 0x0390];
const GREEN: [u32; 3] = [0x6299, 0xB785, 0x18DA];
const BLUE: [u32; 3] = [0x24A0, 0x0F84, 0xB6CF];

/// Points of the curve; between them a reader interpolates.
const CURVE_POINTS: u16 = 256;
const HEADER: usize = 128;

/// The bytes of the profile.
pub(super) fn srgb() -> Vec<u8> {
    let curve = curve();
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"cprt", text("No copyright, use freely")),
        (b"desc", description("sRGB IEC61966-2.1")),
        (b"wtpt", xyz(WHITE)),
        (b"rXYZ", xyz(RED)),
        (b"gXYZ", xyz(GREEN)),
        (b"bXYZ", xyz(BLUE)),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut directory = number(tags.len());
    let mut data: Vec<u8> = Vec::new();
    let start = HEADER + 4 + 12 * tags.len();
    let mut last: Option<(usize, &[u8])> = None;
    for (name, body) in &tags {
        let at = match last {
            Some((at, same)) if same == body => at,
            _ => start + data.len(),
        };
        if at == start + data.len() {
            data.extend(body);
            data.resize(data.len().next_multiple_of(4), 0);
        }
        directory.extend(*name);
        directory.extend(number(at));
        directory.extend(number(body.len()));
        last = Some((at, body));
    }
    let mut profile = header(start + data.len());
    profile.extend(directory);
    profile.extend(data);
    profile
}

fn header(size: usize) -> Vec<u8> {
    let mut header = number(size);
    header.extend([0; 4]); // no preferred engine
    header.extend([2, 0x10, 0, 0]); // version 2.1
    header.extend(b"mntrRGB XYZ ");
    for part in [2000_u16, 1, 1, 0, 0, 0] {
        header.extend(part.to_be_bytes()); // a date must be there; ours never changes
    }
    header.extend(b"acsp");
    header.resize(68, 0); // platform, flags, device, attributes, intent: none, perceptual
    header.extend(WHITE.into_iter().flat_map(u32::to_be_bytes));
    header.resize(HEADER, 0);
    header
}

/// Lengths in a profile are 32-bit; ours is far below that.
fn number(value: usize) -> Vec<u8> {
    u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes().to_vec()
}

fn xyz(values: [u32; 3]) -> Vec<u8> {
    let mut tag = b"XYZ \0\0\0\0".to_vec();
    tag.extend(values.into_iter().flat_map(u32::to_be_bytes));
    tag
}

fn text(value: &str) -> Vec<u8> {
    [b"text\0\0\0\0", value.as_bytes(), b"\0"].concat()
}

/// An ASCII description followed by empty Unicode and Macintosh ones.
fn description(value: &str) -> Vec<u8> {
    let mut tag = b"desc\0\0\0\0".to_vec();
    tag.extend(number(value.len() + 1));
    tag.extend(value.as_bytes());
    tag.push(0);
    tag.resize(tag.len() + 4 + 4 + 2 + 1 + 67, 0);
    tag
}

/// From code to light, after IEC 61966-2-1.
fn curve() -> Vec<u8> {
    let mut tag = b"curv\0\0\0\0".to_vec();
    tag.extend(number(usize::from(CURVE_POINTS)));
    for point in 0..CURVE_POINTS {
        let code = f64::from(point) / f64::from(CURVE_POINTS - 1);
        let light = if code <= 0.04045 { code / 12.92 } else { ((code + 0.055) / 1.055).powf(2.4) };
        tag.extend(sixteen_bits(light).to_be_bytes());
    }
    tag
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1 by definition")]
fn sixteen_bits(light: f64) -> u16 {
    (light * 65535.0).round() as u16
}
