// SPDX-License-Identifier: Apache-2.0
// The pump between TCP, BearSSL's engine and the application.
#include "firmware/runtime/session.h"

#include "firmware/runtime/include/espconn.h"

#include <string.h>

namespace espseal::runtime {

Session::Step Session::advance()
{
    if (ended_)
        return Step::ended;
    if (!engine_started_)
        return Step::wait;
    clock_.begin_work(port::now_us());
    const Step step = pump();
    clock_.end_work(port::now_us());
    return step;
}

Session::Step Session::pump()
{
    for (;;) {
        const unsigned state = br_ssl_engine_current_state(engine_);
        if (state & BR_SSL_CLOSED)
            return engine_closed();
        if (!open_ && (state & (BR_SSL_SENDAPP | BR_SSL_RECVAPP))) {
            open_ = true;
            tell_open();
            return Step::connected;
        }
        if (state & BR_SSL_SENDREC) {
            if (!send_records())
                return Step::wait;
        } else if (closing_) {
            return ended(0, 0); // close_notify is out; the peer's is not waited for
        } else if (state & BR_SSL_RECVAPP) {
            return Step::received;
        } else if (sending_ && unsent_size_ == 0) {
            sending_ = false;
            return Step::sent;
        } else if ((state & BR_SSL_SENDAPP) && unsent_size_ > 0) {
            push_application_data();
        } else if (!(state & BR_SSL_RECVREC) || !receive_records()) {
            return Step::wait;
        }
    }
}

bool Session::send_records()
{
    size_t size = 0;
    const unsigned char *records = br_ssl_engine_sendrec_buf(engine_, &size);
    const uint32_t taken = port::tcp_write(link_, records, static_cast<uint32_t>(size));
    if (taken == 0)
        return false;
    observer_.sent({ records, taken });
    br_ssl_engine_sendrec_ack(engine_, taken);
    return true;
}

bool Session::receive_records()
{
    size_t size = 0;
    unsigned char *records = br_ssl_engine_recvrec_buf(engine_, &size);
    const uint32_t count = port::tcp_read(link_, records, static_cast<uint32_t>(size));
    if (count == 0)
        return false;
    observer_.received({ records, count });
    br_ssl_engine_recvrec_ack(engine_, count);
    return true;
}

void Session::push_application_data()
{
    size_t room = 0;
    unsigned char *plain = br_ssl_engine_sendapp_buf(engine_, &room);
    const uint32_t count = unsent_size_ < room ? unsent_size_ : static_cast<uint32_t>(room);
    memcpy(plain, unsent_, count);
    br_ssl_engine_sendapp_ack(engine_, count);
    br_ssl_engine_flush(engine_, 0);
    unsent_ += count;
    unsent_size_ -= count;
}

wire::ByteSpan Session::incoming()
{
    size_t size = 0;
    unsigned char *plain = br_ssl_engine_recvapp_buf(engine_, &size);
    return { plain, plain ? static_cast<uint32_t>(size) : 0 };
}

void Session::consumed(uint32_t size)
{
    br_ssl_engine_recvapp_ack(engine_, size);
    bytes_received_ += size;
}

void Session::send(const uint8_t *data, uint32_t size)
{
    unsent_ = data;
    unsent_size_ = size;
    sending_ = true;
    bytes_sent_ += size;
}

void Session::close()
{
    closing_ = true;
    if (engine_started_)
        br_ssl_engine_close(engine_);
    else
        (void)ended(0, 0);
}

Session::Step Session::ended(int32_t espconn, uint32_t tls_error)
{
    ended_ = true;
    end_ = { espconn, tls_error, open_ };
    return Step::ended;
}

Session::Step Session::engine_closed()
{
    const auto error = static_cast<uint32_t>(br_ssl_engine_last_error(engine_));
    if (error == 0 && (open_ || closing_))
        return ended(0, 0);
    return ended(open_ ? ESPCONN_SSL_INVALID_DATA : ESPCONN_HANDSHAKE, error);
}

void Session::timed_out()
{
    if (!ended_)
        (void)ended(ESPCONN_TIMEOUT, 0);
}

void Session::tcp_ended(wire::TcpEvent event)
{
    tcp_ended_ = true;
    if (ended_)
        return;
    const bool was_connecting = !engine_started_;
    switch (event) {
    case wire::TcpEvent::closed:
        (void)ended(open_ || closing_ ? 0 : ESPCONN_HANDSHAKE, 0);
        break;
    case wire::TcpEvent::reset:
        (void)ended(ESPCONN_RST, 0);
        break;
    case wire::TcpEvent::timed_out:
        (void)ended(ESPCONN_TIMEOUT, 0);
        break;
    case wire::TcpEvent::unreachable:
        (void)ended(ESPCONN_RTE, 0);
        break;
    default:
        (void)ended(was_connecting ? ESPCONN_CONN : ESPCONN_ABRT, 0);
    }
}

} // namespace espseal::runtime
