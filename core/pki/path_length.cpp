// SPDX-License-Identifier: Apache-2.0
#include "core/pki/path_length.h"

#include "core/pki/messages.h"

#include <openssl/x509v3.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

std::optional<PathLeft> path_left(const IssuingCa &ca)
{
    QList<Certificate> line = QList { ca.certificate } + ca.above;
    if (ca.root && *ca.root != ca.certificate)
        line << *ca.root;
    return path_left(line);
}

std::optional<PathLeft> path_left(const QList<Certificate> &line)
{
    std::optional<PathLeft> left;
    int below = 0; // CAs between the one that is looked at and the new certificate
    for (const Certificate &each : line) {
        const long own = X509_get_pathlen(each.native());
        if (own >= 0 && (!left || own - below < left->most))
            left = PathLeft { static_cast<int>(own) - below, each };
        if (!each.is_self_issued())
            ++below;
    }
    return left;
}

Result<void> check_path(const IssuingCa &ca, Role role)
{
    const auto left = path_left(ca);
    if (!left || left->most > 0 || (left->most == 0 && role != Role::ca))
        return {};
    const QString limit = left->limit.display_name();
    if (left->most < 0)
        return bad_input(u"path-length"_s,
            Messages::tr("%1 allows fewer CAs below it than there are: no verifier would accept what %2 signs.").arg(limit, ca.certificate.display_name()),
            Messages::tr("Sign with a CA nearer to %1, or issue that one again with a longer path length.").arg(limit));
    return bad_input(u"path-length"_s,
        left->limit == ca.certificate ? Messages::tr("The CA %1 may have no further CA below it (path length 0).").arg(limit)
                                      : Messages::tr("The CA %1 may have no further CA below it: %2 allows no more.").arg(ca.certificate.display_name(), limit),
        Messages::tr("Sign with a CA above it, or issue it again with a longer path length."));
}

} // namespace espseal::pki
