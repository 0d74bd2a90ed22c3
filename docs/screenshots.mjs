// Takes pictures of the main pages of a demo. See screenshots.sh.

import { writeFile } from "node:fs/promises";

import { Theatre } from "./stage.mjs";

const [folder] = process.argv.slice(2);
const NOSFERATU = "/movie/1500000130";

/** Takes a picture of what a window shows. WebP, which Playwright itself does not write. */
async function take(page, name) {
  await page.waitForLoadState("networkidle");
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: 80 });
  await writeFile(`${folder}/${name}.webp`, Buffer.from(data, "base64"));
}

/** Signs in to the account of the demo, rates and lists. */
async function takePart(page) {
  await page.goto("/sign-in");
  await page.getByLabel("Name").fill("demo");
  await page.getByLabel("Password").fill("demo");
  await page.getByRole("main").getByRole("button", { name: "Login" }).click();
  await page.waitForURL((url) => url.pathname === "/");
  await page.goto(NOSFERATU);
  await page.getByRole("radio", { name: "8.5" }).click();
  await page.locator(".stars output", { hasText: "8.5" }).waitFor();
}

const theatre = await Theatre.open(process.env);
const faults = await theatre.play(async (stage) => {
  const light = await stage.window({ colorScheme: "light" });
  await light.goto("/");
  await take(light, "home");
  await takePart(light);
  await take(light, "movie");
  await light.goto("/list/new?add=movie-1500000130");
  await light.getByLabel("Name", { exact: true }).fill("Silent nights");
  await light.getByRole("button", { name: "Make a list" }).click();
  await light.waitForURL("**/list/*");
  const list = new URL(light.url()).pathname;
  for (const path of ["/tv/1500000001", "/movie/1500000101", "/movie/1500000102", "/movie/1500000103"]) {
    const reply = await light.goto(path);
    if (reply.status() !== 200) continue;
    await light.getByRole("combobox", { name: "List" }).selectOption({ label: "Silent nights" });
    await light.getByRole("button", { name: "Add to the list" }).click();
  }
  await light.goto(list);
  await take(light, "list");
  const dark = await stage.window({ colorScheme: "dark" });
  await dark.goto("/discover/movie?genre=27");
  await take(dark, "discover");
  await dark.goto("/person/1500000006");
  await take(dark, "person");
}, "desktop");
const onPhone = await theatre.play(async (stage) => {
  const dark = await stage.window({ colorScheme: "dark", deviceScaleFactor: 2 });
  await dark.goto("/tv/1500000001/season/1");
  await take(dark, "season-phone");
}, "phone");
await theatre.close();
for (const fault of [...faults, ...onPhone]) console.error(fault);
process.exitCode = faults.length + onPhone.length > 0 ? 1 : 0;
