// Every kind of page that anyone sees: nothing that keeps people out in either theme, no scrolling sideways, light weight.

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
/** The inspector changes the width by itself. */
export const widths = ["desktop"];

export default async function walk(stage) {
  const inspector = await Inspector.at(stage);
  await inspector.visit(...OPEN, ...(await owners(stage)));
  await windows(inspector);
}

/** Pages of what has titles and is reached by its number alone. */
async function owners(stage) {
  const { keywords } = await stage.ask("GET", "/3/movie/1500000130/keywords");
  const { networks } = await stage.ask("GET", "/3/tv/1500000002");
  return [`/keyword/${keywords[0].id}/movie`, `/network/${networks[0].id}`];
}

/** What opens on a page: the menu, suggestions, the window of keys, every filter. */
async function windows(inspector) {
  const { page } = inspector;
  await page.goto("/discover/movie");
  await page.getByText("All filters").click();
  await inspector.look("every filter");
  const people = page.getByLabel("With people");
  await people.pressSequentially("1,schreck");
  await page.locator(".filters .suggestions a").first().click();
  assert.match(await people.inputValue(), /^1,\d+$/);
  await page.keyboard.press("p");
  await inspector.look("the menu");
  await page.keyboard.press("Escape");
  await page.keyboard.press("s");
  await page.keyboard.type("nos");
  await page.locator(".suggestions a").first().waitFor();
  await inspector.look("suggestions");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await inspector.look("the window of keys");
}
