use crate::clause::{Clause, Verdict};
use crate::cond::{Cond, earliest};
use crate::day::Day;
use crate::question::Question;
use crate::truth::Truth;
use crate::wit::{self, types};

/// Whether the plugin's law or contract governs the question at all, and by which rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing(types::Standing);

impl Standing {
    /// Governed if this rule's condition holds.
    #[must_use]
    pub fn by<'q, G>(question: Question<'q>, clause: Clause<'q, G>) -> Self {
        Self::by_any(question, [clause])
    }

    /// Governed if the condition of at least one of these rules holds. The first that holds is
    /// cited; if none does, the first, with the facts of all. Without a rule nothing governs and
    /// nothing can be cited, which the host refuses.
    #[must_use]
    pub fn by_any<'q, G>(question: Question<'q>, clauses: impl IntoIterator<Item = Clause<'q, G>>) -> Self {
        let as_of = question.as_of();
        let mut best: Option<Clause<'q, G>> = None;
        for mut clause in clauses {
            best = Some(match best {
                None => clause,
                Some(so_far) if rank(&clause, as_of) > rank(&so_far, as_of) => {
                    clause.parts.cond = with_missing_of(clause.parts.cond, &so_far.parts.cond);
                    clause
                }
                Some(mut so_far) => {
                    so_far.parts.cond = with_missing_of(so_far.parts.cond, &clause.parts.cond);
                    so_far
                }
            });
        }
        Self(best.map_or_else(nobody, |clause| stand(&clause, as_of)))
    }

    /// Governs whatever is asked, without a rule that says so: the standing of a notice, or of a
    /// vendor that is asked only about itself.
    #[must_use]
    pub fn always() -> Self {
        Self(types::Standing { source: wit::empty_source(), state: types::StandingState::Applies })
    }

    /// Whether the rules need to be asked: the law governs, or may govern.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        matches!(self.0.state, types::StandingState::Applies | types::StandingState::Unclear)
    }

    /// The state in the contract's type.
    #[must_use]
    pub const fn state(&self) -> &types::StandingState {
        &self.0.state
    }

    /// The answer as a whole can change from this day on, though no fact does.
    pub(crate) fn changes_on(mut self, day: Option<Day>) -> Self {
        self.0.source.changes_on = earliest(self.0.source.changes_on, day);
        self
    }

    pub(crate) fn into_wit(self) -> types::Standing {
        self.0
    }
}

fn stand<G>(clause: &Clause<'_, G>, as_of: Day) -> types::Standing {
    let state = match clause.parts.verdict(as_of) {
        Verdict::Yes => types::StandingState::Applies,
        Verdict::Unknown => types::StandingState::Unclear,
        Verdict::NotYet(day) => types::StandingState::NotYetInForce(day),
        Verdict::No | Verdict::Lapsed => types::StandingState::DoesNotApply,
    };
    types::Standing { source: clause.parts.source(as_of, &[]), state }
}

/// How far a rule brings the law to the question.
fn rank<G>(clause: &Clause<'_, G>, as_of: Day) -> u8 {
    match clause.parts.verdict(as_of) {
        Verdict::Yes => 4,
        Verdict::Unknown => 3,
        Verdict::NotYet(_) => 2,
        Verdict::No => 1,
        Verdict::Lapsed => 0,
    }
}

/// A standing that holds rests on its own facts alone; any other on those of all rules tried.
fn with_missing_of<'q>(chosen: Cond<'q>, other: &Cond<'q>) -> Cond<'q> {
    if chosen.is_yes() {
        return chosen;
    }
    let truth = chosen.truth;
    let both = Cond { truth, ..other.clone() };
    let mut joined = Cond { truth: Truth::Unknown, ..chosen }.and(Cond { truth: Truth::Unknown, ..both });
    joined.truth = truth;
    if truth.is_no() {
        joined.missing.clear();
    }
    joined
}

fn nobody() -> types::Standing {
    types::Standing { source: wit::empty_source(), state: types::StandingState::Unclear }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Places;
    use crate::law::Rule;
    use crate::testing::Given;
    use crate::wit::types::StandingState;

    const FIRST: Rule = Rule::generated("first", None, None);
    const SECOND: Rule = Rule::generated("second", None, None);

    fn standing(given: &Given) -> types::Standing {
        let q = given.question();
        let residence = FIRST.when(q.subject().residence().within(&["XA"]));
        let location = SECOND.when(q.subject().fact("location").within(&["XA"]));
        Standing::by_any(q, [residence, location]).into_wit()
    }

    fn given(residence: &str) -> Given {
        Given::on(Day::of(2026, 11, 23)).a("subject").with("residence", Places(&[residence]))
    }

    #[test]
    fn the_rule_that_brings_the_law_to_the_question_is_cited_alone() {
        let standing = standing(&given("XA"));
        assert_eq!(standing.state, StandingState::Applies);
        assert_eq!(standing.source.rule, "first");
        assert!(standing.source.missing.is_empty());
    }

    #[test]
    fn a_law_that_may_reach_the_question_asks_for_what_is_missing() {
        let standing = standing(&given("DE"));
        assert_eq!(standing.state, StandingState::Unclear);
        assert_eq!(standing.source.rule, "second");
        let missing: Vec<_> = standing.source.missing.iter().map(|fact| fact.name.as_str()).collect();
        assert_eq!(missing, ["location"]);
    }

    #[test]
    fn a_law_that_does_not_reach_the_question_rests_on_all_that_was_tried() {
        let standing = standing(&given("DE").with("location", Places(&["DE"])));
        assert_eq!(standing.state, StandingState::DoesNotApply);
        assert_eq!(standing.source.because.len(), 2);
    }
}
