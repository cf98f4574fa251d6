"""Who sees what: for each address of the site, what each kind of visitor gets. An app adds its addresses here.

`public`: everyone; `signed_in`: everyone signed in, the others are sent to sign in; `administrator`: those who
administer authority A, refused to everybody else who is signed in; `state`: part of a sign-in that has to have begun,
so that a bare visit is sent elsewhere, whoever comes. `moderator`: those who decide of contributions in A; `editor`:
those who may change any sheet of its territory.
"""

from essaim.web.accounts.models import Role

PUBLIC, SIGNED_IN, ADMINISTRATOR, STATE = "public", "signed_in", "administrator", "state"
MODERATOR, EDITOR = "moderator", "editor"
# Roles, held in A, that open an address kept for some.
KEPT_FOR = {
    ADMINISTRATOR: {Role.ADMINISTRATOR},
    MODERATOR: {Role.ADMINISTRATOR, Role.POLICY_OFFICER, Role.NETWORK_ANIMATOR},
    EDITOR: {Role.ADMINISTRATOR, Role.POLICY_OFFICER, Role.NETWORK_ANIMATOR, Role.SUPPORT_BODY},
}
# A structure of the small store whose head office is in Dijon Métropole.
IN_DIJON = "009000019"

# name of the address: (who, arguments)
MATRIX: dict[str, tuple[str, dict[str, object]]] = {
    "home": (PUBLIC, {}),
    "territory_search": (PUBLIC, {}),
    "territory": (PUBLIC, {"level": "intercommunality", "code": "242100410"}),
    "territory_download": (PUBLIC, {"level": "commune", "code": "21231", "form": "json"}),
    "map_contours": (PUBLIC, {"level": "intercommunality", "code": "242100410"}),
    "map_structures": (PUBLIC, {}),
    "map_integration": (PUBLIC, {}),
    "map_embed": (PUBLIC, {}),
    "directory:list": (PUBLIC, {}),
    "directory:points": (PUBLIC, {}),
    "directory:structure": (PUBLIC, {"key": "000000000"}),
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
    "contribute": (PUBLIC, {}),
    "actor_propose": (PUBLIC, {}),
    "contribution_thanks": (PUBLIC, {}),
    "sheet": (PUBLIC, {"key": IN_DIJON}),
    "sheet_correct": (PUBLIC, {"key": IN_DIJON}),
    "sheet_object": (PUBLIC, {"key": IN_DIJON}),
    "sheet_reminder": (PUBLIC, {"token": "nothing"}),
    "sheet_picture": (PUBLIC, {"pk": "00000000-0000-4000-8000-000000000000"}),
    "label_kinds": (PUBLIC, {"slug": "dijon"}),
    "personal_data": (PUBLIC, {}),
    "privacy": (PUBLIC, {}),
    "legal": (PUBLIC, {}),
    "sheet_claim": (SIGNED_IN, {"key": IN_DIJON}),
    "sheet_code": (SIGNED_IN, {"key": IN_DIJON}),
    "revision": (SIGNED_IN, {"pk": 0}),
    "revision_undo": (SIGNED_IN, {"pk": 0}),
    "claim_withdraw": (SIGNED_IN, {"pk": 0}),
    "sheet_edit": (EDITOR, {"key": IN_DIJON}),
    "sheet_history": (EDITOR, {"key": IN_DIJON}),
    "sheet_label": (EDITOR, {"key": IN_DIJON}),
    "queue": (MODERATOR, {"slug": "dijon"}),
    "decide": (MODERATOR, {"slug": "dijon", "kind": "revision", "pk": 0}),
    "claim_letter": (MODERATOR, {"slug": "dijon", "pk": 0}),
    "show_again": (MODERATOR, {"slug": "dijon", "pk": 0}),
    "duplicates": (MODERATOR, {"slug": "dijon"}),
    "merge": (MODERATOR, {"slug": "dijon", "local": "local-nothing", "other": IN_DIJON}),
    "label_withdraw": (MODERATOR, {"slug": "dijon", "pk": 0}),
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
