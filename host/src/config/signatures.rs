//! `[signatures]`: who is trusted to sign plugins, and what follows from a missing signature.

use super::ConfigProblem;
use super::section::Section;
use crate::signing::{SignatureMode, Trust, TrustedKey};

const MODES: [(&str, SignatureMode); 3] =
    [("off", SignatureMode::Off), ("warn", SignatureMode::Warn), ("require", SignatureMode::Require)];

/// Takes the section. Whoever names keys and no mode wants signatures.
pub fn take(top: &mut Section, problems: &mut Vec<ConfigProblem>) -> Trust {
    let mut section = top.section("signatures");
    let mode = section.one_of("mode", &MODES);
    let texts = section.names("trusted");
    let mut keys = vec![];
    for text in &texts {
        match text.parse::<TrustedKey>() {
            Ok(key) => keys.push(key),
            Err(error) => section.refuse(&format!("names `{text}` in `trusted`: {error}")),
        }
    }
    let mode = mode.unwrap_or(if texts.is_empty() { SignatureMode::Off } else { SignatureMode::Require });
    if mode != SignatureMode::Off && texts.is_empty() {
        section.refuse("wants `trusted`, the keys of those who sign; `praetor plugin key` makes one");
    }
    section.finish(problems);
    Trust::new(mode, keys)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Config;

    const KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    fn mode(text: &str) -> Result<SignatureMode, Vec<ConfigProblem>> {
        Config::parse(text, Path::new("."), std::iter::empty()).map(|config| config.signatures.mode())
    }

    #[test]
    fn keys_mean_that_a_signature_is_required_unless_a_mode_says_otherwise() {
        assert_eq!(mode("").unwrap(), SignatureMode::Off);
        let keys = format!("[signatures]\ntrusted = [\"{KEY}\"]\n");
        assert_eq!(mode(&keys).unwrap(), SignatureMode::Require);
        assert_eq!(mode(&format!("{keys}mode = \"warn\"")).unwrap(), SignatureMode::Warn);
        assert_eq!(mode(&format!("{keys}mode = \"off\"")).unwrap(), SignatureMode::Off);
    }

    #[test]
    fn a_mode_without_keys_and_a_key_that_is_none_are_refused() {
        let refused = |text: &str| mode(text).unwrap_err()[0].to_string();
        assert!(refused("[signatures]\nmode = \"require\"").contains("`signatures` wants `trusted`"));
        assert!(refused("[signatures]\ntrusted = [\"a+b+c\"]").contains("not a key that verifies"));
        assert!(refused("[signatures]\nmode = \"strict\"").contains("one of off, warn, require"));
    }
}
