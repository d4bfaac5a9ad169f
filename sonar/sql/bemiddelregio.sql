-- A profile carries the region of its person's latest registration. Whichever of the two is written,
-- the database keeps them the same. Saving an old form does not bring an old region back.

-- The plan of a trigger is made once a session. Made while the tables were empty, it read all of
-- them for every row: a national load took hours. Hence the settings: from an index, always.
CREATE OR REPLACE FUNCTION sonar_regio_van(persoon bigint) RETURNS varchar LANGUAGE sql STABLE
SET search_path = public, pg_temp
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
    SELECT g.arbeidsmarktregio_id FROM sonar_inschrijving i
    JOIN sonar_gemeente g ON g.code = i.gemeente_id
    WHERE i.werkzoekende_id = persoon ORDER BY i.ingangsdatum DESC LIMIT 1
$$;

CREATE OR REPLACE FUNCTION sonar_klantprofiel_regio() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        -- Wait for a transfer that is being written; after that it is seen.
        PERFORM FROM sonar_inschrijving
        WHERE werkzoekende_id = NEW.werkzoekende_id AND einddatum IS NULL FOR SHARE;
    END IF;
    NEW.bemiddelregio_id := sonar_regio_van(NEW.werkzoekende_id);
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER regio_nieuw BEFORE INSERT ON sonar_klantprofiel
    FOR EACH ROW EXECUTE FUNCTION sonar_klantprofiel_regio();
CREATE OR REPLACE TRIGGER regio_blijft BEFORE UPDATE ON sonar_klantprofiel
    FOR EACH ROW WHEN (NEW.bemiddelregio_id IS DISTINCT FROM OLD.bemiddelregio_id)
    EXECUTE FUNCTION sonar_klantprofiel_regio();

-- Once a statement, not once a row: a national load costs one look.
CREATE OR REPLACE FUNCTION sonar_inschrijving_regio() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE sonar_klantprofiel k SET bemiddelregio_id = nu.bemiddelregio_id
    FROM (SELECT p.id, sonar_regio_van(p.werkzoekende_id) AS bemiddelregio_id FROM sonar_klantprofiel p
          WHERE p.werkzoekende_id IN (SELECT werkzoekende_id FROM gewijzigd)) nu
    WHERE nu.id = k.id AND nu.bemiddelregio_id IS DISTINCT FROM k.bemiddelregio_id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER regio_bij AFTER INSERT ON sonar_inschrijving
    REFERENCING NEW TABLE AS gewijzigd FOR EACH STATEMENT EXECUTE FUNCTION sonar_inschrijving_regio();
CREATE OR REPLACE TRIGGER regio_anders AFTER UPDATE ON sonar_inschrijving
    REFERENCING NEW TABLE AS gewijzigd FOR EACH STATEMENT EXECUTE FUNCTION sonar_inschrijving_regio();
CREATE OR REPLACE TRIGGER regio_weg AFTER DELETE ON sonar_inschrijving
    REFERENCING OLD TABLE AS gewijzigd FOR EACH STATEMENT EXECUTE FUNCTION sonar_inschrijving_regio();

CREATE OR REPLACE FUNCTION sonar_gemeente_regio() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE sonar_klantprofiel SET bemiddelregio_id = NEW.arbeidsmarktregio_id
    WHERE bemiddelregio_id = OLD.arbeidsmarktregio_id
      AND werkzoekende_id IN (
        SELECT werkzoekende_id FROM sonar_inschrijving WHERE gemeente_id = NEW.code);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER regio_van_gemeente AFTER UPDATE ON sonar_gemeente
    FOR EACH ROW WHEN (NEW.arbeidsmarktregio_id IS DISTINCT FROM OLD.arbeidsmarktregio_id)
    EXECUTE FUNCTION sonar_gemeente_regio();
