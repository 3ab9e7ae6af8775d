use std::fmt::Write;

use crate::dictionary::Dictionary;
use crate::list::{Entry, List};
use crate::spec::{FactSpec, ParameterSpec};

/// The page `wit/DICTIONARY.md`: every name with its meaning, for people.
pub fn dictionary_page(dictionary: &Dictionary) -> String {
    let mut page = Page::default();
    page.line("# The dictionary");
    page.line("");
    page.line("Generated from `wit/dictionary/*.toml`; do not edit. To write it anew:");
    page.line("`cargo run -p praetor-wit --example dictionary-page`.");
    page.line("");
    page.line(&format!("Version {}.", dictionary.version()));
    page.line("");
    page.contents(dictionary);
    page.kinds(dictionary);
    page.facts(dictionary);
    for &list in List::ALL {
        page.list(dictionary, list);
    }
    page.text
}

#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn head(&mut self, columns: &[&str]) {
        self.row(columns.iter().map(|column| (*column).to_owned()));
        self.row(columns.iter().map(|_| "---".to_owned()));
    }

    fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let mut row = String::from("|");
        for cell in cells {
            if !cell.is_empty() {
                row.push(' ');
                row.push_str(&cell.replace('|', "\\|"));
            }
            row.push_str(" |");
        }
        self.line(&row);
    }

    fn contents(&mut self, dictionary: &Dictionary) {
        self.line(&format!("- [Kinds of entity](#kinds-of-entity): {}", dictionary.kinds().count()));
        self.line(&format!("- [Facts](#facts): {}", dictionary.facts().count()));
        for &list in List::ALL {
            let title = title(list);
            self.line(&format!("- [{title}](#{list}): {}", dictionary.list(list).len()));
        }
        self.line("");
    }

    fn kinds(&mut self, dictionary: &Dictionary) {
        self.line("## Kinds of entity");
        self.line("");
        self.head(&["kind", "in JSON", "how many", "meaning"]);
        for kind in dictionary.kinds() {
            let how_many = if kind.many { "many" } else { "one" };
            self.row([code(&kind.id), code(&kind.json), how_many.to_owned(), kind.meaning.clone()]);
        }
        self.line("");
    }

    fn facts(&mut self, dictionary: &Dictionary) {
        self.line("## Facts");
        self.line("");
        self.line("A fact that is absent is unknown. An event may also be `not-yet`. *In the host* marks");
        self.line("facts that never reach a plugin.");
        self.line("");
        for kind in dictionary.kinds() {
            self.line(&format!("### `{}`", kind.id));
            self.line("");
            self.head(&["fact", "type", "values", "meaning", "combines", "elsewhere"]);
            dictionary.facts_of(&kind.id).for_each(|fact| self.fact(fact));
            self.line("");
        }
    }

    fn fact(&mut self, fact: &FactSpec) {
        let event = if fact.event { ", event" } else { "" };
        let host = if fact.personal { " *In the host.*" } else { "" };
        self.row([
            code(&fact.name),
            format!("{}{event}", fact.value_type),
            allowed(&fact.values, fact.from, fact.open, &fact.refers_to, fact.unit.as_deref()),
            format!("{}{host}", fact.meaning),
            fact.combine.map_or_else(String::new, |direction| direction.to_string()),
            elsewhere(fact.fideslang.as_deref(), &fact.dpv),
        ]);
    }

    fn list(&mut self, dictionary: &Dictionary, list: List) {
        self.line(&format!("## {}", title(list)));
        self.line("");
        self.line(list.says());
        self.line("");
        let own = own_columns(list);
        let mut columns = vec!["name", "meaning"];
        columns.extend(own);
        columns.push("elsewhere");
        self.head(&columns);
        for entry in dictionary.list(list) {
            let mut row = vec![code(&entry.id), meaning(entry)];
            row.extend(own_cells(dictionary, list, &entry.id));
            row.push(elsewhere(entry.fideslang.as_deref(), &entry.dpv));
            self.row(row);
        }
        self.line("");
    }
}

/// The columns that only this list has.
fn own_columns(list: List) -> &'static [&'static str] {
    match list {
        List::Categories => &["origin", "sensitivity"],
        List::Labels => &["sensitivity"],
        List::Obligations => &["when", "who", "parameters"],
        List::Treatments | List::Statements => &["parameters"],
        List::Marks => &["end", "scope"],
        List::ClockAlgorithms => &["counts", "calendar", "source"],
        _ => &[],
    }
}

/// The cells under those columns. An entry without them cannot occur: they are read together.
fn own_cells(dictionary: &Dictionary, list: List, id: &str) -> Vec<String> {
    let cells = match list {
        List::Categories => dictionary.category(id).map(|spec| {
            let origin = spec.origin.map_or("", |origin| origin.as_str());
            vec![origin.to_owned(), spec.sensitivity.as_str().to_owned()]
        }),
        List::Labels => dictionary.label(id).map(|spec| vec![spec.sensitivity.as_str().to_owned()]),
        List::Obligations => dictionary.obligation(id).map(|spec| {
            let due = if spec.due { ", by a day" } else { "" };
            let when = format!("{}{due}", spec.timing.as_str());
            vec![when, spec.owner.as_str().to_owned(), parameters(&spec.parameters)]
        }),
        List::Treatments => dictionary.treatment(id).map(|spec| vec![parameters(&spec.parameters)]),
        List::Statements => dictionary.statement(id).map(|spec| vec![parameters(&spec.parameters)]),
        List::Marks => dictionary.mark(id).map(|spec| {
            vec![spec.end.as_str().to_owned(), joined(spec.scope.iter().map(|list| link(*list)))]
        }),
        List::ClockAlgorithms => dictionary.clock_algorithm(id).map(|spec| {
            let calendar = if spec.calendar { "yes" } else { "no" };
            let counts = joined(spec.spans.iter().map(|unit| unit.as_str().to_owned()));
            vec![counts, calendar.to_owned(), spec.source.clone()]
        }),
        _ => None,
    };
    cells.unwrap_or_default()
}

fn parameters(parameters: &[ParameterSpec]) -> String {
    parameters.iter().map(parameter).collect::<Vec<_>>().join("<br>")
}

fn parameter(parameter: &ParameterSpec) -> String {
    let mut text = format!("{} ({}, {}", code(&parameter.name), parameter.value_type, parameter.stricter);
    if parameter.required {
        text.push_str(", required");
    }
    let allowed = allowed(
        &parameter.values,
        parameter.from,
        parameter.open,
        &parameter.refers_to,
        parameter.unit.as_deref(),
    );
    if !allowed.is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(text, ", {allowed}");
    }
    text + "): " + &parameter.meaning
}

/// What a value may be, in one cell.
fn allowed(
    values: &[String],
    from: Option<List>,
    open: bool,
    refers_to: &[String],
    unit: Option<&str>,
) -> String {
    let mut parts: Vec<String> = values.iter().map(|value| code(value)).collect();
    parts.extend(from.map(link));
    parts.extend(open.then(|| "any name".to_owned()));
    parts.extend(refers_to.iter().map(|kind| format!("-> {}", code(kind))));
    parts.extend(unit.map(|unit| format!("in {unit}")));
    joined(parts.into_iter())
}

fn meaning(entry: &Entry) -> String {
    let mut text = entry.meaning.clone();
    if let Some(parent) = &entry.parent {
        let _ = write!(text, " Part of {}.", code(parent));
    }
    if !entry.seed.is_empty() {
        let _ = write!(text, " Seed policy {}.", entry.seed.join(", "));
    }
    text
}

/// The names in other vocabularies.
fn elsewhere(fideslang: Option<&str>, dpv: &[String]) -> String {
    let fideslang = fideslang.map(|key| format!("fideslang {}", code(key)));
    joined(fideslang.into_iter().chain(dpv.iter().map(|concept| code(concept))))
}

fn title(list: List) -> String {
    let words = list.as_str().replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn link(list: List) -> String {
    format!("[{list}](#{list})")
}

fn code(name: &str) -> String {
    format!("`{name}`")
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}
