// The page's only socket, and its state.

import { io } from "socket.io-client";
import { askServerTime, hearServerTime } from "../time/server-clock.js";
import { retryDelay } from "./retry-delay.js";

const FIRST_TRY_MS = 2500;
const LATER_TRY_MS = 8000; // polling needs several requests
const FIRST_PAUSE_MS = 750;
const LONGEST_PAUSE_MS = 5000;
const SILENCE_MS = 20000; // the server pings every 15 s

let socket = null;
let heardAt = 0;
let failures = 0; // of WebSockets, on this page

export function connect({ workshop, role, voter: reader, takesPages = false }) {
  socket = io({
    auth: { workshop, role, reader, takes_pages: takesPages },
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    timeout: FIRST_TRY_MS,
    reconnectionDelay: retryDelay(FIRST_PAUSE_MS),
    reconnectionDelayMax: retryDelay(LONGEST_PAUSE_MS), // Socket.IO does not vary the longest delay
  });
  watchWebSockets(socket.io);
  socket.on("hello", ({ now }) => hearServerTime(now));
  for (const event of ["changed", "page"]) socket.on(event, ({ now }) => hearServerTime(now));
  socket.on("connect", () => {
    tell();
    askServerTime(socket).catch(() => {});
  });
  socket.on("disconnect", (reason) => {
    tell();
    if (reason === "ping timeout") distrustWebSockets();
    // After a disconnect by the server, Socket.IO does not reconnect automatically. Only revoked logins are
    // refused.
    if (reason === "io server disconnect") reconnect();
  });
  // Nor if the server refused the connection.
  socket.on("connect_error", () => socket.active || setTimeout(reconnect, retryDelay()));
  socket.on("surplus", pause);
  addEventListener("online", wake);
  addEventListener("offline", tell);
  addEventListener("pageshow", wake);
  addEventListener("focus", wake);
  document.addEventListener("visibilitychange", () => document.hidden || wake());
  return socket;
}

// Some proxies never answer a WebSocket, others open it and forward nothing. Then start with polling, which
// upgrades to a WebSocket if that works. After another failure, use polling only.
function distrustWebSockets() {
  failures++;
  const { io: manager } = socket;
  manager.opts.transports = failures > 1 ? ["polling"] : ["polling", "websocket"];
  manager.timeout(LATER_TRY_MS);
}

function watchWebSockets(manager) {
  let timer;
  // The socket is open, but events get no answer.
  manager.on("open", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (socket.connected || !socket.active) return;
      distrustWebSockets();
      manager.engine.close();
    }, FIRST_TRY_MS);
  });
  manager.on("error", (error) => error.message === "timeout" && failures === 0 && distrustWebSockets());
  for (const event of ["open", "ping", "packet"]) manager.on(event, () => (heardAt = Date.now()));
  setInterval(() => {
    if (document.hidden || !socket.connected || Date.now() - heardAt < SILENCE_MS) return;
    wake();
  }, SILENCE_MS / 4);
}

export function currentSocket() {
  return socket;
}

export function isConnected() {
  return Boolean(socket?.connected) && navigator.onLine !== false;
}

// After a phone has been asleep, its socket may be dead without an event: test it, and reconnect unless the server is
// only slow.
async function wake() {
  if (!socket.connected) return reconnect();
  const asked = Date.now();
  try {
    await askServerTime(socket);
    tell(); // it may have reconnected before the browser noticed
  } catch {
    if (heardAt >= asked) return;
    if (Date.now() - heardAt > SILENCE_MS) distrustWebSockets();
    socket.disconnect().connect();
  }
}

// Skip a socket that is still opening ("active"), because a second connect would break it.
function reconnect() {
  if (!socket.active) socket.connect();
}

// Until somebody uses this page.
function pause() {
  socket.disconnect();
  for (const use of ["pointerdown", "keydown"]) addEventListener(use, reconnect, { once: true });
}

function tell() {
  document.dispatchEvent(new CustomEvent("connection", { detail: isConnected() }));
}
