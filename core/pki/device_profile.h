// SPDX-License-Identifier: Apache-2.0
// Which firmware a device runs, as far as it decides what the device accepts. A project setting, and `--device` of the command line.
//
// Facts about SDK builds: ESP8266_NONOS_SDK releases 2.0.0 to 3.0.6, third_party/mbedtls (mbed TLS 2.2.1), libssl.a (axTLS 1.4.9).
#pragma once

#include "core/base/error.h"
#include "core/base/units.h"

#include <compare>

namespace espseal::pki {

// The TLS library of the device's firmware.
enum class DeviceTls {
    bearssl, // our runtime
    mbedtls, // SDK, linked with -lmbedtls: RSA only, no dates, no names
    axtls, // SDK, linked with -lssl: RSA with PKCS#1 only, dates need SNTP
};

struct SdkVersion {
    int major = 3;
    int minor = 0;
    int patch = 6;

    auto operator<=>(const SdkVersion &) const = default;
};

// From this release on, libmbedtls.a is built without ESP8266_PLATFORM: RSA keys below 2048 bits are refused, and each session takes two buffers.
inline constexpr SdkVersion sdk_with_rsa_2048 { 3, 0, 2 };

struct DeviceProfile {
    DeviceTls tls = DeviceTls::bearssl;
    SdkVersion sdk {}; // of mbedtls (2.2.0 and later) and axtls (2.0.0 and later); the runtime has none
    int buffer = 2048; // as espconn_secure_set_size gets it: 1..8192 for the runtime, 2048..8192 for the SDK

    bool operator==(const DeviceProfile &) const = default;
};

// Reads "runtime", "mbedtls", "mbedtls:3.0.1", "axtls:2.2.1", each with the buffer behind it if it is another: "runtime@4096". "bearssl" is
// "runtime"; without a version it is the newest. Errors (usage): "device-profile", "sdk-version", "buffer-size".
[[nodiscard]] Result<DeviceProfile> parse_device_profile(const QString &text);
// What parse_device_profile reads; the buffer is there if it is not 2048.
[[nodiscard]] QString to_string(const DeviceProfile &profile);
[[nodiscard]] QString to_string(const SdkVersion &version); // "3.0.2"

[[nodiscard]] QString device_tls_name(DeviceTls tls); // "mbedTLS (SDK)", translated
[[nodiscard]] QString device_profile_name(const DeviceProfile &profile); // "SDK 3.0.6 with mbedTLS", translated

// Bits that an RSA key in a chain must have at least; 0: none. The runtime does not ask it of the CAs in its sector.
[[nodiscard]] int least_rsa_bits(const DeviceProfile &profile);
// What it really reserves for a record: the runtime rounds 1..836 up to 837, SDK 2.2 anything below 4096 up to it.
[[nodiscard]] int effective_buffer(const DeviceProfile &profile);
// Bytes of a blob that it reads, from the start of the sector.
[[nodiscard]] Size blob_limit(const DeviceProfile &profile);
// Entries of the CA blob that it trusts: mbedTLS takes the first (which may be a PEM bundle).
[[nodiscard]] int most_ca_entries(const DeviceProfile &profile);
[[nodiscard]] bool checks_dates(const DeviceProfile &profile);
[[nodiscard]] bool checks_names(const DeviceProfile &profile); // as a client

} // namespace espseal::pki
