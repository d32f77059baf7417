//! Traces: whatever of a case is kept under another key (a mark, a claim, a letter with its link)
//! is noted under the case as well, so that an erasure finds it.

use super::Access;
use crate::change::{ChangePart, Clash};
use crate::item::{Item, keyed, read_text, text, with};
use crate::table::Write;
use domain::ids::CaseId;
use futures::TryStreamExt;
use runtime::Fault;

const MARK: &str = "FOUND";
const CLAIM: &str = "MEMBER";
const LETTER: &str = "LETTER";

impl Access {
    /// Notes under the case that it holds the claims on a member by those marks.
    pub fn note_claims(&self, case: &CaseId, marks: &[String]) -> Vec<ChangePart> {
        let note = |mark: &String| self.noted(trace_key(case, CLAIM, mark));
        marks.iter().map(note).collect()
    }

    /// Notes under the case that it is found by a mark.
    pub(super) fn mark_of(&self, case: &CaseId, mark: &str) -> ChangePart {
        self.noted(trace_key(case, MARK, mark))
    }

    /// Notes under the case that a letter with that link was claimed for it.
    pub(super) fn letter_of(&self, case: &CaseId, letter: &str, link: &str) -> Write {
        self.table.put(with(trace_key(case, LETTER, letter), "link", text(link)))
    }

    /// Whether anything of an erased case is still to be forgotten.
    pub async fn has_traces(&self, case: &CaseId) -> Result<bool, Fault> {
        let traces = self.table.under("looking for traces", traces_pk(case));
        Ok(!traces.first(1).await?.is_empty())
    }

    /// Deletes everything by which the member of an erased case could be found, and the letters
    /// with their links, which name the recipients. Safe to repeat.
    pub async fn forget_traces(&self, case: &CaseId) -> Result<(), Fault> {
        const DOING: &str = "forgetting a case";
        let mut traces = self.table.under(DOING, traces_pk(case)).items();
        while let Some(trace) = traces.try_next().await? {
            let sk = read_text(DOING, &trace, "sk")?;
            match sk.split_once('#') {
                Some((MARK, mark)) => self.forget_mark(mark, case).await?,
                Some((CLAIM, mark)) => self.forget_claim(mark, case).await?,
                Some((LETTER, letter)) => {
                    self.forget_letter(letter).await?;
                    self.forget_link(read_text(DOING, &trace, "link")?).await?;
                }
                _ => {}
            }
            self.table.delete(keyed(traces_pk(case), sk)).send(DOING).await?;
        }
        Ok(())
    }

    /// Noting the same thing twice is harmless.
    fn noted(&self, key: Item) -> ChangePart {
        ChangePart { write: self.table.put(key).part(), clash: Clash::Version }
    }
}

fn traces_pk(case: &CaseId) -> String {
    format!("OF#{case}")
}

fn trace_key(case: &CaseId, kind: &str, name: &str) -> Item {
    keyed(traces_pk(case), format!("{kind}#{name}"))
}
