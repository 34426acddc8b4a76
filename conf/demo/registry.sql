-- A diploma register of 4,000 invented records, the same each time; made once.
INSERT INTO diploma_record (kind, full_name, name_folded, born, birth_place, sex, ethnicity, nationality, school, year, grade,
	serial, register_no, decision, decided_on)
SELECT 'thpt', name, translate(lower(name),
		'àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ',
		'aaaaaaaaaaaaaaaaaeeeeeeeeeeeiiiiiooooooooooooooooouuuuuuuuuuuyyyyyd'),
	make_date(year - 18, 1 + n % 12, 1 + n * 7 % 28), (ARRAY['Hải Phòng', 'Hải Dương', 'Quảng Ninh', 'Thái Bình'])[1 + n % 4],
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
