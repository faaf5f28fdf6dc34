"""What the words of an article tell: furniture, credits, dates, language, tags. One rule a file, its words as data."""
