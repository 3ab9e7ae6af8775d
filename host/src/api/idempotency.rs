//! The header `Idempotency-Key`: who sends a question again after its answer was lost gets the
//! decision that is stored, and no second one is made.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use praetor_ledger::LedgerError;

use super::problem::{Code, Problem};
use super::{Api, blocking};
use crate::access::Caller;
use crate::limits::IDEMPOTENCY_KEY_BYTES_MAX;
use crate::service::{Answered, Begun, IdempotencyKey, ServiceError};
use crate::wire::Asked;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const IDEMPOTENCY_REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Attempts of one request: a second one is needed only after a commit that failed and was durable.
const TRIES: usize = 3;

/// The key that came with a request, bare or as the string of a structured header.
///
/// # Errors
/// It is empty, too long, sent twice, or has other characters than visible ASCII.
pub fn key_of(headers: &HeaderMap) -> Result<Option<IdempotencyKey>, Problem> {
    let mut stated = headers.get_all(IDEMPOTENCY_KEY).iter();
    let Some(first) = stated.next() else { return Ok(None) };
    let text = first.to_str().ok().filter(|_| stated.next().is_none());
    let bare = text.map(|text| text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(text));
    let fits = |key: &&str| {
        (1..=IDEMPOTENCY_KEY_BYTES_MAX).contains(&key.len())
            && key.bytes().all(|b| b.is_ascii_graphic() && !b"\"\\".contains(&b))
    };
    let key = bare.filter(fits).ok_or_else(|| {
        let detail = format!(
            "send one header with 1 to {IDEMPOTENCY_KEY_BYTES_MAX} visible ASCII characters without `\"` and `\\`: a fresh UUID for each request, and the same one when it is sent again"
        );
        Problem::new(Code::InvalidIdempotencyKey, detail)
    })?;
    Ok(Some(IdempotencyKey::new(key)))
}

/// Decides a question once; gives the decision, and whether it is that of an earlier attempt.
///
/// # Errors
/// The key is in use or belongs to another question, or it could not be decided.
pub async fn decide(
    api: &Arc<Api>,
    asked: Asked,
    caller: &Caller,
    key: &IdempotencyKey,
) -> Result<(Answered, bool), Problem> {
    for _ in 0..TRIES {
        let (of, asked_again, actor, key) =
            (Arc::clone(api), asked.clone(), caller.name.clone(), key.clone());
        let claim = match blocking(move || Ok(of.service.begin(&asked_again, &actor, &key)?)).await? {
            Begun::Fresh(claim) => claim,
            Begun::Again(answered) => return Ok((*answered, true)),
        };
        match api.service.decide(asked.clone(), &caller.name, Some(claim)).await {
            Err(ServiceError::Ledger(LedgerError::Repeated)) => {}
            decided => return Ok((decided?, false)),
        }
    }
    Err(LedgerError::Repeated.into())
}

/// Says that the answer is that of an earlier attempt.
pub fn mark_replayed(response: &mut Response) {
    response.headers_mut().insert(IDEMPOTENCY_REPLAYED, HeaderValue::from_static("true"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(keys: &[&str]) -> HeaderMap {
        let keys = keys.iter().map(|key| (IDEMPOTENCY_KEY, HeaderValue::from_str(key).unwrap()));
        let mut headers = HeaderMap::new();
        keys.for_each(|(name, key)| {
            headers.append(name, key);
        });
        headers
    }

    #[test]
    fn a_key_of_any_visible_characters_is_read_bare_or_quoted() {
        let long = "k".repeat(IDEMPOTENCY_KEY_BYTES_MAX);
        for key in ["a", "8e03978e-40d5-43dd-bc93-6894a57f9324", "\"quoted\"", "!#$~", &long] {
            assert!(key_of(&headers(&[key])).unwrap().is_some(), "{key}");
        }
        assert!(key_of(&headers(&[])).unwrap().is_none());
    }

    #[test]
    fn another_key_is_an_error_that_does_not_repeat_it() {
        let long = "k".repeat(IDEMPOTENCY_KEY_BYTES_MAX + 1);
        let wrong: [&[&str]; 8] =
            [&[""], &["\"\""], &["\""], &["a b"], &["a\\b"], &["a\"b"], &[&long], &["a", "a"]];
        for keys in wrong {
            let problem = key_of(&headers(keys)).unwrap_err();
            assert_eq!(problem.code(), Code::InvalidIdempotencyKey, "{keys:?}");
            assert!(!problem.write(None).to_string().contains("kkkk"));
        }
    }

    #[test]
    fn a_key_is_never_shown() {
        let key = key_of(&headers(&["secret-4711"])).unwrap().unwrap();
        assert!(!format!("{key:?} {:?}", key.item(3)).contains("4711"));
    }
}
