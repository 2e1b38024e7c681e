"""What a page of a PDF shows beside its letters, as a picture: boxes, lines and areas, in their colours.

Letters are left out because they look different with each version of a font; what is drawn doesn't.
"""

from PIL import Image, ImageChops, ImageDraw
from pypdf.generic import ContentStream

# The side of the squares in which two pictures are compared, in pixels (points of the page).
TILE = 16
# How far one may be moved against the other.
OFFSET = 2
WHITE = (255, 255, 255)
CURVE_STEPS = 8


def draw(page) -> Image.Image:
    """Return the drawing of a pypdf ``page``, one pixel for each point."""
    width, height = int(page.mediabox.width), int(page.mediabox.height)
    image = Image.new("RGB", (width, height), WHITE)
    state = {"matrix": (1, 0, 0, 1, 0, 0), "fill": (0, 0, 0), "stroke": (0, 0, 0), "line": 1, "clip": None}
    stack, paths, clipping = [], [], False

    def at(x, y):
        a, b, c, d, e, f = state["matrix"]
        return a * x + c * y + e, height - (b * x + d * y + f)

    def paint(fill, stroke):
        mask = Image.new("L", image.size, 0)
        pen = ImageDraw.Draw(mask)
        for path in paths:
            if fill and len(path) > 2:
                pen.polygon(path, fill=255)
            if stroke and len(path) > 1:
                pen.line(path, fill=255, width=max(1, round(state["line"] * abs(state["matrix"][0]))))
        if state["clip"]:
            box = Image.new("L", image.size, 0)
            ImageDraw.Draw(box).rectangle(state["clip"], fill=255)
            mask = ImageChops.multiply(mask, box)
        image.paste(state["fill"] if fill else state["stroke"], mask=mask)

    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        name = operator.decode()
        numbers = [float(value) for value in operands] if name in ("cm", "m", "l", "c", "re", "w") else []
        if name == "q":
            stack.append(dict(state))
        elif name == "Q":
            state = stack.pop()
        elif name == "cm":
            a, b, c, d, e, f = numbers
            m = state["matrix"]
            state["matrix"] = (
                a * m[0] + b * m[2], a * m[1] + b * m[3],
                c * m[0] + d * m[2], c * m[1] + d * m[3],
                e * m[0] + f * m[2] + m[4], e * m[1] + f * m[3] + m[5],
            )  # fmt: skip
        elif name == "w":
            state["line"] = numbers[0]
        elif name in ("scn", "SCN", "rg", "RG") and len(operands) == 3:
            colour = tuple(round(float(value) * 255) for value in operands)
            state["fill" if name in ("scn", "rg") else "stroke"] = colour
        elif name == "m":
            paths.append([at(*numbers)])
        elif name == "l":
            paths[-1].append(at(*numbers))
        elif name == "c":
            points = [paths[-1][-1], at(*numbers[:2]), at(*numbers[2:4]), at(*numbers[4:])]
            paths[-1] += [_bezier(points, step / CURVE_STEPS) for step in range(1, CURVE_STEPS + 1)]
        elif name == "re":
            x, y, w, h = numbers
            paths.append([at(x, y), at(x + w, y), at(x + w, y + h), at(x, y + h), at(x, y)])
        elif name == "h" and paths:
            paths[-1].append(paths[-1][0])
        elif name in ("W", "W*"):
            clipping = True
        elif name in ("n", "f", "F", "f*", "S", "s", "B", "B*", "b", "b*"):
            if clipping:
                state["clip"] = _narrowed(state["clip"], paths)
            if name != "n":
                paint(fill=name[0] in "fFBb", stroke=name[0] in "SsBb")
            paths, clipping = [], False
    return image


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return how much of the ink of both pictures is in one of them alone, as a share from 0 to 1.

    They are compared square by square, and moved against each other until they fit best: another build of the
    program that prints may begin a pixel further down.
    """
    offsets = range(-OFFSET, OFFSET + 1)
    return min(_share(one, ImageChops.offset(other, across, down)) for across in offsets for down in offsets)


def _share(one, other):
    ink = different = 0
    squares = (image.reduce(TILE).tobytes() for image in (one, other))
    for pair in zip(*(zip(*[iter(colours)] * 3, strict=True) for colours in squares), strict=True):
        ink += max(255 - min(colour) for colour in pair)
        different += max(abs(a - b) for a, b in zip(*pair, strict=True))
    return different / ink if ink else 0.0


def _bezier(points, share):
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    return tuple(sum(w * point[axis] for w, point in zip(weights, points, strict=True)) for axis in (0, 1))


def _narrowed(clip, paths):
    """Return the box in which both ``clip`` and ``paths`` let ink through."""
    xs = [x for path in paths for x, _y in path] or [0]
    ys = [y for path in paths for _x, y in path] or [0]
    box = (min(xs), min(ys), max(xs), max(ys))
    if clip:
        box = (max(clip[0], box[0]), max(clip[1], box[1]), min(clip[2], box[2]), min(clip[3], box[3]))
    return box if box[0] <= box[2] and box[1] <= box[3] else (-2, -2, -1, -1)
