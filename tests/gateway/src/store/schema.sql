-- Times are milliseconds since 1970. Phone numbers, tokens and SMS codes are kept as hashes only.
CREATE TABLE secrets (
  name TEXT PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE tokens (
  hash BLOB PRIMARY KEY,
  role TEXT NOT NULL,
  owner TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE phones (
  id TEXT PRIMARY KEY,
  number BLOB NOT NULL UNIQUE
) STRICT;

CREATE TABLE challenges (
  id TEXT PRIMARY KEY,
  number BLOB NOT NULL,
  code BLOB NOT NULL,
  wrong INTEGER NOT NULL DEFAULT 0,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
  code TEXT PRIMARY KEY,
  office TEXT NOT NULL,
  key TEXT NOT NULL,
  mode TEXT NOT NULL,
  profile TEXT NOT NULL,
  programme TEXT NOT NULL,
  place TEXT NOT NULL,
  opens_at INTEGER NOT NULL,
  closes_at INTEGER NOT NULL,
  UNIQUE (office, key)
) STRICT;

CREATE TABLE roster (
  session TEXT NOT NULL REFERENCES sessions,
  student TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (session, student)
) STRICT;

CREATE TABLE bindings (
  phone TEXT NOT NULL REFERENCES phones,
  session TEXT NOT NULL REFERENCES sessions,
  key BLOB NOT NULL,
  PRIMARY KEY (phone, session)
) STRICT;

CREATE TABLE enrolments (
  id TEXT PRIMARY KEY,
  session TEXT NOT NULL REFERENCES sessions,
  student TEXT NOT NULL,
  phone TEXT NOT NULL REFERENCES phones,
  masked_name TEXT NOT NULL,
  masked_number TEXT NOT NULL,
  confirmed INTEGER NOT NULL DEFAULT 0,
  receipt TEXT,
  consent_text TEXT,
  consent_at INTEGER,
  UNIQUE (phone, session, student)
) STRICT;
-- A student is confirmed on one phone of a session.
CREATE UNIQUE INDEX confirmed ON enrolments (session, student) WHERE confirmed = 1;

CREATE TABLE nonces (
  nonce TEXT PRIMARY KEY,
  enrolment TEXT NOT NULL REFERENCES enrolments ON DELETE CASCADE,
  expires_at INTEGER NOT NULL
) STRICT;

-- `state`: open, gone, accepted. An upload that is gone gives its key free.
CREATE TABLE uploads (
  id TEXT PRIMARY KEY,
  enrolment TEXT NOT NULL REFERENCES enrolments ON DELETE CASCADE,
  key TEXT,
  length INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  offset INTEGER NOT NULL DEFAULT 0,
  expires_at INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'open',
  UNIQUE (enrolment, key)
) STRICT;

CREATE TABLE pieces (
  upload TEXT NOT NULL REFERENCES uploads ON DELETE CASCADE,
  at INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (upload, at)
) STRICT;

-- `serial` counts up with every photo that is accepted.
CREATE TABLE photos (
  serial INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  upload TEXT NOT NULL UNIQUE REFERENCES uploads ON DELETE CASCADE,
  enrolment TEXT NOT NULL REFERENCES enrolments ON DELETE CASCADE,
  state TEXT NOT NULL DEFAULT 'calibrating',
  choice TEXT,
  reasons TEXT NOT NULL DEFAULT '[]',
  envelope TEXT NOT NULL,
  portrait BLOB,
  waiting_since INTEGER
) STRICT;
CREATE INDEX photos_of ON photos (enrolment, serial);
CREATE INDEX photos_in ON photos (state, waiting_since);

CREATE TABLE notifications (
  serial INTEGER PRIMARY KEY AUTOINCREMENT,
  phone TEXT NOT NULL REFERENCES phones,
  kind TEXT NOT NULL,
  enrolment TEXT NOT NULL REFERENCES enrolments ON DELETE CASCADE,
  photo TEXT NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX notifications_of ON notifications (phone, serial);

-- Who did what to which object; ids are random and say nothing about a person.
CREATE TABLE audit (
  serial INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL
) STRICT;
