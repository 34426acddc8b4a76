#!/bin/bash
# Makes the two web fonts from Debian's fonts-noto-core with python3-fonttools and python3-brotli.
set -eu
PATH=/usr/bin:$PATH
cd "$(dirname "$0")"
for pair in Regular:400 Bold:700; do
	SOURCE_DATE_EPOCH=0 python3 -m fontTools.subset "/usr/share/fonts/truetype/noto/NotoSans-${pair%:*}.ttf" \
	    --output-file="noto-sans-vn-${pair#*:}.woff2" --flavor=woff2 --no-hinting \
	    --layout-features=kern,mark,mkmk,ccmp,locl,liga,tnum,lnum \
	    --unicodes=U+20-7E,U+A0-FF,U+102-103,U+110-111,U+128-129,U+168-169,U+1A0-1A1,U+1AF-1B0,U+300-303,U+306,U+309,U+31B,U+323,U+1EA0-1EF9,U+2010-2014,U+2018-201E,U+2022,U+2026,U+2030,U+20AB,U+20AC,U+2190-2193,U+2212,U+2713,U+D7
done
