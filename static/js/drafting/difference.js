// What a person has done to a text, as the one smallest change that explains it.

const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029\v\f]/g;
// As in polling/core/text.py, and halves of emoji.
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

// `caret` stands after what was typed: it tells which of several equal letters is new.
// → { at, remove, insert }, or null if the texts are equal.
export function difference(before, after, caret = after.length) {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let tail = 0;
  const equalTail = () => before[before.length - 1 - tail] === after[after.length - 1 - tail];
  while (tail < Math.min(shorter, after.length - caret) && equalTail()) tail++;
  let at = 0;
  while (at < shorter - tail && before[at] === after[at]) at++;
  while (tail < shorter - at && equalTail()) tail++;
  // Half of an emoji is no text: keep its two units together.
  if (isLow(before[at]) || isLow(after[at])) at = Math.max(0, at - 1);
  if (tail > 0 && isLow(before[before.length - tail])) tail--;
  return {
    at,
    remove: before.length - tail - at,
    insert: after.slice(at, after.length - tail),
  };
}

// The same characters that the server refuses; one line where a field is one line.
export function clean(text, oneLine) {
  const seen = text.replace(LINE_ENDS, "\n").replace(UNSEEN, "");
  return oneLine ? seen.replace(/[\n\t]/g, " ") : seen;
}

function isLow(unit) {
  return unit >= "\udc00" && unit <= "\udfff";
}
