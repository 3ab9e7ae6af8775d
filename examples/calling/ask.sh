#!/usr/bin/env bash
# Asks, reads what is missing, states it, and passes a mark back. Needs curl and jq.
set -euo pipefail
: "${PRAETOR_URL:?the address of the server}" "${PRAETOR_TOKEN:?a bearer token}"

ask() { # kind, question on standing input
    curl --silent --show-error --fail-with-body "$PRAETOR_URL/v1/decisions/$1" \
        -H "authorization: Bearer $PRAETOR_TOKEN" -H 'content-type: application/json' --data-binary @-
}

prompt='{
  "as_of": "2026-11-23",
  "subject":    { "id": "user-4711", "residence": ["FR"], "age": 34, "age-knowledge": "declared" },
  "items":      [{ "id": "prompt", "category": "prompt-text", "needed": true }],
  "uses":       [{ "id": "render", "purpose": "content-generation", "operation": "share" }],
  "recipients": [{ "id": "image-model-nl" }]
}'
answer=$(ask sharing <<<"$prompt")
echo "the prompt, searched or not: $(jq -r .effect <<<"$answer")"
jq -r '.missing[]? | "  please say \(.fact) of \(.entity)"' <<<"$answer"

answer=$(jq '.items[0].scan = "full"' <<<"$prompt" | ask sharing)
echo "the prompt, searched: $(jq -r .effect <<<"$answer")"
jq -r '.obligations[]? | "  owed: \(.id)"' <<<"$answer"
# The first deciding rule in words, with its citations.
jq -r '.rules[.decided_by[0]] | "  because: \(.says) (\(.cites | join("; ")))"' <<<"$answer"

objection=$(ask rights <<'JSON'
{
  "as_of": "2026-11-23",
  "subject":   { "id": "user-4711", "residence": ["FR"], "marks": [], "matters": [], "earlier-requests": [] },
  "requester": { "relation": "self", "identity-achieved": "verified", "signed-in": true },
  "requests":  [{ "id": "stop", "right": "object", "received-on": "2026-11-23" }],
  "uses":      [{ "id": "improve", "purpose": "product-improvement", "operation": "use", "lia": "passed",
                  "compelling-grounds": "none" }],
  "items":     [{ "id": "clicks", "category": "usage-event" }]
}
JSON
)
echo "an objection: $(jq -r .effect <<<"$objection"), answer by $(jq -r '.requests[0].respond_by' <<<"$objection")"

# Marks are kept with the person and passed back as entities, each with an id of the caller's choice.
next=$(jq '{
  as_of: "2026-11-24",
  marks: [.marks | to_entries[] | .value + { id: "mark-\(.key)" } | del(.end | nulls)],
  items: [{ id: "clicks", category: "usage-event", needed: true }],
  uses: [{ id: "improve", purpose: "product-improvement", operation: "use", lia: "passed", "lia-on": "2026-05-02" }]
} | .subject = { id: "user-4711", residence: ["FR"], age: 34, "age-knowledge": "declared", marks: [.marks[].id] }' \
    <<<"$objection")
answer=$(ask sharing <<<"$next")
echo "the same use, with the mark: $(jq -r .effect <<<"$answer"), by $(jq -r '.decided_by | join(", ")' <<<"$answer")"
