// The keys that pages know. Those of discussions and of editors are pressed where these are walked through.

import { assert } from "../stage.mjs";

/** The keys beside those of every page, as the window lists them. */
const KEYS = [
  ["/movie/1500000130", "e b"],
  ["/person/1500000006", "e b"],
  ["/tv/1500000004/season/1", "e b → ←"],
  ["/tv/1500000001/season/1/episode/1", "e b → ←"],
  ["/movie/1500000130/images/posters", "a e b"],
  ["/movie/1500000130/edit/texts", "t ctrl+s b"],
];

export default async function walk(stage) {
  const page = await stage.window();
  const path = () => new URL(page.url()).pathname;

  await page.goto("/");
  await page.keyboard.press("s");
  assert.equal(await page.evaluate(() => document.activeElement.name), "query");
  await page.keyboard.type("p");
  assert.equal(await page.getByRole("searchbox").inputValue(), "p", "keys that are typed do nothing else");
  await page.keyboard.press("Escape");
  assert.notEqual(await page.evaluate(() => document.activeElement.name), "query");
  await page.keyboard.press("p");
  await page.getByRole("link", { name: "Preferences" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Preferences" }).waitFor({ state: "hidden" });
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });

  await page.goto("/search?query=vampires&kind=tv");
  await page.locator(".cards a").first().click();
  await page.waitForURL("**/tv/**");
  await page.keyboard.press("b");
  await page.waitForURL("**/search**");

  await page.goto("/tv/1500000001/season/1/episode/1");
  await page.keyboard.press("ArrowRight");
  await page.waitForURL("**/episode/2");
  await page.keyboard.press("ArrowLeft");
  await page.waitForURL("**/episode/1");
  await page.keyboard.press("b");
  await page.waitForURL("**/season/1");
  assert.equal(path(), "/tv/1500000001/season/1");

  await page.goto("/tv/1500000004/season/1");
  await page.keyboard.press("ArrowRight");
  await page.waitForURL("**/season/2");
  await page.keyboard.press("ArrowLeft");
  await page.waitForURL("**/season/1");
  await page.keyboard.press("b");
  await page.waitForURL("**/tv/1500000004");

  await page.keyboard.press("s");
  await page.keyboard.type("nosfer");
  await page.locator(".suggestions li:first-child a", { hasText: "Nosferatu" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/movie/1500000130*");

  await stage.signInAs("moderator", page);
  for (const [path, keys] of KEYS) {
    await page.goto(path);
    await page.keyboard.press("?");
    const shown = await page.getByRole("dialog").locator("kbd").allTextContents();
    assert.deepEqual(shown, ["s", "p", "esc", "?", ...keys.split(" ")], path);
  }
}
