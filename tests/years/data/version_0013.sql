PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO alembic_version VALUES('0013');
CREATE TABLE archive (
	facet INTEGER NOT NULL, 
	low BIGINT NOT NULL, 
	high BIGINT NOT NULL, 
	second BIGINT NOT NULL, 
	PRIMARY KEY (facet, low)
)
 WITHOUT ROWID

;
CREATE TABLE day (
	number INTEGER NOT NULL, 
	low BIGINT NOT NULL, 
	high BIGINT NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO day VALUES(20458,4503603922337792,4503603922337792);
INSERT INTO day VALUES(20786,4503608217305088,4503625397174272);
CREATE TABLE entry (
	number INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	handle TEXT NOT NULL, 
	state SMALLINT NOT NULL, 
	place BIGINT, 
	revision INTEGER NOT NULL, 
	seen BIGINT NOT NULL, 
	published BIGINT NOT NULL, 
	updated BIGINT NOT NULL, 
	changed BIGINT NOT NULL, 
	size INTEGER NOT NULL, 
	file INTEGER, 
	comments INTEGER, 
	language TEXT, 
	share_host TEXT, 
	share_code TEXT, 
	meaning TEXT NOT NULL, 
	body TEXT NOT NULL, 
	reason TEXT, 
	title TEXT NOT NULL, 
	authors TEXT NOT NULL, 
	sources TEXT NOT NULL, 
	tags TEXT NOT NULL, 
	image TEXT, 
	summary TEXT NOT NULL, 
	paragraphs TEXT NOT NULL, minted TEXT, content TEXT DEFAULT '' NOT NULL, surfaced BIGINT DEFAULT '0' NOT NULL, url TEXT, html TEXT, markdown TEXT, pictures TEXT DEFAULT '' NOT NULL, attachments TEXT DEFAULT '' NOT NULL, markup TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (handle), 
	UNIQUE (id), 
	UNIQUE (place), 
	UNIQUE (seen), 
	UNIQUE (updated)
);
INSERT INTO entry VALUES(1,'03ddb0e2-6c1c-5cf9-8d58-e22f2dc35f39','03ddb0e2',1,4503608217305088,1,1795995997,1795995997,1795995997,1795996003,156,1,NULL,'en',NULL,NULL,'19cc6195e32718e435379ebc4f43b8fa','40e55cdda9c479bbb3f8962abba6f7d7',NULL,'The bridge','','','',NULL,'Part 0 of the quay was opened on Monday after 0 years of works, said the town.','Part 0 of the quay was opened on Monday after 0 years of works, said the town.','4p7cdrg','d2c37a81e2331cfcb2bae06baa1a5895e802b3fce9f4e57aec0c88419ef56c7581c5d2e5',1795995997,NULL,NULL,NULL,'','','');
INSERT INTO entry VALUES(2,'83521f5b-4057-5943-affb-7b72c59d4c43','83521f5b',3,4503612512272384,2,1795995998,1795995998,1795995998,1795996005,156,2,NULL,'en',NULL,NULL,'437873b07fe7f092a7dc5dbd41e861c1','922ae41447973db11f845da9a789a137','a mistake','The harbour','','','',NULL,'Part 1 of the quay was opened on Monday after 1 years of works, said the town.','Part 1 of the quay was opened on Monday after 1 years of works, said the town.','zvjh58g','cae53747cd1f17900db63058522295b07bcd66416d8f16a4e9d5396ba7f7c6de81262077',1795995998,NULL,NULL,NULL,'','','');
INSERT INTO entry VALUES(3,'befcfb1c-f717-5c19-b02e-4ef602a843a9','befcfb1c',1,4503616807239680,1,1795995999,1795995999,1795995999,1795996003,156,3,NULL,'en',NULL,NULL,'1384266f551cb8ce0fab0a4e741d4358','f3aa0529de341ac8b6b51865a89e918f',NULL,'The market','','','',NULL,'Part 2 of the quay was opened on Monday after 2 years of works, said the town.','Part 2 of the quay was opened on Monday after 2 years of works, said the town.','g94rr33','e8af710fe1819f3c027af02d62f8d46c6b66418798e88ba1398f87efa5c8fa7339afaa30',1795995999,NULL,NULL,NULL,'','','');
INSERT INTO entry VALUES(4,'1817ca2f-38fe-587b-8e69-8609e4706e2c','1817ca2f',1,4503603922337792,1,1795996000,1767571200,1767571200,1795996003,156,4,NULL,'en',NULL,NULL,'5928162c4cf7500ecaa1a0af3831ef41','e113721f626cc84055aa33682209b58b',NULL,'The library','Ann Lee','','quay',NULL,'Part 3 of the quay was opened on Monday after 3 years of works, said the town.','Part 3 of the quay was opened on Monday after 3 years of works, said the town.','2xh5djq','2422f5d6cdd5158ac3779eabbdc083f9038ab3a5ae9dbf877db8e7b35390f6620bb3ed11',1767571200,NULL,NULL,NULL,'','','');
INSERT INTO entry VALUES(5,'6804be16-d43e-5080-ad27-bf637fff4883','6804be16',1,4503621102206976,1,1795996001,1795996001,1795996001,1795996003,156,5,NULL,'en',NULL,NULL,'62676376170eec3ca1b6d43620dc9ad1','39916ab74d31befb6ece26c22a151d51',NULL,'The tower','','','',NULL,'Part 4 of the quay was opened on Monday after 4 years of works, said the town.','Part 4 of the quay was opened on Monday after 4 years of works, said the town.','8vd68cj','66fe979479d00f424e997ad46ed3b17ec8d728045671660e50deae97ef0852b73aa42142',1795996001,NULL,NULL,NULL,'','','');
INSERT INTO entry VALUES(6,'9eb25590-a1bd-5c32-8b00-6e6e9b4e2ea7','9eb25590',1,4503625397174272,1,1795996002,1795996002,1795996002,1795996003,156,6,NULL,'en',NULL,NULL,'508203fd8a8ae6600359f82d322fe6da','f9408e640d48548156dd64ce87eb638f',NULL,'The garden','','','',NULL,'Part 5 of the quay was opened on Monday after 5 years of works, said the town.','Part 5 of the quay was opened on Monday after 5 years of works, said the town.','fnrqzkm','645f66619d92cf3e7a338bbcaaac0931621bbf56302d64bdede121fac8e07be2a111db58',1795996002,NULL,NULL,NULL,'','','');
CREATE TABLE facet (
	number INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	slug TEXT NOT NULL, 
	label TEXT NOT NULL, 
	entries INTEGER NOT NULL, 
	closed BIGINT DEFAULT '0' NOT NULL, 
	open_top BIGINT DEFAULT '0' NOT NULL, 
	open_entries INTEGER DEFAULT '0' NOT NULL, 
	open_size BIGINT DEFAULT '0' NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (kind, slug)
);
INSERT INTO facet VALUES(1,'tag','quay','quay',1,0,4503603922337792,1,156);
INSERT INTO facet VALUES(2,'all','','',5,0,4503625397174272,5,780);
INSERT INTO facet VALUES(3,'lang','en','en',5,0,4503625397174272,5,780);
CREATE TABLE fact (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO fact VALUES('site_id','c238499d61884742af610e3d2cefb2f6');
INSERT INTO fact VALUES('created','1795996002');
INSERT INTO fact VALUES('share_key','15aebde85899488aff4d7cb5b7cd43602806d7f0ce0b255b82f9cebd1417d923');
INSERT INTO fact VALUES('full','[]');
INSERT INTO fact VALUES('listed','1795996003');
INSERT INTO fact VALUES('first_import','1795996003');
INSERT INTO fact VALUES('surfaced','1795996005');
CREATE TABLE file (
	number INTEGER NOT NULL, 
	folder TEXT NOT NULL, 
	path TEXT NOT NULL, 
	present SMALLINT NOT NULL, 
	size BIGINT NOT NULL, 
	mtime BIGINT NOT NULL, 
	digest TEXT NOT NULL, 
	parser TEXT NOT NULL, 
	defaults TEXT NOT NULL, 
	entry INTEGER, 
	line INTEGER, 
	refusal TEXT, inode BIGINT DEFAULT '0' NOT NULL, ctime BIGINT DEFAULT '0' NOT NULL, holder INTEGER, part BIGINT DEFAULT '0' NOT NULL, held TEXT, due BIGINT DEFAULT '0' NOT NULL, 
	PRIMARY KEY (number), 
	UNIQUE (folder, path)
);
INSERT INTO file VALUES(1,'articles','00.md',1,91,0,'a87eceb6b4ef9167e37ef7fa418b22b5','0e790891de282397','b0c6b8c633c3',1,NULL,NULL,2154642,1795996000683612221,NULL,0,NULL,0);
INSERT INTO file VALUES(2,'articles','01.md',1,92,0,'bee3e2a7dfa7bf46e33781557addd815','0e790891de282397','b0c6b8c633c3',2,NULL,NULL,2154661,1795996000683737527,NULL,0,NULL,0);
INSERT INTO file VALUES(3,'articles','02.md',1,91,0,'73f1707459129289aef1c4bd260b6f18','0e790891de282397','b0c6b8c633c3',3,NULL,NULL,2154677,1795996000683827731,NULL,0,NULL,0);
INSERT INTO file VALUES(4,'articles','03.md',1,146,0,'cebf4f2abe2325c56a4ea14c6e7de093','0e790891de282397','b0c6b8c633c3',4,NULL,NULL,2154697,1795996000683914701,NULL,0,NULL,0);
INSERT INTO file VALUES(5,'articles','04.md',1,90,0,'3a0422a22e28e427663aa19cbfb41dea','0e790891de282397','b0c6b8c633c3',5,NULL,NULL,2154709,1795996000683999096,NULL,0,NULL,0);
INSERT INTO file VALUES(6,'articles','05.md',1,91,0,'414a88f1d42488a6464cf66908d4cff8','0e790891de282397','b0c6b8c633c3',6,NULL,NULL,2154721,1795996000684087698,NULL,0,NULL,0);
CREATE TABLE folder (
	name TEXT NOT NULL, 
	root TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO folder VALUES('articles','/srv/quay/articles');
CREATE TABLE identity (
	"key" TEXT NOT NULL, 
	entry INTEGER NOT NULL, 
	PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
INSERT INTO identity VALUES('path:c238499d61884742af610e3d2cefb2f6/articles/00.md',1);
INSERT INTO identity VALUES('text:a87eceb6b4ef9167e37ef7fa418b22b5',1);
INSERT INTO identity VALUES('path:c238499d61884742af610e3d2cefb2f6/articles/01.md',2);
INSERT INTO identity VALUES('text:bee3e2a7dfa7bf46e33781557addd815',2);
INSERT INTO identity VALUES('path:c238499d61884742af610e3d2cefb2f6/articles/02.md',3);
INSERT INTO identity VALUES('text:73f1707459129289aef1c4bd260b6f18',3);
INSERT INTO identity VALUES('path:c238499d61884742af610e3d2cefb2f6/articles/03.md',4);
INSERT INTO identity VALUES('text:cebf4f2abe2325c56a4ea14c6e7de093',4);
INSERT INTO identity VALUES('path:c238499d61884742af610e3d2cefb2f6/articles/04.md',5);
INSERT INTO identity VALUES('text:3a0422a22e28e427663aa19cbfb41dea',5);
INSERT INTO identity VALUES('path:c238499d61884742af610e3d2cefb2f6/articles/05.md',6);
INSERT INTO identity VALUES('text:414a88f1d42488a6464cf66908d4cff8',6);
CREATE TABLE member (
	facet INTEGER NOT NULL, 
	place BIGINT NOT NULL, 
	entry INTEGER NOT NULL, 
	PRIMARY KEY (facet, place)
)
 WITHOUT ROWID

;
INSERT INTO member VALUES(1,4503603922337792,4);
INSERT INTO member VALUES(2,4503603922337792,4);
INSERT INTO member VALUES(2,4503608217305088,1);
INSERT INTO member VALUES(2,4503616807239680,3);
INSERT INTO member VALUES(2,4503621102206976,5);
INSERT INTO member VALUES(2,4503625397174272,6);
INSERT INTO member VALUES(3,4503603922337792,4);
INSERT INTO member VALUES(3,4503608217305088,1);
INSERT INTO member VALUES(3,4503616807239680,3);
INSERT INTO member VALUES(3,4503621102206976,5);
INSERT INTO member VALUES(3,4503625397174272,6);
CREATE TABLE movement (
	facet INTEGER NOT NULL, 
	place BIGINT NOT NULL, 
	second BIGINT NOT NULL, 
	joined SMALLINT NOT NULL, 
	PRIMARY KEY (facet, place, second)
)
 WITHOUT ROWID

;
INSERT INTO movement VALUES(2,4503612512272384,1795996005,0);
INSERT INTO movement VALUES(3,4503612512272384,1795996005,0);
CREATE TABLE share (
	host TEXT NOT NULL, 
	code TEXT NOT NULL, 
	entry INTEGER NOT NULL, 
	folded TEXT NOT NULL, kind SMALLINT DEFAULT '0' NOT NULL, second BIGINT DEFAULT '0' NOT NULL, 
	PRIMARY KEY (host, code, entry)
)
 WITHOUT ROWID

;
INSERT INTO share VALUES('','2xh5djq',4,'2xh5djq',1,1795996003);
INSERT INTO share VALUES('','4p7cdrg',1,'4p7cdrg',1,1795996003);
INSERT INTO share VALUES('','8vd68cj',5,'8vd68cj',1,1795996003);
INSERT INTO share VALUES('','fnrqzkm',6,'fnrqzkm',1,1795996003);
INSERT INTO share VALUES('','g94rr33',3,'g94rr33',1,1795996003);
INSERT INTO share VALUES('','the-bridge',1,'the-bridge',2,1795996007);
INSERT INTO share VALUES('','zvjh58g',2,'zvjh58g',1,1795996003);
CREATE TABLE tick (
	id INTEGER NOT NULL, 
	version BIGINT NOT NULL, 
	second BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO tick VALUES(1,4,1795996007);
CREATE TABLE hub (
	url TEXT NOT NULL, 
	second BIGINT NOT NULL, 
	failures INTEGER NOT NULL, 
	due BIGINT NOT NULL, 
	PRIMARY KEY (url)
)
 WITHOUT ROWID

;
CREATE TABLE ping (
	hub TEXT NOT NULL, 
	facet INTEGER NOT NULL, 
	format TEXT NOT NULL, 
	second BIGINT NOT NULL, 
	since BIGINT NOT NULL, 
	attempts INTEGER NOT NULL, 
	due BIGINT NOT NULL, 
	PRIMARY KEY (hub, facet, format)
)
 WITHOUT ROWID

;
CREATE TABLE topic (
	facet INTEGER NOT NULL, 
	asked BIGINT NOT NULL, 
	PRIMARY KEY (facet)
);
CREATE TABLE mention (
	host TEXT NOT NULL, 
	code TEXT NOT NULL, 
	entry INTEGER NOT NULL, 
	PRIMARY KEY (host, code, entry)
)
 WITHOUT ROWID

;
CREATE TABLE click (
	host TEXT NOT NULL, 
	code TEXT NOT NULL, 
	day INTEGER NOT NULL, 
	bot SMALLINT NOT NULL, 
	clicks INTEGER NOT NULL, 
	PRIMARY KEY (host, code, day, bot)
)
 WITHOUT ROWID

;
CREATE TABLE history (
	entry INTEGER NOT NULL, 
	second BIGINT NOT NULL, 
	event TEXT NOT NULL, 
	file TEXT NOT NULL, 
	why TEXT NOT NULL, 
	PRIMARY KEY (entry, second, event, file)
)
 WITHOUT ROWID

;
INSERT INTO history VALUES(2,1795996005,'withdrawn','','a mistake');
CREATE TABLE ahead (
	second BIGINT NOT NULL, 
	moment BIGINT NOT NULL, 
	PRIMARY KEY (second)
)
 WITHOUT ROWID

;
CREATE TABLE look (
	root TEXT NOT NULL, 
	second BIGINT NOT NULL, 
	good BIGINT NOT NULL, 
	error TEXT NOT NULL, 
	files INTEGER NOT NULL, 
	passed_over TEXT NOT NULL, 
	outside TEXT NOT NULL, 
	repaired INTEGER NOT NULL, 
	PRIMARY KEY (root)
)
 WITHOUT ROWID

;
INSERT INTO look VALUES('/srv/quay/articles',1795996003,1795996003,'',6,'{}','[]',0);
CREATE INDEX entry_by_date ON entry (published, place);
CREATE INDEX ix_file_entry ON file (entry);
CREATE INDEX ix_identity_entry ON identity (entry);
CREATE INDEX entry_by_change ON entry (changed);
CREATE INDEX movement_by_second ON movement (second);
CREATE INDEX ping_by_due ON ping (hub, due);
CREATE INDEX topic_by_asking ON topic (asked);
CREATE INDEX share_by_folded ON share (folded, host);
CREATE INDEX share_by_entry ON share (entry);
CREATE UNIQUE INDEX share_own ON share (folded) WHERE host = '';
CREATE INDEX mention_by_entry ON mention (entry);
CREATE INDEX entry_address ON entry (number, state, handle, title);
CREATE INDEX file_by_holder ON file (holder, part);
COMMIT;
