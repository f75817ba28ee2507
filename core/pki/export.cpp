// SPDX-License-Identifier: Apache-2.0
#include "core/pki/export.h"

#include "core/pki/c_header.h"
#include "core/pki/chain.h"
#include "core/pki/credential_blob.h"
#include "core/pki/export_container.h"
#include "core/pki/finding.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

// What a file of the format must hold when it is read back.
struct Expected {
    QList<Certificate> certificates;
    std::optional<PrivateKey> key;
    QList<CertificateRequest> requests;
    QList<Crl> crls;
};

struct Made {
    SecureBytes bytes;
    Expected expected;
};

std::unexpected<Error> nothing(const QString &what)
{
    return bad_input(u"export-nothing"_s, Messages::tr("There is %1 to export in that format.").arg(what),
        Messages::tr("Add the file that holds it, or choose another format."));
}

SecureBytes secure(const QByteArray &bytes)
{
    return SecureBytes(bytes_of(bytes));
}

SecureBytes joined(const SecureBytes &one, const QByteArray &other)
{
    SecureBytes all(one.size() + static_cast<std::size_t>(other.size()));
    const auto behind = std::ranges::copy(one.view(), all.writable().begin()).out;
    std::ranges::copy(bytes_of(other), behind);
    return all;
}

template <class Value> QByteArray pem_of(const QList<Value> &values)
{
    QByteArray text;
    for (const Value &value : values)
        text += value.pem();
    return text;
}

class Exporter {
public:
    Exporter(const ExportContent &content, const ExportOptions &options)
        : content_(content)
        , options_(options)
    {
    }

    [[nodiscard]] Result<Made> make() const
    {
        switch (options_.format) {
        case ExportFormat::pem:
            return pem();
        case ExportFormat::der:
            return der();
        case ExportFormat::chain:
            return certificates_only(issuers(), Messages::tr("no issuer's certificate"));
        case ExportFormat::fullchain:
            return certificates_only(with_issuers(), Messages::tr("no certificate"));
        case ExportFormat::pkcs7:
        case ExportFormat::pkcs7_der:
            return pkcs7();
        case ExportFormat::pkcs12:
            return pkcs12();
        case ExportFormat::bundle:
            return bundle();
        case ExportFormat::c_header:
            return certificate_header();
        case ExportFormat::ca_blob:
            return ca_blob();
        case ExportFormat::identity_blob:
            return identity_blob();
        default:
            return key_alone();
        }
    }

private:
    [[nodiscard]] QList<Certificate> issuers() const
    {
        if (content_.certificates.isEmpty())
            return {};
        QList<Certificate> chain = issuers_of(content_.certificates.first(), content_.certificates.sliced(1));
        if (!options_.with_root && !chain.isEmpty() && chain.last().is_self_issued())
            chain.removeLast();
        return chain;
    }
    [[nodiscard]] QList<Certificate> with_issuers() const
    {
        return content_.certificates.isEmpty() ? QList<Certificate>() : content_.certificates.first(1) + issuers();
    }

    [[nodiscard]] Result<Made> pem() const
    {
        if (content_.certificates.isEmpty() && content_.requests.isEmpty() && content_.crls.isEmpty())
            return nothing(Messages::tr("no certificate, request or revocation list"));
        return Made { secure(pem_of(content_.certificates) + pem_of(content_.requests) + pem_of(content_.crls)),
            { content_.certificates, {}, content_.requests, content_.crls } };
    }

    [[nodiscard]] Result<Made> der() const
    {
        const qsizetype count = content_.certificates.size() + content_.requests.size() + content_.crls.size();
        if (count == 0)
            return nothing(Messages::tr("no certificate, request or revocation list"));
        if (count > 1)
            return bad_input(u"export-several"_s, Messages::tr("A DER file holds one certificate, request or list, and there are %1.").arg(count),
                Messages::tr("Choose one with --only FINGERPRINT, or a format that holds several: pem, pkcs7."));
        if (!content_.certificates.isEmpty())
            return Made { secure(content_.certificates.first().der()), { content_.certificates, {}, {}, {} } };
        if (!content_.requests.isEmpty())
            return Made { secure(content_.requests.first().der()), { {}, {}, content_.requests, {} } };
        return Made { secure(content_.crls.first().der()), { {}, {}, {}, content_.crls } };
    }

    [[nodiscard]] static Result<Made> certificates_only(const QList<Certificate> &certificates, const QString &missing)
    {
        if (certificates.isEmpty())
            return nothing(missing);
        return Made { secure(pem_of(certificates)), { certificates, {}, {}, {} } };
    }

    [[nodiscard]] Result<Made> pkcs7() const
    {
        if (content_.certificates.isEmpty() && content_.crls.isEmpty())
            return nothing(Messages::tr("no certificate or revocation list"));
        return make_pkcs7(content_.certificates, content_.crls, options_.format == ExportFormat::pkcs7).transform([&](SecureBytes bytes) {
            return Made { std::move(bytes), { content_.certificates, {}, {}, content_.crls } };
        });
    }

    // Certificate and key, checked to belong together.
    [[nodiscard]] Result<Identity> identity() const
    {
        if (content_.certificates.isEmpty())
            return nothing(Messages::tr("no certificate"));
        if (!content_.key)
            return nothing(Messages::tr("no private key"));
        return Identity::make(content_.certificates.first(), *content_.key, issuers());
    }

    [[nodiscard]] Result<Made> pkcs12() const
    {
        const auto whole = identity();
        if (!whole)
            return failure(whole.error());
        if (!options_.password)
            return needs_password();
        return make_pkcs12(whole->certificate(), whole->chain(), whole->key(), *options_.password, options_.legacy).transform([&](SecureBytes bytes) {
            return Made { std::move(bytes), { with_issuers(), content_.key, {}, {} } };
        });
    }

    [[nodiscard]] Result<Made> bundle() const
    {
        const auto whole = identity();
        if (!whole)
            return failure(whole.error());
        const auto key = options_.password ? whole->key().to_encrypted_pem(*options_.password) : whole->key().to_pem();
        if (!key)
            return failure(key.error());
        return Made { joined(*key, pem_of(with_issuers())), { with_issuers(), content_.key, {}, {} } };
    }

    [[nodiscard]] Result<Made> key_alone() const
    {
        if (!content_.key)
            return nothing(Messages::tr("no private key"));
        if (info_of(options_.format).protection == KeyProtectionKind::password && !options_.password)
            return needs_password();
        return key_bytes(*content_.key).transform([&](SecureBytes bytes) { return Made { std::move(bytes), { {}, content_.key, {}, {} } }; });
    }

    [[nodiscard]] Result<SecureBytes> key_bytes(const PrivateKey &key) const
    {
        switch (options_.format) {
        case ExportFormat::pkcs8:
            return options_.password ? key.to_encrypted_pem(*options_.password) : needs_password();
        case ExportFormat::pkcs8_der:
            return options_.password ? key.to_encrypted_der(*options_.password) : needs_password();
        case ExportFormat::pkcs8_plain:
            return key.to_pkcs8_pem();
        case ExportFormat::pkcs8_plain_der:
            return key.to_pkcs8_der();
        case ExportFormat::traditional:
            return key.to_pem();
        case ExportFormat::traditional_der:
            return key.to_der();
        default:
            return (options_.der_payload ? key.to_der() : key.to_pem()).transform([](const SecureBytes &plain) {
                return to_c_header(private_key_symbol, plain.view());
            });
        }
    }

    [[nodiscard]] Result<Made> certificate_header() const
    {
        if (content_.certificates.isEmpty())
            return nothing(Messages::tr("no certificate"));
        const QByteArray bytes = options_.der_payload ? content_.certificates.first().der() : content_.certificates.first().pem();
        return Made { to_c_header(certificate_symbol, bytes_of(bytes)), { content_.certificates.first(1), {}, {}, {} } };
    }

    [[nodiscard]] PayloadFormat payload() const { return options_.der_payload ? PayloadFormat::der : PayloadFormat::pem; }

    [[nodiscard]] Result<Made> ca_blob() const
    {
        return pack_ca_blob(content_.certificates, payload()).transform([&](const QByteArray &blob) {
            return Made { secure(blob), { content_.certificates, {}, {}, {} } };
        });
    }

    [[nodiscard]] Result<Made> identity_blob() const
    {
        const auto whole = identity();
        if (!whole)
            return failure(whole.error());
        return pack_identity_blob(*whole, payload()).transform([&](SecureBytes blob) {
            return Made { std::move(blob), { with_issuers(), content_.key, {}, {} } };
        });
    }

    [[nodiscard]] static std::unexpected<Error> needs_password()
    {
        return bad_input(u"password-needed"_s, Messages::tr("This format protects the private key with a password, and there is none."),
            Messages::tr("Give a password, or choose a format for an unencrypted key."));
    }

    const ExportContent &content_;
    const ExportOptions &options_;
};

template <class Value> bool same_values(const QList<Value> &one, const QList<Value> &other)
{
    return one.size() == other.size() && std::ranges::all_of(one, [&](const Value &value) { return other.contains(value); });
}

// The rule that other tools lacked: they have written empty and unencrypted files without noticing.
bool reads_back(const Made &made, const ExportOptions &options)
{
    const PasswordPrompt prompt = [&](const QString &) { return options.password ? std::optional(options.password->clone()) : std::nullopt; };
    const auto read = read_credentials(made.bytes.view(), u"export"_s, prompt);
    if (!read)
        return false;
    const Expected &expected = made.expected;
    const bool same_key = expected.key ? read->keys.size() == 1 && read->keys.first() == *expected.key : read->keys.isEmpty();
    const bool as_protected = !expected.key || read->has_plain_keys == !options.password || info_of(options.format).protection == KeyProtectionKind::plain;
    return same_key && as_protected && same_values(read->certificates, expected.certificates) && same_values(read->requests, expected.requests)
        && same_values(read->crls, expected.crls);
}

} // namespace

Result<Exported> export_credentials(const ExportContent &content, const ExportOptions &options)
{
    auto made = Exporter(content, options).make();
    if (!made)
        return failure(made.error());
    if (!reads_back(*made, options))
        return failed(u"export-unverified"_s, Messages::tr("What was made does not read back as what went in; nothing was written."),
            Messages::tr("Try another format, and report this as a defect of the program."), openssl_errors());
    Exported exported { std::move(made->bytes), made->expected.key.has_value(), {} };
    const KeyProtectionKind protection = info_of(options.format).protection;
    if (exported.secret && (protection == KeyProtectionKind::plain || (protection == KeyProtectionKind::password_or_plain && !options.password)))
        exported.findings << finding(u"export-plain-key"_s, Severity::warning, Messages::tr("The private key in this file is UNENCRYPTED."),
            Messages::tr("Keep it where nobody else reads it, and delete it when it is used."));
    if (options.legacy && options.format == ExportFormat::pkcs12)
        exported.findings << finding(u"export-legacy"_s, Severity::warning,
            Messages::tr("3DES and SHA-1 protect this file weakly: a good password is all that stands before the key."),
            Messages::tr("Use it only for programs that cannot read AES, and delete it when they have."));
    return exported;
}

} // namespace espseal::pki
