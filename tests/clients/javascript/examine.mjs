// What the libraries have in common: the cases, and whether an answer is as a case expects it.

import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";

const file = JSON.parse(readFileSync(new URL("../cases.json", import.meta.url), "utf8"));
const { cases } = file;
export const { ids } = file;

/**
 * Makes all calls of a library.
 *
 * - `calls`: for each call of the cases, a function that takes their parameters
 * - `lacks`: calls and cases that the library does not have or cannot do, by reason
 * - `refusal`: turns an error of the library into what it tells of `http`, `code` and `message`
 *
 * Returns how many cases passed, and a line for each that did not.
 */
export async function examine({ name, calls, lacks = {}, refusal }) {
  const missing = new Set(Object.values(lacks).flat());
  const known = new Set(Object.keys(cases).flatMap((title) => [title, callOf(title)]));
  const failures = [...missing, ...Object.keys(calls)]
    .filter((title) => !known.has(title))
    .map((title) => `${title}: there is no such case`);
  let passed = 0;
  for (const [title, expected] of Object.entries(cases)) {
    const call = callOf(title);
    if (missing.has(title) || missing.has(call)) continue;
    const reason = calls[call] ? await reasonOf(calls[call], expected, refusal) : "not called";
    if (reason) failures.push(`${title}: ${reason}`);
    else passed += 1;
  }
  return { passed, failures: failures.map((line) => `${name}: ${line}`) };
}

const callOf = (title) => title.split(", ")[0];

/** Why a case fails, if it does. */
async function reasonOf(call, { with: parameters = {}, gives, refuses }, refusal) {
  let answer;
  try {
    answer = await call({ ...parameters });
  } catch (error) {
    if (!refuses) return shortened(error);
    const told = Object.entries(refusal(error));
    const faithful = told.length > 0 && told.every(([key, value]) => refuses[key] === value);
    return faithful ? undefined : `refused with ${shortened(Object.fromEntries(told))}`;
  }
  if (refuses) return "not refused";
  for (const [path, expected] of Object.entries(gives)) {
    const value = at(answer, path.match(/\[[^\]]*\]|[^.[\]]+/g));
    if (value === undefined && expected !== null) return `${path} is missing`;
    if (!holds(value, expected)) return `${path} is ${shortened(value)}, not ${JSON.stringify(expected)}`;
  }
}

function shortened(value) {
  const text = value instanceof Error ? `${value.name}: ${value.message}` : (JSON.stringify(value) ?? "undefined");
  return text.length < 200 ? text : `${text.slice(0, 200)}…`;
}

/** The value at a path: keys, indices, `[key=value]` for a row, `[]` for all rows, `length` for their number. */
function at(value, [step, ...rest]) {
  if (step === undefined || value === undefined || value === null) return value;
  if (step === "[]") return value.map((row) => at(row, rest));
  if (!step.startsWith("[")) return at(value[step], rest);
  const [, key, wanted] = step.match(/^\[([^=]*)=(.*)\]$/);
  return at(
    value.find((row) => String(row[key]) === wanted),
    rest,
  );
}

/** Whether a value is the expected one, or as the wishes in its place want it. A library may leave out what is null. */
function holds(value, expected) {
  if (expected === null) return value === null || value === undefined;
  if (Array.isArray(expected)) {
    return Array.isArray(value) && value.length === expected.length && value.every((one, place) => holds(one, expected[place]));
  }
  if (typeof expected !== "object") return value === expected;
  return Object.entries(expected).every(([name, wish]) => wishes[name](value, wish));
}

const each = (value) => (Array.isArray(value) ? value : [value]);
const sorted = (list) => [...list].sort();

const wishes = {
  "at least": (value, least) => each(value).every((number) => number >= least),
  falling: (value) => value.every((number, place) => place === 0 || value[place - 1] >= number),
  has: (value, some) => some.every((wanted) => value.includes(wanted)),
  lacks: (value, some) => !some.some((unwanted) => value.includes(unwanted)),
  only: (value, some) => value.every((found) => some.includes(found)),
  same: (value, all) => isDeepStrictEqual(sorted(value), sorted(all)),
  shape: (value, name) =>
    each(value).every((row) => isDeepStrictEqual(sorted(Object.keys(row)), sorted(file.shapes[name].split(" ")))),
  starts: (value, text) => value.startsWith(text),
};
