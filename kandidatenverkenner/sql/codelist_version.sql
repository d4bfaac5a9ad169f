-- Which version of the code lists and places this is: each change gives another mark, so that whoever
-- keeps something made of them knows when to make it again.
CREATE OR REPLACE FUNCTION kandidatenverkenner_merk_lijsten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO kandidatenverkenner_codelistversion (id, merk) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET merk = excluded.merk;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER lijststand AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON kandidatenverkenner_kenmerk
    FOR EACH STATEMENT EXECUTE FUNCTION kandidatenverkenner_merk_lijsten();
CREATE OR REPLACE TRIGGER lijststand AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
    ON kandidatenverkenner_plaats
    FOR EACH STATEMENT EXECUTE FUNCTION kandidatenverkenner_merk_lijsten();
