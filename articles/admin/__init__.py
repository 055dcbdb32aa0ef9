from articles.admin.articles import ArticleAdmin
from articles.admin.decisions import DecisionAdmin
from articles.admin.entities import EntityAdmin, OrganisationAdmin, PersonAdmin, PlaceAdmin
from articles.admin.proposals import ProposalAdmin
from articles.admin.uploads import UploadAdmin

__all__ = [
    "ArticleAdmin",
    "DecisionAdmin",
    "EntityAdmin",
    "OrganisationAdmin",
    "PersonAdmin",
    "PlaceAdmin",
    "ProposalAdmin",
    "UploadAdmin",
]
