//! Errors as RFC 9457 problems: a stable type, the place, what is allowed there, the next step.

use std::any::Any;

use axum::body::Body;
use axum::http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use praetor_ledger::LedgerError;
use serde::Serialize;

use crate::gate::Refused;
use crate::service::{ChangeError, ServiceError};
use crate::wire::{InputError, InputProblem};

/// The media type of problems.
pub const PROBLEM_JSON: &str = "application/problem+json";
/// The start of each problem's type.
pub const URN: &str = "urn:praetor:problem:";
/// Seconds after which it is worth asking again.
const RETRY_SECONDS: u16 = 1;

macro_rules! codes {
    ($($name:ident, $code:literal, $status:ident, $title:literal;)*) => {
        /// What went wrong: the stable end of the problem's type.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code { $(#[doc = $title] $name,)* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The state of the answer.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }

            /// What it is about, the same for each occurrence.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }
        }
    };
}

codes! {
    MalformedJson, "malformed-json", BAD_REQUEST, "the body is not JSON";
    DuplicateKey, "duplicate-key", BAD_REQUEST, "a key stands twice in one JSON object";
    NestedTooDeep, "nested-too-deep", BAD_REQUEST, "the JSON is nested too deep";
    BodyUnreadable, "body-unreadable", BAD_REQUEST, "the body did not arrive whole";
    InvalidParameter, "invalid-parameter", BAD_REQUEST, "a parameter of the address is wrong";
    InvalidRequestId, "invalid-request-id", BAD_REQUEST, "the header `X-Request-ID` is wrong";
    InvalidCursor, "invalid-cursor", BAD_REQUEST, "the cursor does not belong to this search";
    InvalidIdempotencyKey, "invalid-idempotency-key", BAD_REQUEST, "the header `Idempotency-Key` is wrong";
    Unauthorized, "unauthorized", UNAUTHORIZED, "a token is needed";
    Forbidden, "forbidden", FORBIDDEN, "the token has not the role";
    NotFound, "not-found", NOT_FOUND, "nothing is there";
    DecisionNotFound, "decision-not-found", NOT_FOUND, "no decision has this id";
    PluginNotFound, "plugin-not-found", NOT_FOUND, "no plugin is bound under this id";
    NotCosigned, "not-cosigned", NOT_FOUND, "no witness has cosigned the log";
    TileNotFound, "tile-not-found", NOT_FOUND, "the log has no such tile";
    HoldNotFound, "hold-not-found", NOT_FOUND, "no hold has this number";
    DueNotFound, "due-not-found", NOT_FOUND, "nothing is due under this id";
    PluginNotUploaded, "plugin-not-uploaded", NOT_FOUND, "no plugin with these bytes is kept";
    GenerationNotFound, "generation-not-found", NOT_FOUND, "no generation has this number";
    MethodNotAllowed, "method-not-allowed", METHOD_NOT_ALLOWED, "the route does not know the method";
    BodyTimeout, "body-timeout", REQUEST_TIMEOUT, "the body came too slowly";
    NoSuchTree, "no-such-tree", CONFLICT, "the log never had such a size";
    SubjectHeld, "subject-held", CONFLICT, "a hold forbids to erase";
    IdempotencyKeyInFlight, "idempotency-key-in-flight", CONFLICT, "a request under the same key is being decided";
    DueClosed, "due-closed", CONFLICT, "it was done or waived before";
    BackupUnderWay, "backup-under-way", CONFLICT, "a backup is being made already";
    BackupRefused, "backup-refused", CONFLICT, "the backup was not made";
    DecisionErased, "decision-erased", GONE, "the decision was erased";
    DecisionDeleted, "decision-deleted", GONE, "the decision was deleted";
    BindingsConflict, "bindings-conflict", CONFLICT, "the bindings do not go together";
    GenerationStale, "generation-stale", PRECONDITION_FAILED, "another generation serves";
    BodyTooLarge, "body-too-large", PAYLOAD_TOO_LARGE, "the body is too large";
    BatchTooLong, "batch-too-long", PAYLOAD_TOO_LARGE, "the batch has too many questions";
    UnsupportedMediaType, "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, "the body must be `application/json`";
    InvalidQuestion, "invalid-question", UNPROCESSABLE_ENTITY, "the question is wrong";
    InvalidSearch, "invalid-search", UNPROCESSABLE_ENTITY, "the search is wrong";
    InvalidSubject, "invalid-subject", UNPROCESSABLE_ENTITY, "the request about a person is wrong";
    InvalidCompletion, "invalid-completion", UNPROCESSABLE_ENTITY, "what is to be recorded is wrong";
    InvalidExport, "invalid-export", UNPROCESSABLE_ENTITY, "the export is wrong";
    InvalidRetention, "invalid-retention", UNPROCESSABLE_ENTITY, "the request for retention is wrong";
    InvalidActivation, "invalid-activation", UNPROCESSABLE_ENTITY, "what is to be put to work is described wrongly";
    PluginRefused, "plugin-refused", UNPROCESSABLE_ENTITY, "the gate refuses the plugin";
    InvalidBatch, "invalid-batch", UNPROCESSABLE_ENTITY, "the batch is wrong";
    IdempotencyKeyReused, "idempotency-key-reused", UNPROCESSABLE_ENTITY, "another question was decided under the same key";
    DecisionTooLarge, "decision-too-large", UNPROCESSABLE_ENTITY, "the decision is too large to be stored";
    IfMatchMissing, "if-match-missing", PRECONDITION_REQUIRED, "the header `If-Match` is missing";
    ReplayRunning, "replay-running", TOO_MANY_REQUESTS, "another replay is running";
    Internal, "internal", INTERNAL_SERVER_ERROR, "a fault of Praetor";
    RecordUnreadable, "record-unreadable", INTERNAL_SERVER_ERROR, "the stored decision cannot be read";
    Busy, "busy", SERVICE_UNAVAILABLE, "too many questions wait";
    ExportsBusy, "exports-busy", SERVICE_UNAVAILABLE, "too many exports run";
    Overdue, "overdue", SERVICE_UNAVAILABLE, "the machine was too slow";
    LedgerUnavailable, "ledger-unavailable", SERVICE_UNAVAILABLE, "the decision could not be stored";
    PluginNotChecked, "plugin-not-checked", SERVICE_UNAVAILABLE, "the machine could not check the plugin";
    CheckpointPending, "checkpoint-pending", SERVICE_UNAVAILABLE, "no checkpoint covers it yet";
    TimedOut, "timed-out", SERVICE_UNAVAILABLE, "the request took too long";
}

impl Code {
    /// The whole type.
    #[must_use]
    pub fn urn(self) -> String {
        format!("{URN}{}", self.as_str())
    }
}

/// A problem as it is answered.
#[derive(Clone, Debug)]
pub struct Problem {
    code: Code,
    detail: String,
    problems: Vec<InputProblem>,
    gate: Option<GateJson>,
}

/// The step at which the gate refused a plugin, and the stable name of what is wrong.
#[derive(Clone, Copy, Debug, Serialize)]
struct GateJson {
    step: &'static str,
    code: &'static str,
}

#[derive(Serialize)]
struct ProblemJson<'a> {
    r#type: String,
    title: &'static str,
    status: u16,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    problems: &'a [InputProblem],
    #[serde(skip_serializing_if = "Option::is_none")]
    gate: Option<GateJson>,
}

impl Problem {
    /// A problem with its words: what is wrong here, and the next step.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), problems: vec![], gate: None }
    }

    /// A problem that has places in the body.
    #[must_use]
    pub fn of_input(code: Code, InputError(problems): InputError) -> Self {
        let more = problems.len().saturating_sub(1);
        let first = problems.first().map(ToString::to_string).unwrap_or_default();
        let detail = if more == 0 { first } else { format!("{first} (and {more} more)") };
        Self { code, detail, problems, gate: None }
    }

    /// With the step of the gate at which a plugin was refused, and the stable name of what is wrong.
    #[must_use]
    pub const fn of_gate(mut self, step: &'static str, code: &'static str) -> Self {
        self.gate = Some(GateJson { step, code });
        self
    }

    /// Moves every pointer below a place: the question of a batch.
    #[must_use]
    pub fn below(mut self, pointer: &str) -> Self {
        for problem in &mut self.problems {
            problem.pointer.insert_str(0, pointer);
        }
        self
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The JSON, with the request's id if there is one.
    #[must_use]
    pub fn write(&self, request: Option<&str>) -> serde_json::Value {
        serde_json::to_value(self.json(request)).unwrap_or_default()
    }

    /// The answer with the request's id.
    #[must_use]
    pub fn answer(&self, request: Option<&str>) -> Response {
        let body = serde_json::to_vec(&self.json(request)).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.code.status();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        match self.code.status() {
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => {
                headers.insert(RETRY_AFTER, HeaderValue::from(RETRY_SECONDS));
            }
            StatusCode::UNAUTHORIZED => {
                headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"praetor\""));
            }
            _ if self.code == Code::IdempotencyKeyInFlight => {
                headers.insert(RETRY_AFTER, HeaderValue::from(RETRY_SECONDS));
            }
            _ => {}
        }
        response
    }

    fn json(&self, request: Option<&str>) -> ProblemJson<'_> {
        ProblemJson {
            r#type: self.code.urn(),
            title: self.code.title(),
            status: self.code.status().as_u16(),
            detail: &self.detail,
            instance: request.map(|id| format!("urn:praetor:request:{id}")),
            problems: &self.problems,
            gate: self.gate,
        }
    }
}

/// Leaves the problem to the layer around all routes, which knows the request's id.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.code.status();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<ServiceError> for Problem {
    fn from(error: ServiceError) -> Self {
        let code = match &error {
            ServiceError::Busy(_) => Code::Busy,
            ServiceError::Overdue(_) => Code::Overdue,
            ServiceError::Lost(_) => Code::Internal,
            ServiceError::Ledger(error) => return Self::of_ledger(error),
            ServiceError::Change(error) => return Self::of_change(error),
            ServiceError::Erased => Code::DecisionErased,
            ServiceError::KeyInFlight => Code::IdempotencyKeyInFlight,
            ServiceError::KeyReused => Code::IdempotencyKeyReused,
        };
        Self::new(code, error.to_string())
    }
}

impl Problem {
    /// The caller learns what to do, the log what happened: a storage's own words can name files.
    fn of_ledger(error: &LedgerError) -> Self {
        match error {
            LedgerError::Full => Self::new(Code::LedgerUnavailable, error.to_string()),
            LedgerError::Unsigned => Self::new(Code::CheckpointPending, error.to_string()),
            LedgerError::Deleted => Self::new(Code::DecisionDeleted, error.to_string()),
            LedgerError::NoSuchTree { .. } => Self::new(Code::NoSuchTree, error.to_string()),
            LedgerError::BackupUnderWay => Self::new(Code::BackupUnderWay, error.to_string()),
            LedgerError::NoBackupFolders | LedgerError::Backup(_) => {
                tracing::error!(%error, "the backup was not made");
                Self::new(Code::BackupRefused, error.to_string())
            }
            LedgerError::TooLarge { .. } | LedgerError::SubjectTooLong { .. } => {
                Self::new(Code::DecisionTooLarge, format!("{error}; ask about fewer items at once"))
            }
            LedgerError::Altered { .. } | LedgerError::Newer { .. } | LedgerError::PluginAltered(_) => {
                tracing::error!(%error, "a stored record cannot be read");
                Self::new(Code::RecordUnreadable, error.to_string())
            }
            _ => {
                tracing::error!(%error, "the ledger failed");
                let detail =
                    "the ledger could not store or read; no permission is given; ask again in a moment";
                Self::new(Code::LedgerUnavailable, detail)
            }
        }
    }
}

impl Problem {
    fn of_change(error: &ChangeError) -> Self {
        let code = match error {
            ChangeError::Stale { .. } => Code::GenerationStale,
            ChangeError::NotBound => Code::PluginNotFound,
            ChangeError::NoBytes(_) => Code::PluginNotUploaded,
            ChangeError::NoGeneration(_) => Code::GenerationNotFound,
            ChangeError::Generation(_) => Code::BindingsConflict,
            ChangeError::Ledger(error) => return Self::of_ledger(error),
            ChangeError::Refused(refused) => {
                let not_checked = refused.code == Refused::NOT_CHECKED;
                let code = if not_checked { Code::PluginNotChecked } else { Code::PluginRefused };
                return Self::new(code, error.to_string()).of_gate(refused.step.as_str(), refused.code);
            }
        };
        Self::new(code, error.to_string())
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        Self::of_ledger(&error)
    }
}

/// No route has this address.
pub async fn no_route() -> Problem {
    Problem::new(Code::NotFound, "no route has this address; `/openapi.json` lists them all")
}

/// The route answers other methods; axum names them in `Allow`.
pub async fn no_method() -> Problem {
    let detail = format!("the header `{ALLOW}` lists the methods of this route");
    Problem::new(Code::MethodNotAllowed, detail)
}

/// A handler panicked. The caller learns nothing of the inside.
pub fn panicked(_panic: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a request panicked");
    Problem::new(Code::Internal, "Praetor failed; nothing was decided; please report it").into_response()
}

#[cfg(test)]
mod tests {
    use praetor_ledger::RecordId;
    use praetor_sandbox::{Busy, Lost};

    use super::*;

    #[test]
    fn what_cannot_be_answered_now_is_503_with_a_time_to_come_back() {
        let outcome_unknown =
            LedgerError::OutcomeUnknown { id: RecordId::new(), cause: "/var/lib/praetor/ledger.redb".into() };
        let errors = [
            ServiceError::Busy(Busy),
            ServiceError::Overdue("eu-gdpr".into()),
            ServiceError::Ledger(LedgerError::Full),
            ServiceError::Ledger(LedgerError::Unavailable("/var/lib/praetor".into())),
            ServiceError::Ledger(outcome_unknown),
        ];
        for error in errors {
            let problem = Problem::from(error);
            let answer = problem.answer(None);
            assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(answer.headers().get(RETRY_AFTER).unwrap(), "1");
            assert!(!problem.detail.contains("/var"), "{}", problem.detail);
        }
    }

    #[test]
    fn a_fault_of_the_inside_says_nothing_of_it() {
        let response = panicked(Box::new("index 7 of user-4711"));
        let problem = response.extensions().get::<Problem>().unwrap();
        assert_eq!(problem.code().status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!problem.write(None).to_string().contains("4711"));
        assert_eq!(Problem::from(ServiceError::Lost(Lost)).code(), Code::Internal);
    }

    #[test]
    fn a_pointer_of_a_batch_starts_at_its_question() {
        let wrong = InputError(vec![InputProblem::at("/items/0", "wrong")]);
        let problem = Problem::of_input(Code::InvalidQuestion, wrong).below("/3");
        assert_eq!(problem.write(None)["problems"][0]["pointer"], "/3/items/0");
    }
}
