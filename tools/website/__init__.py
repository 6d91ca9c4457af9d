"""The website: `make site` builds it."""
