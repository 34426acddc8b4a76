#include "identity/identity.h"

#include "core/utf8.h"
#include "identity/password.h"

static struct str
digits_only(struct arena *a, struct str s)
{
	char	*p = arena_alloc(a, s.n + 1);
	size_t	 n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != ' ' && s.p[i] != '.' && s.p[i] != '-')
			p[n++] = s.p[i];
	}
	return ((struct str){ p, n });
}

struct str
login_clean(struct arena *a, struct str typed)
{
	struct str	s = str_trim(typed);
	char		*p = arena_alloc(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] - 'A' + 'a') : s.p[i];
	return ((struct str){ p, s.n });
}

struct registration
registration_clean(struct arena *a, struct registration typed)
{
	return ((struct registration){ .full_name = str_trim(typed.full_name), .login = login_clean(a, typed.login),
	    .personal_id = digits_only(a, typed.personal_id), .phone = digits_only(a, typed.phone),
	    .password = typed.password });
}

static bool
all_digits(struct str s, size_t n)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
	}
	return (s.n == n);
}

static bool
login_fits(struct str s)
{
	if (s.n < LOGIN_MIN_CHARS || s.n > LOGIN_MAX_BYTES)
		return (false);
	for (size_t i = 0; i < s.n; i++) {
		char	c = s.p[i];

		if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '.' && c != '-' && c != '_' && c != '@')
			return (false);
	}
	return (true);
}

unsigned
registration_faults(const struct registration *r)
{
	unsigned	faults = 0;

	if (utf8_chars(r->full_name) < NAME_MIN_CHARS || utf8_chars(r->full_name) > NAME_MAX_CHARS)
		faults |= REGISTRATION_NAME;
	if (!login_fits(r->login))
		faults |= REGISTRATION_LOGIN;
	if (!all_digits(r->personal_id, 12))
		faults |= REGISTRATION_PERSONAL_ID;
	if (!all_digits(r->phone, 10) || r->phone.p[0] != '0')
		faults |= REGISTRATION_PHONE;
	if (utf8_chars(r->password) < PASSWORD_MIN_CHARS || r->password.n > PASSWORD_MAX_BYTES)
		faults |= REGISTRATION_PASSWORD;
	return (faults);
}
