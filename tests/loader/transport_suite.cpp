// SPDX-License-Identifier: Apache-2.0
#include "tests/loader/transport_suite.h"

#include <QElapsedTimer>

#include <thread>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace espseal::test {

using namespace loader;

namespace {

constexpr auto patience = 10s; // ends a test that waits for something that never comes

std::span<const std::uint8_t> view(const QByteArray &bytes)
{
    return { reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size()) };
}

QByteArray every_byte()
{
    QByteArray bytes;
    for (int byte = 0; byte < 256; ++byte)
        bytes.append(static_cast<char>(byte));
    return bytes;
}

// `count` bytes, or what came until an error or the deadline.
QByteArray read_all(Transport &transport, qsizetype count)
{
    QByteArray got;
    const Wait wait = wait_for(patience);
    while (got.size() < count) {
        const Result<Bytes> bytes = transport.read(static_cast<std::size_t>(count - got.size()), wait);
        if (!bytes || bytes->empty())
            break;
        got.append(reinterpret_cast<const char *>(bytes->data()), qsizetype(bytes->size()));
    }
    return got;
}

} // namespace

void TransportSuite::init()
{
    both_ = connect();
    QVERIFY(both_.transport);
}

void TransportSuite::cleanup()
{
    both_.transport.reset();
    both_.far_side.reset();
}

void TransportSuite::all_bytes_pass_both_ways()
{
    QVERIFY(both_.transport->write(view(every_byte()), wait_for(patience)));
    QCOMPARE(both_.far_side->receive(256), every_byte());
    both_.far_side->send(every_byte());
    QCOMPARE(read_all(*both_.transport, 256), every_byte());
}

void TransportSuite::a_large_block_passes()
{
    const QByteArray block = every_byte().repeated(800); // 200 KB: more than any buffer on the way
    QByteArray arrived;
    {
        const std::jthread reader([&] { arrived = both_.far_side->receive(block.size()); });
        QVERIFY(both_.transport->write(view(block), wait_for(patience)));
    }
    QVERIFY(arrived == block);
    {
        const std::jthread sender([&] { both_.far_side->send(block); });
        arrived = read_all(*both_.transport, block.size());
    }
    QVERIFY(arrived == block);
}

void TransportSuite::read_gives_at_most_what_was_asked()
{
    both_.far_side->send("abcdef");
    QCOMPARE(read_all(*both_.transport, 2), "ab"_ba);
    QCOMPARE(read_all(*both_.transport, 4), "cdef"_ba);
}

void TransportSuite::read_is_empty_at_the_deadline()
{
    const Result<Bytes> bytes = both_.transport->read(16, wait_for(50ms));
    QVERIFY(bytes);
    QVERIFY(bytes->empty());
    const Result<Bytes> at_once = both_.transport->read(16, wait_for(0ms));
    QVERIFY(at_once);
    QVERIFY(at_once->empty());
}

void TransportSuite::a_stop_request_ends_a_read()
{
    std::stop_source source;
    source.request_stop();
    const Result<Bytes> before = both_.transport->read(16, { QDeadlineTimer::Forever, source.get_token() });
    QVERIFY(!before);
    QCOMPARE(before.error().kind, ErrorKind::cancelled);

    std::stop_source later;
    const std::jthread stopper([&] { later.request_stop(); });
    const Result<Bytes> during = both_.transport->read(16, { QDeadlineTimer::Forever, later.get_token() });
    QVERIFY(!during);
    QCOMPARE(during.error().kind, ErrorKind::cancelled);
}

void TransportSuite::a_stop_request_ends_a_write()
{
    both_.far_side->stall();
    std::stop_source source;
    const std::jthread stopper([&] { source.request_stop(); });
    const QByteArray endless(64 << 20, 'x'); // more than any buffer on the way takes
    const Result<void> written = both_.transport->write(view(endless), { QDeadlineTimer::Forever, source.get_token() });
    QVERIFY(!written);
    QCOMPARE(written.error().kind, ErrorKind::cancelled);
}

void TransportSuite::discarded_input_is_gone()
{
    both_.far_side->send("old");
    // It has arrived, for a byte of it was read.
    QCOMPARE(read_all(*both_.transport, 1), "o"_ba);
    QVERIFY(both_.transport->discard_input({}));
    both_.far_side->send("new");
    QCOMPARE(read_all(*both_.transport, 3), "new"_ba);
}

void TransportSuite::a_hang_up_while_idle_is_an_error()
{
    both_.far_side->hang_up();
    const Result<Bytes> bytes = both_.transport->read(16, { QDeadlineTimer::Forever, {} });
    QVERIFY(!bytes);
    QCOMPARE(bytes.error().code, u"port-gone"_s);
    // And again: no loop, no crash.
    const Result<Bytes> again = both_.transport->read(16, { QDeadlineTimer::Forever, {} });
    QVERIFY(!again);
    QCOMPARE(again.error().code, u"port-gone"_s);
}

void TransportSuite::a_hang_up_during_a_read_is_an_error()
{
    const std::jthread puller([&] { both_.far_side->hang_up(); });
    const Result<Bytes> bytes = both_.transport->read(16, { QDeadlineTimer::Forever, {} });
    QVERIFY(!bytes);
    QCOMPARE(bytes.error().code, u"port-gone"_s);
}

void TransportSuite::a_hang_up_while_writing_is_an_error()
{
    both_.far_side->stall();
    const std::jthread puller([&] { both_.far_side->hang_up(); });
    const QByteArray endless(64 << 20, 'x');
    const Result<void> written = both_.transport->write(view(endless), { QDeadlineTimer::Forever, {} });
    QVERIFY(!written);
    QCOMPARE(written.error().code, u"port-gone"_s);
}

void TransportSuite::bytes_before_a_hang_up_are_delivered()
{
    both_.far_side->send("last words");
    QCOMPARE(read_all(*both_.transport, 1), "l"_ba);
    both_.far_side->hang_up();
    QCOMPARE(read_all(*both_.transport, 100), "ast words"_ba);
}

void TransportSuite::a_closed_port_stays_closed()
{
    both_.transport->close();
    const Result<Bytes> bytes = both_.transport->read(16, wait_for(patience));
    QVERIFY(!bytes);
    QCOMPARE(bytes.error().code, u"port-gone"_s);
    const Result<void> written = both_.transport->write(view("x"_ba), wait_for(patience));
    QVERIFY(!written);
    QCOMPARE(written.error().code, u"port-gone"_s);
}

void TransportSuite::lines_are_there_or_refused()
{
    QCOMPARE(both_.transport->capabilities().lines, has_lines());
    const Result<void> set = both_.transport->set_lines({ .dtr = true, .rts = false });
    QCOMPARE(set.has_value(), has_lines());
    if (!set)
        QCOMPARE(set.error().code, u"port-without-lines"_s);
}

void TransportSuite::odd_speeds_are_taken()
{
    for (const int baud : { 74880, 921600, 115200 })
        QVERIFY(both_.transport->set_baud(baud));
    QVERIFY(both_.transport->write(view("still"_ba), wait_for(patience)));
    QCOMPARE(both_.far_side->receive(5), "still"_ba);
}

} // namespace espseal::test
