// SPDX-License-Identifier: Apache-2.0
#include "core/pki/sdk_convert.h"

#include "core/base/files.h"
#include "core/pki/c_header.h"
#include "core/pki/finding.h"
#include "core/pki/judge.h"
#include "core/pki/messages.h"
#include "core/pki/openssl.h"
#include "core/pki/sdk_material.h"

#include <QFileInfo>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

Result<Size> add_blobs(const SdkMaterial &material, PayloadFormat payload, std::vector<SdkFile> *files)
{
    auto ca = pack_ca_blob({ material.ca }, payload);
    if (!ca)
        return failure(ca.error());
    Size size(static_cast<std::uint64_t>(ca->size()));
    if (files)
        files->push_back({ u"bin/esp_ca_cert.bin"_s, SecureBytes(bytes_of(*ca)), false });
    if (!material.blob)
        return size;
    auto identity = pack_identity_blob(*material.blob, payload);
    if (!identity)
        return failure(identity.error());
    size = size + Size(identity->size());
    if (files)
        files->push_back({ u"bin/esp_cert_private_key.bin"_s, std::move(*identity), true });
    return size;
}

Result<void> add_headers(const Identity &identity, PayloadFormat payload, std::vector<SdkFile> &files)
{
    const bool is_pem = payload == PayloadFormat::pem;
    const auto key = is_pem ? identity.key().to_pem() : identity.key().to_der();
    if (!key)
        return failure(key.error());
    const QByteArray certificate = is_pem ? identity.certificate().pem() : identity.certificate().der();
    files.push_back({ u"include/cert.h"_s, to_c_header(certificate_symbol, bytes_of(certificate)), false });
    files.push_back({ u"include/private_key.h"_s, to_c_header(private_key_symbol, key->view()), true });
    return {};
}

// The stock SDK's default library, or ours where a key is of a kind that only ours knows.
QList<Finding> judge_material(const SdkMaterial &material)
{
    const bool has_ec = material.ca.key().type == KeyType::ec || (material.blob && material.blob->key().kind().type == KeyType::ec);
    const Conditions conditions { .device = { .tls = has_ec ? DeviceTls::bearssl : DeviceTls::mbedtls } };
    QList<Finding> findings = judge(material.ca, Role::ca, conditions);
    if (material.blob)
        findings << judge(*material.blob, material.mode == SdkConvertMode::server ? Role::server : Role::client, {}, conditions);
    if (has_ec)
        findings << finding(u"sdk-ec-key"_s, Severity::warning, Messages::tr("These credentials hold an EC key."),
            Messages::tr("Use the espseal runtime, or RSA for the TLS libraries of the SDK."), Messages::tr("The SDK's mbedTLS and axTLS know RSA only."));
    return findings;
}

// As the script has it: ca.crt, and nobody names other files. A ca.crt without client.* or server.* may have an identity beside it under other names.
bool has_script_names(const SdkConvertRequest &request)
{
    return request.ca_file.isEmpty() && request.identity_file.isEmpty() && QFileInfo::exists(request.folder + u"/ca.crt"_s);
}

bool has_script_identity(const QString &folder)
{
    return std::ranges::any_of(std::array { u"client"_s, u"server"_s },
        [&](const QString &role) { return QFileInfo::exists(folder + u'/' + role + u".crt"_s) || QFileInfo::exists(folder + u'/' + role + u".key"_s); });
}

Result<SdkMaterial> material_of(const SdkConvertRequest &request, bool has_ca, const Job &job)
{
    if (has_ca && has_script_identity(request.folder))
        return read_sdk_material(request);
    if (has_script_identity(request.folder) && request.ca_file.isEmpty() && request.identity_file.isEmpty())
        return make_sdk_material(request, job);
    auto found = find_sdk_material(request, job);
    if (!found)
        return failure(found.error());
    std::optional<SdkMaterial> &material = *found;
    const bool has_identity = material && material->blob;
    if (has_ca && !has_identity)
        return read_sdk_material(request);
    return material ? Result<SdkMaterial>(std::move(*material)) : make_sdk_material(request, job);
}

Result<void> write(const SdkConvertRequest &request, const std::vector<SdkFile> &files, Overwrite overwrite)
{
    auto folder = StagedFolder::beside(request.out);
    if (!folder)
        return failure(folder.error());
    for (const SdkFile &file : files) {
        if (const auto added = folder->add(file.path, file.bytes.view(), file.secret ? FileMode::secret : FileMode::shared); !added)
            return added;
    }
    return folder->commit(overwrite);
}

} // namespace

Result<SdkConvertResult> sdk_convert(const SdkConvertRequest &request, const Job &job)
{
    if (!QFileInfo(request.folder).isDir())
        return bad_input(u"folder-missing"_s, Messages::tr("There is no folder %1.").arg(request.folder), Messages::tr("Check the name."));
    const bool has_ca = has_script_names(request);
    auto material = material_of(request, has_ca, job);
    if (!material)
        return failure(material.error());

    SdkConvertResult result;
    result.mode = material->mode;
    result.inputs = material->inputs;
    std::vector<SdkFile> files = std::move(material->copies);
    const auto blobs = add_blobs(*material, request.payload, &files);
    const auto blobs_der = add_blobs(*material, PayloadFormat::der, nullptr);
    if (!blobs || !blobs_der)
        return failure(blobs ? blobs_der.error() : blobs.error());
    result.blobs = *blobs;
    result.blobs_der = *blobs_der;
    if (const std::optional<Identity> &header = material->header) {
        if (const auto added = add_headers(*header, request.payload, files); !added)
            return failure(added.error());
    }
    result.findings = material->findings << judge_material(*material);

    if (job.cancelled())
        return cancelled(Messages::tr("Nothing was written."));
    job.report(Messages::tr("Writing %1 files").arg(files.size()), 0, 0);
    const bool made = material->mode == SdkConvertMode::self_made;
    if (const auto written = write(request, files, made ? request.overwrite : Overwrite::yes); !written)
        return failure(written.error());
    for (const SdkFile &file : files)
        result.files << SdkConvertResult::File { file.path, Size(file.bytes.size()), file.secret };
    return result;
}

QString convert_mode_name(SdkConvertMode mode)
{
    switch (mode) {
    case SdkConvertMode::ca_only:
        return u"ca-only"_s;
    case SdkConvertMode::client:
        return u"client"_s;
    case SdkConvertMode::server:
        return u"server"_s;
    case SdkConvertMode::device:
        return u"device"_s;
    case SdkConvertMode::self_made:
        break;
    }
    return u"self-made"_s;
}

} // namespace espseal::pki
