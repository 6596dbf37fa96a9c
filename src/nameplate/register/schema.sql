-- Tables of a case's register. A change adds a step in store.py and never edits an old one.

CREATE TABLE facts (            -- single facts of this file: whose it is, which view is shown
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE decisions (        -- append-only: an undo is an entry of its own
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,             -- ISO 8601, UTC
  who TEXT NOT NULL,
  device TEXT NOT NULL,         -- the id it bore when it was decided
  what TEXT NOT NULL CHECK (what IN ('set', 'dispute', 'merge', 'split', 'undo')),
  body BLOB NOT NULL            -- the whole entry as JSON
);
CREATE INDEX decisions_of_device ON decisions (device, id);
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions
  BEGIN SELECT RAISE(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER decisions_remain BEFORE DELETE ON decisions
  BEGIN SELECT RAISE(ABORT, 'decisions are never removed'); END;

CREATE TABLE settings (         -- append-only: the last value of a name holds
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  who TEXT NOT NULL,
  name TEXT NOT NULL,           -- 'body', 'site:<id>', 'sensitivity:<id>'
  value BLOB                    -- JSON; NULL takes it back
);
CREATE INDEX settings_by_name ON settings (name, id);
CREATE TRIGGER settings_stay BEFORE UPDATE ON settings
  BEGIN SELECT RAISE(ABORT, 'settings are never changed'); END;
CREATE TRIGGER settings_remain BEFORE DELETE ON settings
  BEGIN SELECT RAISE(ABORT, 'settings are never removed'); END;

CREATE TABLE jobs (             -- long work; a holder whose lease ran out has lost it
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN
    ('receiving', 'waiting', 'running', 'done', 'cancelled', 'failed', 'interrupted')),
  body BLOB NOT NULL,           -- what to do, JSON
  created REAL NOT NULL,        -- seconds since 1970, UTC, as all times here
  started REAL,
  finished REAL,
  holder TEXT,
  lease REAL,                   -- until when the holder may be believed alive
  beat REAL,
  attempts INTEGER NOT NULL DEFAULT 0,
  cancel INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  step TEXT NOT NULL DEFAULT '',
  message TEXT NOT NULL DEFAULT ''
);
CREATE INDEX jobs_by_state ON jobs (state, id);

CREATE TABLE devices (          -- the view: narrow, to filter, count and sort
  gen INTEGER NOT NULL,
  ord INTEGER NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  maker TEXT NOT NULL,          -- '' where none is named
  band TEXT NOT NULL,
  listed INTEGER,
  place TEXT NOT NULL,          -- folded for comparing; '' where not known
  mark INTEGER NOT NULL,        -- 1 set by a person, 2 disputed, 3 both
  law TEXT NOT NULL,            -- outcome; '' where nobody said who asks
  by_where TEXT NOT NULL,
  by_label TEXT NOT NULL,
  by_maker TEXT NOT NULL,
  PRIMARY KEY (gen, ord)
) WITHOUT ROWID;
CREATE INDEX devices_by_id ON devices (gen, id);
CREATE INDEX devices_by_kind ON devices (gen, kind, listed, band, maker, mark, law);  -- to count by

CREATE TABLE texts (            -- the view: what is searched in, apart, so that it is read fast
  gen INTEGER NOT NULL,
  ord INTEGER NOT NULL,
  text TEXT NOT NULL,           -- folded
  PRIMARY KEY (gen, ord)
) WITHOUT ROWID;

CREATE TABLE bodies (           -- the view: what a page shows of each
  gen INTEGER NOT NULL,
  ord INTEGER NOT NULL,
  line BLOB NOT NULL,           -- JSON, one line of the table
  body BLOB NOT NULL,           -- the device as judged, JSON, zlib
  PRIMARY KEY (gen, ord)
);

CREATE TABLE names (            -- the view: every id and key by which a device is known
  gen INTEGER NOT NULL,
  name TEXT NOT NULL,           -- folded; addresses as 12 hex digits
  ord INTEGER NOT NULL,
  PRIMARY KEY (gen, name, ord)
) WITHOUT ROWID;

CREATE TABLE answers (          -- the view: the answer without its devices, and what else is told
  gen INTEGER PRIMARY KEY,
  complete INTEGER NOT NULL,
  body BLOB NOT NULL            -- JSON, zlib
);
