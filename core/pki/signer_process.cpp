// SPDX-License-Identifier: Apache-2.0
// POSIX calls instead of QProcess: that one belongs to a thread, and keeps a copy of each PIN in a buffer that nobody wipes.
#include "core/pki/signer_process.h"

#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtEndian>

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

extern char **environ; // NOLINT(readability-redundant-declaration): POSIX has it, not every header

namespace espseal::pki {

namespace {

// A smart card makes an RSA-4096 key in minutes; somebody may have to touch the key to sign.
constexpr int generate_ms = 600'000;
constexpr int answer_ms = 60'000;
constexpr int look_up_ms = 100; // between two looks at whether to stop

int time_for(TokenAction action)
{
    return action == TokenAction::generate ? generate_ms : answer_ms;
}

class SpawnActions {
public:
    SpawnActions() { posix_spawn_file_actions_init(&actions_); }
    ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
    SpawnActions(const SpawnActions &) = delete;
    SpawnActions &operator=(const SpawnActions &) = delete;
    void put(int descriptor, int as) { posix_spawn_file_actions_adddup2(&actions_, descriptor, as); }
    [[nodiscard]] const posix_spawn_file_actions_t *get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_ {};
};

// The child starts with signals as they are by default, and in a group of its own: Ctrl+C at the terminal must not end it in the midst of a signature.
class SpawnAttributes {
public:
    SpawnAttributes()
    {
        posix_spawnattr_init(&attributes_);
        sigset_t none {};
        sigset_t all {};
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_setsigmask(&attributes_, &none);
        posix_spawnattr_setsigdefault(&attributes_, &all);
        posix_spawnattr_setpgroup(&attributes_, 0);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
    SpawnAttributes(const SpawnAttributes &) = delete;
    SpawnAttributes &operator=(const SpawnAttributes &) = delete;
    [[nodiscard]] const posix_spawnattr_t *get() const { return &attributes_; }

private:
    posix_spawnattr_t attributes_ {};
};

void close_if_open(int &descriptor)
{
    if (descriptor >= 0)
        close(descriptor);
    descriptor = -1;
}

std::unexpected<Error> not_started(const QString &program, int error)
{
    return failed(u"signer-missing"_s, Messages::tr("%1 could not be started: %2.").arg(program, qt_error_string(error)),
        Messages::tr("Install espseal again; that program talks to tokens."));
}

} // namespace

Result<QString> signer_program()
{
    const QString here = QCoreApplication::applicationDirPath();
    for (const QString &path : { here + u"/espseal-signer"_s, here + u"/../libexec/espseal/espseal-signer"_s }) {
        if (QFileInfo(path).isExecutable())
            return path;
    }
    return not_started(u"espseal-signer"_s, ENOENT);
}

Result<std::unique_ptr<SignerProcess>> SignerProcess::start(const QString &module, const TokenAccess &access)
{
    if (!QFileInfo(module).isFile())
        return bad_input(u"token-module-missing"_s, Messages::tr("There is no PKCS#11 module %1.").arg(module),
            Messages::tr("Name the .so file of your token's maker with --module, for example /usr/lib/softhsm/libsofthsm2.so."));
    auto program = access.program.isEmpty() ? signer_program() : Result<QString>(access.program);
    if (!program)
        return failure(program.error());
    std::unique_ptr<SignerProcess> signer(new SignerProcess(QFileInfo(module).absoluteFilePath(), access.job));
    if (const auto spawned = signer->spawn(*program); !spawned)
        return failure(spawned.error());
    if (const auto loaded = signer->ask({ .action = TokenAction::load, .module = signer->module_ }); !loaded)
        return failure(loaded.error());
    return signer;
}

Result<void> SignerProcess::spawn(const QString &program)
{
    std::array<int, 2> sockets {};
    std::array<int, 2> errors {};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0)
        return not_started(program, errno);
    socket_ = sockets[0];
    if (pipe2(errors.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
        const int error = errno;
        close(sockets[1]);
        return not_started(program, error);
    }
    complaints_ = errors[0];
    SpawnActions actions;
    actions.put(sockets[1], STDIN_FILENO);
    actions.put(sockets[1], STDOUT_FILENO);
    actions.put(errors[1], STDERR_FILENO);
    const SpawnAttributes attributes;
    QByteArray path = QFile::encodeName(program);
    const std::array<char *, 2> arguments { path.data(), nullptr };
    const int error = posix_spawn(&process_, path.constData(), actions.get(), attributes.get(), arguments.data(), environ);
    close(sockets[1]);
    close(errors[1]);
    if (error == 0)
        return {};
    process_ = -1;
    return not_started(program, error);
}

SignerProcess::~SignerProcess()
{
    close_if_open(socket_); // it ends by itself when it reads the end
    close_if_open(complaints_);
    if (process_ < 0)
        return;
    // But not always: a module may hang. There is nothing in it that could get lost.
    kill(process_, SIGKILL);
    while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) { }
}

Result<TokenReply> SignerProcess::ask(const TokenRequest &request, const SecureBytes &pin)
{
    if (socket_ < 0)
        return gone();
    const QDeadlineTimer deadline(time_for(request.action));
    const QByteArray message = request.to_bytes();
    std::array<std::uint8_t, 8> head {};
    qToBigEndian(static_cast<std::uint32_t>(message.size()), head.data());
    qToBigEndian(static_cast<std::uint32_t>(pin.size()), head.data() + 4);
    const auto answer = send(head, deadline)
                            .and_then([&] { return send(bytes_of(message), deadline); })
                            .and_then([&] { return send(pin.view(), deadline); })
                            .and_then([&] { return receive(4, deadline); })
                            .and_then([&](const QByteArray &size) { return receive(qFromBigEndian<std::uint32_t>(size.constData()), deadline); });
    if (!answer) {
        close_if_open(socket_); // whatever comes later would answer another question
        return failure(answer.error());
    }
    auto reply = TokenReply::parse(*answer);
    if (!reply)
        return gone();
    if (!reply->error.isEmpty())
        return token_error(*reply, module_, request.uri);
    return *std::move(reply);
}

Result<Token> SignerProcess::login(const TokenUri &uri, const PasswordPrompt &prompt)
{
    auto known = ask({ .action = TokenAction::look, .uri = uri });
    if (!known)
        return failure(known.error());
    if (known->tokens.size() != 1)
        return gone();
    const Token &token = known->tokens.first();
    if (!token.needs_pin)
        return token;
    if (token.has_pin_pad)
        job_.report(Messages::tr("Type the PIN at the token %1").arg(token.label), 0, 0);
    const QString what
        = token.pin == PinState::last_try ? Messages::tr("token %1 (a wrong one locks it now)").arg(token.label) : Messages::tr("token %1").arg(token.label);
    std::optional<SecureBytes> pin(std::in_place); // empty for the token's own pad
    if (!token.has_pin_pad)
        pin = prompt ? prompt(what) : std::nullopt;
    if (!pin)
        return pin_needed(token);
    return ask({ .action = TokenAction::login, .uri = uri }, *pin).transform([&](const TokenReply &reply) {
        return reply.tokens.isEmpty() ? token : reply.tokens.first();
    });
}

Result<void> SignerProcess::wait_for(short events, const QDeadlineTimer &deadline) const
{
    for (;;) {
        if (job_.cancelled())
            return cancelled(Messages::tr("The token was not waited for; nothing was signed."));
        pollfd waiting { socket_, events, 0 };
        const int ready = poll(&waiting, 1, look_up_ms);
        if (ready > 0)
            return {};
        if (ready < 0 && errno != EINTR)
            return failed(
                u"token-module-crashed"_s, Messages::tr("The program for tokens does not answer: %1.").arg(qt_error_string(errno)), Messages::tr("Try again."));
        if (deadline.hasExpired())
            return failed(u"token-timeout"_s, Messages::tr("The token did not answer in time."),
                Messages::tr("Unplug it and plug it in again; some wait for a touch. Then try again."));
    }
}

Result<void> SignerProcess::send(Bytes bytes, const QDeadlineTimer &deadline) const
{
    while (!bytes.empty()) {
        if (const auto ready = wait_for(POLLOUT, deadline); !ready)
            return ready;
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EINTR && errno != EAGAIN)
            return {}; // reading tells why
        if (sent > 0)
            bytes = bytes.subspan(static_cast<std::size_t>(sent));
    }
    return {};
}

Result<QByteArray> SignerProcess::receive(std::size_t size, const QDeadlineTimer &deadline)
{
    if (size > longest_token_message)
        return gone();
    QByteArray bytes(static_cast<qsizetype>(size), Qt::Uninitialized);
    for (qsizetype have = 0; have < bytes.size();) {
        if (const auto ready = wait_for(POLLIN, deadline); !ready)
            return failure(ready.error());
        const ssize_t got = recv(socket_, bytes.data() + have, static_cast<std::size_t>(bytes.size() - have), MSG_DONTWAIT);
        if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
            return gone();
        have += std::max<qsizetype>(got, 0);
    }
    return bytes;
}

QString SignerProcess::complaint() const
{
    QByteArray text(2000, Qt::Uninitialized);
    const ssize_t got = read(complaints_, text.data(), static_cast<std::size_t>(text.size()));
    return QString::fromLocal8Bit(text.left(std::max<qsizetype>(got, 0))).simplified();
}

std::unexpected<Error> SignerProcess::gone()
{
    close_if_open(socket_);
    int status = 0;
    QString how;
    // It has ended or ends now that its input has; what was wrong with the module decides how fast.
    for (int looks = 0; looks < 20 && process_ >= 0; ++looks) {
        const pid_t ended = waitpid(process_, &status, WNOHANG);
        if (ended == 0) {
            poll(nullptr, 0, look_up_ms);
            continue;
        }
        process_ = -1;
        if (ended < 0)
            break;
        how = WIFSIGNALED(status) ? QString::fromLatin1(strsignal(WTERMSIG(status))) : u"exit %1"_s.arg(WEXITSTATUS(status));
    }
    return failed(u"token-module-crashed"_s, Messages::tr("The PKCS#11 module %1 crashed. Nothing was signed, and nothing is lost.").arg(module_),
        Messages::tr("Try again; if it crashes each time, ask the token's maker for a newer module."), QStringList { how, complaint() }.join(u' ').trimmed());
}

} // namespace espseal::pki
