// Every kind of page: nothing that keeps people out in either theme, no scrolling sideways, light weight.

import { Inspector } from "../inspector.mjs";
import { assert } from "../stage.mjs";

/** Pages that anyone sees. */
const OPEN = [
  "/",
  "/movie",
  "/tv/top-rated",
  "/person",
  "/discover/movie",
  "/discover/tv?vote_count.gte=1",
  "/search?query=the",
  "/search?query=max&kind=person",
  "/search?query=zzzzqqqq",
  "/movie/1500000130",
  "/movie/1500000130/cast",
  "/movie/1500000130/releases",
  "/movie/1500000130/translations",
  "/movie/1500000130/videos",
  "/movie/1500000130/watch",
  "/movie/1500000130/reviews",
  "/movie/1500000130/images/posters",
  "/movie/1500000130/images/backdrops",
  "/movie/1500000130/discuss",
  "/movie/1500000130/changes",
  "/tv/1500000001",
  "/tv/1500000001/cast",
  "/tv/1500000001/releases",
  "/tv/1500000001/season/1",
  "/tv/1500000001/season/1/cast",
  "/tv/1500000001/season/1/images/posters",
  "/tv/1500000001/season/1/episode/1",
  "/tv/1500000001/season/1/episode/1/cast",
  "/tv/1500000001/season/1/episode/1/images/stills",
  "/person/1500000006",
  "/person/1500000006/images/profiles",
  "/collection/1500000001",
  "/company/1500000001",
  "/genre/27/movie",
  "/changes",
  "/discuss",
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
  "/queue",
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
  "/collection/1500000001/edit",
  "/company/1500000001/edit",
  "/tv/1500000001/edit/images",
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
  const inspector = await Inspector.at(stage);
  const { page } = inspector;
  const sizes = new Map();
  page.on("response", async (response) => {
    const kind = response.request().resourceType();
    if (!["document", "stylesheet", "script"].includes(kind)) return;
    const body = await response.body().catch(() => null);
    if (body !== null) sizes.set(response.url(), [kind === "document" ? "page" : kind, body.length]);
  });
  const looked = (what) => inspector.look(what);
  const look = async (path) => {
    await page.goto(path);
    await looked(path);
  };

  for (const path of [...OPEN, ...(await owners(stage))]) await look(path);
  await windows(page, looked);
  const name = await stage.register(page);
  const own = ["", "/reviews", "/favorites", "/watchlist", "/ratings"].map((part) => `/u/${name}${part}`);
  for (const path of [...SIGNED_IN, ...own]) await look(path);
  await page.goto("/movie/1500000130/reviews");
  await page.getByLabel("Text, in Markdown").fill("A **symphony**.");
  await page.getByRole("button", { name: "Keep" }).click();
  await look(await page.locator(".review a[href^='/review/']").first().getAttribute("href"));
  const { request_token: token } = await stage.ask("GET", "/3/authentication/token/new");
  await look(`/authenticate/${token}`);
  await page.goto("/list/new?add=movie-1500000130");
  await page.getByLabel("Name", { exact: true }).fill("A list");
  await page.getByRole("button", { name: "Make a list" }).click();
  await page.waitForURL("**/list/*");
  const list = new URL(page.url()).pathname;
  for (const path of [list, `${list}/edit`]) await look(path);
  await page.context().clearCookies();
  await stage.signInAs("moderator", page);
  for (const path of EDITING) await look(path);
  await page.goto("/movie/1500000130/images/posters");
  await page.keyboard.press("a");
  await page.getByRole("dialog").waitFor();
  await looked("the window that adds an image");
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
  await page.goto("/changes");
  const revision = page.locator(".revision").first();
  const [changes, seq] = [await revision.locator("h2 a").first().getAttribute("href"), await revision.getAttribute("id")];
  await look(`${changes}/${seq.slice(1)}`);
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

/** Pages of what has titles and is reached by its number alone. */
async function owners(stage) {
  const { keywords } = await stage.ask("GET", "/3/movie/1500000130/keywords");
  const { networks } = await stage.ask("GET", "/3/tv/1500000002");
  return [`/keyword/${keywords[0].id}/movie`, `/network/${networks[0].id}`];
}

/** What opens on a page: the menu, suggestions, the window of keys, every filter. */
async function windows(page, looked) {
  await page.goto("/discover/movie");
  await page.getByText("All filters").click();
  await looked("every filter");
  const people = page.getByLabel("With people");
  await people.pressSequentially("1,schreck");
  await page.locator(".filters .suggestions a").first().click();
  assert.match(await people.inputValue(), /^1,\d+$/);
  await page.keyboard.press("p");
  await looked("the menu");
  await page.keyboard.press("Escape");
  await page.keyboard.press("s");
  await page.keyboard.type("nos");
  await page.locator(".suggestions a").first().waitFor();
  await looked("suggestions");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await looked("the window of keys");
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
