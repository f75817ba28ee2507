// SPDX-License-Identifier: Apache-2.0
#include "core/pki/chain.h"
#include "core/pki/chain_findings.h"
#include "core/pki/openssl.h"

#include <algorithm>

#include <openssl/err.h>

namespace espseal::pki {

namespace {

using Store = Owned<X509_STORE, X509_STORE_free>;
using StoreContext = Owned<X509_STORE_CTX, X509_STORE_CTX_free>;

Certificate shared(X509 *certificate)
{
    X509_up_ref(certificate);
    return Certificate::adopt(certificate);
}

void note(ChainVerdict &verdict, const ChainError &error, const Certificate &certificate)
{
    verdict.errors << error;
    const Finding finding = finding_of(error, certificate);
    const auto same = [&](const Finding &other) { return other.code == finding.code && other.place == finding.place; };
    if (std::ranges::none_of(verdict.findings, same))
        verdict.findings << finding;
}

ChainError error_of(X509_STORE_CTX *context)
{
    const int number = X509_STORE_CTX_get_error(context);
    return { number, X509_STORE_CTX_get_error_depth(context), QString::fromUtf8(X509_verify_cert_error_string(number)) };
}

// Notes the error and lets OpenSSL go on, so that one run finds everything.
int on_verify(int ok, X509_STORE_CTX *context)
{
    if (ok)
        return 1;
    X509 *at = X509_STORE_CTX_get_current_cert(context);
    if (!at)
        at = X509_STORE_CTX_get0_cert(context);
    note(*static_cast<ChainVerdict *>(X509_STORE_CTX_get_app_data(context)), error_of(context), shared(at));
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

unsigned long flags_of(const ChainQuestion &question)
{
    unsigned long flags = X509_V_FLAG_PARTIAL_CHAIN;
    if (question.strict)
        flags |= X509_V_FLAG_X509_STRICT;
    if (!question.crls.isEmpty())
        flags |= X509_V_FLAG_CRL_CHECK | (question.crl_check == CrlCheck::all ? X509_V_FLAG_CRL_CHECK_ALL : 0UL);
    return flags;
}

bool ask(X509_VERIFY_PARAM *parameters, const ChainQuestion &question)
{
    X509_VERIFY_PARAM_set_time(parameters, question.when.toSecsSinceEpoch());
    X509_VERIFY_PARAM_set_auth_level(parameters, question.level);
    X509_VERIFY_PARAM_set_depth(parameters, question.most_intermediates);
    if (X509_VERIFY_PARAM_set_flags(parameters, flags_of(question)) != 1)
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

bool fill(X509_STORE *store, const ChainQuestion &question)
{
    return store && std::ranges::all_of(question.anchors, [&](const Certificate &anchor) { return X509_STORE_add_cert(store, anchor.native()) == 1; })
        && std::ranges::all_of(question.crls, [&](const Crl &crl) { return X509_STORE_add_crl(store, crl.native()) == 1; });
}

QList<Certificate> built_chain(X509_STORE_CTX *context)
{
    const STACK_OF(X509) *built = X509_STORE_CTX_get0_chain(context);
    QList<Certificate> chain;
    for (int i = 0; built && i < sk_X509_num(built); ++i)
        chain << shared(sk_X509_value(built, i));
    return chain;
}

} // namespace

ChainVerdict ask_openssl(const Certificate &certificate, const ChainQuestion &question)
{
    ChainVerdict verdict;
    ERR_set_mark();
    const Store store(X509_STORE_new());
    const CertificateStack untrusted = stack_of(question.intermediates);
    const StoreContext context(X509_STORE_CTX_new());
    bool verified = false;
    if (fill(store.get(), question) && untrusted && context && X509_STORE_CTX_init(context.get(), store.get(), certificate.native(), untrusted.get()) == 1
        && ask(X509_STORE_CTX_get0_param(context.get()), question) && X509_STORE_CTX_set_app_data(context.get(), &verdict) == 1) {
        X509_STORE_CTX_set_verify_cb(context.get(), on_verify);
        verified = X509_verify_cert(context.get()) == 1;
        verdict.chain = built_chain(context.get());
    }
    if (!verified && verdict.accepted())
        note(verdict, context ? error_of(context.get()) : ChainError { X509_V_ERR_OUT_OF_MEM, 0, {} }, certificate);
    ERR_pop_to_mark();
    return verdict;
}

QList<Finding> check_chain(const Certificate &certificate, const ChainQuestion &question)
{
    return ask_openssl(certificate, question).findings;
}

} // namespace espseal::pki
