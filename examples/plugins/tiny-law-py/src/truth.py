"""Three-valued conditions that remember what they read. Absent is unknown: neither yes nor no."""

from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any, Callable, List, Optional

from wit_world.imports.types import Day, Entity, FactOf


@dataclass
class Cond:
    """`truth` is true, false, or none for unknown. From `changes_on` on it can come out differently, though no
    fact changes."""

    truth: Optional[bool]
    because: List[FactOf] = field(default_factory=list)
    missing: List[FactOf] = field(default_factory=list)
    changes_on: Optional[Day] = None


ALWAYS = Cond(True)


def missing_fact(fact: FactOf) -> Cond:
    """Unknown until somebody states this fact."""
    return Cond(None, missing=[fact])


def fact_of(kind: str, entity: Optional[Entity], name: str) -> FactOf:
    """Points at one fact."""
    return FactOf(kind, entity.id if entity else None, name)


def value_of(entity: Optional[Entity], name: str) -> Optional[Any]:
    """The value of a fact; none if nobody said."""
    facts = entity.facts if entity else []
    return next((fact.value for fact in facts if fact.name == name), None)


def test(kind: str, entity: Optional[Entity], name: str, holds: Callable[..., Optional[bool]]) -> Cond:
    """A test of one fact of an entity, which may be missing itself: `holds` gets the value."""
    value, at = value_of(entity, name), fact_of(kind, entity, name)
    truth = None if value is None else holds(value)
    return missing_fact(at) if truth is None else Cond(truth, because=[at])


def both(a: Cond, b: Cond) -> Cond:
    """No beats unknown, unknown beats yes. A no stands on its own: what else was read changes nothing."""
    if a.truth is False or b.truth is False:
        return a if a.truth is False else b
    truth = None if a.truth is None or b.truth is None else True
    changes_on = earliest(a.changes_on, b.changes_on)
    return Cond(truth, united(a.because, b.because), united(a.missing, b.missing), changes_on)


def negated(a: Cond) -> Cond:
    return replace(a, truth=None if a.truth is None else not a.truth)


def either(a: Cond, b: Cond) -> Cond:
    return negated(both(negated(a), negated(b)))


def some(entities: List[Entity], each: Callable[[Optional[Entity]], Cond]) -> Cond:
    """Some entity of a kind fulfils it. Once the question names one, those are all; if none, unknown."""
    return reduce(either, map(each, entities)) if entities else each(None)


def resting_on(a: Cond, fact: FactOf) -> Cond:
    """Also rests on this fact."""
    return replace(a, because=united(a.because, [fact]))


def until(a: Cond, day: Optional[Day]) -> Cond:
    return replace(a, changes_on=earliest(a.changes_on, day))


def before(a: Day, b: Day) -> bool:
    return (a.year, a.month, a.day) < (b.year, b.month, b.day)


def earliest(a: Optional[Day], b: Optional[Day]) -> Optional[Day]:
    return b if a is None or (b is not None and before(b, a)) else a


def united(facts: List[FactOf], more: List[FactOf]) -> List[FactOf]:
    return facts + [fact for fact in more if fact not in facts]
