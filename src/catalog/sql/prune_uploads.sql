-- Takes the oldest of what ended before a time out of the history. Gives their ids.
-- :before :limit; index uploads_by_end
UPDATE uploads SET
    pruned = 1,
    terminal_event = '',
    password = '',
    idempotency_key = NULL,
    fingerprint = NULL
WHERE row IN (
    SELECT row FROM uploads
    WHERE ended < :before AND ended IS NOT NULL AND pruned = 0
    ORDER BY ended
    LIMIT :limit
)
RETURNING id
