/** Announce a message to screen readers, even if it is the same as the last one. */
export function announce(message) {
  const said = document.getElementById("said");
  said.textContent = "";
  setTimeout(() => {
    said.textContent = message;
  });
}
