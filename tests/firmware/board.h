// SPDX-License-Identifier: Apache-2.0
// A board that runs the bundled application in a process of its own; the test holds the other end of its UART.
#pragma once

#include "core/wire/agent_settings.h"
#include "tests/firmware/trace_log.h"

#include <QObject>
#include <QSocketNotifier>

#include <functional>
#include <memory>
#include <sys/types.h>

namespace espseal::test {

class Board : public QObject, public TraceLog {
    Q_OBJECT

public:
    static constexpr uint32_t ca_sector = 0x7B;
    static constexpr uint32_t identity_sector = 0x7C;

    explicit Board(uint32_t flash_size = 1024 * 1024);
    ~Board() override;

    void write_flash(uint32_t sector, const QByteArray &bytes);
    void write_settings(const wire::AgentSettings &settings, uint32_t sector = 0x79);
    // Sectors of a board that is provisioned as usual; the rest of the fields as they are by default, and no reconnecting.
    [[nodiscard]] static wire::AgentSettings settings(wire::AgentRole role);
    [[nodiscard]] QByteArray flash(uint32_t sector, uint32_t size = 4096) const
    {
        return QByteArray(reinterpret_cast<const char *>(flash_) + std::size_t { sector } * 4096, size);
    }
    void boot();
    // The power fails in the middle of what the application writes to flash, after so many bytes; 0: it does not.
    void fail_power_after(uint32_t bytes) { power_[1] = power_[0] = bytes; }
    [[nodiscard]] bool power_failed() const { return power_[1] != 0 && power_[0] == 0; }
    void send(const QByteArray &bytes);
    void request_hello();
    void stop_reading() { notifier_->setEnabled(false); }
    void go_on_reading() { notifier_->setEnabled(true); }
    void reset();

    // Looks again whenever something came from the board. False after 60 s.
    [[nodiscard]] bool wait_until(const std::function<bool()> &true_now);
    // Waits, processing events, for the `count`th event of a kind. False after 20 s.
    [[nodiscard]] bool wait_for(wire::EventKind kind, int count = 1);
    [[nodiscard]] bool wait_for_console(const QString &text);
    // The port that the application listens on.
    [[nodiscard]] uint16_t listening_port();

private:
    void read_uart();

    uint8_t *flash_;
    uint32_t *power_; // bytes left, bytes given; shared with the application
    uint32_t flash_size_;
    pid_t process_ = -1;
    int uart_ = -1;
    std::unique_ptr<QSocketNotifier> notifier_;
};

} // namespace espseal::test
