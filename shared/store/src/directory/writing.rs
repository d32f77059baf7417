//! How an entry of the directory is written: with its version, its change, the places where it is listed, what
//! nobody else may have, and the callers who speak for it, in one transaction.

use super::{Directory, own, role_pk, specialty_pk};
use crate::Answers;
use crate::change::ChangePart;
use crate::item::{Item, json, keyed, number, read_json, read_number, text, with};
use crate::table::{Outcome, Write};
use aws_sdk_dynamodb::types::AttributeValue;
use domain::directory::{
    Caller, Claim, Client, Entry, EntryChange, EntryKind, Place, Specialist, Staff,
};
use domain::ids::SubjectId;
use futures::{StreamExt, TryStreamExt};
use runtime::Fault;

/// The most entries of a page.
const PAGE_MAX: usize = 100;

/// An entry as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned<E> {
    pub entry: E,
    /// Counts its changes; the first version is 1.
    pub version: u64,
    /// Whose tokens speak for it.
    pub callers: Vec<SubjectId>,
}

/// Why an entry was not written.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    #[error("another change came first")]
    Overtaken,
    #[error("another entry has that already")]
    Taken(Claim),
    #[error("that caller speaks for another entry")]
    CallerTaken,
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Where an entry is found beside its own key, and for whom a caller of it speaks.
pub trait Kept: Entry {
    /// The partitions that list it.
    fn listed(&self) -> Vec<String>;

    fn caller(&self) -> Option<Caller>;
}

impl Kept for Client {
    fn listed(&self) -> Vec<String> {
        vec![of_kind(EntryKind::Client)]
    }

    fn caller(&self) -> Option<Caller> {
        Some(Caller::Client(self.id.clone()))
    }
}

impl Kept for Staff {
    fn listed(&self) -> Vec<String> {
        let by_role = self.standing.is_current().then(|| role_pk(self.role));
        [of_kind(EntryKind::Staff)].into_iter().chain(by_role).collect()
    }

    fn caller(&self) -> Option<Caller> {
        Some(Caller::Staff(self.clone()))
    }
}

impl Kept for Specialist {
    fn listed(&self) -> Vec<String> {
        let ranked = self.standing.is_current().then(|| specialty_pk(&self.specialty));
        [of_kind(EntryKind::Specialist)].into_iter().chain(ranked).collect()
    }

    fn caller(&self) -> Option<Caller> {
        None
    }
}

impl Kept for Place {
    fn listed(&self) -> Vec<String> {
        vec![of_kind(EntryKind::Place)]
    }

    fn caller(&self) -> Option<Caller> {
        None
    }
}

/// What a part of the transaction means when its condition fails.
enum Meaning {
    Overtaken,
    Claim(Claim),
    Caller,
    /// The same request was answered at the same moment.
    Answer,
}

impl Directory {
    /// The answers to requests that change the directory.
    pub fn answers(&self) -> Answers {
        Answers::in_table(&self.table)
    }

    pub async fn entry<E: Kept>(&self, id: &str) -> Result<Option<Versioned<E>>, Fault> {
        const DOING: &str = "reading an entry";
        let item = self.table.get(DOING, own(of(E::KIND, id))).await?;
        let read = |item: Item| {
            Ok(Versioned {
                entry: read_json(DOING, &item, "body")?,
                version: read_number(DOING, &item, "version")?,
                callers: read_json(DOING, &item, "callers")?,
            })
        };
        item.map(read).transpose()
    }

    /// A page of one kind, ordered by id, from the one behind `after` on; and whether there are more.
    pub async fn page<E: Kept>(&self, after: &str) -> Result<(Vec<E>, bool), Fault> {
        const DOING: &str = "listing entries";
        let listed = self.table.under(DOING, of_kind(E::KIND));
        // DynamoDB compares with no empty text, and a space comes before every id.
        let listed = listed.and("sk > :after", [(":after", text(format!("{after} ")))]);
        let read = |item: Result<Item, Fault>| read_json(DOING, &item?, "body");
        let mut entries: Vec<E> = listed.items().take(PAGE_MAX + 1).map(read).try_collect().await?;
        let more = entries.len() > PAGE_MAX;
        entries.truncate(PAGE_MAX);
        Ok((entries, more))
    }

    pub async fn has(&self, kind: EntryKind, id: &str) -> Result<bool, Fault> {
        Ok(self.table.get("looking for an entry", own(of(kind, id))).await?.is_some())
    }

    /// Every change of an entry, the first first.
    pub async fn changes<E: Kept>(&self, id: &str) -> Result<Vec<EntryChange<E>>, Fault> {
        self.table.under("reading changes", of(E::KIND, id)).beginning("CHANGE#").read().await
    }

    /// Writes the next version of an entry, if the one before is still the newest.
    pub async fn write<E: Kept>(
        &self,
        before: Option<&Versioned<E>>,
        after: &Versioned<E>,
        change: &EntryChange<E>,
        answer: Option<ChangePart>,
    ) -> Result<(), DirectoryError> {
        const DOING: &str = "writing an entry";
        let mut writes = vec![(self.version(before, after)?, Meaning::Overtaken)];
        let key = keyed(of(E::KIND, after.entry.id()), format!("CHANGE#{:06}", after.version));
        let noted = self.table.put_once(with(key, "body", json(DOING, change)?));
        writes.push((noted, Meaning::Overtaken));
        writes.extend(self.listings(before, after)?);
        writes.extend(self.claims(before, after));
        writes.extend(self.callers(before, after)?);
        let (parts, mut meanings): (Vec<_>, Vec<_>) =
            writes.into_iter().map(|(write, meaning)| (write.part(), meaning)).unzip();
        let kept = answer.map(|answer| answer.write);
        meanings.extend(kept.iter().map(|_| Meaning::Answer));
        match self.table.transact(DOING, parts.into_iter().chain(kept).collect()).await? {
            Outcome::Written => Ok(()),
            Outcome::Clashed(failed) => {
                let first = failed.first().map(|place| meanings.swap_remove(*place));
                Err(match first {
                    Some(Meaning::Claim(claim)) => DirectoryError::Taken(claim),
                    Some(Meaning::Caller) => DirectoryError::CallerTaken,
                    Some(Meaning::Overtaken | Meaning::Answer) | None => DirectoryError::Overtaken,
                })
            }
        }
    }

    fn version<E: Kept>(
        &self,
        before: Option<&Versioned<E>>,
        after: &Versioned<E>,
    ) -> Result<Write, Fault> {
        const DOING: &str = "writing an entry";
        let item = with(own(of(E::KIND, after.entry.id())), "body", json(DOING, &after.entry)?);
        let item = with(item, "callers", json(DOING, &after.callers)?);
        let item = with(item, "version", number(after.version));
        Ok(match before {
            None => self.table.put_once(item),
            Some(before) => {
                let put = self.table.put(item).when("version = :seen");
                put.value(":seen", number(before.version))
            }
        })
    }

    /// Each partition that lists it has a copy of it, and no other has.
    fn listings<E: Kept>(
        &self,
        before: Option<&Versioned<E>>,
        after: &Versioned<E>,
    ) -> Result<Vec<(Write, Meaning)>, Fault> {
        let id = after.entry.id();
        let was = before.map(|before| before.entry.listed()).unwrap_or_default();
        let is = after.entry.listed();
        let body = json("listing an entry", &after.entry)?;
        let put = |pk: &String| self.table.put(with(keyed(pk, id), "body", body.clone()));
        let gone = was.iter().filter(|pk| !is.contains(pk));
        let deleted = gone.map(|pk| self.table.delete(keyed(pk, id)));
        let writes = is.iter().map(put).chain(deleted);
        Ok(writes.map(|write| (write, Meaning::Overtaken)).collect())
    }

    fn claims<E: Kept>(
        &self,
        before: Option<&Versioned<E>>,
        after: &Versioned<E>,
    ) -> Vec<(Write, Meaning)> {
        let holder = of(E::KIND, after.entry.id());
        let was = before.map(|before| before.entry.claims()).unwrap_or_default();
        let is = after.entry.claims();
        let free = "attribute_not_exists(pk) OR held_by = :holder";
        let claim = |claim: &Claim| {
            let item = with(own(claimed(claim)), "held_by", text(holder.clone()));
            let put = self.table.put(item).when(free).value(":holder", text(holder.clone()));
            (put, Meaning::Claim(claim.clone()))
        };
        let gone = was.iter().filter(|claim| !is.contains(claim));
        let deleted =
            gone.map(|claim| (self.table.delete(own(claimed(claim))), Meaning::Overtaken));
        is.iter().map(claim).chain(deleted).collect()
    }

    /// Each caller has a copy of whom they speak for, so that who calls is known by one read.
    fn callers<E: Kept>(
        &self,
        before: Option<&Versioned<E>>,
        after: &Versioned<E>,
    ) -> Result<Vec<(Write, Meaning)>, Fault> {
        let holder = of(E::KIND, after.entry.id());
        let body =
            after.entry.caller().map(|caller| json("naming a caller", &caller)).transpose()?;
        let free = "attribute_not_exists(pk) OR held_by = :holder";
        let speaks = |(subject, body): (&SubjectId, &AttributeValue)| {
            let item = with(own(caller_pk(subject)), "body", body.clone());
            let item = with(item, "held_by", text(holder.clone()));
            let put = self.table.put(item).when(free).value(":holder", text(holder.clone()));
            (put, Meaning::Caller)
        };
        let was = before.map(|before| before.callers.as_slice()).unwrap_or_default();
        let gone = was.iter().filter(|subject| !after.callers.contains(subject));
        let deleted =
            gone.map(|subject| (self.table.delete(own(caller_pk(subject))), Meaning::Overtaken));
        let named = after.callers.iter().filter_map(|subject| Some((subject, body.as_ref()?)));
        Ok(named.map(speaks).chain(deleted).collect())
    }
}

fn of(kind: EntryKind, id: &str) -> String {
    let kind: &'static str = kind.into();
    format!("{}#{id}", kind.to_uppercase())
}

/// The partition that lists every entry of a kind.
fn of_kind(kind: EntryKind) -> String {
    let kind: &'static str = kind.into();
    format!("KIND#{kind}")
}

fn caller_pk(subject: &SubjectId) -> String {
    format!("CALLER#{subject}")
}

fn claimed(claim: &Claim) -> String {
    match claim {
        Claim::GmcNumber(number) => format!("GMC#{number}"),
        Claim::PlaceName(name) => format!("NAME#{name}"),
    }
}
