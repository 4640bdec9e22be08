"""The site as a Django application: it makes the pages that Digital Links lead to."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Puts the house together once Django is up."""

    name = "milkshed.site"
    label = "site"

    def ready(self) -> None:
        """Let the ledger's resolver show our trace page to browsers."""
        from milkshed.ledger.facade import register_page
        from milkshed.site.pages.trace import trace_page

        register_page(trace_page)
