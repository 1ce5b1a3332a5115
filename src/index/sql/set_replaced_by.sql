-- Which upload's version stands above this one; null: none does.
-- :row :upload; primary key
UPDATE documents SET replaced_by = :upload WHERE row = :row
