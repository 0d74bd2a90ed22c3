// A film is made with a poster and a cast, and the API tells it; two editors change it at once; a change is taken back. By keys where
// there are some.

import { assert } from "../stage.mjs";

const POSTER = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="300"><rect width="120" height="300"/></svg>';

export default async function walk(stage) {
  const page = await stage.window();
  await stage.signInAs("moderator", page);
  const press = (key) => Promise.all([page.waitForNavigation(), page.keyboard.press(key)]);
  const saved = () => page.getByRole("status").getByText("It was saved.").waitFor();
  const told = async (path) => (await fetch(`${stage.address}${path}${path.includes("?") ? "&" : "?"}api_key=${stage.key}`)).json();

  await page.goto("/movie/new");
  await page.getByLabel("Original title").fill(`The Crank (${stage.width})`);
  await page.getByLabel("Release date").fill("1931-05-11");
  await press("Control+s");
  await saved();
  const film = new URL(page.url()).pathname.replace("/edit", "");

  await page.goto(`${film}/edit/credits`);
  await page.getByLabel("Person").first().pressSequentially("max sch");
  await page.locator(".suggestions a", { hasText: "Max Schreck" }).first().click();
  assert.match(await page.getByLabel("Person").first().inputValue(), /^\d+ Max/);
  await page.getByLabel("Character").first().fill("The Projectionist");
  await press("Control+s");
  await saved();

  await page.goto(`${film}/edit/credits`);
  await page.getByLabel("Person").nth(1).fill("1500000006");
  await press("Control+s");
  await saved();
  const rows = page.getByRole("group", { name: "Cast" }).locator(".row-of");
  const name = await rows.nth(1).getByLabel("Person").inputValue();
  await rows.nth(1).getByText("Place").dragTo(rows.nth(0));
  assert.equal(await rows.nth(0).getByLabel("Person").inputValue(), name);
  await press("Control+s");
  await saved();
  const { cast } = await told(`/3${film}/credits`);
  assert.deepEqual(cast.map(({ id }) => id === 1500000006), [true, false], "dragging puts the cast in order");

  await page.goto(`${film}/images/posters`);
  await page.keyboard.press("a");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("File (JPEG, PNG, WebP or SVG)").setInputFiles({
    name: "poster.svg",
    mimeType: "image/svg+xml",
    buffer: Buffer.from(POSTER.replace("120", stage.width === "phone" ? "121" : "120")),
  });
  await Promise.all([page.waitForNavigation(), dialog.getByRole("button", { name: "Add", exact: true }).click()]);
  await saved();
  const details = await told(`/3${film}?append_to_response=credits`);
  assert.equal(details.title, `The Crank (${stage.width})`);
  assert.ok(details.poster_path, "it has a poster");
  assert.equal(details.credits.cast[1].character, "The Projectionist");

  await page.goto(film);
  await press("e");
  assert.equal(new URL(page.url()).pathname.split("/").pop(), "edit");
  await page.getByRole("link", { name: "Translations" }).click();
  await page.waitForURL("**/edit/texts");
  await page.keyboard.press("t");
  assert.equal(await page.evaluate(() => document.activeElement.name), "locale");
  await page.keyboard.press("Escape");
  await page.getByLabel("Translation").selectOption("de-DE");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByLabel("Title", { exact: true }).fill("Die Kurbel");
  await page.getByLabel("Overview").fill("Jemand dreht.\nUnd dreht.");
  await press("Control+s");
  await saved();
  const german = await told(`/3${film}?language=de-DE`);
  assert.equal(german.title, "Die Kurbel");
  assert.equal(german.overview, "Jemand dreht.\nUnd dreht.");

  // Two windows of the same form.
  const other = await page.context().newPage();
  for (const each of [page, other]) await each.goto(`${film}/edit`);
  await other.getByLabel("Budget").fill("100");
  await other.getByLabel("Revenue").fill("300");
  await Promise.all([other.waitForNavigation(), other.getByRole("button", { name: "Save" }).last().click()]);
  await page.getByLabel("Budget").fill("200");
  await page.getByLabel("Status").selectOption("Released");
  await press("Control+s");
  await page.getByText("Somebody else changed this meanwhile.").waitFor();
  await page.getByLabel("Mine").check();
  await press("Control+s");
  await saved();
  const merged = await told(`/3${film}`);
  assert.deepEqual([merged.budget, merged.revenue, merged.status], [200, 300, "Released"]);

  await page.goto(`${film}/changes`);
  const revision = page.locator(".revision").first();
  await revision.getByLabel("budget").check();
  await Promise.all([page.waitForNavigation(), revision.getByRole("button", { name: "Take back all or the chosen fields" }).click()]);
  const undone = await told(`/3${film}`);
  assert.deepEqual([undone.budget, undone.status], [100, "Released"]);

  await page.goto(`${film}/edit`);
  await page.keyboard.press("?");
  for (const does of ["Submit the form", "Open the translation selector"]) {
    await page.getByRole("dialog").getByText(does, { exact: true }).waitFor();
  }
}
