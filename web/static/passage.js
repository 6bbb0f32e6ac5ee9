// Positions on the page as offsets in the article's text, in code points like the server's.

/** The offset of a DOM position in the text, or null if it is outside. */
export function offsetIn(text, node, offset) {
  const paragraph = paragraphAt(text, node, offset);
  if (!paragraph) return null;
  const before = document.createRange();
  before.selectNodeContents(paragraph);
  if (before.comparePoint(node, offset) > 0) return null;
  if (before.comparePoint(node, offset) === 0) before.setEnd(node, offset);
  else before.collapse(true);
  const words = before.cloneContents();
  for (const links of words.querySelectorAll(".hops")) links.remove(); // not part of the text
  return Number(paragraph.dataset.start) + Array.from(words.textContent).length;
}

function paragraphAt(text, node, offset) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  if (!text.contains(element)) return null;
  // A selection that ends before the next paragraph refers to their parent.
  return element.closest("[data-start]") ?? paragraphNear(text, element.childNodes[offset]);
}

function paragraphNear(text, node) {
  while (node && node.nodeType !== Node.ELEMENT_NODE) node = node.nextSibling;
  return node?.closest("[data-start]") ?? null;
}
