-- A store of version 0007, as dumped by sqlite3: eight seeds read, edited, withdrawn for each reason, restored and
-- pruned; an alias, a minted code, a code that two articles print, an article of 2099, two clicks.
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0007');
CREATE TABLE archive (
	facet INTEGER NOT NULL, 
	low BIGINT NOT NULL, 
	high BIGINT NOT NULL, 
	second BIGINT NOT NULL, 
	PRIMARY KEY (facet, low)
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
CREATE TABLE day (
	number INTEGER NOT NULL, 
	low BIGINT NOT NULL, 
	high BIGINT NOT NULL, 
	PRIMARY KEY (number)
);
INSERT INTO "day" VALUES(19566,4503603922337792,4503603922337792);
INSERT INTO "day" VALUES(19785,4503608217305088,4503616807239680);
INSERT INTO "day" VALUES(19794,4503621102206976,4503621102206976);
INSERT INTO "day" VALUES(19795,4503625397174272,4503625397174272);
INSERT INTO "day" VALUES(20033,4503629692141568,4503629692141568);
INSERT INTO "day" VALUES(20758,4503633987108864,4503633987108864);
INSERT INTO "day" VALUES(20759,4503638282076160,4503642577043456);
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
	paragraphs TEXT NOT NULL, minted TEXT, 
	PRIMARY KEY (number), 
	UNIQUE (handle), 
	UNIQUE (id), 
	UNIQUE (place), 
	UNIQUE (seen), 
	UNIQUE (updated)
);
INSERT INTO "entry" VALUES(1,'c051b591-f765-5b07-9af0-50fcaec5d053','c051b591',1,4503633987108864,2,1793527193,1793527193,1793527193,1795984339,3782,1,12,'fr','turquie2023.com','6Y5jLH','e213419e4c100022459e3676dc558a2d','ff811b8463ba860fb0706bc540dd92a0',NULL,'Washington salue la réouverture d’un poste humanitaire entre la Turquie et la Syrie','','anadolu-agency
trt-francais','turkey
syria
united-states',NULL,'Washington a salué, mercredi la réouverture d’un poste de passage réservé à l’aide humanitaire entre la Turquie et la Syrie, évoquant un geste «utile et attendu» de la part d’Ankara.','Washington a salué, mercredi la réouverture d’un poste de passage réservé à l’aide humanitaire entre la Turquie et la Syrie, évoquant un geste «utile et attendu» de la part d’Ankara.
Le porte-parole de la mission américaine auprès des agences d’aide, Warren Tillman, a déclaré «nous remercions la Turquie pour la rapidité avec laquelle ce passage a été remis en service », en allusion aux travaux conduits depuis le printemps sur la route qui mène à la province de Hatay, dans le sud du pays.
Tillman a précisé, lors d’une rencontre avec la presse, tenue mardi à Washington : « Près de trois cents camions pourront franchir la frontière chaque semaine, sous le contrôle des équipes turques, et avec l’appui financier des États-Unis. »
Il a indiqué que son gouvernement tenait ce passage « pour la voie la plus sûre vers les villages du nord, et chaque convoi qui arrive avant l’hiver comptera double », ajoutant que les Etats-Unis « prendront en charge une partie des entrepôts bâtis le long de la frontière ».
Toutefois, Warren Tillman, n’a pas donné de chiffres sur le coût des travaux achevés par les deux pays, ni sur la durée pendant laquelle la Turquie gardera la gestion du poste.
De son côté, la coordinatrice de l’aide alimentaire, Miriam Caldwell, n’a pas voulu commenter les propos d’un responsable de la province de Hatay, Selim Arıkan, selon lequel «la Turquie a longtemps porté seule le poids de l’accueil ».
« La Turquie est un partenaire sans lequel aucun convoi ne partirait. Nous travaillons chaque jour avec ses équipes », a affirmé Caldwell, soulignant que les réunions communes « reprendront dès la semaine prochaine. »
Le poste de passage, situé à l’est d’Antakya et fermé depuis une crue, dessert, selon les estimations locales, une quarantaine de villages du nord de la Syrie.',NULL);
INSERT INTO "entry" VALUES(2,'49bb8d80-d917-5382-8a98-ecd940ee9554','49bb8d80',1,4503621102206976,2,1793527194,1710252300,1793613600,1795984339,2766,2,3,'fr','turquie2023.com','ys1FJO','b790e07699983429976073894bd538a3','1fcec3eea64d8f5698a900ba4f2af3f4',NULL,'Le Maroc et la Turquie signent un accord sur le dessalement de l’eau de mer (mis à jour)','','anadolu-agency','morocco
turkey
eau
energie',NULL,'Le Maroc et la Turquie ont signé mardi à Agadir un accord de coopération portant sur la construction de deux stations de dessalement, destinées à alimenter en eau potable près d’un million d’habitants du littoral atlantique.','Le Maroc et la Turquie ont signé mardi à Agadir un accord de coopération portant sur la construction de deux stations de dessalement, destinées à alimenter en eau potable près d’un million d’habitants du littoral atlantique.
Le texte, paraphé par les responsables de l’eau des deux pays, prévoit un chantier de trente mois. Les pompes et les membranes seront fournies par un groupement d’entreprises d’Izmir, tandis que les travaux de génie civil reviendront à des sociétés marocaines.
« Nous ne demandons pas à la pluie d’être au rendez-vous, nous lui offrons une doublure », a souri le directeur régional de l’eau, Driss Benhaddou, devant les élus venus assister à la cérémonie.
La première station, près de Tiznit, doit produire cent mille mètres cubes par jour. La seconde, plus petite, sera reliée à un parc solaire dont la mise en service est attendue la même année.
Interrogée sur le prix de l’eau ainsi produite, la cheffe de projet côté turc, Nilgün Erbaş, a évoqué « un coût proche de celui des grands barrages », à condition que l’électricité solaire couvre au moins les deux tiers des besoins.
Plusieurs associations de pêcheurs ont pour leur part demandé que le rejet de la saumure soit suivi par un laboratoire indépendant. Les autorités du Maroc ont promis de publier les relevés tous les trois mois.',NULL);
INSERT INTO "entry" VALUES(3,'b43e2371-c17a-5c58-b07d-294b4ccfcf9c','b43e2371',3,4503608217305088,2,1793527195,1709424000,1709424000,1795984347,2060,3,3,'tr','turquie2023.com','Ih3kcV','dccdf348755e64f422690a2a300b206a','d26742f6dc226bb760c3ebae0b38fbf0','The figures were wrong.','İzmir''de deprem tatbikatı: Türkiye''nin en büyük okulunda on dakikada tahliye','','anadolu-agency','turkey
japan',NULL,'İzmir''de öğrenci sayısı bakımından Türkiye''nin en büyük okullarından birinde düzenlenen deprem tatbikatında dört bin iki yüz kişi on dakikadan kısa sürede dışarı çıktı.','İzmir''de öğrenci sayısı bakımından Türkiye''nin en büyük okullarından birinde düzenlenen deprem tatbikatında dört bin iki yüz kişi on dakikadan kısa sürede dışarı çıktı.
Saat 10.30''da çalan sirenle başlayan tatbikata öğrencilerin yanı sıra itfaiye, sağlık ekipleri ve mahalle gönüllüleri de katıldı. Senaryo gereği binanın doğu merdiveni kullanılamaz kabul edildi.
Okul müdürü Nermin Tokgöz, "Geçen yıl aynı tatbikatı on yedi dakikada tamamlamıştık. Çocuklar bu kez koşmadan, birbirini bekleyerek çıktı" dedi.
İl afet biriminden bir yetkili, bahçede kurulan toplanma alanının yetersiz kaldığını, bitişikteki spor sahasının da plana ekleneceğini söyledi. Yetkiliye göre yeni plan nisan ayında velilerle paylaşılacak.
Tatbikatı Japonya''dan gelen üç kişilik bir uzman ekibi de izledi. Heyetin başkanı Haruto Mizuno, Japonya''daki okullarda her ay benzer bir çalışma yapıldığını, en çok zaman kaybının kapı önlerinde yaşandığını anlattı.',NULL);
INSERT INTO "entry" VALUES(4,'8a545de0-7e48-5a10-ba3d-f96a5f96ab99','8a545de0',1,4503612512272384,3,1793527196,1709424000,1709424001,1795984370,2242,4,5,'en','turquie2023.com','soFH5P','300a3723d4f9356a6f1aa1722e6731dd','5c413873502f9b66eaad319cba874c07',NULL,'Istanbul to run its first all-electric ferry across the Bosphorus','Deniz Halloran','anadolu-agency
trt-world','turkey',NULL,'ISTANBUL (AA) - Commuters in Türkiye''s largest city will be able to cross the Bosphorus on a ferry without an engine note from next month, when the first of six battery vessels enters service between Üsküdar and Beşiktaş.','ISTANBUL (AA) - Commuters in Türkiye''s largest city will be able to cross the Bosphorus on a ferry without an engine note from next month, when the first of six battery vessels enters service between Üsküdar and Beşiktaş.
The boat, built in a yard at Tuzla, carries 450 passengers and recharges in eleven minutes while people board. Engineers say one night on the shore charger is enough for half a day of crossings.
"People asked us whether it would feel different. It does: you can hear the gulls," said Ferda Yalın, who heads the fleet renewal office of the city lines.
The batteries were supplied by a company in South Korea, and the charging arms were designed with a technical university in Germany. Spare parts will be kept in Türkiye for at least fifteen years under the contract.
Unions have asked that stokers and mechanics from the older boats be retrained rather than moved to other posts. The city has set aside places for 120 of them in a course that opens in May.
Tickets will cost the same as on the diesel boats. A study of the effect on air quality along both quays is due at the end of the year.',NULL);
INSERT INTO "entry" VALUES(5,'8aa03f5b-0ec2-5b00-8791-471ac6e96a83','8aa03f5b',5,4503616807239680,2,1793527197,1709424000,1709424002,1795984354,2572,5,NULL,'ar','turquie2023.com','q5QZ15','80f07db2c9b18e32e4feae2d2ee4c467','cc69a183a66fcc0b4c7fe970a4ac2205',NULL,'تركيا وقطر تطلقان خطا بحريا جديدا لنقل البضائع','','anadolu-agency','turkey
qatar
تجارة
نقل-بحري',NULL,'أعلنت تركيا وقطر إطلاق خط بحري منتظم بين مرسين والدوحة، تبحر أولى سفنه في منتصف الشهر المقبل وعلى متنها مواد بناء ومنتجات زراعية.','أعلنت تركيا وقطر إطلاق خط بحري منتظم بين مرسين والدوحة، تبحر أولى سفنه في منتصف الشهر المقبل وعلى متنها مواد بناء ومنتجات زراعية.
وقال مدير ميناء مرسين، خلدون أرسلان، إن الرحلة ستستغرق أحد عشر يوما، أي أقل بأربعة أيام من المسار الحالي الذي يمر بمينائين وسيطين.
وأضاف أن السفن الثلاث المخصصة للخط تتسع كل واحدة منها لألف ومئتي حاوية، وأن ثلث المساحة محجوز للبضائع المبردة مثل الحمضيات والخضر.
من جهتها، أوضحت مسؤولة التجارة في غرفة الدوحة، موزة الكعبي، أن الشركات الصغيرة ستستفيد من تعرفة مخفضة خلال السنة الأولى، "لأن الخط الجديد لا يعيش إلا إذا عرفه الجميع".
ويتوقع الجانبان أن يرتفع حجم التبادل بين تركيا وقطر بنحو عشرة في المئة قبل نهاية العام، على أن تعقد لجنة مشتركة اجتماعا كل ستة أشهر لمراجعة النتائج.',NULL);
INSERT INTO "entry" VALUES(6,'0f09f5ea-662e-53b1-bf6d-f8636bb8da9a','0f09f5ea',1,4503603922337792,1,1793527198,1690502400,1690502400,1795984298,2008,6,4,'de','turquie2023.com','V2FUkd','e313cb0855bf855477d8415465c88f86','103bd160962f366804d90d41a052e18f',NULL,'Hamburg und Izmir verbinden ihre Häfen mit einem neuen Containerdienst','Jördis Kallweit','dpa','germany
turkey
schifffahrt
handel',NULL,'HAMBURG (dpa) - Zwischen Deutschland und der Türkei verkehrt vom Herbst an ein neuer Containerdienst. Zwei Schiffe sollen die Häfen von Hamburg und Izmir im Wechsel alle zehn Tage anlaufen, wie die Hafenbehörden am Freitag mitteilten.','HAMBURG (dpa) - Zwischen Deutschland und der Türkei verkehrt vom Herbst an ein neuer Containerdienst. Zwei Schiffe sollen die Häfen von Hamburg und Izmir im Wechsel alle zehn Tage anlaufen, wie die Hafenbehörden am Freitag mitteilten.
Die Strecke führt über Antwerpen und Tanger. Für einen Umlauf rechnen die Reedereien mit neunzehn Tagen, etwa drei weniger als bei den bisherigen Verbindungen mit Umladung.
»Für viele mittelständische Betriebe ist das der Unterschied zwischen planen und hoffen«, sagte die Leiterin der Hafenentwicklung, Wiebke Osterloh. Besonders Hersteller von Maschinenbauteilen hätten seit Langem nach einer direkten Linie gefragt.
Aus der Türkei sollen vor allem Textilien, Hausgeräte und getrocknete Früchte kommen. In der Gegenrichtung werden Werkzeuge, Arzneimittel und Ersatzteile verladen.
Umweltverbände begrüßten, dass beide Schiffe im Hafen Landstrom nutzen können. Sie forderten zugleich, die Zahl der Lastwagenfahrten rund um die Terminals zu begrenzen.',NULL);
INSERT INTO "entry" VALUES(7,'5af95f01-39c7-5cc9-918a-b79e093b10b6','5af95f01',1,4503625397174272,1,1793527199,1710322200,1710353400,1795984298,2470,7,0,'fr','turquie2023.com','IysPc1','193ea7603b6b2835a56a8e7163857717','f7818b51d05563d695e3e8d78928dd2e',NULL,'Dessalement : Rabat détaille le calendrier du projet mené avec Ankara','','afp','morocco
turkey',NULL,'Au lendemain de la signature d’un accord avec la Turquie, le Maroc a présenté mercredi le calendrier des deux stations de dessalement prévues sur la côte atlantique, dont la première doit livrer de l’eau à l’été 2026.','Au lendemain de la signature d’un accord avec la Turquie, le Maroc a présenté mercredi le calendrier des deux stations de dessalement prévues sur la côte atlantique, dont la première doit livrer de l’eau à l’été 2026.
Les études de sol commenceront en mai près de Tiznit, a expliqué à Rabat la responsable du programme national de l’eau, Samira Oulhaj. Les conduites longeront ensuite la route côtière afin de limiter les expropriations.
« Un calendrier n’est pas une promesse, mais il permet à chacun de nous demander des comptes », a-t-elle ajouté, en annonçant une réunion publique dans chaque commune concernée.
Le financement repose pour moitié sur un prêt consenti par une banque de développement d’Ankara, remboursable sur vingt ans. Le reste sera partagé entre l’État et les régions.
Des spécialistes de l’environnement venus d’Espagne, où de telles installations existent depuis longtemps, ont conseillé d’éloigner le point de rejet de trois kilomètres. L’avis sera rendu public, a assuré Mme Oulhaj.
Côté turc, les premières membranes doivent quitter Izmir avant la fin de l’année. Une équipe de douze techniciens du Maroc y suivra une formation de quatre mois.',NULL);
INSERT INTO "entry" VALUES(8,'2ad560c7-027b-5881-8d19-de577d783978','2ad560c7',4,4503629692141568,2,1793527200,1730851200,1730851200,1795984392,2046,8,NULL,'fr','nouvelles2023.example','IWUU3p','e40a83b9d0b6f3207d00e3c3e28a16c6','fb20092bd33159fd402f33056031dafb','its file is gone','Japon : un train de nuit relie de nouveau Tokyo à Sapporo','Apolline Ferrandi','afp','japan',NULL,'Neuf ans après la disparition du dernier train de nuit vers le nord, le Japon remet sur les rails une liaison nocturne entre Tokyo et Sapporo, avec des voitures neuves et des couchettes à prix modéré.','Neuf ans après la disparition du dernier train de nuit vers le nord, le Japon remet sur les rails une liaison nocturne entre Tokyo et Sapporo, avec des voitures neuves et des couchettes à prix modéré.
Le premier départ, samedi soir, s’est fait devant plusieurs centaines de curieux. Sur le quai, des familles agitaient des fanions, et un ancien contrôleur de 84 ans a donné le coup de sifflet.
« On ne prend pas ce train pour arriver plus vite, mais pour arriver autrement », résume Keiko Shirahama, responsable de la ligne, qui mise sur les voyageurs soucieux d’éviter l’avion.
La rame compte douze voitures, dont une réservée aux vélos et une autre aux familles. Le trajet dure quinze heures et emprunte le tunnel sous-marin ouvert à la fin du siècle dernier.
Les places des trois premiers mois se sont vendues en une matinée. La compagnie étudie déjà un second départ hebdomadaire, et des échanges ont lieu avec la France et l’Autriche, où le train de nuit connaît un retour comparable.',NULL);
INSERT INTO "entry" VALUES(9,'91d2ab9f-5734-51af-81fe-16154a1d0278','91d2ab9f',2,NULL,1,1793613598,4070908800,4070908800,1795984339,88,9,NULL,'fr','turquie2023.com','LaTer1','a3869551a6a5e07e300c4b549773ef47','c76d651d64823c3e8778f898a79caa9e',NULL,'Un festival dans longtemps','','afp','',NULL,'Il se tiendra au port, a annoncé la mairie.','Il se tiendra au port, a annoncé la mairie.',NULL);
INSERT INTO "entry" VALUES(10,'8caef282-a222-5032-bb61-9f5cb04d0b62','8caef282',1,4503638282076160,1,1793613599,1793613599,1793613599,1795984339,98,10,NULL,'fr','turquie2023.com','ys1FJO','4ac20b133dded9e3f0274385e0e48760','4f25f6c6e585bdd3d427aefc76f0902d',NULL,'Le marché couvert ferme','','afp','',NULL,'Il fermera en mars pour six mois, a dit la ville.','Il fermera en mars pour six mois, a dit la ville.',NULL);
INSERT INTO "entry" VALUES(11,'7872b0e3-db03-50e5-ab61-8528730ad2be','7872b0e3',1,4503642577043456,1,1793613600,1793613600,1793613601,1795984339,166,11,NULL,'ro',NULL,NULL,'3f639e992df2fd571fe85625a40a4f5c','d9ddb9c80941490bd9812e9485e7cdbb',NULL,'Un festival de lecture au port','','afp','',NULL,'Un festival de lecture se tiendra au port en mai, a annoncé la mairie de la ville.','Un festival de lecture se tiendra au port en mai, a annoncé la mairie de la ville.','rcwkjtv');
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
INSERT INTO "facet" VALUES(1,'source','anadolu-agency','Anadolu Agency',3,0,4503633987108864,3,8790);
INSERT INTO "facet" VALUES(2,'source','trt-francais','TRT Français',1,0,4503633987108864,1,3782);
INSERT INTO "facet" VALUES(3,'tag','syria','Syria',1,0,4503633987108864,1,3782);
INSERT INTO "facet" VALUES(4,'tag','turkey','Turkey',5,0,4503633987108864,5,13268);
INSERT INTO "facet" VALUES(5,'tag','united-states','United States',1,0,4503633987108864,1,3782);
INSERT INTO "facet" VALUES(6,'source','afp','AFP',3,0,4503642577043456,3,2734);
INSERT INTO "facet" VALUES(7,'source','dpa','dpa',1,0,4503603922337792,1,2008);
INSERT INTO "facet" VALUES(8,'source','trt-world','TRT World',1,0,4503612512272384,1,2242);
INSERT INTO "facet" VALUES(9,'tag','eau','eau',1,0,4503621102206976,1,2766);
INSERT INTO "facet" VALUES(10,'tag','energie','énergie',1,0,4503621102206976,1,2766);
INSERT INTO "facet" VALUES(11,'tag','germany','Germany',1,0,4503603922337792,1,2008);
INSERT INTO "facet" VALUES(12,'tag','handel','Handel',1,0,4503603922337792,1,2008);
INSERT INTO "facet" VALUES(13,'tag','japan','Japan',0,0,4503629692141568,0,0);
INSERT INTO "facet" VALUES(14,'tag','morocco','Morocco',2,0,4503625397174272,2,5236);
INSERT INTO "facet" VALUES(15,'tag','qatar','Qatar',0,0,4503616807239680,0,0);
INSERT INTO "facet" VALUES(16,'tag','schifffahrt','Schifffahrt',1,0,4503603922337792,1,2008);
INSERT INTO "facet" VALUES(17,'tag','تجارة','تجارة',0,0,4503616807239680,0,0);
INSERT INTO "facet" VALUES(18,'tag','نقل-بحري','نقل بحري',0,0,4503616807239680,0,0);
INSERT INTO "facet" VALUES(19,'all','','',7,0,4503642577043456,7,13532);
INSERT INTO "facet" VALUES(20,'lang','ar','ar',0,0,4503616807239680,0,0);
INSERT INTO "facet" VALUES(21,'lang','de','de',1,0,4503603922337792,1,2008);
INSERT INTO "facet" VALUES(22,'lang','en','en',1,0,4503612512272384,1,2242);
INSERT INTO "facet" VALUES(23,'lang','fr','fr',4,0,4503638282076160,4,9116);
INSERT INTO "facet" VALUES(24,'lang','tr','tr',0,0,4503608217305088,0,0);
INSERT INTO "facet" VALUES(25,'lang','ro','ro',1,0,4503642577043456,1,166);
CREATE TABLE fact (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "fact" VALUES('site_id','cafe');
INSERT INTO "fact" VALUES('created','1793527200');
INSERT INTO "fact" VALUES('share_key','5e789642516e3800d6e2eb92511fc37c5b9f16a2bc61f785c449304038c8182b');
INSERT INTO "fact" VALUES('full','[]');
INSERT INTO "fact" VALUES('first_import','1795984298');
INSERT INTO "fact" VALUES('share_hosts','turquie2023.com
nouvelles2023.example');
INSERT INTO "fact" VALUES('listed','1795984392');
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
	refusal TEXT, 
	PRIMARY KEY (number), 
	UNIQUE (folder, path)
);
INSERT INTO "file" VALUES(1,'seeds','000_d3fdd29dd78439c4.txt',1,2081,1793613600000000000,'7f37a4b7a1abe0b89213efe6e149b707','8c428530fb048b85','343570f6e998',1,NULL,NULL);
INSERT INTO "file" VALUES(2,'seeds','001_9f86a66efe6ffff1.txt',1,1719,1793613600000000000,'67525788288db43827476d8458a94e29','8c428530fb048b85','343570f6e998',2,NULL,NULL);
INSERT INTO "file" VALUES(3,'seeds','002_af74d8b37631301c.txt',1,1205,1793527200000000000,'17e595cb86374b624a020921ae7246a9','8c428530fb048b85','343570f6e998',3,NULL,NULL);
INSERT INTO "file" VALUES(4,'seeds','003_7e521bfb40d56534.txt',1,1400,1793527200000000000,'c2cdc38e0794f0974891de2291b103e6','8c428530fb048b85','343570f6e998',4,NULL,NULL);
INSERT INTO "file" VALUES(5,'seeds','004_2e69a46e60c24bf2.txt',1,1532,1793527200000000000,'8919a26219d37caf3c468ce013228d35','8c428530fb048b85','343570f6e998',5,NULL,NULL);
INSERT INTO "file" VALUES(6,'seeds','005_be85925257e3e022.txt',1,1299,1793527200000000000,'f2bd0c3fe69bbb3da9eb599f516a2a94','8c428530fb048b85','343570f6e998',6,NULL,NULL);
INSERT INTO "file" VALUES(7,'seeds','006_5888f3e9a6578b5d.txt',1,1476,1793527200000000000,'448c32c50cc1c9a364f3a485360f5e6d','8c428530fb048b85','343570f6e998',7,NULL,NULL);
INSERT INTO "file" VALUES(8,'seeds','007_f930b05a782c6743.txt',0,1238,0,'b72172f717b631f1df11cbf7fe5d736e','8c428530fb048b85','343570f6e998',8,NULL,NULL);
INSERT INTO "file" VALUES(9,'seeds','later.txt',1,159,1793613600000000000,'fb8f65f3a4c7cff3bb62028a30fdfec0','8c428530fb048b85','343570f6e998',9,NULL,NULL);
INSERT INTO "file" VALUES(10,'seeds','twice.txt',1,135,1793613600000000000,'e3ce4bbcb4f1d079fca733d81b262fe8','8c428530fb048b85','343570f6e998',10,NULL,NULL);
INSERT INTO "file" VALUES(11,'seeds','unprinted.txt',1,121,1793613600000000000,'f425db2906e566e8cc0d049cd123f707','8c428530fb048b85','343570f6e998',11,NULL,NULL);
CREATE TABLE folder (
	name TEXT NOT NULL, 
	root TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "folder" VALUES('seeds','/srv/news/seeds');
CREATE TABLE hub (
	url TEXT NOT NULL, 
	second BIGINT NOT NULL, 
	failures INTEGER NOT NULL, 
	due BIGINT NOT NULL, 
	PRIMARY KEY (url)
)
 WITHOUT ROWID

;
CREATE TABLE identity (
	"key" TEXT NOT NULL, 
	entry INTEGER NOT NULL, 
	PRIMARY KEY ("key")
)
 WITHOUT ROWID

;
INSERT INTO "identity" VALUES('path:cafe/seeds/000_d3fdd29dd78439c4.txt',1);
INSERT INTO "identity" VALUES('share:turquie2023.com/6Y5jLH',1);
INSERT INTO "identity" VALUES('path:cafe/seeds/001_9f86a66efe6ffff1.txt',2);
INSERT INTO "identity" VALUES('share:turquie2023.com/ys1FJO',2);
INSERT INTO "identity" VALUES('path:cafe/seeds/002_af74d8b37631301c.txt',3);
INSERT INTO "identity" VALUES('share:turquie2023.com/Ih3kcV',3);
INSERT INTO "identity" VALUES('path:cafe/seeds/003_7e521bfb40d56534.txt',4);
INSERT INTO "identity" VALUES('share:turquie2023.com/soFH5P',4);
INSERT INTO "identity" VALUES('path:cafe/seeds/004_2e69a46e60c24bf2.txt',5);
INSERT INTO "identity" VALUES('share:turquie2023.com/q5QZ15',5);
INSERT INTO "identity" VALUES('path:cafe/seeds/005_be85925257e3e022.txt',6);
INSERT INTO "identity" VALUES('share:turquie2023.com/V2FUkd',6);
INSERT INTO "identity" VALUES('path:cafe/seeds/006_5888f3e9a6578b5d.txt',7);
INSERT INTO "identity" VALUES('share:turquie2023.com/IysPc1',7);
INSERT INTO "identity" VALUES('path:cafe/seeds/007_f930b05a782c6743.txt',8);
INSERT INTO "identity" VALUES('share:nouvelles2023.example/IWUU3p',8);
INSERT INTO "identity" VALUES('path:cafe/seeds/later.txt',9);
INSERT INTO "identity" VALUES('share:turquie2023.com/LaTer1',9);
INSERT INTO "identity" VALUES('path:cafe/seeds/twice.txt',10);
INSERT INTO "identity" VALUES('path:cafe/seeds/unprinted.txt',11);
CREATE TABLE member (
	facet INTEGER NOT NULL, 
	place BIGINT NOT NULL, 
	entry INTEGER NOT NULL, 
	PRIMARY KEY (facet, place)
)
 WITHOUT ROWID

;
INSERT INTO "member" VALUES(1,4503612512272384,4);
INSERT INTO "member" VALUES(1,4503621102206976,2);
INSERT INTO "member" VALUES(1,4503633987108864,1);
INSERT INTO "member" VALUES(2,4503633987108864,1);
INSERT INTO "member" VALUES(3,4503633987108864,1);
INSERT INTO "member" VALUES(4,4503603922337792,6);
INSERT INTO "member" VALUES(4,4503612512272384,4);
INSERT INTO "member" VALUES(4,4503621102206976,2);
INSERT INTO "member" VALUES(4,4503625397174272,7);
INSERT INTO "member" VALUES(4,4503633987108864,1);
INSERT INTO "member" VALUES(5,4503633987108864,1);
INSERT INTO "member" VALUES(6,4503625397174272,7);
INSERT INTO "member" VALUES(6,4503638282076160,10);
INSERT INTO "member" VALUES(6,4503642577043456,11);
INSERT INTO "member" VALUES(7,4503603922337792,6);
INSERT INTO "member" VALUES(8,4503612512272384,4);
INSERT INTO "member" VALUES(9,4503621102206976,2);
INSERT INTO "member" VALUES(10,4503621102206976,2);
INSERT INTO "member" VALUES(11,4503603922337792,6);
INSERT INTO "member" VALUES(12,4503603922337792,6);
INSERT INTO "member" VALUES(14,4503621102206976,2);
INSERT INTO "member" VALUES(14,4503625397174272,7);
INSERT INTO "member" VALUES(16,4503603922337792,6);
INSERT INTO "member" VALUES(19,4503603922337792,6);
INSERT INTO "member" VALUES(19,4503612512272384,4);
INSERT INTO "member" VALUES(19,4503621102206976,2);
INSERT INTO "member" VALUES(19,4503625397174272,7);
INSERT INTO "member" VALUES(19,4503633987108864,1);
INSERT INTO "member" VALUES(19,4503638282076160,10);
INSERT INTO "member" VALUES(19,4503642577043456,11);
INSERT INTO "member" VALUES(21,4503603922337792,6);
INSERT INTO "member" VALUES(22,4503612512272384,4);
INSERT INTO "member" VALUES(23,4503621102206976,2);
INSERT INTO "member" VALUES(23,4503625397174272,7);
INSERT INTO "member" VALUES(23,4503633987108864,1);
INSERT INTO "member" VALUES(23,4503638282076160,10);
INSERT INTO "member" VALUES(25,4503642577043456,11);
CREATE TABLE mention (
	host TEXT NOT NULL, 
	code TEXT NOT NULL, 
	entry INTEGER NOT NULL, 
	PRIMARY KEY (host, code, entry)
)
 WITHOUT ROWID

;
CREATE TABLE movement (
	facet INTEGER NOT NULL, 
	place BIGINT NOT NULL, 
	second BIGINT NOT NULL, 
	joined SMALLINT NOT NULL, 
	PRIMARY KEY (facet, place, second)
)
 WITHOUT ROWID

;
INSERT INTO "movement" VALUES(1,4503608217305088,1795984347,0);
INSERT INTO "movement" VALUES(1,4503612512272384,1795984362,0);
INSERT INTO "movement" VALUES(1,4503612512272384,1795984370,1);
INSERT INTO "movement" VALUES(1,4503616807239680,1795984354,0);
INSERT INTO "movement" VALUES(4,4503608217305088,1795984347,0);
INSERT INTO "movement" VALUES(4,4503612512272384,1795984362,0);
INSERT INTO "movement" VALUES(4,4503612512272384,1795984370,1);
INSERT INTO "movement" VALUES(4,4503616807239680,1795984354,0);
INSERT INTO "movement" VALUES(6,4503629692141568,1795984392,0);
INSERT INTO "movement" VALUES(8,4503612512272384,1795984362,0);
INSERT INTO "movement" VALUES(8,4503612512272384,1795984370,1);
INSERT INTO "movement" VALUES(13,4503608217305088,1795984347,0);
INSERT INTO "movement" VALUES(13,4503629692141568,1795984392,0);
INSERT INTO "movement" VALUES(15,4503616807239680,1795984354,0);
INSERT INTO "movement" VALUES(17,4503616807239680,1795984354,0);
INSERT INTO "movement" VALUES(18,4503616807239680,1795984354,0);
INSERT INTO "movement" VALUES(19,4503608217305088,1795984347,0);
INSERT INTO "movement" VALUES(19,4503612512272384,1795984362,0);
INSERT INTO "movement" VALUES(19,4503612512272384,1795984370,1);
INSERT INTO "movement" VALUES(19,4503616807239680,1795984354,0);
INSERT INTO "movement" VALUES(19,4503629692141568,1795984392,0);
INSERT INTO "movement" VALUES(20,4503616807239680,1795984354,0);
INSERT INTO "movement" VALUES(22,4503612512272384,1795984362,0);
INSERT INTO "movement" VALUES(22,4503612512272384,1795984370,1);
INSERT INTO "movement" VALUES(23,4503629692141568,1795984392,0);
INSERT INTO "movement" VALUES(24,4503608217305088,1795984347,0);
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
CREATE TABLE share (
	host TEXT NOT NULL, 
	code TEXT NOT NULL, 
	entry INTEGER NOT NULL, 
	folded TEXT NOT NULL, kind SMALLINT DEFAULT '0' NOT NULL, second BIGINT DEFAULT '0' NOT NULL, 
	PRIMARY KEY (host, code, entry)
)
 WITHOUT ROWID

;
INSERT INTO "share" VALUES('','rcwkjtv',11,'rcwkjtv',1,1795984339);
INSERT INTO "share" VALUES('','the-crossing',1,'the-crossing',2,1795984380);
INSERT INTO "share" VALUES('nouvelles2023.example','IWUU3p',8,'iwuu3p',0,1795984298);
INSERT INTO "share" VALUES('turquie2023.com','6Y5jLH',1,'6y5jlh',0,1795984297);
INSERT INTO "share" VALUES('turquie2023.com','Ih3kcV',3,'ih3kcv',0,1795984298);
INSERT INTO "share" VALUES('turquie2023.com','IysPc1',7,'iyspc1',0,1795984298);
INSERT INTO "share" VALUES('turquie2023.com','LaTer1',9,'later1',0,1795984339);
INSERT INTO "share" VALUES('turquie2023.com','V2FUkd',6,'v2fukd',0,1795984298);
INSERT INTO "share" VALUES('turquie2023.com','q5QZ15',5,'q5qz15',0,1795984298);
INSERT INTO "share" VALUES('turquie2023.com','soFH5P',4,'sofh5p',0,1795984298);
INSERT INTO "share" VALUES('turquie2023.com','ys1FJO',2,'ys1fjo',0,1795984298);
INSERT INTO "share" VALUES('turquie2023.com','ys1FJO',10,'ys1fjo',0,1795984339);
CREATE TABLE tick (
	id INTEGER NOT NULL, 
	version BIGINT NOT NULL, 
	second BIGINT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "tick" VALUES(1,11,1795984392);
CREATE TABLE topic (
	facet INTEGER NOT NULL, 
	asked BIGINT NOT NULL, 
	PRIMARY KEY (facet)
);
CREATE INDEX entry_by_date ON entry (published, place);
CREATE INDEX ix_file_digest ON file (digest);
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
INSERT INTO "click" VALUES('turquie2023.com','6Y5jLH',20786,0,2);
COMMIT;
