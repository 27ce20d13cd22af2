// What people have typed or chosen in fields since the server sent them.

const FIELDS = "input:not([type=hidden], [type=file]), select, textarea";
const CHANGES_WITH_EACH_PAGE = new Set(["csrf_token", "seen", "revision", "meant", "time_zone"]);

export function isChanged(field) {
  if (field.options) return field.value !== sentBy(field);
  if (isTicked(field)) return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

// The option of a select as sent by the server; browsers select the first if none is marked.
function sentBy({ options }) {
  const marked = [...options].filter(({ defaultSelected }) => defaultSelected);
  return (marked[marked.length - 1] ?? [...options].find(({ disabled }) => !disabled))?.value ?? "";
}

const isTicked = (field) => field.matches("[type=checkbox], [type=radio]");

// The fields that are focused, or changed and not sent; the key and value of each.
export function fieldsInUse(page) {
  const isInUse = (field) => field === document.activeElement || isChanged(field);
  const fields = [...page.querySelectorAll(FIELDS)].filter(isInUse);
  return new Map(fields.map((field) => [field, { key: keyOf(field), value: field.value }]));
}

// A key that is equal for the same field in two versions of a page, and differs for two items of a list, each
// with its form.
export function keyOf(field) {
  const { name, id, value, form } = field;
  const hidden = [...(form?.querySelectorAll("[type=hidden]") ?? [])]
    .filter((one) => !CHANGES_WITH_EACH_PAGE.has(one.name))
    .map((one) => [one.name, one.value]);
  return JSON.stringify([form?.getAttribute("action"), form?.getAttribute("id"), hidden, name, id, isTicked(field) && value]);
}

// After a form has been saved, its values no longer count as changes, so the server's next page may replace
// them. Returns a function to call then; what is typed after this call remains a change.
export function whenSaved(form) {
  const fields = [...form.elements].filter((field) => field.matches(FIELDS));
  const sent = fields.map(({ value, checked }) => ({ value, checked }));
  return () => fields.forEach((field, at) => makeDefault(field, sent[at]));
}

function makeDefault(field, { value, checked }) {
  if (field.options) for (const option of field.options) option.defaultSelected = option.value === value;
  else if (isTicked(field)) field.defaultChecked = checked;
  else field.defaultValue = value;
}
