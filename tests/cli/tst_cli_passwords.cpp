// SPDX-License-Identifier: Apache-2.0
// Passwords typed at a terminal: asked for, not echoed, taken twice for new keys.
#include "tests/cli/espseal_program.h"
#include <csignal>

#include <cstdlib>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

using namespace espseal::cli::test;

namespace {

// A pseudo-terminal with a program on it.
class Terminal {
public:
    Terminal()
        : master_(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC))
    {
        if (master_ < 0 || grantpt(master_) != 0 || unlockpt(master_) != 0)
            qFatal("no pseudo-terminal");
        slave_ = ptsname(master_);
    }
    ~Terminal() { close(master_); }
    Terminal(const Terminal &) = delete;
    Terminal &operator=(const Terminal &) = delete;

    void start(const QStringList &arguments, const QString &folder)
    {
        process_.setWorkingDirectory(folder);
        process_.setChildProcessModifier([this] {
            setsid();
            const int terminal = open(slave_.constData(), O_RDWR); // becomes the controlling one
            if (terminal < 0)
                _exit(99);
        });
        process_.start(program_path(), arguments);
    }
    // Waits until the program has written `text` on the terminal.
    [[nodiscard]] bool shows(const QByteArray &text)
    {
        while (!shown_.contains(text)) {
            pollfd waiting { master_, POLLIN, 0 };
            char buffer[256];
            if (poll(&waiting, 1, 60'000) <= 0)
                return false;
            const ssize_t got = read(master_, buffer, sizeof buffer);
            if (got <= 0)
                return false;
            shown_.append(buffer, got);
        }
        return true;
    }
    void type(const QByteArray &text) const { QCOMPARE(::write(master_, text.constData(), size_t(text.size())), ssize_t(text.size())); }
    [[nodiscard]] int status()
    {
        process_.waitForFinished(60'000);
        return process_.exitStatus() == QProcess::NormalExit ? process_.exitCode() : -1;
    }
    [[nodiscard]] QByteArray shown() const { return shown_; }
    [[nodiscard]] QByteArray err() { return process_.readAllStandardError(); }
    void interrupt() const { kill(pid_t(process_.processId()), SIGINT); }

private:
    int master_;
    QByteArray slave_;
    QByteArray shown_;
    QProcess process_;
};

} // namespace

class CliPasswordsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void a_new_key_asks_twice()
    {
        const QTemporaryDir folder;
        Terminal terminal;
        terminal.start({ u"ca"_s, u"new"_s, u"--cn"_s, u"CA"_s }, folder.path());
        QVERIFY2(terminal.shows("New password for the key: "), terminal.shown().constData());
        terminal.type("battery staple\n");
        QVERIFY(terminal.shows("The same again: "));
        terminal.type("battery staple\n");
        QCOMPARE(terminal.status(), 0);
        QVERIFY2(!terminal.shown().contains("battery"), terminal.shown().constData());
        QCOMPARE(run(u"openssl"_s, { u"pkey"_s, u"-in"_s, u"ca.key"_s, u"-passin"_s, u"pass:battery staple"_s, u"-noout"_s }, folder.path()).status, 0);

        // And the key is asked for again when it is used.
        Terminal second;
        second.start({ u"cert"_s, u"show"_s, u"ca.key"_s }, folder.path());
        QVERIFY(second.shows("Password of ca.key: "));
        second.type("battery staple\n");
        QCOMPARE(second.status(), 0);
    }

    void two_different_answers_write_nothing()
    {
        const QTemporaryDir folder;
        Terminal terminal;
        terminal.start({ u"ca"_s, u"new"_s, u"--cn"_s, u"CA"_s }, folder.path());
        QVERIFY(terminal.shows("New password for the key: "));
        terminal.type("one\n");
        QVERIFY(terminal.shows("The same again: "));
        terminal.type("two\n");
        QCOMPARE(terminal.status(), 3);
        QVERIFY(terminal.err().contains("not the same"));
        QVERIFY(files_in(folder.path()).isEmpty());
    }

    void ctrl_c_ends_the_question()
    {
        const QTemporaryDir folder;
        Terminal terminal;
        terminal.start({ u"ca"_s, u"new"_s, u"--cn"_s, u"CA"_s }, folder.path());
        QVERIFY(terminal.shows("New password for the key: "));
        terminal.interrupt();
        QVERIFY(terminal.status() != 0);
        QVERIFY(files_in(folder.path()).isEmpty());
    }

    void a_wrong_answer_is_bad_input()
    {
        const QTemporaryDir folder;
        write(folder.filePath(u"pw"_s), "right");
        QCOMPARE(run_espseal({ u"ca"_s, u"new"_s, u"--cn"_s, u"CA"_s, u"--password-file"_s, u"pw"_s }, folder.path()).status, 0);
        Terminal terminal;
        terminal.start({ u"cert"_s, u"show"_s, u"ca.key"_s }, folder.path());
        QVERIFY(terminal.shows("Password of ca.key: "));
        terminal.type("wrong\n");
        QCOMPARE(terminal.status(), 3);
        QVERIFY(terminal.err().contains("does not open ca.key"));
    }
};

QTEST_GUILESS_MAIN(CliPasswordsTest)
#include "tst_cli_passwords.moc"
