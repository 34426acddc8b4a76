/* The shelf: what is in force under a code is kept for a moment, and replaced whole. */
#include "check.h"

#include "shelf/shelf.h"

#define NOW_S	1795500000

static const struct shelf_service	first = { STR("3.000465"), STR("package one, thirty-two bytes..."),
	STR("Sở Giáo dục và Đào tạo"), STR("Department of Education and Training") };
static const struct shelf_service	second = { STR("3.000465"), STR("package two, thirty-two bytes..."),
	STR("Sở Giáo dục và Đào tạo"), STR("Department of Education and Training") };
static const struct shelf_service	other = { STR("2.002478"), STR("package three, thirty-two bytes."),
    STR("Trường"),
	STR("School") };

static void
test_services(struct shelf *s)
{
	const struct shelf_service	*found;

	EXPECT(shelf_service(s, first.code, NOW_S) == NULL);
	shelf_set_service(s, NOW_S, &first);
	shelf_set_service(s, NOW_S, &other);
	found = shelf_service(s, first.code, NOW_S + SHELF_SERVICE_S - 1);
	EXPECT(found != NULL && found->package.p != first.package.p);
	EXPECT(found != NULL && str_eq(found->package, first.package) && str_eq(found->agency_vi, first.agency_vi));
	EXPECT(shelf_service(s, STR("3.00046"), NOW_S) == NULL);
	EXPECT(shelf_service(s, first.code, NOW_S + SHELF_SERVICE_S) == NULL);
	EXPECT(shelf_service(s, first.code, NOW_S - 1) == NULL);
	shelf_set_service(s, NOW_S + 10, &second);
	found = shelf_service(s, first.code, NOW_S + 10);
	EXPECT(found != NULL && str_eq(found->package, second.package));
	EXPECT(shelf_service(s, other.code, NOW_S + 1) != NULL);
}

int
main(void)
{
	struct shelf	*s;

	if (!EXPECT(shelf_new("forms", &s) == 0))
		return (check_done());
	test_services(s);
	shelf_free(s);
	return (check_done());
}
