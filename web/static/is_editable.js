/** Whether a key was pressed in a field, where it is a letter and leads nowhere. */
export function isEditable(event) {
  return event.target.closest("input, textarea, select, [contenteditable]") !== null;
}
