"""Finds the address of an entity's page at the desk, and of the page to show after a decision."""

from django.urls import reverse

from articles.models import Entity


def desk_page(entity: Entity) -> str:
    """Return the address of the entity's page at the desk."""
    return reverse(f"admin:articles_{entity.kind}_change", args=[entity.number])


def next_page(entity: Entity, on_site: bool) -> str:
    """Return the address of the page to show after a decision about the entity.

    It is the public page of the canonical entity if the editor decided on the public site
    (`on_site`) and the canonical entity is listed. Otherwise it is the page of the canonical entity
    at the desk."""
    canonical = Entity.objects.with_canonical().get(pk=entity.pk).canonical
    return canonical.get_absolute_url() if on_site and canonical.listed else desk_page(canonical)
