"""The equations and nothing else, one file a mechanism."""
