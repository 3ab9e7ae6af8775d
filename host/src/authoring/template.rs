//! The folders that a new plugin begins with, one for each kind; they lie in `host/templates`.

use praetor_decision::Day;

/// What a new plugin speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// A law
    Jurisdiction,
    /// A vendor that receives data
    Processor,
    /// The controller's published policy
    Notice,
}

/// A file of a new plugin: its path below the folder, and its text with places to fill in.
pub(super) type File = (&'static str, &'static str);

/// The texts of these files of `host/templates`, by their paths in the new folder.
macro_rules! files {
    ($($path:literal from $folder:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../../templates/", $folder, "/", $path, ".in")))),+]
    };
}

const JURISDICTION: &[File] = files![
    "plugin.toml" from "jurisdiction",
    "law/act.toml" from "jurisdiction",
    "cases/consent.toml" from "jurisdiction",
    "src/lib.rs" from "jurisdiction",
    "README.md" from "jurisdiction",
    "CHANGELOG.md" from "common",
    "build.rs" from "common",
];

const PROCESSOR: &[File] = files![
    "plugin.toml" from "processor",
    "law/terms.toml" from "processor",
    "cases/purposes.toml" from "processor",
    "src/lib.rs" from "processor",
    "README.md" from "processor",
    "CHANGELOG.md" from "common",
    "build.rs" from "common",
];

const NOTICE: &[File] = files![
    "plugin.toml" from "notice",
    "law/notice.toml" from "notice",
    "cases/purposes.toml" from "notice",
    "src/lib.rs" from "notice",
    "README.md" from "notice",
    "CHANGELOG.md" from "common",
    "build.rs" from "common",
];

/// The beginning of every `Cargo.toml`, and how it goes on in a workspace and in a folder alone.
pub(super) const CARGO_HEAD: &str = include_str!("../../templates/common/Cargo-head.toml.in");
pub(super) const CARGO_MEMBER: &str = include_str!("../../templates/common/Cargo-member.toml.in");
pub(super) const CARGO_ALONE: &str = include_str!("../../templates/common/Cargo-alone.toml.in");
/// What git leaves out of a folder that builds by itself.
pub(super) const GITIGNORE: &str = include_str!("../../templates/common/gitignore.in");

impl Kind {
    pub(super) const fn files(self) -> &'static [File] {
        match self {
            Self::Jurisdiction => JURISDICTION,
            Self::Processor => PROCESSOR,
            Self::Notice => NOTICE,
        }
    }
}

/// Fills in a text of the templates.
pub(super) fn filled(text: &str, id: &str, today: Day, sdk: &str) -> String {
    text.replace("@id@", id)
        .replace("@Type@", &type_name(id))
        .replace("@today@", &today.to_string())
        .replace("@sdk@", sdk)
}

/// `br-lgpd` as the name of a Rust type: `BrLgpd`.
fn type_name(id: &str) -> String {
    let words = id.split('-').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect()
}
