// SPDX-License-Identifier: Apache-2.0
// An application in the test's own process, on the posix port: its client connects to its server.
#pragma once

#include "firmware/runtime/include/espseal_secure.h"
#include "tests/firmware/credentials.h"

#include <QHash>

#include <functional>

namespace espseal::test {

// One at a time: the runtime's memory is static.
class Loopback {
public:
    Loopback();
    ~Loopback();

    espconn server {};
    espconn client {};
    esp_tcp server_tcp {};
    esp_tcp client_tcp {};

    // What the callbacks saw, as "client connect", "server recv hello", "client reconnect -28", ...
    [[nodiscard]] const QStringList &seen() const { return seen_; }
    // Runs inside the callback; by its line in seen().
    void inside(const QString &line, std::function<void()> action) { actions_[line] = std::move(action); }
    // The espconn that the server's callbacks got last.
    [[nodiscard]] espconn *accepted() const { return accepted_; }

    // Certificate and key for the server; the client believes anyone.
    void give_identity();
    [[nodiscard]] sint8 accept();
    [[nodiscard]] sint8 connect();
    void connect_both();
    void write_flash(uint32_t sector, const QByteArray &bytes);
    // Runs the main loop until `line` was seen. False after 20 s.
    [[nodiscard]] bool runs_until(const QString &line);
    [[nodiscard]] bool runs_until(const std::function<bool()> &done);

private:
    static void on_connect(void *connection);
    static void on_reconnect(void *connection, sint8 error);
    static void on_disconnect(void *connection);
    static void on_receive(void *connection, char *data, unsigned short size);
    static void on_sent(void *connection);
    void register_callbacks(espconn &connection);
    void note(void *connection, const QString &what);

    QStringList seen_;
    QHash<QString, std::function<void()>> actions_;
    espconn *accepted_ = nullptr;
    QByteArray certificate_;
    QByteArray key_;
};

} // namespace espseal::test
