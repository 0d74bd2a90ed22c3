// nodeflix 0.0.3 as it is published: it signs in, searches, adds, moves and removes. It connects to port 80 and nothing else, so the
// connection is led to the port of the server; the requests themselves, and what is signed, are its own.

"use strict";

const assert = require("node:assert");
const fs = require("node:fs");
const http = require("node:http");
const NodeFlix = require("nodeflix");

const world = JSON.parse(fs.readFileSync(process.env.KINORA_TEST_WORLD, "utf8"));
const server = new URL(world.table);
const [boat] = world.applications;

const request = http.request;
http.request = (options, answered) =>
    request({ ...options, port: server.port, headers: { host: options.host } }, answered);

/** A client with what it knows by now. */
const client = (known) =>
    new NodeFlix({ consumer_key: boat.key, consumer_secret: boat.secret, ...known }, { host: "127.0.0.1" });

/** Calls a method of the client; what it passes on is the text of the answer. */
const call = (client, method, path, parameters) =>
    new Promise((resolve) => client[method](path, parameters, (text) => resolve(JSON.parse(text))));

async function main() {
    const asked = await call(client({}), "get", "/oauth/request_token", {});
    assert.ok(asked.login_url.endsWith(`/oauth/login?oauth_token=${asked.oauth_token}`));
    const form = new URLSearchParams({
        oauth_token: asked.oauth_token,
        oauth_consumer_key: boat.key,
        application_name: asked.application_name,
        login: "emil",
        password: world.password,
    });
    const page = await fetch(`${world.table}/oauth/login`, { method: "POST", body: form });
    assert.match(await page.text(), /successfully/);
    const token = { oauth_token: asked.oauth_token, oauth_token_secret: asked.oauth_token_secret };
    const given = await call(client(token), "get", "/oauth/access_token", {});
    const emil = client({
        oauth_token: given.oauth_token,
        oauth_token_secret: given.oauth_token_secret,
        user_id: given.user_id,
    });

    const path = "/users/:user_id/queues/instant";
    const search = async (term) =>
        (await call(emil, "get", "/catalog/titles", { term, max_results: 1 })).catalog_titles.catalog_title.id;
    const [first, second] = [await search("paper lighthouse"), await search("glass meadow")];
    for (const title_ref of [first, second]) {
        const { status } = await call(emil, "post", path, { title_ref });
        assert.strictEqual(status.status_code, "201", status.message);
    }
    const titles = async () => {
        const { queue } = await call(emil, "get", path, { max_results: 500 });
        return [].concat(queue.queue_item ?? []).map((item) => item.title.short);
    };
    assert.deepStrictEqual(await titles(), ["Paper Lighthouse", "Glass Meadow"]);
    const moved = await call(emil, "post", path, { title_ref: second, position: 1 });
    assert.strictEqual(moved.status.resources_created.queue_item.position, "1");
    assert.deepStrictEqual(await titles(), ["Glass Meadow", "Paper Lighthouse"]);
    const again = await call(emil, "post", path, { title_ref: first });
    assert.strictEqual(again.status.sub_code, "710");
    const number = second.split("/").pop();
    const left = await call(emil, "delete", `${path}/available/1/${number}`, {});
    assert.strictEqual(left.status.message, "Title deleted from queue");
    assert.deepStrictEqual(await titles(), ["Paper Lighthouse"]);
    console.log("nodeflix: 1 passed, 0 failed");
}

main().catch((error) => {
    console.error(error);
    process.exit(1);
});
