-- Officers look the register up by parts of a name, too.

CREATE INDEX diploma_record_words ON diploma_record USING gin (name_folded gin_trgm_ops);
