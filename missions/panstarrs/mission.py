"""Pan-STARRS: mean objects of the second data release, under the catalogue's own names."""

from pathlib import Path

from mastsite.search.declare import Mission, read_columns

mission = Mission(
    slug="panstarrs",
    name="Panoramic Survey Telescope and Rapid Response System",
    short_name="Pan-STARRS",
    rows_are="objects",
    row_is="object",
    description=(
        "Mean positions and magnitudes of the objects that Pan-STARRS 1 found in five filters over three quarters "
        "of the sky."
    ),
    section="surveys",
    waveband="optical and near infrared",
    years="2009 to 2015",
    columns=read_columns(__file__),
    groups={
        "identity": "Object",
        "place": "Position",
        "quality": "Detections and quality",
        "band_g": "Magnitudes in g",
        "band_r": "Magnitudes in r",
        "band_i": "Magnitudes in i",
        "band_z": "Magnitudes in z",
        "band_y": "Magnitudes in y",
    },
    id_column="objID",
    target_column="objName",
    ra_column="raMean",
    dec_column="decMean",
    default_sort=("objID",),
    folder=Path(__file__).parent,
    examples=(
        ("target=m+31&radius=1&nDetections=%3E10", "Within 1 arcminute of M 31, found more than ten times"),
        ("gMeanPSFMag=14..16&rMeanPSFMag=%3C15", "Bright in r and between 14 and 16 in g"),
        ("target=crab+nebula&radius=0.5&sort=-nDetections", "Around the Crab Nebula, most detections first"),
    ),
    acknowledgement=(
        "Uses the catalogues of the Pan-STARRS1 surveys, obtained from the Mikulski Archive for Space Telescopes at "
        "the Space Telescope Science Institute."
    ),
    no_rows_because=(
        "The catalogue has billions of objects, and no freely licensed package was found that lists some of them, "
        "so none ship with this site."
    ),
)
