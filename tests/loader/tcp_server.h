// SPDX-License-Identifier: Apache-2.0
// The far side of the network transports: plain TCP, or as much of an RFC 2217 server as a well-behaved one has.
#pragma once

#include "tests/loader/transport_suite.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace espseal::test {

// Serves one client. The calls of FarSide may come from any thread.
class TcpFarSide : public FarSide {
public:
    enum class Manner {
        plain,
        rfc2217,
        rfc2217_without_answers, // agrees, but acknowledges nothing afterwards
        refuses_com_port,
        hangs_up,
        silent,
    };
    explicit TcpFarSide(Manner manner);
    ~TcpFarSide() override;

    [[nodiscard]] quint16 port() const { return port_; }
    void send(const QByteArray &bytes) override;
    QByteArray receive(qsizetype count) override;
    void hang_up() override;
    void stall() override { stalled_ = true; }

    // Sub-negotiations of the client so far, in hex, in order.
    [[nodiscard]] QByteArrayList requests() const;

private:
    void serve(const std::stop_token &stop);
    void take(const QByteArray &bytes, int client);
    void take_com_port(const QByteArray &body, int client);
    void answer_negotiation(char verb, char option, int client);
    void put(int client, const QByteArray &bytes);

    Manner manner_;
    int listener_;
    quint16 port_ = 0;
    std::atomic<bool> stalled_ = false;
    std::atomic<bool> hung_up_ = false;

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    bool accepted_ = false;
    QByteArray received_;
    QByteArray to_send_;
    QByteArrayList requests_;
    QByteArray command_; // of an unfinished telnet command
    std::jthread server_;
};

} // namespace espseal::test
