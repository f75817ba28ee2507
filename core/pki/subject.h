// SPDX-License-Identifier: Apache-2.0
// Subject names (RFC 5280 4.1.2.6), with the fields that users of openssl and XCA fill in.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include "core/base/error.h"

#include <span>

struct X509_name_st;

namespace espseal::pki {

enum class SubjectField {
    country, // two letters
    state, // 128 characters
    locality, // 128 characters
    domain_component, // 63 ASCII characters; several make a domain
    organization, // 64 characters
    unit, // 64 characters
    common_name, // 64 characters
    serial_number, // 64 printable ASCII characters: of the device, not of the certificate
    email, // 255 ASCII characters
};

// "C", "ST", "L", "DC", "O", "OU", "CN", "serialNumber", "emailAddress".
[[nodiscard]] QString field_name(SubjectField field);
// In words, translated: "Organization".
[[nodiscard]] QString field_label(SubjectField field);
// All of them, in the customary order.
[[nodiscard]] std::span<const SubjectField> subject_fields();

struct SubjectPart {
    SubjectField field = SubjectField::common_name;
    QString value;

    bool operator==(const SubjectPart &) const = default;
};

// A name in the order in which a certificate holds it; a field may occur several times.
struct SubjectName {
    QList<SubjectPart> parts;

    [[nodiscard]] static SubjectName of(const QString &common_name, const QString &organization = {});
    // The last part of that field; empty if there is none.
    [[nodiscard]] QString value(SubjectField field) const;
    // Puts `value` in the place of all parts of that field, else at the customary place. An empty one removes them.
    void set(SubjectField field, const QString &value);
    [[nodiscard]] bool empty() const { return parts.isEmpty(); }

    bool operator==(const SubjectName &) const = default;
};

// Reads "O = Example Works, CN = srv" (with "quotes", \, and \2C) and "/O=Example Works/CN=srv" (with \/), field names in any case, also long ones
// ("organizationName"). Error (usage): "subject", which names the part.
[[nodiscard]] Result<SubjectName> parse_subject(const QString &text);
// "O = Example Works, CN = srv": what parse_subject reads, and what Certificate::subject() gives.
[[nodiscard]] QString to_string(const SubjectName &name);

// Errors: "name-too-long" (upper bounds of RFC 5280 A.1), "name-unprintable" (control characters, NUL), "name-characters" (not ASCII where it must
// be, a country that is not two letters), "name-empty".
[[nodiscard]] Result<void> check(const SubjectName &name);

struct ReadSubject {
    SubjectName name;
    QStringList left_out; // names of fields that SubjectName does not have: "title"
};
// What somebody else's request or certificate holds. Errors: those of check(), and "name-damaged": bytes that are no text, invalid UTF-8.
[[nodiscard]] Result<ReadSubject> read_subject(const X509_name_st *name);

} // namespace espseal::pki
