// The second factor: set up with an application that makes codes, asked for when signing in, and looked at on the way.

import { createHmac } from "node:crypto";

import { Inspector } from "../inspector.mjs";
import { assert } from "../stage.mjs";

export default async function walk(stage) {
  const inspector = await Inspector.at(stage);
  const { page } = inspector;
  const name = await stage.register(page);
  await page.goto("/settings/two-factor");
  await page.getByRole("button", { name: "Set it up" }).click();
  await page.getByRole("img", { name: "QR code of the secret" }).waitFor();
  await inspector.look("setting up the second factor");
  const secret = await page.locator("main code").textContent();
  await page.getByRole("textbox", { name: "Code" }).fill(code(secret, Date.now()));
  await page.getByRole("button", { name: "Turn it on" }).click();
  const recovery = await page.locator(".secrets code").allTextContents();
  assert.ok(recovery.length > 1, "there are recovery codes");
  await inspector.look("recovery codes");
  await page.goto("/settings/two-factor");
  await inspector.look("the second factor that is on");

  await page.keyboard.press("p");
  await page.getByRole("button", { name: "Logout" }).click();
  await page.goto("/sign-in?next=/queue");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Password").fill("a password for walks");
  await page.getByRole("main").getByRole("button", { name: "Login" }).click();
  await page.waitForURL("**/sign-in/code**");
  await inspector.look("the page that asks for a code");
  await page.getByLabel("Code of your authenticator application").fill(recovery[0]);
  await page.getByRole("main").getByRole("button", { name: "Login" }).click();
  await page.waitForURL("**/queue");
}

/** The code of a moment (RFC 6238: 30 seconds, 6 digits, SHA-1). */
function code(secret, moment) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/[^A-Z2-7]/g, "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(moment / 30_000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
