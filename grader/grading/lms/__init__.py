"""Learning platforms: collect what was downloaded from them, and export grades for them."""
