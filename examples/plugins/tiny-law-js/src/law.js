// The Tiny Privacy Act as data: what `plugin.toml` and `law/` are to a plugin in Rust. Nothing without a citation.

export const day = (year, month, day) => ({ year, month, day });

const CHECKED = day(2026, 11, 23);

const rule = (id, gate, says, place, appliesFrom) => ({
  id,
  gate,
  says,
  citations: [{ instrument: "Tiny Privacy Act", place }],
  authority: "statute",
  confidence: "high",
  checked: CHECKED,
  appliesFrom,
  appliesUntil: undefined,
  pending: "",
});

/** The first day on which the Act applies. */
export const IN_FORCE = day(2020, 1, 1);

/** The age from which a person's own consent counts, s. 2(2), by the first day of each value. */
export const AGE_OF_CONSENT = [
  { from: day(2020, 1, 1), years: 16n },
  { from: day(2025, 7, 1), years: 15n },
];

export const MANIFEST = {
  id: "tiny-law",
  version: "0.1.0",
  kind: "jurisdiction",
  title: "Tiny Privacy Act of Exampleland (an invented law)",
  legalOrder: "XA",
  specialises: [],
  connections: [{ fact: "subject.residence", places: ["XA"] }],
  gates: [{ id: "basis", stance: "closed", says: "Personal data may be used only on a ground of section 2." }],
  rules: [
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
  reads: [
    { ability: "sharing", facts: ["consent.given-on", "subject.age", "subject.residence", "use.basis"] },
  ],
  settings: [],
};
