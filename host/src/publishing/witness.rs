//! Asking a witness for its cosignature (C2SP tlog-witness, `add-checkpoint`).

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use praetor_ledger::{Store, WitnessKey};

use super::send::{TEXT, agent};
use crate::limits::PUBLISH_ANSWER_BYTES;

/// A witness, and what it has seen of the log.
pub(super) struct Witness {
    url: String,
    key: Box<WitnessKey>,
    /// The size that it cosigned last; it corrects us if it knows another.
    seen: u64,
}

impl Witness {
    pub(super) fn new(url: String, key: Box<WitnessKey>) -> Self {
        Self { url: format!("{url}/add-checkpoint"), key, seen: 0 }
    }

    /// Gets its line for a checkpoint, verified; says why there is none.
    pub(super) fn ask(&mut self, note: &[u8], size: u64, store: &dyn Store) -> Result<String, String> {
        // Once with the size that we believe it has seen, once with the one that it says.
        for _ in 0..2 {
            let (status, answer) = self.post(note, size, store)?;
            match status {
                200 => {
                    let cosigned = self.key.cosigned(note, &answer);
                    let (line, _) = cosigned.map_err(|_| "its cosignature is wrong".to_owned())?;
                    self.seen = size;
                    return Ok(line);
                }
                409 => {
                    self.seen = answer.trim().parse().map_err(|_| "it says no size with 409".to_owned())?
                }
                404 => return Err("it does not know this log; give it the log's verifier key".into()),
                422 => return Err("it has seen another history of this log".into()),
                other => return Err(format!("its answer was {other}")),
            }
            if self.seen > size {
                let seen = self.seen;
                return Err(format!("it has seen {seen} entries of this log, and there are only {size}"));
            }
        }
        Err("it says each time that it has seen another size".into())
    }

    fn post(&self, note: &[u8], size: u64, store: &dyn Store) -> Result<(u16, String), String> {
        let hashes = store.consistency(self.seen, size).wait().map_err(|error| error.to_string())?;
        let mut body = format!("old {}\n", self.seen);
        for hash in &hashes {
            body.push_str(&format!("{}\n", BASE64_STANDARD.encode(hash.as_bytes())));
        }
        body.push('\n');
        let body = [body.as_bytes(), note].concat();
        let sent = agent().post(&self.url).content_type(TEXT).send(body.as_slice());
        let mut answer = sent.map_err(|error| error.to_string())?;
        let text = answer.body_mut().with_config().limit(PUBLISH_ANSWER_BYTES).read_to_string();
        Ok((answer.status().as_u16(), text.map_err(|error| error.to_string())?))
    }
}
