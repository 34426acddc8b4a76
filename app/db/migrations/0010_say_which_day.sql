-- "From 1 December" begins at midnight in Việt Nam: CURRENT_DATE is that day, for roles, terms and defaults.

DO $$ BEGIN
	EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), 'Asia/Ho_Chi_Minh');
END $$;
