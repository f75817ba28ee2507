// SPDX-License-Identifier: Apache-2.0
// BearSSL 0.6: bearssl_ssl.h, bearssl_x509.h. Codes from 256 are alerts received, from 512 alerts sent.
#include "core/monitor/code_tables.h"

namespace espseal::monitor {

namespace {

#define ROW(code, name, meaning, fix) { code, name, QT_TRANSLATE_NOOP("espseal::codes", meaning), QT_TRANSLATE_NOOP("espseal::codes", fix) }
#define DAMAGED(code, name) ROW(code, name, "A certificate's encoding is wrong.", "Check the certificate with espseal cert show and issue it anew.")
#define NOT_TLS "Check that the other end speaks TLS on this port, and TLS 1.2."

constexpr CodeRow rows[] = {
    ROW(0, "BR_ERR_OK", "No error.", ""),
    ROW(1, "BR_ERR_BAD_PARAM", "A parameter is not valid; a TLS buffer below 837 bytes, for instance.", "Set a TLS buffer of 2048 bytes or more."),
    ROW(2, "BR_ERR_BAD_STATE", "The call is not possible in this state.", "Report it with a recording: the runtime should not let this happen."),
    ROW(3, "BR_ERR_UNSUPPORTED_VERSION", "The peer speaks a version of TLS that the device does not, or no TLS at all.", NOT_TLS),
    ROW(4, "BR_ERR_BAD_VERSION", "A record has another version than agreed, or what came is no TLS.", NOT_TLS),
    ROW(5, "BR_ERR_BAD_LENGTH", "A record's length is not possible; what came may be no TLS.", NOT_TLS),
    ROW(6, "BR_ERR_TOO_LARGE", "An encrypted record is larger than the device's TLS buffer.",
        "Raise the buffer, or let the peer send smaller records (max_fragment_length, or openssl -max_send_frag)."),
    ROW(7, "BR_ERR_BAD_MAC", "A record did not decrypt.", "Look for bytes lost on the way or damaged memory."),
    ROW(8, "BR_ERR_NO_RANDOM", "The device has no randomness to start with.", "Report it: the port must seed the TLS library."),
    ROW(9, "BR_ERR_UNKNOWN_TYPE", "A record is of a type that TLS does not know; what came may be no TLS.", NOT_TLS),
    ROW(10, "BR_ERR_UNEXPECTED", "A message came that does not belong here.", NOT_TLS),
    ROW(12, "BR_ERR_BAD_CCS", "The peer's ChangeCipherSpec is wrong.", "Look for an outdated TLS library at the peer."),
    ROW(13, "BR_ERR_BAD_ALERT", "The peer's alert is wrong.", "Look for an outdated TLS library at the peer."),
    ROW(14, "BR_ERR_BAD_HANDSHAKE", "A handshake message could not be read.", "Look for an outdated TLS library at the peer."),
    ROW(15, "BR_ERR_OVERSIZED_ID", "The server's session id is too long.", "Look for an outdated TLS library at the server."),
    ROW(16, "BR_ERR_BAD_CIPHER_SUITE", "The server chose a suite that the device did not offer, or there is none in common.",
        "Compare the suites of both ends."),
    ROW(17, "BR_ERR_BAD_COMPRESSION", "The server chose compression.", "Switch TLS compression off at the server."),
    ROW(18, "BR_ERR_BAD_FRAGLEN", "The server answered with another fragment length than asked for.", "Look for an outdated TLS library at the server."),
    ROW(19, "BR_ERR_BAD_SECRENEG", "Secure renegotiation failed.", "Switch renegotiation off at the peer."),
    ROW(20, "BR_ERR_EXTRA_EXTENSION", "The server sent an extension that was not asked for.", "Look for an outdated TLS library at the server."),
    ROW(21, "BR_ERR_BAD_SNI", "The name in the ClientHello is not valid.", "Check the host name in the device's settings."),
    ROW(22, "BR_ERR_BAD_HELLO_DONE", "The server's ServerHelloDone is wrong.", "Look for an outdated TLS library at the server."),
    ROW(23, "BR_ERR_LIMIT_EXCEEDED", "The peer's public key is larger than the device can use.", "Use RSA keys of 4096 bits at most, or EC P-256."),
    ROW(24, "BR_ERR_BAD_FINISHED", "The peer's Finished does not match: the two ends saw different handshakes.",
        "Look for something between the ends that changes traffic."),
    ROW(25, "BR_ERR_RESUME_MISMATCH", "A resumed session has another version or suite.", "Switch session resumption off at the peer."),
    ROW(26, "BR_ERR_INVALID_ALGORITHM", "An algorithm or curve that the device does not have.", "Use RSA or EC P-256 with SHA-256."),
    ROW(27, "BR_ERR_BAD_SIGNATURE", "A signature of the handshake does not check: the peer's private key is not that of its certificate.",
        "Give the peer a certificate and key that belong together."),
    ROW(28, "BR_ERR_WRONG_KEY_USAGE", "The peer's key type or key usage does not fit the suite.",
        "Issue the peer's certificate with digitalSignature and keyEncipherment."),
    ROW(29, "BR_ERR_NO_CLIENT_AUTH", "The client did not send a certificate although the device demands one.",
        "Give the client a certificate from the CA that is on the device."),
    ROW(31, "BR_ERR_IO", "The connection ended in the middle.", "Look at the peer: it closed or lost the connection."),
    ROW(32, "BR_ERR_X509_OK", "The certificate is accepted.", ""),
    DAMAGED(33, "BR_ERR_X509_INVALID_VALUE"),
    DAMAGED(34, "BR_ERR_X509_TRUNCATED"),
    ROW(35, "BR_ERR_X509_EMPTY_CHAIN", "The peer sent no certificate.", "Give the peer a certificate and key."),
    DAMAGED(36, "BR_ERR_X509_INNER_TRUNC"),
    DAMAGED(37, "BR_ERR_X509_BAD_TAG_CLASS"),
    DAMAGED(38, "BR_ERR_X509_BAD_TAG_VALUE"),
    DAMAGED(39, "BR_ERR_X509_INDEFINITE_LENGTH"),
    DAMAGED(40, "BR_ERR_X509_EXTRA_ELEMENT"),
    DAMAGED(41, "BR_ERR_X509_UNEXPECTED"),
    DAMAGED(42, "BR_ERR_X509_NOT_CONSTRUCTED"),
    DAMAGED(43, "BR_ERR_X509_NOT_PRIMITIVE"),
    DAMAGED(44, "BR_ERR_X509_PARTIAL_BYTE"),
    DAMAGED(45, "BR_ERR_X509_BAD_BOOLEAN"),
    DAMAGED(46, "BR_ERR_X509_OVERFLOW"),
    DAMAGED(47, "BR_ERR_X509_BAD_DN"),
    DAMAGED(48, "BR_ERR_X509_BAD_TIME"),
    ROW(49, "BR_ERR_X509_UNSUPPORTED", "A certificate uses something that the device cannot read.",
        "Issue it with an RSA or P-256 key and a SHA-256 signature."),
    ROW(50, "BR_ERR_X509_LIMIT_EXCEEDED", "A key or signature in the chain is larger than the device can use.", "Use RSA keys of 4096 bits at most."),
    ROW(51, "BR_ERR_X509_WRONG_KEY_TYPE", "The certificate has another type of key than the suite needs.",
        "Issue the peer's certificate with the key type of the suite."),
    ROW(52, "BR_ERR_X509_BAD_SIGNATURE", "A signature in the peer's chain is wrong: it was not made by the CA that the certificate names.",
        "Put the CA on the device that really signed the peer's certificate; two CAs may have the same name."),
    ROW(53, "BR_ERR_X509_TIME_UNKNOWN", "The device has no clock and cannot check dates.",
        "Set a time floor in the device's settings, or let it fetch the time first."),
    ROW(54, "BR_ERR_X509_EXPIRED", "A certificate of the peer is expired or not yet valid, by the device's clock.",
        "Issue the peer's certificate anew; check the device's clock."),
    ROW(55, "BR_ERR_X509_DN_MISMATCH", "The chain is out of order: a certificate's issuer is not the next one's subject.",
        "Let the peer send its own certificate first, then each issuer."),
    ROW(56, "BR_ERR_X509_BAD_SERVER_NAME", "The server's certificate is not made for the name that the device connects to.",
        "Issue it with that name or address as subject alternative name, or connect by the name it has."),
    ROW(57, "BR_ERR_X509_CRITICAL_EXTENSION", "A certificate has a critical extension that the device does not know.", "Issue it without, or not critical."),
    ROW(58, "BR_ERR_X509_NOT_CA", "A certificate that signed another one is no CA.", "Sign with a certificate that has CA:TRUE."),
    ROW(59, "BR_ERR_X509_FORBIDDEN_KEY_USAGE", "Key usage forbids what the certificate is used for.", "Issue it with the right key usage."),
    ROW(60, "BR_ERR_X509_WEAK_PUBLIC_KEY", "A key in the peer's chain is too short.", "Use RSA keys of 2048 bits, or EC P-256."),
    ROW(62, "BR_ERR_X509_NOT_TRUSTED", "The peer's chain does not lead to the CA on the device.",
        "Put the CA on the device that signed the peer's certificate, or give the peer a certificate from the CA on the device."),
};

#undef NOT_TLS
#undef DAMAGED
#undef ROW

} // namespace

std::span<const CodeRow> bearssl_rows()
{
    return rows;
}

} // namespace espseal::monitor
