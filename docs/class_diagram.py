"""Draws the classes of the ontology as trees, in SVG, by the standard library alone.

    python docs/class_diagram.py        writes docs/ontology-classes.svg

Every class stands once, below the first of its superclasses; a dashed line leads to each further one. Boxes link to
the class's entry in `ontology.html` and show its definition when the pointer rests on them. Lengths are pixels.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from kg.graph.ontology import Ontology, ontology

TARGET = Path(__file__).with_name("ontology-classes.svg")

ROW = 21
BOX = 17
GAP = 24
FONT = 11
CHARACTER = 6.5
PADDING = 6
MARGIN = 16
BETWEEN_TREES = 22
BETWEEN_COLUMNS = 40
#: Ink and fill of each tree.
COLOURS = {
    "ConflictEvent": ("#8a2f1f", "#fbeee9"),
    "Actor": ("#1f4e79", "#e8f1f9"),
    "Object": ("#1f4e79", "#e8f1f9"),
    "Place": ("#2e6b34", "#eaf5ea"),
}
OTHER = ("#5b5b66", "#f1f1f4")


@dataclass
class Box:
    """A class with the classes below it; `x` and `y` are its top left corner."""

    name: str
    depth: int
    children: list[Box] = field(default_factory=list)
    x: float = 0.0
    y: float = 0.0

    @property
    def width(self) -> float:
        """As wide as its name."""
        return len(self.name) * CHARACTER + 2 * PADDING

    def all(self) -> list[Box]:
        """Itself and all below it."""
        return [self, *(below for child in self.children for below in child.all())]


def tree(terms: Ontology, name: str, depth: int = 0) -> Box:
    """The tree of classes that have `name` as their first superclass, or their first one's, and so on."""
    below = [term.name for term in terms.terms.values() if term.kind == "class" and term.parents[:1] == (name,)]
    return Box(name, depth, [tree(terms, child, depth + 1) for child in below])


def place(root: Box, left: float, top: float) -> float:
    """Sets the corners of all boxes: a row for each leaf, children right of their parent. Gives the lower edge."""

    def rows(box: Box, column: float, row: float) -> float:
        box.x = column
        if not box.children:
            box.y = row
            return row + ROW
        after = row
        for child in box.children:
            after = rows(child, column + box.width + GAP, after)
        box.y = (box.children[0].y + box.children[-1].y) / 2
        return after

    return rows(root, left, top)


def draw(terms: Ontology) -> str:
    """The diagram: events on the left, all other classes on the right."""
    roots = [term.name for term in terms.terms.values() if term.kind == "class" and not term.parents]
    trees = {name: tree(terms, name) for name in roots}
    first = trees["ConflictEvent"]
    bottom = place(first, MARGIN, MARGIN)
    left = max(box.x + box.width for box in first.all()) + BETWEEN_COLUMNS
    top = float(MARGIN)
    for name, root in trees.items():
        if name != "ConflictEvent":
            space = BETWEEN_TREES if root.children else 0
            top = place(root, left, top + space / 2) + space / 2
    boxes = {box.name: box for root in trees.values() for box in root.all()}
    width = max(box.x + box.width for box in boxes.values()) + MARGIN
    height = max(bottom, top) + MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" font-family="Helvetica, Arial, sans-serif" font-size="{FONT}" role="img" '
        'aria-label="Classes of the conflict report ontology">',
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
    ]
    for name, root in trees.items():
        ink, fill = COLOURS.get(name, OTHER)
        for box in root.all():
            parts += [_line(box, child, ink) for child in box.children]
            parts += [_dashed(box, boxes[parent], ink) for parent in terms.term(box.name).parents[1:]]
        parts += [_box(terms, box, ink, fill) for box in root.all()]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _box(terms: Ontology, box: Box, ink: str, fill: str) -> str:
    weight = ' font-weight="bold"' if box.depth == 0 else ""
    return (
        f'<a href="ontology.html#{box.name}"><title>{escape(terms.term(box.name).definition)}</title>'
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{BOX}" rx="3" fill="{fill}" '
        f'stroke="{ink}" stroke-width="0.8"/><text x="{box.x + box.width / 2:.1f}" y="{box.y + 12.5:.1f}" '
        f'text-anchor="middle" fill="{ink}"{weight}>{box.name}</text></a>'
    )


def _line(parent: Box, child: Box, ink: str) -> str:
    x, y = parent.x + parent.width, parent.y + BOX / 2
    turn = child.x - GAP / 2
    return (
        f'<path d="M{x:.1f} {y:.1f}H{turn:.1f}V{child.y + BOX / 2:.1f}H{child.x:.1f}" fill="none" stroke="{ink}" '
        'stroke-width="0.8"/>'
    )


def _dashed(child: Box, parent: Box, ink: str) -> str:
    """From the child's edge to the right edge of its further parent; drawn before the boxes, so behind them."""
    x, y = child.x + child.width / 2, child.y + (BOX if parent.y > child.y else 0)
    end_x, end_y = parent.x + parent.width, parent.y + BOX / 2
    bend = max(x, end_x) + GAP
    return (
        f'<path d="M{x:.1f} {y:.1f}C{bend:.1f} {y:.1f} {bend:.1f} {end_y:.1f} {end_x:.1f} {end_y:.1f}" fill="none" '
        f'stroke="{ink}" stroke-width="0.8" stroke-dasharray="3 2"/>'
    )


def main() -> None:
    """Writes the diagram."""
    TARGET.write_text(draw(ontology()), encoding="utf-8")


if __name__ == "__main__":
    main()
