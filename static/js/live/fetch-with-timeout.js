// fetch() with a timeout, also in browsers without AbortSignal.timeout (Chrome before 103, Safari before 16):
// behind some proxies, a response never arrives.

export async function fetchInTime(ms, address, options) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), ms);
  try {
    const response = await fetch(address, { ...options, signal: abort.signal });
    const { ok, status, redirected, url } = response;
    const text = await response.text();
    return { ok, status, redirected, url, text: async () => text, json: async () => JSON.parse(text) };
  } finally {
    clearTimeout(timer);
  }
}
