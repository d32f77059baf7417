//! The kit page: every part that pages are made of, to be looked at and to be tested beside the pages. It is no page
//! of the service.

use api::FieldError;
use askama::Template;
use testkit::clinic::Answer;
use web::{Brand, Filled, Nurse, Response, Tick};

#[derive(Template)]
#[template(path = "kit.html")]
struct Kit {
    /// As it is opened, and as it was filled in wrongly.
    shown: [Filled; 2],
    ticks: Vec<Tick>,
    nurse: Nurse,
}

/// The page in the frame of a customer who has given everything that a customer can give.
pub fn page() -> Answer {
    let wrong = ["name", "code", "words", "one", "some", "known", "list", "dated"];
    let wrong = wrong.map(|field| FieldError {
        field: field.to_owned(),
        why: "This says what to do.".to_owned(),
    });
    let typed = "name=Zo%C3%AB&some=b&one=no&dated-day=31&dated-month=2";
    let tick = |value: &str, words| Tick::open(value.to_owned(), words);
    let kit = Kit {
        shown: [Filled::default(), Filled::of("POST /kit", typed, &wrong)],
        ticks: vec![tick("a", "The first"), tick("b", "The second")],
        nurse: Nurse {
            name: "Asha Rahman".to_owned(),
            phone: "020 7946 0018".to_owned(),
            tel: "02079460018".to_owned(),
            email: None,
        },
    };
    let answer = Response::page("The kit", &kit).unwrap().into_lambda(&brand()).unwrap();
    let (parts, body) = answer.into_parts();
    let body = String::from_utf8(body.to_vec()).unwrap();
    Answer { status: 200, headers: parts.headers, body }
}

fn brand() -> Brand {
    Brand {
        name: "Second Opinion".to_owned(),
        legal_name: "Example Health Limited".to_owned(),
        phone: "020 7946 0000".to_owned(),
        tel: "02079460000".to_owned(),
        privacy: Some("https://example.org/privacy".to_owned()),
        accessibility: Some("https://example.org/accessibility".to_owned()),
        style: String::new(),
        files_version: "kit".to_owned(),
    }
}
