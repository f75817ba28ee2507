// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/tls_reason.h"

#include "core/wire/tls_reader.h"
#include "firmware/runtime/include/espconn.h"

#include <bearssl.h>

namespace espseal::runtime {

namespace {

struct Reason {
    int32_t code;
    const char *text;
};

constexpr Reason tls_reasons[] = {
    { BR_ERR_UNSUPPORTED_VERSION, "the peer's TLS version is not supported" },
    { BR_ERR_BAD_VERSION, "a record has another version than agreed" },
    { BR_ERR_BAD_LENGTH, "a record has an impossible length" },
    { BR_ERR_TOO_LARGE, "a record is larger than the buffer" },
    { BR_ERR_BAD_MAC, "a record was damaged or forged" },
    { BR_ERR_NO_RANDOM, "no random numbers" },
    { BR_ERR_UNKNOWN_TYPE, "unknown record type, no TLS?" },
    { BR_ERR_UNEXPECTED, "a message came that does not belong here" },
    { BR_ERR_BAD_CIPHER_SUITE, "the server chose a suite that was not offered" },
    { BR_ERR_BAD_FINISHED, "the peer saw another handshake than this device" },
    { BR_ERR_INVALID_ALGORITHM, "an algorithm of the peer is not supported" },
    { BR_ERR_BAD_SIGNATURE, "a signature of the peer is wrong" },
    { BR_ERR_WRONG_KEY_USAGE, "the peer's key may not be used for this" },
    { BR_ERR_NO_CLIENT_AUTH, "the client sent no certificate" },
    { BR_ERR_X509_EMPTY_CHAIN, "the peer sent no certificate" },
    { BR_ERR_X509_BAD_SIGNATURE, "a certificate's signature is wrong" },
    { BR_ERR_X509_TIME_UNKNOWN, "this device does not know the time" },
    { BR_ERR_X509_EXPIRED, "a certificate is expired or not yet valid" },
    { BR_ERR_X509_DN_MISMATCH, "the certificates are not in order" },
    { BR_ERR_X509_BAD_SERVER_NAME, "the certificate is for another name" },
    { BR_ERR_X509_CRITICAL_EXTENSION, "a certificate has an unknown critical extension" },
    { BR_ERR_X509_NOT_CA, "an issuer's certificate is no CA" },
    { BR_ERR_X509_FORBIDDEN_KEY_USAGE, "a certificate's key usage forbids this" },
    { BR_ERR_X509_WEAK_PUBLIC_KEY, "a certificate's RSA key is too short" },
    { BR_ERR_X509_NOT_TRUSTED, "the chain does not lead to the CA in flash" },
};

constexpr Reason espconn_reasons[] = {
    { ESPCONN_TIMEOUT, "timeout" },
    { ESPCONN_RTE, "no route" },
    { ESPCONN_ABRT, "connection aborted" },
    { ESPCONN_RST, "connection reset by the peer" },
    { ESPCONN_CONN, "connection refused" },
    { ESPCONN_HANDSHAKE, "the peer closed the connection" },
};

template <uint32_t count> const char *found(const Reason (&reasons)[count], int32_t code)
{
    for (const Reason &reason : reasons) {
        if (reason.code == code)
            return reason.text;
    }
    return nullptr;
}

} // namespace

void tell_reason(Line &line, uint32_t tls_error, int32_t espconn)
{
    if (tls_error >= BR_ERR_SEND_FATAL_ALERT) {
        line.add("sent alert ").add(wire::alert_name(static_cast<uint8_t>(tls_error - BR_ERR_SEND_FATAL_ALERT)));
    } else if (tls_error >= BR_ERR_RECV_FATAL_ALERT) {
        line.add("received alert ").add(wire::alert_name(static_cast<uint8_t>(tls_error - BR_ERR_RECV_FATAL_ALERT)));
    } else {
        const char *text = tls_error != 0 ? found(tls_reasons, static_cast<int32_t>(tls_error)) : found(espconn_reasons, espconn);
        line.add(text ? text : "malformed message");
    }
    if (tls_error != 0)
        line.add(" (").number(tls_error).add(")");
}

} // namespace espseal::runtime
