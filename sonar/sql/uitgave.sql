-- Releases of figures: a proposal can be withdrawn, an approved release never changes.

CREATE OR REPLACE FUNCTION sonar_uitgave_bewaak() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.goedgekeurd_op IS NOT NULL THEN
            RAISE EXCEPTION 'Een uitgave begint als voorstel.' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.goedgekeurd_op IS NOT NULL THEN
        RAISE EXCEPTION 'Een goedgekeurde uitgave verandert nooit. Maak een nieuwe.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    -- What was proposed is what is approved.
    IF (to_jsonb(NEW) - 'goedkeurder_id' - 'goedgekeurd_op' - 'handtekening')
        IS DISTINCT FROM (to_jsonb(OLD) - 'goedkeurder_id' - 'goedgekeurd_op' - 'handtekening') THEN
        RAISE EXCEPTION 'Een voorstel verandert niet. Trek het in en maak een nieuw.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER bewaak BEFORE INSERT OR UPDATE OR DELETE ON sonar_uitgave
    FOR EACH ROW EXECUTE FUNCTION sonar_uitgave_bewaak();

CREATE OR REPLACE FUNCTION sonar_uitgavebestand_bewaak() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    rij record;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'Een bestand van een uitgave verandert nooit.' USING ERRCODE = 'restrict_violation';
    END IF;
    rij := CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    -- Holds off an approval that is going on at the same moment.
    PERFORM 1 FROM sonar_uitgave WHERE id = rij.uitgave_id FOR SHARE;
    IF EXISTS (SELECT 1 FROM sonar_uitgave WHERE id = rij.uitgave_id AND goedgekeurd_op IS NOT NULL) THEN
        RAISE EXCEPTION 'De bestanden van een goedgekeurde uitgave veranderen nooit.'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN rij;
END $$;
CREATE OR REPLACE TRIGGER bewaak BEFORE INSERT OR UPDATE OR DELETE ON sonar_uitgavebestand
    FOR EACH ROW EXECUTE FUNCTION sonar_uitgavebestand_bewaak();

CREATE OR REPLACE FUNCTION sonar_uitgaveopening_weiger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Wie een uitgave opende, blijft staan.' USING ERRCODE = 'restrict_violation';
END $$;
CREATE OR REPLACE TRIGGER weiger BEFORE UPDATE OR DELETE ON sonar_uitgaveopening
    FOR EACH ROW EXECUTE FUNCTION sonar_uitgaveopening_weiger();
