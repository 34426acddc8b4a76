/*
 * The only door to Kore's headers. Without the flags of /usr/share/kore/features struct http_request has another
 * layout, silently: so they are demanded here.
 */
#pragma once

#if !defined(KORE_USE_PGSQL) || !defined(KORE_USE_TASKS)
#error "compile with $(cat /usr/share/kore/features)"
#endif

#include <kore/kore.h>
#include <kore/http.h>
#include <kore/pgsql.h>
#include <kore/tasks.h>
