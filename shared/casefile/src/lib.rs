//! A case opened for work: its head, its sheets and the keys to them, read together in one step.
//!
//! The one place where `store` and `vault` meet. It decides nothing: the domain does, when an [`Act`]
//! is carried out.

mod act;
mod anchoring;
mod beginning;
mod look;

pub use act::Act;
pub use anchoring::{AnchorBreach, Verified, anchor, verify};
pub use beginning::NewFile;
pub use look::LookError;

use domain::Case;
use domain::Party;
use domain::casework::DoctorDetails;
use domain::ids::{CaseId, DocumentId, SheetId};
use domain::question::Reading;
use domain::records::Content;
use domain::records::Descriptor;
use domain::referral::MemberDetails;
use domain::sheet::{Class, SealedSheet, Sheet, WrappedKeys};
use domain::text::Email;
use futures::future;
use runtime::{Aws, Fault, MissingSetting, Settings};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use store::{Access, Cases, ChangePart, Keys, LoadedCase, Sheets};
use vault::{CaseKey, StackKeys, Vault};

/// The tables and keys that a case file is made of.
#[derive(Debug)]
pub struct CaseFiles {
    pub cases: Cases,
    pub access: Access,
    sheets: Sheets,
    keys: Keys,
    vault: Vault,
}

/// A case with the sheets of the classes that were asked for.
#[derive(Debug)]
pub struct CaseFile {
    pub loaded: LoadedCase,
    keys: HashMap<Class, CaseKey>,
    sheets: HashMap<SheetId, SealedSheet>,
}

/// Someone's name and address.
#[derive(Debug, Clone)]
pub struct NamedAddress {
    pub name: String,
    pub email: Email,
}

impl CaseFiles {
    /// A function is only given the KMS keys that the template lets it use.
    pub fn new(aws: &Aws, settings: Settings) -> Result<Self, MissingSetting> {
        let keys = StackKeys {
            contact: settings.optional("CONTACT_KEY"),
            clinical: settings.optional("CLINICAL_KEY"),
        };
        Ok(Self {
            cases: Cases::new(aws, settings.required("CASES_TABLE")?),
            access: Access::new(aws, settings.required("ACCESS_TABLE")?),
            sheets: Sheets::new(aws, settings.required("SHEETS_TABLE")?),
            keys: Keys::new(aws, settings.required("KEYS_TABLE")?),
            vault: Vault::new(aws, settings.required("KEY_CONTEXT")?, keys),
        })
    }

    /// Head, keys and sheets at once; then, unless it is warm, each class's key from KMS.
    pub async fn open(&self, id: &CaseId, classes: &[Class]) -> Result<Option<CaseFile>, Fault> {
        let (loaded, wrapped, sheets) = future::try_join3(
            self.cases.load(id),
            self.keys.load(id),
            self.sheets.all(id, classes),
        )
        .await?;
        let (Some(loaded), Some(wrapped)) = (loaded, wrapped) else {
            return Ok(None);
        };
        let keys = self.unwrap(id, classes, &wrapped).await?;
        Ok(Some(CaseFile { loaded, keys, sheets: HashMap::new() }.and(sheets)))
    }

    /// The open case with all that lies aside of a class.
    pub async fn with_aside(&self, file: CaseFile, class: Class) -> Result<CaseFile, Fault> {
        let sheets = self.sheets.aside(&file.loaded.case.id, class).await?;
        Ok(file.and(sheets))
    }

    /// The open case with those sheets, as far as they are there. Only what it does not hold yet is read.
    pub async fn with_these(
        &self,
        file: CaseFile,
        class: Class,
        sheets: impl IntoIterator<Item = &SheetId>,
    ) -> Result<CaseFile, Fault> {
        let missing: BTreeSet<&SheetId> = sheets.into_iter().filter(|id| !file.holds(id)).collect();
        let missing: Vec<&SheetId> = missing.into_iter().collect();
        let sheets = self.sheets.these_aside(&file.loaded.case.id, class, &missing).await?;
        Ok(file.and(sheets))
    }

    async fn unwrap(
        &self,
        id: &CaseId,
        classes: &[Class],
        wrapped: &WrappedKeys,
    ) -> Result<HashMap<Class, CaseKey>, Fault> {
        let unwrap = |class: &Class| {
            let class = *class;
            async move { self.vault.open(id, class, wrapped.of(class)).await.map(|key| (class, key)) }
        };
        Ok(future::try_join_all(classes.iter().map(unwrap)).await?.into_iter().collect())
    }

    /// The part that destroys the case's keys with a change.
    pub fn destroy_keys(&self, case: &CaseId) -> ChangePart {
        self.keys.destroy(case)
    }

    /// Whether the case's keys are still there.
    pub async fn has_keys(&self, case: &CaseId) -> Result<bool, Fault> {
        Ok(self.keys.load(case).await?.is_some())
    }

    /// Notes a look of which nothing is shown as words: a search that found the case, or a copy made for the
    /// member. Whatever is shown goes through [`CaseFiles::look`].
    pub async fn note_read(&self, case: &CaseId, reading: Reading) -> Result<(), Fault> {
        self.access.note_read(self.keys.unerased(case), &reading).await
    }
}

impl AsRef<Case> for CaseFile {
    fn as_ref(&self) -> &Case {
        &self.loaded.case
    }
}

impl CaseFile {
    fn and(mut self, sheets: Vec<SealedSheet>) -> Self {
        self.sheets.extend(sheets.into_iter().map(|sheet| (sheet.id.clone(), sheet)));
        self
    }

    /// Whether a sheet was read with the case.
    fn holds(&self, sheet: &SheetId) -> bool {
        self.sheets.contains_key(sheet)
    }

    /// Whether a sheet that was read is a note, or what was said on the phone.
    pub fn is_note(&self, sheet: &SheetId) -> bool {
        let of_notes = |sheet: &SealedSheet| sheet.aside && sheet.class == Class::Clinical;
        self.sheets.get(sheet).is_some_and(of_notes)
    }

    /// Opens one sheet by the id that an event named.
    pub fn read<S: Sheet>(&self, id: &SheetId) -> Result<S, Fault> {
        const DOING: &str = "opening a sheet";
        let sheet = self.sheets.get(id).ok_or_else(|| Fault::broken(DOING, "it is not there"))?;
        self.key(S::CLASS)?.open(id, &sheet.sealed)
    }

    /// Every sheet that was opened with the case, whatever its body, by id.
    pub fn everything(&self) -> Result<Vec<(SheetId, Value)>, Fault> {
        let mut sheets: Vec<&SealedSheet> = self.sheets.values().collect();
        sheets.sort_by_key(|sheet| (sheet.class, &sheet.id));
        let open = |sheet: &SealedSheet| {
            let body = self.key(sheet.class)?.open_any(&sheet.id, &sheet.sealed)?;
            Ok((sheet.id.clone(), body))
        };
        sheets.into_iter().map(open).collect()
    }

    /// Seals a body under a new id, to be written with the event that names it.
    pub fn seal<S: Sheet>(&self, body: &S) -> Result<SealedSheet, Fault> {
        let id: SheetId = runtime::new_id();
        let sealed = self.key(S::CLASS)?.seal(&id, body)?;
        Ok(SealedSheet { id, class: S::CLASS, aside: S::ASIDE, sealed })
    }

    /// What a clean document is, as its sealed descriptor says too. A head that was edited to point
    /// at other bytes does not get past this.
    pub fn content(&self, document: &DocumentId) -> Result<Option<&Content>, Fault> {
        const DOING: &str = "checking a document";
        let Some(content) = self.loaded.case.records.content(document) else {
            return Ok(None);
        };
        let sheet = content.descriptor.as_ref();
        let sheet = sheet.ok_or_else(|| Fault::broken(DOING, "it has no descriptor"))?;
        let sealed: Descriptor = self.read(sheet)?;
        if sealed.is_of(document, content, &self.salted(&sealed.hash)?) {
            Ok(Some(content))
        } else {
            Err(Fault::broken(DOING, "its descriptor says otherwise"))
        }
    }

    /// A document's hash as the log may hold it.
    pub fn salted(&self, hash: &str) -> Result<String, Fault> {
        Ok(self.key(Class::Clinical)?.salted(hash))
    }

    /// A secret that follows from the case's contact key: the same words give the same secret.
    pub fn secret(&self, words: &str) -> Result<String, Fault> {
        Ok(self.key(Class::Contact)?.secret(words))
    }

    pub fn member(&self) -> Result<MemberDetails, Fault> {
        let id = self.loaded.case.details();
        self.read(id.ok_or_else(|| Fault::broken("opening a sheet", "no details"))?)
    }

    /// Name and address of a party whose contact is in this case; a specialist's is in the directory.
    pub fn addressee(&self, party: &Party) -> Result<Option<NamedAddress>, Fault> {
        let doctor = |id| -> Result<Option<DoctorDetails>, Fault> {
            let doctor = self.loaded.case.casework.doctor(id);
            doctor.map(|doctor| self.read(&doctor.details)).transpose()
        };
        let addressee = |name: &str, email: Email| NamedAddress { name: name.to_owned(), email };
        Ok(match party {
            Party::Member => {
                let member = self.member()?;
                Some(addressee(member.name.reveal(), member.email))
            }
            Party::PrimaryConsultant(id) => {
                doctor(id)?.map(|it| addressee(it.name.reveal(), it.email))
            }
            Party::Secretary(id) => doctor(id)?
                .and_then(|it| it.secretary.map(|email| addressee(it.name.reveal(), email))),
            Party::Specialist(_) => None,
        })
    }

    fn key(&self, class: Class) -> Result<&CaseKey, Fault> {
        let missing = || Fault::broken("opening a sheet", "its class was not asked for");
        self.keys.get(&class).ok_or_else(missing)
    }
}
