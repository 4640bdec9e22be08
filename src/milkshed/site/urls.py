"""All addresses: the site's own pages, then each room's under its name."""

from importlib import import_module

from django.urls import URLPattern, URLResolver, include, path

from milkshed.platform.registry import rooms_with
from milkshed.site.api import api

handler400 = "milkshed.platform.web.failures.bad_request"
handler403 = "milkshed.platform.web.failures.forbidden"
handler404 = "milkshed.platform.web.failures.not_found"
handler500 = "milkshed.platform.web.failures.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", api.urls),
    path("", include("milkshed.site.pages.urls")),
]

for room, module in rooms_with("urls"):
    addresses = import_module(module)
    urlpatterns += getattr(addresses, "ROOT", [])
    urlpatterns.append(path(getattr(addresses, "PREFIX", f"{room}/"), include(module)))
