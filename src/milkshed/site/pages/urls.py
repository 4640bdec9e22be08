"""Addresses of the site's own pages."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path

from milkshed.site.pages import alarms, home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("sign-in", home.SignIn.as_view(), name="sign-in"),
    path("sign-out", LogoutView.as_view(next_page="/"), name="sign-out"),
    path("language/", include("django.conf.urls.i18n")),
    path("alarms", alarms.alarms, name="alarms"),
    path("alarms/<int:pk>", alarms.alarm, name="alarm"),
    path("alarms/<int:pk>/handle", alarms.handle, name="handle-alarm"),
]
