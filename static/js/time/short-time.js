// The time of day of a moment, in the page's language and in 24 hours, as on the run sheet and in the log. It is in
// the workshop's time zone, which is shown to readers in another one.

const FORM = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

export function shortTime(moment) {
  const page = document.documentElement.lang.replace("_", "-");
  return new Date(moment).toLocaleTimeString(page, formAt(moment)).replace("GMT", "UTC");
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
