// Three-valued conditions that remember what they read. Absent is unknown: neither yes nor no.

const cond = (truth, because = [], missing = []) => ({ truth, because, missing });

export const always = () => cond(true);

/** Points at one fact. */
const factOf = (kind, entity, name) => ({ kind, entity: entity?.id, name });

/** A test of one fact of an entity, which may be missing itself: `test` gets the value, `{ tag, val }`. */
export function test(kind, entity, name, test) {
  const found = entity?.facts.find((fact) => fact.name === name);
  const truth = found === undefined ? undefined : test(found.value);
  const at = [factOf(kind, entity, name)];
  return truth === undefined ? cond(undefined, [], at) : cond(truth, at);
}

/** No beats unknown, unknown beats yes. What can no longer change the result is not missing. */
export function and(a, b) {
  const no = a.truth === false || b.truth === false;
  const truth = no ? false : a.truth === undefined || b.truth === undefined ? undefined : true;
  return cond(truth, [...a.because, ...b.because], truth === undefined ? [...a.missing, ...b.missing] : []);
}

export function not(a) {
  return cond(a.truth === undefined ? undefined : !a.truth, a.because, a.missing);
}

export function or(a, b) {
  return not(and(not(a), not(b)));
}

/** Some entity of a kind fulfils it. Once the question names one, those are all; if it names none, unknown. */
export function any(entities, each, missing) {
  return entities.length === 0 ? missing : entities.map(each).reduce(or);
}

export const isBefore = (a, b) =>
  a.year !== b.year ? a.year < b.year : a.month !== b.month ? a.month < b.month : a.day < b.day;
