// SPDX-License-Identifier: Apache-2.0
#include "core/pki/answer.h"

#include "core/pki/chain.h"
#include "core/pki/finding.h"
#include "core/pki/messages.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

const PrivateKey *key_of(const Certificate &certificate, const QList<PrivateKey> &keys)
{
    const auto key = std::ranges::find_if(keys, [&](const PrivateKey &candidate) { return certificate.matches(candidate); });
    return key == keys.end() ? nullptr : &*key;
}

// What the request asked for and the certificate does not say.
QStringList differences(const Certificate &certificate, const CertificateRequest &request)
{
    QStringList missing;
    if (certificate.subject() != request.subject())
        missing << Messages::tr("the subject is %1").arg(certificate.subject().isEmpty() ? Messages::tr("empty") : certificate.subject());
    const QList<AltName> granted = certificate.alt_names();
    for (const AltName &name : request.alt_names()) {
        if (!granted.contains(name))
            missing << Messages::tr("%1 is missing").arg(to_string(name));
    }
    return missing;
}

} // namespace

Result<Answer> match_answer(const QList<Certificate> &certificates, const QList<PrivateKey> &keys, const QList<CertificateRequest> &requests)
{
    if (certificates.isEmpty())
        return bad_input(u"no-certificate"_s, Messages::tr("There is no certificate in the answer."), Messages::tr("Give the file that the CA sent."));
    if (keys.isEmpty())
        return bad_input(
            u"no-key"_s, Messages::tr("There is no private key to match the answer to."), Messages::tr("Give the key that the request was made with."));
    Answer answer;
    QList<Certificate> used;
    for (const Certificate &certificate : certificates) {
        const PrivateKey *key = key_of(certificate, keys);
        if (!key)
            continue;
        QList<Certificate> chain = issuers_of(certificate, certificates);
        if (!chain.isEmpty() && chain.last().is_self_issued())
            chain.removeLast();
        used << certificate << chain;
        auto identity = Identity::make(certificate, *key, std::move(chain));
        if (!identity)
            return failure(identity.error());
        answer.identities << std::move(*identity);
        const auto request = std::ranges::find_if(requests, [&](const CertificateRequest &candidate) { return candidate.matches(*key); });
        const QStringList different = request == requests.end() ? QStringList() : differences(certificate, *request);
        if (!different.isEmpty())
            answer.findings << at(certificate,
                finding(u"answer-names-differ"_s, Severity::warning,
                    Messages::tr("The CA certified other names than the request asked for: %1.").arg(different.join(u", "_s)),
                    Messages::tr("Ask the CA if that was meant; peers go by the certificate's names.")));
    }
    if (answer.identities.isEmpty())
        return bad_input(u"answer-unmatched"_s,
            Messages::tr("The certificate of %1 belongs to none of the keys at hand.").arg(certificates.first().display_name()),
            Messages::tr("Give the key that the request was made with."));
    std::ranges::copy_if(certificates, std::back_inserter(answer.others), [&](const Certificate &certificate) { return !used.contains(certificate); });
    return answer;
}

} // namespace espseal::pki
