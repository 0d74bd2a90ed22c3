// Every kind of page: nothing that keeps people out (axe-core, serious or critical), no scrolling sideways, light weight. The desktop
// sees the light theme and the phone the dark one.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Pages that anyone sees. */
const OPEN = [
  "/",
  "/movie",
  "/tv/top-rated",
  "/person",
  "/discover/movie",
  "/search?query=the",
  "/search?query=zzzzqqqq",
  "/movie/1500000130",
  "/movie/1500000130/cast",
  "/movie/1500000130/releases",
  "/movie/1500000130/translations",
  "/movie/1500000130/videos",
  "/movie/1500000130/watch",
  "/movie/1500000130/reviews",
  "/movie/1500000130/images/posters",
  "/tv/1500000001",
  "/tv/1500000001/season/1",
  "/tv/1500000001/season/1/episode/1",
  "/person/1500000006",
  "/collection/1500000001",
  "/company/1500000001",
  "/genre/27/movie",
  "/preferences",
  "/sign-in",
  "/register",
  "/nowhere",
];
/** Pages of those who are signed in; their list has a title. */
const SIGNED_IN = [
  "/movie/1500000130",
  "/tv/1500000001/season/1/episode/1",
  "/movie/1500000130/reviews",
  "/settings",
  "/settings/two-factor",
  "/settings/api",
  "/settings/sessions",
  "/list/new",
];
/** Pages of editors and moderators. */
const EDITING = [
  "/movie/1500000130/edit",
  "/movie/1500000130/edit/texts?locale=de-DE",
  "/movie/1500000130/edit/credits",
  "/movie/1500000130/edit/releases",
  "/movie/1500000130/edit/images",
  "/movie/1500000130/edit/links",
  "/movie/1500000130/edit/providers",
  "/person/1500000006/edit/credits",
  "/person/1500000006/edit/tagged",
  "/tv/1500000001/edit",
  "/person/1500000006/edit",
  "/keyword/new",
  "/movie/1500000130/changes",
  "/changes",
  "/proposals",
  "/discuss",
  "/discuss/new",
  "/discuss/reports",
  "/movie/1500000130/discuss",
];
/** In bytes, as they are before they are packed. */
const LARGEST = { page: 100_000, stylesheet: 40_000, script: 30_000 };

export default async function walk(stage) {
  const colorScheme = stage.width === "desktop" ? "light" : "dark";
  // axe-core is no script of the page: the policy of the page would keep it out. Other walks keep the policy.
  const page = await stage.window({ colorScheme, bypassCSP: true });
  await page.addInitScript(axe);
  const sizes = new Map();
  page.on("response", async (response) => {
    const kind = response.request().resourceType();
    if (!["document", "stylesheet", "script"].includes(kind)) return;
    const body = await response.body().catch(() => null);
    if (body !== null) sizes.set(response.url(), [kind === "document" ? "page" : kind, body.length]);
  });
  const looked = async (path) => {
    for (const fault of await page.evaluate(examine)) stage.faults.push(`${path} (${colorScheme}): ${fault}`);
  };
  const look = async (path) => {
    await page.goto(path);
    await looked(path);
  };

  for (const path of OPEN) await look(path);
  const name = await stage.register(page);
  for (const path of [...SIGNED_IN, `/u/${name}`, `/u/${name}/watchlist`]) await look(path);
  await page.goto("/list/new?add=movie-1500000130");
  await page.getByLabel("Name", { exact: true }).fill("A list");
  await page.getByRole("button", { name: "Make a list" }).click();
  await page.waitForURL("**/list/*");
  const list = new URL(page.url()).pathname;
  for (const path of [list, `${list}/edit`]) await look(path);
  await page.context().clearCookies();
  await stage.signInAs("moderator", page);
  for (const path of EDITING) await look(path);
  await page.goto("/movie/1500000130/discuss/new");
  await page.getByLabel("Subject").fill("Shadows");
  await page.getByLabel("Your message, in Markdown").fill("> They *climb*.\n\n- up\n- `down`");
  await page.getByRole("button", { name: "Begin the discussion" }).click();
  await page.waitForURL("**/discuss/*");
  const talk = new URL(page.url()).pathname;
  for (const path of [talk, `${talk}/activity`]) await look(path);
  const messages = (await page.goto(talk), await page.getByRole("link", { name: "Edit", exact: true }).last().getAttribute("href"));
  for (const path of [messages, messages.replace("edit", "remove")]) await look(path);
  await stale(page);
  await looked("a stale form");
  await stage.reviewEdits();
  await page.context().clearCookies();
  await stage.signInAs("contributor", page);
  await look(messages.replace("edit", "report"));
  await page.goto("/movie/1500000130/edit");
  await page.getByLabel("Budget").fill(String(1_000 + Math.floor(Math.random() * 1_000_000)));
  await page.getByRole("button", { name: "Save" }).last().click();
  await page.waitForURL("**/proposals/*");
  const proposal = new URL(page.url()).pathname;
  await looked(proposal);
  await page.context().clearCookies();
  await page.goto("/discuss/new");
  await looked("signing in");
  await stage.signInAs("moderator", page);
  await look(proposal);
  await page.goto("/discuss/new");
  await page.getByLabel("Subject").fill("Nothing is lost");
  await page.getByLabel("Your message, in Markdown").fill("Or is it?");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Begin the discussion" }).click();
  await page.getByText("What you typed is kept").waitFor();
  await looked("a form of somebody who is signed out");
  for (const [address, [kind, size]] of sizes) {
    if (size > LARGEST[kind]) stage.faults.push(`${address}: a ${kind} of ${size} bytes`);
  }
}

/** Shows what somebody sees who saves what somebody else changed meanwhile. */
async function stale(page) {
  await page.goto("/movie/new");
  await page.getByLabel("Original title").fill("Two at once");
  await page.getByRole("button", { name: "Save" }).last().click();
  await page.waitForURL("**/edit?saved=1");
  const other = await page.context().newPage();
  await other.goto(page.url());
  for (const [each, budget] of [[other, "100"], [page, "200"]]) {
    await each.getByLabel("Budget").fill(budget);
    await each.getByLabel("Revenue").fill(budget);
    await Promise.all([each.waitForNavigation(), each.getByRole("button", { name: "Save" }).last().click()]);
  }
  await other.close();
  await page.getByText("Somebody else changed this meanwhile.").waitFor();
}

/** What is wrong with the page that is shown. Runs in the browser. */
async function examine() {
  const found = await window.axe.run({ resultTypes: ["violations"] });
  const grave = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const faults = grave.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`).join(" | ")}`);
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`it is ${scrollWidth} wide in a window of ${clientWidth}`);
  return faults;
}
