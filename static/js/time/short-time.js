// The time of day of a moment in the page's language: "14:05" on a Vietnamese page in an English browser. A
// browser with a variety of that language ("en-GB") uses its own. It is in the workshop's time zone, which is
// shown to readers in another one.

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
    return FORM; // the browser does not know this time zone
  }
}
