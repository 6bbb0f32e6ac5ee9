/** Whether a keyboard event comes from an editable field, where keys are not shortcuts. */
export function isEditable(event) {
  return event.target.closest("input, textarea, select, [contenteditable]") !== null;
}
