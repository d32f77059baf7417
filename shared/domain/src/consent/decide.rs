//! Whether consent is given, recorded, changed, declined or taken back.

use super::amending::{Amendment, amend};
use super::{
    Command, Event, Heard, Refusal, Sign, Signatory, Statement, allow_nothing, current_statement,
};
use crate::case::ending::with_cancellation;
use crate::ids::DocumentId;
use crate::records::Use;
use crate::referral::{Address, AgeBand};
use crate::refusal::Gate;
use crate::{Actor, Case, access};
use jiff::Timestamp;

pub fn decide(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    let event = match command {
        Command::Give(sign) => {
            by.member()?;
            // What is signed on paper or said on the phone goes through no mail box.
            if case.access.address == Address::AtClient {
                return Err(access::Refusal::AddressAtClient.into());
            }
            given(may_sign(case, &sign)?, sign)
        }
        Command::Record { sign, heard, scan } => {
            by.owning_nurse(case, now)?;
            let statement = may_sign(case, &sign)?;
            if !case.records.is_clean_for(&scan, &Use::ConsentScan) {
                return Err(Refusal::ScanNotClean.into());
            }
            recorded(statement, sign, heard, scan)
        }
        Command::Amend { scopes, typed, signature, copy } => {
            return amend(case, by, Amendment { scopes, typed, signature, copy }, now);
        }
        Command::ConfirmSignature => {
            waits_to_be_confirmed(case, by, now)?;
            Event::SignatureConfirmed
        }
        Command::RefuseSignature => {
            waits_to_be_confirmed(case, by, now)?;
            Event::SignatureRefused
        }
        Command::Decline { reason } => {
            by.member_or_nurse(case, now)?;
            not_yet_given(case)?;
            Event::Declined { reason }
        }
        Command::Remind => {
            by.clock()?;
            falls_due(crate::due::next_reminder(case), now)?;
            Event::Reminded { reminder: case.consent.reminders + 1 }
        }
        Command::Lapse => {
            by.clock()?;
            falls_due(crate::due::lapses_at(case), now)?;
            Event::Lapsed
        }
        Command::Withdraw { reason } => {
            by.member_or_nurse(case, now)?;
            case.standing_consent().map_err(|_| Refusal::NothingToWithdraw)?;
            let withdrawn = Event::Withdrawn { reason }.into();
            return Ok(with_cancellation(case, withdrawn, now));
        }
    };
    Ok(vec![event.into()])
}

fn given(shown: &Statement, sign: Sign) -> Event {
    let Sign { signatory, capacity, statement, scopes, typed, signature, copy, .. } = sign;
    let (statement_hash, copy) = (shown.hash.to_owned(), Some(copy));
    Event::Given { signatory, capacity, statement, statement_hash, scopes, signature, copy, typed }
}

fn recorded(shown: &Statement, sign: Sign, heard: Heard, scan: DocumentId) -> Event {
    let Sign { signatory, capacity, statement, scopes, signature, copy, .. } = sign;
    Event::Recorded {
        signatory,
        capacity,
        statement,
        statement_hash: shown.hash.to_owned(),
        scopes,
        signature,
        copy: Some(copy),
        heard,
        scan,
    }
}

/// The statement that is signed, if it may be.
fn may_sign(case: &Case, sign: &Sign) -> Result<&'static Statement, crate::Refusal> {
    not_yet_given(case)?;
    let received = case.received.as_ref().ok_or(Gate::NoSuchCase)?;
    if case.casework.introduced.is_none() {
        return Err(Refusal::NotIntroduced.into());
    }
    let current = current_statement();
    if sign.statement != current.version {
        return Err(Refusal::StatementChanged.into());
    }
    if sign.delay.is_none() {
        return Err(Refusal::DelayNotAcknowledged.into());
    }
    if allow_nothing(&sign.scopes) {
        return Err(Refusal::NothingAllowed.into());
    }
    may_sign_as(received.age, sign)?;
    Ok(current)
}

fn may_sign_as(age: AgeBand, sign: &Sign) -> Result<(), Refusal> {
    match (age, sign.signatory) {
        (AgeBand::Under16, Signatory::Member) => Err(Refusal::ParentNeeded),
        (_, Signatory::Representative) if sign.capacity.is_none() => Err(Refusal::CapacityNeeded),
        (AgeBand::Under16, _) | (_, Signatory::Member | Signatory::Representative) => Ok(()),
        (_, Signatory::Parent) => Err(Refusal::NotAChild),
    }
}

fn waits_to_be_confirmed(case: &Case, by: &Actor, now: Timestamp) -> Result<(), crate::Refusal> {
    by.owning_nurse(case, now)?;
    let waits = case.standing_consent()?.to_confirm.is_some();
    if waits { Ok(()) } else { Err(Refusal::NothingToConfirm.into()) }
}

fn not_yet_given(case: &Case) -> Result<(), Refusal> {
    if case.consent.given.is_some() { Err(Refusal::AlreadyGiven) } else { Ok(()) }
}

fn falls_due(at: Option<Timestamp>, now: Timestamp) -> Result<(), Refusal> {
    if at.is_some_and(|at| at <= now) { Ok(()) } else { Err(Refusal::NotDue) }
}
