//! What a caller asks: the route, its parameters, headers and body, read with limits.

mod form;

use crate::strict::Strict;
use crate::{Filled, Problem};
use api::{By, IdempotencyKey, NoFields, Operation, Reads};
pub(crate) use form::FORM_TOKEN;
use lambda_http::request::{LambdaRequest, RequestContext};
use lambda_http::{Body, RequestExt};
use serde::de::DeserializeOwned;
use std::any::type_name;

/// The largest body in bytes; files go to the bucket by a signed form.
pub const BODY_BYTES_MAX: usize = 256 * 1024;
/// The longest idempotency key, in bytes.
const IDEMPOTENCY_KEY_MAX: usize = 255;

/// What a verified token says of its bearer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub subject: String,
    pub scopes: Vec<String>,
}

/// One request, after the gateway has matched its route.
#[derive(Debug)]
pub struct Request {
    route: String,
    /// Its row in the table of operations.
    operation: Option<&'static Operation>,
    inner: lambda_http::Request,
    /// The form that was not taken, whose page this opens again.
    filled: Filled,
}

impl Request {
    /// From the gateway's event. The route is the gateway's own template, never the raw path.
    pub fn from_gateway(event: LambdaRequest) -> Self {
        let inner = lambda_http::Request::from(event);
        let resource = match inner.request_context_ref() {
            Some(RequestContext::ApiGatewayV1(context)) => context.resource_path.clone(),
            _ => None,
        };
        let route = format!("{} {}", inner.method(), resource.unwrap_or_default());
        Self { operation: api::operation(&route), route, inner, filled: Filled::default() }
    }

    /// The row of the table that this asks for.
    pub fn operation(&self) -> Result<&'static Operation, Problem> {
        self.operation.ok_or_else(Problem::not_found)
    }

    /// Such as `POST /referrals` or `GET /referrals/{id}`.
    pub fn route(&self) -> &str {
        &self.route
    }

    /// A parameter of the path. An id of the wrong form is as unknown as one that is not there.
    pub fn id<T: std::str::FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.parameter(name)?.parse().map_err(|_| Problem::not_found())
    }

    pub fn parameter(&self, name: &str) -> Result<String, Problem> {
        let parameters = self.inner.path_parameters_ref();
        let value = parameters.and_then(|all| all.first(name));
        value.map(str::to_owned).ok_or_else(Problem::not_found)
    }

    /// The session that an opened page belongs to. The pages of the way out belong to none.
    pub(crate) fn page_session(&self) -> Option<String> {
        let is_left = self.route.contains(" /sessions/");
        self.parameter("session").ok().filter(|_| !is_left)
    }

    /// What the path names, in the order of its parameters.
    pub fn parameters(&self) -> Vec<String> {
        let names = self.route.split('{').skip(1).filter_map(|rest| rest.split('}').next());
        names.filter_map(|name| self.parameter(name).ok()).collect()
    }

    pub fn query(&self, name: &str) -> Option<String> {
        self.inner.query_string_parameters_ref()?.first(name).map(str::to_owned)
    }

    /// The API knows every key of a query, and takes each once. To a page anything may be added on the
    /// way: mail programs do, and the bucket does when it leads back from an upload.
    pub fn has_known_query(&self) -> Result<(), Problem> {
        let (Some(operation), Some(query)) =
            (self.operation, self.inner.query_string_parameters_ref())
        else {
            return Ok(());
        };
        if matches!(operation.by, By::Page | By::Anyone) {
            return Ok(());
        }
        let mut seen = std::collections::BTreeSet::new();
        for (key, _) in query.iter() {
            if !operation.query.contains(&key) {
                return Err(Problem::bad_field("?", "there is a query key that is not known here"));
            }
            if !seen.insert(key) {
                return Err(Problem::bad_field(key, "it is there twice"));
            }
        }
        Ok(())
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.inner.headers().get(name)?.to_str().ok()
    }

    /// A header on which something depends: given once and in ASCII, or not at all.
    fn only_header(&self, name: &'static str) -> Result<Option<&str>, Problem> {
        let mut values = self.inner.headers().get_all(name).iter();
        let Some(value) = values.next() else {
            return Ok(None);
        };
        let value = value.to_str().ok().filter(|_| values.next().is_none());
        let why = "it must be there once, in visible ASCII characters";
        value.map(Some).ok_or_else(|| Problem::bad_field(name, why))
    }

    /// The version that the caller saw, if they named one: then nothing is decided on a later one.
    pub fn seen_version(&self) -> Result<Option<u64>, Problem> {
        let Some(tag) = self.only_header("If-Match")? else {
            return Ok(None);
        };
        let quoted = tag.strip_prefix('"').and_then(|tag| tag.strip_suffix('"'));
        let version = quoted.filter(|tag| tag.bytes().all(|byte| byte.is_ascii_digit()));
        let version = version.and_then(|tag| tag.parse().ok());
        let why = "it must be a version in quotation marks, as the ETag was";
        version.map(Some).ok_or_else(|| Problem::bad_field("If-Match", why))
    }

    /// Whether a browser asks for a page, so that a problem is shown as one. The API answers programs.
    pub fn wants_page(&self) -> bool {
        let page = self.operation.is_none_or(|row| matches!(row.by, By::Page | By::Anyone));
        page && self.header("accept").is_some_and(|accept| accept.contains("text/html"))
    }

    /// The bearer of the token that the gateway has verified.
    pub fn token(&self) -> Result<Token, Problem> {
        let Some(RequestContext::ApiGatewayV1(context)) = self.inner.request_context_ref() else {
            return Err(Problem::unauthenticated());
        };
        let claims = context.authorizer.fields.get("claims");
        let claim = |name: &str| claims?.get(name)?.as_str().map(str::to_owned);
        let subject = claim("sub").ok_or_else(Problem::unauthenticated)?;
        let scopes = claim("scope").unwrap_or_default();
        Ok(Token { subject, scopes: scopes.split(' ').map(str::to_owned).collect() })
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        let headers = self.inner.headers().get_all("cookie").iter();
        let mut pairs =
            headers.filter_map(|value| value.to_str().ok()).flat_map(|all| all.split(';'));
        pairs.find_map(|pair| {
            let (key, value) = pair.trim().split_once('=')?;
            (key == name).then(|| value.to_owned())
        })
    }

    /// The key under which a request is answered once, as its row in the table wants it.
    pub fn idempotency_key(&self) -> Result<Option<String>, Problem> {
        let wants = self.operation.map_or(IdempotencyKey::NotRead, |operation| operation.key);
        let given = self.only_header("Idempotency-Key")?;
        let key = match (wants, given) {
            (IdempotencyKey::NotRead, _)
            | (IdempotencyKey::Taken | IdempotencyKey::NeedsNone, None) => return Ok(None),
            (IdempotencyKey::Required, None) => {
                return Err(Problem::bad_field("Idempotency-Key", "it is required here"));
            }
            (_, Some(key)) => key,
        };
        let visible = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic());
        if !visible || key.len() > IDEMPOTENCY_KEY_MAX {
            let why = "it must be 1 to 255 visible ASCII characters";
            return Err(Problem::bad_field("Idempotency-Key", why));
        }
        Ok((wants != IdempotencyKey::NeedsNone).then(|| key.to_owned()))
    }

    pub fn body(&self) -> Result<&[u8], Problem> {
        let bytes: &[u8] = match self.inner.body() {
            Body::Text(text) => text.as_bytes(),
            Body::Binary(bytes) => bytes,
            _ => &[],
        };
        if bytes.len() > BODY_BYTES_MAX { Err(Problem::too_large()) } else { Ok(bytes) }
    }

    /// A JSON body. Unknown and doubled fields are refused by the type's own reading, and an array where
    /// an object belongs by [`Strict`].
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        let of_table = match self.operation.map(|operation| operation.reads) {
            Some(Reads::Json(name)) => Some(name()),
            Some(Reads::Form(_) | Reads::Nothing) | None => None,
        };
        debug_assert_eq!(of_table, Some(type_name::<T>()), "the table has another request");
        self.read_json()
    }

    fn read_json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        if self.body()?.is_empty() {
            return Err(Problem::bad_field(".", "a body is needed"));
        }
        self.has_type("application/json")?;
        let mut reader = serde_json::Deserializer::from_slice(self.body()?);
        let read = serde_path_to_error::deserialize(Strict(&mut reader)).map_err(|error| {
            let steps: Vec<String> = error.path().iter().map(ToString::to_string).collect();
            Problem::unreadable(&steps, error.inner())
        })?;
        reader.end().map_err(|error| Problem::unreadable(&[], &error))?;
        Ok(read)
    }

    /// The body of a command that says everything by its path: none, or an empty object.
    pub fn nothing(&self) -> Result<(), Problem> {
        if !self.body()?.is_empty() {
            let NoFields {} = self.read_json()?;
        }
        Ok(())
    }

    fn has_type(&self, wanted: &str) -> Result<(), Problem> {
        let given = self.header("content-type").unwrap_or_default();
        let given = given.split(';').next().unwrap_or_default().trim();
        let plain = self.header("content-encoding").is_none_or(|encoding| encoding == "identity");
        if given.eq_ignore_ascii_case(wanted) && plain {
            Ok(())
        } else {
            Err(Problem::wrong_type())
        }
    }
}
