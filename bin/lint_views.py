"""No view reaches an object by a bare manager: it goes through the person's school or a `visible_to` queryset.

Anybody may guess a number in an address. `Registration.objects.get(pk=pk)` in a view shows them somebody else's
registration; `Registration.objects.visible_to(request.user)` does not. So in views a queryset says one of the words of
WHO_MAY_SEE (each app's querysets.py says what they let through), or is narrowed to a person, to a school that was
found before, or by a token that nobody can guess (NARROWED); or its line ends with `# bare manager: <why>`, which a
reviewer reads.
"""

import ast
import sys
from pathlib import Path

WHO_MAY_SEE = {"visible_to", "written_by", "public", "published", "newest", "listed", "choosable", "open", "offered"}
WHO_MAY_SEE |= {"live", "of", "at"}
NARROWED = {"user", "school", "token", "email"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
GETTERS = {"get_object_or_404", "get_list_or_404"}
EXCUSE = "# bare manager:"


def problems(source: str, name: str) -> list[str]:
    """Each slip as "file:line: sentence"."""
    tree = ast.parse(source)
    lines = source.splitlines()
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    said = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and not guarded(node, parents):
            slip = f"{ast.unparse(node)} without one of {', '.join(sorted(WHO_MAY_SEE))}"
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in GETTERS and is_model(node.args[0]):
            slip = f"{ast.unparse(node)}: give it a queryset of what this person may see"
        else:
            continue
        if EXCUSE not in lines[node.lineno - 1]:
            said.append(f"{name}:{node.lineno}: {slip}")
    return said


def guarded(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether the chain of calls that goes on from here says who may see: `objects.verified().of(user)`."""
    while isinstance(parent := parents[node], ast.Attribute | ast.Call):
        if isinstance(parent, ast.Attribute) and parent.attr in WHO_MAY_SEE:
            return True
        if isinstance(parent, ast.Call) and NARROWED & {keyword.arg for keyword in parent.keywords}:
            return True
        if isinstance(parent, ast.Call) and parent.func is not node:
            return False  # an argument of something else: the chain is over
        node = parent
    return False


def is_model(node: ast.expr) -> bool:
    """A class by its name, not a queryset that was built before."""
    return isinstance(node, ast.Name) and node.id[:1].isupper()


def view_files(folder: Path) -> list[Path]:
    """views.py and views/*.py of every app."""
    found = [*folder.glob("*/views.py"), *folder.glob("*/views/*.py")]
    return sorted(path for path in found if not path.is_relative_to(folder / ".venv"))


def main(folder: Path) -> int:
    said = [
        problem for path in view_files(folder) for problem in problems(path.read_text(), str(path.relative_to(folder)))
    ]
    for problem in said:
        sys.stdout.write(problem + "\n")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent.parent))
