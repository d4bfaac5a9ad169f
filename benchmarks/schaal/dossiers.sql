-- What is done with clients, what a profile said before, and what employers asked.
INSERT INTO sonar_klantprofiel_taaksoorten (klantprofiel_id, taaksoort_id)
  SELECT id, (SELECT min(code) FROM sonar_taaksoort) FROM sonar_klantprofiel
  WHERE werkzoekende_id %% 2 = 0;
INSERT INTO sonar_klantprofiel_affiniteiten (klantprofiel_id, affiniteit_id)
  SELECT id, (SELECT min(code) FROM sonar_affiniteit) FROM sonar_klantprofiel
  WHERE werkzoekende_id %% 2 = 0;
INSERT INTO sonar_competentiebeheersing (klantprofiel_id, competentie_id, beheersing)
  SELECT k.id, c.code, '1' FROM sonar_klantprofiel k
  CROSS JOIN (SELECT code FROM sonar_competentie ORDER BY code LIMIT 3) c
  WHERE k.werkzoekende_id %% 2 = 0;
INSERT INTO sonar_traject (werkzoekende_id, organisatie_id, doel, status, ingangsdatum, einddatum,
    resultaat)
  SELECT werkzoekende_id, organisatie_id, 'Werken in een winkel',
    CASE WHEN werkzoekende_id %% 2 = 0 THEN 'actief' ELSE 'uitgevoerd' END, current_date - 400,
    CASE WHEN werkzoekende_id %% 2 = 1 THEN current_date - 40 END, 'werk'
  FROM sonar_inschrijving WHERE werkzoekende_id %% 3 > 0;
INSERT INTO sonar_activiteit (traject_id, soort, omschrijving, status, ingangsdatum, einddatum)
  SELECT t.id, (ARRAY['training', 'jobcoaching'])[n], '', 'actief', current_date - 90, NULL
  FROM sonar_traject t, generate_series(1, 2) n;
INSERT INTO sonar_contactmoment (werkzoekende_id, medewerker_id, datum, wijze, verslag)
  SELECT werkzoekende_id, klantmanager_id, current_date - 20 * n, 'gesprek', 'Gesproken over werk.'
  FROM sonar_inschrijving, generate_series(1, 3) n
  WHERE klantmanager_id IS NOT NULL AND werkzoekende_id %% 2 = 0;
INSERT INTO sonar_plaatsing (werkzoekende_id, organisatie_id, werkgever, functie, uren_per_week,
    ingangsdatum)
  SELECT werkzoekende_id, organisatie_id, 'Winkel', '', 20, current_date - 50
  FROM sonar_inschrijving WHERE werkzoekende_id %% 8 = 0;
INSERT INTO sonar_profielversie (klantprofiel_id, nummer, moment, medewerker_id, inhoud)
  SELECT k.id, n, now() - n * interval '1 day', (SELECT min(id) FROM sonar_medewerker),
    jsonb_build_object('vaardigheden', 'vakken vullen; inpakken', 'uren', (20 + n)::text)
  FROM sonar_klantprofiel k, generate_series(1, 2) n WHERE k.werkzoekende_id %% 4 = 0;
INSERT INTO kandidatenverkenner_contactverzoek (werkgever_id, account_id, kandidaat, zoekvraag,
    regio, vacature, bericht, ingediend_op, uiterlijk_op, stand, beantwoord_op)
  SELECT %(werkgever)s, (SELECT min(id) FROM auth_user),
    k.kandidaatnummer, '', k.bemiddelregio_id, 'Vakkenvuller', '', now() - interval '1 day',
    current_date + 1, CASE WHEN n < 40 THEN 'ingediend' ELSE 'wil-niet' END,
    CASE WHEN n >= 40 THEN now() END
  FROM (SELECT kandidaatnummer, bemiddelregio_id, row_number() OVER (PARTITION BY bemiddelregio_id
    ORDER BY id) n FROM sonar_klantprofiel WHERE werkzoekende_id %% 4 = 2) k WHERE n <= 200;
