"""Records what the cells of a notebook do: what they train, what they assign, and with what error they end."""
