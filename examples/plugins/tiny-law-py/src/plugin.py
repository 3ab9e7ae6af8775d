"""The rules, one function a section. A plugin is a pure function: it gets a question, it returns findings."""

from functools import reduce
from typing import List, Optional

from wit_world import exports
from wit_world.exports.about import Manifest, Problem
from wit_world.exports.sharing import (
    Answer, Effect, Effect_Fails, Effect_NeedFacts, Effect_Permit, Effect_Prohibit, Finding, Outcome, Range,
)
from wit_world.imports.types import (
    Day, Entity, Obligation, Question, Source, Standing, StandingState_Applies, StandingState_DoesNotApply,
    StandingState_NotYetInForce, StandingState_Unclear, Timing, Value_Day,
)

from law import AGE_OF_CONSENT, IN_FORCE, MANIFEST
from truth import (
    ALWAYS, Cond, before, both, earliest, either, fact_of, missing_fact, negated, resting_on, some, test, until,
    value_of,
)


class About(exports.About):
    def describe(self) -> Manifest:
        return MANIFEST

    def check_settings(self, settings: List[Entity]) -> List[Problem]:
        return []


class Sharing(exports.Sharing):
    def decide_sharing(self, question: Question) -> Answer:
        standing = reaches(question)
        heard = isinstance(standing.state, (StandingState_Applies, StandingState_Unclear))
        # A question that names no use still gets an answer, of which all is unknown.
        uses = (entities(question, "use") or [None]) if heard else []
        return Answer(standing, [finding for use in uses for finding in basis(question, use)])


def entities(question: Question, kind: str) -> List[Entity]:
    return [entity for entity in question.entities if entity.kind == kind]


def is_here(place: str) -> bool:
    return place == "XA" or place.startswith("XA-")


def subject(question: Question) -> Optional[Entity]:
    return next(iter(entities(question, "subject")), None)


def reaches(question: Question) -> Standing:
    """Section 1: everyone who lives in Exampleland."""
    lives = test("subject", subject(question), "residence", lambda places: any(map(is_here, places.value)))
    in_force = not before(question.as_of, IN_FORCE)
    source = source_of("s-1", [], lives, None if in_force else IN_FORCE)
    if not in_force and lives.truth is not False:
        return Standing(source, StandingState_NotYetInForce(IN_FORCE))
    states = {True: StandingState_Applies(), False: StandingState_DoesNotApply(), None: StandingState_Unclear()}
    return Standing(source, states[lives.truth])


def basis(question: Question, use: Optional[Entity]) -> List[Finding]:
    """Sections 2 and 3: a contract, or consent; nothing without a ground."""
    rests_on = lambda code: test("use", use, "basis", lambda basis: basis.value == code)
    consent = both(rests_on("consent"), own_consent(question))
    return [
        permit("s-2", use, rests_on("contract"), 0, []),
        permit("s-2-consent", use, consent, 1, [KEEP_PROOF]),
        finding("s-3", use, ALWAYS, Effect_Prohibit(), "r-no-basis"),
    ]


def own_consent(question: Question) -> Cond:
    """Given, by somebody who is old enough on the day of the question."""
    return both(some(entities(question, "consent"), lambda it: given(it, question.as_of)), negated(too_young(question)))


def given(consent: Optional[Entity], as_of: Day) -> Cond:
    at = value_of(consent, "given-on")
    later = at.value if isinstance(at, Value_Day) and before(as_of, at.value) else None
    happened = test("consent", consent, "given-on", lambda at: isinstance(at, Value_Day) and later is None)
    return until(happened, later)


def too_young(question: Question) -> Cond:
    """Of several homes each must lead to the same; if they do not, home is what is missing."""
    person = subject(question)
    home = fact_of("subject", person, "residence")
    places = value_of(person, "residence")
    if places is None or not places.value:
        return missing_fact(home)
    each = [too_young_at(place, person, question.as_of) for place in places.value]
    all_agree, some_do = reduce(both, each), reduce(either, each)
    return resting_on(all_agree if all_agree.truth == some_do.truth else missing_fact(home), home)


def too_young_at(place: str, person: Optional[Entity], as_of: Day) -> Cond:
    values = AGE_OF_CONSENT if is_here(place) else []
    ages = [years for first, years in values if not before(as_of, first)]
    if value_of(person, "age") is not None and not ages:
        # The law has no number for this, and no fact could settle it.
        under = Cond(None, because=[fact_of("subject", person, "age")])
    else:
        under = test("subject", person, "age", lambda age: age.value < ages[-1])
    return until(under, next((first for first, _ in values if before(as_of, first)), None))


KEEP_PROOF = Obligation("keep-consent-proof", Timing.WITH, False, [], None)


def permit(rule: str, use: Optional[Entity], cond: Cond, burden: int, obligations: List[Obligation]) -> Finding:
    """A permit that holds, or may, lifts the prohibition of section 3; one that does not is shown."""
    effects = {True: Effect_Permit(burden), False: Effect_Fails()}
    effect = effects.get(cond.truth, Effect_NeedFacts(Range(Outcome.PERMIT, Outcome.SILENT)))
    made = finding(rule, use, cond, effect)
    if cond.truth is not False:
        made.displaces, made.obligations = ["s-3"], obligations
    return made


def finding(rule: str, use: Optional[Entity], cond: Cond, effect: Effect, reason: str = "") -> Finding:
    source = source_of(rule, [use.id] if use else [], cond, None, reason)
    return Finding(source, effect, [], [], [], [])


def source_of(rule: str, about: List[int], cond: Cond, begins: Optional[Day], reason: str = "") -> Source:
    """`begins` is the day on which the rule itself comes into force, where that is still to come."""
    return Source(rule, about, cond.because, cond.missing, reason, earliest(cond.changes_on, begins))
