//! A case that begins: its keys are new, and its member is claimed along with it.

use crate::CaseFiles;
use domain::ids::{CaseId, SheetId};
use domain::sheet::{SealedSheet, Sheet, WrappedKeys};
use jiff::Timestamp;
use runtime::Fault;
use store::{AppendError, Change, ChangePart, Clash, LoadedCase};
use vault::{MemberMarks, NewKeys};

/// A case before its first event.
#[derive(Debug)]
pub struct NewFile {
    id: CaseId,
    keys: NewKeys,
}

impl NewFile {
    /// Seals a contact sheet: a case begins with nothing clinical.
    pub fn seal<S: Sheet>(&self, id: &SheetId, body: &S) -> Result<SealedSheet, Fault> {
        let sealed = self.keys.contact.seal(id, body)?;
        Ok(SealedSheet { id: id.clone(), class: S::CLASS, aside: S::ASIDE, sealed })
    }
}

impl CaseFiles {
    /// New keys for a new case.
    pub async fn new_file(&self, id: &CaseId) -> Result<NewFile, Fault> {
        Ok(NewFile { id: id.clone(), keys: self.vault.new_keys(id).await? })
    }

    /// Writes the first events of a case with its keys and its first sheet. The member is claimed
    /// along with it: where there is a claim already, the case that holds it decides.
    pub async fn begin(
        &self,
        file: NewFile,
        sheet: SealedSheet,
        change: Change,
        marks: &MemberMarks,
        now: Timestamp,
    ) -> Result<LoadedCase, AppendError> {
        let NewFile { id, keys } = file;
        let wrapped =
            WrappedKeys { contact: keys.contact_wrapped, clinical: keys.clinical_wrapped };
        let change = change
            .with(self.sheets.put(&id, sheet))
            .with(self.keys.put(&id, wrapped))
            .with(self.access.note_claims(&id, &marks.claims))
            .with(self.access.findable_by(&id, &marks.finding));
        let unclaimed = vec![None; marks.claims.len()];
        let fresh = change.clone().with(self.claims(&id, marks, &unclaimed)?);
        let outcome = self.cases.append(LoadedCase::new(id.clone()), fresh, now).await;
        let Err(AppendError::Clash(Clash::Duplicate)) = outcome else {
            return outcome;
        };
        let ended = self.ended_claims(marks).await?;
        let taken_over = change.with(self.claims(&id, marks, &ended)?);
        self.cases.append(LoadedCase::new(id.clone()), taken_over, now).await
    }

    fn claims(
        &self,
        id: &CaseId,
        marks: &MemberMarks,
        ended: &[Option<CaseId>],
    ) -> Result<Vec<ChangePart>, Fault> {
        let claims = marks.claims.iter().zip(ended);
        claims.map(|(mark, ended)| self.access.claim_part(mark, id, ended.as_ref())).collect()
    }

    /// The ended cases that hold the claims; a live one is the duplicate.
    async fn ended_claims(&self, marks: &MemberMarks) -> Result<Vec<Option<CaseId>>, AppendError> {
        let mut ended = Vec::new();
        for mark in &marks.claims {
            let holder = self.access.claim_holder(mark).await?;
            if let Some(holder) = &holder {
                let live = self.cases.load(holder).await?.is_some_and(|it| it.case.ended.is_none());
                if live {
                    return Err(AppendError::Clash(Clash::Duplicate));
                }
            }
            ended.push(holder);
        }
        Ok(ended)
    }
}
