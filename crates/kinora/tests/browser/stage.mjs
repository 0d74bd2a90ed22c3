// Where walks take place: a browser window of a width, with what walks have in common.

import { strict as assert } from "node:assert";

import { chromium } from "playwright-core";

const WIDTHS = {
  desktop: { width: 1280, height: 800 },
  phone: { width: 360, height: 740 },
};
/** How long anything may take to appear, in milliseconds. */
const PATIENCE = 10_000;

/** One browser for all walks. */
export class Theatre {
  #browser;
  #address;
  #key;
  #moderator;
  #accounts = 0;

  static async open({ KINORA_TEST_ADDRESS: address, KINORA_TEST_KEY: key, KINORA_CHROMIUM: executablePath, ...rest }) {
    const theatre = new Theatre();
    theatre.#moderator = { name: rest.KINORA_TEST_MODERATOR, password: rest.KINORA_TEST_PASSWORD };
    theatre.#address = address;
    theatre.#key = key;
    // Without its sandbox, which the users of containers may not set up; it shows pages of this server only.
    const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
    theatre.#browser = await chromium.launch({ executablePath, args });
    return theatre;
  }

  /** Plays a walk at a width; answers what went wrong. */
  async play(walk, width) {
    const stage = new Stage(this.#browser, this.#address, this.#key, width, () => `walker${++this.#accounts}`, this.#moderator);
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

  constructor(browser, address, key, width, newName, moderator) {
    /** Where the server is, without a slash at the end. */
    this.address = address;
    /** A key of its API. */
    this.key = key;
    /** `desktop` or `phone`. */
    this.width = width;
    this.browser = browser;
    this.newName = newName;
    this.moderator = moderator;
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

  /** Signs the moderator in, who may do everything that these walks do; answers the name. */
  async signInAsModerator(page) {
    const { name, password } = this.moderator;
    await page.goto("/sign-in");
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Login" }).click();
    await page.waitForURL((url) => url.pathname === "/");
    return name;
  }

  async close() {
    for (const context of this.#contexts) await context.close();
  }
}

export { assert };
