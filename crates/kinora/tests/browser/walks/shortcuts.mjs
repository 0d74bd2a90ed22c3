// The keys that pages know.

import { assert } from "../stage.mjs";

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

  await page.keyboard.press("s");
  await page.keyboard.type("nosfer");
  await page.locator(".suggestions a").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/movie/1500000130*");
}
