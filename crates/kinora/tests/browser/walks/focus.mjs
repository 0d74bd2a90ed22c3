// Whoever goes through a page by Tab sees where they are, and comes to everything.

import { assert } from "../stage.mjs";

const PAGES = ["/", "/movie/1500000130", "/tv/1500000001/season/1", "/discover/movie", "/discuss", "/movie/1500000130/edit/credits"];
/** How many stops of a page are looked at. */
const STOPS = 60;

export default async function walk(stage) {
  const page = await stage.window();
  await stage.signInAs("moderator", page);
  for (const path of PAGES) {
    await page.goto(path);
    let stops = 0;
    for (; stops < STOPS; stops += 1) {
      await page.keyboard.press("Tab");
      const stop = await page.evaluate(focused);
      if (stop === null) break;
      if (!stop.isMarked) stage.faults.push(`${path}: ${stop.html} has the focus, and nobody sees it`);
    }
    assert.ok(stops > 10, `${path} has ${stops} stops`);
  }
}

/** What has the focus, and whether that can be seen; null behind the last. Runs in the browser. */
function focused() {
  const element = document.activeElement;
  if (element === null || element === document.body) return null;
  const hasOutline = (each) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(each);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  const { left, right, width, height } = element.getBoundingClientRect();
  const isInView = width > 0 && height > 0 && right > 0 && left < innerWidth;
  // The stars are marked together.
  const isMarked = isInView && (hasOutline(element) || hasOutline(element.closest("fieldset") ?? element));
  return { isMarked, html: element.outerHTML.slice(0, 120) };
}
