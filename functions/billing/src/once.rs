//! A request of finance with its idempotency key: the answer is kept in the ledger, in the transaction that
//! writes what it tells of.

use crate::Context;
use store::ChangePart;
use web::{Once, Problem, Request, Response, again};

/// The key, if one was given, and the part that keeps the answer.
pub struct KeptOnce {
    once: Option<Once>,
    pub part: Option<ChangePart>,
}

/// If the same was asked before, that answer is the way out.
pub async fn once(
    context: &Context,
    request: &Request,
    answer: &Response,
) -> Result<KeptOnce, Problem> {
    let answers = context.ledger.answers();
    let Some(once) = Once::of(request)? else {
        return Ok(KeptOnce { once: None, part: None });
    };
    if let Some(kept) = once.kept(&answers, context.clock.now()).await? {
        return Err(Problem::answered(kept));
    }
    let part = once.keep(&answers, answer, context.clock.now())?;
    Ok(KeptOnce { once: Some(once), part: Some(part) })
}

impl KeptOnce {
    /// What stands in the way may be the same request, asked at the same moment, that was first.
    pub async fn or_again(
        &self,
        context: &Context,
        otherwise: Problem,
    ) -> Result<Response, Problem> {
        let kept = match &self.once {
            Some(once) => once.kept(&context.ledger.answers(), context.clock.now()).await?,
            None => None,
        };
        kept.map_or(Err(otherwise), |kept| Ok(again(kept)))
    }
}
