// Elements from plain data: whatever is text stays text, and is cleaned as on the server.

const TURNERS = /[\u202a-\u202e\u2066-\u2069]/g;
const NO_CHARACTER = /[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]/g;

/** A text that neither holds control characters nor turns round what follows it. */
export function clean(text) {
  return text.replace(TURNERS, "\u2060").replace(NO_CHARACTER, "\ufffd");
}

/** A new element with these attributes; children that are strings become text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.map((child) => (typeof child === "string" ? clean(child) : child)));
  return made;
}

/** Tell a reader who cannot see that the page has changed. */
export function say(message) {
  document.getElementById("said").textContent = message;
}
