//! Exact figures: counts, millions of đồng, square metres. No floating point anywhere.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, Sub};
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How many decimals are kept. Six make one đồng the smallest step of a figure in triệu đồng.
pub const DECIMALS: u32 = 6;

/// An exact decimal number with at most [`DECIMALS`] decimals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(Decimal);

/// Why a number is not a [`Quantity`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// Not a decimal number.
    #[error("not a decimal number")]
    NotANumber,
    /// More decimals than [`DECIMALS`].
    #[error("more than {DECIMALS} decimals")]
    TooFine,
    /// Larger than 9,000,000,000,000 in absolute value.
    #[error("too large")]
    TooLarge,
}

const LIMIT: i64 = 9_000_000_000_000;

impl Quantity {
    /// Zero.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// A whole number.
    pub fn whole(n: u64) -> Self {
        Self(Decimal::from(n))
    }

    /// The figure in millionths, as it is stored.
    ///
    /// # Errors
    /// [`QuantityError::TooLarge`] for sums beyond the range of 64 bits.
    pub fn to_micros(self) -> Result<i64, QuantityError> {
        let mut scaled = self.0;
        scaled.rescale(DECIMALS);
        i64::try_from(scaled.mantissa()).map_err(|_| QuantityError::TooLarge)
    }

    /// The figure stored as `micros` millionths.
    pub fn from_micros(micros: i64) -> Self {
        Self(Decimal::new(micros, DECIMALS).normalize())
    }

    /// True for zero.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// True below zero.
    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }

    /// True when there is no fractional part.
    pub fn is_whole(self) -> bool {
        self.0.fract().is_zero()
    }

    /// The difference without its sign.
    #[must_use]
    pub fn distance(self, other: Self) -> Self {
        Self((self.0 - other.0).abs())
    }

    /// `self` as hundredths of `whole`, half-up at two decimals; `None` when `whole` is zero.
    pub fn percent_of(self, whole: Self) -> Option<Self> {
        let ratio = (self.0 * Decimal::ONE_HUNDRED).checked_div(whole.0)?;
        Some(Self(ratio.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero).normalize()))
    }

    /// `self / other` when that is exact at one decimal.
    pub fn exact_multiple_of(self, other: Self) -> Option<Self> {
        let rounded = self.0.checked_div(other.0)?.round_dp(1);
        (rounded * other.0 == self.0).then(|| Self(rounded.normalize()))
    }

    /// A printed number, without the bound of what is taken in: sums may be larger.
    pub fn from_plain(raw: &str) -> Option<Self> {
        Decimal::from_str_exact(raw).ok().map(|number| Self(number.normalize()))
    }

    /// True when `self` is more than so many percent of `whole`, exactly.
    pub fn exceeds_share(self, percent: Self, whole: Self) -> bool {
        self.0 * Decimal::ONE_HUNDRED > percent.0 * whole.0
    }

    /// A thousandth: triệu đồng as tỷ đồng.
    #[must_use]
    pub fn thousandth(self) -> Self {
        Self((self.0 * Decimal::new(1, 3)).normalize())
    }

    /// A ten-thousandth: m2 as ha.
    #[must_use]
    pub fn ten_thousandth(self) -> Self {
        Self((self.0 * Decimal::new(1, 4)).normalize())
    }

    /// The plain decimal form with a point, no grouping: `14526.8`.
    pub fn plain(self) -> String {
        self.0.normalize().to_string()
    }
}

impl FromStr for Quantity {
    type Err = QuantityError;

    /// Reads a plain decimal number with a point, as JSON writes it (`14526.8`, `1e3`).
    fn from_str(raw: &str) -> Result<Self, Self::Err> {
        let parsed = if raw.contains(['e', 'E']) { Decimal::from_scientific(raw) } else { Decimal::from_str_exact(raw) };
        let number = parsed.map_err(|_| QuantityError::NotANumber)?.normalize();
        if number.scale() > DECIMALS {
            return Err(QuantityError::TooFine);
        }
        if number.abs() > Decimal::from(LIMIT) {
            return Err(QuantityError::TooLarge);
        }
        Ok(Self(number))
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain())
    }
}

impl Add for Quantity {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self((self.0 + other.0).normalize())
    }
}

impl Sub for Quantity {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self((self.0 - other.0).normalize())
    }
}

impl Sum for Quantity {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, Add::add)
    }
}

impl Serialize for Quantity {
    /// Written as a JSON number with all its digits.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.plain().parse::<serde_json::Number>().map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Quantity {
    /// Reads a number, or a text as older snapshots wrote it.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::Number(number) => number.to_string(),
            serde_json::Value::String(text) => text,
            _ => return Err(serde::de::Error::custom(QuantityError::NotANumber)),
        };
        written.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Quantity {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Quantity".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number", "minimum": 0, "maximum": LIMIT })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn q(raw: &str) -> Quantity {
        raw.parse().unwrap()
    }

    #[test]
    fn percents_round_half_up_at_two_decimals() {
        for (part, whole, percent) in
            [("105", "199", "52.76"), ("43", "105", "40.95"), ("1", "800", "0.13"), ("5", "5", "100"), ("126", "1412", "8.92")]
        {
            assert_eq!(q(part).percent_of(q(whole)), Some(q(percent)), "{part}/{whole}");
        }
        assert_eq!(q("1").percent_of(Quantity::ZERO), None);
    }

    #[test]
    fn refuses_what_cannot_be_kept_exactly() {
        assert_eq!("1.2345678".parse::<Quantity>(), Err(QuantityError::TooFine));
        assert_eq!("9000000000001".parse::<Quantity>(), Err(QuantityError::TooLarge));
        for bad in ["", "a", "1,5", "--1", "1e99"] {
            assert!(bad.parse::<Quantity>().is_err(), "{bad:?}");
        }
        assert_eq!(q("1e3"), Quantity::whole(1000));
    }

    proptest! {
        #[test]
        fn micros_round_trip(micros in -9_000_000_000_000_000_000_i64..9_000_000_000_000_000_000) {
            prop_assert_eq!(Quantity::from_micros(micros).to_micros(), Ok(micros));
        }

        #[test]
        fn plain_round_trips(micros in -9_000_000_000_000_000_000_i64..9_000_000_000_000_000_000) {
            let quantity = Quantity::from_micros(micros);
            prop_assert_eq!(quantity.plain().parse::<Quantity>(), Ok(quantity));
        }

        #[test]
        fn sums_do_not_depend_on_order(mut parts in prop::collection::vec(0_i64..1_000_000_000_000, 0..40)) {
            let forward: Quantity = parts.iter().copied().map(Quantity::from_micros).sum();
            parts.reverse();
            let backward: Quantity = parts.iter().copied().map(Quantity::from_micros).sum();
            prop_assert_eq!(forward, backward);
        }
    }
}
