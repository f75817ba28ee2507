// SPDX-License-Identifier: Apache-2.0
// What a certificate says, for people: sections of fields in the order of the certificate, extensions in words; and the raw dump.
#pragma once

#include <QList>
#include <QString>

#include "core/pki/certificate.h"

namespace espseal::pki {

struct TextField {
    QString field; // "Common name", "Key usage"; translated
    QString value; // may have several lines
    bool is_hex = false; // bytes as "3F:A2:...": for a fixed-width font

    bool operator==(const TextField &) const = default;
};

struct TextSection {
    QString section; // "Subject", "Extensions"; translated
    QList<TextField> fields;

    bool operator==(const TextSection &) const = default;
};

// Sections: subject, issuer, validity, serial and version, public key, extensions (a field each), signature, fingerprints.
[[nodiscard]] QList<TextSection> certificate_text(const Certificate &certificate);
// As `openssl x509 -text -noout` prints it, unprintable characters replaced.
[[nodiscard]] QString certificate_dump(const Certificate &certificate);

// "Subject\n  Common name   esp.local\n...": sections as plain text with aligned columns.
[[nodiscard]] QString to_plain_text(const QList<TextSection> &sections);

} // namespace espseal::pki
