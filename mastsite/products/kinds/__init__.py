"""Kinds of downloads, in the order in which they are offered; `registry` says how one is added."""

from importlib import import_module

from mastsite.products.kinds.registry import KINDS, Kind

__all__ = ["KINDS", "Kind"]

_IN_ORDER = (
    "zip_archive", "curl_script", "wget_script", "aria2_input", "python_script", "url_list", "manifest_csv", "cloud_list",
)  # fmt: skip
for _module in _IN_ORDER:
    import_module(f"{__name__}.{_module}")  # which registers it
