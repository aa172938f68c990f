"""Sphinx configuration. ``make docs`` builds with warnings as errors; nothing is fetched."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE / "_ext"), str(ROOT)]
# Pages run code and commands: those of this copy, with this interpreter.
for name, folder in (("PATH", Path(sys.executable).parent), ("PYTHONPATH", ROOT)):
    os.environ[name] = os.pathsep.join(filter(None, (str(folder), os.environ.get(name))))
os.environ["NO_COLOR"] = "1"

import inventories  # noqa: E402

import phasecalc  # noqa: E402

project = "phasecalc"
author = "The phasecalc developers"
project_copyright = author
version = release = phasecalc.__version__

extensions = [
    "myst_nb",
    "numpydoc",
    "sphinx.ext.autodoc",
    "sphinx.ext.intersphinx",
    "sphinx.ext.mathjax",
    "sphinx_copybutton",
    "sphinx-mathjax-offline",  # MathJax from a package, copied beside the pages
    "sphinxcontrib.bibtex",
    "sphinxcontrib.programoutput",
    "book",
    "command_reference",
    "explorer",
    "versions",
]
templates_path = ["_templates"]
exclude_patterns = ["_ext", "_templates"]
# Links to other projects, from lists of our own: see inventories.toml.
intersphinx_mapping = inventories.mapping(ROOT / "build" / "inventories")
intersphinx_disabled_reftypes = ["std:*"]
nitpicky = True
nitpick_ignore_regex = [
    # Of other projects only the names of inventories.toml are known.
    ("py:.*", r"(?!phasecalc).*"),
    # Types in signatures: those that are documented are linked, the others are read as names.
    ("py:class", r"phasecalc\..*"),
]

myst_enable_extensions = ["amsmath", "attrs_inline", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True
nb_render_markdown_format = "myst"  # tables and formulas in outputs
nb_ipywidgets_js: dict[str, dict[str, str]] = {}  # by default fetched from elsewhere

# No empty line at the end of what is shown, though a doctest needs one in the source.
highlight_options = {name: {"stripnl": True} for name in ("console", "python", "text")}

# What is copied is what one types: no prompts, no output.
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True
numpydoc_show_class_members = False

bibtex_bibfiles = ["refs.bib"]
bibtex_default_style = "unsrt"
bibtex_reference_style = "author_year"

html_theme = "furo"
html_title = f"phasecalc {version}"
html_favicon = "_static/favicon.svg"
html_static_path = ["_static"]
html_css_files = ["phasecalc.css"]
html_js_files = ["names.js"]
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
        "sidebar/versions.html",
    ]
}
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
