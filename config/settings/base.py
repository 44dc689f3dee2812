"""What every installation shares; `docs/exploitation.md` documents each variable."""

from django.utils.csp import CSP

from config import env
from passeurs.core.logging import logging_config

BASE_DIR = env.ROOT
DATA_DIR = env.folder("PASSEURS_DATA", BASE_DIR / "var")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_ox",
    "passeurs.core",
    "passeurs.accounts",
    "passeurs.journal",
    "passeurs.notifications",
    "passeurs.documents",
    "passeurs.territories",
    "passeurs.organisations",
    "passeurs.calls",
    "passeurs.films",
    "passeurs.contacts",
    "passeurs.dossiers",
    "passeurs.desk",
    "passeurs.pages",
    "passeurs.demonstration",
]

MIDDLEWARE = [
    "passeurs.core.middleware.RequestLog",
    "passeurs.core.middleware.StrictHeaders",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "passeurs.core.middleware.RefuseNullSigns",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

FORM_RENDERER = "passeurs.core.drawing.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": env.database("PASSEURS_DATABASE", DATA_DIR)}
CACHES = {
    "default": {  # shared by the web processes, which the limits on sign-in need
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
ACCESS_ROLES_OF = "passeurs.organisations.queries.roles_of"

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/dossiers/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 14 * 24 * 3600
ACCOUNT_ADAPTER = "passeurs.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code itself proves the address
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "30/10m/ip,5/15m/key",
    "login_failed": "60/10m/ip,20/h/key",
}

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_FINDERS = [
    "passeurs.core.styles.StyleFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.assets.AssetStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

MAIL_FOLDER = DATA_DIR / "courriels"
MAILERS = {  # "wire" leaves at once, "default" through the outbox and its worker
    "default": {"BACKEND": "passeurs.notifications.mailers.OutboxMailer"},
    "wire": env.mailer("PASSEURS_SMTP_URL", MAIL_FOLDER),
}
DEFAULT_FROM_EMAIL = env.text(
    "PASSEURS_EMAIL_FROM", "Passeurs d’images <ne-pas-repondre@passeurs.invalid>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
HERE = f"http://127.0.0.1:{env.text('PORT', '8000')}"  # where `make run` serves
SITE_URL = env.text("PASSEURS_SITE_URL", HERE).rstrip("/")
MAIL_KEPT_DAYS = env.days("PASSEURS_MAIL_DAYS", 90)
MAIL_ATTACHMENTS = {"dossiers.receipt": "passeurs.dossiers.printing.receipt_as_file"}

TASKS = {
    "default": {
        "BACKEND": "django_ox.backend.OxBackend",
        "OPTIONS": {
            "SCHEDULES": {
                "outbox": {"task": "passeurs.notifications.delivery.sweep", "every": 60},
                "outbox-words": {"task": "passeurs.notifications.delivery.forget", "every": 3600},
            },
        },
    },
}

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "passeurs.core.errors.csrf_failure"

LOGGING = logging_config(level=env.text("PASSEURS_LOG_LEVEL", "INFO"))

PHONENUMBER_DEFAULT_REGION = "FR"
DEMONSTRATION = False
