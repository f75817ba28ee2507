// SPDX-License-Identifier: Apache-2.0
// Reads an optional that a test needs to hold something; after QVERIFY alone clang-tidy does not know that it does.
#pragma once

#include <QTest>

#include <optional>
#include <source_location>
#include <utility>

namespace espseal::test {

[[noreturn]] inline void fail_without_value(const std::source_location &place)
{
    QTest::qFail("There is no value.", place.file_name(), static_cast<int>(place.line()));
    QTest::Internal::throwOnFail();
}

// The value; without one the test fails at the caller's place.
template <class T> const T &present(const std::optional<T> &value, const std::source_location &place = std::source_location::current())
{
    if (!value)
        fail_without_value(place);
    return *value;
}
template <class T> T present(std::optional<T> &&value, const std::source_location &place = std::source_location::current())
{
    if (!value)
        fail_without_value(place);
    return *std::move(value);
}

} // namespace espseal::test
