//! Handing in a version of the report: findings, words, and an answer to every question.

use crate::{Context, back, enter};
use casefile::CaseFile;
use domain::access::Purpose;
use domain::ids::{DocumentId, QuestionId};
use domain::report::ReportBody;
use domain::report::{Command, Finding, Findings, Impact, Upload};
use domain::{Private, text};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, HashMap};
use web::{Problem, Request, Response};

/// The form's fields. Answers come as `answer-<question>`.
#[derive(Deserialize)]
struct Form {
    #[serde(flatten)]
    fields: HashMap<String, String>,
}

pub async fn hand_in(context: &Context, request: &Request) -> Result<Response, Problem> {
    let form: Form = request.form(&context.base_url)?;
    let (visit, file) = enter(context, request).await?;

    let body = form.body(&file)?;
    let sheet = file.seal(&body)?;
    let upload = Upload {
        version: file.loaded.case.report.next_version(),
        sheet: sheet.id.clone(),
        document: form.document()?,
        answered: body.answers.keys().cloned().collect(),
        findings: body.findings,
    };
    let command = Command::Upload(upload);
    context.act_as(&visit, command).sheet(sheet).insist_on(file.loaded).await?;
    Ok(back(Purpose::Opinion, &visit))
}

impl Form {
    fn body(&self, file: &CaseFile) -> Result<ReportBody, Problem> {
        Ok(ReportBody {
            findings: Findings {
                diagnosis: self.code::<Finding>("diagnosis")?,
                treatment: self.code::<Finding>("treatment")?,
                impact: self.code::<Impact>("impact")?.ok_or_else(Problem::bad_form)?,
            },
            summary: self.words("summary")?,
            difference: self.words("difference")?,
            answers: self.answers(file)?,
        })
    }

    /// The answers that have words, of questions of this case only.
    fn answers(&self, file: &CaseFile) -> Result<BTreeMap<QuestionId, Private<String>>, Problem> {
        let mut answers = BTreeMap::new();
        for question in &file.loaded.case.casework.questions {
            let given = self.fields.get(&format!("answer-{}", question.question));
            if let Some(words) = given.filter(|words| !words.trim().is_empty()) {
                answers.insert(question.question.clone(), Private::new(text::prose(words)?));
            }
        }
        Ok(answers)
    }

    fn words(&self, field: &str) -> Result<Private<String>, Problem> {
        let typed = self.fields.get(field).map(String::as_str).unwrap_or_default();
        Ok(Private::new(text::prose(typed)?))
    }

    fn code<T: DeserializeOwned>(&self, field: &str) -> Result<Option<T>, Problem> {
        use serde::de::IntoDeserializer;
        use serde::de::value::{Error, StrDeserializer};
        let Some(code) = self.fields.get(field).filter(|code| !code.is_empty()) else {
            return Ok(None);
        };
        let code: StrDeserializer<'_, Error> = code.as_str().into_deserializer();
        T::deserialize(code).map(Some).map_err(|_| Problem::bad_form())
    }

    fn document(&self) -> Result<Option<DocumentId>, Problem> {
        let id = self.fields.get("document").filter(|id| !id.is_empty());
        id.map(|id| id.parse().map_err(|_| Problem::bad_form())).transpose()
    }
}
