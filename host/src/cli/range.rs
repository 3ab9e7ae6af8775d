//! Which stored decisions a command goes through.

use clap::Args;
use serde_json::{Map, Value as Json};

#[derive(Debug, Args)]
pub(super) struct RangeArgs {
    /// Decisions recorded at or after this time, RFC 3339
    #[arg(long, value_name = "TIME", conflicts_with = "all")]
    from: Option<String>,
    /// Decisions recorded before this time, RFC 3339
    #[arg(long, value_name = "TIME", conflicts_with = "all")]
    to: Option<String>,
    /// Every decision of the ledger
    #[arg(long)]
    all: bool,
    /// Only decisions on this kind of question
    #[arg(long, value_parser = ["sharing", "retention", "rights", "incident"])]
    kind: Option<String>,
}

impl RangeArgs {
    /// The range as the API is asked for it; nothing stands for all.
    pub(super) fn body(&self) -> Map<String, Json> {
        let stated = [("from", &self.from), ("to", &self.to), ("kind", &self.kind)];
        stated.into_iter().filter_map(|(key, text)| Some((key.to_owned(), text.clone()?.into()))).collect()
    }
}
