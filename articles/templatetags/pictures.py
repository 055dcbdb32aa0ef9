"""How templates say what pictures show."""

from django import template

from articles import illustrations
from articles.pictures.timeline import Period

register = template.Library()


@register.filter
def moment(period: Period) -> str:
    """The name of a year, month or day."""
    return illustrations.label(period)
