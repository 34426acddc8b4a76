/*
 * One line an event on stderr: time, level, process, request id, text. No personal data: ids, never values.
 */
#pragma once

#include "core/core.h"

enum log_level { LOG_DEBUG_, LOG_INFO_, LOG_WARN_, LOG_ERROR_, LOG__MAX };

void	log_name(const char *process);				/* once, at start */
void	log_request(const char *request_id);			/* "" when no request is being worked on */
void	log_line(enum log_level level, const char *fmt, ...) PRINTFLIKE(2, 3);
#define log_info(...)	log_line(LOG_INFO_, __VA_ARGS__)
#define log_warn(...)	log_line(LOG_WARN_, __VA_ARGS__)
#define log_error(...)	log_line(LOG_ERROR_, __VA_ARGS__)
