"""How Sphinx builds the website: `make site` puts the pages together in build/site-source and calls it."""

# Sphinx reads these names.

project = "Train a network"
author = "the authors of Train a network"
extensions = ["myst_nb"]

# Outputs are those that the notebooks have: nothing is run.
nb_execution_mode = "off"
nb_merge_streams = True
nb_render_markdown_format = "myst"
# No page loads anything from another server. A stored figure is a picture, so no page needs widgets.
nb_ipywidgets_js = {}
myst_heading_anchors = 3
myst_links_external_new_tab = False

html_theme = "pydata_sphinx_theme"
html_title = project
html_sidebars = {"index": [], "docs/codes": []}
html_static_path = ["site.css"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_last_updated_fmt = None
html_theme_options = {
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
    "navbar_align": "left",
    "show_nav_level": 2,
    "navbar_end": ["theme-switcher"],
    "navigation_with_keys": False,
    "secondary_sidebar_items": ["page-toc"],
    "show_prev_next": True,
    "footer_start": [],
    "footer_end": [],
}
suppress_warnings = [
    "misc.highlighting_failure",  # diagrams and tables of plain text, which have no colours
    "mystnb.unknown_mime_type",  # the verdict of a check, which has a text, too
]
