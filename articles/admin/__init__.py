from articles.admin.articles import ArticleAdmin
from articles.admin.desk import DecisionAdmin, ProposalAdmin
from articles.admin.names import PersonAdmin, PlaceAdmin
from articles.admin.uploads import UploadAdmin

__all__ = [
    "ArticleAdmin",
    "DecisionAdmin",
    "PersonAdmin",
    "PlaceAdmin",
    "ProposalAdmin",
    "UploadAdmin",
]
