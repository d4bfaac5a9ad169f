-- A country of people: registered, in the register, with profiles; medewerkers, vacatures.
CREATE TEMPORARY TABLE dienst AS
  SELECT row_number() OVER (ORDER BY g.code) - 1 AS nummer, g.code AS gemeente,
         g.arbeidsmarktregio_id AS regio, o.id AS organisatie
  FROM sonar_gemeente g JOIN sonar_organisatie o ON o.gemeente_id = g.code;
CREATE TEMPORARY TABLE manager AS
  SELECT m.id, m.organisatie_id, m.arbeidsmarktregio_id AS regio,
         row_number() OVER plek - 1 AS nummer, count(*) OVER (PARTITION BY m.organisatie_id,
         m.arbeidsmarktregio_id) AS aantal
  FROM sonar_medewerker m WHERE m.rol = 'klantmanager'
  WINDOW plek AS (PARTITION BY m.organisatie_id, m.arbeidsmarktregio_id ORDER BY m.id);
CREATE TEMPORARY TABLE uwv AS SELECT id FROM sonar_organisatie WHERE soort = 'uwv';
INSERT INTO sonar_werkzoekende (id, bsn_versleuteld, bsn_zoeksleutel, voornamen, voorvoegsel,
    achternaam, geboortedatum, geslacht, straat, huisnummer, toevoeging, postcode, plaats, telefoon,
    email, afgeschermd)
  SELECT n, '\x00'::bytea, gen_random_uuid(), 'Voornaam' || n %% 900, '',
    'Achternaam' || (n * 7919) %% 40000, date '1955-01-01' + (n * 104729 %% 18000)::int, '1',
    'Straat', 1 + n %% 200, '', 1000 + n %% 9000 || 'AB', 'Plaats', '', '', n %% 1000 = 0
  FROM generate_series(1::bigint, %(klanten)s) n;
INSERT INTO sonar_inschrijving (werkzoekende_id, organisatie_id, gemeente_id, klantmanager_id,
    ingangsdatum, einddatum)
  SELECT w.id, wie.id, d.gemeente, m.id, date '2019-01-01',
    CASE WHEN w.id %% 10 = 0 THEN date '2022-01-01' END
  FROM sonar_werkzoekende w
  JOIN dienst d ON d.nummer = w.id %% (SELECT count(*) FROM dienst)
  JOIN sonar_organisatie wie ON wie.id = CASE WHEN w.id %% 3 = 1 THEN (SELECT id FROM uwv)
       ELSE d.organisatie END
  LEFT JOIN manager m ON m.organisatie_id = wie.id AND m.regio = d.regio
       AND m.nummer = (w.id / (SELECT count(*) FROM dienst)) %% m.aantal;
INSERT INTO sonar_doelgroepregistratie (bsn_zoeksleutel, gemeente_id, grondslag, ingangsdatum)
  SELECT w.bsn_zoeksleutel, i.gemeente_id, 'wajong', date '2018-01-01'
  FROM sonar_werkzoekende w JOIN sonar_inschrijving i ON i.werkzoekende_id = w.id;
INSERT INTO sonar_klantprofiel (werkzoekende_id, kandidaatnummer, uren_min, uren_max, reisafstand,
    vervoermiddelen, rijbewijzen, toelichting, besproken_op)
  SELECT id, gen_random_uuid(), 16, 24, '3', '{}', '{}', '',
    CASE WHEN id %% 8 <> 2 THEN current_date - 30 END FROM sonar_werkzoekende
  WHERE id %% 4 > 0;
INSERT INTO sonar_vaststelling (klantprofiel_id, ingangsdatum, vastgesteld_door_id)
  SELECT k.id, date '2020-01-01', (SELECT min(id) FROM sonar_medewerker)
  FROM sonar_klantprofiel k WHERE k.werkzoekende_id %% 2 = 0;
INSERT INTO sonar_vacature (titel, werkgever, arbeidsmarktregio_id, ingevoerd_door_id, uren_min,
    uren_max, opleidingsniveau, stand)
  SELECT 'Vakkenvuller', 'Winkel', m.arbeidsmarktregio_id, m.id, 16, 32, '', 'open'
  FROM sonar_medewerker m, generate_series(1, 10) WHERE m.rol = 'adviseur';
INSERT INTO sonar_voordracht (vacature_id, werkzoekende_id, medewerker_id, akkoord_op,
    voorgedragen_op, stand, afwijsreden)
  SELECT v.id, w.werkzoekende_id, v.ingevoerd_door_id, '2026-11-01', '2026-11-02', 'voorgedragen',
    ''
  FROM sonar_vacature v CROSS JOIN LATERAL (
    SELECT i.werkzoekende_id FROM sonar_inschrijving i JOIN sonar_gemeente g ON g.code =
    i.gemeente_id WHERE g.arbeidsmarktregio_id = v.arbeidsmarktregio_id AND i.werkzoekende_id
    %% 4 = 2 AND i.einddatum IS NULL OFFSET v.id %% 50 LIMIT 5) w;
