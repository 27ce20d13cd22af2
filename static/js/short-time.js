// The time of day of a moment, as the page's language writes it: "14:05" on a Vietnamese page in an
// English browser. A browser that speaks a variety of that language ("en-GB") gets its own.

const FORM = { hour: "numeric", minute: "2-digit" };

export function shortTime(moment) {
  const page = document.documentElement.lang.replace("_", "-");
  const spoken = (tag) => tag.split("-", 1)[0];
  const own = navigator.languages.filter((tag) => spoken(tag) === spoken(page));
  return new Date(moment).toLocaleTimeString([...own, page], FORM);
}
