"""Where editors find a name, and where they go after a decision about it."""

from django.urls import reverse

from articles.models import Entity


def desk_page(entity: Entity) -> str:
    """Return the address of the entity's page at the desk."""
    return reverse(f"admin:articles_{entity.kind}_change", args=[entity.number])


def next_page(entity: Entity, on_site: bool) -> str:
    """Return the page to go to after a decision: the public page if the editor decided on the
    site and readers may still see the name, else the page at the desk."""
    canonical = Entity.objects.with_canonical().get(pk=entity.pk).canonical
    return canonical.get_absolute_url() if on_site and canonical.listed else desk_page(canonical)
