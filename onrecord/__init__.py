"""onrecord: full-text search over news articles for people who check facts."""
