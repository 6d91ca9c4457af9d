"""Colours that colour-blind readers can tell apart.

Source: Okabe and Ito, "Color Universal Design", https://jfly.uni-koeln.de/color/.
"""

BLUE = "#0072B2"
ORANGE = "#E69F00"
GREEN = "#009E73"
RED = "#D55E00"
PURPLE = "#CC79A7"
SKY = "#56B4E9"
GREY = "#6B6B6B"
