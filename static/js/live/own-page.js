// A page shared by many phones contains nothing about its reader. This phone fills in its own data: the voter,
// the number, the tokens of forms, and the order of options.

import { sortInOwnOrder } from "../contests/option-shuffle.js";

export function makeOwn(fresh, { voter, number }) {
  fresh.dataset.voter = voter;
  fresh.dataset.number = number;
  const token = document.querySelector("meta[name=csrf-token]").content;
  for (const field of fresh.querySelectorAll("input[name=csrf_token]")) field.setAttribute("value", token);
  for (const place of fresh.querySelectorAll("[data-own=number]")) place.textContent = number;
  for (const one of fresh.querySelectorAll(`[data-member="${number}"]`)) one.classList.add("me");
  sortInOwnOrder(fresh, voter);
}

// Pushed pages are compressed (RFC 1950).
export const canInflate = "DecompressionStream" in globalThis;

export async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return await new Response(stream).text();
}
