// A client library asks for a token, its user approves it here, and the library gets its session.

import { MovieDb } from "moviedb-promise";

import { assert } from "../stage.mjs";

export default async function walk(stage) {
  const page = await stage.window();
  const name = await stage.register(page);
  const library = new MovieDb(stage.key, `${stage.address}/3/`);
  const { request_token: token } = await library.requestToken();

  // The application itself is away: what matters is that the browser goes there.
  const back = new Promise((resolve) => {
    page.route("http://localhost:9/**", (route) => {
      resolve(route.request().url());
      return route.fulfill({ contentType: "text/html", body: "<p>Back in the application.</p>" });
    });
  });
  await page.goto(`/authenticate/${token}?redirect_to=${encodeURIComponent("http://localhost:9/done")}`);
  await page.getByText(name).first().waitFor();
  await page.getByRole("button", { name: "Approve" }).click();
  assert.equal(await back, `http://localhost:9/done?request_token=${token}&approved=true`);

  const session = await library.retrieveSession();
  const account = await library.accountInfo({ session_id: session });
  assert.equal(account.username, name);
}
