"""The addresses of an entity's pages for editors."""

from django.urls import reverse

from articles.models import Entity


def desk_page(entity: Entity) -> str:
    """Return the address of the entity's page at the desk."""
    return reverse(f"admin:articles_{entity.kind}_change", args=[entity.number])


def next_page(entity: Entity, on_site: bool) -> str:
    """Return the address to go to after a decision: the public page if the editor decided there
    and readers may still see it, else the page at the desk."""
    canonical = Entity.objects.with_canonical().get(pk=entity.pk).canonical
    return canonical.get_absolute_url() if on_site and canonical.listed else desk_page(canonical)
