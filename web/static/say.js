/** Tell a reader who cannot see that the page has changed. */
export function say(message) {
  document.getElementById("said").textContent = message;
}
