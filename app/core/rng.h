/* Randomness from the kernel: getrandom(2). Cannot fail: a kernel without it stops the process. */
#pragma once

#include "core/core.h"

void	rng_bytes(void *out, size_t n);
