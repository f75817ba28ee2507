// SPDX-License-Identifier: Apache-2.0
// RFC 5246 7.2.2 and the RFCs that extend it, read for this class of device.
#include "core/monitor/code_tables.h"

namespace espseal::monitor {

namespace {

#define ROW(code, name, meaning, fix) { code, name, QT_TRANSLATE_NOOP("espseal::codes", meaning), QT_TRANSLATE_NOOP("espseal::codes", fix) }

constexpr CodeRow rows[] = {
    ROW(0, "close_notify", "The sender is done and closes the connection; in the middle of a handshake it gave up politely.", ""),
    ROW(10, "unexpected_message", "A message came that does not belong here: plain text on the TLS port, or a handshake message cut into several records.",
        "Check that both ends speak TLS on this port, and do not let the peer split handshake messages."),
    ROW(20, "bad_record_mac", "A record did not decrypt: the two ends have different keys, or bytes were damaged.",
        "Check that the private key belongs to the certificate; else look for damaged memory."),
    ROW(21, "decryption_failed", "A record did not decrypt (old stacks).",
        "Check that the private key belongs to the certificate; else look for damaged memory."),
    ROW(22, "record_overflow", "A record was longer than TLS or the receiver's buffer allows.",
        "Raise the device's TLS buffer, or let the peer send smaller records."),
    ROW(30, "decompression_failure", "Compressed data could not be unpacked.", "Switch TLS compression off at the peer."),
    ROW(40, "handshake_failure", "Nothing in common: no shared cipher suite, or a client certificate was demanded and none came.",
        "Compare the suites of both ends; if the server demands a client certificate, give the device one."),
    ROW(41, "no_certificate", "The client has no certificate (SSL 3.0).", "Give the device a certificate and key."),
    ROW(42, "bad_certificate", "The certificate was refused: weak key, weak hash, not yet valid, or made for another name or address.",
        "Look at the certificate's key size, signature hash, dates and names, and issue it anew."),
    ROW(43, "unsupported_certificate", "The certificate is of a kind that the receiver cannot use: wrong purpose, or an EC key on an RSA-only stack.",
        "Issue a certificate with the right purpose and a key type that both ends know."),
    ROW(44, "certificate_revoked", "The certificate's CA has revoked it.", "Issue a new certificate and write it."),
    ROW(45, "certificate_expired", "The certificate is past its end date, by the receiver's clock.",
        "Issue a new certificate and write it; check the receiver's clock."),
    ROW(46, "certificate_unknown", "The certificate was refused for a reason that the sender does not name.", "Check the chain with espseal cert verify."),
    ROW(47, "illegal_parameter", "A field of a handshake message is out of range or contradicts another.", "Look for an outdated TLS library at either end."),
    ROW(48, "unknown_ca", "The certificate's issuer is not among the CAs that the sender of the alert trusts.",
        "Give that side the CA that signed the certificate, or issue the certificate from the CA that it trusts."),
    ROW(49, "access_denied", "The certificate is valid, but its owner may not connect.", "Ask the server's owner to admit this device."),
    ROW(50, "decode_error", "A message's length fields are wrong or it is cut off.", "Check that both ends speak TLS on this port."),
    ROW(51, "decrypt_error", "A signature or Finished message does not check: almost always the private key is not that of the certificate.",
        "Write a certificate and key that belong together."),
    ROW(60, "export_restriction", "A key was longer than old export rules allowed.", "Update the peer's TLS library."),
    ROW(70, "protocol_version", "The TLS version that was offered is refused.", "Use TLS 1.2 on both ends; today's OpenSSL refuses 1.0 and 1.1."),
    ROW(71, "insufficient_security", "The peer wants stronger suites than it was offered.", "Allow an ECDHE suite with AES-GCM on the device."),
    ROW(80, "internal_error", "The sender could not go on; OpenSSL 3.0 says this to a client that offers only TLS 1.0 or 1.1.",
        "Use TLS 1.2 on both ends; else look into the sender's log."),
    ROW(86, "inappropriate_fallback", "The client retried with an older version than both ends know.", "Connect with TLS 1.2 at once."),
    ROW(90, "user_canceled", "The handshake was broken off by its user.", ""),
    ROW(100, "no_renegotiation", "The sender does not renegotiate; the connection goes on.", ""),
    ROW(109, "missing_extension", "A ClientHello lacks an extension that the server needs.", "Look for an outdated TLS library on the client."),
    ROW(110, "unsupported_extension", "The server answered with an extension that was not offered.", "Look for an outdated TLS library on the server."),
    ROW(112, "unrecognized_name", "The server does not host the name that the client asked for.", "Connect by the name that is in the server's certificate."),
    ROW(113, "bad_certificate_status_response", "The stapled revocation answer is not valid.", "Switch OCSP stapling off at the server."),
    ROW(115, "unknown_psk_identity", "The pre-shared key's name is unknown.", "Use certificates, or enter the key at the server."),
    ROW(116, "certificate_required", "A client certificate was demanded and none came (TLS 1.3).", "Give the device a certificate and key."),
    ROW(120, "no_application_protocol", "No protocol of the client's list (ALPN) is served.", "Check the server's port and its ALPN setting."),
};

#undef ROW

} // namespace

std::span<const CodeRow> alert_rows()
{
    return rows;
}

} // namespace espseal::monitor
