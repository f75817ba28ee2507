// SPDX-License-Identifier: Apache-2.0
#include "core/wire/tls_reader.h"

namespace espseal::wire {

namespace {

constexpr uint32_t record_header_size = 5;
constexpr uint32_t handshake_header_size = 4;
constexpr uint32_t fragment_max = (1u << 14) + 2048; // RFC 5246 6.2.3: of a ciphertext

constexpr bool is(uint8_t type, RecordType wanted)
{
    return type == static_cast<uint8_t>(wanted);
}

constexpr bool known_type(uint8_t type)
{
    return type >= static_cast<uint8_t>(RecordType::change_cipher_spec) && type <= static_cast<uint8_t>(RecordType::application_data);
}

} // namespace

void TlsReader::feed(ByteView bytes, TlsReaderSink &sink)
{
    for (uint32_t at = 0; at < bytes.size && !broken_;) {
        if (header_fill_ < record_header_size) {
            header_byte(bytes.data[at++], sink);
        } else if (opaque()) {
            const uint32_t rest = bytes.size - at;
            const uint32_t skipped = rest < fragment_left_ ? rest : fragment_left_;
            at += skipped;
            fragment_left_ -= skipped;
        } else {
            fragment_byte(bytes.data[at++], sink);
            --fragment_left_;
        }
        if (header_fill_ == record_header_size && fragment_left_ == 0)
            record_end(sink);
    }
}

bool TlsReader::opaque() const
{
    return record_.encrypted || is(record_.type, RecordType::application_data);
}

void TlsReader::header_byte(uint8_t byte, TlsReaderSink &sink)
{
    header_[header_fill_++] = byte;
    if (header_fill_ == 1 && !known_type(byte)) {
        broken_ = true;
        sink.not_tls(byte);
    } else if (header_fill_ == record_header_size) {
        record_start(sink);
    }
}

void TlsReader::record_start(TlsReaderSink &sink)
{
    record_.type = header_[0];
    record_.version = static_cast<uint16_t>(header_[1] << 8 | header_[2]);
    record_.length = static_cast<uint16_t>(header_[3] << 8 | header_[4]);
    record_.encrypted = encrypted_;
    fragment_left_ = record_.length;
    if (record_.length > fragment_max) {
        broken_ = true;
        sink.not_tls(record_.type);
        return;
    }
    sink.record(record_);
    if (record_.encrypted && is(record_.type, RecordType::handshake)) {
        message_ = { finished_seen_ ? handshake_unknown : handshake_finished, record_.length, true };
        finished_seen_ = true;
        sink.handshake(message_);
    }
}

void TlsReader::fragment_byte(uint8_t byte, TlsReaderSink &sink)
{
    if (is(record_.type, RecordType::handshake)) {
        handshake_byte(byte, sink);
    } else if (is(record_.type, RecordType::alert)) {
        if (alert_level_seen_)
            sink.alert({ alert_level_, byte, false });
        alert_level_ = byte;
        alert_level_seen_ = !alert_level_seen_;
    } else {
        encrypted_ = true;
        finished_seen_ = false;
        message_fill_ = 0;
        body_left_ = 0;
    }
}

void TlsReader::handshake_byte(uint8_t byte, TlsReaderSink &sink)
{
    if (body_left_ > 0) {
        if (--body_left_ == 0)
            sink.handshake_end(message_);
        return;
    }
    message_header_[message_fill_++] = byte;
    if (message_fill_ < handshake_header_size)
        return;
    message_fill_ = 0;
    body_left_ = static_cast<uint32_t>(message_header_[1]) << 16 | static_cast<uint32_t>(message_header_[2]) << 8 | message_header_[3];
    message_ = { message_header_[0], body_left_, false };
    sink.handshake(message_);
    if (body_left_ == 0)
        sink.handshake_end(message_);
}

void TlsReader::record_end(TlsReaderSink &sink)
{
    header_fill_ = 0;
    if (!record_.encrypted)
        return;
    if (is(record_.type, RecordType::handshake))
        sink.handshake_end(message_);
    else if (is(record_.type, RecordType::alert))
        sink.alert({ 0, 0, true });
    else if (is(record_.type, RecordType::change_cipher_spec))
        finished_seen_ = false; // of a renegotiation
}

} // namespace espseal::wire
