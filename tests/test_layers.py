"""Who may import whom: read off the source, for every module."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RINGS = {
    "search": 1,
    "network": 1,
    "resolver": 2, "exports": 2, "snippets": 2, "retirement": 2, "products": 2, "caom": 2, "feedback": 2, "jobs": 2, "baskets": 2, "lists": 2,
    "pages": 3, "api": 3, "mashup": 3, "legacy": 3, "guides": 3, "vo": 3, "scans": 3,
}  # fmt: skip
NO_DJANGO = (
    *("declare", "units", "moments", "terms", "wording", "criteria", "position", "angles", "sky"),
    *("query", "params", "reading", "targets", "result", "region", "spherical", "outlines"),
)
DATABASE = (
    *(
        "tables",
        "engine",
        "streaming",
        "fields",
        "pinning",
        "prepared",
        "bulk",
        "loading",
        "arrivals",
        "limits",
        "models",
        "paging",
        "plan",
        "walking",
        "footprints",
        "crowding",
        "facets",
        "statistics",
        "conditions",
    ),
    *("checks", "registry", "apps", "pointings", "whole", "target_list", "database", "replicas", "citus", "sending"),
)
MODULES = sorted(path for path in (ROOT / "mastsite").rglob("*.py") if "migrations" not in path.parts)
MISSIONS = sorted((ROOT / "missions").glob("*/*.py"))


def imports(path: Path) -> set[str]:
    """Absolute names of everything a module imports, inside functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            package = (
                ".".join(path.relative_to(ROOT).with_suffix("").parts[: -node.level or None]) if node.level else ""
            )
            base = ".".join(filter(None, [package, node.module]))
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return found


def room(name: str) -> str:
    parts = name.split(".")
    return parts[1] if parts[0] == "mastsite" and len(parts) > 1 else ""


def ident(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=ident)
def test_imports_point_inwards(path: Path) -> None:
    mine = path.relative_to(ROOT / "mastsite").parts[0].removesuffix(".py")
    ring = RINGS.get(mine, 9)
    for name in imports(path):
        theirs = room(name)
        if theirs in RINGS and theirs != mine:
            assert RINGS[theirs] < ring, f"{ident(path)} is in ring {ring} and imports {name} of ring {RINGS[theirs]}"
        assert not name.startswith("missions.") or ring == 9, (
            f"{ident(path)} imports {name}; shared code knows no mission"
        )
        if theirs == "legacy":
            assert mine in ("legacy", "urls"), (
                f"{ident(path)} imports {name}; legacy could not be deleted in one commit"
            )


@pytest.mark.parametrize("name", NO_DJANGO)
def test_the_plain_core_imports_no_django(name: str) -> None:
    here = ROOT / "mastsite" / "search"
    paths = [here / f"{name}.py"] if (here / f"{name}.py").exists() else list((here / name).glob("*.py"))
    assert paths
    for path in paths:
        assert not [item for item in imports(path) if item.split(".")[0] == "django"]


@pytest.mark.parametrize("path", MISSIONS, ids=ident)
def test_missions_import_declarations_and_the_standard_library(path: Path) -> None:
    for name in imports(path):
        top = name.split(".")[0]
        own = name.startswith(f"missions.{path.parent.name}")
        assert (
            own
            or top in sys.stdlib_module_names
            or name.startswith("mastsite.search.declare")
            or name == "mastsite.search"
        ), name


def test_only_the_core_touches_the_database() -> None:
    for path in MODULES:
        parts = path.relative_to(ROOT / "mastsite").parts
        if parts[0] == "search" and (parts[1].removesuffix(".py") in DATABASE or "commands" in parts):
            continue
        if parts in (
            ("retirement", "models.py"),
            ("feedback", "models.py"),
            ("jobs", "models.py"),
            ("baskets", "models.py"),
        ):  # small tables of their own
            continue
        found = {name for name in imports(path) if name.startswith("django.db")}
        errors = {"django.db", "django.db.DatabaseError", "django.db.utils", "django.db.utils.DatabaseError"}
        assert found <= errors, f"{ident(path)} imports {found}"


def test_shared_code_spells_no_mission() -> None:
    from mastsite.search.registry import missions

    plain_words = {"roman", "Target", "data_id", "obs_id", "objID"}
    words = (set(missions()) | {mission.id_column for mission in missions().values()}) - plain_words
    pattern = re.compile(rf"[\"'](?:{'|'.join(map(re.escape, sorted(words)))})[\"']")
    shared = [*MODULES, *(ROOT / "templates").rglob("*.html"), *(ROOT / "static").rglob("*.js")]
    for path in shared:
        if path.name.endswith(".min.js") or path.suffix == ".html":
            continue
        code = re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        code = re.sub(r"#.*", "", code)
        assert not pattern.search(code), f"{ident(path)} spells {pattern.search(code)[0]}"  # type: ignore[index]


@pytest.mark.parametrize("path", [*MODULES, *MISSIONS], ids=ident)
def test_rooms_are_small(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 400, f"{ident(path)} has {lines} lines: two rooms"
    assert path.stem not in ("utils", "helpers", "common", "misc")
