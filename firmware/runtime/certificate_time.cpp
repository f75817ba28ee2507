// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/certificate_time.h"

namespace espseal::runtime {

namespace {

constexpr uint8_t utc_time = 0x17;
constexpr uint8_t generalized_time = 0x18;

bool number(wire::ByteView text, uint32_t at, uint32_t digits, uint32_t &value)
{
    value = 0;
    for (uint32_t i = at; i < at + digits; ++i) {
        if (i >= text.size || text.data[i] < '0' || text.data[i] > '9')
            return false;
        value = value * 10 + (text.data[i] - '0');
    }
    return true;
}

// Days since 1970-01-01 of a Gregorian date; years are counted from March so that leap days end them.
uint32_t days_since_epoch(uint32_t year, uint32_t month, uint32_t day)
{
    const uint32_t y = month > 2 ? year : year - 1;
    const uint32_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    constexpr uint32_t epoch = 719468; // 1970-01-01 counted from 0000-03-01
    return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - epoch;
}

} // namespace

uint64_t certificate_time(uint8_t tag, wire::ByteView text)
{
    if (tag != utc_time && tag != generalized_time)
        return 0;
    const uint32_t year_digits = tag == utc_time ? 2 : 4;
    uint32_t year = 0;
    uint32_t part[5] = {}; // month, day, hour, minute, second
    if (!number(text, 0, year_digits, year))
        return 0;
    for (uint32_t i = 0; i < 5; ++i) {
        if (!number(text, year_digits + 2 * i, 2, part[i]))
            return 0;
    }
    if (tag == utc_time)
        year += year < 50 ? 2000 : 1900;
    if (year < 1970 || part[0] < 1 || part[0] > 12 || part[1] < 1 || part[1] > 31)
        return 0;
    return static_cast<uint64_t>(days_since_epoch(year, part[0], part[1])) * 86400 + uint64_t { part[2] } * 3600 + uint64_t { part[3] } * 60 + part[4];
}

} // namespace espseal::runtime
