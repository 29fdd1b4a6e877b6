"""The released astroquery, pointed at a server of ours."""

from __future__ import annotations

from astroquery.mast import MastMissionsClass, conf


def missions_at(address: str, mission: str) -> MastMissionsClass:
    conf.server = address
    client = MastMissionsClass()
    client._service_api_connection.SERVICE_URL = address
    client.mission = mission
    return client
