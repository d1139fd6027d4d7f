"""Pictures that the build draws, from what Beras computes: `connections`, `curves` and `heat-map`.

```{connections} layers.Conv2D(1, (1, 3), dilation_rate=(1, 2))
:shape: 1, 9, 1
```

shows which cells of a row each output cell sees: where the layer's Jacobian is not zero.
"""

import importlib
import math

import numpy as np
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

CELL = 22
COLOURS = ("var(--color-brand-primary)", "#c2571a", "#2a8f5b", "#9a4fb5", "#b58900", "#5f7d95")


def evaluated(expression):
    """The value of a line of Python, in which the modules of Beras have their names."""
    rooms = {name: importlib.import_module(f"beras.{name}")
             for name in ("activations", "layers", "ops", "optimizers")}
    return eval(expression, {"np": np, **rooms})


def svg(width, height, label, parts):
    """Text takes the page's colour, so that it is read in the dark, too."""
    return (f'<svg viewBox="0 0 {width:g} {height:g}" width="{width:g}" role="img" aria-label="{label}" '
            f'style="max-width: 100%" fill="none" stroke="currentColor" font-size="11">'
            f'{"".join(parts)}</svg>')


def text(x, y, words, anchor="middle"):
    return (f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" stroke="none" '
            f'fill="currentColor">{words}</text>')


def cells(y, count, shift, marked):
    for index in range(count):
        fill = f' fill="{COLOURS[0]}" fill-opacity="0.35"' if index in marked else ""
        yield (f'<rect x="{shift + index * CELL:g}" y="{y:g}" width="{CELL - 4}" height="{CELL - 4}" '
               f'rx="3"{fill}/>')


def connections(layer, shape):
    """Two rows of cells and a line wherever an output depends on an input, with what the middle
    output sees in colour."""
    import beras

    x = beras.Variable(np.linspace(0.1, 1, math.prod(shape)).reshape(1, *shape), dtype="float32")
    with beras.GradientTape() as tape:
        y = layer(x)
    seen = np.asarray(tape.jacobian(y, x)).reshape(np.asarray(y).size, math.prod(shape)) != 0
    outputs, inputs = seen.shape
    middle = outputs // 2
    width = max(inputs, outputs) * CELL + 70
    above, below = (CELL * (width / CELL - 3 - count) / 2 + 60 for count in (inputs, outputs))
    parts = [*cells(4, inputs, above, set(np.flatnonzero(seen[middle]))),
             *cells(84, outputs, below, {middle}),
             text(50, 18, "input", "end"), text(50, 98, "output", "end")]
    half = CELL / 2 - 2
    for output, source in np.argwhere(seen):
        style = (f'stroke="{COLOURS[0]}" stroke-width="1.6"' if output == middle
                 else 'stroke-opacity="0.25"')
        parts.append(f'<line x1="{above + source * CELL + half:g}" y1="22" '
                     f'x2="{below + output * CELL + half:g}" y2="84" {style}/>')
    return svg(width, 108, "which inputs each output sees", parts)


def curves(functions, begin, end):
    """Functions of an array, element by element, in one frame."""
    width, height, left, top = 420, 220, 44, 10
    x = np.linspace(begin, end, 201, dtype="float32")
    drawn = {name: np.asarray(f(x)) for name, f in functions.items()}
    low = min(values.min() for values in drawn.values())
    high = max(values.max() for values in drawn.values())
    across = left + (x - begin) / (end - begin) * width

    def up(value):
        return top + (high - value) / ((high - low) or 1) * height

    parts = [f'<rect x="{left}" y="{top}" width="{width}" height="{height}" stroke-opacity="0.3"/>',
             text(left, top + height + 16, f"{begin:g}"), text(left + width, top + height + 16, f"{end:g}"),
             text(left - 6, up(high) + 9, f"{high:.3g}", "end"), text(left - 6, up(low), f"{low:.3g}", "end")]
    for number, (name, values) in enumerate(drawn.items()):
        colour = COLOURS[number % len(COLOURS)]
        points = " ".join(f"{a:.1f},{up(value):.1f}" for a, value in zip(across, values))
        parts.append(f'<polyline points="{points}" stroke="{colour}" stroke-width="1.8"/>'
                     f'<text x="{left + width + 10}" y="{top + 14 + 17 * number}" stroke="none" '
                     f'fill="{colour}">{name}</text>')
    return svg(left + width + 130, top + height + 24, ", ".join(drawn), parts)


def heat_map(values, rows, columns):
    """A matrix of numbers between 0 and 1, the darker the larger."""
    values = np.asarray(values)
    height, width = values.shape
    parts = [text(66 + width * CELL / 2, 14, columns), text(58, 34 + height * CELL / 2, rows, "end")]
    for (row, column), value in np.ndenumerate(values):
        parts.append(f'<rect x="{66 + column * CELL}" y="{22 + row * CELL}" width="{CELL - 2}" '
                     f'height="{CELL - 2}" stroke-opacity="0.3" fill="{COLOURS[0]}" '
                     f'fill-opacity="{float(value):.3f}"><title>{float(value):.3f}</title></rect>')
    return svg(80 + width * CELL, 30 + height * CELL, f"{rows} by {columns}", parts)


class Picture(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self):
        return [nodes.raw("", f'<p class="picture">{self.drawn()}</p>', format="html")]


class Connections(Picture):
    option_spec = {"shape": lambda given: tuple(int(part) for part in given.split(","))}

    def drawn(self):
        return connections(evaluated(self.arguments[0]), self.options["shape"])


class Curves(Picture):
    """`{curves} BEGIN END`, then a line `name: function of an array` for each."""

    def drawn(self):
        begin, end = (float(part) for part in self.arguments[0].split())
        named = (line.partition(":") for line in self.content)
        return curves({name: evaluated(function.strip()) for name, _, function in named}, begin, end)


class HeatMap(Picture):
    option_spec = {"rows": directives.unchanged, "columns": directives.unchanged}

    def drawn(self):
        return heat_map(evaluated(self.arguments[0]), self.options.get("rows", ""),
                        self.options.get("columns", ""))


def setup(app):
    app.add_directive("connections", Connections)
    app.add_directive("curves", Curves)
    app.add_directive("heat-map", HeatMap)
    return {"parallel_read_safe": True}
