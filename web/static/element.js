// Elements from plain data: whatever is text stays text.

/** A new element with these attributes; children that are strings become text. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Tell a reader who cannot see that the page has changed. */
export function say(message) {
  document.getElementById("said").textContent = message;
}
