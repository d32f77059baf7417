//! What the events of access make known of a case.

use super::{Event, LinkAsked, MailBox, PrivateContact, Unreached};
use crate::referral::Address;
use crate::{Case, Party};
use jiff::{Timestamp, ToSpan};

pub(crate) fn apply(case: &mut Case, event: &Event, at: Timestamp) {
    let facts = &mut case.access;
    match event {
        Event::ContactCorrected { details, address, mail } => {
            facts.details = Some(details.clone());
            facts.address = *address;
            facts.corrected(*mail);
            introduced_again(case, at);
        }
        Event::PrivateContactOffered { contact } => {
            facts.offered = Some(PrivateContact { sheet: contact.clone(), at });
            facts.contacts_offered += 1;
        }
        Event::PrivateContactConfirmed { details } => {
            facts.details = Some(details.clone());
            facts.address = Address::Private;
            facts.corrected(MailBox::Other);
            introduced_again(case, at);
        }
        Event::LinkAsked { party, .. } => {
            let since = at.checked_sub(24.hours()).unwrap_or(Timestamp::MIN);
            facts.links_asked.retain(|asked| asked.at > since);
            facts.links_asked.push(LinkAsked { party: party.clone(), at });
        }
        Event::NotDelivered { to, .. } => {
            let party = to.clone().unwrap_or(Party::Member);
            facts.unreached.retain(|miss| miss.party != party);
            facts.unreached.push(Unreached { party, at });
        }
        Event::MarkedAsSpam { to, .. } => {
            facts.unreached.retain(|miss| miss.party != *to);
            facts.unreached.push(Unreached { party: to.clone(), at });
            if !facts.mail_stopped.contains(to) {
                facts.mail_stopped.push(to.clone());
            }
        }
    }
}

/// A member who has not answered yet is written to again, and has the whole time once more.
fn introduced_again(case: &mut Case, at: Timestamp) {
    let unanswered = case.consent.given.is_none() && case.ended.is_none();
    if unanswered && case.casework.introduced.is_some() {
        case.casework.introduced = Some(at);
        case.consent.reminders = 0;
    }
}
