//! How long an ended case is kept.

use crate::Case;
use crate::calendar::london;
use crate::case::{Ended, Ending};
use crate::referral::AgeBand;
use jiff::{Timestamp, ToSpan};

/// Years for which a consented case is kept after its end (NHS Records Management Code of Practice).
pub const RETENTION_YEARS: i32 = 8;

/// Years for which a child's case is kept: past the 25th birthday whatever the age was.
pub const RETENTION_YEARS_CHILD: i32 = 26;

/// Years by specialty, where they are longer: mental health, and cancer.
pub const RETENTION_YEARS_MENTAL_HEALTH: i32 = 20;

pub const RETENTION_YEARS_ONCOLOGY: i32 = 30;

/// Days for which a referral without consent is kept.
pub const RETENTION_DAYS_UNCONSENTED: i32 = 90;

/// The first moment at which an ended case is to be erased; nothing while it is open, held or gone.
pub fn erasable_from(case: &Case) -> Option<Timestamp> {
    let ended = case.ended.as_ref()?;
    let kept = case.keeping.erased.is_some() || case.keeping.legal_hold.is_some();
    (!kept).then(|| retained_until(case, ended))
}

/// Until when an ended case must be kept: the longest of the times that apply.
pub fn retained_until(case: &Case, ended: &Ended) -> Timestamp {
    let span = if case.consent.given.is_some() || ended.how == Ending::MemberDied {
        years_kept(case).years()
    } else {
        RETENTION_DAYS_UNCONSENTED.days()
    };
    london(ended.at).checked_add(span).map_or(Timestamp::MAX, |until| until.timestamp())
}

fn years_kept(case: &Case) -> i32 {
    let age = case.received.as_ref().map(|received| received.age);
    let child = matches!(age, Some(AgeBand::Under16 | AgeBand::From16To17));
    let specialty = case.casework.specialty().map_or("", |specialty| specialty.code());
    // NHS main specialty codes: 700 to 727 are mental health, 370 and 800 medical and clinical oncology.
    let for_specialty = match specialty.parse() {
        Ok(700..=727) => RETENTION_YEARS_MENTAL_HEALTH,
        Ok(370 | 800) => RETENTION_YEARS_ONCOLOGY,
        _ => RETENTION_YEARS,
    };
    let for_age = if child { RETENTION_YEARS_CHILD } else { RETENTION_YEARS };
    for_specialty.max(for_age)
}
