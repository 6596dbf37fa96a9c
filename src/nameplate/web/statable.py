"""Where what the law needs can be stated: a fact's form, or the form that has its field."""

from urllib.parse import quote

from nameplate.work.entering import fact_asks

_FORMS = {
    "jurisdiction": "/who/body?place=-",
    "site_class": "/who#sites",
    "purpose": "/who/body#purpose",
    "funding": "/who/body#funding",
    "clause_in_contract": "/who/body#clauses",
}
_OF_THE_THING = ("maker", "party", "supplier", "component", "feature_state")


def stated_at(fact: str, *, device: str = "", site: str = "") -> str:
    """Return the path of the form where a fact is stated; "" where no form can answer it."""
    if fact in _FORMS:
        at_site = site and fact in ("site_class", "purpose")
        return f"/who/sites/{site}" if at_site else _FORMS[fact]
    if fact == "maker":
        return f"/devices/{device}/decide/maker" if device else "/devices?law=depends#devices"
    if fact in _OF_THE_THING or fact_asks(fact) is None:
        return ""
    path = f"/who/facts/{quote(fact, safe='')}"
    return f"{path}?site={quote(site)}" if site else path
