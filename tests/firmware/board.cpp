// SPDX-License-Identifier: Apache-2.0
#include "tests/firmware/board.h"

#include "firmware/agent/agent.h"

#include <QDeadlineTimer>
#include <QTimer>
#include <QtTest/QtTest>

#include <csignal>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace espseal::test {

Board::Board(uint32_t flash_size)
    : flash_(static_cast<uint8_t *>(mmap(nullptr, flash_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)))
    , power_(static_cast<uint32_t *>(mmap(nullptr, 2 * sizeof(uint32_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)))
    , flash_size_(flash_size)
{
    memset(flash_, 0xFF, flash_size);
}

Board::~Board()
{
    reset();
    munmap(flash_, flash_size_);
    munmap(power_, 2 * sizeof(uint32_t));
}

void Board::write_flash(uint32_t sector, const QByteArray &bytes)
{
    memcpy(flash_ + size_t(sector) * 4096, bytes.constData(), size_t(bytes.size()));
}

void Board::write_settings(const wire::AgentSettings &settings, uint32_t sector)
{
    uint8_t record[wire::agent_settings_max];
    const uint32_t size = wire::encode_agent_settings(settings, { record, sizeof record });
    write_flash(sector, QByteArray(reinterpret_cast<const char *>(record), size));
}

wire::AgentSettings Board::settings(wire::AgentRole role)
{
    wire::AgentSettings settings;
    settings.role = role;
    settings.local_port = 0;
    settings.ca_sector = ca_sector;
    settings.identity_sector = identity_sector;
    settings.reconnect_seconds = 0;
    strcpy(settings.host, "localhost");
    return settings;
}

void Board::boot()
{
    int ends[2];
    QCOMPARE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    process_ = fork();
    if (process_ == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ends[0]);
        posix::Board board { ends[1], flash_, flash_size_, { 0x5C, 0xCF, 0x7F, 0x12, 0x34, 0x56 }, 6, power_[1] != 0 ? power_ : nullptr };
        _exit(agent::run(board));
    }
    close(ends[1]);
    uart_ = ends[0];
    fcntl(uart_, F_SETFL, O_NONBLOCK);
    notifier_ = std::make_unique<QSocketNotifier>(uart_, QSocketNotifier::Read);
    connect(notifier_.get(), &QSocketNotifier::activated, this, &Board::read_uart);
}

void Board::reset()
{
    if (process_ < 0)
        return;
    notifier_.reset();
    close(uart_);
    int status = 0;
    waitpid(process_, &status, 0); // the hang-up ends it
    process_ = -1;
    if (!power_failed() && (!WIFEXITED(status) || WEXITSTATUS(status) != 0))
        qFatal("the application crashed: status %d", status);
}

void Board::send(const QByteArray &bytes)
{
    QCOMPARE(write(uart_, bytes.constData(), size_t(bytes.size())), bytes.size());
}

void Board::request_hello()
{
    constexpr auto kind = uint8_t(wire::EventKind::hello_request);
    uint8_t frame[wire::frame_encoded_max];
    const uint32_t size = wire::encode_frame(kind, 0, wire::schema_of_kind(kind), {}, { frame, sizeof frame });
    send(QByteArray(reinterpret_cast<const char *>(frame), size));
}

void Board::read_uart()
{
    char bytes[4096];
    const ssize_t count = read(uart_, bytes, sizeof bytes);
    if (count <= 0) {
        notifier_->setEnabled(count < 0 && errno == EAGAIN);
        return;
    }
    feed(QByteArray(bytes, count));
}

bool Board::wait_until(const std::function<bool()> &true_now)
{
    const QDeadlineTimer patience(60000);
    QTimer wake;
    wake.start(1000);
    while (!true_now() && !patience.hasExpired())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    return true_now();
}

bool Board::wait_for(wire::EventKind kind, int wanted)
{
    return QTest::qWaitFor([&] { return count(kind) >= wanted; }, 20000);
}

bool Board::wait_for_console(const QString &text)
{
    return QTest::qWaitFor([&] { return console().contains(text); }, 20000);
}

uint16_t Board::listening_port()
{
    const auto listening = [this] {
        for (const wire::Tcp &tcp : all<wire::Tcp>()) {
            if (tcp.event == wire::TcpEvent::listening)
                return tcp.local_port;
        }
        return uint16_t(0);
    };
    if (!QTest::qWaitFor([&] { return listening() != 0; }, 20000))
        qWarning("the application does not listen; console:\n%s", qPrintable(console()));
    return listening();
}

} // namespace espseal::test
