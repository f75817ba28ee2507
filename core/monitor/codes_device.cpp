// SPDX-License-Identifier: Apache-2.0
// Codes of the SDK and the chip: espconn.h, libssl.a (axTLS), boot ROM, LX106.
#include "core/monitor/code_tables.h"

namespace espseal::monitor {

namespace {

#define ROW(code, name, meaning, fix) { code, name, QT_TRANSLATE_NOOP("espseal::codes", meaning), QT_TRANSLATE_NOOP("espseal::codes", fix) }

constexpr CodeRow espconn[] = {
    ROW(0, "ESPCONN_OK", "No error.", ""),
    ROW(-1, "ESPCONN_MEM", "Out of memory; espconn_secure_connect wants more free heap than the TLS buffer plus 14,336 bytes.",
        "Make the TLS buffer smaller, or free memory before connecting."),
    ROW(-3, "ESPCONN_TIMEOUT", "Nobody answered in time.", "Check the address, the port and the firewall of the peer."),
    ROW(-4, "ESPCONN_RTE", "No route: the device has no IP address yet, or the peer's network cannot be reached.",
        "Connect after the device has got its IP address."),
    ROW(-5, "ESPCONN_INPROGRESS", "The previous action is not finished.",
        "Wait for the callback: send only from the sent callback, connect after the disconnect callback."),
    ROW(-7, "ESPCONN_MAXNUM", "As many connections as there may be are open.", "Close one first."),
    ROW(-8, "ESPCONN_ABRT", "The connection was aborted.", "Look at the Wi-Fi link and at the peer's log."),
    ROW(-9, "ESPCONN_RST", "The peer reset the connection.", "Check that a TLS server listens on this port; look at the peer's log."),
    ROW(-10, "ESPCONN_CLSD", "The connection was closed.", "Look at the peer's log."),
    ROW(-11, "ESPCONN_CONN", "Not connected: the connection was refused or failed.", "Check the address and port, and that the peer listens."),
    ROW(-12, "ESPCONN_ARG", "A wrong argument: no TCP espconn, or an unknown connection.", "Check the espconn that the call was given."),
    ROW(-14, "ESPCONN_IF", "The network interface failed.", "Check the Wi-Fi mode."),
    ROW(-15, "ESPCONN_ISCONN", "Already connected: one TLS connection a role at a time.", "Disconnect first, and wait for the callback."),
    ROW(-16, "no time", "The device's clock is not set (stock SDK with axTLS).", "Start SNTP and connect when it has the time."),
    ROW(-28, "ESPCONN_HANDSHAKE", "The TLS handshake failed.", "Read the lines before it: they name the reason."),
    ROW(-61, "ESPCONN_SSL_INVALID_DATA", "TLS data could not be read after the handshake: a record larger than the buffer, mostly.",
        "Raise the TLS buffer, or let the peer send smaller records."),
};

constexpr CodeRow axtls[] = {
    ROW(-2, "SSL_ERROR_DEAD", "The connection is dead.", "Look at the peer's log."),
    ROW(-3, "SSL_CLOSE_NOTIFY", "The peer closed properly.", ""),
    ROW(-256, "SSL_ERROR_CONN_LOST", "The connection was lost.", "Look at the peer's log."),
    ROW(-258, "SSL_ERROR_SOCK_SETUP_FAILURE", "The socket could not be made.", "Close other connections first."),
    ROW(-260, "SSL_ERROR_INVALID_HANDSHAKE", "The handshake is not valid.",
        "Compare versions and suites: this build speaks TLS 1.0 and 1.1 with four old suites only."),
    ROW(-261, "SSL_ERROR_INVALID_PROT_MSG", "A message is not valid; a record may be larger than the buffer.",
        "Raise the TLS buffer, or let the peer send smaller records."),
    ROW(-262, "SSL_ERROR_INVALID_HMAC", "A record did not decrypt.", "Look for bytes lost on the way or damaged memory."),
    ROW(-263, "SSL_ERROR_INVALID_VERSION", "The version is refused; this build speaks TLS 1.0 and 1.1 only.",
        "Link with libmbedtls, or use the espseal runtime, for TLS 1.2."),
    ROW(-265, "SSL_ERROR_INVALID_SESSION", "The session to resume is not valid.", "Switch session resumption off at the peer."),
    ROW(-266, "SSL_ERROR_NO_CIPHER", "No suite in common.", "Allow AES128-SHA at the peer, or use the espseal runtime."),
    ROW(-268, "SSL_ERROR_BAD_CERTIFICATE", "The peer's certificate cannot be used.", "Give the peer an RSA certificate."),
    ROW(-269, "SSL_ERROR_INVALID_KEY", "The key cannot be used.", "Write the key as PKCS#1, which this build can read."),
    ROW(-271, "SSL_ERROR_FINISHED_INVALID", "The peer's Finished does not match.", "Look for something between the ends that changes traffic."),
    ROW(-272, "SSL_ERROR_NO_CERT_DEFINED", "The device has no certificate.", "Write certificate and key to the sector that the firmware names."),
    ROW(-273, "SSL_ERROR_NO_CLIENT_RENOG", "The peer asked to renegotiate.", "Switch renegotiation off at the peer."),
    ROW(-274, "SSL_ERROR_NOT_SUPPORTED", "Not supported by this build.", "Use the espseal runtime."),
    ROW(-513, "X509_NOT_OK", "The peer's certificate is not accepted.", "Check the chain with espseal cert verify."),
    ROW(-514, "X509_VFY_ERROR_NO_TRUSTED_CERT", "The peer's chain does not lead to the CA on the device.",
        "Put the CA on the device that signed the peer's certificate."),
    ROW(-515, "X509_VFY_ERROR_BAD_SIGNATURE", "A signature in the peer's chain is wrong.",
        "Put the CA on the device that really signed the peer's certificate."),
    ROW(-516, "X509_VFY_ERROR_NOT_YET_VALID", "The peer's certificate is not yet valid, by the device's clock.", "Start SNTP before connecting."),
    ROW(-517, "X509_VFY_ERROR_EXPIRED", "The peer's certificate has expired.", "Issue the peer's certificate anew."),
    ROW(-518, "X509_VFY_ERROR_SELF_SIGNED", "The peer's certificate is self-signed.",
        "Put it on the device as CA, or give the peer one from the CA on the device."),
    ROW(-519, "X509_VFY_ERROR_INVALID_CHAIN", "The peer's chain is out of order.", "Let the peer send its own certificate first, then each issuer."),
    ROW(-520, "X509_VFY_ERROR_UNSUPPORTED_DIGEST", "The signature's hash is not known to this build.", "Sign with SHA-1 or SHA-256."),
    ROW(-521, "X509_INVALID_PRIV_KEY", "The private key cannot be used.", "Write the key as PKCS#1, which this build can read."),
};

constexpr CodeRow resets[] = {
    ROW(0, "unknown", "No reason known.", ""),
    ROW(1, "power-on", "The chip was switched on.", ""),
    ROW(2, "external", "The reset pin was pulled, or the chip woke from deep sleep.", ""),
    ROW(3, "software", "The firmware restarted itself.", "If nobody asked for it, look for the exception printed before."),
    ROW(4, "watchdog", "The hardware watchdog fired: the firmware was stuck.",
        "Look for what it did last; a search through a damaged credential blob ends like this."),
};

constexpr CodeRow exceptions[] = {
    ROW(0, "IllegalInstruction", "The processor met bytes that are no instruction.",
        "Write the firmware anew; check flash mode and the code regions of the plan."),
    ROW(2, "InstructionFetchError", "Code could not be fetched.", "Write the firmware anew; check that no blob was written over the code."),
    ROW(3, "LoadStoreError", "A byte was read from flash, where only whole words can be read.", "Look up epc1 in the firmware's ELF file."),
    ROW(6, "IntegerDivideByZero", "A division by zero.", "Look up epc1 in the firmware's ELF file."),
    ROW(9, "LoadStoreAlignment", "A word was read from an odd address.", "Look up epc1 in the firmware's ELF file."),
    ROW(20, "InstFetchProhibited", "A jump to where no code is; a function pointer that is not set.", "Look up epc1 in the firmware's ELF file."),
    ROW(28, "LoadProhibited", "Read through a null or wild pointer; after a failed allocation, mostly.",
        "Look up epc1 in the firmware's ELF file; look at the free heap."),
    ROW(29, "StoreProhibited", "Written through a null or wild pointer; after a failed allocation, mostly.",
        "Look up epc1 in the firmware's ELF file; look at the free heap."),
};

#undef ROW

} // namespace

std::span<const CodeRow> espconn_rows()
{
    return espconn;
}

std::span<const CodeRow> axtls_rows()
{
    return axtls;
}

std::span<const CodeRow> reset_rows()
{
    return resets;
}

std::span<const CodeRow> exception_rows()
{
    return exceptions;
}

} // namespace espseal::monitor
