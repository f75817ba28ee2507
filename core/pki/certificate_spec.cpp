// SPDX-License-Identifier: Apache-2.0
#include "core/pki/certificate_spec.h"

#include "core/pki/messages.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr int longest_path = 255;

Result<void> check_names(const CertificateSpec &spec)
{
    if (spec.subject.empty() && spec.alt_names.isEmpty())
        return bad_input(u"name-missing"_s, Messages::tr("The certificate has no name."), Messages::tr("Give a common name."));
    if (spec.subject.empty() && spec.role == Role::ca)
        return bad_input(u"name-missing"_s, Messages::tr("A CA needs a name: what it signs names its issuer."), Messages::tr("Give a common name."));
    if (std::ranges::contains(spec.alt_names, AltName::Kind::other, &AltName::kind))
        return bad_input(u"alt-name"_s, Messages::tr("Certificates are made with host names and IP addresses as alternative names only."),
            Messages::tr("Leave the other names out."));
    return check(spec.subject);
}

Result<void> check_constraints(const CertificateSpec &spec)
{
    if (spec.path_length && spec.role != Role::ca)
        return bad_input(u"path-length"_s, Messages::tr("Only a CA has a path length."), Messages::tr("Leave it out, or make an intermediate CA."));
    if (spec.path_length && (*spec.path_length < 0 || *spec.path_length > longest_path))
        return bad_input(u"path-length"_s, Messages::tr("A path length of %1 is not possible.").arg(*spec.path_length),
            Messages::tr("Give the number of CAs that may follow, 0 to %1.").arg(longest_path));
    if (!spec.key_usages)
        return {};
    const bool signs = spec.key_usages->contains(KeyUsage::key_cert_sign);
    if (signs && spec.role != Role::ca)
        return bad_input(
            u"usage-conflict"_s, Messages::tr("The key usage keyCertSign is for CAs only."), Messages::tr("Leave it out, or make an intermediate CA."));
    if (!signs && !spec.key_usages->isEmpty() && spec.role == Role::ca)
        return bad_input(
            u"usage-conflict"_s, Messages::tr("A CA without the key usage keyCertSign could sign nothing."), Messages::tr("Add keyCertSign and cRLSign."));
    return {};
}

Result<void> check_version_1(const CertificateSpec &spec)
{
    if (!spec.version_1 || (spec.alt_names.isEmpty() && !spec.key_usages && !spec.extended_usages && !spec.path_length))
        return {};
    return bad_input(u"version-1"_s, Messages::tr("A certificate of version 1 holds no alternative names, usages or path length."),
        Messages::tr("Leave them out, or make one of version 3."));
}

} // namespace

Result<void> check(const CertificateSpec &spec)
{
    return check_names(spec).and_then([&] { return check_constraints(spec); }).and_then([&] { return check_version_1(spec); }).and_then([&] {
        return check(spec.validity);
    });
}

} // namespace espseal::pki
