// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

#include "core/base/error.h"

namespace espseal::pki {

// A certificate's serial number: positive, at most 20 octets as DER holds it (RFC 5280 4.1.2.2).
class Serial {
public:
    // 126 random bits (CA/Browser forum: at least 64), always 16 octets. Error: no source of randomness.
    [[nodiscard]] static Result<Serial> random();
    // Hexadecimal, any case, also "0x12AB" and "12:AB". Error (usage): "serial".
    [[nodiscard]] static Result<Serial> parse(const QString &text);

    [[nodiscard]] QString text() const; // as Certificate::serial(): "0A12"
    [[nodiscard]] const QByteArray &octets() const { return octets_; } // big endian, no zero before

    bool operator==(const Serial &) const = default;

private:
    explicit Serial(QByteArray octets)
        : octets_(std::move(octets))
    {
    }
    QByteArray octets_;
};

} // namespace espseal::pki
