-- The machine that keeps a table that is made of the facts: a projection. Each projection brings
--   <name>(wie)      the definition: what its rows are, of these people (NULL: of everybody);
--   <name>_bij(wie)  which writes those rows, after sonar_projection_lock;
-- and triggers on the facts that say whom a change touches. The projections are sonar_telperioden,
-- sonar_telkenmerken and sonar_klantstanden, each in its own file.

-- Two writers about one person wait for each other, and the later one sees what both wrote. Of more
-- than 500 people it is the whole table. The order of the locks is the same for everybody, so two
-- writers never wait for each other in a circle.
CREATE OR REPLACE FUNCTION sonar_projection_lock(tabel regclass, wie anyarray) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'Wie feiten wijzigt, doet dat met READ COMMITTED: zie sonar/sql/projections.sql.';
    END IF;
    IF wie IS NULL OR cardinality(wie) > 500 THEN
        EXECUTE format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', tabel);
    ELSE
        EXECUTE format('LOCK TABLE %s IN ROW EXCLUSIVE MODE', tabel);
        PERFORM pg_advisory_xact_lock(slot) FROM (
            SELECT DISTINCT hashtextextended(s::text, tabel::oid::bigint) AS slot
            FROM unnest(wie) s ORDER BY 1) sloten;
    END IF;
END $$;

-- Once a statement, not once a row. After an update, only the rows whose counted columns changed.
-- Arguments: the projection; the person of a row r; how to join r to where the person stands, if not in
-- r itself; the columns that count. The question is planned anew each time (EXECUTE): one person and
-- the whole country need another plan.
CREATE OR REPLACE FUNCTION sonar_projection_follow() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    rijen text := CASE TG_OP WHEN 'INSERT' THEN 'TABLE nieuw' WHEN 'DELETE' THEN 'TABLE oud' ELSE format(
        '(SELECT id, %1$s FROM oud EXCEPT SELECT id, %1$s FROM nieuw) UNION ALL '
        '(SELECT id, %1$s FROM nieuw EXCEPT SELECT id, %1$s FROM oud)', TG_ARGV[3]) END;
BEGIN
    EXECUTE format('SELECT %1$s_bij(array_agg(DISTINCT %2$s)) FROM (%4$s) r %3$s
        WHERE %2$s IS NOT NULL HAVING count(*) > 0', TG_ARGV[0], TG_ARGV[1], TG_ARGV[2], rijen);
    RETURN NULL;
END $$;

-- For what facts hang on, of which few rows change: once a row.
-- Arguments: the projection; a question that gives the people as an array, of OLD ($1) and NEW ($2).
CREATE OR REPLACE FUNCTION sonar_projection_follow_row() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    EXECUTE format('SELECT %s_bij(wie) FROM (%s) AS persons(wie) WHERE wie IS NOT NULL',
        TG_ARGV[0], TG_ARGV[1]) USING OLD, NEW;
    RETURN NULL;
END $$;

-- These run what their arguments say, as the owner of the tables. A trigger that is there does its work
-- for everybody; nobody but the owner makes one.
REVOKE EXECUTE ON FUNCTION sonar_projection_follow() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION sonar_projection_follow_row() FROM PUBLIC;
