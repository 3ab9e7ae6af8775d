//! Citations, and what else says how far a rule or a number can be trusted.

use toml::Value;

use crate::date::Day;
use crate::node::Node;

/// Where something is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Citation {
    pub(crate) instrument: String,
    pub(crate) place: String,
}

/// What starts the place in an instrument.
const PLACE_STARTS: [&str; 14] = [
    " Art. ",
    " Arts ",
    " Article ",
    " art. ",
    " § ",
    " §§ ",
    " s. ",
    " ss. ",
    " section ",
    " recital ",
    " Recital ",
    " clause ",
    " Clause ",
    " Annex ",
];

const NEXT_STEP: &str = "write `cite = [\"GDPR Art. 6(1)(b)\"]` or `cite = [{ instrument = \"GDPR\", place = \"Art. 6(1)(b)\" }]`";

/// What the author knows about a rule or a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grounds {
    pub(crate) cite: Vec<Citation>,
    pub(crate) checked: Day,
    pub(crate) confidence: &'static str,
}

/// What a table says of its grounds, each of which may be missing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    cite: Vec<Citation>,
    checked: Option<Day>,
    confidence: Option<&'static str>,
}

/// Reads `cite`, `checked` and `confidence` of a table.
pub(crate) fn said(node: &Node<'_>) -> Said {
    Said {
        cite: node.raw("cite").map(|value| citations(node, value)).unwrap_or_default(),
        checked: node.day_or_none("checked"),
        confidence: node.has("confidence").then(|| node.word("confidence", &["low", "medium", "high"])),
    }
}

/// The grounds of a table, filled up from those of the table around it. What neither says is
/// refused.
pub(crate) fn grounds(node: &Node<'_>, own: Said, around: &Said) -> Option<Grounds> {
    let cite = if own.cite.is_empty() { around.cite.clone() } else { own.cite };
    if cite.is_empty() && !node.has("cite") {
        node.refuse(format!("has no citation; {NEXT_STEP}"));
    }
    let checked = own.checked.or(around.checked);
    if checked.is_none() && !node.has("checked") {
        node.refuse("has no `checked`; add the day on which somebody last compared it with its source");
    }
    let confidence = own.confidence.or(around.confidence);
    if confidence.is_none() {
        node.refuse("has no `confidence`; write `low`, `medium` or `high`");
    }
    if cite.is_empty() {
        return None;
    }
    Some(Grounds { cite, checked: checked?, confidence: confidence? })
}

fn citations(node: &Node<'_>, value: &Value) -> Vec<Citation> {
    let found = match value {
        Value::String(_) => vec![citation(value)],
        Value::Array(all) => all.iter().map(citation).collect(),
        _ => vec![None],
    };
    if found.is_empty() || found.iter().any(Option::is_none) {
        node.refuse(format!("`cite` does not name an instrument and a place in it; {NEXT_STEP}"));
    }
    found.into_iter().flatten().collect()
}

fn citation(value: &Value) -> Option<Citation> {
    match value {
        Value::String(text) => split(text),
        Value::Table(table) => {
            let part =
                |key: &str| table.get(key)?.as_str().map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
            (table.len() == 2).then_some(())?;
            Some(Citation { instrument: part("instrument")?, place: part("place")? })
        }
        _ => None,
    }
}

/// Splits where the place starts; without such a word, after the first word.
fn split(text: &str) -> Option<Citation> {
    let at = PLACE_STARTS.iter().filter_map(|start| text.find(start)).min();
    let (instrument, place) = text.split_at_checked(at.or_else(|| text.find(' '))?)?;
    let (instrument, place) = (instrument.trim(), place.trim());
    let whole = !instrument.is_empty() && !place.is_empty();
    whole.then(|| Citation { instrument: instrument.to_owned(), place: place.to_owned() })
}
