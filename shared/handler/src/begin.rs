//! A case that begins: its first events, its keys and its member's claims in one transaction, with the answer
//! that is kept.

use crate::Context;
use casefile::NewFile;
use domain::sheet::SealedSheet;
use domain::{Actor, Case, Event};
use store::Change;
use vault::MemberMarks;
use web::{Once, Problem, Request, Response, again};

/// What a new case begins with.
#[derive(Debug)]
pub struct Beginning {
    pub by: Actor,
    pub events: Vec<Event>,
    pub file: NewFile,
    /// Who the member is.
    pub sheet: SealedSheet,
    pub marks: MemberMarks,
}

impl<Own> Context<Own> {
    /// Begins `case`, which has no events yet, and answers with what it is then. Under an idempotency key the
    /// answer is kept in the same transaction.
    pub async fn begin(
        &self,
        request: &Request,
        beginning: Beginning,
        case: Case,
        answer: impl Fn(&Case) -> Response,
    ) -> Result<Response, Problem> {
        let Beginning { by, events, file, sheet, marks } = beginning;
        let (answers, now) = (self.files.cases.answers(), self.now());
        let recorded = case.record(events.clone(), &by, now);
        let answer = answer(&recorded.iter().fold(case, Case::apply));

        let once = Once::of(request)?;
        let kept = once.as_ref().map(|once| once.keep(&answers, &answer, now)).transpose()?;
        let change = Change::of(&by, events).with(kept);
        let Err(error) = self.files.begin(file, sheet, change, &marks, now).await else {
            return Ok(answer);
        };
        // The same may have been asked at the same moment, and the other was first.
        let kept = match &once {
            Some(once) => once.kept(&answers, now).await?,
            None => None,
        };
        kept.map_or_else(|| Err(error.into()), |kept| Ok(again(kept)))
    }
}
