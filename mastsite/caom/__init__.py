"""Every mission as the archive's common observation model (CAOM) sees it."""
