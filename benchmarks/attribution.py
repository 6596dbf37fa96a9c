"""Who made it, against the peers: bands, errors, and the table of tools, in one run.

    python benchmarks/attribution.py [SAMPLES.jsonl] [--recog DIR] [--nmap-prefixes FILE] [--write]

SAMPLES.jsonl holds recorded replies with labels: {"channel", "content", "label": {"maker"},
"source", "realness"}; `replies.jsonl` beside this file is the default. Prints (1) our bands over
all samples, (2) the same with every signal left out whose only source is the sample judged,
(3) the measured error of each band, (4) the peers: nmap's address list, recog's fingerprints, a
word search. `--write` puts (3), measured as in (2), into the knowledge as `errors.toml`. DIR is a
checkout of rapid7/recog; FILE is nmap's list of address prefixes; a peer that is not at hand is
said to be missing, never guessed.
"""

import argparse
import json
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from nameplate.evidence.bounded.source import Source
from nameplate.evidence.readers import nameplate_jsonl
from nameplate.judgement.attribution import attribute
from nameplate.judgement.devices import devices
from nameplate.knowledge import load
from nameplate.model.knowledge import Grammar, Knowledge, Signal
from nameplate.model.records import Sighting

LISTED = ("hikvision", "dahua")
ERRORS = Path(__file__).resolve().parents[1] / "src/nameplate/knowledge/errors.toml"


class Sample(NamedTuple):
    """One labelled reply: its text, who made the unit, and where the reply was read."""

    name: str
    channel: str
    content: str
    maker: str
    source: str
    realness: str
    line: bytes


class Verdict(NamedTuple):
    """What was said of one sample."""

    sample: Sample
    maker: str | None
    band: str


def samples(path: Path) -> Iterator[Sample]:
    """Read the labelled replies."""
    for line in path.read_bytes().splitlines():
        one = json.loads(line)
        yield Sample(
            one.get("id", ""),
            one["channel"],
            one["content"],
            one["label"]["maker"],
            one.get("source", ""),
            one.get("realness", ""),
            json.dumps({"channel": one["channel"], "content": one["content"]}).encode(),
        )


def judge(sample: Sample, knowledge: Knowledge) -> Verdict:
    """Read the reply as the product does, and judge the device it comes from."""
    records = nameplate_jsonl.read(Source.of(sample.line))
    seen = [r for r in records if isinstance(r, Sighting)]
    verdicts = [attribute(d, knowledge) for d in devices(seen, knowledge)]
    order = ("strong", "moderate", "weak", "undetermined")
    best = min(verdicts, key=lambda v: order.index(v.band), default=None)
    return Verdict(sample, best.maker if best else None, best.band if best else "undetermined")


def same_maker(one: str | None, label: str, knowledge: Knowledge) -> bool:
    """Compare a maker's id with a label, which may be any of the maker's names."""
    if one is None or one == label:
        return one == label
    entity = knowledge.entities.get(one)
    names = (entity.name, entity.short, *entity.aliases) if entity is not None else ()
    return label.casefold() in {name.casefold() for name in names}


def without(knowledge: Knowledge, source: str) -> Knowledge:
    """Leave out what rests on nothing but this source."""

    def rests_on_it(record: Signal | Grammar) -> bool:
        wheres = {s.where for s in record.source}
        return bool(wheres) and all(_same_source(where, source) for where in wheres)

    signals = tuple(s for s in knowledge.signals if not rests_on_it(s))
    grammars = tuple(g for g in knowledge.grammars if not rests_on_it(g))
    by_field = {
        field: tuple(s for s in found if not rests_on_it(s))
        for field, found in knowledge.by_field.items()
    }
    return msgspec.structs.replace(knowledge, signals=signals, grammars=grammars, by_field=by_field)


def _same_source(where: str, source: str) -> bool:
    """Compare the places: a repository with its issue or commit; the unknown ones are one place.

    Strict on purpose: another file of the same commit is the same place.
    """
    return _place(where) == _place(source)


def _place(text: str) -> tuple[str, str]:
    if "not known" in text:
        return ("unknown", "")
    repository = re.match(r"[\w.-]+/[\w.-]+", text)
    issue = re.search(r"(?:issue|pull|#)\s?(\d+)", text)
    return (repository.group() if repository else text, issue.group(1) if issue else "")


def table(title: str, verdicts: Iterable[Verdict]) -> None:
    """Print one line a channel, and the sums."""
    print(f"\n{title}")
    print(f"{'channel':18} {'listed: right at moderate+':>28} {'strong':>7} {'weak/undet.':>12} "
          f"{'wrong':>6}   others: {'false strong':>13} {'false moderate':>15}")  # fmt: skip
    rows: dict[str, Counter[str]] = {}
    for v in verdicts:
        row = rows.setdefault(v.sample.channel, Counter())
        firm = v.band in ("strong", "moderate")
        if v.sample.maker in LISTED:
            row["n"] += 1
            row["right"] += firm and v.maker == v.sample.maker
            row["strong"] += v.band == "strong" and v.maker == v.sample.maker
            row["open"] += not firm
            row["wrong"] += firm and v.maker != v.sample.maker
        else:
            row["others"] += 1
            row[f"false {v.band}"] += v.maker in LISTED and firm
    for name, row in [*sorted(rows.items()), ("all", sum(rows.values(), Counter[str]()))]:
        print(f"{name:18} {row['right']:>20} of {row['n']:<4} {row['strong']:>7} "
              f"{row['open']:>12} {row['wrong']:>6}   of {row['others']:<5} "
              f"{row['false strong']:>13} {row['false moderate']:>15}")  # fmt: skip


def others_named(verdicts: Iterable[Verdict], knowledge: Knowledge) -> None:
    """Print how many units of makers that have records are named, and any wrong name."""
    makers = {s.maker for s in knowledge.signals if s.maker} | {
        r.maker for r in knowledge.registrants if r.maker
    }
    known = [
        v
        for v in verdicts
        if v.sample.maker not in LISTED
        and any(same_maker(maker, v.sample.maker, knowledge) for maker in makers)
    ]
    firm = [v for v in verdicts if v.band in ("strong", "moderate")]
    named = [v for v in known if v in firm and same_maker(v.maker, v.sample.maker, knowledge)]
    wrong = [
        v
        for v in firm
        if v.sample.maker not in LISTED and not same_maker(v.maker, v.sample.maker, knowledge)
    ]
    print(f"\nOther makers with records: {len(named)} of {len(known)} named, {len(wrong)} wrongly")
    for v in known:
        if v not in named:
            print(f"  open: {v.sample.channel} {v.sample.maker}: {v.sample.content[:70]!r}")
    for v in wrong:
        print(f"  wrong: {v.sample.channel} {v.sample.maker} as {v.maker} {v.band}: "
              f"{v.sample.content[:70]!r}")  # fmt: skip


def errors(
    verdicts: Iterable[Verdict], measured: str, knowledge: Knowledge
) -> list[dict[str, Any]]:
    """Count, per band that names a maker, how many names were wrong."""
    found = []
    for band in ("strong", "moderate", "weak"):
        of_band = [v for v in verdicts if v.band == band and v.maker is not None]
        wrong = [v for v in of_band if not same_maker(v.maker, v.sample.maker, knowledge)]
        found.append({"band": band, "wrong": len(wrong), "of": len(of_band), "measured": measured})
    return found


def word_search(sample: Sample) -> str | None:
    """The simplest peer: the maker's name somewhere in the text."""
    hits = [maker for maker in LISTED if maker in sample.content.lower()]
    return hits[0] if len(hits) == 1 else None


_MAC = re.compile(r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b")


def nmap_list(path: Path) -> Mapping[str, str]:
    """Read nmap's prefixes: 6, 7 or 9 hex digits, a blank, the name."""
    rows = (line.split(" ", 1) for line in path.read_text("utf-8").splitlines())
    return {row[0].lower(): row[1] for row in rows if len(row) == 2 and row[0][0] != "#"}


def by_nmap(sample: Sample, prefixes: Mapping[str, str]) -> str | None:
    """Name the maker if the list's text for an address in the sample does."""
    for text in _MAC.findall(sample.content):
        digits = re.sub("[:-]", "", text).lower()
        name = next((prefixes[digits[:n]] for n in (9, 7, 6) if digits[:n] in prefixes), "")
        for maker in LISTED:
            if maker in name.lower():
                return maker
    return None


RECOG_FILES = {
    "http-header": ("http_servers", "http_wwwauth"),
    "http-body": ("html_title", "http_wwwauth"),
    "rtsp": ("rtsp_servers", "http_wwwauth"),
    "snmp": ("snmp_sysobjid", "snmp_sysdescr"),
    "tls": ("x509_subjects", "x509_issuers"),
    "zeek-log": ("x509_subjects", "x509_issuers"),
    "dhcp": ("dhcp_vendor_class",),
    "mdns": ("mdns_device-info_txt",),
}


def recog(folder: Path) -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """Read the fingerprints: (pattern, vendor) by file."""
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for name in {n for names in RECOG_FILES.values() for n in names}:
        path = folder / "xml" / f"{name}.xml"
        if not path.is_file():
            continue
        rows = found.setdefault(name, [])
        for one in ET.parse(path).getroot().iter("fingerprint"):  # noqa: S314 # a named peer
            vendor = next(
                (
                    p.get("value", "")
                    for p in one.iter("param")
                    if p.get("name") in ("hw.vendor", "service.vendor", "os.vendor")
                ),
                "",
            )
            flags = re.IGNORECASE if "IGNORECASE" in (one.get("flags") or "") else 0
            try:
                rows.append((re.compile(one.get("pattern", ""), flags), vendor))
            except re.error:
                continue
    return found


def by_recog(sample: Sample, prints: dict[str, list[tuple[re.Pattern[str], str]]]) -> str | None:
    """Name the maker if the first fingerprint that matches a value of the sample does."""
    values = [sample.content]
    values += re.findall(
        r"(?:Server|WWW-Authenticate|Subject|title|sysDescr): (.+)", sample.content
    )
    for name in RECOG_FILES.get(sample.channel, ()):
        for value in values:
            for pattern, vendor in prints.get(name, ()):
                if pattern.search(value):
                    return next((m for m in LISTED if m in vendor.lower()), None)
    return None


def peers(
    all_samples: list[Sample], verdicts: list[Verdict], nmap: Path | None, recog_dir: Path | None
) -> None:
    """Print the table of tools: right and false over the same samples."""
    rows: dict[str, list[str | None]] = {
        "word search": [word_search(s) for s in all_samples],
        "nameplate, moderate or better": [
            v.maker if v.band in ("strong", "moderate") else None for v in verdicts
        ],
    }
    if nmap is not None and nmap.is_file():
        prefixes = nmap_list(nmap)
        rows[f"nmap's list ({len(prefixes)} blocks)"] = [by_nmap(s, prefixes) for s in all_samples]
    else:
        print("\nnmap's list is not here: give --nmap-prefixes FILE")
    if recog_dir is not None and recog_dir.is_dir():
        prints = recog(recog_dir)
        count = sum(map(len, prints.values()))
        rows[f"recog ({count} fingerprints)"] = [by_recog(s, prints) for s in all_samples]
    else:
        print("recog is not here: give --recog DIR")
    positives = [s.maker in LISTED for s in all_samples]
    print(f"\n{'tool':34} {'right of ' + str(sum(positives)):>14} "
          f"{'false of ' + str(len(positives) - sum(positives)):>14}")  # fmt: skip
    for name, said in rows.items():
        right = sum(
            one == s.maker for one, s in zip(said, all_samples, strict=True) if s.maker in LISTED
        )
        false = sum(
            one in LISTED for one, s in zip(said, all_samples, strict=True) if s.maker not in LISTED
        )
        print(f"{name:34} {right:>14} {false:>14}")


def main() -> int:
    """Run the whole comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "samples", type=Path, nargs="?", default=Path(__file__).with_name("replies.jsonl")
    )
    parser.add_argument("--recog", type=Path)
    parser.add_argument(
        "--nmap-prefixes", type=Path, default=Path("/usr/share/nmap/nmap-mac-prefixes")
    )
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--show", action="store_true", help="list what stays open")
    options = parser.parse_args()
    knowledge = load()
    given = list(samples(options.samples))
    full = [judge(s, knowledge) for s in given]
    left_out = [judge(s, without(knowledge, s.source)) for s in given]
    table("All signals", full)
    table("Every signal left out whose only source is the sample judged", left_out)
    others_named(full, knowledge)
    real = [v for v in left_out if v.sample.realness not in ("fixture", "constructed")]
    today = datetime.now(UTC).date().isoformat()
    measured = f"{today}, {len(real)} recorded replies, signals of the same source left out"
    found = errors(real, measured, knowledge)
    print("\nMeasured error by band:")
    for row in found:
        print(f"  {row['band']:10} {row['wrong']} wrong of {row['of']}")
    peers(given, full, options.nmap_prefixes, options.recog)
    if options.show:
        for v in full:
            firm = v.band in ("strong", "moderate")
            if (v.sample.maker in LISTED) != (firm and v.maker in LISTED):
                print(f"  {v.sample.name} {v.sample.maker} -> {v.maker} {v.band} "
                      f"{v.sample.content[:90]!r}")  # fmt: skip
    if options.write:
        ERRORS.write_text(_toml(found), encoding="utf-8")
    return 0


def _toml(found: list[dict[str, Any]]) -> str:
    head = "# Written by benchmarks/attribution.py --write: measured, never typed.\n"
    return head + "".join(
        f'\n[[error]]\nband = "{r["band"]}"\nwrong = {r["wrong"]}\nof = {r["of"]}\n'
        f'measured = "{r["measured"]}"\n'
        for r in found
    )


if __name__ == "__main__":
    sys.exit(main())
