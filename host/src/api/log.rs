//! `/v1/log/...` and `/v1/decisions/{id}/proof`: what an outsider checks the log with, as C2SP
//! tlog-tiles, tlog-checkpoint and tlog-proof have it. Entries in it are encrypted.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, Uri};
use axum::response::Response;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use praetor_ledger::{RecordId, TileAddress};
use serde_json::json;

use super::problem::{Code, Problem};
use super::{Api, blocking, body};

type Answer = Result<Response, Problem>;
type ApiState = State<Arc<Api>>;

const TEXT: &str = "text/plain; charset=utf-8";
const BYTES: &str = "application/octet-stream";
/// The next checkpoint is a second away: each use asks again.
const FRESH: &str = "no-cache";
/// Never changes; kept by whoever asked with a token, and by everybody if the log is public.
const FOR_EVER: [&str; 2] = ["private, max-age=31536000, immutable", "public, max-age=31536000, immutable"];

/// The latest checkpoint, a signed note.
pub async fn checkpoint(State(api): ApiState) -> Answer {
    let note = blocking(move || Ok(api.service.checkpoint()?)).await?;
    Ok(given(note, TEXT, FRESH))
}

/// The latest checkpoint that a witness cosigned, with the cosignatures.
pub async fn cosigned(State(api): ApiState) -> Answer {
    let note = api.service.cosigned().ok_or_else(not_cosigned)?;
    Ok(given(note, TEXT, FRESH))
}

/// The verifier key of the log. Who asks the log itself for it must trust it to be honest once.
pub async fn key(State(api): ApiState) -> Answer {
    Ok(given(format!("{}\n", api.service.verifier_key()), TEXT, FRESH))
}

/// A tile of hashes or a bundle of entries.
pub async fn tile(State(api): ApiState, path: Result<Path<String>, PathRejection>) -> Answer {
    let none = || {
        let detail = "the address is not that of a tile (`0/x001/234`, `1/000.p/17`, `entries/007`), or it \
                      reaches beyond the latest checkpoint, or its entries were deleted";
        Problem::new(Code::TileNotFound, detail)
    };
    let address: TileAddress = path.ok().and_then(|Path(path)| path.parse().ok()).ok_or_else(none)?;
    let for_ever = if api.public_log { FOR_EVER[1] } else { FOR_EVER[0] };
    let tile = blocking(move || Ok(api.service.tile(address)?)).await?;
    Ok(given(tile.ok_or_else(none)?, BYTES, for_ever))
}

/// The hashes that show the tree of one size to be the beginning of that of another.
pub async fn consistency(State(api): ApiState, uri: Uri) -> Answer {
    let (from, to) = sizes(uri.query().unwrap_or_default()).ok_or_else(|| {
        Problem::new(Code::InvalidParameter, "the parameters are two sizes of the log, `?from=70&to=900`")
    })?;
    let hashes = blocking(move || Ok(api.service.consistency(from, to)?)).await?;
    let hashes: Vec<String> = hashes.iter().map(|hash| BASE64_STANDARD.encode(hash.as_bytes())).collect();
    Ok(body::json(json!({ "from": from, "to": to, "hashes": hashes }).to_string()))
}

/// The proof file of a decision, complete in itself; with `?cosigned=true` under the latest
/// checkpoint that a witness cosigned.
pub async fn proof(State(api): ApiState, id: Result<Path<String>, PathRejection>, uri: Uri) -> Answer {
    let unknown = || Problem::new(Code::DecisionNotFound, "no record has this id; search lists them by time");
    let cosigned = match uri.query() {
        None | Some("" | "cosigned=false") => false,
        Some("cosigned=true") => true,
        Some(_) => {
            let detail = "the only parameter is `cosigned`, `true` or `false`";
            return Err(Problem::new(Code::InvalidParameter, detail));
        }
    };
    let id: RecordId = id.ok().and_then(|Path(id)| id.parse().ok()).ok_or_else(unknown)?;
    let proof = blocking(move || {
        let service = &api.service;
        if !cosigned {
            return Ok(service.proof(id)?);
        }
        let checkpoint = service.cosigned().ok_or_else(not_cosigned)?;
        Ok(service.proof_under(id, &checkpoint)?)
    });
    let proof = proof.await?.ok_or_else(unknown)?;
    Ok(given(proof.to_text(), TEXT, "no-store"))
}

fn not_cosigned() -> Problem {
    let detail =
        "no witness has cosigned a checkpoint since the server was started; `GET /readyz` says how they do";
    Problem::new(Code::NotCosigned, detail)
}

fn given(content: impl Into<Body>, kind: &'static str, caching: &'static str) -> Response {
    let mut response = Response::new(content.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    response
}

/// Both sizes, each once, and nothing else.
fn sizes(query: &str) -> Option<(u64, u64)> {
    let (mut from, mut to) = (None, None);
    for parameter in query.split('&') {
        let (name, number) = parameter.split_once('=')?;
        let size = match name {
            "from" => &mut from,
            "to" => &mut to,
            _ => return None,
        };
        if size.replace(number.parse().ok()?).is_some() {
            return None;
        }
    }
    from.zip(to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sizes_are_read_and_nothing_else() {
        assert_eq!(sizes("from=1&to=20"), Some((1, 20)));
        assert_eq!(sizes("to=20&from=1"), Some((1, 20)));
        for wrong in
            ["", "from=1", "from=1&to=", "from=1&to=2&from=1", "from=1&to=-2", "from=1&to=2&x=3", "&"]
        {
            assert_eq!(sizes(wrong), None, "{wrong}");
        }
    }
}
