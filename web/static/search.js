// The search box: `/` leads to it from anywhere, and results appear while one types in it.

import { say } from "./element.js";
import { failure, results } from "./results.js";

const PAUSE = 250; // milliseconds without a keystroke before a search
const form = document.getElementById("search");
const box = form.elements.q;
const key = form.querySelector(".key");
const main = document.getElementById("main");

let timer;
let running; // the AbortController of the search that is running
let hasEntry = false; // whether what is typed has an entry of its own in the history
let shown = new URL(performance.getEntriesByType("navigation")[0].name).search;

key.hidden = false;
document.addEventListener("keydown", (event) => {
  const isWriting = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting) return;
  event.preventDefault();
  box.focus();
  box.select();
});

if ("live" in main.dataset) {
  form.addEventListener("input", (event) => event.isComposing || searchSoon());
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

function searchSoon() {
  clearTimeout(timer);
  timer = setTimeout(search, PAUSE);
}

function stop() {
  clearTimeout(timer);
  running?.abort();
  main.removeAttribute("aria-busy");
}

/** Show what the box asks for, unless something newer is asked in the meantime. */
async function search() {
  stop();
  const asked = new URLSearchParams(new FormData(form)); // as if it were sent
  if (!asked.get("q")) return;
  running = new AbortController();
  const { signal } = running;
  main.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(`${form.dataset.api}?${asked}`, { signal });
    const answer = await response.json();
    show(asked, response.ok ? results(answer, asked, form) : failure(answer));
  } catch (error) {
    if (error.name === "AbortError") return;
    show(asked, failure({ detail: "The server does not answer." }));
  }
}

function addressOf(asked) {
  return `${form.getAttribute("action")}?${asked}`;
}

/** Put an answer on the page and in its address; one entry in the history for all one types. */
function show(asked, answer) {
  main.replaceChildren(...answer.content);
  main.removeAttribute("aria-busy");
  document.getElementById("facets")?.remove(); // they are of another search
  main.classList.remove("start", "two");
  document.title = `${asked.get("q").slice(0, 80)} – onrecord`;
  if (hasEntry) history.replaceState(null, "", addressOf(asked));
  else history.pushState(null, "", addressOf(asked));
  hasEntry = true;
  shown = location.search;
  say(answer.message);
}
