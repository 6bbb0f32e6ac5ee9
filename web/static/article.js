// The article page: navigation between matches, links to passages, copying citations.

import { announce } from "./announce.js";
import { offsetIn } from "./passage.js";
import { isEditable } from "./is_editable.js";

const matches = document.querySelector(".matches");
const copyLink = document.getElementById("copy-link");
const text = document.querySelector(".text");

if (matches) stepThrough(Number(matches.dataset.linked));
copyLink.hidden = false;
copyLink.addEventListener("mousedown", (event) => event.preventDefault()); // keep the selection
copyLink.addEventListener("click", () => {
  const passage = selectedPassage();
  if (passage) copy(linkTo(passage), "Link to the passage");
  else copy(absolute(copyLink.dataset.href), "Link");
});
document.addEventListener("selectionchange", () => {
  copyLink.textContent = selectedPassage() ? "Copy link to the passage" : "Copy link";
});
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    copy(document.getElementById(button.dataset.copy).textContent, "Reference");
  });
}

/** Step through the matches by button, key or the arrows beside a match; wrap around. */
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
    location.replace(`#m${at}`); // no history entry: Back leads to the results
    const mark = document.getElementById(`m${at}`);
    mark.tabIndex = -1;
    mark.focus({ preventScroll: true }); // the URL has scrolled to it
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

/** The offsets of the selection in the article's text, or null. */
function selectedPassage() {
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

/** Copy to the clipboard or, where browsers forbid it (without TLS), show what to copy. */
async function copy(what, name) {
  try {
    await navigator.clipboard.writeText(what);
    notify(`${name} copied`);
  } catch {
    window.prompt(`${name}: copy it from here`, what);
  }
}

/** Announce a message, and show a tick on the pressed button. */
function notify(message) {
  const button = document.activeElement?.closest("button") ?? copyLink;
  announce(message);
  button.classList.add("done");
  setTimeout(() => button.classList.remove("done"), 2000);
}
