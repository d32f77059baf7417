//! A form tells of every field that is wrong, each by its name, and never of what was typed.

#![allow(clippy::unwrap_used, reason = "a test may stop where it fails")]

use api::access::PrivateContactForm;
use api::casework::ComplaintForm;
use api::consent::{ChangeForm, GiveForm};
use api::matching::{ChoiceForm, ConflictForm};
use api::records::{DocumentForm, FeeForm, GoAheadForm, NotAvailableForm};
use api::report::{ConcernForm, FollowUpForm, HandInForm, ReviewForm};
use api::{FieldError, Form};
use domain::consent::Signatory;

fn parse<F: Form>(posted: &str) -> Result<F::Input, Vec<FieldError>> {
    serde_html_form::from_str::<F>(posted).unwrap().parse()
}

/// The fields that are wrong when a browser posts this.
fn wrong<F: Form>(posted: &str) -> Vec<String> {
    let errors = parse::<F>(posted).err().unwrap_or_default();
    assert!(errors.iter().all(|error| !error.why.contains("PLANTED")), "{errors:?}");
    errors.into_iter().map(|error| error.field).collect()
}

#[test]
fn every_field_that_is_wrong_is_told_at_once() {
    let nothing = ["statement", "signatory", "name", "delay", "scope"];
    assert_eq!(wrong::<GiveForm>(""), nothing);
    let all = "statement=x&scope=PLANTED&signatory=PLANTED&capacity=PLANTED&name=";
    assert_eq!(
        wrong::<GiveForm>(all),
        ["statement", "scope", "signatory", "capacity", "name", "delay"]
    );
    assert_eq!(wrong::<ChangeForm>("scope=PLANTED"), ["scope", "name"]);
    assert_eq!(wrong::<ChoiceForm>("specialist=+"), ["specialist"]);
    assert_eq!(wrong::<ConflictForm>("answer=PLANTED"), ["answer"]);
    assert_eq!(wrong::<GoAheadForm>(""), ["answer"]);
    assert_eq!(wrong::<GoAheadForm>("answer=object&reason=+"), ["reason"]);
    let far = "dated-day=31&dated-month=12&dated-year=9999&name=a%0Ab";
    assert_eq!(wrong::<DocumentForm>(far), ["dated", "name"]);
    for never in ["31&dated-month=2&dated-year=2026", "1&dated-month=&dated-year=2026", "x"] {
        let posted = format!("dated-day={never}");
        assert_eq!(wrong::<DocumentForm>(&posted), ["dated"], "{never}");
    }
    assert_eq!(wrong::<NotAvailableForm>("reason="), ["reason"]);
    assert_eq!(wrong::<FeeForm>("pounds=PLANTED"), ["pounds"]);
    assert_eq!(wrong::<ReviewForm>(""), ["mode"]);
    assert_eq!(wrong::<ConcernForm>("concern=%E2%80%8B"), ["concern"]);
    assert_eq!(wrong::<FollowUpForm>("followed=perhaps"), ["followed"]);
    assert_eq!(wrong::<ComplaintForm>(""), ["complaint"]);
    assert_eq!(wrong::<PrivateContactForm>("contact=a%0Ab"), ["contact"]);
    let report = "diagnosis=PLANTED&impact=&summary=&difference=x&answer-q-1=%00&document=a+b";
    let fields = ["diagnosis", "impact", "summary", "document", "answer-q-1"];
    assert_eq!(wrong::<HandInForm>(report), fields);
}

#[test]
fn a_form_that_is_right_yields_what_the_command_needs() {
    let consent = "statement=2&scope=collect&scope=show&delay=known&signatory=member\
                   &capacity=attorney&name=Zo%C3%AB";
    let given = parse::<GiveForm>(consent).unwrap();
    assert_eq!((given.statement, given.scopes.len(), given.delay.is_some()), (2, 2, true));
    // Only a representative signs by a right of theirs.
    assert_eq!((given.signatory, given.capacity), (Signatory::Member, None));

    let report = "impact=minor&summary=s&difference=d&answer-q-1=yes&answer-q-2=+&unknown=x";
    let handed_in = parse::<HandInForm>(report).unwrap();
    let answered: Vec<&str> =
        handed_in.answers.keys().map(domain::ids::QuestionId::as_str).collect();
    assert_eq!(answered, ["q-1"]);

    let document = parse::<DocumentForm>("dated-day=&dated-year=+&name=scan.pdf").unwrap();
    assert_eq!((document.dated, document.name.is_some()), (None, true));
    let dated = "dated-day=7&dated-month=+3&dated-year=2026";
    let dated = parse::<DocumentForm>(dated).unwrap().dated.map(jiff::civil::Date::from);
    assert_eq!(dated, Some(jiff::civil::date(2026, 3, 7)));
}
