"""K2 in the classic services: its target catalogue (EPIC) and its data, two forms of one table here."""

from mastsite.search.declare import Classic, ClassicForm

OF_THE_CATALOGUE = """
k2_avail_flag hip tyc ucac twomass sdss objtype kepflag pmra e_pmra pmdec e_pmdec plx e_plx bmag e_bmag vmag e_vmag umag
e_umag gmag e_gmag rmag e_rmag imag e_imag zmag e_zmag jmag e_jmag hmag e_hmag kmag e_kmag w1mag e_w1mag w2mag e_w2mag
w3mag e_w3mag w4mag e_w4mag teff e_teff logg e_logg feh e_feh rad e_rad mass e_mass rho e_rho lum e_lum d e_d ebv e_ebv
mflg prox nomad
"""
OF_THE_DATA = """
sci_data_set_name sci_data_rel ktc_target_type sci_archive_class refnum sci_start_time sci_end_time sci_release_date
sci_generation_date sci_crowdsap sci_contamination sci_flfrcsap sci_cdpp3_0 sci_cdpp6_0 sci_cdpp12_0 sci_module sci_output
sci_channel k2_hlsp
"""

classic = Classic(
    forms=(
        ClassicForm(
            path="k2/epic",
            mission_word="k2_epic",
            title="K2 Target Search (EPIC)",
            columns=("id", "k2_ra", "k2_dec", "kp", "ang_sep"),
            not_here=tuple(OF_THE_CATALOGUE.split()),
            numbers="id",
            number_words=("epic", "k2", "ktwo"),
            radius_arcmin=0.02,
        ),
        ClassicForm(
            path="k2/data_search",
            mission_word="k2",
            title="K2 Data Search",
            columns=("id", "sci_campaign", "k2_ra", "k2_dec", "ktc_investigation_id", "kp", "ang_sep"),
            labels={"id": "K2 ID", "k2_ra": "RA (J2000)", "k2_dec": "Dec (J2000)", "kp": "KEP Mag"},
            not_here=(*OF_THE_CATALOGUE.split(), *OF_THE_DATA.split()),
            numbers="id",
            number_words=("epic", "k2", "ktwo"),
            radius_arcmin=0.02,
        ),
        ClassicForm(
            path="k2/published_planets",
            mission_word="k2_published_planets",
            title="K2 Published Planets Search",
            not_held=(
                "This address searched the published planets of K2, a table that is not held here. "
                "The nearest here are the targets of K2, among them the stars of those planets."
            ),
        ),
    ),
)
