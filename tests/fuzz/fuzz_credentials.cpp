// SPDX-License-Identifier: Apache-2.0
#include "core/pki/certificate_text.h"
#include "core/pki/match.h"
#include "core/pki/request_text.h"
#include "tests/fuzz/expect.h"

using namespace espseal;
using namespace espseal::pki;

// Whatever a file holds: it is recognised or refused with a reason, and what was recognised can be shown, matched and read again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    auto file = read_credentials({ data, size }, QStringLiteral("it"));
    if (!file) {
        EXPECT(!file.error().code.isEmpty() && !file.error().message.isEmpty() && !file.error().fix.isEmpty());
        EXPECT(exit_status(file.error()) == 3);
        return 0;
    }
    for (const Certificate &certificate : file->certificates) {
        EXPECT(!certificate_text(certificate).isEmpty());
        static_cast<void>(certificate_dump(certificate));
        const QByteArray der = certificate.der();
        const auto again = read_certificates({ reinterpret_cast<const std::uint8_t *>(der.constData()), size_t(der.size()) }, QStringLiteral("again"));
        EXPECT(again && again->size() == 1 && again->first() == certificate);
    }
    for (const CertificateRequest &request : file->requests) {
        EXPECT(!request_text(request).isEmpty());
        static_cast<void>(request_dump(request));
    }
    for (const Crl &crl : file->crls) {
        EXPECT(!crl_text(crl).isEmpty());
        static_cast<void>(crl_dump(crl));
    }
    const Matching matching = match({ GatheredFile { QStringLiteral("it"), *file } });
    EXPECT(matching.certificates.size() <= file->certificates.size());
    EXPECT(matching.empty() == (file->certificates.isEmpty() && file->keys.isEmpty() && file->requests.isEmpty() && file->crls.isEmpty()));
    for (const MatchedCertificate &matched : matching.certificates)
        EXPECT(!matched.key || matched.identity());
    return 0;
}
