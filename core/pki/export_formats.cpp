// SPDX-License-Identifier: Apache-2.0
#include "core/pki/export.h"
#include "core/pki/messages.h"

#include <algorithm>
#include <array>

namespace espseal::pki {

namespace {

using enum KeyProtectionKind;

constexpr std::array formats {
    ExportFormatInfo { ExportFormat::pem, "pem", "crt", none_inside },
    ExportFormatInfo { ExportFormat::der, "der", "der", none_inside },
    ExportFormatInfo { ExportFormat::chain, "chain-pem", "pem", none_inside },
    ExportFormatInfo { ExportFormat::fullchain, "fullchain", "pem", none_inside },
    ExportFormatInfo { ExportFormat::pkcs7, "pkcs7", "p7b", none_inside },
    ExportFormatInfo { ExportFormat::pkcs7_der, "pkcs7-der", "p7b", none_inside },
    ExportFormatInfo { ExportFormat::pkcs12, "pkcs12", "p12", password },
    ExportFormatInfo { ExportFormat::pkcs8, "pkcs8", "key", password },
    ExportFormatInfo { ExportFormat::pkcs8_der, "pkcs8-der", "p8", password },
    ExportFormatInfo { ExportFormat::pkcs8_plain, "pkcs8-plain", "key", plain },
    ExportFormatInfo { ExportFormat::pkcs8_plain_der, "pkcs8-plain-der", "p8", plain },
    ExportFormatInfo { ExportFormat::traditional, "traditional", "key", plain },
    ExportFormatInfo { ExportFormat::traditional_der, "traditional-der", "der", plain },
    ExportFormatInfo { ExportFormat::bundle, "bundle", "pem", password_or_plain },
    ExportFormatInfo { ExportFormat::c_header, "c-header", "h", none_inside },
    ExportFormatInfo { ExportFormat::c_header_key, "c-header-key", "h", plain },
    ExportFormatInfo { ExportFormat::ca_blob, "ca-blob", "bin", none_inside },
    ExportFormatInfo { ExportFormat::identity_blob, "identity-blob", "bin", plain },
};

} // namespace

std::span<const ExportFormatInfo> export_formats()
{
    return formats;
}

const ExportFormatInfo &info_of(ExportFormat format)
{
    return *std::ranges::find(formats, format, &ExportFormatInfo::format);
}

QString format_label(ExportFormat format)
{
    switch (format) {
    case ExportFormat::pem:
        return Messages::tr("PEM: certificates, requests and revocation lists");
    case ExportFormat::der:
        return Messages::tr("DER: one certificate");
    case ExportFormat::chain:
        return Messages::tr("PEM: the issuers, without certificate and root");
    case ExportFormat::fullchain:
        return Messages::tr("PEM: the certificate and its issuers, without root");
    case ExportFormat::pkcs7:
        return Messages::tr("PKCS#7 as PEM: certificates and revocation lists");
    case ExportFormat::pkcs7_der:
        return Messages::tr("PKCS#7 (.p7b), as Windows takes it");
    case ExportFormat::pkcs12:
        return Messages::tr("PKCS#12: key, certificate and chain, with a password");
    case ExportFormat::pkcs8:
        return Messages::tr("Private key with a password (PKCS#8, PEM)");
    case ExportFormat::pkcs8_der:
        return Messages::tr("Private key with a password (PKCS#8, DER)");
    case ExportFormat::pkcs8_plain:
        return Messages::tr("Private key, UNENCRYPTED (PKCS#8, PEM)");
    case ExportFormat::pkcs8_plain_der:
        return Messages::tr("Private key, UNENCRYPTED (PKCS#8, DER)");
    case ExportFormat::traditional:
        return Messages::tr("Private key, UNENCRYPTED (PKCS#1 or SEC1, PEM), as the SDK reads it");
    case ExportFormat::traditional_der:
        return Messages::tr("Private key, UNENCRYPTED (PKCS#1 or SEC1, DER), as the SDK reads it");
    case ExportFormat::bundle:
        return Messages::tr("PEM: key, certificate and issuers in one file");
    case ExportFormat::c_header:
        return Messages::tr("C header with the certificate (cert.h)");
    case ExportFormat::c_header_key:
        return Messages::tr("C header with the private key, UNENCRYPTED (private_key.h)");
    case ExportFormat::ca_blob:
        return Messages::tr("CA blob for flash (esp_ca_cert.bin)");
    case ExportFormat::identity_blob:
        break;
    }
    return Messages::tr("Identity blob for flash, UNENCRYPTED (esp_cert_private_key.bin)");
}

} // namespace espseal::pki
