// SPDX-License-Identifier: Apache-2.0
// "The device makes its key, we sign": the desktop asks the agent for a key and a PKCS#10 request, and hands it the certificate.
//
// The desktop leads. It sends a KeyRequest for the bytes of the request from `offset` on, and the device answers with one
// CertificateRequestPart; it sends one CertificatePart, and the device answers with IdentityProgress. Anything may be sent again: the
// same KeyRequest gets the same bytes as long as no certificate was stored, and a part that is there already is only acknowledged. While
// the device computes it sends KeyWork now and then; what it will not do it answers with KeyRefused.
#pragma once

#include "core/wire/trace_event.h"

namespace espseal::wire {

enum class KeyKind : uint8_t { none = 0, ec_p256 = 1, rsa_2048 = 2 };

// What becomes of an identity that the device has.
enum class KeyReplace : uint8_t {
    no = 0, // the request is refused then
    when_complete = 1, // it stays in use until the new one's certificate is stored
    erase_first = 2, // it is gone at once: for a sector without room for both, or with something else in it
};

enum class KeyRefusal : uint8_t {
    unknown = 0,
    sector_unnamed = 1, // the settings name no sector for the identity
    sector_unfit = 2, // ... one that must not be written
    identity_exists = 3, // and `replace` is `no`
    other_key_pending = 4, // a key of another kind waits for its certificate, and `replace` is `no`
    foreign_content = 5, // the sector holds something that is no credential
    no_room = 6, // in the sector
    no_random = 7, // the random source is gone or stuck
    no_memory = 8, // TLS sessions use it; may go better later
    flash_failed = 9, // it does not keep what is written
    bad_wish = 10, // kind of key or common name
    no_pending_key = 11, // there is no key that a certificate could belong to
    bad_certificate = 12, // it cannot be read
    wrong_certificate = 13, // it belongs to another key
    damaged = 14, // the parts do not make up what was announced
};

// Common name in the request, UTF-8 bytes.
inline constexpr uint32_t key_name_max = 128;
// Bytes of a request or certificate in one frame.
inline constexpr uint32_t key_piece_max = 192;

struct KeyRequest { // desktop to device
    static constexpr EventKind kind = EventKind::key_request;
    static constexpr uint16_t schema = schema_hash("key_request/1");
    KeyKind key = KeyKind::ec_p256;
    Text common_name;
    KeyReplace replace = KeyReplace::no;
    uint32_t offset = 0; // in the request's DER
    template <class V> constexpr void each(V &v) { v(key), v(common_name), v(replace), v(offset); }
};

struct CertificatePart { // desktop to device
    static constexpr EventKind kind = EventKind::certificate_part;
    static constexpr uint16_t schema = schema_hash("certificate_part/1");
    uint32_t total = 0; // bytes of the chain: certificates in DER, the device's own first
    uint32_t crc32 = 0; // of all of them
    uint32_t offset = 0;
    ByteView bytes;
    template <class V> constexpr void each(V &v) { v(total), v(crc32), v(offset), v(bytes); }
};

struct KeyWork { // the device computes: a sign of life before it starts and every few seconds
    static constexpr EventKind kind = EventKind::key_work;
    static constexpr uint16_t schema = schema_hash("key_work/1");
    KeyKind key = KeyKind::none;
    uint32_t elapsed_ms = 0;
    template <class V> constexpr void each(V &v) { v(key), v(elapsed_ms); }
};

struct CertificateRequestPart {
    static constexpr EventKind kind = EventKind::certificate_request_part;
    static constexpr uint16_t schema = schema_hash("certificate_request_part/1");
    uint16_t sector = 0xFFFF; // where the key lies
    KeyKind key = KeyKind::none;
    bool replaces = false; // there is an identity, in use until the new one is complete
    uint32_t total = 0; // bytes of the request
    uint32_t crc32 = 0; // of all of it
    uint32_t offset = 0;
    ByteView bytes;
    template <class V> constexpr void each(V &v) { v(sector), v(key), v(replaces), v(total), v(crc32), v(offset), v(bytes); }
};

struct IdentityProgress {
    static constexpr EventKind kind = EventKind::identity_progress;
    static constexpr uint16_t schema = schema_hash("identity_progress/1");
    uint16_t sector = 0xFFFF;
    uint32_t total = 0;
    uint32_t received = 0; // the next part begins here
    bool stored = false; // certificate and key are the device's identity
    ByteView sha256; // of the device's own certificate, as read back from flash; empty before it is stored
    template <class V> constexpr void each(V &v) { v(sector), v(total), v(received), v(stored), v(sha256); }
};

struct KeyRefused {
    static constexpr EventKind kind = EventKind::key_refused;
    static constexpr uint16_t schema = schema_hash("key_refused/1");
    KeyRefusal reason = KeyRefusal::unknown;
    uint16_t sector = 0xFFFF;
    Text what; // in words, English
    template <class V> constexpr void each(V &v) { v(reason), v(sector), v(what); }
};

} // namespace espseal::wire
