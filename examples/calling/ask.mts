// Asks, reads what is missing, states it, and passes a mark back. Node's own library only.

type Json = Record<string, unknown>;
interface Missing { fact: string; entity: string; wanted_by: string[] }
interface Mark { kind: string; scope: string[]; start: string; end: string | null }
interface Answer {
  effect: string;
  decided_by?: string[];
  rules: Record<string, { says: string; cites: string[] }>;
  missing?: Missing[];
  obligations?: { id: string; due?: string }[];
  marks?: Mark[];
  requests?: { id: string; effect: string; respond_by?: string }[];
}

const { PRAETOR_URL: url, PRAETOR_TOKEN: token } = process.env;

/** One decision. A refusal of the question itself is an RFC 9457 problem: it says what is wrong, and where. */
async function ask(kind: string, question: Json): Promise<Answer> {
  const answer = await fetch(`${url}/v1/decisions/${kind}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(question),
  });
  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

/** The deciding rules in words, with their citations. */
function reasons({ decided_by, rules }: Answer): string[] {
  return (decided_by ?? []).map((rule) => `${rules[rule].says} (${rules[rule].cites.join("; ")})`);
}

const person = { id: "user-4711", residence: ["FR"], age: 34, "age-knowledge": "declared" };
const render = { id: "render", purpose: "content-generation", operation: "share" };
const prompt = (item: Json): Json => ({
  as_of: "2026-11-23",
  subject: person,
  items: [{ id: "prompt", category: "prompt-text", needed: true, ...item }],
  uses: [render],
  recipients: [{ id: "image-model-nl" }],
});

const unknown = await ask("sharing", prompt({}));
console.log(`the prompt, searched or not: ${unknown.effect}`);
for (const { fact, entity } of unknown.missing ?? []) console.log(`  please say ${fact} of ${entity}`);

const searched = await ask("sharing", prompt({ scan: "full" }));
console.log(`the prompt, searched: ${searched.effect}`);
for (const duty of searched.obligations ?? []) console.log(`  owed: ${duty.id}`);
console.log(`  because: ${reasons(searched)[0]}`);

const improve = { id: "improve", purpose: "product-improvement", operation: "use", lia: "passed" };
const objection = await ask("rights", {
  as_of: "2026-11-23",
  subject: { id: "user-4711", residence: ["FR"], marks: [], matters: [], "earlier-requests": [] },
  requester: { relation: "self", "identity-achieved": "verified", "signed-in": true },
  requests: [{ id: "stop", right: "object", "received-on": "2026-11-23" }],
  uses: [{ ...improve, "compelling-grounds": "none" }],
  items: [{ id: "clicks", category: "usage-event" }],
});
console.log(`an objection: ${objection.effect}, answer by ${objection.requests?.[0]?.respond_by}`);

// Marks are kept with the person and passed back as entities, each with an id of the caller's choice.
const marks = (objection.marks ?? []).map(({ end, ...mark }, number) =>
  ({ ...mark, ...(end === null ? {} : { end }), id: `mark-${number}` }));
const decided = await ask("sharing", {
  as_of: "2026-11-24",
  subject: { ...person, marks: marks.map((mark) => mark.id) },
  marks,
  items: [{ id: "clicks", category: "usage-event", needed: true }],
  uses: [{ ...improve, "lia-on": "2026-05-02" }],
});
console.log(`the same use, with the mark: ${decided.effect}, by ${decided.decided_by?.join(", ")}`);
