//! Capitation: pence per head per month, by day, rounded half-up to the penny once per line.

use super::{HeadCount, Month, Tier};
use crate::money::{Pence, TooMuch};
use jiff::civil::Date;

/// Heads counted over the days on which the contract runs in the month: the sum over those days.
pub fn head_days(month: Month, runs: impl Fn(Date) -> bool, counts: &[HeadCount]) -> i64 {
    let days = month.first().series(jiff::Span::new().days(1)).take_while(|day| *day < month.end());
    days.filter(|day| runs(*day)).map(|day| i64::from(heads_on(day, counts))).sum()
}

/// The latest declaration that has begun; of two for one day, the one made later (further back in the list).
fn heads_on(day: Date, counts: &[HeadCount]) -> u32 {
    let begun = counts.iter().filter(|count| count.from <= day);
    begun.max_by_key(|count| count.from).map_or(0, |count| count.heads)
}

/// The price of a month: the band of the average heads, their share of the month, at least the
/// minimum's share of the days that the contract runs.
pub(super) fn price(
    tiers: &[Tier],
    minimum: Pence,
    head_days: i64,
    days_run: i64,
    month: Month,
) -> Result<Pence, TooMuch> {
    let average = if days_run == 0 { 0 } else { head_days / days_run };
    let band = tiers.iter().filter(|tier| i64::from(tier.heads_from) <= average);
    let per_head = band.max_by_key(|tier| tier.heads_from).map_or(Pence(0), |tier| tier.price);
    let charge = per_head.share(head_days, month.days())?;
    Ok(charge.max(minimum.share(days_run, month.days())?))
}
