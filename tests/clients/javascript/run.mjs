// Lets JavaScript libraries read everything that the demo catalogue has.
//
// The server is at KINORA_TEST_ADDRESS, such as http://127.0.0.1:8750, and takes the key KINORA_TEST_KEY. Prints a line for
// each case that fails; the exit status tells whether any did.

import { examine } from "./examine.mjs";
import lorenzopant from "./with_lorenzopant.mjs";
import moviedbPromise from "./with_moviedb_promise.mjs";
import tmdbTs from "./with_tmdb_ts.mjs";

const { KINORA_TEST_ADDRESS: address, KINORA_TEST_KEY: key } = process.env;
const failures = [];
let total = 0;
for (const library of [moviedbPromise, tmdbTs, lorenzopant]) {
  const told = library(address.replace(/\/$/, ""), key);
  const { passed, failures: lines } = await examine(told);
  console.log(`${told.name}: ${passed} passed, ${lines.length} failed`);
  total += passed;
  failures.push(...lines);
}
console.log([...failures, `${total} passed, ${failures.length} failed`].join("\n"));
process.exitCode = failures.length > 0 ? 1 : 0;
