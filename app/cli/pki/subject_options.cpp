// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/subject_options.h"

#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

struct FieldOption {
    pki::SubjectField field;
    const char *name;
    const char *help;
};

constexpr FieldOption field_options[] {
    { pki::SubjectField::common_name, "--cn", "Common name" },
    { pki::SubjectField::organization, "--organization,--o", "Organization" },
    { pki::SubjectField::unit, "--unit,--ou", "Organizational unit" },
    { pki::SubjectField::locality, "--locality,--l", "Town" },
    { pki::SubjectField::state, "--state,--st", "State or province" },
    { pki::SubjectField::country, "--country,--c", "Country, two letters" },
    { pki::SubjectField::serial_number, "--serial-number", "Serial number of the device, in the subject" },
    { pki::SubjectField::email, "--email", "E-mail address, in the subject" },
};

} // namespace

void SubjectOptions::add_to(CLI::App &command)
{
    for (const FieldOption &option : field_options) {
        const auto set = [this, field = option.field](const std::string &value) { fields[field] = value; };
        command.add_option_function<std::string>(option.name, set, option.help)->option_text("TEXT");
    }
    command.add_option("--subject", whole, "The whole subject: \"C = DE, O = Example, CN = name\" or \"/C=DE/O=Example/CN=name\"");
    command.add_option("--san", san, "Names that peers use: IP:192.168.4.1,DNS:esp.local (default for servers: the common name)");
}

Result<pki::SubjectName> SubjectOptions::subject() const
{
    auto subject = whole.empty() ? Result<pki::SubjectName>() : pki::parse_subject(to_qt(whole));
    if (!subject)
        return subject;
    for (const auto &[field, value] : fields)
        subject->set(field, to_qt(value));
    return subject;
}

Result<QList<pki::AltName>> SubjectOptions::alt_names() const
{
    return san.empty() ? Result<QList<pki::AltName>>() : pki::parse_alt_names(to_qt(san));
}

Result<void> check_named(const pki::SubjectName &subject, const QList<pki::AltName> &names)
{
    if (subject.empty() && names.isEmpty())
        return usage_error(u"name-missing"_s, PkiText::tr("The certificate has no name."), PkiText::tr("Give --cn NAME, --subject or --san."));
    return {};
}

} // namespace espseal::cli
