-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What a community needs beyond talking: replies, edits, reactions, pins and
-- mentions, read markers, moderation, invite links, bans, and the audit log.
-- Of "until_ms", 0 is for good. Of "muted_until_ms", 0 is not muted.

ALTER TABLE accounts ADD COLUMN status TEXT;
ALTER TABLE accounts ADD COLUMN avatar TEXT;            -- an attachment, of conversation ''
ALTER TABLE accounts ADD COLUMN folded TEXT;            -- see parlor_people_fold()
ALTER TABLE accounts ADD COLUMN last_seen_ms BIGINT;
ALTER TABLE accounts ADD COLUMN is_guest INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN is_deleted INTEGER NOT NULL DEFAULT 0;

CREATE TABLE nicks (
  account BIGINT NOT NULL REFERENCES accounts,
  time_ms BIGINT NOT NULL,           -- since when
  nick    TEXT NOT NULL,
  PRIMARY KEY (account, time_ms)
);
INSERT INTO nicks (account, time_ms, nick) SELECT account, created_ms, nick FROM accounts;

CREATE TABLE blocks (
  account BIGINT NOT NULL REFERENCES accounts,
  blocked BIGINT NOT NULL REFERENCES accounts,
  PRIMARY KEY (account, blocked)
);

ALTER TABLE devices ADD COLUMN device TEXT;
ALTER TABLE devices ADD COLUMN used_ms BIGINT;
UPDATE devices SET device = substr (token_hash, 1, 16);
CREATE UNIQUE INDEX devices_by_id ON devices (device);

ALTER TABLE conversations ADD COLUMN description TEXT;
ALTER TABLE conversations ADD COLUMN topic_folded TEXT; -- to search in
UPDATE conversations SET topic_folded = LOWER (topic);
ALTER TABLE conversations ADD COLUMN is_private INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN is_read_only INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN is_archived INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN slow_mode_s BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN retention_days BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN retention_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN file_retention_days BIGINT NOT NULL DEFAULT 0;
-- first: seq of the oldest event that is kept. messages: how many were ever written.
ALTER TABLE conversations ADD COLUMN first BIGINT NOT NULL DEFAULT 1;
ALTER TABLE conversations ADD COLUMN messages BIGINT NOT NULL DEFAULT 0;
UPDATE conversations SET messages = (
  SELECT COUNT (*) FROM events e WHERE e.conversation = conversations.conversation AND e.kind = 1);

-- read_messages: how many of the conversation's messages the account has no
-- need to read: those up to its marker, and what was deleted behind it.
ALTER TABLE members ADD COLUMN joined_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN read BIGINT NOT NULL DEFAULT 0;            -- seq of the marker
ALTER TABLE members ADD COLUMN read_messages BIGINT NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN sent_ms BIGINT NOT NULL DEFAULT 0;         -- for slow mode
ALTER TABLE members ADD COLUMN muted_until_ms BIGINT NOT NULL DEFAULT 0;
UPDATE members SET
  read = (SELECT head FROM conversations c WHERE c.conversation = members.conversation),
  read_messages =
    (SELECT messages FROM conversations c WHERE c.conversation = members.conversation);

-- What the directory looks through.
CREATE INDEX listed_conversations ON conversations (name_folded)
  WHERE unlisted = 0 AND is_archived = 0;

CREATE TABLE bans (
  conversation TEXT NOT NULL REFERENCES conversations,
  account      BIGINT NOT NULL REFERENCES accounts,
  author       BIGINT NOT NULL,
  reason       TEXT,
  time_ms      BIGINT NOT NULL,
  until_ms     BIGINT NOT NULL,
  PRIMARY KEY (conversation, account)
);

-- Who leaves muted comes back muted.
CREATE TABLE mutes (
  conversation TEXT NOT NULL REFERENCES conversations,
  account      BIGINT NOT NULL REFERENCES accounts,
  until_ms     BIGINT NOT NULL,
  PRIMARY KEY (conversation, account)
);

CREATE TABLE invitations (
  account      BIGINT NOT NULL REFERENCES accounts,
  conversation TEXT NOT NULL REFERENCES conversations,
  author       BIGINT NOT NULL,
  time_ms      BIGINT NOT NULL,
  PRIMARY KEY (account, conversation)
);

-- id: in the order in which things happened on the whole server. It outlives a
-- VACUUM, which the row's own number would not.  messages: how many messages
-- the log has up to and with this event.  What follows it is NULL in most rows:
-- changed and later are the present state of a message, target to until_ms what
-- an event about something else says.
CREATE TABLE new_events (
  id            INTEGER PRIMARY KEY,
  conversation  TEXT NOT NULL,
  seq           BIGINT NOT NULL,
  kind          INTEGER NOT NULL,
  author        BIGINT NOT NULL,
  time_ms       BIGINT NOT NULL,
  nonce         TEXT,
  text          TEXT,
  attachment    TEXT,
  messages      BIGINT NOT NULL DEFAULT 0,
  is_action     INTEGER,
  reply_to      BIGINT,
  target        BIGINT,
  emoji         TEXT,
  member        BIGINT,
  role          INTEGER,
  setting       INTEGER,
  until_ms      BIGINT,
  changed       BIGINT,
  edited_ms     BIGINT,
  is_deleted    INTEGER,
  is_pinned     INTEGER,
  has_reactions INTEGER,
  UNIQUE (conversation, seq),
  UNIQUE (nonce, author)             -- nonces begin with the time: neighbours share a page
);
INSERT INTO new_events (conversation, seq, kind, author, time_ms, nonce, text, attachment, messages)
  SELECT conversation, seq, kind, author, time_ms, nonce, text, attachment,
    SUM (CASE kind WHEN 1 THEN 1 ELSE 0 END) OVER (PARTITION BY conversation ORDER BY seq)
  FROM events ORDER BY rowid;
DROP TABLE events;
ALTER TABLE new_events RENAME TO events;
CREATE INDEX deleted_events ON events (conversation, seq) WHERE is_deleted = 1;

CREATE TABLE mentions (
  account      BIGINT NOT NULL,      -- 0: everyone in the conversation
  conversation TEXT NOT NULL,
  seq          BIGINT NOT NULL,
  author       BIGINT NOT NULL,
  PRIMARY KEY (account, conversation, seq)
);
CREATE INDEX mentions_by_message ON mentions (conversation, seq);

CREATE TABLE reactions (
  conversation TEXT NOT NULL,
  seq          BIGINT NOT NULL,      -- of the message
  event        BIGINT NOT NULL,      -- seq of the reaction
  first        BIGINT NOT NULL,      -- of the one that brought the emoji to the message
  emoji        TEXT NOT NULL,
  account      BIGINT NOT NULL,
  PRIMARY KEY (conversation, seq, event),
  UNIQUE (conversation, seq, account, emoji)
);

CREATE TABLE pins (
  conversation TEXT NOT NULL,
  seq          BIGINT NOT NULL,      -- of the message
  event        BIGINT NOT NULL,      -- seq of the pin
  PRIMARY KEY (conversation, seq)
);

-- What a message said before an edit.
CREATE TABLE versions (
  conversation TEXT NOT NULL,
  seq          BIGINT NOT NULL,      -- of the message
  event        BIGINT NOT NULL,      -- seq of the edit that replaced it
  time_ms      BIGINT NOT NULL,      -- since when it said so
  text         TEXT,
  PRIMARY KEY (conversation, seq, event)
);

CREATE INDEX attachments_by_message ON attachments (conversation, seq);
-- Of a file whose bytes were removed for its age, sha256 is empty.
CREATE INDEX attachments_by_age ON attachments (conversation, created_ms) WHERE sha256 <> '';
CREATE INDEX attachments_by_account ON attachments (account, size_bytes) WHERE sha256 <> '';

-- Where each message's n-grams are, by events.id (parlor-search-index.c).
CREATE VIRTUAL TABLE search_index USING fts5 (
  text, content = '', columnsize = 0, detail = none, tokenize = 'parlor');
-- indexed: id of the last event that has been looked at.  is_dirty: whether the
-- index may hold traces of what was deleted.
CREATE TABLE search_state (
  indexed  BIGINT NOT NULL,
  is_dirty INTEGER NOT NULL
);
INSERT INTO search_state (indexed, is_dirty) VALUES (0, 0);

-- Attachments that were removed, until their content is, too.
CREATE TABLE dropped_attachments (
  attachment TEXT PRIMARY KEY,
  sha256     TEXT NOT NULL
);

CREATE TABLE invite_links (
  invite_link  TEXT PRIMARY KEY,
  token_hash   TEXT NOT NULL UNIQUE, -- SHA-256 of the token, which nobody keeps
  note         TEXT,
  conversation TEXT,
  author       BIGINT,               -- NULL: the machine's own administrator
  max_uses     BIGINT NOT NULL,      -- 0: any number
  uses         BIGINT NOT NULL,
  created_ms   BIGINT NOT NULL,
  until_ms     BIGINT NOT NULL
);

CREATE TABLE server_bans (
  account  BIGINT UNIQUE REFERENCES accounts,
  network  TEXT UNIQUE,              -- as parlor_network_to_string() writes it
  author   BIGINT,
  reason   TEXT,
  time_ms  BIGINT NOT NULL,
  until_ms BIGINT NOT NULL
);

-- Deleted accounts of which something is left: everything up to a place is gone.
CREATE TABLE removals (
  account       BIGINT PRIMARY KEY REFERENCES accounts,
  keep_messages INTEGER NOT NULL,
  conversation  TEXT NOT NULL,
  after         BIGINT NOT NULL,
  purge         BIGINT NOT NULL      -- seq of the event that tells of it there, or 0
);

CREATE TABLE audit (
  entry        BIGINT PRIMARY KEY,
  time_ms      BIGINT NOT NULL,
  author       BIGINT,               -- NULL: the machine's own administrator
  act          TEXT NOT NULL,
  conversation TEXT,
  member       BIGINT,
  text         TEXT
);
CREATE INDEX audit_by_conversation ON audit (conversation, entry);
