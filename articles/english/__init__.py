"""What knows English: words, sentences, dates, bylines. Another language is another folder."""
