// SPDX-License-Identifier: Apache-2.0
// The serial transport on a pty, whose master is the far side.
#include "tests/loader/transport_suite.h"

#include <QDir>
#include <QTemporaryDir>

#include <atomic>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

using namespace espseal;
using namespace espseal::loader;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

class PtyMaster final : public test::FarSide {
public:
    PtyMaster()
        : fd_(posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK))
    {
        QVERIFY(fd_ >= 0 && grantpt(fd_) == 0 && unlockpt(fd_) == 0);
        path_ = QString::fromLocal8Bit(ptsname(fd_));
    }
    ~PtyMaster() override { hang_up(); }

    void send(const QByteArray &bytes) override
    {
        for (qsizetype sent = 0; sent < bytes.size();) {
            if (!ready(POLLOUT))
                return;
            const ssize_t count = ::write(fd_, bytes.constData() + sent, size_t(bytes.size() - sent));
            sent += std::max<ssize_t>(count, 0);
        }
    }
    QByteArray receive(qsizetype count) override
    {
        QByteArray got;
        while (got.size() < count && ready(POLLIN)) {
            QByteArray part(count - got.size(), '\0');
            const ssize_t size = ::read(fd_, part.data(), size_t(part.size()));
            got.append(part.constData(), std::max<ssize_t>(size, 0));
        }
        return got;
    }
    void hang_up() override
    {
        if (fd_ >= 0)
            ::close(std::exchange(fd_, -1));
    }

    [[nodiscard]] const QString &path() const { return path_; }

private:
    [[nodiscard]] bool ready(short events) const
    {
        constexpr int patience = 10'000;
        pollfd watched { fd_, events, 0 };
        return poll(&watched, 1, patience) > 0 && (watched.revents & events) != 0;
    }

    int fd_;
    QString path_;
};

} // namespace

class TestTransportSerial : public test::TransportSuite {
    Q_OBJECT
protected:
    test::Connection connect() override
    {
        auto master = std::make_unique<PtyMaster>();
        Result<std::unique_ptr<Transport>> transport = open_transport(master->path(), {}, wait_for(10s));
        if (!transport)
            QFAIL(qPrintable(transport.error().sentence()));
        return { std::move(master), *std::move(transport) };
    }

private Q_SLOTS:
    void a_link_to_it_opens()
    {
        const PtyMaster master;
        QTemporaryDir folder;
        const QString link = folder.filePath(u"board"_s);
        QVERIFY(QFile::link(master.path(), link));
        const Result<std::unique_ptr<Transport>> transport = open_transport(link, {}, wait_for(10s));
        QVERIFY(transport);
        QCOMPARE((*transport)->name(), link);
    }

    void a_second_opener_is_told_who_holds_it()
    {
        const PtyMaster master;
        const Result<std::unique_ptr<Transport>> first = open_transport(master.path(), {}, wait_for(10s));
        QVERIFY(first);
        const Result<std::unique_ptr<Transport>> second = open_transport(master.path(), {}, wait_for(10s));
        QVERIFY(!second);
        QCOMPARE(second.error().code, u"port-busy"_s);
    }

    void the_speed_reaches_the_driver()
    {
        const PtyMaster master;
        const Result<std::unique_ptr<Transport>> transport = open_transport(master.path(), { .baud = 921600 }, wait_for(10s));
        QVERIFY(transport);
        const int far_side = ::open(qPrintable(master.path()), O_RDWR | O_NOCTTY);
        termios settings {};
        QCOMPARE(tcgetattr(far_side, &settings), 0);
        ::close(far_side);
        QCOMPARE(cfgetospeed(&settings), speed_t(B921600));
    }

    void names_data()
    {
        QTest::addColumn<QString>("port");
        QTest::addColumn<QString>("code");
        QTest::addColumn<int>("status");
        QTest::newRow("missing") << u"/dev/ttyNOSUCH0"_s << u"port-missing"_s << 1;
        QTest::newRow("missing, short name") << u"ttyNOSUCH0"_s << u"port-missing"_s << 1;
        QTest::newRow("a folder") << QDir::tempPath() << u"port-failed"_s << 1;
        QTest::newRow("no terminal") << u"/dev/null"_s << u"port-failed"_s << 1;
        QTest::newRow("empty") << QString() << u"port-invalid"_s << 2;
        QTest::newRow("unknown scheme") << u"http://localhost:80"_s << u"port-invalid"_s << 2;
        QTest::newRow("no port number") << u"rfc2217://localhost"_s << u"port-invalid"_s << 2;
        QTest::newRow("no host") << u"socket://:4000"_s << u"port-invalid"_s << 2;
    }
    void names()
    {
        QFETCH(QString, port);
        const Result<std::unique_ptr<Transport>> transport = open_transport(port, {}, wait_for(10s));
        QVERIFY(!transport);
        QTEST(transport.error().code, "code");
        QTEST(exit_status(transport.error()), "status");
        QVERIFY(!transport.error().fix.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestTransportSerial)
#include "tst_transport_serial.moc"
