//! An export that a running server gives.

use std::fs::File;
use std::io::{Read, Write};

use super::file::Target;
use super::{ExportArgs, Rate};
use crate::cli::CliError;
use crate::client::Client;

/// Bytes that are taken at a time.
const PART: usize = 64 * 1024;

/// Copies the answer as it comes; gives the number of decisions.
pub(super) fn export(args: &ExportArgs, client: &Client, target: &Target) -> Result<u64, CliError> {
    // Before the file is made: a refusal leaves none.
    let answer = client.post_for_body("/v1/decisions/export", &args.body())?;
    target.write(args.format()?, |file| copy(answer, file))
}

fn copy(mut answer: impl Read, file: &mut File) -> Result<(), CliError> {
    let (mut part, mut rate, mut done) = (vec![0; PART], Rate::new(), 0_u64);
    loop {
        let taken = answer.read(&mut part)?;
        let bytes = part.get(..taken).unwrap_or_default();
        if bytes.is_empty() {
            return Ok(());
        }
        file.write_all(bytes)?;
        done += bytes.len() as u64;
        rate.tell(done, "bytes");
    }
}
