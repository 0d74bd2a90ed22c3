// Looks at pages for what keeps people out: by axe-core (serious or critical) in both themes and at both widths, whether they scroll
// sideways, and whether they are light.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { WIDTHS } from "./stage.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** In bytes, as they are before they are packed. */
const LARGEST = { document: 100_000, stylesheet: 40_000, script: 30_000 };
/** Only colours differ between the themes. */
const THEMES = { dark: {}, light: { runOnly: ["color-contrast"] } };

/** A window that is looked at. */
export class Inspector {
  #stage;
  #widths;

  constructor(stage, page, widths) {
    this.#stage = stage;
    this.#widths = widths;
    this.page = page;
  }

  /** A window on a stage. A page is loaded once and looked at in each of the widths. */
  static async at(stage, { widths = Object.keys(WIDTHS), ...options } = {}) {
    // axe-core is no script of the page: the policy of the page would keep it out. Other walks keep the policy.
    const page = await stage.window({ bypassCSP: true, ...options });
    await page.addInitScript(axe);
    const inspector = new Inspector(stage, page, widths);
    page.on("response", (response) => inspector.#weigh(response));
    return inspector;
  }

  /** Goes to pages and looks at each. */
  async visit(...paths) {
    for (const path of paths) {
      await this.page.goto(path);
      await this.look(path);
    }
  }

  /** Adds what is wrong with what the window shows to the faults of the stage. The window keeps the width that is the last. */
  async look(what) {
    for (const width of this.#widths) {
      await this.page.setViewportSize(WIDTHS[width]);
      for (const [colorScheme, options] of Object.entries(THEMES)) {
        await this.page.emulateMedia({ colorScheme });
        for (const fault of await this.page.evaluate(examine, { ...options, resultTypes: ["violations"], selectors: false })) {
          this.#stage.faults.push(`${what} (${width}, ${colorScheme}): ${fault}`);
        }
      }
    }
    // The next page begins as this one ends, so that half of the changes of width are saved.
    this.#widths = this.#widths.toReversed();
  }

  async #weigh(response) {
    const kind = response.request().resourceType();
    if (!(kind in LARGEST)) return;
    const body = await response.body().catch(() => "");
    if (body.length > LARGEST[kind]) this.#stage.faults.push(`${response.url()}: a ${kind} of ${body.length} bytes`);
  }
}

/** What is wrong with the page that is shown. Runs in the browser. */
async function examine(options) {
  const found = await window.axe.run(options);
  const grave = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const faults = grave.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`).join(" | ")}`);
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`it is ${scrollWidth} wide in a window of ${clientWidth}`);
  return faults;
}
