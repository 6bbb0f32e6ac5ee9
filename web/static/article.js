// An article: from match to match by button and key, and links to a passage.

import { announce } from "./announce.js";
import { offsetIn } from "./passage.js";
import { isEditable } from "./is_editable.js";

const matches = document.querySelector(".matches");
const copyLink = document.getElementById("copy-link");
const text = document.querySelector(".text");

if (matches) stepThrough(Number(matches.dataset.linked));
copyLink.hidden = false;
copyLink.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
copyLink.addEventListener("click", () => {
  const passage = chosen();
  if (passage) copy(linkTo(passage), "Link to the passage");
  else copy(absolute(copyLink.dataset.href), "Link");
});
document.addEventListener("selectionchange", () => {
  copyLink.textContent = chosen() ? "Copy link to the passage" : "Copy link";
});
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    copy(document.getElementById(button.dataset.copy).textContent, "Reference");
  });
}

/** Buttons, keys and the arrows beside a match lead to its neighbours, round and round. */
function stepThrough(last) {
  const main = document.getElementById("main");
  const where = matches.querySelector(".where");
  const total = where.textContent;
  let at = Number(/^#m(\d+)$/.exec(location.hash)?.[1] ?? 0);

  function show() {
    where.textContent = at ? `${at.toLocaleString("en")} of ${total.split(" ")[0]}` : total;
  }
  function go(to) {
    at = to < 1 ? last : to > last ? 1 : to;
    location.replace(`#m${at}`); // matches are no pages: back leads to the results
    const mark = document.getElementById(`m${at}`);
    mark.tabIndex = -1;
    mark.focus({ preventScroll: true }); // the address has scrolled to it
    show();
    announce(`Match ${where.textContent}`);
  }
  main.classList.add("stepping");
  for (const button of matches.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => go(at + Number(button.dataset.step)));
  }
  main.addEventListener("click", (event) => {
    const arrow = event.target.closest(".hops a");
    if (!arrow) return;
    event.preventDefault();
    go(Number(arrow.hash.slice(2)));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isEditable(event)) return;
    const by = { n: 1, p: -1 }[event.key];
    if (by) go(at + by);
  });
  window.addEventListener("hashchange", () => {
    at = Number(/^#m(\d+)$/.exec(location.hash)?.[1] ?? at);
    show();
  });
  show();
}

/** Where the selected words stand in the article's text, if they are of it. */
function chosen() {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const start = offsetIn(text, range.startContainer, range.startOffset);
  const end = offsetIn(text, range.endContainer, range.endOffset);
  return start !== null && end !== null && start < end ? { start, end } : null;
}

function linkTo({ start, end }) {
  const link = new URL(absolute(copyLink.dataset.href));
  link.searchParams.set("passage", `${start}-${end}.${copyLink.dataset.edition}`);
  link.hash = "passage";
  return link.href;
}

function absolute(href) {
  return new URL(href, location.href).href;
}

/** Copy, or show what to copy where the browser does not let a page do it, as without TLS. */
async function copy(what, name) {
  try {
    await navigator.clipboard.writeText(what);
    tell(`${name} copied`);
  } catch {
    window.prompt(`${name}: copy it from here`, what);
  }
}

/** Say it to those who see, too, by a tick on the button that was pressed. */
function tell(message) {
  const button = document.activeElement?.closest("button") ?? copyLink;
  announce(message);
  button.classList.add("done");
  setTimeout(() => button.classList.remove("done"), 2000);
}
