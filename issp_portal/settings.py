"""Settings of the portal. Everything that differs between machines comes from the environment.

With DEMO on (what `bin/serve` does) the portal runs over plain HTTP on a laptop with fictional schools, and needs
nothing else. With DEMO off it is production: each setting of REQUIRED_IN_PRODUCTION must be in the environment,
or the start stops with a sentence that names it.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

REQUIRED_IN_PRODUCTION = {
    "SECRET_KEY": "a long random string that signs sessions and links",
    "ALLOWED_HOSTS": "the host names the portal answers to, separated by commas",
    "DATABASE_URL": "where the data is kept, for example postgres://user:password@host/issp",
    "EMAIL_URL": "how mail is sent, for example smtp+tls://user:password@host:587",
    "SITE_URL": "the address people see, for example https://portal.example.org",
    "DEFAULT_FROM_EMAIL": "the address that mail comes from, for example ISSP Portal <portal@portal.example.org>",
    "CONTACT_EMAIL": "the address that people may write to, shown on the contact page",
}


def demo_secret_key() -> str:
    """The laptop's own secret, made at the first start and kept, so that sessions outlive a restart."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


if not DEMO:
    missing = [f"{name} ({what})" for name, what in REQUIRED_IN_PRODUCTION.items() if not env(name, default="")]
    if missing:
        raise ImproperlyConfigured(
            f"Set {'; '.join(missing)} in the environment, or DEMO=true to try the portal with fictional schools."
        )

SECRET_KEY = env("SECRET_KEY", default="") or demo_secret_key()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")

# --- Apps: each stands on a floor and imports only from the floors below it (docs/decisions, pyproject.toml) ----------
INSTALLED_APPS = [
    "issp_portal.apps.PortalConfig",
    *(["demo"] if DEMO else []),
    "casestudies",
    "agreements",
    "partnerships",
    "editorial",
    "accounts",
    "notifications",
    "schools",
    "core",
    "issp_portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_forms_gds",
    "csp",
    "django_htmx",
    "rules.apps.AutodiscoverRulesConfig",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "issp_portal.middleware.permissions_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "issp_portal.middleware.paths_of_text",  # the last, so that its page knows who is asking
]

ROOT_URLCONF = "issp_portal.urls"
WSGI_APPLICATION = "issp_portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["core.templatetags.issp"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "issp_portal.context.navigation",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"

# --- Data -------------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes its lock when the transaction begins, so a status that was read inside it cannot go stale.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Sign-in limits count here, so every worker and app server must see one cache. A migration of accounts makes the table.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "portal_cache"}}

# --- People -----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]  # a password is for those who want one, later
ACCOUNT_CHANGE_EMAIL = True  # one address a person; a new one takes over once it is confirmed
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Minutes, because school mail filters hold a message back; three tries a code, eight digits each.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8, "dashed": True}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {
    # What one address may be sent, and how often it may be tried: a guesser gets 60 tries a day at 100 million codes.
    "request_login_code": "20/m/ip,3/m/key,20/d/key",
    "reset_password": "20/m/ip,3/m/key,20/d/key",
    "login_failed": "30/m/ip,5/5m/key",
    "signup": "20/m/ip",
}
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "signup": "accounts.forms.sign_in.SignUpForm",
    "request_login_code": "accounts.forms.sign_in.CodeByEmailForm",
    "confirm_login_code": "accounts.forms.sign_in.SignInCodeForm",
    "confirm_email_verification_code": "accounts.forms.sign_in.ConfirmAddressForm",
    "change_email": "accounts.forms.sign_in.CorrectAddressForm",
    "add_email": "accounts.forms.sign_in.NewAddressForm",
    "reset_password": "accounts.forms.sign_in.ForgottenPasswordForm",
    "confirm_password_reset_code": "accounts.forms.sign_in.ForgottenPasswordCodeForm",
    "reset_password_from_key": "accounts.forms.sign_in.ResetPasswordForm",
    "change_password": "accounts.forms.sign_in.ChangePasswordForm",
    "set_password": "accounts.forms.sign_in.SetPasswordForm",
    "reauthenticate": "accounts.forms.sign_in.PasswordAgainForm",
}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "ISSP Portal"
MFA_TOTP_TOLERANCE = 1  # a telephone half a minute slow still works
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # http://localhost
MFA_FORMS = {
    "authenticate": "accounts.forms.sign_in.SecondFactorForm",
    "reauthenticate": "accounts.forms.sign_in.SecondFactorAgainForm",
    "activate_totp": "accounts.forms.sign_in.SetUpAppForm",
    "deactivate_totp": "accounts.forms.sign_in.RemoveAppForm",
    "login_webauthn": "accounts.forms.sign_in.PasskeySignInForm",
    "authenticate_webauthn": "accounts.forms.sign_in.PasskeyFactorForm",
    "reauthenticate_webauthn": "accounts.forms.sign_in.PasskeyAgainForm",
    "add_webauthn": "accounts.forms.sign_in.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.sign_in.RenamePasskeyForm",
    "generate_recovery_codes": "accounts.forms.sign_in.RecoveryCodesForm",
}
# How many proxies stand before the portal and are trusted to name the visitor's address, which sign-in limits count.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0 if DEMO else 1)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# --- Mail: everything goes through the outbox (notifications), which uses this to send --------------------------------
vars().update(env.email_url("EMAIL_URL", default=f"filemail:///{VAR_DIR / 'mail'}"))
EMAIL_TIMEOUT = 5  # seconds; a mail server that is down must not hold up the person who caused the message
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="ISSP Portal <portal@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
CONTACT_EMAIL = env("CONTACT_EMAIL", default="forum@issp.example")

# --- Introductions ----------------------------------------------------------------------------------------------------
# A school waits for the answers of at most so many others: it chooses with care, and nobody is asked by everybody.
INTRODUCTIONS_OPEN_AT_ONCE = env.int("INTRODUCTIONS_OPEN_AT_ONCE", default=3)

# --- Case studies -----------------------------------------------------------------------------------------------------
# What one person may write beneath case studies in a day: room for a conversation, none for a flood.
COMMENTS_A_DAY = env.int("COMMENTS_A_DAY", default=20)

# --- Language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # so that templates/ may hold widgets (schools/picker.html)

# --- Files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# What people upload: outside the web server's reach, given out by views that ask who may see it.
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o640
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Safety -----------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "issp_portal.views.errors.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12  # a school day, for people on shared laptops
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # else a third cookie, against our word
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # no form of the portal is near this
DATA_UPLOAD_MAX_NUMBER_FILES = 1  # and only a view that is marked to take a file is sent one (core/uploads.py)
FILE_UPLOAD_HANDLERS = [
    "core.uploads.OnlyWhereTaken",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",  # up to 2.5 MB; what is larger waits on the disk
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
if not DEMO:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [SITE_URL]

# To stderr, for the service manager to keep. No personal data: no addresses asked for (they carry tokens), no bodies,
# and nobody is mailed a report with somebody's form in it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},  # without Django's own mail to ADMINS
        "django.request": {"level": "ERROR"},  # a page that is not there is no event
        "django.security": {"level": "ERROR"},  # nor is a guessed host name or an unfinished upload
    },
}

# --- Matching: points for what two schools share, and why each counts as it does --------------------------------------
# (002), (003), (004): the government's evaluation record, its research report, the Forum chair's article. Change one
# here and every list of matches follows; partnerships/matching.py refuses weights by which help one way could win.
MATCHING_WEIGHTS = {
    "two_way": 1200,  # reciprocity keeps partnerships alive (004): help both ways always ranks above help one way
    "nearness": 400,  # the strongest determinant of what is practical (003): all of it next door, half at five miles
    "line": 24,  # each need met, up to three a school: more to do together, more reason to meet
    "same_subject": 8,  # ... where both named the same subject rather than one leaving it open
    "year_group": 4,  # ... for each year group that the need and the offer share, up to three
    "first_need": 30,  # the specific need it all began with is met (004: identified at the outset)
    "value": 30,  # each shared value, up to three: "the central tenet" of successful partnerships (003)
    "network": 60,  # trust, federation, diocese, local heads' group, up to two: cold calling fails (003)
    "local_authority": 20,  # the same authority: a weaker acquaintance than a network that people meet in
    "slot": 20,  # each part of the week that suits both, up to three: "the trickiest thing is the timetable" (003)
    "head_agrees": 30,  # heads have to buy in, or it becomes a low priority (003, 004)
    "head_knows": 10,  # ... and one who knows may yet agree
    "room": 10,  # each school that can still take a new partnership this year (004: capacity to work together)
}
