from django.urls import path
from django.views.decorators.http import conditional_page

from articles import feeds, views

urlpatterns = [
    path("", views.home, name="home"),
    path("search", views.search, name="search"),
    path("feed", conditional_page(feeds.SearchFeed()), name="feed"),
    path("articles/<int:pk>/<slug:slug>/", views.article, name="article"),
    path("articles/<int:pk>/original", views.original, name="original"),
    path("people/<int:number>/<slug:slug>/", views.person, name="person"),
    path("people/<int:number>/<slug:slug>/quotes", views.quotes, name="quotes"),
    path("places/<int:number>/<slug:slug>/", views.place, name="place"),
    path("compare", views.comparison, name="compare"),
    path("suggest", views.suggestions, name="suggest"),
    path("display", views.display, name="display"),
    path("help", views.guide, name="help"),
    path("about", views.about, name="about"),
]
