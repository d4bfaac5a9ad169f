-- The outbox: every change that the delivery may depend on writes, in its own transaction, a line that
-- says of whom. Once a statement, not once a row, so a load costs one look. An update is looked at
-- twice, at what was there and at what is there: a row can go from one person to another.
-- To deliver everybody is as quick as to deliver more than 20.000 rows of one statement
-- (`uitbak.MEESTE`), so those become one line without a name.

-- Rows that carry the person, in the column that the trigger names.
CREATE OR REPLACE FUNCTION sonar_uitbak_persoon() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF (SELECT count(*) FROM (SELECT FROM rijen LIMIT 20001) veel) > 20000 THEN
        INSERT INTO sonar_outboxentry DEFAULT VALUES;
        RETURN NULL;
    END IF;
    EXECUTE format('INSERT INTO sonar_outboxentry (persoon) SELECT DISTINCT %I FROM rijen', TG_ARGV[0]);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER uitbak_bij AFTER INSERT ON sonar_inschrijving
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_persoon('werkzoekende_id');
CREATE OR REPLACE TRIGGER uitbak_weg AFTER DELETE ON sonar_inschrijving
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_persoon('werkzoekende_id');
CREATE OR REPLACE TRIGGER uitbak_oud AFTER UPDATE ON sonar_inschrijving
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_persoon('werkzoekende_id');
CREATE OR REPLACE TRIGGER uitbak_nieuw AFTER UPDATE ON sonar_inschrijving
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_persoon('werkzoekende_id');
CREATE OR REPLACE TRIGGER uitbak_bij AFTER INSERT ON sonar_bezwaar
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_persoon('werkzoekende_id');
CREATE OR REPLACE TRIGGER uitbak_weg AFTER DELETE ON sonar_bezwaar
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_persoon('werkzoekende_id');
CREATE OR REPLACE TRIGGER uitbak_oud AFTER UPDATE ON sonar_bezwaar
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_persoon('werkzoekende_id');
CREATE OR REPLACE TRIGGER uitbak_nieuw AFTER UPDATE ON sonar_bezwaar
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_persoon('werkzoekende_id');

-- Rows of the register carry the fingerprint of the BSN.
CREATE OR REPLACE FUNCTION sonar_uitbak_register() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF (SELECT count(*) FROM (SELECT FROM rijen LIMIT 20001) veel) > 20000 THEN
        INSERT INTO sonar_outboxentry DEFAULT VALUES;
        RETURN NULL;
    END IF;
    INSERT INTO sonar_outboxentry (bsn_zoeksleutel) SELECT DISTINCT bsn_zoeksleutel FROM rijen;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER uitbak_bij AFTER INSERT ON sonar_doelgroepregistratie
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_register();
CREATE OR REPLACE TRIGGER uitbak_weg AFTER DELETE ON sonar_doelgroepregistratie
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_register();
CREATE OR REPLACE TRIGGER uitbak_oud AFTER UPDATE ON sonar_doelgroepregistratie
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_register();
CREATE OR REPLACE TRIGGER uitbak_nieuw AFTER UPDATE ON sonar_doelgroepregistratie
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_register();

-- Profiles carry the candidate number.
CREATE OR REPLACE FUNCTION sonar_uitbak_profiel() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    IF (SELECT count(*) FROM (SELECT FROM rijen LIMIT 20001) veel) > 20000 THEN
        INSERT INTO sonar_outboxentry DEFAULT VALUES;
        RETURN NULL;
    END IF;
    INSERT INTO sonar_outboxentry (kandidaatnummer) SELECT kandidaatnummer FROM rijen;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER uitbak_bij AFTER INSERT ON sonar_klantprofiel
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_profiel();
CREATE OR REPLACE TRIGGER uitbak_weg AFTER DELETE ON sonar_klantprofiel
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_profiel();
CREATE OR REPLACE TRIGGER uitbak_oud AFTER UPDATE ON sonar_klantprofiel
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_profiel();
CREATE OR REPLACE TRIGGER uitbak_nieuw AFTER UPDATE ON sonar_klantprofiel
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_profiel();

-- Parts of a profile. A deleted profile writes nothing here: its own trigger wrote the line.
-- Each profile is looked up by its number, whatever the statistics said when the plan was made.
CREATE OR REPLACE FUNCTION sonar_uitbak_onderdeel() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off AS $$
BEGIN
    IF (SELECT count(*) FROM (SELECT FROM rijen LIMIT 20001) veel) > 20000 THEN
        INSERT INTO sonar_outboxentry DEFAULT VALUES;
        RETURN NULL;
    END IF;
    INSERT INTO sonar_outboxentry (kandidaatnummer)
    SELECT nummer FROM (
        SELECT (SELECT k.kandidaatnummer FROM sonar_klantprofiel k WHERE k.id = r.klantprofiel_id)
            AS nummer
        FROM (SELECT DISTINCT klantprofiel_id FROM rijen) r OFFSET 0) van
    WHERE nummer IS NOT NULL;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER uitbak_bij AFTER INSERT ON sonar_klantprofiel_vaardigheden
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_weg AFTER DELETE ON sonar_klantprofiel_vaardigheden
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_oud AFTER UPDATE ON sonar_klantprofiel_vaardigheden
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_nieuw AFTER UPDATE ON sonar_klantprofiel_vaardigheden
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_bij AFTER INSERT ON sonar_klantprofiel_affiniteiten
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_weg AFTER DELETE ON sonar_klantprofiel_affiniteiten
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_oud AFTER UPDATE ON sonar_klantprofiel_affiniteiten
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_nieuw AFTER UPDATE ON sonar_klantprofiel_affiniteiten
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_bij AFTER INSERT ON sonar_klantprofiel_sectoren
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_weg AFTER DELETE ON sonar_klantprofiel_sectoren
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_oud AFTER UPDATE ON sonar_klantprofiel_sectoren
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_nieuw AFTER UPDATE ON sonar_klantprofiel_sectoren
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_bij AFTER INSERT ON sonar_klantprofiel_taaksoorten
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_weg AFTER DELETE ON sonar_klantprofiel_taaksoorten
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_oud AFTER UPDATE ON sonar_klantprofiel_taaksoorten
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_nieuw AFTER UPDATE ON sonar_klantprofiel_taaksoorten
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_bij AFTER INSERT ON sonar_opleiding
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_weg AFTER DELETE ON sonar_opleiding
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_oud AFTER UPDATE ON sonar_opleiding
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_nieuw AFTER UPDATE ON sonar_opleiding
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_bij AFTER INSERT ON sonar_competentiebeheersing
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_weg AFTER DELETE ON sonar_competentiebeheersing
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_oud AFTER UPDATE ON sonar_competentiebeheersing
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_nieuw AFTER UPDATE ON sonar_competentiebeheersing
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_bij AFTER INSERT ON sonar_taalbeheersing
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_weg AFTER DELETE ON sonar_taalbeheersing
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_oud AFTER UPDATE ON sonar_taalbeheersing
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_nieuw AFTER UPDATE ON sonar_taalbeheersing
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_bij AFTER INSERT ON sonar_vaststelling
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_weg AFTER DELETE ON sonar_vaststelling
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_oud AFTER UPDATE ON sonar_vaststelling
    REFERENCING OLD TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();
CREATE OR REPLACE TRIGGER uitbak_nieuw AFTER UPDATE ON sonar_vaststelling
    REFERENCING NEW TABLE AS rijen FOR EACH STATEMENT EXECUTE FUNCTION sonar_uitbak_onderdeel();

-- Whether somebody lives, is afgeschermd, and under which number decides who is shown.
CREATE OR REPLACE FUNCTION sonar_uitbak_wie() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO sonar_outboxentry (persoon) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER uitbak_wie AFTER UPDATE ON sonar_werkzoekende FOR EACH ROW
    WHEN (OLD.overleden_op IS DISTINCT FROM NEW.overleden_op
        OR OLD.bsn_zoeksleutel IS DISTINCT FROM NEW.bsn_zoeksleutel
        OR OLD.afgeschermd IS DISTINCT FROM NEW.afgeschermd)
    EXECUTE FUNCTION sonar_uitbak_wie();

-- Of a deleted person only the candidate number stays, to take the candidate away.
CREATE OR REPLACE FUNCTION sonar_uitbak_vergeet() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    DELETE FROM sonar_outboxentry WHERE persoon = OLD.id OR bsn_zoeksleutel = OLD.bsn_zoeksleutel;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER uitbak_vergeet AFTER DELETE ON sonar_werkzoekende
    FOR EACH ROW EXECUTE FUNCTION sonar_uitbak_vergeet();

-- A gemeente that goes to another region, or a sector to another section: everybody.
CREATE OR REPLACE FUNCTION sonar_uitbak_alles() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO sonar_outboxentry DEFAULT VALUES;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER uitbak_alles AFTER UPDATE ON sonar_gemeente FOR EACH ROW
    WHEN (OLD.arbeidsmarktregio_id IS DISTINCT FROM NEW.arbeidsmarktregio_id)
    EXECUTE FUNCTION sonar_uitbak_alles();
CREATE OR REPLACE TRIGGER uitbak_alles AFTER UPDATE ON sonar_sector FOR EACH ROW
    WHEN (OLD.sectie_id IS DISTINCT FROM NEW.sectie_id)
    EXECUTE FUNCTION sonar_uitbak_alles();
