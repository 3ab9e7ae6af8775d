//! `[[ledger.publish]]` and `[[ledger.witness]]`: where checkpoints go, off the machine.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use praetor_ledger::WitnessKey;

use super::ConfigProblem;
use super::section::Section;

/// Where checkpoints go, and how often.
#[derive(Clone, Debug)]
pub struct Publishing {
    /// `ledger.publish_every`: the pause between two checkpoints that are sent.
    pub every: Duration,
    /// Who gets them.
    pub receivers: Vec<Receiver>,
}

/// Who gets checkpoints.
#[derive(Clone, Debug)]
pub enum Receiver {
    /// `file`: each is appended; best on another machine's volume.
    File(PathBuf),
    /// `syslog`: host and port; one message each over UDP, in one line (RFC 5424).
    Syslog(String),
    /// `url`: each is posted as text.
    Http(String),
    /// A witness cosigns each (C2SP tlog-witness).
    Witness {
        /// Its prefix; `/add-checkpoint` follows.
        url: String,
        /// What it cosigns with.
        key: Box<WitnessKey>,
    },
}

impl Publishing {
    /// Takes its keys from `[ledger]`.
    pub fn take(ledger: &mut Section, folder: &Path, problems: &mut Vec<ConfigProblem>) -> Option<Self> {
        let every = ledger.parsed("publish_every", "PT60S", "a period from PT1S to PT1H, `PT60S`");
        let published = ledger.sections("publish").into_iter();
        let mut receivers: Vec<Receiver> =
            published.filter_map(|section| publish(section, folder, problems)).collect();
        let witnesses = ledger.sections("witness").into_iter();
        receivers.extend(witnesses.filter_map(|section| witness(section, problems)));
        Some(Self { every: every.map(|Pause(every)| every)?, receivers })
    }
}

fn publish(mut section: Section, folder: &Path, problems: &mut Vec<ConfigProblem>) -> Option<Receiver> {
    let file = section.text("file").map(|file| Receiver::File(folder.join(file)));
    let wanted = "host and port, `127.0.0.1:514`";
    let syslog = section.checked("syslog", wanted, |at| at.contains(':')).map(Receiver::Syslog);
    let url = section.checked("url", URL, is_url).map(Receiver::Http);
    let mut stated: Vec<Receiver> = [file, syslog, url].into_iter().flatten().collect();
    if stated.len() != 1 {
        section.refuse("wants one of `file`, `syslog` and `url`");
    }
    section.finish(problems);
    stated.pop()
}

fn witness(mut section: Section, problems: &mut Vec<ConfigProblem>) -> Option<Receiver> {
    let url = section.checked("url", URL, is_url);
    let wanted = "the key of a witness, `name+id+key` of the type `cosignature/v1`";
    let key = section.checked("key", wanted, |key| key.parse::<WitnessKey>().is_ok());
    if url.is_none() || key.is_none() {
        section.refuse("wants `url` and `key`");
    }
    section.finish(problems);
    let url = url?.trim_end_matches('/').to_owned();
    Some(Receiver::Witness { url, key: Box::new(key?.parse().ok()?) })
}

const URL: &str = "an address that begins with `http://`; what encrypts further on runs on this machine";

fn is_url(text: &str) -> bool {
    text.strip_prefix("http://").is_some_and(|rest| !rest.is_empty())
}

/// A pause of seconds to an hour.
struct Pause(Duration);

impl FromStr for Pause {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let span: jiff::Span = text.parse().map_err(|_| ())?;
        let pause = span.to_duration(jiff::SpanRelativeTo::days_are_24_hours()).map_err(|_| ())?;
        let pause = Duration::try_from(pause).map_err(|_| ())?;
        let fits = (Duration::from_secs(1)..=Duration::from_secs(3_600)).contains(&pause);
        if fits { Ok(Self(pause)) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn parse(text: &str) -> Result<Config, Vec<ConfigProblem>> {
        Config::parse(text, Path::new("conf"), std::iter::empty())
    }

    #[test]
    fn each_receiver_is_one_place_and_its_key_can_be_read() {
        let two = "[ledger]\npublish_every = \"PT5S\"\n[[ledger.publish]]\nfile = \"c\"\n[[ledger.publish]]\nsyslog = \"logs:514\"";
        let publishing = parse(two).unwrap().publishing;
        assert_eq!(publishing.every, Duration::from_secs(5));
        assert!(matches!(publishing.receivers.as_slice(), [Receiver::File(_), Receiver::Syslog(_)]));
        assert!(parse("").unwrap().publishing.receivers.is_empty());
        for wrong in [
            "publish_every = \"PT0S\"",
            "[[ledger.publish]]",
            "[[ledger.publish]]\nfile = \"c\"\nsyslog = \"logs:514\"",
            "[[ledger.publish]]\nurl = \"https://example.org\"",
            "[[ledger.witness]]\nurl = \"http://example.org\"\nkey = \"w+12345678+AAAA\"",
        ] {
            assert!(parse(&format!("[ledger]\n{wrong}")).is_err(), "{wrong}");
        }
    }
}
