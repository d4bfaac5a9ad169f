-- What was known before. A changed or deleted fact leaves its old version in sonar_geschiedenis; a
-- forgotten person leaves versions of nobody there.

CREATE OR REPLACE FUNCTION sonar_boek() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.geboekt_op := sonar_boekmoment();
    RETURN NEW;
END $$;

-- These write as the owner of the tables: the application may only read the history. To add a row
-- costs one comparison, so bulk stays bulk.
CREATE OR REPLACE FUNCTION sonar_inschrijving_bewaar() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    nu timestamptz := sonar_boekmoment();
BEGIN
    -- This transaction began before the one that wrote the row, and came here after it.
    IF nu < OLD.geboekt_op THEN nu := clock_timestamp(); END IF;
    -- Nobody ever knew what a transaction made and changed itself.
    IF nu > OLD.geboekt_op THEN
        INSERT INTO sonar_geschiedenis (soort, feit, bsn_zoeksleutel, gemeente_id, organisatie_id,
            grondslag, ingangsdatum, einddatum, geboekt_op, vervallen_op)
        SELECT 'inschrijving', OLD.id, bsn_zoeksleutel, OLD.gemeente_id, OLD.organisatie_id, '',
            OLD.ingangsdatum, OLD.einddatum, OLD.geboekt_op, nu
        FROM sonar_werkzoekende
        WHERE id = OLD.werkzoekende_id;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    NEW.geboekt_op := nu;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER boek BEFORE INSERT ON sonar_inschrijving FOR EACH ROW
    WHEN (NEW.geboekt_op IS DISTINCT FROM sonar_boekmoment())
    EXECUTE FUNCTION sonar_boek();
CREATE OR REPLACE TRIGGER bewaar_versie BEFORE UPDATE ON sonar_inschrijving FOR EACH ROW
    WHEN (OLD.werkzoekende_id IS DISTINCT FROM NEW.werkzoekende_id
        OR OLD.gemeente_id IS DISTINCT FROM NEW.gemeente_id
        OR OLD.organisatie_id IS DISTINCT FROM NEW.organisatie_id
        OR OLD.ingangsdatum IS DISTINCT FROM NEW.ingangsdatum
        OR OLD.einddatum IS DISTINCT FROM NEW.einddatum
        OR OLD.geboekt_op IS DISTINCT FROM NEW.geboekt_op)
    EXECUTE FUNCTION sonar_inschrijving_bewaar();
CREATE OR REPLACE TRIGGER bewaar_weg BEFORE DELETE ON sonar_inschrijving FOR EACH ROW
    EXECUTE FUNCTION sonar_inschrijving_bewaar();

CREATE OR REPLACE FUNCTION sonar_doelgroepregistratie_bewaar() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    nu timestamptz := sonar_boekmoment();
BEGIN
    -- This transaction began before the one that wrote the row, and came here after it.
    IF nu < OLD.geboekt_op THEN nu := clock_timestamp(); END IF;
    -- Nobody ever knew what a transaction made and changed itself.
    IF nu > OLD.geboekt_op THEN
        INSERT INTO sonar_geschiedenis (soort, feit, bsn_zoeksleutel, gemeente_id, organisatie_id,
            grondslag, ingangsdatum, einddatum, geboekt_op, vervallen_op)
        SELECT 'doelgroep', OLD.id, OLD.bsn_zoeksleutel, OLD.gemeente_id, NULL, OLD.grondslag,
            OLD.ingangsdatum, OLD.einddatum, OLD.geboekt_op, nu;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    NEW.geboekt_op := nu;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER boek BEFORE INSERT ON sonar_doelgroepregistratie FOR EACH ROW
    WHEN (NEW.geboekt_op IS DISTINCT FROM sonar_boekmoment())
    EXECUTE FUNCTION sonar_boek();
CREATE OR REPLACE TRIGGER bewaar_versie BEFORE UPDATE ON sonar_doelgroepregistratie FOR EACH ROW
    WHEN (OLD.bsn_zoeksleutel IS DISTINCT FROM NEW.bsn_zoeksleutel
        OR OLD.gemeente_id IS DISTINCT FROM NEW.gemeente_id
        OR OLD.grondslag IS DISTINCT FROM NEW.grondslag
        OR OLD.ingangsdatum IS DISTINCT FROM NEW.ingangsdatum
        OR OLD.einddatum IS DISTINCT FROM NEW.einddatum
        OR OLD.geboekt_op IS DISTINCT FROM NEW.geboekt_op)
    EXECUTE FUNCTION sonar_doelgroepregistratie_bewaar();
CREATE OR REPLACE TRIGGER bewaar_weg BEFORE DELETE ON sonar_doelgroepregistratie FOR EACH ROW
    EXECUTE FUNCTION sonar_doelgroepregistratie_bewaar();

CREATE OR REPLACE FUNCTION sonar_vaststelling_bewaar() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    nu timestamptz := sonar_boekmoment();
BEGIN
    -- This transaction began before the one that wrote the row, and came here after it.
    IF nu < OLD.geboekt_op THEN nu := clock_timestamp(); END IF;
    -- Nobody ever knew what a transaction made and changed itself.
    IF nu > OLD.geboekt_op THEN
        INSERT INTO sonar_geschiedenis (soort, feit, bsn_zoeksleutel, gemeente_id, organisatie_id,
            grondslag, ingangsdatum, einddatum, geboekt_op, vervallen_op)
        SELECT 'vaststelling', OLD.id, w.bsn_zoeksleutel, NULL, NULL, '',
            OLD.ingangsdatum, OLD.einddatum, OLD.geboekt_op, nu
        FROM sonar_klantprofiel k JOIN sonar_werkzoekende w ON w.id = k.werkzoekende_id
        WHERE k.id = OLD.klantprofiel_id;
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    NEW.geboekt_op := nu;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER boek BEFORE INSERT ON sonar_vaststelling FOR EACH ROW
    WHEN (NEW.geboekt_op IS DISTINCT FROM sonar_boekmoment())
    EXECUTE FUNCTION sonar_boek();
CREATE OR REPLACE TRIGGER bewaar_versie BEFORE UPDATE ON sonar_vaststelling FOR EACH ROW
    WHEN (OLD.klantprofiel_id IS DISTINCT FROM NEW.klantprofiel_id
        OR OLD.ingangsdatum IS DISTINCT FROM NEW.ingangsdatum
        OR OLD.einddatum IS DISTINCT FROM NEW.einddatum
        OR OLD.geboekt_op IS DISTINCT FROM NEW.geboekt_op)
    EXECUTE FUNCTION sonar_vaststelling_bewaar();
CREATE OR REPLACE TRIGGER bewaar_weg BEFORE DELETE ON sonar_vaststelling FOR EACH ROW
    EXECUTE FUNCTION sonar_vaststelling_bewaar();

CREATE OR REPLACE FUNCTION sonar_werkzoekende_vergeet() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    niemand uuid := gen_random_uuid();
BEGIN
    UPDATE sonar_geschiedenis SET bsn_zoeksleutel = niemand, grondslag = '', feit = 0
    WHERE bsn_zoeksleutel = OLD.bsn_zoeksleutel;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER vergeet AFTER DELETE ON sonar_werkzoekende
    FOR EACH ROW EXECUTE FUNCTION sonar_werkzoekende_vergeet();

-- A person's corrections go with the person: what was known under the wrong number is then of nobody.
-- What stood in the register under that number may be of somebody else. Those rows go on counting.
CREATE OR REPLACE FUNCTION sonar_bsncorrectie_vergeet() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    niemand uuid := gen_random_uuid();
BEGIN
    UPDATE sonar_geschiedenis SET feit = 0, grondslag = '',
        bsn_zoeksleutel = CASE WHEN OLD.register_mee THEN niemand ELSE bsn_zoeksleutel END
    WHERE bsn_zoeksleutel = OLD.vorige_zoeksleutel AND vervallen_op <= OLD.besloten_op
      AND (soort <> 'doelgroep' OR OLD.register_mee);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER vergeet AFTER DELETE ON sonar_bsncorrectie
    FOR EACH ROW WHEN (OLD.vorige_zoeksleutel IS NOT NULL)
    EXECUTE FUNCTION sonar_bsncorrectie_vergeet();
