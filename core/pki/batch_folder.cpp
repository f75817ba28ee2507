// SPDX-License-Identifier: Apache-2.0
#include "core/pki/batch_folder.h"

#include "core/pki/issue_compare.h"
#include "core/pki/messages.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr qint64 day_seconds = qint64 { 24 } * 60 * 60;

FoundFolder differs(const QString &why)
{
    return { std::nullopt, why };
}

// Dates that the row names, else its length; a batch that goes on the next day must find its own work.
bool has_dates_of(const Certificate &certificate, const IssueChoices &choices, const Validity &wanted)
{
    if (choices.from && certificate.not_before() != *choices.from)
        return false;
    if (choices.until)
        return certificate.not_after() == *choices.until;
    const qint64 length = certificate.not_before().secsTo(certificate.not_after());
    return std::abs(length - wanted.not_before.secsTo(wanted.not_after)) < day_seconds / 2;
}

// Nothing: as the row says.
Result<QString> certificate_difference(const Certificate &certificate, const BatchRow &row, const IssuingCa &ca)
{
    const auto order = row.choices.order();
    if (!order)
        return failure(order.error());
    const KeyKind key = certificate.key();
    if (key.type != order->key.type || key.bits != order->key.bits)
        return Messages::tr("its key is %1").arg(key.name);
    if (!row.choices.until && certificate.not_after() < QDateTime::currentDateTimeUtc())
        return Messages::tr("it has expired");
    if (!has_dates_of(certificate, row.choices, order->spec.validity))
        return Messages::tr("its dates are others");
    return says(certificate, order->spec, ca).transform([](bool same) {
        return same ? QString() : Messages::tr("its certificate says something else, or comes from another CA");
    });
}

QString key_difference(const QString &path, const Certificate &certificate, bool encrypted)
{
    const auto bytes = read_secret_file(path, credential_file_limit);
    if (!bytes)
        return Messages::tr("its key file is missing");
    bool is_locked = false;
    const auto key = read_private_key(bytes->view(), path, [&is_locked](const QString &) -> std::optional<SecureBytes> {
        is_locked = true; // the password would cost 0.2 s; that there is a whole locked key must do
        return std::nullopt;
    });
    if (is_locked != encrypted)
        return is_locked ? Messages::tr("its key is encrypted") : Messages::tr("its key is not encrypted");
    if (!is_locked && (!key || !certificate.matches(*key)))
        return Messages::tr("its key is damaged or of another certificate");
    return {};
}

QString blob_difference(const QString &path, const QList<Certificate> &chain, PayloadFormat payload)
{
    const auto bytes = read_secret_file(path, credential_file_limit);
    if (!bytes)
        return Messages::tr("its blob is missing");
    const auto blob = inspect_blob(bytes->view(), path);
    if (!blob || !blob->complete || blob->role != BlobRole::identity || blob->keys().size() != 1 || !chain.first().matches(blob->keys().first()))
        return Messages::tr("its blob is damaged");
    const wire::BlobPayload wanted = payload == PayloadFormat::pem ? wire::BlobPayload::pem : wire::BlobPayload::der;
    const bool same_form = std::ranges::all_of(blob->entries, [wanted](const BlobEntryInfo &entry) { return entry.payload == wanted; });
    return same_form && blob->certificates() == chain ? QString() : Messages::tr("its blob holds something else");
}

} // namespace

Result<FoundFolder> look_into(const QString &folder, const BatchRow &row, const BatchRequest &request, const IssuingCa &ca)
{
    const QString stem = folder + u'/' + row.name;
    if (!QFileInfo(folder).isDir())
        return differs(Messages::tr("it is a file"));
    const auto certificates = read_file(stem + u".crt"_s, credential_file_limit).and_then([&](const QByteArray &bytes) {
        return read_certificates({ reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size()) }, stem);
    });
    if (!certificates)
        return differs(Messages::tr("it holds no certificate %1").arg(row.name + u".crt"_s));
    if (certificates->sliced(1) != ca.chain())
        return differs(Messages::tr("its chain is another"));
    const Certificate &certificate = certificates->first();
    const auto difference = certificate_difference(certificate, row, ca);
    if (!difference)
        return failure(difference.error());
    if (const auto revoked = difference->isEmpty() && request.crl ? request.crl->find(certificate) : std::nullopt)
        return differs(Messages::tr("its certificate was revoked on %1").arg(revoked->when.toUTC().toString(u"yyyy-MM-dd"_s)));
    QString why = *difference;
    if (why.isEmpty() && request.write_keys)
        why = key_difference(stem + u".key"_s, certificate, request.password.has_value());
    if (why.isEmpty() && request.payload)
        why = blob_difference(folder + u'/' + identity_blob_file, *certificates, *request.payload);
    return why.isEmpty() ? FoundFolder { certificate, {} } : differs(why);
}

Result<void> fill_folder(const QString &folder, const QString &name, const Identity &identity, const BatchRequest &request)
{
    const QString stem = folder + u'/' + name;
    QByteArray certificates = identity.certificate().pem();
    for (const Certificate &certificate : identity.chain())
        certificates += certificate.pem();
    const auto write_key = [&]() -> Result<void> {
        if (!request.write_keys)
            return {};
        const auto pem = request.password ? identity.key().to_encrypted_pem(*request.password) : identity.key().to_pem();
        return pem ? write_file(stem + u".key"_s, pem->view(), FileMode::secret) : failure(pem.error());
    };
    const auto write_blob = [&]() -> Result<void> {
        if (!request.payload)
            return {};
        const auto blob = pack_identity_blob(identity, *request.payload);
        return blob ? write_file(folder + u'/' + identity_blob_file, blob->view(), FileMode::secret) : failure(blob.error());
    };
    return make_folder(folder).and_then([&] { return write_file(stem + u".crt"_s, certificates); }).and_then(write_key).and_then(write_blob);
}

} // namespace espseal::pki
