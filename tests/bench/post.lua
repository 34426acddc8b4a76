-- Each request takes the next number, once: "%s" in path and body is its uuid, "%d" its last six digits.
-- Arguments: first number, how many, content of path and body.
local first, many, path, body, used

local function fill(text, n)
	local hex = string.format("%032d", n)
	local uuid = hex:sub(1, 8) .. "-" .. hex:sub(9, 12) .. "-" .. hex:sub(13, 16) .. "-" .. hex:sub(17, 20) .. "-" .. hex:sub(21)

	return (text:gsub("UUID", uuid):gsub("CODE", string.format("%06d", n - first + 100000)))
end

function init(args)
	first, many, path, body, used = tonumber(args[1]), tonumber(args[2]), args[3], args[4], 0
	wrk.method = "POST"
	wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
end

function request()
	local n = first + used

	used = used + 1
	if used > many then
		print("more requests than were prepared")
		os.exit(1)
	end
	return wrk.format(nil, fill(path, n), nil, fill(body, n))
end
