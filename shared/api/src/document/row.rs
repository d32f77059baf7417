//! What a row of the table says for the contract alone.

use crate::operation::Refusals;
use crate::{Operation, Reads};
use schemars::{JsonSchema, Schema, SchemaGenerator};

type SchemaOf = fn(&mut SchemaGenerator) -> Schema;

/// How an operation is answered when it was done.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Answer {
    Json(u16, SchemaOf),
    Page,
    Text(&'static str),
    ElseWhere,
}

/// Lists of refusals in one row, each of one enum.
const LISTS_MAX: usize = 5;

/// What the contract says of an operation beside what the functions need.
#[derive(Debug, Clone, Copy)]
pub struct Described {
    pub(crate) summary: &'static str,
    pub(crate) request: Option<SchemaOf>,
    pub(crate) answers: [Option<Answer>; 2],
    pub(crate) refusals: [Option<&'static dyn Refusals>; LISTS_MAX],
    pub(crate) codes: &'static [(u16, &'static str)],
}

impl Described {
    pub(crate) const fn of(summary: &'static str) -> Self {
        Self {
            summary,
            request: None,
            answers: [None, None],
            refusals: [None; LISTS_MAX],
            codes: &[],
        }
    }

    const fn and(self, answer: Answer) -> Self {
        let answers = match self.answers {
            [None, _] => [Some(answer), None],
            [first, _] => [first, Some(answer)],
        };
        Self { answers, ..self }
    }
}

fn schema_of<T: JsonSchema>(schemas: &mut SchemaGenerator) -> Schema {
    schemas.subschema_for::<T>()
}

impl Operation {
    pub(crate) const fn takes<T: JsonSchema>(self) -> Self {
        let contract = Described { request: Some(schema_of::<T>), ..self.contract };
        Self { reads: Reads::Json(std::any::type_name::<T>), contract, ..self }
    }

    pub(crate) const fn takes_form<T: JsonSchema>(self) -> Self {
        let contract = Described { request: Some(schema_of::<T>), ..self.contract };
        Self { reads: Reads::Form(std::any::type_name::<T>), contract, ..self }
    }

    pub(crate) const fn answers<T: JsonSchema>(self, status: u16) -> Self {
        self.answered(Answer::Json(status, schema_of::<T>))
    }

    pub(crate) const fn answers_page(self) -> Self {
        self.answered(Answer::Page)
    }

    pub(crate) const fn answers_text(self, kind: &'static str) -> Self {
        self.answered(Answer::Text(kind))
    }

    pub(crate) const fn leads_to_file(self) -> Self {
        self.answered(Answer::ElseWhere)
    }

    const fn answered(self, answer: Answer) -> Self {
        Self { contract: self.contract.and(answer), ..self }
    }

    pub(crate) const fn refuses(self, more: &'static dyn Refusals) -> Self {
        let mut refusals = self.contract.refusals;
        let mut free = 0;
        while free < refusals.len() && refusals[free].is_some() {
            free += 1;
        }
        assert!(free < refusals.len(), "a row lists more refusals than there are places");
        refusals[free] = Some(more);
        Self { contract: Described { refusals, ..self.contract }, ..self }
    }

    pub(crate) const fn refuses_with(self, codes: &'static [(u16, &'static str)]) -> Self {
        Self { contract: Described { codes, ..self.contract }, ..self }
    }
}
