"""Words for sentences: how an actor, an act, a place and a thing are said in plain English.

The closed words of the law are for records and questions; a sentence for a reader never shows
one. A word that is missing here is shown with spaces for its hyphens, which a test forbids.
"""

from collections.abc import Mapping, Sequence

ACTORS: Mapping[str, str] = {
    "any-person": "anybody",
    "named-entity": "a company",
    "central-government-body": "a central government body",
    "minister": "a minister",
    "devolved-government": "a devolved government",
    "devolved-scottish-authority": "a devolved Scottish authority",
    "council": "a council",
    "municipality": "a municipality",
    "region": "a regional authority",
    "police": "a police force",
    "competent-authority": "a law-enforcement authority",
    "nhs-body": "an NHS body",
    "health-board": "a health board",
    "school-public": "a state-funded school",
    "school-independent": "a private school",
    "college": "a college",
    "university": "a university",
    "higher-education-institution": "an institution of higher education",
    "housing-association": "a housing association",
    "eu-institution": "an institution of the EU",
    "crown-corporation": "a Crown corporation",
    "federal-agency": "a federal agency",
    "defence-department": "a defence department",
    "federal-contractor": "a federal contractor",
    "federal-subcontractor": "a federal subcontractor",
    "federal-offeror": "a bidder for a federal contract",
    "grant-recipient": "a recipient of grant money",
    "grant-subrecipient": "a recipient of grant money through another",
    "state-agency": "a state or provincial agency",
    "political-subdivision": "a county, parish or district",
    "private-company": "a private company",
    "private-individual": "a private person",
    "landlord": "a landlord",
    "public-body-other": "a public body",
    "contracting-authority": "a contracting authority",
    "essential-entity": "an essential or important entity",
    "critical-entity": "a body with critical functions",
    "regulator": "a regulator",
    "acquirer": "a buyer of businesses",
    "leisure-operator": "an operator of leisure premises",
    "retailer": "a retailer",
    "importer": "an importer",
    "exporter": "an exporter",
    "manufacturer": "a manufacturer",
    "distributor": "a distributor",
    "investor": "an investor",
    "us-person": "a US person",
    "controller": "a controller of personal data",
    "processor": "a processor of personal data",
    "supplier": "a supplier",
    "provider": "a provider of an AI system",
    "deployer": "a user of an AI system",
    "applicant": "an applicant for equipment authorisation",
    "test-body": "a test laboratory or certification body",
    "communications-provider": "a telecoms provider",
}
ACTS: Mapping[str, str] = {
    "buy": "buy such {thing}",
    "renew": "renew a contract for such {thing}",
    "lease": "hire such {thing}",
    "contract_with": "contract with such a company",
    "contract_with_user": "contract with anybody who uses such {thing}",
    "install": "install such {thing}",
    "connect": "connect such {thing} to a network",
    "use": "use such {thing}",
    "maintain": "maintain such {thing}",
    "remove": "remove such {thing}",
    "dispose": "get rid of such {thing}",
    "sell": "sell such {thing}",
    "market": "market such {thing}",
    "import": "import such {thing}",
    "authorise": "obtain or grant authorisation of such {thing}",
    "manufacture": "make such {thing}",
    "modify": "change such {thing}",
    "export_to": "export to such a company",
    "transfer_technology": "pass technology to such a company",
    "pay": "pay such a person or company",
    "supply": "supply such {thing}",
    "hold_funds": "hold or deal with funds of such a person or company",
    "lend": "lend to such a person or company",
    "invest": "invest in such a company",
    "divest": "sell a holding in such a company",
    "acquire": "take over such a company",
    "partner": "enter a partnership with such a company",
    "fund": "spend granted money on such {thing}",
    "process": "process such data",
    "transfer_data": "let such data out of the country",
    "represent": "make the declaration that is asked for",
    "report": "report it",
    "assess": "carry out an assessment",
    "publish": "publish or tell what is asked for",
    "operate_business": "carry on its business",
    "remediate": "mend the flaw or take measures",
    "exclude": "leave out or prefer a supplier or product on such a ground",
    "comply": "meet its requirements",
}
"""What is done, as it follows "must", "must not" or "weigh whether to"."""
TO_A_PARTY: Mapping[str, str] = {"supply": "supply such a person or company"}
"""Acts of limbs whose object is a payment or a company."""
THINGS: Mapping[str, str] = {
    "service": "services",
    "product": "products",
    "application": "applications",
    "technology": "technology",
    "contract": "goods or services",
}
NOTHING: Mapping[str, str] = {
    "buy": "forbids buying it",
    "renew": "forbids renewing the contract",
    "lease": "forbids hiring it",
    "contract_with": "forbids the contract",
    "contract_with_user": "forbids contracting with who uses it",
    "install": "forbids installing it",
    "connect": "forbids connecting it",
    "use": "forbids its use or orders removal",
    "maintain": "forbids maintaining it",
    "remove": "orders removal",
    "dispose": "forbids or orders getting rid of it",
    "sell": "forbids selling it",
    "market": "forbids marketing it",
    "import": "forbids importing it",
    "authorise": "forbids its authorisation",
    "manufacture": "forbids making it",
    "modify": "forbids changing it",
    "export_to": "forbids the export",
    "transfer_technology": "forbids passing the technology on",
    "pay": "forbids the payment",
    "supply": "forbids the supply",
    "hold_funds": "forbids holding or dealing with the funds",
    "lend": "forbids the loan",
    "invest": "forbids the investment",
    "divest": "forbids selling the holding",
    "acquire": "forbids the takeover",
    "partner": "forbids the partnership",
    "fund": "forbids spending the money so",
    "process": "forbids the processing or sets conditions for it",
    "transfer_data": "forbids letting the data out or sets conditions for it",
    "represent": "asks for a declaration",
    "report": "asks for a report",
    "assess": "asks for an assessment",
    "publish": "asks for anything to be published or told",
    "operate_business": "forbids the business",
    "remediate": "orders measures",
    "exclude": "forbids leaving out the supplier or product",
    "comply": "sets requirements here",
}
"""What was not found, by the act asked about."""
FORBIDDEN: Mapping[str, str] = {
    "buy": "buying it",
    "renew": "renewing the contract",
    "lease": "hiring it",
    "contract_with": "the contract",
    "contract_with_user": "contracting with a user of it",
    "install": "installing it",
    "connect": "connecting it",
    "use": "using it",
    "maintain": "maintaining it",
    "remove": "keeping it in use",
    "dispose": "getting rid of it so",
    "sell": "selling it",
    "market": "marketing it",
    "import": "importing it",
    "authorise": "its authorisation",
    "manufacture": "making it",
    "modify": "changing it",
    "export_to": "the export",
    "transfer_technology": "passing the technology on",
    "pay": "the payment",
    "supply": "the supply",
    "hold_funds": "holding or dealing with the funds",
    "lend": "the loan",
    "invest": "the investment",
    "divest": "selling the holding",
    "acquire": "the takeover",
    "partner": "the partnership",
    "fund": "spending the money on it",
    "process": "the processing",
    "transfer_data": "letting the data out",
    "operate_business": "the business",
    "exclude": "leaving out the supplier or product for that",
}
"""The act asked about, as what is forbidden."""
_THE = (
    "United ",
    "Netherlands",
    "Czech Republic",
    "Isle of ",
    "Capital Region",
    "Central Denmark Region",
    "North Denmark Region",
    "Region of ",
    "Philippines",
    "European ",
    "District of ",
)


SITES: Mapping[str, str] = {
    "sensitive-gov:secret": "one that routinely holds SECRET material or above",
    "sensitive-gov:vetted-officials": "one with many officials of the highest vetting",
    "sensitive-gov:ministers": "one that Ministers routinely use",
    "sensitive-gov:socpa": "one covered by the Serious Organised Crime and Police Act 2005",
    "gov-office:not-sensitive": "a government office that is not sensitive",
}
"""Classes of site that do not read as they are written."""


def actor(kind: str, name: str | None = None) -> str:
    """Return an actor with its article: "a council"; a company bound by name, by its name."""
    if kind == "named-entity" and name:
        return name
    found = ACTORS.get(kind)
    if found is not None:
        return found
    plain = kind.replace("-", " ")
    return f"{'an' if plain[:1] in 'aeiou' else 'a'} {plain}"


def within(place: str) -> str:
    """Return a place's name as it follows "in": "the United States", "England"."""
    takes_the = place.startswith(_THE) or place.endswith(" Islands")
    return f"the {place}" if takes_the else place


def done(verbs: Sequence[str], item: str) -> str:
    """Return acts on an object of the law as words: "buy or use such equipment"."""
    thing = THINGS.get(item, "equipment")
    toward = item in ("payment", "company", "security")
    found = [
        (TO_A_PARTY.get(verb) if toward else None)
        or ACTS.get(verb, verb.replace("_", " ")).format(thing=thing)
        for verb in verbs
    ]
    tail = f" such {thing}"
    shared = all(phrase.endswith(tail) and phrase.count(" such ") == 1 for phrase in found)
    if shared and len(found) > 1:
        found = [*(phrase.removesuffix(tail) for phrase in found[:-1]), found[-1]]
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} or {found[-1]}"


def site(kind: str) -> str:
    """Return a class of site as words."""
    return SITES.get(kind, kind.replace("-", " "))
