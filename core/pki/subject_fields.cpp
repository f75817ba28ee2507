// SPDX-License-Identifier: Apache-2.0
#include "core/pki/subject_fields.h"

#include "core/pki/messages.h"

#include <algorithm>
#include <array>

#include <openssl/objects.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr std::array<FieldFacts, 9> fields { {
    { SubjectField::country, NID_countryName, "C", "countryName", 2, Characters::letters },
    { SubjectField::state, NID_stateOrProvinceName, "ST", "stateOrProvinceName", 128, Characters::any },
    { SubjectField::locality, NID_localityName, "L", "localityName", 128, Characters::any },
    { SubjectField::domain_component, NID_domainComponent, "DC", "domainComponent", 63, Characters::ia5 },
    { SubjectField::organization, NID_organizationName, "O", "organizationName", 64, Characters::any },
    { SubjectField::unit, NID_organizationalUnitName, "OU", "organizationalUnitName", 64, Characters::any },
    { SubjectField::common_name, NID_commonName, "CN", "commonName", 64, Characters::any },
    { SubjectField::serial_number, NID_serialNumber, "serialNumber", "serialNumber", 64, Characters::printable },
    { SubjectField::email, NID_pkcs9_emailAddress, "emailAddress", "emailAddress", 255, Characters::ia5 },
} };

constexpr auto order = [] {
    std::array<SubjectField, fields.size()> made {};
    std::ranges::transform(fields, made.begin(), &FieldFacts::field);
    return made;
}();

} // namespace

const FieldFacts &facts_of(SubjectField field)
{
    return *std::ranges::find(fields, field, &FieldFacts::field);
}

std::optional<SubjectField> field_of(int nid)
{
    const auto found = std::ranges::find(fields, nid, &FieldFacts::nid);
    return found == fields.end() ? std::nullopt : std::optional(found->field);
}

std::optional<SubjectField> field_of(const QString &name)
{
    const auto is = [&name](const char *other) { return name.compare(QLatin1StringView(other), Qt::CaseInsensitive) == 0; };
    if (is("E") || is("email"))
        return SubjectField::email;
    if (is("S"))
        return SubjectField::state;
    const auto found = std::ranges::find_if(fields, [&](const FieldFacts &facts) { return is(facts.name) || is(facts.long_name); });
    return found == fields.end() ? std::nullopt : std::optional(found->field);
}

std::span<const SubjectField> subject_fields()
{
    return order;
}

QString field_name(SubjectField field)
{
    return QString::fromLatin1(facts_of(field).name);
}

QString field_label(SubjectField field)
{
    switch (field) {
    case SubjectField::country:
        return Messages::tr("Country");
    case SubjectField::state:
        return Messages::tr("State or province");
    case SubjectField::locality:
        return Messages::tr("Town");
    case SubjectField::domain_component:
        return Messages::tr("Domain component");
    case SubjectField::organization:
        return Messages::tr("Organization");
    case SubjectField::unit:
        return Messages::tr("Unit");
    case SubjectField::serial_number:
        return Messages::tr("Serial number of the device");
    case SubjectField::email:
        return Messages::tr("E-mail address");
    case SubjectField::common_name:
        break;
    }
    return Messages::tr("Common name");
}

} // namespace espseal::pki
