"""Which country a word or phrase speaks of, without a gazetteer: "Egyptian police", "Afghan", "U.S.", "Islamabad" not."""

from __future__ import annotations

import re
from functools import cache

from variorum.places.lexicon import countries
from variorum.places.names import key

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_LONGEST = 5
_SMALL = frozenset({"us", "car", "states", "finn", "scot", "polish", "brit", "dane", "gold coast"})
_ENGLISH_NAMES = {
    "AD": "Andorra", "AE": "United Arab Emirates", "AF": "Afghanistan", "AG": "Antigua and Barbuda", "AL": "Albania", "AM": "Armenia",
    "AO": "Angola", "AR": "Argentina", "AT": "Austria", "AU": "Australia", "AZ": "Azerbaijan", "BA": "Bosnia and Herzegovina",
    "BB": "Barbados", "BD": "Bangladesh", "BE": "Belgium", "BF": "Burkina Faso", "BG": "Bulgaria", "BH": "Bahrain", "BI": "Burundi",
    "BJ": "Benin", "BN": "Brunei", "BO": "Bolivia", "BR": "Brazil", "BS": "Bahamas", "BT": "Bhutan", "BW": "Botswana", "BY": "Belarus",
    "BZ": "Belize", "CA": "Canada", "CF": "Central African Republic", "CH": "Switzerland", "CL": "Chile", "CM": "Cameroon", "CN": "China",
    "CO": "Colombia", "CR": "Costa Rica", "CU": "Cuba", "CV": "Cabo Verde", "CY": "Cyprus", "CZ": "Czechia", "DE": "Germany",
    "DJ": "Djibouti", "DK": "Denmark", "DM": "Dominica", "DO": "Dominican Republic", "DZ": "Algeria", "EC": "Ecuador", "EE": "Estonia",
    "EG": "Egypt", "EH": "Western Sahara", "ER": "Eritrea", "ES": "Spain", "ET": "Ethiopia", "FI": "Finland", "FJ": "Fiji", "FR": "France",
    "GA": "Gabon", "GE": "Georgia", "GH": "Ghana", "GL": "Greenland", "GM": "Gambia", "GN": "Guinea", "GQ": "Equatorial Guinea", "GR": "Greece",
    "GT": "Guatemala", "GW": "Guinea-Bissau", "GY": "Guyana", "HK": "Hong Kong", "HN": "Honduras", "HR": "Croatia", "HT": "Haiti",
    "HU": "Hungary", "ID": "Indonesia", "IE": "Ireland", "IL": "Israel", "IN": "India", "IQ": "Iraq", "IR": "Iran", "IS": "Iceland",
    "IT": "Italy", "JM": "Jamaica", "JO": "Jordan", "JP": "Japan", "KE": "Kenya", "KG": "Kyrgyzstan", "KH": "Cambodia", "KM": "Comoros",
    "KP": "North Korea", "KR": "South Korea", "KW": "Kuwait", "KZ": "Kazakhstan", "LA": "Laos", "LB": "Lebanon", "LI": "Liechtenstein",
    "LK": "Sri Lanka", "LR": "Liberia", "LS": "Lesotho", "LT": "Lithuania", "LU": "Luxembourg", "LV": "Latvia", "LY": "Libya", "MA": "Morocco",
    "MC": "Monaco", "MD": "Moldova", "ME": "Montenegro", "MG": "Madagascar", "ML": "Mali", "MM": "Myanmar", "MN": "Mongolia", "MR": "Mauritania",
    "MT": "Malta", "MU": "Mauritius", "MV": "Maldives", "MW": "Malawi", "MX": "Mexico", "MY": "Malaysia", "MZ": "Mozambique", "NA": "Namibia",
    "NC": "New Caledonia", "NE": "Niger", "NG": "Nigeria", "NI": "Nicaragua", "NO": "Norway", "NP": "Nepal", "NZ": "New Zealand", "OM": "Oman",
    "PA": "Panama", "PE": "Peru", "PG": "Papua New Guinea", "PH": "Philippines", "PK": "Pakistan", "PL": "Poland", "PR": "Puerto Rico",
    "PT": "Portugal", "PY": "Paraguay", "QA": "Qatar", "RO": "Romania", "RS": "Serbia", "RU": "Russia", "RW": "Rwanda", "SA": "Saudi Arabia",
    "SB": "Solomon Islands", "SD": "Sudan", "SE": "Sweden", "SG": "Singapore", "SI": "Slovenia", "SK": "Slovakia", "SL": "Sierra Leone",
    "SN": "Senegal", "SO": "Somalia", "SR": "Suriname", "SS": "South Sudan", "SV": "El Salvador", "SY": "Syria", "TD": "Chad", "TG": "Togo",
    "TH": "Thailand", "TJ": "Tajikistan", "TM": "Turkmenistan", "TN": "Tunisia", "TO": "Tonga", "TR": "Turkey", "TT": "Trinidad and Tobago",
    "TW": "Taiwan", "TZ": "Tanzania", "UA": "Ukraine", "UG": "Uganda", "UY": "Uruguay", "UZ": "Uzbekistan", "VE": "Venezuela", "VN": "Vietnam",
    "VU": "Vanuatu", "WS": "Samoa", "XK": "Kosovo", "YE": "Yemen", "ZA": "South Africa", "ZM": "Zambia", "ZW": "Zimbabwe",
}  # fmt: skip


def country_of(phrase: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of the one country that a phrase names, by name, former name, abbreviation or demonym.

    None where it names none, or two ("Congolese", "Iran and Iraq" give none). Cities are not looked at.
    """
    tokens = [_POSSESSIVE.sub("", match.group()) for match in _WORD.finditer(phrase[:2000])]
    found: set[str] = set()
    index = 0
    while index < len(tokens):
        for length in range(min(_LONGEST, len(tokens) - index), 0, -1):
            isos = _isos(tokens[index : index + length])
            if isos:
                found |= isos
                index += length
                break
        else:
            index += 1
    return found.pop() if len(found) == 1 else None


def gleditsch_ward(country: str) -> int | None:
    """Gleditsch and Ward's number of a country by its ISO code; None for what their list lacks."""
    entry = countries().get(country)
    return entry.gw if entry else None


def _isos(tokens: list[str]) -> frozenset[str]:
    """The countries that the tokens, taken together, name."""
    folded = key(" ".join(tokens))
    if folded in _SMALL and not any(token[0].isupper() for token in tokens):
        return frozenset()
    if folded == "us" and not tokens[0].isupper():
        return frozenset()
    table = _table()
    found = table.get(folded)
    if found is None and folded.endswith("s"):
        found = table.get(folded[:-1])
    return found or frozenset()


@cache
def _table() -> dict[str, frozenset[str]]:
    out: dict[str, set[str]] = {}
    for iso, country in countries().items():
        names = (*country.names, *country.demonyms, _ENGLISH_NAMES.get(iso, ""))
        for name in names:
            if folded := key(name):
                out.setdefault(folded, set()).add(iso)
    out["congo"] = {"CD"}
    out["korean"] = {"KR"}
    return {name: frozenset(isos) for name, isos in out.items()}
