// A cast that is longer than a page of the editor: rows of a further page are dragged, go to other pages, and are joined by new ones.

import { assert } from "../stage.mjs";

/** How many are in the cast: some pages of people. */
const PAGES = 5;

export default async function walk(stage) {
  const page = await stage.window();
  await stage.signInAs("moderator", page);
  const film = await crowded(stage);
  const cast = async () => (await stage.ask("GET", `/3${film}/credits`)).cast.map(({ id }) => id);
  const rows = page.getByRole("group", { name: "Cast" }).locator(".row-of");
  const places = () => rows.locator(":scope > .place input").evaluateAll((fields) => fields.map(({ value }) => value));
  const drag = async (from, to) => {
    await rows.nth(from).getByText("Place").hover();
    await page.mouse.down();
    // A drag begins before the page scrolls.
    await rows.nth(from).hover();
    await rows.nth(to).hover();
    await page.mouse.up();
  };
  const save = async () => {
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Control+s")]);
    await page.getByRole("status").getByText("It was saved.").waitFor();
    assert.equal(new URL(page.url()).searchParams.get("leaf"), "2", "the page stays");
  };
  const expected = await cast();
  const move = (from, to) => expected.splice(to, 0, ...expected.splice(from, 1));

  await page.goto(`${film}/edit/credits?leaf=2`);
  const shown = (await places()).filter((place) => place !== "");
  const before = Number(shown[0]) - 1;
  assert.ok(before >= 10 && shown.length >= 10 && before + shown.length < expected.length, `a page in the middle: ${shown}`);

  // Up, down and over several rows; the places are numbered from the first of the page.
  for (const [from, to] of [[3, 0], [1, 4], [shown.length - 1, shown.length - 3]]) {
    await drag(from, to);
    move(before + from, before + to);
  }
  assert.deepEqual((await places()).filter((place) => place !== ""), shown);
  await save();
  assert.deepEqual(await cast(), expected, "rows are dragged");

  // One is dragged, and others go to the first page and to the last by their places.
  await drag(2, 1);
  move(before + 2, before + 1);
  await rows.nth(4).locator(":scope > .place input").fill("2");
  move(before + 4, 1);
  await save();
  assert.deepEqual(await cast(), expected, "a row is dragged and another goes to the first page");
  await rows.nth(3).locator(":scope > .place input").fill(String(expected.length));
  move(before + 3, expected.length - 1);
  await save();
  assert.deepEqual(await cast(), expected, "a row goes to the last page");

  // Somebody new is dragged to the front of the page.
  const fresh = (await places()).indexOf("");
  await rows.nth(fresh).getByLabel("Person").fill(String(expected[0]));
  await rows.nth(fresh).getByLabel("Character").fill("A double");
  await drag(fresh, 0);
  await save();
  expected.splice(before, 0, expected[0]);
  assert.deepEqual(await cast(), expected, "a new row is dragged");
}

/** Makes a film with a long cast; answers where it is. */
async function crowded(stage) {
  const cast = [];
  for (let number = 1; number <= PAGES; number += 1) {
    const { results } = await stage.ask("GET", `/3/person/popular?page=${number}`);
    cast.push(...results.map(({ id }) => ({ person: id, character: `Part ${cast.length}` })));
  }
  const parts = { facts: { original_title: `The Crowd (${stage.width})` }, credits: { cast } };
  const { entities } = await stage.askAs("moderator", "POST", "/kinora/v1/movie", { parts });
  return `/movie/${entities[0].id}`;
}
