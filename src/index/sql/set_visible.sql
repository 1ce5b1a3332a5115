-- Shows or hides a version.
-- :row :visible; primary key
UPDATE documents SET visible = :visible WHERE row = :row
