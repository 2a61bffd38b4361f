-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Times are Unix time in milliseconds.  Kinds and roles are the numbers of the
-- words in parlor-protocol.def.  A schema step that was released is never
-- changed: what changes comes in the next one.

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE accounts (
  account    BIGINT PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  nick       TEXT NOT NULL,
  password   TEXT NOT NULL,          -- argon2id, encoded with its parameters
  role       INTEGER NOT NULL,
  created_ms BIGINT NOT NULL
);

CREATE TABLE devices (
  token_hash TEXT PRIMARY KEY,       -- SHA-256 of the token, which nobody keeps
  account    BIGINT NOT NULL REFERENCES accounts,
  label      TEXT,
  created_ms BIGINT NOT NULL
);
CREATE INDEX devices_by_account ON devices (account);

CREATE TABLE conversations (
  conversation TEXT PRIMARY KEY,
  kind         INTEGER NOT NULL,
  name         TEXT,                 -- of a personal chat NULL
  name_folded  TEXT UNIQUE,
  topic        TEXT,
  password     TEXT,                 -- argon2id
  unlisted     INTEGER NOT NULL,
  members      BIGINT NOT NULL,
  head         BIGINT NOT NULL,      -- seq of the newest event
  last_message BIGINT NOT NULL,      -- seq of the newest message, or 0
  created_ms   BIGINT NOT NULL
);

CREATE TABLE members (
  conversation TEXT NOT NULL REFERENCES conversations,
  account      BIGINT NOT NULL REFERENCES accounts,
  role         INTEGER NOT NULL,
  PRIMARY KEY (conversation, account)
);
CREATE INDEX members_by_account ON members (account);

CREATE TABLE attachments (
  attachment   TEXT PRIMARY KEY,
  account      BIGINT NOT NULL REFERENCES accounts,
  upload       TEXT NOT NULL,        -- the client's name for it
  name         TEXT NOT NULL,
  media_type   TEXT NOT NULL,
  size_bytes   BIGINT NOT NULL,
  width_px     INTEGER NOT NULL,
  height_px    INTEGER NOT NULL,
  preview      BLOB,
  sha256       TEXT NOT NULL,        -- names the file
  conversation TEXT,                 -- where its message is, or NULL yet
  seq          BIGINT,
  created_ms   BIGINT NOT NULL,
  UNIQUE (account, upload)
);
CREATE INDEX attachments_by_content ON attachments (sha256);

CREATE TABLE events (
  conversation TEXT NOT NULL,
  seq          BIGINT NOT NULL,
  kind         INTEGER NOT NULL,
  author       BIGINT NOT NULL,
  time_ms      BIGINT NOT NULL,
  nonce        TEXT,
  text         TEXT,
  attachment   TEXT,
  PRIMARY KEY (conversation, seq),
  UNIQUE (nonce, author)             -- nonces begin with the time: neighbours share a page
);
