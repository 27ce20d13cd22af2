// Checks the published list of a vote as the server computes it (polling/contests/casting/published_list.py), without
// trusting the server. Plain HTTP pages lack the browser's own hash function.

import { digest } from "lib0/hash/sha256";
import { toHex } from "../storage/random-key.js";

// Whether the list has its hash, and this ballot with these choices.
export function hasBallot(list, { contest, receipt, choices }) {
  const own = canonical(choices);
  const at = list.hashes.indexOf(sha256(`${contest}:${receipt}:${own}`));
  return at >= 0 && list.choices[at] === own && isIntact(list);
}

// Whether the rule and the options' names are those with this hash (polling/contests/casting/ballot_terms.py).
export function hasTerms({ head }, terms) {
  if (!head.length) return true;
  const [about, ...options] = head;
  return hashOf([canonical(JSON.parse(about).rule), ...options]) === terms;
}

// Lists of version 1.0 have no head, and their hash does not cover the choices.
function isIntact({ head, hashes, choices, hash }) {
  const isSorted = hashes.every((line, at) => at === 0 || hashes[at - 1] < line);
  const ballots = head.length ? hashes.map((line, at) => `${line} ${choices[at]}`) : hashes;
  return isSorted && choices.length === hashes.length && hashOf([...head, ...ballots]) === hash;
}

// The text that the server hashes. JSON.stringify would put options in the order of their numbers.
function canonical(value) {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical)}]`;
  const fields = Object.keys(value).sort();
  return `{${fields.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)}}`;
}

function hashOf(lines) {
  return sha256(lines.map((line) => `${line}\n`).join(""));
}

function sha256(text) {
  return toHex(digest(new TextEncoder().encode(text)));
}
