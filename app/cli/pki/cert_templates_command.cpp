// SPDX-License-Identifier: Apache-2.0
// espseal cert templates
#include "app/cli/pki/commands.h"
#include "app/cli/session.h"
#include "core/pki/certificate_template.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

Outcome list_templates()
{
    QStringList lines;
    QJsonArray array;
    for (const pki::CertificateTemplate &each : pki::certificate_templates()) {
        lines << each.name.leftJustified(18) + each.help;
        array << QJsonObject { { u"name"_s, each.name }, { u"help"_s, each.help }, { u"role"_s, pki::role_name(each.role) },
            { u"key"_s, pki::to_string(each.key) }, { u"digest"_s, pki::digest_name(each.digest) }, { u"days"_s, each.days },
            { u"version"_s, each.version_1 ? 1 : 3 } };
    }
    return { .json = { { u"ok"_s, true }, { u"templates"_s, array } }, .text = lines.join(u'\n') };
}

} // namespace

void add_cert_templates_command(CLI::App &cert, Session &session)
{
    CLI::App *command = cert.add_subcommand("templates", "The names that --template takes, and what they stand for");
    command->callback([&session] { session.choose([](Session &) -> Result<Outcome> { return list_templates(); }); });
}

} // namespace espseal::cli
