"""The doors of the account."""

DOORS = {
    "account_login": "public",
    "account_confirm_login_code": "public",
    "account_resend_code": "public",
    "account_logout": "account",
    "account_profile": "account",
}
