// Every kind of page of editors and moderators, looked at as those that anyone sees.

import { Inspector } from "../inspector.mjs";

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
/** The inspector changes the width by itself. */
export const widths = ["desktop"];

export default async function walk(stage) {
  const inspector = await Inspector.at(stage);
  const { page } = inspector;
  await stage.signInAs("moderator", page);
  await inspector.visit(...EDITING);
  await page.goto("/movie/1500000130/images/posters");
  await page.keyboard.press("a");
  await page.getByRole("dialog").waitFor();
  await inspector.look("the window that adds an image");
  await page.goto("/movie/1500000130/discuss/new");
  await page.getByLabel("Subject").fill("Shadows");
  await page.getByLabel("Your message, in Markdown").fill("> They *climb*.\n\n- up\n- `down`");
  await page.getByRole("button", { name: "Begin the discussion" }).click();
  await page.waitForURL("**/discuss/*");
  const talk = new URL(page.url()).pathname;
  await inspector.visit(talk, `${talk}/activity`);
  const messages = (await page.goto(talk), await page.getByRole("link", { name: "Edit", exact: true }).last().getAttribute("href"));
  await inspector.visit(messages, messages.replace("edit", "remove"));
  await stale(page);
  await inspector.look("a stale form");
  await page.goto("/changes");
  const revision = page.locator(".revision").first();
  const [changes, seq] = [await revision.locator("h2 a").first().getAttribute("href"), await revision.getAttribute("id")];
  await inspector.visit(`${changes}/${seq.slice(1)}`);
  await stage.reviewEdits();
  await page.context().clearCookies();
  await stage.signInAs("contributor", page);
  await inspector.visit(messages.replace("edit", "report"));
  await page.goto("/movie/1500000130/edit");
  await page.getByLabel("Budget").fill(String(1_000 + Math.floor(Math.random() * 1_000_000)));
  await page.getByRole("button", { name: "Save" }).last().click();
  await page.waitForURL("**/proposals/*");
  const proposal = new URL(page.url()).pathname;
  await inspector.look(proposal);
  await page.context().clearCookies();
  await page.goto("/discuss/new");
  await inspector.look("signing in");
  await stage.signInAs("moderator", page);
  await inspector.visit(proposal);
  await page.goto("/discuss/new");
  await page.getByLabel("Subject").fill("Nothing is lost");
  await page.getByLabel("Your message, in Markdown").fill("Or is it?");
  await page.context().clearCookies();
  await page.getByRole("button", { name: "Begin the discussion" }).click();
  await page.getByText("What you typed is kept").waitFor();
  await inspector.look("a form of somebody who is signed out");
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
