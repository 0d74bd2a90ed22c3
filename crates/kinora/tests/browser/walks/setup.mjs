// The first start of a server: it is empty, and its first administrator is made with the code that it told.

import { Inspector } from "../inspector.mjs";
import { assert } from "../stage.mjs";

/** Pages of a server that has nothing. */
const EMPTY = ["/movie", "/person", "/discover/tv", "/search?query=nosferatu", "/changes", "/discuss"];

export default async function walk(stage) {
  const { address, code } = stage.unused;
  const inspector = await Inspector.at(stage, { widths: [stage.width], baseURL: address });
  const { page } = inspector;
  const make = async (typed) => {
    await page.getByLabel("The code that the server printed when it started").fill(typed);
    await page.getByLabel("Password").fill("a password for walks");
    await page.getByRole("button", { name: "Make an account" }).click();
  };

  await page.goto("/");
  await inspector.look("the start page of a server without accounts");
  await page.getByRole("link", { name: "Make the first administrator" }).click();
  await page.waitForURL("**/setup");
  await inspector.look("/setup");
  await page.getByLabel("Name", { exact: true }).fill("keeper");
  await make("no such code");
  await page.getByRole("alert").waitFor();
  await inspector.look("/setup with a wrong code");
  assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), "keeper", "what was typed stays");
  await make(code);
  await page.waitForURL((url) => url.pathname === "/");
  await page.keyboard.press("p");
  await page.getByRole("link", { name: "Reported messages" }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Make the first administrator" }).count(), 0);
  for (const path of EMPTY) {
    await page.goto(path);
    await inspector.look(`${path} of an empty server`);
  }
  await page.goto("/setup");
  await page.getByText("There is nothing to set up.").waitFor();
}
