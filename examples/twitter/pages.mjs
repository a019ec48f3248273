// What ../screenshots.mjs looks at, on the demo data.
const PHONE = { width: 390, height: 844 };

async function logIn(browser) {
  await browser.go("/login/");
  await browser.tabTo("#username");
  await browser.type("zaizee");
  await browser.press("Tab");
  await browser.type("birdsong");
  await browser.leads(() => browser.press("Enter"));
}

async function followMickey(browser) {
  await logIn(browser);
  await browser.go("/users/mickey/");
  await browser.tabTo(".actions button");
  await browser.leads(() => browser.press("Enter"));
}

export const pages = [
  { path: "/public/" },
  { name: "twitter-public-dark-phone", path: "/public/", dark: true, ...PHONE },
  { path: "/users/" },
  { path: "/users/huey/", ...PHONE },
  { name: "twitter-login", path: "/login/", width: 1280, height: 560 },
  { name: "twitter-join-phone", path: "/join/", ...PHONE },
  { name: "twitter-home", before: followMickey, path: "/" },
  { name: "twitter-profile", path: "/users/huey/" },
  { name: "twitter-profile-dark", path: "/users/huey/", dark: true },
  { name: "twitter-home-phone", path: "/", ...PHONE },
  { name: "twitter-users-phone", path: "/users/", ...PHONE },
  { path: "/following/" },
  { path: "/followers/", dark: true },
  { path: "/create/", ...PHONE },
];

/** Without a mouse: past the navigation, a message that is written, and one that is liked. */
export async function keyboard(browser) {
  await browser.go("/create/");
  await browser.tabTo(".skip", 1);
  await browser.press("Enter");
  await browser.tabTo("#content", 2);
  const text = `Written <b>without</b> a mouse, ${new Date().toISOString()}`;
  await browser.type(text);
  await browser.tabTo(".write button", 1);
  await browser.leads(() => browser.press("Enter"));
  const page = await browser.text();
  if (!page.includes(text) || !page.includes("Your message is published."))
    browser.problem("the message that was written is not there");
  await browser.tabTo("article .like button");
  await browser.leads(() => browser.press("Space"));
  const label = await browser.run("document.querySelector('article .like button').ariaLabel");
  if (label !== "Unlike this message of zaizee, liked by 1") browser.problem(`not liked: ${label}`);
}
