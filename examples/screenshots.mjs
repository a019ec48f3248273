// Looks at an example application in a real Chromium, without any package: node's own modules and
// the DevTools protocol over a pipe.
//
//   node screenshots.mjs <pages.mjs> <address> [folder for the pictures]
//
// The file of pages exports
//   pages: [{ name, path, width?, height?, dark?, before? }]   what is looked at, in this order;
//          with a folder each page that has a name becomes <name>.png
//   keyboard(browser): what is done with the keyboard alone; throws where it does not work
//
// For every page it is checked that the console has no error, that no other host is asked, that
// nothing is wider than the window, and that each field, button and picture has a name. Exit code 0 where
// all is well, 1 where not, and 77 where there is no Chromium.
import { spawn } from "node:child_process";
import { accessSync, constants, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PATIENCE = 20_000;

function chromium() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = [
    process.env.CHROMIUM,
    ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))),
    ...PLACES,
  ];
  return candidates.find((file) => {
    try {
      accessSync(file ?? "", constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** The protocol: messages of JSON, each ended by a zero byte, on the descriptors 3 and 4. */
class Protocol {
  #next = 1;
  #waiting = new Map();
  #listeners = [];
  #rest = "";

  constructor(process) {
    this.out = process.stdio[3];
    process.stdio[4].setEncoding("utf8");
    process.stdio[4].on("data", (text) => this.#read(text));
    process.on("exit", () => {
      for (const [, { fail }] of this.#waiting) fail(new Error("Chromium has ended"));
    });
  }

  #read(text) {
    const parts = (this.#rest + text).split("\0");
    this.#rest = parts.pop();
    for (const part of parts) {
      const message = JSON.parse(part);
      const call = this.#waiting.get(message.id);
      if (call) {
        this.#waiting.delete(message.id);
        if (message.error) call.fail(new Error(`${call.method}: ${message.error.message}`));
        else call.done(message.result);
      } else {
        for (const listener of this.#listeners) listener(message);
      }
    }
  }

  on(listener) {
    this.#listeners.push(listener);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = this.#next++;
    return new Promise((done, fail) => {
      this.#waiting.set(id, { method, done, fail });
      this.out.write(JSON.stringify({ id, method, params, sessionId }) + "\0");
    });
  }
}

/** One window. */
class Browser {
  problems = [];
  #loaded = () => {};

  constructor(protocol, session, address) {
    this.protocol = protocol;
    this.session = session;
    this.address = address.replace(/\/$/, "");
    protocol.on((message) => {
      if (message.sessionId === session) this.#happened(message.method, message.params);
    });
  }

  static async open(protocol, address) {
    const { targetId } = await protocol.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await protocol.send("Target.attachToTarget", { targetId, flatten: true });
    const browser = new Browser(protocol, sessionId, address);
    for (const domain of ["Page", "Runtime", "Network", "Log"]) await browser.send(`${domain}.enable`);
    await browser.window({});
    return browser;
  }

  send(method, params) {
    return this.protocol.send(method, params, this.session);
  }

  #happened(method, params) {
    if (method === "Page.loadEventFired") {
      this.#loaded();
    } else if (method === "Runtime.exceptionThrown") {
      this.problem(`exception: ${params.exceptionDetails.text}`);
    } else if (method === "Runtime.consoleAPICalled" && params.type === "error") {
      this.problem(`console: ${params.args.map((arg) => arg.value ?? arg.description).join(" ")}`);
    } else if (method === "Log.entryAdded" && params.entry.level === "error") {
      this.problem(`log: ${params.entry.text} ${params.entry.url ?? ""}`);
    } else if (method === "Network.requestWillBeSent") {
      const url = new URL(params.request.url);
      if (url.protocol.startsWith("http") && url.origin !== this.address) {
        this.problem(`a request to another host: ${url.origin}`);
      }
    }
  }

  problem(text) {
    this.problems.push(`${this.at ?? "start"}: ${text}`);
  }

  /** How wide the window is, and whether its owner likes the dark. */
  async window({ width = 1280, height = 800, dark = false }) {
    await this.send("Emulation.setDeviceMetricsOverride", {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: width < 600,
    });
    await this.send("Emulation.setEmulatedMedia", {
      features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }],
    });
  }

  /** Does what leads to another page, and waits until that is there. */
  async leads(action) {
    let timer;
    const there = new Promise((done, fail) => {
      this.#loaded = done;
      timer = setTimeout(() => fail(new Error(`${this.at}: no page came`)), PATIENCE);
    });
    try {
      await action();
      await there;
    } finally {
      clearTimeout(timer);
    }
  }

  async go(path) {
    this.at = path;
    await this.leads(async () => {
      const { errorText } = await this.send("Page.navigate", { url: this.address + path });
      if (errorText) throw new Error(`${path}: ${errorText}`);
    });
  }

  async run(expression) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (exceptionDetails) throw new Error(`${this.at}: ${exceptionDetails.exception.description}`);
    return result.value;
  }

  /** Presses a key: Tab, Enter, Space. */
  async press(key, modifiers = 0) {
    const text = { Enter: "\r", Space: " " }[key];
    const code = { Tab: 9, Enter: 13, Space: 32 }[key];
    const event = { key: key === "Space" ? " " : key, code: key, windowsVirtualKeyCode: code, modifiers };
    await this.send("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", text, ...event });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  type(text) {
    return this.send("Input.insertText", { text });
  }

  /** Presses Tab until an element has the focus that this selector finds, and looks whether that shows. */
  async tabTo(selector, most = 40) {
    for (let i = 0; i < most; i++) {
      await this.press("Tab");
      if (await this.run(`document.activeElement?.matches(${JSON.stringify(selector)})`)) {
        const shows = await this.run(
          `(() => { const s = getComputedStyle(document.activeElement);
             return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) > 0; })()`,
        );
        if (!shows) this.problem(`${selector} has the focus, and nothing shows it`);
        return;
      }
    }
    throw new Error(`${this.at}: Tab does not come to ${selector}`);
  }

  text() {
    return this.run("document.querySelector('main').innerText");
  }

  async check() {
    const found = await this.run(`(() => {
      const problems = [];
      const root = document.documentElement;
      if (root.scrollWidth > root.clientWidth) problems.push("wider than the window: " + root.scrollWidth);
      for (const field of document.querySelectorAll("input:not([type=hidden]), textarea, select"))
        if (!field.labels?.length && !field.ariaLabel) problems.push("a field without a label: " + field.name);
      for (const button of document.querySelectorAll("button, a[href]"))
        if (!(button.innerText.trim() || button.ariaLabel || button.querySelector("img, svg")))
          problems.push("nothing to read in: " + button.outerHTML);
      for (const picture of document.querySelectorAll("img")) {
        if (picture.alt === null || !picture.hasAttribute("alt")) problems.push("a picture without alt");
        if (picture.complete && !picture.naturalWidth) problems.push("no picture: " + picture.src);
      }
      if (document.querySelectorAll("h1").length !== 1) problems.push("not one h1");
      if (!root.lang || !document.title) problems.push("no language, or no title");
      return problems;
    })()`);
    found.forEach((problem) => this.problem(problem));
  }

  async picture(file, height) {
    const { data } = await this.send("Page.captureScreenshot", {
      format: "png",
      optimizeForSpeed: false,
      captureBeyondViewport: false,
    });
    writeFileSync(file, Buffer.from(data, "base64"));
  }
}

async function main([pagesFile, address, folder]) {
  const executable = chromium();
  if (!executable) {
    console.log("No Chromium was found, so nothing was looked at. CHROMIUM=/path/to/chromium says where one is.");
    return 77;
  }
  const { pages, keyboard } = await import(pathToFileURL(resolve(pagesFile)));
  const profile = mkdtempSync(join(tmpdir(), "kinglet-chromium-"));
  const root = process.getuid?.() === 0;
  const child = spawn(
    executable,
    [
      "--headless=new",
      "--remote-debugging-pipe",
      `--user-data-dir=${profile}`,
      "--no-first-run",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--disable-background-networking",
      "--hide-scrollbars",
      "--font-render-hinting=none",
      ...(root ? ["--no-sandbox"] : []),
    ],
    { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
  );
  const ended = new Promise((done) => child.on("exit", done));
  try {
    const protocol = new Protocol(child);
    const browser = await Browser.open(protocol, address);
    if (folder) mkdirSync(folder, { recursive: true });
    for (const page of pages) {
      await browser.window(page);
      if (page.before) await page.before(browser);
      if (page.path) await browser.go(page.path);
      await browser.check();
      if (folder && page.name) await browser.picture(join(folder, `${page.name}.png`));
    }
    await browser.window({});
    if (keyboard) await keyboard(browser);
    browser.problems.forEach((problem) => console.error(problem));
    console.log(`${pages.length} pages, ${browser.problems.length} problems`);
    return browser.problems.length ? 1 : 0;
  } finally {
    child.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
