//! Erasure. The keys go in the transaction of the event, so that nothing opens from that moment on;
//! documents, marks and the contents of the log follow when the event is heard.

use crate::Context;
use api::keeping::{EraseCase, ErasureCertificate};
use domain::follow::ever_held;
use domain::ids::CaseId;
use domain::keeping::Command;
use jiff::ToSpan;
use jiff::civil::Date;
use runtime::Fault;
use web::{Problem, Request, Response};

pub async fn erase(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, loaded) = context.load(request).await?;
    let asked: EraseCase = request.json()?;

    let keys = context.files.destroy_keys(&loaded.case.id);
    let command = Command::Erase { grounds: asked.grounds };
    context.progress(request, context.act(&by, command).with(keys), loaded).await
}

/// Days whose erasures are looked at again.
const SWEPT_DAYS: i64 = 3;

/// What has to go with the keys, each step safe to repeat.
pub async fn sweep(context: &Context, id: &CaseId) -> Result<(), Fault> {
    let loaded = context.files.cases.load(id).await?;
    if loaded.is_none_or(|loaded| loaded.case.keeping.erased.is_none()) {
        return Ok(());
    }
    context.own.documents.erase(id).await?;
    // Slots that were held name the case under their specialist.
    for held in ever_held(&context.files.cases.log(id).await?) {
        context.own.slots.give_back(&held.specialist, &held.slot.quantum_starts(), id).await?;
    }
    context.files.access.forget_readers(id).await?;
    context.files.cases.drop_contents(id).await?;
    // Last: while a trace is left, the certificate is not given.
    context.files.access.forget_traces(id).await
}

/// Cases that were erased in the last days and have left a trace. One that fails does not hold up the others.
pub async fn finish(context: &Context, last: Date) -> Result<(), Fault> {
    for back in -1..SWEPT_DAYS {
        let day = last.saturating_sub(back.days());
        for (case, ..) in context.files.cases.changed_on(day).await? {
            if let Err(fault) = sweep(context, &case).await {
                tracing::error!(case = case.as_str(), %fault, "not swept");
            }
        }
    }
    Ok(())
}

pub async fn certificate(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (_, loaded) = context.load(request).await?;
    let case = &loaded.case;
    let not_erased = || Problem::new(409, "not-erased", "the case has not been erased");
    let erased_at = case.keeping.erased.ok_or_else(not_erased)?;

    let keys = context.files.has_keys(&case.id).await?;
    let documents = context.own.documents.count_versions(&case.id).await?;
    let dropped = context.files.cases.count_dropped(&case.id).await?;
    let (cases, access) = (&context.files.cases, &context.files.access);
    let verified = casefile::verify(cases, access, &context.own.anchors, &case.id).await?;
    let traces = context.files.access.has_traces(&case.id).await?;
    if keys || traces || documents > 0 || dropped.left > 0 {
        let detail = "the erasure is not finished yet; ask again in a moment";
        return Err(Problem::new(409, "being-erased", detail));
    }
    let certificate = ErasureCertificate {
        reference: case.id.reference(),
        erased_at,
        keys: "destroyed".to_owned(),
        documents,
        contents_dropped: dropped.dropped,
        records: dropped.records,
        log_whole: verified.is_some_and(|verified| verified.whole),
    };
    Ok(Response::json(200, &certificate))
}
