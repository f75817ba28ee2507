// SPDX-License-Identifier: Apache-2.0
#include "core/wire/tls_reader.h"

namespace espseal::wire {

namespace {

struct NumberName {
    uint16_t number;
    const char *name;
};

constexpr NumberName records[] = {
    { 20, "change_cipher_spec" },
    { 21, "alert" },
    { 22, "handshake" },
    { 23, "application_data" },
};

// RFC 5246 7.4, RFC 5077, RFC 6066, RFC 8446 4; those of TLS 1.3 too, because a desktop peer may offer it.
constexpr NumberName handshakes[] = {
    { 0, "hello_request" },
    { 1, "client_hello" },
    { 2, "server_hello" },
    { 4, "new_session_ticket" },
    { 5, "end_of_early_data" },
    { 8, "encrypted_extensions" },
    { 11, "certificate" },
    { 12, "server_key_exchange" },
    { 13, "certificate_request" },
    { 14, "server_hello_done" },
    { 15, "certificate_verify" },
    { 16, "client_key_exchange" },
    { 20, "finished" },
    { 21, "certificate_url" },
    { 22, "certificate_status" },
    { 24, "key_update" },
    { 254, "message_hash" },
};

// RFC 5246 7.2, RFC 8446 6, RFC 5878, RFC 6066, RFC 4279, RFC 7301, RFC 7507.
constexpr NumberName alerts[] = {
    { 0, "close_notify" },
    { 10, "unexpected_message" },
    { 20, "bad_record_mac" },
    { 21, "decryption_failed" },
    { 22, "record_overflow" },
    { 30, "decompression_failure" },
    { 40, "handshake_failure" },
    { 41, "no_certificate" },
    { 42, "bad_certificate" },
    { 43, "unsupported_certificate" },
    { 44, "certificate_revoked" },
    { 45, "certificate_expired" },
    { 46, "certificate_unknown" },
    { 47, "illegal_parameter" },
    { 48, "unknown_ca" },
    { 49, "access_denied" },
    { 50, "decode_error" },
    { 51, "decrypt_error" },
    { 60, "export_restriction" },
    { 70, "protocol_version" },
    { 71, "insufficient_security" },
    { 80, "internal_error" },
    { 86, "inappropriate_fallback" },
    { 90, "user_canceled" },
    { 100, "no_renegotiation" },
    { 109, "missing_extension" },
    { 110, "unsupported_extension" },
    { 111, "certificate_unobtainable" },
    { 112, "unrecognized_name" },
    { 113, "bad_certificate_status_response" },
    { 114, "bad_certificate_hash_value" },
    { 115, "unknown_psk_identity" },
    { 116, "certificate_required" },
    { 120, "no_application_protocol" },
};

constexpr NumberName versions[] = {
    { 0x0300, "SSL 3.0" },
    { 0x0301, "TLS 1.0" },
    { 0x0302, "TLS 1.1" },
    { 0x0303, "TLS 1.2" },
    { 0x0304, "TLS 1.3" },
};

template <uint32_t Count> const char *find(const NumberName (&names)[Count], uint32_t number)
{
    for (const NumberName &entry : names) {
        if (entry.number == number)
            return entry.name;
    }
    return "unknown";
}

} // namespace

const char *record_type_name(uint8_t type)
{
    return find(records, type);
}

const char *handshake_name(uint8_t type)
{
    return find(handshakes, type);
}

const char *alert_name(uint8_t description)
{
    return find(alerts, description);
}

const char *version_name(uint16_t version)
{
    return find(versions, version);
}

} // namespace espseal::wire
