-- The projection sonar_telkenmerk: what is counted of a person beside where and with whom, as it is now
-- and as it was known before.

-- The definition: what is so now. Part of the question that asks it.
CREATE OR REPLACE FUNCTION sonar_telkenmerken(wie bigint[]) RETURNS TABLE (
    werkzoekende_id bigint, geboortedatum date, met_profiel boolean, niveau varchar,
    sectoren varchar[], beschikbaar_vanaf date) LANGUAGE sql STABLE AS $$
SELECT w.id, w.geboortedatum, k.id IS NOT NULL,
    -- 'anders' is the lowest
    coalesce((SELECT max(CASE op.niveau WHEN '9' THEN '0' ELSE op.niveau END)
        FROM sonar_opleiding op WHERE op.klantprofiel_id = k.id), ''),
    coalesce((SELECT array_agg(ks.sector_id ORDER BY ks.sector_id)
        FROM sonar_klantprofiel_sectoren ks WHERE ks.klantprofiel_id = k.id), '{}'),
    k.beschikbaar_vanaf
FROM sonar_werkzoekende w LEFT JOIN sonar_klantprofiel k ON k.werkzoekende_id = w.id
WHERE wie IS NULL OR w.id = ANY(wie)
$$;

-- What changed gets an end, what is new a begin. Nobody ever knew what a transaction made and changed
-- itself, so that goes.
CREATE OR REPLACE FUNCTION sonar_telkenmerken_bij(wie bigint[]) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp SET work_mem = '64MB' AS $$
DECLARE
    nu timestamptz := sonar_boekmoment();
    later boolean;
BEGIN
    PERFORM sonar_projection_lock('sonar_telkenmerk', wie);
    -- This transaction began before the one that wrote such a row, and came here after it.
    EXECUTE 'SELECT EXISTS (SELECT FROM sonar_telkenmerk WHERE geboekt_op > $2
        AND ($1 IS NULL OR werkzoekende_id = ANY($1)))' INTO later USING wie, nu;
    IF later THEN nu := clock_timestamp(); END IF;
    EXECUTE 'WITH anders AS (
        SELECT t.id, t.geboekt_op FROM sonar_telkenmerk t JOIN sonar_telkenmerken($1) k
            ON k.werkzoekende_id = t.werkzoekende_id
        WHERE t.vervallen_op IS NULL AND ($1 IS NULL OR t.werkzoekende_id = ANY($1))
          AND (t.geboortedatum, t.met_profiel, t.niveau, t.sectoren, t.beschikbaar_vanaf)
            IS DISTINCT FROM
            (k.geboortedatum, k.met_profiel, k.niveau, k.sectoren, k.beschikbaar_vanaf)),
    weg AS (DELETE FROM sonar_telkenmerk WHERE id IN (SELECT id FROM anders WHERE geboekt_op >= $2))
    UPDATE sonar_telkenmerk SET vervallen_op = $2
    WHERE id IN (SELECT id FROM anders WHERE geboekt_op < $2)' USING wie, nu;
    EXECUTE 'INSERT INTO sonar_telkenmerk (werkzoekende_id, geboortedatum, met_profiel, niveau,
            sectoren, beschikbaar_vanaf, geboekt_op)
        SELECT k.*, $2 FROM sonar_telkenmerken($1) k WHERE NOT EXISTS (
            SELECT FROM sonar_telkenmerk t
            WHERE t.werkzoekende_id = k.werkzoekende_id AND t.vervallen_op IS NULL)
        ORDER BY 1' USING wie, nu;
END $$;
REVOKE EXECUTE ON FUNCTION sonar_telkenmerken_bij(bigint[]) FROM PUBLIC;

CREATE OR REPLACE TRIGGER telkenmerk_bij AFTER INSERT ON sonar_werkzoekende
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telkenmerken', 'r.id',
        '', 'geboortedatum');
CREATE OR REPLACE TRIGGER telkenmerk_anders AFTER UPDATE ON sonar_werkzoekende
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telkenmerken', 'r.id',
        '', 'geboortedatum');
CREATE OR REPLACE TRIGGER telkenmerk_bij AFTER INSERT ON sonar_klantprofiel
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telkenmerken', 'r.werkzoekende_id',
        '', 'werkzoekende_id, beschikbaar_vanaf');
CREATE OR REPLACE TRIGGER telkenmerk_anders AFTER UPDATE ON sonar_klantprofiel
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telkenmerken', 'r.werkzoekende_id',
        '', 'werkzoekende_id, beschikbaar_vanaf');
CREATE OR REPLACE TRIGGER telkenmerk_weg AFTER DELETE ON sonar_klantprofiel
    REFERENCING OLD TABLE AS oud FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telkenmerken', 'r.werkzoekende_id',
        '', 'werkzoekende_id, beschikbaar_vanaf');
CREATE OR REPLACE TRIGGER telkenmerk_bij AFTER INSERT ON sonar_opleiding
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telkenmerken', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id, niveau');
CREATE OR REPLACE TRIGGER telkenmerk_anders AFTER UPDATE ON sonar_opleiding
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telkenmerken', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id, niveau');
CREATE OR REPLACE TRIGGER telkenmerk_weg AFTER DELETE ON sonar_opleiding
    REFERENCING OLD TABLE AS oud FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telkenmerken', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id, niveau');
CREATE OR REPLACE TRIGGER telkenmerk_bij AFTER INSERT ON sonar_klantprofiel_sectoren
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telkenmerken', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id, sector_id');
CREATE OR REPLACE TRIGGER telkenmerk_anders AFTER UPDATE ON sonar_klantprofiel_sectoren
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telkenmerken', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id, sector_id');
CREATE OR REPLACE TRIGGER telkenmerk_weg AFTER DELETE ON sonar_klantprofiel_sectoren
    REFERENCING OLD TABLE AS oud FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telkenmerken', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id, sector_id');

-- With the person goes all that was ever known.
CREATE OR REPLACE FUNCTION sonar_telkenmerken_vergeet() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM sonar_telkenmerk WHERE werkzoekende_id = OLD.id;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER telkenmerk_weg AFTER DELETE ON sonar_werkzoekende
    FOR EACH ROW EXECUTE FUNCTION sonar_telkenmerken_vergeet();
