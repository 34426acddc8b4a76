-- A reminder that the workflow sends while officers have the task: their queue shows it until the task is done.

ALTER TABLE work_item ADD COLUMN reminded_at timestamptz;
COMMENT ON COLUMN work_item.reminded_at IS 'The last reminder that the workflow sent about it; null: none';
