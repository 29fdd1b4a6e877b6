"""Webb's exposure slots in the common observation model: when and where is planned, so there are no times."""

from mastsite.search.declare import Fixed, From, Observations, Worded

caom = Observations(
    fields={
        "obs_collection": Fixed("JWST"),
        "instrument_name": From("instrume"),
        "project": Fixed("JWST"),
        "wavelength_region": Fixed("INFRARED"),
        "proposal_id": From("program"),
        "proposal_type": From("proposal_type"),
        "dataproduct_type": Worded(
            "mode",
            {
                "Imaging": "image", "Coron": "image", "IFU": "cube", "MRS": "cube",
                "FSS": "spectrum", "WFSS": "spectrum", "MOS": "spectrum", "LRS": "spectrum",
            },
        ),
        "t_exptime": From("duration"),
    },
)  # fmt: skip
