"""The Galaxy Evolution Explorer."""
