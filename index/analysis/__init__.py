"""Analysis: text to tokens, stems and a language."""
