//! Who gets a letter, by name and address.

use crate::Context;
use crate::letter::Occasion;
use casefile::NamedAddress;
use domain::Party;
use domain::directory::{Role, Staff};
use domain::follow::Addressee;
use domain::text::Email;
use runtime::Fault;

/// Someone who gets a letter, with the word by which its claim and its tags know them.
pub struct Recipient {
    pub word: String,
    pub address: NamedAddress,
}

/// Every clinical lead, or the one whom the letter is to; nobody without an address.
pub async fn recipients(
    context: &Context,
    occasion: &Occasion,
    to: &Addressee,
) -> Result<Vec<Recipient>, Fault> {
    let one = |word: &str, address: Option<NamedAddress>| -> Vec<Recipient> {
        let word = word.to_owned();
        address.map(|address| Recipient { word, address }).into_iter().collect()
    };
    Ok(match to {
        Addressee::Manager => one("manager", manager(context, occasion).await?),
        Addressee::Nurse => {
            match &occasion.nurse {
                Some(nurse) => one("nurse", named(&nurse.name, &nurse.email)),
                // Nobody at work has the case: the clinical leads find somebody.
                None => leads(context).await?,
            }
        }
        Addressee::ClinicalLead => leads(context).await?,
        Addressee::Specialist(id) => {
            let entry = context.directory.specialist(id).await?;
            let address = entry.and_then(|entry| named(&entry.name, &entry.email));
            one(&Party::Specialist(id.clone()).to_string(), address)
        }
        Addressee::Member | Addressee::PrimaryConsultant(_) | Addressee::Secretary(_) => {
            match to.party() {
                Some(party) => one(&party.to_string(), occasion.file.addressee(&party)?),
                None => Vec::new(),
            }
        }
    })
}

async fn leads(context: &Context) -> Result<Vec<Recipient>, Fault> {
    let leads = context.directory.staff_of(Role::ClinicalLead).await?;
    let lead = |lead: &Staff| {
        let address = named(&lead.name, &lead.email)?;
        Some(Recipient { word: format!("lead-{}", lead.id), address })
    };
    Ok(leads.iter().filter_map(lead).collect())
}

async fn manager(context: &Context, occasion: &Occasion) -> Result<Option<NamedAddress>, Fault> {
    let Some(received) = &occasion.case().received else {
        return Ok(None);
    };
    let client = context.directory.client(&received.client).await?;
    let managers = client.map(|client| client.managers).unwrap_or_default();
    let manager = managers.into_iter().find(|manager| manager.id == received.manager);
    Ok(manager.and_then(|manager| named(&manager.name, &manager.email)))
}

fn named(name: &str, email: &str) -> Option<NamedAddress> {
    Email::parse(email).ok().map(|email| NamedAddress { name: name.to_owned(), email })
}
