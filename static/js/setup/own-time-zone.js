// [data-own-zone]: fields with the browser's time zone, for a new workshop.

for (const field of document.querySelectorAll("[data-own-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}
