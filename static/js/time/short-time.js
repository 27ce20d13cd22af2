// The time of day of a moment, as the page's language writes it: "14:05" on a Vietnamese page in an
// English browser. A browser that speaks a variety of that language ("en-GB") gets its own. It is the
// workshop's time, and says so to readers whose own clock shows another.

const FORM = { hour: "numeric", minute: "2-digit" };

export function shortTime(moment) {
  const page = document.documentElement.lang.replace("_", "-");
  const spoken = (tag) => tag.split("-", 1)[0];
  const own = navigator.languages.filter((tag) => spoken(tag) === spoken(page));
  return new Date(moment).toLocaleTimeString([...own, page], formAt(moment)).replace("GMT", "UTC");
}

function formAt(moment) {
  const timeZone = document.querySelector("live-page")?.dataset.zone;
  if (!timeZone) return FORM;
  const at = new Date(moment);
  try {
    const here = at.toLocaleString("en"), there = at.toLocaleString("en", { timeZone });
    return here === there ? FORM : { ...FORM, timeZone, timeZoneName: "short" };
  } catch {
    return FORM; // a zone that this browser does not know
  }
}
