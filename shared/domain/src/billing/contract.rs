//! Contracts: dated, never overlapping another of that client, by covered population or by referral.

use crate::directory::within;
use crate::ids::{ClientId, ContractId};
use crate::money::{Pence, Vat};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Contract {
    pub id: ContractId,
    pub client: ClientId,
    pub from: Date,
    /// The first day on which it no longer runs.
    pub until: Option<Date>,
    pub basis: Basis,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Basis {
    /// Pence per head per month, by band of heads; never below the minimum.
    Capitation { tiers: Vec<Tier>, minimum: Pence },
    /// A fee for each referral, due at consent or at release, and one flat cancellation fee.
    PerReferral { fee: Pence, due: FallsDue, cancellation_fee: Pence },
}

/// The price of a head where there are at least so many. The whole population pays its band's price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tier {
    pub heads_from: u32,
    pub price: Pence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FallsDue {
    Consent,
    Release,
}

/// From that day on, so many people are covered. Of two declarations for one day the later made counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeadCount {
    pub from: Date,
    pub heads: u32,
}

/// The largest amount in a contract: a million pounds. A month's sums stay far within 64 bits.
pub const AMOUNT_MAX: Pence = Pence(100_000_000);

/// The most people that a client can declare: more than live in the country would be a slip.
pub const HEADS_MAX: u32 = 100_000_000;

/// The most bands of heads.
pub const TIERS_MAX: usize = 50;

impl HeadCount {
    pub fn is_sound(&self) -> bool {
        self.heads <= HEADS_MAX
    }
}

impl Contract {
    pub fn runs_on(&self, day: Date) -> bool {
        within(day, self.from, self.until)
    }

    /// Ends after it begins, and no amount or number in it is one that the month's sums could not hold.
    pub fn is_sound(&self) -> bool {
        let (amounts, tiers): (Vec<Pence>, &[Tier]) = match &self.basis {
            Basis::Capitation { tiers, minimum } => {
                (tiers.iter().map(|tier| tier.price).chain([*minimum]).collect(), tiers)
            }
            Basis::PerReferral { fee, cancellation_fee, .. } => {
                (vec![*fee, *cancellation_fee], &[])
            }
        };
        let priced = matches!(self.basis, Basis::PerReferral { .. }) || !tiers.is_empty();
        self.until.is_none_or(|until| self.from < until)
            && amounts.into_iter().all(|amount| (Pence(0)..=AMOUNT_MAX).contains(&amount))
            && tiers.iter().all(|tier| tier.heads_from <= HEADS_MAX)
            && priced
            && tiers.len() <= TIERS_MAX
    }

    pub fn overlaps(&self, other: &Self) -> bool {
        self.client == other.client
            && self.until.is_none_or(|until| other.from < until)
            && other.until.is_none_or(|until| self.from < until)
    }

    pub fn vat(&self) -> Vat {
        match self.basis {
            Basis::Capitation { .. } => Vat::Standard,
            Basis::PerReferral { .. } => Vat::ExemptHealth,
        }
    }
}
