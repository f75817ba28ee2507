// SPDX-License-Identifier: Apache-2.0
#include "core/pki/request_make.h"

#include "core/pki/extensions.h"
#include "core/pki/messages.h"
#include "core/pki/signing.h"
#include "core/pki/subject_fields.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

Result<void> check(const RequestSpec &spec)
{
    if (spec.subject.empty() && spec.alt_names.isEmpty())
        return bad_input(u"name-missing"_s, Messages::tr("The request has no name."), Messages::tr("Give a common name."));
    if (std::ranges::contains(spec.alt_names, AltName::Kind::other, &AltName::kind))
        return bad_input(u"alt-name"_s, Messages::tr("Requests are made with host names and IP addresses as alternative names only."),
            Messages::tr("Leave the other names out."));
    return check(spec.subject);
}

bool add_names(X509_REQ *request, const RequestSpec &spec)
{
    if (spec.alt_names.isEmpty())
        return true;
    const GeneralNames names = general_names(spec.alt_names);
    STACK_OF(X509_EXTENSION) *made = nullptr;
    const bool added = names && X509V3_add1_i2d(&made, NID_subject_alt_name, names.get(), spec.subject.empty() ? 1 : 0, X509V3_ADD_DEFAULT) == 1;
    const ExtensionStack extensions(made);
    return added && X509_REQ_add_extensions(request, extensions.get()) == 1;
}

} // namespace

Result<CertificateRequest> make_request(const RequestSpec &spec, const Signer &signer)
{
    if (const Result<void> ok = check(spec); !ok)
        return failure(ok.error());
    X509Request request(X509_REQ_new());
    const X509Name subject = native_name(spec.subject);
    if (!request || !subject || X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) != 1 || X509_REQ_set_subject_name(request.get(), subject.get()) != 1
        || X509_REQ_set_pubkey(request.get(), signer.public_key()) != 1 || !add_names(request.get(), spec))
        return openssl_failed();
    return sign_checked(request.get(), signer.public_key(), signer, spec.digest).transform([&] { return CertificateRequest::adopt(request.release()); });
}

Result<CertificateRequest> make_request(const RequestSpec &spec, const PrivateKey &key)
{
    return make_request(spec, KeySigner(key));
}

} // namespace espseal::pki
