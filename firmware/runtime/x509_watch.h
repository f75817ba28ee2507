// SPDX-License-Identifier: Apache-2.0
// Stands between the TLS engine and its X.509 engine: passes everything on, and tells the trace each certificate.
#pragma once

#include "firmware/runtime/certificate_scan.h"

#include <bearssl.h>

namespace espseal::runtime {

struct X509Watch {
    const br_x509_class *vtable = nullptr; // first: this is what the TLS engine sees
    const br_x509_class **inner = nullptr;
    const char *expected_name = nullptr; // null: any name
    bool checked = false; // the inner engine verifies against a CA
    bool name_is_ip = false;
    bool name_found = false; // of an IP address; BearSSL's engine looks at DNS names only
    bool pending = false; // the last certificate waits for the chain's verdict
    uint8_t expected_ip[4] = {};
    uint8_t depth = 0;
    uint32_t length = 0;
    br_sha256_context hash = {};
    CertificateScan scan;
};

// `expected_name` must outlive the watch; used only if `checked`.
void x509_watch_init(X509Watch &watch, const br_x509_class **inner, bool checked, const char *expected_name);

// Tells a certificate whose chain never ended, because the session failed on it with `tls_error`.
void x509_watch_flush(X509Watch &watch, uint32_t tls_error);

// Tells the trace a certificate that the device itself sends.
void tell_own_certificate(const br_x509_certificate &certificate, uint8_t depth);

} // namespace espseal::runtime
