"""The documentation site: `./dev docs` builds it from these pages, the Python package in the build
tree, and Doxygen's XML of the C++ headers."""

import pathlib
import sys

root = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(root / "docs/_ext"))

project = "Beras"
html_title = "Beras"
author = "The Beras authors"
copyright = author

extensions = ["myst_parser", "sphinx_design", "breathe", "sphinx.ext.autodoc",
              "sphinx.ext.napoleon", "engine_functions", "entries", "language_tabs", "pictures",
              "plain_docstrings", "rooms"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
myst_links_external_new_tab = True
exclude_patterns = ["_ext"]
html_theme = "furo"

autodoc_member_order = "bysource"
autodoc_typehints = "none"
autodoc_docstring_signature = False

breathe_projects = {"beras": str(root / "build/docs/xml")}
breathe_default_project = "beras"
breathe_default_members = ("members", "undoc-members")
smartquotes = False
breathe_show_include = False
suppress_warnings = ["duplicate_declaration.cpp"]  # each header opens the same namespaces
