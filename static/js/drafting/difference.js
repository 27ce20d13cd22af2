// Compute the smallest change that explains how a person edited a text.

const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029\v\f]/g;
// Keep in sync with polling/core/text.py; also halves of emoji.
const UNSEEN = new RegExp(
  "[\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u0084\\u0086-\\u009f" +
    "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069" +
    "\\u00ad\\u034f\\u2060-\\u2065\\u206a-\\u206f\\ufeff" +
    "\\u115f\\u1160\\u17b4\\u17b5\\u2800\\u3164\\uffa0\\u{16fe4}" +
    "\\ufdd0-\\ufdef\\ufff0-\\ufffc" +
    "\\u{13430}-\\u{1343f}\\u{1bca0}-\\u{1bca3}\\u{1d159}\\u{1d173}-\\u{1d17a}" +
    "\\u{e0000}-\\u{e001f}\\u{e0080}-\\u{e00ff}\\u{e01f0}-\\u{e0fff}]" +
    "|\\p{Noncharacter_Code_Point}|\\p{Surrogate}",
  "gu",
);

// `caret` is the position after the typed text: it resolves ambiguities between equal letters. Returns { at,
// remove, insert }, or null if the texts are equal.
export function difference(before, after, caret = after.length) {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let tail = 0;
  const equalTail = () => before[before.length - 1 - tail] === after[after.length - 1 - tail];
  while (tail < Math.min(shorter, after.length - caret) && equalTail()) tail++;
  let at = 0;
  while (at < shorter - tail && before[at] === after[at]) at++;
  while (tail < shorter - at && equalTail()) tail++;
  // Do not split surrogate pairs (emoji).
  if (isLow(before[at]) || isLow(after[at])) at = Math.max(0, at - 1);
  if (tail > 0 && isLow(before[before.length - tail])) tail--;
  return {
    at,
    remove: before.length - tail - at,
    insert: after.slice(at, after.length - tail),
  };
}

// Return a change of `before` as a change of `other`, a different version of the same text. What the other version
// has changed there too is not removed.
export function transferred({ at, remove, insert }, before, other) {
  const theirs = difference(before, other);
  const shift = other.length - before.length;
  if (!theirs || theirs.at >= at + remove) return { at, remove, insert };
  if (theirs.at + theirs.remove <= at) return { at: at + shift, remove, insert };
  return { at: theirs.at + theirs.insert.length, remove: 0, insert };
}

// Remove the characters that the server refuses, and line breaks from one-line fields.
export function clean(text, oneLine) {
  const seen = text.replace(LINE_ENDS, "\n").replace(UNSEEN, "");
  return oneLine ? seen.replace(/[\n\t]/g, " ") : seen;
}

function isLow(unit) {
  return unit >= "\udc00" && unit <= "\udfff";
}
