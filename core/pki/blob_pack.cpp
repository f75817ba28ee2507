// SPDX-License-Identifier: Apache-2.0
#include "core/pki/blob_probe.h"
#include "core/pki/credential_blob.h"
#include "core/pki/messages.h"

#include <string>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

struct Part {
    std::string name;
    SecureBytes payload;
};

std::unexpected<Error> too_large(const QString &name)
{
    return bad_input(u"blob-entry-too-large"_s,
        Messages::tr("%1 is longer than a blob's entry can be (%2).").arg(name, to_string(Size(wire::blob_payload_max))),
        Messages::tr("Leave out certificates that the device does not need."));
}

Result<SecureBytes> assemble(const std::vector<Part> &parts)
{
    std::size_t size = 0;
    for (const Part &part : parts)
        size += wire::blob_header_size + part.payload.size();
    SecureBytes blob(size);
    wire::BlobWriter writer({ blob.writable().data(), static_cast<std::uint32_t>(size) });
    for (const Part &part : parts) {
        if (!writer.add(part.name.c_str(), view_of(part.payload.view())))
            return too_large(QString::fromStdString(part.name));
    }
    return blob;
}

QByteArray payload_of(const Certificate &certificate, PayloadFormat format)
{
    return format == PayloadFormat::pem ? certificate.pem() : certificate.der();
}

QByteArray payload_of(const Identity &identity, PayloadFormat format)
{
    QByteArray payload = payload_of(identity.certificate(), format);
    for (const Certificate &certificate : identity.chain())
        payload += payload_of(certificate, format);
    return payload;
}

// "TLS.ca_x509.cer", "TLS.ca_x509_2.cer".
std::string ca_name(std::size_t number)
{
    std::string name = wire::blob_ca_name;
    if (number > 1)
        name.insert(name.rfind('.'), "_" + std::to_string(number));
    return name;
}

} // namespace

Result<QByteArray> pack_ca_blob(const QList<Certificate> &cas, PayloadFormat format)
{
    if (cas.isEmpty())
        return bad_input(u"no-certificate"_s, Messages::tr("There is no certificate in these files."), Messages::tr("Give the certificate of the CA."));
    std::vector<Part> parts;
    for (const Certificate &ca : cas) {
        if (!ca.is_ca())
            return bad_input(u"not-a-ca"_s, Messages::tr("The certificate of %1 is no CA: nothing that it signed would be trusted.").arg(ca.display_name()),
                Messages::tr("Give the certificate of the CA that signed it (%1).").arg(ca.issuer_name()));
        parts.push_back({ ca_name(parts.size() + 1), SecureBytes(bytes_of(payload_of(ca, format))) });
    }
    return assemble(parts).transform([](const SecureBytes &blob) { return QByteArray(blob.chars(), static_cast<qsizetype>(blob.size())); });
}

Result<SecureBytes> pack_identity_blob(const Identity &identity, PayloadFormat format)
{
    auto key = format == PayloadFormat::pem ? identity.key().to_pem() : identity.key().to_der();
    if (!key)
        return key;
    std::vector<Part> parts;
    parts.push_back({ wire::blob_certificate_name, SecureBytes(bytes_of(payload_of(identity, format))) });
    parts.push_back({ wire::blob_private_key_name, std::move(*key) });
    return assemble(parts);
}

} // namespace espseal::pki
