"""Addresses of the retirements: ``path("", include("mastsite.retirement.urls"))``."""

from django.urls import path

from mastsite.retirement import documents, feeds, fragment, views

app_name = "retirement"
urlpatterns = [
    path("retirements.json", documents.as_json, name="all_json"),
    path("retirements.ics", feeds.calendar, name="all_calendar"),
    path("retirements.atom", feeds.atom, name="all_atom"),
    path("retirements/", views.timeline, name="timeline"),
    path("retirements/show", views.show, name="show"),
    path("retirements/fragment", fragment.fragment, name="fragment"),
    path("retirements/check", fragment.check, name="check"),
    path("retirements/<slug:word>.json", documents.as_json, name="json"),
    path("retirements/<slug:word>.ics", feeds.calendar, name="calendar"),
    path("retirements/<slug:word>.atom", feeds.atom, name="atom"),
    path("retirements/<slug:id>/", views.record, name="record"),
    path("retirements/<slug:id>/mail.txt", documents.mail, name="mail"),
    path("retirements/<slug:id>/dismiss", views.dismiss, name="dismiss"),
    path("retirements/<slug:id>/feedback", views.say, name="feedback"),
]
