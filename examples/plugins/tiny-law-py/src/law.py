"""The Tiny Privacy Act as data: what `plugin.toml` and `law/` are to a plugin in Rust. Nothing without a citation."""

from typing import Optional

from wit_world.exports.about import (
    Ability, Authority, Citation, Connection, Gate, Manifest, PluginKind, Reads, Rule, Stance,
)
from wit_world.imports.types import Confidence, Day

CHECKED = Day(2026, 11, 23)

# The first day on which the Act applies.
IN_FORCE = Day(2020, 1, 1)

# The age from which a person's own consent counts, s. 2(2), by the first day of each value.
AGE_OF_CONSENT = [(Day(2020, 1, 1), 16), (Day(2025, 7, 1), 15)]


def rule(id: str, gate: str, says: str, place: str, applies_from: Optional[Day] = None) -> Rule:
    cited = [Citation("Tiny Privacy Act", place)]
    return Rule(id, gate, says, cited, Authority.STATUTE, Confidence.HIGH, CHECKED, applies_from, None, "")


MANIFEST = Manifest(
    id="tiny-law",
    version="0.1.0",
    kind=PluginKind.JURISDICTION,
    title="Tiny Privacy Act of Exampleland (an invented law)",
    legal_order="XA",
    specialises=[],
    connections=[Connection("subject.residence", ["XA"])],
    gates=[Gate("basis", Stance.CLOSED, "Personal data may be used only on a ground of section 2.")],
    rules=[
        rule("s-1", "", "This Act protects everyone who lives in Exampleland.", "s. 1", IN_FORCE),
        rule("s-2", "basis", "Personal data may be used to perform a contract with the person.", "s. 2"),
        rule(
            "s-2-consent",
            "basis",
            "Personal data may be used with the consent of the person, who must be old enough for it to count.",
            "s. 2(2)",
        ),
        rule("s-3", "basis", "Without a ground, personal data may not be used.", "s. 3"),
    ],
    reads=[Reads(Ability.SHARING, ["consent.given-on", "subject.age", "subject.residence", "use.basis"])],
    settings=[],
)
