"""The site as a Django application: it makes the pages that Digital Links lead to."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SiteConfig(AppConfig):
    """Puts the house together once Django is up."""

    name = "milkshed.site"
    label = "site"

    def ready(self) -> None:
        """Let every process know the rooms' jobs, the resolver our pages, sheets their samples."""
        from milkshed.collection.facade import tell_samples_with
        from milkshed.ledger.facade import (
            register_house_links,
            register_links_page,
            register_page,
            register_things,
        )
        from milkshed.platform.registry import rooms_with
        from milkshed.quality.facade import samples_of_load
        from milkshed.site.journey.links import RULES, registered_things
        from milkshed.site.pages.links import links_page
        from milkshed.site.pages.trace import trace_page

        # roles say who may do what: nobody reads a permission for each verb and each of our models
        post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
        for _, module in rooms_with("jobs"):
            import_module(module)
        register_page(trace_page)
        register_links_page(links_page)
        for rule in RULES:
            register_house_links(rule)
        register_things(registered_things)
        tell_samples_with(samples_of_load)
