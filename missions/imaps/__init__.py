"""The Interstellar Medium Absorption Profile Spectrograph."""
