-- Invented agencies and the calendar of the demo; safe to run again. Codes below H24.19 are illustrative only.
INSERT INTO agency (code, name_vi, name_en, letterhead, parent_head, symbol, place) VALUES
('H24.19', 'Sở Giáo dục và Đào tạo', 'Department of Education and Training', 'SỞ GIÁO DỤC VÀ ĐÀO TẠO', 'ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG', 'SGDĐT', 'Hải Phòng'),
('H24.19.31', 'Trường THPT Hoa Phượng', 'Hoa Phuong High School', 'TRƯỜNG THPT HOA PHƯỢNG', 'SỞ GIÁO DỤC VÀ ĐÀO TẠO HẢI PHÒNG', 'THPTHP', 'Hải Phòng'),
('H24.19.32', 'Trường THPT Sông Cấm', 'Song Cam High School', 'TRƯỜNG THPT SÔNG CẤM', 'SỞ GIÁO DỤC VÀ ĐÀO TẠO HẢI PHÒNG', 'THPTSC', 'Hải Phòng'),
('H24.19.33', 'Trường THPT Cát Hải Xanh', 'Cat Hai Xanh High School', 'TRƯỜNG THPT CÁT HẢI XANH', 'SỞ GIÁO DỤC VÀ ĐÀO TẠO HẢI PHÒNG', 'THPTCHX', 'Hải Phòng')
ON CONFLICT (code) DO NOTHING;

-- The city, departments that are asked for their opinion, wards with their schools: invented names, illustrative codes.
INSERT INTO agency (code, name_vi, name_en, letterhead, parent_head, symbol, place) VALUES
('H24', 'Ủy ban nhân dân thành phố', 'People''s Committee of the city', 'ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG', '', 'UBND', 'Hải Phòng'),
('H24.20', 'Sở Xây dựng', 'Department of Construction', 'SỞ XÂY DỰNG', 'ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG', 'SXD', 'Hải Phòng'),
('H24.21', 'Sở Tài chính', 'Department of Finance', 'SỞ TÀI CHÍNH', 'ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG', 'STC', 'Hải Phòng'),
('H24.22', 'Sở Nông nghiệp và Môi trường', 'Department of Agriculture and Environment', 'SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG', 'ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG', 'SNNMT', 'Hải Phòng'),
('H24.201', 'Ủy ban nhân dân phường Bến Tàu', 'People''s Committee of Bến Tàu ward', 'ỦY BAN NHÂN DÂN PHƯỜNG BẾN TÀU', 'THÀNH PHỐ HẢI PHÒNG', 'UBND', 'Bến Tàu'),
('H24.201.41', 'Trường THCS Bến Tàu', 'Bến Tàu Lower Secondary School', 'TRƯỜNG THCS BẾN TÀU', 'ỦY BAN NHÂN DÂN PHƯỜNG BẾN TÀU', 'THCSBT', 'Bến Tàu'),
('H24.201.51', 'Trường Tiểu học Bến Tàu', 'Bến Tàu Primary School', 'TRƯỜNG TIỂU HỌC BẾN TÀU', 'ỦY BAN NHÂN DÂN PHƯỜNG BẾN TÀU', 'THBT', 'Bến Tàu'),
('H24.201.61', 'Trường Mầm non Bến Tàu', 'Bến Tàu Nursery School', 'TRƯỜNG MẦM NON BẾN TÀU', 'ỦY BAN NHÂN DÂN PHƯỜNG BẾN TÀU', 'MNBT', 'Bến Tàu'),
('H24.202', 'Ủy ban nhân dân phường Hoa Gạo', 'People''s Committee of Hoa Gạo ward', 'ỦY BAN NHÂN DÂN PHƯỜNG HOA GẠO', 'THÀNH PHỐ HẢI PHÒNG', 'UBND', 'Hoa Gạo'),
('H24.202.41', 'Trường THCS Hoa Gạo', 'Hoa Gạo Lower Secondary School', 'TRƯỜNG THCS HOA GẠO', 'ỦY BAN NHÂN DÂN PHƯỜNG HOA GẠO', 'THCSHG', 'Hoa Gạo'),
('H24.202.51', 'Trường Tiểu học Hoa Gạo', 'Hoa Gạo Primary School', 'TRƯỜNG TIỂU HỌC HOA GẠO', 'ỦY BAN NHÂN DÂN PHƯỜNG HOA GẠO', 'THHG', 'Hoa Gạo'),
('H24.202.61', 'Trường Mầm non Hoa Gạo', 'Hoa Gạo Nursery School', 'TRƯỜNG MẦM NON HOA GẠO', 'ỦY BAN NHÂN DÂN PHƯỜNG HOA GẠO', 'MNHG', 'Hoa Gạo'),
('H24.203', 'Ủy ban nhân dân xã Đảo Ngọc', 'People''s Committee of Đảo Ngọc commune', 'ỦY BAN NHÂN DÂN XÃ ĐẢO NGỌC', 'THÀNH PHỐ HẢI PHÒNG', 'UBND', 'Đảo Ngọc'),
('H24.203.41', 'Trường THCS Đảo Ngọc', 'Đảo Ngọc Lower Secondary School', 'TRƯỜNG THCS ĐẢO NGỌC', 'ỦY BAN NHÂN DÂN XÃ ĐẢO NGỌC', 'THCSĐN', 'Đảo Ngọc'),
('H24.203.51', 'Trường Tiểu học Đảo Ngọc', 'Đảo Ngọc Primary School', 'TRƯỜNG TIỂU HỌC ĐẢO NGỌC', 'ỦY BAN NHÂN DÂN XÃ ĐẢO NGỌC', 'THĐN', 'Đảo Ngọc')
ON CONFLICT (code) DO NOTHING;

-- Days off, Labour Code 2019 article 112; the Tết days are illustrative until each year's announcement.
INSERT INTO calendar_day (day, kind, name_vi, name_en) VALUES
('2026-01-01', 'off', 'Tết Dương lịch', 'New Year''s Day'),
('2026-02-16', 'off', 'Tết Nguyên đán', 'Lunar New Year'), ('2026-02-17', 'off', 'Tết Nguyên đán', 'Lunar New Year'),
('2026-02-18', 'off', 'Tết Nguyên đán', 'Lunar New Year'), ('2026-02-19', 'off', 'Tết Nguyên đán', 'Lunar New Year'),
('2026-02-20', 'off', 'Tết Nguyên đán', 'Lunar New Year'),
('2026-04-27', 'off', 'Giỗ Tổ Hùng Vương (nghỉ bù)', 'Hung Kings'' Day (in lieu)'),
('2026-04-30', 'off', 'Ngày Chiến thắng', 'Reunification Day'), ('2026-05-01', 'off', 'Quốc tế Lao động', 'Labour Day'),
('2026-09-01', 'off', 'Quốc khánh', 'National Day'), ('2026-09-02', 'off', 'Quốc khánh', 'National Day'),
('2027-01-01', 'off', 'Tết Dương lịch', 'New Year''s Day'),
('2027-02-05', 'off', 'Tết Nguyên đán', 'Lunar New Year'), ('2027-02-08', 'off', 'Tết Nguyên đán', 'Lunar New Year'),
('2027-02-09', 'off', 'Tết Nguyên đán', 'Lunar New Year'), ('2027-02-10', 'off', 'Tết Nguyên đán', 'Lunar New Year'),
('2027-02-11', 'off', 'Tết Nguyên đán', 'Lunar New Year'),
('2027-04-16', 'off', 'Giỗ Tổ Hùng Vương', 'Hung Kings'' Day'), ('2027-04-30', 'off', 'Ngày Chiến thắng', 'Reunification Day'),
('2027-05-03', 'off', 'Quốc tế Lao động (nghỉ bù)', 'Labour Day (in lieu)'),
('2027-09-02', 'off', 'Quốc khánh', 'National Day'), ('2027-09-03', 'off', 'Quốc khánh', 'National Day')
ON CONFLICT (day) DO NOTHING;

-- Reasons that officers may pick when something must be completed; an agency adds its own.
INSERT INTO reason_template (agency, kind, reason, position, valid_from) VALUES
(NULL, 'field', 'Chưa khai', 10, '2025-07-01'),
(NULL, 'field', 'Không khớp với giấy tờ gửi kèm', 20, '2025-07-01'),
(NULL, 'field', 'Không khớp với sổ gốc', 30, '2025-07-01'),
(NULL, 'field', 'Khai chưa rõ, chưa đầy đủ', 40, '2025-07-01'),
(NULL, 'paper', 'Thiếu giấy tờ', 10, '2025-07-01'),
(NULL, 'paper', 'Ảnh mờ, không đọc được', 20, '2025-07-01'),
(NULL, 'paper', 'Thiếu trang', 30, '2025-07-01'),
(NULL, 'paper', 'Giấy tờ hết hiệu lực', 40, '2025-07-01'),
(NULL, 'paper', 'Cần bản có chứng thực', 50, '2025-07-01'),
('H24.19', 'paper', 'Giấy uỷ quyền chưa có xác nhận chữ ký', 25, '2025-07-01')
ON CONFLICT DO NOTHING;
