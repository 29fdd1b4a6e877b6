"""Addresses of feedback: ``path("", include("mastsite.feedback.urls"))``."""

from django.urls import path

from mastsite.feedback import views

app_name = "feedback"
urlpatterns = [
    path("feedback", views.feedback, name="form"),
    path("feedback/thanks", views.thanks, name="thanks"),
]
