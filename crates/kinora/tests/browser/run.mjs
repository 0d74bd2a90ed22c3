// Walks through the website in Chromium as people do: every walk in walks/ at the width of a desktop and of a phone.
//
// The server is at KINORA_TEST_ADDRESS and takes the key KINORA_TEST_KEY; accounts called as their roles sign in with
// KINORA_TEST_PASSWORD; KINORA_CHROMIUM is the browser. A walk is a module whose default export is a function of a stage (see
// stage.mjs); it ends without an error, or says what is wrong. One that exports `widths` takes place in these only. The exit status
// tells whether any went wrong. `node run.mjs NAME...` runs some of them. Walks take place beside each other, the longest first, so none
// may count on being alone. Servers without accounts, one for each width, are at KINORA_TEST_UNUSED_DESKTOP and _PHONE: an address, a
// space, and the code of the first administrator.

import { readdir } from "node:fs/promises";

import { Theatre, WIDTHS } from "./stage.mjs";

/** How many walks there are at a time. */
const LANES = 2;
/** How the longest are called. */
const LONGEST = "every_page";

const asked = process.argv.slice(2);
const files = (await readdir(new URL("walks/", import.meta.url))).filter((file) => file.endsWith(".mjs")).sort();
const names = files.map((file) => file.replace(".mjs", "")).filter((name) => asked.length === 0 || asked.includes(name));
names.sort((a, b) => Number(b.startsWith(LONGEST)) - Number(a.startsWith(LONGEST)));
const plays = [];
for (const name of names) {
  const { default: walk, widths = Object.keys(WIDTHS) } = await import(`./walks/${name}.mjs`);
  plays.push(...widths.map((width) => ({ name, walk, width })));
}
const theatre = await Theatre.open(process.env);
let failures = 0;

async function lane() {
  for (let play = plays.shift(); play !== undefined; play = plays.shift()) {
    const { name, walk, width } = play;
    const began = Date.now();
    const faults = await theatre.play(walk, width);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    console.log(`${name}, ${width}: ${faults.length === 0 ? "good" : "FAILED"} (${seconds} s)`);
    for (const fault of faults) console.log(`  ${fault}`);
    failures += faults.length;
  }
}

await Promise.all(Array.from({ length: LANES }, lane));
await theatre.close();
process.exitCode = failures > 0 ? 1 : 0;
