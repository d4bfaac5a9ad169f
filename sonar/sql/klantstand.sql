-- The projection sonar_klantstand: whose client somebody is and how the profile stands, one row of
-- everybody who was ever registered.

-- The definition. Part of the question that asks it. The bits are those of sonar.models.klantstand.
CREATE OR REPLACE FUNCTION sonar_klantstanden(wie bigint[]) RETURNS TABLE (
    werkzoekende_id bigint, organisatie_id bigint, regio_id varchar, gemeente_id varchar,
    klantmanager_id bigint, ingangsdatum date, einddatum date, overleden_op date, afgeschermd boolean,
    achternaam varchar, voornamen varchar, zoeknaam text, ingevuld smallint, besproken_op date,
    vastgesteld datemultirange) LANGUAGE sql STABLE AS $$
SELECT w.id, i.organisatie_id, g.arbeidsmarktregio_id, i.gemeente_id, i.klantmanager_id,
    i.ingangsdatum, i.einddatum, w.overleden_op, w.afgeschermd, w.achternaam, w.voornamen,
    ' ' || upper(w.voornamen || ' ' || w.voorvoegsel || ' ' || w.achternaam),
    (CASE WHEN k.id IS NOT NULL THEN
        (EXISTS (SELECT FROM sonar_opleiding d WHERE d.klantprofiel_id = k.id))::int
        + 2 * (EXISTS (SELECT FROM sonar_klantprofiel_vaardigheden d WHERE d.klantprofiel_id = k.id))::int
        + 4 * (EXISTS (SELECT FROM sonar_competentiebeheersing d
            WHERE d.klantprofiel_id = k.id AND d.beheersing IN ('1', '2')))::int
        + 8 * (EXISTS (SELECT FROM sonar_klantprofiel_affiniteiten d WHERE d.klantprofiel_id = k.id))::int
        + 16 * (EXISTS (SELECT FROM sonar_klantprofiel_sectoren d WHERE d.klantprofiel_id = k.id))::int
        + 32 * (EXISTS (SELECT FROM sonar_klantprofiel_taaksoorten d WHERE d.klantprofiel_id = k.id))::int
        + 64 * (k.uren_max IS NOT NULL)::int
        + 128 * (k.reisafstand <> '')::int END)::smallint,
    k.besproken_op,
    -- The last three: an index has no room for a century of them, and none is made ahead.
    coalesce((SELECT range_agg(daterange(v.ingangsdatum, v.einddatum)) FROM (
        SELECT ingangsdatum, einddatum FROM sonar_vaststelling WHERE klantprofiel_id = k.id
        ORDER BY ingangsdatum DESC LIMIT 3) v), '{}')
FROM sonar_werkzoekende w
JOIN (SELECT DISTINCT ON (werkzoekende_id) * FROM sonar_inschrijving
    WHERE wie IS NULL OR werkzoekende_id = ANY(wie)
    ORDER BY werkzoekende_id, ingangsdatum DESC) i ON i.werkzoekende_id = w.id
JOIN sonar_gemeente g ON g.code = i.gemeente_id
LEFT JOIN sonar_klantprofiel k ON k.werkzoekende_id = w.id
WHERE wie IS NULL OR w.id = ANY(wie)
$$;

-- A row that stays the same is not written.
CREATE OR REPLACE FUNCTION sonar_klantstanden_bij(wie bigint[]) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp SET work_mem = '64MB' AS $$
DECLARE
    kolommen CONSTANT text := 'werkzoekende_id, organisatie_id, regio_id, gemeente_id,
        klantmanager_id, ingangsdatum, einddatum, overleden_op, afgeschermd, achternaam, voornamen,
        zoeknaam, ingevuld, besproken_op, vastgesteld';
    schrijf CONSTANT text := format('INSERT INTO sonar_klantstand AS t (%1$s)
        SELECT * FROM sonar_klantstanden($1) ORDER BY 1
        ON CONFLICT (werkzoekende_id) DO UPDATE SET (%1$s) = (%2$s)
        WHERE (%3$s) IS DISTINCT FROM (%2$s)', kolommen,
        regexp_replace(kolommen, '(\w+)', 'excluded.\1', 'g'),
        regexp_replace(kolommen, '(\w+)', 't.\1', 'g'));
    ruim CONSTANT text := 'DELETE FROM sonar_klantstand t WHERE ($1 IS NULL OR werkzoekende_id = ANY($1))
        AND NOT EXISTS (SELECT FROM sonar_inschrijving i WHERE i.werkzoekende_id = t.werkzoekende_id)';
BEGIN
    PERFORM sonar_projection_lock('sonar_klantstand', wie);
    EXECUTE ruim USING wie;
    EXECUTE schrijf USING wie;
END $$;
REVOKE EXECUTE ON FUNCTION sonar_klantstanden_bij(bigint[]) FROM PUBLIC;

-- A new person was never registered; of a deleted person the registrations went before.
CREATE OR REPLACE TRIGGER klantstand_anders AFTER UPDATE ON sonar_werkzoekende
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'r.id',
        '', 'achternaam, voornamen, voorvoegsel, overleden_op, afgeschermd');
CREATE OR REPLACE TRIGGER klantstand_bij AFTER INSERT ON sonar_inschrijving
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'r.werkzoekende_id',
        '', 'werkzoekende_id, organisatie_id, gemeente_id, klantmanager_id, ingangsdatum, einddatum');
CREATE OR REPLACE TRIGGER klantstand_anders AFTER UPDATE ON sonar_inschrijving
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'r.werkzoekende_id',
        '', 'werkzoekende_id, organisatie_id, gemeente_id, klantmanager_id, ingangsdatum, einddatum');
CREATE OR REPLACE TRIGGER klantstand_weg AFTER DELETE ON sonar_inschrijving
    REFERENCING OLD TABLE AS oud FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'r.werkzoekende_id',
        '', 'werkzoekende_id, organisatie_id, gemeente_id, klantmanager_id, ingangsdatum, einddatum');
CREATE OR REPLACE TRIGGER klantstand_bij AFTER INSERT ON sonar_klantprofiel
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'r.werkzoekende_id',
        '', 'werkzoekende_id, uren_max, reisafstand, besproken_op');
CREATE OR REPLACE TRIGGER klantstand_anders AFTER UPDATE ON sonar_klantprofiel
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'r.werkzoekende_id',
        '', 'werkzoekende_id, uren_max, reisafstand, besproken_op');
CREATE OR REPLACE TRIGGER klantstand_weg AFTER DELETE ON sonar_klantprofiel
    REFERENCING OLD TABLE AS oud FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'r.werkzoekende_id',
        '', 'werkzoekende_id, uren_max, reisafstand, besproken_op');
CREATE OR REPLACE TRIGGER klantstand_bij AFTER INSERT ON sonar_vaststelling
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id',
        'klantprofiel_id, ingangsdatum, einddatum');
CREATE OR REPLACE TRIGGER klantstand_anders AFTER UPDATE ON sonar_vaststelling
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id',
        'klantprofiel_id, ingangsdatum, einddatum');
CREATE OR REPLACE TRIGGER klantstand_weg AFTER DELETE ON sonar_vaststelling
    REFERENCING OLD TABLE AS oud FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id',
        'klantprofiel_id, ingangsdatum, einddatum');
CREATE OR REPLACE TRIGGER klantstand_bij AFTER INSERT ON sonar_opleiding
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id');
CREATE OR REPLACE TRIGGER klantstand_anders AFTER UPDATE ON sonar_opleiding
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id');
CREATE OR REPLACE TRIGGER klantstand_weg AFTER DELETE ON sonar_opleiding
    REFERENCING OLD TABLE AS oud FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id');
CREATE OR REPLACE TRIGGER klantstand_bij AFTER INSERT ON sonar_competentiebeheersing
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id, beheersing');
CREATE OR REPLACE TRIGGER klantstand_anders AFTER UPDATE ON sonar_competentiebeheersing
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id, beheersing');
CREATE OR REPLACE TRIGGER klantstand_weg AFTER DELETE ON sonar_competentiebeheersing
    REFERENCING OLD TABLE AS oud FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id, beheersing');
CREATE OR REPLACE TRIGGER klantstand_bij AFTER INSERT ON sonar_klantprofiel_vaardigheden
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id');
CREATE OR REPLACE TRIGGER klantstand_anders AFTER UPDATE ON sonar_klantprofiel_vaardigheden
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id');
CREATE OR REPLACE TRIGGER klantstand_weg AFTER DELETE ON sonar_klantprofiel_vaardigheden
    REFERENCING OLD TABLE AS oud FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id');
CREATE OR REPLACE TRIGGER klantstand_bij AFTER INSERT ON sonar_klantprofiel_affiniteiten
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id');
CREATE OR REPLACE TRIGGER klantstand_anders AFTER UPDATE ON sonar_klantprofiel_affiniteiten
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id');
CREATE OR REPLACE TRIGGER klantstand_weg AFTER DELETE ON sonar_klantprofiel_affiniteiten
    REFERENCING OLD TABLE AS oud FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id');
CREATE OR REPLACE TRIGGER klantstand_bij AFTER INSERT ON sonar_klantprofiel_sectoren
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id');
CREATE OR REPLACE TRIGGER klantstand_anders AFTER UPDATE ON sonar_klantprofiel_sectoren
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id');
CREATE OR REPLACE TRIGGER klantstand_weg AFTER DELETE ON sonar_klantprofiel_sectoren
    REFERENCING OLD TABLE AS oud FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id');
CREATE OR REPLACE TRIGGER klantstand_bij AFTER INSERT ON sonar_klantprofiel_taaksoorten
    REFERENCING NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id');
CREATE OR REPLACE TRIGGER klantstand_anders AFTER UPDATE ON sonar_klantprofiel_taaksoorten
    REFERENCING OLD TABLE AS oud NEW TABLE AS nieuw FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id');
CREATE OR REPLACE TRIGGER klantstand_weg AFTER DELETE ON sonar_klantprofiel_taaksoorten
    REFERENCING OLD TABLE AS oud FOR EACH STATEMENT
    EXECUTE FUNCTION sonar_projection_follow('sonar_klantstanden', 'k.werkzoekende_id',
        'JOIN sonar_klantprofiel k ON k.id = r.klantprofiel_id', 'klantprofiel_id');

-- A gemeente that goes to another region.
CREATE OR REPLACE TRIGGER klantstand_anders AFTER UPDATE ON sonar_gemeente FOR EACH ROW
    WHEN (OLD.arbeidsmarktregio_id IS DISTINCT FROM NEW.arbeidsmarktregio_id)
    EXECUTE FUNCTION sonar_projection_follow_row('sonar_klantstanden',
        'SELECT array_agg(werkzoekende_id) FROM sonar_klantstand WHERE gemeente_id = ($2).code');
