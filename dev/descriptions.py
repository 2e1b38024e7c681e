"""The page that Odoo's list of apps shows of an addon, static/description/index.html, made from its readme/.

Run in the virtual environment: `python -m dev.descriptions [--fix] FILE…`; a file names its addon. Prints what isn't
as the readme has it, and writes it with `--fix`.
"""

import ast
import sys
from pathlib import Path

from markdown_it import MarkdownIt

from .paths import ADDONS

# What an addon is for, how it is set up and how it is used; DEVELOP.md is for who builds upon it.
_FRAGMENTS = {"DESCRIPTION": None, "CONFIGURE": "Configuration", "USAGE": "Usage"}
_PAGE = """<!-- Written by `make format` from the addon's readme/. -->
<section class="container">
    <h1>{name}</h1>
    <p class="lead">{summary}</p>
</section>
"""
_SECTION = '<section class="container">\n{content}</section>\n'
_PICTURE = '    <img class="img-fluid border" src="{source}" alt="">\n'


def page(name, summary, fragments, pictures=()):
    """The page of an addon, from the Markdown texts of its `{fragment: text}` and the names of its pictures.

    >>> print(page("Rollout & more", "In short", {"USAGE": "1. *Go*"}, ["go.png"]))
    <!-- Written by `make format` from the addon's readme/. -->
    <section class="container">
        <h1>Rollout &amp; more</h1>
        <p class="lead">In short</p>
    </section>
    <section class="container">
        <img class="img-fluid border" src="go.png" alt="">
    </section>
    <section class="container">
    <h2>Usage</h2>
    <ol>
    <li><em>Go</em></li>
    </ol>
    </section>
    <BLANKLINE>
    """
    render = MarkdownIt("commonmark").enable("table")
    sections = [
        (f"<h2>{title}</h2>\n" if title else "") + render.render(fragments[fragment])
        for fragment, title in _FRAGMENTS.items()
        if fragment in fragments
    ]
    if pictures:
        shown = "".join(_PICTURE.format(source=picture) for picture in pictures)
        sections.insert(1 if "DESCRIPTION" in fragments else 0, shown)
    name, summary = (render.renderInline(text) for text in (name, summary))
    return _PAGE.format(name=name, summary=summary) + "".join(_SECTION.format(content=section) for section in sections)


def _page_of(addon):
    manifest = ast.literal_eval((addon / "__manifest__.py").read_text())
    fragments = {path.stem: path.read_text() for path in addon.glob("readme/*.md")}
    pictures = sorted(path.name for path in addon.glob("static/description/*.png") if path.name != "icon.png")
    return page(manifest["name"], manifest["summary"], fragments, pictures)


def main(arguments):
    addons = {ADDONS / Path(path).resolve().relative_to(ADDONS).parts[0] for path in arguments if path != "--fix"}
    count = 0
    for addon in sorted(addons):
        file, wanted = addon / "static" / "description" / "index.html", _page_of(addon)
        if file.exists() and file.read_text() == wanted:
            continue
        if "--fix" in arguments:
            file.write_text(wanted)
        else:
            print(f"{file}: not as readme/ has it (make format)")
            count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
