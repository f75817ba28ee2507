// SPDX-License-Identifier: Apache-2.0
#include "core/pki/chain.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"

#include <algorithm>

#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

using Store = Owned<X509_STORE, X509_STORE_free>;
using StoreContext = Owned<X509_STORE_CTX, X509_STORE_CTX_free>;

struct Verdict {
    QString code;
    QString message;
    QString fix;
};

Verdict verdict_of(int error, const QString &name)
{
    switch (error) {
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_UNTRUSTED:
        return { u"chain-unknown-ca"_s, Messages::tr("No trusted CA signed the certificate of %1.").arg(name),
            Messages::tr("Trust the CA that signed it, and give the intermediate certificates between them.") };
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return { u"expired"_s, Messages::tr("The certificate of %1 has expired.").arg(name), Messages::tr("Issue a new one.") };
    case X509_V_ERR_CERT_NOT_YET_VALID:
        return { u"not-yet-valid"_s, Messages::tr("The certificate of %1 is not valid yet.").arg(name),
            Messages::tr("Check the clocks, or issue it with an earlier start.") };
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return { u"name-mismatch"_s, Messages::tr("The certificate of %1 is for another name.").arg(name),
            Messages::tr("Issue one with the address in use among its alternative names.") };
    case X509_V_ERR_INVALID_PURPOSE:
        return { u"wrong-purpose"_s, Messages::tr("The certificate of %1 is not meant for this role.").arg(name),
            Messages::tr("Issue one for the role: server or client.") };
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
        return { u"bad-signature"_s, Messages::tr("The signature on the certificate of %1 is wrong.").arg(name),
            Messages::tr("Copy the certificate again; if it stays so, somebody changed it.") };
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_INVALID_NON_CA:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
        return { u"chain-invalid-ca"_s, Messages::tr("%1 is used as a CA but may not sign this.").arg(name),
            Messages::tr("Sign with a proper CA certificate.") };
    default:
        return { u"chain-rejected"_s, Messages::tr("OpenSSL rejects the certificate of %1.").arg(name), Messages::tr("Issue it again.") };
    }
}

Finding finding_of(int error, const Certificate &certificate)
{
    const Verdict verdict = verdict_of(error, certificate.display_name());
    Finding finding;
    finding.code = verdict.code;
    finding.message = verdict.message;
    finding.why = QString::fromUtf8(X509_verify_cert_error_string(error));
    finding.fix = verdict.fix;
    finding.place = u"certificate:"_s + certificate.id();
    return finding;
}

// Notes the error and lets OpenSSL go on, so that one run finds everything.
int on_verify(int ok, X509_STORE_CTX *context)
{
    if (ok)
        return 1;
    auto &findings = *static_cast<QList<Finding> *>(X509_STORE_CTX_get_app_data(context));
    X509 *at = X509_STORE_CTX_get_current_cert(context);
    if (!at)
        at = X509_STORE_CTX_get0_cert(context);
    X509_up_ref(at);
    const Finding finding = finding_of(X509_STORE_CTX_get_error(context), Certificate::adopt(at));
    if (std::ranges::find(findings, finding.code, &Finding::code) == findings.end())
        findings << finding;
    return 1;
}

CertificateStack stack_of(const QList<Certificate> &certificates)
{
    CertificateStack stack(sk_X509_new_null());
    for (const Certificate &certificate : certificates) {
        if (stack && sk_X509_push(stack.get(), certificate.native()) > 0)
            X509_up_ref(certificate.native());
    }
    return stack;
}

bool ask(X509_VERIFY_PARAM *parameters, const ChainQuestion &question)
{
    X509_VERIFY_PARAM_set_time(parameters, question.when.toSecsSinceEpoch());
    // Anchors are trusted as they are, also where they are no roots: so does every device.
    const unsigned long flags = X509_V_FLAG_PARTIAL_CHAIN | (question.strict ? X509_V_FLAG_X509_STRICT : 0UL);
    if (X509_VERIFY_PARAM_set_flags(parameters, flags) != 1)
        return false;
    if (question.role && *question.role != Role::ca
        && X509_VERIFY_PARAM_set_purpose(parameters, *question.role == Role::client ? X509_PURPOSE_SSL_CLIENT : X509_PURPOSE_SSL_SERVER) != 1)
        return false;
    if (!question.name)
        return true;
    const QByteArray name = question.name->value.toUtf8();
    if (question.name->kind == AltName::Kind::ip)
        return X509_VERIFY_PARAM_set1_ip_asc(parameters, name.constData()) == 1;
    return X509_VERIFY_PARAM_set1_host(parameters, name.constData(), static_cast<std::size_t>(name.size())) == 1;
}

bool fill(X509_STORE *store, const QList<Certificate> &anchors)
{
    return store && std::ranges::all_of(anchors, [&](const Certificate &anchor) { return X509_STORE_add_cert(store, anchor.native()) == 1; });
}

} // namespace

QList<Finding> check_chain(const Certificate &certificate, const ChainQuestion &question)
{
    QList<Finding> findings;
    ERR_set_mark();
    const Store store(X509_STORE_new());
    const CertificateStack untrusted = stack_of(question.intermediates);
    const StoreContext context(X509_STORE_CTX_new());
    bool verified = false;
    if (fill(store.get(), question.anchors) && untrusted && context
        && X509_STORE_CTX_init(context.get(), store.get(), certificate.native(), untrusted.get()) == 1
        && ask(X509_STORE_CTX_get0_param(context.get()), question) && X509_STORE_CTX_set_app_data(context.get(), &findings) == 1) {
        X509_STORE_CTX_set_verify_cb(context.get(), on_verify);
        verified = X509_verify_cert(context.get()) == 1;
    }
    if (!verified && findings.isEmpty())
        findings << finding_of(context ? X509_STORE_CTX_get_error(context.get()) : X509_V_ERR_OUT_OF_MEM, certificate);
    ERR_pop_to_mark();
    return findings;
}

} // namespace espseal::pki
