"""Addresses of the site's own pages."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path

from milkshed.site.pages import (
    alarms,
    audit,
    balance,
    explorer,
    facts,
    holidays,
    home,
    jobs,
    map_layer,
    organisations,
    rules,
    war_map,
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("sign-in", home.SignIn.as_view(), name="sign-in"),
    path("sign-out", LogoutView.as_view(next_page="/"), name="sign-out"),
    path("language/", include("django.conf.urls.i18n")),
    path("war-map", war_map.war_map, name="war-map"),
    path("alarms", alarms.alarms, name="alarms"),
    path("alarms/<int:pk>", alarms.alarm, name="alarm"),
    path("alarms/<int:pk>/handle", alarms.handle, name="handle-alarm"),
    path("balance", balance.balance, name="balance"),
    path("balance.xlsx", balance.balance_excel, name="balance-excel"),
    path("explorer", explorer.explorer, name="explorer"),
    path("explorer.xlsx", explorer.explorer_excel, name="explorer-excel"),
    path("explorer.pdf", explorer.explorer_pdf, name="explorer-pdf"),
    path("facts/<path:event_id>", facts.fact, name="fact"),
    path("organisations", organisations.organisations, name="organisations"),
    path("organisations/<int:pk>", organisations.organisation, name="organisation"),
    path("organisations/<int:pk>/people", organisations.add_person, name="add-person"),
    path("memberships/<int:pk>/end", organisations.end_role, name="end-role"),
    path("rules", rules.rules, name="rules"),
    path("holidays", holidays.holidays, name="holidays"),
    path("holidays/save", holidays.save, name="save-holiday"),
    path("holidays/remove", holidays.remove, name="remove-holiday"),
    path("jobs", jobs.jobs, name="jobs"),
    path("jobs/<uuid:pk>", jobs.job, name="job"),
    path("jobs/<uuid:pk>/cancel", jobs.cancel, name="cancel-job"),
    path("jobs/<uuid:pk>/resume", jobs.resume, name="resume-job"),
    path("audit", audit.audit, name="audit"),
    path("audit/transitions", audit.transitions, name="transitions"),
    path("map-layer", map_layer.map_layer, name="map-layer"),
    path("map-layer/load", map_layer.load, name="load-map-layer"),
    path("map-layer/<int:pk>/retire", map_layer.retire, name="retire-map-layer"),
    path("maps/counties/<slug:version>.json", map_layer.counties_geojson, name="county-borders"),
]
