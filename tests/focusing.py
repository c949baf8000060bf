"""Where the keyboard stops on a page, and what is drawn there: seen in pixels, with the focus and without it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page

Colour = tuple[int, int, int]

AROUND = 8  # pixels beside an element in which its outline may be drawn
TELLS = 3  # the contrast of a pixel with and without the focus from which it can be told apart (WCAG 2.2, 1.4.11)
THICK = 2  # pixels of such a contrast for each pixel of the element's longer side: as much as a line of this width
FARTHEST = 150  # presses of Tab; no page has so many places to stop at

# Of the element that has the focus: its words, its boxes (a link may be broken over lines), and what covers it.
LOOK = """() => {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  if (element.dataset.stoppedAt) return null;
  element.dataset.stoppedAt = 'yes';
  const words = element.labels && element.labels.length ? element.labels[0].innerText : element.innerText;
  const whole = element.getBoundingClientRect();
  const boxes = [...element.getClientRects()].map(box => [box.width, box.height]);
  const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.2], [0.5, 0.8]].map(
    ([x, y]) => document.elementFromPoint(whole.left + whole.width * x, whole.top + whole.height * y));
  const mine = point => point && (element.contains(point) || point.contains(element)
    || [...(element.labels || [])].some(label => label.contains(point)));
  return {
    name: `${element.tagName.toLowerCase()} "${(words || element.name || element.id || '').trim().slice(0, 60)}"`,
    left: whole.left, top: whole.top, width: whole.width, height: whole.height, boxes,
    clear: points.filter(mine).length,
    screen: [document.documentElement.clientWidth, window.innerHeight],
  };
}"""


@dataclass(frozen=True)
class Stop:
    """One place where Tab stops. `faults` is what is wrong there, in words."""

    name: str
    faults: list[str]


def stops_of(page: Page) -> Iterator[Stop]:
    """Press Tab through the whole page, and look at each stop with its focus and without."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        found = page.evaluate(LOOK)
        if found is None:
            return
        yield Stop(found["name"], faults_of(page, found))
    raise AssertionError(f"Tab does not come to an end on {page.url}")


def faults_of(page: Page, found: dict) -> list[str]:
    """What is wrong with the focus on the element that has it: out of sight, covered, or not to be seen."""
    width, height = found["screen"]
    right, bottom = found["left"] + found["width"], found["top"] + found["height"]
    seen = (min(right, width) - max(found["left"], 0), min(bottom, height) - max(found["top"], 0))
    if min(seen) < 1:
        return ["is outside the screen"]
    faults = []
    # A row of links that scrolls sideways may cut one off; nothing is cut through its height.
    if seen[0] < min(found["width"], width) / 2 or seen[1] < min(found["height"], height) - 1:
        faults.append("is only partly on the screen")
    if not found["clear"]:
        faults.append("is covered")
    changed = told_apart(page, found)
    due = THICK * max(max(box) for box in found["boxes"])
    if changed < due:
        faults.append(f"shows its focus in {changed} pixels, not {due:.0f}")
    return faults


def told_apart(page: Page, found: dict) -> int:
    """How many pixels in and around the element differ enough between having the focus and not."""
    width, height = found["screen"]
    left, top = max(found["left"] - AROUND, 0), max(found["top"] - AROUND, 0)
    clip = {
        "x": left,
        "y": top,
        "width": min(found["left"] + found["width"] + AROUND, width) - left,
        "height": min(found["top"] + found["height"] + AROUND, height) - top,
    }
    focused = page.screenshot(clip=clip)
    page.evaluate("window.hadFocus = document.activeElement; hadFocus.blur()")
    plain = page.screenshot(clip=clip)
    page.evaluate("hadFocus.focus({preventScroll: true})")
    pairs = Counter(zip(pixels(focused), pixels(plain), strict=True))
    return sum(count for (one, other), count in pairs.items() if contrast(one, other) >= TELLS)


def pixels(picture: bytes) -> Iterator[Colour]:
    flat = Image.open(BytesIO(picture)).convert("RGB").tobytes()
    return zip(flat[::3], flat[1::3], flat[2::3], strict=True)


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@cache
def luminance(colour: Colour) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (c / 255 for c in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
