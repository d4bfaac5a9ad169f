-- The change log by which each index in memory follows the table of candidates. A reader asks what came
-- after the last transaction that it saw whole: `xid` is the transaction that wrote the line.
-- (Django has no type for it.)
ALTER TABLE kandidatenverkenner_changelogentry
    ADD COLUMN IF NOT EXISTS xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX IF NOT EXISTS wijziging_na ON kandidatenverkenner_changelogentry (xid, versie);

-- A line without a candidate says: anything may have changed, read all of it.
CREATE OR REPLACE FUNCTION kandidatenverkenner_schrijf_wijziging() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' OR TG_TABLE_NAME <> 'kandidatenverkenner_kandidaat' THEN
        INSERT INTO kandidatenverkenner_changelogentry (kandidaat) VALUES (NULL);
    ELSIF TG_OP = 'DELETE' THEN
        INSERT INTO kandidatenverkenner_changelogentry (kandidaat) SELECT id FROM oud;
    ELSE
        INSERT INTO kandidatenverkenner_changelogentry (kandidaat) SELECT id FROM nieuw;
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER wijziging_nieuw AFTER INSERT ON kandidatenverkenner_kandidaat
    REFERENCING NEW TABLE AS nieuw
    FOR EACH STATEMENT EXECUTE FUNCTION kandidatenverkenner_schrijf_wijziging();
CREATE OR REPLACE TRIGGER wijziging_anders AFTER UPDATE ON kandidatenverkenner_kandidaat
    REFERENCING NEW TABLE AS nieuw
    FOR EACH STATEMENT EXECUTE FUNCTION kandidatenverkenner_schrijf_wijziging();
CREATE OR REPLACE TRIGGER wijziging_weg AFTER DELETE ON kandidatenverkenner_kandidaat
    REFERENCING OLD TABLE AS oud
    FOR EACH STATEMENT EXECUTE FUNCTION kandidatenverkenner_schrijf_wijziging();
CREATE OR REPLACE TRIGGER wijziging_leeg AFTER TRUNCATE ON kandidatenverkenner_kandidaat
    FOR EACH STATEMENT EXECUTE FUNCTION kandidatenverkenner_schrijf_wijziging();
CREATE OR REPLACE TRIGGER wijziging_lijsten AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON kandidatenverkenner_kenmerk
    FOR EACH STATEMENT EXECUTE FUNCTION kandidatenverkenner_schrijf_wijziging();
