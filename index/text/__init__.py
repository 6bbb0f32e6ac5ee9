"""Text handling that knows no reader: cleaning, dates, sentences, Markdown, URLs."""
