// The page's one socket, and whether it is up.

import { io } from "socket.io-client";
import { askServerTime, hearServerTime } from "./server-clock.js";

const CONNECT_TIMEOUT_MS = 5000;
const LONGEST_PAUSE_MS = 5000;

let socket = null;

export function connect({ workshop, role }) {
  socket = io({
    auth: { workshop, role },
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    timeout: CONNECT_TIMEOUT_MS,
    reconnectionDelay: 500 + Math.random() * 500,
    reconnectionDelayMax: LONGEST_PAUSE_MS,
    randomizationFactor: 0.7,
  });
  socket.on("hello", ({ now }) => hearServerTime(now));
  socket.on("changed", ({ now }) => hearServerTime(now));
  socket.on("connect", () => {
    tell();
    askServerTime(socket).catch(() => {});
  });
  socket.on("disconnect", (reason) => {
    tell();
    // Sent away, of which Socket.IO lets nobody come back by itself. Only a link that has ended is refused.
    if (reason === "io server disconnect") socket.connect();
  });
  addEventListener("online", wake);
  addEventListener("offline", tell);
  addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", () => document.hidden || wake());
  return socket;
}

export function currentSocket() {
  return socket;
}

export function isConnected() {
  return Boolean(socket?.connected) && navigator.onLine !== false;
}

// A phone that was asleep may hold a socket that is dead without knowing: ask, and start anew.
// A socket that is still opening ("active") is left alone: a second connect would break it.
async function wake() {
  if (!socket) return;
  if (!socket.connected) return void (socket.active || socket.connect());
  try {
    await askServerTime(socket);
    tell(); // it may have come back before the browser noticed
  } catch {
    socket.disconnect().connect();
  }
}

function tell() {
  document.dispatchEvent(new CustomEvent("connection", { detail: isConnected() }));
}
