//! A checkpoint into a file, to a syslog, over HTTP.

use std::fs::OpenOptions;
use std::io::Write;
use std::net::UdpSocket;
use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ureq::Agent;

use crate::config::Receiver;
use crate::limits::PUBLISH_SECONDS;

/// Facility 13 (log audit), severity 6 (information): RFC 5424, 6.2.1.
const PRIORITY: u8 = 13 * 8 + 6;

/// Sends one checkpoint; says why it was not taken.
pub(super) fn send(to: &Receiver, note: &[u8], size: u64) -> Result<(), String> {
    match to {
        Receiver::File(file) => append(file, note).map_err(|error| error.to_string()),
        Receiver::Syslog(address) => syslog(address, note, size).map_err(|error| error.to_string()),
        Receiver::Http(url) => match agent().post(url).content_type(TEXT).send(note) {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => Err(format!("the answer was {}", answer.status().as_u16())),
            Err(error) => Err(error.to_string()),
        },
        Receiver::Witness { .. } => Ok(()),
    }
}

pub(super) const TEXT: &str = "text/plain; charset=utf-8";

/// Asks within a limit; a status that is no success is an answer.
pub(super) fn agent() -> Agent {
    let limit = Some(Duration::from_secs(PUBLISH_SECONDS));
    Agent::config_builder().http_status_as_error(false).timeout_global(limit).build().into()
}

/// An empty line stands after each.
fn append(file: &Path, note: &[u8]) -> std::io::Result<()> {
    let mut opened = OpenOptions::new().create(true).append(true).open(file)?;
    opened.write_all(&[note, b"\n"].concat())?;
    opened.sync_data()
}

/// One datagram; nobody says that it arrived.
fn syslog(address: &str, note: &[u8], size: u64) -> std::io::Result<()> {
    let socket = UdpSocket::bind(("0.0.0.0", 0)).or_else(|_| UdpSocket::bind(("::", 0)))?;
    let (now, note) = (jiff::Timestamp::now(), BASE64_STANDARD.encode(note));
    let line = format!("<{PRIORITY}>1 {now:.6} - praetor - checkpoint - size={size} note={note}");
    socket.send_to(line.as_bytes(), address).map(drop)
}
