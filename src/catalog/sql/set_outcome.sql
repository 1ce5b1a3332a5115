-- How a document ended.
-- :upload (id) :ordinal :status :chunks :pages :is_unchanged :replaced :warnings :failure_code
-- :failure_detail :failure_stage :failure_page :extract_time :chunk_time :enrich_time :index_time
-- :is_superseded :is_skipped :kept_as :embedded :reused; unique index of uploads.id, primary key
UPDATE documents SET
    status = :status,
    chunks = :chunks,
    pages = :pages,
    is_unchanged = :is_unchanged,
    replaced = :replaced,
    warnings = :warnings,
    failure_code = :failure_code,
    failure_detail = :failure_detail,
    failure_stage = :failure_stage,
    failure_page = :failure_page,
    extract_time = :extract_time,
    chunk_time = :chunk_time,
    enrich_time = :enrich_time,
    index_time = :index_time,
    is_superseded = :is_superseded,
    is_skipped = :is_skipped,
    kept_as = :kept_as,
    embedded = :embedded,
    reused = :reused
WHERE upload = (SELECT row FROM uploads WHERE id = :upload) AND ordinal = :ordinal
