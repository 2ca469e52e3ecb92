//! The Vietnamese alphabetical order (CLDR tailoring `vi`): letters first, tones only break ties.
//!
//! Neither the root collation nor SQLite's orders know it, so text is sorted in Rust, here.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;

/// Compares strings as a Vietnamese reader files them.
pub struct VietnameseOrder(Option<CollatorBorrowed<'static>>);

impl VietnameseOrder {
    /// Loads the order from the data compiled into the program.
    pub fn new() -> Self {
        Self(Collator::try_new(locale!("vi").into(), CollatorOptions::default()).ok())
    }

    /// Compares two strings; strings that the collation holds equal are ordered by code points.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.0.as_ref().map_or(Ordering::Equal, |order| order.compare(a, b)).then_with(|| a.cmp(b))
    }
}

impl Default for VietnameseOrder {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_stand_in_the_worked_order() {
        let expected = ["Ái", "Anh", "Ánh", "Ăn", "Ân", "Ẩn", "Dung", "Dũng", "Đăng", "Đức"];
        let mut names = expected;
        names.reverse();
        let order = VietnameseOrder::new();
        names.sort_by(|a, b| order.compare(a, b));
        assert_eq!(names, expected);
    }

    #[test]
    fn tones_order_after_letters() {
        let expected = ["ma", "mà", "mả", "mã", "má", "mạ", "mang"];
        let mut words = expected;
        words.reverse();
        let order = VietnameseOrder::new();
        words.sort_by(|a, b| order.compare(a, b));
        assert_eq!(words, expected);
    }
}
