"""The released client, unchanged, asking a server of ours for observations."""

from __future__ import annotations

import pytest

from mastsite.caom.fields import BY_NAME, FIELDS
from mastsite.caom.views import views_of
from mastsite.mashup.products import PRODUCT_FIELDS
from mastsite.products import listing
from mastsite.search.criteria import spell
from mastsite.search.registry import get_mission, missions
from tests.api.ask import loaded
from tests.mashup.ask import engine_count, engine_ids

M31 = "10.6847 41.269"
AROUND = (("target", "10.6847 +41.269"), ("radius", "0.1 deg"))
CRITERIA = {
    "list": ("obs_collection=['HST'], instrument_name=['WFC3/IR', 'ACS/WFC']", "hst",
             [("sci_instrument_config", "WFC3/IR, ACS/WFC")]),
    "range of dates": ("obs_collection='HST', t_min=[51000, 51100.5]", "hst",
                       [("sci_start_time", "MJD 51000.0..MJD 51100.5")]),
    "range of times": ("obs_collection='HST', t_exptime=[5000, 6000]", "hst",
                       [("sci_actual_duration", "5000..6000")]),
    "wavelengths": ("obs_collection='HST', em_min=[100, 200]", "hst", [("sci_spectrum_start", "1000..2000")]),
    "wildcard": ("obs_collection='HST', target_name='NGC*'", "hst", [("sci_targname", "NGC*")]),
    "wildcard of the database": ("obs_collection='HST', proposal_pi='Fr%l'", "hst", [("sci_pi_last_name", "fr*l")]),
    "wildcard and value": ("obs_collection='FUSE', target_name=['AV*', 'SK-67D166']", "fuse",
                           [("fes_targname", "AV*, SK-67D166")]),
    "number": ("proposal_id=8018, obs_collection='HST'", "hst", [("sci_pep_id", "8018")]),
    "number as text": ("proposal_id='8018', obs_collection='HST'", "hst", [("sci_pep_id", "8018")]),
    "any case": ("OBS_Collection='hst', dataproduct_type='IMAGE'", "hst", [("sci_obs_type", "IMAGE")]),
    "one of several words": ("filters='F435W'", "hst", [("sci_spec_1234", "F435W, F435W;*, *;F435W, *;F435W;*")]),
    "sector": ("obs_collection='TESS', sequence_number=5", "tess", [("sequence_number", "5")]),
    "light curve": ("target_name='ktwo201367065'", "k2", [("id", "201367065")]),
    "cubes": ("dataproduct_type='cube', proposal_id=1176", "jwst", [("mode", "IFU, MRS"), ("program", "1176")]),
    "position": (f"coordinates='{M31}', radius='0.1 deg', obs_collection='HST'", "hst", AROUND),
    "bands": ("obs_collection='GALEX', filters='FUV', project='NGS'", "galex", [("survey", "NGS"), ("fexptime", ">0")]),
}  # fmt: skip
"""Arguments of query_criteria, the mission they find, and the same conditions for the engine."""

EXPRESSIONS = {
    **{f"criteria: {name}": f"Observations.query_criteria({case[0]})" for name, case in CRITERIA.items()},
    **{f"count: {name}": f"Observations.query_criteria_count({case[0]})" for name, case in CRITERIA.items()},
    "missions": "Observations.list_missions()",
    "metadata": "Observations.get_metadata('observations')",
    "metadata of products": "Observations.get_metadata('products')",
    "region": f"Observations.query_region('{M31}', radius=0.1 * u.deg)",
    "region count": f"Observations.query_region_count('{M31}', radius=0.1 * u.deg)",
    "small pages": f"Observations.query_region('{M31}', radius=0.1 * u.deg, pagesize=400)",
    "second page": f"Observations.query_region('{M31}', radius=0.1 * u.deg, pagesize=400, page=2)",
    "object": "Observations.query_object('M31', radius='0.05 deg')",
    "object count": "Observations.query_object_count('M31', radius='0.05 deg')",
    "names": "{name: place.to_string() for name, place in utils.resolve_object(['M31', 'Vega', 'M 33']).items()}",
    "unknown name": "Observations.query_object('no such object anywhere')",
    "nothing": "Observations.query_criteria(obs_collection='HST', target_name='none such')",
    "misspelt": "Observations.query_criteria(obs_colection='HST')",
    "bad range": "Observations.query_criteria(t_min=[52000, 51000])",
    "distance": "Observations.query_criteria(distance=[0, 1])",
    "catalog": "Catalogs.query_region('10.68 41.27', catalog='TIC')",
    "service": "Mast.service_request('Mast.Caom.Cone', {'ra': 10.6847, 'dec': 41.269, 'radius': 0.01})",
    "unknown service": "Mast.service_request('Mast.No.Such', {})",
    "lookup": "Mast.service_request_async('Mast.Name.Lookup', {'input': 'M31', 'format': 'json'})[0].json()",
    "products": "Observations.get_product_list(Observations.query_criteria(target_name=['ktwo201367065', 'ktwo201208431']))",
    "products of one": "Observations.get_product_list("
                       "str(Observations.query_criteria(target_name='ktwo201367065')['obsid'][0]))",
    "products of a name": "Observations.get_product_list('201367065-c01')",
    "products filtered": "Observations.filter_products(Observations.get_product_list("
                         "Observations.query_criteria(target_name='ktwo201367065')), productType='PREVIEW')",
    "large page": "len(Observations.query_criteria(obs_collection='K2FFI', pagesize=1000000))",
    "types": "Observations.query_criteria(obs_collection=['HST', 'GALEX'], t_exptime=[1000, 1010])",
    **{f"all of {slug}": f"Observations.query_criteria_count({_words})"
       for slug, _words in {
           "hst": "obs_collection='HST'", "galex": "obs_collection='GALEX'", "jwst": "obs_collection='JWST'",
           "tess": "obs_collection='TESS'", "kepler": "obs_collection='Kepler'", "k2": "obs_collection='K2'",
           "k2ffi": "obs_collection='K2FFI'", "fuse": "obs_collection='FUSE'",
           "ullyses": "obs_collection='HLSP', project='ULLYSES'",
       }.items()},
}  # fmt: skip


def value(answers, name):
    answer = answers[name]
    assert "error" not in answer, answer["trace"]
    return answer["value"]


@pytest.mark.parametrize("name", CRITERIA)
def test_criteria(client_answers, name):
    _, slug, pairs = CRITERIA[name]
    wanted = engine_ids(slug, *pairs)
    table = value(client_answers, f"criteria: {name}")
    assert wanted and table["columns"]["obs_id"] == wanted
    assert value(client_answers, f"count: {name}") == len(wanted)


def test_region_is_the_cone_of_every_mission(client_answers):
    table = value(client_answers, "region")["columns"]
    wanted = []
    for slug, mission in missions().items():
        if slug not in loaded():
            continue
        for view in views_of(mission):
            plane = [(item.column, spell(mission.column(item.column), item)) for item in view.where]
            wanted += engine_ids(slug, *AROUND, *plane)
    assert table["obs_id"] == wanted and len({*table["obs_collection"]}) > 1
    assert max(table["distance"]) <= 360.001 and value(client_answers, "region count") == len(wanted)
    assert set(table) == {field.name for field in FIELDS}


def test_pages_are_one_answer_in_parts(client_answers):
    whole = value(client_answers, "region")["columns"]
    assert len(whole["obsid"]) > 800
    assert value(client_answers, "small pages")["columns"]["obsid"] == whole["obsid"]
    assert value(client_answers, "second page")["columns"]["objID"] == whole["objID"][400:800]


def test_objects_by_name(client_answers):
    table = value(client_answers, "object")["columns"]
    assert {"HST"} < set(table["obs_collection"]) | {""} and max(table["distance"]) <= 180.001
    assert value(client_answers, "object count") == len(table["obs_id"])
    places = value(client_answers, "names")
    assert list(places) == ["M31", "Vega", "M 33"] and places["M31"].startswith("10.68")
    assert client_answers["unknown name"]["error"] == "ResolverError"


def test_missions_are_those_with_rows(client_answers):
    assert set(value(client_answers, "missions")) == {
        "FUSE", "GALEX", "HLSP", "HST", "JWST", "K2", "K2FFI", "Kepler", "TESS",
    }  # fmt: skip


@pytest.mark.parametrize("slug", [name.removeprefix("all of ") for name in EXPRESSIONS if name.startswith("all of ")])
def test_every_row_is_counted(client_answers, slug):
    mission = get_mission(slug)
    conditions = [[(i.column, spell(mission.column(i.column), i)) for i in view.where] for view in views_of(mission)]
    wanted = sum(engine_count(slug, *pairs) for pairs in conditions)
    assert value(client_answers, f"all of {slug}") == wanted >= engine_count(slug)


def test_metadata(client_answers):
    for name, fields in (("metadata", FIELDS), ("metadata of products", PRODUCT_FIELDS)):
        table = value(client_answers, name)["columns"]
        assert table["Column Name"] == [field.name for field in fields]
        assert table["Column Label"] == [field.label for field in fields]
        assert set(table["Data Type"]) <= {"string", "float", "integer", "boolean"}
    units = dict(
        zip(*(value(client_answers, "metadata")["columns"][key] for key in ("Column Name", "Units")), strict=True)
    )
    assert units["t_min"] == "MJD" and units["em_min"] == "nm"


def test_types(client_answers):
    table = value(client_answers, "types")
    kinds = {"text": "U", "whole": "i", "number": "f", "truth": "b"}
    assert {name: kind for name, kind in table["kinds"].items() if kinds[BY_NAME[name].kind] != kind} == {}
    assert {*table["columns"]["calib_level"]} == {None, 2} and None in table["columns"]["proposal_pi"]


def test_nothing_is_an_empty_table(client_answers):
    answer = client_answers["nothing"]
    assert "NoResultsWarning" in answer["warnings"] and answer["value"]["columns"]["obs_id"] == []


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("misspelt", "InvalidQueryError", "obs_collection"),
        ("bad range", "RemoteServiceError", "ends before it begins"),
        ("distance", "RemoteServiceError", "takes no conditions"),
        ("catalog", "RemoteServiceError", "Catalogs are not served by this site"),
        ("products of a name", "RemoteServiceError", "no obsid of this site"),
        ("unknown service", "RemoteServiceError", "There is no service"),
    ],
)
def test_errors_are_the_clients_own_with_our_sentence(client_answers, name, error, words):
    answer = client_answers[name]
    assert answer["error"] == error and words in answer["words"], answer["trace"]


def test_products_are_those_of_the_products_service(client_answers):
    names = engine_ids("k2", ("id", "201367065, 201208431"))
    wanted = listing.of(get_mission("k2"), names).products
    table = value(client_answers, "products")["columns"]
    assert wanted and set(table) == {field.name for field in PRODUCT_FIELDS}
    assert table["dataURI"] == [product.uri for product in wanted]
    assert table["productFilename"] == [product.filename for product in wanted]
    assert table["size"] == [product.size for product in wanted]
    assert set(table["obs_id"]) == set(names) and set(table["obs_collection"]) == {"K2"}
    one = value(client_answers, "products of one")["columns"]
    assert set(one["obs_id"]) == set(engine_ids("k2", ("id", "201367065")))
    assert not {"SCIENCE"} & set(value(client_answers, "products filtered")["columns"]["productType"])


def test_services_by_name(client_answers):
    assert value(client_answers, "service")["columns"]["obs_id"]
    assert value(client_answers, "lookup")["resolvedCoordinate"][0]["searchString"] == "m31"
    assert value(client_answers, "large page") == engine_count("k2ffi")
