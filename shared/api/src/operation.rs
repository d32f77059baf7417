//! One operation of the API: its route, who may ask for it, what it reads and how it is answered.
//!
//! What only the published contract needs is kept under the feature `schema`, so that no function
//! carries it.

use domain::case::Door;
use domain::directory::Role;
use domain::refusal::Gate;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
}

/// The scopes of the API, as in `infra/identity.yaml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumIter)]
pub enum ApiScope {
    #[strum(serialize = "api/refer")]
    Refer,
    #[strum(serialize = "api/casework")]
    Casework,
    /// The directory: who has authority.
    #[strum(serialize = "api/directory")]
    Directory,
    #[strum(serialize = "api/finance")]
    Finance,
    /// How long cases are kept: legal hold and erasure.
    #[strum(serialize = "api/retention")]
    Retention,
}

impl ApiScope {
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Refer => "Refer members and see how far a referral is",
            Self::Casework => "Work on cases",
            Self::Directory => "Clients, our people, specialists and places",
            Self::Finance => "Contracts and invoices",
            Self::Retention => "How long cases are kept: legal hold, erasure",
        }
    }

    /// The scopes of staff. The gateway lets in a token with any of them; the function asks for the
    /// exact one, so that a wrong scope is told from a bad token.
    pub const STAFF: [Self; 4] = [Self::Casework, Self::Directory, Self::Finance, Self::Retention];
}

/// Who may ask for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Anyone: nothing of anyone's is in it.
    Anyone,
    /// The holder of an emailed link, or of the session that it opened: a page.
    Page,
    /// A client's application, with the scope to refer.
    Client,
    /// One of our own people, with exactly this scope and one of these roles.
    Staff(ApiScope, &'static [Role]),
}

/// What an `Idempotency-Key` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdempotencyKey {
    /// It is not read: a look, or a form of a page, which the case itself knows again.
    NotRead,
    /// It may be given: the answer is then kept, and given again.
    Taken,
    /// It must be given: this creates something that could be created twice.
    Required,
    /// It may be given, and nothing is kept: asking again changes nothing.
    NeedsNone,
}

/// What is read of a request's body. The name of the type lets the reader check that it is the one.
#[derive(Debug, Clone, Copy)]
pub enum Reads {
    Nothing,
    Json(fn() -> &'static str),
    Form(fn() -> &'static str),
}

#[derive(Debug, Clone, Copy)]
pub struct Operation {
    /// The word of the product whose function answers.
    pub word: &'static str,
    pub method: Method,
    /// As the gateway knows it, such as `/cases/{id}`.
    pub path: &'static str,
    pub by: By,
    /// The door by which one of our own people comes to the case of the path.
    pub door: Option<Door>,
    pub key: IdempotencyKey,
    /// The keys that the query may have, each once.
    pub query: &'static [&'static str],
    pub reads: Reads,
    /// The page on which a form is filled in, and shown again if it is not taken.
    pub on_page: Option<&'static str>,
    #[cfg(feature = "schema")]
    pub contract: crate::document::Described,
}

/// Refusals of one enum, as a row lists them.
pub(crate) trait Refusals: std::fmt::Debug + Sync {
    #[cfg(feature = "schema")]
    fn all(&self) -> Vec<domain::Refusal>;
}

impl<R, const N: usize> Refusals for [R; N]
where
    R: Copy + Into<domain::Refusal> + std::fmt::Debug + Sync,
{
    #[cfg(feature = "schema")]
    fn all(&self) -> Vec<domain::Refusal> {
        self.iter().map(|refusal| (*refusal).into()).collect()
    }
}

/// Nothing goes without a consent that reaches so far.
pub(crate) const CONSENT: &[Gate; 3] =
    &[Gate::NoConsent, Gate::OutsideConsent, Gate::SignatureUnconfirmed];

const NURSE: &[Role] = &[Role::Nurse];
const NURSE_OR_LEAD: &[Role] = &[Role::Nurse, Role::ClinicalLead];
const LEAD: &[Role] = &[Role::ClinicalLead];
const FINANCE: &[Role] = &[Role::Finance];
const OPERATOR: &[Role] = &[Role::Operator];
const KEEPER: &[Role] = &[Role::Keeper];

impl Method {
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

impl Operation {
    pub(crate) const fn get(word: &'static str, path: &'static str, summary: &'static str) -> Self {
        Self::new(word, Method::Get, path, summary)
    }

    pub(crate) const fn post(
        word: &'static str,
        path: &'static str,
        summary: &'static str,
    ) -> Self {
        Self::new(word, Method::Post, path, summary)
    }

    #[cfg_attr(not(feature = "schema"), expect(unused_variables, reason = "for the contract"))]
    const fn new(
        word: &'static str,
        method: Method,
        path: &'static str,
        summary: &'static str,
    ) -> Self {
        Self {
            word,
            method,
            path,
            by: By::Anyone,
            door: None,
            key: IdempotencyKey::NotRead,
            query: &[],
            reads: Reads::Nothing,
            on_page: None,
            #[cfg(feature = "schema")]
            contract: crate::document::Described::of(summary),
        }
    }

    /// A page, by a link or a session.
    pub(crate) const fn page(self) -> Self {
        Self { by: By::Page, ..self }
    }

    pub(crate) const fn client(self) -> Self {
        Self { by: By::Client, ..self }
    }

    /// Work on a case, by its nurse.
    pub(crate) const fn nurse(self) -> Self {
        self.at(Door::Work, ApiScope::Casework, NURSE)
    }

    /// Work on a case, by its nurse or the clinical lead.
    pub(crate) const fn nurse_or_lead(self) -> Self {
        self.at(Door::Work, ApiScope::Casework, NURSE_OR_LEAD)
    }

    /// Work on a case that only the clinical lead may do.
    pub(crate) const fn lead(self) -> Self {
        self.at(Door::Work, ApiScope::Casework, LEAD)
    }

    /// A look at a case, by whoever of our own people may read it.
    pub(crate) const fn reader(self) -> Self {
        self.at(Door::Read, ApiScope::Casework, NURSE_OR_LEAD)
    }

    pub(crate) const fn breaks_glass(self) -> Self {
        self.at(Door::BreakGlass, ApiScope::Casework, NURSE)
    }

    /// How long a case is kept, by an operator.
    pub(crate) const fn keeper(self) -> Self {
        self.at(Door::Keep, ApiScope::Retention, OPERATOR)
    }

    /// The same of no one case.
    pub(crate) const fn operator(self) -> Self {
        self.staff(ApiScope::Retention, OPERATOR)
    }

    pub(crate) const fn finance(self) -> Self {
        self.staff(ApiScope::Finance, FINANCE)
    }

    /// The directory, by its keeper.
    pub(crate) const fn directory(self) -> Self {
        self.staff(ApiScope::Directory, KEEPER)
    }

    /// Casework of no one case.
    pub(crate) const fn caseworker(self) -> Self {
        self.staff(ApiScope::Casework, NURSE_OR_LEAD)
    }

    /// A specialist's time, by a nurse who asked them.
    pub(crate) const fn offers_slots(self) -> Self {
        self.staff(ApiScope::Casework, NURSE).repeats_safely()
    }

    const fn at(self, door: Door, scope: ApiScope, roles: &'static [Role]) -> Self {
        Self { door: Some(door), ..self.staff(scope, roles) }
    }

    const fn staff(self, scope: ApiScope, roles: &'static [Role]) -> Self {
        let key = match self.method {
            Method::Get => IdempotencyKey::NotRead,
            Method::Post => IdempotencyKey::Taken,
        };
        Self { by: By::Staff(scope, roles), key, ..self }
    }

    /// It creates something: sent twice without a key, it would be there twice.
    pub(crate) const fn creates(self) -> Self {
        Self { key: IdempotencyKey::Required, ..self }
    }

    /// Asking again changes nothing, so that no answer is kept.
    pub(crate) const fn repeats_safely(self) -> Self {
        Self { key: IdempotencyKey::NeedsNone, ..self }
    }

    /// The form of a page: a session or a link of the same parameters opens it.
    pub(crate) const fn on_page(self, path: &'static str) -> Self {
        Self { on_page: Some(path), ..self }
    }

    pub(crate) const fn query(self, keys: &'static [&'static str]) -> Self {
        Self { query: keys, ..self }
    }
}

/// What belongs to the published contract alone: without the feature, each of these changes nothing.
#[cfg(not(feature = "schema"))]
#[expect(clippy::extra_unused_type_parameters, reason = "the contract takes the schemas of types")]
impl Operation {
    pub(crate) const fn takes<T>(self) -> Self {
        Self { reads: Reads::Json(std::any::type_name::<T>), ..self }
    }

    pub(crate) const fn takes_form<T>(self) -> Self {
        Self { reads: Reads::Form(std::any::type_name::<T>), ..self }
    }

    pub(crate) const fn answers<T>(self, _status: u16) -> Self {
        self
    }

    pub(crate) const fn answers_page(self) -> Self {
        self
    }

    pub(crate) const fn answers_text(self, _kind: &'static str) -> Self {
        self
    }

    pub(crate) const fn leads_to_file(self) -> Self {
        self
    }

    pub(crate) const fn refuses(self, _refusals: &'static dyn Refusals) -> Self {
        self
    }

    pub(crate) const fn refuses_with(self, _codes: &'static [(u16, &'static str)]) -> Self {
        self
    }
}
