// The search box: `/` leads to it from anywhere, and results appear while one types in it. They are
// cut out of the page that the server would show, so that nothing is made or cleaned a second time.

import { announce } from "./announce.js";
import { isEditable } from "./is_editable.js";

const PAUSE = 250; // milliseconds without a keystroke before a search
const form = document.getElementById("search");
const box = form.elements.q;
const key = form.querySelector(".key");
const isLive = Boolean(document.querySelector("main[data-live]")); // an article stays while one types
const PARTS = ["how", "content", "footer"]; // what differs from one search to the next

let timer;
let running; // the AbortController of the search that is running
let hasEntry = false; // whether what is typed has an entry of its own in the history
let shown = new URL(performance.getEntriesByType("navigation")[0].name).search;

key.hidden = false;
box.setAttribute("aria-keyshortcuts", "/");
document.addEventListener("keydown", (event) => {
  const isOther = event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey;
  if (isOther || isEditable(event)) return;
  event.preventDefault();
  box.focus();
  box.select();
});

if (isLive) {
  form.addEventListener("input", (event) => event.isComposing || isDay(event) || searchSoon());
  form.addEventListener("change", (event) => isDay(event) && searchSoon());
  form.addEventListener("compositionend", searchSoon);
}
form.addEventListener("submit", (event) => {
  stop();
  const address = addressOf(new URLSearchParams(new FormData(form)));
  if (!hasEntry && address !== location.pathname + location.search) return;
  event.preventDefault(); // browsers would make a second entry of what is shown already
  location.replace(address);
});
// What is not filled in has no place in the address.
form.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value.trim()) formData.delete(name);
});
box.addEventListener("blur", () => {
  hasEntry = false;
});
// Back or forward to where this page showed something else: the server knows what. One may have
// gone there before this script was.
window.addEventListener("popstate", followAddress);
followAddress();

function followAddress() {
  if (location.search !== shown) location.replace(location.href); // a reload would keep the box
}

/** Half a date is an error: days count when they are written to the end. */
function isDay(event) {
  return ["from", "to"].includes(event.target.name);
}

function searchSoon() {
  clearTimeout(timer);
  timer = setTimeout(search, PAUSE);
}

function stop() {
  clearTimeout(timer);
  running?.abort();
  content().removeAttribute("aria-busy");
}

/** Show what the box asks for, unless something newer is asked in the meantime. */
async function search() {
  stop();
  const asked = new URLSearchParams(new FormData(form)); // as if it were sent
  if (!asked.get("q")) return;
  running = new AbortController();
  content().setAttribute("aria-busy", "true");
  try {
    const response = await fetch(addressOf(asked), { signal: running.signal });
    if (response.redirected) location.assign(addressOf(asked)); // to log in again
    else show(asked, await response.text());
  } catch (error) {
    if (error.name !== "AbortError") complain("The server does not answer.");
  }
}

function addressOf(asked) {
  return `${form.getAttribute("action")}?${asked}`;
}

function content() {
  return document.getElementById("content");
}

/** Put what the server shows on the page; one entry in the history for all one types. */
function show(asked, text) {
  const page = new DOMParser().parseFromString(text, "text/html"); // whose scripts do not run
  if (!page.querySelector("main[data-live]")) throw new Error("a page of something else");
  const isReading = document.querySelector("#how details")?.open; // how to search, while typing
  for (const id of PARTS) document.getElementById(id).replaceWith(page.getElementById(id));
  document.querySelector("#how details")?.toggleAttribute("open", isReading ?? false);
  document.title = page.title;
  if (hasEntry) history.replaceState(null, "", addressOf(asked));
  else history.pushState(null, "", addressOf(asked));
  hasEntry = true;
  shown = location.search;
  announce(document.querySelector("h1").textContent.replace(/\s+/g, " ").trim());
}

function complain(message) {
  const note = document.createElement("p");
  note.className = "note problem";
  note.textContent = message;
  content().removeAttribute("aria-busy");
  document.querySelector("main").replaceChildren(note);
  announce(message);
}
