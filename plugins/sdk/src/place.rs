//! Places by ISO 3166 code: `DE` contains `DE-BY`.

use crate::truth::Truth;

/// Whether a place lies in an area. A place that is only known more coarsely than the area
/// (`US` asked about `US-CA`) may or may not lie in it: unknown.
#[must_use]
pub fn lies_in(place: &str, area: &str) -> Truth {
    if is_part(place, area) {
        Truth::Yes
    } else if is_part(area, place) {
        Truth::Unknown
    } else {
        Truth::No
    }
}

/// Whether a place lies in one of these areas.
#[must_use]
pub fn lies_in_any(place: &str, areas: &[&str]) -> Truth {
    areas.iter().fold(Truth::No, |so_far, area| so_far.or(lies_in(place, area)))
}

/// Whether `part` is `whole` itself or a part of it by its code.
#[must_use]
pub fn is_part(part: &str, whole: &str) -> bool {
    match part.strip_prefix(whole) {
        Some(rest) => rest.is_empty() || rest.starts_with('-'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_lies_in_the_whole() {
        assert_eq!(lies_in("DE-BY", "DE"), Truth::Yes);
        assert_eq!(lies_in("DE", "DE"), Truth::Yes);
        assert_eq!(lies_in("DK", "D"), Truth::No);
    }

    #[test]
    fn a_place_known_too_coarsely_may_lie_in_a_part() {
        assert_eq!(lies_in("US", "US-CA"), Truth::Unknown);
        assert_eq!(lies_in_any("US", &["DE", "US-CA"]), Truth::Unknown);
        assert_eq!(lies_in_any("US", &["US-CA", "US"]), Truth::Yes);
    }
}
