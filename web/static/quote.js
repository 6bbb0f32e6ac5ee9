// Words selected in the article are put into the form that checks a quotation.
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
