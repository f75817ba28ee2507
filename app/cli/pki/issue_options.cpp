// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/issue_options.h"

#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/report.h"
#include "core/pki/judge.h"

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

constexpr int most_days = 36500;

// An option whose text `parse` understands, or the command line is wrong.
template <class T, class Parse>
void add_parsed(CLI::App &command, const std::string &name, std::optional<T> &target, const Parse &parse, const std::string &help, const std::string &form)
{
    const auto set = [&target, parse, name](const std::string &text) {
        auto value = parse(to_qt(text));
        if (!value)
            throw CLI::ValidationError(name, value.error().sentence().toStdString());
        target = std::move(*value);
    };
    command.add_option_function<std::string>(name, set, help)->option_text(form);
}

} // namespace

void ValidityOptions::add_to(CLI::App &command, const std::string &usual_days)
{
    auto *in_days = command.add_option("--days", days, "Days until it expires (default " + usual_days + ")")->check(CLI::Range(1, most_days));
    command.add_option("--from", from, "First day or second: 2027-03-01 or 2027-03-01T12:00:00Z (default: a day ago)");
    command.add_option("--until", until, "Last day or second")->excludes(in_days);
}

Result<void> ValidityOptions::read_into(pki::IssueChoices &choices) const
{
    choices.days = days;
    if (!from.empty()) {
        const auto begin = pki::parse_time(to_qt(from));
        if (!begin)
            return failure(begin.error());
        choices.from = *begin;
    }
    if (!until.empty()) {
        const auto end = pki::parse_time(to_qt(until), pki::DayEdge::end);
        if (!end)
            return failure(end.error());
        choices.until = *end;
    }
    return {};
}

void ChoiceOptions::add_to(CLI::App &command, For purpose)
{
    add_parsed(command, "--template", base, pki::find_template, "Choices with a name, see `espseal cert templates`; other options go before it", "NAME");
    names.add_to(command);
    if (purpose != For::ca)
        add_choice<std::optional<pki::Role>>(command, "--role", role,
            { { "server", pki::Role::server }, { "client", pki::Role::client }, { "device", pki::Role::device } },
            "What it is for (default server); device: both");
    if (purpose != For::request)
        add_parsed(command, "--key", key, pki::parse_key_spec,
            "Kind of the key: ec:p256, ec:p384, rsa:2048, rsa:512 to rsa:4096 (default ec:p256; the SDK's own TLS libraries need rsa:2048)", "KIND");
    add_choice<std::optional<pki::Digest>>(command, "--digest", digest,
        { { "sha256", pki::Digest::sha256 }, { "sha384", pki::Digest::sha384 }, { "sha1", pki::Digest::sha1 } },
        "Digest of the signature (default sha256; sha1 only for old peers)");
    validity.add_to(command, purpose == For::ca ? "3650" : "730, or the template's");
    command.add_option("--serial", serial, "Serial number of the certificate in hexadecimal (default: 126 random bits)");
    command.add_option("--key-usage", key_usages, "digitalSignature,keyEncipherment,... or none (default: by role and key)");
    command.add_option("--extended-key-usage", extended_usages, "serverAuth,clientAuth,... or none (default: by role)");
    command.add_option("--path-length", path_length, "How many CAs may follow below a CA (default: any)")->check(CLI::Range(0, 255));
    command.add_flag("--constraints-not-critical", constraints_not_critical, "Do not mark the basic constraints as critical");
}

Result<pki::IssueChoices> ChoiceOptions::choices() const
{
    auto subject = names.subject();
    if (!subject)
        return failure(subject.error());
    auto alt_names = names.alt_names();
    if (!alt_names)
        return failure(alt_names.error());
    pki::IssueChoices choices {
        .base = base,
        .subject = std::move(*subject),
        .alt_names = std::move(*alt_names),
        .role = role,
        .key = key,
        .digest = digest,
        .path_length = path_length,
        .constraints_critical = !constraints_not_critical,
    };
    const auto take = [](const std::string &text, const auto &parse, auto &target) -> Result<void> {
        if (text.empty())
            return {};
        return parse(to_qt(text)).transform([&](auto value) { target = std::move(value); });
    };
    return validity.read_into(choices)
        .and_then([&] { return take(serial, pki::Serial::parse, choices.serial); })
        .and_then([&] { return take(key_usages, pki::parse_key_usages, choices.key_usages); })
        .and_then([&] { return take(extended_usages, pki::parse_extended_usages, choices.extended_usages); })
        .transform([&] { return std::move(choices); });
}

void OutputOptions::add_to(CLI::App &command)
{
    command.add_option("--out", out, "Folder for the files (default .)");
    protection.add_to(command);
    add_replace(command, replace);
}

Result<CredentialOutput> OutputOptions::prepare(const Session &session) const
{
    auto password = protection.password(session);
    if (!password)
        return failure(password.error());
    return CredentialOutput::to(to_qt(out), std::move(*password));
}

Outcome report(const Session &session, const MadeCertificate &made)
{
    const QList<Finding> findings = made.findings + pki::judge(made.certificate, made.role);
    note(session, findings);
    QStringList lines = describe(made.certificate);
    lines << PkiText::tr("Written: %1").arg(made.files.join(u", "_s));
    QJsonObject json { { u"ok"_s, true }, { u"files"_s, QJsonArray::fromStringList(made.files) }, { u"certificate"_s, to_json(made.certificate) },
        { u"findings"_s, to_json(findings) } };
    if (!made.signed_by.isEmpty())
        json[u"signed_by"_s] = made.signed_by;
    if (made.key_encrypted)
        json[u"key_encrypted"_s] = *made.key_encrypted;
    if (made.key_encrypted && !*made.key_encrypted)
        lines << PkiText::tr("The key is UNENCRYPTED; its file is readable by you alone.");
    return { .json = json, .text = lines.join(u'\n') };
}

} // namespace espseal::cli
