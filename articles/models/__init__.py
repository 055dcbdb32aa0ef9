from articles.models.articles import Article, Section, Stems
from articles.models.decisions import Decision
from articles.models.marks import IndexMark
from articles.models.names import Mention, Person, Place
from articles.models.proposals import Proposal
from articles.models.quotes import Quote
from articles.models.uploads import Upload

__all__ = [
    "Article",
    "Decision",
    "IndexMark",
    "Mention",
    "Person",
    "Place",
    "Proposal",
    "Quote",
    "Section",
    "Stems",
    "Upload",
]
