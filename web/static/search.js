// The search box: the shortcut `/`, and results while typing. They are taken from the page that the
// server renders, so that rendering and sanitizing exist only once.

import { announce } from "./announce.js";
import { isEditable } from "./is_editable.js";

const PAUSE = 250; // milliseconds to wait after a keystroke
const form = document.getElementById("search");
const box = form.elements.q;
const key = form.querySelector(".key");
const isLive = Boolean(document.querySelector("main[data-live]")); // article pages stay
const PARTS = ["how", "content", "footer"]; // the parts of a page that are replaced

let timer;
let running; // AbortController of the running search
let hasEntry = false; // whether what is being typed has a history entry
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
  event.preventDefault(); // avoid a second history entry for the page shown
  location.replace(address);
});
// Empty fields are left out of the URL.
form.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) if (!value.trim()) formData.delete(name);
});
box.addEventListener("blur", () => {
  hasEntry = false;
});
// Back or forward to another search: load it from the server. This may have happened before this
// script was loaded.
window.addEventListener("popstate", followAddress);
followAddress();

function followAddress() {
  if (location.search !== shown) location.replace(location.href); // a reload would keep the input
}

/** Dates are searched only when complete: half a date is an error. */
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

/** Show the results, unless a newer search has started in the meantime. */
async function search() {
  stop();
  const asked = new URLSearchParams(new FormData(form)); // as submitted
  if (!asked.get("q")) return;
  running = new AbortController();
  content().setAttribute("aria-busy", "true");
  try {
    const response = await fetch(addressOf(asked), { signal: running.signal });
    if (response.redirected) location.assign(addressOf(asked)); // to the login page
    else show(asked, await response.text());
  } catch (error) {
    if (error.name !== "AbortError") complain("The server does not respond.");
  }
}

function addressOf(asked) {
  return `${form.getAttribute("action")}?${asked}`;
}

function content() {
  return document.getElementById("content");
}

/** Replace the parts of the page; everything typed in a row is one history entry. */
function show(asked, text) {
  const page = new DOMParser().parseFromString(text, "text/html"); // its scripts do not run
  if (!page.querySelector("main[data-live]")) throw new Error("not a search page");
  const isReading = document.querySelector("#how details")?.open; // the help is open
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
