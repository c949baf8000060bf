"""No template has a script, a style or an event handler in the page: the content security policy would block it.

The policy is `default-src 'self'` with no nonce, so what breaks it fails silently in a browser. It fails here instead.
"""

import sys
from html.parser import HTMLParser
from pathlib import Path


class Inline(HTMLParser):
    """Collects what the policy would block, with its line."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style":
            self.found.append((self.getpos()[0], "a <style> element"))
        if (
            tag == "script"
            and "src" not in names
            and names.get("type") not in {"application/json", "application/ld+json"}
        ):
            self.found.append((self.getpos()[0], "a <script> without src"))
        for name, value in attrs:
            if name == "style":
                self.found.append((self.getpos()[0], f'style="{value}"'))
            if name.startswith("on"):
                self.found.append((self.getpos()[0], f'{name}="{value}"'))
            if (value or "").strip().lower().startswith(("javascript:", "data:text/html")):
                self.found.append((self.getpos()[0], f'{name}="{value}"'))


def problems(source: str, name: str) -> list[str]:
    """Each slip as "file:line: what"."""
    parser = Inline()
    parser.feed(source)
    parser.close()
    return [f"{name}:{line}: {what}" for line, what in parser.found]


def main(folder: Path) -> int:
    paths = [*folder.glob("templates/**/*.html"), *folder.glob("*/templates/**/*.html")]
    said = [
        problem
        for path in sorted(paths)
        if not path.is_relative_to(folder / ".venv")
        for problem in problems(path.read_text(), str(path.relative_to(folder)))
    ]
    for problem in said:
        sys.stdout.write(problem + "\n")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent.parent))
