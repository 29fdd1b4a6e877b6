"""K2 full-frame images: one row a channel, under the headers' own keywords."""

from pathlib import Path

from mastsite.search.declare import Mission, Outline, read_columns

mission = Mission(
    slug="k2ffi",
    name="K2 full-frame images",
    short_name="K2 FFI",
    rows_are="image channels",
    row_is="image channel",
    description=(
        "Channels of 21 full-frame images that K2 took in campaigns 0 to 8 and 10, with the coordinate system of "
        "each header. A channel is 1.2 degrees wide and positions are those of its centre, so what it saw may be "
        "50 arcminutes away."
    ),
    section="time series",
    waveband="optical",
    years="2014 to 2016",
    columns=read_columns(__file__),
    groups={"image": "Image", "channel": "Channel", "wcs": "Reference pixel"},
    id_column="image_channel",
    ra_column="s_ra",
    dec_column="s_dec",
    default_sort=("file_time", "sci_channel"),
    default_radius_arcmin=50.0,
    facets=("sci_campaign", "sci_module", "sci_output"),
    folder=Path(__file__).parent,
    examples=(
        ("target=m+67&radius=50", "Channels that may have seen the cluster M 67"),
        ("sci_campaign=5&sci_channel=50..60", "Eleven channels of campaign 5"),
        ("filename=wcs-*", "Files whose coordinate system was mended"),
        ("file_time=2016", "Images of 2016"),
    ),
    outline=Outline(column="s_region", reach_arcmin=60.0, source="the headers of the images, see SOURCES.md"),
    acknowledgement=(
        "This paper includes data collected by the K2 mission, funded by the NASA Science Mission Directorate and "
        "obtained from the Mikulski Archive for Space Telescopes at the Space Telescope Science Institute."
    ),
)
