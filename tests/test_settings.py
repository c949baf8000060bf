"""A production start asks for what it needs, and what it then serves is closed.

Settings are read once in a process, so each production start here is a process of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
REQUIRED = [
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "EMAIL_URL",
    "SITE_URL",
    "DEFAULT_FROM_EMAIL",
    "CONTACT_EMAIL",
]

# A page, the health page, an unknown host, and a page that raises, asked of the portal as production serves it.
ASK = """
import json, django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from issp_portal.views import pages
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
client = Client(raise_request_exception=False)
def ask(path, **options):
    response = client.get(path, headers={"x-forwarded-proto": "https"} | options.pop("headers", {}), **options)
    return {"status": response.status_code, "headers": dict(response.headers), "text": response.content.decode(),
            "cookies": {k: {"secure": c["secure"], "httponly": c["httponly"], "samesite": c["samesite"]}
                        for k, c in response.cookies.items()}}
said = {
    "plain_http": client.get("/about/").headers,
    "plain_health": client.get("/healthz").status_code,
    "health": ask("/healthz"),
    "about": ask("/about/"),
    "sign_in": ask("/accounts/login/"),
    "unknown_host": ask("/about/", headers={"host": "evil.example"}),
    "demo": ask("/demo/")["status"],
}
pages.todos_of = None
from django.contrib.auth import get_user_model
user = get_user_model().objects.create_user("head@school.example")
client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
said["broken"] = ask("/dashboard/")
said["plain_http"] = dict(said["plain_http"])
print(json.dumps(said))
"""


def environment(folder):
    """The environment of a production start, complete."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONWARNINGS": "error",
        "DJANGO_SETTINGS_MODULE": "issp_portal.settings",
        "VAR_DIR": str(folder),
        "SECRET_KEY": "a-long-random-string-of-more-than-fifty-letters-0123456789",
        "ALLOWED_HOSTS": "portal.example,testserver",
        "DATABASE_URL": f"sqlite:///{folder}/portal.sqlite3",
        "EMAIL_URL": "dummymail://",
        "SITE_URL": "https://portal.example",
        "DEFAULT_FROM_EMAIL": "portal@portal.example",
        "CONTACT_EMAIL": "forum@portal.example",
    }


@pytest.fixture
def production(tmp_path):
    return environment(tmp_path)


def run(variables, *arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("value", [None, ""])
def test_a_start_with_one_missing_stops_and_names_it(production, name, value):
    production.pop(name)
    if value is not None:
        production[name] = value
    result = run(production, "-c", "import issp_portal.wsgi")
    assert result.returncode != 0
    last = result.stderr.strip().splitlines()[-1]
    assert f"Set {name} (" in last
    assert not any(f"{other} (" in last for other in REQUIRED if other != name)


def test_demo_needs_nothing(tmp_path):
    demo = {"PATH": os.environ["PATH"], "DEMO": "true", "VAR_DIR": str(tmp_path)}
    assert run(demo, "manage.py", "check").returncode == 0
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_the_deployment_check_finds_nothing(production):
    result = run(production, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert result.returncode == 0, result.stderr


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    result = run(environment(tmp_path_factory.mktemp("production")), "-c", ASK)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout.splitlines()[-1])


def test_plain_http_is_sent_to_https_except_for_the_watcher(answers):
    assert answers["plain_http"]["Location"].startswith("https://")
    assert answers["plain_health"] == 200


def test_every_page_carries_the_strict_headers(answers):
    for name in ("about", "health", "broken"):
        headers = answers[name]["headers"]
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
        assert "default-src 'self'" in headers["Content-Security-Policy"].split("; ")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]


def test_cookies_are_two_and_travel_by_https_only(answers):
    assert answers["about"]["cookies"] == {}
    assert set(answers["sign_in"]["cookies"]) <= {"sessionid", "csrftoken"}
    assert "csrftoken" in answers["sign_in"]["cookies"]
    for cookie in answers["sign_in"]["cookies"].values():
        assert cookie == {"secure": True, "httponly": True, "samesite": "Lax"}


def test_an_unknown_host_is_our_400_page(answers):
    assert answers["unknown_host"]["status"] == 400
    assert "We could not read that request" in answers["unknown_host"]["text"]


def test_a_fault_is_our_500_page_and_tells_nothing(answers):
    assert answers["broken"]["status"] == 500
    assert "Something went wrong at our end" in answers["broken"]["text"]
    assert "Traceback" not in answers["broken"]["text"]
    assert "NoneType" not in answers["broken"]["text"]


def test_the_files_of_the_500_page_are_there(answers):
    """It links files by their plain names: they must be among the static files of the project."""
    linked = [part.split('"')[0] for part in answers["broken"]["text"].split('"/static/')[1:]]
    assert linked
    assert all((ROOT / "static" / name).exists() for name in linked)


def test_the_demo_is_not_there(answers):
    assert answers["demo"] == 404


def test_messages_make_no_cookie():
    assert settings.MESSAGE_STORAGE == "django.contrib.messages.storage.session.SessionStorage"
