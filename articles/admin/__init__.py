from articles.admin.articles import ArticleAdmin
from articles.admin.names import PersonAdmin, PlaceAdmin
from articles.admin.uploads import UploadAdmin

__all__ = ["ArticleAdmin", "PersonAdmin", "PlaceAdmin", "UploadAdmin"]
