// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/passwords.h"

#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/terminal.h"
#include "core/base/files.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

constexpr Size password_file_limit(64u << 10);

} // namespace

Result<SecureBytes> read_password(const QString &file)
{
    auto bytes = read_file(file, password_file_limit);
    if (!bytes)
        return failure(bytes.error());
    const SecureBytes all = SecureBytes::take(*bytes);
    const auto line = std::ranges::subrange(all.view().begin(), std::ranges::find_first_of(all.view(), std::array<std::uint8_t, 2> { '\r', '\n' }));
    if (line.empty())
        return bad_input(u"password-empty"_s, PkiText::tr("The first line of %1 is empty.").arg(file), PkiText::tr("Put the password there."));
    return SecureBytes(std::span<const std::uint8_t>(line.begin(), line.end()));
}

pki::PasswordPrompt password_prompt(const Session &session, const std::string &file)
{
    return [&session, file](const QString &what) -> std::optional<SecureBytes> {
        if (file.empty())
            return ask_secret(PkiText::tr("Password of %1: ").arg(what), session.job().stop);
        auto password = read_password(to_qt(file));
        if (password)
            return std::move(*password);
        session.note(u"espseal: "_s + password.error().sentence());
        return std::nullopt;
    };
}

void KeyProtection::add_to(CLI::App &command)
{
    auto *file = command.add_option("--password-file", password_file, "File whose first line is the password for the new key (default: ask)");
    command.add_flag("--plain-key", plain, "Write the new key UNENCRYPTED, readable by you alone")->excludes(file);
}

Result<std::optional<SecureBytes>> KeyProtection::password(const Session &session) const
{
    if (plain)
        return std::nullopt;
    if (!password_file.empty())
        return read_password(to_qt(password_file)).transform([](SecureBytes password) { return std::optional(std::move(password)); });
    if (!has_terminal())
        return usage_error(u"password-needed"_s, PkiText::tr("The new key needs a password, and there is no terminal to ask on."),
            PkiText::tr("Give --password-file FILE, or --plain-key to write the key unencrypted."));
    auto password = ask_secret(PkiText::tr("New password for the key: "), session.job().stop);
    if (!password)
        return usage_error(u"password-needed"_s, PkiText::tr("No password was given."), PkiText::tr("Give one, or --plain-key to write the key unencrypted."));
    const auto again = ask_secret(PkiText::tr("The same again: "), session.job().stop);
    if (!again || !std::ranges::equal(password->view(), again->view()))
        return bad_input(u"password-differs"_s, PkiText::tr("The two passwords are not the same."), PkiText::tr("Try again; nothing was written."));
    return password;
}

} // namespace espseal::cli
