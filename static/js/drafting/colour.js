// The colour of a person: the same on every page, from their name alone.

const COLOURS = 6;

export function colourOf(who) {
  return `person-${[...who].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % COLOURS}`;
}
