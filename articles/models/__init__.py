from articles.models.articles import Article, Section
from articles.models.marks import IndexMark
from articles.models.names import Mention, Person, Place
from articles.models.uploads import Upload

__all__ = ["Article", "IndexMark", "Mention", "Person", "Place", "Section", "Upload"]
