//! `praetor plugin new`: a folder that builds, with one dated value, one rule and three cases.

use std::path::{Path, PathBuf};

use praetor_decision::Day;
use thiserror::Error;

use super::template::{CARGO_ALONE, CARGO_HEAD, CARGO_MEMBER, GITIGNORE, Kind, filled};
use super::workspace::Workspace;

/// Why no folder was made.
#[derive(Debug, Error)]
pub enum NewError {
    /// The name is not one that a plugin and a crate can have.
    #[error(
        "`{0}` is no name for a plugin; write lower-case words joined by hyphens, a letter first, like `br-lgpd`"
    )]
    Name(String),
    /// There is something already.
    #[error("`{}` exists; choose another name, or remove it", .0.display())]
    Exists(PathBuf),
    /// No workspace around, and no SDK named.
    #[error(
        "no workspace that shares `praetor-sdk` is around `{}`; run this inside Praetor's repository, or name your copy of it with `--sdk FOLDER`",
        .0.display()
    )]
    NoSdk(PathBuf),
    /// The folder that was named holds no SDK.
    #[error("`{}` is not Praetor's repository: it has no `plugins/sdk/Cargo.toml`", .0.display())]
    NotASdk(PathBuf),
    /// The workspace keeps its members in a form that is not understood.
    #[error(
        "cannot add the plugin to `members` in `{}`; add \"{member}\" to that list and run this again",
        file.display()
    )]
    NoMembers {
        /// The workspace's file.
        file: PathBuf,
        /// What to add.
        member: String,
    },
    /// A file could not be read or written.
    #[error("`{}`: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// A folder that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The folder.
    pub folder: PathBuf,
    /// Its files, in the order in which an author reads them.
    pub files: Vec<PathBuf>,
    /// The workspace that it joined; none if it builds by itself.
    pub joined: Option<PathBuf>,
}

/// Makes the folder of a plugin below `parent`. Inside a workspace that shares the SDK it joins that;
/// elsewhere it is a workspace of its own on the copy of Praetor's repository in `sdk`.
///
/// # Errors
/// The name is taken or cannot be one, there is no SDK, or a file cannot be written. Nothing that stood
/// before is changed then, but for a folder that was begun.
pub fn begin(id: &str, kind: Kind, parent: &Path, sdk: Option<&Path>, today: Day) -> Result<Begun, NewError> {
    if !can_be_a_name(id) {
        return Err(NewError::Name(id.to_owned()));
    }
    make_folder(parent)?;
    let parent = absolute(parent)?;
    let folder = parent.join(id);
    if folder.exists() {
        return Err(NewError::Exists(folder));
    }
    let home = home(&parent, sdk)?;
    let joining = home.joining(&folder)?;
    let mut files = vec![];
    for (path, text) in home.files(kind) {
        let file = folder.join(path);
        write(&file, &filled(&text, id, today, &home.sdk()))?;
        files.push(file);
    }
    let joined = joining.map(|(file, text)| write(&file, &text).map(|()| file)).transpose()?;
    if let Home::Alone(sdk) = &home {
        pin(sdk, &folder)?;
    }
    Ok(Begun { folder, files, joined })
}

/// Where the new plugin is built.
enum Home {
    /// In the workspace around it.
    Member(Workspace),
    /// By itself, on the copy of Praetor's repository in this folder.
    Alone(PathBuf),
}

fn home(parent: &Path, sdk: Option<&Path>) -> Result<Home, NewError> {
    match (sdk, Workspace::around(parent)) {
        (Some(sdk), _) if sdk.join("plugins/sdk/Cargo.toml").is_file() => Ok(Home::Alone(absolute(sdk)?)),
        (Some(sdk), _) => Err(NewError::NotASdk(sdk.to_owned())),
        (None, Some(workspace)) => Ok(Home::Member(workspace)),
        (None, None) => Err(NewError::NoSdk(parent.to_owned())),
    }
}

impl Home {
    fn files(&self, kind: Kind) -> Vec<(&'static str, String)> {
        let mut cargo = CARGO_HEAD.to_owned();
        match self {
            Self::Member(workspace) => {
                if workspace.has_lints() {
                    cargo.push_str("\n[lints]\nworkspace = true\n");
                }
                cargo.push_str(CARGO_MEMBER);
            }
            Self::Alone(_) => cargo.push_str(CARGO_ALONE),
        }
        let mut files: Vec<_> = kind.files().iter().map(|(path, text)| (*path, (*text).to_owned())).collect();
        files.push(("Cargo.toml", cargo));
        if matches!(self, Self::Alone(_)) {
            files.push((".gitignore", GITIGNORE.to_owned()));
        }
        files
    }

    /// Where the SDK lies, for a folder by itself.
    fn sdk(&self) -> String {
        match self {
            Self::Member(_) => String::new(),
            Self::Alone(sdk) => sdk.join("plugins/sdk").display().to_string(),
        }
    }

    /// The workspace's file as it will be.
    fn joining(&self, folder: &Path) -> Result<Option<(PathBuf, String)>, NewError> {
        let Self::Member(workspace) = self else {
            return Ok(None);
        };
        let below = folder.strip_prefix(&workspace.folder).unwrap_or(folder);
        let member = below.components().map(|part| part.as_os_str().to_string_lossy());
        let member = member.collect::<Vec<_>>().join("/");
        let file = workspace.folder.join("Cargo.toml");
        match workspace.with_member(&member) {
            Some(text) => Ok(Some((file, text))),
            None => Err(NewError::NoMembers { file, member }),
        }
    }
}

/// A folder by itself begins with the versions that the SDK was tested with.
fn pin(sdk: &Path, folder: &Path) -> Result<(), NewError> {
    let (from, to) = (sdk.join("Cargo.lock"), folder.join("Cargo.lock"));
    if !from.is_file() {
        return Ok(());
    }
    std::fs::copy(&from, &to).map(drop).map_err(|source| NewError::File { path: to, source })
}

fn can_be_a_name(id: &str) -> bool {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let begins = id.chars().next().is_some_and(|c| c.is_ascii_lowercase());
    begins && !id.ends_with('-') && !id.contains("--") && id.chars().all(letters)
}

fn absolute(path: &Path) -> Result<PathBuf, NewError> {
    std::fs::canonicalize(path).map_err(|source| NewError::File { path: path.to_owned(), source })
}

fn make_folder(path: &Path) -> Result<(), NewError> {
    std::fs::create_dir_all(path).map_err(|source| NewError::File { path: path.to_owned(), source })
}

fn write(file: &Path, text: &str) -> Result<(), NewError> {
    if let Some(folder) = file.parent() {
        make_folder(folder)?;
    }
    std::fs::write(file, text).map_err(|source| NewError::File { path: file.to_owned(), source })
}
