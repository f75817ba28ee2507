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

    // A shell opens what the options name, as users' scripts do.
    void passwords_come_from_elsewhere_data()
    {
        QTest::addColumn<QString>("make");
        QTest::addColumn<QString>("use");
        QTest::newRow("descriptor") << u"$0 ca new --cn CA --password-fd 5 5<pw"_s << u"$0 cert show ca.key --password-fd 5 5<pw"_s;
        QTest::newRow("standard input") << u"cat pw | $0 ca new --cn CA --password-fd 0"_s << u"cat pw | $0 cert show ca.key --password-fd 0"_s;
        QTest::newRow("environment") << u"ESPSEAL_PASSWORD_FILE=pw $0 ca new --cn CA"_s << u"ESPSEAL_PASSWORD_FILE=pw $0 cert show ca.key"_s;
        QTest::newRow("option before environment") << u"ESPSEAL_PASSWORD_FILE=none $0 ca new --cn CA --password-file pw"_s
                                                   << u"ESPSEAL_PASSWORD_FILE=none $0 cert show ca.key --password-file pw"_s;
        QTest::newRow("two lines of one descriptor") << u"$0 ca new --cn CA --password-file pw"_s
                                                     << u"(cat pw; echo another) | $0 cert issue --cn x --ca . --ca-password-fd 0 --password-fd 0 --out x"
                                                        " && openssl pkey -in x/server.key -passin pass:another -noout"_s;
    }
    void passwords_come_from_elsewhere()
    {
        QFETCH(const QString, make);
        QFETCH(const QString, use);
        const QTemporaryDir folder;
        write(folder.filePath(u"pw"_s), "copper lantern museum drift\r\nnot this\n");
        const Run made = run(u"sh"_s, { u"-c"_s, make, program_path() }, folder.path());
        QVERIFY2(made.status == 0, made.err.constData());
        QVERIFY2(!made.err.contains("note:"), made.err.constData());
        QCOMPARE(
            run(u"openssl"_s, { u"pkey"_s, u"-in"_s, u"ca.key"_s, u"-passin"_s, u"pass:copper lantern museum drift"_s, u"-noout"_s }, folder.path()).status, 0);
        if (use.contains(u"pw; echo"))
            write(folder.filePath(u"pw"_s), "copper lantern museum drift\n");
        const Run used = run(u"sh"_s, { u"-c"_s, use, program_path() }, folder.path());
        QVERIFY2(used.status == 0, used.err.constData());
    }

    void what_does_not_work_says_so_data()
    {
        QTest::addColumn<QString>("command");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        QTest::newRow("closed descriptor") << u"$0 ca new --cn CA --password-fd 9"_s << 2 << QByteArray("descriptor 9");
        QTest::newRow("no number") << u"$0 ca new --cn CA --password-fd -1"_s << 2 << QByteArray("--password-fd");
        QTest::newRow("both") << u"$0 ca new --cn CA --password-fd 5 --password-file pw 5<pw"_s << 2 << QByteArray("excludes");
        QTest::newRow("plain and a password") << u"$0 ca new --cn CA --password-fd 5 --plain-key 5<pw"_s << 2 << QByteArray("excludes");
        QTest::newRow("empty line") << u"echo | $0 ca new --cn CA --password-fd 0"_s << 3 << QByteArray("is empty");
        QTest::newRow("missing file in the environment") << u"ESPSEAL_PASSWORD_FILE=none $0 ca new --cn CA"_s << 3 << QByteArray("none");
        QTest::newRow("nobody to ask") << u"$0 ca new --cn CA"_s << 2 << QByteArray("--password-fd");
    }
    void what_does_not_work_says_so()
    {
        QFETCH(const QString, command);
        QFETCH(const int, status);
        QFETCH(const QByteArray, says);
        const QTemporaryDir folder;
        write(folder.filePath(u"pw"_s), "right\n");
        const Run made = run(u"sh"_s, { u"-c"_s, command, program_path() }, folder.path());
        QCOMPARE(made.status, status);
        QVERIFY2(made.err.contains(says), made.err.constData());
        QCOMPARE(files_in(folder.path()), QStringList(u"pw"_s));
    }

    void a_weak_password_gets_a_note()
    {
        const QTemporaryDir folder;
        write(folder.filePath(u"pw"_s), "12345678\n");
        const Run made = run_espseal({ u"ca"_s, u"new"_s, u"--cn"_s, u"CA"_s, u"--password-file"_s, u"pw"_s }, folder.path());
        QCOMPARE(made.status, 0);
        QVERIFY2(made.err.contains("can be guessed") && !made.err.contains("12345678"), made.err.constData());
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
