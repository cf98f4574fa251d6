"""OpenID Connect as ProConnect wants it: a nonce, a signed answer about the person, and signing out there too.

allauth's own provider sends no nonce, reads what is told of a person as plain JSON only, and leaves the session of the
provider open. Source: ProConnect, guide for service providers (partenaires.proconnect.gouv.fr); OpenID Connect
Core 1.0, sections 3.1.2.1 and 5.3.2; RP-Initiated Logout 1.0.
"""
