// Walks through the website in Chromium as people do: every walk in walks/ at the width of a desktop and of a phone.
//
// The server is at KINORA_TEST_ADDRESS and takes the key KINORA_TEST_KEY; KINORA_TEST_MODERATOR signs in with KINORA_TEST_PASSWORD; KINORA_CHROMIUM is the browser. A walk is a module whose
// default export is a function of a stage (see stage.mjs); it ends without an error, or says what is wrong. The exit status tells
// whether any did. `node run.mjs NAME...` runs some of them.

import { readdir } from "node:fs/promises";

import { Theatre } from "./stage.mjs";

const asked = process.argv.slice(2);
const files = (await readdir(new URL("walks/", import.meta.url))).filter((file) => file.endsWith(".mjs")).sort();
const theatre = await Theatre.open(process.env);
let failures = 0;
for (const file of files) {
  const name = file.replace(".mjs", "");
  if (asked.length > 0 && !asked.includes(name)) continue;
  const { default: walk } = await import(`./walks/${file}`);
  for (const width of ["desktop", "phone"]) {
    const began = Date.now();
    const faults = await theatre.play(walk, width);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`${name}, ${width}: ${faults.length === 0 ? "good" : "FAILED"} (${seconds} s)`);
    for (const fault of faults) console.log(`  ${fault}`);
    failures += faults.length;
  }
}
await theatre.close();
process.exitCode = failures > 0 ? 1 : 0;
