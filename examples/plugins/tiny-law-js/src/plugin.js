// The rules, one function a section. A plugin is a pure function: it gets a question, it returns findings.

import { AGE_OF_CONSENT, IN_FORCE, MANIFEST } from "./law.js";
import { always, and, any, isBefore, not, test } from "./truth.js";

export const about = {
  describe: () => MANIFEST,
  checkSettings: () => [],
};

export const sharing = {
  decideSharing(question) {
    const standing = reaches(question);
    const heard = standing.state.tag === "applies" || standing.state.tag === "unclear";
    const uses = entities(question, "use");
    // A question that names no use still gets an answer, of which all is unknown.
    const findings = heard ? (uses.length ? uses : [undefined]).flatMap((use) => basis(question, use)) : [];
    return { standing, findings };
  },
};

const entities = (question, kind) => question.entities.filter((entity) => entity.kind === kind);

/** Section 1: everyone who lives in Exampleland. */
function reaches(question) {
  const [subject] = entities(question, "subject");
  const lives = test("subject", subject, "residence", ({ val }) =>
    val.some((place) => place === "XA" || place.startsWith("XA-")));
  const inForce = !isBefore(question.asOf, IN_FORCE);
  const source = sourceOf("s-1", [], lives, inForce ? undefined : IN_FORCE);
  const applies = { true: "applies", false: "does-not-apply" }[lives.truth] ?? "unclear";
  if (!inForce && lives.truth !== false) return { source, state: { tag: "not-yet-in-force", val: IN_FORCE } };
  return { source, state: { tag: applies } };
}

/** Sections 2 and 3: a contract, or consent; nothing without a ground. */
function basis(question, use) {
  const is = (code) => test("use", use, "basis", ({ val }) => val === code);
  const consent = and(is("consent"), ownConsent(question));
  return [
    permit("s-2", use, is("contract"), 0, []),
    permit("s-2-consent", use, consent, 1, [keepProof], nextAge(question.asOf)),
    finding("s-3", use, always(), { tag: "prohibit" }, undefined, "r-no-basis"),
  ];
}

/** Given, by somebody who is old enough on the day of the question. */
function ownConsent(question) {
  const given = (consent) =>
    test("consent", consent, "given-on", ({ tag, val }) => tag === "day" && !isBefore(question.asOf, val));
  const some = any(entities(question, "consent"), given, given(undefined));
  return and(some, not(tooYoung(question)));
}

function tooYoung(question) {
  const [subject] = entities(question, "subject");
  const now = AGE_OF_CONSENT.findLast((value) => !isBefore(question.asOf, value.from));
  return test("subject", subject, "age", ({ val }) => (now === undefined ? undefined : val < now.years));
}

/** The first day on which another age counts. */
const nextAge = (asOf) => AGE_OF_CONSENT.find((value) => isBefore(asOf, value.from))?.from;

const keepProof = { id: "keep-consent-proof", timing: "with", condition: false, parameters: [], due: undefined };

/** A permit that holds lifts the prohibition of section 3; one that does not is shown. */
function permit(rule, use, cond, burden, obligations, changesOn) {
  const effect = {
    true: { tag: "permit", val: burden },
    false: { tag: "fails" },
  }[cond.truth] ?? { tag: "need-facts", val: { best: "permit", worst: "silent" } };
  const fails = cond.truth === false;
  const made = finding(rule, use, cond, effect, changesOn);
  return { ...made, displaces: ["s-3"], obligations: fails ? [] : obligations };
}

function finding(rule, use, cond, effect, changesOn, reason = "") {
  const source = sourceOf(rule, use === undefined ? [] : [use.id], cond, changesOn, reason);
  return { source, effect, displaces: [], obligations: [], treatments: [], marks: [] };
}

function sourceOf(rule, about, cond, changesOn, reason = "") {
  return { rule, about, because: cond.because, missing: cond.missing, reason, changesOn };
}
