//! What happens around each request: its id, its token, its time, its line in the log.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Extension;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Api;
use super::answer::Logged;
use super::problem::{Code, Problem};
use crate::access::{Caller, Role};
use crate::limits::{REQUEST_ID_BYTES_MAX, REQUEST_SECONDS};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The routes that answer without a token.
const OPEN: [&str; 2] = ["/healthz", "/readyz"];

/// The start of the routes that the config can open to everybody who reads.
const LOG: &str = "/v1/log/";

/// The layer around all routes.
pub async fn around(State(api): State<Arc<Api>>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let (id, admitted) = match request_id(request.headers()) {
        Ok(id) => (id, admit(&api, &mut request)),
        Err(problem) => (fresh_id(), Err(problem)),
    };
    let response = match admitted {
        Ok(()) => in_time(next.run(request)).await,
        Err(problem) => problem.into_response(),
    };
    log(&method, route.as_ref(), &response, &id, begun);
    finished(response, &id)
}

/// The id that the caller chose, or a new one.
fn request_id(headers: &HeaderMap) -> Result<String, Problem> {
    let Some(stated) = headers.get(X_REQUEST_ID) else {
        return Ok(fresh_id());
    };
    let fits = |id: &&str| {
        (1..=REQUEST_ID_BYTES_MAX).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b))
    };
    let id = stated.to_str().ok().filter(fits).map(str::to_owned);
    id.ok_or_else(|| {
        let detail =
            format!("1 to {REQUEST_ID_BYTES_MAX} letters, digits, `-`, `.`, `_` and `~`, or no header");
        Problem::new(Code::InvalidRequestId, detail)
    })
}

fn fresh_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// Lets a request in with a known token, or to a route that wants none.
fn admit(api: &Api, request: &mut Request) -> Result<(), Problem> {
    let path = request.uri().path();
    let is_read = request.method() == Method::GET || request.method() == Method::HEAD;
    if OPEN.contains(&path) || (api.public_log && is_read && path.starts_with(LOG)) {
        return Ok(());
    }
    let stated = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let token = stated.and_then(|stated| stated.split_once(' '));
    let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let caller = token.and_then(|(_, token)| api.access.caller(token.trim()));
    let Some(caller) = caller.cloned() else {
        let detail = "send the header `Authorization: Bearer` with the token of the server's token file";
        return Err(Problem::new(Code::Unauthorized, detail));
    };
    request.extensions_mut().insert(caller);
    Ok(())
}

async fn in_time(answer: impl Future<Output = Response>) -> Response {
    let limit = Duration::from_secs(REQUEST_SECONDS);
    tokio::time::timeout(limit, answer).await.unwrap_or_else(|_| {
        let detail = format!("no answer within {REQUEST_SECONDS} seconds; no permission is given; ask again");
        Problem::new(Code::TimedOut, detail).into_response()
    })
}

/// Words of the route and of the outcome only: nothing of what was asked.
fn log(method: &Method, route: Option<&MatchedPath>, response: &Response, id: &str, begun: Instant) {
    let route = route.map_or("none", MatchedPath::as_str);
    let status = response.status().as_u16();
    let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    if response.status().is_server_error() {
        let code = response.extensions().get::<Problem>().map(|problem| problem.code().as_str());
        tracing::error!(%method, route, status, micros, request = id, code, "failed");
        return;
    }
    let logged = response.extensions().get::<Logged>();
    let generation = logged.map(|logged| logged.generation);
    let effect = logged.map(|logged| logged.effect.as_str());
    let replayed = logged.map(|logged| logged.replayed);
    tracing::debug!(%method, route, status, micros, request = id, generation, effect, replayed, "answered");
}

/// Renders a problem, and adds what every answer carries.
fn finished(mut response: Response, id: &str) -> Response {
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let rendered = problem.answer(Some(id));
        let bare = std::mem::replace(&mut response, rendered);
        for (name, value) in bare.headers() {
            response.headers_mut().entry(name).or_insert_with(|| value.clone());
        }
        // The length of the bare answer was that of nothing.
        response.headers_mut().remove(axum::http::header::CONTENT_LENGTH);
    }
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(X_REQUEST_ID, id);
    }
    // Only what is no secret and never changes says otherwise.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    let nothing = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
    headers.insert(CONTENT_SECURITY_POLICY, nothing);
    response
}

/// The layer of routes that want the role `decide`.
pub async fn wants_decide(caller: Extension<Caller>, request: Request, next: Next) -> Response {
    wants(Role::Decide, &caller, request, next).await
}

/// The layer of routes that want the role `audit`.
pub async fn wants_audit(caller: Extension<Caller>, request: Request, next: Next) -> Response {
    wants(Role::Audit, &caller, request, next).await
}

/// The layer of routes that want the role `operate`.
pub async fn wants_operate(caller: Extension<Caller>, request: Request, next: Next) -> Response {
    wants(Role::Operate, &caller, request, next).await
}

/// The layer of routes that want the role `audit` or the role `operate`.
pub async fn wants_audit_or_operate(caller: Extension<Caller>, request: Request, next: Next) -> Response {
    let role = if caller.may(Role::Operate) { Role::Operate } else { Role::Audit };
    wants(role, &caller, request, next).await
}

/// The layer of routes that want the role `decide` or the role `operate`.
pub async fn wants_decide_or_operate(caller: Extension<Caller>, request: Request, next: Next) -> Response {
    let role = if caller.may(Role::Decide) { Role::Decide } else { Role::Operate };
    wants(role, &caller, request, next).await
}

async fn wants(role: Role, caller: &Caller, request: Request, next: Next) -> Response {
    if caller.may(role) {
        return next.run(request).await;
    }
    let detail = format!("the route wants a token with the role `{}`", role.as_str());
    Problem::new(Code::Forbidden, detail).into_response()
}
