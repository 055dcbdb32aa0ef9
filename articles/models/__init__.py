from articles.models.articles import Article, Section, Stems, is_public
from articles.models.decisions import Decision
from articles.models.entities import Entity, Location
from articles.models.kinds import Kind
from articles.models.marks import IndexMark
from articles.models.mentions import Mention
from articles.models.proposals import Proposal
from articles.models.proxies import Organisation, Person, Place
from articles.models.quotes import Quote
from articles.models.uploads import Upload

__all__ = [
    "Article",
    "Decision",
    "Entity",
    "IndexMark",
    "Kind",
    "Location",
    "Mention",
    "Organisation",
    "Person",
    "Place",
    "Proposal",
    "Quote",
    "Section",
    "Stems",
    "Upload",
    "is_public",
]
