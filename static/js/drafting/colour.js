// A person's colour, which is the same on every page because it depends only on their name.

const COLOURS = 6;

export function colourOf(who) {
  return `person-${[...who].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % COLOURS}`;
}
