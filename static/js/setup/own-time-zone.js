// [data-own-zone]: fields that say in which time zone this browser is, for the workshop that is made.

for (const field of document.querySelectorAll("[data-own-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}
