// An answer of the JSON API as the search page shows it.

import { element } from "./element.js";

const SENTENCE_END = /[.!?…。！？:;]["'”’»)\]」』]*$/;
const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/** The answer to a search: what to show, and what to say of it. */
export function results(answer, asked, form) {
  const message = answer.total ? `${counted(answer.total)} found` : "Nothing found";
  const content = [element("h1", {}, message)];
  if (answer.interpreted) content.push(reading(answer.interpreted));
  for (const warning of answer.warnings) content.push(note(warning, asked, form));
  const names = JSON.parse(form.dataset.matched);
  const hits = answer.hits.map((hit) => element("li", {}, shown(hit, asked, form, names)));
  const listClass = answer.total ? "hits" : "hits partial";
  content.push(wholePage(asked, form), element("ol", { class: listClass }, ...hits));
  if (answer.next) content.push(nextPage(answer.next, asked, form));
  return { message, content };
}

/** What went wrong, while the query may not be finished yet. */
export function failure(problem) {
  const message = problem.detail ?? problem.error?.message ?? "That cannot be searched.";
  return { message, content: [element("p", { class: "note problem" }, message)] };
}

function counted(total) {
  return `${total.toLocaleString("en")} ${total === 1 ? "article" : "articles"}`;
}

function reading(interpreted) {
  const query = element("span", { class: "query" }, element("bdi", {}, interpreted.slice(0, 1000)));
  return element("p", { class: "reading" }, "Read as ", query);
}

function note(warning, asked, form) {
  const said = element("p", {}, sentence(warning.message));
  if (!warning.suggestion) return element("div", { class: "note" }, said);
  const href = address(form, asked, { q: warning.suggestion });
  const repaired = element("a", { class: "query", href }, warning.suggestion.slice(0, 300));
  return element("div", { class: "note" }, said, element("p", {}, "Search instead: ", repaired));
}

function sentence(message) {
  const stop = /[.?!]$/.test(message) ? "" : ".";
  return `${message.slice(0, 1).toUpperCase()}${message.slice(1)}${stop}`;
}

function wholePage(asked, form) {
  const link = element("a", { href: address(form, asked, {}) }, "with filters and timeline");
  return element("p", { class: "sorts" }, "Enter shows this ", link);
}

function nextPage(cursor, asked, form) {
  const href = address(form, asked, { cursor });
  const link = element("a", { href, rel: "next" }, "Next page →");
  return element("nav", { class: "pages", "aria-label": "Pages" }, link);
}

function address(form, asked, changes) {
  const changed = new URLSearchParams(asked);
  for (const [name, value] of Object.entries(changes)) changed.set(name, value);
  return `${form.getAttribute("action")}?${changed}`;
}

function shown(hit, asked, form, names) {
  const isMarked = hit.snippets.some((snippet) => snippet.highlights.length);
  const href = article(hit, asked, form, isMarked);
  const whole = hit.snippets.filter((s) => s.field !== "text" && s.text === hit[s.field]);
  const title = whole.find((snippet) => snippet.field === "title");
  const link = element("a", { href }, ...(title ? marked(title) : [hit.title || "untitled"]));
  const others = hit.snippets.filter((snippet) => !whole.includes(snippet));
  return element(
    "article",
    { lang: hit.language ?? "" },
    element("h2", { dir: "auto" }, link),
    facts(hit),
    ...others.map(fragment),
    ways(hit, isMarked ? names[hit.matched_as] : ""),
  );
}

function article(hit, asked, form, isMarked) {
  const values = new URLSearchParams(asked);
  values.set("id", hit.id);
  return `${form.dataset.article}?${values}${isMarked ? "#m1" : ""}`;
}

function facts(hit) {
  const outlet = hit.outlet
    ? element("bdi", { class: "outlet" }, hit.outlet)
    : element("span", { class: "unknown" }, "outlet unknown");
  const day = hit.date
    ? element("time", { datetime: hit.date }, DAY.format(new Date(hit.date)))
    : element("span", { class: "unknown" }, "undated");
  const author = hit.author ? [" · ", element("bdi", {}, hit.author)] : [];
  return element("p", { class: "facts", lang: "en" }, outlet, " · ", day, ...author);
}

function ways(hit, matched) {
  const line = element("p", { class: "ways", lang: "en" });
  if (matched) line.append(element("span", { class: `matched ${hit.matched_as}` }, matched), " ");
  if (/^https?:\/\//i.test(hit.url ?? "")) {
    const href = hit.url + directive(hit);
    line.append(element("a", { href, rel: "noopener noreferrer" }, "open at the source"));
  }
  return line;
}

/** What scrolls the source to the first words marked. */
function directive(hit) {
  const best = hit.snippets.find((one) => one.field === "text" && one.highlights.length);
  if (!best) return "";
  const words = Array.from(best.text).slice(...best.highlights[0]).join("");
  const encoded = encodeURIComponent(words.trim()).replaceAll("-", "%2D");
  return `${hit.url.includes("#") ? "" : "#"}:~:text=${encoded}`;
}

function fragment(snippet) {
  const after = SENTENCE_END.test(snippet.text.slice(-8)) ? "" : " …";
  const before = snippet.start ? "… " : "";
  return element("p", { class: "snippet", dir: "auto" }, before, ...marked(snippet), after);
}

/** A snippet with its matches marked; the API counts code points, strings here do not. */
function marked(snippet) {
  const points = Array.from(snippet.text);
  const text = (start, end) => points.slice(start, end).join("");
  const pieces = [];
  let at = 0;
  for (const [start, end] of snippet.highlights) {
    pieces.push(text(at, start), element("mark", {}, text(start, end)));
    at = end;
  }
  return [...pieces, text(at)];
}
