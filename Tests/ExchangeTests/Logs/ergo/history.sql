CREATE TABLE metadata (key_name TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO metadata VALUES ('db.version', '2'), ('db.minorversion', '2');
CREATE TABLE history (id INTEGER PRIMARY KEY AUTOINCREMENT, data BLOB NOT NULL, msgid TEXT NOT NULL);
CREATE TABLE sequence (history_id INTEGER NOT NULL PRIMARY KEY, target TEXT NOT NULL, nanotime INTEGER NOT NULL);
CREATE TABLE conversations (
    id INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, correspondent TEXT NOT NULL, nanotime INTEGER NOT NULL,
    history_id INTEGER NOT NULL
);
CREATE TABLE correspondents (
    id INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, correspondent TEXT NOT NULL, nanotime INTEGER NOT NULL,
    UNIQUE (target, correspondent)
);
CREATE TABLE account_messages (history_id INTEGER NOT NULL PRIMARY KEY, account TEXT NOT NULL);
CREATE TABLE forget (id INTEGER PRIMARY KEY AUTOINCREMENT, account TEXT NOT NULL);
INSERT INTO history (id, data, msgid) VALUES
(1, CAST('{"Type":3,"Nick":"alice!~u@host.example","AccountName":"alice","Message":{"Message":"","Msgid":"m1","Split":null,"Time":"2026-11-30T17:00:00.123456789Z"},"Tags":null,"Params":["Alice Example"]}' AS BLOB), 'm1'),
(2, CAST('{"Type":1,"Nick":"alice!~u@host.example","AccountName":"alice","Message":{"Message":"hello, garden","Msgid":"m2","Split":null,"Time":"2026-11-30T17:00:01Z"},"Tags":null,"Params":[""]}' AS BLOB), 'm2'),
(3, CAST('{"Type":1,"Nick":"bob!~u@host.example","AccountName":"*","Message":{"Message":"","Msgid":"m3","Split":[{"Message":"one ","Concat":false},{"Message":"line","Concat":true},{"Message":"and another","Concat":false}],"Time":"2026-11-30T17:00:02.5Z"},"Tags":{"+draft/reply":"m2","account":"no"},"Params":[""]}' AS BLOB), 'm3'),
(4, CAST('{"Type":2,"Nick":"bob!~u@host.example","AccountName":"*","Message":{"Message":"tea is ready","Msgid":"m4","Split":null,"Time":"2026-11-30T17:00:03Z"},"Tags":null,"Params":[""]}' AS BLOB), 'm4'),
(5, CAST('{"Type":8,"Nick":"bob!~u@host.example","AccountName":"*","Message":{"Message":"","Msgid":"m5","Split":null,"Time":"2026-11-30T17:00:04Z"},"Tags":{"+draft/react":"👍","+draft/reply":"m2"},"Params":[""]}' AS BLOB), 'm5'),
(6, CAST('{"Type":7,"Nick":"alice!~u@host.example","AccountName":"alice","Message":{"Message":"","Msgid":"m6","Split":[{"Message":"+o","Concat":false},{"Message":"bob","Concat":false}],"Time":"2026-11-30T17:00:05Z"},"Tags":null,"Params":[""]}' AS BLOB), 'm6'),
(7, CAST('{"Type":10,"Nick":"alice!~u@host.example","AccountName":"alice","Message":{"Message":"Der Garten, früher","Msgid":"m7","Split":null,"Time":"2026-11-30T17:00:06Z"},"Tags":null,"Params":[""]}' AS BLOB), 'm7'),
(8, CAST('{"Type":9,"Nick":"bob!~u@host.example","AccountName":"*","Message":{"Message":"","Msgid":"m8","Split":null,"Time":"2026-11-30T17:00:07Z"},"Tags":null,"Params":["Zoë"]}' AS BLOB), 'm8'),
(9, CAST('{"Type":5,"Nick":"alice!~u@host.example","AccountName":"alice","Message":{"Message":"out of the beds","Msgid":"m9","Split":null,"Time":"2026-11-30T17:00:08Z"},"Tags":null,"Params":["Zoë"]}' AS BLOB), 'm9'),
(10, CAST('{"Type":4,"Nick":"carol!~u@host.example","AccountName":"*","Message":{"Message":"bye","Msgid":"m10","Split":null,"Time":"2026-11-30T17:00:09Z"},"Tags":null,"Params":[""]}' AS BLOB), 'm10'),
(11, CAST('{"Type":6,"Nick":"dave!~u@host.example","AccountName":"*","Message":{"Message":"Quit: over","Msgid":"m11","Split":null,"Time":"2026-11-30T17:00:10Z"},"Tags":null,"Params":[""]}' AS BLOB), 'm11'),
(12, CAST('{"Type":1,"Nick":"alice!~u@host.example","AccountName":"alice","Message":{"Message":"psst","Msgid":"m12","Split":null,"Time":"2026-11-30T17:00:11Z"},"Tags":null,"Params":["erin"]}' AS BLOB), 'm12'),
(13, CAST('{"Type":1,"Nick":"erin!~u@host.example","AccountName":"erin","Message":{"Message":"yes?","Msgid":"m13","Split":null,"Time":"2026-11-30T17:00:12Z"},"Tags":null,"Params":[""]}' AS BLOB), 'm13'),
(14, CAST('{"Type":11,"Nick":"alice!~u@host.example","AccountName":"alice","Message":{"Message":"","Msgid":"m14","Split":null,"Time":"2026-11-30T17:00:13Z"},"Tags":null,"Params":["#garden"]}' AS BLOB), 'm14'),
(15, CAST('{"Type":1,"Nick":"alice!~u@ho' AS BLOB), 'm15'),
(16, CAST('{"Type":1,"Nick":"alice!~u@host.example","AccountName":"alice","Message":{"Message":"in no room","Msgid":"m16","Split":null,"Time":"2026-11-30T17:00:15Z"},"Tags":null,"Params":[""]}' AS BLOB), 'm16');
INSERT INTO sequence (history_id, target, nanotime)
    SELECT id, '#garden', 1796058000000000000 + id * 1000000000 FROM history WHERE id NOT IN (12, 13, 16);
INSERT INTO conversations (target, correspondent, nanotime, history_id) VALUES
    ('alice', 'erin', 1796058012000000000, 12), ('erin', 'alice', 1796058012000000000, 12),
    ('alice', 'erin', 1796058013000000000, 13), ('erin', 'alice', 1796058013000000000, 13);
