// The name that a page shows for somebody. The server calls a facilitator without a name "group 2".
const UNNAMED = /^group \d+$/;

export function nameOf(root, who) {
  return (UNNAMED.test(who) && root.dataset.textFacilitator) || who;
}
