-- A diploma register of 4,000 invented records, the same each time; made once.
INSERT INTO diploma_record (kind, full_name, name_folded, born, birth_place, sex, ethnicity, nationality, school, year, grade,
	serial, register_no, decision, decided_on)
SELECT 'thpt', name, translate(lower(name),
		'àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ',
		'aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd'),
	make_date(year - 18, 1 + n % 12, 1 + (n * 7 + n / 2040 * 3) % 28), (ARRAY['Hải Phòng', 'Hải Dương', 'Quảng Ninh', 'Thái Bình'])[1 + n % 4],
	CASE WHEN n % 2 = 0 THEN 'nu' ELSE 'nam' END, 'Kinh', 'Việt Nam',
	(ARRAY['Trường THPT Hoa Phượng', 'Trường THPT Sông Cấm', 'Trường THPT Cát Hải Xanh'])[1 + n % 3], year,
	(ARRAY['Trung bình', 'Khá', 'Giỏi'])[1 + n * 5 % 3], 'A' || lpad((7310000 + n)::text, 8, '0'),
	lpad(n::text, 5, '0') || '/' || year, lpad((100 + n % 60)::text, 3, '0') || '/QĐ-SGDĐT', make_date(year, 7, 20)
FROM (
	SELECT n, 1995 + n % 30 AS year,
		(ARRAY['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Ngô'])[1 + n * 3 % 10] || ' ' ||
		CASE WHEN n % 2 = 0 THEN (ARRAY['Thị', 'Ngọc', 'Thu', 'Minh'])[1 + n / 2 % 4]
		     ELSE (ARRAY['Văn', 'Đức', 'Quốc', 'Hữu'])[1 + n / 2 % 4] END || ' ' ||
		(ARRAY['Ngưỡng', 'Ổn', 'Tuyết', 'Ẩn', 'Thắng', 'Khuê', 'Mẫu', 'Ứng', 'Lan', 'Bách', 'Hiền', 'Vượng', 'Ý', 'Quỳnh',
			'Đạt', 'Thuỷ', 'Kỳ'])[1 + n * 11 % 17] AS name
	FROM generate_series(1, 4000) AS n
) AS invented
WHERE NOT EXISTS (SELECT FROM diploma_record);

-- The demo's citizens are in the register too.
INSERT INTO diploma_record (kind, full_name, name_folded, born, birth_place, sex, ethnicity, nationality, school, year, grade,
	serial, register_no, decision, decided_on)
VALUES
('thpt', 'Nguyễn Thị Ngưỡng', 'nguyen thi nguong', '1998-03-05', 'Hải Phòng', 'nu', 'Kinh', 'Việt Nam', 'Trường THPT Hoa Phượng', 2016,
	'Giỏi', 'A07200001', '90001/2016', '112/QĐ-SGDĐT', '2016-07-20'),
('thpt', 'Phạm Ỷ Lan', 'pham y lan', '1985-09-21', 'Hải Dương', 'nu', 'Kinh', 'Việt Nam', 'Trường THPT Sông Cấm', 2003,
	'Khá', 'A07200002', '90002/2003', '118/QĐ-SGDĐT', '2003-07-20')
ON CONFLICT (register_no, year) DO NOTHING;
