// The session ends while somebody writes: after signing in again, what was typed is sent at the press of a button.

import { assert } from "../stage.mjs";

export default async function walk(stage) {
  const page = await stage.window();
  const name = await stage.register(page);
  await page.goto("/movie/1500000130/discuss/new");
  await page.getByLabel("Subject").fill(`Long thoughts (${stage.width})`);
  await page.getByLabel("Your message, in Markdown").fill('They said "light" & <dark>.\n\n*Twice*.');

  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await page.context().addCookies(cookies.filter((cookie) => cookie.name !== "kinora_session"));
  await page.keyboard.press("Control+Enter");
  await page.getByText("What you typed is kept").waitFor();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Password").fill("a password for walks");
  await page.getByRole("button", { name: "Login" }).click();
  await page.getByRole("button", { name: "Send it now" }).click();
  await page.locator(".said em", { hasText: "Twice" }).waitFor();
  assert.equal(await page.locator(".said p").first().textContent(), 'They said "light" & <dark>.');

  // A word that the browser does not know any more.
  await page.getByLabel("Your reply, in Markdown").fill("Once more.");
  await page.context().clearCookies({ name: "kinora_form" });
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Send it now" }).click();
  await page.getByText("Once more.").waitFor();
}
