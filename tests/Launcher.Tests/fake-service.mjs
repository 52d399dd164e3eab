// A process for the launcher to look after: answers GET /health on a port, and misbehaves as told.
//   fake-service.mjs PORT [deaf] [speaker-for=S] [healthy-after=MS] [exit=CODE]
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { appendFileSync } from "node:fs";

const [port, ...traits] = process.argv.slice(2);
const value = (name) => traits.find((t) => t.startsWith(`${name}=`))?.slice(name.length + 1);
const bornAt = Date.now();

console.log(`fake service on ${port} speaks`);
if (value("exit") !== undefined) {
  console.error("fake service can't start: the moon is full");
  process.exit(Number(value("exit")));
}
if (value("journal")) {
  appendFileSync(value("journal"), `start ${port}\n`);
  process.on("SIGTERM", () => {
    appendFileSync(value("journal"), `stop ${port}\n`);
    process.exit(0);
  });
}
if (traits.includes("deaf")) process.on("SIGTERM", () => console.log("SIGTERM ignored"));
// A session of its own, and this process' output: it can speak when this one is gone.
if (value("speaker-for")) {
  spawn("sleep", [value("speaker-for")], { detached: true, stdio: ["ignore", "inherit", "inherit"] });
}

createServer((request, response) => {
  const ready = Date.now() - bornAt >= Number(value("healthy-after") ?? 0);
  response.writeHead(ready ? 200 : 503).end();
}).listen(Number(port), "127.0.0.1");
