//! Someone in a browser: follows links, keeps cookies, sends forms and files.

use super::{Answer, Clinic};
use crate::{SetupError, mailbox};
use reqwest::{Method, StatusCode};
use std::collections::HashMap;

/// Someone in a browser: a person at a page, with cookies.
#[derive(Debug, Clone)]
pub struct Visitor<'a> {
    pub(super) clinic: &'a Clinic,
    pub cookies: HashMap<String, String>,
    /// The path of the page that the session opened.
    pub at: String,
}

impl Visitor<'_> {
    pub async fn get(&mut self, path: &str) -> Result<Answer, SetupError> {
        let request = self.clinic.request(Method::GET, path);
        self.send(request).await
    }

    /// The member's own page of the session.
    pub fn my_case(&self) -> String {
        format!("/my-case/{}", self.selector())
    }

    /// Posts a form of our own pages. Fields may occur more than once.
    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Result<Answer, SetupError> {
        let request = self.clinic.request(Method::POST, path).form(form);
        let origin = self.clinic.stack.base_url.clone();
        self.send(request.header("origin", origin).header("sec-fetch-site", "same-origin")).await
    }

    /// Presses a button, and sees the page that it leads to, or why there is none.
    pub async fn press(&mut self, path: &str, form: &[(&str, &str)]) -> Result<Answer, SetupError> {
        let answer = self.post(path, form).await?;
        match answer.header("location").map(str::to_owned) {
            Some(next) => self.get(&next).await,
            None => Ok(answer),
        }
    }

    /// Posts a form that must lead on to another page, and opens that.
    pub async fn submit(
        &mut self,
        path: &str,
        form: &[(&str, &str)],
    ) -> Result<Answer, SetupError> {
        let answer = self.post(path, form).await?.expect(303)?;
        let next = answer.header("location").unwrap_or_default().to_owned();
        self.get(&next).await?.expect(200)
    }

    /// The name of the session in paths.
    pub fn selector(&self) -> &str {
        self.at.rsplit('/').next().unwrap_or_default()
    }

    /// Asks for a code on the page of a link, and reads it from the mailbox.
    pub async fn ask_for_code(&mut self, link: &str, address: &str) -> Result<String, SetupError> {
        let mark = mailbox::count(&self.clinic.stack.aws).await?;
        self.submit(&format!("{link}/code"), &[]).await?;
        let mail = self.clinic.mail(address, "Your code", mark).await?;
        mail.code().map(str::to_owned).ok_or_else(|| SetupError::new("the mail has no code"))
    }

    async fn send(&mut self, request: reqwest::RequestBuilder) -> Result<Answer, SetupError> {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header("accept", "text/html").header("cookie", cookies.join("; "));
        let answer = self.clinic.send(request).await?;
        for cookie in answer.headers.get_all("set-cookie") {
            let Some((name, rest)) = cookie.to_str().ok().and_then(|text| text.split_once('='))
            else {
                continue;
            };
            let value = rest.split(';').next().unwrap_or_default();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(answer)
    }

    /// Sends a file by the signed form on a page, as a browser would.
    pub async fn upload(
        &self,
        page: &Answer,
        file_name: &str,
        bytes: Vec<u8>,
    ) -> Result<StatusCode, SetupError> {
        let (action, fields) = upload_form(&page.body)?;
        let mut form = reqwest::multipart::Form::new();
        for (name, value) in fields {
            form = form.text(name, value);
        }
        let part = reqwest::multipart::Part::bytes(bytes).file_name(file_name.to_owned());
        let answer =
            self.clinic.http.post(action).multipart(form.part("file", part)).send().await?;
        Ok(answer.status())
    }
}

/// The address and the hidden fields of the form that has a file in it.
fn upload_form(html: &str) -> Result<(String, Vec<(String, String)>), SetupError> {
    let page = scraper::Html::parse_document(html);
    let select = |selector: &str| {
        scraper::Selector::parse(selector).map_err(|error| SetupError::new(error.to_string()))
    };
    let form = page.select(&select("form[enctype='multipart/form-data']")?).next();
    let form = form.ok_or_else(|| SetupError::new("the page has no upload form"))?;
    let attribute = |element: scraper::ElementRef<'_>, name: &str| {
        element.value().attr(name).unwrap_or_default().to_owned()
    };
    let inputs = select("input[type='hidden']")?;
    let hidden = form.select(&inputs);
    let fields =
        hidden.map(|input| (attribute(input, "name"), attribute(input, "value"))).collect();
    Ok((attribute(form, "action"), fields))
}
