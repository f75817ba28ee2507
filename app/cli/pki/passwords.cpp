// SPDX-License-Identifier: Apache-2.0
#include "app/cli/pki/passwords.h"

#include "app/cli/pki/messages.h"
#include "app/cli/pki/options.h"
#include "app/cli/pki/terminal.h"
#include "core/base/files.h"
#include "core/pki/password_strength.h"

#include <algorithm>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace espseal::cli {

namespace {

constexpr Size password_file_limit(64u << 10);
constexpr std::size_t longest_line = 4096;

std::string file_in_environment()
{
    return qEnvironmentVariable("ESPSEAL_PASSWORD_FILE").toStdString();
}

std::unexpected<Error> empty_line(const QString &where)
{
    return bad_input(u"password-empty"_s, PkiText::tr("The first line of %1 is empty.").arg(where), PkiText::tr("Put the password there."));
}

// One line, byte by byte: what follows it stays for the next reader.
Result<SecureBytes> read_line(int descriptor)
{
    const QString name = PkiText::tr("file descriptor %1").arg(descriptor);
    SecureBytes line(longest_line);
    std::size_t length = 0;
    while (length < longest_line) {
        std::uint8_t &byte = line.writable()[length];
        const ssize_t got = ::read(descriptor, &byte, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return usage_error(u"password-fd"_s, PkiText::tr("The password cannot be read from %1: %2.").arg(name, qt_error_string(errno)),
                PkiText::tr("Open it when you start espseal, for example: espseal ... --password-fd 3 3<FILE"));
        if (got == 0 || byte == '\n')
            break;
        if (byte != '\r')
            ++length;
    }
    if (length == 0)
        return empty_line(name);
    line.truncate(length);
    return line;
}

std::optional<SecureBytes> ask(const Session &session, const QString &question)
{
    return ask_secret(question, session.job().stop);
}

} // namespace

Result<SecureBytes> read_password(const QString &file)
{
    auto all = read_secret_file(file, password_file_limit);
    if (!all)
        return all;
    const auto line = std::ranges::find_first_of(all->view(), std::array<std::uint8_t, 2> { '\r', '\n' });
    all->truncate(static_cast<std::size_t>(line - all->view().begin()));
    if (all->empty())
        return empty_line(file);
    return all;
}

void PasswordSource::add_to(CLI::App &command, const std::string &stem, const std::string &opens)
{
    file_option_ = command.add_option(stem + "-file", file_, "File whose first line " + opens + " (default: $ESPSEAL_PASSWORD_FILE, else ask)");
    descriptor_option_ = command.add_option(stem + "-fd", descriptor_, "Open file descriptor to read that line from")->check(CLI::NonNegativeNumber);
    descriptor_option_->excludes(file_option_);
}

void PasswordSource::add_pin_to(CLI::App &command, const std::string &stem, const std::string &opens)
{
    is_pin_ = true;
    file_option_ = command.add_option(stem + "-file", file_, "File whose first line " + opens + " (default: ask)");
    descriptor_option_ = command.add_option(stem + "-fd", descriptor_, "Open file descriptor to read that line from")->check(CLI::NonNegativeNumber);
    descriptor_option_->excludes(file_option_);
}

bool PasswordSource::is_given() const
{
    return is_given_by_option() || (!is_pin_ && !file_in_environment().empty());
}

Result<std::optional<SecureBytes>> PasswordSource::read() const
{
    if (!is_given())
        return std::nullopt;
    if (read_->empty()) {
        auto line = descriptor_ >= 0 ? read_line(descriptor_) : read_password(to_qt(file_.empty() ? file_in_environment() : file_));
        if (!line)
            return failure(line.error());
        *read_ = std::move(*line);
    }
    return read_->clone();
}

pki::PasswordPrompt PasswordSource::prompt(const Session &session) const
{
    return [&session, source = *this](const QString &what) -> std::optional<SecureBytes> {
        auto password = source.read();
        if (!password) {
            session.note(u"espseal: "_s + password.error().sentence());
            return std::nullopt;
        }
        if (*password)
            return std::move(*password);
        return ask(session, source.is_pin_ ? PkiText::tr("PIN of %1: ").arg(what) : PkiText::tr("Password of %1: ").arg(what));
    };
}

pki::PasswordPrompt PasswordSource::prompt(const Session &session, const PasswordSource &other) const
{
    return is_given_by_option() ? prompt(session) : other.prompt(session);
}

pki::PasswordPrompt password_prompt(const Session &session, const std::string &file)
{
    if (file.empty())
        return PasswordSource().prompt(session);
    return [&session, file](const QString &) -> std::optional<SecureBytes> {
        auto password = read_password(to_qt(file));
        if (password)
            return std::move(*password);
        session.note(u"espseal: "_s + password.error().sentence());
        return std::nullopt;
    };
}

void KeyProtection::add_to(CLI::App &command)
{
    source.add_to(command, "--password", "is the password for the new key");
    command.add_flag("--plain-key", plain, "Write the new key UNENCRYPTED, readable by you alone")
        ->excludes(source.file_option_)
        ->excludes(source.descriptor_option_);
}

Result<SecureBytes> new_password(const PasswordSource &source, const Session &session, const QString &question)
{
    Result<std::optional<SecureBytes>> read = source.read();
    if (!read)
        return failure(read.error());
    std::optional<SecureBytes> &password = *read;
    if (!password) {
        if (!has_terminal())
            return usage_error(u"password-needed"_s, PkiText::tr("A new password is needed, and there is no terminal to ask on."),
                PkiText::tr("Give %1 FILE or %2 N.").arg(to_qt(source.file_option()->get_name()), to_qt(source.descriptor_option()->get_name())));
        password = ask(session, question);
        if (!password)
            return usage_error(u"password-needed"_s, PkiText::tr("No password was given."), PkiText::tr("Give one."));
        const auto again = ask(session, PkiText::tr("The same again: "));
        if (!again || !std::ranges::equal(password->view(), again->view()))
            return bad_input(u"password-differs"_s, PkiText::tr("The two passwords are not the same."), PkiText::tr("Try again; nothing was written."));
    }
    if (const QString hint = pki::password_hint(*password); !hint.isEmpty())
        session.note(PkiText::tr("note: %1").arg(hint));
    return *std::move(password);
}

Result<std::optional<SecureBytes>> KeyProtection::password(const Session &session) const
{
    if (plain)
        return std::nullopt;
    auto password = new_password(source, session, PkiText::tr("New password for the key: "));
    if (!password && password.error().code == "password-needed"_L1)
        password.error().fix += u' ' + PkiText::tr("--plain-key writes the key unencrypted.");
    return std::move(password).transform([](SecureBytes chosen) { return std::optional(std::move(chosen)); });
}

} // namespace espseal::cli
