// SPDX-License-Identifier: Apache-2.0
#include "core/pki/request.h"

#include "core/pki/certificate_fields.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/private_key.h"
#include "core/pki/public_key.h"

#include <QStringList>

#include <openssl/err.h>
#include <openssl/pem.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

struct CertificateRequest::Data {
    X509Request native;
    QString subject;
    QString common_name;
    QList<AltName> alt_names;
    QStringList extensions;
    KeyKind key;
    QByteArray der;
    QByteArray fingerprint;
    bool verifies = false;
};

namespace {

QString extension_name(X509_EXTENSION *extension)
{
    std::array<char, 128> name {};
    OBJ_obj2txt(name.data(), static_cast<int>(name.size()), X509_EXTENSION_get_object(extension), 0);
    return QString::fromLatin1(name.data());
}

QByteArray encode(X509_REQ *request)
{
    const int size = i2d_X509_REQ(request, nullptr);
    if (size <= 0)
        return {};
    QByteArray der(size, Qt::Uninitialized);
    auto *end = reinterpret_cast<unsigned char *>(der.data());
    i2d_X509_REQ(request, &end);
    return der;
}

} // namespace

CertificateRequest CertificateRequest::adopt(X509_req_st *request)
{
    ERR_set_mark();
    auto data = std::make_shared<Data>();
    data->native.reset(request);
    data->subject = name_text(X509_REQ_get_subject_name(request));
    data->common_name = common_name_of(X509_REQ_get_subject_name(request));
    EVP_PKEY *key = X509_REQ_get0_pubkey(request);
    data->key = kind_of(key);
    data->verifies = key && X509_REQ_verify(request, key) == 1;
    const ExtensionStack extensions(X509_REQ_get_extensions(request));
    const GeneralNames names(static_cast<GENERAL_NAMES *>(X509V3_get_d2i(extensions.get(), NID_subject_alt_name, nullptr, nullptr)));
    data->alt_names = alt_names_of(names.get());
    for (int i = 0; i < sk_X509_EXTENSION_num(extensions.get()); ++i)
        data->extensions << extension_name(sk_X509_EXTENSION_value(extensions.get(), i));
    data->der = encode(request);
    data->fingerprint = sha256(bytes_of(data->der));
    ERR_pop_to_mark();
    return CertificateRequest(std::move(data));
}

QString CertificateRequest::subject() const
{
    return data_->subject;
}

QString CertificateRequest::common_name() const
{
    return data_->common_name;
}

QString CertificateRequest::display_name() const
{
    if (!data_->common_name.isEmpty())
        return data_->common_name;
    if (!data_->alt_names.isEmpty())
        return data_->alt_names.first().value;
    return data_->subject.isEmpty() ? id().first(16) : data_->subject;
}

QList<AltName> CertificateRequest::alt_names() const
{
    return data_->alt_names;
}

QStringList CertificateRequest::extensions() const
{
    return data_->extensions;
}

KeyKind CertificateRequest::key() const
{
    return data_->key;
}

QString CertificateRequest::signature_algorithm() const
{
    return QString::fromLatin1(OBJ_nid2ln(X509_REQ_get_signature_nid(data_->native.get())));
}

QByteArray CertificateRequest::fingerprint() const
{
    return data_->fingerprint;
}

QString CertificateRequest::id() const
{
    return QString::fromLatin1(data_->fingerprint.toHex());
}

bool CertificateRequest::verifies() const
{
    return data_->verifies;
}

bool CertificateRequest::matches(const PrivateKey &key) const
{
    return same_public_key(X509_REQ_get0_pubkey(data_->native.get()), key.native());
}

QByteArray CertificateRequest::der() const
{
    return data_->der;
}

QByteArray CertificateRequest::pem() const
{
    const Bio memory(BIO_new(BIO_s_mem()));
    if (!memory || PEM_write_bio_X509_REQ(memory.get(), data_->native.get()) != 1)
        return {};
    const Bytes bytes = content(memory);
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), static_cast<qsizetype>(bytes.size()));
}

bool CertificateRequest::operator==(const CertificateRequest &other) const
{
    return data_->der == other.data_->der;
}

X509_req_st *CertificateRequest::native() const
{
    return data_->native.get();
}

Result<QList<CertificateRequest>> read_requests(Bytes bytes, const QString &name)
{
    const auto damaged = [&name] {
        return bad_input(u"request-damaged"_s, Messages::tr("The certificate request in %1 is cut off or damaged.").arg(name),
            Messages::tr("Copy the file again, in binary mode if it is DER."), openssl_errors());
    };
    QList<CertificateRequest> requests;
    const Bio bio = reading(bytes);
    ERR_clear_error();
    if (QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())).contains("-----BEGIN")) {
        while (X509_REQ *request = PEM_read_bio_X509_REQ(bio.get(), nullptr, nullptr, nullptr))
            requests << CertificateRequest::adopt(request);
        if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
            return damaged();
    } else if (!bytes.empty() && bytes.front() == 0x30) {
        X509_REQ *request = d2i_X509_REQ_bio(bio.get(), nullptr);
        if (!request)
            return damaged();
        requests << CertificateRequest::adopt(request);
    }
    ERR_clear_error();
    if (requests.isEmpty())
        return bad_input(u"no-request"_s, Messages::tr("There is no certificate request in %1.").arg(name),
            Messages::tr("Give a request in PEM or DER, as `espseal cert request` or openssl makes it."));
    return requests;
}

} // namespace espseal::pki
