"""Asks, reads what is missing, states it, and passes a mark back. Python's own library only."""

import json
import os
import urllib.error
import urllib.request

URL, TOKEN = os.environ["PRAETOR_URL"], os.environ["PRAETOR_TOKEN"]


def ask(kind: str, question: dict) -> dict:
    """One decision. A refusal of the question itself is an RFC 9457 problem: it says what is wrong, and where."""
    request = urllib.request.Request(
        f"{URL}/v1/decisions/{kind}",
        data=json.dumps(question).encode(),
        headers={"authorization": f"Bearer {TOKEN}", "content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        raise SystemExit(f"{refused.code}: {refused.read().decode()}") from refused


def reasons(answer: dict) -> list[str]:
    """The deciding rules in words, with their citations."""
    rules = answer["rules"]
    return [f"{rules[rule]['says']} ({'; '.join(rules[rule]['cites'])})" for rule in answer.get("decided_by", [])]


prompt = {
    "as_of": "2026-11-23",
    "subject": {"id": "user-4711", "residence": ["FR"], "age": 34, "age-knowledge": "declared"},
    "items": [{"id": "prompt", "category": "prompt-text", "needed": True}],
    "uses": [{"id": "render", "purpose": "content-generation", "operation": "share"}],
    "recipients": [{"id": "image-model-nl"}],
}
answer = ask("sharing", prompt)
print("the prompt, searched or not:", answer["effect"])
for fact in answer.get("missing", []):
    print(f"  please say {fact['fact']} of {fact['entity']}")

prompt["items"][0]["scan"] = "full"
answer = ask("sharing", prompt)
print("the prompt, searched:", answer["effect"])
for duty in answer.get("obligations", []):
    print("  owed:", duty["id"])
print("  because:", reasons(answer)[0])

objection = ask("rights", {
    "as_of": "2026-11-23",
    "subject": {"id": "user-4711", "residence": ["FR"], "marks": [], "matters": [], "earlier-requests": []},
    "requester": {"relation": "self", "identity-achieved": "verified", "signed-in": True},
    "requests": [{"id": "stop", "right": "object", "received-on": "2026-11-23"}],
    "uses": [{"id": "improve", "purpose": "product-improvement", "operation": "use", "lia": "passed",
              "compelling-grounds": "none"}],
    "items": [{"id": "clicks", "category": "usage-event"}],
})
print(f"an objection: {objection['effect']}, answer by {objection['requests'][0]['respond_by']}")

# Marks are kept with the person and passed back as entities, each with an id of the caller's choice.
marks = [
    {**{name: value for name, value in mark.items() if value is not None}, "id": f"mark-{number}"}
    for number, mark in enumerate(objection["marks"])
]
answer = ask("sharing", {
    "as_of": "2026-11-24",
    "subject": {"id": "user-4711", "residence": ["FR"], "age": 34, "age-knowledge": "declared",
                "marks": [mark["id"] for mark in marks]},
    "marks": marks,
    "items": [{"id": "clicks", "category": "usage-event", "needed": True}],
    "uses": [{"id": "improve", "purpose": "product-improvement", "operation": "use", "lia": "passed",
              "lia-on": "2026-05-02"}],
})
print(f"the same use, with the mark: {answer['effect']}, by {', '.join(answer['decided_by'])}")
