// Looks at pages for what keeps people out: by axe-core (serious or critical), in both themes, and whether it scrolls sideways.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A window that is looked at. */
export class Inspector {
  #stage;

  constructor(stage, page) {
    this.#stage = stage;
    this.page = page;
  }

  /** A window on a stage. */
  static async at(stage) {
    // axe-core is no script of the page: the policy of the page would keep it out. Other walks keep the policy.
    const page = await stage.window({ bypassCSP: true });
    await page.addInitScript(axe);
    return new Inspector(stage, page);
  }

  /** Adds what is wrong with what the window shows to the faults of the stage. */
  async look(what) {
    await this.#examine(what, "dark", { resultTypes: ["violations"] });
    // Only colours differ between the themes, and they do not differ between widths.
    if (this.#stage.width === "desktop") {
      await this.#examine(what, "light", { runOnly: ["color-contrast"], resultTypes: ["violations"] });
    }
  }

  async #examine(what, colorScheme, options) {
    await this.page.emulateMedia({ colorScheme });
    for (const fault of await this.page.evaluate(examine, options)) {
      this.#stage.faults.push(`${what} (${colorScheme}): ${fault}`);
    }
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
