"""The rules, one function a section. A plugin is a pure function: it gets a question, it returns findings."""

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
from truth import ALWAYS, Cond, before, both, negated, some, test


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


def subject(question: Question) -> Optional[Entity]:
    return next(iter(entities(question, "subject")), None)


def reaches(question: Question) -> Standing:
    """Section 1: everyone who lives in Exampleland."""
    here = lambda places: any(place == "XA" or place.startswith("XA-") for place in places.value)
    lives = test("subject", subject(question), "residence", here)
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
        permit("s-2-consent", use, consent, 1, [KEEP_PROOF], next_age(question.as_of)),
        finding("s-3", use, ALWAYS, Effect_Prohibit(), reason="r-no-basis"),
    ]


def own_consent(question: Question) -> Cond:
    """Given, by somebody who is old enough on the day of the question."""
    happened = lambda given: isinstance(given, Value_Day) and not before(question.as_of, given.value)
    given = lambda consent: test("consent", consent, "given-on", happened)
    return both(some(entities(question, "consent"), given), negated(too_young(question)))


def too_young(question: Question) -> Cond:
    ages = [years for first, years in AGE_OF_CONSENT if not before(question.as_of, first)]
    return test("subject", subject(question), "age", lambda age: age.value < ages[-1] if ages else None)


def next_age(as_of: Day) -> Optional[Day]:
    """The first day on which another age counts."""
    return next((first for first, _ in AGE_OF_CONSENT if before(as_of, first)), None)


KEEP_PROOF = Obligation("keep-consent-proof", Timing.WITH, False, [], None)


def permit(
    rule: str, use: Optional[Entity], cond: Cond, burden: int, obligations: List[Obligation],
    changes_on: Optional[Day] = None,
) -> Finding:
    """A permit that holds lifts the prohibition of section 3; one that does not is shown."""
    effects = {True: Effect_Permit(burden), False: Effect_Fails()}
    effect = effects.get(cond.truth, Effect_NeedFacts(Range(Outcome.PERMIT, Outcome.SILENT)))
    made = finding(rule, use, cond, effect, changes_on)
    made.displaces = ["s-3"]
    made.obligations = [] if cond.truth is False else obligations
    return made


def finding(
    rule: str, use: Optional[Entity], cond: Cond, effect: Effect, changes_on: Optional[Day] = None, reason: str = "",
) -> Finding:
    source = source_of(rule, [use.id] if use else [], cond, changes_on, reason)
    return Finding(source, effect, [], [], [], [])


def source_of(rule: str, about: List[int], cond: Cond, changes_on: Optional[Day], reason: str = "") -> Source:
    return Source(rule, about, cond.because, cond.missing, reason, changes_on)
