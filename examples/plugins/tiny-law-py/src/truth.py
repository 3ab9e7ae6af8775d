"""Three-valued conditions that remember what they read. Absent is unknown: neither yes nor no."""

from dataclasses import dataclass, field
from functools import reduce
from typing import Callable, List, Optional

from wit_world.imports.types import Day, Entity, FactOf


@dataclass
class Cond:
    """`truth` is true, false, or none for unknown."""

    truth: Optional[bool]
    because: List[FactOf] = field(default_factory=list)
    missing: List[FactOf] = field(default_factory=list)


ALWAYS = Cond(True)


def test(kind: str, entity: Optional[Entity], name: str, holds: Callable[..., Optional[bool]]) -> Cond:
    """A test of one fact of an entity, which may be missing itself: `holds` gets the value."""
    facts = entity.facts if entity else []
    found = next((fact.value for fact in facts if fact.name == name), None)
    truth = None if found is None else holds(found)
    at = [FactOf(kind, entity.id if entity else None, name)]
    return Cond(None, missing=at) if truth is None else Cond(truth, because=at)


def both(a: Cond, b: Cond) -> Cond:
    """No beats unknown, unknown beats yes. What can no longer change the result is not missing."""
    no = a.truth is False or b.truth is False
    truth = False if no else None if a.truth is None or b.truth is None else True
    return Cond(truth, a.because + b.because, a.missing + b.missing if truth is None else [])


def negated(a: Cond) -> Cond:
    return Cond(None if a.truth is None else not a.truth, a.because, a.missing)


def either(a: Cond, b: Cond) -> Cond:
    return negated(both(negated(a), negated(b)))


def some(entities: List[Entity], each: Callable[[Optional[Entity]], Cond]) -> Cond:
    """Some entity of a kind fulfils it. Once the question names one, those are all; if none, unknown."""
    return reduce(either, map(each, entities)) if entities else each(None)


def before(a: Day, b: Day) -> bool:
    return (a.year, a.month, a.day) < (b.year, b.month, b.day)
