"""Addresses of the guides."""

from __future__ import annotations

from django.urls import URLPattern, path

from mastsite.guides import changes, statement, tour, tutorials, usability

urlpatterns: list[URLPattern] = [
    path("accessibility", statement.statement, name="accessibility"),
    path("accessibility.json", statement.statement, {"extension": "json"}, name="accessibility_json"),
    path("usability/", usability.overview, name="usability"),
    path("usability/tasks", usability.task_set, name="usability_tasks"),
    path("usability/measurements", usability.measurements, name="usability_measurements"),
    path("usability/round", usability.moderated_round, name="usability_round"),
    path("usability/sus", usability.questionnaire, name="usability_sus"),
    path("usability/score", usability.scores, name="usability_score"),
    path("usability/findings", usability.findings, name="usability_findings"),
    path("tour/", tour.start, name="tour"),
    path("tour/<str:key>/", tour.step, name="tour_step"),
    path("tutorials/", tutorials.tutorials, name="tutorials"),
    path("tutorials/<str:slug>/", tutorials.tutorial, name="tutorial"),
    path("changes", changes.changes, name="changes"),
    path("changes.atom", changes.atom, name="changes_atom"),
]
