// From making an account to rating a title, putting it on a list, ordering the list and reviewing.

import { assert } from "../stage.mjs";

const NOSFERATU = "/movie/1500000130";
const VAMPIRES = "/tv/1500000001";

export default async function walk(stage) {
  const page = await stage.window();
  await page.goto(NOSFERATU);
  await page.getByRole("link", { name: "Want to rate or add this item to a list? Login" }).waitFor();
  const name = await stage.register(page);

  await page.goto(NOSFERATU);
  await page.getByRole("radio", { name: "8.5" }).click();
  await page.waitForLoadState();
  await page.locator(".stars output", { hasText: "8.5" }).waitFor();
  await page.getByRole("button", { name: "Favourite" }).click();
  await page.locator("button[aria-pressed=true]", { hasText: "Favourite" }).waitFor();

  await page.getByRole("combobox", { name: "List" }).selectOption("new");
  await page.getByRole("button", { name: "Add to the list" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Silent nights");
  await page.getByRole("button", { name: "Make a list" }).click();
  await page.getByRole("heading", { name: "Silent nights" }).waitFor();
  await page.goto(VAMPIRES);
  await page.getByRole("combobox", { name: "List" }).selectOption({ label: "Silent nights" });
  await page.getByRole("button", { name: "Add to the list" }).click();
  await page.getByRole("link", { name: "Silent nights" }).click();
  await page.getByRole("link", { name: "Edit" }).click();

  const order = () => page.locator("[data-title]").evaluateAll((rows) => rows.map((row) => row.dataset.title));
  assert.deepEqual(await order(), ["movie-1500000130", "tv-1500000001"]);
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: /^Up:/ }).click()]);
  assert.deepEqual(await order(), ["tv-1500000001", "movie-1500000130"]);
  const rows = page.locator("[data-title]");
  await Promise.all([page.waitForNavigation(), rows.nth(1).dragTo(rows.nth(0))]);
  assert.deepEqual(await order(), ["movie-1500000130", "tv-1500000001"], "dragging does what the button does");

  await page.goto(`${NOSFERATU}/reviews`);
  await page.getByLabel("Text, in Markdown").fill("A **symphony** of horror.");
  await page.getByRole("button", { name: "Keep" }).click();
  await page.locator(".prose strong", { hasText: "symphony" }).first().waitFor();

  await page.goto(`/u/${name}/ratings`);
  await page.getByText("★ 8.5").waitFor();
  await page.getByRole("navigation").first().waitFor();
  await page.keyboard.press("p");
  await page.getByRole("button", { name: "Logout" }).click();
  await page.getByRole("link", { name: "Login" }).waitFor();
}
