//! One command on one case: who gives it, and what is written together with what it leads to.
//!
//! If another writer came first, the command is decided again on the case as it is then: a person who
//! signs must not be told that a nurse wrote a note. Whoever must not be overtaken names the version that
//! they saw.

use crate::CaseFiles;
use domain::sheet::SealedSheet;
use domain::{Actor, Case, Command};
use jiff::Timestamp;
use runtime::{Fault, wait_before_again};
use std::rc::Rc;
use store::{AppendError, Change, ChangePart, Clash, LoadedCase};

/// Other writers of one case that may be met in a row.
const RACES_MAX: u32 = 12;

/// A command with the sheets and other parts that belong to it: all of it is written, or nothing.
#[derive(Clone)]
#[must_use = "a command is carried out by `on`"]
pub struct Act<'a> {
    files: &'a CaseFiles,
    by: Actor,
    command: Command,
    now: Timestamp,
    sheets: Vec<SealedSheet>,
    parts: Vec<ChangePart>,
    report: Option<Report<'a>>,
    as_loaded: bool,
}

/// Makes what is written along of the case as it will be.
type Report<'a> = Rc<dyn Fn(&Case) -> Result<ChangePart, Fault> + 'a>;

impl CaseFiles {
    /// A command by someone at a moment. More is chained on.
    pub fn act(&self, by: &Actor, command: impl Into<Command>, now: Timestamp) -> Act<'_> {
        let (by, command) = (by.clone(), command.into());
        Act {
            files: self,
            by,
            command,
            now,
            sheets: Vec::new(),
            parts: Vec::new(),
            report: None,
            as_loaded: false,
        }
    }
}

impl<'a> Act<'a> {
    /// What tells of the case as it will be, in the same transaction: the answer to be kept.
    pub fn reporting(self, report: impl Fn(&Case) -> Result<ChangePart, Fault> + 'a) -> Self {
        Self { report: Some(Rc::new(report)), ..self }
    }

    /// What is written along was made of the case as it was loaded: another writer who came first is a
    /// clash.
    pub fn as_loaded(self) -> Self {
        Self { as_loaded: true, ..self }
    }

    /// A sheet that an event of this command names.
    pub fn sheet(mut self, sheet: SealedSheet) -> Self {
        self.sheets.push(sheet);
        self
    }

    pub fn sheets(mut self, sheets: impl IntoIterator<Item = SealedSheet>) -> Self {
        self.sheets.extend(sheets);
        self
    }

    /// What else is claimed, checked or spent in the same transaction.
    pub fn with(mut self, parts: impl IntoIterator<Item = ChangePart>) -> Self {
        self.parts.extend(parts);
        self
    }

    /// Decides and writes. If the case has moved on, it is loaded and decided again, a few times. After a
    /// withdrawal or another raised epoch it is not, for then the caller may have no part in the case any
    /// more.
    pub async fn on(self, loaded: LoadedCase) -> Result<LoadedCase, AppendError> {
        if self.as_loaded {
            return self.once(loaded).await;
        }
        let (id, epochs) = (loaded.case.id.clone(), epochs(&loaded.case));
        let mut current = loaded;
        for raced in 1..=RACES_MAX {
            let tried = self.clone().once(current).await;
            let Err(AppendError::Clash(Clash::Version)) = tried else {
                return tried;
            };
            if !wait_before_again(raced).await {
                break;
            }
            current = match self.files.cases.load(&id).await? {
                Some(newer) if self::epochs(&newer.case) == epochs => newer,
                _ => return tried,
            };
        }
        Err(Fault::busy("writing a change", "too many writers").into())
    }

    async fn once(self, loaded: LoadedCase) -> Result<LoadedCase, AppendError> {
        let events = loaded.case.decide(&self.by, self.command, self.now)?;
        let report = self.report.map(|report| {
            let recorded = loaded.case.record(events.clone(), &self.by, self.now);
            report(&recorded.iter().fold(loaded.case.clone(), Case::apply))
        });
        let mut change = Change::of(&self.by, events).with(self.parts).with(report.transpose()?);
        for sheet in self.sheets {
            change = change.with(self.files.sheets.put(&loaded.case.id, sheet));
        }
        self.files.cases.append(loaded, change, self.now).await
    }
}

impl std::fmt::Debug for Act<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Act").field("by", &self.by).finish_non_exhaustive()
    }
}

/// The epochs of both audiences, and how often someone's access was ended apart.
fn epochs(case: &Case) -> (u32, u32, usize) {
    let access = &case.access;
    (access.member_epoch, access.others_epoch, access.ended_for.len())
}
