//! Claiming a letter before it is sent, so that two deliveries of one event send it once.

use crate::Context;
use crate::letter::Occasion;
use crate::recipients::Recipient;
use domain::Case;
use domain::follow::Letter;
use jiff::Timestamp;
use runtime::Fault;
use store::{EpochCheck, Invitation, LetterClaim};

/// Seconds after which a letter that was claimed and never marked is sent again: its sender crashed.
const CLAIM_SECONDS: i64 = 60;
const DOING: &str = "claiming a letter";

/// What a letter's claim is known by.
pub fn name(occasion: &Occasion, letter: &Letter, to: &Recipient) -> String {
    let kind: &'static str = letter.kind.into();
    let sequence = occasion.recorded.sequence;
    format!("{}#{sequence:06}#{kind}#{}", occasion.case().id, to.word)
}

/// When the letter became ours to send, if it did. Its link is kept in the same transaction.
pub async fn claim(
    context: &Context,
    case: &Case,
    name: &str,
    link: Option<(&str, &Invitation)>,
) -> Result<Option<Timestamp>, Fault> {
    let epochs = EpochCheck {
        cases_table: &context.own.cases_table,
        case: &case.id,
        member_epoch: case.access.member_epoch,
        others_epoch: case.access.others_epoch,
        ended_for: case.access.ended_for.len(),
    };
    let (access, now) = (&context.files.access, context.now());
    let mut claim = access.claim_letter(name, epochs, link, now).await?;
    if let LetterClaim::Held { since } = claim
        && now.duration_since(since).as_secs() >= CLAIM_SECONDS
    {
        claim = access.take_over(name, epochs, link, since, now).await?;
    }
    match claim {
        LetterClaim::Granted => Ok(Some(now)),
        LetterClaim::Sent => Ok(None),
        // The case has moved on: the event comes again, and is decided by the case as it is then.
        LetterClaim::Stale => Err(Fault::busy(DOING, "the case has moved on")),
        LetterClaim::Held { .. } => Err(Fault::busy(DOING, "another is sending it")),
    }
}
