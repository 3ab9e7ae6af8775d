//! Names: their spelling, the nearest to a wrong one, and what they are called in Rust.

/// Whether an id is lower-case words joined by hyphens and starts with a letter.
pub(crate) fn is_id(id: &str) -> bool {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    id.starts_with(|first: char| first.is_ascii_lowercase()) && id.split('-').all(word)
}

/// The nearest of some names as a half-sentence, or those that there are.
pub(crate) fn hint<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<_> = known.collect();
    match nearest(wrong, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if known.is_empty() => "there are none".to_owned(),
        None => format!("known: {}", list(&known)),
    }
}

/// `` `a`, `b` ``
pub(crate) fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let by_distance = known.map(|name| (strsim::damerau_levenshtein(name, wrong), name));
    let (distance, name) = by_distance.min_by_key(|(distance, _)| *distance)?;
    (distance <= (name.len() / 3).max(1)).then_some(name)
}

/// `art-6-1-b` as `ART_6_1_B`.
pub(crate) fn constant(id: &str) -> String {
    id.replace('-', "_").to_ascii_uppercase()
}

/// `special-category` as `SpecialCategory`.
pub(crate) fn type_name(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    for word in id.split('-') {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// `use-limit` as `use_limit`.
pub(crate) fn field(id: &str) -> String {
    id.replace('-', "_")
}
