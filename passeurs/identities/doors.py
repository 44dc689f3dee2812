"""The doors of the second factor, of sessions and of fresh proofs."""

DOORS = {
    "identities:enter_by_key": "public",
    "identities:proconnect": "public",
    "identities:proconnect_back": "public",
    "identities:break_glass": "public",
    "identities:second_factor": "account",
    "identities:confirm": "account",
    "identities:security": "account",
    "identities:application": "account",
    "identities:key": "account",
    "identities:remove": "account",
    "identities:codes": "account",
    "identities:codes_file": "account",
    "identities:codes_renew": "account",
    "identities:session_close": "account",
    "identities:sessions_close": "account",
}
