// SPDX-License-Identifier: Apache-2.0
#include "firmware/runtime/x509_watch.h"

#include "firmware/runtime/trace.h"

namespace espseal::runtime {

namespace {

X509Watch &self(const br_x509_class **context)
{
    return *reinterpret_cast<X509Watch *>(context);
}

wire::Certificate described(const CertificateScan &scan, const br_sha256_context &hash, uint8_t (&digest)[wire::fingerprint::size])
{
    br_sha256_out(&hash, digest);
    wire::Certificate event;
    event.sha256 = { digest, sizeof digest };
    event.key_bits = scan.key_bits();
    event.key_type = scan.key_type();
    event.not_before = scan.not_before();
    event.not_after = scan.not_after();
    return event;
}

void tell(X509Watch &watch, uint32_t verdict)
{
    uint8_t digest[wire::fingerprint::size];
    wire::Certificate event = described(watch.scan, watch.hash, digest);
    event.direction = wire::Direction::received;
    event.depth = watch.depth;
    event.length = watch.length;
    event.verdict = verdict;
    event.checked = watch.checked;
    trace().emit(event);
    watch.pending = false;
    ++watch.depth;
}

void start_chain(const br_x509_class **context, const char *)
{
    X509Watch &watch = self(context);
    watch.depth = 0;
    watch.pending = false;
    watch.name_found = false;
    (*watch.inner)->start_chain(watch.inner, watch.name_is_ip ? nullptr : watch.expected_name);
}

void start_cert(const br_x509_class **context, uint32_t length)
{
    X509Watch &watch = self(context);
    if (watch.pending)
        tell(watch, 0);
    watch.pending = true;
    watch.length = length;
    br_sha256_init(&watch.hash);
    watch.scan = CertificateScan();
    if (watch.name_is_ip && watch.depth == 0)
        watch.scan.expect_ip(watch.expected_ip);
    (*watch.inner)->start_cert(watch.inner, length);
}

void append(const br_x509_class **context, const unsigned char *bytes, size_t size)
{
    X509Watch &watch = self(context);
    br_sha256_update(&watch.hash, bytes, size);
    watch.scan.feed({ bytes, static_cast<uint32_t>(size) });
    (*watch.inner)->append(watch.inner, bytes, size);
}

void end_cert(const br_x509_class **context)
{
    X509Watch &watch = self(context);
    if (watch.depth == 0)
        watch.name_found = watch.scan.names_expected_ip();
    (*watch.inner)->end_cert(watch.inner);
}

unsigned end_chain(const br_x509_class **context)
{
    X509Watch &watch = self(context);
    unsigned verdict = (*watch.inner)->end_chain(watch.inner);
    if (verdict == 0 && watch.name_is_ip && !watch.name_found)
        verdict = BR_ERR_X509_BAD_SERVER_NAME;
    if (watch.pending)
        tell(watch, verdict);
    return verdict;
}

const br_x509_pkey *get_pkey(const br_x509_class *const *context, unsigned *usages)
{
    const X509Watch &watch = self(const_cast<const br_x509_class **>(context));
    return (*watch.inner)->get_pkey(watch.inner, usages);
}

constexpr br_x509_class methods = { sizeof(X509Watch), start_chain, start_cert, append, end_cert, end_chain, get_pkey };

} // namespace

void x509_watch_init(X509Watch &watch, const br_x509_class **inner, bool checked, const char *expected_name)
{
    watch.vtable = &methods;
    watch.inner = inner;
    watch.checked = checked;
    watch.expected_name = checked ? expected_name : nullptr;
    watch.name_is_ip = watch.expected_name && parse_ipv4(watch.expected_name, watch.expected_ip);
}

void x509_watch_flush(X509Watch &watch, uint32_t tls_error)
{
    if (watch.pending)
        tell(watch, tls_error);
}

void tell_own_certificate(const br_x509_certificate &certificate, uint8_t depth)
{
    br_sha256_context hash;
    br_sha256_init(&hash);
    br_sha256_update(&hash, certificate.data, certificate.data_len);
    CertificateScan scan;
    scan.feed({ certificate.data, static_cast<uint32_t>(certificate.data_len) });
    uint8_t digest[wire::fingerprint::size];
    wire::Certificate event = described(scan, hash, digest);
    event.direction = wire::Direction::sent;
    event.depth = depth;
    event.length = static_cast<uint32_t>(certificate.data_len);
    trace().emit(event);
}

} // namespace espseal::runtime
