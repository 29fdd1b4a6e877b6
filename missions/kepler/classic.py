"""Kepler in the classic services: one form a table, of which this archive holds the confirmed planets."""

from mastsite.search.declare import Classic, ClassicForm

NEAREST = "The nearest here are the confirmed planets of Kepler with their stars."
NOT_HELD = {
    "kepler/kic10": ("kic10", "Kepler Target Search", "the Kepler Input Catalog"),
    "kepler/koi": ("kepler_koi", "Kepler Objects of Interest Search", "the Kepler objects of interest"),
    "kepler/data_search": ("kepler", "Kepler Data Search", "the light curves and target pixel files of Kepler"),
    "kepler/kepler_fov": (
        "kepler_fov",
        "Kepler Target Search, Field of View",
        "the stars in the field of view of Kepler",
    ),
    "kepler/kgmatch": (
        "kgmatch",
        "Kepler GALEX Cross Match Search",
        "the stars of Kepler matched with sources of GALEX",
    ),
    "kepler/published_planets": (
        "published_planets",
        "Kepler Published Planets Search",
        "the published planets of Kepler, the confirmed ones of other catalogues",
    ),
    "kepler/ffi": ("kepler_ffi", "Kepler Full Frame Image Search", "the full-frame images of Kepler"),
}
"""Path to mission word, title and the table that is meant."""

COLUMNS_NOT_HERE = """
kepid kepoi_name alt_name koi_number ra_err dec_err tm_designation koi_ingress koi_sparprov koi_num_transits koi_trans_mod
koi_time0bk koi_time0bk_err1 koi_gmag koi_rmag koi_imag koi_zmag koi_list_flag koi_vet_date
"""

classic = Classic(
    forms=(
        ClassicForm(
            path="kepler/confirmed_planets",
            mission_word="kepler_cp",
            title="Kepler Confirmed Planets Search",
            columns=(
                "kepler_name",
                "degree_ra",
                "degree_dec",
                "koi_teq",
                "koi_prad",
                "koi_duration",
                "koi_period",
                "koi_sma",
                "koi_steff",
                "koi_srad",
                "koi_kepmag",
                "ang_sep",
            ),
            not_here=tuple(COLUMNS_NOT_HERE.split()),
            radius_arcmin=0.02,
        ),
        *(
            ClassicForm(
                path=path,
                mission_word=word,
                title=title,
                radius_arcmin=0.02,
                not_held=f"This address searched {table}, a table that is not held here. {NEAREST}",
            )
            for path, (word, title, table) in NOT_HELD.items()
        ),
    ),
    cross_correlation={"KEPLER": ""},
)
