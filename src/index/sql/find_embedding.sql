-- scan: embedding, one row
SELECT kind, model, dimension FROM embedding
