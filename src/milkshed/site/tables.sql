-- d51a459ea47088d3204a9d993bccf16ea45bf1fa49c2082bf58251cc417c779d
CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);

CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);

CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);

CREATE FUNCTION public._pgh_attach_context() RETURNS uuid
    LANGUAGE plpgsql
    AS $$
                    DECLARE
                        _pgh_context_id UUID;
                        _pgh_context_metadata JSONB;
                    BEGIN
                        BEGIN
                            SELECT INTO _pgh_context_id
                                CURRENT_SETTING('pghistory.context_id');
                            SELECT INTO _pgh_context_metadata
                                CURRENT_SETTING('pghistory.context_metadata');
                            EXCEPTION WHEN OTHERS THEN
                        END;
                        IF _pgh_context_id IS NOT NULL AND _pgh_context_metadata IS NOT NULL THEN
                            INSERT INTO pghistory_context (id, metadata, created_at, updated_at)
                                VALUES (_pgh_context_id, _pgh_context_metadata, NOW(), NOW())
                                ON CONFLICT (id) DO UPDATE
                                    SET metadata = EXCLUDED.metadata,
                                        updated_at = EXCLUDED.updated_at
                                    WHERE pghistory_context.metadata != EXCLUDED.metadata;
                            RETURN _pgh_context_id;
                        ELSE
                            RETURN NULL;
                        END IF;
                    END;
                $$;

CREATE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
                DECLARE
                    _pgtrigger_ignore TEXT[];
                    _result BOOLEAN;
                BEGIN
                    BEGIN
                        SELECT INTO _pgtrigger_ignore
                            CURRENT_SETTING('pgtrigger.ignore');
                        EXCEPTION WHEN OTHERS THEN
                    END;
                    IF _pgtrigger_ignore IS NOT NULL THEN
                        SELECT trigger_name = ANY(_pgtrigger_ignore)
                        INTO _result;
                        RETURN _result;
                    ELSE
                        RETURN FALSE;
                    END IF;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_agreement_fixed_once_agreed_971b0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_agreement_signature_is_final_58d92() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_animal_event_is_never_edited_24fcb() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_arrival_fixed_once_signed_14ca5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_case_evidence_only_added_56ad6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_change_is_final_7ab51() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_comparison_value_is_final_63fdf() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_complaint_statement_is_final_0eede() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_content_fixed_221a1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_contract_comment_is_final_e8cdf() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_contract_fixed_once_offered_9b20c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_contract_is_kept_d5a7d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_contract_signature_is_final_1847b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_control_reading_is_final_b95ff() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_custody_is_final_b8bac() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_custody_is_kept_25df1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_0a742() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_creditrepairevent" ("answer", "answer_due", "answered_by_id", "answered_on", "asked_by_id", "asked_on", "entry_id", "evidence_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "text") VALUES (OLD."answer", OLD."answer_due", OLD."answered_by_id", OLD."answered_on", OLD."asked_by_id", OLD."asked_on", OLD."entry_id", OLD."evidence_id", OLD."id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."state", OLD."text"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_0acc7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_meetingevent" ("chaired_by", "file_id", "held_on", "id", "minutes", "noted_at", "noted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (OLD."chaired_by", OLD."file_id", OLD."held_on", OLD."id", OLD."minutes", OLD."noted_at", OLD."noted_by_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."title"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_12c43() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_creditentryevent" ("basis", "decided_on", "decision_number", "decision_words", "defence_due", "defence_is_provisional", "expires_on", "id", "layer", "measures", "notice_number", "number", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_on", "published_on", "reason", "removed_on", "revision", "served_on", "state", "subject_id") VALUES (OLD."basis", OLD."decided_on", OLD."decision_number", OLD."decision_words", OLD."defence_due", OLD."defence_is_provisional", OLD."expires_on", OLD."id", OLD."layer", OLD."measures", OLD."notice_number", OLD."number", OLD."office_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."proposed_on", OLD."published_on", OLD."reason", OLD."removed_on", OLD."revision", OLD."served_on", OLD."state", OLD."subject_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_13cdd() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "herd_farmfilingevent" ("address", "breed", "county", "created_by_id", "declared_head", "edition", "farm_id", "filed_on", "gln", "id", "name_zh", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submitted_on") VALUES (OLD."address", OLD."breed", OLD."county", OLD."created_by_id", OLD."declared_head", OLD."edition", OLD."farm_id", OLD."filed_on", OLD."gln", OLD."id", OLD."name_zh", OLD."organisation_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."state", OLD."submitted_on"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_1c647() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_samplingplanevent" ("algorithm", "analytes", "committed_at", "created_by_id", "drawn_at", "first_day", "frame_digest", "id", "kind", "last_day", "method", "number", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seed_digest", "state", "title", "witness_word") VALUES (OLD."algorithm", OLD."analytes", OLD."committed_at", OLD."created_by_id", OLD."drawn_at", OLD."first_day", OLD."frame_digest", OLD."id", OLD."kind", OLD."last_day", OLD."method", OLD."number", OLD."organisation_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."seed_digest", OLD."state", OLD."title", OLD."witness_word"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_1ff8d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "factory_productevent" ("category", "gtin", "id", "launched_on", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plant_id", "shelf_life_days", "specialty", "specialty_reason") VALUES (OLD."category", OLD."gtin", OLD."id", OLD."launched_on", OLD."name_en", OLD."name_zh", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."plant_id", OLD."shelf_life_days", OLD."specialty", OLD."specialty_reason"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_20d3d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_settlementdisputeevent" ("answer", "answer_due_on", "answered_at", "answered_by_id", "claim", "claimed_yuan", "evidence_id", "id", "line_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_id", "settlement_id", "state") VALUES (OLD."answer", OLD."answer_due_on", OLD."answered_at", OLD."answered_by_id", OLD."claim", OLD."claimed_yuan", OLD."evidence_id", OLD."id", OLD."line_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."raised_at", OLD."raised_by_id", OLD."settlement_id", OLD."state"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_25881() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_contractterminationevent" ("confirmed_at", "confirmed_by_id", "contract_id", "ends_on", "id", "kind", "noticed_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "side") VALUES (OLD."confirmed_at", OLD."confirmed_by_id", OLD."contract_id", OLD."ends_on", OLD."id", OLD."kind", OLD."noticed_on", OLD."person_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."reason", OLD."side"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_2738c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_controlseriesevent" ("analyte", "id", "instrument", "laboratory_id", "material", "material_to", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sd", "target") VALUES (OLD."analyte", OLD."id", OLD."instrument", OLD."laboratory_id", OLD."material", OLD."material_to", OLD."method", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."sd", OLD."target"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_2d62a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_costsheetevent" ("cash_cost", "cows_head", "digest", "fat_pct", "feed_cost", "full_cost", "id", "kept_reason", "milk_sold_kg", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protein_pct", "remark", "review_reason", "reviewed_at", "reviewed_by_id", "sample_id", "state", "stated_total_yuan", "submitted_at", "submitted_by_id", "survey_cost", "version") VALUES (OLD."cash_cost", OLD."cows_head", OLD."digest", OLD."fat_pct", OLD."feed_cost", OLD."full_cost", OLD."id", OLD."kept_reason", OLD."milk_sold_kg", OLD."origin", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."protein_pct", OLD."remark", OLD."review_reason", OLD."reviewed_at", OLD."reviewed_by_id", OLD."sample_id", OLD."state", OLD."stated_total_yuan", OLD."submitted_at", OLD."submitted_by_id", OLD."survey_cost", OLD."version"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_2d832() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_receivableevent" ("amount_yuan", "contract_id", "due_on", "id", "interest_pct_per_day", "interest_source", "opened_at", "opened_by_id", "period_first", "period_last", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement") VALUES (OLD."amount_yuan", OLD."contract_id", OLD."due_on", OLD."id", OLD."interest_pct_per_day", OLD."interest_source", OLD."opened_at", OLD."opened_by_id", OLD."period_first", OLD."period_last", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."statement"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_35b65() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_dutyevent" ("document", "id", "part_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "set_at", "set_by_id", "unit_id", "valid_from", "valid_to") VALUES (OLD."document", OLD."id", OLD."part_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."role", OLD."set_at", OLD."set_by_id", OLD."unit_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_371f9() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "recording_farmreportevent" ("centre_id", "content", "drafted_at", "drafted_by_id", "id", "issued_at", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "run_id", "sha256", "state", "synthetic", "version") VALUES (OLD."centre_id", OLD."content", OLD."drafted_at", OLD."drafted_by_id", OLD."id", OLD."issued_at", OLD."month", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."place_id", OLD."run_id", OLD."sha256", OLD."state", OLD."synthetic", OLD."version"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_39992() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_creditsignalevent" ("evidence_id", "happened_on", "id", "keeper", "kind", "noted_by_id", "noted_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "subject_id", "url", "withdrawal", "withdrawn_by_id", "withdrawn_on", "words_en", "words_zh") VALUES (OLD."evidence_id", OLD."happened_on", OLD."id", OLD."keeper", OLD."kind", OLD."noted_by_id", OLD."noted_on", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."source", OLD."subject_id", OLD."url", OLD."withdrawal", OLD."withdrawn_by_id", OLD."withdrawn_on", OLD."words_en", OLD."words_zh"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_39c1b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_retainedportionevent" ("ended_at", "ended_by_id", "expires_at", "id", "note", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sample_id", "shelf", "state", "store_id", "stored_at") VALUES (OLD."ended_at", OLD."ended_by_id", OLD."expires_at", OLD."id", OLD."note", OLD."number", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."sample_id", OLD."shelf", OLD."state", OLD."store_id", OLD."stored_at"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_4892a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_pricemotionevent" ("cap", "central", "closed_at", "closed_by_id", "corridor_reason", "estimate_id", "floor", "formula", "formula_value", "id", "judgement_yuan", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "put_at", "put_by_id", "round_id", "state", "tally") VALUES (OLD."cap", OLD."central", OLD."closed_at", OLD."closed_by_id", OLD."corridor_reason", OLD."estimate_id", OLD."floor", OLD."formula", OLD."formula_value", OLD."id", OLD."judgement_yuan", OLD."number", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."put_at", OLD."put_by_id", OLD."round_id", OLD."state", OLD."tally"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_4e04c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "factory_siloevent" ("active", "capacity_kg", "extension", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plant_id") VALUES (OLD."active", OLD."capacity_kg", OLD."extension", OLD."id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."plant_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_4e5d8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "factory_plantevent" ("active", "daily_capacity_t", "first_licensed_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "traced") VALUES (OLD."active", OLD."daily_capacity_t", OLD."first_licensed_on", OLD."id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."place_id", OLD."traced"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_4eb70() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_settlementevent" ("accepted_at", "accepted_kg", "amount_yuan", "approved_at", "buyer_id", "contract_id", "corrects_id", "digest", "dispute_until", "first_day", "grid_id", "id", "inputs", "last_day", "made_at", "made_by_id", "number", "payable_kg", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seller_id", "seller_place_id", "state", "version") VALUES (OLD."accepted_at", OLD."accepted_kg", OLD."amount_yuan", OLD."approved_at", OLD."buyer_id", OLD."contract_id", OLD."corrects_id", OLD."digest", OLD."dispute_until", OLD."first_day", OLD."grid_id", OLD."id", OLD."inputs", OLD."last_day", OLD."made_at", OLD."made_by_id", OLD."number", OLD."payable_kg", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."reason", OLD."seller_id", OLD."seller_place_id", OLD."state", OLD."version"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_52986() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "herd_animalhistory" ("birth_date", "bred_on", "breed", "checked_on", "conceived_on", "dam_number", "do_not_breed", "dry_on", "due_on", "entered_on", "farm_id", "heat_on", "id", "last_calving_date", "left_on", "parity", "pen_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pregnant", "registered_at", "registered_calving_date", "registered_dry_on", "registered_due_on", "registered_farm_id", "registered_parity", "services", "sex", "sire_number", "state_since", "status", "synthetic", "withdrawal_until") VALUES (OLD."birth_date", OLD."bred_on", OLD."breed", OLD."checked_on", OLD."conceived_on", OLD."dam_number", OLD."do_not_breed", OLD."dry_on", OLD."due_on", OLD."entered_on", OLD."farm_id", OLD."heat_on", OLD."id", OLD."last_calving_date", OLD."left_on", OLD."parity", OLD."pen_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."pregnant", OLD."registered_at", OLD."registered_calving_date", OLD."registered_dry_on", OLD."registered_due_on", OLD."registered_farm_id", OLD."registered_parity", OLD."services", OLD."sex", OLD."sire_number", OLD."state_since", OLD."status", OLD."synthetic", OLD."withdrawal_until"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_5f4e9() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_comparisonroundevent" ("analyte", "due", "evaluated_at", "id", "number", "opened_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference_u", "reference_value", "sigma", "state", "title") VALUES (OLD."analyte", OLD."due", OLD."evaluated_at", OLD."id", OLD."number", OLD."opened_by_id", OLD."organisation_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."reference_u", OLD."reference_value", OLD."sigma", OLD."state", OLD."title"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_5f682() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "herd_farmdayevent" ("adult_head", "day", "farm_id", "fat_pct", "head", "id", "milk_kg", "milking_head", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protein_pct", "scc_per_ml", "session_milk_kg", "source", "synthetic") VALUES (OLD."adult_head", OLD."day", OLD."farm_id", OLD."fat_pct", OLD."head", OLD."id", OLD."milk_kg", OLD."milking_head", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."protein_pct", OLD."scc_per_ml", OLD."session_milk_kg", OLD."source", OLD."synthetic"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_5fc59() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_contractfilingevent" ("answer_due_on", "answered_by_id", "answered_on", "contract_id", "due_on", "filing_number", "id", "office_id", "opinion", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submitted_by_id", "submitted_on") VALUES (OLD."answer_due_on", OLD."answered_by_id", OLD."answered_on", OLD."contract_id", OLD."due_on", OLD."filing_number", OLD."id", OLD."office_id", OLD."opinion", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."state", OLD."submitted_by_id", OLD."submitted_on"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_5fe0c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "herd_animalidentifierevent" ("animal_id", "changed_at", "id", "issuer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "valid_from", "valid_to", "value") VALUES (OLD."animal_id", OLD."changed_at", OLD."id", OLD."issuer_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."scheme", OLD."valid_from", OLD."valid_to", OLD."value"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_69fba() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "recording_standardreadingevent" ("centre_id", "component", "id", "instrument", "material", "measured_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "reference", "synthetic", "values") VALUES (OLD."centre_id", OLD."component", OLD."id", OLD."instrument", OLD."material", OLD."measured_on", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."recorded_by_id", OLD."reference", OLD."synthetic", OLD."values"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_6e194() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_targetclaimevent" ("high", "id", "indicator_id", "kind", "low", "operator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quote_zh", "source_en", "source_zh", "value") VALUES (OLD."high", OLD."id", OLD."indicator_id", OLD."kind", OLD."low", OLD."operator", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."position", OLD."quote_zh", OLD."source_en", OLD."source_zh", OLD."value"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_6e8af() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "herd_testdayevent" ("animal_id", "batch_id", "birth_date", "days_in_milk", "farm_id", "fat_pct", "id", "lactation_key", "lactose_pct", "milk_kg", "milkings", "parity", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protein_pct", "recorded_at", "row", "scc_per_ml", "scheme", "source", "synthetic", "test_date", "urea_mg_per_dl") VALUES (OLD."animal_id", OLD."batch_id", OLD."birth_date", OLD."days_in_milk", OLD."farm_id", OLD."fat_pct", OLD."id", OLD."lactation_key", OLD."lactose_pct", OLD."milk_kg", OLD."milkings", OLD."parity", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."protein_pct", OLD."recorded_at", OLD."row", OLD."scc_per_ml", OLD."scheme", OLD."source", OLD."synthetic", OLD."test_date", OLD."urea_mg_per_dl"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_72329() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "collection_licenceevent" ("halted_on", "holder_id", "id", "issuer_id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renewed_by_law_to", "renews_id", "state", "station_id", "tanker_id", "valid_from", "valid_to", "version") VALUES (OLD."halted_on", OLD."holder_id", OLD."id", OLD."issuer_id", OLD."kind", OLD."number", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."renewed_by_law_to", OLD."renews_id", OLD."state", OLD."station_id", OLD."tanker_id", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_7735e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_planpartevent" ("code", "id", "indicators", "kind", "parent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quote_zh", "section", "title_en", "title_zh", "version_id") VALUES (OLD."code", OLD."id", OLD."indicators", OLD."kind", OLD."parent", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."position", OLD."quote_zh", OLD."section", OLD."title_en", OLD."title_zh", OLD."version_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_77dbc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "collection_applicationevent" ("accepted_on", "applicant_id", "content", "county", "created_at", "created_by_id", "decided_on", "edition", "extended_on", "form", "id", "kind", "licence_id", "missing", "number", "of_licence_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recommendation", "returned_on", "state", "station_id", "submitted_on", "tanker_id") VALUES (OLD."accepted_on", OLD."applicant_id", OLD."content", OLD."county", OLD."created_at", OLD."created_by_id", OLD."decided_on", OLD."edition", OLD."extended_on", OLD."form", OLD."id", OLD."kind", OLD."licence_id", OLD."missing", OLD."number", OLD."of_licence_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."purpose", OLD."recommendation", OLD."returned_on", OLD."state", OLD."station_id", OLD."submitted_on", OLD."tanker_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_805d4() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_holdevent" ("basis", "ended_at", "id", "lot_uri", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "placed_at", "proposed_at", "proposed_by_id", "reason", "retest_id", "sample_id", "state") VALUES (OLD."basis", OLD."ended_at", OLD."id", OLD."lot_uri", OLD."number", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."place_id", OLD."placed_at", OLD."proposed_at", OLD."proposed_by_id", OLD."reason", OLD."retest_id", OLD."sample_id", OLD."state"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_80e50() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_indicatorevent" ("accumulation", "baseline", "baseline_as_written", "baseline_basis", "code", "derived_from", "direction", "formula_en", "formula_zh", "group", "high", "id", "kind", "kind_raw", "lead_units", "low", "name_en", "name_zh", "operator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quote_zh", "scope_en", "scope_zh", "section", "target", "tolerance_share", "unit", "version_id", "zone") VALUES (OLD."accumulation", OLD."baseline", OLD."baseline_as_written", OLD."baseline_basis", OLD."code", OLD."derived_from", OLD."direction", OLD."formula_en", OLD."formula_zh", OLD."group", OLD."high", OLD."id", OLD."kind", OLD."kind_raw", OLD."lead_units", OLD."low", OLD."name_en", OLD."name_zh", OLD."operator", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."position", OLD."quote_zh", OLD."scope_en", OLD."scope_zh", OLD."section", OLD."target", OLD."tolerance_share", OLD."unit", OLD."version_id", OLD."zone"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_811cd() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "recording_advisoryvisitevent" ("centre_id", "farm_code", "findings", "id", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "proposed_at", "reasons", "state", "synthetic") VALUES (OLD."centre_id", OLD."farm_code", OLD."findings", OLD."id", OLD."month", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."place_id", OLD."proposed_at", OLD."reasons", OLD."state", OLD."synthetic"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_86a54() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_priceerratumevent" ("corrected_central", "decided_at", "decided_by_id", "decision", "found_at", "found_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id", "share", "state", "text", "threshold") VALUES (OLD."corrected_central", OLD."decided_at", OLD."decided_by_id", OLD."decision", OLD."found_at", OLD."found_by_id", OLD."id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."publication_id", OLD."share", OLD."state", OLD."text", OLD."threshold"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_87af8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "collection_handoversheetevent" ("arrival_temperature_c", "arrived_at", "cooling_minutes", "corrects_id", "departed_at", "departure_temperature_c", "gdti", "id", "load_lot", "loaded_at", "number", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plant_id", "received_kg", "refusal_reason", "seals", "seals_intact", "settled_at", "shipped_kg", "state", "station_id", "tanker_id", "version") VALUES (OLD."arrival_temperature_c", OLD."arrived_at", OLD."cooling_minutes", OLD."corrects_id", OLD."departed_at", OLD."departure_temperature_c", OLD."gdti", OLD."id", OLD."load_lot", OLD."loaded_at", OLD."number", OLD."outcome", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."plant_id", OLD."received_kg", OLD."refusal_reason", OLD."seals", OLD."seals_intact", OLD."settled_at", OLD."shipped_kg", OLD."state", OLD."station_id", OLD."tanker_id", OLD."version"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_883d9() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "recording_sampletubeevent" ("advice", "animal_key", "days_in_milk", "fat_pct", "id", "lab_file_id", "lab_row", "lactose_pct", "milk_kg", "milkings", "number", "parity", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "protein_pct", "remark", "scc_per_ml", "state", "tube", "urea_mg_per_dl", "visit_id") VALUES (OLD."advice", OLD."animal_key", OLD."days_in_milk", OLD."fat_pct", OLD."id", OLD."lab_file_id", OLD."lab_row", OLD."lactose_pct", OLD."milk_kg", OLD."milkings", OLD."number", OLD."parity", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."position", OLD."protein_pct", OLD."remark", OLD."scc_per_ml", OLD."state", OLD."tube", OLD."urea_mg_per_dl", OLD."visit_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_887c7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_contrabandcaseevent" ("analytes", "authority", "basis", "document", "handed_over_at", "id", "number", "opened_at", "opened_by_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sample_id", "state") VALUES (OLD."analytes", OLD."authority", OLD."basis", OLD."document", OLD."handed_over_at", OLD."id", OLD."number", OLD."opened_at", OLD."opened_by_id", OLD."outcome", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."sample_id", OLD."state"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_8b0d5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_planversionevent" ("code", "current", "id", "loaded_at", "loaded_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "state", "status", "title_en", "title_zh") VALUES (OLD."code", OLD."current", OLD."id", OLD."loaded_at", OLD."loaded_by_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."revision", OLD."state", OLD."status", OLD."title_en", OLD."title_zh"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_941b3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_alarmevent" ("county", "facts", "handled_by_id", "handling", "happened_at", "id", "key", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "raised_at", "severity", "state", "title_en", "title_zh") VALUES (OLD."county", OLD."facts", OLD."handled_by_id", OLD."handling", OLD."happened_at", OLD."id", OLD."key", OLD."kind", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."place_id", OLD."raised_at", OLD."severity", OLD."state", OLD."title_en", OLD."title_zh"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_975b6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "collection_stationevent" ("active", "county_supervisor", "daily_intake_kg", "id", "kind", "manager_id", "milk_kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "town_supervisor") VALUES (OLD."active", OLD."county_supervisor", OLD."daily_intake_kg", OLD."id", OLD."kind", OLD."manager_id", OLD."milk_kind", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."place_id", OLD."town_supervisor"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_9b0bd() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_sampleevent" ("added_water", "analyst_id", "barcode", "base_kg", "blind_number", "failed", "id", "kind", "laboratory_id", "lot_uri", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "portions", "reported_at", "retest_of_id", "reviewer_id", "sampled_at", "sampler_id", "second_sampler_id", "sheet_gdti", "state", "tanker_uri", "verdict") VALUES (OLD."added_water", OLD."analyst_id", OLD."barcode", OLD."base_kg", OLD."blind_number", OLD."failed", OLD."id", OLD."kind", OLD."laboratory_id", OLD."lot_uri", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."place_id", OLD."portions", OLD."reported_at", OLD."retest_of_id", OLD."reviewer_id", OLD."sampled_at", OLD."sampler_id", OLD."second_sampler_id", OLD."sheet_gdti", OLD."state", OLD."tanker_uri", OLD."verdict"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_9ef75() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_paymentevent" ("amount_yuan", "answered_at", "answered_by_id", "id", "paid_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receivable_id", "reference", "state", "told_at", "told_by_id") VALUES (OLD."amount_yuan", OLD."answered_at", OLD."answered_by_id", OLD."id", OLD."paid_on", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."receivable_id", OLD."reference", OLD."state", OLD."told_at", OLD."told_by_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_9efc0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "herd_monthaccountevent" ("entered_at", "entered_by_id", "farm_id", "feed_cost_yuan", "id", "milk_kg", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_yuan_per_kg", "source", "synthetic") VALUES (OLD."entered_at", OLD."entered_by_id", OLD."farm_id", OLD."feed_cost_yuan", OLD."id", OLD."milk_kg", OLD."month", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."price_yuan_per_kg", OLD."source", OLD."synthetic"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_9ff9c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "collection_sealevent" ("applied_at", "ended_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "sheet_id", "state", "station_id") VALUES (OLD."applied_at", OLD."ended_at", OLD."id", OLD."number", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."reason", OLD."sheet_id", OLD."state", OLD."station_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_a410f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_milestoneevent" ("basis", "document", "id", "indicator_id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value") VALUES (OLD."basis", OLD."document", OLD."id", OLD."indicator_id", OLD."on", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."value"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_a4dff() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_thirdpartytestevent" ("complaint_id", "due_on", "favours", "id", "laboratory_id", "ordered_by_id", "ordered_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_on", "result", "subject") VALUES (OLD."complaint_id", OLD."due_on", OLD."favours", OLD."id", OLD."laboratory_id", OLD."ordered_by_id", OLD."ordered_on", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."reported_on", OLD."result", OLD."subject"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_ab439() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_priceseatevent" ("appointed_at", "appointed_by_id", "end_reason", "id", "is_chair", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "valid_from", "valid_to") VALUES (OLD."appointed_at", OLD."appointed_by_id", OLD."end_reason", OLD."id", OLD."is_chair", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."side", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_ad176() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_ledgeritemevent" ("closed_on", "due_on", "evidence_kinds", "goal", "id", "indicator_id", "lead_id", "leader", "measure", "meeting_id", "officer", "opened_by_id", "opened_on", "part_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "serial", "state", "title", "year") VALUES (OLD."closed_on", OLD."due_on", OLD."evidence_kinds", OLD."goal", OLD."id", OLD."indicator_id", OLD."lead_id", OLD."leader", OLD."measure", OLD."meeting_id", OLD."officer", OLD."opened_by_id", OLD."opened_on", OLD."part_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."revision", OLD."serial", OLD."state", OLD."title", OLD."year"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_ad788() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_accreditedmethodevent" ("analyte", "detection", "id", "laboratory_id", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quantification", "uncertainty_share", "valid_from", "valid_to") VALUES (OLD."analyte", OLD."detection", OLD."id", OLD."laboratory_id", OLD."method", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."quantification", OLD."uncertainty_share", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_b3d42() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "collection_inspectionevent" ("chance", "done_on", "due_on", "findings", "first_officer_id", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason_en", "reason_zh", "remedied_on", "remedy_by", "risk_class", "score", "second_officer_id", "state", "station_id", "tanker_id", "version", "visit_id") VALUES (OLD."chance", OLD."done_on", OLD."due_on", OLD."findings", OLD."first_officer_id", OLD."id", OLD."outcome", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."plan_id", OLD."reason_en", OLD."reason_zh", OLD."remedied_on", OLD."remedy_by", OLD."risk_class", OLD."score", OLD."second_officer_id", OLD."state", OLD."station_id", OLD."tanker_id", OLD."version", OLD."visit_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_b5e98() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_contradictionevent" ("code", "id", "indicators", "note_en", "note_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reading_a_en", "reading_a_zh", "reading_b_en", "reading_b_zh", "title_en", "title_zh", "version_id") VALUES (OLD."code", OLD."id", OLD."indicators", OLD."note_en", OLD."note_zh", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."position", OLD."reading_a_en", OLD."reading_a_zh", OLD."reading_b_en", OLD."reading_b_zh", OLD."title_en", OLD."title_zh", OLD."version_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_b7610() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_responsibleunitevent" ("code", "division", "id", "kind", "name_en", "name_zh", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "successor_zh", "valid_from", "valid_to") VALUES (OLD."code", OLD."division", OLD."id", OLD."kind", OLD."name_en", OLD."name_zh", OLD."organisation_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."position", OLD."successor_zh", OLD."valid_from", OLD."valid_to"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_b8489() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_pricecomplaintevent" ("accept_by", "answer", "answer_by", "document_id", "filed_at", "id", "number", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "state", "subject", "text") VALUES (OLD."accept_by", OLD."answer", OLD."answer_by", OLD."document_id", OLD."filed_at", OLD."id", OLD."number", OLD."organisation_id", OLD."person_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."round_id", OLD."state", OLD."subject", OLD."text"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_baafe() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "herd_columnmappingevent" ("confirmed_at", "confirmed_by_id", "farm_id", "fingerprint", "id", "kind", "mapping", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."confirmed_at", OLD."confirmed_by_id", OLD."farm_id", OLD."fingerprint", OLD."id", OLD."kind", OLD."mapping", _pgh_attach_context(), NOW(), 'delete', OLD."id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_c5899() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_samplingtaskevent" ("day", "first_officer_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "plan_id", "position", "probability", "sample_id", "second_officer_id", "state", "stratum") VALUES (OLD."day", OLD."first_officer_id", OLD."id", OLD."note", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."place_id", OLD."plan_id", OLD."position", OLD."probability", OLD."sample_id", OLD."second_officer_id", OLD."state", OLD."stratum"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_c5ad8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_complaintevent" ("accept_due_on", "accepted_on", "account", "agreement", "claim", "closed_on", "contract_id", "filed_by_id", "filed_on", "happened_on", "id", "kind", "mediate_due_on", "mediator_id", "number", "office_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral", "sheets", "side", "state") VALUES (OLD."accept_due_on", OLD."accepted_on", OLD."account", OLD."agreement", OLD."claim", OLD."closed_on", OLD."contract_id", OLD."filed_by_id", OLD."filed_on", OLD."happened_on", OLD."id", OLD."kind", OLD."mediate_due_on", OLD."mediator_id", OLD."number", OLD."office_id", OLD."outcome", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."referral", OLD."sheets", OLD."side", OLD."state"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_ca5bc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "recording_testvisitevent" ("analysed_at", "enrolment_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "received_at", "released_at", "sampled_by", "sampler_id", "state", "synthetic", "tested_on") VALUES (OLD."analysed_at", OLD."enrolment_id", OLD."id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."planned_on", OLD."received_at", OLD."released_at", OLD."sampled_by", OLD."sampler_id", OLD."state", OLD."synthetic", OLD."tested_on"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_cb834() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_targetsplitevent" ("basis", "division", "document", "entered_at", "entered_by_id", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to", "value") VALUES (OLD."basis", OLD."division", OLD."document", OLD."entered_at", OLD."entered_by_id", OLD."id", OLD."indicator_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."valid_from", OLD."valid_to", OLD."value"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_cc959() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_supervisionletterevent" ("answer", "answered_at", "answered_by_id", "copy_id", "demand", "drafted_at", "drafted_by_id", "id", "issued_by_id", "issued_on", "issuer_short", "item_id", "matter", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_by", "revision", "serial", "state", "unit_id", "year") VALUES (OLD."answer", OLD."answered_at", OLD."answered_by_id", OLD."copy_id", OLD."demand", OLD."drafted_at", OLD."drafted_by_id", OLD."id", OLD."issued_by_id", OLD."issued_on", OLD."issuer_short", OLD."item_id", OLD."matter", OLD."office_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."reply_by", OLD."revision", OLD."serial", OLD."state", OLD."unit_id", OLD."year"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_cd47a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_laboratoryevent" ("accreditation_number", "accredited", "accredited_to", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id") VALUES (OLD."accreditation_number", OLD."accredited", OLD."accredited_to", OLD."id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."place_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_d08e7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_paygridevent" ("code", "digest", "document", "drafted_at", "drafted_by_id", "id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "revision", "source", "state", "status", "title_en", "title_zh", "valid_from", "valid_to", "version") VALUES (OLD."code", OLD."digest", OLD."document", OLD."drafted_at", OLD."drafted_by_id", OLD."id", OLD."owner_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."published_at", OLD."revision", OLD."source", OLD."state", OLD."status", OLD."title_en", OLD."title_zh", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_d1350() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_objectionevent" ("due", "id", "number", "organisation_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provisional", "raised_at", "raised_by_id", "rapid", "reason", "sample_id", "state") VALUES (OLD."due", OLD."id", OLD."number", OLD."organisation_id", OLD."outcome", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."provisional", OLD."raised_at", OLD."raised_by_id", OLD."rapid", OLD."reason", OLD."sample_id", OLD."state"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_d2b74() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "recording_enrolmentevent" ("centre_id", "ended_on", "farm_code", "id", "milkings_per_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "sampled_by", "scheme", "started_on", "synthetic") VALUES (OLD."centre_id", OLD."ended_on", OLD."farm_code", OLD."id", OLD."milkings_per_day", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."place_id", OLD."sampled_by", OLD."scheme", OLD."started_on", OLD."synthetic"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_d2e83() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_creditappealevent" ("answer", "answer_due", "answered_by_id", "answered_on", "asked_by_id", "asked_on", "entry_id", "evidence_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "text") VALUES (OLD."answer", OLD."answer_due", OLD."answered_by_id", OLD."answered_on", OLD."asked_by_id", OLD."asked_on", OLD."entry_id", OLD."evidence_id", OLD."id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."state", OLD."text"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_dbf0b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "collection_sitevisitevent" ("application_id", "checklist", "county", "id", "lead_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "remedy_due", "revisits_id", "second_id", "signed_on", "state", "station_id", "tanker_id") VALUES (OLD."application_id", OLD."checklist", OLD."county", OLD."id", OLD."lead_id", OLD."organisation_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."planned_on", OLD."remedy_due", OLD."revisits_id", OLD."second_id", OLD."signed_on", OLD."state", OLD."station_id", OLD."tanker_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_def23() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_progressreportevent" ("as_of", "id", "item_id", "next_step", "opinion", "organisation_id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problems", "reported_at", "reported_by_id", "reviewed_at", "reviewed_by_id", "state", "words") VALUES (OLD."as_of", OLD."id", OLD."item_id", OLD."next_step", OLD."opinion", OLD."organisation_id", OLD."percent", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."problems", OLD."reported_at", OLD."reported_by_id", OLD."reviewed_at", OLD."reviewed_by_id", OLD."state", OLD."words"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_e1026() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "factory_recallcaseevent" ("analyte", "cause", "decided_at", "finish_by", "finish_is_provisional", "hazard", "id", "known_at", "level", "limit_value", "model", "number", "opened_at", "opened_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "start_by", "state", "suspect_value", "threshold", "unit") VALUES (OLD."analyte", OLD."cause", OLD."decided_at", OLD."finish_by", OLD."finish_is_provisional", OLD."hazard", OLD."id", OLD."known_at", OLD."level", OLD."limit_value", OLD."model", OLD."number", OLD."opened_at", OLD."opened_by_id", OLD."organisation_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."revision", OLD."start_by", OLD."state", OLD."suspect_value", OLD."threshold", OLD."unit"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_e22ae() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_priceroundevent" ("code", "first", "id", "last", "minutes", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "survey_first", "survey_last") VALUES (OLD."code", OLD."first", OLD."id", OLD."last", OLD."minutes", OLD."opened_at", OLD."opened_by_id", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."state", OLD."survey_first", OLD."survey_last"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_e23fc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_closedperiodevent" ("closed_at", "closed_by_id", "id", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (OLD."closed_at", OLD."closed_by_id", OLD."id", OLD."month", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."reason"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_e6f8f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "factory_productlotevent" ("batch_id", "expires_on", "id", "kg", "lot", "packs", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "produced_on", "product_id", "state", "uri") VALUES (OLD."batch_id", OLD."expires_on", OLD."id", OLD."kg", OLD."lot", OLD."packs", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."produced_on", OLD."product_id", OLD."state", OLD."uri"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_f25e1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_contractevent" ("breach_pct", "buyer_id", "corridor_down_pct", "corridor_up_pct", "delivery_place_id", "deposit_yuan", "dispute_body", "dispute_path", "drafted_at", "drafted_by_id", "drafted_by_side", "effective_from", "ended_on", "exclusive", "float_pct", "form_id", "grid_code", "id", "late_interest_pct_per_day", "monthly_plan_kg", "notice_days", "number", "payment_term_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_kg_per_day", "price_kind", "price_yuan_per_kg", "remarks", "replaces_id", "revision", "seller_id", "seller_place_id", "settlement_period", "signed_at", "spread_yuan_per_kg", "state", "test_report_hours", "third_party_id", "unilateral_price_change", "valid_from", "valid_to", "version") VALUES (OLD."breach_pct", OLD."buyer_id", OLD."corridor_down_pct", OLD."corridor_up_pct", OLD."delivery_place_id", OLD."deposit_yuan", OLD."dispute_body", OLD."dispute_path", OLD."drafted_at", OLD."drafted_by_id", OLD."drafted_by_side", OLD."effective_from", OLD."ended_on", OLD."exclusive", OLD."float_pct", OLD."form_id", OLD."grid_code", OLD."id", OLD."late_interest_pct_per_day", OLD."monthly_plan_kg", OLD."notice_days", OLD."number", OLD."payment_term_days", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."planned_kg_per_day", OLD."price_kind", OLD."price_yuan_per_kg", OLD."remarks", OLD."replaces_id", OLD."revision", OLD."seller_id", OLD."seller_place_id", OLD."settlement_period", OLD."signed_at", OLD."spread_yuan_per_kg", OLD."state", OLD."test_report_hours", OLD."third_party_id", OLD."unilateral_price_change", OLD."valid_from", OLD."valid_to", OLD."version"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_f27ff() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "collection_tankerevent" ("active", "capacity_kg", "carrier_id", "compartments", "grai", "id", "max_haul_km", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plate") VALUES (OLD."active", OLD."capacity_kg", OLD."carrier_id", OLD."compartments", OLD."grai", OLD."id", OLD."max_haul_km", _pgh_attach_context(), NOW(), 'delete', OLD."id", OLD."plate"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_delete_delete_f93fd() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_resultlayoutevent" ("confirmed_at", "confirmed_by_id", "id", "laboratory_id", "layout", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."confirmed_at", OLD."confirmed_by_id", OLD."id", OLD."laboratory_id", OLD."layout", OLD."name", _pgh_attach_context(), NOW(), 'delete', OLD."id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_facts_are_only_added_a7c34() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                DECLARE replaced RECORD;
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    IF TG_OP = 'UPDATE' THEN
                        replaced := OLD;
                        SELECT tombstone INTO replaced.body FROM ledger_redaction
                            WHERE seq = OLD.seq;
                        IF FOUND AND NEW IS NOT DISTINCT FROM replaced THEN
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'Cannot update or delete rows from % table', TG_TABLE_NAME;
                
                END;
            $$;

CREATE FUNCTION public.pgtrigger_federation_package_is_never_edited_eeb2e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_figure_is_only_added_18701() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_grid_agreement_is_final_27375() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_grid_fixed_once_published_b20af() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_identities_are_only_added_c852f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_0a582() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_formclauseevent" ("checks", "code", "form_id", "id", "legal", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required", "source", "title_en", "title_zh", "wording_en", "wording_zh") VALUES (NEW."checks", NEW."code", NEW."form_id", NEW."id", NEW."legal", NEW."number", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."required", NEW."source", NEW."title_en", NEW."title_zh", NEW."wording_en", NEW."wording_zh"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_0d89d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_holidayevent" ("day", "id", "is_working", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."day", NEW."id", NEW."is_working", NEW."name_zh", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."source"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_2908c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_organisationevent" ("county", "credit_code", "gln", "id", "kind", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic", "valid_from", "valid_to") VALUES (NEW."county", NEW."credit_code", NEW."gln", NEW."id", NEW."kind", NEW."name_en", NEW."name_zh", NEW."parent_id", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."synthetic", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_3cff5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_placeevent" ("county", "gln", "id", "kind", "latitude", "longitude", "name_en", "name_zh", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "town") VALUES (NEW."county", NEW."gln", NEW."id", NEW."kind", NEW."latitude", NEW."longitude", NEW."name_en", NEW."name_zh", NEW."organisation_id", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."town"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_41d4e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_ruleevent" ("high", "id", "key", "low", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "status", "title_en", "title_zh", "unit", "valid_from", "valid_to", "value") VALUES (NEW."high", NEW."id", NEW."key", NEW."low", NEW."note", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."source", NEW."status", NEW."title_en", NEW."title_zh", NEW."unit", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_45f9a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_maplayerevent" ("active", "approval_number", "geojson", "id", "loaded_at", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."active", NEW."approval_number", NEW."geojson", NEW."id", NEW."loaded_at", NEW."name_zh", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."source"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_47139() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_personevent" ("id", "is_active", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "synthetic", "username") VALUES (NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."phone", NEW."synthetic", NEW."username"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_959c3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_membershipevent" ("id", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "valid_from", "valid_to") VALUES (NEW."id", NEW."organisation_id", NEW."person_id", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."role", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_b3d8e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_identifierevent" ("id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "scheme", "valid_from", "valid_to", "value") VALUES (NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."place_id", NEW."scheme", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_b7f92() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "herd_farmevent" ("breed", "closed_on", "code", "declared_head", "filed_on", "id", "is_nucleus", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "synthetic") VALUES (NEW."breed", NEW."closed_on", NEW."code", NEW."declared_head", NEW."filed_on", NEW."id", NEW."is_nucleus", NEW."organisation_id", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."place_id", NEW."synthetic"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_insert_insert_f62af() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_modelformevent" ("code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "status", "title_en", "title_zh", "valid_from", "valid_to") VALUES (NEW."code", NEW."id", _pgh_attach_context(), NOW(), 'insert', NEW."id", NEW."source", NEW."status", NEW."title_en", NEW."title_zh", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_links_are_only_added_0db32() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_listing_is_read_only_8727c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_loading_fixed_once_signed_a5301() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_new_edition_03df8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
INSERT INTO platform_edition (id, token) VALUES (1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token;
RETURN NULL;

                END;
            $$;

CREATE FUNCTION public.pgtrigger_new_edition_052e2() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
INSERT INTO platform_edition (id, token) VALUES (1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token;
RETURN NULL;

                END;
            $$;

CREATE FUNCTION public.pgtrigger_new_edition_0673c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
INSERT INTO platform_edition (id, token) VALUES (1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token;
RETURN NULL;

                END;
            $$;

CREATE FUNCTION public.pgtrigger_new_edition_6af44() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
INSERT INTO platform_edition (id, token) VALUES (1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token;
RETURN NULL;

                END;
            $$;

CREATE FUNCTION public.pgtrigger_new_edition_93d54() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
INSERT INTO platform_edition (id, token) VALUES (1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token;
RETURN NULL;

                END;
            $$;

CREATE FUNCTION public.pgtrigger_new_edition_98bdf() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
INSERT INTO platform_edition (id, token) VALUES (1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token;
RETURN NULL;

                END;
            $$;

CREATE FUNCTION public.pgtrigger_new_edition_9d12c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
INSERT INTO platform_edition (id, token) VALUES (1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token;
RETURN NULL;

                END;
            $$;

CREATE FUNCTION public.pgtrigger_new_edition_bcd73() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
INSERT INTO platform_edition (id, token) VALUES (1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token;
RETURN NULL;

                END;
            $$;

CREATE FUNCTION public.pgtrigger_new_edition_ce64b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
INSERT INTO platform_edition (id, token) VALUES (1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token;
RETURN NULL;

                END;
            $$;

CREATE FUNCTION public.pgtrigger_new_edition_e12e8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
INSERT INTO platform_edition (id, token) VALUES (1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token;
RETURN NULL;

                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_0d5e3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_1013a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_1a997() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_230b7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_279ec() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_372b5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_40186() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_4740c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_5f03a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_61bfe() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_66895() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_77421() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_7e284() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_89bd0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_a9390() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_b52d7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_bb284() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_c26bf() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_c6d93() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_cbef2() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_f2a57() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_added_fa046() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_only_extended_40c62() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                    IF TG_OP = 'DELETE' THEN
                        RAISE EXCEPTION 'Cannot delete rows from % table', TG_TABLE_NAME;
                    END IF;
                    IF octet_length(NEW.hashes) NOT BETWEEN 32 AND 8192
                        OR octet_length(NEW.hashes) % 32 <> 0 THEN
                        RAISE EXCEPTION 'A tile holds 1 to 256 hashes of 32 bytes';
                    END IF;
                    IF TG_OP = 'UPDATE' AND ((NEW.level, NEW.index) <> (OLD.level, OLD.index)
                        OR substring(NEW.hashes FROM 1 FOR octet_length(OLD.hashes)) <> OLD.hashes)
                    THEN
                        RAISE EXCEPTION 'Cannot change hashes of % table', TG_TABLE_NAME;
                    END IF;
                    RETURN NEW;
                
                END;
            $$;

CREATE FUNCTION public.pgtrigger_panel_is_final_78d8f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_payment_is_kept_4b57b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_payment_is_kept_once_answered_7574e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_receivable_is_final_e0866() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_result_is_final_c94d7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_settlement_content_is_final_7490d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_settlement_is_kept_702ce() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_settlement_line_is_final_67cf0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_signature_is_final_a75cd() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_stations_fixed_once_offered_d8fc8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    
                IF EXISTS (
                    SELECT 1 FROM trade_contract
                    WHERE id IN (NEW.contract_id, OLD.contract_id) AND state <> 'draft'
                ) THEN
                    RAISE EXCEPTION 'pgtrigger: stations of an offered contract are fixed';
                END IF;
                RETURN COALESCE(NEW, OLD);
                
                END;
            $$;

CREATE FUNCTION public.pgtrigger_task_is_kept_47601() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_unblinding_is_final_bf3e5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_025b7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_paymentevent" ("amount_yuan", "answered_at", "answered_by_id", "id", "paid_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "receivable_id", "reference", "state", "told_at", "told_by_id") VALUES (NEW."amount_yuan", NEW."answered_at", NEW."answered_by_id", NEW."id", NEW."paid_on", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."receivable_id", NEW."reference", NEW."state", NEW."told_at", NEW."told_by_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_08bd0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_holidayevent" ("day", "id", "is_working", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."day", NEW."id", NEW."is_working", NEW."name_zh", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."source"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_08c89() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_ledgeritemevent" ("closed_on", "due_on", "evidence_kinds", "goal", "id", "indicator_id", "lead_id", "leader", "measure", "meeting_id", "officer", "opened_by_id", "opened_on", "part_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "serial", "state", "title", "year") VALUES (NEW."closed_on", NEW."due_on", NEW."evidence_kinds", NEW."goal", NEW."id", NEW."indicator_id", NEW."lead_id", NEW."leader", NEW."measure", NEW."meeting_id", NEW."officer", NEW."opened_by_id", NEW."opened_on", NEW."part_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."revision", NEW."serial", NEW."state", NEW."title", NEW."year"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_0a127() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_contractterminationevent" ("confirmed_at", "confirmed_by_id", "contract_id", "ends_on", "id", "kind", "noticed_on", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "side") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."contract_id", NEW."ends_on", NEW."id", NEW."kind", NEW."noticed_on", NEW."person_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."reason", NEW."side"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_0be63() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "collection_tankerevent" ("active", "capacity_kg", "carrier_id", "compartments", "grai", "id", "max_haul_km", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plate") VALUES (NEW."active", NEW."capacity_kg", NEW."carrier_id", NEW."compartments", NEW."grai", NEW."id", NEW."max_haul_km", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."plate"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_0c2b7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "factory_recallcaseevent" ("analyte", "cause", "decided_at", "finish_by", "finish_is_provisional", "hazard", "id", "known_at", "level", "limit_value", "model", "number", "opened_at", "opened_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "start_by", "state", "suspect_value", "threshold", "unit") VALUES (NEW."analyte", NEW."cause", NEW."decided_at", NEW."finish_by", NEW."finish_is_provisional", NEW."hazard", NEW."id", NEW."known_at", NEW."level", NEW."limit_value", NEW."model", NEW."number", NEW."opened_at", NEW."opened_by_id", NEW."organisation_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."revision", NEW."start_by", NEW."state", NEW."suspect_value", NEW."threshold", NEW."unit"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_0f33c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "herd_columnmappingevent" ("confirmed_at", "confirmed_by_id", "farm_id", "fingerprint", "id", "kind", "mapping", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."farm_id", NEW."fingerprint", NEW."id", NEW."kind", NEW."mapping", _pgh_attach_context(), NOW(), 'update', NEW."id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_1446b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_creditappealevent" ("answer", "answer_due", "answered_by_id", "answered_on", "asked_by_id", "asked_on", "entry_id", "evidence_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "text") VALUES (NEW."answer", NEW."answer_due", NEW."answered_by_id", NEW."answered_on", NEW."asked_by_id", NEW."asked_on", NEW."entry_id", NEW."evidence_id", NEW."id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."state", NEW."text"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_15c78() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "collection_stationevent" ("active", "county_supervisor", "daily_intake_kg", "id", "kind", "manager_id", "milk_kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "town_supervisor") VALUES (NEW."active", NEW."county_supervisor", NEW."daily_intake_kg", NEW."id", NEW."kind", NEW."manager_id", NEW."milk_kind", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."place_id", NEW."town_supervisor"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_1dd56() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_modelformevent" ("code", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "status", "title_en", "title_zh", "valid_from", "valid_to") VALUES (NEW."code", NEW."id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."source", NEW."status", NEW."title_en", NEW."title_zh", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_1f6b4() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "recording_enrolmentevent" ("centre_id", "ended_on", "farm_code", "id", "milkings_per_day", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "sampled_by", "scheme", "started_on", "synthetic") VALUES (NEW."centre_id", NEW."ended_on", NEW."farm_code", NEW."id", NEW."milkings_per_day", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."place_id", NEW."sampled_by", NEW."scheme", NEW."started_on", NEW."synthetic"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_2036d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_contractevent" ("breach_pct", "buyer_id", "corridor_down_pct", "corridor_up_pct", "delivery_place_id", "deposit_yuan", "dispute_body", "dispute_path", "drafted_at", "drafted_by_id", "drafted_by_side", "effective_from", "ended_on", "exclusive", "float_pct", "form_id", "grid_code", "id", "late_interest_pct_per_day", "monthly_plan_kg", "notice_days", "number", "payment_term_days", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_kg_per_day", "price_kind", "price_yuan_per_kg", "remarks", "replaces_id", "revision", "seller_id", "seller_place_id", "settlement_period", "signed_at", "spread_yuan_per_kg", "state", "test_report_hours", "third_party_id", "unilateral_price_change", "valid_from", "valid_to", "version") VALUES (NEW."breach_pct", NEW."buyer_id", NEW."corridor_down_pct", NEW."corridor_up_pct", NEW."delivery_place_id", NEW."deposit_yuan", NEW."dispute_body", NEW."dispute_path", NEW."drafted_at", NEW."drafted_by_id", NEW."drafted_by_side", NEW."effective_from", NEW."ended_on", NEW."exclusive", NEW."float_pct", NEW."form_id", NEW."grid_code", NEW."id", NEW."late_interest_pct_per_day", NEW."monthly_plan_kg", NEW."notice_days", NEW."number", NEW."payment_term_days", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."planned_kg_per_day", NEW."price_kind", NEW."price_yuan_per_kg", NEW."remarks", NEW."replaces_id", NEW."revision", NEW."seller_id", NEW."seller_place_id", NEW."settlement_period", NEW."signed_at", NEW."spread_yuan_per_kg", NEW."state", NEW."test_report_hours", NEW."third_party_id", NEW."unilateral_price_change", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_22959() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "collection_handoversheetevent" ("arrival_temperature_c", "arrived_at", "cooling_minutes", "corrects_id", "departed_at", "departure_temperature_c", "gdti", "id", "load_lot", "loaded_at", "number", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plant_id", "received_kg", "refusal_reason", "seals", "seals_intact", "settled_at", "shipped_kg", "state", "station_id", "tanker_id", "version") VALUES (NEW."arrival_temperature_c", NEW."arrived_at", NEW."cooling_minutes", NEW."corrects_id", NEW."departed_at", NEW."departure_temperature_c", NEW."gdti", NEW."id", NEW."load_lot", NEW."loaded_at", NEW."number", NEW."outcome", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."plant_id", NEW."received_kg", NEW."refusal_reason", NEW."seals", NEW."seals_intact", NEW."settled_at", NEW."shipped_kg", NEW."state", NEW."station_id", NEW."tanker_id", NEW."version"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_298dc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_comparisonroundevent" ("analyte", "due", "evaluated_at", "id", "number", "opened_by_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference_u", "reference_value", "sigma", "state", "title") VALUES (NEW."analyte", NEW."due", NEW."evaluated_at", NEW."id", NEW."number", NEW."opened_by_id", NEW."organisation_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."reference_u", NEW."reference_value", NEW."sigma", NEW."state", NEW."title"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_2a5a5() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_organisationevent" ("county", "credit_code", "gln", "id", "kind", "name_en", "name_zh", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "synthetic", "valid_from", "valid_to") VALUES (NEW."county", NEW."credit_code", NEW."gln", NEW."id", NEW."kind", NEW."name_en", NEW."name_zh", NEW."parent_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."synthetic", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_2b12b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "recording_advisoryvisitevent" ("centre_id", "farm_code", "findings", "id", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "proposed_at", "reasons", "state", "synthetic") VALUES (NEW."centre_id", NEW."farm_code", NEW."findings", NEW."id", NEW."month", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."place_id", NEW."proposed_at", NEW."reasons", NEW."state", NEW."synthetic"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_2d911() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_complaintevent" ("accept_due_on", "accepted_on", "account", "agreement", "claim", "closed_on", "contract_id", "filed_by_id", "filed_on", "happened_on", "id", "kind", "mediate_due_on", "mediator_id", "number", "office_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "referral", "sheets", "side", "state") VALUES (NEW."accept_due_on", NEW."accepted_on", NEW."account", NEW."agreement", NEW."claim", NEW."closed_on", NEW."contract_id", NEW."filed_by_id", NEW."filed_on", NEW."happened_on", NEW."id", NEW."kind", NEW."mediate_due_on", NEW."mediator_id", NEW."number", NEW."office_id", NEW."outcome", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."referral", NEW."sheets", NEW."side", NEW."state"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_2dd6d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_holdevent" ("basis", "ended_at", "id", "lot_uri", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "placed_at", "proposed_at", "proposed_by_id", "reason", "retest_id", "sample_id", "state") VALUES (NEW."basis", NEW."ended_at", NEW."id", NEW."lot_uri", NEW."number", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."place_id", NEW."placed_at", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."retest_id", NEW."sample_id", NEW."state"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_3678f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_planversionevent" ("code", "current", "id", "loaded_at", "loaded_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision", "state", "status", "title_en", "title_zh") VALUES (NEW."code", NEW."current", NEW."id", NEW."loaded_at", NEW."loaded_by_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."revision", NEW."state", NEW."status", NEW."title_en", NEW."title_zh"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_38d93() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_progressreportevent" ("as_of", "id", "item_id", "next_step", "opinion", "organisation_id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "problems", "reported_at", "reported_by_id", "reviewed_at", "reviewed_by_id", "state", "words") VALUES (NEW."as_of", NEW."id", NEW."item_id", NEW."next_step", NEW."opinion", NEW."organisation_id", NEW."percent", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."problems", NEW."reported_at", NEW."reported_by_id", NEW."reviewed_at", NEW."reviewed_by_id", NEW."state", NEW."words"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_43c19() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_creditrepairevent" ("answer", "answer_due", "answered_by_id", "answered_on", "asked_by_id", "asked_on", "entry_id", "evidence_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "text") VALUES (NEW."answer", NEW."answer_due", NEW."answered_by_id", NEW."answered_on", NEW."asked_by_id", NEW."asked_on", NEW."entry_id", NEW."evidence_id", NEW."id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."state", NEW."text"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_4d281() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "factory_siloevent" ("active", "capacity_kg", "extension", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plant_id") VALUES (NEW."active", NEW."capacity_kg", NEW."extension", NEW."id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."plant_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_4fc2b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_receivableevent" ("amount_yuan", "contract_id", "due_on", "id", "interest_pct_per_day", "interest_source", "opened_at", "opened_by_id", "period_first", "period_last", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "statement") VALUES (NEW."amount_yuan", NEW."contract_id", NEW."due_on", NEW."id", NEW."interest_pct_per_day", NEW."interest_source", NEW."opened_at", NEW."opened_by_id", NEW."period_first", NEW."period_last", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."statement"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_5069d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "herd_animalidentifierevent" ("animal_id", "changed_at", "id", "issuer_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "scheme", "valid_from", "valid_to", "value") VALUES (NEW."animal_id", NEW."changed_at", NEW."id", NEW."issuer_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."scheme", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_56821() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_contractfilingevent" ("answer_due_on", "answered_by_id", "answered_on", "contract_id", "due_on", "filing_number", "id", "office_id", "opinion", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submitted_by_id", "submitted_on") VALUES (NEW."answer_due_on", NEW."answered_by_id", NEW."answered_on", NEW."contract_id", NEW."due_on", NEW."filing_number", NEW."id", NEW."office_id", NEW."opinion", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."state", NEW."submitted_by_id", NEW."submitted_on"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_58981() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_supervisionletterevent" ("answer", "answered_at", "answered_by_id", "copy_id", "demand", "drafted_at", "drafted_by_id", "id", "issued_by_id", "issued_on", "issuer_short", "item_id", "matter", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reply_by", "revision", "serial", "state", "unit_id", "year") VALUES (NEW."answer", NEW."answered_at", NEW."answered_by_id", NEW."copy_id", NEW."demand", NEW."drafted_at", NEW."drafted_by_id", NEW."id", NEW."issued_by_id", NEW."issued_on", NEW."issuer_short", NEW."item_id", NEW."matter", NEW."office_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."reply_by", NEW."revision", NEW."serial", NEW."state", NEW."unit_id", NEW."year"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_5ae9e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_creditsignalevent" ("evidence_id", "happened_on", "id", "keeper", "kind", "noted_by_id", "noted_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "subject_id", "url", "withdrawal", "withdrawn_by_id", "withdrawn_on", "words_en", "words_zh") VALUES (NEW."evidence_id", NEW."happened_on", NEW."id", NEW."keeper", NEW."kind", NEW."noted_by_id", NEW."noted_on", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."source", NEW."subject_id", NEW."url", NEW."withdrawal", NEW."withdrawn_by_id", NEW."withdrawn_on", NEW."words_en", NEW."words_zh"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_5ba41() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_creditentryevent" ("basis", "decided_on", "decision_number", "decision_words", "defence_due", "defence_is_provisional", "expires_on", "id", "layer", "measures", "notice_number", "number", "office_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_on", "published_on", "reason", "removed_on", "revision", "served_on", "state", "subject_id") VALUES (NEW."basis", NEW."decided_on", NEW."decision_number", NEW."decision_words", NEW."defence_due", NEW."defence_is_provisional", NEW."expires_on", NEW."id", NEW."layer", NEW."measures", NEW."notice_number", NEW."number", NEW."office_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."proposed_on", NEW."published_on", NEW."reason", NEW."removed_on", NEW."revision", NEW."served_on", NEW."state", NEW."subject_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_5e552() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "herd_monthaccountevent" ("entered_at", "entered_by_id", "farm_id", "feed_cost_yuan", "id", "milk_kg", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "price_yuan_per_kg", "source", "synthetic") VALUES (NEW."entered_at", NEW."entered_by_id", NEW."farm_id", NEW."feed_cost_yuan", NEW."id", NEW."milk_kg", NEW."month", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."price_yuan_per_kg", NEW."source", NEW."synthetic"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_63ae0() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_priceerratumevent" ("corrected_central", "decided_at", "decided_by_id", "decision", "found_at", "found_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "publication_id", "share", "state", "text", "threshold") VALUES (NEW."corrected_central", NEW."decided_at", NEW."decided_by_id", NEW."decision", NEW."found_at", NEW."found_by_id", NEW."id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."publication_id", NEW."share", NEW."state", NEW."text", NEW."threshold"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_67471() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_thirdpartytestevent" ("complaint_id", "due_on", "favours", "id", "laboratory_id", "ordered_by_id", "ordered_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reported_on", "result", "subject") VALUES (NEW."complaint_id", NEW."due_on", NEW."favours", NEW."id", NEW."laboratory_id", NEW."ordered_by_id", NEW."ordered_on", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."reported_on", NEW."result", NEW."subject"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_6f179() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_targetclaimevent" ("high", "id", "indicator_id", "kind", "low", "operator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quote_zh", "source_en", "source_zh", "value") VALUES (NEW."high", NEW."id", NEW."indicator_id", NEW."kind", NEW."low", NEW."operator", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."position", NEW."quote_zh", NEW."source_en", NEW."source_zh", NEW."value"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_6f26c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_objectionevent" ("due", "id", "number", "organisation_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provisional", "raised_at", "raised_by_id", "rapid", "reason", "sample_id", "state") VALUES (NEW."due", NEW."id", NEW."number", NEW."organisation_id", NEW."outcome", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."provisional", NEW."raised_at", NEW."raised_by_id", NEW."rapid", NEW."reason", NEW."sample_id", NEW."state"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_70620() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_settlementevent" ("accepted_at", "accepted_kg", "amount_yuan", "approved_at", "buyer_id", "contract_id", "corrects_id", "digest", "dispute_until", "first_day", "grid_id", "id", "inputs", "last_day", "made_at", "made_by_id", "number", "payable_kg", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "seller_id", "seller_place_id", "state", "version") VALUES (NEW."accepted_at", NEW."accepted_kg", NEW."amount_yuan", NEW."approved_at", NEW."buyer_id", NEW."contract_id", NEW."corrects_id", NEW."digest", NEW."dispute_until", NEW."first_day", NEW."grid_id", NEW."id", NEW."inputs", NEW."last_day", NEW."made_at", NEW."made_by_id", NEW."number", NEW."payable_kg", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."reason", NEW."seller_id", NEW."seller_place_id", NEW."state", NEW."version"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_72f93() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_samplingtaskevent" ("day", "first_officer_id", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "plan_id", "position", "probability", "sample_id", "second_officer_id", "state", "stratum") VALUES (NEW."day", NEW."first_officer_id", NEW."id", NEW."note", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."place_id", NEW."plan_id", NEW."position", NEW."probability", NEW."sample_id", NEW."second_officer_id", NEW."state", NEW."stratum"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_78dd1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "herd_farmevent" ("breed", "closed_on", "code", "declared_head", "filed_on", "id", "is_nucleus", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "synthetic") VALUES (NEW."breed", NEW."closed_on", NEW."code", NEW."declared_head", NEW."filed_on", NEW."id", NEW."is_nucleus", NEW."organisation_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."place_id", NEW."synthetic"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_79c28() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_priceseatevent" ("appointed_at", "appointed_by_id", "end_reason", "id", "is_chair", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "side", "valid_from", "valid_to") VALUES (NEW."appointed_at", NEW."appointed_by_id", NEW."end_reason", NEW."id", NEW."is_chair", NEW."organisation_id", NEW."person_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."side", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_7e525() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "herd_testdayevent" ("animal_id", "batch_id", "birth_date", "days_in_milk", "farm_id", "fat_pct", "id", "lactation_key", "lactose_pct", "milk_kg", "milkings", "parity", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protein_pct", "recorded_at", "row", "scc_per_ml", "scheme", "source", "synthetic", "test_date", "urea_mg_per_dl") VALUES (NEW."animal_id", NEW."batch_id", NEW."birth_date", NEW."days_in_milk", NEW."farm_id", NEW."fat_pct", NEW."id", NEW."lactation_key", NEW."lactose_pct", NEW."milk_kg", NEW."milkings", NEW."parity", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."protein_pct", NEW."recorded_at", NEW."row", NEW."scc_per_ml", NEW."scheme", NEW."source", NEW."synthetic", NEW."test_date", NEW."urea_mg_per_dl"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_7fba2() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_pricecomplaintevent" ("accept_by", "answer", "answer_by", "document_id", "filed_at", "id", "number", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "round_id", "state", "subject", "text") VALUES (NEW."accept_by", NEW."answer", NEW."answer_by", NEW."document_id", NEW."filed_at", NEW."id", NEW."number", NEW."organisation_id", NEW."person_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."round_id", NEW."state", NEW."subject", NEW."text"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_83a07() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "factory_productlotevent" ("batch_id", "expires_on", "id", "kg", "lot", "packs", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "produced_on", "product_id", "state", "uri") VALUES (NEW."batch_id", NEW."expires_on", NEW."id", NEW."kg", NEW."lot", NEW."packs", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."produced_on", NEW."product_id", NEW."state", NEW."uri"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_873c8() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_paygridevent" ("code", "digest", "document", "drafted_at", "drafted_by_id", "id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_at", "revision", "source", "state", "status", "title_en", "title_zh", "valid_from", "valid_to", "version") VALUES (NEW."code", NEW."digest", NEW."document", NEW."drafted_at", NEW."drafted_by_id", NEW."id", NEW."owner_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."published_at", NEW."revision", NEW."source", NEW."state", NEW."status", NEW."title_en", NEW."title_zh", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_8b121() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "collection_sitevisitevent" ("application_id", "checklist", "county", "id", "lead_id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "remedy_due", "revisits_id", "second_id", "signed_on", "state", "station_id", "tanker_id") VALUES (NEW."application_id", NEW."checklist", NEW."county", NEW."id", NEW."lead_id", NEW."organisation_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."planned_on", NEW."remedy_due", NEW."revisits_id", NEW."second_id", NEW."signed_on", NEW."state", NEW."station_id", NEW."tanker_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_94ac6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "factory_productevent" ("category", "gtin", "id", "launched_on", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plant_id", "shelf_life_days", "specialty", "specialty_reason") VALUES (NEW."category", NEW."gtin", NEW."id", NEW."launched_on", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."plant_id", NEW."shelf_life_days", NEW."specialty", NEW."specialty_reason"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_9790b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "factory_plantevent" ("active", "daily_capacity_t", "first_licensed_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "traced") VALUES (NEW."active", NEW."daily_capacity_t", NEW."first_licensed_on", NEW."id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."place_id", NEW."traced"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_97fbd() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_controlseriesevent" ("analyte", "id", "instrument", "laboratory_id", "material", "material_to", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sd", "target") VALUES (NEW."analyte", NEW."id", NEW."instrument", NEW."laboratory_id", NEW."material", NEW."material_to", NEW."method", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."sd", NEW."target"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_99349() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_samplingplanevent" ("algorithm", "analytes", "committed_at", "created_by_id", "drawn_at", "first_day", "frame_digest", "id", "kind", "last_day", "method", "number", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "seed_digest", "state", "title", "witness_word") VALUES (NEW."algorithm", NEW."analytes", NEW."committed_at", NEW."created_by_id", NEW."drawn_at", NEW."first_day", NEW."frame_digest", NEW."id", NEW."kind", NEW."last_day", NEW."method", NEW."number", NEW."organisation_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."seed_digest", NEW."state", NEW."title", NEW."witness_word"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_99f83() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "recording_farmreportevent" ("centre_id", "content", "drafted_at", "drafted_by_id", "id", "issued_at", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "run_id", "sha256", "state", "synthetic", "version") VALUES (NEW."centre_id", NEW."content", NEW."drafted_at", NEW."drafted_by_id", NEW."id", NEW."issued_at", NEW."month", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."place_id", NEW."run_id", NEW."sha256", NEW."state", NEW."synthetic", NEW."version"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_9ed05() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_closedperiodevent" ("closed_at", "closed_by_id", "id", "month", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."closed_at", NEW."closed_by_id", NEW."id", NEW."month", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."reason"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_a523b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_ruleevent" ("high", "id", "key", "low", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "status", "title_en", "title_zh", "unit", "valid_from", "valid_to", "value") VALUES (NEW."high", NEW."id", NEW."key", NEW."low", NEW."note", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."source", NEW."status", NEW."title_en", NEW."title_zh", NEW."unit", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_a5ad9() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_contradictionevent" ("code", "id", "indicators", "note_en", "note_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "reading_a_en", "reading_a_zh", "reading_b_en", "reading_b_zh", "title_en", "title_zh", "version_id") VALUES (NEW."code", NEW."id", NEW."indicators", NEW."note_en", NEW."note_zh", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."position", NEW."reading_a_en", NEW."reading_a_zh", NEW."reading_b_en", NEW."reading_b_zh", NEW."title_en", NEW."title_zh", NEW."version_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_a6eb6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "herd_animalhistory" ("birth_date", "bred_on", "breed", "checked_on", "conceived_on", "dam_number", "do_not_breed", "dry_on", "due_on", "entered_on", "farm_id", "heat_on", "id", "last_calving_date", "left_on", "parity", "pen_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pregnant", "registered_at", "registered_calving_date", "registered_dry_on", "registered_due_on", "registered_farm_id", "registered_parity", "services", "sex", "sire_number", "state_since", "status", "synthetic", "withdrawal_until") VALUES (NEW."birth_date", NEW."bred_on", NEW."breed", NEW."checked_on", NEW."conceived_on", NEW."dam_number", NEW."do_not_breed", NEW."dry_on", NEW."due_on", NEW."entered_on", NEW."farm_id", NEW."heat_on", NEW."id", NEW."last_calving_date", NEW."left_on", NEW."parity", NEW."pen_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."pregnant", NEW."registered_at", NEW."registered_calving_date", NEW."registered_dry_on", NEW."registered_due_on", NEW."registered_farm_id", NEW."registered_parity", NEW."services", NEW."sex", NEW."sire_number", NEW."state_since", NEW."status", NEW."synthetic", NEW."withdrawal_until"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_a6f89() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "herd_farmdayevent" ("adult_head", "day", "farm_id", "fat_pct", "head", "id", "milk_kg", "milking_head", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protein_pct", "scc_per_ml", "session_milk_kg", "source", "synthetic") VALUES (NEW."adult_head", NEW."day", NEW."farm_id", NEW."fat_pct", NEW."head", NEW."id", NEW."milk_kg", NEW."milking_head", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."protein_pct", NEW."scc_per_ml", NEW."session_milk_kg", NEW."source", NEW."synthetic"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_a7f0e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "recording_testvisitevent" ("analysed_at", "enrolment_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "planned_on", "received_at", "released_at", "sampled_by", "sampler_id", "state", "synthetic", "tested_on") VALUES (NEW."analysed_at", NEW."enrolment_id", NEW."id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."planned_on", NEW."received_at", NEW."released_at", NEW."sampled_by", NEW."sampler_id", NEW."state", NEW."synthetic", NEW."tested_on"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_aaf69() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_maplayerevent" ("active", "approval_number", "geojson", "id", "loaded_at", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source") VALUES (NEW."active", NEW."approval_number", NEW."geojson", NEW."id", NEW."loaded_at", NEW."name_zh", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."source"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_ac391() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "collection_applicationevent" ("accepted_on", "applicant_id", "content", "county", "created_at", "created_by_id", "decided_on", "edition", "extended_on", "form", "id", "kind", "licence_id", "missing", "number", "of_licence_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "recommendation", "returned_on", "state", "station_id", "submitted_on", "tanker_id") VALUES (NEW."accepted_on", NEW."applicant_id", NEW."content", NEW."county", NEW."created_at", NEW."created_by_id", NEW."decided_on", NEW."edition", NEW."extended_on", NEW."form", NEW."id", NEW."kind", NEW."licence_id", NEW."missing", NEW."number", NEW."of_licence_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."purpose", NEW."recommendation", NEW."returned_on", NEW."state", NEW."station_id", NEW."submitted_on", NEW."tanker_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_af30e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_sampleevent" ("added_water", "analyst_id", "barcode", "base_kg", "blind_number", "failed", "id", "kind", "laboratory_id", "lot_uri", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "portions", "reported_at", "retest_of_id", "reviewer_id", "sampled_at", "sampler_id", "second_sampler_id", "sheet_gdti", "state", "tanker_uri", "verdict") VALUES (NEW."added_water", NEW."analyst_id", NEW."barcode", NEW."base_kg", NEW."blind_number", NEW."failed", NEW."id", NEW."kind", NEW."laboratory_id", NEW."lot_uri", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."place_id", NEW."portions", NEW."reported_at", NEW."retest_of_id", NEW."reviewer_id", NEW."sampled_at", NEW."sampler_id", NEW."second_sampler_id", NEW."sheet_gdti", NEW."state", NEW."tanker_uri", NEW."verdict"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_b0d5b() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_accreditedmethodevent" ("analyte", "detection", "id", "laboratory_id", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quantification", "uncertainty_share", "valid_from", "valid_to") VALUES (NEW."analyte", NEW."detection", NEW."id", NEW."laboratory_id", NEW."method", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."quantification", NEW."uncertainty_share", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_b753e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "collection_sealevent" ("applied_at", "ended_at", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "sheet_id", "state", "station_id") VALUES (NEW."applied_at", NEW."ended_at", NEW."id", NEW."number", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."reason", NEW."sheet_id", NEW."state", NEW."station_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_bce8e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_pricemotionevent" ("cap", "central", "closed_at", "closed_by_id", "corridor_reason", "estimate_id", "floor", "formula", "formula_value", "id", "judgement_yuan", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "put_at", "put_by_id", "round_id", "state", "tally") VALUES (NEW."cap", NEW."central", NEW."closed_at", NEW."closed_by_id", NEW."corridor_reason", NEW."estimate_id", NEW."floor", NEW."formula", NEW."formula_value", NEW."id", NEW."judgement_yuan", NEW."number", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."put_at", NEW."put_by_id", NEW."round_id", NEW."state", NEW."tally"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_bff6d() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_dutyevent" ("document", "id", "part_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "set_at", "set_by_id", "unit_id", "valid_from", "valid_to") VALUES (NEW."document", NEW."id", NEW."part_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."role", NEW."set_at", NEW."set_by_id", NEW."unit_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_c0d7e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "recording_standardreadingevent" ("centre_id", "component", "id", "instrument", "material", "measured_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_by_id", "reference", "synthetic", "values") VALUES (NEW."centre_id", NEW."component", NEW."id", NEW."instrument", NEW."material", NEW."measured_on", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."recorded_by_id", NEW."reference", NEW."synthetic", NEW."values"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_c4970() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_milestoneevent" ("basis", "document", "id", "indicator_id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value") VALUES (NEW."basis", NEW."document", NEW."id", NEW."indicator_id", NEW."on", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."value"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_c933c() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "collection_inspectionevent" ("chance", "done_on", "due_on", "findings", "first_officer_id", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "reason_en", "reason_zh", "remedied_on", "remedy_by", "risk_class", "score", "second_officer_id", "state", "station_id", "tanker_id", "version", "visit_id") VALUES (NEW."chance", NEW."done_on", NEW."due_on", NEW."findings", NEW."first_officer_id", NEW."id", NEW."outcome", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."plan_id", NEW."reason_en", NEW."reason_zh", NEW."remedied_on", NEW."remedy_by", NEW."risk_class", NEW."score", NEW."second_officer_id", NEW."state", NEW."station_id", NEW."tanker_id", NEW."version", NEW."visit_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_ca319() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_responsibleunitevent" ("code", "division", "id", "kind", "name_en", "name_zh", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "successor_zh", "valid_from", "valid_to") VALUES (NEW."code", NEW."division", NEW."id", NEW."kind", NEW."name_en", NEW."name_zh", NEW."organisation_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."position", NEW."successor_zh", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_cc6c9() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_personevent" ("id", "is_active", "name_en", "name_zh", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "synthetic", "username") VALUES (NEW."id", NEW."is_active", NEW."name_en", NEW."name_zh", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."phone", NEW."synthetic", NEW."username"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_ccfdd() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_planpartevent" ("code", "id", "indicators", "kind", "parent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quote_zh", "section", "title_en", "title_zh", "version_id") VALUES (NEW."code", NEW."id", NEW."indicators", NEW."kind", NEW."parent", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."position", NEW."quote_zh", NEW."section", NEW."title_en", NEW."title_zh", NEW."version_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_cd6f3() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_laboratoryevent" ("accreditation_number", "accredited", "accredited_to", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id") VALUES (NEW."accreditation_number", NEW."accredited", NEW."accredited_to", NEW."id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."place_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_cf111() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_targetsplitevent" ("basis", "division", "document", "entered_at", "entered_by_id", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to", "value") VALUES (NEW."basis", NEW."division", NEW."document", NEW."entered_at", NEW."entered_by_id", NEW."id", NEW."indicator_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_cf809() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_indicatorevent" ("accumulation", "baseline", "baseline_as_written", "baseline_basis", "code", "derived_from", "direction", "formula_en", "formula_zh", "group", "high", "id", "kind", "kind_raw", "lead_units", "low", "name_en", "name_zh", "operator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "quote_zh", "scope_en", "scope_zh", "section", "target", "tolerance_share", "unit", "version_id", "zone") VALUES (NEW."accumulation", NEW."baseline", NEW."baseline_as_written", NEW."baseline_basis", NEW."code", NEW."derived_from", NEW."direction", NEW."formula_en", NEW."formula_zh", NEW."group", NEW."high", NEW."id", NEW."kind", NEW."kind_raw", NEW."lead_units", NEW."low", NEW."name_en", NEW."name_zh", NEW."operator", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."position", NEW."quote_zh", NEW."scope_en", NEW."scope_zh", NEW."section", NEW."target", NEW."tolerance_share", NEW."unit", NEW."version_id", NEW."zone"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_d1a9e() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "collection_licenceevent" ("halted_on", "holder_id", "id", "issuer_id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "renewed_by_law_to", "renews_id", "state", "station_id", "tanker_id", "valid_from", "valid_to", "version") VALUES (NEW."halted_on", NEW."holder_id", NEW."id", NEW."issuer_id", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."renewed_by_law_to", NEW."renews_id", NEW."state", NEW."station_id", NEW."tanker_id", NEW."valid_from", NEW."valid_to", NEW."version"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_d1b85() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_settlementdisputeevent" ("answer", "answer_due_on", "answered_at", "answered_by_id", "claim", "claimed_yuan", "evidence_id", "id", "line_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raised_at", "raised_by_id", "settlement_id", "state") VALUES (NEW."answer", NEW."answer_due_on", NEW."answered_at", NEW."answered_by_id", NEW."claim", NEW."claimed_yuan", NEW."evidence_id", NEW."id", NEW."line_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."raised_at", NEW."raised_by_id", NEW."settlement_id", NEW."state"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_d2d59() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_costsheetevent" ("cash_cost", "cows_head", "digest", "fat_pct", "feed_cost", "full_cost", "id", "kept_reason", "milk_sold_kg", "origin", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protein_pct", "remark", "review_reason", "reviewed_at", "reviewed_by_id", "sample_id", "state", "stated_total_yuan", "submitted_at", "submitted_by_id", "survey_cost", "version") VALUES (NEW."cash_cost", NEW."cows_head", NEW."digest", NEW."fat_pct", NEW."feed_cost", NEW."full_cost", NEW."id", NEW."kept_reason", NEW."milk_sold_kg", NEW."origin", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."protein_pct", NEW."remark", NEW."review_reason", NEW."reviewed_at", NEW."reviewed_by_id", NEW."sample_id", NEW."state", NEW."stated_total_yuan", NEW."submitted_at", NEW."submitted_by_id", NEW."survey_cost", NEW."version"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_d4cb7() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_identifierevent" ("id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "scheme", "valid_from", "valid_to", "value") VALUES (NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."place_id", NEW."scheme", NEW."valid_from", NEW."valid_to", NEW."value"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_dbcea() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "plan_meetingevent" ("chaired_by", "file_id", "held_on", "id", "minutes", "noted_at", "noted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title") VALUES (NEW."chaired_by", NEW."file_id", NEW."held_on", NEW."id", NEW."minutes", NEW."noted_at", NEW."noted_by_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."title"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_dfafc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "herd_farmfilingevent" ("address", "breed", "county", "created_by_id", "declared_head", "edition", "farm_id", "filed_on", "gln", "id", "name_zh", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submitted_on") VALUES (NEW."address", NEW."breed", NEW."county", NEW."created_by_id", NEW."declared_head", NEW."edition", NEW."farm_id", NEW."filed_on", NEW."gln", NEW."id", NEW."name_zh", NEW."organisation_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."state", NEW."submitted_on"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_e15e6() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_alarmevent" ("county", "facts", "handled_by_id", "handling", "happened_at", "id", "key", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "raised_at", "severity", "state", "title_en", "title_zh") VALUES (NEW."county", NEW."facts", NEW."handled_by_id", NEW."handling", NEW."happened_at", NEW."id", NEW."key", NEW."kind", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."place_id", NEW."raised_at", NEW."severity", NEW."state", NEW."title_en", NEW."title_zh"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_e4551() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_resultlayoutevent" ("confirmed_at", "confirmed_by_id", "id", "laboratory_id", "layout", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."id", NEW."laboratory_id", NEW."layout", NEW."name", _pgh_attach_context(), NOW(), 'update', NEW."id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_e46d1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_priceroundevent" ("code", "first", "id", "last", "minutes", "opened_at", "opened_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "survey_first", "survey_last") VALUES (NEW."code", NEW."first", NEW."id", NEW."last", NEW."minutes", NEW."opened_at", NEW."opened_by_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."state", NEW."survey_first", NEW."survey_last"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_e5bcc() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_membershipevent" ("id", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "valid_from", "valid_to") VALUES (NEW."id", NEW."organisation_id", NEW."person_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."role", NEW."valid_from", NEW."valid_to"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_eaff1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "trade_formclauseevent" ("checks", "code", "form_id", "id", "legal", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "required", "source", "title_en", "title_zh", "wording_en", "wording_zh") VALUES (NEW."checks", NEW."code", NEW."form_id", NEW."id", NEW."legal", NEW."number", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."required", NEW."source", NEW."title_en", NEW."title_zh", NEW."wording_en", NEW."wording_zh"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_f1631() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_retainedportionevent" ("ended_at", "ended_by_id", "expires_at", "id", "note", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sample_id", "shelf", "state", "store_id", "stored_at") VALUES (NEW."ended_at", NEW."ended_by_id", NEW."expires_at", NEW."id", NEW."note", NEW."number", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."sample_id", NEW."shelf", NEW."state", NEW."store_id", NEW."stored_at"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_fb752() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "recording_sampletubeevent" ("advice", "animal_key", "days_in_milk", "fat_pct", "id", "lab_file_id", "lab_row", "lactose_pct", "milk_kg", "milkings", "number", "parity", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "protein_pct", "remark", "scc_per_ml", "state", "tube", "urea_mg_per_dl", "visit_id") VALUES (NEW."advice", NEW."animal_key", NEW."days_in_milk", NEW."fat_pct", NEW."id", NEW."lab_file_id", NEW."lab_row", NEW."lactose_pct", NEW."milk_kg", NEW."milkings", NEW."number", NEW."parity", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."position", NEW."protein_pct", NEW."remark", NEW."scc_per_ml", NEW."state", NEW."tube", NEW."urea_mg_per_dl", NEW."visit_id"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_fc54a() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "platform_placeevent" ("county", "gln", "id", "kind", "latitude", "longitude", "name_en", "name_zh", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "town") VALUES (NEW."county", NEW."gln", NEW."id", NEW."kind", NEW."latitude", NEW."longitude", NEW."name_en", NEW."name_zh", NEW."organisation_id", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."town"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_update_update_fdcad() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    INSERT INTO "quality_contrabandcaseevent" ("analytes", "authority", "basis", "document", "handed_over_at", "id", "number", "opened_at", "opened_by_id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sample_id", "state") VALUES (NEW."analytes", NEW."authority", NEW."basis", NEW."document", NEW."handed_over_at", NEW."id", NEW."number", NEW."opened_at", NEW."opened_by_id", NEW."outcome", _pgh_attach_context(), NOW(), 'update', NEW."id", NEW."sample_id", NEW."state"); RETURN NULL;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_visit_entry_is_final_d7a45() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_visit_signature_is_final_de3c9() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_weighing_is_final_7d9bb() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.pgtrigger_weighing_is_kept_d02eb() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
                
                BEGIN
                    IF ("public"._pgtrigger_should_ignore(TG_NAME) IS TRUE) THEN
                        IF (TG_OP = 'DELETE') THEN
                            RETURN OLD;
                        ELSE
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;
                END;
            $$;

CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;

CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;

CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);

CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;

CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;

CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;

CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;

CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;

CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;

CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;

CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);

ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);

ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);

ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_application (
    id bigint NOT NULL,
    number character varying(24),
    kind character varying(16) NOT NULL,
    purpose character varying(10) NOT NULL,
    county character varying(6) NOT NULL,
    form character varying(30) NOT NULL,
    content jsonb NOT NULL,
    state character varying(12) NOT NULL,
    edition integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    submitted_on date,
    returned_on date,
    missing jsonb NOT NULL,
    accepted_on date,
    extended_on date,
    recommendation character varying(8) NOT NULL,
    decided_on date,
    applicant_id bigint NOT NULL,
    created_by_id bigint NOT NULL,
    licence_id bigint,
    of_licence_id bigint,
    station_id bigint,
    tanker_id bigint,
    CONSTRAINT application_approved_has_its_licence CHECK (((NOT ((state)::text = 'approved'::text)) OR ((decided_on IS NOT NULL) AND (licence_id IS NOT NULL)))),
    CONSTRAINT application_fits_its_subject CHECK (((((kind)::text = 'station_licence'::text) AND (station_id IS NOT NULL) AND (tanker_id IS NULL)) OR (((kind)::text = 'tanker_permit'::text) AND (station_id IS NULL) AND (tanker_id IS NOT NULL)))),
    CONSTRAINT application_names_the_paper_it_is_about CHECK ((((purpose)::text = 'new'::text) OR (of_licence_id IS NOT NULL))),
    CONSTRAINT collection_application_edition_check CHECK ((edition >= 0))
);

ALTER TABLE public.collection_application ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_application_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_applicationevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number character varying(24),
    kind character varying(16) NOT NULL,
    purpose character varying(10) NOT NULL,
    county character varying(6) NOT NULL,
    form character varying(30) NOT NULL,
    content jsonb NOT NULL,
    state character varying(12) NOT NULL,
    edition integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    submitted_on date,
    returned_on date,
    missing jsonb NOT NULL,
    accepted_on date,
    extended_on date,
    recommendation character varying(8) NOT NULL,
    decided_on date,
    applicant_id bigint NOT NULL,
    created_by_id bigint NOT NULL,
    licence_id bigint,
    of_licence_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    station_id bigint,
    tanker_id bigint,
    CONSTRAINT collection_applicationevent_edition_check CHECK ((edition >= 0))
);

ALTER TABLE public.collection_applicationevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_applicationevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_applicationfile (
    id bigint NOT NULL,
    material character varying(40) NOT NULL,
    application_id bigint NOT NULL,
    attachment_id bigint NOT NULL
);

ALTER TABLE public.collection_applicationfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_applicationfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_codecheck (
    id bigint NOT NULL,
    number character varying(20) NOT NULL,
    day date NOT NULL,
    outcome character varying(8) NOT NULL,
    times integer NOT NULL,
    CONSTRAINT collection_codecheck_times_check CHECK ((times >= 0))
);

ALTER TABLE public.collection_codecheck ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_codecheck_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_handoversheet (
    id bigint NOT NULL,
    gdti character varying(30) NOT NULL,
    number character varying(20) NOT NULL,
    version smallint NOT NULL,
    load_lot character varying(120) NOT NULL,
    shipped_kg numeric(9,1) NOT NULL,
    departure_temperature_c numeric(4,1) NOT NULL,
    cooling_minutes smallint,
    seals character varying(30)[] NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    departed_at timestamp with time zone,
    arrived_at timestamp with time zone,
    arrival_temperature_c numeric(4,1),
    seals_intact boolean,
    received_kg numeric(9,1),
    settled_at timestamp with time zone,
    outcome character varying(10) NOT NULL,
    refusal_reason character varying(200) NOT NULL,
    state character varying(12) NOT NULL,
    corrects_id bigint,
    plant_id bigint NOT NULL,
    station_id bigint NOT NULL,
    tanker_id bigint NOT NULL,
    CONSTRAINT collection_handoversheet_cooling_minutes_check CHECK ((cooling_minutes >= 0)),
    CONSTRAINT collection_handoversheet_version_check CHECK ((version >= 0)),
    CONSTRAINT sheet_masses_are_possible CHECK (((shipped_kg > (0)::numeric) AND ((received_kg IS NULL) OR (received_kg >= (0)::numeric)))),
    CONSTRAINT sheet_outcome_is_complete CHECK (((((outcome)::text = ''::text) AND (settled_at IS NULL)) OR (((outcome)::text = 'accepted'::text) AND (received_kg IS NOT NULL) AND ((refusal_reason)::text = ''::text) AND (settled_at IS NOT NULL)) OR (((outcome)::text = 'refused'::text) AND (settled_at IS NOT NULL) AND (NOT ((refusal_reason)::text = ''::text))))),
    CONSTRAINT sheet_settled_state_has_outcome CHECK (((NOT ((state)::text = ANY ((ARRAY['accepted'::character varying, 'refused'::character varying, 'closed'::character varying])::text[]))) OR (NOT ((outcome)::text = ''::text)))),
    CONSTRAINT sheet_times_run_forward CHECK ((((departed_at IS NULL) OR (departed_at >= loaded_at)) AND ((arrived_at IS NULL) OR (arrived_at >= departed_at)) AND ((settled_at IS NULL) OR (settled_at >= arrived_at))))
);

ALTER TABLE public.collection_handoversheet ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_handoversheet_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_handoversheetevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    gdti character varying(30) NOT NULL,
    number character varying(20) NOT NULL,
    version smallint NOT NULL,
    load_lot character varying(120) NOT NULL,
    shipped_kg numeric(9,1) NOT NULL,
    departure_temperature_c numeric(4,1) NOT NULL,
    cooling_minutes smallint,
    seals character varying(30)[] NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    departed_at timestamp with time zone,
    arrived_at timestamp with time zone,
    arrival_temperature_c numeric(4,1),
    seals_intact boolean,
    received_kg numeric(9,1),
    settled_at timestamp with time zone,
    outcome character varying(10) NOT NULL,
    refusal_reason character varying(200) NOT NULL,
    state character varying(12) NOT NULL,
    corrects_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    plant_id bigint NOT NULL,
    station_id bigint NOT NULL,
    tanker_id bigint NOT NULL,
    CONSTRAINT collection_handoversheetevent_cooling_minutes_check CHECK ((cooling_minutes >= 0)),
    CONSTRAINT collection_handoversheetevent_version_check CHECK ((version >= 0))
);

ALTER TABLE public.collection_handoversheetevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_handoversheetevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_inspection (
    id bigint NOT NULL,
    due_on date NOT NULL,
    score numeric(7,2) NOT NULL,
    risk_class character varying(8) NOT NULL,
    chance numeric(7,6),
    reason_zh character varying(300) NOT NULL,
    reason_en character varying(300) NOT NULL,
    state character varying(10) NOT NULL,
    version integer NOT NULL,
    visit_id bigint,
    done_on date,
    outcome character varying(8) NOT NULL,
    findings text NOT NULL,
    remedy_by date,
    remedied_on date,
    first_officer_id bigint,
    second_officer_id bigint,
    station_id bigint,
    tanker_id bigint,
    plan_id bigint NOT NULL,
    CONSTRAINT collection_inspection_version_check CHECK ((version >= 0)),
    CONSTRAINT inspection_done_has_its_day_and_outcome CHECK (((NOT ((state)::text = 'done'::text)) OR ((done_on IS NOT NULL) AND (NOT ((outcome)::text = ''::text))))),
    CONSTRAINT inspection_has_one_subject CHECK ((((station_id IS NOT NULL) AND (tanker_id IS NULL)) OR ((station_id IS NULL) AND (tanker_id IS NOT NULL)))),
    CONSTRAINT inspection_is_done_by_two CHECK ((((state)::text = ANY ((ARRAY['planned'::character varying, 'cancelled'::character varying])::text[])) OR ((first_officer_id IS NOT NULL) AND (second_officer_id IS NOT NULL)))),
    CONSTRAINT inspection_officers_are_two_people CHECK (((second_officer_id IS NULL) OR (NOT ((second_officer_id = first_officer_id) AND (second_officer_id IS NOT NULL) AND (first_officer_id IS NOT NULL))))),
    CONSTRAINT inspection_remedy_has_its_deadline CHECK (((NOT ((outcome)::text = ANY ((ARRAY['remedy'::character varying, 'stopped'::character varying])::text[]))) OR (remedy_by IS NOT NULL)))
);

ALTER TABLE public.collection_inspection ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_inspection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_inspectionevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    due_on date NOT NULL,
    score numeric(7,2) NOT NULL,
    risk_class character varying(8) NOT NULL,
    chance numeric(7,6),
    reason_zh character varying(300) NOT NULL,
    reason_en character varying(300) NOT NULL,
    state character varying(10) NOT NULL,
    version integer NOT NULL,
    visit_id bigint,
    done_on date,
    outcome character varying(8) NOT NULL,
    findings text NOT NULL,
    remedy_by date,
    remedied_on date,
    first_officer_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    second_officer_id bigint,
    station_id bigint,
    tanker_id bigint,
    plan_id bigint NOT NULL,
    CONSTRAINT collection_inspectionevent_version_check CHECK ((version >= 0))
);

ALTER TABLE public.collection_inspectionevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_inspectionevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_inspectionplan (
    id bigint NOT NULL,
    county character varying(6) NOT NULL,
    first date NOT NULL,
    last date NOT NULL,
    method character varying(8) NOT NULL,
    seed character varying(80) NOT NULL,
    scored_on date NOT NULL,
    rules jsonb NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by_id bigint NOT NULL,
    office_id bigint NOT NULL,
    CONSTRAINT inspection_plan_ends_after_it_begins CHECK ((last >= first))
);

ALTER TABLE public.collection_inspectionplan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_inspectionplan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_licence (
    id bigint NOT NULL,
    kind character varying(16) NOT NULL,
    number character varying(40) NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    state character varying(12) NOT NULL,
    halted_on date,
    holder_id bigint NOT NULL,
    issuer_id bigint NOT NULL,
    station_id bigint,
    tanker_id bigint,
    renewed_by_law_to date,
    renews_id bigint,
    version smallint NOT NULL,
    CONSTRAINT collection_licence_version_check CHECK ((version >= 0)),
    CONSTRAINT licence_ends_after_it_begins CHECK ((valid_to >= valid_from)),
    CONSTRAINT licence_fits_its_subject CHECK (((((kind)::text = 'station_licence'::text) AND (station_id IS NOT NULL) AND (tanker_id IS NULL)) OR (((kind)::text = 'tanker_permit'::text) AND (station_id IS NULL) AND (tanker_id IS NOT NULL)))),
    CONSTRAINT licence_halt_has_its_day CHECK ((((state)::text = 'valid'::text) OR (halted_on IS NOT NULL))),
    CONSTRAINT licence_renewed_by_law_after_its_end CHECK (((renewed_by_law_to IS NULL) OR (renewed_by_law_to > valid_to)))
);

ALTER TABLE public.collection_licence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_licence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_licenceevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    kind character varying(16) NOT NULL,
    number character varying(40) NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    state character varying(12) NOT NULL,
    halted_on date,
    holder_id bigint NOT NULL,
    issuer_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    station_id bigint,
    tanker_id bigint,
    renewed_by_law_to date,
    renews_id bigint,
    version smallint NOT NULL,
    CONSTRAINT collection_licenceevent_version_check CHECK ((version >= 0))
);

ALTER TABLE public.collection_licenceevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_licenceevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_licenceevidence (
    id bigint NOT NULL,
    attachment_id bigint NOT NULL,
    licence_id bigint NOT NULL,
    transition_id bigint NOT NULL
);

ALTER TABLE public.collection_licenceevidence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_licenceevidence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_licencepaper (
    id bigint NOT NULL,
    version smallint NOT NULL,
    token character varying(22) NOT NULL,
    face jsonb NOT NULL,
    issued_on date NOT NULL,
    replaced_on date,
    issued_by_id bigint,
    licence_id bigint NOT NULL,
    CONSTRAINT collection_licencepaper_version_check CHECK ((version >= 0))
);

ALTER TABLE public.collection_licencepaper ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_licencepaper_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_loadchange (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    at timestamp with time zone NOT NULL,
    seals character varying(30)[] NOT NULL,
    temperature_c numeric(4,1) NOT NULL,
    reason character varying(200) NOT NULL,
    event_id character varying(80) NOT NULL,
    recorded_by_id bigint NOT NULL,
    sheet_id bigint NOT NULL,
    tanker_id bigint,
    witness_id bigint,
    CONSTRAINT change_is_seen_by_two CHECK (((witness_id IS NULL) OR (NOT ((witness_id = recorded_by_id) AND (witness_id IS NOT NULL))))),
    CONSTRAINT change_names_what_it_needs CHECK (((((kind)::text = 'returned'::text) AND (tanker_id IS NULL)) OR (((kind)::text = 'tanker'::text) AND (tanker_id IS NOT NULL) AND (witness_id IS NOT NULL))))
);

ALTER TABLE public.collection_loadchange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_loadchange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_pause (
    id bigint NOT NULL,
    reason character varying(12) NOT NULL,
    first_day date NOT NULL,
    due_on date,
    last_day date,
    application_id bigint NOT NULL,
    CONSTRAINT pause_ends_after_it_begins CHECK (((last_day IS NULL) OR (last_day >= first_day)))
);

ALTER TABLE public.collection_pause ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_pause_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_purchase (
    id bigint NOT NULL,
    received_at timestamp with time zone NOT NULL,
    kg numeric(9,1) NOT NULL,
    temperature_c numeric(4,1) NOT NULL,
    farm_lot character varying(120) NOT NULL,
    station_lot character varying(120) NOT NULL,
    sensory character varying(60) NOT NULL,
    farm_id bigint NOT NULL,
    recorded_by_id bigint,
    station_id bigint NOT NULL,
    CONSTRAINT purchase_has_milk CHECK ((kg > (0)::numeric))
);

ALTER TABLE public.collection_purchase ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_purchase_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_refusedcheck (
    id bigint NOT NULL,
    day date NOT NULL,
    reason character varying(20) NOT NULL,
    token character varying(60) NOT NULL,
    number_given character varying(40) NOT NULL,
    times integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    paper_id bigint,
    CONSTRAINT collection_refusedcheck_times_check CHECK ((times >= 0))
);

ALTER TABLE public.collection_refusedcheck ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_refusedcheck_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_seal (
    id bigint NOT NULL,
    number character varying(30) NOT NULL,
    state character varying(8) NOT NULL,
    applied_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    reason character varying(200) NOT NULL,
    sheet_id bigint,
    station_id bigint NOT NULL,
    CONSTRAINT unused_seal_has_its_reason CHECK (((sheet_id IS NOT NULL) OR (NOT ((reason)::text = ''::text))))
);

ALTER TABLE public.collection_seal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_seal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_sealevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number character varying(30) NOT NULL,
    state character varying(8) NOT NULL,
    applied_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    reason character varying(200) NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    sheet_id bigint,
    station_id bigint NOT NULL
);

ALTER TABLE public.collection_sealevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_sealevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_sealrange (
    id bigint NOT NULL,
    prefix character varying(12) NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    digits smallint NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    issued_by_id bigint NOT NULL,
    station_id bigint NOT NULL,
    CONSTRAINT collection_sealrange_digits_check CHECK ((digits >= 0)),
    CONSTRAINT collection_sealrange_first_check CHECK ((first >= 0)),
    CONSTRAINT collection_sealrange_last_check CHECK ((last >= 0)),
    CONSTRAINT seal_range_holds_seals CHECK (((digits >= 1) AND (last >= first)))
);

ALTER TABLE public.collection_sealrange ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_sealrange_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_signature (
    id bigint NOT NULL,
    role character varying(10) NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    person_id bigint NOT NULL,
    sheet_id bigint NOT NULL
);

ALTER TABLE public.collection_signature ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_signature_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_sitevisit (
    id bigint NOT NULL,
    county character varying(6) NOT NULL,
    checklist character varying(30) NOT NULL,
    planned_on date NOT NULL,
    state character varying(10) NOT NULL,
    signed_on date,
    remedy_due date,
    application_id bigint,
    lead_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    revisits_id bigint,
    second_id bigint NOT NULL,
    station_id bigint,
    tanker_id bigint,
    CONSTRAINT visit_fits_its_subject CHECK ((((station_id IS NOT NULL) AND (tanker_id IS NULL)) OR ((station_id IS NULL) AND (tanker_id IS NOT NULL)))),
    CONSTRAINT visit_has_two_officers CHECK ((NOT (lead_id = second_id)))
);

ALTER TABLE public.collection_sitevisit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_sitevisit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_sitevisitevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    county character varying(6) NOT NULL,
    checklist character varying(30) NOT NULL,
    planned_on date NOT NULL,
    state character varying(10) NOT NULL,
    signed_on date,
    remedy_due date,
    application_id bigint,
    lead_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    revisits_id bigint,
    second_id bigint NOT NULL,
    station_id bigint,
    tanker_id bigint
);

ALTER TABLE public.collection_sitevisitevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_sitevisitevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_station (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    daily_intake_kg numeric(9,1) NOT NULL,
    milk_kind character varying(20) NOT NULL,
    town_supervisor character varying(60) NOT NULL,
    county_supervisor character varying(60) NOT NULL,
    active boolean NOT NULL,
    manager_id bigint,
    place_id bigint NOT NULL,
    CONSTRAINT station_takes_in_milk CHECK ((daily_intake_kg > (0)::numeric))
);

CREATE TABLE public.collection_station_farms (
    id bigint NOT NULL,
    station_id bigint NOT NULL,
    place_id bigint NOT NULL
);

ALTER TABLE public.collection_station_farms ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_station_farms_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.collection_station ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_station_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_station_plants (
    id bigint NOT NULL,
    station_id bigint NOT NULL,
    place_id bigint NOT NULL
);

ALTER TABLE public.collection_station_plants ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_station_plants_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_stationevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    daily_intake_kg numeric(9,1) NOT NULL,
    milk_kind character varying(20) NOT NULL,
    town_supervisor character varying(60) NOT NULL,
    county_supervisor character varying(60) NOT NULL,
    active boolean NOT NULL,
    manager_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    place_id bigint NOT NULL
);

ALTER TABLE public.collection_stationevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_stationevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_tanker (
    id bigint NOT NULL,
    plate character varying(12) NOT NULL,
    grai character varying(30) NOT NULL,
    capacity_kg numeric(9,1) NOT NULL,
    compartments smallint NOT NULL,
    max_haul_km smallint,
    active boolean NOT NULL,
    carrier_id bigint NOT NULL,
    CONSTRAINT collection_tanker_compartments_check CHECK ((compartments >= 0)),
    CONSTRAINT collection_tanker_max_haul_km_check CHECK ((max_haul_km >= 0)),
    CONSTRAINT tanker_holds_milk CHECK (((capacity_kg > (0)::numeric) AND (compartments >= 1)))
);

ALTER TABLE public.collection_tanker ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_tanker_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_tankerevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    plate character varying(12) NOT NULL,
    grai character varying(30) NOT NULL,
    capacity_kg numeric(9,1) NOT NULL,
    compartments smallint NOT NULL,
    max_haul_km smallint,
    active boolean NOT NULL,
    carrier_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT collection_tankerevent_compartments_check CHECK ((compartments >= 0)),
    CONSTRAINT collection_tankerevent_max_haul_km_check CHECK ((max_haul_km >= 0))
);

ALTER TABLE public.collection_tankerevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_tankerevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_visitentry (
    id bigint NOT NULL,
    item smallint NOT NULL,
    revision smallint NOT NULL,
    answer character varying(4) NOT NULL,
    remark character varying(300) NOT NULL,
    severity character varying(8) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    client_key uuid NOT NULL,
    recorded_by_id bigint NOT NULL,
    visit_id bigint NOT NULL,
    CONSTRAINT collection_visitentry_item_check CHECK ((item >= 0)),
    CONSTRAINT collection_visitentry_revision_check CHECK ((revision >= 0)),
    CONSTRAINT visit_entry_weighs_what_fails CHECK (((((answer)::text = 'no'::text) AND ((severity)::text = ANY ((ARRAY['minor'::character varying, 'serious'::character varying])::text[]))) OR ((NOT ((answer)::text = 'no'::text)) AND ((severity)::text = ''::text))))
);

ALTER TABLE public.collection_visitentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_visitentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_visitphoto (
    id bigint NOT NULL,
    item smallint NOT NULL,
    client_key uuid NOT NULL,
    attachment_id bigint NOT NULL,
    visit_id bigint NOT NULL,
    CONSTRAINT collection_visitphoto_item_check CHECK ((item >= 0))
);

ALTER TABLE public.collection_visitphoto ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_visitphoto_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_visitsignature (
    id bigint NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    person_id bigint NOT NULL,
    visit_id bigint NOT NULL
);

ALTER TABLE public.collection_visitsignature ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_visitsignature_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_weighbridge (
    id bigint NOT NULL,
    code character varying(30) NOT NULL,
    certificate character varying(40) NOT NULL,
    calibrated_on date NOT NULL,
    calibrated_to date NOT NULL,
    active boolean NOT NULL,
    plant_id bigint NOT NULL,
    CONSTRAINT calibration_ends_after_it_begins CHECK ((calibrated_to >= calibrated_on))
);

ALTER TABLE public.collection_weighbridge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_weighbridge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.collection_weighing (
    id bigint NOT NULL,
    ticket character varying(30) NOT NULL,
    gross_kg numeric(9,1) NOT NULL,
    tare_kg numeric(9,1) NOT NULL,
    net_kg numeric(9,1) NOT NULL,
    weighed_at timestamp with time zone NOT NULL,
    replaced boolean NOT NULL,
    sheet_id bigint NOT NULL,
    weighbridge_id bigint NOT NULL,
    weighed_by_id bigint NOT NULL,
    CONSTRAINT net_is_gross_less_tare CHECK (((net_kg = (gross_kg - tare_kg)) AND (net_kg > (0)::numeric) AND (tare_kg > (0)::numeric)))
);

ALTER TABLE public.collection_weighing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.collection_weighing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);

ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);

ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);

CREATE TABLE public.factory_batch (
    id bigint NOT NULL,
    lot character varying(120) NOT NULL,
    category character varying(16) NOT NULL,
    kg_in numeric(10,1) NOT NULL,
    kg_out numeric(10,1) NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone NOT NULL,
    plant_id bigint NOT NULL,
    CONSTRAINT batch_masses_are_possible CHECK (((kg_in > (0)::numeric) AND (kg_out > (0)::numeric))),
    CONSTRAINT batch_times_run_forward CHECK ((finished_at >= started_at))
);

ALTER TABLE public.factory_batch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_batch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_cleaning (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    silo_id bigint NOT NULL
);

ALTER TABLE public.factory_cleaning ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_cleaning_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_draw (
    id bigint NOT NULL,
    kg numeric(10,1) NOT NULL,
    batch_id bigint NOT NULL,
    intake_id bigint NOT NULL,
    CONSTRAINT draw_has_milk CHECK ((kg > (0)::numeric))
);

ALTER TABLE public.factory_draw ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_draw_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_intake (
    id bigint NOT NULL,
    sheet character varying(30) NOT NULL,
    load_lot character varying(120) NOT NULL,
    silo_lot character varying(120) NOT NULL,
    kg numeric(9,1) NOT NULL,
    heel_kg numeric(10,1) NOT NULL,
    temperature_c numeric(4,1) NOT NULL,
    at timestamp with time zone NOT NULL,
    accepted_by_id bigint,
    plant_id bigint NOT NULL,
    silo_id bigint NOT NULL,
    CONSTRAINT intake_masses_are_possible CHECK (((heel_kg >= (0)::numeric) AND (kg > (0)::numeric)))
);

ALTER TABLE public.factory_intake ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_intake_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_plant (
    id bigint NOT NULL,
    daily_capacity_t numeric(9,1) NOT NULL,
    first_licensed_on date NOT NULL,
    traced boolean NOT NULL,
    active boolean NOT NULL,
    place_id bigint NOT NULL,
    CONSTRAINT plant_has_capacity CHECK ((daily_capacity_t > (0)::numeric))
);

ALTER TABLE public.factory_plant ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_plant_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_plantevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    daily_capacity_t numeric(9,1) NOT NULL,
    first_licensed_on date NOT NULL,
    traced boolean NOT NULL,
    active boolean NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    place_id bigint NOT NULL
);

ALTER TABLE public.factory_plantevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_plantevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_product (
    id bigint NOT NULL,
    gtin character varying(14) NOT NULL,
    name_zh character varying(120) NOT NULL,
    name_en character varying(160) NOT NULL,
    category character varying(16) NOT NULL,
    specialty boolean NOT NULL,
    specialty_reason character varying(200) NOT NULL,
    shelf_life_days smallint NOT NULL,
    launched_on date NOT NULL,
    plant_id bigint NOT NULL,
    CONSTRAINT factory_product_shelf_life_days_check CHECK ((shelf_life_days >= 0)),
    CONSTRAINT product_gtin_has_14_digits CHECK (((gtin)::text ~ '^[0-9]{14}$'::text)),
    CONSTRAINT product_keeps_some_days CHECK ((shelf_life_days > 0)),
    CONSTRAINT product_specialty_has_its_reason CHECK (((NOT specialty) OR (NOT ((specialty_reason)::text = ''::text))))
);

ALTER TABLE public.factory_product ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_product_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_productevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    gtin character varying(14) NOT NULL,
    name_zh character varying(120) NOT NULL,
    name_en character varying(160) NOT NULL,
    category character varying(16) NOT NULL,
    specialty boolean NOT NULL,
    specialty_reason character varying(200) NOT NULL,
    shelf_life_days smallint NOT NULL,
    launched_on date NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    plant_id bigint NOT NULL,
    CONSTRAINT factory_productevent_shelf_life_days_check CHECK ((shelf_life_days >= 0))
);

ALTER TABLE public.factory_productevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_productevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_productlot (
    id bigint NOT NULL,
    lot character varying(20) NOT NULL,
    uri character varying(120) NOT NULL,
    kg numeric(10,1) NOT NULL,
    packs integer NOT NULL,
    produced_on date NOT NULL,
    expires_on date NOT NULL,
    state character varying(10) NOT NULL,
    batch_id bigint,
    product_id bigint NOT NULL,
    CONSTRAINT factory_productlot_packs_check CHECK ((packs >= 0)),
    CONSTRAINT product_lot_has_packs CHECK (((kg > (0)::numeric) AND (packs > 0))),
    CONSTRAINT product_lot_keeps_some_days CHECK ((expires_on > produced_on))
);

ALTER TABLE public.factory_productlot ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_productlot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_productlotevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    lot character varying(20) NOT NULL,
    uri character varying(120) NOT NULL,
    kg numeric(10,1) NOT NULL,
    packs integer NOT NULL,
    produced_on date NOT NULL,
    expires_on date NOT NULL,
    state character varying(10) NOT NULL,
    batch_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    product_id bigint NOT NULL,
    CONSTRAINT factory_productlotevent_packs_check CHECK ((packs >= 0))
);

ALTER TABLE public.factory_productlotevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_productlotevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_recallcase (
    id bigint NOT NULL,
    number character varying(20) NOT NULL,
    cause character varying(500) NOT NULL,
    hazard character varying(12) NOT NULL,
    analyte character varying(60) NOT NULL,
    suspect_value numeric(16,6),
    limit_value numeric(16,6),
    unit character varying(20) NOT NULL,
    model character varying(16) NOT NULL,
    threshold numeric(9,8) NOT NULL,
    level character varying(1) NOT NULL,
    state character varying(10) NOT NULL,
    known_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    start_by timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    finish_by date,
    finish_is_provisional boolean NOT NULL,
    revision smallint NOT NULL,
    opened_by_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT factory_recallcase_revision_check CHECK ((revision >= 0)),
    CONSTRAINT recall_decided_has_its_clock CHECK (((NOT ((state)::text = ANY ((ARRAY['decided'::character varying, 'reported'::character varying, 'closed'::character varying])::text[]))) OR ((decided_at IS NOT NULL) AND (finish_by IS NOT NULL)))),
    CONSTRAINT recall_threshold_is_a_share CHECK (((threshold >= (0)::numeric) AND (threshold <= (1)::numeric))),
    CONSTRAINT recall_value_has_its_limit CHECK ((((limit_value IS NULL) AND (suspect_value IS NULL)) OR ((limit_value >= (0)::numeric) AND (suspect_value > (0)::numeric))))
);

ALTER TABLE public.factory_recallcase ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_recallcase_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_recallcase_plants (
    id bigint NOT NULL,
    recallcase_id bigint NOT NULL,
    plant_id bigint NOT NULL
);

ALTER TABLE public.factory_recallcase_plants ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_recallcase_plants_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_recallcaseevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number character varying(20) NOT NULL,
    cause character varying(500) NOT NULL,
    hazard character varying(12) NOT NULL,
    analyte character varying(60) NOT NULL,
    suspect_value numeric(16,6),
    limit_value numeric(16,6),
    unit character varying(20) NOT NULL,
    model character varying(16) NOT NULL,
    threshold numeric(9,8) NOT NULL,
    level character varying(1) NOT NULL,
    state character varying(10) NOT NULL,
    known_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    start_by timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    finish_by date,
    finish_is_provisional boolean NOT NULL,
    revision smallint NOT NULL,
    opened_by_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT factory_recallcaseevent_revision_check CHECK ((revision >= 0))
);

ALTER TABLE public.factory_recallcaseevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_recallcaseevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_recallestimate (
    id bigint NOT NULL,
    revision smallint NOT NULL,
    model character varying(16) NOT NULL,
    method character varying(60) NOT NULL,
    threshold numeric(9,8) NOT NULL,
    lots integer NOT NULL,
    product_lots integer NOT NULL,
    product_kg numeric(14,1) NOT NULL,
    suspect_kg numeric(14,1),
    packs bigint,
    is_cut boolean NOT NULL,
    document jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    ledger_size bigint NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    case_id bigint NOT NULL,
    computed_by_id bigint NOT NULL,
    CONSTRAINT factory_recallestimate_lots_check CHECK ((lots >= 0)),
    CONSTRAINT factory_recallestimate_packs_check CHECK ((packs >= 0)),
    CONSTRAINT factory_recallestimate_product_lots_check CHECK ((product_lots >= 0)),
    CONSTRAINT factory_recallestimate_revision_check CHECK ((revision >= 0))
);

ALTER TABLE public.factory_recallestimate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_recallestimate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_recalllot (
    id bigint NOT NULL,
    revision smallint NOT NULL,
    suspect_kg numeric(12,2),
    concentration numeric(9,8),
    reason_zh character varying(300) NOT NULL,
    reason_en character varying(400) NOT NULL,
    case_id bigint NOT NULL,
    product_lot_id bigint NOT NULL,
    CONSTRAINT factory_recalllot_revision_check CHECK ((revision >= 0))
);

ALTER TABLE public.factory_recalllot ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_recalllot_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_recallmovement (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    kg numeric(10,1) NOT NULL,
    packs integer,
    at timestamp with time zone NOT NULL,
    "where" character varying(160) NOT NULL,
    document character varying(120) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    lot_id bigint NOT NULL,
    recorded_by_id bigint NOT NULL,
    undoes_id bigint,
    CONSTRAINT factory_recallmovement_packs_check CHECK ((packs >= 0)),
    CONSTRAINT recall_movement_has_mass CHECK ((kg > (0)::numeric))
);

ALTER TABLE public.factory_recallmovement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_recallmovement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_recallnotice (
    id bigint NOT NULL,
    audience character varying(8) NOT NULL,
    recipient character varying(160) NOT NULL,
    contact character varying(120) NOT NULL,
    text text NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    case_id bigint NOT NULL,
    organisation_id bigint,
    sent_by_id bigint NOT NULL
);

ALTER TABLE public.factory_recallnotice ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_recallnotice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_recallreceipt (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    answer character varying(500) NOT NULL,
    notice_id bigint NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.factory_recallreceipt ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_recallreceipt_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_recallstatement (
    id bigint NOT NULL,
    text text NOT NULL,
    at timestamp with time zone NOT NULL,
    case_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.factory_recallstatement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_recallstatement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_recallsuspect (
    id bigint NOT NULL,
    uri character varying(120) NOT NULL,
    sample character varying(30) NOT NULL,
    case_id bigint NOT NULL
);

ALTER TABLE public.factory_recallsuspect ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_recallsuspect_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_silo (
    id bigint NOT NULL,
    extension character varying(20) NOT NULL,
    capacity_kg numeric(10,1) NOT NULL,
    active boolean NOT NULL,
    plant_id bigint NOT NULL,
    CONSTRAINT silo_holds_milk CHECK ((capacity_kg > (0)::numeric))
);

ALTER TABLE public.factory_silo ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_silo_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.factory_siloevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    extension character varying(20) NOT NULL,
    capacity_kg numeric(10,1) NOT NULL,
    active boolean NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    plant_id bigint NOT NULL
);

ALTER TABLE public.factory_siloevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.factory_siloevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_animal (
    id bigint NOT NULL,
    sex character varying(1) NOT NULL,
    breed character varying(30) NOT NULL,
    birth_date date NOT NULL,
    dam_number character varying(30) NOT NULL,
    sire_number character varying(30) NOT NULL,
    entered_on date NOT NULL,
    registered_parity smallint NOT NULL,
    registered_calving_date date,
    registered_dry_on date,
    registered_due_on date,
    status character varying(8) NOT NULL,
    left_on date,
    parity smallint NOT NULL,
    last_calving_date date,
    dry_on date,
    due_on date,
    withdrawal_until timestamp with time zone,
    synthetic boolean NOT NULL,
    farm_id bigint NOT NULL,
    registered_farm_id bigint NOT NULL,
    bred_on date,
    checked_on date,
    conceived_on date,
    do_not_breed boolean DEFAULT false NOT NULL,
    heat_on date,
    pregnant boolean DEFAULT false NOT NULL,
    services smallint DEFAULT 0 NOT NULL,
    state_since date,
    pen_id bigint,
    registered_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT animal_calved_exactly_when_parity CHECK ((((last_calving_date IS NULL) AND (parity = 0)) OR ((last_calving_date > birth_date) AND (parity > 0)))),
    CONSTRAINT animal_enters_after_birth CHECK ((entered_on >= birth_date)),
    CONSTRAINT animal_leaves_after_it_enters CHECK (((left_on IS NULL) OR (left_on >= entered_on))),
    CONSTRAINT animal_left_exactly_when_not_alive CHECK ((((left_on IS NULL) AND ((status)::text = 'alive'::text)) OR ((NOT ((status)::text = 'alive'::text)) AND (left_on IS NOT NULL)))),
    CONSTRAINT herd_animal_parity_check CHECK ((parity >= 0)),
    CONSTRAINT herd_animal_registered_parity_check CHECK ((registered_parity >= 0)),
    CONSTRAINT herd_animal_services_check CHECK ((services >= 0))
);

ALTER TABLE public.herd_animal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_animal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_animalevent (
    id bigint NOT NULL,
    event_key uuid NOT NULL,
    kind character varying(16) NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    details jsonb NOT NULL,
    due_on date,
    withdrawal_until timestamp with time zone,
    recorded_at timestamp with time zone NOT NULL,
    animal_id bigint NOT NULL,
    corrects_id bigint,
    recorded_by_id bigint,
    farm_id bigint NOT NULL,
    device character varying(60) DEFAULT ''::character varying NOT NULL,
    source character varying(6) DEFAULT 'import'::character varying NOT NULL,
    CONSTRAINT retraction_names_what_it_retracts CHECK (((NOT ((kind)::text = 'retraction'::text)) OR (corrects_id IS NOT NULL))),
    CONSTRAINT withdrawal_follows_a_treatment CHECK (((withdrawal_until IS NULL) OR (((kind)::text = 'treatment'::text) AND (withdrawal_until >= happened_at))))
);

ALTER TABLE public.herd_animalevent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_animalevent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_animalhistory (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    sex character varying(1) NOT NULL,
    breed character varying(30) NOT NULL,
    birth_date date NOT NULL,
    dam_number character varying(30) NOT NULL,
    sire_number character varying(30) NOT NULL,
    entered_on date NOT NULL,
    registered_parity smallint NOT NULL,
    registered_calving_date date,
    registered_dry_on date,
    registered_due_on date,
    status character varying(8) NOT NULL,
    left_on date,
    parity smallint NOT NULL,
    last_calving_date date,
    dry_on date,
    due_on date,
    withdrawal_until timestamp with time zone,
    synthetic boolean NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    farm_id bigint NOT NULL,
    registered_farm_id bigint NOT NULL,
    bred_on date,
    checked_on date,
    conceived_on date,
    do_not_breed boolean DEFAULT false NOT NULL,
    heat_on date,
    pregnant boolean DEFAULT false NOT NULL,
    services smallint DEFAULT 0 NOT NULL,
    state_since date,
    pen_id bigint,
    registered_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT herd_animalhistory_parity_check CHECK ((parity >= 0)),
    CONSTRAINT herd_animalhistory_registered_parity_check CHECK ((registered_parity >= 0)),
    CONSTRAINT herd_animalhistory_services_check CHECK ((services >= 0))
);

ALTER TABLE public.herd_animalhistory ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_animalhistory_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_animalidentifier (
    id bigint NOT NULL,
    scheme character varying(10) NOT NULL,
    value character varying(30) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    animal_id bigint NOT NULL,
    issuer_id bigint,
    changed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT animal_number_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT animal_number_of_a_farm_names_it CHECK ((((issuer_id IS NOT NULL) AND ((scheme)::text = ANY ((ARRAY['on-farm'::character varying, 'dhi'::character varying])::text[]))) OR ((NOT ((scheme)::text = ANY ((ARRAY['on-farm'::character varying, 'dhi'::character varying])::text[]))) AND (issuer_id IS NULL))))
);

ALTER TABLE public.herd_animalidentifier ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_animalidentifier_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_animalidentifierevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    scheme character varying(10) NOT NULL,
    value character varying(30) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    animal_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    issuer_id bigint,
    changed_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL
);

ALTER TABLE public.herd_animalidentifierevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_animalidentifierevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_animalspell (
    id bigint NOT NULL,
    first_day date NOT NULL,
    until_day date NOT NULL,
    status character varying(8) NOT NULL,
    parity smallint NOT NULL,
    last_calving_date date,
    dry_on date,
    conceived_on date,
    animal_id bigint NOT NULL,
    farm_id bigint NOT NULL,
    pen_id bigint,
    CONSTRAINT animal_spell_has_days CHECK ((until_day > first_day)),
    CONSTRAINT herd_animalspell_parity_check CHECK ((parity >= 0))
);

ALTER TABLE public.herd_animalspell ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_animalspell_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_animalstay (
    id bigint NOT NULL,
    farm_code character varying(10) NOT NULL,
    scheme character varying(10) NOT NULL,
    number character varying(45) NOT NULL,
    entered_on date NOT NULL,
    left_on date,
    state character varying(10) NOT NULL,
    parity smallint NOT NULL,
    member_id bigint NOT NULL,
    package_id bigint NOT NULL,
    CONSTRAINT herd_animalstay_parity_check CHECK ((parity >= 0)),
    CONSTRAINT stay_ends_after_it_begins CHECK (((left_on IS NULL) OR (left_on >= entered_on)))
);

ALTER TABLE public.herd_animalstay ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_animalstay_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_columnmapping (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    mapping jsonb NOT NULL,
    confirmed_at timestamp with time zone NOT NULL,
    confirmed_by_id bigint,
    farm_id bigint NOT NULL
);

ALTER TABLE public.herd_columnmapping ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_columnmapping_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_columnmappingevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    mapping jsonb NOT NULL,
    confirmed_at timestamp with time zone NOT NULL,
    confirmed_by_id bigint,
    farm_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.herd_columnmappingevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_columnmappingevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_enrolment (
    id bigint NOT NULL,
    started_on date NOT NULL,
    ended_on date,
    ended character varying(8) NOT NULL,
    animal_id bigint NOT NULL,
    enrolled_by_id bigint,
    farm_id bigint NOT NULL,
    protocol_id bigint NOT NULL,
    CONSTRAINT enrolment_ends_with_a_reason CHECK (((((ended)::text = ''::text) AND (ended_on IS NULL)) OR ((ended_on >= started_on) AND (NOT ((ended)::text = ''::text)))))
);

ALTER TABLE public.herd_enrolment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_enrolment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_farm (
    id bigint NOT NULL,
    code character varying(10) NOT NULL,
    breed character varying(30) NOT NULL,
    declared_head integer NOT NULL,
    is_nucleus boolean NOT NULL,
    filed_on date NOT NULL,
    closed_on date,
    synthetic boolean NOT NULL,
    organisation_id bigint NOT NULL,
    place_id bigint NOT NULL,
    CONSTRAINT farm_closes_after_it_is_filed CHECK (((closed_on IS NULL) OR (closed_on >= filed_on))),
    CONSTRAINT farm_code_has_ten_digits CHECK (((code)::text ~ '^[0-9]{10}$'::text)),
    CONSTRAINT herd_farm_declared_head_check CHECK ((declared_head >= 0))
);

ALTER TABLE public.herd_farm ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_farm_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_farmday (
    id bigint NOT NULL,
    day date NOT NULL,
    head integer NOT NULL,
    adult_head integer NOT NULL,
    milking_head integer NOT NULL,
    milk_kg numeric(12,1) NOT NULL,
    session_milk_kg double precision[] NOT NULL,
    fat_pct numeric(4,2),
    protein_pct numeric(4,2),
    scc_per_ml integer,
    source character varying(10) NOT NULL,
    synthetic boolean NOT NULL,
    farm_id bigint NOT NULL,
    CONSTRAINT farm_day_milk_not_negative CHECK ((milk_kg >= (0)::numeric)),
    CONSTRAINT farm_day_milking_within_adult_within_head CHECK (((adult_head <= head) AND (milking_head <= adult_head))),
    CONSTRAINT herd_farmday_adult_head_check CHECK ((adult_head >= 0)),
    CONSTRAINT herd_farmday_head_check CHECK ((head >= 0)),
    CONSTRAINT herd_farmday_milking_head_check CHECK ((milking_head >= 0)),
    CONSTRAINT herd_farmday_scc_per_ml_check CHECK ((scc_per_ml >= 0))
);

ALTER TABLE public.herd_farmday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_farmday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_farmdayevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    day date NOT NULL,
    head integer NOT NULL,
    adult_head integer NOT NULL,
    milking_head integer NOT NULL,
    milk_kg numeric(12,1) NOT NULL,
    session_milk_kg double precision[] NOT NULL,
    fat_pct numeric(4,2),
    protein_pct numeric(4,2),
    scc_per_ml integer,
    source character varying(10) NOT NULL,
    synthetic boolean NOT NULL,
    farm_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT herd_farmdayevent_adult_head_check CHECK ((adult_head >= 0)),
    CONSTRAINT herd_farmdayevent_head_check CHECK ((head >= 0)),
    CONSTRAINT herd_farmdayevent_milking_head_check CHECK ((milking_head >= 0)),
    CONSTRAINT herd_farmdayevent_scc_per_ml_check CHECK ((scc_per_ml >= 0))
);

ALTER TABLE public.herd_farmdayevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_farmdayevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_farmevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(10) NOT NULL,
    breed character varying(30) NOT NULL,
    declared_head integer NOT NULL,
    is_nucleus boolean NOT NULL,
    filed_on date NOT NULL,
    closed_on date,
    synthetic boolean NOT NULL,
    organisation_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    place_id bigint NOT NULL,
    CONSTRAINT herd_farmevent_declared_head_check CHECK ((declared_head >= 0))
);

ALTER TABLE public.herd_farmevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_farmevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_farmfigure (
    id bigint NOT NULL,
    code character varying(30) NOT NULL,
    last_day date NOT NULL,
    numerator double precision NOT NULL,
    denominator double precision NOT NULL,
    units integer NOT NULL,
    version character varying(8) NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    farm_id bigint NOT NULL,
    CONSTRAINT farm_figure_of_something CHECK ((denominator > (0.0)::double precision)),
    CONSTRAINT herd_farmfigure_units_check CHECK ((units >= 0))
);

ALTER TABLE public.herd_farmfigure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_farmfigure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_farmfiling (
    id bigint NOT NULL,
    county character varying(6) NOT NULL,
    name_zh character varying(120) NOT NULL,
    address character varying(200) NOT NULL,
    breed character varying(30) NOT NULL,
    declared_head integer NOT NULL,
    gln character varying(13) NOT NULL,
    state character varying(10) NOT NULL,
    edition integer NOT NULL,
    submitted_on date NOT NULL,
    filed_on date,
    created_by_id bigint NOT NULL,
    farm_id bigint,
    organisation_id bigint NOT NULL,
    CONSTRAINT filing_filed_has_its_farm CHECK (((NOT ((state)::text = 'filed'::text)) OR ((farm_id IS NOT NULL) AND (filed_on IS NOT NULL)))),
    CONSTRAINT filing_has_head CHECK ((declared_head > 0)),
    CONSTRAINT herd_farmfiling_declared_head_check CHECK ((declared_head >= 0)),
    CONSTRAINT herd_farmfiling_edition_check CHECK ((edition >= 0))
);

ALTER TABLE public.herd_farmfiling ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_farmfiling_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_farmfilingevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    county character varying(6) NOT NULL,
    name_zh character varying(120) NOT NULL,
    address character varying(200) NOT NULL,
    breed character varying(30) NOT NULL,
    declared_head integer NOT NULL,
    gln character varying(13) NOT NULL,
    state character varying(10) NOT NULL,
    edition integer NOT NULL,
    submitted_on date NOT NULL,
    filed_on date,
    created_by_id bigint NOT NULL,
    farm_id bigint,
    organisation_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT herd_farmfilingevent_declared_head_check CHECK ((declared_head >= 0)),
    CONSTRAINT herd_farmfilingevent_edition_check CHECK ((edition >= 0))
);

ALTER TABLE public.herd_farmfilingevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_farmfilingevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_farmwaitingperiod (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    first_days smallint NOT NULL,
    later_days smallint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    farm_id bigint NOT NULL,
    set_by_id bigint,
    CONSTRAINT herd_farmwaitingperiod_first_days_check CHECK ((first_days >= 0)),
    CONSTRAINT herd_farmwaitingperiod_later_days_check CHECK ((later_days >= 0)),
    CONSTRAINT waiting_period_possible CHECK ((((first_days >= 20) AND (first_days <= 200)) AND ((later_days >= 20) AND (later_days <= 200))))
);

ALTER TABLE public.herd_farmwaitingperiod ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_farmwaitingperiod_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_federationmember (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    title_zh character varying(80) NOT NULL,
    key character varying(200) NOT NULL,
    is_own boolean NOT NULL,
    joined_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    joined_by_id bigint
);

ALTER TABLE public.herd_federationmember ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_federationmember_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_federationpackage (
    id bigint NOT NULL,
    sequence integer NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    header text NOT NULL,
    digest character varying(64) NOT NULL,
    previous_digest character varying(64) NOT NULL,
    body_digest character varying(64) NOT NULL,
    farms integer NOT NULL,
    animals integer NOT NULL,
    made_at timestamp with time zone NOT NULL,
    stored_at timestamp with time zone NOT NULL,
    member_id bigint NOT NULL,
    CONSTRAINT herd_federationpackage_animals_check CHECK ((animals >= 0)),
    CONSTRAINT herd_federationpackage_farms_check CHECK ((farms >= 0)),
    CONSTRAINT herd_federationpackage_sequence_check CHECK ((sequence >= 0)),
    CONSTRAINT package_names_the_one_before CHECK (((((previous_digest)::text = ''::text) AND (sequence = 1)) OR ((sequence > 1) AND (NOT ((previous_digest)::text = ''::text)))))
);

ALTER TABLE public.herd_federationpackage ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_federationpackage_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_importbatch (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    file_name character varying(200) NOT NULL,
    sha256 character varying(64) NOT NULL,
    rows integer NOT NULL,
    accepted integer NOT NULL,
    repeated integer NOT NULL,
    refused integer NOT NULL,
    faults jsonb NOT NULL,
    warnings jsonb NOT NULL,
    layout jsonb NOT NULL,
    imported_at timestamp with time zone NOT NULL,
    farm_id bigint NOT NULL,
    imported_by_id bigint,
    content bytea,
    state character varying(10) DEFAULT 'taken'::character varying NOT NULL,
    CONSTRAINT herd_importbatch_accepted_check CHECK ((accepted >= 0)),
    CONSTRAINT herd_importbatch_refused_check CHECK ((refused >= 0)),
    CONSTRAINT herd_importbatch_repeated_check CHECK ((repeated >= 0)),
    CONSTRAINT herd_importbatch_rows_check CHECK ((rows >= 0)),
    CONSTRAINT import_accounts_for_every_row CHECK ((rows = ((accepted + repeated) + refused))),
    CONSTRAINT import_waits_with_its_content CHECK (((NOT ((state)::text = 'previewed'::text)) OR ((content IS NOT NULL) AND (rows = 0))))
);

ALTER TABLE public.herd_importbatch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_importbatch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_memberfarm (
    id bigint NOT NULL,
    code character varying(10) NOT NULL,
    name_zh character varying(120) NOT NULL,
    county character varying(6) NOT NULL,
    declared_days smallint NOT NULL,
    period_days smallint NOT NULL,
    last_declared_on date,
    last_event_on date,
    numbered integer NOT NULL,
    head integer NOT NULL,
    member_id bigint NOT NULL,
    package_id bigint NOT NULL,
    CONSTRAINT herd_memberfarm_declared_days_check CHECK ((declared_days >= 0)),
    CONSTRAINT herd_memberfarm_head_check CHECK ((head >= 0)),
    CONSTRAINT herd_memberfarm_numbered_check CHECK ((numbered >= 0)),
    CONSTRAINT herd_memberfarm_period_days_check CHECK ((period_days >= 0))
);

ALTER TABLE public.herd_memberfarm ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_memberfarm_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_memberfigure (
    id bigint NOT NULL,
    farm_code character varying(10) NOT NULL,
    code character varying(30) NOT NULL,
    last_day date NOT NULL,
    numerator double precision NOT NULL,
    denominator double precision NOT NULL,
    version character varying(8) NOT NULL,
    member_id bigint NOT NULL,
    package_id bigint NOT NULL
);

ALTER TABLE public.herd_memberfigure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_memberfigure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_milkseparation (
    id bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    until timestamp with time zone,
    container character varying(60) NOT NULL,
    declared_at timestamp with time zone NOT NULL,
    animal_id bigint NOT NULL,
    declared_by_id bigint,
    farm_id bigint NOT NULL,
    CONSTRAINT milk_separation_has_time CHECK (((until IS NULL) OR (until > since)))
);

ALTER TABLE public.herd_milkseparation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_milkseparation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_monthaccount (
    id bigint NOT NULL,
    month date NOT NULL,
    milk_kg numeric(12,1) NOT NULL,
    price_yuan_per_kg numeric(8,4) NOT NULL,
    feed_cost_yuan numeric(14,2) NOT NULL,
    source character varying(120) NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    synthetic boolean NOT NULL,
    entered_by_id bigint,
    farm_id bigint NOT NULL,
    CONSTRAINT month_account_not_negative CHECK (((feed_cost_yuan >= (0)::numeric) AND (milk_kg >= (0)::numeric) AND (price_yuan_per_kg >= (0)::numeric))),
    CONSTRAINT month_account_of_a_month CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);

ALTER TABLE public.herd_monthaccount ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_monthaccount_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_monthaccountevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    month date NOT NULL,
    milk_kg numeric(12,1) NOT NULL,
    price_yuan_per_kg numeric(8,4) NOT NULL,
    feed_cost_yuan numeric(14,2) NOT NULL,
    source character varying(120) NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    synthetic boolean NOT NULL,
    entered_by_id bigint,
    farm_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.herd_monthaccountevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_monthaccountevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_numbermatch (
    id bigint NOT NULL,
    system character varying(60) NOT NULL,
    scheme character varying(10) NOT NULL,
    value character varying(30) NOT NULL,
    birth_date date,
    dam_number character varying(30) NOT NULL,
    state character varying(8) NOT NULL,
    score smallint,
    added_at timestamp with time zone NOT NULL,
    added_by_id bigint,
    animal_id bigint,
    farm_id bigint NOT NULL,
    CONSTRAINT herd_numbermatch_score_check CHECK ((score >= 0)),
    CONSTRAINT matched_number_names_its_animal CHECK ((((animal_id IS NOT NULL) AND ((state)::text = 'matched'::text)) OR ((NOT ((state)::text = 'matched'::text)) AND (animal_id IS NULL))))
);

ALTER TABLE public.herd_numbermatch ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_numbermatch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_packagerefusal (
    id bigint NOT NULL,
    claimed_name character varying(60) NOT NULL,
    claimed_sequence integer,
    rule character varying(30) NOT NULL,
    reason_zh character varying(300) NOT NULL,
    reason_en character varying(300) NOT NULL,
    refused_at timestamp with time zone NOT NULL,
    member_id bigint,
    CONSTRAINT herd_packagerefusal_claimed_sequence_check CHECK ((claimed_sequence >= 0))
);

ALTER TABLE public.herd_packagerefusal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_packagerefusal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_pen (
    id bigint NOT NULL,
    code character varying(20) NOT NULL,
    name character varying(60) NOT NULL,
    purpose character varying(10) NOT NULL,
    closed_on date,
    farm_id bigint NOT NULL
);

ALTER TABLE public.herd_pen ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_pen_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_protocol (
    id bigint NOT NULL,
    code character varying(30) NOT NULL,
    name_zh character varying(60) NOT NULL,
    name_en character varying(60) NOT NULL,
    source character varying(200) NOT NULL,
    status character varying(10) NOT NULL,
    valid_from date NOT NULL,
    valid_to date
);

ALTER TABLE public.herd_protocol ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_protocol_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_protocolstep (
    id bigint NOT NULL,
    number smallint NOT NULL,
    day smallint NOT NULL,
    hour smallint NOT NULL,
    kind character varying(16) NOT NULL,
    product character varying(60) NOT NULL,
    title_zh character varying(60) NOT NULL,
    title_en character varying(60) NOT NULL,
    protocol_id bigint NOT NULL,
    CONSTRAINT herd_protocolstep_day_check CHECK ((day >= 0)),
    CONSTRAINT herd_protocolstep_hour_check CHECK ((hour >= 0)),
    CONSTRAINT herd_protocolstep_number_check CHECK ((number >= 0)),
    CONSTRAINT protocol_step_hour_of_a_day CHECK ((hour < 24))
);

ALTER TABLE public.herd_protocolstep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_protocolstep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_testday (
    id bigint NOT NULL,
    lactation_key character varying(30) NOT NULL,
    test_date date NOT NULL,
    days_in_milk smallint NOT NULL,
    parity smallint NOT NULL,
    birth_date date,
    milk_kg numeric(4,1) NOT NULL,
    fat_pct numeric(4,2),
    protein_pct numeric(4,2),
    scc_per_ml integer,
    "row" integer,
    synthetic boolean NOT NULL,
    animal_id bigint,
    batch_id bigint,
    farm_id bigint NOT NULL,
    lactose_pct numeric(4,2),
    milkings jsonb DEFAULT '[]'::jsonb NOT NULL,
    scheme character varying(10) DEFAULT ''::character varying NOT NULL,
    source character varying(10) DEFAULT 'file'::character varying NOT NULL,
    urea_mg_per_dl numeric(5,1),
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT herd_testday_days_in_milk_check CHECK ((days_in_milk >= 0)),
    CONSTRAINT herd_testday_parity_check CHECK ((parity >= 0)),
    CONSTRAINT herd_testday_row_check CHECK (("row" >= 0)),
    CONSTRAINT herd_testday_scc_per_ml_check CHECK ((scc_per_ml >= 0)),
    CONSTRAINT test_day_in_a_lactation CHECK (((days_in_milk >= 1) AND (parity >= 1))),
    CONSTRAINT test_day_names_its_cow CHECK (((animal_id IS NOT NULL) OR (NOT ((lactation_key)::text = ''::text)))),
    CONSTRAINT test_day_yield_possible CHECK (((milk_kg > (0)::numeric) AND (milk_kg <= 99.90)))
);

ALTER TABLE public.herd_testday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_testday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.herd_testdayevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    lactation_key character varying(30) NOT NULL,
    test_date date NOT NULL,
    days_in_milk smallint NOT NULL,
    parity smallint NOT NULL,
    birth_date date,
    milk_kg numeric(4,1) NOT NULL,
    fat_pct numeric(4,2),
    protein_pct numeric(4,2),
    scc_per_ml integer,
    "row" integer,
    synthetic boolean NOT NULL,
    animal_id bigint,
    batch_id bigint,
    farm_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    lactose_pct numeric(4,2),
    milkings jsonb DEFAULT '[]'::jsonb NOT NULL,
    scheme character varying(10) DEFAULT ''::character varying NOT NULL,
    source character varying(10) DEFAULT 'file'::character varying NOT NULL,
    urea_mg_per_dl numeric(5,1),
    recorded_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    CONSTRAINT herd_testdayevent_days_in_milk_check CHECK ((days_in_milk >= 0)),
    CONSTRAINT herd_testdayevent_parity_check CHECK ((parity >= 0)),
    CONSTRAINT herd_testdayevent_row_check CHECK (("row" >= 0)),
    CONSTRAINT herd_testdayevent_scc_per_ml_check CHECK ((scc_per_ml >= 0))
);

ALTER TABLE public.herd_testdayevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.herd_testdayevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ledger_capture (
    id bigint NOT NULL,
    media_type character varying(60) NOT NULL,
    document bytea NOT NULL,
    sha256 bytea NOT NULL,
    context bytea,
    behaviour character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    running boolean NOT NULL,
    success boolean NOT NULL,
    event_count integer NOT NULL,
    repeated_count integer NOT NULL,
    errors jsonb NOT NULL,
    person_id bigint,
    CONSTRAINT ledger_finished_capture_has_its_time CHECK ((running OR (finished_at >= created_at)))
);

ALTER TABLE public.ledger_capture ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledger_capture_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ledger_checkpoint (
    id bigint NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    note text NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    key_id bigint NOT NULL
);

ALTER TABLE public.ledger_checkpoint ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledger_checkpoint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ledger_containment (
    child_id bigint NOT NULL,
    parent_id bigint NOT NULL
);

CREATE TABLE public.ledger_cosignature (
    id bigint NOT NULL,
    signature bytea NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    received_at timestamp with time zone NOT NULL,
    checkpoint_id bigint NOT NULL,
    witness_id bigint NOT NULL
);

ALTER TABLE public.ledger_cosignature ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledger_cosignature_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ledger_delivery (
    id uuid NOT NULL,
    after_seq bigint NOT NULL,
    until_seq bigint NOT NULL,
    event_count integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    attempts integer NOT NULL,
    attempted_at timestamp with time zone,
    delivered_at timestamp with time zone,
    status_code integer,
    subscription_id uuid NOT NULL,
    CONSTRAINT ledger_delivery_goes_forward CHECK ((until_seq >= after_seq))
);

CREATE TABLE public.ledger_errordeclaration (
    event_key uuid NOT NULL,
    declared_at timestamp with time zone NOT NULL,
    declaration_id bigint NOT NULL,
    reason_id bigint
);

CREATE TABLE public.ledger_event (
    seq bigint NOT NULL,
    event_id text NOT NULL,
    event_key uuid NOT NULL,
    type smallint NOT NULL,
    action smallint,
    declares_error boolean NOT NULL,
    event_time timestamp with time zone NOT NULL,
    offset_minutes smallint NOT NULL,
    record_time timestamp with time zone NOT NULL,
    person_id bigint,
    body bytea NOT NULL,
    capture_id bigint,
    biz_location_id bigint,
    biz_step_id bigint,
    disposition_id bigint,
    read_point_id bigint,
    leaf bytea NOT NULL
)
PARTITION BY RANGE (seq);

CREATE TABLE public.ledger_event_0001 (
    seq bigint CONSTRAINT ledger_event_seq_not_null NOT NULL,
    event_id text CONSTRAINT ledger_event_event_id_not_null NOT NULL,
    event_key uuid CONSTRAINT ledger_event_event_key_not_null NOT NULL,
    type smallint CONSTRAINT ledger_event_type_not_null NOT NULL,
    action smallint,
    declares_error boolean CONSTRAINT ledger_event_declares_error_not_null NOT NULL,
    event_time timestamp with time zone CONSTRAINT ledger_event_event_time_not_null NOT NULL,
    offset_minutes smallint CONSTRAINT ledger_event_offset_minutes_not_null NOT NULL,
    record_time timestamp with time zone CONSTRAINT ledger_event_record_time_not_null NOT NULL,
    person_id bigint,
    body bytea CONSTRAINT ledger_event_body_not_null NOT NULL,
    capture_id bigint,
    biz_location_id bigint,
    biz_step_id bigint,
    disposition_id bigint,
    read_point_id bigint,
    leaf bytea CONSTRAINT ledger_event_leaf_not_null NOT NULL
);

CREATE TABLE public.ledger_field (
    "position" integer NOT NULL,
    place smallint NOT NULL,
    is_inner boolean NOT NULL,
    text text,
    number double precision,
    moment timestamp with time zone,
    uom character varying(4),
    event_id bigint NOT NULL,
    name_id bigint NOT NULL
);

CREATE TABLE public.ledger_flow (
    mass_kg double precision,
    event_id bigint NOT NULL,
    source_id bigint NOT NULL,
    target_id bigint NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.ledger_identity (
    event_key uuid NOT NULL,
    declares_error boolean NOT NULL,
    seq bigint NOT NULL,
    content uuid NOT NULL
);

CREATE TABLE public.ledger_link (
    role smallint NOT NULL,
    "position" integer NOT NULL,
    quantity double precision,
    uom character varying(3),
    event_id bigint NOT NULL,
    kind_id bigint,
    term_id bigint NOT NULL
)
PARTITION BY RANGE (event_id);

CREATE TABLE public.ledger_link_0001 (
    role smallint CONSTRAINT ledger_link_role_not_null NOT NULL,
    "position" integer CONSTRAINT ledger_link_position_not_null NOT NULL,
    quantity double precision,
    uom character varying(3),
    event_id bigint CONSTRAINT ledger_link_event_id_not_null NOT NULL,
    kind_id bigint,
    term_id bigint CONSTRAINT ledger_link_term_id_not_null NOT NULL
);

CREATE TABLE public.ledger_logkey (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    public_key bytea NOT NULL,
    first_size bigint NOT NULL,
    endorsement text NOT NULL,
    created_at timestamp with time zone NOT NULL
);

ALTER TABLE public.ledger_logkey ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledger_logkey_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ledger_logtile (
    level smallint NOT NULL,
    index bigint NOT NULL,
    hashes bytea NOT NULL
);

CREATE TABLE public.ledger_making (
    at timestamp with time zone NOT NULL,
    type smallint NOT NULL,
    nature smallint NOT NULL,
    mass_kg double precision,
    biz_step_id bigint,
    event_id bigint NOT NULL,
    lot_id bigint NOT NULL,
    place_id bigint,
    vessel_id bigint
);

CREATE TABLE public.ledger_masterdataattribute (
    "position" integer NOT NULL,
    local_name text NOT NULL,
    text text NOT NULL,
    element_id bigint NOT NULL,
    name_id bigint NOT NULL
);

CREATE TABLE public.ledger_mention (
    resource smallint NOT NULL,
    holder bigint NOT NULL,
    term_id bigint NOT NULL
);

CREATE TABLE public.ledger_movement (
    at timestamp with time zone NOT NULL,
    "position" smallint NOT NULL,
    kind character varying(6) NOT NULL,
    mass_kg double precision,
    event_id bigint NOT NULL,
    lot_id bigint,
    vessel_id bigint NOT NULL,
    missing_id bigint
);

CREATE TABLE public.ledger_namedquery (
    id bigint NOT NULL,
    name text NOT NULL,
    parameters jsonb NOT NULL,
    prefixes jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    owner_id bigint NOT NULL
);

ALTER TABLE public.ledger_namedquery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledger_namedquery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ledger_prefix (
    prefix text NOT NULL,
    namespace text NOT NULL
);

CREATE TABLE public.ledger_recurrence (
    term_id bigint NOT NULL,
    segment_id integer NOT NULL
);

CREATE TABLE public.ledger_redaction (
    seq bigint NOT NULL,
    reason text NOT NULL,
    redacted_at timestamp with time zone NOT NULL,
    tombstone bytea NOT NULL,
    person_id bigint NOT NULL
);

CREATE TABLE public.ledger_releasedtoken (
    digest uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

CREATE TABLE public.ledger_resolverlink (
    id bigint NOT NULL,
    anchor text NOT NULL COLLATE pg_catalog."C",
    link_type text NOT NULL,
    target text NOT NULL,
    title_zh character varying(120) NOT NULL,
    title_en character varying(120) NOT NULL,
    media_type character varying(100) NOT NULL,
    languages jsonb NOT NULL,
    contexts jsonb NOT NULL,
    is_default boolean NOT NULL,
    is_default_multi boolean NOT NULL,
    forwards_query boolean NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    withdrawn_at timestamp with time zone,
    registered_by_id bigint NOT NULL,
    withdrawn_by_id bigint,
    CONSTRAINT ledger_withdrawn_link_names_who_and_when CHECK ((((withdrawn_at IS NULL) AND (withdrawn_by_id IS NULL)) OR ((withdrawn_at >= registered_at) AND (withdrawn_by_id IS NOT NULL))))
);

ALTER TABLE public.ledger_resolverlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledger_resolverlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ledger_segment (
    number integer NOT NULL,
    first_seq bigint NOT NULL,
    last_seq bigint NOT NULL,
    first_term bigint NOT NULL,
    first_recorded_at timestamp with time zone,
    last_recorded_at timestamp with time zone,
    state character varying(10) NOT NULL,
    archive_sha256 bytea,
    names_noted boolean DEFAULT false NOT NULL,
    CONSTRAINT ledger_segment_is_in_order CHECK ((first_seq <= last_seq)),
    CONSTRAINT ledger_segment_state_check CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'closed'::character varying, 'archived'::character varying])::text[])))
);

CREATE TABLE public.ledger_subscription (
    id uuid NOT NULL,
    dest text NOT NULL,
    signature_token text NOT NULL,
    schedule jsonb,
    report_if_empty boolean NOT NULL,
    initial_record_time timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    reached_seq bigint NOT NULL,
    run_until_seq bigint,
    due_at timestamp with time zone NOT NULL,
    leased_until timestamp with time zone,
    is_troubled boolean NOT NULL,
    failing_since timestamp with time zone,
    failure_zh character varying(300) NOT NULL,
    failure_en character varying(300) NOT NULL,
    last_notified_at timestamp with time zone,
    query_id bigint NOT NULL,
    media_type character varying(30) NOT NULL,
    CONSTRAINT ledger_only_schedules_have_runs CHECK (((run_until_seq IS NULL) OR (schedule IS NOT NULL)))
);

CREATE TABLE public.ledger_term (
    id bigint NOT NULL,
    uri text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE public.ledger_vesselstate (
    lot_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    event_id bigint NOT NULL,
    inflow_kg double precision,
    heel_lot_id bigint,
    heel_kg double precision,
    held_kg double precision,
    before_lot_id bigint,
    before_kg double precision,
    largest_kg double precision NOT NULL,
    ended_at timestamp with time zone,
    ended_by bigint,
    vessel_id bigint NOT NULL,
    overdrawn_kg double precision NOT NULL
);

CREATE TABLE public.ledger_witness (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    public_key bytea NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    registered_by_id bigint
);

ALTER TABLE public.ledger_witness ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledger_witness_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.pghistory_context (
    id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    metadata jsonb NOT NULL
);

CREATE TABLE public.plan_closedperiod (
    id bigint NOT NULL,
    month date NOT NULL,
    reason character varying(200) NOT NULL,
    closed_at timestamp with time zone NOT NULL,
    closed_by_id bigint NOT NULL,
    CONSTRAINT period_begins_on_the_first CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);

ALTER TABLE public.plan_closedperiod ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_closedperiod_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_closedperiodevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    month date NOT NULL,
    reason character varying(200) NOT NULL,
    closed_at timestamp with time zone NOT NULL,
    closed_by_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.plan_closedperiodevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_closedperiodevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_computedfigure (
    id bigint NOT NULL,
    as_of date NOT NULL,
    value numeric(18,6),
    unit character varying(20) NOT NULL,
    room character varying(30) NOT NULL,
    method_zh text NOT NULL,
    method_en text NOT NULL,
    method_version character varying(40) NOT NULL,
    inputs jsonb NOT NULL,
    coverage numeric(7,6),
    note_zh text NOT NULL,
    note_en text NOT NULL,
    unconfirmed_rules jsonb NOT NULL,
    failed boolean NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    indicator_id bigint NOT NULL,
    CONSTRAINT figure_that_failed_has_no_value CHECK (((NOT failed) OR (value IS NULL)))
);

ALTER TABLE public.plan_computedfigure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_computedfigure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_contradiction (
    id bigint NOT NULL,
    code character varying(8) NOT NULL,
    "position" smallint NOT NULL,
    title_zh character varying(80) NOT NULL,
    title_en character varying(120) NOT NULL,
    reading_a_zh character varying(200) NOT NULL,
    reading_a_en character varying(240) NOT NULL,
    reading_b_zh character varying(200) NOT NULL,
    reading_b_en character varying(240) NOT NULL,
    note_zh character varying(200) NOT NULL,
    note_en character varying(240) NOT NULL,
    indicators character varying(8)[] NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT plan_contradiction_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.plan_contradiction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_contradiction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_contradictionevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(8) NOT NULL,
    "position" smallint NOT NULL,
    title_zh character varying(80) NOT NULL,
    title_en character varying(120) NOT NULL,
    reading_a_zh character varying(200) NOT NULL,
    reading_a_en character varying(240) NOT NULL,
    reading_b_zh character varying(200) NOT NULL,
    reading_b_en character varying(240) NOT NULL,
    note_zh character varying(200) NOT NULL,
    note_en character varying(240) NOT NULL,
    indicators character varying(8)[] NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT plan_contradictionevent_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.plan_contradictionevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_contradictionevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_delivery (
    id bigint NOT NULL,
    key character varying(80) NOT NULL,
    kind character varying(10) NOT NULL,
    words_zh character varying(200) NOT NULL,
    words_en character varying(240) NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone,
    read_by_id bigint,
    item_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    letter_id bigint,
    CONSTRAINT delivery_read_by_somebody CHECK ((((read_at IS NULL) AND (read_by_id IS NULL)) OR ((read_at IS NOT NULL) AND (read_by_id IS NOT NULL))))
);

ALTER TABLE public.plan_delivery ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_duty (
    id bigint NOT NULL,
    role character varying(8) NOT NULL,
    document character varying(120) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    set_at timestamp with time zone NOT NULL,
    set_by_id bigint NOT NULL,
    part_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT duty_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
);

ALTER TABLE public.plan_duty ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_duty_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_dutyevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    role character varying(8) NOT NULL,
    document character varying(120) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    set_at timestamp with time zone NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    set_by_id bigint NOT NULL,
    part_id bigint NOT NULL,
    unit_id bigint NOT NULL
);

ALTER TABLE public.plan_dutyevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_dutyevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_indicator (
    id bigint NOT NULL,
    code character varying(8) NOT NULL,
    "position" smallint NOT NULL,
    section character varying(40) NOT NULL,
    "group" character varying(10) NOT NULL,
    name_zh character varying(60) NOT NULL,
    name_en character varying(100) NOT NULL,
    quote_zh character varying(200) NOT NULL,
    unit character varying(20) NOT NULL,
    kind_raw character varying(20) NOT NULL,
    kind character varying(10) NOT NULL,
    operator character varying(8) NOT NULL,
    direction character varying(8) NOT NULL,
    accumulation character varying(12) NOT NULL,
    baseline numeric(14,4),
    baseline_as_written character varying(60) NOT NULL,
    baseline_basis character varying(14) NOT NULL,
    target numeric(14,4),
    low numeric(14,4),
    high numeric(14,4),
    tolerance_share numeric(5,4) NOT NULL,
    zone character varying(12) NOT NULL,
    derived_from character varying(8) NOT NULL,
    scope_zh character varying(60) NOT NULL,
    scope_en character varying(80) NOT NULL,
    formula_zh character varying(200) NOT NULL,
    formula_en character varying(240) NOT NULL,
    lead_units character varying(60)[] NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT indicator_baseline_has_its_basis CHECK ((((baseline IS NULL) AND ((baseline_basis)::text = 'unknown'::text)) OR ((baseline IS NOT NULL) AND (NOT ((baseline_basis)::text = 'unknown'::text))))),
    CONSTRAINT indicator_has_a_target CHECK ((((high IS NOT NULL) AND (low IS NOT NULL) AND ((operator)::text = 'range'::text)) OR ((NOT ((operator)::text = 'range'::text)) AND (target IS NOT NULL)))),
    CONSTRAINT indicator_low_not_above_high CHECK (((low IS NULL) OR (low <= high))),
    CONSTRAINT plan_indicator_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.plan_indicator ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_indicator_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_indicatorevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(8) NOT NULL,
    "position" smallint NOT NULL,
    section character varying(40) NOT NULL,
    "group" character varying(10) NOT NULL,
    name_zh character varying(60) NOT NULL,
    name_en character varying(100) NOT NULL,
    quote_zh character varying(200) NOT NULL,
    unit character varying(20) NOT NULL,
    kind_raw character varying(20) NOT NULL,
    kind character varying(10) NOT NULL,
    operator character varying(8) NOT NULL,
    direction character varying(8) NOT NULL,
    accumulation character varying(12) NOT NULL,
    baseline numeric(14,4),
    baseline_as_written character varying(60) NOT NULL,
    baseline_basis character varying(14) NOT NULL,
    target numeric(14,4),
    low numeric(14,4),
    high numeric(14,4),
    tolerance_share numeric(5,4) NOT NULL,
    zone character varying(12) NOT NULL,
    derived_from character varying(8) NOT NULL,
    scope_zh character varying(60) NOT NULL,
    scope_en character varying(80) NOT NULL,
    formula_zh character varying(200) NOT NULL,
    formula_en character varying(240) NOT NULL,
    lead_units character varying(60)[] NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT plan_indicatorevent_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.plan_indicatorevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_indicatorevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_ledgeritem (
    id bigint NOT NULL,
    year smallint NOT NULL,
    serial integer NOT NULL,
    title character varying(120) NOT NULL,
    goal character varying(200) NOT NULL,
    measure character varying(300) NOT NULL,
    leader character varying(60) NOT NULL,
    officer character varying(60) NOT NULL,
    evidence_kinds character varying(12)[] NOT NULL,
    opened_on date NOT NULL,
    due_on date NOT NULL,
    state character varying(10) NOT NULL,
    closed_on date,
    revision integer NOT NULL,
    indicator_id bigint,
    opened_by_id bigint NOT NULL,
    meeting_id bigint,
    part_id bigint,
    lead_id bigint NOT NULL,
    CONSTRAINT item_closed_has_its_day CHECK ((((closed_on IS NOT NULL) AND ((state)::text = 'closed'::text)) OR ((NOT ((state)::text = 'closed'::text)) AND (closed_on IS NULL)))),
    CONSTRAINT item_due_not_before_opening CHECK ((due_on >= opened_on)),
    CONSTRAINT plan_ledgeritem_revision_check CHECK ((revision >= 0)),
    CONSTRAINT plan_ledgeritem_serial_check CHECK ((serial >= 0)),
    CONSTRAINT plan_ledgeritem_year_check CHECK ((year >= 0))
);

ALTER TABLE public.plan_ledgeritem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_ledgeritem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_ledgeritem_support (
    id bigint NOT NULL,
    ledgeritem_id bigint NOT NULL,
    responsibleunit_id bigint NOT NULL
);

ALTER TABLE public.plan_ledgeritem_support ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_ledgeritem_support_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_ledgeritemevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    year smallint NOT NULL,
    serial integer NOT NULL,
    title character varying(120) NOT NULL,
    goal character varying(200) NOT NULL,
    measure character varying(300) NOT NULL,
    leader character varying(60) NOT NULL,
    officer character varying(60) NOT NULL,
    evidence_kinds character varying(12)[] NOT NULL,
    opened_on date NOT NULL,
    due_on date NOT NULL,
    state character varying(10) NOT NULL,
    closed_on date,
    revision integer NOT NULL,
    indicator_id bigint,
    opened_by_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    meeting_id bigint,
    part_id bigint,
    lead_id bigint NOT NULL,
    CONSTRAINT plan_ledgeritemevent_revision_check CHECK ((revision >= 0)),
    CONSTRAINT plan_ledgeritemevent_serial_check CHECK ((serial >= 0)),
    CONSTRAINT plan_ledgeritemevent_year_check CHECK ((year >= 0))
);

ALTER TABLE public.plan_ledgeritemevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_ledgeritemevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_manualreport (
    id bigint NOT NULL,
    as_of date NOT NULL,
    value numeric(18,6) NOT NULL,
    note character varying(300) NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    reviewed_at timestamp with time zone,
    opinion character varying(300) NOT NULL,
    state character varying(10) NOT NULL,
    evidence_id bigint NOT NULL,
    indicator_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    reported_by_id bigint NOT NULL,
    reviewed_by_id bigint,
    CONSTRAINT report_reviewed_by_another_person CHECK (((reviewed_by_id IS NULL) OR (NOT ((reviewed_by_id = reported_by_id) AND (reviewed_by_id IS NOT NULL)))))
);

ALTER TABLE public.plan_manualreport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_manualreport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_meeting (
    id bigint NOT NULL,
    title character varying(120) NOT NULL,
    held_on date NOT NULL,
    chaired_by character varying(60) NOT NULL,
    minutes text NOT NULL,
    noted_at timestamp with time zone NOT NULL,
    file_id bigint,
    noted_by_id bigint NOT NULL
);

ALTER TABLE public.plan_meeting ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_meeting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_meetingevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    title character varying(120) NOT NULL,
    held_on date NOT NULL,
    chaired_by character varying(60) NOT NULL,
    minutes text NOT NULL,
    noted_at timestamp with time zone NOT NULL,
    file_id bigint,
    noted_by_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.plan_meetingevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_meetingevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_milestone (
    id bigint NOT NULL,
    "on" date NOT NULL,
    value numeric(14,4) NOT NULL,
    basis character varying(12) NOT NULL,
    indicator_id bigint NOT NULL,
    document character varying(120) NOT NULL
);

ALTER TABLE public.plan_milestone ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_milestone_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_milestoneevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    "on" date NOT NULL,
    value numeric(14,4) NOT NULL,
    basis character varying(12) NOT NULL,
    indicator_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    document character varying(120) NOT NULL
);

ALTER TABLE public.plan_milestoneevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_milestoneevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_planpart (
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    code character varying(12) NOT NULL,
    parent character varying(12) NOT NULL,
    "position" smallint NOT NULL,
    section character varying(40) NOT NULL,
    title_zh character varying(120) NOT NULL,
    title_en character varying(160) NOT NULL,
    quote_zh character varying(300) NOT NULL,
    indicators character varying(8)[] NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT plan_planpart_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.plan_planpart ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_planpart_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_planpartevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    kind character varying(10) NOT NULL,
    code character varying(12) NOT NULL,
    parent character varying(12) NOT NULL,
    "position" smallint NOT NULL,
    section character varying(40) NOT NULL,
    title_zh character varying(120) NOT NULL,
    title_en character varying(160) NOT NULL,
    quote_zh character varying(300) NOT NULL,
    indicators character varying(8)[] NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT plan_planpartevent_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.plan_planpartevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_planpartevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_planversion (
    id bigint NOT NULL,
    code character varying(30) NOT NULL,
    title_zh character varying(120) NOT NULL,
    title_en character varying(160) NOT NULL,
    status character varying(10) NOT NULL,
    current boolean NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    loaded_by_id bigint,
    revision integer NOT NULL,
    state character varying(10) NOT NULL,
    CONSTRAINT plan_planversion_revision_check CHECK ((revision >= 0))
);

ALTER TABLE public.plan_planversion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_planversion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_planversionevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(30) NOT NULL,
    title_zh character varying(120) NOT NULL,
    title_en character varying(160) NOT NULL,
    status character varying(10) NOT NULL,
    current boolean NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    loaded_by_id bigint,
    revision integer NOT NULL,
    state character varying(10) NOT NULL,
    CONSTRAINT plan_planversionevent_revision_check CHECK ((revision >= 0))
);

ALTER TABLE public.plan_planversionevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_planversionevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_progressevidence (
    id bigint NOT NULL,
    kind character varying(12) NOT NULL,
    file_id bigint NOT NULL,
    report_id bigint NOT NULL
);

ALTER TABLE public.plan_progressevidence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_progressevidence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_progressreport (
    id bigint NOT NULL,
    as_of date NOT NULL,
    percent smallint NOT NULL,
    words text NOT NULL,
    problems character varying(300) NOT NULL,
    next_step character varying(300) NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    reviewed_at timestamp with time zone,
    opinion character varying(300) NOT NULL,
    state character varying(10) NOT NULL,
    item_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    reported_by_id bigint NOT NULL,
    reviewed_by_id bigint,
    CONSTRAINT plan_progressreport_percent_check CHECK ((percent >= 0)),
    CONSTRAINT progress_at_most_whole CHECK ((percent <= 100)),
    CONSTRAINT progress_reviewed_by_another_person CHECK (((reviewed_by_id IS NULL) OR (NOT ((reviewed_by_id = reported_by_id) AND (reviewed_by_id IS NOT NULL)))))
);

ALTER TABLE public.plan_progressreport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_progressreport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_progressreportevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    as_of date NOT NULL,
    percent smallint NOT NULL,
    words text NOT NULL,
    problems character varying(300) NOT NULL,
    next_step character varying(300) NOT NULL,
    reported_at timestamp with time zone NOT NULL,
    reviewed_at timestamp with time zone,
    opinion character varying(300) NOT NULL,
    state character varying(10) NOT NULL,
    item_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    reported_by_id bigint NOT NULL,
    reviewed_by_id bigint,
    CONSTRAINT plan_progressreportevent_percent_check CHECK ((percent >= 0))
);

ALTER TABLE public.plan_progressreportevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_progressreportevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_responsibleunit (
    id bigint NOT NULL,
    code character varying(12) NOT NULL,
    kind character varying(8) NOT NULL,
    "position" smallint NOT NULL,
    name_zh character varying(60) NOT NULL,
    name_en character varying(100) NOT NULL,
    division character varying(6) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    successor_zh character varying(60) NOT NULL,
    organisation_id bigint,
    CONSTRAINT plan_responsibleunit_position_check CHECK (("position" >= 0)),
    CONSTRAINT unit_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
);

ALTER TABLE public.plan_responsibleunit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_responsibleunit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_responsibleunitevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(12) NOT NULL,
    kind character varying(8) NOT NULL,
    "position" smallint NOT NULL,
    name_zh character varying(60) NOT NULL,
    name_en character varying(100) NOT NULL,
    division character varying(6) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    successor_zh character varying(60) NOT NULL,
    organisation_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT plan_responsibleunitevent_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.plan_responsibleunitevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_responsibleunitevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_supervisionletter (
    id bigint NOT NULL,
    issuer_short character varying(20) NOT NULL,
    year smallint,
    serial integer,
    matter text NOT NULL,
    demand text NOT NULL,
    reply_by date NOT NULL,
    state character varying(10) NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    issued_on date,
    answer text NOT NULL,
    answered_at timestamp with time zone,
    revision integer NOT NULL,
    answered_by_id bigint,
    copy_id bigint,
    drafted_by_id bigint,
    issued_by_id bigint,
    item_id bigint NOT NULL,
    office_id bigint,
    unit_id bigint NOT NULL,
    CONSTRAINT letter_issued_by_another_person CHECK (((issued_by_id IS NULL) OR (drafted_by_id IS NULL) OR (NOT ((issued_by_id = drafted_by_id) AND (issued_by_id IS NOT NULL) AND (drafted_by_id IS NOT NULL))))),
    CONSTRAINT letter_issued_has_its_copy CHECK ((((copy_id IS NOT NULL) AND ((state)::text = ANY ((ARRAY['issued'::character varying, 'answered'::character varying])::text[]))) OR (NOT ((state)::text = ANY ((ARRAY['issued'::character varying, 'answered'::character varying])::text[]))))),
    CONSTRAINT plan_supervisionletter_revision_check CHECK ((revision >= 0)),
    CONSTRAINT plan_supervisionletter_serial_check CHECK ((serial >= 0)),
    CONSTRAINT plan_supervisionletter_year_check CHECK ((year >= 0))
);

ALTER TABLE public.plan_supervisionletter ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_supervisionletter_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_supervisionletterevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    issuer_short character varying(20) NOT NULL,
    year smallint,
    serial integer,
    matter text NOT NULL,
    demand text NOT NULL,
    reply_by date NOT NULL,
    state character varying(10) NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    issued_on date,
    answer text NOT NULL,
    answered_at timestamp with time zone,
    revision integer NOT NULL,
    answered_by_id bigint,
    copy_id bigint,
    drafted_by_id bigint,
    issued_by_id bigint,
    item_id bigint NOT NULL,
    office_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    CONSTRAINT plan_supervisionletterevent_revision_check CHECK ((revision >= 0)),
    CONSTRAINT plan_supervisionletterevent_serial_check CHECK ((serial >= 0)),
    CONSTRAINT plan_supervisionletterevent_year_check CHECK ((year >= 0))
);

ALTER TABLE public.plan_supervisionletterevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_supervisionletterevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_targetclaim (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    source_zh character varying(60) NOT NULL,
    source_en character varying(60) NOT NULL,
    quote_zh character varying(200) NOT NULL,
    operator character varying(8) NOT NULL,
    value numeric(14,4),
    low numeric(14,4),
    high numeric(14,4),
    kind character varying(10) NOT NULL,
    indicator_id bigint NOT NULL,
    CONSTRAINT plan_targetclaim_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.plan_targetclaim ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_targetclaim_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_targetclaimevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    source_zh character varying(60) NOT NULL,
    source_en character varying(60) NOT NULL,
    quote_zh character varying(200) NOT NULL,
    operator character varying(8) NOT NULL,
    value numeric(14,4),
    low numeric(14,4),
    high numeric(14,4),
    kind character varying(10) NOT NULL,
    indicator_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT plan_targetclaimevent_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.plan_targetclaimevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_targetclaimevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_targetsplit (
    id bigint NOT NULL,
    division character varying(6) NOT NULL,
    value numeric(14,4) NOT NULL,
    basis character varying(10) NOT NULL,
    document character varying(120) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    entered_at timestamp with time zone NOT NULL,
    entered_by_id bigint NOT NULL,
    indicator_id bigint NOT NULL,
    CONSTRAINT split_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT split_not_negative CHECK ((value >= (0)::numeric))
);

ALTER TABLE public.plan_targetsplit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_targetsplit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.plan_targetsplitevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    division character varying(6) NOT NULL,
    value numeric(14,4) NOT NULL,
    basis character varying(10) NOT NULL,
    document character varying(120) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    entered_at timestamp with time zone NOT NULL,
    entered_by_id bigint NOT NULL,
    indicator_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.plan_targetsplitevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.plan_targetsplitevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_accesstoken (
    id bigint NOT NULL,
    label character varying(80) NOT NULL,
    digest character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.platform_accesstoken ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_accesstoken_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_alarm (
    id bigint NOT NULL,
    key character varying(160) NOT NULL,
    kind character varying(40) NOT NULL,
    severity character varying(10) NOT NULL,
    title_zh character varying(200) NOT NULL,
    title_en character varying(240) NOT NULL,
    county character varying(6) NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    facts jsonb NOT NULL,
    state character varying(12) NOT NULL,
    handling text NOT NULL,
    handled_by_id bigint,
    place_id bigint
);

ALTER TABLE public.platform_alarm ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_alarm_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_alarm_organisations (
    id bigint NOT NULL,
    alarm_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE public.platform_alarm_organisations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_alarm_organisations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_alarmevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    key character varying(160) NOT NULL,
    kind character varying(40) NOT NULL,
    severity character varying(10) NOT NULL,
    title_zh character varying(200) NOT NULL,
    title_en character varying(240) NOT NULL,
    county character varying(6) NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    facts jsonb NOT NULL,
    state character varying(12) NOT NULL,
    handling text NOT NULL,
    handled_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    place_id bigint
);

ALTER TABLE public.platform_alarmevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_alarmevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_attachment (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    media_type character varying(80) NOT NULL,
    size bigint NOT NULL,
    sha256 character varying(64) NOT NULL,
    uploaded_at timestamp with time zone NOT NULL,
    uploaded_by_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT platform_attachment_size_check CHECK ((size >= 0))
);

ALTER TABLE public.platform_attachment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_attachment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_edition (
    id bigint NOT NULL,
    token uuid NOT NULL
);

ALTER TABLE public.platform_edition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_edition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_holiday (
    id bigint NOT NULL,
    day date NOT NULL,
    is_working boolean NOT NULL,
    name_zh character varying(60) NOT NULL,
    source character varying(120) NOT NULL
);

ALTER TABLE public.platform_holiday ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_holiday_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_holidayevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    day date NOT NULL,
    is_working boolean NOT NULL,
    name_zh character varying(60) NOT NULL,
    source character varying(120) NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.platform_holidayevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_holidayevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_identifier (
    id bigint NOT NULL,
    scheme character varying(40) NOT NULL,
    value character varying(80) NOT NULL,
    valid_from date,
    valid_to date,
    organisation_id bigint,
    place_id bigint,
    CONSTRAINT identifier_has_one_subject CHECK ((((organisation_id IS NOT NULL) AND (place_id IS NULL)) OR ((organisation_id IS NULL) AND (place_id IS NOT NULL))))
);

ALTER TABLE public.platform_identifier ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_identifier_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_identifierevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    scheme character varying(40) NOT NULL,
    value character varying(80) NOT NULL,
    valid_from date,
    valid_to date,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    organisation_id bigint,
    place_id bigint
);

ALTER TABLE public.platform_identifierevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_identifierevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_job (
    id uuid NOT NULL,
    kind character varying(60) NOT NULL,
    arguments jsonb NOT NULL,
    state character varying(12) NOT NULL,
    done bigint NOT NULL,
    total bigint NOT NULL,
    message_zh character varying(300) NOT NULL,
    message_en character varying(300) NOT NULL,
    checkpoint jsonb NOT NULL,
    result jsonb NOT NULL,
    cancel_requested boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    created_by_id bigint,
    CONSTRAINT job_done_not_negative CHECK ((done >= 0))
);

CREATE TABLE public.platform_lakefile (
    id bigint NOT NULL,
    dataset character varying(60) NOT NULL,
    partition character varying(120) NOT NULL,
    path character varying(300) NOT NULL,
    rows bigint NOT NULL,
    bytes bigint NOT NULL,
    min_time timestamp with time zone,
    max_time timestamp with time zone,
    sha256 character varying(64) NOT NULL,
    state character varying(10) NOT NULL,
    published_at timestamp with time zone NOT NULL
);

ALTER TABLE public.platform_lakefile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_lakefile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_maplayer (
    id bigint NOT NULL,
    name_zh character varying(120) NOT NULL,
    source character varying(200) NOT NULL,
    approval_number character varying(60) NOT NULL,
    geojson jsonb NOT NULL,
    active boolean NOT NULL,
    loaded_at timestamp with time zone NOT NULL
);

ALTER TABLE public.platform_maplayer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_maplayer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_maplayerevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    name_zh character varying(120) NOT NULL,
    source character varying(200) NOT NULL,
    approval_number character varying(60) NOT NULL,
    geojson jsonb NOT NULL,
    active boolean NOT NULL,
    loaded_at timestamp with time zone NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.platform_maplayerevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_maplayerevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_membership (
    id bigint NOT NULL,
    role character varying(40) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    person_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE public.platform_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_membershipevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    role character varying(40) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    person_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE public.platform_membershipevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_membershipevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_organisation (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    name_zh character varying(120) NOT NULL,
    name_en character varying(160) NOT NULL,
    county character varying(6) NOT NULL,
    credit_code character varying(18),
    gln character varying(13),
    synthetic boolean NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    parent_id bigint
);

ALTER TABLE public.platform_organisation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_organisation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_organisationevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    name_zh character varying(120) NOT NULL,
    name_en character varying(160) NOT NULL,
    county character varying(6) NOT NULL,
    credit_code character varying(18),
    gln character varying(13),
    synthetic boolean NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    parent_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.platform_organisationevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_organisationevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_person (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    username character varying(60) NOT NULL,
    name_zh character varying(60) NOT NULL,
    name_en character varying(80) NOT NULL,
    phone character varying(20) NOT NULL,
    is_active boolean NOT NULL,
    synthetic boolean NOT NULL
);

ALTER TABLE public.platform_person ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_personevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    username character varying(60) NOT NULL,
    name_zh character varying(60) NOT NULL,
    name_en character varying(80) NOT NULL,
    phone character varying(20) NOT NULL,
    is_active boolean NOT NULL,
    synthetic boolean NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.platform_personevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_personevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_place (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    name_zh character varying(120) NOT NULL,
    name_en character varying(160) NOT NULL,
    county character varying(6) NOT NULL,
    town character varying(9) NOT NULL,
    longitude double precision,
    latitude double precision,
    gln character varying(13) NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT place_coordinates_on_earth CHECK (((longitude IS NULL) OR ((latitude >= ('-90.0'::numeric)::double precision) AND (latitude <= (90.0)::double precision) AND (longitude >= ('-180.0'::numeric)::double precision) AND (longitude <= (180.0)::double precision)))),
    CONSTRAINT place_county_is_a_code CHECK (((county)::text ~ '^[0-9]{6}$'::text))
);

ALTER TABLE public.platform_place ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_place_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_placeevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    name_zh character varying(120) NOT NULL,
    name_en character varying(160) NOT NULL,
    county character varying(6) NOT NULL,
    town character varying(9) NOT NULL,
    longitude double precision,
    latitude double precision,
    gln character varying(13) NOT NULL,
    organisation_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.platform_placeevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_placeevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_rule (
    id bigint NOT NULL,
    key character varying(80) NOT NULL,
    title_zh character varying(120) NOT NULL,
    title_en character varying(160) NOT NULL,
    low numeric(18,6),
    high numeric(18,6),
    value numeric(18,6),
    unit character varying(30) NOT NULL,
    source character varying(200) NOT NULL,
    status character varying(10) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    note character varying(300) NOT NULL,
    CONSTRAINT rule_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT rule_low_not_above_high CHECK (((low IS NULL) OR (high IS NULL) OR (low <= high)))
);

ALTER TABLE public.platform_rule ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_rule_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_ruleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    key character varying(80) NOT NULL,
    title_zh character varying(120) NOT NULL,
    title_en character varying(160) NOT NULL,
    low numeric(18,6),
    high numeric(18,6),
    value numeric(18,6),
    unit character varying(30) NOT NULL,
    source character varying(200) NOT NULL,
    status character varying(10) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    note character varying(300) NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.platform_ruleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_ruleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_signinfailure (
    id bigint NOT NULL,
    account character varying(60) NOT NULL,
    address character varying(45) NOT NULL,
    at timestamp with time zone NOT NULL
);

ALTER TABLE public.platform_signinfailure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_signinfailure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.platform_transition (
    id bigint NOT NULL,
    subject character varying(40) NOT NULL,
    subject_id bigint NOT NULL,
    verb character varying(60) NOT NULL,
    source character varying(30) NOT NULL,
    target character varying(30) NOT NULL,
    at timestamp with time zone NOT NULL,
    opinion text NOT NULL,
    evidence jsonb NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.platform_transition ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.platform_transition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);

CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;

CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;

CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);

CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;

CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_accreditedmethod (
    id bigint NOT NULL,
    analyte character varying(30) NOT NULL,
    method character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    detection numeric(16,6),
    quantification numeric(16,6),
    uncertainty_share numeric(6,4),
    laboratory_id bigint NOT NULL,
    CONSTRAINT accredited_method_ends_after CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT quantification_not_below_detection CHECK (((detection IS NULL) OR (quantification IS NULL) OR (quantification >= detection)))
);

ALTER TABLE public.quality_accreditedmethod ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_accreditedmethod_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_accreditedmethodevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    analyte character varying(30) NOT NULL,
    method character varying(60) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    detection numeric(16,6),
    quantification numeric(16,6),
    uncertainty_share numeric(6,4),
    laboratory_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.quality_accreditedmethodevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_accreditedmethodevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_caseevidence (
    id bigint NOT NULL,
    text character varying(500) NOT NULL,
    added_at timestamp with time zone NOT NULL,
    added_by_id bigint NOT NULL,
    attachment_id bigint,
    case_id bigint NOT NULL
);

ALTER TABLE public.quality_caseevidence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_caseevidence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_comparisonentry (
    id bigint NOT NULL,
    code character varying(10) NOT NULL,
    uncertainty numeric(16,6),
    method character varying(60) NOT NULL,
    reported_at timestamp with time zone,
    laboratory_id bigint NOT NULL,
    reported_by_id bigint,
    round_id bigint NOT NULL,
    CONSTRAINT entry_reported_by_someone CHECK ((((reported_at IS NULL) AND (reported_by_id IS NULL)) OR ((reported_at IS NOT NULL) AND (reported_by_id IS NOT NULL))))
);

ALTER TABLE public.quality_comparisonentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_comparisonentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_comparisonround (
    id bigint NOT NULL,
    number character varying(30) NOT NULL,
    title character varying(120) NOT NULL,
    analyte character varying(30) NOT NULL,
    due date NOT NULL,
    reference_value numeric(16,6),
    reference_u numeric(16,6),
    sigma numeric(16,6),
    state character varying(10) NOT NULL,
    evaluated_at timestamp with time zone,
    opened_by_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT reference_has_its_uncertainty CHECK ((((reference_u IS NULL) AND (reference_value IS NULL)) OR ((reference_u >= (0)::numeric) AND (reference_value IS NOT NULL)))),
    CONSTRAINT round_sigma_above_zero CHECK (((sigma IS NULL) OR (sigma > (0)::numeric)))
);

ALTER TABLE public.quality_comparisonround ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_comparisonround_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_comparisonroundevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number character varying(30) NOT NULL,
    title character varying(120) NOT NULL,
    analyte character varying(30) NOT NULL,
    due date NOT NULL,
    reference_value numeric(16,6),
    reference_u numeric(16,6),
    sigma numeric(16,6),
    state character varying(10) NOT NULL,
    evaluated_at timestamp with time zone,
    opened_by_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.quality_comparisonroundevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_comparisonroundevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_comparisonvalue (
    id bigint NOT NULL,
    replicate smallint NOT NULL,
    value numeric(16,6) NOT NULL,
    entry_id bigint NOT NULL,
    CONSTRAINT quality_comparisonvalue_replicate_check CHECK ((replicate >= 0)),
    CONSTRAINT replicate_counts_from_1 CHECK ((replicate >= 1))
);

ALTER TABLE public.quality_comparisonvalue ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_comparisonvalue_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_contrabandcase (
    id bigint NOT NULL,
    number character varying(30) NOT NULL,
    analytes character varying(30)[] NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    state character varying(12) NOT NULL,
    authority character varying(120) NOT NULL,
    document character varying(60) NOT NULL,
    handed_over_at timestamp with time zone,
    outcome character varying(12) NOT NULL,
    basis character varying(300) NOT NULL,
    opened_by_id bigint NOT NULL,
    sample_id bigint NOT NULL,
    CONSTRAINT case_decided_has_its_basis CHECK (((NOT ((state)::text = ANY ((ARRAY['decided'::character varying, 'closed'::character varying])::text[]))) OR ((NOT ((outcome)::text = ''::text)) AND (NOT ((basis)::text = ''::text))))),
    CONSTRAINT case_handed_over_to_someone CHECK (((handed_over_at IS NULL) OR ((NOT ((authority)::text = ''::text)) AND (NOT ((document)::text = ''::text)))))
);

ALTER TABLE public.quality_contrabandcase ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_contrabandcase_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_contrabandcaseevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number character varying(30) NOT NULL,
    analytes character varying(30)[] NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    state character varying(12) NOT NULL,
    authority character varying(120) NOT NULL,
    document character varying(60) NOT NULL,
    handed_over_at timestamp with time zone,
    outcome character varying(12) NOT NULL,
    basis character varying(300) NOT NULL,
    opened_by_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    sample_id bigint NOT NULL
);

ALTER TABLE public.quality_contrabandcaseevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_contrabandcaseevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_controlreading (
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    value numeric(16,6) NOT NULL,
    recorded_by_id bigint NOT NULL,
    series_id bigint NOT NULL
);

ALTER TABLE public.quality_controlreading ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_controlreading_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_controlseries (
    id bigint NOT NULL,
    material character varying(60) NOT NULL,
    analyte character varying(30) NOT NULL,
    method character varying(60) NOT NULL,
    instrument character varying(60) NOT NULL,
    target numeric(16,6) NOT NULL,
    sd numeric(16,6) NOT NULL,
    material_to date NOT NULL,
    laboratory_id bigint NOT NULL,
    CONSTRAINT control_sd_above_zero CHECK ((sd > (0)::numeric))
);

ALTER TABLE public.quality_controlseries ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_controlseries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_controlseriesevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    material character varying(60) NOT NULL,
    analyte character varying(30) NOT NULL,
    method character varying(60) NOT NULL,
    instrument character varying(60) NOT NULL,
    target numeric(16,6) NOT NULL,
    sd numeric(16,6) NOT NULL,
    material_to date NOT NULL,
    laboratory_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.quality_controlseriesevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_controlseriesevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_custodystep (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    kind character varying(10) NOT NULL,
    at timestamp with time zone NOT NULL,
    temperature_c numeric(4,1),
    seal character varying(30) NOT NULL,
    place character varying(80) NOT NULL,
    digest character varying(64) NOT NULL,
    accepted_at timestamp with time zone,
    acceptance character varying(64) NOT NULL,
    giver_id bigint,
    sample_id bigint NOT NULL,
    taker_id bigint NOT NULL,
    CONSTRAINT custody_acceptance_is_signed CHECK (((((acceptance)::text = ''::text) AND (accepted_at IS NULL)) OR ((accepted_at IS NOT NULL) AND (NOT ((acceptance)::text = ''::text))))),
    CONSTRAINT custody_handed_between_two CHECK (((NOT ((kind)::text = 'handed'::text)) OR ((giver_id IS NOT NULL) AND (NOT ((giver_id = taker_id) AND (giver_id IS NOT NULL)))))),
    CONSTRAINT quality_custodystep_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.quality_custodystep ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_custodystep_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_hold (
    id bigint NOT NULL,
    number character varying(20) NOT NULL,
    lot_uri character varying(120) NOT NULL,
    reason character varying(300) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    placed_at timestamp with time zone,
    ended_at timestamp with time zone,
    basis character varying(10) NOT NULL,
    place_id bigint NOT NULL,
    proposed_by_id bigint,
    retest_id bigint,
    sample_id bigint,
    CONSTRAINT released_hold_has_its_basis CHECK (((NOT ((state)::text = 'released'::text)) OR ((ended_at >= placed_at) AND (NOT ((basis)::text = ''::text))))),
    CONSTRAINT retest_basis_names_it CHECK (((NOT ((basis)::text = 'retest'::text)) OR (retest_id IS NOT NULL))),
    CONSTRAINT standing_hold_has_its_time CHECK (((NOT ((state)::text = 'standing'::text)) OR (placed_at IS NOT NULL)))
);

ALTER TABLE public.quality_hold ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_hold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_hold_parties (
    id bigint NOT NULL,
    hold_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE public.quality_hold_parties ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_hold_parties_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_holdevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number character varying(20) NOT NULL,
    lot_uri character varying(120) NOT NULL,
    reason character varying(300) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    placed_at timestamp with time zone,
    ended_at timestamp with time zone,
    basis character varying(10) NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    place_id bigint NOT NULL,
    proposed_by_id bigint,
    retest_id bigint,
    sample_id bigint
);

ALTER TABLE public.quality_holdevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_holdevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_laboratory (
    id bigint NOT NULL,
    accredited boolean NOT NULL,
    accreditation_number character varying(40) NOT NULL,
    accredited_to date,
    place_id bigint NOT NULL
);

ALTER TABLE public.quality_laboratory ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_laboratory_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_laboratoryevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    accredited boolean NOT NULL,
    accreditation_number character varying(40) NOT NULL,
    accredited_to date,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    place_id bigint NOT NULL
);

ALTER TABLE public.quality_laboratoryevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_laboratoryevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_objection (
    id bigint NOT NULL,
    number character varying(30) NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    reason character varying(500) NOT NULL,
    rapid boolean NOT NULL,
    state character varying(12) NOT NULL,
    due date,
    provisional boolean NOT NULL,
    outcome character varying(300) NOT NULL,
    organisation_id bigint NOT NULL,
    raised_by_id bigint NOT NULL,
    sample_id bigint NOT NULL
);

ALTER TABLE public.quality_objection ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_objection_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_objectionevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number character varying(30) NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    reason character varying(500) NOT NULL,
    rapid boolean NOT NULL,
    state character varying(12) NOT NULL,
    due date,
    provisional boolean NOT NULL,
    outcome character varying(300) NOT NULL,
    organisation_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    raised_by_id bigint NOT NULL,
    sample_id bigint NOT NULL
);

ALTER TABLE public.quality_objectionevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_objectionevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_planobject (
    id bigint NOT NULL,
    weight integer NOT NULL,
    facts jsonb NOT NULL,
    place_id bigint NOT NULL,
    stratum_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    CONSTRAINT object_has_weight CHECK ((weight >= 1)),
    CONSTRAINT quality_planobject_weight_check CHECK ((weight >= 0))
);

ALTER TABLE public.quality_planobject ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_planobject_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_planofficer (
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    plan_id bigint NOT NULL
);

CREATE TABLE public.quality_planofficer_avoids (
    id bigint NOT NULL,
    planofficer_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE public.quality_planofficer_avoids ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_planofficer_avoids_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.quality_planofficer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_planofficer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_planstratum (
    id bigint NOT NULL,
    county character varying(6) NOT NULL,
    place_kind character varying(20) NOT NULL,
    population integer NOT NULL,
    size integer NOT NULL,
    plan_id bigint NOT NULL,
    CONSTRAINT quality_planstratum_population_check CHECK ((population >= 0)),
    CONSTRAINT quality_planstratum_size_check CHECK ((size >= 0)),
    CONSTRAINT stratum_not_larger_than_population CHECK ((size <= population))
);

ALTER TABLE public.quality_planstratum ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_planstratum_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_result (
    id bigint NOT NULL,
    analyte character varying(30) NOT NULL,
    value numeric(16,6),
    found boolean,
    unit character varying(20) NOT NULL,
    method character varying(60) NOT NULL,
    uncertainty numeric(16,6),
    verdict character varying(10) NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    limit_id bigint,
    recorded_by_id bigint NOT NULL,
    sample_id bigint NOT NULL,
    below character varying(3) NOT NULL,
    decision jsonb NOT NULL,
    in_scope boolean,
    instrument character varying(60) NOT NULL,
    CONSTRAINT result_is_a_value_or_a_finding CHECK ((((found IS NULL) AND (value IS NOT NULL)) OR ((found IS NOT NULL) AND (value IS NULL))))
);

ALTER TABLE public.quality_result ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_result_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_resultfile (
    id bigint NOT NULL,
    file_name character varying(200) NOT NULL,
    sha256 character varying(64) NOT NULL,
    layout jsonb NOT NULL,
    rows jsonb NOT NULL,
    state character varying(8) NOT NULL,
    accepted integer NOT NULL,
    repeated integer NOT NULL,
    refused integer NOT NULL,
    faults jsonb NOT NULL,
    brought_at timestamp with time zone NOT NULL,
    brought_by_id bigint NOT NULL,
    laboratory_id bigint NOT NULL,
    CONSTRAINT quality_resultfile_accepted_check CHECK ((accepted >= 0)),
    CONSTRAINT quality_resultfile_refused_check CHECK ((refused >= 0)),
    CONSTRAINT quality_resultfile_repeated_check CHECK ((repeated >= 0))
);

ALTER TABLE public.quality_resultfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_resultfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_resultlayout (
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    layout jsonb NOT NULL,
    confirmed_at timestamp with time zone NOT NULL,
    confirmed_by_id bigint NOT NULL,
    laboratory_id bigint NOT NULL
);

ALTER TABLE public.quality_resultlayout ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_resultlayout_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_resultlayoutevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    name character varying(60) NOT NULL,
    layout jsonb NOT NULL,
    confirmed_at timestamp with time zone NOT NULL,
    confirmed_by_id bigint NOT NULL,
    laboratory_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.quality_resultlayoutevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_resultlayoutevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_retainedportion (
    id bigint NOT NULL,
    number smallint NOT NULL,
    shelf character varying(40) NOT NULL,
    stored_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    ended_at timestamp with time zone,
    note character varying(200) NOT NULL,
    ended_by_id bigint,
    sample_id bigint NOT NULL,
    store_id bigint NOT NULL,
    CONSTRAINT portion_keeps_for_a_while CHECK ((expires_at > stored_at)),
    CONSTRAINT quality_retainedportion_number_check CHECK ((number >= 0))
);

ALTER TABLE public.quality_retainedportion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_retainedportion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_retainedportionevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number smallint NOT NULL,
    shelf character varying(40) NOT NULL,
    stored_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    state character varying(10) NOT NULL,
    ended_at timestamp with time zone,
    note character varying(200) NOT NULL,
    ended_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    sample_id bigint NOT NULL,
    store_id bigint NOT NULL,
    CONSTRAINT quality_retainedportionevent_number_check CHECK ((number >= 0))
);

ALTER TABLE public.quality_retainedportionevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_retainedportionevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_routinepanel (
    sample_id bigint NOT NULL,
    fat numeric(5,2),
    protein numeric(5,2),
    solids_not_fat numeric(5,2),
    density numeric(6,4),
    acidity numeric(5,1),
    freezing_point numeric(5,3),
    total_count integer,
    somatic_cells integer,
    antibiotics boolean,
    CONSTRAINT panel_values_are_possible CHECK ((((fat IS NULL) OR (fat >= (0)::numeric)) AND ((protein IS NULL) OR (protein >= (0)::numeric)))),
    CONSTRAINT quality_routinepanel_somatic_cells_check CHECK ((somatic_cells >= 0)),
    CONSTRAINT quality_routinepanel_total_count_check CHECK ((total_count >= 0))
);

CREATE TABLE public.quality_sample (
    id bigint NOT NULL,
    barcode character varying(30) NOT NULL,
    blind_number character varying(30),
    kind character varying(12) NOT NULL,
    lot_uri character varying(120) NOT NULL,
    tanker_uri character varying(80) NOT NULL,
    sheet_gdti character varying(30) NOT NULL,
    sampled_at timestamp with time zone NOT NULL,
    portions smallint NOT NULL,
    base_kg numeric(9,1),
    state character varying(10) NOT NULL,
    verdict character varying(10) NOT NULL,
    failed character varying(30)[] NOT NULL,
    added_water numeric(5,4),
    reported_at timestamp with time zone,
    analyst_id bigint,
    laboratory_id bigint,
    place_id bigint NOT NULL,
    retest_of_id bigint,
    reviewer_id bigint,
    sampler_id bigint NOT NULL,
    second_sampler_id bigint,
    CONSTRAINT official_sample_taken_by_two CHECK (((NOT ((kind)::text = ANY ((ARRAY['official'::character varying, 'contraband'::character varying])::text[]))) OR (second_sampler_id IS NOT NULL))),
    CONSTRAINT quality_sample_portions_check CHECK ((portions >= 0)),
    CONSTRAINT reported_sample_has_its_time CHECK (((NOT ((state)::text = ANY ((ARRAY['reported'::character varying, 'retest'::character varying])::text[]))) OR (reported_at IS NOT NULL))),
    CONSTRAINT reviewer_is_not_the_analyst CHECK (((reviewer_id IS NULL) OR (analyst_id IS NULL) OR (NOT ((reviewer_id = analyst_id) AND (reviewer_id IS NOT NULL) AND (analyst_id IS NOT NULL))))),
    CONSTRAINT sample_has_a_portion CHECK ((portions >= 1)),
    CONSTRAINT sample_reported_after_taken CHECK (((reported_at IS NULL) OR (reported_at >= sampled_at))),
    CONSTRAINT samplers_are_two_people CHECK (((second_sampler_id IS NULL) OR (NOT ((second_sampler_id = sampler_id) AND (second_sampler_id IS NOT NULL)))))
);

ALTER TABLE public.quality_sample ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_sample_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_sampleevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    barcode character varying(30) NOT NULL,
    blind_number character varying(30),
    kind character varying(12) NOT NULL,
    lot_uri character varying(120) NOT NULL,
    tanker_uri character varying(80) NOT NULL,
    sheet_gdti character varying(30) NOT NULL,
    sampled_at timestamp with time zone NOT NULL,
    portions smallint NOT NULL,
    base_kg numeric(9,1),
    state character varying(10) NOT NULL,
    verdict character varying(10) NOT NULL,
    failed character varying(30)[] NOT NULL,
    added_water numeric(5,4),
    reported_at timestamp with time zone,
    analyst_id bigint,
    laboratory_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    place_id bigint NOT NULL,
    retest_of_id bigint,
    reviewer_id bigint,
    sampler_id bigint NOT NULL,
    second_sampler_id bigint,
    CONSTRAINT quality_sampleevent_portions_check CHECK ((portions >= 0))
);

ALTER TABLE public.quality_sampleevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_sampleevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_samplingplan (
    id bigint NOT NULL,
    number character varying(30) NOT NULL,
    title character varying(120) NOT NULL,
    kind character varying(12) NOT NULL,
    method character varying(8) NOT NULL,
    analytes character varying(30)[] NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    state character varying(10) NOT NULL,
    algorithm character varying(30) NOT NULL,
    seed character varying(64) NOT NULL,
    seed_digest character varying(64) NOT NULL,
    frame_digest character varying(64) NOT NULL,
    witness_word character varying(60) NOT NULL,
    committed_at timestamp with time zone,
    drawn_at timestamp with time zone,
    created_by_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    CONSTRAINT plan_committed_has_digest CHECK ((((state)::text = 'draft'::text) OR (NOT ((seed_digest)::text = ''::text)))),
    CONSTRAINT plan_drawn_has_witness CHECK (((NOT ((state)::text = ANY ((ARRAY['drawn'::character varying, 'closed'::character varying])::text[]))) OR ((NOT ((witness_word)::text = ''::text)) AND (drawn_at IS NOT NULL)))),
    CONSTRAINT plan_ends_after_it_begins CHECK ((last_day >= first_day))
);

ALTER TABLE public.quality_samplingplan ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_samplingplan_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_samplingplanevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number character varying(30) NOT NULL,
    title character varying(120) NOT NULL,
    kind character varying(12) NOT NULL,
    method character varying(8) NOT NULL,
    analytes character varying(30)[] NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    state character varying(10) NOT NULL,
    algorithm character varying(30) NOT NULL,
    seed_digest character varying(64) NOT NULL,
    frame_digest character varying(64) NOT NULL,
    witness_word character varying(60) NOT NULL,
    committed_at timestamp with time zone,
    drawn_at timestamp with time zone,
    created_by_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.quality_samplingplanevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_samplingplanevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_samplingtask (
    id bigint NOT NULL,
    "position" integer NOT NULL,
    stratum character varying(30) NOT NULL,
    probability numeric(7,6) NOT NULL,
    day date NOT NULL,
    state character varying(10) NOT NULL,
    note character varying(200) NOT NULL,
    first_officer_id bigint NOT NULL,
    place_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    sample_id bigint,
    second_officer_id bigint NOT NULL,
    CONSTRAINT quality_samplingtask_position_check CHECK (("position" >= 0)),
    CONSTRAINT task_done_has_a_sample CHECK (((NOT ((state)::text = 'done'::text)) OR (sample_id IS NOT NULL))),
    CONSTRAINT task_officers_are_two CHECK ((NOT (first_officer_id = second_officer_id)))
);

ALTER TABLE public.quality_samplingtask ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_samplingtask_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_samplingtaskevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    "position" integer NOT NULL,
    stratum character varying(30) NOT NULL,
    probability numeric(7,6) NOT NULL,
    day date NOT NULL,
    state character varying(10) NOT NULL,
    note character varying(200) NOT NULL,
    first_officer_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    place_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    sample_id bigint,
    second_officer_id bigint NOT NULL,
    CONSTRAINT quality_samplingtaskevent_position_check CHECK (("position" >= 0))
);

ALTER TABLE public.quality_samplingtaskevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_samplingtaskevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.quality_unblinding (
    id bigint NOT NULL,
    reason character varying(200) NOT NULL,
    at timestamp with time zone NOT NULL,
    granted_by_id bigint NOT NULL,
    person_id bigint NOT NULL,
    sample_id bigint NOT NULL,
    CONSTRAINT unblinding_granted_by_another CHECK ((NOT (person_id = granted_by_id)))
);

ALTER TABLE public.quality_unblinding ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.quality_unblinding_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recording_advisoryvisit (
    id bigint NOT NULL,
    farm_code character varying(10) NOT NULL,
    month date NOT NULL,
    reasons jsonb NOT NULL,
    state character varying(10) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    findings text NOT NULL,
    synthetic boolean NOT NULL,
    centre_id bigint NOT NULL,
    place_id bigint NOT NULL
);

ALTER TABLE public.recording_advisoryvisit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recording_advisoryvisit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recording_advisoryvisitevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    farm_code character varying(10) NOT NULL,
    month date NOT NULL,
    reasons jsonb NOT NULL,
    state character varying(10) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    findings text NOT NULL,
    synthetic boolean NOT NULL,
    centre_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    place_id bigint NOT NULL
);

ALTER TABLE public.recording_advisoryvisitevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recording_advisoryvisitevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recording_enrolment (
    id bigint NOT NULL,
    farm_code character varying(10) NOT NULL,
    started_on date NOT NULL,
    ended_on date,
    sampled_by character varying(8) NOT NULL,
    scheme character varying(8) NOT NULL,
    milkings_per_day smallint NOT NULL,
    synthetic boolean NOT NULL,
    centre_id bigint NOT NULL,
    place_id bigint NOT NULL,
    CONSTRAINT enrolment_ends_after_it_starts CHECK (((ended_on IS NULL) OR (ended_on >= started_on))),
    CONSTRAINT enrolment_milkings_possible CHECK (((milkings_per_day >= 1) AND (milkings_per_day <= 6))),
    CONSTRAINT recording_enrolment_milkings_per_day_check CHECK ((milkings_per_day >= 0))
);

ALTER TABLE public.recording_enrolment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recording_enrolment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recording_enrolmentevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    farm_code character varying(10) NOT NULL,
    started_on date NOT NULL,
    ended_on date,
    sampled_by character varying(8) NOT NULL,
    scheme character varying(8) NOT NULL,
    milkings_per_day smallint NOT NULL,
    synthetic boolean NOT NULL,
    centre_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    place_id bigint NOT NULL,
    CONSTRAINT recording_enrolmentevent_milkings_per_day_check CHECK ((milkings_per_day >= 0))
);

ALTER TABLE public.recording_enrolmentevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recording_enrolmentevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recording_farmreport (
    id bigint NOT NULL,
    month date NOT NULL,
    version smallint NOT NULL,
    state character varying(10) NOT NULL,
    content jsonb NOT NULL,
    sha256 character varying(64) NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    issued_at timestamp with time zone,
    synthetic boolean NOT NULL,
    centre_id bigint NOT NULL,
    drafted_by_id bigint,
    place_id bigint NOT NULL,
    run_id bigint NOT NULL,
    CONSTRAINT recording_farmreport_version_check CHECK ((version >= 0))
);

ALTER TABLE public.recording_farmreport ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recording_farmreport_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recording_farmreportevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    month date NOT NULL,
    version smallint NOT NULL,
    state character varying(10) NOT NULL,
    content jsonb NOT NULL,
    sha256 character varying(64) NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    issued_at timestamp with time zone,
    synthetic boolean NOT NULL,
    centre_id bigint NOT NULL,
    drafted_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    place_id bigint NOT NULL,
    run_id bigint NOT NULL,
    CONSTRAINT recording_farmreportevent_version_check CHECK ((version >= 0))
);

ALTER TABLE public.recording_farmreportevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recording_farmreportevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recording_labfile (
    id bigint NOT NULL,
    file_name character varying(200) NOT NULL,
    sha256 character varying(64) NOT NULL,
    rows integer NOT NULL,
    accepted integer NOT NULL,
    repeated integer NOT NULL,
    refused integer NOT NULL,
    faults jsonb NOT NULL,
    columns jsonb NOT NULL,
    brought_at timestamp with time zone NOT NULL,
    synthetic boolean NOT NULL,
    brought_by_id bigint,
    centre_id bigint NOT NULL,
    CONSTRAINT lab_file_accounts_for_every_row CHECK ((rows = ((accepted + repeated) + refused))),
    CONSTRAINT recording_labfile_accepted_check CHECK ((accepted >= 0)),
    CONSTRAINT recording_labfile_refused_check CHECK ((refused >= 0)),
    CONSTRAINT recording_labfile_repeated_check CHECK ((repeated >= 0)),
    CONSTRAINT recording_labfile_rows_check CHECK ((rows >= 0))
);

ALTER TABLE public.recording_labfile ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recording_labfile_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recording_lactationfigure (
    id bigint NOT NULL,
    month date NOT NULL,
    animal_key bigint NOT NULL,
    parity smallint NOT NULL,
    calved_on date NOT NULL,
    tests smallint NOT NULL,
    last_tested_on date NOT NULL,
    days_in_milk smallint NOT NULL,
    status smallint NOT NULL,
    tim_days smallint NOT NULL,
    tim_milk_kg double precision,
    tim_fat_kg double precision,
    tim_protein_kg double precision,
    milk_305_kg double precision,
    fat_305_kg double precision,
    protein_305_kg double precision,
    score_305 double precision,
    reliability double precision,
    peak_kg double precision,
    peak_day smallint,
    persistency double precision,
    mature_kg double precision,
    place_id bigint NOT NULL,
    run_id bigint NOT NULL,
    CONSTRAINT recording_lactationfigure_days_in_milk_check CHECK ((days_in_milk >= 0)),
    CONSTRAINT recording_lactationfigure_parity_check CHECK ((parity >= 0)),
    CONSTRAINT recording_lactationfigure_peak_day_check CHECK ((peak_day >= 0)),
    CONSTRAINT recording_lactationfigure_status_check CHECK ((status >= 0)),
    CONSTRAINT recording_lactationfigure_tests_check CHECK ((tests >= 0)),
    CONSTRAINT recording_lactationfigure_tim_days_check CHECK ((tim_days >= 0))
);

ALTER TABLE public.recording_lactationfigure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recording_lactationfigure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recording_monthlyrun (
    id bigint NOT NULL,
    month date NOT NULL,
    methods jsonb NOT NULL,
    inputs jsonb NOT NULL,
    rules jsonb NOT NULL,
    lactations integer NOT NULL,
    unusable integer NOT NULL,
    finished_at timestamp with time zone NOT NULL,
    place_id bigint,
    population_id bigint,
    CONSTRAINT recording_monthlyrun_lactations_check CHECK ((lactations >= 0)),
    CONSTRAINT recording_monthlyrun_unusable_check CHECK ((unusable >= 0))
);

ALTER TABLE public.recording_monthlyrun ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recording_monthlyrun_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recording_sampletube (
    id bigint NOT NULL,
    tube character varying(24) NOT NULL,
    "position" integer NOT NULL,
    animal_key bigint,
    number character varying(30) NOT NULL,
    parity smallint,
    days_in_milk smallint,
    milkings jsonb DEFAULT '[]'::jsonb NOT NULL,
    milk_kg numeric(4,1),
    state character varying(8) DEFAULT 'expected'::character varying NOT NULL,
    remark character varying(60) DEFAULT ''::character varying NOT NULL,
    fat_pct numeric(4,2),
    protein_pct numeric(4,2),
    lactose_pct numeric(4,2),
    urea_mg_per_dl numeric(5,1),
    scc_per_ml integer,
    lab_row integer,
    advice jsonb DEFAULT '[]'::jsonb NOT NULL,
    lab_file_id bigint,
    visit_id bigint NOT NULL,
    CONSTRAINT recording_sampletube_days_in_milk_check CHECK ((days_in_milk >= 0)),
    CONSTRAINT recording_sampletube_lab_row_check CHECK ((lab_row >= 0)),
    CONSTRAINT recording_sampletube_parity_check CHECK ((parity >= 0)),
    CONSTRAINT recording_sampletube_position_check CHECK (("position" >= 0)),
    CONSTRAINT recording_sampletube_scc_per_ml_check CHECK ((scc_per_ml >= 0)),
    CONSTRAINT tube_yield_possible CHECK (((milk_kg IS NULL) OR (milk_kg > (0)::numeric)))
);

ALTER TABLE public.recording_sampletube ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recording_sampletube_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recording_sampletubeevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    tube character varying(24) NOT NULL,
    "position" integer NOT NULL,
    animal_key bigint,
    number character varying(30) NOT NULL,
    parity smallint,
    days_in_milk smallint,
    milkings jsonb DEFAULT '[]'::jsonb NOT NULL,
    milk_kg numeric(4,1),
    state character varying(8) DEFAULT 'expected'::character varying NOT NULL,
    remark character varying(60) DEFAULT ''::character varying NOT NULL,
    fat_pct numeric(4,2),
    protein_pct numeric(4,2),
    lactose_pct numeric(4,2),
    urea_mg_per_dl numeric(5,1),
    scc_per_ml integer,
    lab_row integer,
    advice jsonb DEFAULT '[]'::jsonb NOT NULL,
    lab_file_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    visit_id bigint NOT NULL,
    CONSTRAINT recording_sampletubeevent_days_in_milk_check CHECK ((days_in_milk >= 0)),
    CONSTRAINT recording_sampletubeevent_lab_row_check CHECK ((lab_row >= 0)),
    CONSTRAINT recording_sampletubeevent_parity_check CHECK ((parity >= 0)),
    CONSTRAINT recording_sampletubeevent_position_check CHECK (("position" >= 0)),
    CONSTRAINT recording_sampletubeevent_scc_per_ml_check CHECK ((scc_per_ml >= 0))
);

ALTER TABLE public.recording_sampletubeevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recording_sampletubeevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recording_standardreading (
    id bigint NOT NULL,
    instrument character varying(40) NOT NULL,
    material character varying(40) NOT NULL,
    component character varying(20) NOT NULL,
    reference numeric(12,3) NOT NULL,
    "values" jsonb NOT NULL,
    measured_on date NOT NULL,
    synthetic boolean NOT NULL,
    centre_id bigint NOT NULL,
    recorded_by_id bigint
);

ALTER TABLE public.recording_standardreading ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recording_standardreading_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recording_standardreadingevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    instrument character varying(40) NOT NULL,
    material character varying(40) NOT NULL,
    component character varying(20) NOT NULL,
    reference numeric(12,3) NOT NULL,
    "values" jsonb NOT NULL,
    measured_on date NOT NULL,
    synthetic boolean NOT NULL,
    centre_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    recorded_by_id bigint
);

ALTER TABLE public.recording_standardreadingevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recording_standardreadingevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recording_storedpopulation (
    id bigint NOT NULL,
    region character varying(40) NOT NULL,
    year smallint NOT NULL,
    version character varying(12) NOT NULL,
    document text NOT NULL,
    manifest jsonb NOT NULL,
    fitted_at timestamp with time zone NOT NULL,
    CONSTRAINT recording_storedpopulation_year_check CHECK ((year >= 0))
);

ALTER TABLE public.recording_storedpopulation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recording_storedpopulation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recording_testvisit (
    id bigint NOT NULL,
    planned_on date NOT NULL,
    tested_on date,
    sampled_by character varying(8) NOT NULL,
    state character varying(10) NOT NULL,
    received_at timestamp with time zone,
    analysed_at timestamp with time zone,
    released_at timestamp with time zone,
    synthetic boolean NOT NULL,
    enrolment_id bigint NOT NULL,
    sampler_id bigint,
    CONSTRAINT visit_sampled_on_a_day CHECK ((((state)::text = ANY ((ARRAY['planned'::character varying, 'prepared'::character varying, 'cancelled'::character varying])::text[])) OR (tested_on IS NOT NULL)))
);

ALTER TABLE public.recording_testvisit ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recording_testvisit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.recording_testvisitevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    planned_on date NOT NULL,
    tested_on date,
    sampled_by character varying(8) NOT NULL,
    state character varying(10) NOT NULL,
    received_at timestamp with time zone,
    analysed_at timestamp with time zone,
    released_at timestamp with time zone,
    synthetic boolean NOT NULL,
    enrolment_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    sampler_id bigint
);

ALTER TABLE public.recording_testvisitevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.recording_testvisitevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_agreementsignature (
    id bigint NOT NULL,
    side character varying(8) NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    person_id bigint NOT NULL,
    complaint_id bigint NOT NULL
);

ALTER TABLE public.trade_agreementsignature ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_agreementsignature_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_complaint (
    id bigint NOT NULL,
    number character varying(30) NOT NULL,
    side character varying(6) NOT NULL,
    kind character varying(20) NOT NULL,
    happened_on date NOT NULL,
    account text NOT NULL,
    claim text NOT NULL,
    sheets character varying(300) NOT NULL,
    filed_on date NOT NULL,
    accept_due_on date NOT NULL,
    accepted_on date,
    mediate_due_on date,
    agreement text NOT NULL,
    referral character varying(12) NOT NULL,
    outcome text NOT NULL,
    closed_on date,
    state character varying(12) NOT NULL,
    filed_by_id bigint NOT NULL,
    mediator_id bigint,
    office_id bigint NOT NULL,
    contract_id bigint NOT NULL,
    CONSTRAINT agreed_mediation_has_its_text CHECK (((NOT ((state)::text = ANY ((ARRAY['drafted'::character varying, 'agreed'::character varying])::text[]))) OR (NOT (agreement = ''::text)))),
    CONSTRAINT failed_mediation_refers_on CHECK (((NOT ((state)::text = 'failed'::text)) OR (NOT ((referral)::text = ''::text))))
);

CREATE TABLE public.trade_complaint_evidence (
    id bigint NOT NULL,
    complaint_id bigint NOT NULL,
    attachment_id bigint NOT NULL
);

ALTER TABLE public.trade_complaint_evidence ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_complaint_evidence_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.trade_complaint ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_complaint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_complaintevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number character varying(30) NOT NULL,
    side character varying(6) NOT NULL,
    kind character varying(20) NOT NULL,
    happened_on date NOT NULL,
    account text NOT NULL,
    claim text NOT NULL,
    sheets character varying(300) NOT NULL,
    filed_on date NOT NULL,
    accept_due_on date NOT NULL,
    accepted_on date,
    mediate_due_on date,
    agreement text NOT NULL,
    referral character varying(12) NOT NULL,
    outcome text NOT NULL,
    closed_on date,
    state character varying(12) NOT NULL,
    filed_by_id bigint NOT NULL,
    mediator_id bigint,
    office_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    contract_id bigint NOT NULL
);

ALTER TABLE public.trade_complaintevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_complaintevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_complaintstatement (
    id bigint NOT NULL,
    side character varying(8) NOT NULL,
    text text NOT NULL,
    at timestamp with time zone NOT NULL,
    complaint_id bigint NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.trade_complaintstatement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_complaintstatement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_contract (
    id bigint NOT NULL,
    number character varying(30) NOT NULL,
    version smallint NOT NULL,
    drafted_by_side character varying(6) NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    effective_from date NOT NULL,
    ended_on date,
    price_kind character varying(10) NOT NULL,
    price_yuan_per_kg numeric(8,4),
    spread_yuan_per_kg numeric(8,4) NOT NULL,
    corridor_down_pct numeric(5,2),
    corridor_up_pct numeric(5,2),
    grid_code character varying(40),
    planned_kg_per_day numeric(10,1) NOT NULL,
    monthly_plan_kg numeric(12,1)[] NOT NULL,
    float_pct numeric(5,2) NOT NULL,
    settlement_period character varying(12) NOT NULL,
    payment_term_days smallint NOT NULL,
    late_interest_pct_per_day numeric(8,6),
    deposit_yuan numeric(14,2) NOT NULL,
    breach_pct numeric(5,2),
    notice_days smallint,
    test_report_hours smallint,
    dispute_path character varying(12) NOT NULL,
    dispute_body character varying(120) NOT NULL,
    unilateral_price_change boolean NOT NULL,
    exclusive boolean NOT NULL,
    remarks text NOT NULL,
    revision integer NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    signed_at timestamp with time zone,
    state character varying(12) NOT NULL,
    buyer_id bigint NOT NULL,
    delivery_place_id bigint NOT NULL,
    drafted_by_id bigint NOT NULL,
    replaces_id bigint,
    seller_id bigint NOT NULL,
    seller_place_id bigint NOT NULL,
    third_party_id bigint,
    form_id bigint NOT NULL,
    CONSTRAINT contract_days_in_order CHECK (((valid_to >= valid_from) AND (effective_from >= valid_from) AND (effective_from <= valid_to))),
    CONSTRAINT contract_figures_are_possible CHECK (((deposit_yuan >= (0)::numeric) AND (float_pct >= (0)::numeric) AND (planned_kg_per_day > (0)::numeric) AND ((price_yuan_per_kg IS NULL) OR (price_yuan_per_kg > (0)::numeric)))),
    CONSTRAINT contract_has_two_parties CHECK ((NOT (seller_id = buyer_id))),
    CONSTRAINT contract_signed_has_its_time CHECK (((NOT ((state)::text = ANY ((ARRAY['signed'::character varying, 'replaced'::character varying, 'terminated'::character varying])::text[]))) OR (signed_at IS NOT NULL))),
    CONSTRAINT trade_contract_notice_days_check CHECK ((notice_days >= 0)),
    CONSTRAINT trade_contract_payment_term_days_check CHECK ((payment_term_days >= 0)),
    CONSTRAINT trade_contract_revision_check CHECK ((revision >= 0)),
    CONSTRAINT trade_contract_test_report_hours_check CHECK ((test_report_hours >= 0)),
    CONSTRAINT trade_contract_version_check CHECK ((version >= 0))
);

ALTER TABLE public.trade_contract ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_contract_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_contractcomment (
    id bigint NOT NULL,
    clause smallint,
    side character varying(6) NOT NULL,
    text text NOT NULL,
    revision integer NOT NULL,
    at timestamp with time zone NOT NULL,
    contract_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT trade_contractcomment_clause_check CHECK ((clause >= 0)),
    CONSTRAINT trade_contractcomment_revision_check CHECK ((revision >= 0))
);

ALTER TABLE public.trade_contractcomment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_contractcomment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_contractevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number character varying(30) NOT NULL,
    version smallint NOT NULL,
    drafted_by_side character varying(6) NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    effective_from date NOT NULL,
    ended_on date,
    price_kind character varying(10) NOT NULL,
    price_yuan_per_kg numeric(8,4),
    spread_yuan_per_kg numeric(8,4) NOT NULL,
    corridor_down_pct numeric(5,2),
    corridor_up_pct numeric(5,2),
    grid_code character varying(40),
    planned_kg_per_day numeric(10,1) NOT NULL,
    monthly_plan_kg numeric(12,1)[] NOT NULL,
    float_pct numeric(5,2) NOT NULL,
    settlement_period character varying(12) NOT NULL,
    payment_term_days smallint NOT NULL,
    late_interest_pct_per_day numeric(8,6),
    deposit_yuan numeric(14,2) NOT NULL,
    breach_pct numeric(5,2),
    notice_days smallint,
    test_report_hours smallint,
    dispute_path character varying(12) NOT NULL,
    dispute_body character varying(120) NOT NULL,
    unilateral_price_change boolean NOT NULL,
    exclusive boolean NOT NULL,
    remarks text NOT NULL,
    revision integer NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    signed_at timestamp with time zone,
    state character varying(12) NOT NULL,
    buyer_id bigint NOT NULL,
    delivery_place_id bigint NOT NULL,
    drafted_by_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    replaces_id bigint,
    seller_id bigint NOT NULL,
    seller_place_id bigint NOT NULL,
    third_party_id bigint,
    form_id bigint NOT NULL,
    CONSTRAINT trade_contractevent_notice_days_check CHECK ((notice_days >= 0)),
    CONSTRAINT trade_contractevent_payment_term_days_check CHECK ((payment_term_days >= 0)),
    CONSTRAINT trade_contractevent_revision_check CHECK ((revision >= 0)),
    CONSTRAINT trade_contractevent_test_report_hours_check CHECK ((test_report_hours >= 0)),
    CONSTRAINT trade_contractevent_version_check CHECK ((version >= 0))
);

ALTER TABLE public.trade_contractevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_contractevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_contractfiling (
    id bigint NOT NULL,
    due_on date NOT NULL,
    submitted_on date,
    answer_due_on date,
    state character varying(10) NOT NULL,
    filing_number character varying(40),
    answered_on date,
    opinion character varying(300) NOT NULL,
    answered_by_id bigint,
    contract_id bigint NOT NULL,
    office_id bigint,
    submitted_by_id bigint,
    CONSTRAINT filing_has_its_number CHECK (((NOT ((state)::text = 'filed'::text)) OR (filing_number IS NOT NULL)))
);

ALTER TABLE public.trade_contractfiling ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_contractfiling_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_contractfilingevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    due_on date NOT NULL,
    submitted_on date,
    answer_due_on date,
    state character varying(10) NOT NULL,
    filing_number character varying(40),
    answered_on date,
    opinion character varying(300) NOT NULL,
    answered_by_id bigint,
    contract_id bigint NOT NULL,
    office_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    submitted_by_id bigint
);

ALTER TABLE public.trade_contractfilingevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_contractfilingevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_contractsignature (
    id bigint NOT NULL,
    side character varying(6) NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    contract_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL
);

ALTER TABLE public.trade_contractsignature ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_contractsignature_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_contracttermination (
    id bigint NOT NULL,
    side character varying(6) NOT NULL,
    kind character varying(12) NOT NULL,
    reason text NOT NULL,
    noticed_on date NOT NULL,
    ends_on date NOT NULL,
    confirmed_at timestamp with time zone,
    confirmed_by_id bigint,
    contract_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT termination_after_notice CHECK ((ends_on >= noticed_on))
);

ALTER TABLE public.trade_contracttermination ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_contracttermination_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_contractterminationevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    side character varying(6) NOT NULL,
    kind character varying(12) NOT NULL,
    reason text NOT NULL,
    noticed_on date NOT NULL,
    ends_on date NOT NULL,
    confirmed_at timestamp with time zone,
    confirmed_by_id bigint,
    contract_id bigint NOT NULL,
    person_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.trade_contractterminationevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_contractterminationevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_costline (
    id bigint NOT NULL,
    item character varying(16) NOT NULL,
    yuan numeric(14,2) NOT NULL,
    sheet_id bigint NOT NULL,
    CONSTRAINT cost_line_not_negative CHECK ((yuan >= (0)::numeric))
);

ALTER TABLE public.trade_costline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_costline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_costsheet (
    id bigint NOT NULL,
    version smallint NOT NULL,
    milk_sold_kg numeric(14,1) NOT NULL,
    cows_head integer NOT NULL,
    fat_pct numeric(4,2) NOT NULL,
    protein_pct numeric(4,2) NOT NULL,
    stated_total_yuan numeric(14,2) NOT NULL,
    cash_cost numeric(9,4) NOT NULL,
    survey_cost numeric(9,4) NOT NULL,
    full_cost numeric(9,4) NOT NULL,
    feed_cost numeric(9,4) NOT NULL,
    remark character varying(500) NOT NULL,
    origin character varying(8) NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    state character varying(10) NOT NULL,
    reviewed_at timestamp with time zone,
    review_reason character varying(500) NOT NULL,
    kept_reason character varying(500) NOT NULL,
    reviewed_by_id bigint,
    submitted_by_id bigint NOT NULL,
    sample_id bigint NOT NULL,
    CONSTRAINT cost_sheet_excluded_with_reason CHECK (((NOT ((state)::text = 'excluded'::text)) OR (NOT ((review_reason)::text = ''::text)))),
    CONSTRAINT cost_sheet_has_milk CHECK (((cows_head > 0) AND (milk_sold_kg > (0)::numeric))),
    CONSTRAINT trade_costsheet_cows_head_check CHECK ((cows_head >= 0)),
    CONSTRAINT trade_costsheet_version_check CHECK ((version >= 0))
);

ALTER TABLE public.trade_costsheet ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_costsheet_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_costsheetevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    version smallint NOT NULL,
    milk_sold_kg numeric(14,1) NOT NULL,
    cows_head integer NOT NULL,
    fat_pct numeric(4,2) NOT NULL,
    protein_pct numeric(4,2) NOT NULL,
    stated_total_yuan numeric(14,2) NOT NULL,
    cash_cost numeric(9,4) NOT NULL,
    survey_cost numeric(9,4) NOT NULL,
    full_cost numeric(9,4) NOT NULL,
    feed_cost numeric(9,4) NOT NULL,
    remark character varying(500) NOT NULL,
    origin character varying(8) NOT NULL,
    submitted_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    state character varying(10) NOT NULL,
    reviewed_at timestamp with time zone,
    review_reason character varying(500) NOT NULL,
    kept_reason character varying(500) NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    reviewed_by_id bigint,
    submitted_by_id bigint NOT NULL,
    sample_id bigint NOT NULL,
    CONSTRAINT trade_costsheetevent_cows_head_check CHECK ((cows_head >= 0)),
    CONSTRAINT trade_costsheetevent_version_check CHECK ((version >= 0))
);

ALTER TABLE public.trade_costsheetevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_costsheetevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_creditappeal (
    id bigint NOT NULL,
    text text NOT NULL,
    asked_on date NOT NULL,
    answer_due date NOT NULL,
    state character varying(8) NOT NULL,
    answered_on date,
    answer text NOT NULL,
    answered_by_id bigint,
    asked_by_id bigint NOT NULL,
    evidence_id bigint,
    entry_id bigint NOT NULL
);

ALTER TABLE public.trade_creditappeal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_creditappeal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_creditappealevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    text text NOT NULL,
    asked_on date NOT NULL,
    answer_due date NOT NULL,
    state character varying(8) NOT NULL,
    answered_on date,
    answer text NOT NULL,
    answered_by_id bigint,
    asked_by_id bigint NOT NULL,
    evidence_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    entry_id bigint NOT NULL
);

ALTER TABLE public.trade_creditappealevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_creditappealevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_creditentry (
    id bigint NOT NULL,
    number character varying(24) NOT NULL,
    layer character varying(12) NOT NULL,
    reason text NOT NULL,
    basis character varying(300) NOT NULL,
    measures character varying(300) NOT NULL,
    proposed_on date NOT NULL,
    notice_number character varying(40) NOT NULL,
    served_on date,
    defence_due date,
    defence_is_provisional boolean NOT NULL,
    decision_number character varying(40) NOT NULL,
    decided_on date,
    decision_words text NOT NULL,
    published_on date,
    expires_on date,
    removed_on date,
    revision integer NOT NULL,
    state character varying(12) NOT NULL,
    office_id bigint NOT NULL,
    subject_id bigint NOT NULL,
    CONSTRAINT entry_decided_after_defence CHECK (((decided_on IS NULL) OR (decided_on > defence_due))),
    CONSTRAINT entry_notice_before_decision CHECK ((((state)::text = ANY ((ARRAY['proposed'::character varying, 'withdrawn'::character varying, 'dismissed'::character varying])::text[])) OR ((defence_due IS NOT NULL) AND (served_on IS NOT NULL)))),
    CONSTRAINT entry_published_after_decision CHECK (((published_on IS NULL) OR ((decided_on IS NOT NULL) AND (NOT ((decision_number)::text = ''::text))))),
    CONSTRAINT entry_published_has_its_days CHECK (((NOT ((state)::text = ANY ((ARRAY['published'::character varying, 'repaired'::character varying])::text[]))) OR ((expires_on IS NOT NULL) AND (published_on IS NOT NULL)))),
    CONSTRAINT trade_creditentry_revision_check CHECK ((revision >= 0))
);

ALTER TABLE public.trade_creditentry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_creditentry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_creditentry_signals (
    id bigint NOT NULL,
    creditentry_id bigint NOT NULL,
    creditsignal_id bigint NOT NULL
);

ALTER TABLE public.trade_creditentry_signals ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_creditentry_signals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_creditentryevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number character varying(24) NOT NULL,
    layer character varying(12) NOT NULL,
    reason text NOT NULL,
    basis character varying(300) NOT NULL,
    measures character varying(300) NOT NULL,
    proposed_on date NOT NULL,
    notice_number character varying(40) NOT NULL,
    served_on date,
    defence_due date,
    defence_is_provisional boolean NOT NULL,
    decision_number character varying(40) NOT NULL,
    decided_on date,
    decision_words text NOT NULL,
    published_on date,
    expires_on date,
    removed_on date,
    revision integer NOT NULL,
    state character varying(12) NOT NULL,
    office_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    subject_id bigint NOT NULL,
    CONSTRAINT trade_creditentryevent_revision_check CHECK ((revision >= 0))
);

ALTER TABLE public.trade_creditentryevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_creditentryevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_creditrepair (
    id bigint NOT NULL,
    text text NOT NULL,
    asked_on date NOT NULL,
    answer_due date NOT NULL,
    state character varying(8) NOT NULL,
    answered_on date,
    answer text NOT NULL,
    answered_by_id bigint,
    asked_by_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    evidence_id bigint
);

ALTER TABLE public.trade_creditrepair ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_creditrepair_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_creditrepairevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    text text NOT NULL,
    asked_on date NOT NULL,
    answer_due date NOT NULL,
    state character varying(8) NOT NULL,
    answered_on date,
    answer text NOT NULL,
    answered_by_id bigint,
    asked_by_id bigint NOT NULL,
    entry_id bigint NOT NULL,
    evidence_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.trade_creditrepairevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_creditrepairevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_creditsignal (
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    happened_on date NOT NULL,
    noted_on date NOT NULL,
    words_zh character varying(300) NOT NULL,
    words_en character varying(300) NOT NULL,
    source character varying(160) NOT NULL,
    url character varying(200) NOT NULL,
    keeper character varying(12) NOT NULL,
    withdrawn_on date,
    withdrawal character varying(300) NOT NULL,
    evidence_id bigint,
    noted_by_id bigint,
    subject_id bigint NOT NULL,
    withdrawn_by_id bigint,
    CONSTRAINT signal_has_evidence CHECK (((NOT ((url)::text = ''::text)) OR (evidence_id IS NOT NULL))),
    CONSTRAINT signal_withdrawn_with_reason CHECK (((withdrawn_on IS NULL) OR (NOT ((withdrawal)::text = ''::text))))
);

ALTER TABLE public.trade_creditsignal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_creditsignal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_creditsignalevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    kind character varying(20) NOT NULL,
    happened_on date NOT NULL,
    noted_on date NOT NULL,
    words_zh character varying(300) NOT NULL,
    words_en character varying(300) NOT NULL,
    source character varying(160) NOT NULL,
    url character varying(200) NOT NULL,
    keeper character varying(12) NOT NULL,
    withdrawn_on date,
    withdrawal character varying(300) NOT NULL,
    evidence_id bigint,
    noted_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    subject_id bigint NOT NULL,
    withdrawn_by_id bigint
);

ALTER TABLE public.trade_creditsignalevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_creditsignalevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_creditstatement (
    id bigint NOT NULL,
    text text NOT NULL,
    given_on date NOT NULL,
    on_paper boolean NOT NULL,
    at timestamp with time zone NOT NULL,
    entry_id bigint NOT NULL,
    evidence_id bigint,
    person_id bigint NOT NULL
);

ALTER TABLE public.trade_creditstatement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_creditstatement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_formclause (
    id bigint NOT NULL,
    number smallint NOT NULL,
    code character varying(30) NOT NULL,
    title_zh character varying(60) NOT NULL,
    title_en character varying(80) NOT NULL,
    wording_zh text NOT NULL,
    wording_en text NOT NULL,
    required character varying(40)[] NOT NULL,
    checks character varying(40)[] NOT NULL,
    legal boolean NOT NULL,
    source character varying(200) NOT NULL,
    form_id bigint NOT NULL,
    CONSTRAINT trade_formclause_number_check CHECK ((number >= 0))
);

ALTER TABLE public.trade_formclause ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_formclause_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_formclauseevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number smallint NOT NULL,
    code character varying(30) NOT NULL,
    title_zh character varying(60) NOT NULL,
    title_en character varying(80) NOT NULL,
    wording_zh text NOT NULL,
    wording_en text NOT NULL,
    required character varying(40)[] NOT NULL,
    checks character varying(40)[] NOT NULL,
    legal boolean NOT NULL,
    source character varying(200) NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    form_id bigint NOT NULL,
    CONSTRAINT trade_formclauseevent_number_check CHECK ((number >= 0))
);

ALTER TABLE public.trade_formclauseevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_formclauseevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_gridagreement (
    id bigint NOT NULL,
    agreed_at timestamp with time zone NOT NULL,
    digest character varying(64) NOT NULL,
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    grid_id bigint NOT NULL
);

ALTER TABLE public.trade_gridagreement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_gridagreement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_modelform (
    id bigint NOT NULL,
    code character varying(30) NOT NULL,
    title_zh character varying(120) NOT NULL,
    title_en character varying(160) NOT NULL,
    source character varying(200) NOT NULL,
    status character varying(10) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    CONSTRAINT model_form_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
);

ALTER TABLE public.trade_modelform ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_modelform_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_modelformevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(30) NOT NULL,
    title_zh character varying(120) NOT NULL,
    title_en character varying(160) NOT NULL,
    source character varying(200) NOT NULL,
    status character varying(10) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.trade_modelformevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_modelformevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_paygrid (
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    version smallint NOT NULL,
    title_zh character varying(80) NOT NULL,
    title_en character varying(100) NOT NULL,
    document jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    status character varying(10) NOT NULL,
    revision integer NOT NULL,
    state character varying(10) NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    drafted_by_id bigint NOT NULL,
    owner_id bigint NOT NULL,
    CONSTRAINT grid_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT grid_published_has_its_time CHECK ((((state)::text = 'draft'::text) OR (published_at IS NOT NULL))),
    CONSTRAINT trade_paygrid_revision_check CHECK ((revision >= 0)),
    CONSTRAINT trade_paygrid_version_check CHECK ((version >= 0))
);

ALTER TABLE public.trade_paygrid ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_paygrid_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_paygrid_sellers (
    id bigint NOT NULL,
    paygrid_id bigint NOT NULL,
    organisation_id bigint NOT NULL
);

ALTER TABLE public.trade_paygrid_sellers ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_paygrid_sellers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_paygridevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(40) NOT NULL,
    version smallint NOT NULL,
    title_zh character varying(80) NOT NULL,
    title_en character varying(100) NOT NULL,
    document jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    source character varying(200) NOT NULL,
    status character varying(10) NOT NULL,
    revision integer NOT NULL,
    state character varying(10) NOT NULL,
    drafted_at timestamp with time zone NOT NULL,
    published_at timestamp with time zone,
    drafted_by_id bigint NOT NULL,
    owner_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    CONSTRAINT trade_paygridevent_revision_check CHECK ((revision >= 0)),
    CONSTRAINT trade_paygridevent_version_check CHECK ((version >= 0))
);

ALTER TABLE public.trade_paygridevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_paygridevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_payment (
    id bigint NOT NULL,
    paid_on date NOT NULL,
    amount_yuan numeric(14,2) NOT NULL,
    reference character varying(60) NOT NULL,
    state character varying(10) NOT NULL,
    told_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    answered_by_id bigint,
    told_by_id bigint NOT NULL,
    receivable_id bigint NOT NULL,
    CONSTRAINT payment_is_an_amount CHECK ((amount_yuan > (0)::numeric))
);

ALTER TABLE public.trade_payment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_payment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_paymentevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    paid_on date NOT NULL,
    amount_yuan numeric(14,2) NOT NULL,
    reference character varying(60) NOT NULL,
    state character varying(10) NOT NULL,
    told_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    answered_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    told_by_id bigint NOT NULL,
    receivable_id bigint NOT NULL
);

ALTER TABLE public.trade_paymentevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_paymentevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_pricecomplaint (
    id bigint NOT NULL,
    number character varying(20) NOT NULL,
    subject character varying(120) NOT NULL,
    text text NOT NULL,
    filed_at timestamp with time zone NOT NULL,
    accept_by date NOT NULL,
    answer_by date NOT NULL,
    state character varying(10) NOT NULL,
    answer text NOT NULL,
    document_id bigint,
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    round_id bigint NOT NULL
);

ALTER TABLE public.trade_pricecomplaint ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_pricecomplaint_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_pricecomplaintevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number character varying(20) NOT NULL,
    subject character varying(120) NOT NULL,
    text text NOT NULL,
    filed_at timestamp with time zone NOT NULL,
    accept_by date NOT NULL,
    answer_by date NOT NULL,
    state character varying(10) NOT NULL,
    answer text NOT NULL,
    document_id bigint,
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    round_id bigint NOT NULL
);

ALTER TABLE public.trade_pricecomplaintevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_pricecomplaintevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_priceconflict (
    id bigint NOT NULL,
    text character varying(500) NOT NULL,
    recuses boolean NOT NULL,
    declared_at timestamp with time zone NOT NULL,
    declared_by_id bigint NOT NULL,
    round_id bigint,
    seat_id bigint NOT NULL
);

ALTER TABLE public.trade_priceconflict ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_priceconflict_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_priceerratum (
    id bigint NOT NULL,
    text text NOT NULL,
    corrected_central numeric(6,2) NOT NULL,
    share numeric(8,6) NOT NULL,
    threshold numeric(8,6) NOT NULL,
    state character varying(12) NOT NULL,
    found_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decision text NOT NULL,
    decided_by_id bigint,
    found_by_id bigint NOT NULL,
    publication_id bigint NOT NULL
);

ALTER TABLE public.trade_priceerratum ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_priceerratum_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_priceerratumevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    text text NOT NULL,
    corrected_central numeric(6,2) NOT NULL,
    share numeric(8,6) NOT NULL,
    threshold numeric(8,6) NOT NULL,
    state character varying(12) NOT NULL,
    found_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone,
    decision text NOT NULL,
    decided_by_id bigint,
    found_by_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    publication_id bigint NOT NULL
);

ALTER TABLE public.trade_priceerratumevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_priceerratumevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_priceestimate (
    id bigint NOT NULL,
    revision smallint NOT NULL,
    method character varying(40) NOT NULL,
    inputs jsonb NOT NULL,
    result jsonb NOT NULL,
    tier smallint NOT NULL,
    cost numeric(12,6),
    digest character varying(64) NOT NULL,
    computed_at timestamp with time zone NOT NULL,
    computed_by_id bigint NOT NULL,
    round_id bigint NOT NULL,
    CONSTRAINT trade_priceestimate_revision_check CHECK ((revision >= 0)),
    CONSTRAINT trade_priceestimate_tier_check CHECK ((tier >= 0))
);

ALTER TABLE public.trade_priceestimate ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_priceestimate_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_priceinput (
    id bigint NOT NULL,
    code character varying(24) NOT NULL,
    value numeric(18,6) NOT NULL,
    source character varying(200) NOT NULL,
    entered_at timestamp with time zone NOT NULL,
    entered_by_id bigint NOT NULL,
    round_id bigint NOT NULL
);

ALTER TABLE public.trade_priceinput ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_priceinput_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_pricejudgement (
    id bigint NOT NULL,
    what character varying(200) NOT NULL,
    why text NOT NULL,
    effect_yuan numeric(7,4) NOT NULL,
    at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL,
    round_id bigint NOT NULL
);

ALTER TABLE public.trade_pricejudgement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_pricejudgement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_pricemotion (
    id bigint NOT NULL,
    number smallint NOT NULL,
    formula character varying(20) NOT NULL,
    formula_value numeric(12,6) NOT NULL,
    judgement_yuan numeric(7,4) NOT NULL,
    central numeric(6,2) NOT NULL,
    floor numeric(6,2) NOT NULL,
    cap numeric(6,2) NOT NULL,
    corridor_reason character varying(500) NOT NULL,
    state character varying(8) NOT NULL,
    put_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    tally jsonb NOT NULL,
    closed_by_id bigint,
    estimate_id bigint NOT NULL,
    put_by_id bigint NOT NULL,
    round_id bigint NOT NULL,
    CONSTRAINT price_motion_in_corridor CHECK (((central <= cap) AND (floor <= central))),
    CONSTRAINT trade_pricemotion_number_check CHECK ((number >= 0))
);

ALTER TABLE public.trade_pricemotion ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_pricemotion_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_pricemotionevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number smallint NOT NULL,
    formula character varying(20) NOT NULL,
    formula_value numeric(12,6) NOT NULL,
    judgement_yuan numeric(7,4) NOT NULL,
    central numeric(6,2) NOT NULL,
    floor numeric(6,2) NOT NULL,
    cap numeric(6,2) NOT NULL,
    corridor_reason character varying(500) NOT NULL,
    state character varying(8) NOT NULL,
    put_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    tally jsonb NOT NULL,
    closed_by_id bigint,
    estimate_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    put_by_id bigint NOT NULL,
    round_id bigint NOT NULL,
    CONSTRAINT trade_pricemotionevent_number_check CHECK ((number >= 0))
);

ALTER TABLE public.trade_pricemotionevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_pricemotionevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_priceproposal (
    id bigint NOT NULL,
    side character varying(12) NOT NULL,
    central numeric(6,2) NOT NULL,
    reason text NOT NULL,
    at timestamp with time zone NOT NULL,
    document_id bigint,
    round_id bigint NOT NULL,
    seat_id bigint NOT NULL,
    CONSTRAINT price_proposal_positive CHECK ((central > (0)::numeric))
);

ALTER TABLE public.trade_priceproposal ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_priceproposal_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_pricepublication (
    id bigint NOT NULL,
    version smallint NOT NULL,
    number character varying(40) NOT NULL,
    central numeric(6,2) NOT NULL,
    floor numeric(6,2) NOT NULL,
    cap numeric(6,2) NOT NULL,
    effective_from date NOT NULL,
    effective_to date NOT NULL,
    quality jsonb NOT NULL,
    document jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    correction text NOT NULL,
    published_at timestamp with time zone NOT NULL,
    issuer_id bigint NOT NULL,
    motion_id bigint NOT NULL,
    prepared_by_id bigint NOT NULL,
    published_by_id bigint NOT NULL,
    round_id bigint NOT NULL,
    CONSTRAINT price_correction_says_why CHECK (((version = 1) OR (NOT (correction = ''::text)))),
    CONSTRAINT price_publication_in_order CHECK (((effective_to >= effective_from) AND (floor <= central) AND (central <= cap) AND (floor > (0)::numeric))),
    CONSTRAINT trade_pricepublication_version_check CHECK ((version >= 0))
);

ALTER TABLE public.trade_pricepublication ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_pricepublication_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_pricereview (
    id bigint NOT NULL,
    year smallint NOT NULL,
    findings text NOT NULL,
    changes text NOT NULL,
    figures jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    reviewer_id bigint NOT NULL,
    CONSTRAINT trade_pricereview_year_check CHECK ((year >= 0))
);

ALTER TABLE public.trade_pricereview ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_pricereview_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_priceround (
    id bigint NOT NULL,
    code character varying(10) NOT NULL,
    first date NOT NULL,
    last date NOT NULL,
    survey_first date NOT NULL,
    survey_last date NOT NULL,
    state character varying(10) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    minutes text NOT NULL,
    opened_by_id bigint NOT NULL,
    CONSTRAINT price_round_periods_in_order CHECK (((last >= first) AND (survey_last >= survey_first)))
);

ALTER TABLE public.trade_priceround ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_priceround_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_priceroundevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    code character varying(10) NOT NULL,
    first date NOT NULL,
    last date NOT NULL,
    survey_first date NOT NULL,
    survey_last date NOT NULL,
    state character varying(10) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    minutes text NOT NULL,
    opened_by_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.trade_priceroundevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_priceroundevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_priceseat (
    id bigint NOT NULL,
    side character varying(12) NOT NULL,
    is_chair boolean NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    appointed_at timestamp with time zone NOT NULL,
    end_reason character varying(300) NOT NULL,
    appointed_by_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT price_chair_is_independent CHECK (((NOT is_chair) OR ((side)::text = 'independent'::text))),
    CONSTRAINT price_seat_ends_after_it_begins CHECK ((valid_to >= valid_from))
);

ALTER TABLE public.trade_priceseat ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_priceseat_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_priceseatevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    side character varying(12) NOT NULL,
    is_chair boolean NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    appointed_at timestamp with time zone NOT NULL,
    end_reason character varying(300) NOT NULL,
    appointed_by_id bigint NOT NULL,
    organisation_id bigint NOT NULL,
    person_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.trade_priceseatevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_priceseatevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_pricestratum (
    id bigint NOT NULL,
    code character varying(12) NOT NULL,
    title_zh character varying(40) NOT NULL,
    title_en character varying(60) NOT NULL,
    farms integer NOT NULL,
    milk_kg numeric(14,1) NOT NULL,
    round_id bigint NOT NULL,
    CONSTRAINT trade_pricestratum_farms_check CHECK ((farms >= 0))
);

ALTER TABLE public.trade_pricestratum ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_pricestratum_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_pricevote (
    id bigint NOT NULL,
    choice character varying(8) NOT NULL,
    reason character varying(500) NOT NULL,
    at timestamp with time zone NOT NULL,
    motion_id bigint NOT NULL,
    seat_id bigint NOT NULL
);

ALTER TABLE public.trade_pricevote ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_pricevote_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_receivable (
    id bigint NOT NULL,
    statement character varying(60) NOT NULL,
    period_first date NOT NULL,
    period_last date NOT NULL,
    amount_yuan numeric(14,2) NOT NULL,
    due_on date NOT NULL,
    interest_pct_per_day numeric(8,6) NOT NULL,
    interest_source character varying(200) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    contract_id bigint NOT NULL,
    opened_by_id bigint,
    CONSTRAINT receivable_days_in_order CHECK (((due_on >= period_last) AND (period_last >= period_first))),
    CONSTRAINT receivable_is_an_amount CHECK (((amount_yuan > (0)::numeric) AND (interest_pct_per_day >= (0)::numeric)))
);

ALTER TABLE public.trade_receivable ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_receivable_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_receivableevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    statement character varying(60) NOT NULL,
    period_first date NOT NULL,
    period_last date NOT NULL,
    amount_yuan numeric(14,2) NOT NULL,
    due_on date NOT NULL,
    interest_pct_per_day numeric(8,6) NOT NULL,
    interest_source character varying(200) NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    contract_id bigint NOT NULL,
    opened_by_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.trade_receivableevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_receivableevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_samplefarm (
    id bigint NOT NULL,
    "group" character varying(60) NOT NULL,
    daily_kg numeric(12,1) NOT NULL,
    farm_id bigint NOT NULL,
    round_id bigint NOT NULL,
    stratum_id bigint NOT NULL
);

ALTER TABLE public.trade_samplefarm ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_samplefarm_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_settlement (
    id bigint NOT NULL,
    number character varying(40) NOT NULL,
    version smallint NOT NULL,
    reason character varying(300) NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    accepted_kg numeric(14,1) NOT NULL,
    payable_kg numeric(14,1) NOT NULL,
    amount_yuan numeric(16,2) NOT NULL,
    inputs jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    approved_at timestamp with time zone,
    dispute_until date,
    accepted_at timestamp with time zone,
    state character varying(10) NOT NULL,
    buyer_id bigint NOT NULL,
    contract_id bigint,
    corrects_id bigint,
    grid_id bigint NOT NULL,
    made_by_id bigint NOT NULL,
    seller_id bigint NOT NULL,
    seller_place_id bigint NOT NULL,
    CONSTRAINT settlement_days_in_order CHECK ((last_day >= first_day)),
    CONSTRAINT settlement_locked_by_both CHECK (((NOT ((state)::text = 'accepted'::text)) OR ((accepted_at IS NOT NULL) AND (approved_at IS NOT NULL)))),
    CONSTRAINT settlement_masses_are_possible CHECK (((payable_kg >= (0)::numeric) AND (payable_kg <= accepted_kg))),
    CONSTRAINT trade_settlement_version_check CHECK ((version >= 0))
);

ALTER TABLE public.trade_settlement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_settlement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_settlementdispute (
    id bigint NOT NULL,
    claim text NOT NULL,
    claimed_yuan numeric(16,2),
    raised_at timestamp with time zone NOT NULL,
    answer_due_on date NOT NULL,
    state character varying(10) NOT NULL,
    answer text NOT NULL,
    answered_at timestamp with time zone,
    answered_by_id bigint,
    evidence_id bigint,
    raised_by_id bigint NOT NULL,
    settlement_id bigint NOT NULL,
    line_id bigint,
    CONSTRAINT dispute_answer_is_written CHECK ((((state)::text = ANY ((ARRAY['open'::character varying, 'withdrawn'::character varying])::text[])) OR (NOT (answer = ''::text))))
);

ALTER TABLE public.trade_settlementdispute ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_settlementdispute_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_settlementdisputeevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    claim text NOT NULL,
    claimed_yuan numeric(16,2),
    raised_at timestamp with time zone NOT NULL,
    answer_due_on date NOT NULL,
    state character varying(10) NOT NULL,
    answer text NOT NULL,
    answered_at timestamp with time zone,
    answered_by_id bigint,
    evidence_id bigint,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    raised_by_id bigint NOT NULL,
    settlement_id bigint NOT NULL,
    line_id bigint
);

ALTER TABLE public.trade_settlementdisputeevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_settlementdisputeevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_settlementevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    number character varying(40) NOT NULL,
    version smallint NOT NULL,
    reason character varying(300) NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL,
    accepted_kg numeric(14,1) NOT NULL,
    payable_kg numeric(14,1) NOT NULL,
    amount_yuan numeric(16,2) NOT NULL,
    inputs jsonb NOT NULL,
    digest character varying(64) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    approved_at timestamp with time zone,
    dispute_until date,
    accepted_at timestamp with time zone,
    state character varying(10) NOT NULL,
    buyer_id bigint NOT NULL,
    contract_id bigint,
    corrects_id bigint,
    grid_id bigint NOT NULL,
    made_by_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL,
    seller_id bigint NOT NULL,
    seller_place_id bigint NOT NULL,
    CONSTRAINT trade_settlementevent_version_check CHECK ((version >= 0))
);

ALTER TABLE public.trade_settlementevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_settlementevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_settlementline (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    code character varying(40) NOT NULL,
    title_zh character varying(60) NOT NULL,
    title_en character varying(80) NOT NULL,
    unit character varying(20) NOT NULL,
    value numeric(14,3),
    rate numeric(14,6),
    quantity numeric(20,5) NOT NULL,
    amount_yuan numeric(16,2) NOT NULL,
    how character varying(10) NOT NULL,
    grade character varying(30) NOT NULL,
    tests integer NOT NULL,
    settlement_id bigint NOT NULL,
    CONSTRAINT trade_settlementline_position_check CHECK (("position" >= 0)),
    CONSTRAINT trade_settlementline_tests_check CHECK ((tests >= 0))
);

ALTER TABLE public.trade_settlementline ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_settlementline_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_statutorylisting (
    id bigint NOT NULL,
    credit_code character varying(18) NOT NULL,
    name character varying(160) NOT NULL,
    list_name character varying(120) NOT NULL,
    authority character varying(120) NOT NULL,
    decision_number character varying(80) NOT NULL,
    listed_on date NOT NULL,
    until date,
    source character varying(200) NOT NULL,
    imported_at timestamp with time zone NOT NULL,
    imported_by_id bigint NOT NULL,
    subject_id bigint
);

ALTER TABLE public.trade_statutorylisting ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_statutorylisting_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_supplystation (
    id bigint NOT NULL,
    contract_id bigint NOT NULL,
    place_id bigint NOT NULL
);

ALTER TABLE public.trade_supplystation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_supplystation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_thirdpartytest (
    id bigint NOT NULL,
    subject character varying(120) NOT NULL,
    ordered_on date NOT NULL,
    due_on date NOT NULL,
    result character varying(300) NOT NULL,
    favours character varying(6) NOT NULL,
    reported_on date,
    complaint_id bigint NOT NULL,
    laboratory_id bigint NOT NULL,
    ordered_by_id bigint NOT NULL,
    CONSTRAINT third_party_result_has_its_day CHECK ((((reported_on IS NULL) AND ((result)::text = ''::text)) OR ((reported_on IS NOT NULL) AND (NOT ((result)::text = ''::text)))))
);

ALTER TABLE public.trade_thirdpartytest ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_thirdpartytest_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.trade_thirdpartytestevent (
    pgh_id integer NOT NULL,
    pgh_created_at timestamp with time zone NOT NULL,
    pgh_label text NOT NULL,
    id bigint NOT NULL,
    subject character varying(120) NOT NULL,
    ordered_on date NOT NULL,
    due_on date NOT NULL,
    result character varying(300) NOT NULL,
    favours character varying(6) NOT NULL,
    reported_on date,
    complaint_id bigint NOT NULL,
    laboratory_id bigint NOT NULL,
    ordered_by_id bigint NOT NULL,
    pgh_context_id uuid,
    pgh_obj_id bigint NOT NULL
);

ALTER TABLE public.trade_thirdpartytestevent ALTER COLUMN pgh_id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trade_thirdpartytestevent_pgh_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.ledger_event ATTACH PARTITION public.ledger_event_0001 FOR VALUES FROM ('1') TO ('1000001');

ALTER TABLE ONLY public.ledger_link ATTACH PARTITION public.ledger_link_0001 FOR VALUES FROM ('1') TO ('1000001');

ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);

ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);

INSERT INTO public.django_migrations VALUES (1, 'contenttypes', '0001_initial', '2026-11-29 05:08:49.041298+00');
INSERT INTO public.django_migrations VALUES (2, 'contenttypes', '0002_remove_content_type_name', '2026-11-29 05:08:49.055982+00');
INSERT INTO public.django_migrations VALUES (3, 'auth', '0001_initial', '2026-11-29 05:08:49.133762+00');
INSERT INTO public.django_migrations VALUES (4, 'auth', '0002_alter_permission_name_max_length', '2026-11-29 05:08:49.160815+00');
INSERT INTO public.django_migrations VALUES (5, 'auth', '0003_alter_user_email_max_length', '2026-11-29 05:08:49.171532+00');
INSERT INTO public.django_migrations VALUES (6, 'auth', '0004_alter_user_username_opts', '2026-11-29 05:08:49.195697+00');
INSERT INTO public.django_migrations VALUES (7, 'auth', '0005_alter_user_last_login_null', '2026-11-29 05:08:49.234121+00');
INSERT INTO public.django_migrations VALUES (8, 'auth', '0006_require_contenttypes_0002', '2026-11-29 05:08:49.251644+00');
INSERT INTO public.django_migrations VALUES (9, 'auth', '0007_alter_validators_add_error_messages', '2026-11-29 05:08:49.275396+00');
INSERT INTO public.django_migrations VALUES (10, 'auth', '0008_alter_user_username_max_length', '2026-11-29 05:08:49.295314+00');
INSERT INTO public.django_migrations VALUES (11, 'auth', '0009_alter_user_last_name_max_length', '2026-11-29 05:08:49.327486+00');
INSERT INTO public.django_migrations VALUES (12, 'auth', '0010_alter_group_name_max_length', '2026-11-29 05:08:49.352766+00');
INSERT INTO public.django_migrations VALUES (13, 'auth', '0011_update_proxy_permissions', '2026-11-29 05:08:49.36698+00');
INSERT INTO public.django_migrations VALUES (14, 'auth', '0012_alter_user_first_name_max_length', '2026-11-29 05:08:49.391546+00');
INSERT INTO public.django_migrations VALUES (15, 'pghistory', '0001_initial', '2026-11-29 05:08:49.424067+00');
INSERT INTO public.django_migrations VALUES (16, 'pghistory', '0002_aggregateevent', '2026-11-29 05:08:49.445025+00');
INSERT INTO public.django_migrations VALUES (17, 'pghistory', '0003_auto_20201023_1636', '2026-11-29 05:08:49.45717+00');
INSERT INTO public.django_migrations VALUES (18, 'pghistory', '0004_auto_20220906_1625', '2026-11-29 05:08:49.501075+00');
INSERT INTO public.django_migrations VALUES (19, 'pghistory', '0005_events_middlewareevents', '2026-11-29 05:08:49.505499+00');
INSERT INTO public.django_migrations VALUES (20, 'pghistory', '0006_delete_aggregateevent', '2026-11-29 05:08:49.51628+00');
INSERT INTO public.django_migrations VALUES (21, 'pghistory', '0007_auto_20250421_0444', '2026-11-29 05:08:49.533726+00');
INSERT INTO public.django_migrations VALUES (22, 'platform', '0001_initial', '2026-11-29 05:08:53.980044+00');
INSERT INTO public.django_migrations VALUES (23, 'platform', '0002_sign_in_failure', '2026-11-29 05:08:54.023291+00');
INSERT INTO public.django_migrations VALUES (24, 'platform', '0003_plant_buyer', '2026-11-29 05:08:54.182093+00');
INSERT INTO public.django_migrations VALUES (25, 'platform', '0004_recording_roles', '2026-11-29 05:08:54.336983+00');
INSERT INTO public.django_migrations VALUES (26, 'platform', '0005_edition', '2026-11-29 05:08:54.674208+00');
INSERT INTO public.django_migrations VALUES (27, 'collection', '0001_initial', '2026-11-29 05:08:58.031879+00');
INSERT INTO public.django_migrations VALUES (28, 'collection', '0002_halt_day', '2026-11-29 05:08:58.082247+00');
INSERT INTO public.django_migrations VALUES (29, 'collection', '0003_inspections', '2026-11-29 05:08:59.392204+00');
INSERT INTO public.django_migrations VALUES (30, 'collection', '0004_licence_process', '2026-11-29 05:09:11.012279+00');
INSERT INTO public.django_migrations VALUES (31, 'collection', '0005_handover_custody', '2026-11-29 05:09:13.768195+00');
INSERT INTO public.django_migrations VALUES (32, 'collection', '0006_registers', '2026-11-29 05:09:14.254096+00');
INSERT INTO public.django_migrations VALUES (33, 'collection', '0007_site_visit', '2026-11-29 05:09:16.078549+00');
INSERT INTO public.django_migrations VALUES (34, 'factory', '0001_initial', '2026-11-29 05:09:20.719124+00');
INSERT INTO public.django_migrations VALUES (35, 'factory', '0002_recall_cases', '2026-11-29 05:09:25.676422+00');
INSERT INTO public.django_migrations VALUES (36, 'herd', '0001_initial', '2026-11-29 05:09:31.324472+00');
INSERT INTO public.django_migrations VALUES (37, 'herd', '0002_farm_filing', '2026-11-29 05:09:32.918963+00');
INSERT INTO public.django_migrations VALUES (38, 'herd', '0003_herd_book', '2026-11-29 05:09:37.621787+00');
INSERT INTO public.django_migrations VALUES (39, 'herd', '0004_test_day_details', '2026-11-29 05:09:38.518525+00');
INSERT INTO public.django_migrations VALUES (40, 'herd', '0005_exchange', '2026-11-29 05:09:40.173099+00');
INSERT INTO public.django_migrations VALUES (41, 'herd', '0006_figures_and_federation', '2026-11-29 05:09:42.576766+00');
INSERT INTO public.django_migrations VALUES (42, 'ledger', '0001_initial', '2026-11-29 05:09:44.846544+00');
INSERT INTO public.django_migrations VALUES (43, 'ledger', '0002_facts_are_only_added', '2026-11-29 05:09:44.858476+00');
INSERT INTO public.django_migrations VALUES (44, 'ledger', '0003_log_leaf', '2026-11-29 05:09:44.980681+00');
INSERT INTO public.django_migrations VALUES (45, 'ledger', '0004_segments', '2026-11-29 05:09:45.2782+00');
INSERT INTO public.django_migrations VALUES (46, 'ledger', '0005_named_queries', '2026-11-29 05:09:45.395184+00');
INSERT INTO public.django_migrations VALUES (47, 'ledger', '0006_fields_for_queries', '2026-11-29 05:09:46.215583+00');
INSERT INTO public.django_migrations VALUES (48, 'ledger', '0007_derive_fields', '2026-11-29 05:09:46.334872+00');
INSERT INTO public.django_migrations VALUES (49, 'ledger', '0008_log', '2026-11-29 05:09:47.244823+00');
INSERT INTO public.django_migrations VALUES (50, 'ledger', '0009_trace_tables', '2026-11-29 05:09:47.638299+00');
INSERT INTO public.django_migrations VALUES (51, 'ledger', '0010_drawn_beyond_content', '2026-11-29 05:09:47.688735+00');
INSERT INTO public.django_migrations VALUES (52, 'ledger', '0011_resolver_link', '2026-11-29 05:09:47.837121+00');
INSERT INTO public.django_migrations VALUES (53, 'ledger', '0012_subscriptions', '2026-11-29 05:09:48.532223+00');
INSERT INTO public.django_migrations VALUES (54, 'ledger', '0013_recurrences', '2026-11-29 05:09:48.542136+00');
INSERT INTO public.django_migrations VALUES (55, 'ledger', '0014_subscription_format', '2026-11-29 05:09:48.553659+00');
INSERT INTO public.django_migrations VALUES (56, 'platform', '0006_member_unit_officer', '2026-11-29 05:09:48.702175+00');
INSERT INTO public.django_migrations VALUES (57, 'plan', '0001_initial', '2026-11-29 05:09:52.002199+00');
INSERT INTO public.django_migrations VALUES (58, 'plan', '0002_three_lists', '2026-11-29 05:10:13.774858+00');
INSERT INTO public.django_migrations VALUES (59, 'procrastinate', '0001_initial', '2026-11-29 05:10:13.789923+00');
INSERT INTO public.django_migrations VALUES (60, 'procrastinate', '0002_drop_started_at_column', '2026-11-29 05:10:13.79386+00');
INSERT INTO public.django_migrations VALUES (61, 'procrastinate', '0003_drop_started_at_column', '2026-11-29 05:10:13.797028+00');
INSERT INTO public.django_migrations VALUES (62, 'procrastinate', '0004_drop_procrastinate_version_table', '2026-11-29 05:10:13.801885+00');
INSERT INTO public.django_migrations VALUES (63, 'procrastinate', '0005_fix_procrastinate_fetch_job', '2026-11-29 05:10:13.806465+00');
INSERT INTO public.django_migrations VALUES (64, 'procrastinate', '0006_fix_trigger_status_events_insert', '2026-11-29 05:10:13.809733+00');
INSERT INTO public.django_migrations VALUES (65, 'procrastinate', '0007_add_queueing_lock_column', '2026-11-29 05:10:13.813228+00');
INSERT INTO public.django_migrations VALUES (66, 'procrastinate', '0008_close_fetch_job_race_condition', '2026-11-29 05:10:13.816957+00');
INSERT INTO public.django_migrations VALUES (67, 'procrastinate', '0009_add_defer_job_function', '2026-11-29 05:10:13.820142+00');
INSERT INTO public.django_migrations VALUES (68, 'procrastinate', '0010_add_procrastinate_periodic_defers', '2026-11-29 05:10:13.824794+00');
INSERT INTO public.django_migrations VALUES (69, 'procrastinate', '0011_add_foreign_key_index', '2026-11-29 05:10:13.827854+00');
INSERT INTO public.django_migrations VALUES (70, 'procrastinate', '0012_add_locks_to_periodic_defer', '2026-11-29 05:10:13.831826+00');
INSERT INTO public.django_migrations VALUES (71, 'procrastinate', '0013_fix_procrastinate_defer_periodic_job', '2026-11-29 05:10:13.840746+00');
INSERT INTO public.django_migrations VALUES (72, 'procrastinate', '0014_add_finish_job_and_retry_job_functions', '2026-11-29 05:10:13.843591+00');
INSERT INTO public.django_migrations VALUES (73, 'procrastinate', '0015_add_trigger_on_job_deletion', '2026-11-29 05:10:13.845982+00');
INSERT INTO public.django_migrations VALUES (74, 'procrastinate', '0016_delete_finished_jobs', '2026-11-29 05:10:13.848011+00');
INSERT INTO public.django_migrations VALUES (75, 'procrastinate', '0017_add_checks_to_finish_job', '2026-11-29 05:10:13.850049+00');
INSERT INTO public.django_migrations VALUES (76, 'procrastinate', '0018_add_checks_to_retry_job', '2026-11-29 05:10:13.851991+00');
INSERT INTO public.django_migrations VALUES (77, 'procrastinate', '0019_fix_finish_job_compat_issue', '2026-11-29 05:10:13.854145+00');
INSERT INTO public.django_migrations VALUES (78, 'procrastinate', '0020_add_index_on_procrastinate_jobs', '2026-11-29 05:10:13.856786+00');
INSERT INTO public.django_migrations VALUES (79, 'procrastinate', '0021_add_kwargs_to_defer_periodic_job', '2026-11-29 05:10:13.860016+00');
INSERT INTO public.django_migrations VALUES (80, 'procrastinate', '0022_null_locks_excluded', '2026-11-29 05:10:13.862454+00');
INSERT INTO public.django_migrations VALUES (81, 'procrastinate', '0023_remove_old_finish_job_function', '2026-11-29 05:10:13.864848+00');
INSERT INTO public.django_migrations VALUES (82, 'procrastinate', '0024_job_id_bigint', '2026-11-29 05:10:13.870687+00');
INSERT INTO public.django_migrations VALUES (83, 'procrastinate', '0025_add_models', '2026-11-29 05:10:13.87994+00');
INSERT INTO public.django_migrations VALUES (84, 'procrastinate', '0026_add_job_priority', '2026-11-29 05:10:13.889759+00');
INSERT INTO public.django_migrations VALUES (85, 'procrastinate', '0027_add_periodic_job_priority', '2026-11-29 05:10:13.893392+00');
INSERT INTO public.django_migrations VALUES (86, 'procrastinate', '0028_add_cancel_states', '2026-11-29 05:10:13.907029+00');
INSERT INTO public.django_migrations VALUES (87, 'procrastinate', '0029_add_additional_params_to_retry_job', '2026-11-29 05:10:13.911195+00');
INSERT INTO public.django_migrations VALUES (88, 'procrastinate', '0030_alter_procrastinateevent_options', '2026-11-29 05:10:13.917425+00');
INSERT INTO public.django_migrations VALUES (89, 'procrastinate', '0031_add_indexes_for_fetch_job', '2026-11-29 05:10:13.921576+00');
INSERT INTO public.django_migrations VALUES (90, 'procrastinate', '0032_pre_cancel_notification', '2026-11-29 05:10:13.930743+00');
INSERT INTO public.django_migrations VALUES (91, 'procrastinate', '0033_post_cancel_notification', '2026-11-29 05:10:13.946971+00');
INSERT INTO public.django_migrations VALUES (92, 'procrastinate', '0034_pre_add_heartbeat', '2026-11-29 05:10:13.959979+00');
INSERT INTO public.django_migrations VALUES (93, 'procrastinate', '0035_post_add_heartbeat', '2026-11-29 05:10:13.96321+00');
INSERT INTO public.django_migrations VALUES (94, 'procrastinate', '0036_add_worker_model', '2026-11-29 05:10:13.971852+00');
INSERT INTO public.django_migrations VALUES (95, 'procrastinate', '0037_pre_batch_defer_jobs', '2026-11-29 05:10:13.974867+00');
INSERT INTO public.django_migrations VALUES (96, 'procrastinate', '0038_post_batch_defer_jobs', '2026-11-29 05:10:13.977048+00');
INSERT INTO public.django_migrations VALUES (97, 'procrastinate', '0039_pre_priority_lock_fetch_job', '2026-11-29 05:10:13.979745+00');
INSERT INTO public.django_migrations VALUES (98, 'procrastinate', '0040_pre_retry_failed_job', '2026-11-29 05:10:13.982558+00');
INSERT INTO public.django_migrations VALUES (99, 'procrastinate', '0041_post_retry_failed_job', '2026-11-29 05:10:13.98508+00');
INSERT INTO public.django_migrations VALUES (100, 'quality', '0001_initial', '2026-11-29 05:10:19.074305+00');
INSERT INTO public.django_migrations VALUES (101, 'quality', '0002_retest_word', '2026-11-29 05:10:19.260763+00');
INSERT INTO public.django_migrations VALUES (102, 'quality', '0003_custody_and_holds', '2026-11-29 05:10:23.285652+00');
INSERT INTO public.django_migrations VALUES (103, 'quality', '0004_laboratory', '2026-11-29 05:10:34.919086+00');
INSERT INTO public.django_migrations VALUES (104, 'recording', '0001_initial', '2026-11-29 05:10:43.052058+00');
INSERT INTO public.django_migrations VALUES (105, 'sessions', '0001_initial', '2026-11-29 05:10:43.061576+00');
INSERT INTO public.django_migrations VALUES (106, 'trade', '0001_contracts', '2026-11-29 05:11:05.356265+00');
INSERT INTO public.django_migrations VALUES (107, 'trade', '0002_settlement', '2026-11-29 05:11:13.052669+00');
INSERT INTO public.django_migrations VALUES (108, 'trade', '0003_reference_price', '2026-11-29 05:11:32.508789+00');
INSERT INTO public.django_migrations VALUES (109, 'trade', '0004_credit', '2026-11-29 05:11:42.696661+00');
INSERT INTO public.django_migrations VALUES (110, 'herd', '0007_animal_times', '2026-11-29 07:53:24.665246+00');

INSERT INTO public.ledger_segment VALUES (1, 1, 1000000, 1, NULL, NULL, 'open', NULL, false);

SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);

SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);

SELECT pg_catalog.setval('public.auth_permission_id_seq', 1192, true);

SELECT pg_catalog.setval('public.collection_application_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_applicationevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_applicationfile_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_codecheck_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_handoversheet_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_handoversheetevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_inspection_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_inspectionevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_inspectionplan_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_licence_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_licenceevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_licenceevidence_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_licencepaper_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_loadchange_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_pause_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_purchase_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_refusedcheck_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_seal_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_sealevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_sealrange_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_signature_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_sitevisit_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_sitevisitevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_station_farms_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_station_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_station_plants_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_stationevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_tanker_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_tankerevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_visitentry_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_visitphoto_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_visitsignature_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_weighbridge_id_seq', 1, false);

SELECT pg_catalog.setval('public.collection_weighing_id_seq', 1, false);

SELECT pg_catalog.setval('public.django_content_type_id_seq', 298, true);

SELECT pg_catalog.setval('public.django_migrations_id_seq', 110, true);

SELECT pg_catalog.setval('public.factory_batch_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_cleaning_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_draw_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_intake_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_plant_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_plantevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_product_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_productevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_productlot_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_productlotevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_recallcase_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_recallcase_plants_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_recallcaseevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_recallestimate_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_recalllot_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_recallmovement_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_recallnotice_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_recallreceipt_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_recallstatement_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_recallsuspect_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_silo_id_seq', 1, false);

SELECT pg_catalog.setval('public.factory_siloevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_animal_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_animalevent_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_animalhistory_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_animalidentifier_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_animalidentifierevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_animalspell_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_animalstay_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_columnmapping_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_columnmappingevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_enrolment_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_farm_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_farmday_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_farmdayevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_farmevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_farmfigure_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_farmfiling_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_farmfilingevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_farmwaitingperiod_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_federationmember_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_federationpackage_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_importbatch_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_memberfarm_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_memberfigure_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_milkseparation_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_monthaccount_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_monthaccountevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_numbermatch_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_packagerefusal_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_pen_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_protocol_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_protocolstep_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_testday_id_seq', 1, false);

SELECT pg_catalog.setval('public.herd_testdayevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.ledger_capture_id_seq', 1, false);

SELECT pg_catalog.setval('public.ledger_checkpoint_id_seq', 1, false);

SELECT pg_catalog.setval('public.ledger_cosignature_id_seq', 1, false);

SELECT pg_catalog.setval('public.ledger_logkey_id_seq', 1, false);

SELECT pg_catalog.setval('public.ledger_namedquery_id_seq', 1, false);

SELECT pg_catalog.setval('public.ledger_resolverlink_id_seq', 1, false);

SELECT pg_catalog.setval('public.ledger_witness_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_closedperiod_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_closedperiodevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_computedfigure_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_contradiction_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_contradictionevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_delivery_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_duty_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_dutyevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_indicator_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_indicatorevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_ledgeritem_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_ledgeritem_support_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_ledgeritemevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_manualreport_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_meeting_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_meetingevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_milestone_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_milestoneevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_planpart_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_planpartevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_planversion_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_planversionevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_progressevidence_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_progressreport_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_progressreportevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_responsibleunit_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_responsibleunitevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_supervisionletter_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_supervisionletterevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_targetclaim_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_targetclaimevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_targetsplit_id_seq', 1, false);

SELECT pg_catalog.setval('public.plan_targetsplitevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_accesstoken_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_alarm_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_alarm_organisations_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_alarmevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_attachment_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_edition_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_holiday_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_holidayevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_identifier_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_identifierevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_lakefile_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_maplayer_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_maplayerevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_membership_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_membershipevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_organisation_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_organisationevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_person_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_personevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_place_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_placeevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_rule_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_ruleevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_signinfailure_id_seq', 1, false);

SELECT pg_catalog.setval('public.platform_transition_id_seq', 1, false);

SELECT pg_catalog.setval('public.procrastinate_events_id_seq', 1, false);

SELECT pg_catalog.setval('public.procrastinate_jobs_id_seq', 1, false);

SELECT pg_catalog.setval('public.procrastinate_periodic_defers_id_seq', 1, false);

SELECT pg_catalog.setval('public.procrastinate_workers_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_accreditedmethod_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_accreditedmethodevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_caseevidence_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_comparisonentry_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_comparisonround_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_comparisonroundevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_comparisonvalue_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_contrabandcase_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_contrabandcaseevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_controlreading_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_controlseries_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_controlseriesevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_custodystep_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_hold_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_hold_parties_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_holdevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_laboratory_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_laboratoryevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_objection_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_objectionevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_planobject_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_planofficer_avoids_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_planofficer_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_planstratum_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_result_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_resultfile_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_resultlayout_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_resultlayoutevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_retainedportion_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_retainedportionevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_sample_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_sampleevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_samplingplan_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_samplingplanevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_samplingtask_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_samplingtaskevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.quality_unblinding_id_seq', 1, false);

SELECT pg_catalog.setval('public.recording_advisoryvisit_id_seq', 1, false);

SELECT pg_catalog.setval('public.recording_advisoryvisitevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.recording_enrolment_id_seq', 1, false);

SELECT pg_catalog.setval('public.recording_enrolmentevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.recording_farmreport_id_seq', 1, false);

SELECT pg_catalog.setval('public.recording_farmreportevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.recording_labfile_id_seq', 1, false);

SELECT pg_catalog.setval('public.recording_lactationfigure_id_seq', 1, false);

SELECT pg_catalog.setval('public.recording_monthlyrun_id_seq', 1, false);

SELECT pg_catalog.setval('public.recording_sampletube_id_seq', 1, false);

SELECT pg_catalog.setval('public.recording_sampletubeevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.recording_standardreading_id_seq', 1, false);

SELECT pg_catalog.setval('public.recording_standardreadingevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.recording_storedpopulation_id_seq', 1, false);

SELECT pg_catalog.setval('public.recording_testvisit_id_seq', 1, false);

SELECT pg_catalog.setval('public.recording_testvisitevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_agreementsignature_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_complaint_evidence_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_complaint_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_complaintevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_complaintstatement_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_contract_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_contractcomment_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_contractevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_contractfiling_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_contractfilingevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_contractsignature_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_contracttermination_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_contractterminationevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_costline_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_costsheet_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_costsheetevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_creditappeal_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_creditappealevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_creditentry_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_creditentry_signals_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_creditentryevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_creditrepair_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_creditrepairevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_creditsignal_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_creditsignalevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_creditstatement_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_formclause_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_formclauseevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_gridagreement_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_modelform_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_modelformevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_paygrid_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_paygrid_sellers_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_paygridevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_payment_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_paymentevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_pricecomplaint_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_pricecomplaintevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_priceconflict_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_priceerratum_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_priceerratumevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_priceestimate_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_priceinput_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_pricejudgement_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_pricemotion_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_pricemotionevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_priceproposal_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_pricepublication_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_pricereview_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_priceround_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_priceroundevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_priceseat_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_priceseatevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_pricestratum_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_pricevote_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_receivable_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_receivableevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_samplefarm_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_settlement_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_settlementdispute_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_settlementdisputeevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_settlementevent_pgh_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_settlementline_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_statutorylisting_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_supplystation_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_thirdpartytest_id_seq', 1, false);

SELECT pg_catalog.setval('public.trade_thirdpartytestevent_pgh_id_seq', 1, false);

ALTER TABLE ONLY public.quality_accreditedmethod
    ADD CONSTRAINT accredited_method_once UNIQUE (laboratory_id, analyte, method, valid_from);

ALTER TABLE ONLY public.recording_advisoryvisit
    ADD CONSTRAINT advice_proposed_once_a_month UNIQUE (place_id, month);

ALTER TABLE ONLY public.trade_agreementsignature
    ADD CONSTRAINT agreement_signed_once_a_side UNIQUE (complaint_id, side);

ALTER TABLE ONLY public.herd_animalstay
    ADD CONSTRAINT animal_stay_once UNIQUE (member_id, number, scheme, farm_code, entered_on);

ALTER TABLE ONLY public.collection_applicationfile
    ADD CONSTRAINT application_file_once UNIQUE (application_id, material, attachment_id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_targetclaim
    ADD CONSTRAINT claim_once_per_indicator_and_source UNIQUE (indicator_id, source_zh);

ALTER TABLE ONLY public.trade_formclause
    ADD CONSTRAINT clause_code_once UNIQUE (form_id, code);

ALTER TABLE ONLY public.trade_formclause
    ADD CONSTRAINT clause_number_once UNIQUE (form_id, number);

ALTER TABLE ONLY public.factory_cleaning
    ADD CONSTRAINT cleaning_once_per_silo_and_time UNIQUE (silo_id, at);

ALTER TABLE ONLY public.collection_codecheck
    ADD CONSTRAINT code_check_once_a_day UNIQUE (number, day, outcome);

ALTER TABLE ONLY public.quality_comparisonentry
    ADD CONSTRAINT code_once_a_round UNIQUE (round_id, code);

ALTER TABLE ONLY public.collection_application
    ADD CONSTRAINT collection_application_number_key UNIQUE (number);

ALTER TABLE ONLY public.collection_application
    ADD CONSTRAINT collection_application_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_applicationevent
    ADD CONSTRAINT collection_applicationevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.collection_applicationfile
    ADD CONSTRAINT collection_applicationfile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_codecheck
    ADD CONSTRAINT collection_codecheck_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_handoversheet
    ADD CONSTRAINT collection_handoversheet_corrects_id_key UNIQUE (corrects_id);

ALTER TABLE ONLY public.collection_handoversheet
    ADD CONSTRAINT collection_handoversheet_gdti_key UNIQUE (gdti);

ALTER TABLE ONLY public.collection_handoversheet
    ADD CONSTRAINT collection_handoversheet_number_key UNIQUE (number);

ALTER TABLE ONLY public.collection_handoversheet
    ADD CONSTRAINT collection_handoversheet_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_handoversheetevent
    ADD CONSTRAINT collection_handoversheetevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.collection_inspection
    ADD CONSTRAINT collection_inspection_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_inspectionevent
    ADD CONSTRAINT collection_inspectionevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.collection_inspectionplan
    ADD CONSTRAINT collection_inspectionplan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_licence
    ADD CONSTRAINT collection_licence_number_key UNIQUE (number);

ALTER TABLE ONLY public.collection_licence
    ADD CONSTRAINT collection_licence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_licence
    ADD CONSTRAINT collection_licence_renews_id_key UNIQUE (renews_id);

ALTER TABLE ONLY public.collection_licenceevent
    ADD CONSTRAINT collection_licenceevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.collection_licenceevidence
    ADD CONSTRAINT collection_licenceevidence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_licencepaper
    ADD CONSTRAINT collection_licencepaper_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_licencepaper
    ADD CONSTRAINT collection_licencepaper_token_key UNIQUE (token);

ALTER TABLE ONLY public.collection_loadchange
    ADD CONSTRAINT collection_loadchange_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_pause
    ADD CONSTRAINT collection_pause_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_purchase
    ADD CONSTRAINT collection_purchase_farm_lot_key UNIQUE (farm_lot);

ALTER TABLE ONLY public.collection_purchase
    ADD CONSTRAINT collection_purchase_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_refusedcheck
    ADD CONSTRAINT collection_refusedcheck_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_seal
    ADD CONSTRAINT collection_seal_number_key UNIQUE (number);

ALTER TABLE ONLY public.collection_seal
    ADD CONSTRAINT collection_seal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_sealevent
    ADD CONSTRAINT collection_sealevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.collection_sealrange
    ADD CONSTRAINT collection_sealrange_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_signature
    ADD CONSTRAINT collection_signature_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_sitevisit
    ADD CONSTRAINT collection_sitevisit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_sitevisit
    ADD CONSTRAINT collection_sitevisit_revisits_id_key UNIQUE (revisits_id);

ALTER TABLE ONLY public.collection_sitevisitevent
    ADD CONSTRAINT collection_sitevisitevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.collection_station_farms
    ADD CONSTRAINT collection_station_farms_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_station_farms
    ADD CONSTRAINT collection_station_farms_station_id_place_id_8f3391eb_uniq UNIQUE (station_id, place_id);

ALTER TABLE ONLY public.collection_station
    ADD CONSTRAINT collection_station_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_station
    ADD CONSTRAINT collection_station_place_id_key UNIQUE (place_id);

ALTER TABLE ONLY public.collection_station_plants
    ADD CONSTRAINT collection_station_plants_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_station_plants
    ADD CONSTRAINT collection_station_plants_station_id_place_id_bb2bc829_uniq UNIQUE (station_id, place_id);

ALTER TABLE ONLY public.collection_stationevent
    ADD CONSTRAINT collection_stationevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.collection_tanker
    ADD CONSTRAINT collection_tanker_grai_key UNIQUE (grai);

ALTER TABLE ONLY public.collection_tanker
    ADD CONSTRAINT collection_tanker_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_tanker
    ADD CONSTRAINT collection_tanker_plate_key UNIQUE (plate);

ALTER TABLE ONLY public.collection_tankerevent
    ADD CONSTRAINT collection_tankerevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.collection_visitentry
    ADD CONSTRAINT collection_visitentry_client_key_key UNIQUE (client_key);

ALTER TABLE ONLY public.collection_visitentry
    ADD CONSTRAINT collection_visitentry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_visitphoto
    ADD CONSTRAINT collection_visitphoto_client_key_key UNIQUE (client_key);

ALTER TABLE ONLY public.collection_visitphoto
    ADD CONSTRAINT collection_visitphoto_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_visitsignature
    ADD CONSTRAINT collection_visitsignature_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_weighbridge
    ADD CONSTRAINT collection_weighbridge_code_key UNIQUE (code);

ALTER TABLE ONLY public.collection_weighbridge
    ADD CONSTRAINT collection_weighbridge_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_weighing
    ADD CONSTRAINT collection_weighing_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.collection_weighing
    ADD CONSTRAINT collection_weighing_sheet_id_key UNIQUE (sheet_id);

ALTER TABLE ONLY public.trade_contractsignature
    ADD CONSTRAINT contract_signed_once_a_side UNIQUE (contract_id, side);

ALTER TABLE ONLY public.trade_contract
    ADD CONSTRAINT contract_version_once UNIQUE (number, version);

ALTER TABLE ONLY public.plan_contradiction
    ADD CONSTRAINT contradiction_once_per_version UNIQUE (version_id, code);

ALTER TABLE ONLY public.quality_controlreading
    ADD CONSTRAINT control_reading_once UNIQUE (series_id, at);

ALTER TABLE ONLY public.quality_controlseries
    ADD CONSTRAINT control_series_once UNIQUE (laboratory_id, material, analyte, instrument);

ALTER TABLE ONLY public.trade_costline
    ADD CONSTRAINT cost_line_once UNIQUE (sheet_id, item);

ALTER TABLE ONLY public.trade_costsheet
    ADD CONSTRAINT cost_sheet_version_once UNIQUE (sample_id, version);

ALTER TABLE ONLY public.quality_custodystep
    ADD CONSTRAINT custody_in_order UNIQUE (sample_id, "position");

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);

ALTER TABLE ONLY public.factory_draw
    ADD CONSTRAINT draw_once_per_silo_state UNIQUE (batch_id, intake_id);

ALTER TABLE ONLY public.plan_duty
    ADD CONSTRAINT duty_once_per_first_day UNIQUE (part_id, unit_id, valid_from);

ALTER TABLE ONLY public.factory_batch
    ADD CONSTRAINT factory_batch_lot_key UNIQUE (lot);

ALTER TABLE ONLY public.factory_batch
    ADD CONSTRAINT factory_batch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_cleaning
    ADD CONSTRAINT factory_cleaning_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_draw
    ADD CONSTRAINT factory_draw_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_intake
    ADD CONSTRAINT factory_intake_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_intake
    ADD CONSTRAINT factory_intake_silo_lot_key UNIQUE (silo_lot);

ALTER TABLE ONLY public.factory_plant
    ADD CONSTRAINT factory_plant_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_plant
    ADD CONSTRAINT factory_plant_place_id_key UNIQUE (place_id);

ALTER TABLE ONLY public.factory_plantevent
    ADD CONSTRAINT factory_plantevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.factory_product
    ADD CONSTRAINT factory_product_gtin_key UNIQUE (gtin);

ALTER TABLE ONLY public.factory_product
    ADD CONSTRAINT factory_product_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_productevent
    ADD CONSTRAINT factory_productevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.factory_productlot
    ADD CONSTRAINT factory_productlot_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_productlot
    ADD CONSTRAINT factory_productlot_uri_key UNIQUE (uri);

ALTER TABLE ONLY public.factory_productlotevent
    ADD CONSTRAINT factory_productlotevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.factory_recallcase
    ADD CONSTRAINT factory_recallcase_number_key UNIQUE (number);

ALTER TABLE ONLY public.factory_recallcase
    ADD CONSTRAINT factory_recallcase_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_recallcase_plants
    ADD CONSTRAINT factory_recallcase_plants_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_recallcase_plants
    ADD CONSTRAINT factory_recallcase_plants_recallcase_id_plant_id_a77eb626_uniq UNIQUE (recallcase_id, plant_id);

ALTER TABLE ONLY public.factory_recallcaseevent
    ADD CONSTRAINT factory_recallcaseevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.factory_recallestimate
    ADD CONSTRAINT factory_recallestimate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_recalllot
    ADD CONSTRAINT factory_recalllot_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_recallmovement
    ADD CONSTRAINT factory_recallmovement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_recallmovement
    ADD CONSTRAINT factory_recallmovement_undoes_id_key UNIQUE (undoes_id);

ALTER TABLE ONLY public.factory_recallnotice
    ADD CONSTRAINT factory_recallnotice_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_recallreceipt
    ADD CONSTRAINT factory_recallreceipt_notice_id_key UNIQUE (notice_id);

ALTER TABLE ONLY public.factory_recallreceipt
    ADD CONSTRAINT factory_recallreceipt_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_recallstatement
    ADD CONSTRAINT factory_recallstatement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_recallsuspect
    ADD CONSTRAINT factory_recallsuspect_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_silo
    ADD CONSTRAINT factory_silo_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_siloevent
    ADD CONSTRAINT factory_siloevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.herd_farmday
    ADD CONSTRAINT farm_day_once UNIQUE (farm_id, day);

ALTER TABLE ONLY public.herd_farmfigure
    ADD CONSTRAINT farm_figure_once UNIQUE (farm_id, last_day, code);

ALTER TABLE ONLY public.recording_lactationfigure
    ADD CONSTRAINT figure_once_a_month UNIQUE (place_id, month, animal_key);

ALTER TABLE ONLY public.herd_importbatch
    ADD CONSTRAINT file_imported_once UNIQUE (farm_id, kind, sha256);

ALTER TABLE ONLY public.trade_gridagreement
    ADD CONSTRAINT grid_agreed_once UNIQUE (grid_id, organisation_id);

ALTER TABLE ONLY public.trade_paygrid
    ADD CONSTRAINT grid_version_once UNIQUE (code, version);

ALTER TABLE ONLY public.herd_animal
    ADD CONSTRAINT herd_animal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_animalevent
    ADD CONSTRAINT herd_animalevent_event_key_key UNIQUE (event_key);

ALTER TABLE ONLY public.herd_animalevent
    ADD CONSTRAINT herd_animalevent_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_animalhistory
    ADD CONSTRAINT herd_animalhistory_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.herd_animalidentifier
    ADD CONSTRAINT herd_animalidentifier_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_animalidentifierevent
    ADD CONSTRAINT herd_animalidentifierevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.herd_animalspell
    ADD CONSTRAINT herd_animalspell_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_animalstay
    ADD CONSTRAINT herd_animalstay_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_columnmapping
    ADD CONSTRAINT herd_columnmapping_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_columnmappingevent
    ADD CONSTRAINT herd_columnmappingevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.herd_enrolment
    ADD CONSTRAINT herd_enrolment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_farm
    ADD CONSTRAINT herd_farm_code_key UNIQUE (code);

ALTER TABLE ONLY public.herd_farm
    ADD CONSTRAINT herd_farm_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_farm
    ADD CONSTRAINT herd_farm_place_id_key UNIQUE (place_id);

ALTER TABLE ONLY public.herd_farmday
    ADD CONSTRAINT herd_farmday_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_farmdayevent
    ADD CONSTRAINT herd_farmdayevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.herd_farmevent
    ADD CONSTRAINT herd_farmevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.herd_farmfigure
    ADD CONSTRAINT herd_farmfigure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_farmfiling
    ADD CONSTRAINT herd_farmfiling_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_farmfilingevent
    ADD CONSTRAINT herd_farmfilingevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.herd_farmwaitingperiod
    ADD CONSTRAINT herd_farmwaitingperiod_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_federationmember
    ADD CONSTRAINT herd_federationmember_name_key UNIQUE (name);

ALTER TABLE ONLY public.herd_federationmember
    ADD CONSTRAINT herd_federationmember_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_federationpackage
    ADD CONSTRAINT herd_federationpackage_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_importbatch
    ADD CONSTRAINT herd_importbatch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_memberfarm
    ADD CONSTRAINT herd_memberfarm_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_memberfigure
    ADD CONSTRAINT herd_memberfigure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_milkseparation
    ADD CONSTRAINT herd_milkseparation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_monthaccount
    ADD CONSTRAINT herd_monthaccount_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_monthaccountevent
    ADD CONSTRAINT herd_monthaccountevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.herd_numbermatch
    ADD CONSTRAINT herd_numbermatch_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_packagerefusal
    ADD CONSTRAINT herd_packagerefusal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_pen
    ADD CONSTRAINT herd_pen_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_protocol
    ADD CONSTRAINT herd_protocol_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_protocolstep
    ADD CONSTRAINT herd_protocolstep_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_testday
    ADD CONSTRAINT herd_testday_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.herd_testdayevent
    ADD CONSTRAINT herd_testdayevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.plan_indicator
    ADD CONSTRAINT indicator_once_per_version UNIQUE (version_id, code);

ALTER TABLE ONLY public.factory_intake
    ADD CONSTRAINT intake_once_per_sheet_and_silo UNIQUE (sheet, silo_id);

ALTER TABLE ONLY public.plan_ledgeritem
    ADD CONSTRAINT item_number_once UNIQUE (year, serial);

ALTER TABLE ONLY public.recording_labfile
    ADD CONSTRAINT lab_file_taken_once UNIQUE (centre_id, sha256);

ALTER TABLE ONLY public.quality_comparisonentry
    ADD CONSTRAINT laboratory_once_a_round UNIQUE (round_id, laboratory_id);

ALTER TABLE ONLY public.platform_lakefile
    ADD CONSTRAINT lake_file_content_once UNIQUE (dataset, partition, sha256);

ALTER TABLE ONLY public.herd_columnmapping
    ADD CONSTRAINT layout_confirmed_once UNIQUE (farm_id, kind, fingerprint);

ALTER TABLE ONLY public.quality_resultlayout
    ADD CONSTRAINT layout_name_once UNIQUE (laboratory_id, name);

ALTER TABLE ONLY public.ledger_capture
    ADD CONSTRAINT ledger_capture_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_checkpoint
    ADD CONSTRAINT ledger_checkpoint_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_containment
    ADD CONSTRAINT ledger_containment_pkey PRIMARY KEY (parent_id, child_id);

ALTER TABLE ONLY public.ledger_cosignature
    ADD CONSTRAINT ledger_cosignature_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_cosignature
    ADD CONSTRAINT ledger_cosigned_once_per_witness UNIQUE (checkpoint_id, witness_id);

ALTER TABLE ONLY public.ledger_delivery
    ADD CONSTRAINT ledger_delivery_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_errordeclaration
    ADD CONSTRAINT ledger_errordeclaration_pkey PRIMARY KEY (event_key);

ALTER TABLE ONLY public.ledger_event
    ADD CONSTRAINT ledger_event_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY public.ledger_event_0001
    ADD CONSTRAINT ledger_event_pkey_0001 PRIMARY KEY (seq);

ALTER TABLE ONLY public.ledger_field
    ADD CONSTRAINT ledger_field_pkey PRIMARY KEY (event_id, "position");

ALTER TABLE ONLY public.ledger_flow
    ADD CONSTRAINT ledger_flow_pkey PRIMARY KEY (event_id, source_id, target_id);

ALTER TABLE ONLY public.ledger_identity
    ADD CONSTRAINT ledger_identity_pkey PRIMARY KEY (event_key, declares_error);

ALTER TABLE ONLY public.ledger_link
    ADD CONSTRAINT ledger_link_pkey PRIMARY KEY (event_id, role, "position");

ALTER TABLE ONLY public.ledger_link_0001
    ADD CONSTRAINT ledger_link_pkey_0001 PRIMARY KEY (event_id, role, "position");

ALTER TABLE ONLY public.ledger_logkey
    ADD CONSTRAINT ledger_log_key_once UNIQUE (public_key);

ALTER TABLE ONLY public.ledger_logkey
    ADD CONSTRAINT ledger_logkey_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_logtile
    ADD CONSTRAINT ledger_logtile_pkey PRIMARY KEY (level, index);

ALTER TABLE ONLY public.ledger_making
    ADD CONSTRAINT ledger_making_pkey PRIMARY KEY (lot_id, event_id);

ALTER TABLE ONLY public.ledger_masterdataattribute
    ADD CONSTRAINT ledger_masterdataattribute_pkey PRIMARY KEY (element_id, name_id, "position");

ALTER TABLE ONLY public.ledger_mention
    ADD CONSTRAINT ledger_mention_pkey PRIMARY KEY (resource, term_id, holder);

ALTER TABLE ONLY public.ledger_movement
    ADD CONSTRAINT ledger_movement_pkey PRIMARY KEY (vessel_id, at, event_id, "position");

ALTER TABLE ONLY public.ledger_namedquery
    ADD CONSTRAINT ledger_namedquery_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_prefix
    ADD CONSTRAINT ledger_prefix_pkey PRIMARY KEY (prefix, namespace);

ALTER TABLE ONLY public.ledger_namedquery
    ADD CONSTRAINT ledger_query_name_once UNIQUE (owner_id, name);

ALTER TABLE ONLY public.ledger_recurrence
    ADD CONSTRAINT ledger_recurrence_pkey PRIMARY KEY (term_id, segment_id);

ALTER TABLE ONLY public.ledger_redaction
    ADD CONSTRAINT ledger_redaction_pkey PRIMARY KEY (seq);

ALTER TABLE ONLY public.ledger_releasedtoken
    ADD CONSTRAINT ledger_releasedtoken_pkey PRIMARY KEY (digest);

ALTER TABLE ONLY public.ledger_resolverlink
    ADD CONSTRAINT ledger_resolverlink_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_segment
    ADD CONSTRAINT ledger_segment_first_seq_key UNIQUE (first_seq);

ALTER TABLE ONLY public.ledger_segment
    ADD CONSTRAINT ledger_segment_pkey PRIMARY KEY (number);

ALTER TABLE ONLY public.ledger_subscription
    ADD CONSTRAINT ledger_subscription_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_term
    ADD CONSTRAINT ledger_term_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_term
    ADD CONSTRAINT ledger_term_uri_once UNIQUE (uri);

ALTER TABLE ONLY public.ledger_vesselstate
    ADD CONSTRAINT ledger_vesselstate_pkey PRIMARY KEY (lot_id);

ALTER TABLE ONLY public.ledger_witness
    ADD CONSTRAINT ledger_witness_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.ledger_witness
    ADD CONSTRAINT ledger_witness_public_key_key UNIQUE (public_key);

ALTER TABLE ONLY public.trade_settlementline
    ADD CONSTRAINT line_position_once UNIQUE (settlement_id, "position");

ALTER TABLE ONLY public.herd_memberfarm
    ADD CONSTRAINT member_farm_once UNIQUE (member_id, code);

ALTER TABLE ONLY public.herd_memberfigure
    ADD CONSTRAINT member_figure_once UNIQUE (member_id, farm_code, code, last_day);

ALTER TABLE ONLY public.platform_membership
    ADD CONSTRAINT membership_once UNIQUE (person_id, organisation_id, role, valid_from);

ALTER TABLE ONLY public.plan_milestone
    ADD CONSTRAINT milestone_once_per_indicator_and_day UNIQUE (indicator_id, "on");

ALTER TABLE ONLY public.herd_monthaccount
    ADD CONSTRAINT month_account_once UNIQUE (farm_id, month);

ALTER TABLE ONLY public.herd_numbermatch
    ADD CONSTRAINT number_match_once UNIQUE (farm_id, system, scheme, value);

ALTER TABLE ONLY public.quality_planobject
    ADD CONSTRAINT object_once_in_a_plan UNIQUE (plan_id, place_id);

ALTER TABLE ONLY public.quality_planofficer
    ADD CONSTRAINT officer_once_in_a_plan UNIQUE (plan_id, person_id);

ALTER TABLE ONLY public.herd_federationpackage
    ADD CONSTRAINT package_number_once UNIQUE (member_id, sequence);

ALTER TABLE ONLY public.collection_licencepaper
    ADD CONSTRAINT paper_once_per_version UNIQUE (licence_id, version);

ALTER TABLE ONLY public.plan_planpart
    ADD CONSTRAINT part_once_per_version UNIQUE (version_id, code);

ALTER TABLE ONLY public.trade_payment
    ADD CONSTRAINT payment_reference_once UNIQUE (receivable_id, reference);

ALTER TABLE ONLY public.herd_pen
    ADD CONSTRAINT pen_code_once_per_farm UNIQUE (farm_id, code);

ALTER TABLE ONLY public.pghistory_context
    ADD CONSTRAINT pghistory_context_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_closedperiod
    ADD CONSTRAINT plan_closedperiod_month_key UNIQUE (month);

ALTER TABLE ONLY public.plan_closedperiod
    ADD CONSTRAINT plan_closedperiod_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_closedperiodevent
    ADD CONSTRAINT plan_closedperiodevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.plan_computedfigure
    ADD CONSTRAINT plan_computedfigure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_contradiction
    ADD CONSTRAINT plan_contradiction_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_contradictionevent
    ADD CONSTRAINT plan_contradictionevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.plan_delivery
    ADD CONSTRAINT plan_delivery_key_key UNIQUE (key);

ALTER TABLE ONLY public.plan_delivery
    ADD CONSTRAINT plan_delivery_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_duty
    ADD CONSTRAINT plan_duty_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_dutyevent
    ADD CONSTRAINT plan_dutyevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.plan_indicator
    ADD CONSTRAINT plan_indicator_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_indicatorevent
    ADD CONSTRAINT plan_indicatorevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.plan_ledgeritem
    ADD CONSTRAINT plan_ledgeritem_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_ledgeritem_support
    ADD CONSTRAINT plan_ledgeritem_support_ledgeritem_id_responsibl_ad354dc0_uniq UNIQUE (ledgeritem_id, responsibleunit_id);

ALTER TABLE ONLY public.plan_ledgeritem_support
    ADD CONSTRAINT plan_ledgeritem_support_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_ledgeritemevent
    ADD CONSTRAINT plan_ledgeritemevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.plan_manualreport
    ADD CONSTRAINT plan_manualreport_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_meeting
    ADD CONSTRAINT plan_meeting_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_meetingevent
    ADD CONSTRAINT plan_meetingevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.plan_milestone
    ADD CONSTRAINT plan_milestone_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_milestoneevent
    ADD CONSTRAINT plan_milestoneevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.plan_planpart
    ADD CONSTRAINT plan_planpart_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_planpartevent
    ADD CONSTRAINT plan_planpartevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.plan_planversion
    ADD CONSTRAINT plan_planversion_code_key UNIQUE (code);

ALTER TABLE ONLY public.plan_planversion
    ADD CONSTRAINT plan_planversion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_planversionevent
    ADD CONSTRAINT plan_planversionevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.plan_progressevidence
    ADD CONSTRAINT plan_progressevidence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_progressreport
    ADD CONSTRAINT plan_progressreport_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_progressreportevent
    ADD CONSTRAINT plan_progressreportevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.plan_responsibleunit
    ADD CONSTRAINT plan_responsibleunit_code_key UNIQUE (code);

ALTER TABLE ONLY public.plan_responsibleunit
    ADD CONSTRAINT plan_responsibleunit_organisation_id_key UNIQUE (organisation_id);

ALTER TABLE ONLY public.plan_responsibleunit
    ADD CONSTRAINT plan_responsibleunit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_responsibleunitevent
    ADD CONSTRAINT plan_responsibleunitevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.plan_supervisionletter
    ADD CONSTRAINT plan_supervisionletter_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_supervisionletterevent
    ADD CONSTRAINT plan_supervisionletterevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.plan_targetclaim
    ADD CONSTRAINT plan_targetclaim_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_targetclaimevent
    ADD CONSTRAINT plan_targetclaimevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.plan_targetsplit
    ADD CONSTRAINT plan_targetsplit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.plan_targetsplitevent
    ADD CONSTRAINT plan_targetsplitevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.platform_accesstoken
    ADD CONSTRAINT platform_accesstoken_digest_key UNIQUE (digest);

ALTER TABLE ONLY public.platform_accesstoken
    ADD CONSTRAINT platform_accesstoken_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_alarm
    ADD CONSTRAINT platform_alarm_key_key UNIQUE (key);

ALTER TABLE ONLY public.platform_alarm_organisations
    ADD CONSTRAINT platform_alarm_organisat_alarm_id_organisation_id_5c4bcf79_uniq UNIQUE (alarm_id, organisation_id);

ALTER TABLE ONLY public.platform_alarm_organisations
    ADD CONSTRAINT platform_alarm_organisations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_alarm
    ADD CONSTRAINT platform_alarm_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_alarmevent
    ADD CONSTRAINT platform_alarmevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.platform_attachment
    ADD CONSTRAINT platform_attachment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_edition
    ADD CONSTRAINT platform_edition_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_holiday
    ADD CONSTRAINT platform_holiday_day_key UNIQUE (day);

ALTER TABLE ONLY public.platform_holiday
    ADD CONSTRAINT platform_holiday_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_holidayevent
    ADD CONSTRAINT platform_holidayevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.platform_identifier
    ADD CONSTRAINT platform_identifier_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_identifierevent
    ADD CONSTRAINT platform_identifierevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.platform_job
    ADD CONSTRAINT platform_job_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_lakefile
    ADD CONSTRAINT platform_lakefile_path_key UNIQUE (path);

ALTER TABLE ONLY public.platform_lakefile
    ADD CONSTRAINT platform_lakefile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_maplayer
    ADD CONSTRAINT platform_maplayer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_maplayerevent
    ADD CONSTRAINT platform_maplayerevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.platform_membership
    ADD CONSTRAINT platform_membership_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_membershipevent
    ADD CONSTRAINT platform_membershipevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.platform_organisation
    ADD CONSTRAINT platform_organisation_credit_code_key UNIQUE (credit_code);

ALTER TABLE ONLY public.platform_organisation
    ADD CONSTRAINT platform_organisation_gln_key UNIQUE (gln);

ALTER TABLE ONLY public.platform_organisation
    ADD CONSTRAINT platform_organisation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_organisationevent
    ADD CONSTRAINT platform_organisationevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.platform_person
    ADD CONSTRAINT platform_person_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_person
    ADD CONSTRAINT platform_person_username_key UNIQUE (username);

ALTER TABLE ONLY public.platform_personevent
    ADD CONSTRAINT platform_personevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.platform_place
    ADD CONSTRAINT platform_place_gln_key UNIQUE (gln);

ALTER TABLE ONLY public.platform_place
    ADD CONSTRAINT platform_place_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_placeevent
    ADD CONSTRAINT platform_placeevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.platform_rule
    ADD CONSTRAINT platform_rule_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_ruleevent
    ADD CONSTRAINT platform_ruleevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.platform_signinfailure
    ADD CONSTRAINT platform_signinfailure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.platform_transition
    ADD CONSTRAINT platform_transition_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_retainedportion
    ADD CONSTRAINT portion_kept_once UNIQUE (sample_id, number);

ALTER TABLE ONLY public.trade_priceestimate
    ADD CONSTRAINT price_estimate_once UNIQUE (round_id, revision);

ALTER TABLE ONLY public.trade_pricemotion
    ADD CONSTRAINT price_motion_once UNIQUE (round_id, number);

ALTER TABLE ONLY public.trade_pricepublication
    ADD CONSTRAINT price_publication_once UNIQUE (round_id, version);

ALTER TABLE ONLY public.trade_pricestratum
    ADD CONSTRAINT price_stratum_once UNIQUE (round_id, code);

ALTER TABLE ONLY public.trade_pricevote
    ADD CONSTRAINT price_vote_once UNIQUE (motion_id, seat_id);

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);

ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_productlot
    ADD CONSTRAINT product_lot_number_once UNIQUE (product_id, lot);

ALTER TABLE ONLY public.herd_protocol
    ADD CONSTRAINT protocol_edition_once UNIQUE (code, valid_from);

ALTER TABLE ONLY public.herd_protocolstep
    ADD CONSTRAINT protocol_step_once UNIQUE (protocol_id, number);

ALTER TABLE ONLY public.quality_accreditedmethod
    ADD CONSTRAINT quality_accreditedmethod_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_accreditedmethodevent
    ADD CONSTRAINT quality_accreditedmethodevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.quality_caseevidence
    ADD CONSTRAINT quality_caseevidence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_comparisonentry
    ADD CONSTRAINT quality_comparisonentry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_comparisonround
    ADD CONSTRAINT quality_comparisonround_number_key UNIQUE (number);

ALTER TABLE ONLY public.quality_comparisonround
    ADD CONSTRAINT quality_comparisonround_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_comparisonroundevent
    ADD CONSTRAINT quality_comparisonroundevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.quality_comparisonvalue
    ADD CONSTRAINT quality_comparisonvalue_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_contrabandcase
    ADD CONSTRAINT quality_contrabandcase_number_key UNIQUE (number);

ALTER TABLE ONLY public.quality_contrabandcase
    ADD CONSTRAINT quality_contrabandcase_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_contrabandcase
    ADD CONSTRAINT quality_contrabandcase_sample_id_key UNIQUE (sample_id);

ALTER TABLE ONLY public.quality_contrabandcaseevent
    ADD CONSTRAINT quality_contrabandcaseevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.quality_controlreading
    ADD CONSTRAINT quality_controlreading_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_controlseries
    ADD CONSTRAINT quality_controlseries_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_controlseriesevent
    ADD CONSTRAINT quality_controlseriesevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.quality_custodystep
    ADD CONSTRAINT quality_custodystep_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_hold
    ADD CONSTRAINT quality_hold_number_key UNIQUE (number);

ALTER TABLE ONLY public.quality_hold_parties
    ADD CONSTRAINT quality_hold_parties_hold_id_organisation_id_7dce5397_uniq UNIQUE (hold_id, organisation_id);

ALTER TABLE ONLY public.quality_hold_parties
    ADD CONSTRAINT quality_hold_parties_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_hold
    ADD CONSTRAINT quality_hold_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_holdevent
    ADD CONSTRAINT quality_holdevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.quality_laboratory
    ADD CONSTRAINT quality_laboratory_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_laboratory
    ADD CONSTRAINT quality_laboratory_place_id_key UNIQUE (place_id);

ALTER TABLE ONLY public.quality_laboratoryevent
    ADD CONSTRAINT quality_laboratoryevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.quality_objection
    ADD CONSTRAINT quality_objection_number_key UNIQUE (number);

ALTER TABLE ONLY public.quality_objection
    ADD CONSTRAINT quality_objection_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_objection
    ADD CONSTRAINT quality_objection_sample_id_key UNIQUE (sample_id);

ALTER TABLE ONLY public.quality_objectionevent
    ADD CONSTRAINT quality_objectionevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.quality_planobject
    ADD CONSTRAINT quality_planobject_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_planofficer_avoids
    ADD CONSTRAINT quality_planofficer_avoi_planofficer_id_organisat_bec51f25_uniq UNIQUE (planofficer_id, organisation_id);

ALTER TABLE ONLY public.quality_planofficer_avoids
    ADD CONSTRAINT quality_planofficer_avoids_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_planofficer
    ADD CONSTRAINT quality_planofficer_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_planstratum
    ADD CONSTRAINT quality_planstratum_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_result
    ADD CONSTRAINT quality_result_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_resultfile
    ADD CONSTRAINT quality_resultfile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_resultlayout
    ADD CONSTRAINT quality_resultlayout_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_resultlayoutevent
    ADD CONSTRAINT quality_resultlayoutevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.quality_retainedportion
    ADD CONSTRAINT quality_retainedportion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_retainedportionevent
    ADD CONSTRAINT quality_retainedportionevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.quality_routinepanel
    ADD CONSTRAINT quality_routinepanel_pkey PRIMARY KEY (sample_id);

ALTER TABLE ONLY public.quality_sample
    ADD CONSTRAINT quality_sample_barcode_key UNIQUE (barcode);

ALTER TABLE ONLY public.quality_sample
    ADD CONSTRAINT quality_sample_blind_number_key UNIQUE (blind_number);

ALTER TABLE ONLY public.quality_sample
    ADD CONSTRAINT quality_sample_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_sample
    ADD CONSTRAINT quality_sample_retest_of_id_key UNIQUE (retest_of_id);

ALTER TABLE ONLY public.quality_sampleevent
    ADD CONSTRAINT quality_sampleevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.quality_samplingplan
    ADD CONSTRAINT quality_samplingplan_number_key UNIQUE (number);

ALTER TABLE ONLY public.quality_samplingplan
    ADD CONSTRAINT quality_samplingplan_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_samplingplanevent
    ADD CONSTRAINT quality_samplingplanevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.quality_samplingtask
    ADD CONSTRAINT quality_samplingtask_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.quality_samplingtask
    ADD CONSTRAINT quality_samplingtask_sample_id_key UNIQUE (sample_id);

ALTER TABLE ONLY public.quality_samplingtaskevent
    ADD CONSTRAINT quality_samplingtaskevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.quality_unblinding
    ADD CONSTRAINT quality_unblinding_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.factory_recallestimate
    ADD CONSTRAINT recall_estimate_once UNIQUE (case_id, revision, model);

ALTER TABLE ONLY public.factory_recalllot
    ADD CONSTRAINT recall_lot_once UNIQUE (case_id, product_lot_id);

ALTER TABLE ONLY public.factory_recallsuspect
    ADD CONSTRAINT recall_suspect_once UNIQUE (case_id, uri);

ALTER TABLE ONLY public.recording_advisoryvisit
    ADD CONSTRAINT recording_advisoryvisit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recording_advisoryvisitevent
    ADD CONSTRAINT recording_advisoryvisitevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.recording_enrolment
    ADD CONSTRAINT recording_enrolment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recording_enrolmentevent
    ADD CONSTRAINT recording_enrolmentevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.recording_farmreport
    ADD CONSTRAINT recording_farmreport_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recording_farmreportevent
    ADD CONSTRAINT recording_farmreportevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.recording_labfile
    ADD CONSTRAINT recording_labfile_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recording_lactationfigure
    ADD CONSTRAINT recording_lactationfigure_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recording_monthlyrun
    ADD CONSTRAINT recording_monthlyrun_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recording_sampletube
    ADD CONSTRAINT recording_sampletube_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recording_sampletube
    ADD CONSTRAINT recording_sampletube_tube_key UNIQUE (tube);

ALTER TABLE ONLY public.recording_sampletubeevent
    ADD CONSTRAINT recording_sampletubeevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.recording_standardreading
    ADD CONSTRAINT recording_standardreading_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recording_standardreadingevent
    ADD CONSTRAINT recording_standardreadingevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.recording_storedpopulation
    ADD CONSTRAINT recording_storedpopulation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recording_storedpopulation
    ADD CONSTRAINT recording_storedpopulation_version_key UNIQUE (version);

ALTER TABLE ONLY public.recording_testvisit
    ADD CONSTRAINT recording_testvisit_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.recording_testvisitevent
    ADD CONSTRAINT recording_testvisitevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.collection_refusedcheck
    ADD CONSTRAINT refused_check_once_a_day UNIQUE (day, token, number_given, reason);

ALTER TABLE ONLY public.quality_comparisonvalue
    ADD CONSTRAINT replicate_once UNIQUE (entry_id, replicate);

ALTER TABLE ONLY public.recording_farmreport
    ADD CONSTRAINT report_version_once UNIQUE (place_id, month, version);

ALTER TABLE ONLY public.quality_resultfile
    ADD CONSTRAINT result_file_once UNIQUE (laboratory_id, sha256);

ALTER TABLE ONLY public.quality_result
    ADD CONSTRAINT result_once_per_analyte UNIQUE (sample_id, analyte);

ALTER TABLE ONLY public.platform_rule
    ADD CONSTRAINT rule_once_per_first_day UNIQUE (key, valid_from);

ALTER TABLE ONLY public.trade_samplefarm
    ADD CONSTRAINT sample_farm_once UNIQUE (round_id, farm_id);

ALTER TABLE ONLY public.collection_signature
    ADD CONSTRAINT signature_once_per_role UNIQUE (sheet_id, role);

ALTER TABLE ONLY public.factory_silo
    ADD CONSTRAINT silo_number_once_per_plant UNIQUE (plant_id, extension);

ALTER TABLE ONLY public.plan_targetsplit
    ADD CONSTRAINT split_once_per_first_day UNIQUE (indicator_id, division, valid_from);

ALTER TABLE ONLY public.recording_standardreading
    ADD CONSTRAINT standard_read_once_a_day UNIQUE (centre_id, instrument, material, component, measured_on);

ALTER TABLE ONLY public.trade_statutorylisting
    ADD CONSTRAINT statutory_listing_once UNIQUE (credit_code, list_name, decision_number);

ALTER TABLE ONLY public.quality_planstratum
    ADD CONSTRAINT stratum_once_in_a_plan UNIQUE (plan_id, county, place_kind);

ALTER TABLE ONLY public.trade_supplystation
    ADD CONSTRAINT supply_station_once UNIQUE (contract_id, place_id);

ALTER TABLE ONLY public.quality_samplingtask
    ADD CONSTRAINT task_place_once UNIQUE (plan_id, place_id);

ALTER TABLE ONLY public.quality_samplingtask
    ADD CONSTRAINT task_position_once UNIQUE (plan_id, "position");

ALTER TABLE ONLY public.trade_agreementsignature
    ADD CONSTRAINT trade_agreementsignature_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_complaint_evidence
    ADD CONSTRAINT trade_complaint_evidence_complaint_id_attachment__f6566413_uniq UNIQUE (complaint_id, attachment_id);

ALTER TABLE ONLY public.trade_complaint_evidence
    ADD CONSTRAINT trade_complaint_evidence_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_complaint
    ADD CONSTRAINT trade_complaint_number_key UNIQUE (number);

ALTER TABLE ONLY public.trade_complaint
    ADD CONSTRAINT trade_complaint_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_complaintevent
    ADD CONSTRAINT trade_complaintevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_complaintstatement
    ADD CONSTRAINT trade_complaintstatement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_contract
    ADD CONSTRAINT trade_contract_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_contractcomment
    ADD CONSTRAINT trade_contractcomment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_contractevent
    ADD CONSTRAINT trade_contractevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_contractfiling
    ADD CONSTRAINT trade_contractfiling_contract_id_key UNIQUE (contract_id);

ALTER TABLE ONLY public.trade_contractfiling
    ADD CONSTRAINT trade_contractfiling_filing_number_key UNIQUE (filing_number);

ALTER TABLE ONLY public.trade_contractfiling
    ADD CONSTRAINT trade_contractfiling_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_contractfilingevent
    ADD CONSTRAINT trade_contractfilingevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_contractsignature
    ADD CONSTRAINT trade_contractsignature_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_contracttermination
    ADD CONSTRAINT trade_contracttermination_contract_id_key UNIQUE (contract_id);

ALTER TABLE ONLY public.trade_contracttermination
    ADD CONSTRAINT trade_contracttermination_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_contractterminationevent
    ADD CONSTRAINT trade_contractterminationevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_costline
    ADD CONSTRAINT trade_costline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_costsheet
    ADD CONSTRAINT trade_costsheet_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_costsheetevent
    ADD CONSTRAINT trade_costsheetevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_creditappeal
    ADD CONSTRAINT trade_creditappeal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_creditappealevent
    ADD CONSTRAINT trade_creditappealevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_creditentry
    ADD CONSTRAINT trade_creditentry_number_key UNIQUE (number);

ALTER TABLE ONLY public.trade_creditentry
    ADD CONSTRAINT trade_creditentry_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_creditentry_signals
    ADD CONSTRAINT trade_creditentry_signal_creditentry_id_creditsig_0e86d6e1_uniq UNIQUE (creditentry_id, creditsignal_id);

ALTER TABLE ONLY public.trade_creditentry_signals
    ADD CONSTRAINT trade_creditentry_signals_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_creditentryevent
    ADD CONSTRAINT trade_creditentryevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_creditrepair
    ADD CONSTRAINT trade_creditrepair_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_creditrepairevent
    ADD CONSTRAINT trade_creditrepairevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_creditsignal
    ADD CONSTRAINT trade_creditsignal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_creditsignal
    ADD CONSTRAINT trade_creditsignal_source_key UNIQUE (source);

ALTER TABLE ONLY public.trade_creditsignalevent
    ADD CONSTRAINT trade_creditsignalevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_creditstatement
    ADD CONSTRAINT trade_creditstatement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_formclause
    ADD CONSTRAINT trade_formclause_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_formclauseevent
    ADD CONSTRAINT trade_formclauseevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_gridagreement
    ADD CONSTRAINT trade_gridagreement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_modelform
    ADD CONSTRAINT trade_modelform_code_key UNIQUE (code);

ALTER TABLE ONLY public.trade_modelform
    ADD CONSTRAINT trade_modelform_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_modelformevent
    ADD CONSTRAINT trade_modelformevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_paygrid
    ADD CONSTRAINT trade_paygrid_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_paygrid_sellers
    ADD CONSTRAINT trade_paygrid_sellers_paygrid_id_organisation_id_eb9ec834_uniq UNIQUE (paygrid_id, organisation_id);

ALTER TABLE ONLY public.trade_paygrid_sellers
    ADD CONSTRAINT trade_paygrid_sellers_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_paygridevent
    ADD CONSTRAINT trade_paygridevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_payment
    ADD CONSTRAINT trade_payment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_paymentevent
    ADD CONSTRAINT trade_paymentevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_pricecomplaint
    ADD CONSTRAINT trade_pricecomplaint_number_key UNIQUE (number);

ALTER TABLE ONLY public.trade_pricecomplaint
    ADD CONSTRAINT trade_pricecomplaint_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_pricecomplaintevent
    ADD CONSTRAINT trade_pricecomplaintevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_priceconflict
    ADD CONSTRAINT trade_priceconflict_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_priceerratum
    ADD CONSTRAINT trade_priceerratum_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_priceerratumevent
    ADD CONSTRAINT trade_priceerratumevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_priceestimate
    ADD CONSTRAINT trade_priceestimate_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_priceinput
    ADD CONSTRAINT trade_priceinput_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_pricejudgement
    ADD CONSTRAINT trade_pricejudgement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_pricemotion
    ADD CONSTRAINT trade_pricemotion_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_pricemotionevent
    ADD CONSTRAINT trade_pricemotionevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_priceproposal
    ADD CONSTRAINT trade_priceproposal_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_pricepublication
    ADD CONSTRAINT trade_pricepublication_number_key UNIQUE (number);

ALTER TABLE ONLY public.trade_pricepublication
    ADD CONSTRAINT trade_pricepublication_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_pricereview
    ADD CONSTRAINT trade_pricereview_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_pricereview
    ADD CONSTRAINT trade_pricereview_year_key UNIQUE (year);

ALTER TABLE ONLY public.trade_priceround
    ADD CONSTRAINT trade_priceround_code_key UNIQUE (code);

ALTER TABLE ONLY public.trade_priceround
    ADD CONSTRAINT trade_priceround_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_priceroundevent
    ADD CONSTRAINT trade_priceroundevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_priceseat
    ADD CONSTRAINT trade_priceseat_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_priceseatevent
    ADD CONSTRAINT trade_priceseatevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_pricestratum
    ADD CONSTRAINT trade_pricestratum_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_pricevote
    ADD CONSTRAINT trade_pricevote_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_receivable
    ADD CONSTRAINT trade_receivable_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_receivable
    ADD CONSTRAINT trade_receivable_statement_key UNIQUE (statement);

ALTER TABLE ONLY public.trade_receivableevent
    ADD CONSTRAINT trade_receivableevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_samplefarm
    ADD CONSTRAINT trade_samplefarm_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_settlement
    ADD CONSTRAINT trade_settlement_corrects_id_key UNIQUE (corrects_id);

ALTER TABLE ONLY public.trade_settlement
    ADD CONSTRAINT trade_settlement_number_key UNIQUE (number);

ALTER TABLE ONLY public.trade_settlement
    ADD CONSTRAINT trade_settlement_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_settlementdispute
    ADD CONSTRAINT trade_settlementdispute_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_settlementdisputeevent
    ADD CONSTRAINT trade_settlementdisputeevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_settlementevent
    ADD CONSTRAINT trade_settlementevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.trade_settlementline
    ADD CONSTRAINT trade_settlementline_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_statutorylisting
    ADD CONSTRAINT trade_statutorylisting_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_supplystation
    ADD CONSTRAINT trade_supplystation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_thirdpartytest
    ADD CONSTRAINT trade_thirdpartytest_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.trade_thirdpartytestevent
    ADD CONSTRAINT trade_thirdpartytestevent_pkey PRIMARY KEY (pgh_id);

ALTER TABLE ONLY public.recording_sampletube
    ADD CONSTRAINT tube_has_its_place_in_the_box UNIQUE (visit_id, "position");

ALTER TABLE ONLY public.quality_unblinding
    ADD CONSTRAINT unblinded_once_per_person UNIQUE (sample_id, person_id);

ALTER TABLE ONLY public.collection_visitentry
    ADD CONSTRAINT visit_entry_once_per_revision UNIQUE (visit_id, item, revision);

ALTER TABLE ONLY public.collection_visitsignature
    ADD CONSTRAINT visit_signed_once_by_each UNIQUE (visit_id, person_id);

CREATE UNIQUE INDEX animal_in_one_protocol_at_a_time ON public.herd_enrolment USING btree (animal_id) WHERE (ended_on IS NULL);

CREATE UNIQUE INDEX animal_number_in_force_once ON public.herd_animalidentifier USING btree (value, scheme, issuer_id) NULLS NOT DISTINCT WHERE (valid_to IS NULL);

CREATE UNIQUE INDEX animal_tested_once_a_day ON public.herd_testday USING btree (animal_id, test_date) WHERE (animal_id IS NOT NULL);

CREATE UNIQUE INDEX appeal_open_once ON public.trade_creditappeal USING btree (entry_id) WHERE ((state)::text = 'open'::text);

CREATE UNIQUE INDEX application_open_once_per_station ON public.collection_application USING btree (station_id) WHERE ((NOT ((state)::text = ANY ((ARRAY['approved'::character varying, 'refused'::character varying, 'withdrawn'::character varying])::text[]))) AND (station_id IS NOT NULL));

CREATE UNIQUE INDEX application_open_once_per_tanker ON public.collection_application USING btree (tanker_id) WHERE ((NOT ((state)::text = ANY ((ARRAY['approved'::character varying, 'refused'::character varying, 'withdrawn'::character varying])::text[]))) AND (tanker_id IS NOT NULL));

CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);

CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);

CREATE INDEX collection__county_8f431a_idx ON public.collection_application USING btree (county, state);

CREATE INDEX collection__farm_id_ef3bfc_idx ON public.collection_purchase USING btree (farm_id, received_at DESC);

CREATE INDEX collection__kind_edecb1_idx ON public.collection_licence USING btree (kind, valid_to);

CREATE INDEX collection__loaded__b21c01_idx ON public.collection_handoversheet USING btree (loaded_at DESC);

CREATE INDEX collection__plant_i_f94f8a_idx ON public.collection_handoversheet USING btree (plant_id, loaded_at DESC);

CREATE INDEX collection__prefix_517b57_idx ON public.collection_sealrange USING btree (prefix, digits, first);

CREATE INDEX collection__receive_51bf88_idx ON public.collection_purchase USING btree (received_at);

CREATE INDEX collection__settled_b22fa2_idx ON public.collection_handoversheet USING btree (settled_at);

CREATE INDEX collection__state_251aaa_idx ON public.collection_inspection USING btree (state, due_on);

CREATE INDEX collection__station_0ac55b_idx ON public.collection_inspection USING btree (station_id, done_on DESC);

CREATE INDEX collection__station_26ee95_idx ON public.collection_purchase USING btree (station_id, received_at DESC);

CREATE INDEX collection__station_2890d5_idx ON public.collection_handoversheet USING btree (station_id, loaded_at DESC);

CREATE INDEX collection__station_7b7dbf_idx ON public.collection_seal USING btree (station_id, applied_at DESC);

CREATE INDEX collection__tanker__069570_idx ON public.collection_handoversheet USING btree (tanker_id, loaded_at DESC);

CREATE INDEX collection__tanker__5d9d8a_idx ON public.collection_inspection USING btree (tanker_id, done_on DESC);

CREATE INDEX collection_application_applicant_id_6c22eb78 ON public.collection_application USING btree (applicant_id);

CREATE INDEX collection_application_created_by_id_90761574 ON public.collection_application USING btree (created_by_id);

CREATE INDEX collection_application_licence_id_8fcac460 ON public.collection_application USING btree (licence_id);

CREATE INDEX collection_application_number_6608f8cb_like ON public.collection_application USING btree (number varchar_pattern_ops);

CREATE INDEX collection_application_of_licence_id_e25e7443 ON public.collection_application USING btree (of_licence_id);

CREATE INDEX collection_application_station_id_f339367a ON public.collection_application USING btree (station_id);

CREATE INDEX collection_application_tanker_id_0249d6da ON public.collection_application USING btree (tanker_id);

CREATE INDEX collection_applicationevent_applicant_id_e58133f6 ON public.collection_applicationevent USING btree (applicant_id);

CREATE INDEX collection_applicationevent_created_by_id_03af91ad ON public.collection_applicationevent USING btree (created_by_id);

CREATE INDEX collection_applicationevent_licence_id_800d6d06 ON public.collection_applicationevent USING btree (licence_id);

CREATE INDEX collection_applicationevent_of_licence_id_54ffb05e ON public.collection_applicationevent USING btree (of_licence_id);

CREATE INDEX collection_applicationevent_pgh_context_id_49cf8eb4 ON public.collection_applicationevent USING btree (pgh_context_id);

CREATE INDEX collection_applicationevent_pgh_obj_id_95c22bbc ON public.collection_applicationevent USING btree (pgh_obj_id);

CREATE INDEX collection_applicationevent_station_id_6a66b556 ON public.collection_applicationevent USING btree (station_id);

CREATE INDEX collection_applicationevent_tanker_id_00497eb5 ON public.collection_applicationevent USING btree (tanker_id);

CREATE INDEX collection_applicationfile_application_id_22a6cc6b ON public.collection_applicationfile USING btree (application_id);

CREATE INDEX collection_applicationfile_attachment_id_5142c7b6 ON public.collection_applicationfile USING btree (attachment_id);

CREATE INDEX collection_handoversheet_gdti_3c4f15ad_like ON public.collection_handoversheet USING btree (gdti varchar_pattern_ops);

CREATE INDEX collection_handoversheet_load_lot_8e97ba7f ON public.collection_handoversheet USING btree (load_lot);

CREATE INDEX collection_handoversheet_load_lot_8e97ba7f_like ON public.collection_handoversheet USING btree (load_lot varchar_pattern_ops);

CREATE INDEX collection_handoversheet_number_857287d3_like ON public.collection_handoversheet USING btree (number varchar_pattern_ops);

CREATE INDEX collection_handoversheetevent_corrects_id_b44a3f37 ON public.collection_handoversheetevent USING btree (corrects_id);

CREATE INDEX collection_handoversheetevent_pgh_context_id_912a745e ON public.collection_handoversheetevent USING btree (pgh_context_id);

CREATE INDEX collection_handoversheetevent_pgh_obj_id_f85f742f ON public.collection_handoversheetevent USING btree (pgh_obj_id);

CREATE INDEX collection_handoversheetevent_plant_id_10c08fe2 ON public.collection_handoversheetevent USING btree (plant_id);

CREATE INDEX collection_handoversheetevent_station_id_9569671f ON public.collection_handoversheetevent USING btree (station_id);

CREATE INDEX collection_handoversheetevent_tanker_id_cee492d7 ON public.collection_handoversheetevent USING btree (tanker_id);

CREATE INDEX collection_inspection_first_officer_id_393c7e0b ON public.collection_inspection USING btree (first_officer_id);

CREATE INDEX collection_inspection_plan_id_e3e09e73 ON public.collection_inspection USING btree (plan_id);

CREATE INDEX collection_inspection_second_officer_id_93ce7642 ON public.collection_inspection USING btree (second_officer_id);

CREATE INDEX collection_inspection_station_id_4bf9d09b ON public.collection_inspection USING btree (station_id);

CREATE INDEX collection_inspection_tanker_id_30d9ebd8 ON public.collection_inspection USING btree (tanker_id);

CREATE INDEX collection_inspection_visit_id_dd4cd3c8 ON public.collection_inspection USING btree (visit_id);

CREATE INDEX collection_inspectionevent_first_officer_id_607ba3f6 ON public.collection_inspectionevent USING btree (first_officer_id);

CREATE INDEX collection_inspectionevent_pgh_context_id_26d09de6 ON public.collection_inspectionevent USING btree (pgh_context_id);

CREATE INDEX collection_inspectionevent_pgh_obj_id_06ad988f ON public.collection_inspectionevent USING btree (pgh_obj_id);

CREATE INDEX collection_inspectionevent_plan_id_f6e6171a ON public.collection_inspectionevent USING btree (plan_id);

CREATE INDEX collection_inspectionevent_second_officer_id_72d9524d ON public.collection_inspectionevent USING btree (second_officer_id);

CREATE INDEX collection_inspectionevent_station_id_9c583860 ON public.collection_inspectionevent USING btree (station_id);

CREATE INDEX collection_inspectionevent_tanker_id_a3e97b6f ON public.collection_inspectionevent USING btree (tanker_id);

CREATE INDEX collection_inspectionevent_visit_id_84e0d0ff ON public.collection_inspectionevent USING btree (visit_id);

CREATE INDEX collection_inspectionplan_made_by_id_26109838 ON public.collection_inspectionplan USING btree (made_by_id);

CREATE INDEX collection_inspectionplan_office_id_da4771c5 ON public.collection_inspectionplan USING btree (office_id);

CREATE INDEX collection_licence_holder_id_ebf000d1 ON public.collection_licence USING btree (holder_id);

CREATE INDEX collection_licence_issuer_id_4907843f ON public.collection_licence USING btree (issuer_id);

CREATE INDEX collection_licence_number_023767b6_like ON public.collection_licence USING btree (number varchar_pattern_ops);

CREATE INDEX collection_licence_station_id_2b5e4bff ON public.collection_licence USING btree (station_id);

CREATE INDEX collection_licence_tanker_id_de5af5f7 ON public.collection_licence USING btree (tanker_id);

CREATE INDEX collection_licenceevent_holder_id_a0b64096 ON public.collection_licenceevent USING btree (holder_id);

CREATE INDEX collection_licenceevent_issuer_id_661e1f9f ON public.collection_licenceevent USING btree (issuer_id);

CREATE INDEX collection_licenceevent_pgh_context_id_62be977a ON public.collection_licenceevent USING btree (pgh_context_id);

CREATE INDEX collection_licenceevent_pgh_obj_id_d750c6ba ON public.collection_licenceevent USING btree (pgh_obj_id);

CREATE INDEX collection_licenceevent_renews_id_7f773430 ON public.collection_licenceevent USING btree (renews_id);

CREATE INDEX collection_licenceevent_station_id_db12bc8a ON public.collection_licenceevent USING btree (station_id);

CREATE INDEX collection_licenceevent_tanker_id_496f2629 ON public.collection_licenceevent USING btree (tanker_id);

CREATE INDEX collection_licenceevidence_attachment_id_927d5a74 ON public.collection_licenceevidence USING btree (attachment_id);

CREATE INDEX collection_licenceevidence_licence_id_23973521 ON public.collection_licenceevidence USING btree (licence_id);

CREATE INDEX collection_licenceevidence_transition_id_32ce157b ON public.collection_licenceevidence USING btree (transition_id);

CREATE INDEX collection_licencepaper_issued_by_id_c5012098 ON public.collection_licencepaper USING btree (issued_by_id);

CREATE INDEX collection_licencepaper_licence_id_56d1695a ON public.collection_licencepaper USING btree (licence_id);

CREATE INDEX collection_licencepaper_token_9ed3736a_like ON public.collection_licencepaper USING btree (token varchar_pattern_ops);

CREATE INDEX collection_loadchange_recorded_by_id_ae891b28 ON public.collection_loadchange USING btree (recorded_by_id);

CREATE INDEX collection_loadchange_sheet_id_5e166e28 ON public.collection_loadchange USING btree (sheet_id);

CREATE INDEX collection_loadchange_tanker_id_9c96ba8f ON public.collection_loadchange USING btree (tanker_id);

CREATE INDEX collection_loadchange_witness_id_ab584624 ON public.collection_loadchange USING btree (witness_id);

CREATE INDEX collection_pause_application_id_2d4352ba ON public.collection_pause USING btree (application_id);

CREATE INDEX collection_purchase_farm_lot_d74480ca_like ON public.collection_purchase USING btree (farm_lot varchar_pattern_ops);

CREATE INDEX collection_refusedcheck_paper_id_50c5ae7b ON public.collection_refusedcheck USING btree (paper_id);

CREATE INDEX collection_seal_number_2a92c69b_like ON public.collection_seal USING btree (number varchar_pattern_ops);

CREATE INDEX collection_seal_sheet_id_47d7e102 ON public.collection_seal USING btree (sheet_id);

CREATE INDEX collection_sealevent_pgh_context_id_17be5753 ON public.collection_sealevent USING btree (pgh_context_id);

CREATE INDEX collection_sealevent_pgh_obj_id_2899f918 ON public.collection_sealevent USING btree (pgh_obj_id);

CREATE INDEX collection_sealevent_sheet_id_ae91df15 ON public.collection_sealevent USING btree (sheet_id);

CREATE INDEX collection_sealevent_station_id_dff85f3f ON public.collection_sealevent USING btree (station_id);

CREATE INDEX collection_sealrange_issued_by_id_1880393c ON public.collection_sealrange USING btree (issued_by_id);

CREATE INDEX collection_sealrange_station_id_16516899 ON public.collection_sealrange USING btree (station_id);

CREATE INDEX collection_signature_person_id_ce09d5f4 ON public.collection_signature USING btree (person_id);

CREATE INDEX collection_sitevisit_application_id_9dad733e ON public.collection_sitevisit USING btree (application_id);

CREATE INDEX collection_sitevisit_lead_id_52417cbb ON public.collection_sitevisit USING btree (lead_id);

CREATE INDEX collection_sitevisit_organisation_id_58a5693c ON public.collection_sitevisit USING btree (organisation_id);

CREATE INDEX collection_sitevisit_second_id_9da2a26b ON public.collection_sitevisit USING btree (second_id);

CREATE INDEX collection_sitevisit_station_id_6d98416e ON public.collection_sitevisit USING btree (station_id);

CREATE INDEX collection_sitevisit_tanker_id_6d714ca2 ON public.collection_sitevisit USING btree (tanker_id);

CREATE INDEX collection_sitevisitevent_application_id_02616758 ON public.collection_sitevisitevent USING btree (application_id);

CREATE INDEX collection_sitevisitevent_lead_id_02b5e78a ON public.collection_sitevisitevent USING btree (lead_id);

CREATE INDEX collection_sitevisitevent_organisation_id_596393ee ON public.collection_sitevisitevent USING btree (organisation_id);

CREATE INDEX collection_sitevisitevent_pgh_context_id_1da3b218 ON public.collection_sitevisitevent USING btree (pgh_context_id);

CREATE INDEX collection_sitevisitevent_pgh_obj_id_d5da0b3a ON public.collection_sitevisitevent USING btree (pgh_obj_id);

CREATE INDEX collection_sitevisitevent_revisits_id_400eb5c5 ON public.collection_sitevisitevent USING btree (revisits_id);

CREATE INDEX collection_sitevisitevent_second_id_6c5046d2 ON public.collection_sitevisitevent USING btree (second_id);

CREATE INDEX collection_sitevisitevent_station_id_fa7424b6 ON public.collection_sitevisitevent USING btree (station_id);

CREATE INDEX collection_sitevisitevent_tanker_id_3c1cc6f5 ON public.collection_sitevisitevent USING btree (tanker_id);

CREATE INDEX collection_station_farms_place_id_d8ee3677 ON public.collection_station_farms USING btree (place_id);

CREATE INDEX collection_station_farms_station_id_09abf7e2 ON public.collection_station_farms USING btree (station_id);

CREATE INDEX collection_station_manager_id_fcdcd4e2 ON public.collection_station USING btree (manager_id);

CREATE INDEX collection_station_plants_place_id_511bc5e0 ON public.collection_station_plants USING btree (place_id);

CREATE INDEX collection_station_plants_station_id_7e49c3d7 ON public.collection_station_plants USING btree (station_id);

CREATE INDEX collection_stationevent_manager_id_0c07b6b5 ON public.collection_stationevent USING btree (manager_id);

CREATE INDEX collection_stationevent_pgh_context_id_2b6f89d7 ON public.collection_stationevent USING btree (pgh_context_id);

CREATE INDEX collection_stationevent_pgh_obj_id_dee655e7 ON public.collection_stationevent USING btree (pgh_obj_id);

CREATE INDEX collection_stationevent_place_id_8c3edb20 ON public.collection_stationevent USING btree (place_id);

CREATE INDEX collection_tanker_carrier_id_62035cd9 ON public.collection_tanker USING btree (carrier_id);

CREATE INDEX collection_tanker_grai_914c8268_like ON public.collection_tanker USING btree (grai varchar_pattern_ops);

CREATE INDEX collection_tanker_plate_a4036d46_like ON public.collection_tanker USING btree (plate varchar_pattern_ops);

CREATE INDEX collection_tankerevent_carrier_id_2c027a4c ON public.collection_tankerevent USING btree (carrier_id);

CREATE INDEX collection_tankerevent_pgh_context_id_9649fb65 ON public.collection_tankerevent USING btree (pgh_context_id);

CREATE INDEX collection_tankerevent_pgh_obj_id_2ea25077 ON public.collection_tankerevent USING btree (pgh_obj_id);

CREATE INDEX collection_visitentry_recorded_by_id_8ed14fee ON public.collection_visitentry USING btree (recorded_by_id);

CREATE INDEX collection_visitentry_visit_id_30450e1a ON public.collection_visitentry USING btree (visit_id);

CREATE INDEX collection_visitphoto_attachment_id_cc7e5554 ON public.collection_visitphoto USING btree (attachment_id);

CREATE INDEX collection_visitphoto_visit_id_0cb6965b ON public.collection_visitphoto USING btree (visit_id);

CREATE INDEX collection_visitsignature_person_id_fd968de7 ON public.collection_visitsignature USING btree (person_id);

CREATE INDEX collection_visitsignature_visit_id_9007f13e ON public.collection_visitsignature USING btree (visit_id);

CREATE INDEX collection_weighbridge_code_13d12ac2_like ON public.collection_weighbridge USING btree (code varchar_pattern_ops);

CREATE INDEX collection_weighbridge_plant_id_5d0a0d12 ON public.collection_weighbridge USING btree (plant_id);

CREATE UNIQUE INDEX contract_changed_once_at_a_time ON public.trade_contract USING btree (replaces_id) WHERE (NOT ((state)::text = 'withdrawn'::text));

CREATE UNIQUE INDEX cost_sheet_one_in_force ON public.trade_costsheet USING btree (sample_id) WHERE ((state)::text = ANY ((ARRAY['submitted'::character varying, 'accepted'::character varying])::text[]));

CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);

CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);

CREATE UNIQUE INDEX duty_has_one_lead_at_a_time ON public.plan_duty USING btree (part_id) WHERE (((role)::text = 'lead'::text) AND (valid_to IS NULL));

CREATE INDEX entry_public ON public.trade_creditentry USING btree (expires_on) WHERE ((state)::text = 'published'::text);

CREATE INDEX factory_bat_plant_i_aab7ab_idx ON public.factory_batch USING btree (plant_id, started_at DESC);

CREATE INDEX factory_bat_started_825da3_idx ON public.factory_batch USING btree (started_at DESC);

CREATE INDEX factory_batch_lot_37016644_like ON public.factory_batch USING btree (lot varchar_pattern_ops);

CREATE INDEX factory_draw_batch_id_f8f1afb9 ON public.factory_draw USING btree (batch_id);

CREATE INDEX factory_draw_intake_id_b8e05c36 ON public.factory_draw USING btree (intake_id);

CREATE INDEX factory_int_at_c4b216_idx ON public.factory_intake USING btree (at);

CREATE INDEX factory_int_plant_i_f58059_idx ON public.factory_intake USING btree (plant_id, at DESC);

CREATE INDEX factory_int_silo_id_185f56_idx ON public.factory_intake USING btree (silo_id, at DESC);

CREATE INDEX factory_intake_load_lot_1066bce3 ON public.factory_intake USING btree (load_lot);

CREATE INDEX factory_intake_load_lot_1066bce3_like ON public.factory_intake USING btree (load_lot varchar_pattern_ops);

CREATE INDEX factory_intake_silo_lot_917cd333_like ON public.factory_intake USING btree (silo_lot varchar_pattern_ops);

CREATE INDEX factory_plantevent_pgh_context_id_68ed8315 ON public.factory_plantevent USING btree (pgh_context_id);

CREATE INDEX factory_plantevent_pgh_obj_id_175ead49 ON public.factory_plantevent USING btree (pgh_obj_id);

CREATE INDEX factory_plantevent_place_id_60196601 ON public.factory_plantevent USING btree (place_id);

CREATE INDEX factory_pro_produce_660383_idx ON public.factory_productlot USING btree (produced_on DESC);

CREATE INDEX factory_product_gtin_a7a90bf0_like ON public.factory_product USING btree (gtin varchar_pattern_ops);

CREATE INDEX factory_product_plant_id_f6d4e265 ON public.factory_product USING btree (plant_id);

CREATE INDEX factory_productevent_pgh_context_id_3fc36332 ON public.factory_productevent USING btree (pgh_context_id);

CREATE INDEX factory_productevent_pgh_obj_id_cc89d81e ON public.factory_productevent USING btree (pgh_obj_id);

CREATE INDEX factory_productevent_plant_id_a393422d ON public.factory_productevent USING btree (plant_id);

CREATE INDEX factory_productlot_batch_id_9946f3f8 ON public.factory_productlot USING btree (batch_id);

CREATE INDEX factory_productlot_uri_b3aa5fff_like ON public.factory_productlot USING btree (uri varchar_pattern_ops);

CREATE INDEX factory_productlotevent_batch_id_a7a24496 ON public.factory_productlotevent USING btree (batch_id);

CREATE INDEX factory_productlotevent_pgh_context_id_f2d4ce78 ON public.factory_productlotevent USING btree (pgh_context_id);

CREATE INDEX factory_productlotevent_pgh_obj_id_f16ab87c ON public.factory_productlotevent USING btree (pgh_obj_id);

CREATE INDEX factory_productlotevent_product_id_9269d8b7 ON public.factory_productlotevent USING btree (product_id);

CREATE INDEX factory_rec_organis_3545f9_idx ON public.factory_recallnotice USING btree (organisation_id, sent_at DESC);

CREATE INDEX factory_rec_state_e5812c_idx ON public.factory_recallcase USING btree (state, opened_at DESC);

CREATE INDEX factory_recallcase_number_a3d0b0b3_like ON public.factory_recallcase USING btree (number varchar_pattern_ops);

CREATE INDEX factory_recallcase_opened_by_id_74be6bc2 ON public.factory_recallcase USING btree (opened_by_id);

CREATE INDEX factory_recallcase_organisation_id_f8b72085 ON public.factory_recallcase USING btree (organisation_id);

CREATE INDEX factory_recallcase_plants_plant_id_16ce0ab4 ON public.factory_recallcase_plants USING btree (plant_id);

CREATE INDEX factory_recallcase_plants_recallcase_id_01a91927 ON public.factory_recallcase_plants USING btree (recallcase_id);

CREATE INDEX factory_recallcaseevent_opened_by_id_3b86b99b ON public.factory_recallcaseevent USING btree (opened_by_id);

CREATE INDEX factory_recallcaseevent_organisation_id_0aa58787 ON public.factory_recallcaseevent USING btree (organisation_id);

CREATE INDEX factory_recallcaseevent_pgh_context_id_59ed3e98 ON public.factory_recallcaseevent USING btree (pgh_context_id);

CREATE INDEX factory_recallcaseevent_pgh_obj_id_13c9ee39 ON public.factory_recallcaseevent USING btree (pgh_obj_id);

CREATE INDEX factory_recallestimate_case_id_3c762783 ON public.factory_recallestimate USING btree (case_id);

CREATE INDEX factory_recallestimate_computed_by_id_41f64f4f ON public.factory_recallestimate USING btree (computed_by_id);

CREATE INDEX factory_recalllot_case_id_5168988e ON public.factory_recalllot USING btree (case_id);

CREATE INDEX factory_recalllot_product_lot_id_d06feb1e ON public.factory_recalllot USING btree (product_lot_id);

CREATE INDEX factory_recallmovement_lot_id_eeae7a91 ON public.factory_recallmovement USING btree (lot_id);

CREATE INDEX factory_recallmovement_recorded_by_id_999328d2 ON public.factory_recallmovement USING btree (recorded_by_id);

CREATE INDEX factory_recallnotice_case_id_2bdc213c ON public.factory_recallnotice USING btree (case_id);

CREATE INDEX factory_recallnotice_organisation_id_c7256727 ON public.factory_recallnotice USING btree (organisation_id);

CREATE INDEX factory_recallnotice_sent_by_id_ba69d37d ON public.factory_recallnotice USING btree (sent_by_id);

CREATE INDEX factory_recallreceipt_person_id_811fe40d ON public.factory_recallreceipt USING btree (person_id);

CREATE INDEX factory_recallstatement_case_id_0f5132b8 ON public.factory_recallstatement USING btree (case_id);

CREATE INDEX factory_recallstatement_organisation_id_3c7b6c1e ON public.factory_recallstatement USING btree (organisation_id);

CREATE INDEX factory_recallstatement_person_id_2f796939 ON public.factory_recallstatement USING btree (person_id);

CREATE INDEX factory_recallsuspect_case_id_0a2ecae3 ON public.factory_recallsuspect USING btree (case_id);

CREATE INDEX factory_silo_plant_id_090487a9 ON public.factory_silo USING btree (plant_id);

CREATE INDEX factory_siloevent_pgh_context_id_2a3ebf90 ON public.factory_siloevent USING btree (pgh_context_id);

CREATE INDEX factory_siloevent_pgh_obj_id_4f459c2e ON public.factory_siloevent USING btree (pgh_obj_id);

CREATE INDEX factory_siloevent_plant_id_80dbb748 ON public.factory_siloevent USING btree (plant_id);

CREATE UNIQUE INDEX farm_recorded_once ON public.recording_enrolment USING btree (place_id) WHERE (ended_on IS NULL);

CREATE INDEX herd_animal_animal__72256b_idx ON public.herd_animalevent USING btree (animal_id, happened_at);

CREATE INDEX herd_animal_farm_id_6346a7_idx ON public.herd_animalevent USING btree (farm_id, happened_at);

CREATE INDEX herd_animal_farm_id_df9543_idx ON public.herd_animal USING btree (farm_id, status, birth_date);

CREATE INDEX herd_animal_farm_id_ec516f_idx ON public.herd_animalspell USING btree (farm_id, until_day);

CREATE INDEX herd_animal_number_89dfb1_idx ON public.herd_animalstay USING btree (number, scheme);

CREATE INDEX herd_animal_pen_id_8f9abd06 ON public.herd_animal USING btree (pen_id);

CREATE INDEX herd_animalevent_corrects_id_d3b79091 ON public.herd_animalevent USING btree (corrects_id);

CREATE INDEX herd_animalevent_recorded_by_id_49a2f609 ON public.herd_animalevent USING btree (recorded_by_id);

CREATE INDEX herd_animalhistory_farm_id_0d7bec4d ON public.herd_animalhistory USING btree (farm_id);

CREATE INDEX herd_animalhistory_pen_id_0ada4074 ON public.herd_animalhistory USING btree (pen_id);

CREATE INDEX herd_animalhistory_pgh_context_id_223068a0 ON public.herd_animalhistory USING btree (pgh_context_id);

CREATE INDEX herd_animalhistory_pgh_obj_id_33bad20b ON public.herd_animalhistory USING btree (pgh_obj_id);

CREATE INDEX herd_animalhistory_registered_farm_id_5bf7ad51 ON public.herd_animalhistory USING btree (registered_farm_id);

CREATE INDEX herd_animalidentifier_animal_id_5969f15f ON public.herd_animalidentifier USING btree (animal_id);

CREATE INDEX herd_animalidentifierevent_animal_id_2cbda90d ON public.herd_animalidentifierevent USING btree (animal_id);

CREATE INDEX herd_animalidentifierevent_issuer_id_56e1e771 ON public.herd_animalidentifierevent USING btree (issuer_id);

CREATE INDEX herd_animalidentifierevent_pgh_context_id_9a76e09b ON public.herd_animalidentifierevent USING btree (pgh_context_id);

CREATE INDEX herd_animalidentifierevent_pgh_obj_id_6db3eb80 ON public.herd_animalidentifierevent USING btree (pgh_obj_id);

CREATE INDEX herd_animalspell_animal_id_6fafe5f6 ON public.herd_animalspell USING btree (animal_id);

CREATE INDEX herd_animalspell_pen_id_57b91ed8 ON public.herd_animalspell USING btree (pen_id);

CREATE INDEX herd_animalstay_member_id_a873f1c0 ON public.herd_animalstay USING btree (member_id);

CREATE INDEX herd_animalstay_package_id_c3ed3371 ON public.herd_animalstay USING btree (package_id);

CREATE INDEX herd_columnmapping_confirmed_by_id_7b0357b9 ON public.herd_columnmapping USING btree (confirmed_by_id);

CREATE INDEX herd_columnmapping_farm_id_273c3fac ON public.herd_columnmapping USING btree (farm_id);

CREATE INDEX herd_columnmappingevent_confirmed_by_id_20c0d15e ON public.herd_columnmappingevent USING btree (confirmed_by_id);

CREATE INDEX herd_columnmappingevent_farm_id_d3d1cc95 ON public.herd_columnmappingevent USING btree (farm_id);

CREATE INDEX herd_columnmappingevent_pgh_context_id_242e7608 ON public.herd_columnmappingevent USING btree (pgh_context_id);

CREATE INDEX herd_columnmappingevent_pgh_obj_id_8bf23733 ON public.herd_columnmappingevent USING btree (pgh_obj_id);

CREATE INDEX herd_enrolm_farm_id_08aee5_idx ON public.herd_enrolment USING btree (farm_id, ended_on);

CREATE INDEX herd_enrolment_animal_id_60610941 ON public.herd_enrolment USING btree (animal_id);

CREATE INDEX herd_enrolment_enrolled_by_id_a830722e ON public.herd_enrolment USING btree (enrolled_by_id);

CREATE INDEX herd_enrolment_protocol_id_38329297 ON public.herd_enrolment USING btree (protocol_id);

CREATE INDEX herd_farm_code_00eb6920_like ON public.herd_farm USING btree (code varchar_pattern_ops);

CREATE INDEX herd_farm_organisation_id_29e678ed ON public.herd_farm USING btree (organisation_id);

CREATE INDEX herd_farmda_day_bc43a0_idx ON public.herd_farmday USING btree (day);

CREATE INDEX herd_farmdayevent_farm_id_549a12fb ON public.herd_farmdayevent USING btree (farm_id);

CREATE INDEX herd_farmdayevent_pgh_context_id_1c04c60c ON public.herd_farmdayevent USING btree (pgh_context_id);

CREATE INDEX herd_farmdayevent_pgh_obj_id_2a91f83f ON public.herd_farmdayevent USING btree (pgh_obj_id);

CREATE INDEX herd_farmevent_organisation_id_0c46530d ON public.herd_farmevent USING btree (organisation_id);

CREATE INDEX herd_farmevent_pgh_context_id_6b9f7f02 ON public.herd_farmevent USING btree (pgh_context_id);

CREATE INDEX herd_farmevent_pgh_obj_id_976ad883 ON public.herd_farmevent USING btree (pgh_obj_id);

CREATE INDEX herd_farmevent_place_id_013301bb ON public.herd_farmevent USING btree (place_id);

CREATE INDEX herd_farmfi_county_716daf_idx ON public.herd_farmfiling USING btree (county, state);

CREATE INDEX herd_farmfi_last_da_7ff945_idx ON public.herd_farmfigure USING btree (last_day, code);

CREATE INDEX herd_farmfigure_farm_id_972d1b31 ON public.herd_farmfigure USING btree (farm_id);

CREATE INDEX herd_farmfiling_created_by_id_02963ddb ON public.herd_farmfiling USING btree (created_by_id);

CREATE INDEX herd_farmfiling_farm_id_63a06241 ON public.herd_farmfiling USING btree (farm_id);

CREATE INDEX herd_farmfiling_organisation_id_1884acd3 ON public.herd_farmfiling USING btree (organisation_id);

CREATE INDEX herd_farmfilingevent_created_by_id_335aeb2f ON public.herd_farmfilingevent USING btree (created_by_id);

CREATE INDEX herd_farmfilingevent_farm_id_0e2cebb3 ON public.herd_farmfilingevent USING btree (farm_id);

CREATE INDEX herd_farmfilingevent_organisation_id_8f92824e ON public.herd_farmfilingevent USING btree (organisation_id);

CREATE INDEX herd_farmfilingevent_pgh_context_id_60b15fcd ON public.herd_farmfilingevent USING btree (pgh_context_id);

CREATE INDEX herd_farmfilingevent_pgh_obj_id_44f9b411 ON public.herd_farmfilingevent USING btree (pgh_obj_id);

CREATE INDEX herd_farmwaitingperiod_farm_id_b7f746c7 ON public.herd_farmwaitingperiod USING btree (farm_id);

CREATE INDEX herd_farmwaitingperiod_set_by_id_c70e45c9 ON public.herd_farmwaitingperiod USING btree (set_by_id);

CREATE INDEX herd_federationmember_joined_by_id_affb582a ON public.herd_federationmember USING btree (joined_by_id);

CREATE INDEX herd_federationmember_name_a44ff20a_like ON public.herd_federationmember USING btree (name varchar_pattern_ops);

CREATE INDEX herd_federationpackage_member_id_9b71a233 ON public.herd_federationpackage USING btree (member_id);

CREATE INDEX herd_importbatch_farm_id_178cbfee ON public.herd_importbatch USING btree (farm_id);

CREATE INDEX herd_importbatch_imported_by_id_7ab696ff ON public.herd_importbatch USING btree (imported_by_id);

CREATE INDEX herd_memberfarm_member_id_9cdf666d ON public.herd_memberfarm USING btree (member_id);

CREATE INDEX herd_memberfarm_package_id_3c24aac6 ON public.herd_memberfarm USING btree (package_id);

CREATE INDEX herd_memberfigure_member_id_b215aaa3 ON public.herd_memberfigure USING btree (member_id);

CREATE INDEX herd_memberfigure_package_id_ea5f33bb ON public.herd_memberfigure USING btree (package_id);

CREATE INDEX herd_milkse_farm_id_663425_idx ON public.herd_milkseparation USING btree (farm_id, since);

CREATE INDEX herd_milkseparation_animal_id_2b0dc2f7 ON public.herd_milkseparation USING btree (animal_id);

CREATE INDEX herd_milkseparation_declared_by_id_a59508e3 ON public.herd_milkseparation USING btree (declared_by_id);

CREATE INDEX herd_monthaccount_entered_by_id_62b7be2d ON public.herd_monthaccount USING btree (entered_by_id);

CREATE INDEX herd_monthaccount_farm_id_2a28a414 ON public.herd_monthaccount USING btree (farm_id);

CREATE INDEX herd_monthaccountevent_entered_by_id_1c57640f ON public.herd_monthaccountevent USING btree (entered_by_id);

CREATE INDEX herd_monthaccountevent_farm_id_03b582c6 ON public.herd_monthaccountevent USING btree (farm_id);

CREATE INDEX herd_monthaccountevent_pgh_context_id_38113038 ON public.herd_monthaccountevent USING btree (pgh_context_id);

CREATE INDEX herd_monthaccountevent_pgh_obj_id_6af5f6b7 ON public.herd_monthaccountevent USING btree (pgh_obj_id);

CREATE INDEX herd_numbermatch_added_by_id_885389cf ON public.herd_numbermatch USING btree (added_by_id);

CREATE INDEX herd_numbermatch_animal_id_8c3056bf ON public.herd_numbermatch USING btree (animal_id);

CREATE INDEX herd_packagerefusal_member_id_e0fd959b ON public.herd_packagerefusal USING btree (member_id);

CREATE INDEX herd_protocolstep_protocol_id_89bbf67b ON public.herd_protocolstep USING btree (protocol_id);

CREATE INDEX herd_testday_batch_id_dcc5837d ON public.herd_testday USING btree (batch_id);

CREATE INDEX herd_testday_farm_id_501b9bf4 ON public.herd_testday USING btree (farm_id);

CREATE INDEX herd_testdayevent_animal_id_4dea926a ON public.herd_testdayevent USING btree (animal_id);

CREATE INDEX herd_testdayevent_batch_id_0b202469 ON public.herd_testdayevent USING btree (batch_id);

CREATE INDEX herd_testdayevent_farm_id_700bbe3b ON public.herd_testdayevent USING btree (farm_id);

CREATE INDEX herd_testdayevent_pgh_context_id_d381ab0c ON public.herd_testdayevent USING btree (pgh_context_id);

CREATE INDEX herd_testdayevent_pgh_obj_id_8d21c592 ON public.herd_testdayevent USING btree (pgh_obj_id);

CREATE UNIQUE INDEX identifier_in_force_once ON public.platform_identifier USING btree (scheme, value) WHERE (valid_to IS NULL);

CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));

CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);

CREATE UNIQUE INDEX lactation_tested_once_a_day ON public.herd_testday USING btree (farm_id, lactation_key, test_date) WHERE (animal_id IS NULL);

CREATE INDEX ledger_attribute_by_name ON public.ledger_masterdataattribute USING btree (name_id, element_id);

CREATE INDEX ledger_attribute_by_short_name ON public.ledger_masterdataattribute USING btree (local_name, element_id);

CREATE INDEX ledger_capture_of_person ON public.ledger_capture USING btree (person_id, id);

CREATE INDEX ledger_capture_person_id_e574e27a ON public.ledger_capture USING btree (person_id);

CREATE INDEX ledger_checkpoint_by_size ON public.ledger_checkpoint USING btree (size);

CREATE INDEX ledger_checkpoint_key_id_e1343bf7 ON public.ledger_checkpoint USING btree (key_id);

CREATE INDEX ledger_cosignature_checkpoint_id_889c5333 ON public.ledger_cosignature USING btree (checkpoint_id);

CREATE INDEX ledger_cosignature_witness_id_6911b273 ON public.ledger_cosignature USING btree (witness_id);

CREATE INDEX ledger_delivery_by_time ON public.ledger_delivery USING btree (delivered_at);

CREATE INDEX ledger_delivery_of_subscriber ON public.ledger_delivery USING btree (subscription_id, created_at DESC);

CREATE INDEX ledger_delivery_subscription_id_bbdfeb83 ON public.ledger_delivery USING btree (subscription_id);

CREATE UNIQUE INDEX ledger_document_taken_once_per_person ON public.ledger_capture USING btree (sha256, person_id) NULLS NOT DISTINCT WHERE success;

CREATE INDEX ledger_event_by_person ON ONLY public.ledger_event USING btree (person_id, seq) WHERE (person_id IS NOT NULL);

CREATE INDEX ledger_event_by_person_0001 ON public.ledger_event_0001 USING btree (person_id, seq) WHERE (person_id IS NOT NULL);

CREATE INDEX ledger_event_by_place ON ONLY public.ledger_event USING btree (biz_location_id, event_time);

CREATE INDEX ledger_event_by_place_0001 ON public.ledger_event_0001 USING btree (biz_location_id, event_time);

CREATE INDEX ledger_event_by_time ON ONLY public.ledger_event USING btree (event_time);

CREATE INDEX ledger_event_by_time_0001 ON public.ledger_event_0001 USING btree (event_time);

CREATE INDEX ledger_field_by_moment ON public.ledger_field USING btree (name_id, moment) WHERE (moment IS NOT NULL);

CREATE INDEX ledger_field_by_number ON public.ledger_field USING btree (name_id, number) WHERE (number IS NOT NULL);

CREATE INDEX ledger_field_by_text ON public.ledger_field USING btree (name_id, "left"(text, 60));

CREATE INDEX ledger_flow_by_source ON public.ledger_flow USING btree (source_id);

CREATE INDEX ledger_flow_by_target ON public.ledger_flow USING btree (target_id);

CREATE INDEX ledger_link_by_term ON ONLY public.ledger_link USING btree (term_id, event_id);

CREATE INDEX ledger_link_by_term_0001 ON public.ledger_link_0001 USING btree (term_id, event_id);

CREATE UNIQUE INDEX ledger_link_registered_once ON public.ledger_resolverlink USING btree (anchor, link_type, target, media_type, languages, contexts) WHERE (withdrawn_at IS NULL);

CREATE INDEX ledger_links_of_anchor ON public.ledger_resolverlink USING btree (anchor) WHERE (withdrawn_at IS NULL);

CREATE INDEX ledger_mention_by_holder ON public.ledger_mention USING btree (resource, holder, term_id);

CREATE INDEX ledger_movement_by_event ON public.ledger_movement USING btree (event_id);

CREATE INDEX ledger_namedquery_owner_id_3b8a4535 ON public.ledger_namedquery USING btree (owner_id);

CREATE UNIQUE INDEX ledger_one_default_link_in_force ON public.ledger_resolverlink USING btree (anchor) WHERE (is_default AND (withdrawn_at IS NULL));

CREATE UNIQUE INDEX ledger_one_open_delivery ON public.ledger_delivery USING btree (subscription_id) WHERE (delivered_at IS NULL);

CREATE INDEX ledger_redaction_person_id_13cf2da5 ON public.ledger_redaction USING btree (person_id);

CREATE INDEX ledger_resolverlink_registered_by_id_023ab9be ON public.ledger_resolverlink USING btree (registered_by_id);

CREATE INDEX ledger_resolverlink_withdrawn_by_id_cf3526c4 ON public.ledger_resolverlink USING btree (withdrawn_by_id);

CREATE UNIQUE INDEX ledger_segment_one_open ON public.ledger_segment USING btree (state) WHERE ((state)::text = 'open'::text);

CREATE INDEX ledger_state_by_end ON public.ledger_vesselstate USING btree (ended_at);

CREATE INDEX ledger_state_by_vessel ON public.ledger_vesselstate USING btree (vessel_id, at);

CREATE INDEX ledger_subscription_due ON public.ledger_subscription USING btree (due_at) WHERE ((state)::text = 'active'::text);

CREATE INDEX ledger_subscription_query_id_02462bdf ON public.ledger_subscription USING btree (query_id);

CREATE INDEX ledger_witness_registered_by_id_4a7c1397 ON public.ledger_witness USING btree (registered_by_id);

CREATE UNIQUE INDEX letter_number_once ON public.plan_supervisionletter USING btree (issuer_short, year, serial) WHERE (serial IS NOT NULL);

CREATE UNIQUE INDEX one_member_is_this_platform ON public.herd_federationmember USING btree (is_own) WHERE is_own;

CREATE UNIQUE INDEX one_open_hold_per_lot ON public.quality_hold USING btree (lot_uri) WHERE ((state)::text = ANY ((ARRAY['proposed'::character varying, 'standing'::character varying])::text[]));

CREATE UNIQUE INDEX pause_open_once ON public.collection_pause USING btree (application_id) WHERE (last_day IS NULL);

CREATE INDEX plan_closedperiod_closed_by_id_4f44f832 ON public.plan_closedperiod USING btree (closed_by_id);

CREATE INDEX plan_closedperiodevent_closed_by_id_c3091e6e ON public.plan_closedperiodevent USING btree (closed_by_id);

CREATE INDEX plan_closedperiodevent_pgh_context_id_2e8f9f05 ON public.plan_closedperiodevent USING btree (pgh_context_id);

CREATE INDEX plan_closedperiodevent_pgh_obj_id_79d1c8c2 ON public.plan_closedperiodevent USING btree (pgh_obj_id);

CREATE INDEX plan_comput_indicat_3634b6_idx ON public.plan_computedfigure USING btree (indicator_id, as_of DESC, id DESC);

CREATE INDEX plan_contradiction_version_id_ce1374c6 ON public.plan_contradiction USING btree (version_id);

CREATE INDEX plan_contradictionevent_pgh_context_id_31878db7 ON public.plan_contradictionevent USING btree (pgh_context_id);

CREATE INDEX plan_contradictionevent_pgh_obj_id_18bf66e0 ON public.plan_contradictionevent USING btree (pgh_obj_id);

CREATE INDEX plan_contradictionevent_version_id_537d7eb7 ON public.plan_contradictionevent USING btree (version_id);

CREATE INDEX plan_delivery_item_id_15834e3c ON public.plan_delivery USING btree (item_id);

CREATE INDEX plan_delivery_key_7fdb8406_like ON public.plan_delivery USING btree (key varchar_pattern_ops);

CREATE INDEX plan_delivery_letter_id_dbe72369 ON public.plan_delivery USING btree (letter_id);

CREATE INDEX plan_delivery_read_by_id_66e82535 ON public.plan_delivery USING btree (read_by_id);

CREATE INDEX plan_delivery_unit_id_7f64ac43 ON public.plan_delivery USING btree (unit_id);

CREATE INDEX plan_duty_part_id_84e3bf92 ON public.plan_duty USING btree (part_id);

CREATE INDEX plan_duty_set_by_id_7e553430 ON public.plan_duty USING btree (set_by_id);

CREATE INDEX plan_duty_unit_id_61afbe0d ON public.plan_duty USING btree (unit_id);

CREATE INDEX plan_dutyevent_part_id_0ceed947 ON public.plan_dutyevent USING btree (part_id);

CREATE INDEX plan_dutyevent_pgh_context_id_e3f64fef ON public.plan_dutyevent USING btree (pgh_context_id);

CREATE INDEX plan_dutyevent_pgh_obj_id_10ed067e ON public.plan_dutyevent USING btree (pgh_obj_id);

CREATE INDEX plan_dutyevent_set_by_id_52203460 ON public.plan_dutyevent USING btree (set_by_id);

CREATE INDEX plan_dutyevent_unit_id_efb978c1 ON public.plan_dutyevent USING btree (unit_id);

CREATE UNIQUE INDEX plan_has_one_current_version ON public.plan_planversion USING btree (current) WHERE current;

CREATE INDEX plan_indicator_version_id_fb5a0109 ON public.plan_indicator USING btree (version_id);

CREATE INDEX plan_indicatorevent_pgh_context_id_1c96688f ON public.plan_indicatorevent USING btree (pgh_context_id);

CREATE INDEX plan_indicatorevent_pgh_obj_id_2bd36991 ON public.plan_indicatorevent USING btree (pgh_obj_id);

CREATE INDEX plan_indicatorevent_version_id_f8d293a8 ON public.plan_indicatorevent USING btree (version_id);

CREATE INDEX plan_ledger_state_152fd8_idx ON public.plan_ledgeritem USING btree (state, due_on);

CREATE INDEX plan_ledgeritem_indicator_id_a7d3de85 ON public.plan_ledgeritem USING btree (indicator_id);

CREATE INDEX plan_ledgeritem_lead_id_41d80008 ON public.plan_ledgeritem USING btree (lead_id);

CREATE INDEX plan_ledgeritem_meeting_id_a24391f3 ON public.plan_ledgeritem USING btree (meeting_id);

CREATE INDEX plan_ledgeritem_opened_by_id_36729edd ON public.plan_ledgeritem USING btree (opened_by_id);

CREATE INDEX plan_ledgeritem_part_id_c1543aea ON public.plan_ledgeritem USING btree (part_id);

CREATE INDEX plan_ledgeritem_support_ledgeritem_id_5db9d36c ON public.plan_ledgeritem_support USING btree (ledgeritem_id);

CREATE INDEX plan_ledgeritem_support_responsibleunit_id_a85e7482 ON public.plan_ledgeritem_support USING btree (responsibleunit_id);

CREATE INDEX plan_ledgeritemevent_indicator_id_d3400308 ON public.plan_ledgeritemevent USING btree (indicator_id);

CREATE INDEX plan_ledgeritemevent_lead_id_0d2482f1 ON public.plan_ledgeritemevent USING btree (lead_id);

CREATE INDEX plan_ledgeritemevent_meeting_id_dce11d82 ON public.plan_ledgeritemevent USING btree (meeting_id);

CREATE INDEX plan_ledgeritemevent_opened_by_id_26f4af81 ON public.plan_ledgeritemevent USING btree (opened_by_id);

CREATE INDEX plan_ledgeritemevent_part_id_04571ad9 ON public.plan_ledgeritemevent USING btree (part_id);

CREATE INDEX plan_ledgeritemevent_pgh_context_id_6a8cc4c9 ON public.plan_ledgeritemevent USING btree (pgh_context_id);

CREATE INDEX plan_ledgeritemevent_pgh_obj_id_6f0dd7e0 ON public.plan_ledgeritemevent USING btree (pgh_obj_id);

CREATE INDEX plan_manual_indicat_af6481_idx ON public.plan_manualreport USING btree (indicator_id, state, as_of DESC);

CREATE INDEX plan_manualreport_evidence_id_68bf46d7 ON public.plan_manualreport USING btree (evidence_id);

CREATE INDEX plan_manualreport_indicator_id_7ab129f7 ON public.plan_manualreport USING btree (indicator_id);

CREATE INDEX plan_manualreport_organisation_id_7edfb611 ON public.plan_manualreport USING btree (organisation_id);

CREATE INDEX plan_manualreport_reported_by_id_9f3e11e4 ON public.plan_manualreport USING btree (reported_by_id);

CREATE INDEX plan_manualreport_reviewed_by_id_2127dfe8 ON public.plan_manualreport USING btree (reviewed_by_id);

CREATE INDEX plan_meeting_file_id_ba0e4974 ON public.plan_meeting USING btree (file_id);

CREATE INDEX plan_meeting_noted_by_id_df2b01bd ON public.plan_meeting USING btree (noted_by_id);

CREATE INDEX plan_meetingevent_file_id_347124e3 ON public.plan_meetingevent USING btree (file_id);

CREATE INDEX plan_meetingevent_noted_by_id_f79a2eda ON public.plan_meetingevent USING btree (noted_by_id);

CREATE INDEX plan_meetingevent_pgh_context_id_c0d8e5e8 ON public.plan_meetingevent USING btree (pgh_context_id);

CREATE INDEX plan_meetingevent_pgh_obj_id_4382b30d ON public.plan_meetingevent USING btree (pgh_obj_id);

CREATE INDEX plan_milestone_indicator_id_16c6002a ON public.plan_milestone USING btree (indicator_id);

CREATE INDEX plan_milestoneevent_indicator_id_311e7a09 ON public.plan_milestoneevent USING btree (indicator_id);

CREATE INDEX plan_milestoneevent_pgh_context_id_0ead08da ON public.plan_milestoneevent USING btree (pgh_context_id);

CREATE INDEX plan_milestoneevent_pgh_obj_id_52522824 ON public.plan_milestoneevent USING btree (pgh_obj_id);

CREATE INDEX plan_planpart_version_id_6633c54e ON public.plan_planpart USING btree (version_id);

CREATE INDEX plan_planpartevent_pgh_context_id_903b0a6d ON public.plan_planpartevent USING btree (pgh_context_id);

CREATE INDEX plan_planpartevent_pgh_obj_id_6498c0c2 ON public.plan_planpartevent USING btree (pgh_obj_id);

CREATE INDEX plan_planpartevent_version_id_95363f0f ON public.plan_planpartevent USING btree (version_id);

CREATE INDEX plan_planversion_code_57257d89_like ON public.plan_planversion USING btree (code varchar_pattern_ops);

CREATE INDEX plan_planversion_loaded_by_id_86d43cc8 ON public.plan_planversion USING btree (loaded_by_id);

CREATE INDEX plan_planversionevent_loaded_by_id_32f6c2ba ON public.plan_planversionevent USING btree (loaded_by_id);

CREATE INDEX plan_planversionevent_pgh_context_id_a5488ee5 ON public.plan_planversionevent USING btree (pgh_context_id);

CREATE INDEX plan_planversionevent_pgh_obj_id_7f0413c1 ON public.plan_planversionevent USING btree (pgh_obj_id);

CREATE INDEX plan_progressevidence_file_id_169d0253 ON public.plan_progressevidence USING btree (file_id);

CREATE INDEX plan_progressevidence_report_id_31b69d5d ON public.plan_progressevidence USING btree (report_id);

CREATE INDEX plan_progressreport_item_id_eb6e49c0 ON public.plan_progressreport USING btree (item_id);

CREATE INDEX plan_progressreport_organisation_id_f4fc9225 ON public.plan_progressreport USING btree (organisation_id);

CREATE INDEX plan_progressreport_reported_by_id_c7b4ef6a ON public.plan_progressreport USING btree (reported_by_id);

CREATE INDEX plan_progressreport_reviewed_by_id_294e612b ON public.plan_progressreport USING btree (reviewed_by_id);

CREATE INDEX plan_progressreportevent_item_id_c1aa6598 ON public.plan_progressreportevent USING btree (item_id);

CREATE INDEX plan_progressreportevent_organisation_id_d1e6990a ON public.plan_progressreportevent USING btree (organisation_id);

CREATE INDEX plan_progressreportevent_pgh_context_id_3520f39f ON public.plan_progressreportevent USING btree (pgh_context_id);

CREATE INDEX plan_progressreportevent_pgh_obj_id_b202d885 ON public.plan_progressreportevent USING btree (pgh_obj_id);

CREATE INDEX plan_progressreportevent_reported_by_id_f9369c2c ON public.plan_progressreportevent USING btree (reported_by_id);

CREATE INDEX plan_progressreportevent_reviewed_by_id_44bc6996 ON public.plan_progressreportevent USING btree (reviewed_by_id);

CREATE INDEX plan_responsibleunit_code_08b711d5_like ON public.plan_responsibleunit USING btree (code varchar_pattern_ops);

CREATE INDEX plan_responsibleunitevent_organisation_id_f0e23cc8 ON public.plan_responsibleunitevent USING btree (organisation_id);

CREATE INDEX plan_responsibleunitevent_pgh_context_id_c4128e57 ON public.plan_responsibleunitevent USING btree (pgh_context_id);

CREATE INDEX plan_responsibleunitevent_pgh_obj_id_79e211bf ON public.plan_responsibleunitevent USING btree (pgh_obj_id);

CREATE INDEX plan_supervisionletter_answered_by_id_c1ba51b5 ON public.plan_supervisionletter USING btree (answered_by_id);

CREATE INDEX plan_supervisionletter_copy_id_63ecd29d ON public.plan_supervisionletter USING btree (copy_id);

CREATE INDEX plan_supervisionletter_drafted_by_id_c2e90018 ON public.plan_supervisionletter USING btree (drafted_by_id);

CREATE INDEX plan_supervisionletter_issued_by_id_76b63dbd ON public.plan_supervisionletter USING btree (issued_by_id);

CREATE INDEX plan_supervisionletter_item_id_ce59f8b9 ON public.plan_supervisionletter USING btree (item_id);

CREATE INDEX plan_supervisionletter_office_id_63eddff1 ON public.plan_supervisionletter USING btree (office_id);

CREATE INDEX plan_supervisionletter_unit_id_e437f51d ON public.plan_supervisionletter USING btree (unit_id);

CREATE INDEX plan_supervisionletterevent_answered_by_id_16df7187 ON public.plan_supervisionletterevent USING btree (answered_by_id);

CREATE INDEX plan_supervisionletterevent_copy_id_b37331cf ON public.plan_supervisionletterevent USING btree (copy_id);

CREATE INDEX plan_supervisionletterevent_drafted_by_id_2389041e ON public.plan_supervisionletterevent USING btree (drafted_by_id);

CREATE INDEX plan_supervisionletterevent_issued_by_id_d5d92788 ON public.plan_supervisionletterevent USING btree (issued_by_id);

CREATE INDEX plan_supervisionletterevent_item_id_f4a27e8b ON public.plan_supervisionletterevent USING btree (item_id);

CREATE INDEX plan_supervisionletterevent_office_id_c84ab863 ON public.plan_supervisionletterevent USING btree (office_id);

CREATE INDEX plan_supervisionletterevent_pgh_context_id_31854515 ON public.plan_supervisionletterevent USING btree (pgh_context_id);

CREATE INDEX plan_supervisionletterevent_pgh_obj_id_b67add13 ON public.plan_supervisionletterevent USING btree (pgh_obj_id);

CREATE INDEX plan_supervisionletterevent_unit_id_a8afcccc ON public.plan_supervisionletterevent USING btree (unit_id);

CREATE INDEX plan_targetclaim_indicator_id_b666e0bb ON public.plan_targetclaim USING btree (indicator_id);

CREATE INDEX plan_targetclaimevent_indicator_id_a4115737 ON public.plan_targetclaimevent USING btree (indicator_id);

CREATE INDEX plan_targetclaimevent_pgh_context_id_1f75528b ON public.plan_targetclaimevent USING btree (pgh_context_id);

CREATE INDEX plan_targetclaimevent_pgh_obj_id_9e489ecd ON public.plan_targetclaimevent USING btree (pgh_obj_id);

CREATE INDEX plan_targetsplit_entered_by_id_549ace0f ON public.plan_targetsplit USING btree (entered_by_id);

CREATE INDEX plan_targetsplit_indicator_id_db6c332e ON public.plan_targetsplit USING btree (indicator_id);

CREATE INDEX plan_targetsplitevent_entered_by_id_a741d5aa ON public.plan_targetsplitevent USING btree (entered_by_id);

CREATE INDEX plan_targetsplitevent_indicator_id_8ea92fe9 ON public.plan_targetsplitevent USING btree (indicator_id);

CREATE INDEX plan_targetsplitevent_pgh_context_id_429748e8 ON public.plan_targetsplitevent USING btree (pgh_context_id);

CREATE INDEX plan_targetsplitevent_pgh_obj_id_ea2cdbbc ON public.plan_targetsplitevent USING btree (pgh_obj_id);

CREATE INDEX platform_accesstoken_digest_f44584f2_like ON public.platform_accesstoken USING btree (digest varchar_pattern_ops);

CREATE INDEX platform_accesstoken_person_id_043b603f ON public.platform_accesstoken USING btree (person_id);

CREATE INDEX platform_al_county_de2f68_idx ON public.platform_alarm USING btree (county, state);

CREATE INDEX platform_al_state_be63c2_idx ON public.platform_alarm USING btree (state, happened_at DESC);

CREATE INDEX platform_alarm_handled_by_id_e21abcb3 ON public.platform_alarm USING btree (handled_by_id);

CREATE INDEX platform_alarm_key_1312c914_like ON public.platform_alarm USING btree (key varchar_pattern_ops);

CREATE INDEX platform_alarm_organisations_alarm_id_08edef4d ON public.platform_alarm_organisations USING btree (alarm_id);

CREATE INDEX platform_alarm_organisations_organisation_id_fe000256 ON public.platform_alarm_organisations USING btree (organisation_id);

CREATE INDEX platform_alarm_place_id_4c435edf ON public.platform_alarm USING btree (place_id);

CREATE INDEX platform_alarmevent_handled_by_id_faa22cee ON public.platform_alarmevent USING btree (handled_by_id);

CREATE INDEX platform_alarmevent_pgh_context_id_9180a8ad ON public.platform_alarmevent USING btree (pgh_context_id);

CREATE INDEX platform_alarmevent_pgh_obj_id_cf28bf1b ON public.platform_alarmevent USING btree (pgh_obj_id);

CREATE INDEX platform_alarmevent_place_id_f2893116 ON public.platform_alarmevent USING btree (place_id);

CREATE INDEX platform_attachment_organisation_id_a3bfc63d ON public.platform_attachment USING btree (organisation_id);

CREATE INDEX platform_attachment_uploaded_by_id_eeaf6b66 ON public.platform_attachment USING btree (uploaded_by_id);

CREATE INDEX platform_holidayevent_pgh_context_id_dd29fe94 ON public.platform_holidayevent USING btree (pgh_context_id);

CREATE INDEX platform_holidayevent_pgh_obj_id_c0f53b47 ON public.platform_holidayevent USING btree (pgh_obj_id);

CREATE INDEX platform_identifier_organisation_id_3c431dad ON public.platform_identifier USING btree (organisation_id);

CREATE INDEX platform_identifier_place_id_a4a185f8 ON public.platform_identifier USING btree (place_id);

CREATE INDEX platform_identifierevent_organisation_id_d4c11165 ON public.platform_identifierevent USING btree (organisation_id);

CREATE INDEX platform_identifierevent_pgh_context_id_349dc653 ON public.platform_identifierevent USING btree (pgh_context_id);

CREATE INDEX platform_identifierevent_pgh_obj_id_27ff8fe0 ON public.platform_identifierevent USING btree (pgh_obj_id);

CREATE INDEX platform_identifierevent_place_id_4d117709 ON public.platform_identifierevent USING btree (place_id);

CREATE INDEX platform_job_created_by_id_d4adc594 ON public.platform_job USING btree (created_by_id);

CREATE INDEX platform_la_dataset_be6113_idx ON public.platform_lakefile USING btree (dataset, state, partition);

CREATE INDEX platform_lakefile_path_792862a2_like ON public.platform_lakefile USING btree (path varchar_pattern_ops);

CREATE INDEX platform_maplayerevent_pgh_context_id_5037680d ON public.platform_maplayerevent USING btree (pgh_context_id);

CREATE INDEX platform_maplayerevent_pgh_obj_id_ec26b633 ON public.platform_maplayerevent USING btree (pgh_obj_id);

CREATE INDEX platform_membership_organisation_id_31d79d7a ON public.platform_membership USING btree (organisation_id);

CREATE INDEX platform_membership_person_id_6036ec24 ON public.platform_membership USING btree (person_id);

CREATE INDEX platform_membershipevent_organisation_id_9cd686ee ON public.platform_membershipevent USING btree (organisation_id);

CREATE INDEX platform_membershipevent_person_id_782d0aaf ON public.platform_membershipevent USING btree (person_id);

CREATE INDEX platform_membershipevent_pgh_context_id_5349a1a2 ON public.platform_membershipevent USING btree (pgh_context_id);

CREATE INDEX platform_membershipevent_pgh_obj_id_c6ba9c50 ON public.platform_membershipevent USING btree (pgh_obj_id);

CREATE INDEX platform_or_kind_578e7b_idx ON public.platform_organisation USING btree (kind, county);

CREATE INDEX platform_organisation_credit_code_65151a9c_like ON public.platform_organisation USING btree (credit_code varchar_pattern_ops);

CREATE INDEX platform_organisation_gln_50c39f62_like ON public.platform_organisation USING btree (gln varchar_pattern_ops);

CREATE INDEX platform_organisation_parent_id_d759338e ON public.platform_organisation USING btree (parent_id);

CREATE INDEX platform_organisationevent_parent_id_c588e7b8 ON public.platform_organisationevent USING btree (parent_id);

CREATE INDEX platform_organisationevent_pgh_context_id_e5be41be ON public.platform_organisationevent USING btree (pgh_context_id);

CREATE INDEX platform_organisationevent_pgh_obj_id_1288046e ON public.platform_organisationevent USING btree (pgh_obj_id);

CREATE INDEX platform_person_username_44a3a4c9_like ON public.platform_person USING btree (username varchar_pattern_ops);

CREATE INDEX platform_personevent_pgh_context_id_c030821a ON public.platform_personevent USING btree (pgh_context_id);

CREATE INDEX platform_personevent_pgh_obj_id_699d66e0 ON public.platform_personevent USING btree (pgh_obj_id);

CREATE INDEX platform_pl_kind_da93a8_idx ON public.platform_place USING btree (kind, county);

CREATE INDEX platform_place_gln_ae621384_like ON public.platform_place USING btree (gln varchar_pattern_ops);

CREATE INDEX platform_place_organisation_id_1b1bb117 ON public.platform_place USING btree (organisation_id);

CREATE INDEX platform_placeevent_organisation_id_b015765e ON public.platform_placeevent USING btree (organisation_id);

CREATE INDEX platform_placeevent_pgh_context_id_32f1e0c3 ON public.platform_placeevent USING btree (pgh_context_id);

CREATE INDEX platform_placeevent_pgh_obj_id_529190f9 ON public.platform_placeevent USING btree (pgh_obj_id);

CREATE INDEX platform_ruleevent_pgh_context_id_32928a2f ON public.platform_ruleevent USING btree (pgh_context_id);

CREATE INDEX platform_ruleevent_pgh_obj_id_6b1cbd1c ON public.platform_ruleevent USING btree (pgh_obj_id);

CREATE INDEX platform_si_account_460a07_idx ON public.platform_signinfailure USING btree (account, at);

CREATE INDEX platform_si_address_e76823_idx ON public.platform_signinfailure USING btree (address, at);

CREATE INDEX platform_tr_subject_955f16_idx ON public.platform_transition USING btree (subject, subject_id);

CREATE INDEX platform_transition_person_id_7c3db408 ON public.platform_transition USING btree (person_id);

CREATE UNIQUE INDEX price_erratum_one_open ON public.trade_priceerratum USING btree (publication_id) WHERE ((state)::text = 'open'::text);

CREATE UNIQUE INDEX price_motion_one_open ON public.trade_pricemotion USING btree (round_id) WHERE ((state)::text = 'open'::text);

CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);

CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));

CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);

CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);

CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);

CREATE INDEX product_lot_not_released ON public.factory_productlot USING btree (state) WHERE (NOT ((state)::text = 'released'::text));

CREATE INDEX quality_accreditedmethod_laboratory_id_9f3ab4b8 ON public.quality_accreditedmethod USING btree (laboratory_id);

CREATE INDEX quality_accreditedmethodevent_laboratory_id_265a44bd ON public.quality_accreditedmethodevent USING btree (laboratory_id);

CREATE INDEX quality_accreditedmethodevent_pgh_context_id_4dd0721e ON public.quality_accreditedmethodevent USING btree (pgh_context_id);

CREATE INDEX quality_accreditedmethodevent_pgh_obj_id_986fb42f ON public.quality_accreditedmethodevent USING btree (pgh_obj_id);

CREATE INDEX quality_caseevidence_added_by_id_05cf2fa2 ON public.quality_caseevidence USING btree (added_by_id);

CREATE INDEX quality_caseevidence_attachment_id_1165f765 ON public.quality_caseevidence USING btree (attachment_id);

CREATE INDEX quality_caseevidence_case_id_7dd9eb2e ON public.quality_caseevidence USING btree (case_id);

CREATE INDEX quality_comparisonentry_laboratory_id_dfab10e7 ON public.quality_comparisonentry USING btree (laboratory_id);

CREATE INDEX quality_comparisonentry_reported_by_id_7fc89dab ON public.quality_comparisonentry USING btree (reported_by_id);

CREATE INDEX quality_comparisonentry_round_id_58183152 ON public.quality_comparisonentry USING btree (round_id);

CREATE INDEX quality_comparisonround_number_81a77f91_like ON public.quality_comparisonround USING btree (number varchar_pattern_ops);

CREATE INDEX quality_comparisonround_opened_by_id_f1d25f86 ON public.quality_comparisonround USING btree (opened_by_id);

CREATE INDEX quality_comparisonround_organisation_id_e5537039 ON public.quality_comparisonround USING btree (organisation_id);

CREATE INDEX quality_comparisonroundevent_opened_by_id_b0ed822c ON public.quality_comparisonroundevent USING btree (opened_by_id);

CREATE INDEX quality_comparisonroundevent_organisation_id_a2df22ee ON public.quality_comparisonroundevent USING btree (organisation_id);

CREATE INDEX quality_comparisonroundevent_pgh_context_id_bbe5acbd ON public.quality_comparisonroundevent USING btree (pgh_context_id);

CREATE INDEX quality_comparisonroundevent_pgh_obj_id_b93d0906 ON public.quality_comparisonroundevent USING btree (pgh_obj_id);

CREATE INDEX quality_comparisonvalue_entry_id_8e7ac988 ON public.quality_comparisonvalue USING btree (entry_id);

CREATE INDEX quality_con_state_9fe753_idx ON public.quality_contrabandcase USING btree (state, opened_at DESC);

CREATE INDEX quality_contrabandcase_number_685dc8f0_like ON public.quality_contrabandcase USING btree (number varchar_pattern_ops);

CREATE INDEX quality_contrabandcase_opened_by_id_fac88402 ON public.quality_contrabandcase USING btree (opened_by_id);

CREATE INDEX quality_contrabandcaseevent_opened_by_id_0648b81f ON public.quality_contrabandcaseevent USING btree (opened_by_id);

CREATE INDEX quality_contrabandcaseevent_pgh_context_id_110da8f2 ON public.quality_contrabandcaseevent USING btree (pgh_context_id);

CREATE INDEX quality_contrabandcaseevent_pgh_obj_id_83139957 ON public.quality_contrabandcaseevent USING btree (pgh_obj_id);

CREATE INDEX quality_contrabandcaseevent_sample_id_b1843022 ON public.quality_contrabandcaseevent USING btree (sample_id);

CREATE INDEX quality_controlreading_recorded_by_id_f67d7193 ON public.quality_controlreading USING btree (recorded_by_id);

CREATE INDEX quality_controlreading_series_id_32b51ae7 ON public.quality_controlreading USING btree (series_id);

CREATE INDEX quality_controlseries_laboratory_id_ba73f3a9 ON public.quality_controlseries USING btree (laboratory_id);

CREATE INDEX quality_controlseriesevent_laboratory_id_71890c9c ON public.quality_controlseriesevent USING btree (laboratory_id);

CREATE INDEX quality_controlseriesevent_pgh_context_id_a7a064e2 ON public.quality_controlseriesevent USING btree (pgh_context_id);

CREATE INDEX quality_controlseriesevent_pgh_obj_id_ed81cd08 ON public.quality_controlseriesevent USING btree (pgh_obj_id);

CREATE INDEX quality_custodystep_taker_id_149258d6 ON public.quality_custodystep USING btree (taker_id);

CREATE INDEX quality_hol_state_7bd4fb_idx ON public.quality_hold USING btree (state, proposed_at DESC);

CREATE INDEX quality_hold_lot_uri_85f9270e ON public.quality_hold USING btree (lot_uri);

CREATE INDEX quality_hold_lot_uri_85f9270e_like ON public.quality_hold USING btree (lot_uri varchar_pattern_ops);

CREATE INDEX quality_hold_number_fe639e7e_like ON public.quality_hold USING btree (number varchar_pattern_ops);

CREATE INDEX quality_hold_parties_hold_id_85184e04 ON public.quality_hold_parties USING btree (hold_id);

CREATE INDEX quality_hold_parties_organisation_id_5c9e7cef ON public.quality_hold_parties USING btree (organisation_id);

CREATE INDEX quality_hold_place_id_d03b6f93 ON public.quality_hold USING btree (place_id);

CREATE INDEX quality_hold_proposed_by_id_1e699c71 ON public.quality_hold USING btree (proposed_by_id);

CREATE INDEX quality_hold_retest_id_48b0ede8 ON public.quality_hold USING btree (retest_id);

CREATE INDEX quality_hold_sample_id_46b4a82a ON public.quality_hold USING btree (sample_id);

CREATE INDEX quality_holdevent_pgh_context_id_fe825c24 ON public.quality_holdevent USING btree (pgh_context_id);

CREATE INDEX quality_holdevent_pgh_obj_id_ba312749 ON public.quality_holdevent USING btree (pgh_obj_id);

CREATE INDEX quality_holdevent_place_id_0006a82e ON public.quality_holdevent USING btree (place_id);

CREATE INDEX quality_holdevent_proposed_by_id_75e5dd2d ON public.quality_holdevent USING btree (proposed_by_id);

CREATE INDEX quality_holdevent_retest_id_121b20e9 ON public.quality_holdevent USING btree (retest_id);

CREATE INDEX quality_holdevent_sample_id_a7d1968e ON public.quality_holdevent USING btree (sample_id);

CREATE INDEX quality_laboratoryevent_pgh_context_id_a2b63ff0 ON public.quality_laboratoryevent USING btree (pgh_context_id);

CREATE INDEX quality_laboratoryevent_pgh_obj_id_ff54cee5 ON public.quality_laboratoryevent USING btree (pgh_obj_id);

CREATE INDEX quality_laboratoryevent_place_id_099b4041 ON public.quality_laboratoryevent USING btree (place_id);

CREATE INDEX quality_obj_state_f78c15_idx ON public.quality_objection USING btree (state, due);

CREATE INDEX quality_objection_number_eba95464_like ON public.quality_objection USING btree (number varchar_pattern_ops);

CREATE INDEX quality_objection_organisation_id_315dfb3f ON public.quality_objection USING btree (organisation_id);

CREATE INDEX quality_objection_raised_by_id_5f7d4454 ON public.quality_objection USING btree (raised_by_id);

CREATE INDEX quality_objectionevent_organisation_id_e61e414f ON public.quality_objectionevent USING btree (organisation_id);

CREATE INDEX quality_objectionevent_pgh_context_id_847cf187 ON public.quality_objectionevent USING btree (pgh_context_id);

CREATE INDEX quality_objectionevent_pgh_obj_id_fd9c541b ON public.quality_objectionevent USING btree (pgh_obj_id);

CREATE INDEX quality_objectionevent_raised_by_id_cb0f873a ON public.quality_objectionevent USING btree (raised_by_id);

CREATE INDEX quality_objectionevent_sample_id_795df9b0 ON public.quality_objectionevent USING btree (sample_id);

CREATE INDEX quality_planobject_plan_id_7af9410d ON public.quality_planobject USING btree (plan_id);

CREATE INDEX quality_planobject_stratum_id_f0ec35ef ON public.quality_planobject USING btree (stratum_id);

CREATE INDEX quality_planofficer_avoids_organisation_id_32401ddb ON public.quality_planofficer_avoids USING btree (organisation_id);

CREATE INDEX quality_planofficer_avoids_planofficer_id_0d01459c ON public.quality_planofficer_avoids USING btree (planofficer_id);

CREATE INDEX quality_planofficer_person_id_f4bfa086 ON public.quality_planofficer USING btree (person_id);

CREATE INDEX quality_planofficer_plan_id_60ed67c9 ON public.quality_planofficer USING btree (plan_id);

CREATE INDEX quality_planstratum_plan_id_3f76a23b ON public.quality_planstratum USING btree (plan_id);

CREATE INDEX quality_res_laborat_ce2676_idx ON public.quality_resultfile USING btree (laboratory_id, brought_at DESC);

CREATE INDEX quality_result_limit_id_4700cd02 ON public.quality_result USING btree (limit_id);

CREATE INDEX quality_resultfile_brought_by_id_f854c8e9 ON public.quality_resultfile USING btree (brought_by_id);

CREATE INDEX quality_resultfile_laboratory_id_9e6773db ON public.quality_resultfile USING btree (laboratory_id);

CREATE INDEX quality_resultlayout_confirmed_by_id_d75ebe21 ON public.quality_resultlayout USING btree (confirmed_by_id);

CREATE INDEX quality_resultlayout_laboratory_id_c37bb413 ON public.quality_resultlayout USING btree (laboratory_id);

CREATE INDEX quality_resultlayoutevent_confirmed_by_id_6af25a61 ON public.quality_resultlayoutevent USING btree (confirmed_by_id);

CREATE INDEX quality_resultlayoutevent_laboratory_id_a42d5577 ON public.quality_resultlayoutevent USING btree (laboratory_id);

CREATE INDEX quality_resultlayoutevent_pgh_context_id_7f6e7fad ON public.quality_resultlayoutevent USING btree (pgh_context_id);

CREATE INDEX quality_resultlayoutevent_pgh_obj_id_b15b1a6a ON public.quality_resultlayoutevent USING btree (pgh_obj_id);

CREATE INDEX quality_ret_state_8e29dd_idx ON public.quality_retainedportion USING btree (state, expires_at);

CREATE INDEX quality_retainedportion_ended_by_id_f92fec6b ON public.quality_retainedportion USING btree (ended_by_id);

CREATE INDEX quality_retainedportion_sample_id_d929f001 ON public.quality_retainedportion USING btree (sample_id);

CREATE INDEX quality_retainedportion_store_id_b9bf82cb ON public.quality_retainedportion USING btree (store_id);

CREATE INDEX quality_retainedportionevent_ended_by_id_7945c50f ON public.quality_retainedportionevent USING btree (ended_by_id);

CREATE INDEX quality_retainedportionevent_pgh_context_id_8cb84b99 ON public.quality_retainedportionevent USING btree (pgh_context_id);

CREATE INDEX quality_retainedportionevent_pgh_obj_id_d79f0aff ON public.quality_retainedportionevent USING btree (pgh_obj_id);

CREATE INDEX quality_retainedportionevent_sample_id_2c8a1d04 ON public.quality_retainedportionevent USING btree (sample_id);

CREATE INDEX quality_retainedportionevent_store_id_f79e9983 ON public.quality_retainedportionevent USING btree (store_id);

CREATE INDEX quality_sam_kind_cc22cf_idx ON public.quality_sample USING btree (kind, sampled_at DESC);

CREATE INDEX quality_sam_organis_289869_idx ON public.quality_samplingplan USING btree (organisation_id, first_day DESC);

CREATE INDEX quality_sam_place_i_c03f1f_idx ON public.quality_sample USING btree (place_id, sampled_at DESC);

CREATE INDEX quality_sam_state_eb98fa_idx ON public.quality_samplingtask USING btree (state, day);

CREATE INDEX quality_sample_barcode_4e12b269_like ON public.quality_sample USING btree (barcode varchar_pattern_ops);

CREATE INDEX quality_sample_blind_number_adfb18b4_like ON public.quality_sample USING btree (blind_number varchar_pattern_ops);

CREATE INDEX quality_sample_lot_uri_91e24689 ON public.quality_sample USING btree (lot_uri);

CREATE INDEX quality_sample_lot_uri_91e24689_like ON public.quality_sample USING btree (lot_uri varchar_pattern_ops);

CREATE INDEX quality_sampleevent_analyst_id_e50d9f2a ON public.quality_sampleevent USING btree (analyst_id);

CREATE INDEX quality_sampleevent_laboratory_id_49f44b5d ON public.quality_sampleevent USING btree (laboratory_id);

CREATE INDEX quality_sampleevent_pgh_context_id_3e496a40 ON public.quality_sampleevent USING btree (pgh_context_id);

CREATE INDEX quality_sampleevent_pgh_obj_id_abb78f28 ON public.quality_sampleevent USING btree (pgh_obj_id);

CREATE INDEX quality_sampleevent_place_id_5d998556 ON public.quality_sampleevent USING btree (place_id);

CREATE INDEX quality_sampleevent_retest_of_id_56da56df ON public.quality_sampleevent USING btree (retest_of_id);

CREATE INDEX quality_sampleevent_reviewer_id_d105a287 ON public.quality_sampleevent USING btree (reviewer_id);

CREATE INDEX quality_sampleevent_sampler_id_482fd3c7 ON public.quality_sampleevent USING btree (sampler_id);

CREATE INDEX quality_sampleevent_second_sampler_id_64697a4b ON public.quality_sampleevent USING btree (second_sampler_id);

CREATE INDEX quality_samplingplan_created_by_id_114ff562 ON public.quality_samplingplan USING btree (created_by_id);

CREATE INDEX quality_samplingplan_number_d76e4220_like ON public.quality_samplingplan USING btree (number varchar_pattern_ops);

CREATE INDEX quality_samplingplan_organisation_id_9e5c6393 ON public.quality_samplingplan USING btree (organisation_id);

CREATE INDEX quality_samplingplanevent_created_by_id_867bfea9 ON public.quality_samplingplanevent USING btree (created_by_id);

CREATE INDEX quality_samplingplanevent_organisation_id_a9810a57 ON public.quality_samplingplanevent USING btree (organisation_id);

CREATE INDEX quality_samplingplanevent_pgh_context_id_a88f25ee ON public.quality_samplingplanevent USING btree (pgh_context_id);

CREATE INDEX quality_samplingplanevent_pgh_obj_id_99c612e9 ON public.quality_samplingplanevent USING btree (pgh_obj_id);

CREATE INDEX quality_samplingtask_first_officer_id_4b38d67f ON public.quality_samplingtask USING btree (first_officer_id);

CREATE INDEX quality_samplingtask_place_id_94153feb ON public.quality_samplingtask USING btree (place_id);

CREATE INDEX quality_samplingtask_plan_id_91f5cd28 ON public.quality_samplingtask USING btree (plan_id);

CREATE INDEX quality_samplingtask_second_officer_id_ce293a20 ON public.quality_samplingtask USING btree (second_officer_id);

CREATE INDEX quality_samplingtaskevent_first_officer_id_5e685ebe ON public.quality_samplingtaskevent USING btree (first_officer_id);

CREATE INDEX quality_samplingtaskevent_pgh_context_id_d5996c5f ON public.quality_samplingtaskevent USING btree (pgh_context_id);

CREATE INDEX quality_samplingtaskevent_pgh_obj_id_739036f7 ON public.quality_samplingtaskevent USING btree (pgh_obj_id);

CREATE INDEX quality_samplingtaskevent_place_id_bd8cd9af ON public.quality_samplingtaskevent USING btree (place_id);

CREATE INDEX quality_samplingtaskevent_plan_id_ab474da2 ON public.quality_samplingtaskevent USING btree (plan_id);

CREATE INDEX quality_samplingtaskevent_sample_id_7cb29df3 ON public.quality_samplingtaskevent USING btree (sample_id);

CREATE INDEX quality_samplingtaskevent_second_officer_id_522c8595 ON public.quality_samplingtaskevent USING btree (second_officer_id);

CREATE INDEX quality_unblinding_granted_by_id_62c1c542 ON public.quality_unblinding USING btree (granted_by_id);

CREATE INDEX quality_unblinding_person_id_e1b1aded ON public.quality_unblinding USING btree (person_id);

CREATE INDEX quality_unblinding_sample_id_fee5d185 ON public.quality_unblinding USING btree (sample_id);

CREATE INDEX recording_advisoryvisit_centre_id_b998d3c2 ON public.recording_advisoryvisit USING btree (centre_id);

CREATE INDEX recording_advisoryvisit_place_id_6893a5ad ON public.recording_advisoryvisit USING btree (place_id);

CREATE INDEX recording_advisoryvisitevent_centre_id_0b23d092 ON public.recording_advisoryvisitevent USING btree (centre_id);

CREATE INDEX recording_advisoryvisitevent_pgh_context_id_30096faf ON public.recording_advisoryvisitevent USING btree (pgh_context_id);

CREATE INDEX recording_advisoryvisitevent_pgh_obj_id_62e32bd7 ON public.recording_advisoryvisitevent USING btree (pgh_obj_id);

CREATE INDEX recording_advisoryvisitevent_place_id_60f15958 ON public.recording_advisoryvisitevent USING btree (place_id);

CREATE INDEX recording_enrolment_centre_id_d886aa03 ON public.recording_enrolment USING btree (centre_id);

CREATE INDEX recording_enrolment_place_id_a55e4ae3 ON public.recording_enrolment USING btree (place_id);

CREATE INDEX recording_enrolmentevent_centre_id_ec12597a ON public.recording_enrolmentevent USING btree (centre_id);

CREATE INDEX recording_enrolmentevent_pgh_context_id_9a7b6b85 ON public.recording_enrolmentevent USING btree (pgh_context_id);

CREATE INDEX recording_enrolmentevent_pgh_obj_id_b82018d8 ON public.recording_enrolmentevent USING btree (pgh_obj_id);

CREATE INDEX recording_enrolmentevent_place_id_966b17c9 ON public.recording_enrolmentevent USING btree (place_id);

CREATE INDEX recording_farmreport_centre_id_1bb3ab4d ON public.recording_farmreport USING btree (centre_id);

CREATE INDEX recording_farmreport_drafted_by_id_34edf586 ON public.recording_farmreport USING btree (drafted_by_id);

CREATE INDEX recording_farmreport_place_id_595dd592 ON public.recording_farmreport USING btree (place_id);

CREATE INDEX recording_farmreport_run_id_a6383739 ON public.recording_farmreport USING btree (run_id);

CREATE INDEX recording_farmreportevent_centre_id_a5fe541e ON public.recording_farmreportevent USING btree (centre_id);

CREATE INDEX recording_farmreportevent_drafted_by_id_a37e9043 ON public.recording_farmreportevent USING btree (drafted_by_id);

CREATE INDEX recording_farmreportevent_pgh_context_id_1db537ec ON public.recording_farmreportevent USING btree (pgh_context_id);

CREATE INDEX recording_farmreportevent_pgh_obj_id_0fe3a8b7 ON public.recording_farmreportevent USING btree (pgh_obj_id);

CREATE INDEX recording_farmreportevent_place_id_f71b3ca6 ON public.recording_farmreportevent USING btree (place_id);

CREATE INDEX recording_farmreportevent_run_id_2d6c2a37 ON public.recording_farmreportevent USING btree (run_id);

CREATE INDEX recording_labfile_brought_by_id_03a1af11 ON public.recording_labfile USING btree (brought_by_id);

CREATE INDEX recording_labfile_centre_id_623c07da ON public.recording_labfile USING btree (centre_id);

CREATE INDEX recording_lactationfigure_run_id_c73d32ae ON public.recording_lactationfigure USING btree (run_id);

CREATE INDEX recording_m_month_4ac0e4_idx ON public.recording_monthlyrun USING btree (month, place_id);

CREATE INDEX recording_monthlyrun_place_id_83a6610a ON public.recording_monthlyrun USING btree (place_id);

CREATE INDEX recording_monthlyrun_population_id_99ad037f ON public.recording_monthlyrun USING btree (population_id);

CREATE INDEX recording_s_region_4a216c_idx ON public.recording_storedpopulation USING btree (region, year, fitted_at DESC);

CREATE INDEX recording_sampletube_tube_7029e4f7_like ON public.recording_sampletube USING btree (tube varchar_pattern_ops);

CREATE INDEX recording_sampletube_visit_id_076b1842 ON public.recording_sampletube USING btree (visit_id);

CREATE INDEX recording_sampletubeevent_lab_file_id_68a400f1 ON public.recording_sampletubeevent USING btree (lab_file_id);

CREATE INDEX recording_sampletubeevent_pgh_context_id_fc498982 ON public.recording_sampletubeevent USING btree (pgh_context_id);

CREATE INDEX recording_sampletubeevent_pgh_obj_id_874135d4 ON public.recording_sampletubeevent USING btree (pgh_obj_id);

CREATE INDEX recording_sampletubeevent_visit_id_276c8418 ON public.recording_sampletubeevent USING btree (visit_id);

CREATE INDEX recording_standardreading_centre_id_b6105b8f ON public.recording_standardreading USING btree (centre_id);

CREATE INDEX recording_standardreading_recorded_by_id_ae24719b ON public.recording_standardreading USING btree (recorded_by_id);

CREATE INDEX recording_standardreadingevent_centre_id_a0ef107e ON public.recording_standardreadingevent USING btree (centre_id);

CREATE INDEX recording_standardreadingevent_pgh_context_id_77e86900 ON public.recording_standardreadingevent USING btree (pgh_context_id);

CREATE INDEX recording_standardreadingevent_pgh_obj_id_8d69c74e ON public.recording_standardreadingevent USING btree (pgh_obj_id);

CREATE INDEX recording_standardreadingevent_recorded_by_id_fbda68dd ON public.recording_standardreadingevent USING btree (recorded_by_id);

CREATE INDEX recording_storedpopulation_version_d0598f2c_like ON public.recording_storedpopulation USING btree (version varchar_pattern_ops);

CREATE INDEX recording_t_state_7dc740_idx ON public.recording_testvisit USING btree (state, planned_on);

CREATE INDEX recording_testvisit_enrolment_id_1962bb02 ON public.recording_testvisit USING btree (enrolment_id);

CREATE INDEX recording_testvisit_sampler_id_77b0f28c ON public.recording_testvisit USING btree (sampler_id);

CREATE INDEX recording_testvisitevent_enrolment_id_0907b9be ON public.recording_testvisitevent USING btree (enrolment_id);

CREATE INDEX recording_testvisitevent_pgh_context_id_de611bbf ON public.recording_testvisitevent USING btree (pgh_context_id);

CREATE INDEX recording_testvisitevent_pgh_obj_id_d155e849 ON public.recording_testvisitevent USING btree (pgh_obj_id);

CREATE INDEX recording_testvisitevent_sampler_id_eef8a387 ON public.recording_testvisitevent USING btree (sampler_id);

CREATE UNIQUE INDEX repair_open_once ON public.trade_creditrepair USING btree (entry_id) WHERE ((state)::text = 'open'::text);

CREATE UNIQUE INDEX report_drafted_once ON public.recording_farmreport USING btree (place_id, month) WHERE ((state)::text = 'draft'::text);

CREATE INDEX sample_bench_queue ON public.quality_sample USING btree (laboratory_id, state) WHERE (laboratory_id IS NOT NULL);

CREATE INDEX sample_failed_recent ON public.quality_sample USING btree (sampled_at DESC) WHERE ((verdict)::text = 'fail'::text);

CREATE INDEX sheet_state_while_open ON public.collection_handoversheet USING btree (state) WHERE (NOT ((state)::text = 'closed'::text));

CREATE UNIQUE INDEX ticket_used_once ON public.collection_weighing USING btree (weighbridge_id, ticket) WHERE (NOT replaced);

CREATE INDEX trade_agreementsignature_complaint_id_a397341e ON public.trade_agreementsignature USING btree (complaint_id);

CREATE INDEX trade_agreementsignature_person_id_42f4a5f6 ON public.trade_agreementsignature USING btree (person_id);

CREATE INDEX trade_compl_state_ceef03_idx ON public.trade_complaint USING btree (state, filed_on DESC);

CREATE INDEX trade_complaint_contract_id_a577c936 ON public.trade_complaint USING btree (contract_id);

CREATE INDEX trade_complaint_evidence_attachment_id_45c67107 ON public.trade_complaint_evidence USING btree (attachment_id);

CREATE INDEX trade_complaint_evidence_complaint_id_1d235bc6 ON public.trade_complaint_evidence USING btree (complaint_id);

CREATE INDEX trade_complaint_filed_by_id_eab49e5f ON public.trade_complaint USING btree (filed_by_id);

CREATE INDEX trade_complaint_mediator_id_fdae2985 ON public.trade_complaint USING btree (mediator_id);

CREATE INDEX trade_complaint_number_6f1f6437_like ON public.trade_complaint USING btree (number varchar_pattern_ops);

CREATE INDEX trade_complaint_office_id_d9d0c2b9 ON public.trade_complaint USING btree (office_id);

CREATE INDEX trade_complaintevent_contract_id_7d7b6d4c ON public.trade_complaintevent USING btree (contract_id);

CREATE INDEX trade_complaintevent_filed_by_id_91b57ea1 ON public.trade_complaintevent USING btree (filed_by_id);

CREATE INDEX trade_complaintevent_mediator_id_ed612ad5 ON public.trade_complaintevent USING btree (mediator_id);

CREATE INDEX trade_complaintevent_office_id_152bd919 ON public.trade_complaintevent USING btree (office_id);

CREATE INDEX trade_complaintevent_pgh_context_id_beeb35e0 ON public.trade_complaintevent USING btree (pgh_context_id);

CREATE INDEX trade_complaintevent_pgh_obj_id_e9909511 ON public.trade_complaintevent USING btree (pgh_obj_id);

CREATE INDEX trade_complaintstatement_complaint_id_27352c78 ON public.trade_complaintstatement USING btree (complaint_id);

CREATE INDEX trade_complaintstatement_person_id_f242b18a ON public.trade_complaintstatement USING btree (person_id);

CREATE INDEX trade_contr_buyer_i_7f05d9_idx ON public.trade_contract USING btree (buyer_id, valid_from);

CREATE INDEX trade_contr_seller__40ebf5_idx ON public.trade_contract USING btree (seller_id, valid_from);

CREATE INDEX trade_contr_state_604f29_idx ON public.trade_contract USING btree (state);

CREATE INDEX trade_contract_buyer_id_ef5ee91b ON public.trade_contract USING btree (buyer_id);

CREATE INDEX trade_contract_delivery_place_id_3f619bde ON public.trade_contract USING btree (delivery_place_id);

CREATE INDEX trade_contract_drafted_by_id_f7d14c31 ON public.trade_contract USING btree (drafted_by_id);

CREATE INDEX trade_contract_form_id_89a8372c ON public.trade_contract USING btree (form_id);

CREATE INDEX trade_contract_replaces_id_542f9914 ON public.trade_contract USING btree (replaces_id);

CREATE INDEX trade_contract_seller_id_3efc9ea8 ON public.trade_contract USING btree (seller_id);

CREATE INDEX trade_contract_seller_place_id_f276a025 ON public.trade_contract USING btree (seller_place_id);

CREATE INDEX trade_contract_third_party_id_73de8e34 ON public.trade_contract USING btree (third_party_id);

CREATE INDEX trade_contractcomment_contract_id_4ffd139e ON public.trade_contractcomment USING btree (contract_id);

CREATE INDEX trade_contractcomment_person_id_5105e5a5 ON public.trade_contractcomment USING btree (person_id);

CREATE INDEX trade_contractevent_buyer_id_d0a45620 ON public.trade_contractevent USING btree (buyer_id);

CREATE INDEX trade_contractevent_delivery_place_id_2adac9d5 ON public.trade_contractevent USING btree (delivery_place_id);

CREATE INDEX trade_contractevent_drafted_by_id_87713add ON public.trade_contractevent USING btree (drafted_by_id);

CREATE INDEX trade_contractevent_form_id_32ec51c0 ON public.trade_contractevent USING btree (form_id);

CREATE INDEX trade_contractevent_pgh_context_id_d424bbab ON public.trade_contractevent USING btree (pgh_context_id);

CREATE INDEX trade_contractevent_pgh_obj_id_55489fd8 ON public.trade_contractevent USING btree (pgh_obj_id);

CREATE INDEX trade_contractevent_replaces_id_9797a8f6 ON public.trade_contractevent USING btree (replaces_id);

CREATE INDEX trade_contractevent_seller_id_c8a016d8 ON public.trade_contractevent USING btree (seller_id);

CREATE INDEX trade_contractevent_seller_place_id_3033dee4 ON public.trade_contractevent USING btree (seller_place_id);

CREATE INDEX trade_contractevent_third_party_id_0b75a964 ON public.trade_contractevent USING btree (third_party_id);

CREATE INDEX trade_contractfiling_answered_by_id_2cc27268 ON public.trade_contractfiling USING btree (answered_by_id);

CREATE INDEX trade_contractfiling_filing_number_f58afed4_like ON public.trade_contractfiling USING btree (filing_number varchar_pattern_ops);

CREATE INDEX trade_contractfiling_office_id_3e81ada6 ON public.trade_contractfiling USING btree (office_id);

CREATE INDEX trade_contractfiling_submitted_by_id_2fdbfb47 ON public.trade_contractfiling USING btree (submitted_by_id);

CREATE INDEX trade_contractfilingevent_answered_by_id_21ddd14c ON public.trade_contractfilingevent USING btree (answered_by_id);

CREATE INDEX trade_contractfilingevent_contract_id_5341a4b4 ON public.trade_contractfilingevent USING btree (contract_id);

CREATE INDEX trade_contractfilingevent_office_id_a1108c2d ON public.trade_contractfilingevent USING btree (office_id);

CREATE INDEX trade_contractfilingevent_pgh_context_id_d6b43b9f ON public.trade_contractfilingevent USING btree (pgh_context_id);

CREATE INDEX trade_contractfilingevent_pgh_obj_id_d048e2b6 ON public.trade_contractfilingevent USING btree (pgh_obj_id);

CREATE INDEX trade_contractfilingevent_submitted_by_id_d1a24f49 ON public.trade_contractfilingevent USING btree (submitted_by_id);

CREATE INDEX trade_contractsignature_organisation_id_f7e4c236 ON public.trade_contractsignature USING btree (organisation_id);

CREATE INDEX trade_contractsignature_person_id_ea6302b8 ON public.trade_contractsignature USING btree (person_id);

CREATE INDEX trade_contracttermination_confirmed_by_id_4d89af11 ON public.trade_contracttermination USING btree (confirmed_by_id);

CREATE INDEX trade_contracttermination_person_id_1c815ddb ON public.trade_contracttermination USING btree (person_id);

CREATE INDEX trade_contractterminationevent_confirmed_by_id_d68c1908 ON public.trade_contractterminationevent USING btree (confirmed_by_id);

CREATE INDEX trade_contractterminationevent_contract_id_4b9f2605 ON public.trade_contractterminationevent USING btree (contract_id);

CREATE INDEX trade_contractterminationevent_person_id_b73eecf5 ON public.trade_contractterminationevent USING btree (person_id);

CREATE INDEX trade_contractterminationevent_pgh_context_id_86aebb20 ON public.trade_contractterminationevent USING btree (pgh_context_id);

CREATE INDEX trade_contractterminationevent_pgh_obj_id_8cd67954 ON public.trade_contractterminationevent USING btree (pgh_obj_id);

CREATE INDEX trade_costline_sheet_id_23345e11 ON public.trade_costline USING btree (sheet_id);

CREATE INDEX trade_costsheet_reviewed_by_id_7488bdd3 ON public.trade_costsheet USING btree (reviewed_by_id);

CREATE INDEX trade_costsheet_sample_id_d79cd514 ON public.trade_costsheet USING btree (sample_id);

CREATE INDEX trade_costsheet_submitted_by_id_7b243df8 ON public.trade_costsheet USING btree (submitted_by_id);

CREATE INDEX trade_costsheetevent_pgh_context_id_24a95637 ON public.trade_costsheetevent USING btree (pgh_context_id);

CREATE INDEX trade_costsheetevent_pgh_obj_id_39131413 ON public.trade_costsheetevent USING btree (pgh_obj_id);

CREATE INDEX trade_costsheetevent_reviewed_by_id_d4654b2c ON public.trade_costsheetevent USING btree (reviewed_by_id);

CREATE INDEX trade_costsheetevent_sample_id_c46c0cde ON public.trade_costsheetevent USING btree (sample_id);

CREATE INDEX trade_costsheetevent_submitted_by_id_a41bdd59 ON public.trade_costsheetevent USING btree (submitted_by_id);

CREATE INDEX trade_credi_layer_306155_idx ON public.trade_creditentry USING btree (layer, state);

CREATE INDEX trade_credi_subject_cc6980_idx ON public.trade_creditsignal USING btree (subject_id, happened_on DESC);

CREATE INDEX trade_creditappeal_answered_by_id_6224c75e ON public.trade_creditappeal USING btree (answered_by_id);

CREATE INDEX trade_creditappeal_asked_by_id_1fdb93f9 ON public.trade_creditappeal USING btree (asked_by_id);

CREATE INDEX trade_creditappeal_entry_id_c7a54e6c ON public.trade_creditappeal USING btree (entry_id);

CREATE INDEX trade_creditappeal_evidence_id_b8c5e8e0 ON public.trade_creditappeal USING btree (evidence_id);

CREATE INDEX trade_creditappealevent_answered_by_id_2e46fa7d ON public.trade_creditappealevent USING btree (answered_by_id);

CREATE INDEX trade_creditappealevent_asked_by_id_0b8787b5 ON public.trade_creditappealevent USING btree (asked_by_id);

CREATE INDEX trade_creditappealevent_entry_id_3f22ab43 ON public.trade_creditappealevent USING btree (entry_id);

CREATE INDEX trade_creditappealevent_evidence_id_af737c76 ON public.trade_creditappealevent USING btree (evidence_id);

CREATE INDEX trade_creditappealevent_pgh_context_id_21731137 ON public.trade_creditappealevent USING btree (pgh_context_id);

CREATE INDEX trade_creditappealevent_pgh_obj_id_8862664f ON public.trade_creditappealevent USING btree (pgh_obj_id);

CREATE INDEX trade_creditentry_number_8cac2843_like ON public.trade_creditentry USING btree (number varchar_pattern_ops);

CREATE INDEX trade_creditentry_office_id_21acd9f5 ON public.trade_creditentry USING btree (office_id);

CREATE INDEX trade_creditentry_signals_creditentry_id_8145b941 ON public.trade_creditentry_signals USING btree (creditentry_id);

CREATE INDEX trade_creditentry_signals_creditsignal_id_f7880586 ON public.trade_creditentry_signals USING btree (creditsignal_id);

CREATE INDEX trade_creditentry_subject_id_5b1d3f2a ON public.trade_creditentry USING btree (subject_id);

CREATE INDEX trade_creditentryevent_office_id_d9cef07d ON public.trade_creditentryevent USING btree (office_id);

CREATE INDEX trade_creditentryevent_pgh_context_id_d07e3131 ON public.trade_creditentryevent USING btree (pgh_context_id);

CREATE INDEX trade_creditentryevent_pgh_obj_id_69dc94c3 ON public.trade_creditentryevent USING btree (pgh_obj_id);

CREATE INDEX trade_creditentryevent_subject_id_efd1aca3 ON public.trade_creditentryevent USING btree (subject_id);

CREATE INDEX trade_creditrepair_answered_by_id_640aabb2 ON public.trade_creditrepair USING btree (answered_by_id);

CREATE INDEX trade_creditrepair_asked_by_id_3a43548e ON public.trade_creditrepair USING btree (asked_by_id);

CREATE INDEX trade_creditrepair_entry_id_b3cebbc1 ON public.trade_creditrepair USING btree (entry_id);

CREATE INDEX trade_creditrepair_evidence_id_10417bb6 ON public.trade_creditrepair USING btree (evidence_id);

CREATE INDEX trade_creditrepairevent_answered_by_id_879cb48e ON public.trade_creditrepairevent USING btree (answered_by_id);

CREATE INDEX trade_creditrepairevent_asked_by_id_b1b7c386 ON public.trade_creditrepairevent USING btree (asked_by_id);

CREATE INDEX trade_creditrepairevent_entry_id_4a563c3f ON public.trade_creditrepairevent USING btree (entry_id);

CREATE INDEX trade_creditrepairevent_evidence_id_9e49b317 ON public.trade_creditrepairevent USING btree (evidence_id);

CREATE INDEX trade_creditrepairevent_pgh_context_id_72b77df9 ON public.trade_creditrepairevent USING btree (pgh_context_id);

CREATE INDEX trade_creditrepairevent_pgh_obj_id_b632277b ON public.trade_creditrepairevent USING btree (pgh_obj_id);

CREATE INDEX trade_creditsignal_evidence_id_5e5810a5 ON public.trade_creditsignal USING btree (evidence_id);

CREATE INDEX trade_creditsignal_noted_by_id_778ea26c ON public.trade_creditsignal USING btree (noted_by_id);

CREATE INDEX trade_creditsignal_source_3d14ccfb_like ON public.trade_creditsignal USING btree (source varchar_pattern_ops);

CREATE INDEX trade_creditsignal_subject_id_92528d84 ON public.trade_creditsignal USING btree (subject_id);

CREATE INDEX trade_creditsignal_withdrawn_by_id_072761f0 ON public.trade_creditsignal USING btree (withdrawn_by_id);

CREATE INDEX trade_creditsignalevent_evidence_id_a59318d6 ON public.trade_creditsignalevent USING btree (evidence_id);

CREATE INDEX trade_creditsignalevent_noted_by_id_f69ea98b ON public.trade_creditsignalevent USING btree (noted_by_id);

CREATE INDEX trade_creditsignalevent_pgh_context_id_d5383310 ON public.trade_creditsignalevent USING btree (pgh_context_id);

CREATE INDEX trade_creditsignalevent_pgh_obj_id_52e1f114 ON public.trade_creditsignalevent USING btree (pgh_obj_id);

CREATE INDEX trade_creditsignalevent_subject_id_e6fd44e1 ON public.trade_creditsignalevent USING btree (subject_id);

CREATE INDEX trade_creditsignalevent_withdrawn_by_id_57dc4b67 ON public.trade_creditsignalevent USING btree (withdrawn_by_id);

CREATE INDEX trade_creditstatement_entry_id_415e412b ON public.trade_creditstatement USING btree (entry_id);

CREATE INDEX trade_creditstatement_evidence_id_8d3270af ON public.trade_creditstatement USING btree (evidence_id);

CREATE INDEX trade_creditstatement_person_id_8a489d52 ON public.trade_creditstatement USING btree (person_id);

CREATE INDEX trade_formclause_form_id_4f3162de ON public.trade_formclause USING btree (form_id);

CREATE INDEX trade_formclauseevent_form_id_c91b7bfc ON public.trade_formclauseevent USING btree (form_id);

CREATE INDEX trade_formclauseevent_pgh_context_id_39f2c129 ON public.trade_formclauseevent USING btree (pgh_context_id);

CREATE INDEX trade_formclauseevent_pgh_obj_id_4a84f0f6 ON public.trade_formclauseevent USING btree (pgh_obj_id);

CREATE INDEX trade_gridagreement_grid_id_445d8868 ON public.trade_gridagreement USING btree (grid_id);

CREATE INDEX trade_gridagreement_organisation_id_e8f12321 ON public.trade_gridagreement USING btree (organisation_id);

CREATE INDEX trade_gridagreement_person_id_46948233 ON public.trade_gridagreement USING btree (person_id);

CREATE INDEX trade_modelform_code_e51ef343_like ON public.trade_modelform USING btree (code varchar_pattern_ops);

CREATE INDEX trade_modelformevent_pgh_context_id_7cb26daa ON public.trade_modelformevent USING btree (pgh_context_id);

CREATE INDEX trade_modelformevent_pgh_obj_id_02d975da ON public.trade_modelformevent USING btree (pgh_obj_id);

CREATE INDEX trade_paygrid_drafted_by_id_3d26bbdb ON public.trade_paygrid USING btree (drafted_by_id);

CREATE INDEX trade_paygrid_owner_id_9c6884d2 ON public.trade_paygrid USING btree (owner_id);

CREATE INDEX trade_paygrid_sellers_organisation_id_1bf29d24 ON public.trade_paygrid_sellers USING btree (organisation_id);

CREATE INDEX trade_paygrid_sellers_paygrid_id_9e0486fb ON public.trade_paygrid_sellers USING btree (paygrid_id);

CREATE INDEX trade_paygridevent_drafted_by_id_7b182b0f ON public.trade_paygridevent USING btree (drafted_by_id);

CREATE INDEX trade_paygridevent_owner_id_a29a8e2f ON public.trade_paygridevent USING btree (owner_id);

CREATE INDEX trade_paygridevent_pgh_context_id_5d24ba83 ON public.trade_paygridevent USING btree (pgh_context_id);

CREATE INDEX trade_paygridevent_pgh_obj_id_45f6a38a ON public.trade_paygridevent USING btree (pgh_obj_id);

CREATE INDEX trade_payment_answered_by_id_a566db43 ON public.trade_payment USING btree (answered_by_id);

CREATE INDEX trade_payment_receivable_id_d2cea9f4 ON public.trade_payment USING btree (receivable_id);

CREATE INDEX trade_payment_told_by_id_0144e35b ON public.trade_payment USING btree (told_by_id);

CREATE INDEX trade_paymentevent_answered_by_id_a07270d1 ON public.trade_paymentevent USING btree (answered_by_id);

CREATE INDEX trade_paymentevent_pgh_context_id_c729dc07 ON public.trade_paymentevent USING btree (pgh_context_id);

CREATE INDEX trade_paymentevent_pgh_obj_id_4351970f ON public.trade_paymentevent USING btree (pgh_obj_id);

CREATE INDEX trade_paymentevent_receivable_id_35e81716 ON public.trade_paymentevent USING btree (receivable_id);

CREATE INDEX trade_paymentevent_told_by_id_704ba1e6 ON public.trade_paymentevent USING btree (told_by_id);

CREATE INDEX trade_price_valid_t_21e29d_idx ON public.trade_priceseat USING btree (valid_to, side);

CREATE INDEX trade_pricecomplaint_document_id_bcce14d2 ON public.trade_pricecomplaint USING btree (document_id);

CREATE INDEX trade_pricecomplaint_number_1caa603b_like ON public.trade_pricecomplaint USING btree (number varchar_pattern_ops);

CREATE INDEX trade_pricecomplaint_organisation_id_d814b063 ON public.trade_pricecomplaint USING btree (organisation_id);

CREATE INDEX trade_pricecomplaint_person_id_7a18bc45 ON public.trade_pricecomplaint USING btree (person_id);

CREATE INDEX trade_pricecomplaint_round_id_0505de59 ON public.trade_pricecomplaint USING btree (round_id);

CREATE INDEX trade_pricecomplaintevent_document_id_f88802a7 ON public.trade_pricecomplaintevent USING btree (document_id);

CREATE INDEX trade_pricecomplaintevent_organisation_id_df49edbd ON public.trade_pricecomplaintevent USING btree (organisation_id);

CREATE INDEX trade_pricecomplaintevent_person_id_76ccd97a ON public.trade_pricecomplaintevent USING btree (person_id);

CREATE INDEX trade_pricecomplaintevent_pgh_context_id_e80702e4 ON public.trade_pricecomplaintevent USING btree (pgh_context_id);

CREATE INDEX trade_pricecomplaintevent_pgh_obj_id_2ea86563 ON public.trade_pricecomplaintevent USING btree (pgh_obj_id);

CREATE INDEX trade_pricecomplaintevent_round_id_21c6790f ON public.trade_pricecomplaintevent USING btree (round_id);

CREATE INDEX trade_priceconflict_declared_by_id_b091a112 ON public.trade_priceconflict USING btree (declared_by_id);

CREATE INDEX trade_priceconflict_round_id_a732d2a3 ON public.trade_priceconflict USING btree (round_id);

CREATE INDEX trade_priceconflict_seat_id_e7e49837 ON public.trade_priceconflict USING btree (seat_id);

CREATE INDEX trade_priceerratum_decided_by_id_7a01650a ON public.trade_priceerratum USING btree (decided_by_id);

CREATE INDEX trade_priceerratum_found_by_id_3e823682 ON public.trade_priceerratum USING btree (found_by_id);

CREATE INDEX trade_priceerratum_publication_id_d363e67e ON public.trade_priceerratum USING btree (publication_id);

CREATE INDEX trade_priceerratumevent_decided_by_id_71fcfc23 ON public.trade_priceerratumevent USING btree (decided_by_id);

CREATE INDEX trade_priceerratumevent_found_by_id_13ef1323 ON public.trade_priceerratumevent USING btree (found_by_id);

CREATE INDEX trade_priceerratumevent_pgh_context_id_dbb122a3 ON public.trade_priceerratumevent USING btree (pgh_context_id);

CREATE INDEX trade_priceerratumevent_pgh_obj_id_6f3d26c8 ON public.trade_priceerratumevent USING btree (pgh_obj_id);

CREATE INDEX trade_priceerratumevent_publication_id_550e32b2 ON public.trade_priceerratumevent USING btree (publication_id);

CREATE INDEX trade_priceestimate_computed_by_id_e61c86fd ON public.trade_priceestimate USING btree (computed_by_id);

CREATE INDEX trade_priceestimate_round_id_88a75e34 ON public.trade_priceestimate USING btree (round_id);

CREATE INDEX trade_priceinput_entered_by_id_00123489 ON public.trade_priceinput USING btree (entered_by_id);

CREATE INDEX trade_priceinput_round_id_029d8757 ON public.trade_priceinput USING btree (round_id);

CREATE INDEX trade_pricejudgement_person_id_21e2bd64 ON public.trade_pricejudgement USING btree (person_id);

CREATE INDEX trade_pricejudgement_round_id_679ad7cd ON public.trade_pricejudgement USING btree (round_id);

CREATE INDEX trade_pricemotion_closed_by_id_571cdbfb ON public.trade_pricemotion USING btree (closed_by_id);

CREATE INDEX trade_pricemotion_estimate_id_65435990 ON public.trade_pricemotion USING btree (estimate_id);

CREATE INDEX trade_pricemotion_put_by_id_3217c3f3 ON public.trade_pricemotion USING btree (put_by_id);

CREATE INDEX trade_pricemotion_round_id_664a009b ON public.trade_pricemotion USING btree (round_id);

CREATE INDEX trade_pricemotionevent_closed_by_id_2817e07f ON public.trade_pricemotionevent USING btree (closed_by_id);

CREATE INDEX trade_pricemotionevent_estimate_id_aa627f7d ON public.trade_pricemotionevent USING btree (estimate_id);

CREATE INDEX trade_pricemotionevent_pgh_context_id_9ebab84f ON public.trade_pricemotionevent USING btree (pgh_context_id);

CREATE INDEX trade_pricemotionevent_pgh_obj_id_6af29e17 ON public.trade_pricemotionevent USING btree (pgh_obj_id);

CREATE INDEX trade_pricemotionevent_put_by_id_bb7c6b29 ON public.trade_pricemotionevent USING btree (put_by_id);

CREATE INDEX trade_pricemotionevent_round_id_4f8ef2d9 ON public.trade_pricemotionevent USING btree (round_id);

CREATE INDEX trade_priceproposal_document_id_58a00e1d ON public.trade_priceproposal USING btree (document_id);

CREATE INDEX trade_priceproposal_round_id_03d3a71b ON public.trade_priceproposal USING btree (round_id);

CREATE INDEX trade_priceproposal_seat_id_00c77116 ON public.trade_priceproposal USING btree (seat_id);

CREATE INDEX trade_pricepublication_issuer_id_b459245c ON public.trade_pricepublication USING btree (issuer_id);

CREATE INDEX trade_pricepublication_motion_id_70b15ad0 ON public.trade_pricepublication USING btree (motion_id);

CREATE INDEX trade_pricepublication_number_ed1981b9_like ON public.trade_pricepublication USING btree (number varchar_pattern_ops);

CREATE INDEX trade_pricepublication_prepared_by_id_efeb8393 ON public.trade_pricepublication USING btree (prepared_by_id);

CREATE INDEX trade_pricepublication_published_by_id_08770966 ON public.trade_pricepublication USING btree (published_by_id);

CREATE INDEX trade_pricepublication_round_id_7bbb0fa4 ON public.trade_pricepublication USING btree (round_id);

CREATE INDEX trade_pricereview_reviewer_id_6bc6c7ad ON public.trade_pricereview USING btree (reviewer_id);

CREATE INDEX trade_priceround_code_d5826a92_like ON public.trade_priceround USING btree (code varchar_pattern_ops);

CREATE INDEX trade_priceround_opened_by_id_e9928393 ON public.trade_priceround USING btree (opened_by_id);

CREATE INDEX trade_priceroundevent_opened_by_id_4b3def83 ON public.trade_priceroundevent USING btree (opened_by_id);

CREATE INDEX trade_priceroundevent_pgh_context_id_44820b50 ON public.trade_priceroundevent USING btree (pgh_context_id);

CREATE INDEX trade_priceroundevent_pgh_obj_id_3a7b9e25 ON public.trade_priceroundevent USING btree (pgh_obj_id);

CREATE INDEX trade_priceseat_appointed_by_id_69679e56 ON public.trade_priceseat USING btree (appointed_by_id);

CREATE INDEX trade_priceseat_organisation_id_d24e0b06 ON public.trade_priceseat USING btree (organisation_id);

CREATE INDEX trade_priceseat_person_id_9a28d9e0 ON public.trade_priceseat USING btree (person_id);

CREATE INDEX trade_priceseatevent_appointed_by_id_e5357d9c ON public.trade_priceseatevent USING btree (appointed_by_id);

CREATE INDEX trade_priceseatevent_organisation_id_888b7efe ON public.trade_priceseatevent USING btree (organisation_id);

CREATE INDEX trade_priceseatevent_person_id_a195991f ON public.trade_priceseatevent USING btree (person_id);

CREATE INDEX trade_priceseatevent_pgh_context_id_b3e57860 ON public.trade_priceseatevent USING btree (pgh_context_id);

CREATE INDEX trade_priceseatevent_pgh_obj_id_80fa1434 ON public.trade_priceseatevent USING btree (pgh_obj_id);

CREATE INDEX trade_pricestratum_round_id_6c9f4411 ON public.trade_pricestratum USING btree (round_id);

CREATE INDEX trade_pricevote_motion_id_4fdeddcc ON public.trade_pricevote USING btree (motion_id);

CREATE INDEX trade_pricevote_seat_id_0a5d988d ON public.trade_pricevote USING btree (seat_id);

CREATE INDEX trade_recei_due_on_e0fb71_idx ON public.trade_receivable USING btree (due_on);

CREATE INDEX trade_receivable_contract_id_8eb98255 ON public.trade_receivable USING btree (contract_id);

CREATE INDEX trade_receivable_opened_by_id_525b3ee3 ON public.trade_receivable USING btree (opened_by_id);

CREATE INDEX trade_receivable_statement_9b83bb7c_like ON public.trade_receivable USING btree (statement varchar_pattern_ops);

CREATE INDEX trade_receivableevent_contract_id_d434aeaa ON public.trade_receivableevent USING btree (contract_id);

CREATE INDEX trade_receivableevent_opened_by_id_16565e93 ON public.trade_receivableevent USING btree (opened_by_id);

CREATE INDEX trade_receivableevent_pgh_context_id_b5e26d51 ON public.trade_receivableevent USING btree (pgh_context_id);

CREATE INDEX trade_receivableevent_pgh_obj_id_487b97da ON public.trade_receivableevent USING btree (pgh_obj_id);

CREATE INDEX trade_samplefarm_farm_id_e91bfd45 ON public.trade_samplefarm USING btree (farm_id);

CREATE INDEX trade_samplefarm_round_id_6b30c3c8 ON public.trade_samplefarm USING btree (round_id);

CREATE INDEX trade_samplefarm_stratum_id_85cadefa ON public.trade_samplefarm USING btree (stratum_id);

CREATE INDEX trade_settl_buyer_i_7df79b_idx ON public.trade_settlement USING btree (buyer_id, first_day DESC);

CREATE INDEX trade_settl_seller__a2bd78_idx ON public.trade_settlement USING btree (seller_id, first_day DESC);

CREATE INDEX trade_settl_seller__f5615f_idx ON public.trade_settlement USING btree (seller_place_id, buyer_id, first_day);

CREATE INDEX trade_settlement_buyer_id_598a0baf ON public.trade_settlement USING btree (buyer_id);

CREATE INDEX trade_settlement_contract_id_97de9a96 ON public.trade_settlement USING btree (contract_id);

CREATE INDEX trade_settlement_grid_id_dc24f02d ON public.trade_settlement USING btree (grid_id);

CREATE INDEX trade_settlement_made_by_id_55bd6dac ON public.trade_settlement USING btree (made_by_id);

CREATE INDEX trade_settlement_number_12d50a26_like ON public.trade_settlement USING btree (number varchar_pattern_ops);

CREATE INDEX trade_settlement_seller_id_251396af ON public.trade_settlement USING btree (seller_id);

CREATE INDEX trade_settlement_seller_place_id_3795cc9a ON public.trade_settlement USING btree (seller_place_id);

CREATE INDEX trade_settlementdispute_answered_by_id_11ff86a6 ON public.trade_settlementdispute USING btree (answered_by_id);

CREATE INDEX trade_settlementdispute_evidence_id_875abd88 ON public.trade_settlementdispute USING btree (evidence_id);

CREATE INDEX trade_settlementdispute_line_id_99a1a701 ON public.trade_settlementdispute USING btree (line_id);

CREATE INDEX trade_settlementdispute_raised_by_id_1776ef6a ON public.trade_settlementdispute USING btree (raised_by_id);

CREATE INDEX trade_settlementdispute_settlement_id_c00ab63b ON public.trade_settlementdispute USING btree (settlement_id);

CREATE INDEX trade_settlementdisputeevent_answered_by_id_4078111e ON public.trade_settlementdisputeevent USING btree (answered_by_id);

CREATE INDEX trade_settlementdisputeevent_evidence_id_6801940e ON public.trade_settlementdisputeevent USING btree (evidence_id);

CREATE INDEX trade_settlementdisputeevent_line_id_88d207aa ON public.trade_settlementdisputeevent USING btree (line_id);

CREATE INDEX trade_settlementdisputeevent_pgh_context_id_69d3141a ON public.trade_settlementdisputeevent USING btree (pgh_context_id);

CREATE INDEX trade_settlementdisputeevent_pgh_obj_id_c41167b8 ON public.trade_settlementdisputeevent USING btree (pgh_obj_id);

CREATE INDEX trade_settlementdisputeevent_raised_by_id_51d7230b ON public.trade_settlementdisputeevent USING btree (raised_by_id);

CREATE INDEX trade_settlementdisputeevent_settlement_id_e3e8f1e0 ON public.trade_settlementdisputeevent USING btree (settlement_id);

CREATE INDEX trade_settlementevent_buyer_id_827c5c22 ON public.trade_settlementevent USING btree (buyer_id);

CREATE INDEX trade_settlementevent_contract_id_fec36410 ON public.trade_settlementevent USING btree (contract_id);

CREATE INDEX trade_settlementevent_corrects_id_a258bb89 ON public.trade_settlementevent USING btree (corrects_id);

CREATE INDEX trade_settlementevent_grid_id_37cec1dd ON public.trade_settlementevent USING btree (grid_id);

CREATE INDEX trade_settlementevent_made_by_id_3a35b727 ON public.trade_settlementevent USING btree (made_by_id);

CREATE INDEX trade_settlementevent_pgh_context_id_b61a4200 ON public.trade_settlementevent USING btree (pgh_context_id);

CREATE INDEX trade_settlementevent_pgh_obj_id_ca49de43 ON public.trade_settlementevent USING btree (pgh_obj_id);

CREATE INDEX trade_settlementevent_seller_id_3900fae5 ON public.trade_settlementevent USING btree (seller_id);

CREATE INDEX trade_settlementevent_seller_place_id_6d29fc05 ON public.trade_settlementevent USING btree (seller_place_id);

CREATE INDEX trade_statutorylisting_imported_by_id_f6d21b57 ON public.trade_statutorylisting USING btree (imported_by_id);

CREATE INDEX trade_statutorylisting_subject_id_6d906e49 ON public.trade_statutorylisting USING btree (subject_id);

CREATE INDEX trade_supplystation_contract_id_97dad601 ON public.trade_supplystation USING btree (contract_id);

CREATE INDEX trade_supplystation_place_id_45ad8eca ON public.trade_supplystation USING btree (place_id);

CREATE INDEX trade_thirdpartytest_complaint_id_16e88d0b ON public.trade_thirdpartytest USING btree (complaint_id);

CREATE INDEX trade_thirdpartytest_laboratory_id_0658bd17 ON public.trade_thirdpartytest USING btree (laboratory_id);

CREATE INDEX trade_thirdpartytest_ordered_by_id_7d7ce6af ON public.trade_thirdpartytest USING btree (ordered_by_id);

CREATE INDEX trade_thirdpartytestevent_complaint_id_d94be64a ON public.trade_thirdpartytestevent USING btree (complaint_id);

CREATE INDEX trade_thirdpartytestevent_laboratory_id_2f5089da ON public.trade_thirdpartytestevent USING btree (laboratory_id);

CREATE INDEX trade_thirdpartytestevent_ordered_by_id_05bcd6e0 ON public.trade_thirdpartytestevent USING btree (ordered_by_id);

CREATE INDEX trade_thirdpartytestevent_pgh_context_id_53ec2caa ON public.trade_thirdpartytestevent USING btree (pgh_context_id);

CREATE INDEX trade_thirdpartytestevent_pgh_obj_id_106fc68a ON public.trade_thirdpartytestevent USING btree (pgh_obj_id);

CREATE UNIQUE INDEX visit_open_once_per_application ON public.collection_sitevisit USING btree (application_id) WHERE ((application_id IS NOT NULL) AND ((state)::text = 'open'::text));

CREATE UNIQUE INDEX visit_planned_once_a_day ON public.recording_testvisit USING btree (enrolment_id, planned_on) WHERE (NOT ((state)::text = 'cancelled'::text));

ALTER INDEX public.ledger_event_by_person ATTACH PARTITION public.ledger_event_by_person_0001;

ALTER INDEX public.ledger_event_by_place ATTACH PARTITION public.ledger_event_by_place_0001;

ALTER INDEX public.ledger_event_by_time ATTACH PARTITION public.ledger_event_by_time_0001;

ALTER INDEX public.ledger_event_pkey ATTACH PARTITION public.ledger_event_pkey_0001;

ALTER INDEX public.ledger_link_by_term ATTACH PARTITION public.ledger_link_by_term_0001;

ALTER INDEX public.ledger_link_pkey ATTACH PARTITION public.ledger_link_pkey_0001;

CREATE TRIGGER pgtrigger_agreement_fixed_once_agreed_971b0 BEFORE UPDATE ON public.trade_complaint FOR EACH ROW WHEN (((old.state)::text = 'agreed'::text)) EXECUTE FUNCTION public.pgtrigger_agreement_fixed_once_agreed_971b0();

COMMENT ON TRIGGER pgtrigger_agreement_fixed_once_agreed_971b0 ON public.trade_complaint IS 'a21a930953bec2691025bc92d0533a6942dbce78';

CREATE TRIGGER pgtrigger_agreement_signature_is_final_58d92 BEFORE DELETE OR UPDATE ON public.trade_agreementsignature FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_agreement_signature_is_final_58d92();

COMMENT ON TRIGGER pgtrigger_agreement_signature_is_final_58d92 ON public.trade_agreementsignature IS 'cc9ec780d0c576a34880ac374ee2a437f371707d';

CREATE TRIGGER pgtrigger_animal_event_is_never_edited_24fcb BEFORE DELETE OR UPDATE ON public.herd_animalevent FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_animal_event_is_never_edited_24fcb();

COMMENT ON TRIGGER pgtrigger_animal_event_is_never_edited_24fcb ON public.herd_animalevent IS 'f7a7fe1580168b97ac60cf5acadc3f3ee47bab11';

CREATE TRIGGER pgtrigger_arrival_fixed_once_signed_14ca5 BEFORE UPDATE ON public.collection_handoversheet FOR EACH ROW WHEN (((NOT ((old.outcome)::text = ''::text)) AND ((old.departed_at IS DISTINCT FROM new.departed_at) OR (old.arrived_at IS DISTINCT FROM new.arrived_at) OR (old.arrival_temperature_c IS DISTINCT FROM new.arrival_temperature_c) OR (old.seals_intact IS DISTINCT FROM new.seals_intact) OR (old.received_kg IS DISTINCT FROM new.received_kg) OR (old.settled_at IS DISTINCT FROM new.settled_at) OR ((old.outcome)::text IS DISTINCT FROM (new.outcome)::text) OR ((old.refusal_reason)::text IS DISTINCT FROM (new.refusal_reason)::text)))) EXECUTE FUNCTION public.pgtrigger_arrival_fixed_once_signed_14ca5();

COMMENT ON TRIGGER pgtrigger_arrival_fixed_once_signed_14ca5 ON public.collection_handoversheet IS '9ff8de7804923dd084d1878a7a96a2472219d68e';

CREATE TRIGGER pgtrigger_case_evidence_only_added_56ad6 BEFORE DELETE OR UPDATE ON public.quality_caseevidence FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_case_evidence_only_added_56ad6();

COMMENT ON TRIGGER pgtrigger_case_evidence_only_added_56ad6 ON public.quality_caseevidence IS '0b352b048f9a56b4779535147f93ac0e381e0d57';

CREATE TRIGGER pgtrigger_change_is_final_7ab51 BEFORE DELETE OR UPDATE ON public.collection_loadchange FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_change_is_final_7ab51();

COMMENT ON TRIGGER pgtrigger_change_is_final_7ab51 ON public.collection_loadchange IS '8f2660513267273e393c844ef5fe6141c8635157';

CREATE TRIGGER pgtrigger_comparison_value_is_final_63fdf BEFORE DELETE OR UPDATE ON public.quality_comparisonvalue FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_comparison_value_is_final_63fdf();

COMMENT ON TRIGGER pgtrigger_comparison_value_is_final_63fdf ON public.quality_comparisonvalue IS '48f85d459909c6adad6cbca1709ec58960b90c35';

CREATE TRIGGER pgtrigger_complaint_statement_is_final_0eede BEFORE DELETE OR UPDATE ON public.trade_complaintstatement FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_complaint_statement_is_final_0eede();

COMMENT ON TRIGGER pgtrigger_complaint_statement_is_final_0eede ON public.trade_complaintstatement IS '582453473e68bee96bdf50f8325411e7c52f2165';

CREATE TRIGGER pgtrigger_content_fixed_221a1 BEFORE UPDATE ON public.trade_costsheet FOR EACH ROW WHEN (((old.sample_id IS DISTINCT FROM new.sample_id) OR (old.version IS DISTINCT FROM new.version) OR (old.milk_sold_kg IS DISTINCT FROM new.milk_sold_kg) OR (old.cows_head IS DISTINCT FROM new.cows_head) OR (old.fat_pct IS DISTINCT FROM new.fat_pct) OR (old.protein_pct IS DISTINCT FROM new.protein_pct) OR (old.stated_total_yuan IS DISTINCT FROM new.stated_total_yuan) OR (old.cash_cost IS DISTINCT FROM new.cash_cost) OR (old.survey_cost IS DISTINCT FROM new.survey_cost) OR (old.full_cost IS DISTINCT FROM new.full_cost) OR (old.feed_cost IS DISTINCT FROM new.feed_cost) OR ((old.remark)::text IS DISTINCT FROM (new.remark)::text) OR ((old.origin)::text IS DISTINCT FROM (new.origin)::text) OR (old.submitted_by_id IS DISTINCT FROM new.submitted_by_id) OR (old.submitted_at IS DISTINCT FROM new.submitted_at) OR ((old.digest)::text IS DISTINCT FROM (new.digest)::text))) EXECUTE FUNCTION public.pgtrigger_content_fixed_221a1();

COMMENT ON TRIGGER pgtrigger_content_fixed_221a1 ON public.trade_costsheet IS '545de987d7d1e90419b0bfbb508ba48296cb7852';

CREATE TRIGGER pgtrigger_contract_comment_is_final_e8cdf BEFORE DELETE OR UPDATE ON public.trade_contractcomment FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_contract_comment_is_final_e8cdf();

COMMENT ON TRIGGER pgtrigger_contract_comment_is_final_e8cdf ON public.trade_contractcomment IS '12ae274f23926f7cf9edf6fb29251933dd2b7d03';

CREATE TRIGGER pgtrigger_contract_fixed_once_offered_9b20c BEFORE UPDATE ON public.trade_contract FOR EACH ROW WHEN (((NOT ((old.state)::text = 'draft'::text)) AND (((old.number)::text IS DISTINCT FROM (new.number)::text) OR (old.version IS DISTINCT FROM new.version) OR (old.form_id IS DISTINCT FROM new.form_id) OR (old.seller_id IS DISTINCT FROM new.seller_id) OR (old.seller_place_id IS DISTINCT FROM new.seller_place_id) OR (old.buyer_id IS DISTINCT FROM new.buyer_id) OR (old.delivery_place_id IS DISTINCT FROM new.delivery_place_id) OR (old.valid_from IS DISTINCT FROM new.valid_from) OR (old.valid_to IS DISTINCT FROM new.valid_to) OR (old.effective_from IS DISTINCT FROM new.effective_from) OR ((old.price_kind)::text IS DISTINCT FROM (new.price_kind)::text) OR (old.price_yuan_per_kg IS DISTINCT FROM new.price_yuan_per_kg) OR (old.spread_yuan_per_kg IS DISTINCT FROM new.spread_yuan_per_kg) OR (old.corridor_down_pct IS DISTINCT FROM new.corridor_down_pct) OR (old.corridor_up_pct IS DISTINCT FROM new.corridor_up_pct) OR ((old.grid_code)::text IS DISTINCT FROM (new.grid_code)::text) OR (old.planned_kg_per_day IS DISTINCT FROM new.planned_kg_per_day) OR (old.monthly_plan_kg IS DISTINCT FROM new.monthly_plan_kg) OR (old.float_pct IS DISTINCT FROM new.float_pct) OR (old.payment_term_days IS DISTINCT FROM new.payment_term_days) OR ((old.settlement_period)::text IS DISTINCT FROM (new.settlement_period)::text) OR (old.late_interest_pct_per_day IS DISTINCT FROM new.late_interest_pct_per_day) OR (old.deposit_yuan IS DISTINCT FROM new.deposit_yuan) OR (old.breach_pct IS DISTINCT FROM new.breach_pct) OR (old.notice_days IS DISTINCT FROM new.notice_days) OR (old.test_report_hours IS DISTINCT FROM new.test_report_hours) OR (old.third_party_id IS DISTINCT FROM new.third_party_id) OR ((old.dispute_path)::text IS DISTINCT FROM (new.dispute_path)::text) OR ((old.dispute_body)::text IS DISTINCT FROM (new.dispute_body)::text) OR (old.unilateral_price_change IS DISTINCT FROM new.unilateral_price_change) OR (old.exclusive IS DISTINCT FROM new.exclusive) OR (old.remarks IS DISTINCT FROM new.remarks) OR ((old.drafted_by_side)::text IS DISTINCT FROM (new.drafted_by_side)::text)))) EXECUTE FUNCTION public.pgtrigger_contract_fixed_once_offered_9b20c();

COMMENT ON TRIGGER pgtrigger_contract_fixed_once_offered_9b20c ON public.trade_contract IS 'e106e1540131c710feeed3f1123fad8fb781f422';

CREATE TRIGGER pgtrigger_contract_is_kept_d5a7d BEFORE DELETE ON public.trade_contract FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_contract_is_kept_d5a7d();

COMMENT ON TRIGGER pgtrigger_contract_is_kept_d5a7d ON public.trade_contract IS 'b4b76081f1435f0088683cba7e6672a6a21faac0';

CREATE TRIGGER pgtrigger_contract_signature_is_final_1847b BEFORE DELETE OR UPDATE ON public.trade_contractsignature FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_contract_signature_is_final_1847b();

COMMENT ON TRIGGER pgtrigger_contract_signature_is_final_1847b ON public.trade_contractsignature IS '1a58a72d2efca567112cbcb269ef93ebcd5a5e1a';

CREATE TRIGGER pgtrigger_control_reading_is_final_b95ff BEFORE DELETE OR UPDATE ON public.quality_controlreading FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_control_reading_is_final_b95ff();

COMMENT ON TRIGGER pgtrigger_control_reading_is_final_b95ff ON public.quality_controlreading IS '59f93de3d81479fe128502c21ef5dd3329e0af44';

CREATE TRIGGER pgtrigger_custody_is_final_b8bac BEFORE UPDATE ON public.quality_custodystep FOR EACH ROW WHEN (((old.accepted_at IS NOT NULL) OR ((old.digest)::text IS DISTINCT FROM (new.digest)::text) OR (old.taker_id IS DISTINCT FROM new.taker_id) OR (old.at IS DISTINCT FROM new.at) OR ((old.seal)::text IS DISTINCT FROM (new.seal)::text))) EXECUTE FUNCTION public.pgtrigger_custody_is_final_b8bac();

COMMENT ON TRIGGER pgtrigger_custody_is_final_b8bac ON public.quality_custodystep IS 'ea2c3b294dc1e300c3ec51c8b2cdf909bd88dbb3';

CREATE TRIGGER pgtrigger_custody_is_kept_25df1 BEFORE DELETE ON public.quality_custodystep FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_custody_is_kept_25df1();

COMMENT ON TRIGGER pgtrigger_custody_is_kept_25df1 ON public.quality_custodystep IS 'acb02e48b557767da2f6b5ecb93134db7cf42892';

CREATE TRIGGER pgtrigger_delete_delete_0a742 AFTER DELETE ON public.trade_creditrepair FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_0a742();

COMMENT ON TRIGGER pgtrigger_delete_delete_0a742 ON public.trade_creditrepair IS '59a08e169c6f3791730dbc37b58fb5d8b5a1b980';

CREATE TRIGGER pgtrigger_delete_delete_0acc7 AFTER DELETE ON public.plan_meeting FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_0acc7();

COMMENT ON TRIGGER pgtrigger_delete_delete_0acc7 ON public.plan_meeting IS 'c2b72638f5e00c7039db00a90b0d7c130ca1c9ff';

CREATE TRIGGER pgtrigger_delete_delete_12c43 AFTER DELETE ON public.trade_creditentry FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_12c43();

COMMENT ON TRIGGER pgtrigger_delete_delete_12c43 ON public.trade_creditentry IS 'e798f54c38f2ac1a5a5da0583387259ca898bea1';

CREATE TRIGGER pgtrigger_delete_delete_13cdd AFTER DELETE ON public.herd_farmfiling FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_13cdd();

COMMENT ON TRIGGER pgtrigger_delete_delete_13cdd ON public.herd_farmfiling IS 'b69baf9a899890100e260792a5013ae91ef2d437';

CREATE TRIGGER pgtrigger_delete_delete_1c647 AFTER DELETE ON public.quality_samplingplan FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_1c647();

COMMENT ON TRIGGER pgtrigger_delete_delete_1c647 ON public.quality_samplingplan IS 'c4a8bf63e5e89168a74ed6d2fc39cbccd638876f';

CREATE TRIGGER pgtrigger_delete_delete_1ff8d AFTER DELETE ON public.factory_product FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_1ff8d();

COMMENT ON TRIGGER pgtrigger_delete_delete_1ff8d ON public.factory_product IS 'ba394e3202a25676b159ecee752c9df929bcb806';

CREATE TRIGGER pgtrigger_delete_delete_20d3d AFTER DELETE ON public.trade_settlementdispute FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_20d3d();

COMMENT ON TRIGGER pgtrigger_delete_delete_20d3d ON public.trade_settlementdispute IS 'fd9c4de0483f3ab54bafd2ef272c420c2b9bbabd';

CREATE TRIGGER pgtrigger_delete_delete_25881 AFTER DELETE ON public.trade_contracttermination FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_25881();

COMMENT ON TRIGGER pgtrigger_delete_delete_25881 ON public.trade_contracttermination IS '9c4c9118e71ed54e5ebfcc8c27b4387ff952817f';

CREATE TRIGGER pgtrigger_delete_delete_2738c AFTER DELETE ON public.quality_controlseries FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_2738c();

COMMENT ON TRIGGER pgtrigger_delete_delete_2738c ON public.quality_controlseries IS 'e8725ec46fdc718ec31313186ec75a2669540fc7';

CREATE TRIGGER pgtrigger_delete_delete_2d62a AFTER DELETE ON public.trade_costsheet FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_2d62a();

COMMENT ON TRIGGER pgtrigger_delete_delete_2d62a ON public.trade_costsheet IS 'ef385251c29bd775390f80c75acc142867a974bd';

CREATE TRIGGER pgtrigger_delete_delete_2d832 AFTER DELETE ON public.trade_receivable FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_2d832();

COMMENT ON TRIGGER pgtrigger_delete_delete_2d832 ON public.trade_receivable IS '82b1bddffdaec98442c078a82297ef4bd9e77a8a';

CREATE TRIGGER pgtrigger_delete_delete_35b65 AFTER DELETE ON public.plan_duty FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_35b65();

COMMENT ON TRIGGER pgtrigger_delete_delete_35b65 ON public.plan_duty IS 'f5711bbc4712b4dd0b90a093e6063849a0e304ee';

CREATE TRIGGER pgtrigger_delete_delete_371f9 AFTER DELETE ON public.recording_farmreport FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_371f9();

COMMENT ON TRIGGER pgtrigger_delete_delete_371f9 ON public.recording_farmreport IS '9fc0a8cc96523bf04004a3e2e73354e71fb4490c';

CREATE TRIGGER pgtrigger_delete_delete_39992 AFTER DELETE ON public.trade_creditsignal FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_39992();

COMMENT ON TRIGGER pgtrigger_delete_delete_39992 ON public.trade_creditsignal IS '9a8e97538dfb0ebc23320863a1eff0ce56e82968';

CREATE TRIGGER pgtrigger_delete_delete_39c1b AFTER DELETE ON public.quality_retainedportion FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_39c1b();

COMMENT ON TRIGGER pgtrigger_delete_delete_39c1b ON public.quality_retainedportion IS 'fc4692c81780e50bfd0214fef3b34beae3ae7ca8';

CREATE TRIGGER pgtrigger_delete_delete_4892a AFTER DELETE ON public.trade_pricemotion FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_4892a();

COMMENT ON TRIGGER pgtrigger_delete_delete_4892a ON public.trade_pricemotion IS '20293b81c2e827c9665f17cd30681aeb5907708e';

CREATE TRIGGER pgtrigger_delete_delete_4e04c AFTER DELETE ON public.factory_silo FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_4e04c();

COMMENT ON TRIGGER pgtrigger_delete_delete_4e04c ON public.factory_silo IS 'c64845ddb4064085a8e029582238e1b3ba88bead';

CREATE TRIGGER pgtrigger_delete_delete_4e5d8 AFTER DELETE ON public.factory_plant FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_4e5d8();

COMMENT ON TRIGGER pgtrigger_delete_delete_4e5d8 ON public.factory_plant IS '6db50350130f433a4e084030d0b5764bdc07977d';

CREATE TRIGGER pgtrigger_delete_delete_4eb70 AFTER DELETE ON public.trade_settlement FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_4eb70();

COMMENT ON TRIGGER pgtrigger_delete_delete_4eb70 ON public.trade_settlement IS 'ba5b1daea8b81c025f4f838d0813c964e538976d';

CREATE TRIGGER pgtrigger_delete_delete_52986 AFTER DELETE ON public.herd_animal FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_52986();

COMMENT ON TRIGGER pgtrigger_delete_delete_52986 ON public.herd_animal IS 'cb35267e986a8ab1e38ec606bd402dfe1e3552f2';

CREATE TRIGGER pgtrigger_delete_delete_5f4e9 AFTER DELETE ON public.quality_comparisonround FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_5f4e9();

COMMENT ON TRIGGER pgtrigger_delete_delete_5f4e9 ON public.quality_comparisonround IS '64f531c62f14b3417e74d1f438f067a2da49d305';

CREATE TRIGGER pgtrigger_delete_delete_5f682 AFTER DELETE ON public.herd_farmday FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_5f682();

COMMENT ON TRIGGER pgtrigger_delete_delete_5f682 ON public.herd_farmday IS '6c96cbf5b2ade98fe6257c3e0ec593866f8c46ab';

CREATE TRIGGER pgtrigger_delete_delete_5fc59 AFTER DELETE ON public.trade_contractfiling FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_5fc59();

COMMENT ON TRIGGER pgtrigger_delete_delete_5fc59 ON public.trade_contractfiling IS '35918eac0b1c197d6c9a9bfb7cfb627b45670ce1';

CREATE TRIGGER pgtrigger_delete_delete_5fe0c AFTER DELETE ON public.herd_animalidentifier FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_5fe0c();

COMMENT ON TRIGGER pgtrigger_delete_delete_5fe0c ON public.herd_animalidentifier IS 'a8ce7971563932099be5a1c1c904e41de13a54fa';

CREATE TRIGGER pgtrigger_delete_delete_69fba AFTER DELETE ON public.recording_standardreading FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_69fba();

COMMENT ON TRIGGER pgtrigger_delete_delete_69fba ON public.recording_standardreading IS '758cd1231210815e40c3b158b090b8433274b3e9';

CREATE TRIGGER pgtrigger_delete_delete_6e194 AFTER DELETE ON public.plan_targetclaim FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_6e194();

COMMENT ON TRIGGER pgtrigger_delete_delete_6e194 ON public.plan_targetclaim IS '252573e738ead0c6b0b7d480428d095c5237d5f3';

CREATE TRIGGER pgtrigger_delete_delete_6e8af AFTER DELETE ON public.herd_testday FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_6e8af();

COMMENT ON TRIGGER pgtrigger_delete_delete_6e8af ON public.herd_testday IS 'e420fba94b46c54955a43be0a0b8c07f3c99e180';

CREATE TRIGGER pgtrigger_delete_delete_72329 AFTER DELETE ON public.collection_licence FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_72329();

COMMENT ON TRIGGER pgtrigger_delete_delete_72329 ON public.collection_licence IS 'db07ed063497e9b3f9ab9792aa06be9af2ae425f';

CREATE TRIGGER pgtrigger_delete_delete_7735e AFTER DELETE ON public.plan_planpart FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_7735e();

COMMENT ON TRIGGER pgtrigger_delete_delete_7735e ON public.plan_planpart IS 'f1a53f218a9299539cbb233e273c2b6c0b9f5739';

CREATE TRIGGER pgtrigger_delete_delete_77dbc AFTER DELETE ON public.collection_application FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_77dbc();

COMMENT ON TRIGGER pgtrigger_delete_delete_77dbc ON public.collection_application IS '3472573d7e65a305b13e4d5b505976bc2ce81d86';

CREATE TRIGGER pgtrigger_delete_delete_805d4 AFTER DELETE ON public.quality_hold FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_805d4();

COMMENT ON TRIGGER pgtrigger_delete_delete_805d4 ON public.quality_hold IS '5c3aa7ac954358f130ba8438ca25415fdc7790ae';

CREATE TRIGGER pgtrigger_delete_delete_80e50 AFTER DELETE ON public.plan_indicator FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_80e50();

COMMENT ON TRIGGER pgtrigger_delete_delete_80e50 ON public.plan_indicator IS '64be744ac8836b76061af40a8d21cc2887153cc0';

CREATE TRIGGER pgtrigger_delete_delete_811cd AFTER DELETE ON public.recording_advisoryvisit FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_811cd();

COMMENT ON TRIGGER pgtrigger_delete_delete_811cd ON public.recording_advisoryvisit IS '0ca7c633c3830f24881609a7b6f5058c11e9a84a';

CREATE TRIGGER pgtrigger_delete_delete_86a54 AFTER DELETE ON public.trade_priceerratum FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_86a54();

COMMENT ON TRIGGER pgtrigger_delete_delete_86a54 ON public.trade_priceerratum IS '031d3de18a6e0a534c1d1223b10435178ed10e7d';

CREATE TRIGGER pgtrigger_delete_delete_87af8 AFTER DELETE ON public.collection_handoversheet FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_87af8();

COMMENT ON TRIGGER pgtrigger_delete_delete_87af8 ON public.collection_handoversheet IS '4d7347a53102ddea7d813eb45d0456a21c67176b';

CREATE TRIGGER pgtrigger_delete_delete_883d9 AFTER DELETE ON public.recording_sampletube FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_883d9();

COMMENT ON TRIGGER pgtrigger_delete_delete_883d9 ON public.recording_sampletube IS 'af7ef8b749b136fe01e9ab36d92ceab6459a33a3';

CREATE TRIGGER pgtrigger_delete_delete_887c7 AFTER DELETE ON public.quality_contrabandcase FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_887c7();

COMMENT ON TRIGGER pgtrigger_delete_delete_887c7 ON public.quality_contrabandcase IS '4f618204fdf25a34c9735c749a9cc843e6edc64f';

CREATE TRIGGER pgtrigger_delete_delete_8b0d5 AFTER DELETE ON public.plan_planversion FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_8b0d5();

COMMENT ON TRIGGER pgtrigger_delete_delete_8b0d5 ON public.plan_planversion IS 'b864a9f8ed8c48c09f75fd05e5c3d3605d589354';

CREATE TRIGGER pgtrigger_delete_delete_941b3 AFTER DELETE ON public.platform_alarm FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_941b3();

COMMENT ON TRIGGER pgtrigger_delete_delete_941b3 ON public.platform_alarm IS '94120f163198aebb7755535b325473b2037c5c34';

CREATE TRIGGER pgtrigger_delete_delete_975b6 AFTER DELETE ON public.collection_station FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_975b6();

COMMENT ON TRIGGER pgtrigger_delete_delete_975b6 ON public.collection_station IS 'be48e99dd592f1fcf2d94a3ba69ebff2330170ff';

CREATE TRIGGER pgtrigger_delete_delete_9b0bd AFTER DELETE ON public.quality_sample FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_9b0bd();

COMMENT ON TRIGGER pgtrigger_delete_delete_9b0bd ON public.quality_sample IS '99928722484a3e2351f1696f92a3fc7afb919df4';

CREATE TRIGGER pgtrigger_delete_delete_9ef75 AFTER DELETE ON public.trade_payment FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_9ef75();

COMMENT ON TRIGGER pgtrigger_delete_delete_9ef75 ON public.trade_payment IS 'f9fcd1fdef7139917486bb5e075a406a61cac35e';

CREATE TRIGGER pgtrigger_delete_delete_9efc0 AFTER DELETE ON public.herd_monthaccount FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_9efc0();

COMMENT ON TRIGGER pgtrigger_delete_delete_9efc0 ON public.herd_monthaccount IS '83124e1c85c975ad88a9f0302e35e77a921c7d43';

CREATE TRIGGER pgtrigger_delete_delete_9ff9c AFTER DELETE ON public.collection_seal FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_9ff9c();

COMMENT ON TRIGGER pgtrigger_delete_delete_9ff9c ON public.collection_seal IS '06e855f3153bbddccd990d817a94f3465542b99a';

CREATE TRIGGER pgtrigger_delete_delete_a410f AFTER DELETE ON public.plan_milestone FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_a410f();

COMMENT ON TRIGGER pgtrigger_delete_delete_a410f ON public.plan_milestone IS 'd3fb2c809eb3ec4a5011b09b3147c1adbb0e455e';

CREATE TRIGGER pgtrigger_delete_delete_a4dff AFTER DELETE ON public.trade_thirdpartytest FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_a4dff();

COMMENT ON TRIGGER pgtrigger_delete_delete_a4dff ON public.trade_thirdpartytest IS '7cdc791b48212583f8a50aa7222533fc6beb3163';

CREATE TRIGGER pgtrigger_delete_delete_ab439 AFTER DELETE ON public.trade_priceseat FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_ab439();

COMMENT ON TRIGGER pgtrigger_delete_delete_ab439 ON public.trade_priceseat IS '0c18973ad6591e39a5316fe046ba26e9fbe7f899';

CREATE TRIGGER pgtrigger_delete_delete_ad176 AFTER DELETE ON public.plan_ledgeritem FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_ad176();

COMMENT ON TRIGGER pgtrigger_delete_delete_ad176 ON public.plan_ledgeritem IS 'e0f6f39ff34f993c74d87bb4caa14d113e71087a';

CREATE TRIGGER pgtrigger_delete_delete_ad788 AFTER DELETE ON public.quality_accreditedmethod FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_ad788();

COMMENT ON TRIGGER pgtrigger_delete_delete_ad788 ON public.quality_accreditedmethod IS '6fd453c16c90b0d9e3a94e8a5f79837ae8e6e326';

CREATE TRIGGER pgtrigger_delete_delete_b3d42 AFTER DELETE ON public.collection_inspection FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_b3d42();

COMMENT ON TRIGGER pgtrigger_delete_delete_b3d42 ON public.collection_inspection IS '665d83b9a41cc194af08a102fbae7f80a2dc11fc';

CREATE TRIGGER pgtrigger_delete_delete_b5e98 AFTER DELETE ON public.plan_contradiction FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_b5e98();

COMMENT ON TRIGGER pgtrigger_delete_delete_b5e98 ON public.plan_contradiction IS '3992fcd65e999a45064f97ba2a3d36639e92e24b';

CREATE TRIGGER pgtrigger_delete_delete_b7610 AFTER DELETE ON public.plan_responsibleunit FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_b7610();

COMMENT ON TRIGGER pgtrigger_delete_delete_b7610 ON public.plan_responsibleunit IS 'd9c68534bfbf5bb731e8d41e8940439a53cce669';

CREATE TRIGGER pgtrigger_delete_delete_b8489 AFTER DELETE ON public.trade_pricecomplaint FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_b8489();

COMMENT ON TRIGGER pgtrigger_delete_delete_b8489 ON public.trade_pricecomplaint IS '30fd0830c622573fbbcfec4da0f176fd0097e240';

CREATE TRIGGER pgtrigger_delete_delete_baafe AFTER DELETE ON public.herd_columnmapping FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_baafe();

COMMENT ON TRIGGER pgtrigger_delete_delete_baafe ON public.herd_columnmapping IS 'f79d1c13bea7456871f32654f22265cfbfe8c0fb';

CREATE TRIGGER pgtrigger_delete_delete_c5899 AFTER DELETE ON public.quality_samplingtask FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_c5899();

COMMENT ON TRIGGER pgtrigger_delete_delete_c5899 ON public.quality_samplingtask IS 'ced44f6a73eb64706cd8514c4f3e9b96abde745e';

CREATE TRIGGER pgtrigger_delete_delete_c5ad8 AFTER DELETE ON public.trade_complaint FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_c5ad8();

COMMENT ON TRIGGER pgtrigger_delete_delete_c5ad8 ON public.trade_complaint IS '9221448da642d70b75563341a876000c496c8582';

CREATE TRIGGER pgtrigger_delete_delete_ca5bc AFTER DELETE ON public.recording_testvisit FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_ca5bc();

COMMENT ON TRIGGER pgtrigger_delete_delete_ca5bc ON public.recording_testvisit IS '055f37104a6b43c19ec70de19a3d80a8cb99ef68';

CREATE TRIGGER pgtrigger_delete_delete_cb834 AFTER DELETE ON public.plan_targetsplit FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_cb834();

COMMENT ON TRIGGER pgtrigger_delete_delete_cb834 ON public.plan_targetsplit IS 'ec35138234eeb7460c129acadcaf3f2a448f6dff';

CREATE TRIGGER pgtrigger_delete_delete_cc959 AFTER DELETE ON public.plan_supervisionletter FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_cc959();

COMMENT ON TRIGGER pgtrigger_delete_delete_cc959 ON public.plan_supervisionletter IS 'a0334aeec553da4464b923c3d266978c283ddf5c';

CREATE TRIGGER pgtrigger_delete_delete_cd47a AFTER DELETE ON public.quality_laboratory FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_cd47a();

COMMENT ON TRIGGER pgtrigger_delete_delete_cd47a ON public.quality_laboratory IS '80caad5cadaf24ae6b00268e5f1caabc83776ea2';

CREATE TRIGGER pgtrigger_delete_delete_d08e7 AFTER DELETE ON public.trade_paygrid FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_d08e7();

COMMENT ON TRIGGER pgtrigger_delete_delete_d08e7 ON public.trade_paygrid IS '1dde79fbcf2254b94f6491faf5b8d02bf85661ff';

CREATE TRIGGER pgtrigger_delete_delete_d1350 AFTER DELETE ON public.quality_objection FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_d1350();

COMMENT ON TRIGGER pgtrigger_delete_delete_d1350 ON public.quality_objection IS '38daffcfd1477eb3235b8fd955b8dc2b084e19f7';

CREATE TRIGGER pgtrigger_delete_delete_d2b74 AFTER DELETE ON public.recording_enrolment FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_d2b74();

COMMENT ON TRIGGER pgtrigger_delete_delete_d2b74 ON public.recording_enrolment IS '2b1804fb62e1ade3ffeeab0bb88163e49e1c9e8a';

CREATE TRIGGER pgtrigger_delete_delete_d2e83 AFTER DELETE ON public.trade_creditappeal FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_d2e83();

COMMENT ON TRIGGER pgtrigger_delete_delete_d2e83 ON public.trade_creditappeal IS 'a43779934b164c2cf284757c2395e3379601d6f9';

CREATE TRIGGER pgtrigger_delete_delete_dbf0b AFTER DELETE ON public.collection_sitevisit FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_dbf0b();

COMMENT ON TRIGGER pgtrigger_delete_delete_dbf0b ON public.collection_sitevisit IS '1dba135f45835d22de6425cecc8ddb2236b44d36';

CREATE TRIGGER pgtrigger_delete_delete_def23 AFTER DELETE ON public.plan_progressreport FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_def23();

COMMENT ON TRIGGER pgtrigger_delete_delete_def23 ON public.plan_progressreport IS 'af2ab2b0f18318ac704a878323e5213bfdb57121';

CREATE TRIGGER pgtrigger_delete_delete_e1026 AFTER DELETE ON public.factory_recallcase FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_e1026();

COMMENT ON TRIGGER pgtrigger_delete_delete_e1026 ON public.factory_recallcase IS '9bb5bba5b396ba2fecbf9254214ca6dcab6ff519';

CREATE TRIGGER pgtrigger_delete_delete_e22ae AFTER DELETE ON public.trade_priceround FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_e22ae();

COMMENT ON TRIGGER pgtrigger_delete_delete_e22ae ON public.trade_priceround IS '2b4a0f63b5ea6916050e473564fff03bc88ae145';

CREATE TRIGGER pgtrigger_delete_delete_e23fc AFTER DELETE ON public.plan_closedperiod FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_e23fc();

COMMENT ON TRIGGER pgtrigger_delete_delete_e23fc ON public.plan_closedperiod IS '4f3861d7d8054fca183812c6c225bd0e30c9ba87';

CREATE TRIGGER pgtrigger_delete_delete_e6f8f AFTER DELETE ON public.factory_productlot FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_e6f8f();

COMMENT ON TRIGGER pgtrigger_delete_delete_e6f8f ON public.factory_productlot IS '66897b3d8ffc71a0de4e859e44e95f60e2156fa2';

CREATE TRIGGER pgtrigger_delete_delete_f25e1 AFTER DELETE ON public.trade_contract FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_f25e1();

COMMENT ON TRIGGER pgtrigger_delete_delete_f25e1 ON public.trade_contract IS '567f05ec2c59f144f0104a3bec34ce1ac52d0263';

CREATE TRIGGER pgtrigger_delete_delete_f27ff AFTER DELETE ON public.collection_tanker FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_f27ff();

COMMENT ON TRIGGER pgtrigger_delete_delete_f27ff ON public.collection_tanker IS '1cbbd40cc3e3907687385f32eee92714ad2ad84c';

CREATE TRIGGER pgtrigger_delete_delete_f93fd AFTER DELETE ON public.quality_resultlayout FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_delete_delete_f93fd();

COMMENT ON TRIGGER pgtrigger_delete_delete_f93fd ON public.quality_resultlayout IS 'abc8de1d66c0424a0d4bdede536b1a9faf790d95';

CREATE TRIGGER pgtrigger_facts_are_only_added_a7c34 BEFORE DELETE OR UPDATE ON public.ledger_event FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_facts_are_only_added_a7c34();

COMMENT ON TRIGGER pgtrigger_facts_are_only_added_a7c34 ON public.ledger_event IS '1678d68d5902d88a20fdfc372b712f3378bf9ca8';

CREATE TRIGGER pgtrigger_federation_package_is_never_edited_eeb2e BEFORE DELETE OR UPDATE ON public.herd_federationpackage FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_federation_package_is_never_edited_eeb2e();

COMMENT ON TRIGGER pgtrigger_federation_package_is_never_edited_eeb2e ON public.herd_federationpackage IS 'ab32f5526429ca45bd05f3cc5fb39ce7f575aa21';

CREATE TRIGGER pgtrigger_figure_is_only_added_18701 BEFORE DELETE OR UPDATE ON public.plan_computedfigure FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_figure_is_only_added_18701();

COMMENT ON TRIGGER pgtrigger_figure_is_only_added_18701 ON public.plan_computedfigure IS 'cf9fbc7ac6a8c1d47e3765db8ac8a4d5c7a557c2';

CREATE TRIGGER pgtrigger_grid_agreement_is_final_27375 BEFORE DELETE OR UPDATE ON public.trade_gridagreement FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_grid_agreement_is_final_27375();

COMMENT ON TRIGGER pgtrigger_grid_agreement_is_final_27375 ON public.trade_gridagreement IS 'e73f9dc10820be2a03dda9a471bf50e841074831';

CREATE TRIGGER pgtrigger_grid_fixed_once_published_b20af BEFORE UPDATE ON public.trade_paygrid FOR EACH ROW WHEN (((NOT ((old.state)::text = 'draft'::text)) AND (((old.code)::text IS DISTINCT FROM (new.code)::text) OR (old.version IS DISTINCT FROM new.version) OR (old.owner_id IS DISTINCT FROM new.owner_id) OR (old.document IS DISTINCT FROM new.document) OR ((old.digest)::text IS DISTINCT FROM (new.digest)::text) OR (old.valid_from IS DISTINCT FROM new.valid_from) OR (old.revision IS DISTINCT FROM new.revision)))) EXECUTE FUNCTION public.pgtrigger_grid_fixed_once_published_b20af();

COMMENT ON TRIGGER pgtrigger_grid_fixed_once_published_b20af ON public.trade_paygrid IS 'bb0fec04f55c13367e4551b4e4fe11e25cf10876';

CREATE TRIGGER pgtrigger_identities_are_only_added_c852f BEFORE DELETE OR UPDATE ON public.ledger_identity FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_identities_are_only_added_c852f();

COMMENT ON TRIGGER pgtrigger_identities_are_only_added_c852f ON public.ledger_identity IS '8a4e11932e3b9bba9687ede497999a1b3dff949f';

CREATE TRIGGER pgtrigger_insert_insert_0a582 AFTER INSERT ON public.trade_formclause FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_0a582();

COMMENT ON TRIGGER pgtrigger_insert_insert_0a582 ON public.trade_formclause IS 'e2fc94e31009c2502b223e2f8a3bbfe5d6e4d43e';

CREATE TRIGGER pgtrigger_insert_insert_0d89d AFTER INSERT ON public.platform_holiday FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_0d89d();

COMMENT ON TRIGGER pgtrigger_insert_insert_0d89d ON public.platform_holiday IS '48a813b772edfe115c7f95ba9cf93c1c1545ea80';

CREATE TRIGGER pgtrigger_insert_insert_2908c AFTER INSERT ON public.platform_organisation FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_2908c();

COMMENT ON TRIGGER pgtrigger_insert_insert_2908c ON public.platform_organisation IS 'c5a936e447ff302c04bd09b080144980d68d5265';

CREATE TRIGGER pgtrigger_insert_insert_3cff5 AFTER INSERT ON public.platform_place FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_3cff5();

COMMENT ON TRIGGER pgtrigger_insert_insert_3cff5 ON public.platform_place IS 'f32732bfdd4d37b5f430bba9b8d698e82c99202d';

CREATE TRIGGER pgtrigger_insert_insert_41d4e AFTER INSERT ON public.platform_rule FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_41d4e();

COMMENT ON TRIGGER pgtrigger_insert_insert_41d4e ON public.platform_rule IS '13f286a0fad6e154ba0ad91c7d704966fbf430eb';

CREATE TRIGGER pgtrigger_insert_insert_45f9a AFTER INSERT ON public.platform_maplayer FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_45f9a();

COMMENT ON TRIGGER pgtrigger_insert_insert_45f9a ON public.platform_maplayer IS '6517d2532622d11823c638ece32f45ea14ec41ec';

CREATE TRIGGER pgtrigger_insert_insert_47139 AFTER INSERT ON public.platform_person FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_47139();

COMMENT ON TRIGGER pgtrigger_insert_insert_47139 ON public.platform_person IS 'c86858f3ac62927555bb7285b05b20cff0eb1a69';

CREATE TRIGGER pgtrigger_insert_insert_959c3 AFTER INSERT ON public.platform_membership FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_959c3();

COMMENT ON TRIGGER pgtrigger_insert_insert_959c3 ON public.platform_membership IS 'a61149216c9bdffd7989b53d8e883b14a91e8207';

CREATE TRIGGER pgtrigger_insert_insert_b3d8e AFTER INSERT ON public.platform_identifier FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_b3d8e();

COMMENT ON TRIGGER pgtrigger_insert_insert_b3d8e ON public.platform_identifier IS '6f3941e1ccc9d39d93c40874c9da317a6dd0a9dc';

CREATE TRIGGER pgtrigger_insert_insert_b7f92 AFTER INSERT ON public.herd_farm FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_b7f92();

COMMENT ON TRIGGER pgtrigger_insert_insert_b7f92 ON public.herd_farm IS '262248867f838c75d9bb21f45988f23631e40879';

CREATE TRIGGER pgtrigger_insert_insert_f62af AFTER INSERT ON public.trade_modelform FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_insert_insert_f62af();

COMMENT ON TRIGGER pgtrigger_insert_insert_f62af ON public.trade_modelform IS '57bc2f186f4e715934a67a473932d92c3a9a6856';

CREATE TRIGGER pgtrigger_links_are_only_added_0db32 BEFORE DELETE OR UPDATE ON public.ledger_link FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_links_are_only_added_0db32();

COMMENT ON TRIGGER pgtrigger_links_are_only_added_0db32 ON public.ledger_link IS 'be07954d8e9afbf684eecf3d74c0bc27a6364626';

CREATE TRIGGER pgtrigger_listing_is_read_only_8727c BEFORE DELETE OR UPDATE ON public.trade_statutorylisting FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_listing_is_read_only_8727c();

COMMENT ON TRIGGER pgtrigger_listing_is_read_only_8727c ON public.trade_statutorylisting IS 'f5c3ae7afeb8f4e08a8ef694314cf3ec29f96609';

CREATE TRIGGER pgtrigger_loading_fixed_once_signed_a5301 BEFORE UPDATE ON public.collection_handoversheet FOR EACH ROW WHEN (((NOT ((old.state)::text = 'draft'::text)) AND (((old.gdti)::text IS DISTINCT FROM (new.gdti)::text) OR ((old.number)::text IS DISTINCT FROM (new.number)::text) OR (old.station_id IS DISTINCT FROM new.station_id) OR (old.tanker_id IS DISTINCT FROM new.tanker_id) OR (old.plant_id IS DISTINCT FROM new.plant_id) OR ((old.load_lot)::text IS DISTINCT FROM (new.load_lot)::text) OR (old.shipped_kg IS DISTINCT FROM new.shipped_kg) OR (old.departure_temperature_c IS DISTINCT FROM new.departure_temperature_c) OR (old.cooling_minutes IS DISTINCT FROM new.cooling_minutes) OR (old.seals IS DISTINCT FROM new.seals) OR (old.loaded_at IS DISTINCT FROM new.loaded_at)))) EXECUTE FUNCTION public.pgtrigger_loading_fixed_once_signed_a5301();

COMMENT ON TRIGGER pgtrigger_loading_fixed_once_signed_a5301 ON public.collection_handoversheet IS 'ff1243bd8d147a23022a1a43ed4544949da24ff1';

CREATE TRIGGER pgtrigger_new_edition_03df8 AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.collection_tanker FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_new_edition_03df8();

COMMENT ON TRIGGER pgtrigger_new_edition_03df8 ON public.collection_tanker IS 'e87cc71041a26a774ecac81dc94a50337c7f4f0a';

CREATE TRIGGER pgtrigger_new_edition_052e2 AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.platform_accesstoken FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_new_edition_052e2();

COMMENT ON TRIGGER pgtrigger_new_edition_052e2 ON public.platform_accesstoken IS '7ee64247795e034e50d24686f21d9432e51cacd7';

CREATE TRIGGER pgtrigger_new_edition_0673c AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.collection_weighbridge FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_new_edition_0673c();

COMMENT ON TRIGGER pgtrigger_new_edition_0673c ON public.collection_weighbridge IS 'e8ce9d9259afe2ba5554e0230b621800dd5c704d';

CREATE TRIGGER pgtrigger_new_edition_6af44 AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.collection_station FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_new_edition_6af44();

COMMENT ON TRIGGER pgtrigger_new_edition_6af44 ON public.collection_station IS 'b7ed242394d109a188e75862dabdbe28e7cacaeb';

CREATE TRIGGER pgtrigger_new_edition_93d54 AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.collection_licence FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_new_edition_93d54();

COMMENT ON TRIGGER pgtrigger_new_edition_93d54 ON public.collection_licence IS '4ae19f1f7e962ee0debd21a8789f9220059b877a';

CREATE TRIGGER pgtrigger_new_edition_98bdf AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.platform_place FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_new_edition_98bdf();

COMMENT ON TRIGGER pgtrigger_new_edition_98bdf ON public.platform_place IS '16fd16ca1df4055fe36b4e98eee057129b74cf02';

CREATE TRIGGER pgtrigger_new_edition_9d12c AFTER INSERT OR DELETE OR UPDATE OF username, password, name_zh, name_en, phone, is_active OR TRUNCATE ON public.platform_person FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_new_edition_9d12c();

COMMENT ON TRIGGER pgtrigger_new_edition_9d12c ON public.platform_person IS '7b370630fea8a41e845f9c733cf594e864b0d5cb';

CREATE TRIGGER pgtrigger_new_edition_bcd73 AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.platform_rule FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_new_edition_bcd73();

COMMENT ON TRIGGER pgtrigger_new_edition_bcd73 ON public.platform_rule IS 'eddb531793a429603b918c8623788a474cb2f5ef';

CREATE TRIGGER pgtrigger_new_edition_ce64b AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.platform_membership FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_new_edition_ce64b();

COMMENT ON TRIGGER pgtrigger_new_edition_ce64b ON public.platform_membership IS '058c93cebce1bf05c17fc38cc58cac5aa623d97d';

CREATE TRIGGER pgtrigger_new_edition_e12e8 AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON public.platform_organisation FOR EACH STATEMENT EXECUTE FUNCTION public.pgtrigger_new_edition_e12e8();

COMMENT ON TRIGGER pgtrigger_new_edition_e12e8 ON public.platform_organisation IS 'de1a5d8d90d6e716d92969e357034ea82a00c74e';

CREATE TRIGGER pgtrigger_only_added_0d5e3 BEFORE DELETE OR UPDATE ON public.trade_priceestimate FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_0d5e3();

COMMENT ON TRIGGER pgtrigger_only_added_0d5e3 ON public.trade_priceestimate IS '617dddad497f72d5123d9f76117badf76e5fdd2a';

CREATE TRIGGER pgtrigger_only_added_1013a BEFORE DELETE OR UPDATE ON public.trade_pricejudgement FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_1013a();

COMMENT ON TRIGGER pgtrigger_only_added_1013a ON public.trade_pricejudgement IS 'fcc2a2496af59d0f270ab8543227a1e9ead6c274';

CREATE TRIGGER pgtrigger_only_added_1a997 BEFORE DELETE OR UPDATE ON public.ledger_cosignature FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_1a997();

COMMENT ON TRIGGER pgtrigger_only_added_1a997 ON public.ledger_cosignature IS '628857a1a2a54b339a5f321e15d8891b7079ffd1';

CREATE TRIGGER pgtrigger_only_added_230b7 BEFORE DELETE OR UPDATE ON public.trade_pricereview FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_230b7();

COMMENT ON TRIGGER pgtrigger_only_added_230b7 ON public.trade_pricereview IS 'd4b9f692a79fec1885f3f1c7617017fc334153e1';

CREATE TRIGGER pgtrigger_only_added_279ec BEFORE DELETE OR UPDATE ON public.trade_priceinput FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_279ec();

COMMENT ON TRIGGER pgtrigger_only_added_279ec ON public.trade_priceinput IS '529189df42211aea26c645429eb4cd9bc71c0ed8';

CREATE TRIGGER pgtrigger_only_added_372b5 BEFORE DELETE OR UPDATE ON public.trade_pricevote FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_372b5();

COMMENT ON TRIGGER pgtrigger_only_added_372b5 ON public.trade_pricevote IS 'e5cd51952c9566d70366f030793bf9197c439029';

CREATE TRIGGER pgtrigger_only_added_40186 BEFORE DELETE OR UPDATE ON public.trade_priceconflict FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_40186();

COMMENT ON TRIGGER pgtrigger_only_added_40186 ON public.trade_priceconflict IS '9a47e529ba1600325d1f90f616a0c4a6ea44b079';

CREATE TRIGGER pgtrigger_only_added_4740c BEFORE DELETE OR UPDATE ON public.trade_pricepublication FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_4740c();

COMMENT ON TRIGGER pgtrigger_only_added_4740c ON public.trade_pricepublication IS '1350df18e95243e837fcc37093f597df0c1a2d69';

CREATE TRIGGER pgtrigger_only_added_5f03a BEFORE DELETE OR UPDATE ON public.factory_recallnotice FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_5f03a();

COMMENT ON TRIGGER pgtrigger_only_added_5f03a ON public.factory_recallnotice IS 'ed9f5e7a955076798f1a8fd9c194c948d2066176';

CREATE TRIGGER pgtrigger_only_added_61bfe BEFORE DELETE OR UPDATE ON public.trade_costline FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_61bfe();

COMMENT ON TRIGGER pgtrigger_only_added_61bfe ON public.trade_costline IS 'e75e6c27c234edf8480b68e4e9d49b79fea3cca3';

CREATE TRIGGER pgtrigger_only_added_66895 BEFORE DELETE OR UPDATE ON public.factory_recallstatement FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_66895();

COMMENT ON TRIGGER pgtrigger_only_added_66895 ON public.factory_recallstatement IS '25a9c0fc65b5a9ec35995e3024e17c8113ca843b';

CREATE TRIGGER pgtrigger_only_added_77421 BEFORE DELETE OR UPDATE ON public.trade_creditstatement FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_77421();

COMMENT ON TRIGGER pgtrigger_only_added_77421 ON public.trade_creditstatement IS '0c1606e13cf575c36ee9191735cce8c6bd927517';

CREATE TRIGGER pgtrigger_only_added_7e284 BEFORE DELETE OR UPDATE ON public.trade_samplefarm FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_7e284();

COMMENT ON TRIGGER pgtrigger_only_added_7e284 ON public.trade_samplefarm IS 'b89a55b3a50e2c706fdfbcf55e98d54517874c42';

CREATE TRIGGER pgtrigger_only_added_89bd0 BEFORE DELETE OR UPDATE ON public.ledger_redaction FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_89bd0();

COMMENT ON TRIGGER pgtrigger_only_added_89bd0 ON public.ledger_redaction IS 'f4feba28e9af889b64d02d3f6ba780aee296a840';

CREATE TRIGGER pgtrigger_only_added_a9390 BEFORE DELETE OR UPDATE ON public.trade_priceproposal FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_a9390();

COMMENT ON TRIGGER pgtrigger_only_added_a9390 ON public.trade_priceproposal IS '76317df89d52ec96fa2185e20fe6e8f5096603bc';

CREATE TRIGGER pgtrigger_only_added_b52d7 BEFORE DELETE OR UPDATE ON public.trade_pricestratum FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_b52d7();

COMMENT ON TRIGGER pgtrigger_only_added_b52d7 ON public.trade_pricestratum IS '66ee5780c6e646b1d7f9ebe7e2ee567802bace30';

CREATE TRIGGER pgtrigger_only_added_bb284 BEFORE DELETE OR UPDATE ON public.factory_recallsuspect FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_bb284();

COMMENT ON TRIGGER pgtrigger_only_added_bb284 ON public.factory_recallsuspect IS '8b1492514d4e64dc871200813af8436a15d79749';

CREATE TRIGGER pgtrigger_only_added_c26bf BEFORE DELETE OR UPDATE ON public.ledger_checkpoint FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_c26bf();

COMMENT ON TRIGGER pgtrigger_only_added_c26bf ON public.ledger_checkpoint IS 'f117494036bd8a2268bc481f35dfad819d0f5b0c';

CREATE TRIGGER pgtrigger_only_added_c6d93 BEFORE DELETE OR UPDATE ON public.factory_recallmovement FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_c6d93();

COMMENT ON TRIGGER pgtrigger_only_added_c6d93 ON public.factory_recallmovement IS 'e1a3a9229b4f0aade5fb3bb46db4a46516921967';

CREATE TRIGGER pgtrigger_only_added_cbef2 BEFORE DELETE OR UPDATE ON public.factory_recallestimate FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_cbef2();

COMMENT ON TRIGGER pgtrigger_only_added_cbef2 ON public.factory_recallestimate IS 'cb22e239cf681ffa15ab69b8c47f5bdb220d8b6a';

CREATE TRIGGER pgtrigger_only_added_f2a57 BEFORE DELETE OR UPDATE ON public.factory_recallreceipt FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_f2a57();

COMMENT ON TRIGGER pgtrigger_only_added_f2a57 ON public.factory_recallreceipt IS 'c685720acb3ddfc73f48863ec6e714506e7a5f11';

CREATE TRIGGER pgtrigger_only_added_fa046 BEFORE DELETE OR UPDATE ON public.ledger_logkey FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_added_fa046();

COMMENT ON TRIGGER pgtrigger_only_added_fa046 ON public.ledger_logkey IS '836112b54f850bc93dd4c0e7640fa6c91c3a9db4';

CREATE TRIGGER pgtrigger_only_extended_40c62 BEFORE INSERT OR DELETE OR UPDATE ON public.ledger_logtile FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_only_extended_40c62();

COMMENT ON TRIGGER pgtrigger_only_extended_40c62 ON public.ledger_logtile IS 'e997c7022b50b47106f39c8e79c7faecd99c6e21';

CREATE TRIGGER pgtrigger_panel_is_final_78d8f BEFORE DELETE OR UPDATE ON public.quality_routinepanel FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_panel_is_final_78d8f();

COMMENT ON TRIGGER pgtrigger_panel_is_final_78d8f ON public.quality_routinepanel IS '92ca0e95594918c10fdb47f9e48852ae26b2a91d';

CREATE TRIGGER pgtrigger_payment_is_kept_4b57b BEFORE DELETE ON public.trade_payment FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_payment_is_kept_4b57b();

COMMENT ON TRIGGER pgtrigger_payment_is_kept_4b57b ON public.trade_payment IS '6aabd41c0882013eccc2e61901b494f67c3f3a4d';

CREATE TRIGGER pgtrigger_payment_is_kept_once_answered_7574e BEFORE UPDATE ON public.trade_payment FOR EACH ROW WHEN ((NOT ((old.state)::text = 'told'::text))) EXECUTE FUNCTION public.pgtrigger_payment_is_kept_once_answered_7574e();

COMMENT ON TRIGGER pgtrigger_payment_is_kept_once_answered_7574e ON public.trade_payment IS '2a8b59262de05c4ab52bfba39dd2544fd6fa5bed';

CREATE TRIGGER pgtrigger_receivable_is_final_e0866 BEFORE DELETE OR UPDATE ON public.trade_receivable FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_receivable_is_final_e0866();

COMMENT ON TRIGGER pgtrigger_receivable_is_final_e0866 ON public.trade_receivable IS '1d636b77d14a4bc6ca29bf1e23dd1fe3fbdcd557';

CREATE TRIGGER pgtrigger_result_is_final_c94d7 BEFORE DELETE OR UPDATE ON public.quality_result FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_result_is_final_c94d7();

COMMENT ON TRIGGER pgtrigger_result_is_final_c94d7 ON public.quality_result IS 'e9b4dcd5caaa1218063719524b3e1a435c93b0dc';

CREATE TRIGGER pgtrigger_settlement_content_is_final_7490d BEFORE UPDATE ON public.trade_settlement FOR EACH ROW WHEN ((((old.number)::text IS DISTINCT FROM (new.number)::text) OR (old.version IS DISTINCT FROM new.version) OR (old.grid_id IS DISTINCT FROM new.grid_id) OR (old.seller_id IS DISTINCT FROM new.seller_id) OR (old.seller_place_id IS DISTINCT FROM new.seller_place_id) OR (old.buyer_id IS DISTINCT FROM new.buyer_id) OR (old.first_day IS DISTINCT FROM new.first_day) OR (old.last_day IS DISTINCT FROM new.last_day) OR (old.accepted_kg IS DISTINCT FROM new.accepted_kg) OR (old.payable_kg IS DISTINCT FROM new.payable_kg) OR (old.amount_yuan IS DISTINCT FROM new.amount_yuan) OR (old.inputs IS DISTINCT FROM new.inputs) OR ((old.digest)::text IS DISTINCT FROM (new.digest)::text) OR (old.made_by_id IS DISTINCT FROM new.made_by_id) OR (old.made_at IS DISTINCT FROM new.made_at))) EXECUTE FUNCTION public.pgtrigger_settlement_content_is_final_7490d();

COMMENT ON TRIGGER pgtrigger_settlement_content_is_final_7490d ON public.trade_settlement IS '8da585bfe4bf74d14b91baf90af499640fce7ab8';

CREATE TRIGGER pgtrigger_settlement_is_kept_702ce BEFORE DELETE ON public.trade_settlement FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_settlement_is_kept_702ce();

COMMENT ON TRIGGER pgtrigger_settlement_is_kept_702ce ON public.trade_settlement IS '533b452d56bec0a14993759c07ebfabae0a67a1a';

CREATE TRIGGER pgtrigger_settlement_line_is_final_67cf0 BEFORE DELETE OR UPDATE ON public.trade_settlementline FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_settlement_line_is_final_67cf0();

COMMENT ON TRIGGER pgtrigger_settlement_line_is_final_67cf0 ON public.trade_settlementline IS 'e338a720d46b42cadbea681d62602d4f961d8a67';

CREATE TRIGGER pgtrigger_signature_is_final_a75cd BEFORE DELETE OR UPDATE ON public.collection_signature FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_signature_is_final_a75cd();

COMMENT ON TRIGGER pgtrigger_signature_is_final_a75cd ON public.collection_signature IS '56f19abe6794963e877050d560e90ac3848dd0f5';

CREATE TRIGGER pgtrigger_stations_fixed_once_offered_d8fc8 BEFORE INSERT OR DELETE OR UPDATE ON public.trade_supplystation FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_stations_fixed_once_offered_d8fc8();

COMMENT ON TRIGGER pgtrigger_stations_fixed_once_offered_d8fc8 ON public.trade_supplystation IS '9291645899975ba329f616a5e11875e30b7ea484';

CREATE TRIGGER pgtrigger_task_is_kept_47601 BEFORE DELETE ON public.quality_samplingtask FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_task_is_kept_47601();

COMMENT ON TRIGGER pgtrigger_task_is_kept_47601 ON public.quality_samplingtask IS '2c02d98180ab61489536598e1e00e98312e85072';

CREATE TRIGGER pgtrigger_unblinding_is_final_bf3e5 BEFORE DELETE OR UPDATE ON public.quality_unblinding FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_unblinding_is_final_bf3e5();

COMMENT ON TRIGGER pgtrigger_unblinding_is_final_bf3e5 ON public.quality_unblinding IS 'dac777deaf2c3fe6547fe708f4cfadd176dcea5e';

CREATE TRIGGER pgtrigger_update_update_025b7 AFTER UPDATE ON public.trade_payment FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_025b7();

COMMENT ON TRIGGER pgtrigger_update_update_025b7 ON public.trade_payment IS 'd145a9e2d5a067858cca05f9f7ff2ee3e3fa95ff';

CREATE TRIGGER pgtrigger_update_update_08bd0 AFTER UPDATE ON public.platform_holiday FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_08bd0();

COMMENT ON TRIGGER pgtrigger_update_update_08bd0 ON public.platform_holiday IS 'cfc38ede0387f8c727468f2156344abd93c6f2ef';

CREATE TRIGGER pgtrigger_update_update_08c89 AFTER UPDATE ON public.plan_ledgeritem FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_08c89();

COMMENT ON TRIGGER pgtrigger_update_update_08c89 ON public.plan_ledgeritem IS 'e2268ac06f2c5c840630d082357c62598970d653';

CREATE TRIGGER pgtrigger_update_update_0a127 AFTER UPDATE ON public.trade_contracttermination FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_0a127();

COMMENT ON TRIGGER pgtrigger_update_update_0a127 ON public.trade_contracttermination IS '406869224e8963e8924cc499d829c8617621ad55';

CREATE TRIGGER pgtrigger_update_update_0be63 AFTER UPDATE ON public.collection_tanker FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_0be63();

COMMENT ON TRIGGER pgtrigger_update_update_0be63 ON public.collection_tanker IS '0e7acb531c67e097382abf963364ac94fd1978ae';

CREATE TRIGGER pgtrigger_update_update_0c2b7 AFTER UPDATE ON public.factory_recallcase FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_0c2b7();

COMMENT ON TRIGGER pgtrigger_update_update_0c2b7 ON public.factory_recallcase IS '0266aca1ffec2f27d2eec5ba92c147c59cc358fc';

CREATE TRIGGER pgtrigger_update_update_0f33c AFTER UPDATE ON public.herd_columnmapping FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_0f33c();

COMMENT ON TRIGGER pgtrigger_update_update_0f33c ON public.herd_columnmapping IS '4f18b222f6d4413eddd35f41cc889b7cbe4b4de5';

CREATE TRIGGER pgtrigger_update_update_1446b AFTER UPDATE ON public.trade_creditappeal FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_1446b();

COMMENT ON TRIGGER pgtrigger_update_update_1446b ON public.trade_creditappeal IS '60028ef9553c0111cf80d1eb607d83937a2d6056';

CREATE TRIGGER pgtrigger_update_update_15c78 AFTER UPDATE ON public.collection_station FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_15c78();

COMMENT ON TRIGGER pgtrigger_update_update_15c78 ON public.collection_station IS 'b497fa580f6202c3d358da2627829c7fe52f05f1';

CREATE TRIGGER pgtrigger_update_update_1dd56 AFTER UPDATE ON public.trade_modelform FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_1dd56();

COMMENT ON TRIGGER pgtrigger_update_update_1dd56 ON public.trade_modelform IS 'c1a185f47a30c861cb2f95549e6982048e47731f';

CREATE TRIGGER pgtrigger_update_update_1f6b4 AFTER UPDATE ON public.recording_enrolment FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_1f6b4();

COMMENT ON TRIGGER pgtrigger_update_update_1f6b4 ON public.recording_enrolment IS '43dd9350a37ed1277a7d7a7b1cc8d5126512d5b8';

CREATE TRIGGER pgtrigger_update_update_2036d AFTER UPDATE ON public.trade_contract FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_2036d();

COMMENT ON TRIGGER pgtrigger_update_update_2036d ON public.trade_contract IS '051e495d41a43642d8b4af815eb460616df60e36';

CREATE TRIGGER pgtrigger_update_update_22959 AFTER UPDATE ON public.collection_handoversheet FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_22959();

COMMENT ON TRIGGER pgtrigger_update_update_22959 ON public.collection_handoversheet IS 'db88f2da97220fc5c496854210564c5dc7fa3aae';

CREATE TRIGGER pgtrigger_update_update_298dc AFTER UPDATE ON public.quality_comparisonround FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_298dc();

COMMENT ON TRIGGER pgtrigger_update_update_298dc ON public.quality_comparisonround IS '37d17ae76699fb5f8d7ad7896c9b14a466b246a6';

CREATE TRIGGER pgtrigger_update_update_2a5a5 AFTER UPDATE ON public.platform_organisation FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_2a5a5();

COMMENT ON TRIGGER pgtrigger_update_update_2a5a5 ON public.platform_organisation IS 'f75548b2a4c72d9c66f93338afedbcd45719821a';

CREATE TRIGGER pgtrigger_update_update_2b12b AFTER UPDATE ON public.recording_advisoryvisit FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_2b12b();

COMMENT ON TRIGGER pgtrigger_update_update_2b12b ON public.recording_advisoryvisit IS '10a890f01b5632df894deb4dedc40e6739a6ee85';

CREATE TRIGGER pgtrigger_update_update_2d911 AFTER UPDATE ON public.trade_complaint FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_2d911();

COMMENT ON TRIGGER pgtrigger_update_update_2d911 ON public.trade_complaint IS 'da6e3e05ef6ff79cb5c3edc1b35e34f15c5c0c22';

CREATE TRIGGER pgtrigger_update_update_2dd6d AFTER UPDATE ON public.quality_hold FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_2dd6d();

COMMENT ON TRIGGER pgtrigger_update_update_2dd6d ON public.quality_hold IS 'fb5a25a181a0ce39b8a420bd5318e175c24afe23';

CREATE TRIGGER pgtrigger_update_update_3678f AFTER UPDATE ON public.plan_planversion FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_3678f();

COMMENT ON TRIGGER pgtrigger_update_update_3678f ON public.plan_planversion IS 'b271f4c2c8ed2f5c9edac9a353f4ae0d507a1d52';

CREATE TRIGGER pgtrigger_update_update_38d93 AFTER UPDATE ON public.plan_progressreport FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_38d93();

COMMENT ON TRIGGER pgtrigger_update_update_38d93 ON public.plan_progressreport IS '0373148cbc90d224f37206e5512ea07475fcddd6';

CREATE TRIGGER pgtrigger_update_update_43c19 AFTER UPDATE ON public.trade_creditrepair FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_43c19();

COMMENT ON TRIGGER pgtrigger_update_update_43c19 ON public.trade_creditrepair IS 'ac1fcbc2ad61e7a18dfb76a43015caaa2aa8d47e';

CREATE TRIGGER pgtrigger_update_update_4d281 AFTER UPDATE ON public.factory_silo FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_4d281();

COMMENT ON TRIGGER pgtrigger_update_update_4d281 ON public.factory_silo IS '97e0a5a5ecf4052bee3032da85b6bbeb648cf7f3';

CREATE TRIGGER pgtrigger_update_update_4fc2b AFTER UPDATE ON public.trade_receivable FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_4fc2b();

COMMENT ON TRIGGER pgtrigger_update_update_4fc2b ON public.trade_receivable IS '4858219a250b537379801465532835c9c0911c81';

CREATE TRIGGER pgtrigger_update_update_5069d AFTER UPDATE ON public.herd_animalidentifier FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_5069d();

COMMENT ON TRIGGER pgtrigger_update_update_5069d ON public.herd_animalidentifier IS 'c22f6386e34d268b460c7b97bd080869abc3fee6';

CREATE TRIGGER pgtrigger_update_update_56821 AFTER UPDATE ON public.trade_contractfiling FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_56821();

COMMENT ON TRIGGER pgtrigger_update_update_56821 ON public.trade_contractfiling IS 'f078c0c40ba7aac89a2898423472a12452f389be';

CREATE TRIGGER pgtrigger_update_update_58981 AFTER UPDATE ON public.plan_supervisionletter FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_58981();

COMMENT ON TRIGGER pgtrigger_update_update_58981 ON public.plan_supervisionletter IS 'b3938f222ea81b98906bd85b8066be02ab3642ad';

CREATE TRIGGER pgtrigger_update_update_5ae9e AFTER UPDATE ON public.trade_creditsignal FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_5ae9e();

COMMENT ON TRIGGER pgtrigger_update_update_5ae9e ON public.trade_creditsignal IS '5cc6e9f3d46a4eb0113573ff06278dd6912bdc89';

CREATE TRIGGER pgtrigger_update_update_5ba41 AFTER UPDATE ON public.trade_creditentry FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_5ba41();

COMMENT ON TRIGGER pgtrigger_update_update_5ba41 ON public.trade_creditentry IS '52e2be0730d8492beb6ccecdc0f9a539b0c17cb8';

CREATE TRIGGER pgtrigger_update_update_5e552 AFTER UPDATE ON public.herd_monthaccount FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_5e552();

COMMENT ON TRIGGER pgtrigger_update_update_5e552 ON public.herd_monthaccount IS '78854275f1302e29dc6a5406283b08da7b294792';

CREATE TRIGGER pgtrigger_update_update_63ae0 AFTER UPDATE ON public.trade_priceerratum FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_63ae0();

COMMENT ON TRIGGER pgtrigger_update_update_63ae0 ON public.trade_priceerratum IS '0b32afabed6a9b2a94b402e18a65fa28fadc5423';

CREATE TRIGGER pgtrigger_update_update_67471 AFTER UPDATE ON public.trade_thirdpartytest FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_67471();

COMMENT ON TRIGGER pgtrigger_update_update_67471 ON public.trade_thirdpartytest IS '74ce5997b8d458c2f69bba3571458f35f46eb971';

CREATE TRIGGER pgtrigger_update_update_6f179 AFTER UPDATE ON public.plan_targetclaim FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_6f179();

COMMENT ON TRIGGER pgtrigger_update_update_6f179 ON public.plan_targetclaim IS '12d5c4b8c069d05f1c2bdb0e2c5224d3406bbbc7';

CREATE TRIGGER pgtrigger_update_update_6f26c AFTER UPDATE ON public.quality_objection FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_6f26c();

COMMENT ON TRIGGER pgtrigger_update_update_6f26c ON public.quality_objection IS 'c64d42bdb9b2f888f86247a403b143c50b2c9061';

CREATE TRIGGER pgtrigger_update_update_70620 AFTER UPDATE ON public.trade_settlement FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_70620();

COMMENT ON TRIGGER pgtrigger_update_update_70620 ON public.trade_settlement IS 'f9ecd3fa00df407590ab46246a52dc34a4b7f8c6';

CREATE TRIGGER pgtrigger_update_update_72f93 AFTER UPDATE ON public.quality_samplingtask FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_72f93();

COMMENT ON TRIGGER pgtrigger_update_update_72f93 ON public.quality_samplingtask IS '70de1376758235721a1e82bf21275bcd791a533c';

CREATE TRIGGER pgtrigger_update_update_78dd1 AFTER UPDATE ON public.herd_farm FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_78dd1();

COMMENT ON TRIGGER pgtrigger_update_update_78dd1 ON public.herd_farm IS 'f9986c1c30bd39bdf3d2bba22c7827d58da26036';

CREATE TRIGGER pgtrigger_update_update_79c28 AFTER UPDATE ON public.trade_priceseat FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_79c28();

COMMENT ON TRIGGER pgtrigger_update_update_79c28 ON public.trade_priceseat IS 'b23e0992734cd3c5d610edfe0ce45a4450588250';

CREATE TRIGGER pgtrigger_update_update_7e525 AFTER UPDATE ON public.herd_testday FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_7e525();

COMMENT ON TRIGGER pgtrigger_update_update_7e525 ON public.herd_testday IS '1afe41be655edeaaa5335de05178a6724085ade1';

CREATE TRIGGER pgtrigger_update_update_7fba2 AFTER UPDATE ON public.trade_pricecomplaint FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_7fba2();

COMMENT ON TRIGGER pgtrigger_update_update_7fba2 ON public.trade_pricecomplaint IS 'cdb5a4ee1f7f6f04023a1963702cfecb84c66454';

CREATE TRIGGER pgtrigger_update_update_83a07 AFTER UPDATE ON public.factory_productlot FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_83a07();

COMMENT ON TRIGGER pgtrigger_update_update_83a07 ON public.factory_productlot IS '801783b50a4bc7372a189550abc150aba4eb59ad';

CREATE TRIGGER pgtrigger_update_update_873c8 AFTER UPDATE ON public.trade_paygrid FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_873c8();

COMMENT ON TRIGGER pgtrigger_update_update_873c8 ON public.trade_paygrid IS '17ef5080df563ad935d0ea1ac9fbc0b86bbe1fef';

CREATE TRIGGER pgtrigger_update_update_8b121 AFTER UPDATE ON public.collection_sitevisit FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_8b121();

COMMENT ON TRIGGER pgtrigger_update_update_8b121 ON public.collection_sitevisit IS '81a7db88bbf38e7b47b83b050af0cba422520fa6';

CREATE TRIGGER pgtrigger_update_update_94ac6 AFTER UPDATE ON public.factory_product FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_94ac6();

COMMENT ON TRIGGER pgtrigger_update_update_94ac6 ON public.factory_product IS '04acfc40a0590582e6d72cdb920819dfb38e9adb';

CREATE TRIGGER pgtrigger_update_update_9790b AFTER UPDATE ON public.factory_plant FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_9790b();

COMMENT ON TRIGGER pgtrigger_update_update_9790b ON public.factory_plant IS '5bd7e57dd3583a0929e0f688c61bc227ce7d2b29';

CREATE TRIGGER pgtrigger_update_update_97fbd AFTER UPDATE ON public.quality_controlseries FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_97fbd();

COMMENT ON TRIGGER pgtrigger_update_update_97fbd ON public.quality_controlseries IS 'f02cfce542edb35c55aba26d178b53b2e852c7d1';

CREATE TRIGGER pgtrigger_update_update_99349 AFTER UPDATE ON public.quality_samplingplan FOR EACH ROW WHEN ((((old.algorithm)::text IS DISTINCT FROM (new.algorithm)::text) OR (old.analytes IS DISTINCT FROM new.analytes) OR (old.committed_at IS DISTINCT FROM new.committed_at) OR (old.created_by_id IS DISTINCT FROM new.created_by_id) OR (old.drawn_at IS DISTINCT FROM new.drawn_at) OR (old.first_day IS DISTINCT FROM new.first_day) OR ((old.frame_digest)::text IS DISTINCT FROM (new.frame_digest)::text) OR (old.id IS DISTINCT FROM new.id) OR ((old.kind)::text IS DISTINCT FROM (new.kind)::text) OR (old.last_day IS DISTINCT FROM new.last_day) OR ((old.method)::text IS DISTINCT FROM (new.method)::text) OR ((old.number)::text IS DISTINCT FROM (new.number)::text) OR (old.organisation_id IS DISTINCT FROM new.organisation_id) OR ((old.seed_digest)::text IS DISTINCT FROM (new.seed_digest)::text) OR ((old.state)::text IS DISTINCT FROM (new.state)::text) OR ((old.title)::text IS DISTINCT FROM (new.title)::text) OR ((old.witness_word)::text IS DISTINCT FROM (new.witness_word)::text))) EXECUTE FUNCTION public.pgtrigger_update_update_99349();

COMMENT ON TRIGGER pgtrigger_update_update_99349 ON public.quality_samplingplan IS '13f53721778e7dd2e7931b33cd5664a7324ab3c3';

CREATE TRIGGER pgtrigger_update_update_99f83 AFTER UPDATE ON public.recording_farmreport FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_99f83();

COMMENT ON TRIGGER pgtrigger_update_update_99f83 ON public.recording_farmreport IS '25da02ea85eae220ff482b7328aff4c821c9dbea';

CREATE TRIGGER pgtrigger_update_update_9ed05 AFTER UPDATE ON public.plan_closedperiod FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_9ed05();

COMMENT ON TRIGGER pgtrigger_update_update_9ed05 ON public.plan_closedperiod IS 'a68670e3e4fd14c645c5e1949c5961ac84acb242';

CREATE TRIGGER pgtrigger_update_update_a523b AFTER UPDATE ON public.platform_rule FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_a523b();

COMMENT ON TRIGGER pgtrigger_update_update_a523b ON public.platform_rule IS '95a716466db75b01454f280130faf40e26ed81c3';

CREATE TRIGGER pgtrigger_update_update_a5ad9 AFTER UPDATE ON public.plan_contradiction FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_a5ad9();

COMMENT ON TRIGGER pgtrigger_update_update_a5ad9 ON public.plan_contradiction IS '97ad62f3500954fea7a99f3a4d7e793700efea20';

CREATE TRIGGER pgtrigger_update_update_a6eb6 AFTER UPDATE ON public.herd_animal FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_a6eb6();

COMMENT ON TRIGGER pgtrigger_update_update_a6eb6 ON public.herd_animal IS '441c75a699f59dd0a863a91e1907035ec82deaee';

CREATE TRIGGER pgtrigger_update_update_a6f89 AFTER UPDATE ON public.herd_farmday FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_a6f89();

COMMENT ON TRIGGER pgtrigger_update_update_a6f89 ON public.herd_farmday IS '48a897e57fb52037e3edf9758de9331f54e59e60';

CREATE TRIGGER pgtrigger_update_update_a7f0e AFTER UPDATE ON public.recording_testvisit FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_a7f0e();

COMMENT ON TRIGGER pgtrigger_update_update_a7f0e ON public.recording_testvisit IS '56e908274acccb0ee14c02887f558626c869acdd';

CREATE TRIGGER pgtrigger_update_update_aaf69 AFTER UPDATE ON public.platform_maplayer FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_aaf69();

COMMENT ON TRIGGER pgtrigger_update_update_aaf69 ON public.platform_maplayer IS 'da02e7865c2448d3cf628c7562799d7340d8bda7';

CREATE TRIGGER pgtrigger_update_update_ac391 AFTER UPDATE ON public.collection_application FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_ac391();

COMMENT ON TRIGGER pgtrigger_update_update_ac391 ON public.collection_application IS '68bbeec62539dd80b6dfccbc6f5c72e605d5beda';

CREATE TRIGGER pgtrigger_update_update_af30e AFTER UPDATE ON public.quality_sample FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_af30e();

COMMENT ON TRIGGER pgtrigger_update_update_af30e ON public.quality_sample IS '6077b67ed6b6c94ed71a55b78c76b10612694809';

CREATE TRIGGER pgtrigger_update_update_b0d5b AFTER UPDATE ON public.quality_accreditedmethod FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_b0d5b();

COMMENT ON TRIGGER pgtrigger_update_update_b0d5b ON public.quality_accreditedmethod IS '9ec6257aa1b26e99da9f7947fcd388180ca31f58';

CREATE TRIGGER pgtrigger_update_update_b753e AFTER UPDATE ON public.collection_seal FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_b753e();

COMMENT ON TRIGGER pgtrigger_update_update_b753e ON public.collection_seal IS '8d6b2fe6b6cb741470dcd4edba62081b31edd2e7';

CREATE TRIGGER pgtrigger_update_update_bce8e AFTER UPDATE ON public.trade_pricemotion FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_bce8e();

COMMENT ON TRIGGER pgtrigger_update_update_bce8e ON public.trade_pricemotion IS '752a56b4a1b1c4cacee17cf99b30a9436a6b9ea7';

CREATE TRIGGER pgtrigger_update_update_bff6d AFTER UPDATE ON public.plan_duty FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_bff6d();

COMMENT ON TRIGGER pgtrigger_update_update_bff6d ON public.plan_duty IS '126a0639338f3dd79afa11ab86757b84f4ab32c9';

CREATE TRIGGER pgtrigger_update_update_c0d7e AFTER UPDATE ON public.recording_standardreading FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_c0d7e();

COMMENT ON TRIGGER pgtrigger_update_update_c0d7e ON public.recording_standardreading IS '3aaed5d893d6e112f454f7421db0a472d7075ad2';

CREATE TRIGGER pgtrigger_update_update_c4970 AFTER UPDATE ON public.plan_milestone FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_c4970();

COMMENT ON TRIGGER pgtrigger_update_update_c4970 ON public.plan_milestone IS 'f0edec76fc1753df74f3a1e5190e609125a64c82';

CREATE TRIGGER pgtrigger_update_update_c933c AFTER UPDATE ON public.collection_inspection FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_c933c();

COMMENT ON TRIGGER pgtrigger_update_update_c933c ON public.collection_inspection IS '9317f91f44248fe75bcf07e872281273f9743d03';

CREATE TRIGGER pgtrigger_update_update_ca319 AFTER UPDATE ON public.plan_responsibleunit FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_ca319();

COMMENT ON TRIGGER pgtrigger_update_update_ca319 ON public.plan_responsibleunit IS 'b2738305aed3e5e5dd765095628c585e4fea328e';

CREATE TRIGGER pgtrigger_update_update_cc6c9 AFTER UPDATE ON public.platform_person FOR EACH ROW WHEN (((old.id IS DISTINCT FROM new.id) OR (old.is_active IS DISTINCT FROM new.is_active) OR ((old.name_en)::text IS DISTINCT FROM (new.name_en)::text) OR ((old.name_zh)::text IS DISTINCT FROM (new.name_zh)::text) OR ((old.phone)::text IS DISTINCT FROM (new.phone)::text) OR (old.synthetic IS DISTINCT FROM new.synthetic) OR ((old.username)::text IS DISTINCT FROM (new.username)::text))) EXECUTE FUNCTION public.pgtrigger_update_update_cc6c9();

COMMENT ON TRIGGER pgtrigger_update_update_cc6c9 ON public.platform_person IS '6fbd3631b03d6597c42445186552f234f6f118b5';

CREATE TRIGGER pgtrigger_update_update_ccfdd AFTER UPDATE ON public.plan_planpart FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_ccfdd();

COMMENT ON TRIGGER pgtrigger_update_update_ccfdd ON public.plan_planpart IS '35c9f9b1321f2692abb8fc67ff2f27e7638a6976';

CREATE TRIGGER pgtrigger_update_update_cd6f3 AFTER UPDATE ON public.quality_laboratory FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_cd6f3();

COMMENT ON TRIGGER pgtrigger_update_update_cd6f3 ON public.quality_laboratory IS '30e0f90f00bbfcf6158263d4d2639be657378711';

CREATE TRIGGER pgtrigger_update_update_cf111 AFTER UPDATE ON public.plan_targetsplit FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_cf111();

COMMENT ON TRIGGER pgtrigger_update_update_cf111 ON public.plan_targetsplit IS '4e7531918e03229c8312b41050cd39a8d47fc452';

CREATE TRIGGER pgtrigger_update_update_cf809 AFTER UPDATE ON public.plan_indicator FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_cf809();

COMMENT ON TRIGGER pgtrigger_update_update_cf809 ON public.plan_indicator IS '6c2ab4122e450b0bb9f06f829c1a51258874df49';

CREATE TRIGGER pgtrigger_update_update_d1a9e AFTER UPDATE ON public.collection_licence FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_d1a9e();

COMMENT ON TRIGGER pgtrigger_update_update_d1a9e ON public.collection_licence IS '4423489bcfe472a67f1adf4db1738120c3473ac3';

CREATE TRIGGER pgtrigger_update_update_d1b85 AFTER UPDATE ON public.trade_settlementdispute FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_d1b85();

COMMENT ON TRIGGER pgtrigger_update_update_d1b85 ON public.trade_settlementdispute IS '2f4d53147447870c8855966d9c771ca0d11967cb';

CREATE TRIGGER pgtrigger_update_update_d2d59 AFTER UPDATE ON public.trade_costsheet FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_d2d59();

COMMENT ON TRIGGER pgtrigger_update_update_d2d59 ON public.trade_costsheet IS '3eac414ed0abf3da3ff916260c6bec21726ee140';

CREATE TRIGGER pgtrigger_update_update_d4cb7 AFTER UPDATE ON public.platform_identifier FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_d4cb7();

COMMENT ON TRIGGER pgtrigger_update_update_d4cb7 ON public.platform_identifier IS '9203d851bbc687fd6a5dc1f4c963fbbe35c40cdb';

CREATE TRIGGER pgtrigger_update_update_dbcea AFTER UPDATE ON public.plan_meeting FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_dbcea();

COMMENT ON TRIGGER pgtrigger_update_update_dbcea ON public.plan_meeting IS '867deae3fbc859371ca667d820542e31bf58548f';

CREATE TRIGGER pgtrigger_update_update_dfafc AFTER UPDATE ON public.herd_farmfiling FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_dfafc();

COMMENT ON TRIGGER pgtrigger_update_update_dfafc ON public.herd_farmfiling IS '4bcf98eb6037368a9a400a33d8e3897f1e405e18';

CREATE TRIGGER pgtrigger_update_update_e15e6 AFTER UPDATE ON public.platform_alarm FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_e15e6();

COMMENT ON TRIGGER pgtrigger_update_update_e15e6 ON public.platform_alarm IS '9a2f3dee4a0271c28b6947fc4c915942d77909dc';

CREATE TRIGGER pgtrigger_update_update_e4551 AFTER UPDATE ON public.quality_resultlayout FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_e4551();

COMMENT ON TRIGGER pgtrigger_update_update_e4551 ON public.quality_resultlayout IS '41116644408228923103cb7c5a4e11d007edd2cc';

CREATE TRIGGER pgtrigger_update_update_e46d1 AFTER UPDATE ON public.trade_priceround FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_e46d1();

COMMENT ON TRIGGER pgtrigger_update_update_e46d1 ON public.trade_priceround IS '23ee8e6b5a4033621fa1b1ef9d98ec89210febd5';

CREATE TRIGGER pgtrigger_update_update_e5bcc AFTER UPDATE ON public.platform_membership FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_e5bcc();

COMMENT ON TRIGGER pgtrigger_update_update_e5bcc ON public.platform_membership IS 'a6d75d4762635b458a5e27f783d4218d7ce57c61';

CREATE TRIGGER pgtrigger_update_update_eaff1 AFTER UPDATE ON public.trade_formclause FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_eaff1();

COMMENT ON TRIGGER pgtrigger_update_update_eaff1 ON public.trade_formclause IS 'c477a4e97e9630b94afdd1e3c758d1d472981c31';

CREATE TRIGGER pgtrigger_update_update_f1631 AFTER UPDATE ON public.quality_retainedportion FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_f1631();

COMMENT ON TRIGGER pgtrigger_update_update_f1631 ON public.quality_retainedportion IS 'b7dc30da96b06405d9d8a7647429918ae78009d5';

CREATE TRIGGER pgtrigger_update_update_fb752 AFTER UPDATE ON public.recording_sampletube FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_fb752();

COMMENT ON TRIGGER pgtrigger_update_update_fb752 ON public.recording_sampletube IS '4b26b21728b740eab3c6c72b776d9122aaa56e55';

CREATE TRIGGER pgtrigger_update_update_fc54a AFTER UPDATE ON public.platform_place FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_fc54a();

COMMENT ON TRIGGER pgtrigger_update_update_fc54a ON public.platform_place IS 'e26744813cf151422890101b6a8e2b2133fbf13e';

CREATE TRIGGER pgtrigger_update_update_fdcad AFTER UPDATE ON public.quality_contrabandcase FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION public.pgtrigger_update_update_fdcad();

COMMENT ON TRIGGER pgtrigger_update_update_fdcad ON public.quality_contrabandcase IS '11ceb0ba94a2ebb43f0803a7f408a57ba77507bf';

CREATE TRIGGER pgtrigger_visit_entry_is_final_d7a45 BEFORE DELETE OR UPDATE ON public.collection_visitentry FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_visit_entry_is_final_d7a45();

COMMENT ON TRIGGER pgtrigger_visit_entry_is_final_d7a45 ON public.collection_visitentry IS '81fbb1574b4b54f1913ad1271c172b60e7fb203f';

CREATE TRIGGER pgtrigger_visit_signature_is_final_de3c9 BEFORE DELETE OR UPDATE ON public.collection_visitsignature FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_visit_signature_is_final_de3c9();

COMMENT ON TRIGGER pgtrigger_visit_signature_is_final_de3c9 ON public.collection_visitsignature IS '3e86bce3c70e46989491442bee0900db89ae9b53';

CREATE TRIGGER pgtrigger_weighing_is_final_7d9bb BEFORE UPDATE ON public.collection_weighing FOR EACH ROW WHEN ((old.replaced OR ((old.ticket)::text IS DISTINCT FROM (new.ticket)::text) OR (old.gross_kg IS DISTINCT FROM new.gross_kg) OR (old.tare_kg IS DISTINCT FROM new.tare_kg) OR (old.net_kg IS DISTINCT FROM new.net_kg) OR (old.sheet_id IS DISTINCT FROM new.sheet_id) OR (old.weighbridge_id IS DISTINCT FROM new.weighbridge_id) OR (old.weighed_at IS DISTINCT FROM new.weighed_at) OR (old.weighed_by_id IS DISTINCT FROM new.weighed_by_id))) EXECUTE FUNCTION public.pgtrigger_weighing_is_final_7d9bb();

COMMENT ON TRIGGER pgtrigger_weighing_is_final_7d9bb ON public.collection_weighing IS 'b8238c01c5691dc2c14073c0b78e1266a57abd87';

CREATE TRIGGER pgtrigger_weighing_is_kept_d02eb BEFORE DELETE ON public.collection_weighing FOR EACH ROW EXECUTE FUNCTION public.pgtrigger_weighing_is_kept_d02eb();

COMMENT ON TRIGGER pgtrigger_weighing_is_kept_d02eb ON public.collection_weighing IS 'c5f0646b6dea21c3df013162c2a523b3ea821e1c';

CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();

CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();

CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();

CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();

CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();

CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();

CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_application
    ADD CONSTRAINT collection_applicati_applicant_id_6c22eb78_fk_platform_ FOREIGN KEY (applicant_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_applicationfile
    ADD CONSTRAINT collection_applicati_application_id_22a6cc6b_fk_collectio FOREIGN KEY (application_id) REFERENCES public.collection_application(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_applicationfile
    ADD CONSTRAINT collection_applicati_attachment_id_5142c7b6_fk_platform_ FOREIGN KEY (attachment_id) REFERENCES public.platform_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_application
    ADD CONSTRAINT collection_applicati_created_by_id_90761574_fk_platform_ FOREIGN KEY (created_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_application
    ADD CONSTRAINT collection_applicati_licence_id_8fcac460_fk_collectio FOREIGN KEY (licence_id) REFERENCES public.collection_licence(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_application
    ADD CONSTRAINT collection_applicati_of_licence_id_e25e7443_fk_collectio FOREIGN KEY (of_licence_id) REFERENCES public.collection_licence(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_application
    ADD CONSTRAINT collection_applicati_station_id_f339367a_fk_collectio FOREIGN KEY (station_id) REFERENCES public.collection_station(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_application
    ADD CONSTRAINT collection_applicati_tanker_id_0249d6da_fk_collectio FOREIGN KEY (tanker_id) REFERENCES public.collection_tanker(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_handoversheet
    ADD CONSTRAINT collection_handovers_corrects_id_5863834b_fk_collectio FOREIGN KEY (corrects_id) REFERENCES public.collection_handoversheet(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_handoversheet
    ADD CONSTRAINT collection_handovers_station_id_3f0b4b1c_fk_collectio FOREIGN KEY (station_id) REFERENCES public.collection_station(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_handoversheet
    ADD CONSTRAINT collection_handovers_tanker_id_b57e6a63_fk_collectio FOREIGN KEY (tanker_id) REFERENCES public.collection_tanker(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_handoversheet
    ADD CONSTRAINT collection_handoversheet_plant_id_f2cd32ae_fk_platform_place_id FOREIGN KEY (plant_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_inspection
    ADD CONSTRAINT collection_inspectio_first_officer_id_393c7e0b_fk_platform_ FOREIGN KEY (first_officer_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_inspectionplan
    ADD CONSTRAINT collection_inspectio_made_by_id_26109838_fk_platform_ FOREIGN KEY (made_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_inspectionplan
    ADD CONSTRAINT collection_inspectio_office_id_da4771c5_fk_platform_ FOREIGN KEY (office_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_inspection
    ADD CONSTRAINT collection_inspectio_plan_id_e3e09e73_fk_collectio FOREIGN KEY (plan_id) REFERENCES public.collection_inspectionplan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_inspection
    ADD CONSTRAINT collection_inspectio_second_officer_id_93ce7642_fk_platform_ FOREIGN KEY (second_officer_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_inspection
    ADD CONSTRAINT collection_inspectio_station_id_4bf9d09b_fk_collectio FOREIGN KEY (station_id) REFERENCES public.collection_station(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_inspection
    ADD CONSTRAINT collection_inspectio_tanker_id_30d9ebd8_fk_collectio FOREIGN KEY (tanker_id) REFERENCES public.collection_tanker(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_inspection
    ADD CONSTRAINT collection_inspectio_visit_id_dd4cd3c8_fk_collectio FOREIGN KEY (visit_id) REFERENCES public.collection_sitevisit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_licence
    ADD CONSTRAINT collection_licence_holder_id_ebf000d1_fk_platform_ FOREIGN KEY (holder_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_licence
    ADD CONSTRAINT collection_licence_issuer_id_4907843f_fk_platform_ FOREIGN KEY (issuer_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_licence
    ADD CONSTRAINT collection_licence_renews_id_7474e144_fk_collection_licence_id FOREIGN KEY (renews_id) REFERENCES public.collection_licence(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_licence
    ADD CONSTRAINT collection_licence_station_id_2b5e4bff_fk_collection_station_id FOREIGN KEY (station_id) REFERENCES public.collection_station(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_licence
    ADD CONSTRAINT collection_licence_tanker_id_de5af5f7_fk_collection_tanker_id FOREIGN KEY (tanker_id) REFERENCES public.collection_tanker(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_licenceevidence
    ADD CONSTRAINT collection_licenceev_attachment_id_927d5a74_fk_platform_ FOREIGN KEY (attachment_id) REFERENCES public.platform_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_licenceevidence
    ADD CONSTRAINT collection_licenceev_licence_id_23973521_fk_collectio FOREIGN KEY (licence_id) REFERENCES public.collection_licence(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_licenceevidence
    ADD CONSTRAINT collection_licenceev_transition_id_32ce157b_fk_platform_ FOREIGN KEY (transition_id) REFERENCES public.platform_transition(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_licencepaper
    ADD CONSTRAINT collection_licencepa_issued_by_id_c5012098_fk_platform_ FOREIGN KEY (issued_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_licencepaper
    ADD CONSTRAINT collection_licencepa_licence_id_56d1695a_fk_collectio FOREIGN KEY (licence_id) REFERENCES public.collection_licence(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_loadchange
    ADD CONSTRAINT collection_loadchang_recorded_by_id_ae891b28_fk_platform_ FOREIGN KEY (recorded_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_loadchange
    ADD CONSTRAINT collection_loadchang_sheet_id_5e166e28_fk_collectio FOREIGN KEY (sheet_id) REFERENCES public.collection_handoversheet(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_loadchange
    ADD CONSTRAINT collection_loadchang_tanker_id_9c96ba8f_fk_collectio FOREIGN KEY (tanker_id) REFERENCES public.collection_tanker(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_loadchange
    ADD CONSTRAINT collection_loadchange_witness_id_ab584624_fk_platform_person_id FOREIGN KEY (witness_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_pause
    ADD CONSTRAINT collection_pause_application_id_2d4352ba_fk_collectio FOREIGN KEY (application_id) REFERENCES public.collection_application(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_purchase
    ADD CONSTRAINT collection_purchase_farm_id_c075ed5f_fk_platform_place_id FOREIGN KEY (farm_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_purchase
    ADD CONSTRAINT collection_purchase_recorded_by_id_59fbf395_fk_platform_ FOREIGN KEY (recorded_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_purchase
    ADD CONSTRAINT collection_purchase_station_id_c68e74a7_fk_collectio FOREIGN KEY (station_id) REFERENCES public.collection_station(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_refusedcheck
    ADD CONSTRAINT collection_refusedch_paper_id_50c5ae7b_fk_collectio FOREIGN KEY (paper_id) REFERENCES public.collection_licencepaper(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_seal
    ADD CONSTRAINT collection_seal_sheet_id_47d7e102_fk_collectio FOREIGN KEY (sheet_id) REFERENCES public.collection_handoversheet(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_seal
    ADD CONSTRAINT collection_seal_station_id_336bfbdc_fk_collection_station_id FOREIGN KEY (station_id) REFERENCES public.collection_station(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_sealrange
    ADD CONSTRAINT collection_sealrange_issued_by_id_1880393c_fk_platform_ FOREIGN KEY (issued_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_sealrange
    ADD CONSTRAINT collection_sealrange_station_id_16516899_fk_collectio FOREIGN KEY (station_id) REFERENCES public.collection_station(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_signature
    ADD CONSTRAINT collection_signature_person_id_ce09d5f4_fk_platform_person_id FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_signature
    ADD CONSTRAINT collection_signature_sheet_id_2b12d3e6_fk_collectio FOREIGN KEY (sheet_id) REFERENCES public.collection_handoversheet(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_sitevisit
    ADD CONSTRAINT collection_sitevisit_application_id_9dad733e_fk_collectio FOREIGN KEY (application_id) REFERENCES public.collection_application(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_sitevisit
    ADD CONSTRAINT collection_sitevisit_lead_id_52417cbb_fk_platform_person_id FOREIGN KEY (lead_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_sitevisit
    ADD CONSTRAINT collection_sitevisit_organisation_id_58a5693c_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_sitevisit
    ADD CONSTRAINT collection_sitevisit_revisits_id_3778bfb6_fk_collectio FOREIGN KEY (revisits_id) REFERENCES public.collection_sitevisit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_sitevisit
    ADD CONSTRAINT collection_sitevisit_second_id_9da2a26b_fk_platform_person_id FOREIGN KEY (second_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_sitevisit
    ADD CONSTRAINT collection_sitevisit_station_id_6d98416e_fk_collectio FOREIGN KEY (station_id) REFERENCES public.collection_station(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_sitevisit
    ADD CONSTRAINT collection_sitevisit_tanker_id_6d714ca2_fk_collection_tanker_id FOREIGN KEY (tanker_id) REFERENCES public.collection_tanker(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_station_farms
    ADD CONSTRAINT collection_station_f_station_id_09abf7e2_fk_collectio FOREIGN KEY (station_id) REFERENCES public.collection_station(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_station_farms
    ADD CONSTRAINT collection_station_farms_place_id_d8ee3677_fk_platform_place_id FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_station
    ADD CONSTRAINT collection_station_manager_id_fcdcd4e2_fk_platform_person_id FOREIGN KEY (manager_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_station_plants
    ADD CONSTRAINT collection_station_p_place_id_511bc5e0_fk_platform_ FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_station_plants
    ADD CONSTRAINT collection_station_p_station_id_7e49c3d7_fk_collectio FOREIGN KEY (station_id) REFERENCES public.collection_station(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_station
    ADD CONSTRAINT collection_station_place_id_ac1ad939_fk_platform_place_id FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_tanker
    ADD CONSTRAINT collection_tanker_carrier_id_62035cd9_fk_platform_ FOREIGN KEY (carrier_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_visitentry
    ADD CONSTRAINT collection_visitentr_recorded_by_id_8ed14fee_fk_platform_ FOREIGN KEY (recorded_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_visitentry
    ADD CONSTRAINT collection_visitentr_visit_id_30450e1a_fk_collectio FOREIGN KEY (visit_id) REFERENCES public.collection_sitevisit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_visitphoto
    ADD CONSTRAINT collection_visitphot_attachment_id_cc7e5554_fk_platform_ FOREIGN KEY (attachment_id) REFERENCES public.platform_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_visitphoto
    ADD CONSTRAINT collection_visitphot_visit_id_0cb6965b_fk_collectio FOREIGN KEY (visit_id) REFERENCES public.collection_sitevisit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_visitsignature
    ADD CONSTRAINT collection_visitsign_person_id_fd968de7_fk_platform_ FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_visitsignature
    ADD CONSTRAINT collection_visitsign_visit_id_9007f13e_fk_collectio FOREIGN KEY (visit_id) REFERENCES public.collection_sitevisit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_weighbridge
    ADD CONSTRAINT collection_weighbridge_plant_id_5d0a0d12_fk_platform_place_id FOREIGN KEY (plant_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_weighing
    ADD CONSTRAINT collection_weighing_sheet_id_49b168b8_fk_collectio FOREIGN KEY (sheet_id) REFERENCES public.collection_handoversheet(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_weighing
    ADD CONSTRAINT collection_weighing_weighbridge_id_57762287_fk_collectio FOREIGN KEY (weighbridge_id) REFERENCES public.collection_weighbridge(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.collection_weighing
    ADD CONSTRAINT collection_weighing_weighed_by_id_cf91c36d_fk_platform_ FOREIGN KEY (weighed_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_batch
    ADD CONSTRAINT factory_batch_plant_id_f3683439_fk_factory_plant_id FOREIGN KEY (plant_id) REFERENCES public.factory_plant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_cleaning
    ADD CONSTRAINT factory_cleaning_silo_id_fe0012a0_fk_factory_silo_id FOREIGN KEY (silo_id) REFERENCES public.factory_silo(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_draw
    ADD CONSTRAINT factory_draw_batch_id_f8f1afb9_fk_factory_batch_id FOREIGN KEY (batch_id) REFERENCES public.factory_batch(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_draw
    ADD CONSTRAINT factory_draw_intake_id_b8e05c36_fk_factory_intake_id FOREIGN KEY (intake_id) REFERENCES public.factory_intake(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_intake
    ADD CONSTRAINT factory_intake_accepted_by_id_e47a9dcd_fk_platform_person_id FOREIGN KEY (accepted_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_intake
    ADD CONSTRAINT factory_intake_plant_id_0804bef5_fk_factory_plant_id FOREIGN KEY (plant_id) REFERENCES public.factory_plant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_intake
    ADD CONSTRAINT factory_intake_silo_id_0d49067f_fk_factory_silo_id FOREIGN KEY (silo_id) REFERENCES public.factory_silo(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_plant
    ADD CONSTRAINT factory_plant_place_id_08044b50_fk_platform_place_id FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_product
    ADD CONSTRAINT factory_product_plant_id_f6d4e265_fk_factory_plant_id FOREIGN KEY (plant_id) REFERENCES public.factory_plant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_productlot
    ADD CONSTRAINT factory_productlot_batch_id_9946f3f8_fk_factory_batch_id FOREIGN KEY (batch_id) REFERENCES public.factory_batch(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_productlot
    ADD CONSTRAINT factory_productlot_product_id_ca1cef5f_fk_factory_product_id FOREIGN KEY (product_id) REFERENCES public.factory_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallcase
    ADD CONSTRAINT factory_recallcase_opened_by_id_74be6bc2_fk_platform_person_id FOREIGN KEY (opened_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallcase
    ADD CONSTRAINT factory_recallcase_organisation_id_f8b72085_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallcase_plants
    ADD CONSTRAINT factory_recallcase_p_recallcase_id_01a91927_fk_factory_r FOREIGN KEY (recallcase_id) REFERENCES public.factory_recallcase(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallcase_plants
    ADD CONSTRAINT factory_recallcase_plants_plant_id_16ce0ab4_fk_factory_plant_id FOREIGN KEY (plant_id) REFERENCES public.factory_plant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallestimate
    ADD CONSTRAINT factory_recallestima_case_id_3c762783_fk_factory_r FOREIGN KEY (case_id) REFERENCES public.factory_recallcase(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallestimate
    ADD CONSTRAINT factory_recallestima_computed_by_id_41f64f4f_fk_platform_ FOREIGN KEY (computed_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recalllot
    ADD CONSTRAINT factory_recalllot_case_id_5168988e_fk_factory_recallcase_id FOREIGN KEY (case_id) REFERENCES public.factory_recallcase(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recalllot
    ADD CONSTRAINT factory_recalllot_product_lot_id_d06feb1e_fk_factory_p FOREIGN KEY (product_lot_id) REFERENCES public.factory_productlot(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallmovement
    ADD CONSTRAINT factory_recallmoveme_recorded_by_id_999328d2_fk_platform_ FOREIGN KEY (recorded_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallmovement
    ADD CONSTRAINT factory_recallmoveme_undoes_id_6b88a545_fk_factory_r FOREIGN KEY (undoes_id) REFERENCES public.factory_recallmovement(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallmovement
    ADD CONSTRAINT factory_recallmovement_lot_id_eeae7a91_fk_factory_recalllot_id FOREIGN KEY (lot_id) REFERENCES public.factory_recalllot(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallnotice
    ADD CONSTRAINT factory_recallnotice_case_id_2bdc213c_fk_factory_recallcase_id FOREIGN KEY (case_id) REFERENCES public.factory_recallcase(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallnotice
    ADD CONSTRAINT factory_recallnotice_organisation_id_c7256727_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallnotice
    ADD CONSTRAINT factory_recallnotice_sent_by_id_ba69d37d_fk_platform_person_id FOREIGN KEY (sent_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallreceipt
    ADD CONSTRAINT factory_recallreceip_notice_id_0ad51973_fk_factory_r FOREIGN KEY (notice_id) REFERENCES public.factory_recallnotice(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallreceipt
    ADD CONSTRAINT factory_recallreceipt_person_id_811fe40d_fk_platform_person_id FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallstatement
    ADD CONSTRAINT factory_recallstatem_case_id_0f5132b8_fk_factory_r FOREIGN KEY (case_id) REFERENCES public.factory_recallcase(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallstatement
    ADD CONSTRAINT factory_recallstatem_organisation_id_3c7b6c1e_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallstatement
    ADD CONSTRAINT factory_recallstatem_person_id_2f796939_fk_platform_ FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_recallsuspect
    ADD CONSTRAINT factory_recallsuspect_case_id_0a2ecae3_fk_factory_recallcase_id FOREIGN KEY (case_id) REFERENCES public.factory_recallcase(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.factory_silo
    ADD CONSTRAINT factory_silo_plant_id_090487a9_fk_factory_plant_id FOREIGN KEY (plant_id) REFERENCES public.factory_plant(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_animal
    ADD CONSTRAINT herd_animal_farm_id_0041c9b3_fk_herd_farm_id FOREIGN KEY (farm_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_animal
    ADD CONSTRAINT herd_animal_pen_id_8f9abd06_fk_herd_pen_id FOREIGN KEY (pen_id) REFERENCES public.herd_pen(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_animal
    ADD CONSTRAINT herd_animal_registered_farm_id_bb8feb25_fk_herd_farm_id FOREIGN KEY (registered_farm_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_animalevent
    ADD CONSTRAINT herd_animalevent_animal_id_026d559a_fk_herd_animal_id FOREIGN KEY (animal_id) REFERENCES public.herd_animal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_animalevent
    ADD CONSTRAINT herd_animalevent_corrects_id_d3b79091_fk_herd_animalevent_id FOREIGN KEY (corrects_id) REFERENCES public.herd_animalevent(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_animalevent
    ADD CONSTRAINT herd_animalevent_farm_id_dcf83278_fk_herd_farm_id FOREIGN KEY (farm_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_animalevent
    ADD CONSTRAINT herd_animalevent_recorded_by_id_49a2f609_fk_platform_person_id FOREIGN KEY (recorded_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_animalidentifier
    ADD CONSTRAINT herd_animalidentifier_animal_id_5969f15f_fk_herd_animal_id FOREIGN KEY (animal_id) REFERENCES public.herd_animal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_animalidentifier
    ADD CONSTRAINT herd_animalidentifier_issuer_id_5d8a4eea_fk_herd_farm_id FOREIGN KEY (issuer_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_animalspell
    ADD CONSTRAINT herd_animalspell_animal_id_6fafe5f6_fk_herd_animal_id FOREIGN KEY (animal_id) REFERENCES public.herd_animal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_animalspell
    ADD CONSTRAINT herd_animalspell_farm_id_bc8ae692_fk_herd_farm_id FOREIGN KEY (farm_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_animalspell
    ADD CONSTRAINT herd_animalspell_pen_id_57b91ed8_fk_herd_pen_id FOREIGN KEY (pen_id) REFERENCES public.herd_pen(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_animalstay
    ADD CONSTRAINT herd_animalstay_member_id_a873f1c0_fk_herd_federationmember_id FOREIGN KEY (member_id) REFERENCES public.herd_federationmember(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_animalstay
    ADD CONSTRAINT herd_animalstay_package_id_c3ed3371_fk_herd_fede FOREIGN KEY (package_id) REFERENCES public.herd_federationpackage(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_columnmapping
    ADD CONSTRAINT herd_columnmapping_confirmed_by_id_7b0357b9_fk_platform_ FOREIGN KEY (confirmed_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_columnmapping
    ADD CONSTRAINT herd_columnmapping_farm_id_273c3fac_fk_herd_farm_id FOREIGN KEY (farm_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_enrolment
    ADD CONSTRAINT herd_enrolment_animal_id_60610941_fk_herd_animal_id FOREIGN KEY (animal_id) REFERENCES public.herd_animal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_enrolment
    ADD CONSTRAINT herd_enrolment_enrolled_by_id_a830722e_fk_platform_person_id FOREIGN KEY (enrolled_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_enrolment
    ADD CONSTRAINT herd_enrolment_farm_id_76deb747_fk_herd_farm_id FOREIGN KEY (farm_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_enrolment
    ADD CONSTRAINT herd_enrolment_protocol_id_38329297_fk_herd_protocol_id FOREIGN KEY (protocol_id) REFERENCES public.herd_protocol(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_farm
    ADD CONSTRAINT herd_farm_organisation_id_29e678ed_fk_platform_organisation_id FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_farm
    ADD CONSTRAINT herd_farm_place_id_c7317a44_fk_platform_place_id FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_farmday
    ADD CONSTRAINT herd_farmday_farm_id_3a052a17_fk_herd_farm_id FOREIGN KEY (farm_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_farmfigure
    ADD CONSTRAINT herd_farmfigure_farm_id_972d1b31_fk_herd_farm_id FOREIGN KEY (farm_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_farmfiling
    ADD CONSTRAINT herd_farmfiling_created_by_id_02963ddb_fk_platform_person_id FOREIGN KEY (created_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_farmfiling
    ADD CONSTRAINT herd_farmfiling_farm_id_63a06241_fk_herd_farm_id FOREIGN KEY (farm_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_farmfiling
    ADD CONSTRAINT herd_farmfiling_organisation_id_1884acd3_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_farmwaitingperiod
    ADD CONSTRAINT herd_farmwaitingperiod_farm_id_b7f746c7_fk_herd_farm_id FOREIGN KEY (farm_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_farmwaitingperiod
    ADD CONSTRAINT herd_farmwaitingperiod_set_by_id_c70e45c9_fk_platform_person_id FOREIGN KEY (set_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_federationmember
    ADD CONSTRAINT herd_federationmembe_joined_by_id_affb582a_fk_platform_ FOREIGN KEY (joined_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_federationpackage
    ADD CONSTRAINT herd_federationpacka_member_id_9b71a233_fk_herd_fede FOREIGN KEY (member_id) REFERENCES public.herd_federationmember(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_importbatch
    ADD CONSTRAINT herd_importbatch_farm_id_178cbfee_fk_herd_farm_id FOREIGN KEY (farm_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_importbatch
    ADD CONSTRAINT herd_importbatch_imported_by_id_7ab696ff_fk_platform_person_id FOREIGN KEY (imported_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_memberfarm
    ADD CONSTRAINT herd_memberfarm_member_id_9cdf666d_fk_herd_federationmember_id FOREIGN KEY (member_id) REFERENCES public.herd_federationmember(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_memberfarm
    ADD CONSTRAINT herd_memberfarm_package_id_3c24aac6_fk_herd_fede FOREIGN KEY (package_id) REFERENCES public.herd_federationpackage(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_memberfigure
    ADD CONSTRAINT herd_memberfigure_member_id_b215aaa3_fk_herd_fede FOREIGN KEY (member_id) REFERENCES public.herd_federationmember(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_memberfigure
    ADD CONSTRAINT herd_memberfigure_package_id_ea5f33bb_fk_herd_fede FOREIGN KEY (package_id) REFERENCES public.herd_federationpackage(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_milkseparation
    ADD CONSTRAINT herd_milkseparation_animal_id_2b0dc2f7_fk_herd_animal_id FOREIGN KEY (animal_id) REFERENCES public.herd_animal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_milkseparation
    ADD CONSTRAINT herd_milkseparation_declared_by_id_a59508e3_fk_platform_ FOREIGN KEY (declared_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_milkseparation
    ADD CONSTRAINT herd_milkseparation_farm_id_b428a779_fk_herd_farm_id FOREIGN KEY (farm_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_monthaccount
    ADD CONSTRAINT herd_monthaccount_entered_by_id_62b7be2d_fk_platform_person_id FOREIGN KEY (entered_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_monthaccount
    ADD CONSTRAINT herd_monthaccount_farm_id_2a28a414_fk_herd_farm_id FOREIGN KEY (farm_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_numbermatch
    ADD CONSTRAINT herd_numbermatch_added_by_id_885389cf_fk_platform_person_id FOREIGN KEY (added_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_numbermatch
    ADD CONSTRAINT herd_numbermatch_animal_id_8c3056bf_fk_herd_animal_id FOREIGN KEY (animal_id) REFERENCES public.herd_animal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_numbermatch
    ADD CONSTRAINT herd_numbermatch_farm_id_10e819ca_fk_herd_farm_id FOREIGN KEY (farm_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_packagerefusal
    ADD CONSTRAINT herd_packagerefusal_member_id_e0fd959b_fk_herd_fede FOREIGN KEY (member_id) REFERENCES public.herd_federationmember(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_pen
    ADD CONSTRAINT herd_pen_farm_id_87ce1244_fk_herd_farm_id FOREIGN KEY (farm_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_protocolstep
    ADD CONSTRAINT herd_protocolstep_protocol_id_89bbf67b_fk_herd_protocol_id FOREIGN KEY (protocol_id) REFERENCES public.herd_protocol(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_testday
    ADD CONSTRAINT herd_testday_animal_id_2bbdaa9c_fk_herd_animal_id FOREIGN KEY (animal_id) REFERENCES public.herd_animal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_testday
    ADD CONSTRAINT herd_testday_batch_id_dcc5837d_fk_herd_importbatch_id FOREIGN KEY (batch_id) REFERENCES public.herd_importbatch(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.herd_testday
    ADD CONSTRAINT herd_testday_farm_id_501b9bf4_fk_herd_farm_id FOREIGN KEY (farm_id) REFERENCES public.herd_farm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_capture
    ADD CONSTRAINT ledger_capture_person_id_e574e27a_fk_platform_person_id FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_checkpoint
    ADD CONSTRAINT ledger_checkpoint_key_id_e1343bf7_fk_ledger_logkey_id FOREIGN KEY (key_id) REFERENCES public.ledger_logkey(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_cosignature
    ADD CONSTRAINT ledger_cosignature_checkpoint_id_889c5333_fk_ledger_ch FOREIGN KEY (checkpoint_id) REFERENCES public.ledger_checkpoint(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_cosignature
    ADD CONSTRAINT ledger_cosignature_witness_id_6911b273_fk_ledger_witness_id FOREIGN KEY (witness_id) REFERENCES public.ledger_witness(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_delivery
    ADD CONSTRAINT ledger_delivery_subscription_id_bbdfeb83_fk_ledger_su FOREIGN KEY (subscription_id) REFERENCES public.ledger_subscription(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_namedquery
    ADD CONSTRAINT ledger_namedquery_owner_id_3b8a4535_fk_platform_person_id FOREIGN KEY (owner_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_redaction
    ADD CONSTRAINT ledger_redaction_person_id_13cf2da5_fk_platform_person_id FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_resolverlink
    ADD CONSTRAINT ledger_resolverlink_registered_by_id_023ab9be_fk_platform_ FOREIGN KEY (registered_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_resolverlink
    ADD CONSTRAINT ledger_resolverlink_withdrawn_by_id_cf3526c4_fk_platform_ FOREIGN KEY (withdrawn_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_subscription
    ADD CONSTRAINT ledger_subscription_query_id_02462bdf_fk_ledger_namedquery_id FOREIGN KEY (query_id) REFERENCES public.ledger_namedquery(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.ledger_witness
    ADD CONSTRAINT ledger_witness_registered_by_id_4a7c1397_fk_platform_person_id FOREIGN KEY (registered_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_closedperiod
    ADD CONSTRAINT plan_closedperiod_closed_by_id_4f44f832_fk_platform_person_id FOREIGN KEY (closed_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_computedfigure
    ADD CONSTRAINT plan_computedfigure_indicator_id_a8182786_fk_plan_indicator_id FOREIGN KEY (indicator_id) REFERENCES public.plan_indicator(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_contradiction
    ADD CONSTRAINT plan_contradiction_version_id_ce1374c6_fk_plan_planversion_id FOREIGN KEY (version_id) REFERENCES public.plan_planversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_delivery
    ADD CONSTRAINT plan_delivery_item_id_15834e3c_fk_plan_ledgeritem_id FOREIGN KEY (item_id) REFERENCES public.plan_ledgeritem(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_delivery
    ADD CONSTRAINT plan_delivery_letter_id_dbe72369_fk_plan_supervisionletter_id FOREIGN KEY (letter_id) REFERENCES public.plan_supervisionletter(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_delivery
    ADD CONSTRAINT plan_delivery_read_by_id_66e82535_fk_platform_person_id FOREIGN KEY (read_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_delivery
    ADD CONSTRAINT plan_delivery_unit_id_7f64ac43_fk_plan_responsibleunit_id FOREIGN KEY (unit_id) REFERENCES public.plan_responsibleunit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_duty
    ADD CONSTRAINT plan_duty_part_id_84e3bf92_fk_plan_planpart_id FOREIGN KEY (part_id) REFERENCES public.plan_planpart(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_duty
    ADD CONSTRAINT plan_duty_set_by_id_7e553430_fk_platform_person_id FOREIGN KEY (set_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_duty
    ADD CONSTRAINT plan_duty_unit_id_61afbe0d_fk_plan_responsibleunit_id FOREIGN KEY (unit_id) REFERENCES public.plan_responsibleunit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_indicator
    ADD CONSTRAINT plan_indicator_version_id_fb5a0109_fk_plan_planversion_id FOREIGN KEY (version_id) REFERENCES public.plan_planversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_ledgeritem
    ADD CONSTRAINT plan_ledgeritem_indicator_id_a7d3de85_fk_plan_indicator_id FOREIGN KEY (indicator_id) REFERENCES public.plan_indicator(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_ledgeritem
    ADD CONSTRAINT plan_ledgeritem_lead_id_41d80008_fk_plan_responsibleunit_id FOREIGN KEY (lead_id) REFERENCES public.plan_responsibleunit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_ledgeritem
    ADD CONSTRAINT plan_ledgeritem_meeting_id_a24391f3_fk_plan_meeting_id FOREIGN KEY (meeting_id) REFERENCES public.plan_meeting(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_ledgeritem
    ADD CONSTRAINT plan_ledgeritem_opened_by_id_36729edd_fk_platform_person_id FOREIGN KEY (opened_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_ledgeritem
    ADD CONSTRAINT plan_ledgeritem_part_id_c1543aea_fk_plan_planpart_id FOREIGN KEY (part_id) REFERENCES public.plan_planpart(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_ledgeritem_support
    ADD CONSTRAINT plan_ledgeritem_supp_ledgeritem_id_5db9d36c_fk_plan_ledg FOREIGN KEY (ledgeritem_id) REFERENCES public.plan_ledgeritem(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_ledgeritem_support
    ADD CONSTRAINT plan_ledgeritem_supp_responsibleunit_id_a85e7482_fk_plan_resp FOREIGN KEY (responsibleunit_id) REFERENCES public.plan_responsibleunit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_manualreport
    ADD CONSTRAINT plan_manualreport_evidence_id_68bf46d7_fk_platform_ FOREIGN KEY (evidence_id) REFERENCES public.platform_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_manualreport
    ADD CONSTRAINT plan_manualreport_indicator_id_7ab129f7_fk_plan_indicator_id FOREIGN KEY (indicator_id) REFERENCES public.plan_indicator(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_manualreport
    ADD CONSTRAINT plan_manualreport_organisation_id_7edfb611_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_manualreport
    ADD CONSTRAINT plan_manualreport_reported_by_id_9f3e11e4_fk_platform_person_id FOREIGN KEY (reported_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_manualreport
    ADD CONSTRAINT plan_manualreport_reviewed_by_id_2127dfe8_fk_platform_person_id FOREIGN KEY (reviewed_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_meeting
    ADD CONSTRAINT plan_meeting_file_id_ba0e4974_fk_platform_attachment_id FOREIGN KEY (file_id) REFERENCES public.platform_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_meeting
    ADD CONSTRAINT plan_meeting_noted_by_id_df2b01bd_fk_platform_person_id FOREIGN KEY (noted_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_milestone
    ADD CONSTRAINT plan_milestone_indicator_id_16c6002a_fk_plan_indicator_id FOREIGN KEY (indicator_id) REFERENCES public.plan_indicator(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_planpart
    ADD CONSTRAINT plan_planpart_version_id_6633c54e_fk_plan_planversion_id FOREIGN KEY (version_id) REFERENCES public.plan_planversion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_planversion
    ADD CONSTRAINT plan_planversion_loaded_by_id_86d43cc8_fk_platform_person_id FOREIGN KEY (loaded_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_progressevidence
    ADD CONSTRAINT plan_progressevidenc_file_id_169d0253_fk_platform_ FOREIGN KEY (file_id) REFERENCES public.platform_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_progressevidence
    ADD CONSTRAINT plan_progressevidenc_report_id_31b69d5d_fk_plan_prog FOREIGN KEY (report_id) REFERENCES public.plan_progressreport(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_progressreport
    ADD CONSTRAINT plan_progressreport_item_id_eb6e49c0_fk_plan_ledgeritem_id FOREIGN KEY (item_id) REFERENCES public.plan_ledgeritem(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_progressreport
    ADD CONSTRAINT plan_progressreport_organisation_id_f4fc9225_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_progressreport
    ADD CONSTRAINT plan_progressreport_reported_by_id_c7b4ef6a_fk_platform_ FOREIGN KEY (reported_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_progressreport
    ADD CONSTRAINT plan_progressreport_reviewed_by_id_294e612b_fk_platform_ FOREIGN KEY (reviewed_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_responsibleunit
    ADD CONSTRAINT plan_responsibleunit_organisation_id_cc587a7e_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_supervisionletter
    ADD CONSTRAINT plan_supervisionlett_answered_by_id_c1ba51b5_fk_platform_ FOREIGN KEY (answered_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_supervisionletter
    ADD CONSTRAINT plan_supervisionlett_copy_id_63ecd29d_fk_platform_ FOREIGN KEY (copy_id) REFERENCES public.platform_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_supervisionletter
    ADD CONSTRAINT plan_supervisionlett_drafted_by_id_c2e90018_fk_platform_ FOREIGN KEY (drafted_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_supervisionletter
    ADD CONSTRAINT plan_supervisionlett_issued_by_id_76b63dbd_fk_platform_ FOREIGN KEY (issued_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_supervisionletter
    ADD CONSTRAINT plan_supervisionlett_office_id_63eddff1_fk_platform_ FOREIGN KEY (office_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_supervisionletter
    ADD CONSTRAINT plan_supervisionlett_unit_id_e437f51d_fk_plan_resp FOREIGN KEY (unit_id) REFERENCES public.plan_responsibleunit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_supervisionletter
    ADD CONSTRAINT plan_supervisionletter_item_id_ce59f8b9_fk_plan_ledgeritem_id FOREIGN KEY (item_id) REFERENCES public.plan_ledgeritem(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_targetclaim
    ADD CONSTRAINT plan_targetclaim_indicator_id_b666e0bb_fk_plan_indicator_id FOREIGN KEY (indicator_id) REFERENCES public.plan_indicator(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_targetsplit
    ADD CONSTRAINT plan_targetsplit_entered_by_id_549ace0f_fk_platform_person_id FOREIGN KEY (entered_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.plan_targetsplit
    ADD CONSTRAINT plan_targetsplit_indicator_id_db6c332e_fk_plan_indicator_id FOREIGN KEY (indicator_id) REFERENCES public.plan_indicator(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_accesstoken
    ADD CONSTRAINT platform_accesstoken_person_id_043b603f_fk_platform_person_id FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_alarm
    ADD CONSTRAINT platform_alarm_handled_by_id_e21abcb3_fk_platform_person_id FOREIGN KEY (handled_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_alarm_organisations
    ADD CONSTRAINT platform_alarm_organ_alarm_id_08edef4d_fk_platform_ FOREIGN KEY (alarm_id) REFERENCES public.platform_alarm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_alarm_organisations
    ADD CONSTRAINT platform_alarm_organ_organisation_id_fe000256_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_alarm
    ADD CONSTRAINT platform_alarm_place_id_4c435edf_fk_platform_place_id FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_attachment
    ADD CONSTRAINT platform_attachment_organisation_id_a3bfc63d_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_attachment
    ADD CONSTRAINT platform_attachment_uploaded_by_id_eeaf6b66_fk_platform_ FOREIGN KEY (uploaded_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_identifier
    ADD CONSTRAINT platform_identifier_organisation_id_3c431dad_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_identifier
    ADD CONSTRAINT platform_identifier_place_id_a4a185f8_fk_platform_place_id FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_job
    ADD CONSTRAINT platform_job_created_by_id_d4adc594_fk_platform_person_id FOREIGN KEY (created_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_membership
    ADD CONSTRAINT platform_membership_organisation_id_31d79d7a_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_membership
    ADD CONSTRAINT platform_membership_person_id_6036ec24_fk_platform_person_id FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_organisation
    ADD CONSTRAINT platform_organisatio_parent_id_d759338e_fk_platform_ FOREIGN KEY (parent_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_place
    ADD CONSTRAINT platform_place_organisation_id_1b1bb117_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.platform_transition
    ADD CONSTRAINT platform_transition_person_id_7c3db408_fk_platform_person_id FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;

ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;

ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);

ALTER TABLE ONLY public.quality_accreditedmethod
    ADD CONSTRAINT quality_accreditedme_laboratory_id_9f3ab4b8_fk_quality_l FOREIGN KEY (laboratory_id) REFERENCES public.quality_laboratory(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_caseevidence
    ADD CONSTRAINT quality_caseevidence_added_by_id_05cf2fa2_fk_platform_person_id FOREIGN KEY (added_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_caseevidence
    ADD CONSTRAINT quality_caseevidence_attachment_id_1165f765_fk_platform_ FOREIGN KEY (attachment_id) REFERENCES public.platform_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_caseevidence
    ADD CONSTRAINT quality_caseevidence_case_id_7dd9eb2e_fk_quality_c FOREIGN KEY (case_id) REFERENCES public.quality_contrabandcase(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_comparisonentry
    ADD CONSTRAINT quality_comparisonen_laboratory_id_dfab10e7_fk_quality_l FOREIGN KEY (laboratory_id) REFERENCES public.quality_laboratory(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_comparisonentry
    ADD CONSTRAINT quality_comparisonen_reported_by_id_7fc89dab_fk_platform_ FOREIGN KEY (reported_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_comparisonentry
    ADD CONSTRAINT quality_comparisonen_round_id_58183152_fk_quality_c FOREIGN KEY (round_id) REFERENCES public.quality_comparisonround(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_comparisonround
    ADD CONSTRAINT quality_comparisonro_opened_by_id_f1d25f86_fk_platform_ FOREIGN KEY (opened_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_comparisonround
    ADD CONSTRAINT quality_comparisonro_organisation_id_e5537039_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_comparisonvalue
    ADD CONSTRAINT quality_comparisonva_entry_id_8e7ac988_fk_quality_c FOREIGN KEY (entry_id) REFERENCES public.quality_comparisonentry(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_contrabandcase
    ADD CONSTRAINT quality_contrabandca_opened_by_id_fac88402_fk_platform_ FOREIGN KEY (opened_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_contrabandcase
    ADD CONSTRAINT quality_contrabandcase_sample_id_09420e4f_fk_quality_sample_id FOREIGN KEY (sample_id) REFERENCES public.quality_sample(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_controlreading
    ADD CONSTRAINT quality_controlreadi_recorded_by_id_f67d7193_fk_platform_ FOREIGN KEY (recorded_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_controlreading
    ADD CONSTRAINT quality_controlreadi_series_id_32b51ae7_fk_quality_c FOREIGN KEY (series_id) REFERENCES public.quality_controlseries(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_controlseries
    ADD CONSTRAINT quality_controlserie_laboratory_id_ba73f3a9_fk_quality_l FOREIGN KEY (laboratory_id) REFERENCES public.quality_laboratory(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_custodystep
    ADD CONSTRAINT quality_custodystep_giver_id_f2d6f5fb_fk_platform_person_id FOREIGN KEY (giver_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_custodystep
    ADD CONSTRAINT quality_custodystep_sample_id_19a08758_fk_quality_sample_id FOREIGN KEY (sample_id) REFERENCES public.quality_sample(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_custodystep
    ADD CONSTRAINT quality_custodystep_taker_id_149258d6_fk_platform_person_id FOREIGN KEY (taker_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_hold_parties
    ADD CONSTRAINT quality_hold_parties_hold_id_85184e04_fk_quality_hold_id FOREIGN KEY (hold_id) REFERENCES public.quality_hold(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_hold_parties
    ADD CONSTRAINT quality_hold_parties_organisation_id_5c9e7cef_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_hold
    ADD CONSTRAINT quality_hold_place_id_d03b6f93_fk_platform_place_id FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_hold
    ADD CONSTRAINT quality_hold_proposed_by_id_1e699c71_fk_platform_person_id FOREIGN KEY (proposed_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_hold
    ADD CONSTRAINT quality_hold_retest_id_48b0ede8_fk_quality_sample_id FOREIGN KEY (retest_id) REFERENCES public.quality_sample(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_hold
    ADD CONSTRAINT quality_hold_sample_id_46b4a82a_fk_quality_sample_id FOREIGN KEY (sample_id) REFERENCES public.quality_sample(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_laboratory
    ADD CONSTRAINT quality_laboratory_place_id_b0ba6474_fk_platform_place_id FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_objection
    ADD CONSTRAINT quality_objection_organisation_id_315dfb3f_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_objection
    ADD CONSTRAINT quality_objection_raised_by_id_5f7d4454_fk_platform_person_id FOREIGN KEY (raised_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_objection
    ADD CONSTRAINT quality_objection_sample_id_b207658a_fk_quality_sample_id FOREIGN KEY (sample_id) REFERENCES public.quality_sample(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_planobject
    ADD CONSTRAINT quality_planobject_place_id_6005ad1e_fk_platform_place_id FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_planobject
    ADD CONSTRAINT quality_planobject_plan_id_7af9410d_fk_quality_samplingplan_id FOREIGN KEY (plan_id) REFERENCES public.quality_samplingplan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_planobject
    ADD CONSTRAINT quality_planobject_stratum_id_f0ec35ef_fk_quality_p FOREIGN KEY (stratum_id) REFERENCES public.quality_planstratum(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_planofficer_avoids
    ADD CONSTRAINT quality_planofficer__organisation_id_32401ddb_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_planofficer_avoids
    ADD CONSTRAINT quality_planofficer__planofficer_id_0d01459c_fk_quality_p FOREIGN KEY (planofficer_id) REFERENCES public.quality_planofficer(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_planofficer
    ADD CONSTRAINT quality_planofficer_person_id_f4bfa086_fk_platform_person_id FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_planofficer
    ADD CONSTRAINT quality_planofficer_plan_id_60ed67c9_fk_quality_samplingplan_id FOREIGN KEY (plan_id) REFERENCES public.quality_samplingplan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_planstratum
    ADD CONSTRAINT quality_planstratum_plan_id_3f76a23b_fk_quality_samplingplan_id FOREIGN KEY (plan_id) REFERENCES public.quality_samplingplan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_result
    ADD CONSTRAINT quality_result_limit_id_4700cd02_fk_platform_rule_id FOREIGN KEY (limit_id) REFERENCES public.platform_rule(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_result
    ADD CONSTRAINT quality_result_recorded_by_id_ff00dae8_fk_platform_person_id FOREIGN KEY (recorded_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_result
    ADD CONSTRAINT quality_result_sample_id_fc82388f_fk_quality_sample_id FOREIGN KEY (sample_id) REFERENCES public.quality_sample(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_resultfile
    ADD CONSTRAINT quality_resultfile_brought_by_id_f854c8e9_fk_platform_person_id FOREIGN KEY (brought_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_resultfile
    ADD CONSTRAINT quality_resultfile_laboratory_id_9e6773db_fk_quality_l FOREIGN KEY (laboratory_id) REFERENCES public.quality_laboratory(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_resultlayout
    ADD CONSTRAINT quality_resultlayout_confirmed_by_id_d75ebe21_fk_platform_ FOREIGN KEY (confirmed_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_resultlayout
    ADD CONSTRAINT quality_resultlayout_laboratory_id_c37bb413_fk_quality_l FOREIGN KEY (laboratory_id) REFERENCES public.quality_laboratory(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_retainedportion
    ADD CONSTRAINT quality_retainedport_ended_by_id_f92fec6b_fk_platform_ FOREIGN KEY (ended_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_retainedportion
    ADD CONSTRAINT quality_retainedportion_sample_id_d929f001_fk_quality_sample_id FOREIGN KEY (sample_id) REFERENCES public.quality_sample(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_retainedportion
    ADD CONSTRAINT quality_retainedportion_store_id_b9bf82cb_fk_platform_place_id FOREIGN KEY (store_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_routinepanel
    ADD CONSTRAINT quality_routinepanel_sample_id_7af560d2_fk_quality_sample_id FOREIGN KEY (sample_id) REFERENCES public.quality_sample(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_sample
    ADD CONSTRAINT quality_sample_analyst_id_14aaf4da_fk_platform_person_id FOREIGN KEY (analyst_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_sample
    ADD CONSTRAINT quality_sample_laboratory_id_3d5fe3dd_fk_quality_laboratory_id FOREIGN KEY (laboratory_id) REFERENCES public.quality_laboratory(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_sample
    ADD CONSTRAINT quality_sample_place_id_2f786215_fk_platform_place_id FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_sample
    ADD CONSTRAINT quality_sample_retest_of_id_95c24de0_fk_quality_sample_id FOREIGN KEY (retest_of_id) REFERENCES public.quality_sample(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_sample
    ADD CONSTRAINT quality_sample_reviewer_id_4cfdb39c_fk_platform_person_id FOREIGN KEY (reviewer_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_sample
    ADD CONSTRAINT quality_sample_sampler_id_d5142f3f_fk_platform_person_id FOREIGN KEY (sampler_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_sample
    ADD CONSTRAINT quality_sample_second_sampler_id_5db85f82_fk_platform_person_id FOREIGN KEY (second_sampler_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_samplingplan
    ADD CONSTRAINT quality_samplingplan_created_by_id_114ff562_fk_platform_ FOREIGN KEY (created_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_samplingplan
    ADD CONSTRAINT quality_samplingplan_organisation_id_9e5c6393_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_samplingtask
    ADD CONSTRAINT quality_samplingtask_first_officer_id_4b38d67f_fk_platform_ FOREIGN KEY (first_officer_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_samplingtask
    ADD CONSTRAINT quality_samplingtask_place_id_94153feb_fk_platform_place_id FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_samplingtask
    ADD CONSTRAINT quality_samplingtask_plan_id_91f5cd28_fk_quality_s FOREIGN KEY (plan_id) REFERENCES public.quality_samplingplan(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_samplingtask
    ADD CONSTRAINT quality_samplingtask_sample_id_5585c9f4_fk_quality_sample_id FOREIGN KEY (sample_id) REFERENCES public.quality_sample(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_samplingtask
    ADD CONSTRAINT quality_samplingtask_second_officer_id_ce293a20_fk_platform_ FOREIGN KEY (second_officer_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_unblinding
    ADD CONSTRAINT quality_unblinding_granted_by_id_62c1c542_fk_platform_person_id FOREIGN KEY (granted_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_unblinding
    ADD CONSTRAINT quality_unblinding_person_id_e1b1aded_fk_platform_person_id FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.quality_unblinding
    ADD CONSTRAINT quality_unblinding_sample_id_fee5d185_fk_quality_sample_id FOREIGN KEY (sample_id) REFERENCES public.quality_sample(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_advisoryvisit
    ADD CONSTRAINT recording_advisoryvi_centre_id_b998d3c2_fk_platform_ FOREIGN KEY (centre_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_advisoryvisit
    ADD CONSTRAINT recording_advisoryvisit_place_id_6893a5ad_fk_platform_place_id FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_enrolment
    ADD CONSTRAINT recording_enrolment_centre_id_d886aa03_fk_platform_ FOREIGN KEY (centre_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_enrolment
    ADD CONSTRAINT recording_enrolment_place_id_a55e4ae3_fk_platform_place_id FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_farmreport
    ADD CONSTRAINT recording_farmreport_centre_id_1bb3ab4d_fk_platform_ FOREIGN KEY (centre_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_farmreport
    ADD CONSTRAINT recording_farmreport_drafted_by_id_34edf586_fk_platform_ FOREIGN KEY (drafted_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_farmreport
    ADD CONSTRAINT recording_farmreport_place_id_595dd592_fk_platform_place_id FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_farmreport
    ADD CONSTRAINT recording_farmreport_run_id_a6383739_fk_recording_monthlyrun_id FOREIGN KEY (run_id) REFERENCES public.recording_monthlyrun(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_labfile
    ADD CONSTRAINT recording_labfile_brought_by_id_03a1af11_fk_platform_person_id FOREIGN KEY (brought_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_labfile
    ADD CONSTRAINT recording_labfile_centre_id_623c07da_fk_platform_ FOREIGN KEY (centre_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_monthlyrun
    ADD CONSTRAINT recording_monthlyrun_place_id_83a6610a_fk_platform_place_id FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_monthlyrun
    ADD CONSTRAINT recording_monthlyrun_population_id_99ad037f_fk_recording FOREIGN KEY (population_id) REFERENCES public.recording_storedpopulation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_sampletube
    ADD CONSTRAINT recording_sampletube_lab_file_id_80763257_fk_recording FOREIGN KEY (lab_file_id) REFERENCES public.recording_labfile(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_sampletube
    ADD CONSTRAINT recording_sampletube_visit_id_076b1842_fk_recording FOREIGN KEY (visit_id) REFERENCES public.recording_testvisit(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_standardreading
    ADD CONSTRAINT recording_standardre_centre_id_b6105b8f_fk_platform_ FOREIGN KEY (centre_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_standardreading
    ADD CONSTRAINT recording_standardre_recorded_by_id_ae24719b_fk_platform_ FOREIGN KEY (recorded_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_testvisit
    ADD CONSTRAINT recording_testvisit_enrolment_id_1962bb02_fk_recording FOREIGN KEY (enrolment_id) REFERENCES public.recording_enrolment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.recording_testvisit
    ADD CONSTRAINT recording_testvisit_sampler_id_77b0f28c_fk_platform_person_id FOREIGN KEY (sampler_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_agreementsignature
    ADD CONSTRAINT trade_agreementsigna_complaint_id_a397341e_fk_trade_com FOREIGN KEY (complaint_id) REFERENCES public.trade_complaint(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_agreementsignature
    ADD CONSTRAINT trade_agreementsigna_person_id_42f4a5f6_fk_platform_ FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_complaint
    ADD CONSTRAINT trade_complaint_contract_id_a577c936_fk_trade_contract_id FOREIGN KEY (contract_id) REFERENCES public.trade_contract(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_complaint_evidence
    ADD CONSTRAINT trade_complaint_evid_attachment_id_45c67107_fk_platform_ FOREIGN KEY (attachment_id) REFERENCES public.platform_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_complaint_evidence
    ADD CONSTRAINT trade_complaint_evid_complaint_id_1d235bc6_fk_trade_com FOREIGN KEY (complaint_id) REFERENCES public.trade_complaint(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_complaint
    ADD CONSTRAINT trade_complaint_filed_by_id_eab49e5f_fk_platform_person_id FOREIGN KEY (filed_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_complaint
    ADD CONSTRAINT trade_complaint_mediator_id_fdae2985_fk_platform_person_id FOREIGN KEY (mediator_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_complaint
    ADD CONSTRAINT trade_complaint_office_id_d9d0c2b9_fk_platform_organisation_id FOREIGN KEY (office_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_complaintstatement
    ADD CONSTRAINT trade_complaintstate_complaint_id_27352c78_fk_trade_com FOREIGN KEY (complaint_id) REFERENCES public.trade_complaint(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_complaintstatement
    ADD CONSTRAINT trade_complaintstate_person_id_f242b18a_fk_platform_ FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contract
    ADD CONSTRAINT trade_contract_buyer_id_ef5ee91b_fk_platform_organisation_id FOREIGN KEY (buyer_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contract
    ADD CONSTRAINT trade_contract_delivery_place_id_3f619bde_fk_platform_place_id FOREIGN KEY (delivery_place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contract
    ADD CONSTRAINT trade_contract_drafted_by_id_f7d14c31_fk_platform_person_id FOREIGN KEY (drafted_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contract
    ADD CONSTRAINT trade_contract_form_id_89a8372c_fk_trade_modelform_id FOREIGN KEY (form_id) REFERENCES public.trade_modelform(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contract
    ADD CONSTRAINT trade_contract_replaces_id_542f9914_fk_trade_contract_id FOREIGN KEY (replaces_id) REFERENCES public.trade_contract(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contract
    ADD CONSTRAINT trade_contract_seller_id_3efc9ea8_fk_platform_organisation_id FOREIGN KEY (seller_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contract
    ADD CONSTRAINT trade_contract_seller_place_id_f276a025_fk_platform_place_id FOREIGN KEY (seller_place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contract
    ADD CONSTRAINT trade_contract_third_party_id_73de8e34_fk_platform_place_id FOREIGN KEY (third_party_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contractcomment
    ADD CONSTRAINT trade_contractcomment_contract_id_4ffd139e_fk_trade_contract_id FOREIGN KEY (contract_id) REFERENCES public.trade_contract(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contractcomment
    ADD CONSTRAINT trade_contractcomment_person_id_5105e5a5_fk_platform_person_id FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contractfiling
    ADD CONSTRAINT trade_contractfiling_answered_by_id_2cc27268_fk_platform_ FOREIGN KEY (answered_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contractfiling
    ADD CONSTRAINT trade_contractfiling_contract_id_0ac8e9bf_fk_trade_contract_id FOREIGN KEY (contract_id) REFERENCES public.trade_contract(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contractfiling
    ADD CONSTRAINT trade_contractfiling_office_id_3e81ada6_fk_platform_ FOREIGN KEY (office_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contractfiling
    ADD CONSTRAINT trade_contractfiling_submitted_by_id_2fdbfb47_fk_platform_ FOREIGN KEY (submitted_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contractsignature
    ADD CONSTRAINT trade_contractsignat_contract_id_d9eedb2f_fk_trade_con FOREIGN KEY (contract_id) REFERENCES public.trade_contract(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contractsignature
    ADD CONSTRAINT trade_contractsignat_organisation_id_f7e4c236_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contractsignature
    ADD CONSTRAINT trade_contractsignat_person_id_ea6302b8_fk_platform_ FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contracttermination
    ADD CONSTRAINT trade_contracttermin_confirmed_by_id_4d89af11_fk_platform_ FOREIGN KEY (confirmed_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contracttermination
    ADD CONSTRAINT trade_contracttermin_contract_id_3cb285f4_fk_trade_con FOREIGN KEY (contract_id) REFERENCES public.trade_contract(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_contracttermination
    ADD CONSTRAINT trade_contracttermin_person_id_1c815ddb_fk_platform_ FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_costline
    ADD CONSTRAINT trade_costline_sheet_id_23345e11_fk_trade_costsheet_id FOREIGN KEY (sheet_id) REFERENCES public.trade_costsheet(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_costsheet
    ADD CONSTRAINT trade_costsheet_reviewed_by_id_7488bdd3_fk_platform_person_id FOREIGN KEY (reviewed_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_costsheet
    ADD CONSTRAINT trade_costsheet_sample_id_d79cd514_fk_trade_samplefarm_id FOREIGN KEY (sample_id) REFERENCES public.trade_samplefarm(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_costsheet
    ADD CONSTRAINT trade_costsheet_submitted_by_id_7b243df8_fk_platform_person_id FOREIGN KEY (submitted_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditappeal
    ADD CONSTRAINT trade_creditappeal_answered_by_id_6224c75e_fk_platform_ FOREIGN KEY (answered_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditappeal
    ADD CONSTRAINT trade_creditappeal_asked_by_id_1fdb93f9_fk_platform_person_id FOREIGN KEY (asked_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditappeal
    ADD CONSTRAINT trade_creditappeal_entry_id_c7a54e6c_fk_trade_creditentry_id FOREIGN KEY (entry_id) REFERENCES public.trade_creditentry(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditappeal
    ADD CONSTRAINT trade_creditappeal_evidence_id_b8c5e8e0_fk_platform_ FOREIGN KEY (evidence_id) REFERENCES public.platform_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditentry
    ADD CONSTRAINT trade_creditentry_office_id_21acd9f5_fk_platform_ FOREIGN KEY (office_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditentry_signals
    ADD CONSTRAINT trade_creditentry_si_creditentry_id_8145b941_fk_trade_cre FOREIGN KEY (creditentry_id) REFERENCES public.trade_creditentry(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditentry_signals
    ADD CONSTRAINT trade_creditentry_si_creditsignal_id_f7880586_fk_trade_cre FOREIGN KEY (creditsignal_id) REFERENCES public.trade_creditsignal(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditentry
    ADD CONSTRAINT trade_creditentry_subject_id_5b1d3f2a_fk_platform_ FOREIGN KEY (subject_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditrepair
    ADD CONSTRAINT trade_creditrepair_answered_by_id_640aabb2_fk_platform_ FOREIGN KEY (answered_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditrepair
    ADD CONSTRAINT trade_creditrepair_asked_by_id_3a43548e_fk_platform_person_id FOREIGN KEY (asked_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditrepair
    ADD CONSTRAINT trade_creditrepair_entry_id_b3cebbc1_fk_trade_creditentry_id FOREIGN KEY (entry_id) REFERENCES public.trade_creditentry(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditrepair
    ADD CONSTRAINT trade_creditrepair_evidence_id_10417bb6_fk_platform_ FOREIGN KEY (evidence_id) REFERENCES public.platform_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditsignal
    ADD CONSTRAINT trade_creditsignal_evidence_id_5e5810a5_fk_platform_ FOREIGN KEY (evidence_id) REFERENCES public.platform_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditsignal
    ADD CONSTRAINT trade_creditsignal_noted_by_id_778ea26c_fk_platform_person_id FOREIGN KEY (noted_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditsignal
    ADD CONSTRAINT trade_creditsignal_subject_id_92528d84_fk_platform_ FOREIGN KEY (subject_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditsignal
    ADD CONSTRAINT trade_creditsignal_withdrawn_by_id_072761f0_fk_platform_ FOREIGN KEY (withdrawn_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditstatement
    ADD CONSTRAINT trade_creditstatemen_evidence_id_8d3270af_fk_platform_ FOREIGN KEY (evidence_id) REFERENCES public.platform_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditstatement
    ADD CONSTRAINT trade_creditstatement_entry_id_415e412b_fk_trade_creditentry_id FOREIGN KEY (entry_id) REFERENCES public.trade_creditentry(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_creditstatement
    ADD CONSTRAINT trade_creditstatement_person_id_8a489d52_fk_platform_person_id FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_formclause
    ADD CONSTRAINT trade_formclause_form_id_4f3162de_fk_trade_modelform_id FOREIGN KEY (form_id) REFERENCES public.trade_modelform(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_gridagreement
    ADD CONSTRAINT trade_gridagreement_grid_id_445d8868_fk_trade_paygrid_id FOREIGN KEY (grid_id) REFERENCES public.trade_paygrid(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_gridagreement
    ADD CONSTRAINT trade_gridagreement_organisation_id_e8f12321_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_gridagreement
    ADD CONSTRAINT trade_gridagreement_person_id_46948233_fk_platform_person_id FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_paygrid
    ADD CONSTRAINT trade_paygrid_drafted_by_id_3d26bbdb_fk_platform_person_id FOREIGN KEY (drafted_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_paygrid
    ADD CONSTRAINT trade_paygrid_owner_id_9c6884d2_fk_platform_organisation_id FOREIGN KEY (owner_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_paygrid_sellers
    ADD CONSTRAINT trade_paygrid_seller_organisation_id_1bf29d24_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_paygrid_sellers
    ADD CONSTRAINT trade_paygrid_sellers_paygrid_id_9e0486fb_fk_trade_paygrid_id FOREIGN KEY (paygrid_id) REFERENCES public.trade_paygrid(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_payment
    ADD CONSTRAINT trade_payment_answered_by_id_a566db43_fk_platform_person_id FOREIGN KEY (answered_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_payment
    ADD CONSTRAINT trade_payment_receivable_id_d2cea9f4_fk_trade_receivable_id FOREIGN KEY (receivable_id) REFERENCES public.trade_receivable(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_payment
    ADD CONSTRAINT trade_payment_told_by_id_0144e35b_fk_platform_person_id FOREIGN KEY (told_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricecomplaint
    ADD CONSTRAINT trade_pricecomplaint_document_id_bcce14d2_fk_platform_ FOREIGN KEY (document_id) REFERENCES public.platform_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricecomplaint
    ADD CONSTRAINT trade_pricecomplaint_organisation_id_d814b063_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricecomplaint
    ADD CONSTRAINT trade_pricecomplaint_person_id_7a18bc45_fk_platform_person_id FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricecomplaint
    ADD CONSTRAINT trade_pricecomplaint_round_id_0505de59_fk_trade_priceround_id FOREIGN KEY (round_id) REFERENCES public.trade_priceround(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceconflict
    ADD CONSTRAINT trade_priceconflict_declared_by_id_b091a112_fk_platform_ FOREIGN KEY (declared_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceconflict
    ADD CONSTRAINT trade_priceconflict_round_id_a732d2a3_fk_trade_priceround_id FOREIGN KEY (round_id) REFERENCES public.trade_priceround(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceconflict
    ADD CONSTRAINT trade_priceconflict_seat_id_e7e49837_fk_trade_priceseat_id FOREIGN KEY (seat_id) REFERENCES public.trade_priceseat(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceerratum
    ADD CONSTRAINT trade_priceerratum_decided_by_id_7a01650a_fk_platform_person_id FOREIGN KEY (decided_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceerratum
    ADD CONSTRAINT trade_priceerratum_found_by_id_3e823682_fk_platform_person_id FOREIGN KEY (found_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceerratum
    ADD CONSTRAINT trade_priceerratum_publication_id_d363e67e_fk_trade_pri FOREIGN KEY (publication_id) REFERENCES public.trade_pricepublication(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceestimate
    ADD CONSTRAINT trade_priceestimate_computed_by_id_e61c86fd_fk_platform_ FOREIGN KEY (computed_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceestimate
    ADD CONSTRAINT trade_priceestimate_round_id_88a75e34_fk_trade_priceround_id FOREIGN KEY (round_id) REFERENCES public.trade_priceround(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceinput
    ADD CONSTRAINT trade_priceinput_entered_by_id_00123489_fk_platform_person_id FOREIGN KEY (entered_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceinput
    ADD CONSTRAINT trade_priceinput_round_id_029d8757_fk_trade_priceround_id FOREIGN KEY (round_id) REFERENCES public.trade_priceround(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricejudgement
    ADD CONSTRAINT trade_pricejudgement_person_id_21e2bd64_fk_platform_person_id FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricejudgement
    ADD CONSTRAINT trade_pricejudgement_round_id_679ad7cd_fk_trade_priceround_id FOREIGN KEY (round_id) REFERENCES public.trade_priceround(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricemotion
    ADD CONSTRAINT trade_pricemotion_closed_by_id_571cdbfb_fk_platform_person_id FOREIGN KEY (closed_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricemotion
    ADD CONSTRAINT trade_pricemotion_estimate_id_65435990_fk_trade_pri FOREIGN KEY (estimate_id) REFERENCES public.trade_priceestimate(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricemotion
    ADD CONSTRAINT trade_pricemotion_put_by_id_3217c3f3_fk_platform_person_id FOREIGN KEY (put_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricemotion
    ADD CONSTRAINT trade_pricemotion_round_id_664a009b_fk_trade_priceround_id FOREIGN KEY (round_id) REFERENCES public.trade_priceround(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceproposal
    ADD CONSTRAINT trade_priceproposal_document_id_58a00e1d_fk_platform_ FOREIGN KEY (document_id) REFERENCES public.platform_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceproposal
    ADD CONSTRAINT trade_priceproposal_round_id_03d3a71b_fk_trade_priceround_id FOREIGN KEY (round_id) REFERENCES public.trade_priceround(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceproposal
    ADD CONSTRAINT trade_priceproposal_seat_id_00c77116_fk_trade_priceseat_id FOREIGN KEY (seat_id) REFERENCES public.trade_priceseat(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricepublication
    ADD CONSTRAINT trade_pricepublicati_issuer_id_b459245c_fk_platform_ FOREIGN KEY (issuer_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricepublication
    ADD CONSTRAINT trade_pricepublicati_motion_id_70b15ad0_fk_trade_pri FOREIGN KEY (motion_id) REFERENCES public.trade_pricemotion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricepublication
    ADD CONSTRAINT trade_pricepublicati_prepared_by_id_efeb8393_fk_platform_ FOREIGN KEY (prepared_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricepublication
    ADD CONSTRAINT trade_pricepublicati_published_by_id_08770966_fk_platform_ FOREIGN KEY (published_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricepublication
    ADD CONSTRAINT trade_pricepublication_round_id_7bbb0fa4_fk_trade_priceround_id FOREIGN KEY (round_id) REFERENCES public.trade_priceround(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricereview
    ADD CONSTRAINT trade_pricereview_reviewer_id_6bc6c7ad_fk_platform_person_id FOREIGN KEY (reviewer_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceround
    ADD CONSTRAINT trade_priceround_opened_by_id_e9928393_fk_platform_person_id FOREIGN KEY (opened_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceseat
    ADD CONSTRAINT trade_priceseat_appointed_by_id_69679e56_fk_platform_person_id FOREIGN KEY (appointed_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceseat
    ADD CONSTRAINT trade_priceseat_organisation_id_d24e0b06_fk_platform_ FOREIGN KEY (organisation_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_priceseat
    ADD CONSTRAINT trade_priceseat_person_id_9a28d9e0_fk_platform_person_id FOREIGN KEY (person_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricestratum
    ADD CONSTRAINT trade_pricestratum_round_id_6c9f4411_fk_trade_priceround_id FOREIGN KEY (round_id) REFERENCES public.trade_priceround(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricevote
    ADD CONSTRAINT trade_pricevote_motion_id_4fdeddcc_fk_trade_pricemotion_id FOREIGN KEY (motion_id) REFERENCES public.trade_pricemotion(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_pricevote
    ADD CONSTRAINT trade_pricevote_seat_id_0a5d988d_fk_trade_priceseat_id FOREIGN KEY (seat_id) REFERENCES public.trade_priceseat(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_receivable
    ADD CONSTRAINT trade_receivable_contract_id_8eb98255_fk_trade_contract_id FOREIGN KEY (contract_id) REFERENCES public.trade_contract(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_receivable
    ADD CONSTRAINT trade_receivable_opened_by_id_525b3ee3_fk_platform_person_id FOREIGN KEY (opened_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_samplefarm
    ADD CONSTRAINT trade_samplefarm_farm_id_e91bfd45_fk_platform_place_id FOREIGN KEY (farm_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_samplefarm
    ADD CONSTRAINT trade_samplefarm_round_id_6b30c3c8_fk_trade_priceround_id FOREIGN KEY (round_id) REFERENCES public.trade_priceround(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_samplefarm
    ADD CONSTRAINT trade_samplefarm_stratum_id_85cadefa_fk_trade_pricestratum_id FOREIGN KEY (stratum_id) REFERENCES public.trade_pricestratum(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_settlement
    ADD CONSTRAINT trade_settlement_buyer_id_598a0baf_fk_platform_organisation_id FOREIGN KEY (buyer_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_settlement
    ADD CONSTRAINT trade_settlement_contract_id_97de9a96_fk_trade_contract_id FOREIGN KEY (contract_id) REFERENCES public.trade_contract(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_settlement
    ADD CONSTRAINT trade_settlement_corrects_id_f8024194_fk_trade_settlement_id FOREIGN KEY (corrects_id) REFERENCES public.trade_settlement(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_settlement
    ADD CONSTRAINT trade_settlement_grid_id_dc24f02d_fk_trade_paygrid_id FOREIGN KEY (grid_id) REFERENCES public.trade_paygrid(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_settlement
    ADD CONSTRAINT trade_settlement_made_by_id_55bd6dac_fk_platform_person_id FOREIGN KEY (made_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_settlement
    ADD CONSTRAINT trade_settlement_seller_id_251396af_fk_platform_organisation_id FOREIGN KEY (seller_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_settlement
    ADD CONSTRAINT trade_settlement_seller_place_id_3795cc9a_fk_platform_place_id FOREIGN KEY (seller_place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_settlementdispute
    ADD CONSTRAINT trade_settlementdisp_answered_by_id_11ff86a6_fk_platform_ FOREIGN KEY (answered_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_settlementdispute
    ADD CONSTRAINT trade_settlementdisp_evidence_id_875abd88_fk_platform_ FOREIGN KEY (evidence_id) REFERENCES public.platform_attachment(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_settlementdispute
    ADD CONSTRAINT trade_settlementdisp_line_id_99a1a701_fk_trade_set FOREIGN KEY (line_id) REFERENCES public.trade_settlementline(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_settlementdispute
    ADD CONSTRAINT trade_settlementdisp_raised_by_id_1776ef6a_fk_platform_ FOREIGN KEY (raised_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_settlementdispute
    ADD CONSTRAINT trade_settlementdisp_settlement_id_c00ab63b_fk_trade_set FOREIGN KEY (settlement_id) REFERENCES public.trade_settlement(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_settlementline
    ADD CONSTRAINT trade_settlementline_settlement_id_7cc14e2b_fk_trade_set FOREIGN KEY (settlement_id) REFERENCES public.trade_settlement(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_statutorylisting
    ADD CONSTRAINT trade_statutorylisti_imported_by_id_f6d21b57_fk_platform_ FOREIGN KEY (imported_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_statutorylisting
    ADD CONSTRAINT trade_statutorylisti_subject_id_6d906e49_fk_platform_ FOREIGN KEY (subject_id) REFERENCES public.platform_organisation(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_supplystation
    ADD CONSTRAINT trade_supplystation_contract_id_97dad601_fk_trade_contract_id FOREIGN KEY (contract_id) REFERENCES public.trade_contract(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_supplystation
    ADD CONSTRAINT trade_supplystation_place_id_45ad8eca_fk_platform_place_id FOREIGN KEY (place_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_thirdpartytest
    ADD CONSTRAINT trade_thirdpartytest_complaint_id_16e88d0b_fk_trade_com FOREIGN KEY (complaint_id) REFERENCES public.trade_complaint(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_thirdpartytest
    ADD CONSTRAINT trade_thirdpartytest_laboratory_id_0658bd17_fk_platform_ FOREIGN KEY (laboratory_id) REFERENCES public.platform_place(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.trade_thirdpartytest
    ADD CONSTRAINT trade_thirdpartytest_ordered_by_id_7d7ce6af_fk_platform_ FOREIGN KEY (ordered_by_id) REFERENCES public.platform_person(id) DEFERRABLE INITIALLY DEFERRED;
