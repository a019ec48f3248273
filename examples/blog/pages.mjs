// What ../screenshots.mjs looks at in the blog, which was started with this PASSWORD.
const PASSWORD = process.env.PASSWORD ?? "letmein";

const phone = { width: 390, height: 760 };
const wide = { width: 1280, height: 760 };

async function login(browser) {
  await browser.go("/login/?next=/drafts/");
  await browser.tabTo("#password");
  await browser.type(PASSWORD);
  await browser.leads(() => browser.press("Enter"));
}

export const pages = [
  { name: "blog-list", path: "/", ...wide },
  { name: "blog-entry", path: "/searching-without-a-search-server/", ...wide },
  { name: "blog-entry-dark", path: "/searching-without-a-search-server/", ...wide, dark: true },
  { name: "blog-entry-phone", path: "/page-two-of-a-list-that-moves/", ...phone },
  { name: "blog-search", path: "/?q=search", ...wide },
  { name: "blog-search-phone", path: "/?q=rows", ...phone, dark: true },
  { path: "/?q=nothing+has+this", ...phone },
  { path: "/?tag=web", ...phone },
  { path: "/login/", ...phone },
  { path: "/drafts/", ...phone, before: login },
  { path: "/create/", ...phone },
  { path: "/logout/", ...wide },
  { name: "blog-edit", path: "/good-addresses-do-not-change/edit/", ...wide },
  { name: "blog-edit-phone", path: "/on-writing-less/edit/", ...phone },
];

/** Writes an entry without a mouse, corrects it, publishes it, and finds it again. */
export async function keyboard(browser) {
  const title = `Written by keyboard ${Date.now()}`;
  await browser.go("/drafts/");
  await browser.tabTo("a[href='/create/']");
  await browser.leads(() => browser.press("Enter"));
  await browser.tabTo("#title");
  await browser.type(title);
  await browser.tabTo("#content");
  await browser.type("A quokka, and *nothing* else.");
  await browser.tabTo("#slug");
  await browser.type("login");
  await browser.tabTo("main button");
  await browser.leads(() => browser.press("Enter"));
  expect(await browser.text(), "This address is a page of the blog itself.");
  browser.problems = browser.problems.filter((problem) => !problem.includes("status of 422")); // as it should be
  await browser.check();
  await browser.tabTo("input[type=checkbox]");
  await browser.press("Space");
  await browser.tabTo("main button");
  await browser.leads(() => browser.press("Enter"));
  expect(await browser.text(), "Your entry is published.");
  await browser.tabTo("#q");
  await browser.type("quokka");
  await browser.leads(() => browser.press("Enter"));
  expect(await browser.text(), title);
}

function expect(text, part) {
  if (!text.includes(part)) throw new Error(`"${part}" is not on the page: ${text.slice(0, 300)}`);
}
