"""Turns blocks of text into an article: its title, its sections and the lines around them."""
