// A discussion from its beginning to its close, by keys: somebody begins it, a moderator answers, makes it private and closes it.

import { assert } from "../stage.mjs";

const NOSFERATU = "/movie/1500000130";

export default async function walk(stage) {
  const page = await stage.window();
  await stage.register(page);
  await page.goto(`${NOSFERATU}/discuss`);
  const press = (key, onto) => Promise.all([onto.waitForNavigation(), onto.keyboard.press(key)]);

  await press("n", page);
  await page.getByLabel("Subject").fill(`Who turned the crank? (${stage.width})`);
  await page.getByLabel("Your message, in Markdown").fill("Somebody **had** to.");
  await press("Control+Enter", page);
  await page.locator(".said strong", { hasText: "had" }).waitFor();
  const talk = new URL(page.url()).pathname;

  const moderators = await stage.window();
  await stage.signInAs("moderator", moderators);
  await moderators.goto(`${NOSFERATU}/discuss`);
  await moderators.locator(".unread", { hasText: stage.width }).getByText("new", { exact: true }).waitFor();
  await moderators.goto(talk);
  await moderators.getByRole("link", { name: "Quote" }).click();
  const reply = moderators.getByLabel("Your reply, in Markdown");
  assert.equal(await reply.inputValue(), "> Somebody **had** to.\n\n");
  await moderators.goto(talk);
  await moderators.keyboard.press("r");
  await moderators.keyboard.type("My grandmother: nwpcal.");
  assert.equal(new URL(moderators.url()).pathname, talk, "keys that are typed do nothing else");
  await press("Control+Enter", moderators);
  await moderators.getByText("My grandmother").waitFor();

  await page.goto("/");
  await page.getByTitle("New messages in discussions that you watch").click();
  await page.getByText(stage.width).first().waitFor();

  // Enough for a second page, from several, because nobody may write so much at once.
  const writers = [page, await stage.window(), await stage.window()];
  for (const writer of writers.slice(1)) await stage.register(writer);
  for (const writer of writers) {
    await writer.goto(talk);
    const word = await writer.locator("#reply [name=word]").inputValue();
    for (let number = 0; number < 8; number += 1) {
      const answer = await writer.request.post(talk, { form: { word, text: `Message ${number}` } });
      assert.ok(answer.ok(), `${answer.status()}`);
    }
  }
  await moderators.goto(talk);
  await press("ArrowRight", moderators);
  assert.equal(new URL(moderators.url()).search, "?page=2");
  await press("ArrowLeft", moderators);
  assert.equal(new URL(moderators.url()).search, "?page=1");
  await moderators.keyboard.press("l");
  await moderators.waitForURL("**page=2#m*");
  await press("a", moderators);
  await moderators.getByText("Begun").waitFor();
  await press("b", moderators);

  const has = (button) => moderators.getByRole("button", { name: button, exact: true }).waitFor();
  await press("w", moderators);
  await has("Do not watch any more");
  await press("w", moderators);
  await has("Watch");
  await press("p", moderators);
  await has("Make public");
  const stranger = await stage.window();
  assert.equal((await stranger.goto(talk)).status(), 404);
  await press("p", moderators);
  await has("Make private");
  assert.equal((await stranger.goto(talk)).status(), 200);
  await press("c", moderators);
  await has("Open it again");
  await page.goto(talk);
  await page.getByText("This discussion is closed.").waitFor();

  await moderators.keyboard.press("?");
  const keys = moderators.getByRole("dialog");
  for (const does of ["New discussion", "Make private or public", "Submit the message", "Go to the last reply"]) {
    await keys.getByText(does, { exact: true }).waitFor();
  }
  assert.equal(await keys.getByText("Open the profile menu").count(), 0, "p does something else here");
}
