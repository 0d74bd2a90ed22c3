// Every kind of page of those who are signed in, looked at as those that anyone sees.

import { Inspector } from "../inspector.mjs";

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
/** The inspector changes the width by itself. */
export const widths = ["desktop"];

export default async function walk(stage) {
  const inspector = await Inspector.at(stage);
  const { page } = inspector;
  const name = await stage.register(page);
  const own = ["", "/reviews", "/favorites", "/watchlist", "/ratings"].map((part) => `/u/${name}${part}`);
  await inspector.visit(...SIGNED_IN, ...own);
  await page.goto("/movie/1500000130/reviews");
  await page.getByLabel("Text, in Markdown").fill("A **symphony**.");
  await page.getByRole("button", { name: "Keep" }).click();
  await inspector.visit(await page.locator(".review a[href^='/review/']").first().getAttribute("href"));
  const { request_token: token } = await stage.ask("GET", "/3/authentication/token/new");
  await inspector.visit(`/authenticate/${token}`);
  await page.goto("/list/new?add=movie-1500000130");
  await page.getByLabel("Name", { exact: true }).fill("A list");
  await page.getByRole("button", { name: "Make a list" }).click();
  await page.waitForURL("**/list/*");
  const list = new URL(page.url()).pathname;
  await inspector.visit(list, `${list}/edit`);
}
