use strsim::damerau_levenshtein;

/// Longer inputs are no slip of the pen, and comparing them costs time that a caller controls.
const LONGEST_COMPARED: usize = 64;

/// The name nearest to a wrong one, if it is near enough to be meant.
pub(crate) fn nearest<'a>(names: impl Iterator<Item = &'a str>, wrong: &str) -> Option<&'a str> {
    if wrong.len() > LONGEST_COMPARED {
        return None;
    }
    let wrong = in_our_spelling(wrong);
    let (distance, name) =
        names.map(|name| (damerau_levenshtein(name, &wrong), name)).min_by_key(|(distance, _)| *distance)?;
    (distance <= slips_allowed(name)).then_some(name)
}

/// `accountEmail`, `account_email` and `Account Email` all mean `account-email`.
fn in_our_spelling(wrong: &str) -> String {
    let mut spelled = String::with_capacity(wrong.len() + 4);
    for letter in wrong.trim().chars() {
        if letter.is_ascii_uppercase() && spelled.ends_with(|last: char| last.is_ascii_lowercase()) {
            spelled.push('-');
        }
        match letter {
            '_' | ' ' => spelled.push('-'),
            letter => spelled.push(letter.to_ascii_lowercase()),
        }
    }
    spelled
}

/// One slip in a short name, a third of the letters in a long one.
fn slips_allowed(name: &str) -> usize {
    (name.len() / 3).max(1)
}
