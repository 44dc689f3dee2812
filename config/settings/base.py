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
    "allauth.mfa",
    "django_ox",
    "passeurs.core",
    "passeurs.accounts",
    "passeurs.journal",
    "passeurs.notifications",
    "passeurs.documents",
    "passeurs.spreadsheets",
    "passeurs.territories",
    "passeurs.organisations",
    "passeurs.identities",
    "passeurs.calls",
    "passeurs.films",
    "passeurs.contacts",
    "passeurs.network",
    "passeurs.dossiers",
    "passeurs.instruction",
    "passeurs.committee",
    "passeurs.events",
    "passeurs.desk",
    "passeurs.editions",
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
    "passeurs.identities.middleware.SecondFactor",
    "passeurs.documents.withheld.Withheld",
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
    "computed": {  # what takes long and can be had again; filling it pushes no limit out
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "computed",
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["passeurs.identities.backends.PersonBackend"]
ACCESS_ROLES_OF = "passeurs.identities.queries.roles_of"
LOOK_OF = "passeurs.organisations.looks.worn_by"  # the coordination whose colours a page wears
PROOF_VIEW = "passeurs.identities.views.confirm.ask"

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/dossiers/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 14 * 24 * 3600
ACCOUNT_ADAPTER = "passeurs.identities.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the code itself proves the address
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "30/10m/ip,5/15m/key",
    "login_failed": "60/10m/ip,20/h/key",
    "second_factor": "10/15m/key",
    "key": "60/10m/ip",
}
PROCONNECT = env.identity_provider()
MFA_ADAPTER = "passeurs.identities.sealing.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]

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
    "default": env.storage("PASSEURS_S3_URL"),
    "staticfiles": {"BACKEND": "config.assets.AssetStorage"},
}
UPLOAD_FOLDER = DATA_DIR / "envois"  # files on their way, shared by the web processes
CLAMAV = env.scanner("PASSEURS_CLAMAV")
INFECTION_TOLD_TO = [
    "passeurs.organisations.actions.look.tell_infection",
    "passeurs.dossiers.actions.infections.tell_infection",
    "passeurs.network.actions.infections.tell_infection",
]
DIGESTS_KEPT_BY = ["passeurs.dossiers.queries.documents.filed_digests"]
DOSSIER_BYTES = env.megabytes("PASSEURS_DOSSIER_MB", 300)
HEALTH = {  # told beside the database, whose silence alone stops the service
    "fichiers": "passeurs.documents.health.storage",
    "antivirus": "passeurs.documents.health.scanner",
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
BOUNCE_ADDRESS = env.text("PASSEURS_BOUNCE_ADDRESS", "")
MAIL_CONCERNS = ["passeurs.dossiers.concerns.concern"]  # whose a message is, and about what
MAIL_LOOK = "passeurs.organisations.looks.mailed"  # the name, logo and colours it wears
MAIL_KEPT_DAYS = env.days("PASSEURS_MAIL_DAYS", 90)
MAIL_ATTACHMENTS = {
    "committee.calendar": "passeurs.committee.attachments.calendar_as_file",
    "dossiers.receipt": "passeurs.dossiers.printing.receipt_as_file",
    "dossiers.award": "passeurs.dossiers.printing.award_as_file",
    "dossiers.admission": "passeurs.dossiers.printing.admission_as_file",
    "events.calendar": "passeurs.events.attachments.calendar_as_file",
    "events.certificate": "passeurs.events.attachments.certificate_as_file",
}

TASKS = {
    "default": {
        "BACKEND": "django_ox.backend.OxBackend",
        "OPTIONS": {
            "SCHEDULES": {
                "outbox": {"task": "passeurs.notifications.delivery.sweep", "every": 60},
                "letters": {"task": "passeurs.committee.preparing.take_up", "every": 60},
                "scans": {"task": "passeurs.documents.quarantine.sweep", "every": 60},
                "uploads": {"task": "passeurs.documents.collection.end_uploads", "every": 3600},
                "orphans": {"task": "passeurs.documents.collection.collect", "every": 24 * 3600},
                "dockets": {"task": "passeurs.desk.tasks.read", "every": 60},
                "dockets-again": {"task": "passeurs.desk.tasks.read_all_again", "every": 24 * 3600},
                "sitting-files": {"task": "passeurs.committee.computing.forget", "every": 3600},
                "readers": {"task": "passeurs.committee.computing.chase", "every": 900},
                "exports": {"task": "passeurs.desk.tasks.forget", "every": 3600},
                "jobs": {"task": "passeurs.desk.tasks.take_up", "every": 60},
                "journal": {"task": "passeurs.identities.tasks.watch_journal", "every": 24 * 3600},
                "sessions": {"task": "passeurs.identities.tasks.sweep_sessions", "every": 86400},
                "siret": {"task": "passeurs.organisations.tasks.read_register", "every": 24 * 3600},
                "zonings": {"task": "passeurs.dossiers.tasks.compare_places", "every": 24 * 3600},
                "digests": {"task": "passeurs.notifications.digests.send_digests", "every": 300},
                "outbox-words": {"task": "passeurs.notifications.delivery.forget", "every": 3600},
                "exchanges": {"task": "passeurs.dossiers.tasks.mail_exchanges", "every": 60},
                "reminders": {"task": "passeurs.dossiers.tasks.remind", "every": 900},
                "corrections": {"task": "passeurs.dossiers.tasks.end_corrections", "every": 60},
                "typing": {"task": "passeurs.dossiers.tasks.end_typing", "every": 300},
                "ties": {"task": "passeurs.dossiers.tasks.find_ties", "every": 24 * 3600},
                "event-reminders": {"task": "passeurs.events.tasks.remind", "every": 900},
                "event-papers": {"task": "passeurs.events.tasks.certify", "every": 60},
                "event-needs": {"task": "passeurs.events.tasks.forget", "every": 24 * 3600},
                "pending-files": {"task": "passeurs.spreadsheets.tasks.forget", "every": 3600},
            },
        },
    },
}

ADDRESS_URL = env.address("PASSEURS_ADDRESS_URL", "https://data.geopf.fr/geocodage/search")
REGISTER_URL = env.address(
    "PASSEURS_REGISTER_URL", "https://recherche-entreprises.api.gouv.fr/search"
)
TILE_URL = env.address("PASSEURS_TILE_URL")  # https://…/{z}/{x}/{y}.png, behind the maps
OFFICIAL_SOURCES = env.addresses("PASSEURS_OFFICIAL_SOURCES")
OFFICIAL_HOSTS = env.words(
    "PASSEURS_OFFICIAL_HOSTS",
    "www.data.gouv.fr static.data.gouv.fr object.files.data.gouv.fr "
    "www.collectivites-locales.gouv.fr",
)

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", *env.origin(TILE_URL)],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF, *([PROCONNECT["origin"]] if PROCONNECT else [])],
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
