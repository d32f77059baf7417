//! A page as a function makes it: a title and a body that a template has already escaped. The frame of the
//! stack is put around it when it leaves, so that no function knows the frame.

use crate::request::FORM_TOKEN;
use crate::{Brand, Problem, Response};
use api::FieldError;
use askama::Template;
use domain::access::{SESSION_IDLE_MINUTES, SESSION_MINUTES_MAX};

/// How a form begins that posts to a path of ours.
const OWN_FORM: &str = "<form method=\"post\" action=\"/";

#[derive(Template)]
#[template(path = "layout.html")]
struct Layout<'a> {
    brand: &'a Brand,
    title: &'a str,
    body: &'a str,
    errors: &'a [FieldError],
    has_script: bool,
    session: Option<&'a OpenSession>,
}

/// The session that a page belongs to.
struct OpenSession {
    selector: String,
    /// For how long it stays open without being used.
    seconds: i64,
    /// For how long it stays open however often it is used.
    seconds_max: i64,
}

/// What a page says, and where its forms and its script may go. `Debug` prints only its title.
pub struct Page {
    title: String,
    body: String,
    /// Why the form that was sent from it was not taken.
    errors: Vec<FieldError>,
    has_script: bool,
    /// Where else its forms may post to.
    form_target: String,
    /// Where else its script may send to.
    upload_target: String,
    /// Its script warns before the session is over.
    session: Option<OpenSession>,
}

impl std::fmt::Debug for Page {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Page").field(&self.title).finish()
    }
}

impl Page {
    fn new(title: &str, body: String) -> Self {
        Self {
            title: title.to_owned(),
            body,
            errors: Vec::new(),
            has_script: false,
            form_target: String::new(),
            upload_target: String::new(),
            session: None,
        }
    }

    /// The whole page.
    pub(crate) fn framed(&self, brand: &Brand) -> Result<String, askama::Error> {
        let (title, body) = (&self.title, &with_tokens(&self.body));
        let (errors, has_script) = (self.errors.as_slice(), self.has_script);
        let session = self.session.as_ref();
        Layout { brand, title, body, errors, has_script, session }.render()
    }

    /// The forms of the page that post to that path.
    fn forms(&self, posts_to: &str) -> impl Iterator<Item = &str> {
        let own = format!("{}\"", posts_to.strip_prefix('/').unwrap_or(posts_to));
        let forms = self.body.split(OWN_FORM).skip(1);
        let whole = forms.filter_map(|form| form.split("</form>").next());
        whole.filter(move |form| form.starts_with(&own))
    }

    /// An error leads to its field where that form shows it; what is hidden in a form has no place to lead to.
    fn linked(&self, errors: Vec<FieldError>, posts_to: &str) -> Vec<FieldError> {
        let shows = |field: &str| {
            let id = format!(" id=\"{field}\"");
            self.forms(posts_to).any(|form| form.contains(&id))
        };
        let linked = |error: FieldError| {
            let field = if shows(&error.field) { error.field } else { String::new() };
            FieldError { field, ..error }
        };
        errors.into_iter().map(linked).collect()
    }

    /// What a browser lets the page load, run and send.
    pub(crate) fn policy(&self) -> String {
        let mut parts = vec!["default-src 'none'", "style-src 'self'", "img-src 'self'"];
        let connect = format!("connect-src 'self' {}", self.upload_target);
        let forms = format!("form-action 'self' {}", self.form_target);
        if self.has_script {
            parts.extend(["script-src 'self'", connect.trim_end()]);
        }
        parts.extend([forms.trim_end(), "frame-ancestors 'none'", "base-uri 'none'"]);
        parts.join("; ")
    }
}

impl Response {
    /// The answer with a page, whose forms post to nowhere but to us.
    pub fn page(title: &str, body: &impl Template) -> Result<Self, Problem> {
        Ok(Self::of_page(Page::new(title, body.render()?)))
    }

    /// With our script, which the page works without.
    #[must_use]
    pub fn with_script(self) -> Self {
        self.with_page(|page| page.has_script = true)
    }

    /// Within that session: before it is over, our script says so and offers to keep it.
    #[must_use]
    pub(crate) fn within(self, selector: String) -> Self {
        let session = OpenSession {
            selector,
            seconds: SESSION_IDLE_MINUTES * 60,
            seconds_max: SESSION_MINUTES_MAX * 60,
        };
        self.with_script().with_page(|page| page.session = Some(session))
    }

    /// With a form that posts a file to the bucket at that address. Before it goes there our script looks at its size.
    #[must_use]
    pub fn posting_to(self, bucket: &str) -> Self {
        self.with_script().with_page(|page| bucket.clone_into(&mut page.form_target))
    }

    /// With a script that sends several files, one by one, to the bucket at that address.
    #[must_use]
    pub fn uploading_to(self, bucket: &str) -> Self {
        self.with_script().with_page(|page| bucket.clone_into(&mut page.upload_target))
    }

    /// The page again on which a form was filled in that was not taken: what is wrong with it comes first.
    #[must_use]
    pub(crate) fn after(self, problem: &Problem, errors: Vec<FieldError>, posts_to: &str) -> Self {
        let refused = self.with_status(problem.status).refused_with(problem.code);
        refused.with_page(|page| page.errors = page.linked(errors, posts_to))
    }

    pub(crate) fn has_form(&self, posts_to: &str) -> bool {
        self.as_page().is_some_and(|page| page.forms(posts_to).next().is_some())
    }
}

/// What is wrong, each as a sentence of its own.
pub(crate) fn sentences(errors: &[FieldError]) -> Vec<FieldError> {
    let whole = |error: &FieldError| FieldError { why: sentence(&error.why), ..error.clone() };
    errors.iter().map(whole).collect()
}

/// A refusal as a sentence: it begins with a capital letter and ends with a full stop.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    let end = if words.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{}{}{end}", first.unwrap_or_default(), letters.as_str())
}

/// Gives each form that posts to us a token of its own, so that no template can forget one. The bucket's
/// forms are signed as they are.
fn with_tokens(body: &str) -> String {
    let mut forms = body.split(OWN_FORM);
    let mut page = forms.next().unwrap_or_default().to_owned();
    for form in forms {
        let (tag, rest) = form.split_once('>').unwrap_or((form, ""));
        let token = runtime::random_word();
        let field = format!("<input type=\"hidden\" name=\"{FORM_TOKEN}\" value=\"{token}\">");
        page.extend([OWN_FORM, tag, ">", &field, rest]);
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_of_ours_gets_a_token_and_the_buckets_none() {
        let body = "<p>a</p><form method=\"post\" action=\"/a/b\"><p>x</p></form>\
                    <form method=\"post\" action=\"/c\" data-many=\"1\"></form>\
                    <form method=\"post\" action=\"http://bucket\"></form>";
        let page = with_tokens(body);
        let tokens: Vec<&str> = page.split("name=\"form-token\" value=\"").skip(1).collect();
        assert_eq!(tokens.len(), 2, "{page}");
        assert_ne!(tokens[0][..32], tokens[1][..32]);
        assert!(page.contains("action=\"/c\" data-many=\"1\"><input type=\"hidden\""), "{page}");
        assert!(page.ends_with("<form method=\"post\" action=\"http://bucket\"></form>"), "{page}");
    }

    #[test]
    fn a_page_may_run_and_send_only_what_it_says() {
        let mut page = Page::new("A page", String::new());
        let plain = page.policy();
        assert!(plain.ends_with("form-action 'self'; frame-ancestors 'none'; base-uri 'none'"));
        assert!(!plain.contains("script-src") && !plain.contains("connect-src"), "{plain}");
        page.has_script = true;
        page.upload_target = "https://bucket".to_owned();
        let sends = page.policy();
        assert!(
            sends.contains(
                "script-src 'self'; connect-src 'self' https://bucket; form-action 'self';"
            )
        );
    }
}
