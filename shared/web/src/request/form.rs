//! A form that a page posted: where it comes from, what it says, and the page that shows it again.

use super::Request;
use crate::problem::Asked;
use crate::{Filled, Problem};
use api::{FieldError, Form, Reads};
use std::any::type_name;

/// The field of a form that tells one showing of it from another.
pub(crate) const FORM_TOKEN: &str = "form-token";

impl Request {
    /// A form that a page of ours posted, read whole. Another site's form is refused by its origin.
    pub fn form<F: Form>(&self, base_url: &str) -> Result<F::Input, Problem> {
        let of_table = match self.operation.map(|operation| operation.reads) {
            Some(Reads::Form(name)) => Some(name()),
            Some(Reads::Json(_) | Reads::Nothing) | None => None,
        };
        debug_assert_eq!(of_table, Some(type_name::<F>()), "the table has another form");
        self.comes_from(base_url)?;
        self.has_type("application/x-www-form-urlencoded")?;
        let text = std::str::from_utf8(self.body()?).map_err(|_| Problem::bad_form())?;
        let own: Vec<&str> = text.split('&').filter(|pair| token_of(pair).is_none()).collect();
        let form: F = serde_html_form::from_str(&own.join("&")).map_err(|_| Problem::bad_form())?;
        form.parse().map_err(Problem::bad_fields)
    }

    /// Whether this is a form of a page, sent by a browser and not by its script.
    pub fn is_form(&self) -> bool {
        let reads = self.operation.map(|operation| operation.reads);
        self.wants_page() && matches!(reads, Some(Reads::Form(_)))
    }

    /// The token that the page put into the form, if it did.
    pub fn form_token(&self) -> Result<Option<&str>, Problem> {
        let body = std::str::from_utf8(self.body()?).map_err(|_| Problem::bad_form())?;
        Ok(body.split('&').find_map(token_of))
    }

    /// Only our own pages may post here. A browser says so by `Sec-Fetch-Site`, which no page can
    /// forge; one that does not know it names its origin. (From a page that sends no referrer, as
    /// ours do, the origin of a form is `null`, so it alone would not do.)
    fn comes_from(&self, base_url: &str) -> Result<(), Problem> {
        let own = match self.header("sec-fetch-site") {
            Some(site) => site == "same-origin",
            None => self.header("origin") == Some(base_url),
        };
        if own { Ok(()) } else { Err(Problem::foreign_origin()) }
    }

    /// The request for the page that this form was filled in on, with what was typed, and where the form posts to.
    pub(crate) fn for_its_page(&self, errors: &[FieldError]) -> Option<(Self, String)> {
        let row = self.operation.filter(|_| self.is_form())?;
        let route = format!("GET {}", row.on_page?);
        let typed = std::str::from_utf8(self.body().ok()?).ok()?;
        let filled = Filled::of(&self.route, typed, errors);
        let page =
            Self { operation: api::operation(&route), route, inner: self.inner.clone(), filled };
        Some((page, self.along(row.path)))
    }

    /// What was typed into the form that posts to that route, if it was not taken; else an empty form.
    pub fn filled(&self, route: &str) -> Filled {
        self.filled.only_of_route(route)
    }

    /// What this form says, to be shown again on the next page.
    pub fn typed(&self) -> Filled {
        let typed = self.body().ok().and_then(|body| std::str::from_utf8(body).ok());
        typed.map(|typed| Filled::of(&self.route, typed, &[])).unwrap_or_default()
    }

    /// How a problem is told, should there be one.
    pub(crate) fn asked(&self) -> Asked {
        let page = self.operation.filter(|_| self.is_form()).and_then(|row| row.on_page);
        let written = page.map(|_| self.typed().longer()).unwrap_or_default();
        let back = page.map(|page| self.along(page));
        Asked { wants_page: self.wants_page(), back, written }
    }

    /// A path of the table with this request's own parameters.
    fn along(&self, path: &str) -> String {
        let names = ["session", "token", "item"];
        let known = names.iter().filter_map(|name| Some((name, self.parameter(name).ok()?)));
        known.fold(path.to_owned(), |path, (name, value)| {
            path.replace(&format!("{{{name}}}"), &value)
        })
    }
}

/// The token of a form, if this is the field that carries it.
fn token_of(pair: &str) -> Option<&str> {
    pair.strip_prefix(FORM_TOKEN)?.strip_prefix('=')
}
