-- :kind :model :dimension
INSERT INTO embedding (one, kind, model, dimension) VALUES (1, :kind, :model, :dimension)
ON CONFLICT (one) DO UPDATE SET
    kind = excluded.kind, model = excluded.model, dimension = excluded.dimension
