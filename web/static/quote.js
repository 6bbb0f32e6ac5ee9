// Copies the selection into the quote check form.
"use strict";
const field = document.getElementById("selection");
const article = document.querySelector("article");
document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const words = selection.toString().trim();
  if (words && article.contains(selection.anchorNode) && article.contains(selection.focusNode)) {
    field.value = words;
    field.form.classList.add("has-selection");
  }
});
