"""What a case remembers beside its records: decisions, jobs, who we are, and views to look at.

One SQLite file in the case's folder (WAL, synchronous=FULL). Decisions, jobs and settings are
kept; views are made of records and decisions and can be made again at any time.
"""

from nameplate.register.decisions import Decisions as Decisions
from nameplate.register.jobs import Jobs as Jobs
from nameplate.register.settings import Settings as Settings
from nameplate.register.store import Store as Store
from nameplate.register.views import Views as Views
