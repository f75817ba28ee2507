// SPDX-License-Identifier: Apache-2.0
// What a device does, drawn as text, becomes the bytes that it would send. One line an event:
//
//   hello                                   settings none | settings client 192.168.4.2
//   start client 192.168.4.2:8883 verifies  blob identity 0x7C erased certificate
//   -> ClientHello 191                      <- Certificate 1131        (the arrow's left end is the device)
//   -> ChangeCipherSpec 1                   <- Finished 40 encrypted
//   cert <- 0 RSA 2048 2026-01-01 2027-01-01 62
//   alert <- 48                             record <- 23 4029
//   negotiated 0x0303 0xc02b                done
//   app -> 120                              memory 20000 18000 2048 3328
//   tcp refused 192.168.4.2:8883            error -28 0 certificate: the private key does not belong to the certificate
//   end tls=62 cb=-28 [done]                say rst cause:2, boot mode:(3,6)
//   lost 3                                  reboot
//   in 1                                    (what follows belongs to the session of that number)
#pragma once

#include <QByteArray>
#include <QString>

#include "core/monitor/monitor.h"

namespace espseal::monitor {

[[nodiscard]] QByteArray scene(const QString &text);

// The scene through reader and builder.
[[nodiscard]] std::unique_ptr<Monitor> watched(const QByteArray &bytes, HostTime now = HostTime(std::chrono::seconds(1'795'000'000))); // 2026-11-18
[[nodiscard]] Session last_session(const QString &text);

inline std::span<const std::uint8_t> span_of(const QByteArray &bytes)
{
    return { reinterpret_cast<const std::uint8_t *>(bytes.constData()), static_cast<std::size_t>(bytes.size()) };
}

} // namespace espseal::monitor
