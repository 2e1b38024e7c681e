"""The style of XML and JavaScript files, where no formatter is at hand that Python brings along.

XML: well-formed, indented by four spaces per level. JavaScript: as jsbeautifier writes it.
Run in the virtual environment: `python -m dev.style [--fix] FILE…`; prints what is wrong.
"""

import sys
from pathlib import Path

import jsbeautifier
from lxml import etree

_INDENT = 4


def xml_problems(content):
    """What is wrong with an XML file's bytes, as texts with line numbers.

    >>> xml_problems(b"<odoo>\\n    <record/>\\n</odoo>\\n")
    []
    >>> xml_problems(b"<odoo>\\n  <record/>\\n</odoo>\\n")
    ['2: <record> is indented by 2 and not by 4 spaces']
    >>> xml_problems(b"<odoo>")[0][:10]
    '1: Prematu'
    """
    try:
        root = etree.fromstring(content, etree.XMLParser(remove_comments=True))
    except etree.XMLSyntaxError as error:
        return [f"{error.lineno}: {error.msg}"]
    problems = [f"{number}: a tab" for number, line in enumerate(content.splitlines(), 1) if b"\t" in line]
    return problems + list(_indentation(root, 0))


def _indentation(element, depth):
    before = element.text
    for child in element:
        if isinstance(child.tag, str):
            if before is not None and "\n" in before and not before.strip():
                indent, wanted = len(before.rsplit("\n", 1)[1]), (depth + 1) * _INDENT
                if indent != wanted:
                    yield f"{child.sourceline}: <{child.tag}> is indented by {indent} and not by {wanted} spaces"
            yield from _indentation(child, depth + 1)
        before = child.tail


def javascript(text):
    """A script as jsbeautifier writes it."""
    options = jsbeautifier.default_options()
    options.indent_size = _INDENT
    options.end_with_newline = True
    options.wrap_line_length = 0
    options.brace_style = "collapse,preserve-inline"
    options.e4x = False
    return jsbeautifier.beautify(text, options)


def main(arguments):
    fix = "--fix" in arguments
    count = 0
    for path in (Path(argument) for argument in arguments if argument != "--fix"):
        if path.suffix == ".xml":
            problems = xml_problems(path.read_bytes())
        else:
            text = path.read_text()
            wanted = javascript(text)
            problems = ["1: not formatted (make format)"] if text != wanted else []
            if problems and fix:
                path.write_text(wanted)
                problems = []
        for problem in problems:
            print(f"{path}:{problem}")
        count += len(problems)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
