//! What is signed: which plugin, its bytes by their digest, and what it says of itself by the digest of
//! its manifest.

use praetor_decision::manifest::Manifest;
use praetor_sandbox::Digest;
use signed_note::{Note, NoteError};

use super::key::KeyFile;

/// The first line: what is signed, and in which form.
const FORM: &str = "praetor-plugin-signature/v1";
/// Begins the line with the digest of the bytes.
const BYTES: &str = "bytes sha256:";

/// The text that is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement(String);

impl Statement {
    /// The statement on a plugin with these bytes and this manifest.
    #[must_use]
    pub fn of(bytes: Digest, manifest: &Manifest) -> Self {
        let (id, version, said) = (&manifest.id, &manifest.version, manifest_digest(manifest));
        // A name with a blank or a line end could pass for another: the gate admits no such id, and the
        // manifest's digest covers the version.
        let version: String = version.chars().filter(|letter| letter.is_ascii_graphic()).collect();
        Self(format!("{FORM}\nplugin {id} {version}\n{BYTES}{bytes}\nmanifest sha256:{said}\n"))
    }

    /// The text, each line ended.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The digest of the bytes of which a text speaks; none if it is no statement.
    pub(super) fn bytes_in(text: &str) -> Option<&str> {
        let mut lines = text.lines();
        let (form, _plugin) = (lines.next()?, lines.next()?);
        lines.next()?.strip_prefix(BYTES).filter(|_| form == FORM)
    }
}

/// The digest of a manifest: of its JSON with the fields in the order of the contract. Version 1 of the
/// contract is closed, so this never changes; a frozen value in the tests says so.
fn manifest_digest(manifest: &Manifest) -> Digest {
    Digest::of(&serde_json::to_vec(manifest).unwrap_or_default())
}

/// Signs a statement. Signatures of others on the same statement, as in the file `before`, stay.
///
/// # Errors
/// The statement cannot stand in a note.
pub fn sign(statement: &Statement, before: Option<&[u8]>, key: &KeyFile) -> Result<Vec<u8>, NoteError> {
    let before = before.and_then(|bytes| Note::from_bytes(bytes).ok());
    let same = before.filter(|note| note.text() == statement.text().as_bytes());
    let mut note = same.map_or_else(|| Note::new(statement.text().as_bytes(), &[]), Ok)?;
    note.add_sigs(&[&key.signer])?;
    Ok(note.to_bytes())
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::civil::date;
    use praetor_decision::manifest::{
        Ability, Authority, Citation, Confidence, Connection, Gate, PluginKind, Reads, Rule, Setting,
        SettingType, Stance,
    };

    use super::*;

    /// A manifest with something in each of its parts.
    pub(in crate::signing) fn manifest() -> Manifest {
        let rule = Rule {
            id: "s-1".into(),
            gate: "basis".into(),
            says: "A rule.".into(),
            citations: vec![Citation { instrument: "Act".into(), place: "s. 1".into() }],
            authority: Authority::Statute,
            confidence: Confidence::High,
            checked: date(2026, 11, 23),
            applies_from: Some(date(2020, 1, 1)),
            applies_until: None,
            pending: String::new(),
        };
        let setting = Setting {
            table: "".into(),
            key: "role".into(),
            setting_type: SettingType::Code,
            required: true,
            allowed: vec!["processor".into()],
            says: "The role.".into(),
        };
        let gate = Gate { id: "basis".into(), stance: Stance::Closed, says: "A gate.".into() };
        let reads = Reads { ability: Ability::Sharing, facts: vec!["use.basis".into()] };
        let connection = Connection { fact: "subject.residence".into(), places: vec!["XA".into()] };
        Manifest {
            kind: PluginKind::Jurisdiction,
            title: "The Act".into(),
            legal_order: "XA".into(),
            specialises: vec!["other".into()],
            connections: vec![connection],
            gates: vec![gate],
            rules: vec![rule],
            reads: vec![reads],
            settings: vec![setting],
            ..Manifest::silent("tiny".into(), "0.1.0".into())
        }
    }

    #[test]
    fn the_signed_form_of_a_manifest_never_changes() {
        let text = serde_json::to_string(&manifest()).unwrap();
        assert_eq!(
            text,
            include_str!("frozen/manifest.json").trim_end(),
            "old signatures would be worthless"
        );
    }

    #[test]
    fn a_statement_names_the_plugin_its_bytes_and_its_manifest() {
        let statement = Statement::of(Digest::of(b"bytes"), &manifest());
        let lines: Vec<&str> = statement.text().lines().collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[1], "plugin tiny 0.1.0");
        assert_eq!(Statement::bytes_in(statement.text()), Some(&*Digest::of(b"bytes").to_string()));
        assert_eq!(Statement::bytes_in("another/v1\nplugin a 1\nbytes sha256:00\n"), None);
    }
}
