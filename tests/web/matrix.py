"""Who sees what: for each address of the site, what each kind of visitor gets. An app adds its addresses here.

`public`: everyone; `signed_in`: everyone signed in, the others are sent to sign in; `administrator`: those who
administer authority A, refused to everybody else who is signed in; `state`: part of a sign-in that has to have begun,
so that a bare visit is sent elsewhere, whoever comes.
"""

PUBLIC, SIGNED_IN, ADMINISTRATOR, STATE = "public", "signed_in", "administrator", "state"

# name of the address: (who, arguments)
MATRIX: dict[str, tuple[str, dict[str, object]]] = {
    "home": (PUBLIC, {}),
    "territory_search": (PUBLIC, {}),
    "territory": (PUBLIC, {"level": "intercommunality", "code": "242100410"}),
    "territory_download": (PUBLIC, {"level": "commune", "code": "21231", "form": "json"}),
    "style_guide": (PUBLIC, {}),
    "switch_language": (PUBLIC, {"code": "en"}),
    "authority_list": (PUBLIC, {}),
    "authority": (PUBLIC, {"slug": "dijon"}),
    "authority_style": (PUBLIC, {"slug": "dijon"}),
    "authority_logo": (PUBLIC, {"slug": "dijon"}),
    "invitation": (PUBLIC, {"token": "nothing"}),
    "account": (SIGNED_IN, {}),
    "account_export": (SIGNED_IN, {}),
    "account_delete": (SIGNED_IN, {}),
    "authority_members": (ADMINISTRATOR, {"slug": "dijon"}),
    "authority_invite": (ADMINISTRATOR, {"slug": "dijon"}),
    "authority_member": (ADMINISTRATOR, {"slug": "dijon", "pk": 0}),
    "authority_revoke": (ADMINISTRATOR, {"slug": "dijon", "pk": 0}),
    "authority_withdraw": (ADMINISTRATOR, {"slug": "dijon", "pk": 0}),
    "authority_identity": (ADMINISTRATOR, {"slug": "dijon"}),
    # allauth's
    "account_login": (PUBLIC, {}),
    "account_signup": (PUBLIC, {}),
    "account_inactive": (PUBLIC, {}),
    "account_request_login_code": (PUBLIC, {}),
    "account_reset_password": (PUBLIC, {}),
    "account_logout": (SIGNED_IN, {}),
    "account_email": (SIGNED_IN, {}),
    "account_change_password": (SIGNED_IN, {}),
    "account_set_password": (SIGNED_IN, {}),
    "account_reauthenticate": (SIGNED_IN, {}),
    "mfa_index": (SIGNED_IN, {}),
    "mfa_activate_totp": (SIGNED_IN, {}),
    "mfa_deactivate_totp": (SIGNED_IN, {}),
    "mfa_view_recovery_codes": (SIGNED_IN, {}),
    "mfa_generate_recovery_codes": (SIGNED_IN, {}),
    "mfa_download_recovery_codes": (SIGNED_IN, {}),
    "mfa_reauthenticate": (SIGNED_IN, {}),
    "socialaccount_connections": (SIGNED_IN, {}),
    "account_email_verification_sent": (STATE, {}),
    "account_confirm_login_code": (STATE, {}),
    "account_confirm_password_reset_code": (STATE, {}),
    "account_complete_password_reset": (STATE, {}),
    "account_password_reset_completed": (STATE, {}),
    "mfa_authenticate": (STATE, {}),
    "socialaccount_signup": (STATE, {}),
    "socialaccount_login_cancelled": (STATE, {}),
    "socialaccount_login_error": (STATE, {}),
    "openid_connect_login": (STATE, {"provider_id": "oidc"}),
    "openid_connect_callback": (STATE, {"provider_id": "oidc"}),
}
