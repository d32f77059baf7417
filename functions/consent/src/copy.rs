//! The signed copy: its words are sealed when consent is signed, and set on pages whenever somebody
//! downloads it.

use crate::{Context, enter};
use casefile::CaseFile;
use domain::calendar::moment_in_words;
use domain::consent::{Capacity, Heard, Paragraph, Scope, Signatory, Statement, statement};
use domain::consent::{Signature, SignedCopy};
use domain::ids::SheetId;
use domain::paper::Part;
use domain::question::{Item, Looking, ReadFor, Shown};
use domain::sheet::Class;
use domain::sheet::SealedSheet;
use domain::{Case, Private};
use jiff::Timestamp;
use runtime::Fault;
use std::collections::BTreeSet;
use strum::IntoEnumIterator;
use web::{Problem, Request, Response};

/// What a copy tells of a signing.
pub struct Signing<'a> {
    pub case: &'a Case,
    pub signatory: Signatory,
    pub capacity: Option<Capacity>,
    pub statement: u32,
    pub scopes: &'a BTreeSet<Scope>,
    pub signature: &'a Signature,
    pub occasion: Occasion,
    pub at: Timestamp,
}

/// What was signed, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    Given,
    /// On paper or by phone, recorded by the nurse.
    Heard(Heard),
    /// What is allowed was changed; the delay was not asked about again.
    Changed,
}

/// The signature and the copy, sealed to be written with the event that names both.
pub fn sealed(
    file: &CaseFile,
    signing: &Signing<'_>,
) -> Result<(SealedSheet, SealedSheet), Problem> {
    let copy = SignedCopy { paper: Private::new(parts(signing)) };
    Ok((file.seal(signing.signature)?, file.seal(&copy)?))
}

fn parts(signing: &Signing<'_>) -> Vec<Part> {
    let mut parts = vec![
        Part::Title("Consent to a second medical opinion".to_owned()),
        Part::Text(format!("Reference {}", signing.case.id.reference())),
        Part::Heading("What is allowed".to_owned()),
    ];
    parts.extend(Scope::iter().map(|scope| {
        let answer = if signing.scopes.contains(&scope) { "Yes" } else { "No" };
        Part::Item(format!("{answer}: {}", scope.in_words()))
    }));
    parts.push(Part::Heading("Signed".to_owned()));
    parts.extend(signed(signing).into_iter().map(Part::Text));
    let shown = statement(signing.statement);
    parts.push(Part::Heading(format!("The statement, version {}", signing.statement)));
    parts.extend(shown.into_iter().flat_map(Statement::paragraphs).map(|it| match it {
        Paragraph::Heading(text) => Part::Heading(text.to_owned()),
        Paragraph::Text(text) => Part::Text(text.to_owned()),
    }));
    let hash = shown.map(|it| it.hash).unwrap_or_default();
    parts.push(Part::Text(format!("SHA-256 of the statement: {hash}")));
    parts
}

fn signed(signing: &Signing<'_>) -> Vec<String> {
    let capacity = signing.capacity.map(|it| format!(", {}", it.in_words())).unwrap_or_default();
    let how = match (signing.occasion, &signing.signature.session) {
        (Occasion::Heard(Heard::OnPaper), _) => "On paper; a nurse has recorded it".to_owned(),
        (Occasion::Heard(Heard::ByPhone), _) => "By phone; a nurse has recorded it".to_owned(),
        (_, Some(session)) => format!("In the private session {}", &session[..16]),
        (_, None) => "On the member's word to the nurse".to_owned(),
    };
    let mut lines = vec![
        format!("Name as typed: {}", signing.signature.typed_name.reveal()),
        format!("As {}{capacity}", signing.signatory.in_words()),
        format!("On {} (UK time)", moment_in_words(signing.at)),
        how,
    ];
    if signing.occasion != Occasion::Changed {
        let delay = "They said that they know that this may delay treatment, and that no treatment \
                     should be stopped or put off because of it.";
        lines.push(delay.to_owned());
    }
    lines
}

/// A copy by its sheet. A logged read, as every look at what is sealed.
pub async fn download(context: &Context, request: &Request) -> Result<Response, Problem> {
    let (visit, file) = enter(context, request).await?;
    let id: SheetId = request.id("copy")?;
    let case = &file.loaded.case;
    let consent = case.consent.given.as_ref().ok_or_else(Problem::not_found)?;
    let known = consent.copies.iter().any(|copy| copy.sheet == id);
    if !known {
        return Err(Problem::not_found());
    }

    let looking = Looking::at(&[Item::Consent], ReadFor::Own);
    let look = context.look(&visit.actor, case, looking).await?;
    let file = context.files.with_these(file, Class::Contact, [&id]).await?;
    let copy: Shown<SignedCopy> = file.show(&look, Item::Consent, &id)?;
    let paper = copy.part(|copy| &copy.paper);
    let pdf = paper.map_if_any(|paper| paper::pdf(&paper).ok());
    let unset = || Fault::broken("making a signed copy", "the paper could not be set");
    let pdf = pdf.ok_or_else(unset)?;
    Ok(Response::file("application/pdf", "copy.pdf", pdf.to_string()))
}
