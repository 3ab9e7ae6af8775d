// Three-valued conditions that remember what they read. Absent is unknown: neither yes nor no.

const cond = (truth, because = [], missing = [], changesOn = undefined) => ({ truth, because, missing, changesOn });

export const always = () => cond(true);

/** Unknown until somebody states this fact. */
export const missingFact = (fact) => cond(undefined, [], [fact]);

/** Unknown, and no fact could settle it: the law has no number for this. */
export const unsettled = (because) => cond(undefined, [because]);

/** Points at one fact. */
export const factOf = (kind, entity, name) => ({ kind, entity: entity?.id, name });

/** The value of a fact, `{ tag, val }`; undefined if nobody said. */
export const valueOf = (entity, name) => entity?.facts.find((fact) => fact.name === name)?.value;

/** A test of one fact of an entity, which may be missing itself: `test` gets the value. */
export function test(kind, entity, name, test) {
  const value = valueOf(entity, name);
  const truth = value === undefined ? undefined : test(value);
  const at = factOf(kind, entity, name);
  return truth === undefined ? missingFact(at) : cond(truth, [at]);
}

/** No beats unknown, unknown beats yes. A no stands on its own: what else was read changes nothing. */
export function and(a, b) {
  if (a.truth === false) return a;
  if (b.truth === false) return b;
  const truth = a.truth === undefined || b.truth === undefined ? undefined : true;
  const changesOn = earliest(a.changesOn, b.changesOn);
  return cond(truth, united(a.because, b.because), united(a.missing, b.missing), changesOn);
}

export function not(a) {
  return { ...a, truth: a.truth === undefined ? undefined : !a.truth };
}

export function or(a, b) {
  return not(and(not(a), not(b)));
}

/** Some entity of a kind fulfils it. Once the question names one, those are all; if it names none, unknown. */
export function any(entities, each, missing) {
  return entities.length === 0 ? missing : entities.map(each).reduce(or);
}

/** Also rests on this fact. */
export const restingOn = (a, fact) => ({ ...a, because: united(a.because, [fact]) });

/** Can come out differently from this day on, though no fact changes. */
export const until = (a, day) => ({ ...a, changesOn: earliest(a.changesOn, day) });

export const isBefore = (a, b) =>
  a.year !== b.year ? a.year < b.year : a.month !== b.month ? a.month < b.month : a.day < b.day;

export const earliest = (a, b) => (a === undefined || (b !== undefined && isBefore(b, a)) ? b : a);

const isSame = (a, b) => a.kind === b.kind && a.entity === b.entity && a.name === b.name;

const united = (facts, more) => [...facts, ...more.filter((fact) => !facts.some((one) => isSame(one, fact)))];
