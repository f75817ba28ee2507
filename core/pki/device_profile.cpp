// SPDX-License-Identifier: Apache-2.0
#include "core/pki/device_profile.h"

#include "core/pki/messages.h"
#include "core/wire/blob.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

constexpr int default_buffer = DeviceProfile().buffer;
constexpr int most_buffer = 8192; // espconn_secure_set_size of both SDK flavours and of the runtime
constexpr int least_sdk_buffer = 2048;
constexpr int least_runtime_buffer = 837; // BearSSL hangs silently with less
constexpr int sdk_22_buffer = 4096; // SDK 2.2 espconn_secure.c raises smaller ones

Result<DeviceTls> parse_tls(const QString &text)
{
    const QString name = text.toLower();
    if (name == u"runtime"_s || name == u"bearssl"_s)
        return DeviceTls::bearssl;
    if (name == u"mbedtls"_s)
        return DeviceTls::mbedtls;
    if (name == u"axtls"_s)
        return DeviceTls::axtls;
    return usage_error(u"device-profile"_s, Messages::tr("\"%1\" is no device that is known.").arg(text),
        Messages::tr("Give runtime, mbedtls or axtls; an SDK with its version, as mbedtls:3.0.1; another buffer as runtime@4096."));
}

Result<SdkVersion> parse_version(const QString &text, DeviceTls tls)
{
    const QStringList parts = text.split(u'.');
    int numbers[3] = {};
    bool ok = parts.size() >= 2 && parts.size() <= 3;
    for (qsizetype i = 0; ok && i < parts.size(); ++i)
        numbers[i] = parts[i].toInt(&ok);
    const SdkVersion version { numbers[0], numbers[1], numbers[2] };
    const SdkVersion first = tls == DeviceTls::mbedtls ? SdkVersion { 2, 2, 0 } : SdkVersion { 2, 0, 0 };
    if (!ok || tls == DeviceTls::bearssl || version < first || version.major > 3 || *std::ranges::min_element(numbers) < 0)
        return usage_error(u"sdk-version"_s,
            tls == DeviceTls::bearssl ? Messages::tr("The espseal runtime has no SDK version.")
                                      : Messages::tr("There is no SDK %1 with %2.").arg(text, device_tls_name(tls)),
            tls == DeviceTls::bearssl ? Messages::tr("Give runtime alone.") : Messages::tr("Give a version from %1 to 3.0.6.").arg(to_string(first)));
    return version;
}

Result<int> parse_buffer(const QString &text, DeviceTls tls)
{
    bool ok = false;
    const int buffer = text.toInt(&ok);
    const int least = tls == DeviceTls::bearssl ? 1 : least_sdk_buffer;
    if (!ok || buffer < least || buffer > most_buffer)
        return usage_error(u"buffer-size"_s, Messages::tr("\"%1\" is no size that espconn_secure_set_size takes.").arg(text),
            Messages::tr("Give a buffer of %1 to %2 bytes.").arg(least).arg(most_buffer));
    return buffer;
}

} // namespace

Result<DeviceProfile> parse_device_profile(const QString &text)
{
    const QString name = text.section(u'@', 0, 0);
    const Result<DeviceTls> tls = parse_tls(name.section(u':', 0, 0));
    if (!tls)
        return failure(tls.error());
    DeviceProfile profile { .tls = *tls };
    if (name.contains(u':')) {
        const Result<SdkVersion> version = parse_version(name.section(u':', 1), *tls);
        if (!version)
            return failure(version.error());
        profile.sdk = *version;
    }
    if (text.contains(u'@')) {
        const Result<int> buffer = parse_buffer(text.section(u'@', 1), *tls);
        if (!buffer)
            return failure(buffer.error());
        profile.buffer = *buffer;
    }
    return profile;
}

QString to_string(const DeviceProfile &profile)
{
    QString text = u"runtime"_s;
    if (profile.tls != DeviceTls::bearssl)
        text = (profile.tls == DeviceTls::mbedtls ? u"mbedtls:"_s : u"axtls:"_s) + to_string(profile.sdk);
    return profile.buffer == default_buffer ? text : text + u'@' + QString::number(profile.buffer);
}

QString to_string(const SdkVersion &version)
{
    return u"%1.%2.%3"_s.arg(version.major).arg(version.minor).arg(version.patch);
}

QString device_tls_name(DeviceTls tls)
{
    switch (tls) {
    case DeviceTls::bearssl:
        return Messages::tr("BearSSL (espseal runtime)");
    case DeviceTls::mbedtls:
        return Messages::tr("mbedTLS (SDK)");
    case DeviceTls::axtls:
        break;
    }
    return Messages::tr("axTLS (SDK)");
}

QString device_profile_name(const DeviceProfile &profile)
{
    switch (profile.tls) {
    case DeviceTls::bearssl:
        return Messages::tr("The espseal runtime");
    case DeviceTls::mbedtls:
        return Messages::tr("SDK %1 with mbedTLS").arg(to_string(profile.sdk));
    case DeviceTls::axtls:
        break;
    }
    return Messages::tr("SDK %1 with axTLS").arg(to_string(profile.sdk));
}

int least_rsa_bits(const DeviceProfile &profile)
{
    switch (profile.tls) {
    case DeviceTls::bearssl:
        return 1017; // br_x509_minimal_set_minrsa's default: 128 bytes
    case DeviceTls::mbedtls:
        return profile.sdk < sdk_with_rsa_2048 ? 512 : 2048; // x509_crt.c, mbedtls_x509_crt_profile_default
    case DeviceTls::axtls:
        break;
    }
    return 0;
}

int effective_buffer(const DeviceProfile &profile)
{
    if (profile.tls == DeviceTls::bearssl)
        return std::max(profile.buffer, least_runtime_buffer);
    const bool is_22 = profile.tls == DeviceTls::mbedtls && profile.sdk < SdkVersion { 3, 0, 0 };
    return std::max(profile.buffer, is_22 ? sdk_22_buffer : least_sdk_buffer);
}

Size blob_limit(const DeviceProfile &profile)
{
    return Size(profile.tls == DeviceTls::axtls ? wire::blob_limit_axtls : wire::blob_limit_mbedtls);
}

int most_ca_entries(const DeviceProfile &profile)
{
    switch (profile.tls) {
    case DeviceTls::bearssl:
        return 8; // the runtime's trust store
    case DeviceTls::mbedtls:
        return 1; // espconn_mbedtls.c takes the first entry, whatever its name
    case DeviceTls::axtls:
        break;
    }
    return 3; // axTLS's CONFIG_X509_MAX_CA_CERTS in libssl.a
}

bool checks_dates(const DeviceProfile &profile)
{
    return profile.tls != DeviceTls::mbedtls; // built without MBEDTLS_HAVE_TIME_DATE
}

bool checks_names(const DeviceProfile &profile)
{
    return profile.tls == DeviceTls::bearssl; // neither SDK flavour ever sets a host name
}

} // namespace espseal::pki
