// What is done by forms is done without a script as well.

import { assert } from "../stage.mjs";

const NOSFERATU = "/movie/1500000130";

export default async function walk(stage) {
  const page = await stage.window({ javaScriptEnabled: false });
  await stage.register(page);
  await page.goto(NOSFERATU);
  await page.getByRole("radio", { name: "4.0" }).check();
  await page.getByRole("button", { name: "Rate", exact: true }).click();
  assert.equal(await page.locator(".stars output").textContent(), "4.0");
  await page.getByRole("button", { name: "Take back" }).click();
  assert.equal(await page.locator(".stars output").textContent(), "");
  await page.getByRole("searchbox").fill("nosferatu");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("heading", { name: "Search" }).waitFor();
}
