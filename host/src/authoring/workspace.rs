//! The cargo workspace around a folder, if it is one in which plugins are built.

use std::path::{Path, PathBuf};

/// The crate that a workspace of plugins shares.
const SDK: &str = "praetor-sdk";

/// A workspace that shares the SDK with its members.
pub(super) struct Workspace {
    /// Its folder.
    pub(super) folder: PathBuf,
    text: String,
    parsed: toml::Table,
}

impl Workspace {
    /// The nearest one at or above an existing folder, given absolutely.
    pub(super) fn around(folder: &Path) -> Option<Self> {
        folder.ancestors().find_map(|folder| {
            let text = std::fs::read_to_string(folder.join("Cargo.toml")).ok()?;
            let parsed: toml::Table = text.parse().ok()?;
            let shares = parsed.get("workspace")?.get("dependencies")?.get(SDK).is_some();
            shares.then(|| Self { folder: folder.to_owned(), text, parsed })
        })
    }

    /// Whether its members share lints.
    pub(super) fn has_lints(&self) -> bool {
        self.parsed.get("workspace").is_some_and(|workspace| workspace.get("lints").is_some())
    }

    /// Its `Cargo.toml` with one more member; none if the list of members is not where it can be found.
    pub(super) fn with_member(&self, member: &str) -> Option<String> {
        let begin = self.text.find("members = [")? + "members = [".len();
        let end = begin + self.text.get(begin..)?.find(']')?;
        let (before, after) = (self.text.get(..end)?, self.text.get(end..)?);
        let list = before.trim_end();
        let comma = if list.ends_with('[') || list.ends_with(',') { "" } else { "," };
        let blank = if list.ends_with('[') { "" } else { " " };
        let text = format!("{list}{comma}{blank}\"{member}\"{after}");
        has_member(&text, member).then_some(text)
    }
}

fn has_member(text: &str, member: &str) -> bool {
    let parsed: Option<toml::Table> = text.parse().ok();
    let members = parsed.as_ref().and_then(|table| table.get("workspace")?.get("members")?.as_array());
    members.is_some_and(|members| members.iter().any(|one| one.as_str() == Some(member)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_member(members: &str) -> Option<String> {
        let text =
            format!("[workspace]\n{members}\n[workspace.dependencies]\npraetor-sdk = {{ path = \"x\" }}\n");
        let workspace = Workspace { folder: PathBuf::new(), parsed: text.parse().unwrap(), text };
        let text = workspace.with_member("plugins/br-lgpd")?;
        Some(text.lines().skip(1).take_while(|line| !line.starts_with("[workspace.")).collect())
    }

    #[test]
    fn a_member_joins_a_list_in_any_form() {
        assert_eq!(with_member("members = []").unwrap(), "members = [\"plugins/br-lgpd\"]");
        assert_eq!(with_member("members = [\"a\"]").unwrap(), "members = [\"a\", \"plugins/br-lgpd\"]");
        assert_eq!(
            with_member("members = [\n  \"a\",\n]").unwrap(),
            "members = [  \"a\", \"plugins/br-lgpd\"]"
        );
        assert_eq!(with_member("exclude = []"), None, "there is no list");
    }
}
