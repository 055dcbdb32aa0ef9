"""From blocks of text to an article: its title, sections and what surrounds them."""
