"""A made-up council's answer: twelve devices, a file that was not read, one cut short."""

import msgspec

from nameplate.model.judged import Band
from nameplate.model.report import (
    BandCount,
    Coverage,
    DeviceOut,
    EvidenceOut,
    KnowledgeOut,
    ListingOut,
    Network,
    NotRead,
    Partial,
    Read,
    Summary,
)
from papers.sample_devices import devices
from papers.sample_parts import sha


def sample_read() -> Read:
    """Return the whole answer: 12 devices, a file that was not read, one cut short."""
    return answer(devices())


def answer(devices: tuple[DeviceOut, ...]) -> Read:
    """Return an answer with these devices and everything else as the sample has it."""
    listed = [d for d in devices if d.listed]
    return Read(
        schema="nameplate/read/1",
        tool="nameplate 0.1.0",
        knowledge=KnowledgeOut(
            version="3c0d11aa92ef",
            released="2026-11-24",
            registry="netaddr 1.3.0, 28 May 2024",
        ),
        listing=ListingOut(
            id="2022-call",
            title="the call of July 2022",
            as_of="2026-11-25",
            says="These are the makers that the 2022 call names; the call is not law.",
            members=("Hikvision", "Dahua"),
        ),
        summary=_summary(devices, len(listed)),
        devices=devices,
        law=None,
        coverage=Coverage(
            files=9,
            files_read=8,
            files_partial=1,
            files_not_read=1,
            bytes=31_204_551,
            formats=("arp-table", "asset-table", "nmap-xml", "saved-replies"),
            first="2026-11-03T09:00:00+00:00",
            last="2026-11-03T17:00:00+00:00",
            undated=5,
            networks=(
                Network(network="10.40.35.0/24", addresses=6),
                Network(network="10.40.36.0/24", addresses=2),
            ),
            directions="none",
            watched=(),
            says=(
                "8 of 9 files were read, 1 in part",
                "Dated records are from 3 November 2026 to 3 November 2026; 5 files carry no time",
                "Addresses were seen in 10.40.35.0/24, 10.40.36.0/24; "
                "other networks were not looked at",
                "No traffic was looked at: nothing can be said of what leaves the site",
            ),
        ),
        evidence=tuple(
            EvidenceOut(
                sha256=sha(file),
                size=size,
                file=file,
                format=kind,
                format_title=title,
                reader=f"{kind} 1",
                inside=None,
                records=records,
                complete=complete,
            )
            for file, size, kind, title, records, complete in _FILES
        ),
        not_read=(
            NotRead(
                file="noise.pcapng",
                reason="not a capture, though its name says so",
                next_step="Export it again from the tool that made it",
            ),
        ),
        partial=(
            Partial(
                file="assets.xlsx",
                where="row 40",
                reason="the ZIP directory is cut off; 39 rows before it were read",
                next_step="Copy the file again from its source",
                notice=False,
            ),
            Partial(
                file="assets.xlsx",
                where="column G",
                reason="a column of passwords was dropped before anything else saw it",
                next_step="Nothing to do.",
                notice=True,
            ),
        ),
        not_looked={
            "destinations": "This version does not read traffic: "
            "nothing is said of what leaves the site.",
            "settings": "This version does not read settings.",
            "answers": "This version does not answer what the law asks.",
        },
    )


_FILES: tuple[tuple[str, int, str, str, int, bool], ...] = (
    ("replies/cam-15.xml", 1_204, "saved-replies", "Saved replies of a device", 9, True),
    ("replies/cam-40.txt", 512, "saved-replies", "Saved replies of a device", 2, True),
    ("replies/cam-51.xml", 902, "saved-replies", "Saved replies of a device", 6, True),
    ("replies/nvr-2.xml", 3_004, "saved-replies", "Saved replies of a device", 14, True),
    ("scan/dhdiscover.json", 2_210, "saved-replies", "Saved replies of a device", 5, True),
    ("nmap.xml", 31_002_113, "nmap-xml", "nmap XML", 44, True),
    ("switch-3.txt", 1_880, "mac-table", "MAC table of a switch", 24, True),
    ("assets.xlsx", 192_726, "asset-table", "Asset register (XLSX)", 39, False),
)


def _summary(devices: tuple[DeviceOut, ...], listed: int) -> Summary:
    cameras = sum(d.kind == "camera" for d in devices)
    recorders = sum(d.kind == "recorder" for d in devices)
    strong = sum(d.listed is True and d.attribution.band == "strong" for d in devices)
    told = sum(d.listed is None and d.kind in ("camera", "recorder") for d in devices)
    invisible = sum(d.invisible for d in devices)
    measured: dict[Band, tuple[int, int]] = {"strong": (0, 61), "moderate": (1, 34)}
    bands: tuple[Band, ...] = ("strong", "moderate", "weak", "undetermined")
    return Summary(
        sentences=(
            f"{len(devices)} devices: {cameras} cameras, {recorders} recorders, "
            f"{len(devices) - cameras - recorders} other or not known; "
            f"{invisible} of the cameras are invisible to the network.",
            f"The evidence points to Hikvision or Dahua strongly for {strong} and moderately "
            f"for {listed - strong} of the {len(devices)} devices ({listed} of the "
            f"{cameras + recorders} cameras and recorders); {told} of the "
            f"{cameras + recorders} cameras and recorders cannot be told yet.",
            "These are the makers that the 2022 call names; the call is not law. "
            "As at 25 November 2026.",
        ),
        devices=len(devices),
        cameras=cameras,
        recorders=recorders,
        other=len(devices) - cameras - recorders,
        invisible=invisible,
        listed=listed,
        not_listed=sum(d.listed is False for d in devices),
        cannot_tell=sum(d.listed is None for d in devices),
        bands=tuple(
            BandCount(
                band=band,
                devices=sum(d.attribution.band == band for d in devices),
                listed=sum(d.listed is True and d.attribution.band == band for d in devices),
                measured_wrong=measured[band][0] if band in measured else None,
                measured_of=measured[band][1] if band in measured else None,
                measured_on="25 November 2026, replies no signal was written from"
                if band in measured
                else None,
            )
            for band in bands
        ),
    )


def many(number: int) -> Read:
    """Return an answer of `number` devices: the sample's, over and over under other ids."""
    found = sample_read().devices
    return answer(
        tuple(
            msgspec.structs.replace(found[i % len(found)], id=f"{i:06x}", behind=None)
            for i in range(number)
        )
    )
