// A word of advice under a recommendation that has grown long. Words are counted as the language
// has them: Thai, Khmer and Burmese put no spaces between theirs.

const MOST_WORDS = 50;
const segmenter = globalThis.Intl?.Segmenter && new Intl.Segmenter(undefined, { granularity: "word" });

export function countWords(text) {
  if (!segmenter) return text.split(/\s+/).filter(Boolean).length;
  return [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).length;
}

export function showWordCount(card) {
  const hint = card.querySelector("[data-words]");
  if (!hint) return;
  const parts = card.querySelectorAll("[data-counts], textarea[data-lines=one]");
  const words = countWords([...parts].map((part) => part.value ?? part.textContent).join(" "));
  hint.hidden = words <= MOST_WORDS;
  hint.textContent = hint.dataset.words.replace("{count}", words);
}
