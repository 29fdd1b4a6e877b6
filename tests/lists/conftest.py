"""A folder and a database for lists, both forgotten after each test."""

from __future__ import annotations

from tests.jobs.conftest import begin, jobs_folder, keeper, kept

__all__ = ["begin", "jobs_folder", "keeper", "kept"]
