-- The projection sonar_telperiode: per person every period in which nothing changes.

-- The definition. A stable function in SQL, so that it is part of the question that asks it.
CREATE OR REPLACE FUNCTION sonar_telperioden(wie uuid[]) RETURNS TABLE (
    bsn_zoeksleutel uuid, ingangsdatum date, einddatum date, registergemeente_id varchar,
    gemeente_id varchar, organisatie varchar, met_profiel boolean) LANGUAGE sql STABLE AS $$
WITH d AS (
    SELECT d.bsn_zoeksleutel AS sleutel, d.gemeente_id, d.ingangsdatum AS van,
        coalesce(d.einddatum, '9999-12-31') AS tot
    FROM sonar_doelgroepregistratie d WHERE wie IS NULL OR d.bsn_zoeksleutel = ANY(wie)),
i AS (
    SELECT w.bsn_zoeksleutel AS sleutel, i.gemeente_id, o.soort, i.ingangsdatum AS van,
        coalesce(i.einddatum, '9999-12-31') AS tot
    FROM sonar_werkzoekende w JOIN sonar_inschrijving i ON i.werkzoekende_id = w.id
    JOIN sonar_organisatie o ON o.id = i.organisatie_id
    WHERE wie IS NULL OR w.bsn_zoeksleutel = ANY(wie)),
v AS (
    SELECT w.bsn_zoeksleutel AS sleutel, v.ingangsdatum AS van,
        coalesce(v.einddatum, '9999-12-31') AS tot
    FROM sonar_werkzoekende w JOIN sonar_klantprofiel k ON k.werkzoekende_id = w.id
    JOIN sonar_vaststelling v ON v.klantprofiel_id = k.id
    WHERE wie IS NULL OR w.bsn_zoeksleutel = ANY(wie)),
snede AS (
    SELECT sleutel, van AS dag FROM d UNION SELECT sleutel, tot FROM d
    UNION SELECT sleutel, van FROM i UNION SELECT sleutel, tot FROM i
    UNION SELECT sleutel, van FROM v UNION SELECT sleutel, tot FROM v),
stuk AS (
    SELECT sleutel, dag AS van, lead(dag) OVER (PARTITION BY sleutel ORDER BY dag) AS tot
    FROM snede)
SELECT s.sleutel, s.van, s.tot, d.gemeente_id, i.gemeente_id, coalesce(i.soort, ''),
    i.sleutel IS NOT NULL AND v.sleutel IS NOT NULL
FROM stuk s
JOIN d ON d.sleutel = s.sleutel AND d.van <= s.van AND s.van < d.tot
LEFT JOIN i ON i.sleutel = s.sleutel AND i.van <= s.van AND s.van < i.tot
LEFT JOIN v ON v.sleutel = s.sleutel AND v.van <= s.van AND s.van < v.tot
$$;

CREATE OR REPLACE FUNCTION sonar_telperioden_bij(wie uuid[]) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp SET work_mem = '64MB' AS $$
BEGIN
    PERFORM sonar_projection_lock('sonar_telperiode', wie);
    EXECUTE 'DELETE FROM sonar_telperiode WHERE $1 IS NULL OR bsn_zoeksleutel = ANY($1)' USING wie;
    EXECUTE 'INSERT INTO sonar_telperiode (bsn_zoeksleutel, ingangsdatum, einddatum,
        registergemeente_id, gemeente_id, organisatie, met_profiel)
        SELECT * FROM sonar_telperioden($1) ORDER BY 1, 2' USING wie;
END $$;
REVOKE EXECUTE ON FUNCTION sonar_telperioden_bij(uuid[]) FROM PUBLIC;

-- The facts themselves.
CREATE OR REPLACE TRIGGER telperiode_bij AFTER INSERT ON sonar_inschrijving
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telperioden', 'w.bsn_zoeksleutel',
        'JOIN sonar_werkzoekende w ON w.id = r.werkzoekende_id',
        'werkzoekende_id, gemeente_id, organisatie_id, ingangsdatum, einddatum');
CREATE OR REPLACE TRIGGER telperiode_anders AFTER UPDATE ON sonar_inschrijving
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telperioden', 'w.bsn_zoeksleutel',
        'JOIN sonar_werkzoekende w ON w.id = r.werkzoekende_id',
        'werkzoekende_id, gemeente_id, organisatie_id, ingangsdatum, einddatum');
CREATE OR REPLACE TRIGGER telperiode_weg AFTER DELETE ON sonar_inschrijving
    REFERENCING OLD TABLE AS oud FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telperioden', 'w.bsn_zoeksleutel',
        'JOIN sonar_werkzoekende w ON w.id = r.werkzoekende_id',
        'werkzoekende_id, gemeente_id, organisatie_id, ingangsdatum, einddatum');
CREATE OR REPLACE TRIGGER telperiode_bij AFTER INSERT ON sonar_doelgroepregistratie
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telperioden', 'r.bsn_zoeksleutel',
        '', 'bsn_zoeksleutel, gemeente_id, ingangsdatum, einddatum');
CREATE OR REPLACE TRIGGER telperiode_anders AFTER UPDATE ON sonar_doelgroepregistratie
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telperioden', 'r.bsn_zoeksleutel',
        '', 'bsn_zoeksleutel, gemeente_id, ingangsdatum, einddatum');
CREATE OR REPLACE TRIGGER telperiode_weg AFTER DELETE ON sonar_doelgroepregistratie
    REFERENCING OLD TABLE AS oud FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telperioden', 'r.bsn_zoeksleutel',
        '', 'bsn_zoeksleutel, gemeente_id, ingangsdatum, einddatum');
CREATE OR REPLACE TRIGGER telperiode_bij AFTER INSERT ON sonar_vaststelling
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telperioden', 'w.bsn_zoeksleutel',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id
        JOIN sonar_werkzoekende w ON w.id = k.werkzoekende_id',
        'klantprofiel_id, ingangsdatum, einddatum');
CREATE OR REPLACE TRIGGER telperiode_anders AFTER UPDATE ON sonar_vaststelling
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telperioden', 'w.bsn_zoeksleutel',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id
        JOIN sonar_werkzoekende w ON w.id = k.werkzoekende_id',
        'klantprofiel_id, ingangsdatum, einddatum');
CREATE OR REPLACE TRIGGER telperiode_weg AFTER DELETE ON sonar_vaststelling
    REFERENCING OLD TABLE AS oud FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_telperioden', 'w.bsn_zoeksleutel',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id
        JOIN sonar_werkzoekende w ON w.id = k.werkzoekende_id',
        'klantprofiel_id, ingangsdatum, einddatum');

-- What facts hang on: the column that they hang on, and whose facts those are. A new one comes
-- before its facts, so it has none.
CREATE OR REPLACE TRIGGER telperiode_anders AFTER UPDATE ON sonar_werkzoekende FOR EACH ROW
    WHEN (OLD.bsn_zoeksleutel IS DISTINCT FROM NEW.bsn_zoeksleutel)
    EXECUTE FUNCTION sonar_projection_follow_row('sonar_telperioden',
        'SELECT ARRAY[($1).bsn_zoeksleutel, ($2).bsn_zoeksleutel]');
CREATE OR REPLACE TRIGGER telperiode_weg AFTER DELETE ON sonar_werkzoekende
    FOR EACH ROW EXECUTE FUNCTION sonar_projection_follow_row('sonar_telperioden',
        'SELECT ARRAY[($1).bsn_zoeksleutel, ($2).bsn_zoeksleutel]');
CREATE OR REPLACE TRIGGER telperiode_anders AFTER UPDATE ON sonar_klantprofiel FOR EACH ROW
    WHEN (OLD.werkzoekende_id IS DISTINCT FROM NEW.werkzoekende_id)
    EXECUTE FUNCTION sonar_projection_follow_row('sonar_telperioden',
        'SELECT array_agg(bsn_zoeksleutel) FROM sonar_werkzoekende
        WHERE id IN (($1).werkzoekende_id, ($2).werkzoekende_id)');
CREATE OR REPLACE TRIGGER telperiode_weg AFTER DELETE ON sonar_klantprofiel
    FOR EACH ROW EXECUTE FUNCTION sonar_projection_follow_row('sonar_telperioden',
        'SELECT array_agg(bsn_zoeksleutel) FROM sonar_werkzoekende
        WHERE id IN (($1).werkzoekende_id, ($2).werkzoekende_id)');
CREATE OR REPLACE TRIGGER telperiode_anders AFTER UPDATE ON sonar_organisatie FOR EACH ROW
    WHEN (OLD.soort IS DISTINCT FROM NEW.soort)
    EXECUTE FUNCTION sonar_projection_follow_row('sonar_telperioden',
        'SELECT array_agg(DISTINCT w.bsn_zoeksleutel) FROM sonar_inschrijving i
        JOIN sonar_werkzoekende w ON w.id = i.werkzoekende_id
        WHERE i.organisatie_id = ($1).id');
CREATE OR REPLACE TRIGGER telperiode_weg AFTER DELETE ON sonar_organisatie
    FOR EACH ROW EXECUTE FUNCTION sonar_projection_follow_row('sonar_telperioden',
        'SELECT array_agg(DISTINCT w.bsn_zoeksleutel) FROM sonar_inschrijving i
        JOIN sonar_werkzoekende w ON w.id = i.werkzoekende_id
        WHERE i.organisatie_id = ($1).id');
