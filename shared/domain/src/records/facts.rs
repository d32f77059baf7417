//! Which doctors were asked, what they said, and which records are here.

use super::{ChecklistItem, Content, Document, DocumentState, Use};
use crate::Actor;
use crate::casework::Outlook;
use crate::ids::{DoctorId, DocumentId, SheetId};
use crate::money::Pence;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Documents of one case, at most, and with those that were refused or never came.
pub const DOCUMENTS_MAX: usize = 100;

pub const ANNOUNCED_MAX: usize = 300;

/// A document's largest size in bytes: 50 MB.
pub const DOCUMENT_BYTES_MAX: u64 = 50 * 1024 * 1024;

/// The largest size of a ZIP of DICOM files in bytes: 2 GB.
pub const IMAGING_BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;

/// The largest fee that a doctor may claim for copying: £500.
pub const COPYING_FEE_MAX: Pence = Pence(50_000);

/// Chases of a doctor who does not answer; after the last, the clinical lead decides.
pub const CHASES_MAX: u32 = 3;

/// Items of a checklist, at most.
pub const CHECKLIST_MAX: usize = 30;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Facts {
    pub asked: Vec<Asked>,
    pub checklist: BTreeMap<ChecklistItem, ItemState>,
    pub documents: BTreeMap<DocumentId, Document>,
    /// When something was asked for again: what was sent before does not answer it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub asked_anew: BTreeMap<ChecklistItem, Timestamp>,
    /// What is missing because its file was taken back, and has not been asked for since.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub gone: BTreeSet<ChecklistItem>,
    pub decided: Option<Decision>,
    pub complete: Option<Timestamp>,
    pub handed_over: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ItemState {
    Missing,
    Received { document: DocumentId, at: Timestamp },
    NotAvailable { reason: SheetId, by: Actor, at: Timestamp },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Decision {
    pub go_on: GoOn,
    pub at: Timestamp,
    /// What was expected then; nothing once the report is released.
    pub shown: Option<Outlook>,
}

/// What the clinical lead decided, with the member's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum GoOn {
    GoOn,
    Stop,
}

/// A treating doctor who was asked, and what they said of going ahead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Asked {
    pub doctor: DoctorId,
    pub at: Timestamp,
    pub chases: u32,
    pub last_chase: Option<Timestamp>,
    pub answer: Option<GoAheadAnswer>,
    /// When they were asked again because a date had changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_again: Option<Timestamp>,
    pub papers: PaperChases,
    /// They do not treat the member any more: they are asked and shown nothing. An objection stays.
    pub withdrawn: Option<Timestamp>,
    /// What they claimed for copying the records. We pay it, never the member.
    pub copying_fee: Option<Pence>,
}

/// How often a doctor who said yes was reminded of papers that are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PaperChases {
    /// When something was asked for last, or chased.
    pub since: Option<Timestamp>,
    pub chases: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum GoAheadAnswer {
    Confirmed { at: Timestamp, shown: Outlook },
    Objected { reason: SheetId, at: Timestamp },
}

impl Asked {
    pub fn has_confirmed(&self) -> bool {
        matches!(self.answer, Some(GoAheadAnswer::Confirmed { .. }))
    }

    pub fn has_objected(&self) -> bool {
        matches!(self.answer, Some(GoAheadAnswer::Objected { .. }))
    }
}

impl Facts {
    pub fn is_clean(&self, document: &DocumentId) -> bool {
        self.content(document).is_some()
    }

    /// Clean, and sent for this and nothing else.
    pub fn is_clean_for(&self, id: &DocumentId, used_for: &Use) -> bool {
        self.is_clean(id)
            && self.documents.get(id).is_some_and(|document| &document.used_for == used_for)
    }

    pub fn content(&self, document: &DocumentId) -> Option<&Content> {
        match &self.documents.get(document)?.state {
            DocumentState::Clean(content) => Some(content),
            DocumentState::BeingChecked
            | DocumentState::Refused { .. }
            | DocumentState::TakenBack { .. } => None,
        }
    }

    /// What was asked of a doctor who has a part in the case.
    pub fn asked_of(&self, doctor: &DoctorId) -> Option<&Asked> {
        self.treating().find(|asked| &asked.doctor == doctor)
    }

    /// The doctors asked who still treat the member.
    pub fn treating(&self) -> impl Iterator<Item = &Asked> {
        self.asked.iter().filter(|asked| asked.withdrawn.is_none())
    }

    fn confirmed(&self) -> bool {
        self.treating().any(Asked::has_confirmed)
    }

    pub(crate) fn asked_mut(&mut self, doctor: &DoctorId) -> Option<&mut Asked> {
        self.asked.iter_mut().find(|asked| &asked.doctor == doctor)
    }

    /// Asks a doctor again who confirmed; an objection stays.
    pub(crate) fn ask_again(&mut self, doctor: &DoctorId, at: Timestamp) {
        if let Some(asked) = self.asked_mut(doctor).filter(|asked| !asked.has_objected()) {
            asked.answer = None;
            asked.at = at;
            asked.asked_again = Some(at);
            asked.chases = 0;
            asked.last_chase = None;
        }
    }

    fn objected(&self) -> bool {
        self.asked.iter().any(Asked::has_objected)
    }

    /// Whether someone must decide: a doctor objected, or every doctor asked was chased in vain.
    pub fn needs_decision(&self) -> bool {
        let in_vain = |asked: &Asked| asked.answer.is_none() && asked.chases >= CHASES_MAX;
        let nobody_answers = self.treating().next().is_some() && self.treating().all(in_vain);
        self.decided.is_none() && (self.objected() || nobody_answers)
    }

    /// Since when someone must decide: the newest objection, or the last chase in vain.
    pub fn needs_decision_since(&self) -> Option<Timestamp> {
        let moment = |asked: &Asked| match &asked.answer {
            Some(GoAheadAnswer::Objected { at, .. }) => Some(*at),
            Some(GoAheadAnswer::Confirmed { .. }) => None,
            None => asked.last_chase,
        };
        self.asked.iter().filter_map(moment).max().filter(|_| self.needs_decision())
    }

    /// One confirmation is enough, unless another objected: then the clinical lead has decided.
    pub fn go_ahead(&self) -> bool {
        match &self.decided {
            Some(decision) => decision.go_on == GoOn::GoOn,
            None => self.confirmed() && !self.objected(),
        }
    }

    /// Whether somebody else said that it is not available: a doctor and their secretary are one, and the nurse may take
    /// back what anybody said.
    pub fn said_by_other(&self, item: &ChecklistItem, reader: &Actor) -> bool {
        let Some(ItemState::NotAvailable { by, .. }) = self.checklist.get(item) else {
            return false;
        };
        reader.doctor().is_some_and(|doctor| by.doctor() != Some(doctor))
    }

    /// Whether a file that the specialist could see was taken back after that moment.
    pub fn taken_back_since(&self, moment: Timestamp) -> bool {
        let since = |document: &Document| match &document.state {
            DocumentState::TakenBack { at } => document.used_for.is_record() && *at > moment,
            DocumentState::BeingChecked
            | DocumentState::Clean(_)
            | DocumentState::Refused { .. } => false,
        };
        self.documents.values().any(since)
    }

    /// Whether its sender may still take it back: it is here or on its way, and the specialist has not the records.
    pub fn may_be_taken_back(&self, document: &Document) -> bool {
        let here = match &document.state {
            DocumentState::BeingChecked | DocumentState::Clean(_) => true,
            DocumentState::Refused { .. } | DocumentState::TakenBack { .. } => false,
        };
        here && self.handed_over.is_none()
    }

    /// The item that counts as received because of that document.
    pub fn answered_by(&self, id: &DocumentId) -> Option<&ChecklistItem> {
        let answers = |state: &ItemState| match state {
            ItemState::Received { document, .. } => document == id,
            ItemState::Missing | ItemState::NotAvailable { .. } => false,
        };
        self.checklist.iter().find(|(_, state)| answers(state)).map(|(item, _)| item)
    }

    pub fn every_item_answered(&self) -> bool {
        !self.checklist.is_empty()
            && self.checklist.values().all(|state| *state != ItemState::Missing)
    }

    /// The items whose newest paper has become too old since it was sent.
    pub fn out_of_date(&self, today: Date) -> impl Iterator<Item = &ChecklistItem> {
        let old = move |(item, state): &(&ChecklistItem, &ItemState)| match state {
            ItemState::Received { document, .. } => {
                let dated = self.documents.get(document).and_then(|document| document.dated);
                !item.is_in_date(dated, today)
            }
            ItemState::Missing | ItemState::NotAvailable { .. } => false,
        };
        self.checklist.iter().filter(old).map(|(item, _)| item)
    }

    /// The first day on which a paper that was received is too old.
    pub fn next_out_of_date(&self) -> Option<Date> {
        let ends = self.checklist.iter().filter_map(|(item, state)| {
            let ItemState::Received { document, .. } = state else {
                return None;
            };
            item.too_old_from(self.documents.get(document)?.dated)
        });
        ends.min()
    }

    /// What a specialist is shown, with its content, in the order of its ids.
    pub fn shown_records(&self) -> impl Iterator<Item = (&DocumentId, &Use, &Content)> {
        let documents = self.documents.iter().filter(|(_, it)| it.used_for.is_record());
        documents.filter_map(|(id, it)| Some((id, &it.used_for, self.content(id)?)))
    }
}
