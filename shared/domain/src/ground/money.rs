//! Money: whole pence of pounds sterling, always checked, never a floating point number.

use serde::{Deserialize, Serialize};

/// An amount in pence. Negative amounts are credits.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pence(pub i64);

/// The sum does not fit in 64 bits: some input is wrong by many orders of magnitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the amount is too large to be money")]
pub struct TooMuch;

impl Pence {
    pub fn plus(self, other: Self) -> Result<Self, TooMuch> {
        self.0.checked_add(other.0).map(Self).ok_or(TooMuch)
    }

    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, TooMuch> {
        amounts.into_iter().try_fold(Self(0), Self::plus)
    }

    /// What a person typed as pounds, such as `50`, `£49.50` or `1,200`; nothing if it is no amount.
    pub fn parse_pounds(typed: &str) -> Option<Self> {
        let plain = typed.trim().trim_start_matches('£').replace(',', "");
        let (pounds, pence) = plain.split_once('.').unwrap_or((&plain, "00"));
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(pounds) || !digits(pence) || pence.len() != 2 {
            return None;
        }
        let (pounds, pence): (i64, i64) = (pounds.parse().ok()?, pence.parse().ok()?);
        pounds.checked_mul(100)?.checked_add(pence).map(Self)
    }

    /// `self × numerator ÷ denominator`, halves rounded away from zero, once, at the end.
    ///
    /// The denominator is positive by construction: a number of days or one hundred per cent.
    pub fn share(self, numerator: i64, denominator: i64) -> Result<Self, TooMuch> {
        let (product, whole) =
            (i128::from(self.0) * i128::from(numerator), i128::from(denominator));
        let half = if product < 0 { -whole / 2 } else { whole / 2 };
        i64::try_from((product + half) / whole).map(Self).map_err(|_| TooMuch)
    }
}

impl std::fmt::Display for Pence {
    /// `£1,240.00`, `-£0.05`.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (pounds, pence) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let digits = pounds.to_string();
        let mut grouped = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(formatter, "{sign}£{grouped}.{pence:02}")
    }
}

/// How value added tax applies to a line, each with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Vat {
    /// A clinical second opinion protects the health of the person (VATA 1994 Sch 9 Grp 7).
    ExemptHealth,
    /// A charge for cover or administration, or a report for a third party's decision.
    Standard,
}

impl Vat {
    pub fn percent(self) -> i64 {
        match self {
            Self::ExemptHealth => 0,
            Self::Standard => 20,
        }
    }

    pub fn reason(self) -> &'static str {
        match self {
            Self::ExemptHealth => "exempt: VATA 1994 Sch 9 Grp 7 (health)",
            Self::Standard => "standard rate: cover and administration",
        }
    }

    /// The tax on a net amount, half-up to the penny per line.
    pub fn on(self, net: Pence) -> Result<Pence, TooMuch> {
        net.share(self.percent(), 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_pounds_are_pence_or_nothing() {
        for (typed, pence) in [("50", 5_000), ("£49.50", 4_950), (" 1,200 ", 120_000), ("0.05", 5)]
        {
            assert_eq!(Pence::parse_pounds(typed), Some(Pence(pence)), "{typed}");
        }
        for typed in ["", "-5", "5.5", "5.505", "five", "5.", ".50", "1e3", "99999999999999999999"]
        {
            assert_eq!(Pence::parse_pounds(typed), None, "{typed}");
        }
    }

    #[test]
    fn money_is_shown_in_pounds() {
        for (pence, shown) in [(0, "£0.00"), (5, "£0.05"), (124_000, "£1,240.00"), (-5, "-£0.05")]
        {
            assert_eq!(Pence(pence).to_string(), shown);
        }
        assert_eq!(Pence(12_345_678_900).to_string(), "£123,456,789.00");
    }

    #[test]
    fn a_share_rounds_halves_away_from_zero_once() {
        for (amount, by, of, expected) in
            [(100, 1, 3, 33), (5, 1, 2, 3), (-5, 1, 2, -3), (101, 15, 30, 51), (7, 0, 31, 0)]
        {
            assert_eq!(Pence(amount).share(by, of), Ok(Pence(expected)), "{amount} × {by}/{of}");
        }
    }

    #[test]
    fn too_much_is_refused_rather_than_wrapped() {
        assert_eq!(Pence(i64::MAX).plus(Pence(1)), Err(TooMuch));
        assert_eq!(Pence(i64::MAX).share(2, 1), Err(TooMuch));
    }

    #[test]
    fn tax_is_rounded_per_line() {
        assert_eq!(Vat::Standard.on(Pence(1_003)), Ok(Pence(201)));
        assert_eq!(Vat::ExemptHealth.on(Pence(1_003)), Ok(Pence(0)));
    }
}
