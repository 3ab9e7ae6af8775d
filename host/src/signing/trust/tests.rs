use super::super::key::KeyFile;
use super::super::statement::{sign, tests::manifest};
use super::*;

const PLUGIN: &[u8] = b"the bytes of a plugin";

fn key(name: &str) -> KeyFile {
    let folder = tempfile::tempdir().unwrap();
    KeyFile::create(name, &folder.path().join("key")).unwrap()
}

fn trusting(mode: SignatureMode, keys: &[&KeyFile]) -> Trust {
    Trust::new(mode, keys.iter().map(|key| key.trusted().clone()).collect())
}

fn signed(key: &KeyFile) -> Vec<u8> {
    sign(&Statement::of(Digest::of(PLUGIN), &manifest()), None, key).unwrap()
}

/// The whole way of the gate.
fn gate(trust: &Trust, bytes: &[u8], signature: Option<&[u8]>) -> Result<Signature, SignatureError> {
    trust.admit(Digest::of(bytes), signature)?.confirm(&manifest())
}

#[test]
fn a_trusted_signature_is_taken_and_names_its_signer() {
    let key = key("example.org/plugins");
    let trust = trusting(SignatureMode::Require, &[&key, &key]);
    let taken = gate(&trust, PLUGIN, Some(&signed(&key)));
    assert_eq!(taken, Ok(Signature::By(vec!["example.org/plugins".into()])), "a key listed twice is one key");
}

/// The code of a refusal, the plugin's bytes and the contents of its `.sig` file.
type Refused<'a> = (&'static str, &'a [u8], Option<&'a [u8]>);

#[test]
fn each_way_of_being_unsigned_is_refused_by_its_own_name() {
    let (ours, theirs, pretender) = (key("ours"), key("theirs"), key("ours"));
    let trust = trusting(SignatureMode::Require, &[&ours]);
    let good = signed(&ours);
    let other =
        sign(&Statement::of(Digest::of(PLUGIN), &Manifest::silent("tiny".into(), "9".into())), None, &ours);
    let mut forged = String::from_utf8(good.clone()).unwrap();
    forged = forged.replace("plugin tiny 0.1.0", "plugin tiny 0.1.1");
    let refused: [Refused<'_>; 7] = [
        ("plugin-unsigned", PLUGIN, None),
        ("plugin-signature-unreadable", PLUGIN, Some(b"nothing")),
        ("plugin-signature-of-other-bytes", b"other bytes", Some(&good)),
        ("plugin-signature-untrusted", PLUGIN, Some(&signed(&theirs))),
        ("plugin-signature-untrusted", PLUGIN, Some(&signed(&pretender))),
        ("plugin-signature-wrong", PLUGIN, Some(forged.as_bytes())),
        ("plugin-signature-of-other-manifest", PLUGIN, Some(other.as_ref().unwrap())),
    ];
    for (code, bytes, signature) in refused {
        assert_eq!(gate(&trust, bytes, signature).map_err(|error| error.code()), Err(code));
    }
}

#[test]
fn one_of_several_signers_is_enough_and_both_are_kept() {
    let (ours, theirs) = (key("ours"), key("theirs"));
    let statement = Statement::of(Digest::of(PLUGIN), &manifest());
    let both = sign(&statement, Some(&signed(&theirs)), &ours).unwrap();
    let by = |keys: &[&KeyFile]| gate(&trusting(SignatureMode::Require, keys), PLUGIN, Some(&both));
    assert_eq!(by(&[&ours]), Ok(Signature::By(vec!["ours".into()])));
    assert_eq!(by(&[&theirs, &ours]), Ok(Signature::By(vec!["theirs".into(), "ours".into()])));
}

#[test]
fn warned_of_it_is_taken_and_switched_off_nobody_looks() {
    let ours = key("ours");
    let warned = gate(&trusting(SignatureMode::Warn, &[&ours]), PLUGIN, None);
    assert_eq!(warned, Ok(Signature::Doubtful(SignatureError::Unsigned)));
    let signed = gate(&trusting(SignatureMode::Warn, &[&ours]), PLUGIN, Some(&signed(&ours)));
    assert_eq!(signed, Ok(Signature::By(vec!["ours".into()])));
    assert_eq!(gate(&Trust::default(), PLUGIN, Some(b"nothing")), Ok(Signature::NotAsked));
}

#[test]
fn a_key_file_is_private_and_signs_again_after_it_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plugins.key");
    let made = KeyFile::create("example.org/plugins", &path).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(KeyFile::create("example.org/plugins", &path).is_err(), "a key is never written over");
    let read = KeyFile::read(&path).unwrap();
    assert_eq!(read.trusted().to_string(), made.trusted().to_string());
    let taken = gate(&trusting(SignatureMode::Require, &[&made]), PLUGIN, Some(&signed(&read)));
    assert!(taken.is_ok());
    assert!(KeyFile::create("two words", &folder.path().join("other")).is_err());
}
