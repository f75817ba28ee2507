// SPDX-License-Identifier: Apache-2.0
// The ASN.1 structure of DER bytes, each line with the bytes it stands for.
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include "core/base/error.h"

#include <cstdint>
#include <span>

namespace espseal::pki {

// Lines in the order of the bytes; the children of a line are those that follow with a greater depth.
struct Asn1Line {
    int depth = 0;
    std::uint32_t offset = 0; // of the header, in the bytes that were given
    std::uint32_t header = 0; // bytes of tag and length
    std::uint32_t length = 0; // bytes of the content
    bool constructed = false;
    bool encapsulated = false; // lies in an OCTET STRING or BIT STRING whose content is itself DER
    QString tag; // "SEQUENCE", "OBJECT", "[0]"
    QString value; // "commonName (2.5.4.3)", "esp.local", "2027-03-01 12:00:00 UTC", hex; empty for what has children

    bool operator==(const Asn1Line &) const = default;
};

// Errors (bad_input): "asn1-damaged": the bytes end early, or are no DER; "asn1-too-deep".
[[nodiscard]] Result<QList<Asn1Line>> asn1_structure(std::span<const std::uint8_t> der);
// As `openssl asn1parse -i -dump` prints it; as far as it can be read.
[[nodiscard]] QString asn1_dump(std::span<const std::uint8_t> der);

} // namespace espseal::pki
