"""The JSON interface: the wire protocol that ``astroquery.mast.MastMissions`` speaks, and its description.

A request becomes a `Query` (`request`), the engine answers, and `reply` spells the answer. ``docs/api.md`` is the
protocol in words; ``/search/docs`` lists one OpenAPI document for each mission.
"""
