// SPDX-License-Identifier: Apache-2.0
// The espseal runtime's verifier: BearSSL's br_x509_minimal itself, set up and fed as the runtime does it.
#include "core/pki/bearssl_errors.h"
#include "core/pki/credential_blob.h"
#include "core/pki/messages.h"
#include "core/pki/name_judgement.h"
#include "core/pki/openssl.h"
#include "core/pki/runtime_trust.h"

#include <algorithm>

#include <openssl/err.h>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr int handshake_failed = -28; // ESPCONN_HANDSHAKE

DeviceVerdict refused(DeviceReport &report, unsigned error)
{
    return report.refused(static_cast<int>(error), QString::number(error), bearssl_error_name(error), handshake_failed);
}

// All digests but MD5, RSA and ECDSA in BearSSL's default implementations, which all agree on what is right.
void set_up(br_x509_minimal_context &verifier, const std::vector<br_x509_trust_anchor> &anchors, std::int64_t unix_time)
{
    br_x509_minimal_init(&verifier, &br_sha256_vtable, anchors.data(), anchors.size());
    br_x509_minimal_set_hash(&verifier, br_sha1_ID, &br_sha1_vtable);
    br_x509_minimal_set_hash(&verifier, br_sha224_ID, &br_sha224_vtable);
    br_x509_minimal_set_hash(&verifier, br_sha256_ID, &br_sha256_vtable);
    br_x509_minimal_set_hash(&verifier, br_sha384_ID, &br_sha384_vtable);
    br_x509_minimal_set_hash(&verifier, br_sha512_ID, &br_sha512_vtable);
    br_x509_minimal_set_rsa(&verifier, br_rsa_pkcs1_vrfy_get_default());
    br_x509_minimal_set_ecdsa(&verifier, br_ec_get_default(), br_ecdsa_vrfy_asn1_get_default());
    constexpr std::int64_t days_before_1970 = 719528;
    constexpr std::int64_t day = 86400;
    br_x509_minimal_set_time(&verifier, static_cast<std::uint32_t>(days_before_1970 + unix_time / day), static_cast<std::uint32_t>(unix_time % day));
}

struct Answer {
    unsigned error = 0;
    unsigned usages = 0; // BR_KEYTYPE_KEYX, BR_KEYTYPE_SIGN
    qsizetype at = 0; // certificate at which it stopped
};

Answer ask(br_x509_minimal_context &verifier, const DeviceQuestion &question, const char *server_name)
{
    const br_x509_class **engine = &verifier.vtable;
    const br_x509_class *const methods = verifier.vtable;
    Answer answer;
    methods->start_chain(engine, server_name);
    for (qsizetype i = 0; i < question.chain.size(); ++i) {
        const QByteArray der = question.chain[i].der();
        methods->start_cert(engine, static_cast<std::uint32_t>(der.size()));
        methods->append(engine, reinterpret_cast<const unsigned char *>(der.constData()), static_cast<std::size_t>(der.size()));
        methods->end_cert(engine);
        if (verifier.err == 0)
            answer.at = std::min(i + 1, question.chain.size() - 1);
    }
    answer.error = methods->end_chain(engine);
    if (answer.error == 0)
        (void)methods->get_pkey(engine, &answer.usages);
    return answer;
}

QList<Certificate> readable_cas(const QByteArray &sector)
{
    const auto blob = inspect_blob(bytes_of(sector), {});
    return blob ? blob->certificates() : QList<Certificate>();
}

// Which certificate the error is about. BearSSL verifies a signature when it has the next certificate's key, and compares the names then.
qsizetype culprit(const Answer &answer, const QList<Certificate> &chain)
{
    const qsizetype at = answer.at;
    if (answer.error == BR_ERR_X509_NOT_TRUSTED)
        return chain.size() - 1;
    if (at > 0 && answer.error == BR_ERR_X509_DN_MISMATCH)
        return at - 1;
    if (at > 0 && answer.error == BR_ERR_X509_BAD_SIGNATURE && X509_verify(chain[at - 1].native(), X509_get0_pubkey(chain[at].native())) != 1)
        return at - 1;
    return at;
}

DeviceVerdict verified(const DeviceQuestion &question, unsigned usages, DeviceReport &report)
{
    if (question.name && question.name->kind == AltName::Kind::ip && !runtime_matches_name(question.chain.first(), *question.name)) {
        report.fail(bearssl_cause(BR_ERR_X509_BAD_SERVER_NAME, question.chain.first(), question, {}));
        return refused(report, BR_ERR_X509_BAD_SERVER_NAME);
    }
    if (question.name)
        report.pass(Messages::tr("The certificate is for %1.").arg(question.name->value));
    else
        report.skip(Messages::tr("Does not compare names."));
    // Whoever has forward secrecy signs in the handshake, and so does a client.
    if ((usages & BR_KEYTYPE_SIGN) == 0) {
        report.fail(bearssl_cause(BR_ERR_WRONG_KEY_USAGE, question.chain.first(), question, {}));
        return refused(report, BR_ERR_WRONG_KEY_USAGE);
    }
    report.pass(Messages::tr("The key may be used for signatures."));
    return report.accepted();
}

} // namespace

DeviceVerdict ask_runtime(const DeviceQuestion &question)
{
    DeviceReport report;
    auto anchors = read_runtime_sector(question.ca_sector, report);
    if (!anchors)
        return report.refused(1, u"CA"_s, {}, handshake_failed);
    std::vector<br_x509_trust_anchor> natives;
    natives.reserve(anchors->size());
    for (RuntimeAnchor &anchor : *anchors)
        natives.push_back(anchor.native());

    if (question.chain.isEmpty()) {
        const unsigned error = question.peer == Role::client ? BR_ERR_NO_CLIENT_AUTH : BR_ERR_X509_EMPTY_CHAIN;
        report.fail(no_certificate_came());
        return refused(report, error);
    }
    report.pass(Messages::tr("Receives the peer's certificates: %1 bytes, read as they come; the buffer does not matter.")
            .arg(certificate_message_size(question.chain)));

    br_x509_minimal_context verifier {};
    set_up(verifier, natives, question.clock ? std::max<qint64>(0, question.clock->toSecsSinceEpoch()) : 0);
    // BearSSL compares host names; an IPv4 address is compared by the runtime.
    const QByteArray name = question.name ? question.name->value.toUtf8() : QByteArray();
    const bool is_ipv4 = question.name && question.name->kind == AltName::Kind::ip && !question.name->value.contains(u':');
    const Answer answer = ask(verifier, question, question.name && !is_ipv4 ? name.constData() : nullptr);
    if (answer.error != 0) {
        ERR_set_mark();
        const Certificate &at = question.chain[culprit(answer, question.chain)];
        ERR_pop_to_mark();
        report.fail(bearssl_cause(answer.error, at, question, readable_cas(question.ca_sector)));
        return refused(report, answer.error);
    }
    report.pass(Messages::tr("Dates and signatures are right, and the chain leads to a CA in the sector."));
    return verified(question, answer.usages, report);
}

} // namespace espseal::pki
