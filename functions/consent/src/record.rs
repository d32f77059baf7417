//! Consent that was given on paper or by phone, recorded by the nurse with its scan.

use crate::Context;
use crate::copy::{Occasion, Signing, sealed};
use api::consent::RecordConsent;
use domain::consent::{Command, DelayAcknowledged, Sign, Signature, TypedName};
use domain::sheet::Class;
use web::{Problem, Request, Response};

pub async fn record(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (by, file) = context.open(request, &[Class::Contact]).await?;
    let asked: RecordConsent = request.json()?;
    let now = context.now();

    let signature = Signature { typed_name: asked.name, session: None };
    let signing = Signing {
        case: &file.loaded.case,
        signatory: asked.signatory,
        capacity: asked.capacity,
        statement: asked.statement,
        scopes: &asked.scopes,
        signature: &signature,
        occasion: Occasion::Heard(asked.heard),
        at: now,
    };
    let (signature, copy) = sealed(&file, &signing)?;
    let sign = Sign {
        signatory: asked.signatory,
        capacity: asked.capacity,
        statement: asked.statement,
        scopes: asked.scopes,
        // The nurse has the paper, or had them on the phone.
        typed: TypedName::Fits,
        delay: asked.knows_of_delay.then_some(DelayAcknowledged),
        signature: signature.id.clone(),
        copy: copy.id.clone(),
    };
    let record = Command::Record { sign, heard: asked.heard, scan: asked.scan };
    let act = context.act(&by, record).sheets([signature, copy]).as_loaded();
    context.progress(request, act, file.loaded).await
}
