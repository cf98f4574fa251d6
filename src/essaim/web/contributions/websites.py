"""Whether an e-mail address proves something: only when its domain is the structure's own."""

from urllib.parse import urlsplit

from essaim.web.contributions.lists import lines_of


def own_domain(website: str) -> str:
    """The domain of a site that is the structure's own, without `www.`; empty for a page among others'."""
    host = (urlsplit(website).hostname or "").removeprefix("www.")
    shared = any(host == site or host.endswith(f".{site}") for site in lines_of("shared_sites"))
    return "" if shared or "." not in host else host


def proves(email: str, website: str) -> bool:
    """The address is at that domain or under it. Above it proves nothing: `a.host.fr` is one customer of `host.fr`."""
    domain = email.rpartition("@")[2].lower().rstrip(".")
    own = own_domain(website)
    return bool(own) and domain not in lines_of("free_mail") and (domain == own or domain.endswith(f".{own}"))
