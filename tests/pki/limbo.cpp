// SPDX-License-Identifier: Apache-2.0
#include "tests/pki/limbo.h"

#include "core/pki/peer_policy.h"
#include "tests/pki/support.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace espseal::pki::test {

namespace {

QByteArray joined(const QJsonValue &pems)
{
    QByteArray all;
    for (const QJsonValue pem : pems.toArray())
        all += pem.toString().toUtf8() + '\n';
    return all;
}

QList<Certificate> certificates(const QByteArray &pem, bool &readable)
{
    if (pem.isEmpty())
        return {};
    const auto read = read_certificates(bytes(pem), u"limbo"_s);
    readable = readable && read;
    return read.value_or(QList<Certificate>());
}

QDateTime time_of(const QJsonValue &value)
{
    // Cases without a time are good or bad at any in the 21st century.
    return value.isString() ? QDateTime::fromString(value.toString(), Qt::ISODateWithMs) : QDateTime(QDate(2026, 1, 1), QTime(0, 0), QTimeZone::UTC);
}

std::optional<AltName> name_of(const QJsonValue &name)
{
    if (!name.isObject())
        return {};
    const bool is_ip = name[u"kind"_s] == u"IP"_s;
    return AltName { is_ip ? AltName::Kind::ip : AltName::Kind::dns, name[u"value"_s].toString() };
}

LimboCase read_case(const QJsonObject &json)
{
    LimboCase made;
    made.id = json[u"id"_s].toString();
    made.should_verify = json[u"expected_result"_s] == u"SUCCESS"_s;
    made.leaf = json[u"peer_certificate"_s].toString().toUtf8();
    made.anchors = joined(json[u"trusted_certs"_s]);
    made.intermediates = joined(json[u"untrusted_intermediates"_s]);
    made.crls = joined(json[u"crls"_s]);
    made.certificate = certificates(made.leaf, made.readable);
    ChainQuestion &question = made.question;
    question.anchors = certificates(made.anchors, made.readable);
    question.intermediates = certificates(made.intermediates, made.readable);
    if (!made.crls.isEmpty()) {
        const auto crls = read_crls(bytes(made.crls), u"limbo"_s);
        made.readable = made.readable && crls;
        question.crls = crls.value_or(QList<Crl>());
    }
    question.name = name_of(json[u"expected_peer_name"_s]);
    question.role
        = json[u"validation_kind"_s] == u"CLIENT"_s || json[u"extended_key_usage"_s].toArray().contains(u"clientAuth"_s) ? Role::client : Role::server;
    question.when = time_of(json[u"validation_time"_s]);
    question.level = peer_security_level();
    question.strict = true;
    if (const QJsonValue depth = json[u"max_chain_depth"_s]; depth.isDouble())
        question.most_intermediates = depth.toInt();
    return made;
}

} // namespace

QList<LimboCase> limbo_cases()
{
    QList<LimboCase> cases;
    for (const QJsonValue one : QJsonDocument::fromJson(data(u"x509-limbo/x509-limbo.json"_s)).object()[u"testcases"_s].toArray())
        cases << read_case(one.toObject());
    return cases;
}

} // namespace espseal::pki::test
