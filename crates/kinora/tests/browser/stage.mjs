// Where walks take place: a browser window of a width, with what walks have in common.

import { strict as assert } from "node:assert";

import { chromium } from "playwright-core";

/** The windows of desktops and of phones. */
export const WIDTHS = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 360, height: 740 },
};
/** How long anything may take to appear, in milliseconds. */
const PATIENCE = 20_000;

/** One browser for all walks. */
export class Theatre {
  #browser;
  #address;
  #key;
  #password;
  #accounts = 0;
  #unused;

  static async open({ KINORA_TEST_ADDRESS: address, KINORA_TEST_KEY: key, KINORA_CHROMIUM: executablePath, ...rest }) {
    const theatre = new Theatre();
    theatre.#password = rest.KINORA_TEST_PASSWORD;
    theatre.#unused = Object.fromEntries(Object.keys(WIDTHS).map((width) => [width, rest[`KINORA_TEST_UNUSED_${width.toUpperCase()}`]]));
    theatre.#address = address;
    theatre.#key = key;
    // Without its sandbox, which the users of containers may not set up; it shows pages of this server only.
    const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
    theatre.#browser = await chromium.launch({ executablePath, args });
    return theatre;
  }

  /** Plays a walk at a width; answers what went wrong. */
  async play(walk, width) {
    const stage = new Stage(this.#browser, this.#address, this.#key, width, () => `walker${++this.#accounts}`, this.#password, this.#unused[width]);
    try {
      await walk(stage);
    } catch (error) {
      stage.faults.push(error.stack ?? String(error));
    } finally {
      await stage.close();
    }
    return stage.faults;
  }

  async close() {
    await this.#browser.close();
  }
}

/** What a walk is given. */
export class Stage {
  /** What went wrong; a walk may add to it and go on. */
  faults = [];
  #contexts = [];

  constructor(browser, address, key, width, newName, password, unused = "") {
    /** Where the server is, without a slash at the end. */
    this.address = address;
    /** A key of its API. */
    this.key = key;
    /** `desktop` or `phone`. */
    this.width = width;
    this.browser = browser;
    this.newName = newName;
    this.password = password;
    const [bare, code] = unused.split(" ");
    /** A server without accounts: where it is, and the code with which its first administrator is made. */
    this.unused = { address: bare, code };
  }

  /** A window of its own: no cookies, no memory. What a page's script says is wrong, and what a page may not load, is a fault. */
  async window(options = {}) {
    const context = await this.browser.newContext({
      viewport: WIDTHS[this.width],
      hasTouch: this.width === "phone",
      locale: "en-US",
      baseURL: this.address,
      ...options,
    });
    context.setDefaultTimeout(PATIENCE);
    this.#contexts.push(context);
    const page = await context.newPage();
    page.on("pageerror", (error) => this.faults.push(`${page.url()}: ${error.message}`));
    page.on("console", (line) => {
      // Pages that are missing on purpose are told as well.
      const isNews = line.type() === "error" && !line.text().includes("status of 4");
      if (isNews) this.faults.push(`${page.url()}: ${line.text()}`);
    });
    return page;
  }

  /** Makes an account in a window and stays signed in; answers its name. */
  async register(page) {
    const name = this.newName();
    await page.goto("/register");
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Password").fill("a password for walks");
    await page.getByRole("button", { name: "Make an account" }).click();
    await page.waitForURL((url) => url.pathname === "/");
    return name;
  }

  /** Signs the account of a role in. */
  async signInAs(role, page) {
    await page.goto("/sign-in");
    await page.getByLabel("Name", { exact: true }).fill(role);
    await page.getByLabel("Password").fill(this.password);
    await page.getByRole("button", { name: "Login" }).click();
    await page.waitForURL((url) => url.pathname === "/");
  }

  /** What the API answers. */
  async ask(method, path, body) {
    const address = new URL(path, this.address);
    address.searchParams.set("api_key", this.key);
    const headers = { "content-type": "application/json" };
    const answer = await fetch(address, { method, headers, body: body && JSON.stringify(body) });
    assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
    return answer.json();
  }

  /** What the API answers the account of a role. */
  async askAs(role, method, path, body) {
    const { request_token } = await this.ask("GET", "/3/authentication/token/new");
    const login = { request_token, username: role, password: this.password };
    await this.ask("POST", "/3/authentication/token/validate_with_login", login);
    const { session_id } = await this.ask("POST", "/3/authentication/session/new", { request_token });
    return this.ask(method, `${path}?session_id=${session_id}`, body);
  }

  /** Lets moderators decide about the edits of contributors from now on. */
  async reviewEdits() {
    await this.askAs("administrator", "PUT", "/kinora/v1/settings", { review_edits: true });
  }

  async close() {
    for (const context of this.#contexts) await context.close();
  }
}

export { assert };
