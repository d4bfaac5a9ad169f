-- The log of what people saw and did: a chain of seals, to which lines are only added.

-- A line keeps the role and organisation of its moment. They come last in the seal, and concat_ws
-- leaves out what is NULL: lines without a role have the same seal by the same formula.
-- The plan of a trigger's query is made once a session. Made when the log was empty or its
-- statistics were old, it read the whole log for every line: a national delivery took hours. Hence
-- the settings: from an index, always.
CREATE OR REPLACE FUNCTION sonar_verwerking_verzegel() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off SET enable_bitmapscan = off SET enable_sort = off AS $$
DECLARE
    vorige record;
BEGIN
    -- One writer at a time, until its transaction ends: the chain has no branches.
    PERFORM pg_advisory_xact_lock(hashtext('sonar_verwerking'));
    SELECT id, zegel INTO vorige FROM sonar_verwerking ORDER BY id DESC LIMIT 1;
    NEW.id := coalesce(vorige.id, 0) + 1;
    NEW.tijdstip := clock_timestamp();
    -- Without a medewerker, both become NULL.
    SELECT rol, organisatie_id INTO NEW.rol, NEW.organisatie_id
    FROM sonar_medewerker WHERE id = NEW.medewerker_id;
    NEW.zegel := sha256(coalesce(vorige.zegel, ''::bytea) || convert_to(concat_ws('|',
        NEW.id, to_char(NEW.tijdstip AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        NEW.medewerker_id, NEW.persoon, NEW.handeling, NEW.grond, NEW.rol, NEW.organisatie_id), 'UTF8'));
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER verzegel BEFORE INSERT ON sonar_verwerking
    FOR EACH ROW EXECUTE FUNCTION sonar_verwerking_verzegel();

CREATE OR REPLACE FUNCTION sonar_verwerking_weiger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'De verwerkingslog kan alleen worden aangevuld.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER weiger BEFORE UPDATE OR DELETE ON sonar_verwerking
    FOR EACH ROW EXECUTE FUNCTION sonar_verwerking_weiger();
