/** Tell a reader who cannot see that the page has changed, also when it is the same as before. */
export function announce(message) {
  const said = document.getElementById("said");
  said.textContent = "";
  setTimeout(() => {
    said.textContent = message;
  });
}
