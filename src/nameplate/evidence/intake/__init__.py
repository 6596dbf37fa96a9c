"""From paths to records: the only caller of readers, each file in a worker of its own."""

from nameplate.evidence.intake.run import originals as originals
from nameplate.evidence.intake.run import protections as protections
from nameplate.evidence.intake.run import read as read
