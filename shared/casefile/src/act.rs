//! One command on one case: who gives it, and what is written together with what it leads to.

use crate::CaseFiles;
use domain::sheet::SealedSheet;
use domain::{Actor, Case, Command};
use jiff::Timestamp;
use store::{AppendError, Change, ChangePart, Clash, LoadedCase};

/// Other writers of one case that may be met in a row.
const RACES_MAX: usize = 8;

/// A command with the sheets and other parts that belong to it: all of it is written, or nothing.
#[derive(Debug, Clone)]
#[must_use = "a command is carried out by `on` or `insist_on`"]
pub struct Act<'a> {
    files: &'a CaseFiles,
    by: Actor,
    command: Command,
    now: Timestamp,
    sheets: Vec<SealedSheet>,
    parts: Vec<ChangePart>,
}

impl CaseFiles {
    /// A command by someone at a moment. More is chained on.
    pub fn act(&self, by: &Actor, command: impl Into<Command>, now: Timestamp) -> Act<'_> {
        let (by, command) = (by.clone(), command.into());
        Act { files: self, by, command, now, sheets: Vec::new(), parts: Vec::new() }
    }
}

impl Act<'_> {
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

    /// Decides on the case as it was loaded, and writes. Another writer who came first is a clash.
    pub async fn on(self, loaded: LoadedCase) -> Result<LoadedCase, AppendError> {
        let events = loaded.case.decide(&self.by, self.command, self.now)?;
        let mut change = Change::of(&self.by, events).with(self.parts);
        for sheet in self.sheets {
            change = change.with(self.files.sheets.put(&loaded.case.id, sheet));
        }
        self.files.cases.append(loaded, change, self.now).await
    }

    /// Carries out what does not depend on what another writer did meanwhile: if the case has moved
    /// on, it is loaded and decided again, a few times. After a withdrawal or another raised epoch it
    /// is not, for then the caller may have no part in the case any more.
    pub async fn insist_on(self, loaded: LoadedCase) -> Result<LoadedCase, AppendError> {
        let (id, epochs) = (loaded.case.id.clone(), epochs(&loaded.case));
        let mut current = loaded;
        for _ in 1..RACES_MAX {
            let tried = self.clone().on(current).await;
            let Err(AppendError::Clash(Clash::Version)) = tried else {
                return tried;
            };
            current = match self.files.cases.load(&id).await? {
                Some(newer) if self::epochs(&newer.case) == epochs => newer,
                _ => return tried,
            };
        }
        self.on(current).await
    }
}

fn epochs(case: &Case) -> (u32, u32) {
    (case.access.member_epoch, case.access.others_epoch)
}
