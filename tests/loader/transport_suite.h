// SPDX-License-Identifier: Apache-2.0
// What every Transport promises, tried on each implementation from both ends.
#pragma once

#include "core/loader/transport.h"

#include <QTest>

namespace espseal::test {

// The other end of the transport under test.
class FarSide {
public:
    virtual ~FarSide() = default;
    virtual void send(const QByteArray &bytes) = 0;
    // Exactly so many, or what came within some seconds.
    virtual QByteArray receive(qsizetype count) = 0;
    virtual void hang_up() = 0;
    // Takes nothing from the wire until the end of the test.
    virtual void stall() { }
};

struct Connection {
    std::unique_ptr<FarSide> far_side; // destroyed last
    std::unique_ptr<loader::Transport> transport;
};

class TransportSuite : public QObject {
    Q_OBJECT
protected:
    // A fresh pair.
    virtual Connection connect() = 0;
    [[nodiscard]] virtual bool has_lines() const { return false; }

private Q_SLOTS:
    void init();
    void cleanup();

    void all_bytes_pass_both_ways();
    void a_large_block_passes();
    void read_gives_at_most_what_was_asked();
    void read_is_empty_at_the_deadline();
    void a_stop_request_ends_a_read();
    void a_stop_request_ends_a_write();
    void discarded_input_is_gone();
    void a_hang_up_while_idle_is_an_error();
    void a_hang_up_during_a_read_is_an_error();
    void a_hang_up_while_writing_is_an_error();
    void bytes_before_a_hang_up_are_delivered();
    void a_closed_port_stays_closed();
    void lines_are_there_or_refused();
    void odd_speeds_are_taken();

private:
    Connection both_;
};

} // namespace espseal::test
