"""The commands of `onrecord`, one module each, imported when called."""
