// The order in which this phone shows options, as computed by `polling/core/option_shuffle.py`.

const bytes = new TextEncoder();

export function mixed(text) {
  let found = 0x811c9dc5;
  for (const byte of bytes.encode(text)) found = Math.imul(found ^ byte, 0x01000193);
  found = Math.imul(found ^ (found >>> 16), 0x85ebca6b);
  found = Math.imul(found ^ (found >>> 13), 0xc2b2ae35);
  return (found ^ (found >>> 16)) >>> 0;
}

// Sort the children of each list that has its own order; other children keep their places.
export function sortInOwnOrder(root, voter) {
  for (const list of root.querySelectorAll("[data-own-order]")) {
    const place = (item) => mixed(`${list.dataset.ownOrder}:${voter}:${item.dataset.key}`);
    const items = [...list.children].filter((item) => item.dataset.key);
    const places = items.map((item) => list.insertBefore(document.createComment(""), item));
    const sorted = items
      .map((item) => [place(item), Number(item.dataset.key), item])
      .sort(([a, x], [b, y]) => a - b || x - y);
    for (const [index, [, , item]] of sorted.entries()) places[index].replaceWith(item);
  }
}
