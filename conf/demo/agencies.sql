-- Invented agencies and the calendar of the demo; safe to run again. Codes below H24.19 are illustrative only.
INSERT INTO agency (code, name_vi, name_en, letterhead, parent_head, symbol, place) VALUES
('H24.19', 'Sở Giáo dục và Đào tạo', 'Department of Education and Training', 'SỞ GIÁO DỤC VÀ ĐÀO TẠO', 'ỦY BAN NHÂN DÂN THÀNH PHỐ HẢI PHÒNG', 'SGDĐT', 'Hải Phòng'),
('H24.19.31', 'Trường THPT Hoa Phượng', 'Hoa Phuong High School', 'TRƯỜNG THPT HOA PHƯỢNG', 'SỞ GIÁO DỤC VÀ ĐÀO TẠO HẢI PHÒNG', 'THPTHP', 'Hải Phòng'),
('H24.19.32', 'Trường THPT Sông Cấm', 'Song Cam High School', 'TRƯỜNG THPT SÔNG CẤM', 'SỞ GIÁO DỤC VÀ ĐÀO TẠO HẢI PHÒNG', 'THPTSC', 'Hải Phòng'),
('H24.19.33', 'Trường THPT Cát Hải Xanh', 'Cat Hai Xanh High School', 'TRƯỜNG THPT CÁT HẢI XANH', 'SỞ GIÁO DỤC VÀ ĐÀO TẠO HẢI PHÒNG', 'THPTCHX', 'Hải Phòng')
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
