// The rules, one function a section. A plugin is a pure function: it gets a question, it returns findings.

import { AGE_OF_CONSENT, IN_FORCE, MANIFEST } from "./law.js";
import {
  always, and, any, earliest, factOf, isBefore, missingFact, not, or, restingOn, test, unsettled, until, valueOf,
} from "./truth.js";

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

const isHere = (place) => place === "XA" || place.startsWith("XA-");

const entities = (question, kind) => question.entities.filter((entity) => entity.kind === kind);

/** Section 1: everyone who lives in Exampleland. */
function reaches(question) {
  const [subject] = entities(question, "subject");
  const lives = test("subject", subject, "residence", ({ val }) => val.some(isHere));
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
    permit("s-2-consent", use, consent, 1, [keepProof]),
    finding("s-3", use, always(), { tag: "prohibit" }, "r-no-basis"),
  ];
}

/** Given, by somebody who is old enough on the day of the question. */
function ownConsent(question) {
  const given = (consent) => {
    const at = valueOf(consent, "given-on");
    const isLater = at?.tag === "day" && isBefore(question.asOf, at.val);
    const happened = test("consent", consent, "given-on", ({ tag }) => tag === "day" && !isLater);
    return until(happened, isLater ? at.val : undefined);
  };
  const some = any(entities(question, "consent"), given, given(undefined));
  return and(some, not(tooYoung(question)));
}

/** Of several homes each must lead to the same; if they do not, home is what is missing. */
function tooYoung(question) {
  const [subject] = entities(question, "subject");
  const home = factOf("subject", subject, "residence");
  const places = valueOf(subject, "residence")?.val ?? [];
  if (places.length === 0) return missingFact(home);
  const each = places.map((place) => tooYoungAt(place, subject, question.asOf));
  const [all, some] = [each.reduce(and), each.reduce(or)];
  return restingOn(all.truth === some.truth ? all : missingFact(home), home);
}

function tooYoungAt(place, subject, asOf) {
  const values = isHere(place) ? AGE_OF_CONSENT : [];
  const now = values.findLast((value) => !isBefore(asOf, value.from));
  const isUnknown = valueOf(subject, "age") === undefined;
  const under = now === undefined && !isUnknown
    ? unsettled(factOf("subject", subject, "age"))
    : test("subject", subject, "age", ({ val }) => val < now.years);
  return until(under, values.find((value) => isBefore(asOf, value.from))?.from);
}

const keepProof = { id: "keep-consent-proof", timing: "with", condition: false, parameters: [], due: undefined };

/** A permit that holds, or may, lifts the prohibition of section 3; one that does not is shown. */
function permit(rule, use, cond, burden, obligations) {
  const effect = {
    true: { tag: "permit", val: burden },
    false: { tag: "fails" },
  }[cond.truth] ?? { tag: "need-facts", val: { best: "permit", worst: "silent" } };
  const fails = cond.truth === false;
  const made = finding(rule, use, cond, effect);
  return fails ? made : { ...made, displaces: ["s-3"], obligations };
}

function finding(rule, use, cond, effect, reason = "") {
  const source = sourceOf(rule, use === undefined ? [] : [use.id], cond, undefined, reason);
  return { source, effect, displaces: [], obligations: [], treatments: [], marks: [] };
}

/** `begins` is the day on which the rule itself comes into force, where that is still to come. */
function sourceOf(rule, about, cond, begins, reason = "") {
  const changesOn = earliest(cond.changesOn, begins);
  return { rule, about, because: cond.because, missing: cond.missing, reason, changesOn };
}
