-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- A database as the first step of the schema had it: two people whose password
-- is "correct horse", the lobby, a group whose password is "hidden door", and a
-- personal chat.

PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE schema_version (version BIGINT NOT NULL);
INSERT INTO schema_version VALUES(1);
CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);
INSERT INTO settings VALUES('epoch','01a1f7ff7425389aceca20dbe4ece2af');
CREATE TABLE accounts (
  account    BIGINT PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  nick       TEXT NOT NULL,
  password   TEXT NOT NULL,          -- argon2id, encoded with its parameters
  role       INTEGER NOT NULL,
  created_ms BIGINT NOT NULL
);
INSERT INTO accounts VALUES (
  1, 'ada', 'Ada Lovelace',
  '$argon2id$v=19$m=8,t=1,p=1$NXnH1BVeqG0gPMnk8Ujwyw$2Muj50MjzAQ9q242dqUgHoUD8V9BTfISZumv98M4ubk',
  3, 1795162082843);
INSERT INTO accounts VALUES (
  2, 'bob', 'bob',
  '$argon2id$v=19$m=8,t=1,p=1$RnXgr/CZ3hmaBaU2NaJyfg$gFsGuCMPx1nEQq1htN6nftWn9bJORqv5bkXMf0Wed1g',
  1, 1795162083075);
CREATE TABLE devices (
  token_hash TEXT PRIMARY KEY,       -- SHA-256 of the token, which nobody keeps
  account    BIGINT NOT NULL REFERENCES accounts,
  label      TEXT,
  created_ms BIGINT NOT NULL
);
INSERT INTO devices VALUES (
  '82cab91ef684f766162d983dc4dc925eb662bdfa1a4b925643a06176fa347197', 1, 'Parlor 0.1.0',
  1795162082843);
INSERT INTO devices VALUES (
  '0309c9c6be9d98b9bfbc2734d7544a00095e07e7f533746f8e24cd393c57de8e', 2, 'Parlor 0.1.0',
  1795162083075);
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
INSERT INTO conversations VALUES('lobby',1,'lobby','lobby',NULL,NULL,0,2,4,4,1795162076197);
INSERT INTO conversations VALUES('p1-2',3,NULL,NULL,NULL,NULL,1,2,1,1,1795162098974);
INSERT INTO conversations VALUES (
  'g129a0175ca12c987', 2, 'Books', 'books', NULL,
  '$argon2id$v=19$m=8,t=1,p=1$UPw4YH8u4gIMQD3x6tvBRw$DxKHNSJf5sAsQIA2i2M4y6zGjdNP9jfiD3+yBgsPmlA',
  0, 2, 4, 4, 1795162121621);
CREATE TABLE members (
  conversation TEXT NOT NULL REFERENCES conversations,
  account      BIGINT NOT NULL REFERENCES accounts,
  role         INTEGER NOT NULL,
  PRIMARY KEY (conversation, account)
);
INSERT INTO members VALUES('lobby',1,3);
INSERT INTO members VALUES('lobby',2,1);
INSERT INTO members VALUES('p1-2',1,1);
INSERT INTO members VALUES('p1-2',2,1);
INSERT INTO members VALUES('g129a0175ca12c987',1,3);
INSERT INTO members VALUES('g129a0175ca12c987',2,1);
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
INSERT INTO events VALUES('lobby',1,3,1,1795162082843,NULL,NULL,NULL);
INSERT INTO events VALUES (
  'lobby', 2, 1, 1, 1795162082848, '01a1f7ff8e1f827ef8d5b04a6974ae9d', 'Good morning', NULL);
INSERT INTO events VALUES('lobby',3,3,2,1795162083075,NULL,NULL,NULL);
INSERT INTO events VALUES (
  'lobby', 4, 1, 2, 1795162083078, '01a1f7ff8f05d6050c903fc54fe2473b', 'Good morning, Ada 🌞',
  NULL);
INSERT INTO events VALUES (
  'p1-2', 1, 1, 2, 1795162098974, '01a1f7ffcd1d1eca44c0d85fc329f8cc', 'Only for you', NULL);
INSERT INTO events VALUES('g129a0175ca12c987',1,2,1,1795162121621,NULL,NULL,NULL);
INSERT INTO events VALUES('g129a0175ca12c987',2,3,2,1795162121926,NULL,NULL,NULL);
INSERT INTO events VALUES (
  'g129a0175ca12c987', 3, 1, 1, 1795162122201, '01a1f80027ce4502a416cb0745b2f1f5',
  'What shall we read next?', NULL);
INSERT INTO events VALUES (
  'g129a0175ca12c987', 4, 1, 2, 1795162122388, '01a1f800289058ef7fa5a0c9357476f0', '日本語の本はどうですか',
  NULL);
CREATE INDEX devices_by_account ON devices (account);
CREATE INDEX members_by_account ON members (account);
CREATE INDEX attachments_by_content ON attachments (sha256);
COMMIT;
