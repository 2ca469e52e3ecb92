//! The head of page 1 and the signature block, as Decree 30/2020/NĐ-CP, Phụ lục I draws them.

use super::pager::Sheet;
use super::paragraph::{SetLine, as_f64};
use super::{Row, SINGLE, Setter, points, tenths};
use crate::error::RenderError;
use crate::fonts::Face;
use crate::model::{AnnexPart, SIGN_HERE, Stamp};
use crate::page::{Ink, Item, Line, Mark, Role, TextRun};

/// Stroke of the drawn rules.
const RULE: f64 = 0.75;

/// Size of the words of a stamp.
const STAMP_SIZE: f64 = 13.0;
/// Stroke of its frame.
const STAMP_STROKE: f64 = 1.0;
/// Space above its frame.
const STAMP_SPACE: f64 = 5.0;

/// Smaller size of place and date.
const SMALL_DATE: f64 = 13.0;

/// Lines stacked in a column, with the rules among them.
struct Stack {
    items: Vec<Item>,
    height: f64,
}

impl Stack {
    fn new() -> Self {
        Self { items: Vec::new(), height: 0.0 }
    }

    /// A drawn rule of `width` around `centre`, a little below what stands there.
    fn rule(&mut self, centre: f64, width: f64) {
        let y = self.height + 3.0;
        self.items.push(Item::Line(Line { from: (centre - width / 2.0, y), to: (centre + width / 2.0, y), width: RULE, ink: Ink::Black }));
        self.height += 5.0;
    }
}

impl Setter<'_> {
    fn stack(&self, stack: &mut Stack, lines: Vec<SetLine>, size: f64) {
        let height = size * SINGLE;
        for line in lines {
            stack.items.extend(line.items(stack.height + self.baseline(size, height)));
            stack.height += height;
        }
    }

    /// Quốc hiệu, names of the bodies, number, date, title, addressees.
    pub fn head(&mut self, sheet: &Sheet) -> Result<Vec<Row>, RenderError> {
        let mut rows = vec![self.names(sheet)?, self.number_and_date(sheet)?];
        rows.push(self.title(sheet)?);
        rows.extend(self.addressees(sheet)?);
        for row in &mut rows {
            row.keep_with_next = true;
        }
        Ok(rows)
    }

    /// Widths of the two blocks: the right one as the profile says, never below what Quốc hiệu needs on one line.
    pub fn columns(&self, sheet: &Sheet) -> Result<(f64, f64), RenderError> {
        let profile = &self.document.profile;
        let need = self.fonts.width(Face::Bold, points(profile.national_title_size), &self.document.head.national_title)?;
        let right = tenths(profile.head_right_width).max(need + 1.0).min(sheet.width());
        Ok((sheet.width() - right, right))
    }

    fn names(&mut self, sheet: &Sheet) -> Result<Row, RenderError> {
        let (head, profile) = (&self.document.head, &self.document.profile);
        let (left_width, right_width) = self.columns(sheet)?;
        let right_edge = sheet.left + left_width;
        let size = points(profile.national_title_size);
        let mut left = Stack::new();
        let superior = Mark::Content(self.element(Role::Paragraph, 0));
        self.stack(&mut left, self.centred(&head.superior, Face::Regular, size, sheet.left, left_width - 6.0, superior)?, size);
        let agency = Mark::Content(self.element(Role::Paragraph, 0));
        let lines = self.centred(&head.agency, Face::Bold, size, sheet.left, left_width - 6.0, agency)?;
        let last = lines.last().map(|last| (last.left + last.width / 2.0, last.width));
        self.stack(&mut left, lines, size);
        if let Some((centre, width)) = last {
            left.rule(centre, width * 0.4);
        }
        let mut right = Stack::new();
        let nation = Mark::Content(self.element(Role::Paragraph, 0));
        self.stack(&mut right, self.centred(&head.national_title, Face::Bold, size, right_edge, right_width, nation)?, size);
        let motto_size = points(profile.motto_size);
        let motto = Mark::Content(self.element(Role::Paragraph, 0));
        let lines = self.centred(&head.motto, Face::Bold, motto_size, right_edge, right_width, motto)?;
        let last = lines.last().map(|last| (last.left + last.width / 2.0, last.width));
        self.stack(&mut right, lines, motto_size);
        if let Some((centre, width)) = last {
            right.rule(centre, width);
        }
        let height = left.height.max(right.height);
        left.items.append(&mut right.items);
        Ok(Row { height, items: left.items, ..Row::default() })
    }

    /// Ô 3 and ô 4 on one baseline.
    fn number_and_date(&mut self, sheet: &Sheet) -> Result<Row, RenderError> {
        let (head, profile) = (&self.document.head, &self.document.profile);
        let (left_width, right_width) = self.columns(sheet)?;
        let number_size = points(profile.number_size);
        let date_size = self.date_size(right_width)?;
        let height = number_size.max(date_size) * SINGLE;
        let number = Mark::Content(self.element(Role::Paragraph, 0));
        let number_lines = self.centred(&head.number, Face::Regular, number_size, sheet.left, left_width - 6.0, number)?;
        let date = Mark::Content(self.element(Role::Paragraph, 0));
        let date_lines = self.centred(&head.place_and_date, Face::Italic, date_size, sheet.left + left_width, right_width, date)?;
        let deepest = number_lines.len().max(date_lines.len());
        let mut items = Vec::new();
        for lines in [number_lines, date_lines] {
            for (index, line) in lines.into_iter().enumerate() {
                items.extend(line.items(self.baseline(date_size, height) + as_f64(index) * height));
            }
        }
        let mut total = height * as_f64(deepest);
        for stamp in &head.stamps {
            let mark = Mark::Content(self.element(Role::Paragraph, 0));
            total += self.stamp(stamp, sheet.left, left_width - 6.0, total, mark, &mut items)?;
        }
        Ok(Row { height: total, space_before: 6.0, items, ..Row::default() })
    }

    /// A long place name stays on one line with the smaller of the two sizes that the decree allows.
    pub fn date_size(&self, width: f64) -> Result<f64, RenderError> {
        let usual = points(self.document.profile.date_size);
        let fits = self.fonts.width(Face::Italic, usual, &self.document.head.place_and_date)? <= width;
        Ok(if fits { usual } else { usual.min(SMALL_DATE) })
    }

    /// Ô 10: red words in a red frame, centred under the number; what it adds to the height.
    fn stamp(&self, stamp: &Stamp, left: f64, width: f64, top: f64, mark: Mark, items: &mut Vec<Item>) -> Result<f64, RenderError> {
        let size = STAMP_SIZE;
        // A frame is never narrower than its words, nor wider than the block of the number.
        let words = self.fonts.width(Face::Bold, size, &stamp.words)? + size;
        let (frame_width, frame_height) = (tenths(stamp.width).max(words).min(width), tenths(stamp.height));
        let line_height = size * SINGLE;
        let room = self.centred(&stamp.words, Face::Bold, size, left, frame_width, mark)?.len();
        let frame_height = frame_height.max(as_f64(room) * line_height);
        let (x, y) = (left + (width - frame_width) / 2.0, top + STAMP_SPACE);
        let (right, bottom) = (x + frame_width, y + frame_height);
        let sides = [((x, y), (right, y)), ((x, bottom), (right, bottom)), ((x, y), (x, bottom)), ((right, y), (right, bottom))];
        items.extend(sides.map(|(from, to)| Item::Line(Line { from, to, width: STAMP_STROKE, ink: Ink::Red })));
        let lines = self.centred(&stamp.words, Face::Bold, size, x, frame_width, mark)?;
        let first = y + (frame_height - as_f64(lines.len()) * line_height) / 2.0 + self.baseline(size, line_height);
        for (index, line) in lines.into_iter().enumerate() {
            let red = |item| match item {
                Item::Text(run) => Item::Text(TextRun { ink: Ink::Red, ..run }),
                other => other,
            };
            items.extend(line.items(first + as_f64(index) * line_height).map(red));
        }
        Ok(STAMP_SPACE + frame_height)
    }

    /// Ô 5a: "BÁO CÁO", the subject, the rule; one heading of level 1.
    fn title(&mut self, sheet: &Sheet) -> Result<Row, RenderError> {
        let head = &self.document.head;
        let size = self.body_size();
        let element = self.element(Role::Heading(1), 0);
        let mut stack = Stack::new();
        self.stack(&mut stack, self.centred(&head.kind, Face::Bold, size, sheet.left, sheet.width(), Mark::Content(element))?, size);
        let mut lines = Vec::new();
        for line in &head.subject {
            lines.extend(self.centred(line, Face::Bold, size, sheet.left, sheet.width(), Mark::Content(element))?);
        }
        let last = lines.last().map(|last| (last.left + last.width / 2.0, last.width));
        self.stack(&mut stack, lines, size);
        if let Some((centre, width)) = last {
            stack.rule(centre, width * 0.4);
        }
        let bookmark = Some((self.document.title.clone(), 1, element));
        Ok(Row { height: stack.height, space_before: 18.0, items: stack.items, bookmark, ..Row::default() })
    }

    /// Ô 9a: one addressee on the line of "Kính gửi:", several below each other, the dashes under the colon.
    fn addressees(&mut self, sheet: &Sheet) -> Result<Vec<Row>, RenderError> {
        let head = &self.document.head;
        let Some(first) = head.addressees.first() else { return Ok(Vec::new()) };
        let size = self.body_size();
        let height = self.leading(size);
        let salutation_width = self.fonts.width(Face::Regular, size, head.salutation.trim_end_matches(':'))?;
        let line_width = self.fonts.width(Face::Regular, size, &format!("{} {first}", head.salutation))?;
        let single = head.addressees.len() == 1;
        let left = if single { sheet.left + ((sheet.width() - line_width) / 2.0).max(0.0) } else { sheet.left + tenths(250) };
        let mut rows = Vec::new();
        let mark = Mark::Content(self.element(Role::Paragraph, 0));
        let text = if single { format!("{} {first}", head.salutation) } else { head.salutation.clone() };
        rows.extend(self.left_rows(&text, size, left, sheet.right() - left, mark, height, 12.0)?);
        if !single {
            let dash = left + salutation_width;
            for addressee in &head.addressees {
                let mark = Mark::Content(self.element(Role::Paragraph, 0));
                rows.extend(self.left_rows(addressee, size, dash, sheet.right() - dash, mark, height, 0.0)?);
            }
        }
        if let Some(last) = rows.last_mut() {
            last.height += 6.0;
        }
        Ok(rows)
    }

    #[expect(clippy::too_many_arguments, reason = "where, how and what of a plain text line")]
    fn left_rows(
        &self,
        text: &str,
        size: f64,
        left: f64,
        width: f64,
        mark: Mark,
        height: f64,
        space: f64,
    ) -> Result<Vec<Row>, RenderError> {
        use super::paragraph::{Measure, Piece, Setting, set};
        let measure = Measure { left, width, indent: 0.0, size, setting: Setting::Left };
        let lines = set(self.fonts, &[Piece::plain(text, Face::Regular)], measure, mark)?;
        Ok(self.rows_of(lines, size, height, space))
    }

    /// Ô 7 and 9b side by side, as one piece.
    pub fn signature(&mut self, sheet: &Sheet) -> Result<Row, RenderError> {
        use super::paragraph::{Measure, Piece, Setting, set};
        let (closing, profile) = (&self.document.closing, &self.document.profile);
        let half = sheet.width() / 2.0;
        let mut left = Stack::new();
        let title_size = points(profile.recipients_title_size);
        let list_size = points(profile.recipients_size);
        let entries = std::iter::once((&closing.recipients_title, Face::BoldItalic, title_size))
            .chain(closing.recipients.iter().map(|text| (text, Face::Regular, list_size)));
        for (text, face, size) in entries {
            let mark = Mark::Content(self.element(Role::Paragraph, 0));
            let measure = Measure { left: sheet.left, width: half - 12.0, indent: 0.0, size, setting: Setting::Left };
            self.stack(&mut left, set(self.fonts, &[Piece::plain(text, face)], measure, mark)?, size);
        }
        let mut right = Stack::new();
        let size = self.body_size();
        for title in &closing.titles {
            let mark = Mark::Content(self.element(Role::Paragraph, 0));
            self.stack(&mut right, self.centred(title, Face::Bold, size, sheet.left + half, half, mark)?, size);
        }
        right.height += tenths(profile.signature_space);
        let mark = Mark::Content(self.element(Role::Paragraph, 0));
        self.stack(&mut right, self.centred(&closing.name, Face::Bold, size, sheet.left + half, half, mark)?, size);
        let height = left.height.max(right.height);
        left.items.append(&mut right.items);
        Ok(Row { height, space_before: 12.0, items: left.items, ..Row::default() })
    }

    /// Who signs a table, side by side below it, with room for their hands.
    pub fn annex_signatures(&mut self, annex: &AnnexPart, sheet: &Sheet, section: usize) -> Result<Row, RenderError> {
        let size = points(self.document.profile.recipients_title_size);
        let width = sheet.width() / as_f64(annex.signatures.len());
        let (mut items, mut height) = (Vec::new(), 0.0_f64);
        for (index, office) in annex.signatures.iter().enumerate() {
            let left = sheet.left + as_f64(index) * width;
            let mut stack = Stack::new();
            for (text, face) in [(office.as_str(), Face::Bold), (SIGN_HERE, Face::Italic)] {
                let mark = Mark::Content(self.element(Role::Paragraph, section));
                self.stack(&mut stack, self.centred(text, face, size, left, width, mark)?, size);
            }
            height = height.max(stack.height);
            items.append(&mut stack.items);
        }
        Ok(Row { height: height + tenths(self.document.profile.signature_space), space_before: 12.0, items, ..Row::default() })
    }
}
