//! Whether a referral is taken, and whether an ended case may go on as another.

use super::{
    Address, AddressRule, AgeBand, Command, Continues, Event, MemberDetails, Refusal, TestNumbers,
    age_band,
};
use crate::calendar::london;
use crate::directory::{Client, Cover, cover_on};
use crate::ids::{ContractId, ManagerId, SheetId};
use crate::nhs_number::NhsNumber;
use crate::refusal::{Gate, ensure};
use crate::{Actor, Case, casework};
use jiff::Timestamp;

pub fn decide(
    case: &Case,
    by: &Actor,
    command: Command,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    if case.received.is_some() {
        return Err(Refusal::AlreadyReceived.into());
    }
    match command {
        Command::Receive { client, covers, manager, details, sheet, marks, rule, test_numbers } => {
            if *by != Actor::Client(client.id.clone()) {
                return Err(Gate::NotAllowed.into());
            }
            let for_tests = details.nhs_number.as_ref().is_some_and(NhsNumber::is_test_range);
            ensure(!for_tests || test_numbers == TestNumbers::Allowed, Refusal::TestNumber)?;
            let member =
                Member { client: &client, covers: &covers, details: &details, sheet, rule };
            let received = receive(&member, &manager, now)?;
            Ok(vec![received.into(), Event::MemberMarked { marks }.into()])
        }
        Command::Reopen { continues, client, covers, details, sheet, marks, rule } => {
            let member =
                Member { client: &client, covers: &covers, details: &details, sheet, rule };
            let mut events = reopen(continues, by, member, now)?;
            events.push(Event::MemberMarked { marks }.into());
            Ok(events)
        }
    }
}

/// Who is referred, by whose scheme.
struct Member<'a> {
    client: &'a Client,
    covers: &'a [Cover],
    details: &'a MemberDetails,
    sheet: SheetId,
    rule: AddressRule,
}

impl Member<'_> {
    /// The contract that covers them, their age in bands, and what their address counts as.
    fn placed(&self, now: Timestamp) -> Result<(ContractId, AgeBand, Address), Refusal> {
        let today = london(now).date();
        ensure(self.client.standing.is_current(), Refusal::NotCovered)?;
        let cover = cover_on(self.covers, today).ok_or(Refusal::NotCovered)?;
        let age = age_band(*self.details.birth_date.reveal(), today);
        let age = age.ok_or(Refusal::BirthDateNotPossible)?;
        let address = self.rule.judge(self.client, &self.details.email);
        Ok((cover.contract.clone(), age, address))
    }
}

fn receive(
    member: &Member<'_>,
    manager: &ManagerId,
    now: Timestamp,
) -> Result<Event, crate::Refusal> {
    let client = member.client;
    let manager = client.authorised_manager(manager, london(now).date());
    let manager = manager.ok_or(Refusal::ManagerNotAuthorised)?.id.clone();
    let (contract, age, address) = member.placed(now)?;
    Ok(Event::Received {
        client: client.id.clone(),
        manager,
        contract,
        nation: client.nation,
        details: member.sheet.clone(),
        age,
        address,
    })
}

/// The new case is the same nurse's from its first moment.
fn reopen(
    continues: Continues,
    by: &Actor,
    member: Member<'_>,
    now: Timestamp,
) -> Result<Vec<crate::Event>, crate::Refusal> {
    let Continues { ended, client, manager, nurse, by: asker } = continues;
    if *by != asker || client != member.client.id {
        return Err(Gate::NotAllowed.into());
    }
    let (contract, age, address) = member.placed(now)?;
    let reopened = Event::Reopened {
        continues: ended,
        client,
        manager,
        contract,
        nation: member.client.nation,
        details: member.sheet,
        age,
        address,
    };
    let assigned = nurse.map(|nurse| casework::Event::NurseAssigned { nurse }.into());
    Ok([reopened.into()].into_iter().chain(assigned).collect())
}
