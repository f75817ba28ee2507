// SPDX-License-Identifier: Apache-2.0
// The board's end of a loopback, run by a script of the test: for answers that no honest device gives.
#pragma once

#include "core/loader/loopback.h"

#include <QByteArray>

#include <functional>
#include <thread>

namespace espseal::test {

class ScriptedRom {
public:
    // What goes onto the wire for a request (header and payload, without SLIP); called in order.
    using Script = std::function<QByteArray(const QByteArray &request)>;

    ScriptedRom(std::unique_ptr<loader::LoopbackTransport> end, Script script);

    // An honest answer, with SLIP.
    [[nodiscard]] static QByteArray answer(char op, quint32 value = 0, char status = 0, char error = 0);
    [[nodiscard]] static QByteArray framed(const QByteArray &frame);

private:
    void run(const std::stop_token &stop);

    std::unique_ptr<loader::LoopbackTransport> end_;
    Script script_;
    std::jthread thread_;
};

} // namespace espseal::test
