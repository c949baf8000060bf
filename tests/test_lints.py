"""The project's own checks (bin/lint_*.py) find what they are there to find."""

import importlib.util
from pathlib import Path

BIN = Path(__file__).resolve().parent.parent / "bin"


def load(name):
    spec = importlib.util.spec_from_file_location(name, BIN / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_views_may_not_use_a_bare_manager():
    lint = load("lint_views")
    assert lint.problems("Registration.objects.get(pk=pk)", "views.py")
    assert lint.problems("visible_to(Registration.objects.filter(pk=pk))", "views.py")
    assert lint.problems("get_object_or_404(Registration, pk=pk)", "views.py")
    assert not lint.problems("Registration.objects.visible_to(user).get(pk=pk)", "views.py")
    assert lint.problems("Partner.objects.select_related('school')", "views.py")
    assert not lint.problems("get_object_or_404(Invitation.objects.all(), token=token)", "views.py")
    assert not lint.problems("Membership.objects.verified().of(user).exists()", "views.py")
    assert not lint.problems("get_object_or_404(Registration.objects.visible_to(user), pk=pk)", "views.py")
    assert not lint.problems("School.objects.count()  # bare manager: a number", "views.py")


def test_templates_may_not_have_what_the_policy_blocks():
    lint = load("lint_templates")
    assert lint.problems("<p style='color:red'>", "a.html")
    assert lint.problems("<style>p {}</style>", "a.html")
    assert lint.problems("<script>alert(1)</script>", "a.html")
    assert lint.problems('<a onclick="go()">', "a.html")
    assert lint.problems('<a href="javascript:go()">', "a.html")
    assert not lint.problems('<script src="{% static \'portal.js\' %}"></script><p class="style">', "a.html")


def test_locks_that_differ_from_what_is_asked_for_are_found(tmp_path):
    lint = load("lint_locks")
    asked, lock = tmp_path / "requirements.in", tmp_path / "requirements.txt"
    asked.write_text("# why\ndjango~=5.2.0  # the framework\nsegno\n")
    lock.write_text(
        "django==5.2.9 \\\n    --hash=sha256:1\n    # via\n    #   -r requirements.in\n    #   crispy\n"
        "segno==1.6 \\\n    --hash=sha256:2\n    # via -r requirements.in\nsqlparse==1 \\\n    # via django\n"
    )
    assert lint.problems(asked, lock) == []
    asked.write_text("django~=6.0.0\nrules\n")
    assert len(lint.problems(asked, lock)) == 3


def test_the_project_itself_passes():
    for name in ("lint_views", "lint_templates", "lint_locks"):
        assert load(name).main(BIN.parent) == 0
