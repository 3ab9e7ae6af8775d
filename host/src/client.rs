//! Asks a running server, as any caller would.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value as Json;
use thiserror::Error;
use ureq::Agent;

/// A caller of one server.
pub struct Client {
    base: String,
    token: String,
    agent: Agent,
}

/// Why a server gave no answer.
#[derive(Debug, Error)]
pub enum ClientError {
    /// It cannot be reached.
    #[error("the server at {base} cannot be reached: {source}")]
    Unreachable {
        /// Where it was looked for.
        base: String,
        /// Why.
        source: Box<ureq::Error>,
    },
    /// It refused.
    #[error("the server answered {status}: {problem}")]
    Refused {
        /// The status.
        status: u16,
        /// What it said.
        problem: String,
    },
}

/// How long an answer may take: several times the server's own limit.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a change may take: the gate compiles an interpreter's code and runs its cases, on a thread that gives
/// way to live questions.
const GATE_PATIENCE: Duration = Duration::from_secs(300);

/// Bytes of an answer that is read whole: 256 entries of the ledger's largest, with their lengths.
const BYTES_MAX: u64 = 256 * (65_535 + 2);

impl Client {
    /// A caller with a token.
    #[must_use]
    pub fn new(address: SocketAddr, token: String) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE));
        Self { base: format!("http://{address}"), token, agent: config.build().into() }
    }

    /// Gets a resource.
    ///
    /// # Errors
    /// The server cannot be reached, or refuses.
    pub fn get(&self, path: &str) -> Result<Json, ClientError> {
        let request = self.agent.get(format!("{}{path}", self.base));
        let sent = request.header("authorization", format!("Bearer {}", self.token)).call();
        self.read(sent)
    }

    /// Gets what is no JSON, whole.
    ///
    /// # Errors
    /// The server cannot be reached, or refuses.
    pub fn get_bytes(&self, path: &str) -> Result<Vec<u8>, ClientError> {
        let request = self.agent.get(format!("{}{path}", self.base));
        match request.header("authorization", format!("Bearer {}", self.token)).call() {
            Ok(mut response) if response.status().is_success() => {
                let unreachable =
                    |source| ClientError::Unreachable { base: self.base.clone(), source: Box::new(source) };
                response.body_mut().with_config().limit(BYTES_MAX).read_to_vec().map_err(unreachable)
            }
            sent => self.read(sent).map(|json| json.to_string().into_bytes()),
        }
    }

    /// Posts JSON.
    ///
    /// # Errors
    /// The server cannot be reached, or refuses.
    pub fn post(&self, path: &str, body: &Json) -> Result<Json, ClientError> {
        let request = self.agent.post(format!("{}{path}", self.base));
        let sent = request.header("authorization", format!("Bearer {}", self.token)).send_json(body);
        self.read(sent)
    }

    /// Posts JSON that changes what serves, if this generation still does.
    ///
    /// # Errors
    /// The server cannot be reached, or refuses.
    pub fn change(&self, path: &str, seen: u64, body: &Json) -> Result<Json, ClientError> {
        let request =
            self.agent.post(format!("{}{path}", self.base)).header("if-match", format!("\"{seen}\""));
        let request = request.config().timeout_global(Some(GATE_PATIENCE)).build();
        let sent = request.header("authorization", format!("Bearer {}", self.token)).send_json(body);
        self.read(sent)
    }

    /// Ends something that belongs to what serves, if this generation still does.
    ///
    /// # Errors
    /// The server cannot be reached, or refuses.
    pub fn delete(&self, path: &str, seen: u64) -> Result<Json, ClientError> {
        let request =
            self.agent.delete(format!("{}{path}", self.base)).header("if-match", format!("\"{seen}\""));
        let sent = request.header("authorization", format!("Bearer {}", self.token)).call();
        self.read(sent)
    }

    /// Posts a plugin's bytes.
    ///
    /// # Errors
    /// The server cannot be reached, or refuses.
    pub fn upload(&self, path: &str, bytes: &[u8]) -> Result<Json, ClientError> {
        let request =
            self.agent.post(format!("{}{path}", self.base)).header("content-type", "application/wasm");
        let sent = request.header("authorization", format!("Bearer {}", self.token)).send(bytes);
        self.read(sent)
    }

    /// Posts JSON; gives the answer's body to be read as it comes.
    ///
    /// # Errors
    /// The server cannot be reached, or refuses.
    pub fn post_for_body(&self, path: &str, body: &Json) -> Result<ureq::BodyReader<'static>, ClientError> {
        let request = self.agent.post(format!("{}{path}", self.base));
        // A long answer takes its time; each part of it must still come.
        let request = request.config().timeout_global(None).timeout_recv_response(Some(PATIENCE)).build();
        let sent = request.header("authorization", format!("Bearer {}", self.token)).send_json(body);
        match sent {
            Ok(response) if response.status().is_success() => Ok(response.into_body().into_reader()),
            sent => self.read(sent).and_then(|_| {
                Err(ClientError::Refused { status: 0, problem: "it gave no answer".to_owned() })
            }),
        }
    }

    fn read(&self, sent: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Json, ClientError> {
        let unreachable =
            |source| ClientError::Unreachable { base: self.base.clone(), source: Box::new(source) };
        let mut response = sent.map_err(unreachable)?;
        let status = response.status();
        let body: Json = response.body_mut().read_json().map_err(unreachable)?;
        if status.is_success() {
            return Ok(body);
        }
        Err(ClientError::Refused { status: status.as_u16(), problem: body.to_string() })
    }
}
