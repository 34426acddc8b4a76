-- Which form of the law a slip is printed in, by the day the dossier came; the follow-up book; apologies; withdrawals.

CREATE TABLE slip_form (
	kind		text NOT NULL CHECK (kind IN ('receipt', 'supplement', 'refusal', 'apology', 'stop', 'control', 'register')),
	form		text NOT NULL CHECK (form ~ '^[0-9]{2}$'),
	law		text NOT NULL,
	title		text NOT NULL,
	suffix		text NOT NULL DEFAULT '',
	valid_from	date NOT NULL,
	valid_to	date,
	PRIMARY KEY (kind, valid_from),
	CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
COMMENT ON TABLE slip_form IS 'The slips'' forms: the six of Circular 01/2018/TT-VPCP, the seven of Circular 03/2025/TT-VPCP; a dossier keeps those of its day';
COMMENT ON COLUMN slip_form.suffix IS 'Of the number: "0012/TNHS"; empty: the paper has no number. TCHS and TBD are ours: the law names none';
COMMENT ON COLUMN slip_form.valid_from IS 'From secondary sources for 2025: to be held beside the Circular';
INSERT INTO slip_form (kind, form, law, title, suffix, valid_from, valid_to) VALUES
('receipt', '01', '01/2018/TT-VPCP', 'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ', 'TNHS', '2018-11-23', '2025-09-14'),
('supplement', '02', '01/2018/TT-VPCP', 'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ', 'HDHS', '2018-11-23', '2025-09-14'),
('refusal', '03', '01/2018/TT-VPCP', 'PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ', 'TCHS', '2018-11-23', '2025-09-14'),
('apology', '04', '01/2018/TT-VPCP', 'PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ', 'PXL', '2018-11-23', '2025-09-14'),
('control', '05', '01/2018/TT-VPCP', 'PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ', '', '2018-11-23', '2025-09-14'),
('register', '06', '01/2018/TT-VPCP', 'SỔ THEO DÕI HỒ SƠ', '', '2018-11-23', '2025-09-14'),
('receipt', '01', '03/2025/TT-VPCP', 'GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ', 'TNHS', '2025-09-15', NULL),
('supplement', '02', '03/2025/TT-VPCP', 'PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ', 'HDHS', '2025-09-15', NULL),
('refusal', '03', '03/2025/TT-VPCP', 'PHIẾU TỪ CHỐI TIẾP NHẬN, GIẢI QUYẾT HỒ SƠ', 'TCHS', '2025-09-15', NULL),
('apology', '04', '03/2025/TT-VPCP', 'VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT', 'PXL', '2025-09-15', NULL),
('stop', '05', '03/2025/TT-VPCP', 'THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ', 'TBD', '2025-09-15', NULL),
('control', '06', '03/2025/TT-VPCP', 'PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ', '', '2025-09-15', NULL),
('register', '07', '03/2025/TT-VPCP', 'SỔ THEO DÕI HỒ SƠ', '', '2025-09-15', NULL);

CREATE TABLE register_entry (
	dossier		uuid PRIMARY KEY REFERENCES dossier,
	agency		text NOT NULL REFERENCES agency,
	book		text NOT NULL CHECK (book ~ '^[0-9]{4}$'),
	row		int NOT NULL CHECK (row > 0),
	at		timestamptz NOT NULL DEFAULT now(),
	UNIQUE (agency, book, row)
);
COMMENT ON TABLE register_entry IS 'The follow-up book (sổ theo dõi hồ sơ): a row for each dossier that was accepted; a book is a year; no gaps';

CREATE TABLE extension (
	dossier		uuid PRIMARY KEY REFERENCES dossier,
	old_due		timestamptz NOT NULL,
	proposed_at	timestamptz,
	new_due		timestamptz CHECK (new_due > old_due),
	reason		text CHECK (length(reason) BETWEEN 1 AND 2000),
	signed_by	uuid REFERENCES account,
	signer_name	text,
	signer_title	text,
	signer_role	text,
	signed_at	timestamptz,
	CHECK ((signed_at IS NULL) = (new_due IS NULL) AND (signed_at IS NULL) = (signed_by IS NULL) AND (signed_at IS NULL) = (reason IS NULL))
);
COMMENT ON TABLE extension IS 'Apology and new date, once for a dossier and a day before it is due (Decree 61/2018/NĐ-CP art. 19.9); unsigned: proposed to the head of the agency';
CREATE INDEX extension_open ON extension (proposed_at) WHERE signed_at IS NULL;
