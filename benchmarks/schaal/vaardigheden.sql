-- What a profile says, for who is seen by employers; a thousand vacatures that ask something.
CREATE TEMPORARY TABLE woord AS
  SELECT code, row_number() OVER (ORDER BY code) - 1 AS nummer, count(*) OVER () AS aantal
  FROM sonar_vaardigheid;
INSERT INTO sonar_klantprofiel_vaardigheden (klantprofiel_id, vaardigheid_id)
  SELECT DISTINCT k.id, w.code FROM sonar_klantprofiel k
  CROSS JOIN generate_series(1, 4) n
  JOIN woord w ON w.nummer = (hashint8(k.id * 7 + n)::bigint & 2147483647) % w.aantal
  WHERE k.werkzoekende_id % 2 = 0;
INSERT INTO sonar_klantprofiel_sectoren (klantprofiel_id, sector_id)
  SELECT k.id, CASE WHEN k.id % 3 = 0 THEN '47' ELSE '81' END FROM sonar_klantprofiel k
  WHERE k.werkzoekende_id % 2 = 0;
INSERT INTO sonar_opleiding (klantprofiel_id, niveau, naam, status, diploma)
  SELECT k.id, (1 + k.id % 4)::text, '', '1', false FROM sonar_klantprofiel k
  WHERE k.werkzoekende_id % 2 = 0;
INSERT INTO sonar_vacature_vereist (vacature_id, vaardigheid_id)
  SELECT v.id, w.code FROM sonar_vacature v
  JOIN woord w ON w.nummer IN (v.id % 20, 20 + v.id % 9);
INSERT INTO sonar_vacature_gewenst (vacature_id, vaardigheid_id)
  SELECT v.id, w.code FROM sonar_vacature v JOIN woord w ON w.nummer = 40 + v.id % 9;
INSERT INTO sonar_vacature_sectoren (vacature_id, sector_id) SELECT id, '47' FROM sonar_vacature;
