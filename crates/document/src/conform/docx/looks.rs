//! What styles, defaults and the paragraph itself say together.

use std::collections::HashMap;

use roxmltree::{Document, Node};

use super::{attribute, child, number, value};

/// A least height of lines, points, that lines of 13 and 14 point letters surpass.
const LOW: f64 = 15.0;
/// Styles based on styles.
const MOST_HEIRS: usize = 32;
/// The family of a file that names none.
const UNNAMED: &str = "Times New Roman";

/// How letters look; nothing said is `None`.
#[derive(Debug, Clone, Default)]
pub struct Letters {
    pub family: Option<String>,
    /// Points.
    pub size: Option<f64>,
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub underlined: Option<bool>,
    pub capitals: Option<bool>,
    pub hidden: Option<bool>,
    pub raised: Option<bool>,
    pub colour: Option<[f64; 3]>,
}

/// How a paragraph is set; lengths in twentieths of a point.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    pub alignment: Option<String>,
    pub first: Option<f64>,
    pub left: Option<f64>,
    pub right: Option<f64>,
    pub before: Option<f64>,
    pub after: Option<f64>,
    /// Multiple of single spacing; of an exact height, that height in points, negative.
    pub line: Option<f64>,
    /// Word numbers it.
    pub numbered: Option<bool>,
    /// A border above or below: which side, black.
    pub border: Option<Border>,
}

/// A border of a paragraph that can serve as a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Border {
    pub above: bool,
    pub solid: bool,
    pub black: bool,
}

#[derive(Debug, Clone, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    letters: Letters,
    setting: Setting,
}

/// Styles of a file.
#[derive(Debug, Default)]
pub struct Looks {
    styles: HashMap<String, Style>,
    defaults: Style,
    usual: Option<String>,
    fonts: Fonts,
}

/// Families of the theme.
#[derive(Debug, Default)]
struct Fonts {
    major: Option<String>,
    minor: Option<String>,
}

impl Looks {
    /// Reads the styles of a file.
    pub fn read(styles: Option<&Document<'_>>, theme: Option<&Document<'_>>) -> Self {
        let mut looks = Self::default();
        if let Some(theme) = theme {
            let family = |kind: &str| {
                let font = theme.descendants().find(|node| node.tag_name().name() == kind)?;
                attribute(child(font, "latin")?, "typeface").map(str::to_owned)
            };
            looks.fonts = Fonts { major: family("majorFont"), minor: family("minorFont") };
        }
        let Some(styles) = styles else { return looks };
        let root = styles.root_element();
        if let Some(defaults) = child(root, "docDefaults") {
            let inner = |outer: &str, inner: &str| child(defaults, outer).and_then(|node| child(node, inner));
            looks.defaults.letters = inner("rPrDefault", "rPr").map(|node| looks.letters_of(node)).unwrap_or_default();
            looks.defaults.setting = inner("pPrDefault", "pPr").map(setting_of).unwrap_or_default();
        }
        for node in root.children().filter(|node| node.tag_name().name() == "style") {
            let Some(id) = attribute(node, "styleId") else { continue };
            let style = Style {
                name: value(node, "name").unwrap_or(id).to_owned(),
                based_on: value(node, "basedOn").map(str::to_owned),
                letters: child(node, "rPr").map(|node| looks.letters_of(node)).unwrap_or_default(),
                setting: child(node, "pPr").map(setting_of).unwrap_or_default(),
            };
            let paragraph = attribute(node, "type").is_none_or(|kind| kind == "paragraph");
            if paragraph && attribute(node, "default").is_some_and(yes) {
                looks.usual = Some(id.to_owned());
            }
            looks.styles.insert(id.to_owned(), style);
        }
        looks
    }

    /// The style of a paragraph, what it is based on first.
    fn chain(&self, id: Option<&str>) -> Vec<&Style> {
        let mut chain = Vec::new();
        let mut next = id.or(self.usual.as_deref());
        while let Some(style) = next.and_then(|id| self.styles.get(id)) {
            chain.push(style);
            next = style.based_on.as_deref().filter(|_| chain.len() < MOST_HEIRS);
        }
        chain.reverse();
        chain
    }

    /// Name of a style.
    pub fn name(&self, id: Option<&str>) -> String {
        self.chain(id).last().map_or("Normal", |style| style.name.as_str()).to_owned()
    }

    /// How a paragraph is set.
    pub fn setting(&self, id: Option<&str>, own: Option<Node<'_, '_>>) -> Setting {
        let mut all = self.defaults.setting.clone();
        for style in self.chain(id) {
            all.take(&style.setting);
        }
        if let Some(own) = own {
            all.take(&setting_of(own));
        }
        all
    }

    /// How letters look in a paragraph of a style, in a run of its own looks.
    pub fn letters(&self, id: Option<&str>, own: Option<Node<'_, '_>>) -> Letters {
        let mut all = self.defaults.letters.clone();
        for style in self.chain(id) {
            all.take(&style.letters);
        }
        if let Some(own) = own {
            if let Some(character) = value(own, "rStyle") {
                for style in self.chain(Some(character)) {
                    all.take(&style.letters);
                }
            }
            all.take(&self.letters_of(own));
        }
        if all.family.is_none() {
            all.family = Some(UNNAMED.to_owned());
        }
        all
    }

    fn letters_of(&self, node: Node<'_, '_>) -> Letters {
        let toggle = |name: &str| child(node, name).map(|child| attribute(child, "val").is_none_or(yes));
        let family = child(node, "rFonts").and_then(|fonts| {
            let named = attribute(fonts, "ascii").or_else(|| attribute(fonts, "hAnsi"));
            let of_theme = || {
                let theme = attribute(fonts, "asciiTheme").or_else(|| attribute(fonts, "hAnsiTheme"))?;
                if theme.starts_with("major") { self.fonts.major.as_deref() } else { self.fonts.minor.as_deref() }
            };
            of_theme().or(named).map(str::to_owned)
        });
        Letters {
            family,
            size: child(node, "sz").and_then(|size| number(size, "val")).map(|half| half / 2.0),
            bold: toggle("b"),
            italic: toggle("i"),
            underlined: child(node, "u").map(|u| attribute(u, "val").is_none_or(|kind| kind != "none")),
            capitals: toggle("caps"),
            hidden: toggle("vanish"),
            raised: child(node, "vertAlign").map(|align| attribute(align, "val").is_some_and(|kind| kind != "baseline")),
            colour: value(node, "color").and_then(colour),
        }
    }
}

impl Letters {
    fn take(&mut self, other: &Self) {
        macro_rules! take {
            ($($field:ident),*) => {$(if other.$field.is_some() { self.$field.clone_from(&other.$field); })*};
        }
        take!(family, size, bold, italic, underlined, capitals, hidden, raised, colour);
    }
}

impl Setting {
    fn take(&mut self, other: &Self) {
        macro_rules! take {
            ($($field:ident),*) => {$(if other.$field.is_some() { self.$field.clone_from(&other.$field); })*};
        }
        take!(alignment, first, left, right, before, after, line, numbered, border);
    }
}

fn setting_of(node: Node<'_, '_>) -> Setting {
    let indent = child(node, "ind");
    let of_indent = |names: [&str; 2]| indent.and_then(|indent| names.iter().find_map(|name| number(indent, name)));
    let hanging = of_indent(["hanging", "hanging"]).map(|hanging| -hanging);
    let spacing = child(node, "spacing");
    let line = spacing.and_then(|spacing| {
        let height = number(spacing, "line")?;
        Some(match attribute(spacing, "lineRule") {
            None | Some("auto") => height / 240.0,
            // Letters of text are higher than a small least height: their lines are single.
            Some("atLeast") if height / 20.0 <= LOW => 1.0,
            Some(_) => -height / 20.0,
        })
    });
    let automatic = |which: &str| spacing.and_then(|spacing| attribute(spacing, which)).filter(|on| yes(on)).map(|_| 280.0);
    let borders = child(node, "pBdr");
    let border = ["bottom", "top"].iter().find_map(|side| {
        let border = borders.and_then(|borders| child(borders, side))?;
        let kind = attribute(border, "val")?;
        let black = attribute(border, "color").is_none_or(|raw| raw == "auto" || colour(raw).is_some_and(is_black));
        let solid = !["dash", "dot"].iter().any(|word| kind.to_lowercase().contains(word));
        (kind != "none" && kind != "nil").then_some(Border { above: *side == "top", solid, black })
    });
    Setting {
        alignment: value(node, "jc").map(str::to_owned),
        first: hanging.or_else(|| of_indent(["firstLine", "firstLine"])),
        left: of_indent(["left", "start"]),
        right: of_indent(["right", "end"]),
        before: automatic("beforeAutospacing").or_else(|| spacing.and_then(|spacing| number(spacing, "before"))),
        after: automatic("afterAutospacing").or_else(|| spacing.and_then(|spacing| number(spacing, "after"))),
        line,
        numbered: child(node, "numPr").map(|number| value(number, "numId").is_none_or(|id| id != "0")),
        border,
    }
}

/// True of `1`, `true`, `on`.
pub fn yes(raw: &str) -> bool {
    !matches!(raw, "0" | "false" | "off" | "none")
}

/// `FF0000` as red, green, blue.
pub fn colour(raw: &str) -> Option<[f64; 3]> {
    let value = u32::from_str_radix(raw.trim_start_matches('#'), 16).ok().filter(|_| raw.trim_start_matches('#').len() == 6)?;
    Some([value >> 16, value >> 8, value].map(|part| f64::from(part & 0xFF) / 255.0))
}

/// Dark enough to be printed black.
pub fn is_black(colour: [f64; 3]) -> bool {
    colour.iter().all(|part| *part < 0.2)
}
