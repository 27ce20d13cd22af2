// The bare engine on Node, for comparison: Socket.IO, and SQLite as in bare_engine.py.
//
// Node's own SQLite needs no native library, and made as many commits a second as better-sqlite3.
import { createServer } from "node:http";
import { DatabaseSync } from "node:sqlite";
import { Server } from "socket.io";

const [port, path] = process.argv.slice(2);
const database = new DatabaseSync(path, { timeout: 10_000 });
database.exec("pragma journal_mode = wal; pragma synchronous = full");
const upsert = database.prepare(
  `insert into ballot (contest, phone, choices) values (?, ?, ?)
   on conflict (contest, phone) do update set choices = excluded.choices`,
);

const server = createServer();
new Server(server, { transports: ["websocket"] }).on("connection", (socket) => {
  socket.on("ballot", ({ contest, receipt, choices }, acknowledge) => {
    upsert.run(contest, receipt, JSON.stringify(choices));
    acknowledge({ ok: true });
  });
});
server.listen(Number(port), "127.0.0.1");
